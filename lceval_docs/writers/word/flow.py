"""What of a document's body takes room, as plain records: sections of paragraphs and tables, measured in points."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple

from lxml import etree

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
M = "http://schemas.openxmlformats.org/officeDocument/2006/math"

_TWIPS = 20.0
_EMU = 12700.0
_SINGLE = 1.3
_AROUND_PICTURE = 4.0


def w(name: str) -> str:
    """A name of Word's main namespace."""
    return f"{{{W}}}{name}"


_P, _PPR, _PSTYLE, _VAL, _W, _TABLE = w("p"), w("pPr"), w("pStyle"), w("val"), w("w"), w("tbl")
_TEXT, _BREAK, _ROW, _CELL = w("t"), w("br"), w("tr"), w("tc")
_COLUMN, _ROW_HEIGHT, _REPEATED, _SECTION = w("gridCol"), w("trHeight"), w("tblHeader"), w("sectPr")
_MATH_TEXT, _FRACTION, _EXTENT = f"{{{M}}}t", f"{{{M}}}f", f"{{{WP}}}extent"
_IN_PARAGRAPH = (_P, _PPR, _TEXT, _BREAK, _MATH_TEXT, _FRACTION, _EXTENT)
_IN_TABLE = (*_IN_PARAGRAPH, _ROW, _CELL, _COLUMN, _ROW_HEIGHT, _REPEATED)


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


class Paragraph:
    """A paragraph: its style and its text, line breaks as such; or the height of the picture in it."""

    __slots__ = ("element", "has_fraction", "picture", "style", "text", "turns_page")

    def __init__(self, element: etree._Element, style: Style):
        self.element, self.style = element, style
        self.text, self.picture = "", 0.0
        self.has_fraction = self.turns_page = False


class Row:
    """A table row. A repeated row stands again on each page."""

    __slots__ = ("cells", "element", "is_repeated", "least")

    def __init__(self, element: etree._Element):
        self.element = element
        self.cells: list[list[Paragraph]] = []
        self.least, self.is_repeated = 0.0, False

    def widths(self) -> list[float]:
        """The widths that its cells give themselves."""
        return [float(width.get(_W)) / _TWIPS for width in self.element.iterfind(f"{_CELL}/{w('tcPr')}/{w('tcW')}")]


class Table(NamedTuple):
    """Rows, and the widths of the grid's columns. A table inside a cell counts as further rows of the outer one."""

    rows: list[Row]
    columns: list[float]
    element: etree._Element


class Section(NamedTuple):
    """Blocks on pages of one size. `first_page`: the number it begins with, 0 to go on; `numbering`: Word's format."""

    blocks: list[Paragraph | Table]
    height: float
    room: float
    first_page: int
    numbering: str
    begins: str


def read_flow(body: etree._Element, styles: Mapping[str, Style]) -> Iterator[Section]:
    """The sections of a body, in order."""
    blocks: list[Paragraph | Table] = []
    for child in body:
        if child.tag == _P:
            blocks += _paragraphs(child.iter(_IN_PARAGRAPH), styles)[:1]
            own = child.find(f"{_PPR}/{_SECTION}")
            if own is not None:
                yield _section(own, blocks)
                blocks = []
        elif child.tag == _TABLE:
            blocks.append(_table(child, styles))
        elif child.tag == _SECTION:
            yield _section(child, blocks)


def _section(properties: etree._Element, blocks: list[Paragraph | Table]) -> Section:
    size, margin = properties.find(w("pgSz")), properties.find(w("pgMar"))
    numbers, kind = properties.find(w("pgNumType")), properties.find(w("type"))

    def inside(side: str, *margins: str) -> float:
        return (float(size.get(w(side))) - sum(float(margin.get(w(name))) for name in margins)) / _TWIPS

    return Section(
        blocks,
        height=inside("h", "top", "bottom"),
        room=inside("w", "left", "right"),
        first_page=int(numbers.get(w("start"), "0")) if numbers is not None else 0,
        numbering=numbers.get(w("fmt"), "decimal") if numbers is not None else "decimal",
        begins=kind.get(_VAL) if kind is not None else "nextPage",
    )


def _paragraphs(elements: Iterable[etree._Element], styles: Mapping[str, Style]) -> list[Paragraph]:
    found: list[Paragraph] = []
    for element in elements:
        if element.tag == _P:
            found.append(Paragraph(element, styles[""]))
        else:
            _add(element, found[-1], styles)
    return found


def _table(table: etree._Element, styles: Mapping[str, Style]) -> Table:
    """Read in one pass: a long report has thousands of cells."""
    columns: list[float] = []
    rows: list[Row] = []
    cell: list[Paragraph] = []
    for element in table.iter(_IN_TABLE):
        tag = element.tag
        if tag == _P:
            cell.append(Paragraph(element, styles[""]))
        elif tag == _CELL:
            cell = []
            rows[-1].cells.append(cell)
        elif tag == _ROW:
            rows.append(Row(element))
        elif tag == _COLUMN:
            columns.append(float(element.get(_W)) / _TWIPS)
        elif tag == _ROW_HEIGHT:
            rows[-1].least = float(element.get(_VAL)) / _TWIPS
        elif tag == _REPEATED:
            rows[-1].is_repeated = True
        else:
            _add(element, cell[-1], styles)
    return Table(rows, columns, table)


def _add(element: etree._Element, paragraph: Paragraph, styles: Mapping[str, Style]) -> None:
    """What a part of a paragraph means for its room."""
    tag = element.tag
    if tag in (_TEXT, _MATH_TEXT):
        paragraph.text += element.text or ""
    elif tag == _PPR:
        paragraph.style = _style(element, styles)
    elif tag == _BREAK:
        paragraph.text += "\n"
        paragraph.turns_page = paragraph.turns_page or element.get(w("type")) == "page"
    elif tag == _EXTENT:
        paragraph.picture = float(element.get("cy")) / _EMU + _AROUND_PICTURE
    else:
        paragraph.has_fraction = True


def _style(properties: etree._Element, styles: Mapping[str, Style]) -> Style:
    named = properties[0] if len(properties) and properties[0].tag == _PSTYLE else None
    style = styles.get(named.get(_VAL) if named is not None else "", styles[""])
    return style if len(properties) == (named is not None) else _changed(style, properties, None)


@lru_cache(maxsize=8)
def read_styles(styles: bytes) -> dict[str, Style]:
    """The metrics of each paragraph style by id, with what it takes over from the style it is based on."""
    root = etree.fromstring(styles)
    default = _changed(
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
            parent = metrics(based.get(_VAL)) if based is not None and based.get(_VAL) in elements else default
            known[id] = _changed(parent, element.find(_PPR), element.find(w("rPr")))
        return known[id]

    normal = next((id for id, s in elements.items() if s.get(w("default")) == "1"), None)
    return {**{id: metrics(id) for id in elements}, "": metrics(normal) if normal else default}


def _changed(style: Style, paragraph: etree._Element | None, run: etree._Element | None) -> Style:
    changes: dict[str, float | bool] = {}
    if run is not None and (size := run.find(w("sz"))) is not None:
        changes["size"] = float(size.get(_VAL)) / 2
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
                changes[name] = found.get(_VAL) not in ("0", "false")
    return replace(style, **changes) if changes else style  # type: ignore[arg-type]
