"""On which page each paragraph falls: an estimate of how Word lays a document out.

Word itself counts again when it opens the file; these numbers stand in the table of contents until then, and where
nobody counts again. The estimate knows fixed line heights, widths of full and Latin letters, tables with fixed columns
whose rows do not break, headings that stay with what follows, and page breaks. A test holds it against a real layout.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from lxml import etree

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
M = "http://schemas.openxmlformats.org/officeDocument/2006/math"

_TWIPS = 20.0
_EMU = 12700.0
_SINGLE = 1.3
_CELL_MARGIN = 5.4
_RULE = 0.5


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


@dataclass(frozen=True)
class Style:
    """What of a paragraph style matters for its height, in points; sizes in points."""

    size: float = 10.5
    line: float = 0.0
    before: float = 0.0
    after: float = 0.0
    left: float = 0.0
    right: float = 0.0
    first: float = 0.0
    breaks_before: bool = False
    keeps_next: bool = False

    def line_height(self) -> float:
        return self.line or self.size * _SINGLE


def w(name: str) -> str:
    """A name of Word's main namespace."""
    return f"{{{W}}}{name}"


_P, _PPR, _PSTYLE, _VAL, _W = w("p"), w("pPr"), w("pStyle"), w("val"), w("w")
_TEXT, _BREAK, _ROW, _CELL = w("t"), w("br"), w("tr"), w("tc")

_CELL_WIDTH, _GRID = f"{w('tcPr')}/{w('tcW')}", f"{w('tblGrid')}/{w('gridCol')}"
_ROW_HEIGHT, _REPEATED = f"{w('trPr')}/{w('trHeight')}", f"{w('trPr')}/{w('tblHeader')}"
_MATH_TEXT, _FRACTION, _EXTENT = f"{{{M}}}t", f"{{{M}}}f", f"{{{WP}}}extent"
_FRACTION_HEIGHT = 2.7


@lru_cache(maxsize=8)
def read_styles(styles: bytes) -> dict[str, Style]:
    """The metrics of each paragraph style by id, with what it takes over from the style it is based on."""
    root = etree.fromstring(styles)
    default = _with(
        Style(),
        root.find(f"{w('docDefaults')}/{w('pPrDefault')}/{w('pPr')}"),
        root.find(f"{w('docDefaults')}/{w('rPrDefault')}/{w('rPr')}"),
    )
    elements = {s.get(w("styleId")): s for s in root.iter(w("style")) if s.get(w("type")) == "paragraph"}
    known: dict[str, Style] = {}

    def metrics(id: str) -> Style:
        if id not in known:
            element = elements[id]
            based = element.find(w("basedOn"))
            parent = metrics(based.get(w("val"))) if based is not None and based.get(w("val")) in elements else default
            known[id] = _with(parent, element.find(w("pPr")), element.find(w("rPr")))
        return known[id]

    normal = next((id for id, s in elements.items() if s.get(w("default")) == "1"), None)
    return {**{id: metrics(id) for id in elements}, "": metrics(normal) if normal else default}


def _with(style: Style, paragraph: etree._Element | None, run: etree._Element | None) -> Style:
    changes: dict[str, float | bool] = {}
    if run is not None and (size := run.find(w("sz"))) is not None:
        changes["size"] = float(size.get(w("val"))) / 2
    if paragraph is not None:
        size_now = float(changes.get("size", style.size))
        spacing, indent = paragraph.find(w("spacing")), paragraph.find(w("ind"))
        if spacing is not None:
            for name in ("before", "after"):
                if spacing.get(w(name)) is not None:
                    changes[name] = float(spacing.get(w(name))) / _TWIPS
            if spacing.get(w("line")) is not None:
                fixed = spacing.get(w("lineRule")) in ("exact", "atLeast")
                changes["line"] = float(spacing.get(w("line"))) / _TWIPS if fixed else 0.0
        if indent is not None:
            for name, attributes in (("left", ("left", "start")), ("right", ("right", "end"))):
                for attribute in attributes:
                    if indent.get(w(attribute)) is not None:
                        changes[name] = float(indent.get(w(attribute))) / _TWIPS
            if indent.get(w("firstLineChars")) is not None:
                changes["first"] = float(indent.get(w("firstLineChars"))) / 100 * size_now
        for name, tag in (("breaks_before", "pageBreakBefore"), ("keeps_next", "keepNext")):
            found = paragraph.find(w(tag))
            if found is not None:
                changes[name] = found.get(w("val")) not in ("0", "false")
    return replace(style, **changes)  # type: ignore[arg-type]


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


