"""A finished report as it is found: its printed figures and its lines, each with its place."""

from __future__ import annotations

from typing import NamedTuple

from lceval_docs.records import dataclass

# How people call what stands at the head and the foot of every page, by how the names of its parts begin.
MARGINS = {"word/header": "页眉", "word/footer": "页脚"}


class Place(NamedTuple):
    """Where something stands: headings above it from the outermost in, the table with its label, row and column.

    `table`: the label before a table ("表7"), or "" where it has none; `number`: the how many-th table under its innermost
    heading. Rows count from 1 below the head of the table, columns (`position`) from 1; all are 0 outside of tables.
    `column`: what stands at its head; `first`: in the first cell of the row.
    """

    headings: tuple[str, ...] = ()
    table: str = ""
    number: int = 0
    row: int = 0
    position: int = 0
    column: str = ""
    first: str = ""


class FoundFigure(NamedTuple):
    """What stands in a hidden bookmark, and the signs right beside it."""

    name: str
    text: str
    place: Place
    before: str = ""
    behind: str = ""


class FoundLine(NamedTuple):
    """A paragraph of the document, or one of a cell; `own`: without what stands in the bookmarks."""

    text: str
    own: str
    place: Place


@dataclass(frozen=True)
class FoundSeries:
    """A series of a chart: its name, and as texts the categories and values that it is drawn from."""

    name: str
    categories: tuple[str, ...]
    values: tuple[str, ...]


@dataclass(frozen=True)
class FoundReport:
    """`margins`: figures in headers and footers. `charts`: how many are drawn."""

    figures: tuple[FoundFigure, ...]
    margins: tuple[FoundFigure, ...]
    lines: tuple[FoundLine, ...]
    charts: int

    @property
    def all_figures(self) -> tuple[FoundFigure, ...]:
        return self.figures + self.margins
