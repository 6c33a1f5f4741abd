"""A document's body as its blocks in markup, each measured once: what was seen before is not read again.

Reports of one edition repeat nearly all of their markup; reading it as a tree takes most of the time that a report
takes. So paragraphs, rows and cells are remembered by their bytes; and of one with a text of its own, what stands
around the texts is: a figure never seen before costs no tree either.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from operator import attrgetter
from typing import NamedTuple

from lxml import etree

from lceval_docs.memory import Memory
from lceval_docs.writers.word.flow import (
    Cell,
    Paragraph,
    Row,
    Section,
    Table,
    in_face,
    in_sections,
    read_block,
    read_paragraph,
    read_section,
    read_table,
)
from lceval_docs.writers.word.lines import SLANTED, SMALL
from lceval_docs.writers.word.seam import ROW_END, TABLE_END, between_seams, without_seams
from lceval_docs.writers.word.style import Styles, w

# What makes the end of a paragraph, row or table uncertain without a tree.
_NESTING = (b"<w:txbxContent", b"<w:sdt>", b"<w:sdt ", b"<mc:AlternateContent", b"<w:tbl>", b"<w:tbl ", ROW_END)
_TABLE, _CELL_END = b"<w:tbl>", b"</w:tc>"
# By as many bytes as tell what begins.
_TOLD = 5
_ENDS = {b"<w:p>": b"</w:p>", b"<w:p ": b"</w:p>", b"<w:se": b"</w:sectPr>"}
_STYLE = re.compile(rb"<w:p(?: [^>]*)?><w:pPr><w:pStyle w:val=\"([^\"]*)\"/>")
_ROW, _CELL = re.compile(rb"<w:tr[ >]"), re.compile(rb"<w:tc[ >]")
_ROOT = re.compile(rb"<w:document[^>]*>")
_PARAGRAPH, _SECTION, _FIELD = (b"<w:p>", b"<w:p ", b"<w:p/>"), b"<w:sectPr", b"<w:instrText"
_HAS_FIELD = attrgetter("has_field")
_TEXT = re.compile(rb">([^<]+)</w:t>")
# What is said of a drawing takes no room, and no two reports say the same.
_DESCRIBED, _DESCRIPTION = b" descr=", re.compile(rb"(<wp:docPr [^<>]*) descr=\"[^\"<]*\"")
# Stands for a text in markup whose texts are taken out; and how it is read in each face.
_MARK = "\ue000"
_MARKED = b">" + _MARK.encode() + b"</w:t>"
_MARKS = re.compile("|".join(chr(face + ord(_MARK)) for face in (0, SMALL, SLANTED)))
# Bytes remembered in a generation: the rows of some reports; of what is smaller, what most reports have in common.
_ROWS, _CELLS, _TEXTS, _BLOCKS, _SHAPES = 2_500_000, 1_500_000, 1_000_000, 750_000, 500_000


class Block(NamedTuple):
    """A block of the body: its markup, what of it takes room or ends a section, and whether there is a field in it.

    `pieces`: its markup; of a table, row by row. `style`: the id of a paragraph's style.
    """

    pieces: Sequence[bytes]
    shape: Paragraph | Table | Section | None
    has_field: bool
    style: bytes = b""

    @property
    def markup(self) -> bytes:
        return b"".join(self.pieces)

    def saying(self, markup: bytes) -> Block:
        """The block in other markup that takes the same room."""
        return Block((markup,), self.shape, self.has_field, self.style)


def sections(blocks: Iterable[Block]) -> Iterator[Section]:
    """The sections of a body. A block's number stands for its place."""
    return in_sections(enumerate([block.shape for block in blocks]))


class _NestedError(Exception):
    """Something in the markup makes it uncertain where a block ends."""


