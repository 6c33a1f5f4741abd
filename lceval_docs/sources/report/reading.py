"""The figures and lines of a finished report, wherever office programs have put its bookmarks meanwhile."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree

from lceval_docs.model.report import MARGINS, FoundFigure, FoundLine, FoundReport, Place
from lceval_docs.problems import Fault, Mark, Problem
from lceval_docs.sources.file import read_bytes
from lceval_docs.sources.template.package import MAX_BYTES, UNSAFE, W, parser, unsafe, unzip

UNSAFE_REPORT = Fault("E0854", "the file holds {found}.", "No report of this tool does; do not trust the file.")

CUSTOM = "customXml/"
_CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}chart"
_DOCUMENT, _STYLES = "word/document.xml", "word/styles.xml"
_HEADING = re.compile(r"heading (\d)")
_LABEL = re.compile(r"\s*(表\s*[A-Z]?[.．]?\d+)")
_HIDDEN = "_"
# Our own never lie within each other.
_MOST_OPEN = 20
_NOT_OURS = ("_Toc", "_GoBack", "_Ref", "_Hlk")
# What was deleted with changes tracked, and what says only how something looks.
_NO_TEXT = frozenset(
    f"{{{W}}}{name}"
    for name in ("del", "moveFrom", "pPr", "rPr", "tcPr", "trPr", "tblPr", "tblGrid", "sectPr", "sdtPr")
)
_IS_HEAD, _STYLE = f"{{{W}}}trPr/{{{W}}}tblHeader", f"{{{W}}}pPr/{{{W}}}pStyle"
_CELL, _SPAN, _VALUE = f"{{{W}}}tcPr", f"{{{W}}}gridSpan", f"{{{W}}}val"
_MOST_COLUMNS = 63
_BREAKS = {f"{{{W}}}tab": "\t", f"{{{W}}}br": "\n", f"{{{W}}}cr": "\n", f"{{{W}}}noBreakHyphen": "-"}
_P, _R, _RPR, _TBL, _TR, _TC, _T, _START, _END = (
    f"{{{W}}}{name}" for name in ("p", "r", "rPr", "tbl", "tr", "tc", "t", "bookmarkStart", "bookmarkEnd")
)
# Ways in which what is written is not seen: hidden, struck through; sizes in half points below this are dust.
_UNSEEN = frozenset(f"{{{W}}}{name}" for name in ("vanish", "webHidden", "strike", "dstrike"))
_SIZE, _LEAST_SIZE, _OFF = f"{{{W}}}sz", 6, ("0", "false", "off")
_SIGNS, _DUST = (b"vanish", b"webHidden", b"trike"), re.compile(rb'<w:sz w:val="[0-5]"')
_FORMULA = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_HIDDEN_ROW, _SYMBOL, _CHAR = f"{{{W}}}trPr/{{{W}}}hidden", f"{{{W}}}sym", f"{{{W}}}char"
_TABS, _BOX = f"{{{W}}}tabs", f"{{{W}}}txbxContent"
_ID, _NAME = f"{{{W}}}id", f"{{{W}}}name"


def open_report(path: Path, shown: str) -> tuple[dict[str, bytes], tuple[Problem, ...]]:
    """The parts of a Word file that is safe to read, or why it is not."""
    mark = Mark(shown)
    raw, problems = read_bytes(path, shown, MAX_BYTES)
    if problems:
        return {}, problems
    parts, problems = unzip(raw, mark)
    if problems:
        return {}, problems
    others = {name: part for name, part in parts.items() if not name.startswith(CUSTOM)}  # read with doubt anyhow
    found = tuple(unsafe(others, mark))
    return parts, tuple(UNSAFE_REPORT.at(mark, **dict(p.details)) if p.fault is UNSAFE else p for p in found)


def read_report(parts: Mapping[str, bytes]) -> FoundReport:
    """What is printed in a report, in its order. What was deleted with changes tracked is not there."""
    document = etree.fromstring(parts[_DOCUMENT], parser())
    body, charts = document.find(f"{{{W}}}body"), sum(1 for _ in document.iter(_CHART))
    walk, beside = _Walk(_levels(parts.get(_STYLES, b"")), _may_hide(parts[_DOCUMENT])), _Walk({})
    if body is not None:
        walk.through(body)
    for beginning, called in MARGINS.items():
        for name in sorted(name for name in parts if name.startswith(beginning)):
            beside.aside(etree.fromstring(parts[name], parser()), called)
    return FoundReport(tuple(walk.figures), tuple(beside.figures), tuple(walk.lines + beside.lines), charts)


def _levels(styles: bytes) -> dict[str, int]:
    """The levels of headings by the ids of their styles."""
    found = {}
    root = etree.fromstring(styles, parser()) if styles else ()
    for style in root:
        name = style.find(f"{{{W}}}name") if isinstance(style.tag, str) else None
        match = _HEADING.fullmatch((name.get(f"{{{W}}}val") or "").lower()) if name is not None else None
        if match:
            found[style.get(f"{{{W}}}styleId")] = int(match[1])
    return found


@dataclass
class _Open:
    """A bookmark that is being read: the sign right before it, its text so far, where in the paragraph it ended."""

    name: str
    place: Place
    before: str
    pieces: list[str] = field(default_factory=list)
    end: int = 0


@dataclass
class _Table:
    label: str
    number: int
    heads: dict[int, str] = field(default_factory=dict)
    row: int = 0
    column: int = 0
    first: str = ""


class _Walk:
    """One way through a document, from its first paragraph to its last."""

    def __init__(self, levels: Mapping[str, int], may_hide: bool = True):
        self._levels, self._may_hide = levels, may_hide
        self.figures: list[FoundFigure] = []
        self.lines: list[FoundLine] = []
        self._headings: list[tuple[int, str]] = []
        self._label, self._tables = "", 0
        self._inside: list[_Table] = []
        self._open: dict[str, _Open] = {}
        self._ended: list[_Open] = []
        self._here = Place()
        self._text: list[str] = []
        self._length = 0
        self._own: list[str] = []

    def aside(self, element: etree._Element, called: str) -> None:
        """A part beside the document; its lines are known by what it is called."""
        self._headings = [(0, called)]
        self._here = self._place()
        self.through(element)

    def through(self, element: etree._Element) -> None:
        for child in element:
            tag = child.tag
            if tag == _P:
                self._paragraph(child)
            elif tag == _TBL:
                self._table(child)
            elif tag in (_START, _END):
                self._bookmark(child)
            elif isinstance(tag, str) and tag not in _NO_TEXT:
                self.through(child)

    def _table(self, table: etree._Element) -> None:
        self._tables += 1
        outside = self._here
        self._inside.append(_Table(self._label, self._tables))
        self._label = ""
        for row in table:
            if row.tag == _TR:
                if row.find(_HIDDEN_ROW) is None:
                    self._row(row)
            elif isinstance(row.tag, str):
                self.through(row)
        self._inside.pop()
        self._here = outside

    def _row(self, row: etree._Element) -> None:
        table = self._inside[-1]
        is_head = row.find(_IS_HEAD) is not None or not (table.heads or table.row)
        table.row += 0 if is_head else 1
        table.column, table.first = 0, ""
        for cell in row:
            if cell.tag == _TC:
                first = len(self.lines)
                self._here = self._place()
                self.through(cell)
                text = "".join([line.text for line in self.lines[first:]])
                last = table.column + _span(cell)
                if is_head:
                    table.heads.update({n: table.heads.get(n, "") + text for n in range(table.column, last)})
                table.first = table.first if table.column else text
                table.column = last
            elif isinstance(cell.tag, str):
                self.through(cell)

    def _paragraph(self, paragraph: etree._Element) -> None:
        self._text, self._own, self._length = [], [], 0
        nested: list[etree._Element] = []
        self._runs(paragraph, nested)
        text = "".join(self._text)
        if not self._inside:
            self._begin(paragraph, text)
        self.lines.append(FoundLine(text, "".join(self._own), self._here))
        for mark in self._ended:
            behind = text[mark.end : mark.end + 1]
            self.figures.append(FoundFigure(mark.name, "".join(mark.pieces), mark.place, mark.before, behind))
        self._ended = []
        for box in nested:
            self.through(box)

    def _begin(self, paragraph: etree._Element, text: str) -> None:
        """What a paragraph outside of tables begins: a part of the document, if it is a heading; a table, by its label."""
        style = paragraph.find(_STYLE)
        level = self._levels.get(style.get(_VALUE) or "", 0) if style is not None else 0
        if level and text.strip():
            self._headings = [one for one in self._headings if one[0] < level] + [(level, text.strip())]
            self._tables, self._label = 0, ""
            self._here = self._place()
        elif label := _LABEL.match(text):
            self._label = re.sub(r"\s", "", label[1])

    def _runs(self, element: etree._Element, nested: list[etree._Element]) -> None:
        """The text of a paragraph, of its runs in whatever they lie; what stands in boxes comes after it."""
        for child in element:
            tag = child.tag
            if self._may_hide and tag == _R and len(child) and child[0].tag == _RPR and _is_unseen(child[0]):
                continue
            if tag == _R and len(child) and child[-1].tag == _T and len(child) - (child[0].tag == _RPR) == 1:
                self._say(child[-1].text or "")  # nearly every run
            elif tag in (_T, _FORMULA):
                self._say(child.text or "")
            elif tag == _SYMBOL:
                self._say(_sign(child.get(_CHAR) or ""))
            elif tag in _BREAKS and element.tag != _TABS:
                self._say(_BREAKS[tag])
            elif tag in (_START, _END):
                self._bookmark(child)
            elif tag == _BOX:
                nested.append(child)
            elif isinstance(tag, str) and tag not in _NO_TEXT:
                self._runs(child, nested)

    def _say(self, text: str) -> None:
        if not text:
            return
        self._text.append(text)
        self._length += len(text)
        for mark in self._open.values():
            mark.pieces.append(text)
        if not self._open:
            self._own.append(text)

    def _bookmark(self, mark: etree._Element) -> None:
        id, name = mark.get(_ID) or "", mark.get(_NAME) or ""
        if mark.tag == _START:
            if name.startswith(_HIDDEN) and not name.startswith(_NOT_OURS) and len(self._open) < _MOST_OPEN:
                self._open[id] = _Open(name, self._here, self._text[-1][-1:] if self._text else "")
        elif id in self._open:
            ended = self._open.pop(id)
            ended.end = self._length
            self._ended.append(ended)

    def _place(self) -> Place:
        headings = tuple(text for _, text in self._headings)
        if not self._inside:
            return Place(headings)
        table = self._inside[-1]
        head = table.heads.get(table.column, "")
        return Place(headings, table.label, table.number, table.row, table.column + 1, head, table.first)


def _may_hide(raw: bytes) -> bool:
    """Whether there is anything in a part that could keep a run from being seen; in most there is not."""
    return any(sign in raw for sign in _SIGNS) or (b"<w:sz " in raw and _DUST.search(raw) is not None)


def _is_unseen(properties: etree._Element) -> bool:
    """Whether a run with these properties is not seen on the page."""
    for one in properties:
        if one.tag in _UNSEEN and one.get(_VALUE) not in _OFF:
            return True
        size = one.get(_VALUE) or "" if one.tag == _SIZE else ""
        if size.isascii() and size.isdigit() and int(size[:4]) < _LEAST_SIZE:
            return True
    return False


def _sign(code: str) -> str:
    """The sign of a symbol that is given by its number in a font."""
    return chr(int(code, 16)) if re.fullmatch(r"[0-9A-Fa-f]{1,4}", code) else ""


def _span(cell: etree._Element) -> int:
    """How many columns a cell spans."""
    for properties in cell.iterchildren(_CELL):
        for span in properties.iterchildren(_SPAN):
            text = span.get(_VALUE) or ""
            return min(int(text), _MOST_COLUMNS) if text.isascii() and text.isdigit() and len(text) < 4 else 1
    return 1