class Layout:
    """Walks a document's body as far as its last heading and notes the page of each paragraph."""

    def __init__(self, styles: Mapping[str, Style], body: etree._Element, last: etree._Element):
        self._styles = styles
        section = body.find(w("sectPr"))
        size, margin = section.find(w("pgSz")), section.find(w("pgMar"))
        self._height = (float(size.get(w("h"))) - float(margin.get(w("top"))) - float(margin.get(w("bottom")))) / _TWIPS
        self._room = (float(size.get(w("w"))) - float(margin.get(w("left"))) - float(margin.get(w("right")))) / _TWIPS
        self._special = {next(e.iterancestors(_P)) for e in body.iter(_BREAK, _MATH_TEXT, _EXTENT)}
        self._page, self._y = 1, 0.0
        self.pages: dict[etree._Element, int] = {}
        self._blocks = list(body)
        for number, block in enumerate(self._blocks):
            if block.tag == _P:
                self._paragraph(number)
            elif block.tag == w("tbl"):
                self._table(block)
            if block is last:
                break

    def _turn(self) -> None:
        self._page, self._y = self._page + 1, 0.0

    def _paragraph(self, number: int) -> None:
        paragraph = self._blocks[number]
        style = self.style_of(paragraph)
        if style.breaks_before and self.pages:
            self._turn()
        height, lines = self._measure(paragraph, self._room, style)
        start = self._least(height, lines, style)
        kept = self._kept(number + 1) if style.keeps_next else 0.0
        if self._y and self._y + style.before + (height if style.keeps_next else start) + kept > self._height:
            self._turn()
        self.pages[paragraph] = self._page
        self._y += style.before + height + style.after
        while self._y - style.after > self._height + 0.5:
            self._page, self._y = self._page + 1, self._y - self._height
        if paragraph in self._special and any(b.get(w("type")) == "page" for b in paragraph.iter(_BREAK)):
            self._turn()

    def _least(self, height: float, lines: int, style: Style) -> float:
        """What of a paragraph must stand on its first page: no widow, no orphan."""
        return height if lines < 4 else 2 * style.line_height()

    def _kept(self, number: int) -> float:
        """The height that must follow on the same page: the next block's beginning, and more while that keeps on."""
        if number >= len(self._blocks):
            return 0.0
        block = self._blocks[number]
        if block.tag == w("tbl"):
            rows = block.findall(_ROW)
            heads = sum(row.find(_REPEATED) is not None for row in rows)
            return sum(self._row_height(row, _columns(block)) for row in rows[: heads + 1])
        if block.tag != _P:
            return 0.0
        style = self.style_of(block)
        height, lines = self._measure(block, self._room, style)
        if style.keeps_next:
            return style.before + height + style.after + self._kept(number + 1)
        return style.before + self._least(height, lines, style)

    def style_of(self, paragraph: etree._Element) -> Style:
        properties = paragraph[0] if len(paragraph) else None
        if properties is None or properties.tag != _PPR:
            return self._styles[""]
        named = properties[0] if len(properties) and properties[0].tag == _PSTYLE else None
        style = self._styles.get(named.get(_VAL) if named is not None else "", self._styles[""])
        return style if len(properties) == (named is not None) else _with(style, properties, None)

    def _measure(self, paragraph: etree._Element, room: float, style: Style) -> tuple[float, int]:
        """Height in points without the space around, and lines."""
        room -= style.left + style.right
        if paragraph not in self._special:
            lines = count_lines("".join(paragraph.itertext(_TEXT)), room, style.size, style.first)
            return lines * style.line_height(), lines
        text, has_fraction = "", False
        for part in paragraph.iter(_TEXT, _BREAK, _MATH_TEXT, _EXTENT, _FRACTION):
            if part.tag == _EXTENT:
                return float(part.get("cy")) / _EMU + 4, 1
            has_fraction = has_fraction or part.tag == _FRACTION
            text += "\n" if part.tag == _BREAK else part.text or ""
        lines = count_lines(text, room, style.size, style.first)
        tall = _FRACTION_HEIGHT if has_fraction and not style.line else 1.0
        return lines * style.line_height() * tall, lines

    def _row_height(self, row: etree._Element, columns: Sequence[float]) -> float:
        """The tallest cell. `columns`: widths of the table's grid, for rows that have a cell in each."""
        cells = [cell for cell in row if cell.tag == _CELL]
        if len(cells) != len(columns):
            columns = [float(cell.find(_CELL_WIDTH).get(_W)) / _TWIPS for cell in cells]
        tallest = 0.0
        for cell, width in zip(cells, columns, strict=True):
            height = 0.0
            for paragraph in cell.iterchildren(_P):
                style = self.style_of(paragraph)
                height += self._measure(paragraph, width - 2 * _CELL_MARGIN, style)[0] + style.before + style.after
            tallest = max(tallest, height)
        wanted = row.find(_ROW_HEIGHT)
        least = float(wanted.get(_VAL)) / _TWIPS if wanted is not None else 0.0
        return max(least, tallest) + _RULE

    def _table(self, table: etree._Element) -> None:
        rows, columns = table.findall(_ROW), _columns(table)
        heights = [self._row_height(row, columns) for row in rows]
        repeated = sum(h for row, h in zip(rows, heights, strict=True) if row.find(_REPEATED) is not None)
        for height in heights:
            if self._y and self._y + height > self._height:
                self._turn()
                self._y = repeated
            self._y += height


def _columns(table: etree._Element) -> list[float]:
    return [float(column.get(_W)) / _TWIPS for column in table.iterfind(_GRID)]
