"""What was reported: known items, fitting units, numbers that can be, tables with the right columns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lceval_docs.checks.formula import nearest
from lceval_docs.checks.source import NEGATIVE, UNKNOWN_ID, check_kind
from lceval_docs.model.case import Case, DataEntry
from lceval_docs.model.data import Column, DataItem
from lceval_docs.model.origin import Told
from lceval_docs.model.standard import Standard
from lceval_docs.problems import Fault, Mark, Problem, Word
from lceval_docs.quantities import Units, read_number, suggest_number

TOO_LOW = Fault("E0513", "{field}: {found} is less than {expected}.")
NOT_A_TABLE = Fault("E0514", "{field}: expected {expected}.")
BAD_CELL = Fault("E0515", '{field}, row {row}: expected {expected}, found "{found}".')
MISSING_CELL = Fault("E0516", "{field}, row {row}: the column {expected} is missing.")
NUMBER = Word("a number of 0 or more, without a unit")
YEARS_DROPPED = Fault(
    "E0535",
    "{field}: the correction leaves out {found}, which the factory gives.",
    "A correction takes the place of the whole entry: repeat the years that stay as they are.",
)


def check_data(standard: Standard, case: Case, units: Units) -> Iterator[Problem]:
    """Each data entry: a known item, a fitting unit, numbers that can be, rows with the right columns."""
    items = standard.data_items
    corrections = (case.review.data if case.review else None) or {}
    for id, correction in corrections.items():
        yield from _dropped(id, correction, case.factory.data.get(id))
    for party in (case.factory.data, corrections):
        for id, entry in party.items():
            item = items.get(id)
            if item is None:
                yield UNKNOWN_ID.at(entry.mark, field="data", found=id, expected=nearest(id, items))
            elif item.type == "table":
                yield from _table(item, entry, units)
            else:
                yield from _numbers(item, entry, units)


def _dropped(id: str, correction: DataEntry, reported: DataEntry | None) -> Iterator[Problem]:
    """A correction takes the place of a whole entry: no year of it goes without a word."""
    before, now = ({*(e.values or {}), *(e.rows or {})} if e else set() for e in (reported, correction))
    if lost := sorted(before - now):
        yield YEARS_DROPPED.at(correction.mark, field=id, found=", ".join(map(str, lost)))


def _numbers(item: DataItem, entry: DataEntry, units: Units) -> Iterator[Problem]:
    if entry.values is None:
        yield NOT_A_TABLE.at(entry.mark, field=item.id, expected="values: {year: number}")
        return
    if entry.unit:
        yield from check_kind(entry.unit, item.units, entry.mark, item.id, units)
    for year, given in entry.values.items():
        if given.value < 0:
            yield NEGATIVE.at(given.mark, field=f"{item.id} {year}", found=given.value)
        elif given.value < item.least:
            yield TOO_LOW.at(given.mark, field=f"{item.id} {year}", found=given.value, expected=item.least)


def _table(item: DataItem, entry: DataEntry, units: Units) -> Iterator[Problem]:
    if entry.rows is None:
        yield NOT_A_TABLE.at(entry.mark, field=item.id, expected="rows: {year: [ … ]}")
        return
    columns = {c.id: c for c in item.columns}
    for year, rows in entry.rows.items():
        for number, row in enumerate(rows, 1):
            yield from _row(columns, f"{item.id} {year}", number, row, entry.mark)


def _row(
    columns: Mapping[str, Column], field: str, number: int, row: Mapping[str, Told], mark: Mark
) -> Iterator[Problem]:
    for id, cell in row.items():
        if id not in columns:
            yield UNKNOWN_ID.at(cell.mark, field=field, found=id, expected=nearest(id, columns))
    for id, column in columns.items():
        if id not in row:
            place = next(iter(row.values())).mark if row else mark.of("rows")
            yield MISSING_CELL.at(place, field=field, row=number, expected=id)
            continue
        cell = row[id]
        expected = _missed(column, cell.text)
        if expected is not None:
            yield BAD_CELL.at(cell.mark, field=f"{field} {id}", row=number, expected=expected, found=cell.text)


def _missed(column: Column, text: str) -> str | None:
    """What the column expects, if the text of a cell is nothing of the kind."""
    if column.type == "number" and not _is_amount(text):
        return suggest_number(text) or NUMBER
    if column.type == "choice" and text not in column.choices:
        return ", ".join(column.choices)
    if column.type == "yes_no" and text not in ("true", "false"):
        return "true / false"
    return None


def _is_amount(text: str) -> bool:
    try:
        return read_number(text) >= 0
    except ValueError:
        return False
