"""A workbook as plain records: sheets of rows of cells, with looks by name. Rows and columns count from 0."""

from __future__ import annotations

from dataclasses import field
from datetime import date
from decimal import Decimal
from typing import Literal

from lceval_docs.records import dataclass

Look = Literal[
    "title",
    "line",
    "notice",
    "code",
    "head",
    "year",
    "group",
    "label",
    "note",
    "fixed",
    "text",
    "unit",
    "number",
    "alone",
    "date",
    "status",
    "closed",
    "figure",
    "missing",
    "done",
]


@dataclass(frozen=True)
class WorkCell:
    """One cell. `kept`: as what its text is stored; `places`: digits shown after the point; of a formula, `text` is its value.

    A code is stored but not shown: its cell shows `shown` in its place.
    """

    text: str = ""
    look: Look = "text"
    kept: Literal["text", "number", "date"] = "text"
    places: int = 0
    formula: str = ""
    shown: str = ""


@dataclass(frozen=True)
class WorkRow:
    """Cells from column A on; None is a cell without a look. `height` in points, 0 fits the text."""

    cells: tuple[WorkCell | None, ...]
    height: float = 0
    is_hidden: bool = False


@dataclass(frozen=True)
class WorkColumn:
    """`width` in digits. `look`: of the cells below the last row, so that a list can go on; "" keeps them closed."""

    width: float
    look: Look | Literal[""] = ""


@dataclass(frozen=True)
class Check:
    """What may be typed in a range (first row, first column, last row, last column), and what is said about it.

    `choices`: the range of a list. `is_strict`: nothing else can be typed.
    """

    range: tuple[int, int, int, int]
    kind: Literal["any", "list", "number", "year", "date"] = "any"
    choices: str = ""
    least: Decimal = Decimal(0)
    is_strict: bool = True
    title: str = ""
    message: str = ""
    error: str = ""


@dataclass(frozen=True)
class Signal:
    """Cells of a range whose text begins so get another look."""

    range: tuple[int, int, int, int]
    begins: str
    look: Look


@dataclass(frozen=True)
class Sheet:
    """One sheet. `frozen`: rows and columns that stay in view; `head`: the row repeated on each printed page."""

    name: str
    columns: tuple[WorkColumn, ...]
    rows: tuple[WorkRow, ...]
    checks: tuple[Check, ...] = ()
    signals: tuple[Signal, ...] = ()
    frozen: tuple[int, int] = (0, 0)
    head: int | None = None
    tab: Literal["", "form", "list", "computed"] = ""
    is_hidden: bool = False


@dataclass(frozen=True)
class WorkbookView:
    """The workbook, ready to write. `names`: defined names by what they refer to; `left_out`: answers without a place."""

    title: str
    creator: str
    date: date
    footer: str
    sheets: tuple[Sheet, ...]
    names: tuple[tuple[str, str], ...] = ()
    properties: tuple[tuple[str, str], ...] = ()
    left_out: tuple[str, ...] = field(default=())


def column_name(column: int) -> str:
    """Letters of a column: A, B … Z, AA."""
    letters, column = "", column + 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def reference(sheet: str, first: tuple[int, int], last: tuple[int, int] | None = None) -> str:
    """Absolute reference to a cell or range of a sheet; without a sheet, in the same one."""
    ends = [f"${column_name(column)}${row + 1}" for row, column in (first, last or first)]
    area = ":".join(dict.fromkeys(ends))
    quoted = sheet.replace("'", "''")
    return f"'{quoted}'!{area}" if sheet else area
