"""Two native charts for the templates, with values of no meaning: an engine that fills charts puts in the report's own."""

from __future__ import annotations

import io
from typing import Any

import xlsxwriter
from content import DIMENSIONS
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.shared import Cm
from syntax import ChartTag

_C = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
_STAND_IN = "示例"
_VALUES = tuple(range(1, len(DIMENSIONS) + 1))
_KINDS = {
    "score_chart": '<c:barChart><c:barDir val="col"/><c:grouping val="clustered"/><c:varyColors val="0"/>{series}'
    '<c:gapWidth val="60"/><c:axId val="1"/><c:axId val="2"/></c:barChart>',
    "energy_chart": '<c:lineChart><c:grouping val="standard"/><c:varyColors val="0"/>{series}<c:marker val="1"/>'
    '<c:axId val="1"/><c:axId val="2"/></c:lineChart>',
}
CHARTS = tuple(_KINDS)


def add_chart(document: Any, run: Any, name: str, tag: ChartTag) -> None:
    """The chart of that name in a run, with its workbook."""
    number = CHARTS.index(name) + 1
    package, body = document.part.package, document.part
    book = Part(PackURI(f"/word/embeddings/book{number}.xlsx"), CONTENT_TYPE.SML_SHEET, _workbook(), package)
    chart = Part(
        PackURI(f"/word/charts/chart{number}.xml"), CONTENT_TYPE.DML_CHART, _space(name, tag.title).encode(), package
    )
    chart.relate_to(book, RELATIONSHIP_TYPE.PACKAGE)  # the first relationship of the part: rId1
    id = body.relate_to(chart, RELATIONSHIP_TYPE.CHART)
    run._r.append(
        parse_xml(
            f'<w:drawing xmlns:w="{_W}" xmlns:wp="{_WP}" xmlns:a="{_A}"><wp:inline>'
            f'<wp:extent cx="{Cm(13)}" cy="{Cm(7.5)}"/><wp:docPr id="{900 + number}" name="Chart {number}" '
            f'descr="{tag.alternative or _STAND_IN}"/><wp:cNvGraphicFramePr/><a:graphic><a:graphicData uri="{_C}">'
            f'<c:chart xmlns:c="{_C}" xmlns:r="{_R}" r:id="{id}"/></a:graphicData></a:graphic></wp:inline></w:drawing>'
        )
    )


def _space(name: str, title: str) -> str:
    """The chart part."""
    last = len(DIMENSIONS) + 1
    names = "".join(f'<c:pt idx="{n}"><c:v>{text}</c:v></c:pt>' for n, text in enumerate(DIMENSIONS))
    values = "".join(f'<c:pt idx="{n}"><c:v>{value}</c:v></c:pt>' for n, value in enumerate(_VALUES))
    count = f'<c:ptCount val="{len(DIMENSIONS)}"/>'
    series = (
        '<c:ser><c:idx val="0"/><c:order val="0"/><c:tx><c:strRef><c:f>Sheet1!$B$1</c:f><c:strCache><c:ptCount val="1"/>'
        f'<c:pt idx="0"><c:v>{_STAND_IN}</c:v></c:pt></c:strCache></c:strRef></c:tx>'
        f"<c:cat><c:strRef><c:f>Sheet1!$A$2:$A${last}</c:f><c:strCache>{count}{names}</c:strCache></c:strRef></c:cat>"
        f"<c:val><c:numRef><c:f>Sheet1!$B$2:$B${last}</c:f><c:numCache><c:formatCode>General</c:formatCode>{count}"
        f"{values}</c:numCache></c:numRef></c:val></c:ser>"
    )
    heading = (
        f"<c:title><c:tx><c:rich><a:bodyPr/><a:p><a:r><a:t>{title}</a:t></a:r></a:p></c:rich></c:tx></c:title>"
        '<c:autoTitleDeleted val="0"/>'
        if title
        else '<c:autoTitleDeleted val="1"/>'
    )
    scaling = '<c:scaling><c:orientation val="minMax"/></c:scaling><c:delete val="0"/>'
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        f'<c:chartSpace xmlns:c="{_C}" xmlns:a="{_A}" xmlns:r="{_R}"><c:chart>{heading}<c:plotArea><c:layout/>'
        f"{_KINDS[name].format(series=series)}"
        f'<c:catAx><c:axId val="1"/>{scaling}<c:axPos val="b"/><c:crossAx val="2"/></c:catAx>'
        f'<c:valAx><c:axId val="2"/>{scaling}<c:axPos val="l"/><c:majorGridlines/><c:crossAx val="1"/></c:valAx>'
        '</c:plotArea><c:plotVisOnly val="1"/></c:chart>'
        '<c:externalData r:id="rId1"><c:autoUpdate val="0"/></c:externalData></c:chartSpace>'
    )


def _workbook() -> bytes:
    """What "edit data" opens."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Sheet1")
        sheet.write_string(0, 1, _STAND_IN)
        for row, (name, value) in enumerate(zip(DIMENSIONS, _VALUES, strict=True), 1):
            sheet.write_string(row, 0, name)
            sheet.write_number(row, 1, value)
    return made.getvalue()
