"""Tables of the text: caption with its number as a field, unit line, heads that repeat, notes inside the frame."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lceval_docs.model.prose import Cell, Footnote, Remark, Row, Table
from lceval_docs.model.typesetting import TableRules
from lceval_docs.writers.word.edition.line import Anchors, counted, render_line
from lceval_docs.writers.word.edition.style import number_of, style_id
from lceval_docs.writers.word.text import element, run

TABLE = "表"


def paragraph(role: str, inside: str, extra: str = "") -> str:
    """A paragraph in the style of a role; `extra` is markup for its properties.

    Numbers stand in the style and in the paragraph: LibreOffice takes them from a style only where it is a heading's.
    """
    style = element("pStyle", attributes={"val": style_id(role)})
    return element("p", element("pPr", style + number_of(role) + extra) + inside)


def render_table(table: Table, width: int, rules: TableRules, anchors: Anchors) -> Iterator[str]:
    """Caption, unit line, table, and the gap behind it. `width`: of the text, in twips."""
    number = anchors.around(f"t-{table.id}", run(TABLE) + counted(TABLE, table.number))
    yield paragraph("table-caption", number + run(f"　{table.title}"))
    if table.unit:
        yield paragraph("table-unit", run(table.unit))
    widths = [width * w // sum(table.widths) for w in table.widths]
    widths[-1] += width - sum(widths)
    rows = [*_rows(table.heads, widths, rules, anchors, True), *_rows(table.rows, widths, rules, anchors, False)]
    if table.remarks or table.footnotes:
        rows.append(_below(table, width, rules, anchors))
    grid = element("tblGrid", "".join(element("gridCol", attributes={"w": w}) for w in widths))
    yield element("tbl", _properties(table, width) + grid + "".join(rows))
    yield paragraph("table-gap", "")


def _properties(table: Table, width: int) -> str:
    return element(
        "tblPr",
        element("tblStyle", attributes={"val": "StdTable"})
        + element("tblW", attributes={"w": width, "type": "dxa"})
        + element("jc", attributes={"val": "center"})
        + element("tblLayout", attributes={"type": "fixed"})
        + element("tblLook", attributes={"val": "0420"})
        + element("tblCaption", attributes={"val": f"{TABLE}{table.number} {table.title}"}),
    )


def _rows(rows: Sequence[Row], widths: list[int], rules: TableRules, anchors: Anchors, heads: bool) -> Iterator[str]:
    """Rows in which the cells below a joined one are there again, empty, as Word wants them."""
    open_cells: dict[int, tuple[Cell, int]] = {}
    for number, row in enumerate(rows):
        cells, waiting, column = [], list(row), 0
        rule = rules.header if heads and number == len(rows) - 1 else None
        while column < len(widths):
            if column in open_cells:
                cell, left = open_cells.pop(column)
                cells.append(_cell(cell, widths[column : column + cell.columns], rule, anchors, heads, continued=True))
                if left > 1:
                    open_cells[column] = (cell, left - 1)
            else:
                cell = waiting.pop(0)
                cells.append(_cell(cell, widths[column : column + cell.columns], rule, anchors, heads))
                if cell.rows > 1:
                    open_cells[column] = (cell, cell.rows - 1)
            column += cell.columns
        about = element("cantSplit") + (element("tblHeader") if heads else "")
        yield element("tr", element("trPr", about) + "".join(cells))


def _cell(cell: Cell, widths: list[int], rule: object, anchors: Anchors, head: bool, continued: bool = False) -> str:
    about = element("tcW", attributes={"w": sum(widths), "type": "dxa"})
    if cell.columns > 1:
        about += element("gridSpan", attributes={"val": cell.columns})
    if cell.rows > 1:
        about += element("vMerge", attributes={} if continued else {"val": "restart"})
    if rule is not None:
        about += element("tcBorders", _rule("bottom", rule))
    role = "table-head" if head else "table-centred" if cell.centred else "table-text"
    lines = [""] if continued else [render_line(line, anchors, {}) for line in cell.lines]
    if cell.anchor and not continued:
        lines[0] = anchors.around(cell.anchor, lines[0])
    kept = element("keepNext") if head else ""
    return element("tc", element("tcPr", about) + "".join(paragraph(role, line, kept) for line in lines))


def _rule(side: str, points: object) -> str:
    return element(side, attributes={"val": "single", "sz": round(float(str(points)) * 8), "space": 0, "color": "auto"})


def _below(table: Table, width: int, rules: TableRules, anchors: Anchors) -> str:
    """Notes, then footnotes, in one cell across the foot of the table."""
    inside = [_remark(r, anchors) for r in table.remarks] + [_footnote(f, anchors) for f in table.footnotes]
    about = (
        element("tcW", attributes={"w": width, "type": "dxa"})
        + element("gridSpan", attributes={"val": len(table.widths)})
        + element("tcBorders", _rule("top", rules.header))
    )
    return element(
        "tr", element("trPr", element("cantSplit")) + element("tc", element("tcPr", about) + "".join(inside))
    )


def _remark(remark: Remark, anchors: Anchors) -> str:
    return paragraph("table-note", run(remark.label, "HeadingFace") + render_line(remark.line, anchors, {}))


def _footnote(footnote: Footnote, anchors: Anchors) -> str:
    mark = run(footnote.number, "FootnoteReference") + run("　")
    return paragraph("table-footnote", mark + render_line(footnote.line, anchors, {}))
