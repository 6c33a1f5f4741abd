"""A table as CSV that Excel on Windows opens as it is, and that runs nothing there.

UTF-8 with a byte order mark, commas, CRLF. A text that a spreadsheet would take for a formula gets an apostrophe in
front, and so does one that begins with an apostrophe itself: taking one off gives the text back.
Source: RFC 4180; OWASP on CSV injection, https://owasp.org/www-community/attacks/CSV_Injection
"""

from __future__ import annotations

import csv
import io
from decimal import Decimal

from lceval_docs.views.export.table import DataTable, Value
from lceval_docs.views.number import digits

# Full-width signs too: spreadsheets in Chinese and Japanese read them as the narrow ones.
_BEGINS_A_FORMULA = tuple("=+-@＝＋－＠\t\r\n")
TEXT_MARK = "'"


def render_table(table: DataTable) -> bytes:
    """The names of the columns, then the rows."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(table.columns)
    writer.writerows([_cell(value) for value in row] for row in table.rows)
    return buffer.getvalue().encode("utf-8-sig")


def _cell(value: Value) -> str:
    match value:
        case None:
            return ""
        case bool():
            return str(value).lower()
        case Decimal():
            return digits(value)
        case int():
            return str(value)
    first = value.lstrip(" \u3000\xa0")[:1]
    return TEXT_MARK + value if value.startswith(TEXT_MARK) or (first and first in _BEGINS_A_FORMULA) else value
