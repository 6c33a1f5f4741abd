"""Blank forms as blocks: headings, notes, rows of labelled fields, grids."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lceval_docs.model.data import DataGroup, DataItem
from lceval_docs.model.form import Field, Form, Section
from lceval_docs.model.standard import Standard
from lceval_docs.views import label, number
from lceval_docs.views.rule import unit_of


@dataclass(frozen=True)
class Cell:
    """One cell: its text, whether it is a label or to be filled, how many of the form's columns it spans."""

    text: str
    kind: str
    span: int = 1


@dataclass(frozen=True)
class Row:
    """Cells side by side, and the least height in mm. A heading is repeated on each page."""

    cells: tuple[Cell, ...]
    height_mm: int
    is_heading: bool = False


@dataclass(frozen=True)
class Grid:
    """A table: relative column widths, rows, and what it is, for those who hear it."""

    widths: tuple[int, ...]
    rows: tuple[Row, ...]
    description: str


@dataclass(frozen=True)
class SectionView:
    title: str
    note: str
    text: tuple[str, ...]
    grids: tuple[Grid, ...]


@dataclass(frozen=True)
class FormView:
    title: str
    standard_title: str
    edition: str
    notice: str
    instructions_title: str
    instructions: tuple[str, ...]
    sections: tuple[SectionView, ...]


LABEL, BLANK, HINT, TEXT, TITLE = "label", "blank", "hint", "text", "title"
INSTRUCTIONS = "填表说明"
BOX, HINT_MARK = "□", "（{hint}）"
PREREQUISITE_HEADS = ("编号", "基本要求", "自查结论", "说明及证明材料编号")
DATA_HEADS = ("数据项", "计量单位", "基准年", "评价年", "证明材料编号")
MAY_NOT_APPLY = "{box}不适用"
FIELD_ROW, LONG_ROW, GRID_ROW, SIGN_ROW = 9, 32, 8, 16


def view_form(standard: Standard, form: Form) -> FormView:
    identity = standard.identity
    return FormView(
        title=form.title,
        standard_title=identity.title,
        edition=f"{identity.edition}（{label.STAGE[identity.stage]}）",
        notice=identity.notice,
        instructions_title=INSTRUCTIONS,
        instructions=form.instructions,
        sections=tuple(SectionView(s.title, s.note, s.text, tuple(_grids(standard, s))) for s in form.sections),
    )


def _grids(standard: Standard, section: Section) -> Iterator[Grid]:
    if section.fields:
        yield _fields(section)
    if section.columns:
        widths = tuple(max(4, len(c)) for c in section.columns)
        yield Grid(widths, (_heading(section.columns), *_blank(len(widths), section.blank_rows)), section.title)
    if section.from_standard == "prerequisites":
        yield _prerequisites(standard, section)
    if section.from_standard == "data":
        for group in standard.data_groups:
            yield from _data(standard, group)


def _heading(texts: tuple[str, ...]) -> Row:
    return Row(tuple(Cell(text, LABEL) for text in texts), GRID_ROW, True)


def _blank(columns: int, rows: int) -> list[Row]:
    return [Row((Cell("", BLANK),) * columns, GRID_ROW)] * rows


def _data(standard: Standard, group: DataGroup) -> Iterator[Grid]:
    """The numbers of a group in one grid, each of its tables in one of its own."""
    rows = tuple(
        Row(
            (Cell(f"{item.name}（{item.symbol}）", TEXT), Cell(_units(standard, item), TEXT), *[Cell("", BLANK)] * 3),
            GRID_ROW,
        )
        for item in group.items
        if item.type == "number"
    )
    if rows:
        yield Grid((9, 3, 4, 4, 4), (_heading((f"{group.name}：{DATA_HEADS[0]}", *DATA_HEADS[1:])), *rows), group.name)
    for item in group.items:
        if item.type == "table":
            heads = tuple(f"{c.name}{_unit(standard, c.unit)}" for c in item.columns)
            title = Row((Cell(item.name, TITLE, len(heads)),), GRID_ROW, True)
            yield Grid((4,) * len(heads), (title, _heading(heads), *_blank(len(heads), 3)), item.name)


def _units(standard: Standard, item: DataItem) -> str:
    """The units an item may be given in; none where the factory chooses it."""
    return "" if item.units[0] in standard.stand_ins else " / ".join(number.unit(u) for u in item.units)


def _unit(standard: Standard, text: str) -> str:
    return f"（{unit_of(standard, text)}）" if text != "1" else ""


def _fields(section: Section) -> Grid:
    """Two labelled fields a row; a wide one has a row of its own."""
    rows: list[Row] = []
    half: list[Cell] = []
    height = SIGN_ROW if any(f.type == "signature" for f in section.fields) else FIELD_ROW
    for field in section.fields:
        if field.wide and half:
            rows.append(Row((*half, Cell("", TEXT, 2)), height))
            half = []
        if field.wide:
            rows.append(
                Row((Cell(field.label, LABEL), _answer(field, 3)), LONG_ROW if field.type == "long_text" else height)
            )
            continue
        half += [Cell(field.label, LABEL), _answer(field, 1)]
        if len(half) == 4:
            rows.append(Row(tuple(half), height))
            half = []
    if half:
        rows.append(Row((*half, Cell("", TEXT, 2)), height))
    return Grid((4, 8, 4, 8), tuple(rows), section.title)


def _answer(field: Field, span: int) -> Cell:
    if field.choices:
        return Cell("　".join(f"{BOX}{choice}" for choice in field.choices), TEXT, span)
    if field.hint:
        return Cell(HINT_MARK.format(hint=field.hint), HINT, span)
    return Cell(field.unit, BLANK, span)


def _prerequisites(standard: Standard, section: Section) -> Grid:
    met = f"{BOX}{label.PREREQUISITE['met']}\n{BOX}{label.PREREQUISITE['not_met']}"
    rows = tuple(
        Row(
            (
                Cell(p.id, TEXT),
                Cell(p.requirement, TEXT),
                Cell(met + (f"\n{MAY_NOT_APPLY.format(box=BOX)}" if p.may_not_apply else ""), TEXT),
                Cell("", BLANK),
            ),
            GRID_ROW,
        )
        for p in standard.grading.prerequisites
    )
    return Grid((2, 11, 4, 7), (_heading(PREREQUISITE_HEADS), *rows), section.title)
