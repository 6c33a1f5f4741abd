"""Exact amounts with units: convert, or refuse.

Units come from a table that the author of a standard writes; this module knows no unit of its own. A unit is a
factor and a vector of dimensions. Dimensions are just names: what the table keeps apart (tonnes of coal equivalent
and gigajoules, CO2 and CO2e) can never be added here.

Numbers are `Decimal` with 50 significant digits, taken from the digits that were typed. Nothing is rounded here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import ROUND_HALF_EVEN, Context, Decimal
from functools import lru_cache
from types import MappingProxyType

from lceval_docs.records import dataclass

EXACT = Context(prec=50, rounding=ROUND_HALF_EVEN)
# Looked up once: a report takes thousands of steps.
_add, _subtract, _multiply, _divide = EXACT.add, EXACT.subtract, EXACT.multiply, EXACT.divide
# For print: a large number has more digits before its last place than are reckoned with.
_PRINTED = Context(prec=1000, rounding=ROUND_HALF_EVEN)
_quantize, _plus = _PRINTED.quantize, _PRINTED.plus
ONE = Decimal(1)
# Of the units that a table has been asked for, its own and those made of them.
MOST_KEPT = 4096

Dimensions = tuple[tuple[str, int], ...]

_PLAIN_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?", re.ASCII)


class UnitError(ValueError):
    """Units that do not fit, or a unit that is not in the table. `found` and `expected` are unit texts."""

    def __init__(self, found: str, expected: str = ""):
        self.found, self.expected = found, expected
        super().__init__(f"unit {found!r}, expected {expected!r}")


class ZeroDenominatorError(ValueError):
    """Division by an amount that is zero."""


class RootError(ValueError):
    """A power of an amount that is not above zero. `found`: that amount."""

    def __init__(self, found: Decimal):
        self.found = found
        super().__init__(f"a power of {found}")


@dataclass(frozen=True)
class Unit:
    """A unit as printed, its size in base units of its dimensions, and those dimensions (sorted, no zero power)."""

    text: str
    factor: Decimal
    dimensions: Dimensions

    def __hash__(self) -> int:
        return hash(self.text)  # units of one text and two sizes are rare, and are still told apart

    def fits(self, other: Unit) -> bool:
        return self.dimensions == other.dimensions

    @lru_cache(maxsize=4096)  # noqa: B019 - units are few, and the same for all cases
    def times(self, other: Unit, power: int = 1) -> Unit:
        """The unit of a product (power 1) or quotient (power -1)."""
        vector = dict(self.dimensions)
        for name, exponent in other.dimensions:
            vector[name] = vector.get(name, 0) + power * exponent
        factor = (_multiply if power == 1 else _divide)(self.factor, other.factor)
        sign = "·" if power == 1 else "/"
        text = (
            other.text
            if self.text == "1" and power == 1
            else (self.text if other.text == "1" else f"{self.text}{sign}{other.text}")
        )
        return Unit(text, factor, tuple(sorted((n, e) for n, e in vector.items() if e)))


PURE = Unit("1", ONE, ())


@dataclass(frozen=True)
class Quantity:
    """An amount in a unit. Arithmetic keeps base units; `to` expresses it in another unit of its dimensions."""

    value: Decimal
    unit: Unit

    @property
    def base(self) -> Decimal:
        """The amount in base units of its dimensions."""
        return _multiply(self.value, self.unit.factor)

    def to(self, unit: Unit) -> Quantity:
        """The same amount in another unit. Raises `UnitError` where dimensions differ."""
        mine = self.unit
        if unit is mine or (unit.text == mine.text and unit == mine):
            return self
        if not unit.fits(self.unit):
            raise UnitError(self.unit.text, unit.text)
        return Quantity(_divide(self.base, unit.factor), unit)

    def plus(self, other: Quantity, sign: int = 1) -> Quantity:
        other = other.to(self.unit)
        return Quantity((_add if sign == 1 else _subtract)(self.value, other.value), self.unit)

    def times(self, other: Quantity) -> Quantity:
        return Quantity(_multiply(self.value, other.value), self.unit.times(other.unit))

    def over(self, other: Quantity) -> Quantity:
        """The quotient. Raises `ZeroDenominatorError`."""
        if not other.value:
            raise ZeroDenominatorError
        return Quantity(_divide(self.value, other.value), self.unit.times(other.unit, -1))

    def __lt__(self, other: Quantity) -> bool:
        return self.value < other.to(self.unit).value


def pure(value: Decimal | int) -> Quantity:
    """A number without a unit."""
    return Quantity(Decimal(value), PURE)


def total(amounts: Iterable[Quantity], unit: Unit) -> Quantity:
    """The sum in the given unit; zero of that unit for no amounts."""
    result = Decimal(0)
    for amount in amounts:
        result = _add(result, amount.value if amount.unit is unit else amount.to(unit).value)
    return Quantity(result, unit)


def rounded(value: Decimal, places: int) -> Decimal:
    """The value to so many digits after the point, by GB/T 8170 (half to even). For print, not for limits."""
    return _plus(_quantize(value, _last_digit(places)))  # minus zero becomes zero


@lru_cache(maxsize=64)
def _last_digit(places: int) -> Decimal:
    """One in the last of so many places after the point."""
    return Decimal(1).scaleb(-places)


class Units:
    """The table of units of one standard. Reads unit texts such as `tCO2/MWh` or `kgce/t`.

    `stand_ins`: names in the table that mean a unit which each factory chooses, by the text to print in their place.
    `titles`: units by what people call them ("千瓦时").
    """

    def __init__(
        self,
        table: Mapping[str, Unit],
        stand_ins: Mapping[str, str] = MappingProxyType({}),
        titles: Mapping[str, str] = MappingProxyType({}),
    ):
        self._table = MappingProxyType(dict(table))
        self.titles = titles
        self._stand_ins = stand_ins
        self._read = dict(table)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self._table)

    @property
    def parts(self) -> tuple[Mapping[str, Unit], Mapping[str, str], Mapping[str, str]]:
        """What the same table is made of: `Units(*parts)`."""
        return self._table, self._stand_ins, self.titles

    def read(self, text: str) -> Unit:
        """The unit that a text names. Raises `UnitError` for an unknown one."""
        known = self._read.get(text)
        if known:
            return known
        head, *rest = text.split("/")
        unit = self._product(head, text)
        for part in rest:
            unit = unit.times(self._product(part, text), -1)
        shown = "/".join(self._stand_ins.get(part, part) for part in (head, *rest))
        unit = Unit(shown, unit.factor, unit.dimensions)
        if len(self._read) < MOST_KEPT:
            self._read[text] = unit
        return unit

    def _product(self, text: str, whole: str) -> Unit:
        unit = PURE
        for name in text.split("·"):
            found = PURE if name == "1" else self._table.get(name)
            if found is None:
                raise UnitError(whole)
            unit = unit.times(found)
        return unit

    @lru_cache(maxsize=64)  # noqa: B019 - factories count by few units; what was read of a table is then kept with it
    def bound(self, name: str, text: str) -> Units:
        """The same table, in which the stand-in `name` means the unit `text` (a factory's own unit of output)."""
        unit = self.read(text)
        table = {**self._table, name: Unit(text, unit.factor, unit.dimensions)}
        return Units(table, {**self._stand_ins, name: text}, self.titles)


def read_number(text: str) -> Decimal:
    """The number that a text of plain ASCII digits holds. Raises `ValueError` for any other spelling."""
    if not _PLAIN_NUMBER.fullmatch(text):
        raise ValueError(text)
    return Decimal(text)


def suggest_number(text: str) -> str | None:
    """The plain spelling of a number typed with full-width digits or thousands separators, if it is certain."""
    plain = text.translate(
        {**{ord("０") + d: str(d) for d in range(10)}, ord("．"): ".", ord("，"): ",", ord("－"): "-"}
    )
    if re.fullmatch(r"-?\d{1,3}(,\d{3})+(\.\d+)?", plain, re.ASCII):
        plain = plain.replace(",", "")
    return plain if plain != text and _PLAIN_NUMBER.fullmatch(plain) else None
