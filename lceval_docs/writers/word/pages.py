"""On which page each paragraph falls: an estimate of how an office program lays a document out.

Word itself counts again when it opens the file; these numbers stand in the table of contents until then, and where
nobody counts again. The estimate knows how many lines a text takes, the heights of rows, what stays together, page
breaks and sections. A test holds it against a real layout.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from types import MappingProxyType
from typing import NamedTuple

from lceval_docs.writers.word.flow import Cell, Lines, Paragraph, Row, Section, Table
from lceval_docs.writers.word.lines import WIDEST, count_lines
from lceval_docs.writers.word.style import Style

_OUTER_RULE, _RULE = 1.0, 0.5
# Of a line: what is laid out is rounded.
_TOLERANCE = 0.001
# Below a piece of a table that is cut into pieces.
_KEPT_FREE = 15.0
_NO_CAPTIONS: Mapping[Hashable, float] = MappingProxyType({})


class Pages(NamedTuple):
    """The printed number of the page on which each paragraph and row of the body begins; rows that begin a page, by table."""

    numbers: dict[Hashable, str]
    breaks: dict[Hashable, list[int]]


def count_pages(sections: Iterable[Section], captions: Mapping[Hashable, float] = _NO_CAPTIONS) -> Pages:
    """Lay a document out. `captions`: what stands above each further page of a table, by table, in points."""
    pages = Pages({}, {})
    page = 0
    for section in sections:
        first = section.first_page or page + 1
        if section.begins == "oddPage" and first % 2 == 0:
            first += 1
        layout = _Layout(section, first, captions)
        say = _NUMERALS.get(section.numbering, str)
        pages.numbers.update({element: say(number) for element, number in layout.pages.items()})
        pages.breaks.update(layout.breaks)
        page = layout.page
    return pages


def _roman(number: int) -> str:
    signs = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
    text = ""
    for value, sign in signs:
        text += sign * (number // value)
        number %= value
    return text


def _small_roman(number: int) -> str:
    return _roman(number).lower()


_NUMERALS = {"upperRoman": _roman, "lowerRoman": _small_roman}


class _Layout:
    """Walks a section and notes the page of each paragraph and row."""

    def __init__(self, section: Section, first_page: int, captions: Mapping[Hashable, float]):
        self._captions = captions
        self._blocks, self._places, self._height = section.blocks, section.places, section.height
        # By block: the heights of a paragraph's lines or of a table's rows, and of what must stand where each begins.
        self._heights = [_heights_of(block, section.room) for block in self._blocks]
        self._needed = self._needs()
        # Where the text of the page ends so far, and the space that the last paragraph wants behind it.
        self.page, self._y, self._after = first_page, 0.0, 0.0
        self.pages: dict[Hashable, int] = {}
        self.breaks: dict[Hashable, list[int]] = {}
        for number, block in enumerate(self._blocks):
            if isinstance(block, Table):
                self._table(number, block)
            else:
                self._paragraph(number, block)

    def _needs(self) -> list[list[float]]:
        """From the last block back: it may have to stay with those behind it."""
        needs: list[list[float]] = [[]] * len(self._blocks)
        follows: tuple[float, float] | None = None
        for number in range(len(self._blocks) - 1, -1, -1):
            block = self._blocks[number]
            if isinstance(block, Table):
                needs[number] = _rows_needed(block, self._heights[number], sum(follows or ()))
                follows = (0.0, _OUTER_RULE + needs[number][0] + self._kept_free(number))
                continue
            style, needed = block.style, block.lines.needed
            if style.keeps_next and follows:
                needed += max(style.after, follows[0]) + follows[1]
            needs[number] = [needed]
            follows = None if style.breaks_before else (style.before, needed)
        return needs

    def _kept_free(self, number: int) -> float:
        return _KEPT_FREE if self._places[number] in self._captions else 0.0

    def _turn(self) -> None:
        self.page, self._y, self._after = self.page + 1, 0.0, 0.0

    def _fits(self, needed: float, alone: float) -> bool:
        """Whether the page has room. What must stay together but is taller than a page does not."""
        return self._y == 0 or self._y + (needed if needed <= self._height else alone) <= self._height

    def _paragraph(self, number: int, paragraph: Paragraph) -> None:
        style, (heights, total, _) = paragraph.style, paragraph.lines
        if style.breaks_before and self.pages:
            self._turn()
        # Between two paragraphs stands the larger of the spaces that they want; none where a page begins by itself.
        gap = max(style.before, self._after)
        if not self._fits(gap + self._needed[number][0], gap + total):
            self._turn()
        if self._y or style.breaks_before or not self.pages:
            self._y += gap
        if style.above and not self._shares_frame(number - 1, style):
            self._y += style.above
        self.pages[self._places[number]] = self.page
        while (room := (self._height - self._y) / heights[0] + _TOLERANCE) < len(heights):
            heights = heights[max(_fitting(len(heights), room), 1) :]
            total = sum(heights)
            self._turn()
        shares = style.below and self._shares_frame(number + 1, style)
        self._y += total + (0.0 if shares else style.below)
        self._after = style.after
        if paragraph.turns_page:
            self._turn()

    def _shares_frame(self, number: int, style: Style) -> bool:
        """Whether a block stands in the same frame as its neighbour of a style."""
        block = self._blocks[number] if 0 <= number < len(self._blocks) else None
        return isinstance(block, Paragraph) and block.style == style

    def _table(self, number: int, table: Table) -> None:
        place, heights, needed = self._places[number], self._heights[number], self._needed[number]
        repeated = sum([height for row, height in zip(table.rows, heights, strict=True) if row.is_repeated])
        caption, kept_free = self._captions.get(place, 0.0), self._kept_free(number)
        top = _OUTER_RULE
        for n, (row, height) in enumerate(zip(table.rows, heights, strict=True)):
            gap = self._after + top + kept_free
            if not self._fits(gap + needed[n], gap + height):
                self._turn()
                if n:
                    self.breaks.setdefault(place, []).append(n)
                top = _OUTER_RULE + (0.0 if n == 0 or row.is_repeated else repeated + caption)
            self._y, self._after = self._y + self._after + top + height, 0.0
            self.pages[row.element] = self.page
            top = 0.0
        self._y += _OUTER_RULE - _RULE


def _rows_needed(table: Table, heights: list[float], follows: float) -> list[float]:
    """For each row its height, with that of the rows that it stays with, and of what follows the table."""
    needed = [*heights[:-1], heights[-1] + _OUTER_RULE - _RULE, follows]
    for n in reversed([n for n, row in enumerate(table.rows) if row.stays]):
        needed[n] += needed[n + 1]
    return needed


def _fitting(lines: int, room: float) -> int:
    """How many of a paragraph's lines stand on a page with room for fewer: never one alone, on either page."""
    fit = min(int(room), lines - 2)
    return fit if fit >= 2 else 0


