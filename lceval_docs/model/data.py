"""The data dictionary: every item a factory is asked for, and every quantity made from them; units."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Literal

from lceval_docs.model.origin import Record, Statement
from lceval_docs.records import dataclass


@dataclass(frozen=True, kw_only=True)
class UnitEntry(Record):
    """A unit: its dimension and how many base units of that dimension it is.

    `of` writes it as another unit of this table instead (`MWh` = 1000 `kWh`). `stands_for` names the data item whose
    unit each factory chooses for itself. `also`: what people call it besides; read behind a number, never written.
    """

    id: str
    name: str
    also: tuple[str, ...] = ()
    dimension: str = ""
    factor: Decimal = Decimal(1)
    of: str = ""
    stands_for: str = ""


@dataclass(frozen=True, kw_only=True)
class UnitTable(Record):
    units: tuple[UnitEntry, ...]


@dataclass(frozen=True, kw_only=True)
class Column(Record):
    """A column of a table item. Numbers carry a unit; texts, choices and yes/no do not.

    `adds_to`: what the numbers of a year's rows add up to (shares: 100). `holds`: what a column of a table of offset
    credits tells of a credit.
    """

    id: str
    name: str
    type: Literal["number", "text", "choice", "yes_no"]
    unit: str = "1"
    choices: tuple[str, ...] = ()
    adds_to: Decimal | None = None
    holds: Literal["", "kind", "serial", "vintage", "amount", "recognised"] = ""


@dataclass(frozen=True, kw_only=True)
class DataItem(Statement):
    """What a factory is asked for. A number by year, or a table of rows by year.

    `units`: the units it may be given in, the first is the usual one. `least`: refused below it (0 unless said).
    `totals`: the quantities printed below a table of offset credits.
    """

    id: str
    name: str
    symbol: str
    units: tuple[str, ...] = ("1",)
    type: Literal["number", "table"] = "number"
    columns: tuple[Column, ...] = ()
    least: Decimal = Decimal(0)
    totals: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    note: str = ""

    @property
    def credit_columns(self) -> Mapping[str, str]:
        """What a table of offset credits tells of each, and in which column; empty for any other item."""
        return {c.holds: c.id for c in self.columns if c.holds}


@dataclass(frozen=True, kw_only=True)
class Shares(Record):
    """Items that are shares of one whole, and what they add up to, in `unit`."""

    items: tuple[str, ...]
    adds_to: Decimal
    unit: str = "%"


@dataclass(frozen=True, kw_only=True)
class DataGroup(Record):
    """One file of the data dictionary: items that are asked for together."""

    id: str
    name: str
    items: tuple[DataItem, ...]
    shares: tuple[Shares, ...] = ()


@dataclass(frozen=True, kw_only=True)
class DerivedItem(Statement):
    """A quantity that is not asked for: an inventory total, or a formula over other quantities."""

    id: str
    name: str
    symbol: str
    unit: str
    source: Literal["inventory", "formula", "parameter"]
    formula: str = ""
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class DerivedItems(Record):
    items: tuple[DerivedItem, ...]
