"""Formulas to text: with symbols, and with the numbers put in.

An `Equation` is what the site prints as MathML and Word as a native equation; both walk the same tree.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache, partial
from typing import Literal, NamedTuple

from lceval_docs.formulas import Call, Column, Name, Negative, Node, Number, Operation, evaluate, table_of
from lceval_docs.model.evaluation import Figure
from lceval_docs.model.grading import Rounding
from lceval_docs.model.prose import Equation
from lceval_docs.quantities import PURE, Quantity, RootError, Unit, ZeroDenominatorError, rounded
from lceval_docs.records import dataclass
from lceval_docs.views import number


class Piece(NamedTuple):
    """Letters of one face: plain, a variable's, or below or above the line."""

    text: str
    face: Literal["", "variable", "below", "above"] = ""


@dataclass(frozen=True)
class Typeset:
    """A line in which symbols look as they do in equations: `N_受训` is N with a subscript."""

    pieces: tuple[Piece, ...]


# A template's check takes a union for its first type; both stand as runs of their own.
Drawn = Equation | Typeset


@lru_cache(maxsize=2048)
def typeset(symbol: str) -> Typeset:
    """A symbol by itself."""
    return Typeset(symbol_pieces(symbol))


@lru_cache(maxsize=2048)
def symbol_pieces(symbol: str) -> tuple[Piece, ...]:
    """A symbol's letter and what stands below it."""
    letter, _, below = symbol.partition("_")
    base = Piece(letter, "variable" if letter.isascii() and letter.isalpha() else "")
    return (base, Piece(below, "below")) if below else (base,)


def with_powers(text: str) -> Iterator[Piece]:
    """A calculation in one line, its exponents above the line: `2^(1 ÷ 3)`."""
    if "^" not in text:
        yield Piece(text)
        return
    end = 0
    for power in _POWER.finditer(text):
        yield Piece(text[end : power.start()])
        yield Piece(power[1] or power[2], "above")
        end = power.end()
    yield Piece(text[end:])


_POWER = re.compile(r"\^(?:\(([^()]+)\)|([\d.]+))")
UNROUNDED = "（按未修约的数值计算）"
MOST_DIGITS_MORE = 6
BASE_MARK, SUM_SIGN, MAX_WORD, MIN_WORD = "基准年", "∑", "max", "min"
SIGNS: Mapping[str, str] = {"+": "+", "-": "−", "*": "×", "/": "÷"}
_RANK = {"+": 1, "-": 1, "*": 2, "/": 2, "**": 3}


def in_words(node: Node, say: Callable[[Node], str | None], rank: int = 0) -> str:
    """A formula in one line. `say` gives the text of a name or a column, and of a call that it wants to word itself."""
    if isinstance(node, Operation):
        return _operation_in_words(node, say, rank)
    said = say(node)
    if said is not None:
        return said
    match node:
        case Number(text):
            return text
        case Negative(of):
            return f"−{in_words(of, say, 2)}"
        case Call("base", (inner,)):
            return in_words(inner, say, rank)
        case Call("total", (inner,)):
            return f"{SUM_SIGN}({in_words(inner, say)})"
        case Call(function, arguments):
            word = MIN_WORD if function == "min" else MAX_WORD
            return f"{word}({'，'.join(in_words(a, say) for a in arguments)})"
    raise TypeError(node)


def _operation_in_words(node: Operation, say: Callable[[Node], str | None], rank: int) -> str:
    sign = node.sign
    if sign == "**":
        return f"{in_words(node.left, say, 4)}^{in_words(node.right, say, 4)}"
    mine = _RANK[sign]
    text = f"{in_words(node.left, say, mine)} {SIGNS[sign]} {in_words(node.right, say, mine + (sign in '-/'))}"
    return f"({text})" if mine < rank else text


def with_symbols(equation: Equation) -> str:
    """`r = N_受训 ÷ N_相关岗位 × 100 %`"""
    return f"{equation.symbol} = {_percent(in_words(equation.formula, _symbol_of(equation.symbols)), equation)}"


def _symbol_of(symbols: Mapping[str, str]) -> Callable[[Node], str | None]:
    def say(node: Node) -> str | None:
        match node:
            case Name(id):
                return symbols.get(id, id)
            case Column(table, column):
                return symbols.get(f"{table}.{column}", column)
            case Call("base", (Name(id),)):
                return f"{symbols.get(id, id)}（{BASE_MARK}）"
        return None

    return say


def _percent(text: str, equation: Equation) -> str:
    if not equation.in_percent:
        return text
    simple = isinstance(equation.formula, Operation) and equation.formula.sign in "*/"
    return f"{text if simple else f'({text})'} × 100 %"


def with_numbers(equation: Equation, figure: Figure, base_year: int, rounding: Rounding) -> str:
    """`r = 96 人 ÷ 120 人 × 100 % = 80.00 %`: the amounts used in the places of their symbols."""
    return f"{equation.symbol} = {numbers_put_in(equation, figure, base_year, rounding)}"


