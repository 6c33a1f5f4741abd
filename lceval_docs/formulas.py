"""Restricted arithmetic: text to tree, tree to value. No eval.

A formula is one line such as `staff_trained / staff_relevant` or `1 - base(energy / output)`. Python's own parser
reads it; a whitelist of node kinds makes it our tree. The same tree gives the value (here), the unit (here), the
MathML of the site, the Word equation and the calculation with numbers put in (writers and views), so the printed
formula is the computed one.

    names           a quantity; `table.column` inside total() and largest() is that column of each row
    + - * / **      a power may be fractional when its base has no unit
    min max         of two or more amounts of one kind
    total largest   over the rows of a table
    base            the same expression in the base year
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple, Protocol

from lceval_docs.quantities import EXACT, PURE, Quantity, RootError, Unit, UnitError, pure
from lceval_docs.records import dataclass

MAX_LENGTH = 500
_HALF = Decimal("0.5")


class FormulaError(ValueError):
    """A text that is not a formula. `column` counts from 1; `found` is the offending piece."""

    def __init__(self, found: str, column: int = 1):
        self.found, self.column = found, column
        super().__init__(f"{found!r} at column {column}")


@dataclass(frozen=True)
class Number:
    """A literal, with the digits as typed."""

    text: str

    def value(self, amounts: Amounts) -> Quantity:
        return _literal(self.text)


@dataclass(frozen=True)
class Name:
    """A quantity of the data dictionary."""

    id: str

    def value(self, amounts: Amounts) -> Quantity:
        return amounts.value(self.id)


@dataclass(frozen=True)
class Column:
    """One column of a table, seen row by row."""

    table: str
    column: str

    def value(self, amounts: Amounts) -> Quantity:
        return amounts.value(f"{self.table}.{self.column}")


@dataclass(frozen=True)
class Negative:
    """Minus an expression."""

    of: Node

    def value(self, amounts: Amounts) -> Quantity:
        value = self.of.value(amounts)
        return Quantity(EXACT.minus(value.value), value.unit)


@dataclass(frozen=True)
class Operation:
    """Two expressions joined by one of + - * / **."""

    sign: str
    left: Node
    right: Node

    def value(self, amounts: Amounts) -> Quantity:
        return _OPERATIONS[self.sign](self.left.value(amounts), self.right.value(amounts))


@dataclass(frozen=True)
class Call:
    """min, max, total, largest or base of expressions."""

    function: str
    arguments: tuple[Node, ...]

    def value(self, amounts: Amounts) -> Quantity:
        inner = self.arguments[0]
        if self.function == "base":
            return inner.value(amounts.base())
        if self.function in PER_ROW:
            values = [inner.value(row) for row in amounts.rows(table_of(inner))]
            if not values:
                return Quantity(Decimal(0), unit_of(inner, amounts.unit))
            return max(values) if self.function == "largest" else _sum(values)
        values = [argument.value(amounts) for argument in self.arguments]
        return min(values) if self.function == "min" else max(values)


# Each kind gives its own value: formulas are most of what an evaluation computes, and trying one kind after the other
# is slow.
Node = Number | Name | Column | Negative | Operation | Call

_SIGNS = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.Pow: "**"}
_FUNCTIONS = {"min": range(2, 9), "max": range(2, 9), "total": range(1, 2), "largest": range(1, 2), "base": range(1, 2)}
PER_ROW = ("total", "largest")


class Amounts(Protocol):
    """Where a formula finds its amounts."""

    def value(self, name: str) -> Quantity:
        """The amount of a name."""

    def unit(self, name: str) -> Unit:
        """The unit in which amounts of that name are given."""

    def rows(self, table: str) -> Sequence[Amounts]:
        """The rows of a table; in each, `value` also knows the table's columns as `table.column`."""

    def base(self) -> Amounts:
        """The same amounts in the base year."""


