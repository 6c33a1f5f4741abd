"""Lines and grids of a form as paragraphs and tables."""

from __future__ import annotations

from itertools import groupby

from lceval_docs.views.form.shape import (
    BLANK,
    BODY,
    CLOSING,
    CODE,
    LABEL,
    LARGE,
    MIDDLE,
    NUMBER,
    PROSE,
    SALUTATION,
    TEXT,
    TITLE,
    Block,
    Cell,
    Grid,
    Input,
    Line,
    Row,
)
from lceval_docs.writers.word.form.control import Controls
from lceval_docs.writers.word.text import element, joined, paragraph

_TWIPS_PER_MM = 56.7
_CELL = {LABEL: "TableHead", BLANK: "TableText", TEXT: "TableText", TITLE: "TableTitle"}
_HINT, _PICTURE = "TableHint", "TablePicture"
_SIDE = 85
# A table of fields no higher than this is not torn apart by a new page.
_TOGETHER_MM = 90
_LINE = {
    SALUTATION: "LetterSalutation",
    BODY: "FormText",
    PROSE: "LetterText",
    CLOSING: "LetterClosing",
    MIDDLE: "CertificateText",
    LARGE: "CertificateName",
    CODE: "CertificateCode",
    NUMBER: "FormSubtitle",
}
GAP = "GridGap"
_MARGIN = element(
    "tblCellMar",
    element("left", attributes={"w": _SIDE, "type": "dxa"}) + element("right", attributes={"w": _SIDE, "type": "dxa"}),
)
_MIDDLE = element("vAlign", attributes={"val": "center"})


def styled(style: str, inside: str, extra: str = "") -> str:
    """A paragraph of runs and controls in a style; `extra` is markup for its properties."""
    return element("p", element("pPr", element("pStyle", attributes={"val": style}) + extra) + inside)


def ending(section: str = "") -> str:
    """The paragraph that must follow a table at the end of pages, so low that it never needs a page of its own."""
    low = element("spacing", attributes={"before": 0, "after": 0, "line": 20, "lineRule": "exact"})
    return element("p", element("pPr", element("pStyle", attributes={"val": GAP}) + low + section))


def render_blocks(blocks: tuple[Block, ...], controls: Controls, width: int) -> str:
    """The blocks of a section; two tables never touch, or Word would join them."""
    parts: list[str] = []
    before: Block | None = None
    for block in blocks:
        if isinstance(block, Grid):
            parts += [paragraph(style=GAP)] if before else []
            parts.append(_grid(block, controls, width))
        else:
            parts.append(_line(block, controls))
        before = block
    return joined(parts)


def _line(line: Line, controls: Controls) -> str:
    return styled(_LINE[line.kind], controls.render(line.pieces))


def _grid(grid: Grid, controls: Controls, width: int) -> str:
    widths = [width * w // sum(grid.widths) for w in grid.widths]
    widths[-1] += width - sum(widths)
    properties = element(
        "tblPr",
        joined(
            [
                element("tblStyle", attributes={"val": "Ruled"}),
                element("tblW", attributes={"w": width, "type": "dxa"}),
                element("jc", attributes={"val": "center"}),
                element("tblLayout", attributes={"type": "fixed"}),
                _MARGIN,
                element("tblLook", attributes={"val": "0420"}),
                element("tblDescription", attributes={"val": grid.description}),
            ]
        ),
    )
    columns = element("tblGrid", joined(element("gridCol", attributes={"w": w}) for w in widths))
    kept = _kept(grid.rows)
    numbered = groupby(enumerate(grid.rows), key=lambda pair: pair[1].is_one_of_many)
    rows = [
        controls.repeating(grid.description, rendered) if is_list else joined(rendered)
        for is_list, group in numbered
        for rendered in [[_row(row, widths, controls, n in kept) for n, row in group]]
    ]
    return element("tbl", properties + columns + joined(rows))


def _kept(rows: tuple[Row, ...]) -> frozenset[int]:
    """Which rows stay on a page with the next: headings, the first, the second to last, all of a low table without a heading."""
    last = len(rows) - 1
    if not any(row.is_heading for row in rows) and sum(row.height_mm for row in rows) <= _TOGETHER_MM:
        return frozenset(range(last))
    titles = {n for n, row in enumerate(rows) if row.is_heading or any(cell.kind == TITLE for cell in row.cells)}
    first = next((n for n in range(last) if n not in titles), 0)
    return frozenset(n for n in {*titles, first, last - 1} if 0 <= n < last)


def _row(row: Row, widths: list[int], controls: Controls, is_kept: bool) -> str:
    height = element("trHeight", attributes={"val": round(row.height_mm * _TWIPS_PER_MM), "hRule": "atLeast"})
    properties = element("trPr", element("cantSplit") + height + (element("tblHeader") if row.is_heading else ""))
    cells, column = [], 0
    for cell in row.cells:
        width = sum(widths[column : column + cell.span])
        column += cell.span
        cells.append(_cell(cell, width, controls, element("keepNext") if is_kept else ""))
    return element("tr", properties + joined(cells))


def _cell(cell: Cell, width: int, controls: Controls, kept: str) -> str:
    """A cell; `kept` keeps its paragraphs with the next row."""
    span = element("gridSpan", attributes={"val": cell.span}) if cell.span > 1 else ""
    about = element("tcPr", element("tcW", attributes={"w": width, "type": "dxa"}) + span + _MIDDLE)
    has_picture = any(isinstance(piece, Input) and piece.kind == "picture" for piece in cell.pieces)
    style = _PICTURE if has_picture else _CELL[cell.kind]
    inside = styled(style, controls.render(cell.pieces, width - 2 * _SIDE), kept)
    centred = element("jc", attributes={"val": "center"}) if cell.kind == LABEL else ""
    return element("tc", about + inside + (paragraph(cell.hint, _HINT, kept + centred) if cell.hint else ""))
