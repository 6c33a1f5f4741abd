"""On which page each paragraph falls: an estimate of how Word lays a document out.

Word itself counts again when it opens the file; these numbers stand in the table of contents until then, and where
nobody counts again. The estimate knows fixed line heights, widths of full and Latin letters, tables with fixed columns
whose rows do not break, headings that stay with what follows, page breaks and sections. A test holds it against a
real layout.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple

from lxml import etree

from lceval_docs.writers.word.flow import Paragraph, Row, Section, Style, Table

_CELL_MARGIN = 5.4
_RULE = 0.5
_FRACTION_HEIGHT = 2.7
# Below a piece of a table that is cut into pieces.
_KEPT_FREE = 15.0
_NO_CAPTIONS: Mapping[etree._Element, float] = MappingProxyType({})


class _Ems(dict[str, float]):
    """How wide a character is, in parts of its size: full letters one, Latin ones less."""

    def __missing__(self, character: str) -> float:
        if ord(character) > 0x2E7F or character in "“”‘’—…×÷≥≤①②③":
            width = 1.0
        elif character in "ijl.,:;'|! ":
            width = 0.28
        elif character in "ftrI()[]-/":
            width = 0.33
        elif character in "mwMW%@":
            width = 0.83
        else:
            width = 0.7 if character.isupper() else 0.5
        self[character] = width
        return width


_EMS = _Ems()
_CLOSING = "，。、；：？！）》”’"
_UNBROKEN = re.compile(f"[（《“‘]*(?:[!-.0-~]+|[^{_CLOSING}])[{_CLOSING}]*|[{_CLOSING}]+")


def width(text: str, size: float) -> float:
    """How wide a text is in points."""
    return size * sum(map(_EMS.__getitem__, text))


@lru_cache(maxsize=20_000)
def count_lines(text: str, room: float, size: float, first: float) -> int:
    """How many lines a text of a size takes in a column of `room` points, its first line indented by `first`."""
    if "\n" not in text and width(text, size) + first <= room:
        return 1
    lines = 0
    for piece in text.split("\n"):
        lines, used = lines + 1, first if lines == 0 else 0.0
        for word in _words(piece):
            needed = width(word, size)
            if used + needed > room + 0.01:
                if used:
                    lines, used = lines + 1, 0.0
                while needed > room:
                    lines, needed = lines + 1, needed - room
            used += needed
    return lines


def _words(text: str) -> Iterator[str]:
    """Pieces that a line break does not divide: Latin words; full letters, each with the closing marks behind it."""
    return (match[0] for match in _UNBROKEN.finditer(text))


class Pages(NamedTuple):
    """The printed number of the page on which each paragraph of the body begins; rows that begin a page, by table."""

    numbers: dict[etree._Element, str]
    breaks: dict[etree._Element, list[int]]


def count_pages(sections: Iterable[Section], captions: Mapping[etree._Element, float] = _NO_CAPTIONS) -> Pages:
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
    """Walks a section and notes the page of each paragraph."""

    def __init__(self, section: Section, first_page: int, captions: Mapping[etree._Element, float]):
        self._blocks, self._height, self._room = section.blocks, section.height, section.room
        self.page, self._y = first_page, 0.0
        self._captions = captions
        self.pages: dict[etree._Element, int] = {}
        self.breaks: dict[etree._Element, list[int]] = {}
        for number, block in enumerate(self._blocks):
            if isinstance(block, Table):
                self._table(block)
            else:
                self._paragraph(number, block)

    def _turn(self) -> None:
        self.page, self._y = self.page + 1, 0.0

    def _paragraph(self, number: int, paragraph: Paragraph) -> None:
        style = paragraph.style
        if style.breaks_before and self.pages:
            self._turn()
        height, lines = _measure(paragraph, self._room)
        start = _least(height, lines, style)
        kept = self._kept(number + 1) if style.keeps_next else 0.0
        if self._y and self._y + style.before + (height if style.keeps_next else start) + kept > self._height:
            self._turn()
        self.pages[paragraph.element] = self.page
        self._y += style.before + height + style.after
        while self._y - style.after > self._height + 0.5:
            self.page, self._y = self.page + 1, self._y - self._height
        if paragraph.turns_page:
            self._turn()

    def _kept(self, number: int) -> float:
        """The height that must follow on the same page: the next block's beginning, and more while that keeps on."""
        if number >= len(self._blocks):
            return 0.0
        block = self._blocks[number]
        if isinstance(block, Table):
            heads = sum(row.is_repeated for row in block.rows)
            free = _KEPT_FREE if block.element in self._captions else 0.0
            return sum(_row_height(row, block.columns) for row in block.rows[: heads + 1]) + free
        style = block.style
        height, lines = _measure(block, self._room)
        if style.keeps_next:
            return style.before + height + style.after + self._kept(number + 1)
        return style.before + _least(height, lines, style)

    def _table(self, table: Table) -> None:
        heights = [_row_height(row, table.columns) for row in table.rows]
        repeated = sum(h for row, h in zip(table.rows, heights, strict=True) if row.is_repeated)
        caption = self._captions.get(table.element)
        free = 0.0 if caption is None else _KEPT_FREE
        for number, height in enumerate(heights):
            if self._y and self._y + height + free > self._height:
                self._turn()
                self._y = repeated + (caption or 0.0)
                self.breaks.setdefault(table.element, []).append(number)
            self._y += height


def _least(height: float, lines: int, style: Style) -> float:
    """What of a paragraph must stand on its first page: no widow, no orphan."""
    return height if lines < 4 else 2 * style.line_height()


def _measure(paragraph: Paragraph, room: float) -> tuple[float, int]:
    """Height in points without the space around, and lines."""
    if paragraph.picture:
        return paragraph.picture, 1
    style = paragraph.style
    lines = count_lines(paragraph.text, room - style.left - style.right, style.size, style.first)
    tall = _FRACTION_HEIGHT if paragraph.has_fraction and not style.line else 1.0
    return lines * style.line_height() * tall, lines


def _row_height(row: Row, columns: list[float]) -> float:
    """The tallest cell. `columns`: widths of the table's grid, for rows that have a cell in each."""
    widths = columns if len(row.cells) == len(columns) else row.widths()
    tallest = row.least
    for cell, width in zip(row.cells, widths, strict=True):
        height = 0.0
        for paragraph in cell:
            style = paragraph.style
            height += _measure(paragraph, width - 2 * _CELL_MARGIN)[0] + style.before + style.after
        tallest = max(tallest, height)
    return tallest + _RULE
