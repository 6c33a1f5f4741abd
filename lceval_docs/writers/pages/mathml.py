"""Formulas as MathML, which browsers show without scripts."""

from __future__ import annotations

from html import escape

from lceval_docs.model.prose import Equation, Symbol
from lceval_docs.views.layout import Box, Fence, Fraction, Power, Row, Sign, Sub, Word, lay_out, lay_out_symbol

_NAMESPACE = "http://www.w3.org/1998/Math/MathML"


def render_mathml(equation: Equation) -> str:
    """The equation as a block."""
    return f'<math xmlns="{_NAMESPACE}" display="block">{_markup(lay_out(equation))}</math>'


def render_inline(equation: Equation) -> str:
    """The equation inside a line."""
    return f'<math xmlns="{_NAMESPACE}">{_markup(lay_out(equation))}</math>'


def render_symbol(symbol: Symbol) -> str:
    """One symbol inside a line."""
    return f'<math xmlns="{_NAMESPACE}">{_markup(lay_out_symbol(symbol))}</math>'


def _markup(box: Box) -> str:
    match box:
        case Word(text, upright):
            if text.replace(".", "").isdigit():
                return f"<mn>{escape(text)}</mn>"
            return f"<mtext>{escape(text)}</mtext>" if upright else f"<mi>{escape(text)}</mi>"
        case Sign(text):
            return f"<mo>{escape(text)}</mo>"
        case Row(parts):
            return f"<mrow>{''.join(_markup(p) for p in parts)}</mrow>"
        case Fraction(top, bottom):
            return f"<mfrac>{_markup(top)}{_markup(bottom)}</mfrac>"
        case Sub(base, below):
            return f"<msub>{_markup(base)}{_markup(below)}</msub>"
        case Power(base, above):
            return f"<msup>{_markup(base)}{_markup(above)}</msup>"
        case Fence(inside):
            return f"<mrow><mo>(</mo>{_markup(inside)}<mo>)</mo></mrow>"
