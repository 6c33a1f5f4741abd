"""Equations and lines of symbols, as what stands between runs. Reports have most of theirs in common."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from lceval_docs.model.prose import Equation
from lceval_docs.views.equation import Piece, Typeset
from lceval_docs.writers.word.equation import render_equation
from lceval_docs.writers.word.template.rich import Unfit
from lceval_docs.writers.word.text import in_run

_FACE: Mapping[str, str] = {
    "": '<w:t xml:space="preserve">',
    "variable": "<w:rPr><w:i/></w:rPr><w:t>",
    "below": '<w:rPr><w:vertAlign w:val="subscript"/></w:rPr><w:t>',
    "above": '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>',
}


def render_drawn(value: Any) -> bytes:
    """The runs of a line of symbols or of an equation; any other record is unfit."""
    if type(value) is Typeset:
        return _line(value.pieces)
    if type(value) is not Equation:
        raise Unfit(type(value).__name__)
    return _equation(value.symbol, _Same(value.formula), _Same(value.symbols), value.in_percent)


@lru_cache(maxsize=4096)
def _line(pieces: tuple[Piece, ...]) -> bytes:
    return "".join([f"<w:r>{_FACE[face]}{in_run(text)}</w:t></w:r>" for text, face in pieces]).encode()


class _Same:
    """A thing that equals itself alone: the formulas and symbols of an edition, which every report of it brings again."""

    __slots__ = ("thing",)

    def __init__(self, thing: Any):
        self.thing = thing

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.thing is other.thing

    def __hash__(self) -> int:
        return id(self.thing)


@lru_cache(maxsize=1024)
def _equation(symbol: str, formula: _Same, symbols: _Same, in_percent: bool) -> bytes:
    return render_equation(Equation(symbol, formula.thing, symbols.thing, in_percent)).encode()
