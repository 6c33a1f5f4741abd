"""What of a document's body takes room, as plain records: sections of paragraphs and tables, measured in points."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from typing import NamedTuple

from lxml import etree

from lceval_docs.writers.word.lines import SLANTED, SMALL
from lceval_docs.writers.word.style import DIRECT, TWIPS, USUAL_MARGINS, Style, Styles, cell_margins, changed_style, w

WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
M = "http://schemas.openxmlformats.org/officeDocument/2006/math"

_EMU = 12700.0

_P, _PPR, _PSTYLE, _VAL, _W, _TABLE = w("p"), w("pPr"), w("pStyle"), w("val"), w("w"), w("tbl")
_TEXT, _BREAK, _ROW, _CELL = w("t"), w("br"), w("tr"), w("tc")
_COLUMN, _ROW_HEIGHT, _REPEATED, _SECTION = w("gridCol"), w("trHeight"), w("tblHeader"), w("sectPr")
_RUN, _LOWERED, _ITALIC = w("r"), w("vertAlign"), w("i")
_TABLE_STYLE, _MARGINS = w("tblStyle"), w("tblCellMar")
_CELL_WIDTH = w("tcW")
_OF_TABLE = (_ROW, _CELL, _CELL_WIDTH, _COLUMN, _ROW_HEIGHT, _REPEATED, _TABLE_STYLE, _MARGINS)
_PLAIN = ("0", "false", "baseline")
_MATH, _EXTENT = f"{{{M}}}oMath", f"{{{WP}}}extent"
_IN_PARAGRAPH = (_P, _PSTYLE, *DIRECT, _SECTION, _TEXT, _BREAK, _LOWERED, _ITALIC, _MATH, _EXTENT)
_ONLY_OUTSIDE = (w("pageBreakBefore"), w("keepLines"), w("pBdr"), _SECTION)
_IN_TABLE = (*(tag for tag in _IN_PARAGRAPH if tag not in _ONLY_OUTSIDE), *_OF_TABLE)


class Lines(NamedTuple):
    """The heights of a paragraph's lines, their sum, and what of it must stand where it begins; what else places it.

    `is_plain`: it has no frame and turns no page.
    """

    heights: Sequence[float] = ()
    total: float = 0.0
    needed: float = 0.0
    before: float = 0.0
    after: float = 0.0
    keeps_next: bool = False
    breaks_before: bool = False
    is_plain: bool = True


class Paragraph:
    """A paragraph: its style and its text, line breaks as such; or the height of what is drawn in it.

    `ends`: the section that ends with it, still without blocks. `room`, `lines`: the last room that it was set in.
    """

    # Values of the class until they are set: a long report has thousands of paragraphs, most of which set two.
    style = Style()
    text = ""
    drawn = 0.0
    turns_page = False
    ends: Section | None = None
    room: float | None = None
    lines = Lines()

    def saying(self, text: str) -> Paragraph:
        """The same with another text."""
        copy = Paragraph()
        copy.style, copy.text = self.style, text
        if self.drawn or self.turns_page or self.ends:
            copy.drawn, copy.turns_page, copy.ends = self.drawn, self.turns_page, self.ends
        return copy


class Cell(list[Paragraph]):
    """The paragraphs of a cell, and the width that it gives itself. `room`, `height`: of the last column it stood in."""

    __slots__ = ("height", "room", "width")

    def __init__(self, paragraphs: Iterable[Paragraph] = (), width: float = 0.0) -> None:
        super().__init__(paragraphs)
        self.width = width
        self.room: float | None = None
        self.height = 0.0


class Widths(tuple[float, ...]):
    """The widths of a table's columns, told apart as a thing and not by what they are: rows remember a height by it."""

    __hash__ = object.__hash__
    __eq__ = object.__eq__


class Row:
    """A table row. A repeated row stands again on each page.

    `element`: what stands for it, where somebody asks for its page. `columns`, `height`: of the last table it was
    measured in, `stays`: whether it stays with the row below. `has_field`: whether there is a field in its markup, if
    it was read from markup.
    """

    __slots__ = ("cells", "columns", "element", "has_field", "height", "is_repeated", "least", "stays")

    def __init__(
        self, least: float = 0.0, is_repeated: bool = False, cells: list[Cell] | None = None, has_field: bool = False
    ):
        self.element: Hashable = None
        self.cells: list[Cell] = cells or []
        self.least, self.is_repeated = least, is_repeated
        self.columns: Widths | None = None
        self.height, self.stays = 0.0, False
        self.has_field = has_field

    def keeps_next(self) -> bool:
        """Its first paragraph says so for all."""
        return bool(self.cells and self.cells[0] and self.cells[0][0].style.keeps_next)

    def widths(self) -> list[float]:
        """The widths that its cells give themselves."""
        return [cell.width for cell in self.cells]


class Table(NamedTuple):
    """Rows, the widths of the grid's columns, and what of a column a cell's margins take.

    A table inside a cell counts as further rows of the outer one.
    """

    rows: list[Row]
    columns: Widths
    margins: float


class Section(NamedTuple):
    """Blocks on pages of one size, and what stands for the place of each.

    `first_page`: the number it begins with, 0 to go on; `numbering`: Word's format.
    """

    height: float
    room: float
    first_page: int
    numbering: str
    begins: str
    blocks: Sequence[Paragraph | Table] = ()
    places: Sequence[Hashable] = ()


def read_flow(body: etree._Element, styles: Styles) -> Iterator[Section]:
    """The sections of a body, in order; an element stands for its own place."""
    return in_sections((child, read_block(child, styles)) for child in body)


