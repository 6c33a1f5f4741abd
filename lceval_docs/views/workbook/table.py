"""A table of the questionnaire on a sheet: codes, heads, rows to fill, what may be typed, what is still missing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from itertools import groupby

from lceval_docs.model.answer import BETWEEN, EVALUATION, Choices, Question, QuestionRow, QuestionTable
from lceval_docs.model.standard import Standard
from lceval_docs.model.workbook import GROUP, HEADS, LABEL, MARKER, NOTE, STATUS, UNIT, YEAR
from lceval_docs.records import dataclass
from lceval_docs.views import question as asked
from lceval_docs.views.workbook.filling import filled_cell, look_of
from lceval_docs.views.workbook.grid import Check, Look, Signal, WorkCell, WorkRow, column_name, reference
from lceval_docs.views.workbook.layout import Slot, height_of, slots_of, width_of
from lceval_docs.views.workbook.status import (
    COMPUTED,
    DONE,
    EVALUATION_NAME,
    FREE,
    LACKS,
    OPEN,
    Years,
    any_status,
    fixed_status,
    list_status,
    year_status,
)

YEAR_HINT = "年度。可以改成工厂自己的年度；要多填一年，就在年度列之间插入一列，在这一格写上年度。"
ERRORS = {
    "list": "请从下拉列表中选择。",
    "number": "请填不小于 {least} 的数字，不带单位和逗号；没有数据就留空，没有发生填 0。",
    "year": "请填四位数的年份，如 2023。",
    "date": "请填日期，如 2008-09-12。",
}
UNIT_HINT = "计量单位：{unit}"
UNITS_HINT = "可选择计量单位"
ONE_UNIT_HINT = "可填 t、MWh、10^4Nm3 等；同一排放源各年用同一单位"

# Rows that may stay empty; what a row of a list has to say; how many rows a list begins with.
MAY_STAY_EMPTY = frozenset({BETWEEN, "notice"})
WANTED = {
    asked.SOURCES: ("id", "name", "kind", "unit"),
    asked.PARAMETERS: ("source", "parameter", "value"),
    asked.EVIDENCE: ("id", "name"),
}
WANTED_OF_ROWS = ("year",)
BLANK_ROWS = {asked.SOURCES: 40, asked.PARAMETERS: 30, asked.EVIDENCE: 60}
FEW_ROWS, SPARE_ROWS = 25, 5
# How far down a list what may be typed is still watched.
LIST_END = 1999
TITLE_HEIGHT, HEAD_HEIGHT, LEAST_YEAR = 26.0, 32.0, 1900

Rows = Mapping[str, Mapping[str, str]]
_BARE = WorkCell("", "line")


@dataclass(frozen=True)
class Paper:
    """What all tables are written on: the edition, ranges of the lists of choices, and the evaluation year as filled in."""

    standard: Standard
    choices: Mapping[Choices, str]
    evaluation_year: str


@dataclass(frozen=True)
class PlacedTable:
    """A table on its sheet, from the row `start` on; its rows to fill are `first` to `last`."""

    table: QuestionTable
    sheet: str
    slots: tuple[Slot, ...]
    start: int
    rows: tuple[WorkRow, ...]
    checks: tuple[Check, ...]
    head: int
    first: int
    last: int

    def columns(self, code: str) -> tuple[int, int]:
        """First and last column of a code."""
        found = [n for n, slot in enumerate(self.slots) if slot.code == code]
        return found[0], found[-1]

    def range(self, code: str, last: int | None = None) -> str:
        """The rows to fill of one column, as other sheets refer to them."""
        column = self.columns(code)[0]
        return reference(self.sheet, (self.first, column), (self.last if last is None else last, column))

    @property
    def statuses(self) -> tuple[str, ...]:
        """What each row lacks now."""
        column = self.columns(STATUS)[0]
        cells = (row.cells[column] for row in self.rows[self.first - self.start :] if len(row.cells) > column)
        return tuple(cell.text for cell in cells if cell and cell.look == "status")

    @property
    def signals(self) -> tuple[Signal, ...]:
        column = self.columns(STATUS)[0]
        area = (self.first, column, self.last, column)
        words: tuple[tuple[str, Look], ...] = ((OPEN, "missing"), (LACKS, "missing"), (DONE, "done"))
        return tuple(Signal(area, word, look) for word, look in words)


def place_table(
    paper: Paper, table: QuestionTable, sheet: str, start: int, filled: Rows, lists: Mapping[str, tuple[str, int]]
) -> PlacedTable:
    """A table with its answers. `lists`: of a table item, where its rows stand and how many are filled."""
    slots = slots_of(table)
    head = start + 2
    title = WorkRow((_BARE, WorkCell(table.title, "title"), *[_BARE] * (len(slots) - 2)), TITLE_HEIGHT)
    codes = WorkRow(
        (WorkCell(f"{MARKER}{table.id}", "code"), *(WorkCell(slot.code, "code") for slot in slots[1:])), is_hidden=True
    )
    writer = _Writer(paper, table, slots, head, lists)
    body = tuple(writer.list_rows(filled) if table.is_list else writer.named_rows(filled))
    last = head + len(body)
    checks = (*_year_checks(slots, head), *writer.checks)
    rows = (title, codes, WorkRow(tuple(map(_head_cell, slots)), HEAD_HEIGHT), *body)
    return PlacedTable(table, sheet, slots, start, rows, checks, head, head + 1, last)


def _head_cell(slot: Slot) -> WorkCell:
    if not slot.code:
        return WorkCell(HEADS, "head", shown=slot.head)
    if slot.code == YEAR:
        return WorkCell(slot.head, "year", "number")
    return WorkCell(slot.head, "head")


def _year_checks(slots: tuple[Slot, ...], head: int) -> Iterator[Check]:
    columns = [n for n, slot in enumerate(slots) if slot.code == YEAR]
    if columns:
        area = (head, columns[0], head, columns[-1])
        yield Check(area, "year", least=Decimal(LEAST_YEAR), message=YEAR_HINT, error=ERRORS["year"])


class _Writer:
    """The rows of one table, and along the way what may be typed in them."""

    def __init__(
        self,
        paper: Paper,
        table: QuestionTable,
        slots: tuple[Slot, ...],
        head: int,
        lists: Mapping[str, tuple[str, int]],
    ) -> None:
        self.paper, self.table, self.slots, self.head, self.lists = paper, table, slots, head, lists
        self.checks: list[Check] = []
        self.years = [n for n, slot in enumerate(slots) if slot.code == YEAR]
        self.status_years = self._years()
        self.widths = [width_of(slot, table).width for slot in slots]

    def _years(self) -> Years | None:
        if not self.years:
            return None
        area = reference("", (self.head, self.years[0]), (self.head, self.years[-1]))
        now = tuple(self.slots[n].head for n in self.years)
        return Years(area, now, EVALUATION_NAME, self.paper.evaluation_year or max(now), asked.YEAR_HEADS[EVALUATION])

    # Lists

    def list_rows(self, filled: Rows) -> Iterator[WorkRow]:
        last = len(self.slots) - 1
        for column, slot in enumerate(self.slots):
            if slot.question:
                self._check((self.head + 1, column, LIST_END, column), slot.question, slot.question.label)
        count = max(BLANK_ROWS.get(self.table.id, FEW_ROWS), len(filled) + SPARE_ROWS)
        texts = [*filled.values(), *[{}] * (count - len(filled))]
        for row, said in enumerate(texts, self.head + 1):
            cells = [filled_cell(s.question, said.get(s.question.id, "")) for s in self.slots if s.question]
            yield self._row([WorkCell("", "code"), *cells, self._list_status(row, last, said)])

    def _row(self, cells: list[WorkCell]) -> WorkRow:
        return WorkRow(tuple(cells), height_of(cells, self.widths))

    def _list_status(self, row: int, last: int, said: Mapping[str, str]) -> WorkCell:
        names = WANTED.get(self.table.id, WANTED_OF_ROWS)
        wanted = [
            (slot.head, f"{column_name(n)}{row + 1}", said.get(slot.code, ""))
            for n, slot in enumerate(self.slots)
            if slot.code in names
        ]
        years = (self.status_years, self._year_range(row), said) if self.status_years else None
        return list_status(f"B{row + 1}:{column_name(last - 1)}{row + 1}", wanted, list(said.values()), years)

    def _year_range(self, row: int) -> str:
        return f"{column_name(self.years[0])}{row + 1}:{column_name(self.years[-1])}{row + 1}"

    # Rows with names

    def named_rows(self, filled: Rows) -> Iterator[WorkRow]:
        row = self.head + 1
        for group, members in groupby(self.table.rows, lambda r: self._group(r.id)):
            if group:
                yield WorkRow((WorkCell(GROUP, "group", shown=" "), WorkCell(group, "group"), *self._rest("group")))
                row += 1
            for one in members:
                yield self._row(list(self._named_cells(one, row, filled.get(one.id, {}))))
                row += 1

    def _rest(self, look: Look) -> tuple[WorkCell, ...]:
        return (WorkCell("", look),) * (len(self.slots) - 2)

    def _group(self, id: str) -> str:
        standard = self.paper.standard
        if self.table.id == asked.DATA:
            return next((g.name for g in standard.data_groups if any(item.id == id for item in g.items)), "")
        if self.table.id == asked.SELF_ASSESSMENT:
            found = (d for d in standard.dimensions if any(indicator.id == id for indicator in d.indicators))
            return next((f"{d.id}　{d.name}" for d in found), "")
        return ""

    def _named_cells(self, one: QuestionRow, row: int, said: Mapping[str, str]) -> Iterator[WorkCell]:
        """One named row, column by column; runs of years are watched together."""
        for column, slot in enumerate(self.slots):
            if not slot.code:
                yield WorkCell(one.id, "code")
            elif slot.code == LABEL:
                yield WorkCell(self._label(one), "label")
            elif slot.code == NOTE:
                yield WorkCell(one.note, "note")
            elif slot.code == STATUS:
                yield self._status(one, row, said)
            elif slot.question:
                yield self._input(one, slot.question, (row, column), said)

    def _label(self, one: QuestionRow) -> str:
        units = {q.unit for q in one.questions.values() if q.unit}
        return f"{one.label}（{'、'.join(sorted(units))}）" if units else one.label

    def _input(self, one: QuestionRow, column: Question, at: tuple[int, int], said: Mapping[str, str]) -> WorkCell:
        question = self.table.question(one.id, column.id)
        text = said.get(column.id, "")
        if question is None:
            return WorkCell("", "closed")
        if column.id == UNIT and question.choices and not any(text for id, text in said.items() if id != UNIT):
            text = text or question.choices[0][0]
        cell = filled_cell(question, text)
        if len(self.table.columns) == 1 and cell.look == "number":
            cell = replace(cell, look="alone")
        if column.id == UNIT and len(question.choices) == 1 and text in ("", question.choices[0][0]):
            return WorkCell(cell.text, "fixed")
        if not column.is_year or at[1] == self.years[0]:
            last = self.years[-1] if column.is_year else at[1]
            self._check((*at, at[0], last), question, one.label, one.id)
        return replace(cell, look="unit") if column.id == UNIT else cell

    def _status(self, one: QuestionRow, row: int, said: Mapping[str, str]) -> WorkCell:
        if self.status_years:
            where, rows = self.lists.get(one.id, ("", 0))
            return year_status(self.status_years, self._year_range(row), said, where, rows)
        main = next(slot.question for slot in self.slots if slot.question)
        question = self.table.question(one.id, main.id)
        if question is None or (question.type == "choice" and len(question.choices) == 1):
            return fixed_status(COMPUTED)
        deciding = [main.id, *(q.id for q in self.table.columns if q.id == "not_applicable")]
        columns = [n for n, slot in enumerate(self.slots) if slot.code in deciding]
        empty = FREE if one.id in MAY_STAY_EMPTY else OPEN
        cells = [f"{column_name(n)}{row + 1}" for n in columns]
        return any_status(cells, [said.get(id, "") for id in deciding], empty)

    # What may be typed

    def _check(self, area: tuple[int, int, int, int], question: Question, title: str, item: str = "") -> None:
        message = self._message(question, item)
        if question.choices:
            error = ERRORS["list"]
            choices = self.paper.choices[question.choices]
            self.checks.append(Check(area, "list", choices, title=title, message=message, error=error))
        elif question.type == "number" and self.table.id == asked.FACTORY:
            self.checks.append(Check(area, "year", "", Decimal(LEAST_YEAR), True, title, message, ERRORS["year"]))
        elif question.type == "number":
            entry = self.paper.standard.data_items.get(item)
            least = entry.least if entry else Decimal(0)
            error = ERRORS["number"].format(least=f"{least:f}")
            self.checks.append(Check(area, "number", "", least, True, title, message, error))
        elif look_of(question) == "date":
            self.checks.append(Check(area, "date", title=title, message=message, error=ERRORS["date"]))
        elif message:
            self.checks.append(Check(area, title=title, message=message))

    def _message(self, question: Question, item: str) -> str:
        entry = self.paper.standard.data_items.get(item)
        said = [question.hint]
        if entry and question.is_year:
            unit = next((q for row in self.table.rows if row.id == item for q in [row.questions.get(UNIT)] if q), None)
            said += [UNIT_HINT.format(unit="、".join(name for _, name in unit.choices))] if unit else []
            said += [entry.note]
        elif question.id == UNIT:
            said += [UNITS_HINT if question.choices else ONE_UNIT_HINT if self.table.id == asked.SOURCES else ""]
        elif question.unit:
            said += [UNIT_HINT.format(unit=question.unit)]
        return "\n".join(filter(None, said))
