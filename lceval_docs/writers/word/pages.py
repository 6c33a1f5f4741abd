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
        said = {number: say(number) for number in range(first, layout.page + 1)}
        pages.numbers.update({element: said[number] for element, number in layout.pages.items()})
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
        # By table: the heights of its rows, and of what must stand where each begins.
        self._rows: dict[int, tuple[list[float], list[float]]] = {}
        # By block: the height of what must stand where it begins.
        self._needed = self._needs(section.room)
        # Where the text of the page ends so far, and the space that the last paragraph wants behind it.
        self.page, self._y, self._after = first_page, 0.0, 0.0
        self.pages: dict[Hashable, int] = {}
        self.breaks: dict[Hashable, list[int]] = {}
        self._walk()

    def _needs(self, room: float) -> list[float]:
        """From the last block back: it may have to stay with those behind it. Blocks set in the same room are known."""
        needs = [0.0] * len(self._blocks)
        follows: tuple[float, float] | None = None
        for number in range(len(needs) - 1, -1, -1):
            block = self._blocks[number]
            if isinstance(block, Table):
                if not block.rows:  # damaged, and takes no room
                    continue
                heights = _row_heights(block)
                rows = _rows_needed(block, heights, sum(follows or ()))
                self._rows[number] = heights, rows
                needs[number] = rows[0]
                follows = (0.0, _OUTER_RULE + rows[0] + self._kept_free(number))
                continue
            if block.room != room:
                block.room, block.lines = room, _lines(block, room)
            _, _, needed, before, after, keeps_next, breaks_before, _ = block.lines
            if keeps_next and follows:
                needed += max(after, follows[0]) + follows[1]
            needs[number] = needed
            follows = None if breaks_before else (before, needed)
        return needs

    def _kept_free(self, number: int) -> float:
        return _KEPT_FREE if self._places[number] in self._captions else 0.0

    def _turn(self) -> None:
        self.page, self._y, self._after = self.page + 1, 0.0, 0.0

    def _fits(self, needed: float, alone: float) -> bool:
        """Whether the page has room. What must stay together but is taller than a page does not."""
        return self._y == 0 or self._y + (needed if needed <= self._height else alone) <= self._height

    def _walk(self) -> None:
        """Most paragraphs stand below others, whole and without a frame."""
        places, needs, height = self._places, self._needed, self._height
        for number, block in enumerate(self._blocks):
            if isinstance(block, Table):
                if block.rows:
                    self._table(number, block)
                continue
            _, total, _, before, after, _, _, is_plain = block.lines
            gap, needed = before if before > self._after else self._after, needs[number]
            if is_plain and total <= needed and self._y and self._y + (gap + needed) <= height:
                self.pages[places[number]] = self.page
                self._y, self._after = self._y + gap + total, after
            else:
                self._paragraph(number, block)

    def _paragraph(self, number: int, paragraph: Paragraph) -> None:
        style, heights, total = paragraph.style, paragraph.lines.heights, paragraph.lines.total
        if style.breaks_before and number:
            self._turn()
        # Between two paragraphs stands the larger of the spaces that they want; none where a page begins by itself.
        gap = max(style.before, self._after)
        if not self._fits(gap + self._needed[number], gap + total):
            self._turn()
        if self._y or style.breaks_before or not number:
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
        place, rows, (heights, needed) = self._places[number], table.rows, self._rows[number]
        kept_free, has_elements = self._kept_free(number), rows[0].element is not None
        y, after, top = self._y, self._after, _OUTER_RULE
        for n, height in enumerate(heights):
            gap = after + top + kept_free
            if y and y + (gap + (needed[n] if gap + needed[n] <= self._height else height)) > self._height:
                self._turn()
                y = after = 0.0
                if n:
                    self.breaks.setdefault(place, []).append(n)
                top = _OUTER_RULE + (0.0 if n == 0 or rows[n].is_repeated else self._above(place, rows, heights))
            y, after, top = y + after + top + height, 0.0, 0.0
            if has_elements:
                self.pages[rows[n].element] = self.page
        self._y, self._after = y + (_OUTER_RULE - _RULE), 0.0

    def _above(self, place: Hashable, rows: list[Row], heights: list[float]) -> float:
        """What stands again above a table on each further page."""
        repeated = sum([height for row, height in zip(rows, heights, strict=True) if row.is_repeated])
        return repeated + self._captions.get(place, 0.0)


def _row_heights(table: Table) -> list[float]:
    columns = table.columns
    return [row.height if row.columns is columns else _row_height(row, table) for row in table.rows]


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


def _lines(paragraph: Paragraph, room: float) -> Lines:
    """A paragraph's lines: all of it stays together, or the first two."""
    style = paragraph.style
    line, lines = _measure(paragraph, room)
    heights = [line] * lines
    total = sum(heights)
    is_whole = style.keeps_next or style.keeps_lines or lines < 4
    return Lines(
        heights,
        total,
        (total if is_whole else sum(heights[:2])) + (style.above + style.below),
        style.before,
        style.after,
        style.keeps_next,
        style.breaks_before,
        not (style.breaks_before or style.above or style.below or paragraph.turns_page),
    )


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
    """Between two of its paragraphs stands the larger of the spaces that they want, as outside of tables."""
    if cell.room != room:
        height, after = _RULE, 0.0
        for paragraph in cell:
            line, lines = _measure(paragraph, room, False)
            height += max(paragraph.style.before, after) + lines * line
            after = paragraph.style.after
        cell.room, cell.height = room, height + after
    return cell.height
