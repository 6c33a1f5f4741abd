"""Formulas as boxes: what stands beside, above and below what. Writers turn each kind of box into their own markup."""

from __future__ import annotations

from collections.abc import Mapping

from lceval_docs.formulas import Call, Column, Name, Negative, Node, Number, Operation
from lceval_docs.model.prose import Equation, Symbol
from lceval_docs.records import dataclass
from lceval_docs.views.equation import BASE_MARK, MAX_WORD, MIN_WORD, SUM_SIGN


@dataclass(frozen=True)
class Word:
    """A symbol's letters, or a number. `upright`: not a variable."""

    text: str
    upright: bool = False


@dataclass(frozen=True)
class Sign:
    """An operator."""

    text: str


@dataclass(frozen=True)
class Row:
    parts: tuple[Box, ...]


@dataclass(frozen=True)
class Fraction:
    top: Box
    bottom: Box


@dataclass(frozen=True)
class Sub:
    base: Box
    below: Box


@dataclass(frozen=True)
class Power:
    base: Box
    above: Box


@dataclass(frozen=True)
class Fence:
    """Parentheses around a box."""

    inside: Box


Box = Word | Sign | Row | Fraction | Sub | Power | Fence

_SIGNS = {"+": "+", "-": "−", "*": "×"}
_RANK = {"+": 1, "-": 1, "*": 2}


def lay_out(equation: Equation) -> Box:
    """`symbol = formula`, with × 100 % where the result is a percentage."""
    parts: list[Box] = [
        _symbol(equation.symbol),
        Sign("="),
        _box(equation.formula, equation.symbols, 2 if equation.in_percent else 0),
    ]
    if equation.in_percent:
        parts += [Sign("×"), Word("100 %", True)]
    return Row(tuple(parts))


def depth_of(equation: Equation) -> int:
    """How many fractions stand in each other: 0 for a formula of one line."""
    return _depth(lay_out(equation))


def _depth(box: Box) -> int:
    match box:
        case Fraction(top, bottom):
            return 1 + max(_depth(top), _depth(bottom))
        case Row(parts):
            return max(map(_depth, parts), default=0)
        case Power(base, above):
            return _depth(base) + _depth(above)
        case Fence(inside):
            return _depth(inside)
    return 0


def lay_out_symbol(symbol: Symbol) -> Box:
    """A symbol by itself."""
    return _symbol(symbol.text)


def _symbol(text: str, mark: str = "") -> Box:
    """`N_受训` as N with a subscript; `mark` is put behind the subscript."""
    base, _, below = text.partition("_")
    below = "，".join(filter(None, (below, mark)))
    letters = Word(base, not (base.isascii() and base.isalpha()))
    return Sub(letters, Word(below, True)) if below else letters


def _box(node: Node, symbols: Mapping[str, str], rank: int, mark: str = "") -> Box:
    match node:
        case Number(text):
            return Word(text, True)
        case Name(id):
            return _symbol(symbols.get(id, id), mark)
        case Column(table, column):
            return Word(symbols.get(f"{table}.{column}", column), True)
        case Negative(of):
            return Row((Sign("−"), _box(of, symbols, 2, mark)))
        case Operation("/", left, right):
            return Fraction(_box(left, symbols, 0, mark), _box(right, symbols, 0, mark))
        case Operation("**", left, right):
            base = _box(left, symbols, 3, mark)
            return Power(base if isinstance(base, Word | Sub | Fence) else Fence(base), _box(right, symbols, 0, mark))
        case Operation(sign, left, right):
            mine = _RANK[sign]
            row = Row(
                (_box(left, symbols, mine, mark), Sign(_SIGNS[sign]), _box(right, symbols, mine + (sign == "-"), mark))
            )
            return Fence(row) if mine < rank else row
        case Call("base", (inner,)):
            return _box(inner, symbols, rank, BASE_MARK)
        case Call("total", (inner,)):
            return Row((Sign(SUM_SIGN), Fence(_box(inner, symbols, 0, mark))))
        case Call(function, arguments):
            inside: list[Box] = []
            for argument in arguments:
                inside += [Sign("，"), _box(argument, symbols, 0, mark)]
            return Row((Word(MIN_WORD if function == "min" else MAX_WORD, True), Fence(Row(tuple(inside[1:])))))
    raise TypeError(node)
