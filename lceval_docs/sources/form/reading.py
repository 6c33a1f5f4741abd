"""A filled Word form: its answers by the tags of its content controls, whatever was done to fonts, order or text around.

Where a control was deleted and typed over, the answer is read from the cell that its label and its column head point
to, if that is one cell; otherwise the form, the section and the field are named.
"""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from lceval_docs.model.answer import (
    Answers,
    Questionnaire,
)
from lceval_docs.problems import Fault, Mark, Problem, in_order
from lceval_docs.sources.form.control import Reading, anchored_controls, anchors, read_control
from lceval_docs.sources.form.grid import text_of
from lceval_docs.sources.form.layout import read_typed_over
from lceval_docs.sources.template.package import parser, unsafe, unzip, w

NOT_A_FORM = Fault(
    "E0941",
    "this Word file is no form of this tool: none of its fields is known.",
    "Use a form written by lceval form.",
)
NOT_IMPORTED = Fault(
    "E0948",
    "the document {found} asks nothing that goes into a factory file.",
    "Import what the factory filled in; what evaluators find goes into review.yaml: lceval new review CASE.",
)
UNSAFE_FORM = Fault("E0942", "the form holds {found}.", "Save it anew from the blank form, without it.")
_SECTION_STYLE = "FormSection"
_CUSTOM = "docProps/custom.xml"


def read_form(raw: bytes, shown: str, asked: Questionnaire) -> tuple[Answers | None, tuple[Problem, ...]]:
    """What a filled form says, with every problem and warning; None where it cannot be read."""
    mark = Mark(shown)
    members, problems = unzip(raw, mark)
    if problems:
        return None, problems
    found = [UNSAFE_FORM.at(mark, found=dict(p.details).get("found", "")) for p in unsafe(members, mark)]
    if found:
        return None, tuple(found)
    body = etree.fromstring(members["word/document.xml"], parser()).find(w("body"))
    if body is None:
        return None, (NOT_A_FORM.at(mark),)
    form, edition = _properties(members)
    reading = Reading(shown, asked)
    sections = _sections(body)
    anchored = anchored_controls(body, anchors(asked)) if next(body.iter(w("tag")), None) is None else {}
    for control in body.iter(w("sdt")):
        read_control(reading, control, sections, form, anchored.get(control, ""))
    if reading.has_others and not reading.tags:
        return None, (NOT_IMPORTED.at(mark, found=form),)
    read_typed_over(reading, body, sections)
    if not reading.filled and not reading.tags and not reading.problems:
        reading.problems.append(NOT_A_FORM.at(mark))
    if any(not p.fault.is_warning for p in reading.problems):
        return None, in_order(reading.problems)
    places = frozenset((address.table, address.row) for address in reading.tags)
    return Answers(edition, reading.filled, places), in_order(reading.problems)


def _properties(members: Mapping[str, bytes]) -> tuple[str, str]:
    """The form's id and edition, as written into the file when it was made."""
    if _CUSTOM not in members:
        return "", ""
    root = etree.fromstring(members[_CUSTOM], parser())
    said = {p.get("name"): "".join(p.itertext()).strip() for p in root}
    return said.get("lceval-form", ""), said.get("lceval-edition", "")


def _sections(body: etree._Element) -> Mapping[etree._Element, str]:
    """The heading above each table."""
    above, heading = {}, ""
    for element in body.iter(w("p"), w("tbl")):
        if element.tag == w("tbl"):
            above[element] = heading
            continue
        style = element.find(f"{w('pPr')}/{w('pStyle')}")
        if style is not None and style.get(w("val")) == _SECTION_STYLE:
            heading = text_of(element)
    return above
