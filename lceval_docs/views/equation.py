"""Formulas to text: with symbols, and with the numbers put in.

An `Equation` is what the site prints as MathML and Word as a native equation; both walk the same tree.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from lceval_docs.formulas import Call, Column, Name, Negative, Node, Number, Operation, table_of
from lceval_docs.model.evaluation import Figure
from lceval_docs.model.grading import Rounding
from lceval_docs.model.prose import Equation
from lceval_docs.views import number

BASE_MARK, SUM_SIGN, MAX_WORD, MIN_WORD = "基准年", "∑", "max", "min"
SIGNS: Mapping[str, str] = {"+": "+", "-": "−", "*": "×", "/": "÷"}
_RANK = {"+": 1, "-": 1, "*": 2, "/": 2, "**": 3}


def in_words(node: Node, say: Callable[[Node], str | None], rank: int = 0) -> str:
    """A formula in one line. `say` gives the text of a leaf (or of any node it wants to word itself)."""
    said = say(node)
    if said is not None:
        return said
    match node:
        case Number(text):
            return text
        case Negative(of):
            return f"−{in_words(of, say, 2)}"
        case Operation("**", left, right):
            return f"{in_words(left, say, 4)}^{in_words(right, say, 4)}"
        case Operation(sign, left, right):
            mine = _RANK[sign]
            text = f"{in_words(left, say, mine)} {SIGNS[sign]} {in_words(right, say, mine + (sign in '-/'))}"
            return f"({text})" if mine < rank else text
        case Call("base", (inner,)):
            return in_words(inner, say, rank)
        case Call("total", (inner,)):
            return f"{SUM_SIGN}({in_words(inner, say)})"
        case Call(function, arguments):
            word = MIN_WORD if function == "min" else MAX_WORD
            return f"{word}({'，'.join(in_words(a, say) for a in arguments)})"
    raise TypeError(node)


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
    say = _numbers_of(figure, base_year, rounding)
    if figure.formula is None or isinstance(figure.formula, Name):
        return f"{equation.symbol} = {number.quantity(figure.quantity, rounding)}"
    text = _percent(in_words(figure.formula, say), equation)
    return " = ".join(filter(None, (equation.symbol, text, number.quantity(figure.quantity, rounding))))


def _numbers_of(figure: Figure, base_year: int, rounding: Rounding) -> Callable[[Node], str | None]:
    amounts = {(f.id, f.year): f for f in figure.inputs}

    def amount(f: Figure) -> str:
        return number.as_given(f.quantity) if f.mark.file else number.quantity(f.quantity, rounding)

    def say(node: Node, year: int = figure.year, row: str = "") -> str | None:
        match node:
            case Name(id):
                found = amounts.get((id, year))
                return amount(found) if found else None
            case Column(_, column):
                return next((amount(f) for f in figure.inputs if f.id == f"{row}.{column}"), None)
            case Call("base", (inner,)):
                return in_words(inner, lambda n: say(n, base_year, row), 2)
            case Call("total" | "largest" as function, (inner,)):
                found_rows = dict.fromkeys(
                    f.id.partition(".")[0] for f in figure.inputs if f.id.startswith(f"{table_of(inner)}#")
                )
                rows = [in_words(inner, partial(say, year=year, row=r), 1) for r in found_rows]
                return _over(function, rows)
        return None

    return say


def _over(function: str, rows: list[str]) -> str:
    """The rows of a sum or of a largest value, written out."""
    if function == "largest":
        return f"{MAX_WORD}({'，'.join(rows)})"
    return f"({' + '.join(rows) or '0'})"
