"""A template filled with a view: places put in, loops run, charts given their data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lceval_docs.model.prose import Equation
from lceval_docs.sources.template.program import (
    Choice,
    Keep,
    Loop,
    Path,
    Place,
    Program,
    Template,
    Test,
    Text,
)
from lceval_docs.views.chart import Chart
from lceval_docs.views.equation import Drawn, Typeset
from lceval_docs.writers.word.chart import fill_chart, render_workbook
from lceval_docs.writers.word.contents import fill_contents
from lceval_docs.writers.word.equation import render_equation
from lceval_docs.writers.word.package import zip_parts
from lceval_docs.writers.word.properties import Properties, fill_properties
from lceval_docs.writers.word.text import in_attribute, in_run

_DOCUMENT = "word/document.xml"
_STYLES = "word/styles.xml"


def render_report(template: Template, view: object, properties: Properties) -> bytes:
    """The bytes of the filled .docx. Names have been checked against the view's type before."""
    parts = dict(template.parts)
    for name, program in template.programs.items():
        out: list[str] = []
        _run(program, {"": view}, out)
        parts[name] = "".join(out).encode()
    for slot in template.charts:
        chart = _value(slot.path, {"": view})
        parts[slot.part] = fill_chart(parts[slot.part], chart)
        if slot.workbook:
            parts[slot.workbook] = render_workbook(chart)
    parts[_DOCUMENT] = fill_contents(parts[_DOCUMENT], parts[_STYLES])
    return zip_parts(fill_properties(parts, properties))


def _run(program: Program, names: Mapping[str, Any], out: list[str]) -> None:
    for step in program:
        match step:
            case Text(xml):
                out.append(xml)
            case Place(path, kind, _):
                out.append(_WRITTEN[kind](_value(path, names)))
            case Loop(name, over, body, _):
                for item in _value(over, names):
                    _run(body, {**names, name: item}, out)
            case Choice(branches, otherwise):
                chosen = next((body for test, body in branches if _holds(test, names)), otherwise)
                _run(chosen, names, out)
            case Keep(kind, body):
                inside: list[str] = []
                _run(body, names, inside)
                out.append(_kept(kind, "".join(inside)))


def _value(path: Path, names: Mapping[str, Any]) -> Any:
    first = path[0]
    value = names[first] if first in names else getattr(names[""], first)
    for name in path[1:]:
        value = getattr(value, name)
    return value


def _holds(test: Test, names: Mapping[str, Any]) -> bool:
    if test.sign == "name":
        return bool(_value(test.path, names))
    if test.sign == "not":
        return not _holds(test.parts[0], names)
    return (all if test.sign == "and" else any)(_holds(part, names) for part in test.parts)


def _kept(kind: str, inside: str) -> str:
    """What Word needs: a cell that ends in a paragraph; no table without rows."""
    if kind == "table":
        return inside if "<w:tr" in inside else ""
    return inside if inside.endswith(("</w:p>", "<w:p/>")) else inside + "<w:p/>"


def _as_run(value: Drawn) -> str:
    return render_equation(value) if isinstance(value, Equation) else _typeset(value)


def _typeset(value: Typeset) -> str:
    return "".join([f"<w:r>{_FACE[face]}{in_run(text)}</w:t></w:r>" for text, face in value.pieces])


def _as_alternative(value: Chart) -> str:
    return in_attribute(value.alternative)


_FACE: Mapping[str, str] = {
    "": '<w:t xml:space="preserve">',
    "variable": "<w:rPr><w:i/></w:rPr><w:t>",
    "below": '<w:rPr><w:vertAlign w:val="subscript"/></w:rPr><w:t>',
    "above": '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>',
}
_WRITTEN: Mapping[str, Any] = {"text": in_run, "run": _as_run, "chart": _as_alternative}
