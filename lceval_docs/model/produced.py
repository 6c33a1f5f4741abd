"""A Word file as it is found: how its pages, styles, paragraphs and tables are set. Distances in pt, pages in mm."""

from __future__ import annotations

from collections.abc import Mapping

from lceval_docs.records import dataclass


@dataclass(frozen=True)
class Look:
    """What of a paragraph's setting is held against the typesetting. `line`: exact pitch, 0 for none."""

    face: str = ""
    size: float = 10.0
    align: str = "left"
    before: float = 0.0
    after: float = 0.0
    line: float = 0.0
    left: float = 0.0
    first: float = 0.0
    outline: int = 0
    keep_next: bool = False
    new_page: bool = False


@dataclass(frozen=True)
class FoundParagraph:
    """A paragraph: its place (from 1), the nearest heading above, the name of its style, its own look.

    `runs`: faces and sizes that its runs set against its style.
    """

    number: int
    heading: str
    style: str
    look: Look
    runs: tuple[tuple[str, float], ...]
    text: str


@dataclass(frozen=True)
class FoundTable:
    """A table: the paragraph before it, rules in pt, whether its head is repeated, the style of that paragraph."""

    paragraph: int
    heading: str
    caption_style: str
    outer: tuple[float, ...]
    inner: tuple[float, ...]
    repeats_head: bool


@dataclass(frozen=True)
class FoundSection:
    """Page and margins in mm, format and start of page numbers, kind of break, whether it has footers."""

    page: Mapping[str, float]
    numbering: str
    start: str
    begins: str
    has_footer: bool


@dataclass(frozen=True)
class FoundFile:
    styles: Mapping[str, Look]
    paragraphs: tuple[FoundParagraph, ...]
    tables: tuple[FoundTable, ...]
    sections: tuple[FoundSection, ...]
    mirrors: bool
    odd_and_even: bool
    end_line: tuple[float, float]
