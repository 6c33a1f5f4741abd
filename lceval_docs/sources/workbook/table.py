"""One table of the form, found on a sheet by its codes: which cells hold answers, and what they say."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping

from lceval_docs.model.answer import Address, Filled, Question, QuestionTable
from lceval_docs.model.workbook import HEADS, MARKER, UNIT, YEAR, is_part
from lceval_docs.problems import Fault, Mark, Problem
from lceval_docs.records import dataclass
from lceval_docs.sources.workbook.grid import MAX_DIGITS, Found, FoundSheet, cell_name

NOT_COMPUTED = Fault(
    "E0910", "the cell holds a formula whose value was never computed.", "Open the workbook in Excel and save it."
)
ERROR_VALUE = Fault("E0911", "the cell shows the error {found}.", "Mend the formula, or type the value.")
TRUE_FALSE = Fault(
    "E0912", "the cell holds {found}, which is no answer here.", "Type the answer, or choose from the list."
)
DAY_FOR_NUMBER = Fault(
    "E0913",
    "a number is asked here, and the cell holds the day {found}.",
    "Set the cell's format to General and type again.",
)
DIGITS_LOST = Fault(
    "E0914",
    "the number {found} has more than {limit} digits, of which Excel keeps no more.",
    "Set the cell's format to Text and type it again.",
)
NO_VALUE = Fault(
    "E0915", 'the cell holds "{found}", which Excel does not write.', "Type the value again and save in Excel."
)
PICTURE = Fault(
    "E0916", "a picture was put into the cell.", "Insert it as a floating picture, or put it among the evidence."
)
CONTROL = Fault("E0917", "the text holds the control character {found}.", "Type the text again.")
TOO_LONG = Fault(
    "E0918", "the text has {found} characters, at most {limit}.", "Shorten it; put the rest among the evidence."
)
MERGED = Fault("E0919", "cells to be filled are merged: {found}.", "Unmerge them and fill each.")
UNKNOWN_ROW = Fault("E0920", 'the table has no row "{found}".', "Do not change the codes in the first column.")
DOUBLED_ROW = Fault("E0921", 'the row "{found}" stands here a second time.', "Delete one of the two.")
UNKNOWN_COLUMN = Fault("E0922", 'the table has no column "{found}".', "Do not change the hidden row of codes.")
DOUBLED_COLUMN = Fault("E0923", 'the column "{found}" stands here a second time.', "Delete one of the two.")
NO_HEADS = Fault(
    "E0924", "the row of heads is missing, so the years are not known.", "Use the form as it was handed out."
)
NO_YEAR = Fault("E0925", 'the head of a year column says "{found}".', "Write the year with four digits.")
DOUBLED_YEAR = Fault("E0926", "the year {found} stands over two columns.", "Give each column its own year.")
TOO_MANY_ROWS = Fault("E0927", "the list has more than {limit} rows.", "Delete what does not belong there.")
NO_COLUMN = Fault(
    "E0940", "the column {found} is missing; its answers would be lost.", "Use the form as it was handed out."
)
UNREAD_ROW = Fault(
    "W0928", "the row has no code and is not read.", "Fill the rows of the form; put remarks under notes."
)
UNREAD_COLUMN = Fault("W0929", "the column {found} is not part of the form and is not read.")
UNREAD_CELL = Fault("W0930", "nothing is asked in this cell, and it is not read.")
HIDDEN = Fault("W0931", "answers stand in what is hidden, and are read: {found}.", "Unhide it and look at them.")
COMPUTED = Fault("W0932", "formulas gave these values, taken as they were last computed: {found}.")

MAX_ROWS, MAX_TEXT = 5_000, 20_000
_FIRST_YEAR, _LAST_YEAR = 1900, 2100
_IMAGE = "DISPIMG("
_NAMED = 12


@dataclass(frozen=True)
class FoundTable:
    """Where a table stands: its sheet, the cell of its marker, its last row, and the code over each column."""

    table: str
    sheet: FoundSheet
    row: int
    column: int
    last: int
    codes: Mapping[int, Found]


def find_tables(sheet: FoundSheet) -> Iterator[FoundTable]:
    """The tables of a sheet, from marker to marker."""
    markers = [
        cell for row in sorted(sheet.cells) for cell in sheet.cells[row].values() if cell.text.startswith(MARKER)
    ]
    for cell, following in zip(markers, [*markers[1:], None], strict=False):
        last = following.row - 1 if following else max(sheet.cells)
        codes = {c.column: c for c in sheet.cells[cell.row].values() if c.column != cell.column}
        yield FoundTable(cell.text.removeprefix(MARKER).strip(), sheet, cell.row, cell.column, last, codes)


class TableReader:
    """The answers of one found table, and every problem of it."""

    def __init__(self, found: FoundTable, table: QuestionTable, shown: str) -> None:
        self.found, self.table, self.shown = found, table, shown
        self.cells = found.sheet.cells
        self.problems: list[Problem] = []
        self.computed: list[Found] = []
        self.read: list[Found] = []
        rows = range(found.row + 1, found.last + 1)
        self.rows = [number for number in sorted(self.cells) if number in rows]
        self.head = next((n for n in self.rows if self._code(n) == HEADS), 0)
        self.body = [n for n in self.rows if n > (self.head or found.row)]

    def answers(self) -> dict[Address, Filled]:
        """What the table says, by address."""
        columns = self._columns()
        rows = self._list(columns) if self.table.is_list else self._named(columns)
        answers = dict(rows)
        self._look_around(columns)
        return answers

    def mark(self, row: int, column: int) -> Mark:
        return Mark(self.shown, row, column, place=f"{self.found.sheet.name}!{cell_name(row, column)}")

    def _mark(self, cell: Found) -> Mark:
        return self.mark(cell.row, cell.column)

    def _code(self, row: int) -> str:
        cell = self.cells.get(row, {}).get(self.found.column)
        return cell.text.strip() if cell else ""

    # Columns

    def _columns(self) -> dict[int, str]:
        """The columns that hold answers, by number, with the column of their address."""
        ids = {q.id for q in self.table.columns if not q.is_year}
        has_years = any(q.is_year for q in self.table.columns)
        columns: dict[int, str] = {}
        for number, cell in self.found.codes.items():
            code = cell.text.strip()
            if (code == YEAR and has_years) or is_part(code):
                continue
            if code not in ids:
                self.problems.append(UNKNOWN_COLUMN.at(self._mark(cell), found=code))
            elif code in columns.values():
                self.problems.append(DOUBLED_COLUMN.at(self._mark(cell), found=code))
            else:
                columns[number] = code
        for question in self.table.columns:
            if not question.is_year and question.id not in columns.values():
                mark = self.mark(self.found.row, self.found.column)
                self.problems.append(NO_COLUMN.at(mark, found=question.label))
        return columns | self._years() if has_years else columns

    def _years(self) -> dict[int, str]:
        """Year columns by what their heads say; a column that was put in between and has a year as its head is one too."""
        coded = [n for n, cell in self.found.codes.items() if cell.text.strip() == YEAR]
        if not self.head:
            self.problems.append(NO_HEADS.at(self.mark(self.found.row, self.found.column)))
            return {}
        heads = self.cells.get(self.head, {})
        added = [n for n, cell in heads.items() if n not in self.found.codes and n > self.found.column and _year(cell)]
        years: dict[int, str] = {}
        for number in sorted([*coded, *added]):
            year = _year(heads.get(number))
            if not year:
                if any(number in self.cells[row] for row in self.body):
                    text = heads[number].text if number in heads else ""
                    self.problems.append(NO_YEAR.at(self.mark(self.head, number), found=text))
            elif year in years.values():
                self.problems.append(DOUBLED_YEAR.at(self.mark(self.head, number), found=year))
            else:
                years[number] = year
        return years

    # Rows

    def _list(self, columns: Mapping[int, str]) -> Iterator[tuple[Address, Filled]]:
        count = 0
        for number in self.body:
            if is_part(self._code(number)):
                continue
            said = self._said(number, str(count + 1), columns)
            if said and count == MAX_ROWS:
                self.problems.append(TOO_MANY_ROWS.at(self.mark(number, self.found.column), limit=MAX_ROWS))
                return
            count += bool(said)
            yield from said.items()

    def _named(self, columns: Mapping[int, str]) -> Iterator[tuple[Address, Filled]]:
        known = {row.id for row in self.table.rows}
        seen: set[str] = set()
        for number in self.body:
            code = self._code(number)
            if is_part(code):
                continue
            if not code:
                if any(column in columns for column in self.cells[number]):
                    self.problems.append(UNREAD_ROW.at(self.mark(number, self.found.column)))
            elif code not in known:
                self.problems.append(UNKNOWN_ROW.at(self.mark(number, self.found.column), found=code))
            elif code in seen:
                self.problems.append(DOUBLED_ROW.at(self.mark(number, self.found.column), found=code))
            else:
                seen.add(code)
                said = self._said(number, code, columns)
                if any(address.column != UNIT for address in said):
                    yield from said.items()

    def _said(self, number: int, row: str, columns: Mapping[int, str]) -> dict[Address, Filled]:
        said = {}
        for column, cell in sorted(self.cells[number].items()):
            if column not in columns:
                continue
            question = self.table.question(row, columns[column])
            if question is None:
                if cell.text.strip():
                    self.problems.append(UNREAD_CELL.at(self._mark(cell)))
                continue
            text = self._text(question, cell)
            if text:
                said[Address(self.table.id, row, columns[column])] = Filled(text, self._mark(cell))
                self.read.append(cell)
        return said

    # Cells

    def _text(self, question: Question, cell: Found) -> str:
        """What a cell answers; empty where it says nothing or cannot be used."""
        problem = self._problem(question, cell)
        if problem:
            self.problems.append(problem)
            return ""
        if cell.is_computed:
            self.computed.append(cell)
        return cell.text if unicodedata.normalize("NFKC", cell.text).strip() else ""

    def _problem(self, question: Question, cell: Found) -> Problem | None:
        mark = self._mark(cell)
        if _IMAGE in cell.formula or _IMAGE in cell.text:
            return PICTURE.at(mark)
        if cell.is_uncomputed:
            return NOT_COMPUTED.at(mark)
        if cell.kind == "error":
            return ERROR_VALUE.at(mark, found=cell.text)
        if cell.kind == "true_false":
            return TRUE_FALSE.at(mark, found="TRUE" if cell.text == "1" else "FALSE")
        if cell.kind == "unknown":
            return NO_VALUE.at(mark, found=cell.text)
        if cell.kind == "date" and question.type == "number":
            return DAY_FOR_NUMBER.at(mark, found=cell.text)
        whole = cell.text.lstrip("-").partition(".")[0]
        if cell.kind == "number" and len(whole) > MAX_DIGITS:
            return DIGITS_LOST.at(mark, found=cell.text, limit=MAX_DIGITS)
        if len(cell.text) > MAX_TEXT:
            return TOO_LONG.at(mark, found=len(cell.text), limit=MAX_TEXT)
        control = next((c for c in cell.text if _is_control(c)), "")
        return CONTROL.at(mark, found=f"U+{ord(control):04X}") if control else None

    # What surrounds the answers

    def _look_around(self, columns: Mapping[int, str]) -> None:
        sheet, found = self.found.sheet, self.found
        for first, left, last, right in sheet.merged:
            touches = first <= found.last and last >= (self.body[0] if self.body else found.last + 1)
            if touches and any(left <= column <= right for column in (found.column, *columns)):
                area = f"{cell_name(first, left)}:{cell_name(last, right)}"
                self.problems.append(MERGED.at(self.mark(first, left), found=area))
        extra = {
            column
            for row in self.body
            for column in self.cells[row]
            if column not in columns and column not in found.codes and column > found.column
        }
        self.problems += [
            UNREAD_COLUMN.at(self.mark(self.head or found.row, n), found=cell_name(1, n)[:-1]) for n in sorted(extra)
        ]
        start = self.mark(found.row, found.column)
        hidden = [
            c for c in self.read if sheet.is_hidden or c.row in sheet.hidden_rows or c.column in sheet.hidden_columns
        ]
        if hidden:
            self.problems.append(HIDDEN.at(start, found=_listed(hidden)))
        if self.computed:
            self.problems.append(COMPUTED.at(start, found=_listed(self.computed)))


def _listed(cells: list[Found]) -> str:
    return ", ".join(cell.name for cell in cells[:_NAMED]) + (" …" if len(cells) > _NAMED else "")


def _year(head: Found | None) -> str:
    """The year that a head says: a number, or a text like 2023 or 2023年."""
    if head is None or head.kind not in ("number", "text"):
        return ""
    text = unicodedata.normalize("NFKC", head.text).strip().removesuffix("年").removesuffix("年度").strip()
    is_year = text.isascii() and text.isdigit() and len(text) == 4 and _FIRST_YEAR <= int(text) <= _LAST_YEAR
    return text if is_year else ""


def _is_control(letter: str) -> bool:
    category = unicodedata.category(letter)
    return (category == "Cc" and letter not in "\n\t") or category == "Cs" or letter in "\ufffe\uffff"
