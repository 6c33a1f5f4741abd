"""On which page each paragraph falls: an estimate of how Word lays a document out.

Word itself counts again when it opens the file; these numbers stand in the table of contents until then, and where
nobody counts again. The estimate knows fixed line heights, widths of full and Latin letters, tables with fixed columns
whose rows do not break, headings that stay with what follows, and page breaks. A test holds it against a real layout.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from lxml import etree

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
M = "http://schemas.openxmlformats.org/officeDocument/2006/math"

_TWIPS = 20.0
_EMU = 12700.0
_SINGLE = 1.3
_CELL_MARGIN = 5.4
_RULE = 0.5
_NARROW = {**dict.fromkeys("ijl.,:;'|! ", 0.28), **dict.fromkeys("ftrI()[]-/", 0.33), **dict.fromkeys("mwMW%@", 0.83)}
_HANGING = "，。、；：？！）》”’"


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
    return f"{{{W}}}{name}"


def read_styles(styles: bytes) -> dict[str, Style]:
    """The metrics of each paragraph style by id, with what it takes over from the style it is based on."""
    root = etree.fromstring(styles)
    default = _with(Style(), root.find(f"{w('docDefaults')}/{w('pPrDefault')}/{w('pPr')}"),
                    root.find(f"{w('docDefaults')}/{w('rPrDefault')}/{w('rPr')}"))
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
            if spacing.get(w("lineRule")) in ("exact", "atLeast"):
                changes["line"] = float(spacing.get(w("line"))) / _TWIPS
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
    """How wide a text is in points: full letters one size, Latin ones less."""
    return sum(size if ord(c) > 0x2E7F or c in "“”‘’—…×÷≥≤①②③" else size * _NARROW.get(c, 0.5 if not c.isupper() else 0.7)
               for c in text)


def count_lines(text: str, room: float, style: Style) -> int:
    """How many lines a text takes in a column of `room` points."""
    lines = 0
    for piece in text.split("\n"):
        lines, used = lines + 1, style.first if lines == 0 else 0.0
        for word in _words(piece):
            needed = width(word, style.size)
            if used + needed > room + 0.01 and not (word in _HANGING and used):
                if used:
                    lines, used = lines + 1, 0.0
                while needed > room:
                    lines, needed = lines + 1, needed - room
            used += needed
    return lines


def _words(text: str) -> Iterator[str]:
    """Pieces that a line break does not divide: single full letters, Latin words."""
    word = ""
    for character in text:
        if character.isascii() and character not in " /":
            word += character
            continue
        if word:
            yield word
            word = ""
        yield character
    if word:
        yield word


class Layout:
    """Walks a document's body and notes the page of each paragraph."""

    def __init__(self, styles: Mapping[str, Style], body: etree._Element):
        self._styles = styles
        section = body.find(w("sectPr"))
        size, margin = section.find(w("pgSz")), section.find(w("pgMar"))
        self._height = (float(size.get(w("h"))) - float(margin.get(w("top"))) - float(margin.get(w("bottom")))) / _TWIPS
        self._room = (float(size.get(w("w"))) - float(margin.get(w("left"))) - float(margin.get(w("right")))) / _TWIPS
        self._page, self._y = 1, 0.0
        self.pages: dict[etree._Element, int] = {}
        blocks = list(body)
        for number, block in enumerate(blocks):
            following = blocks[number + 1] if number + 1 < len(blocks) else None
            if block.tag == w("p"):
                self._paragraph(block, following)
            elif block.tag == w("tbl"):
                self._table(block)

    def _turn(self) -> None:
        self._page, self._y = self._page + 1, 0.0

    def _paragraph(self, paragraph: etree._Element, following: etree._Element | None) -> None:
        style = self.style_of(paragraph)
        if (style.breaks_before and (self._y or self._page > 1)) and self.pages:
            self._turn()
        height, lines = self._measure(paragraph, self._room)
        kept = self._first_height(following) if style.keeps_next and following is not None else 0.0
        line = style.line_height()
        if self._y and self._y + style.before + (height if style.keeps_next or lines < 3 else line) + kept > self._height:
            self._turn()
        self.pages[paragraph] = self._page
        self._y += style.before + height + style.after
        while self._y - style.after > self._height + 0.5:
            self._page, self._y = self._page + 1, self._y - self._height
        if any(b.get(w("type")) == "page" for b in paragraph.iter(w("br"))):
            self._turn()

    def _first_height(self, block: etree._Element) -> float:
        if block.tag == w("tbl"):
            rows = block.findall(w("tr"))
            return sum(self._row_height(row) for row in rows[:2])
        if block.tag == w("p"):
            style = self.style_of(block)
            height, _ = self._measure(block, self._room)
            return style.before + (height if style.keeps_next else min(height, style.line_height()))
        return 0.0

    def style_of(self, paragraph: etree._Element) -> Style:
        properties = paragraph.find(w("pPr"))
        named = properties.find(w("pStyle")) if properties is not None else None
        style = self._styles.get(named.get(w("val")) if named is not None else "", self._styles[""])
        return _with(style, properties, None)

    def _measure(self, paragraph: etree._Element, room: float) -> tuple[float, int]:
        """Height in points without the space around, and lines."""
        style = self.style_of(paragraph)
        drawings = [float(e.get("cy")) / _EMU for e in paragraph.iter(f"{{{WP}}}extent")]
        if drawings:
            return max(drawings) + 4, 1
        text = "".join("\n" if e.tag == w("br") else (e.text or "") for e in paragraph.iter(w("t"), w("br"), f"{{{M}}}t"))
        lines = count_lines(text, room - style.left - style.right, style)
        tall = 1.7 if paragraph.find(f".//{{{M}}}f") is not None and not style.line else 1.0
        return lines * style.line_height() * tall, lines

    def _row_height(self, row: etree._Element) -> float:
        heights = [0.0]
        for cell in row.findall(w("tc")):
            room = float(cell.find(f"{w('tcPr')}/{w('tcW')}").get(w("w"))) / _TWIPS - 2 * _CELL_MARGIN
            heights.append(sum(self._measure(p, room)[0] + self.style_of(p).before + self.style_of(p).after
                               for p in cell.findall(w("p"))))
        wanted = row.find(f"{w('trPr')}/{w('trHeight')}")
        least = float(wanted.get(w("val"))) / _TWIPS if wanted is not None else 0.0
        return max(least, *heights) + _RULE

    def _table(self, table: etree._Element) -> None:
        rows = table.findall(w("tr"))
        repeated = sum(self._row_height(r) for r in rows if r.find(f"{w('trPr')}/{w('tblHeader')}") is not None)
        for row in rows:
            height = self._row_height(row)
            if self._y and self._y + height > self._height:
                self._turn()
                self._y = repeated
            self._y += height
