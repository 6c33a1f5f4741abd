"""Offset credits of a case: each counted once, with a number of its own, of reductions that have happened."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from lceval_docs.checks.serial import Serial, serials
from lceval_docs.model.case import Case, DataEntry
from lceval_docs.model.data import DataItem
from lceval_docs.model.origin import Told
from lceval_docs.model.standard import Standard
from lceval_docs.problems import Fault, Problem
from lceval_docs.quantities import Units
from lceval_docs.records import dataclass

SAME_CREDIT = Fault(
    "E0551",
    "{field} {year}: the serial number {found} stands already in {first}.",
    "A credit counts once, in one year. Delete one of the rows.",
)
OVERLAP = Fault(
    "E0552",
    "{field} {year}: the serial numbers {found} overlap {expected} in {first}.",
    "A credit counts once, in one year. Correct the ranges.",
)
LATE_VINTAGE = Fault(
    "W0565",
    "{field} {year}: reductions of {found} in a year before they were made.",
    "Check the year of the reductions on the certificate.",
)
NO_SERIAL = Fault(
    "W0566",
    '{field} {year}: a credit that counts, without a serial number ("{found}").',
    "Give the number in the registry; without it nobody can see whether it is counted twice.",
)


@dataclass(frozen=True)
class _Numbered:
    """A serial number, the cell and the year it stands in."""

    year: int
    cell: Told
    serial: Serial


def check_credits(standard: Standard, case: Case, units: Units) -> Iterator[Problem]:
    """Each ledger of credits, by each party that gives one."""
    for data in (case.factory.data, (case.review.data if case.review else None) or {}):
        for id, entry in data.items():
            item = standard.data_items.get(id)
            if item and "serial" in item.credit_columns:
                yield from _twice(item, entry)
                yield from _doubtful(item, entry)


def _rows(entry: DataEntry) -> Iterator[tuple[int, Mapping[str, Told]]]:
    return ((year, row) for year, rows in (entry.rows or {}).items() for row in rows)


def _twice(item: DataItem, entry: DataEntry) -> Iterator[Problem]:
    """Numbers that stand in two cells of any years, or twice in one. Told of the later, with the place of the first."""
    column = item.credit_columns["serial"]
    cells = ((year, row[column]) for year, row in _rows(entry) if column in row)
    given = [_Numbered(year, cell, serial) for year, cell in cells for serial in serials(cell.text)]
    widest: dict[str, int] = {}
    for place in sorted(range(len(given)), key=lambda n: (given[n].serial.head, given[n].serial.first)):
        serial = given[place].serial
        before = widest.get(serial.head)
        if before is not None and given[before].serial.meets(serial):
            first, second = sorted((before, place))
            yield _same(item, given[first], given[second])
        if before is None or given[before].serial.last < serial.last:
            widest[serial.head] = place


def _same(item: DataItem, first: _Numbered, second: _Numbered) -> Problem:
    one, other = first.serial, second.serial
    said = {"field": item.name, "year": second.year, "found": other.text, "first": first.cell.mark}
    if (one.first, one.last) == (other.first, other.last):
        return SAME_CREDIT.at(second.cell.mark, **said)
    return OVERLAP.at(second.cell.mark, **said, expected=one.text)


def _doubtful(item: DataItem, entry: DataEntry) -> Iterator[Problem]:
    """Reductions of a later year, and credits that count without a number."""
    columns = item.credit_columns
    for year, row in _rows(entry):
        vintage, serial = row.get(columns.get("vintage", "")), row.get(columns["serial"])
        years = [int(y) for y in re.findall(r"(?<!\d)\d{4}(?!\d)", vintage.text, re.ASCII)] if vintage else []
        if vintage and years and max(years) > year:
            yield LATE_VINTAGE.at(vintage.mark, field=item.name, year=year, found=vintage.text)
        counts = row.get(columns.get("recognised", ""))
        if counts and serial and counts.text == "true" and not serials(serial.text):
            yield NO_SERIAL.at(serial.mark, field=item.name, year=year, found=serial.text)


CHECKS = (check_credits,)
