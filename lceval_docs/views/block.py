"""Pages as blocks of plain data. A writer turns them into Markdown and escapes every text on the way."""

from __future__ import annotations

from dataclasses import dataclass

from lceval_docs.model.prose import Equation
from lceval_docs.views.edition.numbering import NumberedChapter


@dataclass(frozen=True)
class Link:
    """A link to another page of the site (its source path, with an anchor), or to a download."""

    text: str
    path: str


@dataclass(frozen=True)
class Badge:
    """The standing of a statement: adopted, draft or proposal."""

    status: str
    text: str


@dataclass(frozen=True)
class Code:
    text: str


Span = str | Link | Badge | Code
Inline = Span | tuple[Span, ...]


@dataclass(frozen=True)
class Heading:
    level: int
    text: Inline
    id: str


@dataclass(frozen=True)
class Paragraph:
    text: Inline


@dataclass(frozen=True)
class Notice:
    """A statement set apart: what a reader must know before reading on."""

    title: str
    text: str


@dataclass(frozen=True)
class Items:
    entries: tuple[Inline, ...]


@dataclass(frozen=True)
class Table:
    """Heads and rows; every row has as many cells as there are heads."""

    heads: tuple[str, ...]
    rows: tuple[tuple[Inline, ...], ...]


@dataclass(frozen=True)
class Formula:
    equation: Equation


@dataclass(frozen=True)
class Sample:
    """What an author types, letter for letter."""

    text: str


@dataclass(frozen=True)
class ChapterText:
    """A chapter of the standard's own text."""

    chapter: NumberedChapter


Block = Heading | Paragraph | Notice | Items | Table | Formula | Sample | ChapterText


@dataclass(frozen=True)
class Page:
    """A page of the site: its path, title, blocks, and the author's file it comes from (none for the program's own)."""

    path: str
    title: str
    source: str
    blocks: tuple[Block, ...]
