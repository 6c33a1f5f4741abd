"""What a form asks by itself: paragraphs with facts, fields two in a row, grids of its own columns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from lceval_docs.model.form import FACT, Field, Form, GridColumn, Section
from lceval_docs.views import number
from lceval_docs.views.form.control import FILL, Filling, column_input, field_input, own_input
from lceval_docs.views.form.shape import (
    BLANK,
    FIELD_ROW,
    GRID_ROW,
    LABEL,
    LONG_ROW,
    PICTURE_ROW,
    SIGN_ROW,
    TEXT,
    Cell,
    Grid,
    Input,
    Piece,
    Row,
    heading,
)
from lceval_docs.views.row import ROW_SOURCES, RowSource, Values

ID = "id"
HEIGHT = {"long_text": LONG_ROW, "picture": PICTURE_ROW, "signature": SIGN_ROW}


def place_of(form: Form, section: Section) -> str:
    return f"{form.id}/{section.id}"


def paragraphs(filling: Filling, form: Form, section: Section) -> Iterator[tuple[Piece, ...]]:
    """The section's paragraphs, each fact in its place: filled, or to be filled."""
    seen: Counter[str] = Counter()
    for text in section.text:
        pieces: list[Piece] = []
        words = FACT.split(text)
        for n, between in enumerate(words[::2]):
            pieces += [between] if between else []
            for name in words[2 * n + 1 : 2 * n + 2]:
                seen[name] += 1
                blank = _blank_fact(filling, form, section, name, seen[name], words[2 * n + 2])
                pieces.append(filling.facts.get(name) or blank)
        yield tuple(pieces)


def _blank_fact(filling: Filling, form: Form, section: Section, name: str, count: int, after: str) -> Input:
    """An input for a fact; where it stands more than once in a section, its tags are numbered.

    The words `after` it are not doubled: 评价年 before 年.
    """
    tag = f"{place_of(form, section)}/{name}" + (f".{count}" if count > 1 else "")
    label = filling.labels.get(name, name)
    is_doubled = label and after.startswith(label[-1])
    return own_input(tag, label, "text", short=FILL.format(label=label[:-1]) if is_doubled else "")


def answer(filling: Filling, place: str, field: Field) -> tuple[Piece, ...]:
    """What stands behind the label of a field: its input with its unit; nothing where one signs on paper."""
    if field.type == "signature" and not field.of:
        return (filling.facts[field.value],) if field.value in filling.facts else ()
    if field.type == "check" and field.choices:
        return tuple(_boxes(place, field))
    given = field_input(filling, place, field)
    if field.type == "signature" and given.value:
        return (given.value,)
    if not field.unit or given.value.endswith(field.unit):  # what is free text may bring its unit along
        return (given,)
    return (given, f" {number.unit(field.unit)}")


def _boxes(place: str, field: Field) -> Iterator[Piece]:
    """A box for each choice."""
    for n, choice in enumerate(field.choices, 1):
        yield own_input(f"{place}/{field.id}.{n}", choice, "check")
        yield f"{choice}　"


def fields_grid(filling: Filling, form: Form, section: Section, most: int = LONG_ROW + PICTURE_ROW) -> Grid:
    """Two labelled fields a row; a wide one has a row of its own. `most`: how much height in mm a row is given."""
    place = place_of(form, section)
    rows: list[Row] = []
    half: list[Field] = []
    for field in section.fields:
        if field.wide and half:
            rows.append(_field_row(filling, place, half, most))
            half = []
        if field.wide:
            rows.append(_field_row(filling, place, [field], most))
            continue
        half.append(field)
        if len(half) == 2:
            rows.append(_field_row(filling, place, half, most))
            half = []
    if half:
        rows.append(_field_row(filling, place, half, most))
    return Grid((4, 8, 4, 8), tuple(rows), section.title or form.title)


def _field_row(filling: Filling, place: str, fields: list[Field], most: int) -> Row:
    """A field alone takes the whole row."""
    span = 1 if len(fields) == 2 else 3
    cells: list[Cell] = []
    for field in fields:
        cells += [Cell((field.label,), LABEL), Cell(answer(filling, place, field), BLANK, span)]
    return Row(tuple(cells), min(most, max(HEIGHT.get(field.type, FIELD_ROW) for field in fields)))


def own_grid(filling: Filling, form: Form, section: Section) -> Grid:
    """The section's columns, with a row for each of what is listed, and blank rows."""
    source = ROW_SOURCES.get(section.rows)
    found = tuple(source.rows(filling.standard, filling.dossier)) if source else ()
    rows = [_row(form, section.columns, source, values) for values in found]
    if not (found and source and ID not in source.printed):  # a case gives the whole list, or nothing of it
        rows += [_row(form, section.columns, source, {})] * section.blank_rows
    heads = heading(tuple(column.label for column in section.columns))
    return Grid(tuple(c.width for c in section.columns), (heads, *rows), section.title or form.title)


def _row(form: Form, columns: tuple[GridColumn, ...], source: RowSource | None, values: Values) -> Row:
    id = values.get(ID, "") if source and ID in source.printed else ""
    cells = []
    for column in columns:
        text = values.get(column.value, "") if column.value else ""
        if text and source and column.value in source.printed:
            cells.append(Cell((text,), TEXT))
        else:
            cells.append(Cell((column_input(f"{form.id}/{id}/{column.id}", column, text),), BLANK))
    return Row(tuple(cells), GRID_ROW, is_one_of_many=not id)