def numbers_put_in(equation: Equation, figure: Figure, base_year: int, rounding: Rounding) -> str:
    """`96 人 ÷ 120 人 × 100 % = 80.00 %`, with digits enough for a reader to come to the same result."""
    result = number.figure(figure, rounding)
    if figure.formula is None or isinstance(figure.formula, Name):
        return result
    amounts = {(f.id, f.year): f for f in figure.inputs}
    more = _digits_more(figure, amounts, base_year, rounding, result)
    printed = _Printed(amounts, base_year, rounding, more or 0, figure.year)
    return f"{_percent(printed.put_into(figure.formula), equation)} = {result}{UNROUNDED if more is None else ''}"


_Amounts = Mapping[tuple[str, int], Figure]


def _digits_more(figure: Figure, amounts: _Amounts, base_year: int, rounding: Rounding, result: str) -> int | None:
    """How many digits more than usual a reader needs to come to the result as printed; None if no number does."""
    if all(map(number.as_typed, figure.inputs)):
        return 0
    tries = range(MOST_DIGITS_MORE)
    return next((n for n in tries if _gives(figure, amounts, base_year, rounding, n) == result), None)


def _gives(figure: Figure, amounts: _Amounts, base_year: int, rounding: Rounding, more: int) -> str:
    """What a reader gets from the amounts as printed."""
    assert figure.formula
    try:
        result = evaluate(figure.formula, _Printed(amounts, base_year, rounding, more, figure.year))
    except (ZeroDenominatorError, RootError):
        return number.NOTHING
    return number.quantity(result.to(figure.quantity.unit), rounding)


class _Printed:
    """The amounts in a figure as they are printed: those that were computed, with `more` digits than usual."""

    def __init__(self, amounts: _Amounts, base_year: int, rounding: Rounding, more: int, year: int, row: str = ""):
        self._amounts, self._base_year, self._rounding, self._more = amounts, base_year, rounding, more
        self._year, self._row = year, row

    def put_into(self, formula: Node, rank: int = 0) -> str:
        """A formula in one line, with the amounts in the places of their names."""
        words, gaps = _gapped(formula, rank)
        return words.format(*[(self.base() if in_base else self)._in_gap(node) for node, in_base in gaps])

    def _in_gap(self, node: _Gap) -> str:
        if isinstance(node, Call):
            inner = node.arguments[0]
            return _over(node.function, [row.put_into(inner, 1) for row in self.rows(table_of(inner))])
        id = node.id if isinstance(node, Name) else f"{self._row}.{node.column}"
        return number.figure(self._amounts[id, self._year], self._rounding, self._more)

    def value(self, name: str) -> Quantity:
        id = f"{self._row}.{name.partition('.')[2]}" if "." in name else name
        found = self._amounts[id, self._year]
        amount = found.quantity
        if number.as_typed(found) is not None:
            return amount
        places = number.places_for(amount.unit.text, self._rounding) + self._more
        return Quantity(rounded(amount.value, places), amount.unit)

    def unit(self, name: str) -> Unit:
        """Asked for where a table has no rows: nothing has no unit."""
        return PURE

    def rows(self, table: str) -> Sequence[_Printed]:
        return [self._of(self._year, row) for row in _rows(self._amounts, table, self._year)]

    def base(self) -> _Printed:
        return self._of(self._base_year, self._row)

    def _of(self, year: int, row: str) -> _Printed:
        return _Printed(self._amounts, self._base_year, self._rounding, self._more, year, row)


def _rows(amounts: _Amounts, table: str, year: int) -> Iterable[str]:
    """The rows of a table that went into a figure."""
    cells = (id for id, of in amounts if id.startswith(f"{table}#") and of == year)
    return dict.fromkeys(id.partition(".")[0] for id in cells)


_Gap = Name | Column | Call


@lru_cache(maxsize=1024)
def _gapped(formula: Node, rank: int) -> tuple[str, tuple[tuple[_Gap, bool], ...]]:
    """A formula in one line with gaps for its amounts, and by gap what is put in and whether it is of the base year."""
    gaps: list[tuple[_Gap, bool]] = []

    def say(node: Node, in_base: bool = False) -> str | None:
        match node:
            case Name() | Column() | Call("total" | "largest"):
                gaps.append((node, in_base))
                return "{}"
            case Call("base", (inner,)):
                return in_words(inner, partial(say, in_base=True), 2)
        return None

    return in_words(formula, say, rank), tuple(gaps)


def _over(function: str, rows: list[str]) -> str:
    """The rows of a sum or of a largest value, written out."""
    if function == "largest":
        return f"{MAX_WORD}({'，'.join(rows)})"
    return f"({' + '.join(rows) or '0'})"
