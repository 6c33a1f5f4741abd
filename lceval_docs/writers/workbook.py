"""The data workbook as an Excel file. Same view, same bytes: dates come from the view, entries of the zip are all of 1980."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from lceval_docs.views.workbook.grid import Check, Look, Sheet, WorkbookView, WorkCell, column_name

FACE, TITLE_FACE = "等线", "黑体"
INK, MUTED, ACCENT, PAPER, FILL, HEAD, RULE = (
    "#1F2A24",
    "#7A857F",
    "#1F5A46",
    "#FFFDF0",
    "#F1F4F2",
    "#DCE9E2",
    "#B9C4BE",
)
TABS = {"form": "#1F5A46", "list": "#8DB8A2", "computed": "#B9C4BE"}

_BASE: Mapping[str, Any] = {
    "font_name": FACE,
    "font_size": 10.5,
    "font_color": INK,
    "valign": "vcenter",
    "text_wrap": True,
}
_RULED: Mapping[str, Any] = {**_BASE, "border": 1, "border_color": RULE}
_INPUT: Mapping[str, Any] = {**_RULED, "bg_color": PAPER, "locked": False}
_LOOKS: Mapping[Look, Mapping[str, Any]] = {
    "title": {**_BASE, "font_name": TITLE_FACE, "font_size": 15, "font_color": ACCENT, "text_wrap": False},
    "line": {**_BASE, "text_wrap": False},
    "notice": {**_BASE, "font_color": "#9A3412", "text_wrap": False},
    "code": {**_RULED, "font_size": 7, "font_color": MUTED, "bg_color": FILL, "text_wrap": False, "shrink": True,
             "num_format": "@"},
    "head": {**_RULED, "bold": True, "bg_color": HEAD, "align": "center"},
    "year": {**_RULED, "bold": True, "bg_color": HEAD, "align": "center", "locked": False, "num_format": "0"},
    "group": {**_BASE, "bold": True, "bg_color": FILL, "font_color": ACCENT, "text_wrap": False, "top": 1, "bottom": 1,
              "top_color": RULE, "bottom_color": RULE},
    "label": {**_RULED, "bg_color": FILL},
    "note": {**_RULED, "bg_color": FILL, "font_size": 9.5, "font_color": MUTED},
    "fixed": {**_RULED, "bg_color": FILL, "align": "center"},
    "text": {**_INPUT, "num_format": "@"},
    "number": {**_INPUT, "align": "right"},
    "unit": {**_INPUT, "num_format": "@", "align": "center"},
    "alone": {**_INPUT, "align": "left"},
    "date": {**_INPUT, "align": "left", "num_format": "yyyy-mm-dd"},
    "status": {**_RULED, "bg_color": FILL, "font_color": MUTED, "align": "center", "font_size": 9.5},
    "closed": {**_RULED, "pattern": 14, "fg_color": RULE, "bg_color": FILL},
    "figure": {**_RULED, "bg_color": FILL, "align": "right"},
    "missing": {"font_color": "#B45309", "bold": True},
    "done": {"font_color": "#15803D"},
}  # fmt: skip
# Left to people: everything that does not change what a code or a formula stands for.
_ALLOWED = dict.fromkeys(
    ("format_cells", "format_columns", "format_rows", "insert_columns", "insert_rows", "sort", "autofilter"), True
)
_A4 = 9
_LONGEST_TITLE, _LONGEST_MESSAGE = 32, 255
_FORBIDDEN_IN_FOOTERS = "&"
# What Excel lets a cell hold; the markup of a text may be longer.
_LONGEST_TEXT, _LONGEST_MARKUP = 32_767, 1_000_000
# An underscore that Excel would take for the beginning of an escape; and two escapes that share one.
_ESCAPES = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_LOOKS_ESCAPED = re.compile("_x[0-9A-Fa-f]{4}_x[0-9A-Fa-f]{4}_")


def render_workbook(view: WorkbookView) -> bytes:
    """The file. Text is always written as text: nothing that begins with = becomes a formula."""
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(buffer, options)
    book.set_size(1600 * 15, 1000 * 15)
    book.set_properties({"title": view.title, "author": view.creator, "created": datetime(*view.date.timetuple()[:3])})
    for name, text in view.properties:
        book.set_custom_property(name, text, "text")
    looks = _Looks(book)
    for sheet in view.sheets:
        _sheet(book.add_worksheet(sheet.name), sheet, looks, view.footer)
    for name, area in view.names:
        book.define_name(name, f"={area}")
    book.close()
    return buffer.getvalue()


class _Looks:
    """The formats of one workbook, each made once."""

    def __init__(self, book: Workbook) -> None:
        self.book = book
        self.made: dict[tuple[Look, int, str], Format] = {}

    def of(self, look: Look, places: int = 0, shown: str = "") -> Format:
        key = (look, places, shown)
        if key not in self.made:
            properties = dict(_LOOKS[look])
            if places:
                properties["num_format"] = f"0.{'0' * places}"
            if shown:
                properties["num_format"] = f';;;"{shown}"'
            self.made[key] = self.book.add_format(properties)
        return self.made[key]


def _sheet(page: Worksheet, sheet: Sheet, looks: _Looks, footer: str) -> None:
    page.xls_strmax = _LONGEST_MARKUP
    for n, column in enumerate(sheet.columns):
        page.set_column(n, n, column.width, looks.of(column.look) if column.look else None)
    for number, row in enumerate(sheet.rows):
        if row.height or row.is_hidden:
            page.set_row(number, row.height or None, None, {"hidden": row.is_hidden})
        for n, cell in enumerate(row.cells):
            if cell is not None:
                _cell(page, (number, n), cell, looks)
    for check in sheet.checks:
        page.data_validation(*check.range, _validation(check))
    for signal in sheet.signals:
        page.conditional_format(
            *signal.range,
            {"type": "text", "criteria": "begins with", "value": signal.begins, "format": looks.of(signal.look)},
        )
    _view(page, sheet)
    _print(page, sheet, footer)


def _cell(page: Worksheet, at: tuple[int, int], cell: WorkCell, looks: _Looks) -> None:
    look = looks.of(cell.look, cell.places, cell.shown)
    if cell.formula:
        value = float(cell.text) if cell.kept == "number" else cell.text
        done = page.write_formula(*at, cell.formula, look, value)
    elif not cell.text:
        done = page.write_blank(*at, None, look)
    elif cell.kept == "number":
        done = page.write_number(*at, float(cell.text), look)
    elif cell.kept == "date":
        done = page.write_datetime(*at, datetime(*date.fromisoformat(cell.text).timetuple()[:3]), look)
    else:
        done = len(cell.text.encode("utf-16-le")) > 2 * _LONGEST_TEXT or page.write_string(
            *at, _verbatim(cell.text), look
        )
    if done:
        raise ValueError(f"{at}: the cell cannot hold {cell.text[:40]!r}")


def _verbatim(text: str) -> str:
    """A text as XlsxWriter writes it unchanged.

    It takes what begins and ends with `<r>` for markup, and escapes only every other one of `_x0041_x0042_`; both are
    given to it as markup, in which it finds no underscore to escape.
    """
    if not (_LOOKS_ESCAPED.search(text) or (text.startswith("<r>") and text.endswith("</r>"))):
        return text
    escaped = _ESCAPES.sub("_x005F_", text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"))
    return f'<r><t xml:space="preserve">{escaped.replace("_", "&#95;")}</t></r>'


def _validation(check: Check) -> dict[str, Any]:
    """One rule as XlsxWriter takes it. Messages longer than Excel shows are cut."""
    rule: dict[str, Any] = {"validate": "any", "error_type": "stop" if check.is_strict else "information"}
    if check.kind == "list":
        rule |= {"validate": "list", "source": f"={check.choices}"}
    elif check.kind == "number":
        rule |= {"validate": "decimal", "criteria": ">=", "value": float(check.least)}
    elif check.kind == "year":
        rule |= {"validate": "integer", "criteria": "between", "minimum": int(check.least), "maximum": 9999}
    elif check.kind == "date":
        rule |= {"validate": "date", "criteria": ">=", "value": date(1900, 3, 1)}
    if check.message:
        rule |= {"input_title": check.title[:_LONGEST_TITLE], "input_message": check.message[:_LONGEST_MESSAGE]}
    if check.error:
        rule |= {"error_message": check.error[:_LONGEST_MESSAGE]}
    return rule


def _view(page: Worksheet, sheet: Sheet) -> None:
    page.hide_gridlines(2)
    page.protect("", _ALLOWED)
    if sheet.frozen != (0, 0):
        page.freeze_panes(*sheet.frozen)
    if sheet.tab:
        page.set_tab_color(TABS[sheet.tab])
    if sheet.is_hidden:
        page.very_hidden()
    if sheet.rows:
        # Codes and numbers kept as text are meant so.
        last = column_name(max(1, *(len(row.cells) for row in sheet.rows)) - 1)
        page.ignore_errors({"number_stored_as_text": f"A1:{last}{len(sheet.rows) + 1000}"})


def _print(page: Worksheet, sheet: Sheet, footer: str) -> None:
    page.set_landscape()
    page.set_paper(_A4)
    page.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    page.fit_to_pages(1, 0)
    page.set_footer(f"&L{footer.replace(_FORBIDDEN_IN_FOOTERS, '')}&R&A　&P / &N")
    if sheet.head is not None:
        page.repeat_rows(sheet.head)
