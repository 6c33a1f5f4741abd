"""A document's body as its blocks in markup, each measured once: what was seen before is not read again.

Reports of one edition repeat nearly all of their paragraphs, rows and cells; reading them as a tree takes most of the
time that a report takes. Each piece of markup is read as a tree the first time and remembered by its bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from lxml import etree

from lceval_docs.writers.word.flow import (
    Cell,
    Paragraph,
    Row,
    Section,
    Table,
    read_paragraph,
    read_section,
    read_table,
)
from lceval_docs.writers.word.style import Styles, w

# What makes the end of a paragraph uncertain without a tree.
_NESTING = (b"<w:txbxContent", b"<w:sdt>", b"<w:sdt ", b"<mc:AlternateContent")
_TABLE, _TABLE_END, _ROW_END, _CELL_END = b"<w:tbl>", b"</w:tbl>", b"</w:tr>", b"</w:tc>"
_ENDS = {b"<w:tbl": _TABLE_END, b"<w:p>": b"</w:p>", b"<w:p ": b"</w:p>", b"<w:sec": b"</w:sectPr>"}
_OPENS = {_ROW_END: re.compile(rb"<w:tr[ >]"), _CELL_END: re.compile(rb"<w:tc[ >]")}
_ROOT = re.compile(rb"<w:document[^>]*>")
# More than the distinct pieces of some hundred reports; then all is forgotten and memory stays flat.
_MOST = 60_000


class Body(NamedTuple):
    """The markup before the blocks, the blocks, and the markup behind them."""

    head: bytes
    blocks: list[bytes]
    tail: bytes

    def whole(self) -> bytes:
        return b"".join((self.head, *self.blocks, self.tail))


def split_body(document: bytes) -> Body:
    """The top-level blocks of a document, in order."""
    head, begin, rest = document.partition(b"<w:body>")
    inside, end, tail = rest.rpartition(b"</w:body>")
    is_simple = not any(sign in inside for sign in _NESTING) and not _has_inner_table(inside)
    blocks = _split_text(inside) if is_simple else _split_tree(document)
    return Body(head + begin, blocks, end + tail)


def _has_inner_table(inside: bytes) -> bool:
    return any(piece.count(_TABLE_END) != 1 for piece in inside.split(_TABLE)[1:])


def _split_text(inside: bytes) -> list[bytes]:
    """By the end tag of what begins; each kind of block holds none of its own kind."""
    blocks = []
    at = 0
    while at < len(inside):
        close = inside.index(b">", at) + 1
        end = _ENDS.get(inside[at : at + 6]) or _ENDS.get(inside[at : at + 5])
        if end and inside[close - 2] != ord("/"):
            close = inside.index(end, at) + len(end)
        blocks.append(inside[at:close])
        at = close
    return blocks


def _split_tree(document: bytes) -> list[bytes]:
    body = etree.fromstring(document).find(w("body"))
    return [etree.tostring(child) for child in body]


def _pieces(markup: bytes, end: bytes) -> tuple[bytes, list[bytes]]:
    """What stands before the first row or cell, and each of them."""
    found = [piece + end for piece in markup.split(end)[:-1]]
    if not found:
        return markup, []
    start = _OPENS[end].search(found[0]).start()  # type: ignore[union-attr]
    frame, found[0] = found[0][:start], found[0][start:]
    return frame, found


class Reader:
    """Blocks as what takes room, for documents with one set of styles and one root element."""

    def __init__(self, styles: Styles, head: bytes):
        self._styles = styles
        root = _ROOT.search(head)
        self._open = root[0] if root else b"<w:document>"
        self._seen: dict[bytes, Paragraph | Table | Row | Cell | etree._Element] = {}

    def sections(self, blocks: Iterable[bytes]) -> Iterator[Section]:
        """The sections of a body. A block's number stands for its place, and that of a row for its own."""
        found: list[Paragraph | Table] = []
        if len(self._seen) > _MOST:
            self._seen.clear()
        for number, block in enumerate(blocks):
            if block.startswith(_TABLE):
                found.append(self._table(block, number))
            elif block.startswith(b"<w:sectPr"):
                yield read_section(self._tree(block), found)
            elif block.startswith((b"<w:p>", b"<w:p ", b"<w:p/>")):
                paragraph = self._paragraph(block)
                found.append(paragraph.at(number))
                if paragraph.ends is not None:
                    yield read_section(paragraph.ends, found)
                    found = []

    def _paragraph(self, block: bytes) -> Paragraph:
        known = self._seen.get(block)
        if not isinstance(known, Paragraph):
            known = self._seen[block] = read_paragraph(self._tree(block), self._styles)
        return known

    def _table(self, block: bytes, number: int) -> Table:
        """A table by its rows; one with a table inside, as a tree."""
        if block.count(_TABLE) > 1:
            return read_table(self._tree(block), self._styles)._replace(element=number)
        frame, rows = _pieces(block, _ROW_END)
        known = self._seen.get(frame)
        if not isinstance(known, Table):
            close = _TABLE_END if rows else b""
            known = self._seen[frame] = read_table(self._tree(frame + close), self._styles)
        return Table([self._row(row) for row in rows], known.columns, known.margins, number)

    def _row(self, markup: bytes) -> Row:
        known = self._seen.get(markup)
        if isinstance(known, Row):
            return known
        frame, cells = _pieces(markup, _CELL_END)
        shape = self._seen.get(frame)
        if not isinstance(shape, Row):
            shape = self._seen[frame] = self._alone(frame + (_ROW_END if cells else b"")).rows[0]
        row = Row(shape.least, shape.is_repeated, [self._cell(cell) for cell in cells])
        self._seen[markup] = row
        return row

    def _cell(self, markup: bytes) -> Cell:
        known = self._seen.get(markup)
        if not isinstance(known, Cell):
            known = self._seen[markup] = self._alone(b"<w:tr>" + markup + _ROW_END).rows[0].cells[0]
        return known

    def _alone(self, row: bytes) -> Table:
        return read_table(self._tree(_TABLE + row + _TABLE_END), self._styles)

    def _tree(self, markup: bytes) -> etree._Element:
        return etree.fromstring(self._open + markup + b"</w:document>")[0]