def _heights_of(block: Paragraph | Table, room: float) -> list[float]:
    """The heights of a table's rows or of a paragraph's lines; those set in the same room before are known."""
    if isinstance(block, Table):
        columns = block.columns
        return [row.height if row.columns is columns else _row_height(row, block) for row in block.rows]
    if block.room != room:
        block.room, block.lines = room, _lines(block, room)
    return block.lines.heights


def _lines(paragraph: Paragraph, room: float) -> Lines:
    """A paragraph's lines: all of it stays together, or the first two."""
    style = paragraph.style
    line, lines = _measure(paragraph, room)
    heights = [line] * lines
    total = sum(heights)
    is_whole = style.keeps_next or style.keeps_lines or lines < 4
    return Lines(heights, total, (total if is_whole else sum(heights[:2])) + (style.above + style.below))


def _measure(paragraph: Paragraph, room: float, hangs: bool = True) -> tuple[float, int]:
    """The height of a line in points, and how many lines."""
    style, text, lines = paragraph.style, paragraph.text, 1
    room -= style.left + style.right
    if "\n" in text or len(text) * style.size * WIDEST + style.first > room:
        lines = count_lines(text, room, style.size, style.first, hangs)
    if paragraph.drawn and style.grows:
        return max(style.line, paragraph.drawn), lines
    return style.line_height(), lines


def _row_height(row: Row, table: Table) -> float:
    """The tallest cell, and the rule below. The table's grid gives the widths of rows that have a cell in each column."""
    widths = table.columns if len(row.cells) == len(table.columns) else row.widths()
    row.columns, row.height = table.columns, row.least
    for cell, width in zip(row.cells, widths, strict=True):
        row.height = max(row.height, _cell_height(cell, width - table.margins))
    row.stays = row.is_repeated or row.keeps_next()
    return row.height


def _cell_height(cell: Cell, room: float) -> float:
    if cell.room != room:
        height = _RULE
        for paragraph in cell:
            line, lines = _measure(paragraph, room, False)
            height += paragraph.style.before + lines * line + paragraph.style.after
        cell.room, cell.height = room, height
    return cell.height
