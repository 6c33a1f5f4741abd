"""Shares of one whole: the numbers of a column, or items that are asked for together, add up to what they must."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from lceval_docs.model.case import Case, DataEntry
from lceval_docs.model.data import DataItem, Shares
from lceval_docs.model.standard import Standard
from lceval_docs.problems import Fault, Mark, Problem
from lceval_docs.quantities import Quantity, Units, read_number

NOT_WHOLE = Fault(
    "W0557",
    "{field} {year}: the shares add up to {found}, expected {expected}.",
    "Check whether one is missing, or counted twice.",
)


def check_shares(standard: Standard, case: Case, units: Units) -> Iterator[Problem]:
    """Shares in a column of a table, and shares that are items of their own."""
    groups = [shares for group in standard.data_groups for shares in group.shares]
    for data in (case.factory.data, (case.review.data if case.review else None) or {}):
        for id, entry in data.items():
            yield from _columns(standard.data_items[id], entry)
        for shares in groups:
            yield from _items(standard, units, shares, data)


def _columns(item: DataItem, entry: DataEntry) -> Iterator[Problem]:
    for column in item.columns:
        if column.adds_to is None:
            continue
        for year, rows in (entry.rows or {}).items():
            cells = [row[column.id] for row in rows]
            if cells:
                parts = [read_number(cell.text) for cell in cells]
                yield from _sum(parts, column.adds_to, f"{item.name} {column.name}", year, cells[0].mark)


def _items(standard: Standard, units: Units, shares: Shares, data: Mapping[str, DataEntry]) -> Iterator[Problem]:
    """Items that are all given for a year."""
    whole = units.read(shares.unit)
    names = [standard.data_items[id] for id in shares.items]
    entries = [data.get(id) or DataEntry() for id in shares.items]
    for year, first in (entries[0].values or {}).items():
        given = [(e.values or {}).get(year) for e in entries]
        parts = [
            Quantity(one.value, units.read(entry.unit or item.units[0])).to(whole).value
            for one, entry, item in zip(given, entries, names, strict=True)
            if one
        ]
        if len(parts) == len(entries):
            yield from _sum(parts, shares.adds_to, "、".join(item.name for item in names), year, first.mark)


def _sum(parts: list[Decimal], whole: Decimal, field: str, year: int, mark: Mark) -> Iterator[Problem]:
    """The parts add up to the whole, each as near as its last digit tells."""
    found = sum(parts, Decimal(0))
    if abs(found - whole) > sum(map(half_digit, parts), Decimal(0)):
        yield NOT_WHOLE.at(mark, field=field, year=year, found=f"{found:f}", expected=f"{whole:f}")


def half_digit(value: Decimal) -> Decimal:
    """Half of one in the last digit that was typed: how far a rounded number may be from the exact one."""
    return Decimal(5).scaleb(min(int(value.as_tuple().exponent), 0) - 1)


CHECKS = (check_shares,)
