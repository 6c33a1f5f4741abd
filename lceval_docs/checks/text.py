"""Text: every document it names is in the list of references; generated parts are known ones."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lceval_docs.model.grading import Prerequisite
from lceval_docs.model.indicator import Indicator
from lceval_docs.model.standard import Standard
from lceval_docs.problems import Fault, Mark, Problem

NOT_LISTED = Fault(
    "E0441", "{found} is named here but not in references.yaml.", "Add it there, with edition and standing."
)
UNKNOWN_PART = Fault("E0442", 'there is no generated part "{found}".', "Known: {expected}.")
PART_TWICE = Fault("E0443", 'the generated part "{found}" stands twice.')
HEADING_ID = Fault("E0444", "the heading {found} has no id, or the id of another.", "Write ## Title {{#id}}.")

GENERATED = (
    "terms",
    "references",
    "process",
    "prerequisites",
    "indicators",
    "grades",
    "tailoring",
    "methods",
    "defaults",
    "application",
    "bibliography",
)

_DOCUMENT = re.compile(r"(?<![A-Za-z])((?:GB|GB/T|DB44|DB44/T|ISO|HJ|HJ/T)[ ]?\d+(?:[.-]\d+)*)(?=[^\d]|$)")
_PART = re.compile(r"^\[\[(.*?)\]\]$", re.MULTILINE)
_HEADING = re.compile(r"^(#{1,6}) +(.*?)(?: *\{#([\w.-]+)\})?$", re.MULTILINE)


def check_references(standard: Standard) -> Iterator[Problem]:
    """Documents named in requirements are listed."""
    known = {r.id.replace(" ", "").split("—")[0] for r in standard.references}
    statements: list[Indicator | Prerequisite] = [*standard.indicators, *standard.grading.prerequisites]
    for statement in statements:
        for found in _DOCUMENT.findall(statement.requirement):
            if found.replace(" ", "") not in known:
                yield NOT_LISTED.at(statement.mark.of("requirement"), found=found)


def check_parts(standard: Standard) -> Iterator[Problem]:
    """Generated parts exist and stand once."""
    seen: set[str] = set()
    for chapter in standard.chapters:
        for part in _PART.findall(chapter.markdown):
            if part not in GENERATED:
                yield UNKNOWN_PART.at(Mark(chapter.mark.file), found=part, expected=", ".join(GENERATED))
            if part in seen:
                yield PART_TWICE.at(Mark(chapter.mark.file), found=part)
            seen.add(part)


def check_headings(standard: Standard) -> Iterator[Problem]:
    """Every heading has an id of its own."""
    seen = {chapter.id for chapter in standard.chapters}
    for chapter in standard.chapters:
        for _, title, id in _HEADING.findall(chapter.markdown):
            if not id or id in seen:
                yield HEADING_ID.at(Mark(chapter.mark.file), found=title)
            seen.add(id)


CHECKS = (check_references, check_parts, check_headings)
