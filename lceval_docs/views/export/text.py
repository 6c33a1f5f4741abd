"""What chapters and clauses say, as plain text: for programs that search it or compare it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lceval_docs.model.prose import (
    Block,
    Cell,
    Equation,
    Figure,
    Footnote,
    FootnoteMark,
    Formula,
    Inline,
    Line,
    Listed,
    Listing,
    Paragraph,
    Remark,
    Row,
    Table,
    text_of,
)
from lceval_docs.views.edition.numbering import FIGURE, MEANS, TABLE, WHERE, list_marker
from lceval_docs.views.equation import with_symbols

_SPACE = "\u3000"
_COLUMN = "\t"


def plain_text(blocks: Iterable[Block], footnotes: Iterable[Footnote] = ()) -> str:
    """The blocks as lines. The cells of a row stand in one line, with tabs between them."""
    return "\n".join([*(line for block in blocks for line in _block(block)), *map(_footnote, footnotes)])


def _block(block: Block) -> Iterator[str]:
    match block:
        case Paragraph(line):
            yield _line(line)
        case Listing():
            yield from _listing(block, 1)
        case Remark(line=line, label=label):
            yield label + _line(line)
        case Listed(line=line, label=label):
            yield f"{label}{_SPACE}{_line(line)}" if label else _line(line)
        case Table():
            yield from _table(block)
        case Figure():
            yield f"{FIGURE}{block.number}{_SPACE}{block.title}"
            yield block.alternative
            yield from (line for remark in block.remarks for line in _block(remark))
        case Formula():
            yield f"{with_symbols(block.equation)}{_SPACE}（{block.number}）"
            yield WHERE
            yield from (f"{where.symbol.text}{MEANS}{where.meaning}" for where in block.where)


def _listing(listing: Listing, level: int) -> Iterator[str]:
    for place, entry in enumerate(listing.entries):
        yield list_marker(listing.ordered, level, place) + _line(entry.line)
        if entry.inside:
            yield from _listing(entry.inside, level + 1)


def _table(table: Table) -> Iterator[str]:
    yield f"{TABLE}{table.number}{_SPACE}{table.title}"
    if table.unit:
        yield table.unit
    for rows in (table.heads, table.rows):
        yield from map(_COLUMN.join, _rows(rows, len(table.widths)))
    yield from (line for remark in table.remarks for line in _block(remark))
    yield from map(_footnote, table.footnotes)


def _rows(rows: Iterable[Row], columns: int) -> Iterator[list[str]]:
    """Rows with a text for every column: a cell that reaches down is said in each of its rows."""
    held = [("", 0)] * columns  # by column: what reaches down into it, and through how many rows more
    for row in rows:
        cells = iter(row)
        said = [""] * columns
        column = 0
        while column < columns:
            text, left = held[column]
            width = 1
            if left:
                held[column] = text, left - 1
            elif cell := next(cells, None):
                text, width = _cell(cell), cell.columns
                held[column : column + width] = [(text, cell.rows - 1), *[("", cell.rows - 1)] * (width - 1)]
            said[column] = text
            column += width
        yield said


def _cell(cell: Cell) -> str:
    return " ".join(map(_line, cell.lines))


def _footnote(footnote: Footnote) -> str:
    return f"{footnote.number}{_SPACE}{_line(footnote.line)}"


def _line(line: Line) -> str:
    return "".join(map(_inline, line))


def _inline(part: Inline) -> str:
    match part:
        case Equation():
            return with_symbols(part)
        case FootnoteMark(number):
            return f"[{number}]"
    return text_of((part,))
