"""A template filled with a view: places put in, loops run, charts given their data."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from lceval_docs.model.prose import Equation
from lceval_docs.sources.template.program import Path, Template
from lceval_docs.views.chart import Chart
from lceval_docs.views.equation import Drawn, Typeset
from lceval_docs.writers.word.chart import fill_chart, render_workbook
from lceval_docs.writers.word.compiled import Escaped, code_of
from lceval_docs.writers.word.contents import fill_contents
from lceval_docs.writers.word.equation import render_equation
from lceval_docs.writers.word.package import Member, in_package_order, packed, zip_members
from lceval_docs.writers.word.properties import CORE, Properties, render_core
from lceval_docs.writers.word.text import in_attribute, in_run

_DOCUMENT = "word/document.xml"
_STYLES = "word/styles.xml"


@dataclass(frozen=True, eq=False)
class _Renderer:
    """A template made ready: its parts as functions of a view, and those that no report changes, packed."""

    parts: Mapping[str, Callable[[Any, Escaped], bytes]]
    packed: Mapping[str, Member]
    order: tuple[str, ...]


@lru_cache(maxsize=8)
def _renderer(template: Template) -> _Renderer:
    changed = {
        *template.programs,
        CORE,
        _DOCUMENT,
        *(s.part for s in template.charts),
        *(s.workbook for s in template.charts),
    }
    return _Renderer(
        {name: code_of(program).function(_WRITTEN) for name, program in template.programs.items()},
        {name: packed(name, raw) for name, raw in template.parts.items() if name not in changed},
        tuple(in_package_order(template.parts)),
    )


def render_report(template: Template, view: object, properties: Properties) -> bytes:
    """The bytes of the filled .docx. Names have been checked against the view's type before."""
    renderer, escaped = _renderer(template), Escaped()
    made = {name: part(view, escaped) for name, part in renderer.parts.items()}
    for slot in template.charts:
        chart = _value(slot.path, view)
        made[slot.part] = fill_chart(made.get(slot.part) or template.parts[slot.part], chart)
        if slot.workbook:
            made[slot.workbook] = render_workbook(chart)
    document = made.get(_DOCUMENT) or template.parts[_DOCUMENT]
    made[_DOCUMENT] = fill_contents(document, template.parts[_STYLES])
    if CORE in template.parts:
        made[CORE] = render_core(properties)
    return zip_members(
        renderer.packed[name] if name in renderer.packed else packed(name, made[name]) for name in renderer.order
    )


def _value(path: Path, view: object) -> Any:
    value: Any = view
    for name in path:
        value = getattr(value, name)
    return value


def _as_run(value: Drawn) -> bytes:
    return (render_equation(value) if isinstance(value, Equation) else _typeset(value)).encode()


def _typeset(value: Typeset) -> str:
    return "".join([f"<w:r>{_FACE[face]}{in_run(text)}</w:t></w:r>" for text, face in value.pieces])


def _as_alternative(value: Chart) -> bytes:
    return in_attribute(value.alternative).encode()


_FACE: Mapping[str, str] = {
    "": '<w:t xml:space="preserve">',
    "variable": "<w:rPr><w:i/></w:rPr><w:t>",
    "below": '<w:rPr><w:vertAlign w:val="subscript"/></w:rPr><w:t>',
    "above": '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>',
}
_WRITTEN: Mapping[str, Callable[[Any], bytes]] = {"run": _as_run, "chart": _as_alternative}
