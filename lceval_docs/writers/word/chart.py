"""A template's native chart with other data: cached values for display, and the workbook behind "edit data"."""

from __future__ import annotations

import string
from decimal import Decimal
from xml.sax.saxutils import escape

from lxml import etree

from lceval_docs.views.chart import Chart
from lceval_docs.writers.word.package import zip_parts

_C = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_SHEET = "Sheet1"


def fill_chart(part: bytes, chart: Chart) -> bytes:
    """The chart part with the data of `chart`, in the look of the template's series.

    The template's first series is the pattern for those it lacks; series too many are taken out.
    """
    root = etree.fromstring(part)
    plot = next(e for e in root.iter() if e.find(f"{{{_C}}}ser") is not None)
    patterns = plot.findall(f"{{{_C}}}ser")
    for spare in patterns[len(chart.series) :]:
        plot.remove(spare)
    patterns = patterns[: len(chart.series)]
    while len(patterns) < len(chart.series):
        copy = etree.fromstring(etree.tostring(patterns[0]))
        patterns[-1].addnext(copy)
        patterns.append(copy)
    for number, (series, data) in enumerate(zip(patterns, chart.series, strict=True)):
        for tag in ("idx", "order"):
            series.find(f"{{{_C}}}{tag}").set("val", str(number))
        column = string.ascii_uppercase[number + 1]
        last = len(chart.categories) + 1
        _put(series, "tx", _string_reference(f"{_SHEET}!${column}$1", (data.name,)))
        _put(series, "cat", _string_reference(f"{_SHEET}!$A$2:$A${last}", chart.categories))
        _put(series, "val", _number_reference(f"{_SHEET}!${column}$2:${column}${last}", data.values))
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def _put(series: etree._Element, tag: str, inside: str) -> None:
    holder = series.find(f"{{{_C}}}{tag}")
    for child in list(holder):
        holder.remove(child)
    holder.append(etree.fromstring(inside))


def _string_reference(cells: str, values: tuple[str, ...]) -> str:
    return (
        f'<c:strRef xmlns:c="{_C}"><c:f>{cells}</c:f><c:strCache><c:ptCount val="{len(values)}"/>'
        f"{_points(values)}</c:strCache></c:strRef>"
    )


def _number_reference(cells: str, values: tuple[Decimal, ...]) -> str:
    texts = tuple(f"{value:f}" for value in values)
    return (
        f'<c:numRef xmlns:c="{_C}"><c:f>{cells}</c:f><c:numCache><c:formatCode>General</c:formatCode>'
        f'<c:ptCount val="{len(values)}"/>{_points(texts)}</c:numCache></c:numRef>'
    )


def _points(values: tuple[str, ...]) -> str:
    return "".join(f'<c:pt idx="{n}"><c:v>{escape(value)}</c:v></c:pt>' for n, value in enumerate(values))


_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_WORKBOOK = {
    "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
    f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_SHEET_TYPE}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_SHEET_TYPE}.worksheet+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" Type="{_OFFICE}/officeDocument" '
    f'Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets><sheet name="{_SHEET}" sheetId="1" r:id="rId1"/>'
    f"</sheets></workbook>",
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" Type="{_OFFICE}/worksheet" '
    f'Target="worksheets/sheet1.xml"/></Relationships>',
}


def render_workbook(chart: Chart) -> bytes:
    """The smallest workbook that holds a chart's data: categories down, a column a series."""
    rows: list[tuple[str | Decimal, ...]] = [("", *(s.name for s in chart.series))]
    rows += [(name, *(s.values[n] for s in chart.series)) for n, name in enumerate(chart.categories)]
    cells = "".join(
        f'<row r="{number}">{"".join(_cell(number, column, value) for column, value in enumerate(row))}</row>'
        for number, row in enumerate(rows, 1)
    )
    sheet = f'<worksheet xmlns="{_MAIN}"><sheetData>{cells}</sheetData></worksheet>'
    parts = {**_WORKBOOK, "xl/worksheets/sheet1.xml": sheet}
    return zip_parts({name: (_DECLARATION + xml).encode() for name, xml in parts.items()})


def _cell(row: int, column: int, value: str | Decimal) -> str:
    place = f"{string.ascii_uppercase[column]}{row}"
    if isinstance(value, Decimal):
        return f'<c r="{place}"><v>{value:f}</v></c>'
    return f'<c r="{place}" t="inlineStr"><is><t>{escape(value)}</t></is></c>'
