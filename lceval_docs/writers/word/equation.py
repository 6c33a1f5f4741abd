"""Formulas as Word's own equations (OMML)."""

from __future__ import annotations

from lceval_docs.model.prose import Equation
from lceval_docs.views.layout import Box, Fence, Fraction, Power, Row, Sign, Sub, Word, lay_out
from lceval_docs.writers.word.text import escape

_NAMESPACE = "http://schemas.openxmlformats.org/officeDocument/2006/math"
_FONT = '<w:rPr><w:rFonts w:ascii="Cambria Math" w:hAnsi="Cambria Math" w:eastAsia="宋体"/></w:rPr>'


def render_equation(equation: Equation) -> str:
    """The equation as markup that stands between runs."""
    return f'<m:oMath xmlns:m="{_NAMESPACE}">{_markup(lay_out(equation))}</m:oMath>'


def _markup(box: Box) -> str:
    match box:
        case Word(text, upright):
            return _run(text, upright)
        case Sign(text):
            return _run(text, True)
        case Row(parts):
            return "".join(_markup(part) for part in parts)
        case Fraction(top, bottom):
            return f"<m:f><m:num>{_markup(top)}</m:num><m:den>{_markup(bottom)}</m:den></m:f>"
        case Sub(base, below):
            return f"<m:sSub><m:e>{_markup(base)}</m:e><m:sub>{_markup(below)}</m:sub></m:sSub>"
        case Power(base, above):
            return f"<m:sSup><m:e>{_markup(base)}</m:e><m:sup>{_markup(above)}</m:sup></m:sSup>"
        case Fence(inside):
            return f"<m:d><m:e>{_markup(inside)}</m:e></m:d>"


def _run(text: str, upright: bool) -> str:
    style = '<m:rPr><m:sty m:val="p"/></m:rPr>' if upright else ""
    return f'<m:r>{style}{_FONT}<m:t xml:space="preserve">{escape(text)}</m:t></m:r>'