class Reader:
    """Blocks as what takes room, for documents with one set of styles and one root element."""

    def __init__(self, styles: Styles, head: bytes):
        self._styles = styles
        root = _ROOT.search(head)
        self._open = root[0] if root else b"<w:document>"
        self._rows = Memory(self._row, _ROWS)
        self._cells = Memory(self._cell, _CELLS)
        self._frames = Memory(self._frame, _SHAPES)
        self._patterns = Memory(self._pattern, _SHAPES)
        self._blocks = Memory(self._made, _BLOCKS)
        self._texts = Memory(self._between, _TEXTS)

    def blocks(self, document: bytes, begin: int, end: int) -> list[Block]:
        """The top-level blocks of a document, in order; its body's inside is from `begin` to `end`."""
        try:
            first, *others = between_seams(document)
            body = [first[begin:], *others]
            body[-1] = body[-1][: end - len(document)]
            return self._cut(body)
        except _NestedError:
            body = etree.fromstring(without_seams(document)).find(w("body"))
            return [self._whole(child, etree.tostring(child)) for child in body]

    def block(self, markup: bytes) -> Block:
        """One block."""
        try:
            return self._cut(between_seams(markup))[0] if markup.startswith(_TABLE) else self._blocks[markup]
        except _NestedError:
            return self._whole(self._tree(markup), markup)

    def _cut(self, body: Iterable[bytes]) -> list[Block]:
        """The blocks of what stands between seams."""
        found: list[Block] = []
        table: list[bytes] = []  # what was read of the table that is open
        for piece in body:
            if table:
                table.append(piece)
            else:
                at = piece.find(_TABLE)
                found += self._texts[piece if at < 0 else piece[:at]]
                if at < 0:
                    continue
                table.append(piece[at:])
            if piece.endswith(TABLE_END):
                found.append(self._table(table))
                table = []
        if table:
            raise _NestedError
        return found

    def _between(self, markup: bytes) -> list[Block]:
        """The blocks that stand between two tables."""
        return [self._blocks[block] for block in _paragraphs(markup)]

    def _whole(self, element: etree._Element, markup: bytes) -> Block:
        return Block((markup,), read_block(element, self._styles), _FIELD in markup, _style(markup))

    def _made(self, markup: bytes) -> Block:
        shape: Paragraph | Section | None = None
        if markup.startswith(_PARAGRAPH):
            shape = self._cell(markup)[0]
        elif markup.startswith(_SECTION):
            shape = read_section(self._tree(markup))
        else:
            _check(markup)
        return Block((markup,), shape, _FIELD in markup, _style(markup))

    def _table(self, pieces: list[bytes]) -> Block:
        """A table of what stands before its rows with the first of them, each further row, and its end."""
        if len(pieces) == 1:
            return Block(pieces, self._frames[pieces[0]], False)
        frame, first = _opened(pieces[0], _ROW)
        if pieces[-1] != TABLE_END:
            _check(pieces[-1])
        known = self._frames[frame]
        rows = [self._rows[row] for row in (first, *pieces[1:-1])]
        return Block(pieces, Table(rows, known.columns, known.margins), any(map(_HAS_FIELD, rows)))

    def _row(self, markup: bytes) -> Row:
        *cells, end = markup.split(_CELL_END)
        if end != ROW_END:
            _check(end.removesuffix(ROW_END))
        frame = b""
        if cells:
            frame, cells[0] = _opened(cells[0], _CELL)
        known = self._frames[frame or end.removesuffix(ROW_END)].rows[0]
        return Row(known.least, known.is_repeated, [self._cells[cell] for cell in cells], _FIELD in markup)

    def _frame(self, markup: bytes) -> Table:
        """What is said of a table before its rows, or of a row before its cells."""
        _check(markup.removeprefix(_TABLE))
        return self._alone(markup if markup.startswith(_TABLE) else _TABLE + markup + ROW_END)

    def _cell(self, markup: bytes) -> Cell:
        """A cell, or a paragraph as the only one of a cell."""
        if _DESCRIBED in markup:
            markup = _DESCRIPTION.sub(rb"\1", markup)
        if b"&" in markup or b"\r" in markup:  # a tree reads these otherwise than as they stand
            return self._read(markup)
        pattern, texts = _taken_apart(markup)
        known = self._patterns[pattern]
        if known is None:
            return self._read(markup)
        left = iter(texts)
        return Cell([_with_texts(paragraph, left) for paragraph in known], known.width)

    def _pattern(self, markup: bytes) -> Cell | None:
        """A cell that has marks as its texts; none if some text is not read, so that it is uncertain which are."""
        cell = self._read(markup)
        marks = sum(len(_MARKS.findall(paragraph.text)) for paragraph in cell)
        return cell if marks == markup.count(_MARKED) else None

    def _read(self, markup: bytes) -> Cell:
        _check(markup)
        if markup.startswith(_PARAGRAPH):
            return Cell([read_paragraph(self._tree(markup), self._styles)])
        return self._alone(b"".join((_TABLE, b"<w:tr>", markup, _CELL_END, ROW_END))).rows[0].cells[0]

    def _alone(self, table: bytes) -> Table:
        return read_table(self._tree(table.removesuffix(TABLE_END) + TABLE_END), self._styles)

    def _tree(self, markup: bytes) -> etree._Element:
        return etree.fromstring(self._open + markup + b"</w:document>")[0]


def _check(markup: bytes) -> None:
    for sign in _NESTING:
        if sign in markup:
            raise _NestedError


def _style(block: bytes) -> bytes:
    """The id of a paragraph's style; it stands first of the properties, and these first of all."""
    found = _STYLE.match(block)
    return found[1] if found else b""


def _paragraphs(markup: bytes) -> list[bytes]:
    """Paragraphs and what else is no table, by the end tag of what begins; each kind of block holds none of its own kind."""
    found: list[bytes] = []
    at, stop = 0, len(markup)
    while at < stop:
        begin = markup[at : at + _TOLD]
        end = _ENDS.get(begin, b">")
        try:
            if begin != b"<w:p>" and markup[markup.index(b">", at) - 1] == ord("/"):
                end = b">"
            close = markup.index(end, at) + len(end)
        except ValueError:
            raise _NestedError from None
        found.append(markup[at:close])
        at = close
    return found


def _opened(markup: bytes, opens: re.Pattern[bytes]) -> tuple[bytes, bytes]:
    """What stands before the first row or cell, and that from its beginning."""
    start = opens.search(markup)
    if start is None:
        raise _NestedError
    return markup[: start.start()], markup[start.start() :]


def _taken_apart(markup: bytes) -> tuple[bytes, list[bytes]]:
    """Markup with a mark in the place of each text, and the texts."""
    pieces = _TEXT.split(markup)
    return _MARKED.join(pieces[::2]), pieces[1::2]


def _with_texts(paragraph: Paragraph, texts: Iterator[bytes]) -> Paragraph:
    """A paragraph with the next texts in the places of its marks."""
    if paragraph.text == _MARK:
        return paragraph.saying(next(texts).decode())
    if not paragraph.text:
        return paragraph
    return paragraph.saying(
        _MARKS.sub(lambda mark: in_face(next(texts).decode(), ord(mark[0]) - ord(_MARK)), paragraph.text)
    )
