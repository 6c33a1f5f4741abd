"""How the Word edition is set: page, faces, sizes, spacing, rules. GB/T 1.1 draws these; each value names its source."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from lceval_docs.model.origin import Record
from lceval_docs.records import dataclass

Certainty = Literal["high", "medium", "low"]


@dataclass(frozen=True, kw_only=True)
class Setting(Record):
    """Something with a source and how sure we are of it."""

    source: str
    certainty: Certainty


@dataclass(frozen=True, kw_only=True)
class PageSize(Setting):
    """Page and margins in mm. `inner` and `outer` change sides from page to page."""

    width: Decimal
    height: Decimal
    top: Decimal
    bottom: Decimal
    inner: Decimal
    outer: Decimal
    header: Decimal
    footer: Decimal


@dataclass(frozen=True, kw_only=True)
class ParagraphStyle(Setting):
    """A paragraph style. Sizes and distances in pt; indents in characters of its size; `outline` 1 to 6, 0 for none.

    `line`: exact line pitch, 0 for single. `before_lines`, `after_lines`: in hundredths of a line of the grid.
    `hanging`: by how many characters the first line stands out.
    """

    id: str
    name: str
    face: str
    size: Decimal
    align: Literal["left", "center", "right", "both"] = "both"
    line: Decimal = Decimal(0)
    before: Decimal = Decimal(0)
    after: Decimal = Decimal(0)
    before_lines: int = 0
    after_lines: int = 0
    left: Decimal = Decimal(0)
    first: Decimal = Decimal(0)
    hanging: Decimal = Decimal(0)
    outline: int = 0
    keep_next: bool = False
    new_page: bool = False
    letter_spacing: Decimal = Decimal(0)


@dataclass(frozen=True, kw_only=True)
class TableRules(Setting):
    """Rules of tables in pt, cell padding at the sides in pt.

    `continued`: what stands above a table on its further pages, its number with （续） and the heads, or the heads alone.
    """

    outer: Decimal
    header: Decimal
    inner: Decimal
    padding: Decimal
    continued: Literal["caption", "heads"] = "caption"


@dataclass(frozen=True, kw_only=True)
class EndLine(Setting):
    """The line that ends the text: its share of the text width, its weight in pt."""

    share: Decimal
    weight: Decimal


@dataclass(frozen=True, kw_only=True)
class CoverPlace(Setting):
    """Where a block of the cover stands: mm from the top of the page, its height in mm."""

    id: str
    top: Decimal
    height: Decimal


@dataclass(frozen=True, kw_only=True)
class Typesetting(Record):
    """`typesetting.yaml`. `grid`: line pitch of the page in pt."""

    latin: str
    grid: Decimal
    cover: PageSize
    page: PageSize
    cover_places: tuple[CoverPlace, ...]
    body_begins: Literal["oddPage", "nextPage"]
    styles: tuple[ParagraphStyle, ...]
    tables: TableRules
    end_line: EndLine