@lru_cache(maxsize=4096)
def parse(text: str) -> Node:
    """The tree of a formula. Raises `FormulaError`."""
    if len(text) > MAX_LENGTH:
        raise FormulaError(text[:20] + "…")
    try:
        tree = ast.parse(text, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise FormulaError(text, getattr(error, "offset", None) or 1) from None
    return _node(tree, text)


def _node(tree: ast.expr, text: str) -> Node:
    match tree:
        case ast.Constant(value=int() | float()) if not isinstance(tree.value, bool):
            return Number(ast.get_source_segment(text, tree) or "")
        case ast.Name(id=name):
            return Name(name)
        case ast.Attribute(value=ast.Name(id=table), attr=column):
            return Column(table, column)
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return Negative(_node(operand, text))
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _SIGNS:
            return Operation(_SIGNS[type(op)], _node(left, text), _node(right, text))
        case ast.Call(func=ast.Name(id=name), args=args, keywords=[]) if len(args) in _FUNCTIONS.get(name, ()):
            return Call(name, tuple(_node(a, text) for a in args))
    raise FormulaError(ast.get_source_segment(text, tree) or text, tree.col_offset + 1)


def walk(node: Node) -> Iterator[Node]:
    """The node and all below it."""
    yield node
    match node:
        case Negative(of):
            yield from walk(of)
        case Operation(_, left, right):
            yield from walk(left)
            yield from walk(right)
        case Call(_, arguments):
            for argument in arguments:
                yield from walk(argument)


@lru_cache(maxsize=4096)
def names(node: Node) -> tuple[str, ...]:
    """Names and tables that a formula needs, each once, in reading order."""
    found = (n.id if isinstance(n, Name) else n.table for n in walk(node) if isinstance(n, Name | Column))
    return tuple(dict.fromkeys(found))


class Leaf(NamedTuple):
    """Where a formula begins: a name or a table, in its own year or in the base year."""

    name: str
    is_table: bool
    in_base: bool


@lru_cache(maxsize=4096)
def leaves(text: str) -> tuple[Leaf, ...]:
    """All that a formula looks at, each once, in reading order."""
    return tuple(dict.fromkeys(_leaves(parse(text), False)))


@lru_cache(maxsize=4096)
def names_of(text: str) -> frozenset[str]:
    """Names and tables that a formula needs."""
    return frozenset(leaf.name for leaf in leaves(text))


def _leaves(node: Node, in_base: bool) -> Iterator[Leaf]:
    match node:
        case Name(name):
            yield Leaf(name, False, in_base)
        case Column(table, _):
            yield Leaf(table, True, in_base)
        case Negative(of):
            yield from _leaves(of, in_base)
        case Operation(_, left, right):
            yield from _leaves(left, in_base)
            yield from _leaves(right, in_base)
        case Call(function, arguments):
            for argument in arguments:
                yield from _leaves(argument, in_base or function == "base")


def evaluate(node: Node, amounts: Amounts) -> Quantity:
    """The value of a formula. Raises what `amounts` raises, `UnitError`, `ZeroDenominatorError`, `RootError`."""
    return node.value(amounts)


@lru_cache(maxsize=256)
def _literal(text: str) -> Quantity:
    return pure(Decimal(text))


_OPERATIONS: Mapping[str, Callable[[Quantity, Quantity], Quantity]] = {
    "+": Quantity.plus,
    "-": lambda a, b: a.plus(b, -1),
    "*": Quantity.times,
    "/": Quantity.over,
    "**": lambda a, b: _power(a, b),
}


def _power(base: Quantity, exponent: Quantity) -> Quantity:
    return pure(raised(base.to(PURE).value, exponent.to(PURE).value))


def raised(value: Decimal, power: Decimal) -> Decimal:
    """A power of a number above zero, also a fractional one. Raises `RootError` for any other number."""
    if value <= 0:
        raise RootError(value)
    # The same digits, some 25 times sooner: two years from the base year make it the commonest root.
    return EXACT.sqrt(value) if power == _HALF else EXACT.power(value, power)


def _sum(values: Sequence[Quantity]) -> Quantity:
    result = values[0]
    for value in values[1:]:
        result = result.plus(value)
    return result


def table_of(node: Node) -> str:
    """The one table that a per-row expression ranges over. Raises `FormulaError`."""
    tables = {n.table for n in walk(node) if isinstance(n, Column)}
    if len(tables) != 1:
        raise FormulaError(", ".join(sorted(tables)) or "total()")
    return tables.pop()


def unit_of(node: Node, unit_of_name: Callable[[str], Unit]) -> Unit:
    """The unit that a formula gives, for names (and `table.column`) of known units.

    Raises `UnitError` where amounts of different kinds are added or compared, `FormulaError` for a column outside
    total() and largest().
    """
    match node:
        case Number():
            return PURE
        case Name(name):
            return unit_of_name(name)
        case Column(table, column):
            return unit_of_name(f"{table}.{column}")
        case Negative(of):
            return unit_of(of, unit_of_name)
        case Operation("*" | "/" as sign, left, right):
            return unit_of(left, unit_of_name).times(unit_of(right, unit_of_name), 1 if sign == "*" else -1)
        case Operation("**", left, right):
            for part in (left, right):
                _same([PURE, unit_of(part, unit_of_name)])
            return PURE
        case Operation(_, left, right):
            return _same([unit_of(left, unit_of_name), unit_of(right, unit_of_name)])
        case Call(function, (inner,)) if function in PER_ROW:
            table_of(inner)
            return unit_of(inner, unit_of_name)
        case Call(_, arguments):
            return _same([unit_of(a, unit_of_name) for a in arguments])
    raise TypeError(node)


def _same(units: Sequence[Unit]) -> Unit:
    for unit in units[1:]:
        if not unit.fits(units[0]):
            raise UnitError(unit.text, units[0].text)
    return units[0]
