"""Equations and lines of symbols, as what stands between runs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lceval_docs.model.prose import Equation
from lceval_docs.views.equation import Typeset
from lceval_docs.writers.word.equation import render_equation
from lceval_docs.writers.word.template.rich import Unfit
from lceval_docs.writers.word.text import in_run

_FACE: Mapping[str, str] = {
    "": '<w:t xml:space="preserve">',
    "variable": "<w:rPr><w:i/></w:rPr><w:t>",
    "below": '<w:rPr><w:vertAlign w:val="subscript"/></w:rPr><w:t>',
    "above": '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>',
}


def render_drawn(value: Any) -> str:
    """The runs of an equation or of a line of symbols; any other record is unfit."""
    if isinstance(value, Equation):
        return render_equation(value)
    if not isinstance(value, Typeset):
        raise Unfit(type(value).__name__)
    return "".join([f"<w:r>{_FACE[face]}{in_run(text)}</w:t></w:r>" for text, face in value.pieces])
