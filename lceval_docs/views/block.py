"""Pages as blocks of plain data. A writer turns them into Markdown and escapes every text on the way."""

from __future__ import annotations

from lceval_docs.model.prose import Equation
from lceval_docs.records import dataclass
from lceval_docs.views.edition.numbering import NumberedChapter
from lceval_docs.views.picture import Picture
from lceval_docs.views.sheet import Assessment


@dataclass(frozen=True)
class Link:
    """A link to another page of the site (its source path, with an anchor), to a download, or to `#…` on the page."""

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


@dataclass(frozen=True)
class Anchor:
    """A place in a line that links lead to: an id that a page had before, or that of a thing in a table or list."""

    id: str


@dataclass(frozen=True)
class TermLink:
    """A term with its definition at hand, and the place where it is defined."""

    text: str
    path: str
    definition: str


@dataclass(frozen=True)
class Outward:
    """A link that leaves the site, to an address of the web or of another edition."""

    text: str
    address: str


Span = str | Link | Badge | Code | Anchor | TermLink | Outward
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
    """A list; `ordered`: of steps, one after the other."""

    entries: tuple[Inline, ...]
    ordered: bool = False


@dataclass(frozen=True)
class Table:
    """Heads and rows; every row has as many cells as there are heads."""

    heads: tuple[str, ...]
    rows: tuple[tuple[Inline, ...], ...]


@dataclass(frozen=True)
class Facet:
    """Something that the rows of a table are chosen by: its options by id."""

    id: str
    name: str
    options: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class ChosenTable:
    """A table whose rows can be chosen by facets. `kept`: of each row, the options that it goes with, by facet.

    `says`: how many rows there are, with places for those shown and all. Without scripts it is a table.
    """

    id: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Inline, ...], ...]
    facets: tuple[Facet, ...]
    kept: tuple[tuple[tuple[str, ...], ...], ...]
    says: str


@dataclass(frozen=True)
class Key:
    """What a row is looked up by, its anchor, and what a script needs to judge it. `until`: a day such as 2026-05-31."""

    code: str
    anchor: str
    status: str
    until: str
    invented: bool


@dataclass(frozen=True)
class Lookup:
    """A table with a field for the code of one row, which a script then tells about. Without scripts it is a table.

    `says`: sentences by what is found, with places for what stands in the row. `label`: of the field; `name`: of the table.
    """

    id: str
    label: str
    button: str
    name: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Inline, ...], ...]
    keys: tuple[Key, ...]
    says: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Framed:
    """Blocks set apart by what they are: normative, or guidance that demands nothing."""

    kind: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Foot:
    """What stands below a page and is no part of it: no search finds it."""

    text: Inline


@dataclass(frozen=True)
class Formula:
    equation: Equation


@dataclass(frozen=True)
class Sample:
    """What an author types, letter for letter."""

    text: str


@dataclass(frozen=True)
class ChapterText:
    """A chapter of the standard's own text; `together`: on one page with all others."""

    chapter: NumberedChapter
    together: bool = False


Block = (
    Heading
    | Paragraph
    | Notice
    | Items
    | Table
    | ChosenTable
    | Lookup
    | Framed
    | Foot
    | Formula
    | Sample
    | ChapterText
    | Picture
    | Assessment
)


@dataclass(frozen=True)
class Page:
    """A page of the site: its path, title, blocks, and the author's file it comes from (none for the program's own).

    `is_searched`: not, where the same stands on other pages. `citation`: how a clause of it is cited, with a place for
    the clause. `is_wide`: without the navigation and the contents beside it.
    """

    path: str
    title: str
    source: str
    blocks: tuple[Block, ...]
    is_searched: bool = True
    citation: str = ""
    is_wide: bool = False
