"""One XML part of a template while it is being read: its tags, its charts, what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field

from lxml import etree

from lceval_docs.problems import NOWHERE, Fault, Mark, Problem
from lceval_docs.records import dataclass
from lceval_docs.sources.template.program import ChartSlot
from lceval_docs.sources.template.tag import Tag

# Under this name a tag stands in the tree, as an instruction in the place of an element.
MARKER = "lceval"


@dataclass(frozen=True)
class CellTag:
    """A tag about the table cell in which it stands: what it does, with which value, and the text that held it."""

    text: etree._Element
    word: str
    value: str
    where: str


@dataclass
class Part:
    """One XML part being read. `is_changed`: it holds tags, remarks or escaped braces, so no report has it as it is."""

    name: str
    tags: list[Tag] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    charts: list[ChartSlot] = field(default_factory=list)
    fixed_charts: list[str] = field(default_factory=list)
    mark: Mark = NOWHERE
    replaced: dict[etree._Element, etree._Element] = field(default_factory=dict)
    cells: list[CellTag] = field(default_factory=list)
    remarks: list[etree._Element] = field(default_factory=list)
    is_changed: bool = False

    def note(self, fault: Fault, where: str, found: str) -> None:
        self.problems.append(fault.at(self.mark, where=where, found=found))

    def inline(self, tag: Tag) -> str:
        """A tag taken in; the letters that stand for it in a text or an attribute."""
        self._take(tag)
        return f"\ue000{len(self.tags) - 1}\ue001"

    def marker(self, tag: Tag) -> etree._Element:
        """A tag taken in; what stands for it in the place of an element."""
        self._take(tag)
        return etree.ProcessingInstruction(MARKER, str(len(self.tags) - 1))

    def _take(self, tag: Tag) -> None:
        self.tags.append(tag)
        self.is_changed = True

    def tag_of(self, marker: etree._Element) -> Tag:
        return self.tags[int(marker.text)]

    def depth_at(self, children: Iterator[etree._Element] | list[etree._Element]) -> int:
        """How many blocks are open behind these elements."""
        words = [self.tag_of(c).word for c in children if c.tag is etree.ProcessingInstruction]
        return sum((w in ("for", "if")) - w.startswith("end") for w in words)
