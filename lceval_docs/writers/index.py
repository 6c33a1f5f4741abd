"""The index of a batch: a table for Excel and JSON for programs. Same view, same bytes."""

from __future__ import annotations

import io
import json
from datetime import datetime

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from lceval_docs.views.index import INDEX_DATA, INDEX_TABLE, SHEET, IndexCell, IndexView
from lceval_docs.writers.plan import Plan
from lceval_docs.writers.workbook import ACCENT, FACE, HEAD, INK, RULE

_BASE = {
    "font_name": FACE,
    "font_size": 10.5,
    "font_color": INK,
    "valign": "top",
    "text_wrap": True,
    "border": 1,
    "border_color": RULE,
}
_A4, _HEAD_HEIGHT, _LINE_HEIGHT = 9, 32, 15
# A row shows at least and at most so many lines; a cell with more is read by opening it.
_FEWEST_LINES, _MOST_LINES = 2, 8
# More links than this a sheet of Excel does not take; the names stay.
MOST_LINKS = 60_000
# Letters after this one are two digits wide.
_LAST_NARROW = "\xff"
_ESCAPES = {ord(sign): f"%{ord(sign):02x}" for sign in '%#"<>[]^`{} '}


def render_index(view: IndexView) -> Plan:
    """Both files, by name."""
    return {INDEX_DATA: _data(view), INDEX_TABLE: _table(view)}


def _data(view: IndexView) -> bytes:
    """The JSON, one case on each line: so it is written several times sooner than indented, and compared line by line."""
    cases = ",\n".join([json.dumps(case, ensure_ascii=False) for case in view.cases])
    edition = json.dumps(view.edition, ensure_ascii=False)
    return f'{{"edition": {edition}, "cases": [\n{cases}\n]}}\n'.encode(errors="replace")


def _table(view: IndexView) -> bytes:
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(buffer, options)
    book.set_properties({"title": view.title, "author": view.creator, "created": datetime(*view.date.timetuple()[:3])})
    head = book.add_format({**_BASE, "bold": True, "bg_color": HEAD, "valign": "vcenter", "align": "center"})
    text = book.add_format({**_BASE, "num_format": "@"})
    link = book.add_format({**_BASE, "font_color": ACCENT, "underline": 1})
    page = book.add_worksheet(SHEET)
    page.set_row(0, _HEAD_HEIGHT)
    for n, column in enumerate(view.columns):
        page.set_column(n, n, column.width)
        page.write_string(0, n, column.title, head)
    numbers: dict[int, Format] = {}  # by digits after the point
    links = 0
    for number, row in enumerate(view.rows, 1):
        lines = max(_lines(cell.text, column.width) for cell, column in zip(row, view.columns, strict=True))
        page.set_row(number, _LINE_HEIGHT * min(max(lines, _FEWEST_LINES), _MOST_LINES))
        for n, cell in enumerate(row):
            links += cell.is_file
            look = text
            if cell.is_number:
                places = len(cell.text.partition(".")[2])
                if places not in numbers:
                    numbers[places] = book.add_format({**_BASE, "num_format": f"0.{'0' * places}".rstrip(".")})
                look = numbers[places]
            _cell(page, (number, n), cell, look, link if links <= MOST_LINKS else None)
    page.freeze_panes(1, 2)
    page.autofilter(0, 0, len(view.rows), len(view.columns) - 1)
    page.set_landscape()
    page.set_paper(_A4)
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)
    page.set_footer("&R&P / &N")
    page.ignore_errors({"number_stored_as_text": f"A1:XFD{len(view.rows) + 1}"})
    book.close()
    return buffer.getvalue()


def _cell(page: Worksheet, at: tuple[int, int], cell: IndexCell, look: Format, link: Format | None) -> None:
    """Text is written as text whatever it begins with; a link names a file beside the table."""
    if not cell.text:
        page.write_blank(*at, None, look)
    elif cell.is_number:
        page.write_number(*at, float(cell.text), look)
    elif cell.is_file and link is not None:
        page.write_url(*at, "external:" + _escaped(cell.text), link, cell.text)
    else:
        page.write_string(*at, cell.text, look)


def _lines(text: str, width: float) -> int:
    """About how many lines a text takes in a column; Chinese letters are two digits wide."""
    if 2 * len(text) < width and "\n" not in text:
        return 1
    return sum(1 + int((len(line) + sum(map(_LAST_NARROW.__lt__, line))) / width) for line in text.split("\n"))


def _escaped(name: str) -> str:
    """A file name as the target of a link."""
    return name.translate(_ESCAPES)
