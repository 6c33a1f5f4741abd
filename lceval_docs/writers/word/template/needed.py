"""What Word needs whatever loops give: a cell ends in a paragraph, a table has a row, and a column for each cell."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml import etree

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_END_OF_PARAGRAPH = (b"</w:p>", b"<w:p/>")


def kept_cell(inside: bytes) -> bytes:
    """A cell ends in a paragraph, or Word refuses the file."""
    return inside if inside.endswith(_END_OF_PARAGRAPH) else inside + b"<w:p/>"


def kept_table(inside: bytes) -> bytes:
    """A table has a row, or is left out."""
    return inside if b"<w:tr" in inside else b""


def kept_columns(inside: bytes) -> bytes:
    """A table whose rows got cells from a loop has as many columns as its longest row, and the width it had."""
    start, end = inside.find(b"<w:tblGrid"), inside.find(b"</w:tblGrid>")
    if start < 0 or end < 0:
        return inside
    end += len(b"</w:tblGrid>")
    table = _tree(inside)
    across = max((sum(map(_span, row.findall(w("tc")))) for row in table.iter(w("tr"))), default=0)
    widths = [int(float(column.get(w("w"), "0"))) for column in table.iterfind(f"{w('tblGrid')}/{w('gridCol')}")]
    if not across or across == len(widths):
        return inside
    return inside[:start] + _grid(widths, across) + inside[end:]


def _grid(widths: list[int], across: int) -> bytes:
    """Columns in their old proportions, where they are there; new ones take an equal share of the same width."""
    total = sum(widths)
    share = total // across
    if across > len(widths):
        made = [width * len(widths) // across for width in widths] + [share] * (across - len(widths))
    else:
        spare = sum(widths[across:]) // across
        made = [width + spare for width in widths[:across]]
    columns = b"".join(b'<w:gridCol w:w="%d"/>' % width for width in made)
    return b"<w:tblGrid>" + columns + b"</w:tblGrid>"


def _span(cell: etree._Element) -> int:
    found = cell.find(f"{w('tcPr')}/{w('gridSpan')}")
    return 1 if found is None else int(found.get(w("val"), "1"))


def w(name: str) -> str:
    return f"{{{_W}}}{name}"


def _tree(table: bytes) -> etree._Element:
    """A table cut out of its document, whatever else it names."""
    from lxml import etree  # for tables whose cells a loop gives

    lenient = etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
    return etree.fromstring(b'<x xmlns:w="%s">%s</x>' % (_W.encode(), table), lenient)[0]


NEEDED: Mapping[str, Callable[[bytes], bytes]] = {
    "kept_cell": kept_cell,
    "kept_table": kept_table,
    "kept_columns": kept_columns,
}
