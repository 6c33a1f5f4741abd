"""A formula made ready to be worked out many times: units settled beforehand, numbers only, the same steps.

What `formulas.evaluate` gives with quantities, this gives with bare numbers, to the last digit: a conversion is one
multiplication and one division there and here. It serves where a case is tried over and over with other amounts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from types import MappingProxyType

from lceval_docs.formulas import PER_ROW, Call, Column, Name, Negative, Node, Number, Operation, parse, raised, table_of
from lceval_docs.quantities import EXACT, ONE, PURE, Unit, UnitError, ZeroDenominatorError

Row = Mapping[str, Decimal]
Rows = Mapping[str, Sequence[Row]]
NO_ROW: Row = MappingProxyType({})
_add, _subtract, _multiply, _divide = EXACT.add, EXACT.subtract, EXACT.multiply, EXACT.divide


class Numbers(dict[str, Decimal]):
    """The amounts of one year, each in its own unit, with the rows of tables and the amounts of the base year.

    `made`: quantities made of others, worked out when they are asked for.
    """

    def __init__(
        self,
        amounts: Mapping[str, Decimal],
        tables: Rows,
        base: Numbers | None = None,
        made: Mapping[str, Step] = MappingProxyType({}),
    ):
        """Without `base` the year is the base year itself."""
        super().__init__(amounts)
        self.tables, self._base, self._made = tables, base, made

    @property
    def base(self) -> Numbers:
        return self if self._base is None else self._base

    def __missing__(self, name: str) -> Decimal:
        value = self[name] = self._made[name](self, NO_ROW)
        return value


# One step of a calculation; the row is that of the table that total() or largest() is looking at.
Step = Callable[[Numbers, Row], Decimal]


def compiled(formula: str, unit: Unit, unit_of: Callable[[str], Unit]) -> Step:
    """The formula, its result in the unit. `unit_of`: the unit of a name, or of a column as `table.column`.

    The step raises `ZeroDenominatorError`, and `UnitError` for a root of nothing.
    """
    return _in_unit(*_compiled(parse(formula), unit_of), unit)


def _compiled(node: Node, unit_of: Callable[[str], Unit]) -> tuple[Step, Unit]:
    match node:
        case Number(text):
            value = Decimal(text)
            return lambda numbers, row: value, PURE
        case Name(id):
            return lambda numbers, row: numbers[id], unit_of(id)
        case Column(table, column):
            return lambda numbers, row: row[column], unit_of(f"{table}.{column}")
        case Negative(of):
            step, unit = _compiled(of, unit_of)
            return lambda numbers, row: -step(numbers, row), unit
        case Operation(sign, left, right):
            return _joined(sign, *_compiled(left, unit_of), *_compiled(right, unit_of))
        case Call("base", (inner,)):
            step, unit = _compiled(inner, unit_of)
            return lambda numbers, row: step(numbers.base, row), unit
        case Call(function, (inner,)) if function in PER_ROW:
            step, unit = _compiled(inner, unit_of)
            return _over_rows(function, table_of(inner), step), unit
        case Call(function, arguments):
            return _chosen(function, [_compiled(a, unit_of) for a in arguments])
    raise TypeError(node)


def _in_unit(step: Step, given: Unit, wanted: Unit) -> Step:
    if given == wanted or (given.fits(wanted) and given.factor == wanted.factor == ONE):
        return step
    if not given.fits(wanted):
        raise UnitError(given.text, wanted.text)
    size, new_size = given.factor, wanted.factor
    return lambda numbers, row: _divide(_multiply(step(numbers, row), size), new_size)


def _joined(sign: str, left: Step, unit: Unit, right: Step, other: Unit) -> tuple[Step, Unit]:
    """Two steps as one, and the unit of what they give."""
    match sign:
        case "*":
            return lambda numbers, row: _multiply(left(numbers, row), right(numbers, row)), unit.times(other)
        case "/":
            return lambda numbers, row: _quotient(left(numbers, row), right(numbers, row)), unit.times(other, -1)
        case "**":
            base, exponent = _in_unit(left, unit, PURE), _in_unit(right, other, PURE)
            return lambda numbers, row: raised(base(numbers, row), exponent(numbers, row)), PURE
    second = _in_unit(right, other, unit)
    join = _add if sign == "+" else _subtract
    return lambda numbers, row: join(left(numbers, row), second(numbers, row)), unit


def _quotient(above: Decimal, below: Decimal) -> Decimal:
    if not below:
        raise ZeroDenominatorError
    return _divide(above, below)


def _over_rows(function: str, table: str, step: Step) -> Step:
    def step_over(numbers: Numbers, row: Row) -> Decimal:
        values = [step(numbers, each) for each in numbers.tables[table]]
        if function == "largest":
            return max(values, default=Decimal(0))
        result = Decimal(0)
        for value in values:
            result = _add(result, value)
        return result

    return step_over


def _chosen(function: str, parts: Sequence[tuple[Step, Unit]]) -> tuple[Step, Unit]:
    """The least or greatest of amounts, in the unit of the first."""
    unit = parts[0][1]
    steps = [_in_unit(step, given, unit) for step, given in parts]
    choose = min if function == "min" else max
    return lambda numbers, row: choose([step(numbers, row) for step in steps]), unit
