"""A blank form built into the body of its template, which owns styles, page and headers."""

from __future__ import annotations

import re

from lceval_docs.sources.template.program import Template
from lceval_docs.views.form import BLANK, HINT, LABEL, TITLE, FormView, Grid, Row, SectionView
from lceval_docs.writers.word.package import zip_parts
from lceval_docs.writers.word.properties import Properties, fill_properties
from lceval_docs.writers.word.text import element, joined, paragraph

_DOCUMENT = "word/document.xml"
_BODY = re.compile(r"(<w:body>).*?(<w:sectPr.*</w:body>)", re.DOTALL)
_WIDTH = 9638
_TWIPS_PER_MM = 56.7
_STYLE = {LABEL: "TableHead", BLANK: "TableText", HINT: "TableHint", TITLE: "TableTitle"}
_MARGIN = element(
    "tblCellMar",
    element("left", attributes={"w": 85, "type": "dxa"}) + element("right", attributes={"w": 85, "type": "dxa"}),
)


def render_form(shell: Template, view: FormView, properties: Properties) -> bytes:
    """The bytes of the form. `shell` is a .docx whose body is replaced, its last section kept."""
    head = [
        paragraph(view.title, "FormTitle"),
        paragraph(f"{view.standard_title}　{view.edition}", "FormSubtitle"),
        paragraph(view.notice, "Notice"),
        paragraph(view.instructions_title, "FormSection"),
    ]
    head += [paragraph(f"{n}. {text}", "FormText") for n, text in enumerate(view.instructions, 1)]
    body = joined([*head, *(_section(s) for s in view.sections)])
    document = shell.parts[_DOCUMENT].decode()
    parts = {**shell.parts, _DOCUMENT: _BODY.sub(lambda m: m[1] + body + m[2], document, count=1).encode()}
    return zip_parts(fill_properties(parts, properties))


def _section(section: SectionView) -> str:
    parts = [paragraph(section.title, "FormSection")]
    if section.note:
        parts.append(paragraph(section.note, "Note"))
    parts += [paragraph(text, "FormText") for text in section.text]
    for number, grid in enumerate(section.grids):
        parts += ([paragraph(style="GridGap")] if number else []) + [_grid(grid)]
    return joined(parts)


def _grid(grid: Grid) -> str:
    widths = [_WIDTH * w // sum(grid.widths) for w in grid.widths]
    widths[-1] += _WIDTH - sum(widths)
    properties = element(
        "tblPr",
        joined(
            [
                element("tblStyle", attributes={"val": "Ruled"}),
                element("tblW", attributes={"w": _WIDTH, "type": "dxa"}),
                element("jc", attributes={"val": "center"}),
                element("tblLayout", attributes={"type": "fixed"}),
                _MARGIN,
                element("tblLook", attributes={"val": "0420"}),
                element("tblDescription", attributes={"val": grid.description}),
            ]
        ),
    )
    columns = element("tblGrid", joined(element("gridCol", attributes={"w": w}) for w in widths))
    return element("tbl", properties + columns + joined(_row(row, widths) for row in grid.rows))


def _row(row: Row, widths: list[int]) -> str:
    height = element("trHeight", attributes={"val": round(row.height_mm * _TWIPS_PER_MM), "hRule": "atLeast"})
    properties = element("trPr", element("cantSplit") + height + (element("tblHeader") if row.is_heading else ""))
    cells, column = [], 0
    for cell in row.cells:
        width = sum(widths[column : column + cell.span])
        column += cell.span
        span = element("gridSpan", attributes={"val": cell.span}) if cell.span > 1 else ""
        about = element(
            "tcPr",
            element("tcW", attributes={"w": width, "type": "dxa"})
            + span
            + element("vAlign", attributes={"val": "center"}),
        )
        cells.append(element("tc", about + paragraph(cell.text, _STYLE.get(cell.kind, "TableText"))))
    return element("tr", properties + joined(cells))
