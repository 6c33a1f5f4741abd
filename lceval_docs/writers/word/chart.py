"""A template's native chart with other data: cached values for display, and the workbook behind "edit data".

The part is cut at its data once; a report puts the pieces together again.
"""

from __future__ import annotations

import re
import string
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING

from lceval_docs.records import dataclass
from lceval_docs.views.chart import Chart
from lceval_docs.writers.word.package import Beginning, beginning, in_package_order, packed, zip_members
from lceval_docs.writers.word.text import escape

if TYPE_CHECKING:
    from lxml import etree

_C = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_SHEET = "Sheet1"
_CUT = re.compile("<\\?lceval (\\w+)\\?>|\ue000(\\w+)\ue001")
# What a series holds of the data: its number, twice, its name, the categories, the values.
_ATTRIBUTES, _ELEMENTS = ("idx", "order"), ("tx", "cat", "val")

# Pieces of markup, each with the name of what follows it; nothing follows the last.
Pieces = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class CutChart:
    """A chart part without its data: what stands before the series, each of them as a pattern, what stands behind."""

    before: str
    series: tuple[Pieces, ...]
    behind: str
    namespace: str


def cut_chart(part: bytes) -> CutChart | None:
    """The chart part, cut at its data; None if it has no series that could take any."""
    from lxml import etree  # once for each template

    root = etree.fromstring(part)
    plot = next((e for e in root.iter() if e.find(f"{{{_C}}}ser") is not None), None)
    if plot is None or not all(map(_mark, plot.findall(f"{{{_C}}}ser"))):
        return None
    text = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True).decode()
    pieces = _CUT.split(text)
    marked = [
        (literal, a or b) for literal, a, b in zip(pieces[::3], [*pieces[1::3], ""], [*pieces[2::3], ""], strict=True)
    ]
    starts = [n + 1 for n, (_, name) in enumerate(marked) if name == "series"]
    ends = [n for n, (_, name) in enumerate(marked) if name == "end"]
    series = tuple(
        tuple((literal, "" if n == end else name) for n, (literal, name) in enumerate(marked[start : end + 1], start))
        for start, end in zip(starts, ends, strict=True)
    )
    has_prefix = root.nsmap.get("c") == _C
    return CutChart(marked[0][0], series, marked[-1][0], "" if has_prefix else f' xmlns:c="{_C}"')


def _mark(series: etree._Element) -> bool:
    """Put marks in the place of a series' data, and around it; whether it has places for all of it."""
    from lxml import etree

    for tag in _ATTRIBUTES + _ELEMENTS:
        holder = series.find(f"{{{_C}}}{tag}")
        if holder is None:
            return False
        if tag in _ATTRIBUTES:
            holder.set("val", f"\ue000{tag}\ue001")
            continue
        for child in list(holder):
            holder.remove(child)
        holder.append(etree.ProcessingInstruction("lceval", tag))
    series.addprevious(etree.ProcessingInstruction("lceval", "series"))
    end = etree.ProcessingInstruction("lceval", "end")
    series.addnext(end)
    return True


def fill_chart(cut: CutChart, chart: Chart) -> bytes:
    """The chart part with the data of `chart`, in the look of the template's series.

    The template's first series is the pattern for those it lacks; series too many are left out.
    """
    last, space = len(chart.categories) + 1, cut.namespace
    categories = _strings(f"{_SHEET}!$A$2:$A${last}", chart.categories, space)
    made = [cut.before]
    for number, data in enumerate(chart.series):
        column = string.ascii_uppercase[number + 1]
        put = {
            "": "",
            "idx": str(number),
            "order": str(number),
            "tx": _strings(f"{_SHEET}!${column}$1", (data.name,), space),
            "cat": categories,
            "val": _numbers(f"{_SHEET}!${column}$2:${column}${last}", data.values, space),
        }
        for literal, name in cut.series[number if number < len(cut.series) else 0]:
            made += (literal, put[name])
    made.append(cut.behind)
    return "".join(made).encode()


def _strings(cells: str, values: tuple[str, ...], space: str) -> str:
    return (
        f'<c:strRef{space}><c:f>{cells}</c:f><c:strCache><c:ptCount val="{len(values)}"/>'
        f"{_points(values)}</c:strCache></c:strRef>"
    )


def _numbers(cells: str, values: tuple[Decimal, ...], space: str) -> str:
    texts = tuple([f"{value:f}" for value in values])
    return (
        f"<c:numRef{space}><c:f>{cells}</c:f><c:numCache><c:formatCode>General</c:formatCode>"
        f'<c:ptCount val="{len(values)}"/>{_points(texts)}</c:numCache></c:numRef>'
    )


def _points(values: tuple[str, ...]) -> str:
    return "".join([f'<c:pt idx="{n}"><c:v>{escape(value)}</c:v></c:pt>' for n, value in enumerate(values)])


_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_SHEET_PART = "xl/worksheets/sheet1.xml"
_WORKBOOK = {
    "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
    f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_SHEET_TYPE}.sheet.main+xml"/>'
    f'<Override PartName="/{_SHEET_PART}" ContentType="{_SHEET_TYPE}.worksheet+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" Type="{_OFFICE}/officeDocument" '
    f'Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets><sheet name="{_SHEET}" sheetId="1" r:id="rId1"/>'
    f"</sheets></workbook>",
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" Type="{_OFFICE}/worksheet" '
    f'Target="worksheets/sheet1.xml"/></Relationships>',
}


def render_workbook(chart: Chart) -> bytes:
    """The smallest workbook that holds a chart's data: categories down, a column a series."""
    rows: list[tuple[str | Decimal, ...]] = [("", *[s.name for s in chart.series])]
    rows += [(name, *[s.values[n] for s in chart.series]) for n, name in enumerate(chart.categories)]
    cells = "".join(
        [
            f'<row r="{number}">{"".join([_cell(number, column, value) for column, value in enumerate(row)])}</row>'
            for number, row in enumerate(rows, 1)
        ]
    )
    sheet = f'{_DECLARATION}<worksheet xmlns="{_MAIN}"><sheetData>{cells}</sheetData></worksheet>'
    return zip_members((packed(_SHEET_PART, sheet.encode()),), _always())


@cache
def _always() -> Beginning:
    """The parts of every such workbook, packed."""
    parts = {name: (_DECLARATION + xml).encode() for name, xml in _WORKBOOK.items()}
    return beginning(packed(name, parts[name], is_lasting=True) for name in in_package_order(parts))


def _cell(row: int, column: int, value: str | Decimal) -> str:
    place = f"{string.ascii_uppercase[column]}{row}"
    if isinstance(value, Decimal):
        return f'<c r="{place}"><v>{value:f}</v></c>'
    return f'<c r="{place}" t="inlineStr"><is><t>{escape(value)}</t></is></c>'