def in_sections(placed: Iterable[tuple[Hashable, Paragraph | Table | Section | None]]) -> Iterator[Section]:
    """What takes room or ends a section, each with its place, as sections."""
    blocks: list[Paragraph | Table] = []
    places: list[Hashable] = []
    for place, shape in placed:
        ends = None
        if isinstance(shape, Section):
            ends = shape
        elif shape:
            blocks.append(shape)
            places.append(place)
            ends = shape.ends if isinstance(shape, Paragraph) else None
        if ends:
            yield ends._replace(blocks=blocks, places=places)
            blocks, places = [], []


def read_block(element: etree._Element, styles: Styles) -> Paragraph | Table | Section | None:
    """What of a body's child takes room or ends a section."""
    if element.tag == _P:
        return read_paragraph(element, styles)
    if element.tag == _TABLE:
        return read_table(element, styles)
    return read_section(element) if element.tag == _SECTION else None


def read_section(properties: etree._Element) -> Section:
    """The section that the properties end, still without blocks."""
    size, margin = properties.find(w("pgSz")), properties.find(w("pgMar"))
    numbers, kind = properties.find(w("pgNumType")), properties.find(w("type"))

    def inside(side: str, *margins: str) -> float:
        return (float(size.get(w(side))) - sum(float(margin.get(w(name))) for name in margins)) / TWIPS

    return Section(
        height=inside("h", "top", "bottom"),
        room=inside("w", "left", "right"),
        first_page=int(numbers.get(w("start"), "0")) if numbers is not None else 0,
        numbering=numbers.get(w("fmt"), "decimal") if numbers is not None else "decimal",
        begins=kind.get(_VAL) if kind is not None else "nextPage",
    )


def read_paragraph(element: etree._Element, styles: Styles) -> Paragraph:
    """A paragraph of the body. Those in a text box of it take no room of their own."""
    paragraph, face = Paragraph(), 0
    paragraph.style = styles.of("")
    for part in element.iterdescendants(_IN_PARAGRAPH):
        if part.tag == _P:
            break
        face = _add(part, paragraph, styles, face)
    return paragraph


def read_table(table: etree._Element, styles: Styles) -> Table:
    """Read in one pass, the most frequent first: a long report has thousands of cells."""
    columns: list[float] = []
    rows: list[Row] = []
    margins = USUAL_MARGINS
    paragraph, cell, face = Paragraph(), Cell(), 0
    default, named = styles.of(""), styles.paragraphs.get
    for element in table.iter(_IN_TABLE):
        tag = element.tag
        if tag == _TEXT and not face:
            paragraph.text += element.text or ""
        elif tag == _PSTYLE:
            paragraph.style = named(element.get(_VAL), default)
        elif tag == _P:
            paragraph = Paragraph()
            paragraph.style = default
            cell.append(paragraph)
        elif tag == _CELL:
            cell = Cell()
            rows[-1].cells.append(cell)
        elif tag == _CELL_WIDTH:
            cell.width = float(element.get(_W)) / TWIPS
        elif tag == _ROW:
            rows.append(Row())
            rows[-1].element = element
        elif tag == _COLUMN:
            columns.append(float(element.get(_W)) / TWIPS)
        elif tag == _ROW_HEIGHT:
            rows[-1].least = float(element.get(_VAL)) / TWIPS
        elif tag == _REPEATED:
            rows[-1].is_repeated = True
        elif tag == _TABLE_STYLE:
            margins = styles.margins.get(element.get(_VAL), margins)
        elif tag == _MARGINS:
            margins = cell_margins(element, margins)
        else:
            face = _add(element, paragraph, styles, face)
    return Table(rows, Widths(columns), margins)


def _add(element: etree._Element, paragraph: Paragraph, styles: Styles, face: int) -> int:
    """Put down what a part of a paragraph means for its room; the plane of the letters that come next."""
    tag = element.tag
    if tag == _TEXT:
        paragraph.text += in_face(element.text or "", face)
    elif tag == _PSTYLE:
        paragraph.style = styles.of(element.get(_VAL))
    elif tag == _SECTION:
        paragraph.ends = read_section(element)
    elif tag in DIRECT:
        paragraph.style = changed_style(paragraph.style, (element,), None)
    elif tag == _BREAK:
        paragraph.text += "\n"
        paragraph.turns_page = paragraph.turns_page or element.get(w("type")) == "page"
    elif tag == _EXTENT:
        paragraph.drawn = float(element.get("cy")) / _EMU
    elif tag == _MATH:
        paragraph.drawn = _math_height(element)
    elif element.get(_VAL) not in _PLAIN and element.getparent().getparent().tag == _RUN:
        return SMALL if tag == _LOWERED else SLANTED
    return 0


def in_face(text: str, face: int) -> str:
    """A text in the letters of a face, or in ordinary ones."""
    return "".join(chr(face + ord(c)) for c in text) if face else text


# Of formulas at 12 points, as they are set: letters of both kinds, a bar with the space around it, and what letters
# below, above and parentheses add.
_LETTERS, _FULL_LETTERS, _BAR, _AROUND = 13.5, 14.4, 1.3, 1.0
_MATH_RUN, _FRACTION, _FENCE = f"{{{M}}}r", f"{{{M}}}f", f"{{{M}}}d"
_RAISED = {f"{{{M}}}sSub": 1.9, f"{{{M}}}sSup": 4.5}


def _math_height(element: etree._Element) -> float:
    """How tall a part of a formula is."""
    tag = element.tag
    if tag == _MATH_RUN:
        return _LETTERS if "".join(element.itertext()).isascii() else _FULL_LETTERS
    inside = [_math_height(child) for child in element]
    if tag == _FRACTION:
        return sum(inside) + _BAR
    if tag in _RAISED:
        return inside[0] + _RAISED[tag]
    return max(inside, default=0.0) + (_AROUND if tag == _FENCE else 0.0)
