"""A formula made ready to be worked out many times: units settled beforehand, numbers only, the same steps.

What `formulas.evaluate` gives with quantities, this gives with bare numbers, to the last digit: it takes the same steps
in the same order. It serves where a case is tried over and over with other amounts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from functools import reduce
from operator import itemgetter
from types import MappingProxyType
from typing import NamedTuple

from lceval_docs.formulas import PER_ROW, Call, Column, Name, Negative, Node, Number, Operation, parse, raised, table_of
from lceval_docs.quantities import EXACT, ONE, PURE, Unit, UnitError

Row = Mapping[str, Decimal]
Rows = Mapping[str, Sequence[Row]]
NO_ROW: Row = MappingProxyType({})
_add, _subtract, _multiply, _divide = EXACT.add, EXACT.subtract, EXACT.multiply, EXACT.divide
_minus = EXACT.minus


class Year(NamedTuple):
    """What stands behind the numbers of a year: tables, the base year (None: this one), amounts, what is made of them."""

    tables: Rows
    base: Numbers | None
    amounts: Mapping[str, Decimal]
    made: Mapping[str, Step]


class Numbers(dict[str, Decimal]):
    """The amounts of one year, each in its own unit: those that are other than in `year`, and what was looked up."""

    __slots__ = ("row", "year")

    def __init__(self, amounts: Mapping[str, Decimal], year: Year):
        super().__init__(amounts)
        self.year = year
        self.row = NO_ROW  # the one that total() or largest() is looking at

    def __missing__(self, name: str) -> Decimal:
        step = self.year.made.get(name)
        value = self[name] = self.year.amounts[name] if step is None else step(self)
        return value


Step = Callable[[Numbers], Decimal]


def compiled(formula: str, unit: Unit, unit_of: Callable[[str], Unit]) -> Step:
    """The formula, its result in the unit. `unit_of`: the unit of a name, or of a column as `table.column`.

    The step raises `ArithmeticError` where it divides by zero, `RootError` for a root of nothing.
    """
    return _in_unit(*_compiled(parse(formula), unit_of), unit)


def _compiled(node: Node, unit_of: Callable[[str], Unit]) -> tuple[Step, Unit]:
    match node:
        case Number(text):
            value = Decimal(text)
            return lambda numbers: value, PURE
        case Name(id):
            return itemgetter(id), unit_of(id)
        case Column(table, column):
            return lambda numbers: numbers.row[column], unit_of(f"{table}.{column}")
        case Negative(of):
            step, unit = _compiled(of, unit_of)
            return lambda numbers: _minus(step(numbers)), unit
        case Operation(sign, left, right):
            return _joined(sign, *_compiled(left, unit_of), *_compiled(right, unit_of))
        case Call("base", (inner,)):
            step, unit = _compiled(inner, unit_of)
            return lambda numbers: step(numbers.year.base if numbers.year.base is not None else numbers), unit
        case Call(function, (inner,)) if function in PER_ROW:
            step, unit = _compiled(inner, unit_of)
            return _over_rows(function, table_of(inner), step), unit
        case Call(function, arguments):
            return _chosen(function, [_compiled(a, unit_of) for a in arguments])
    raise TypeError(node)


def _in_unit(step: Step, given: Unit, wanted: Unit) -> Step:
    if given == wanted:
        return step
    if not given.fits(wanted):
        raise UnitError(given.text, wanted.text)
    size, new_size = given.factor, wanted.factor
    if not (_is_power_of_ten(size) and _is_power_of_ten(new_size)):
        return lambda numbers: _divide(_multiply(step(numbers), size), new_size)
    shift = _divide(size, new_size)  # only the point moves: one multiplication gives the same digits
    return step if shift == ONE else lambda numbers: _multiply(step(numbers), shift)


def _is_power_of_ten(value: Decimal) -> bool:
    return value.normalize(EXACT).as_tuple().digits == (1,)


def _joined(sign: str, left: Step, unit: Unit, right: Step, other: Unit) -> tuple[Step, Unit]:
    """Two steps as one, and the unit of what they give."""
    match sign:
        case "*":
            return lambda numbers: _multiply(left(numbers), right(numbers)), unit.times(other)
        case "/":
            return lambda numbers: _divide(left(numbers), right(numbers)), unit.times(other, -1)
        case "**":
            base, exponent = _in_unit(left, unit, PURE), _in_unit(right, other, PURE)
            return lambda numbers: raised(base(numbers), exponent(numbers)), PURE
    second = _in_unit(right, other, unit)
    join = _add if sign == "+" else _subtract
    return lambda numbers: join(left(numbers), second(numbers)), unit


def _over_rows(function: str, table: str, step: Step) -> Step:
    def values(numbers: Numbers) -> list[Decimal]:
        found = []
        for row in numbers.year.tables[table]:
            numbers.row = row
            found.append(step(numbers))
        return found

    if function == "largest":
        return lambda numbers: max(values(numbers), default=Decimal(0))
    return lambda numbers: reduce(_add, values(numbers), Decimal(0))


def _chosen(function: str, parts: Sequence[tuple[Step, Unit]]) -> tuple[Step, Unit]:
    """The least or greatest of amounts, in the unit of the first."""
    unit = parts[0][1]
    steps = [_in_unit(step, given, unit) for step, given in parts]
    choose = min if function == "min" else max
    return lambda numbers: choose([step(numbers) for step in steps]), unit
