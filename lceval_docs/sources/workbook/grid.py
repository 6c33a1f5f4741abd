"""The cells of a workbook's sheets: values as people see them, and what stands behind (formula, format, hidden, merged).

Only cells that hold something are walked, so neither a far cell nor a wrong size of the sheet costs anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import field
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Literal, NamedTuple
from xml.etree.ElementTree import Element

from lceval_docs.problems import Mark, Problem
from lceval_docs.records import dataclass
from lceval_docs.sources.workbook.package import BROKEN, NO_BOOK, TOO_LARGE, parse_part

Kind = Literal["text", "number", "date", "true_false", "error", "unknown"]
FormatKind = Literal["", "percent", "date"]

MAX_CELLS = 400_000
# Beyond it a program keeps fewer digits than were typed.
MAX_DIGITS = 15

_DATES = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
_PERCENTS = frozenset((9, 10))
_PLACES = {1: 0, 2: 2, 3: 0, 4: 2}
_NOT_SHOWN = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
# Excel takes no longer format, and no higher number of one.
_LONGEST_FORMAT, _MOST_DIGITS = 255, 6
_FIXED = re.compile(r"(?:#,##)?0\.(0+)(?:_ )?")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_DECIMAL = "0123456789"
_LETTERS = re.compile(r"[A-Z]{1,3}")
_CELL = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_HIDDEN = ("hidden", "veryHidden")
# Days are counted from here; the years 1900 and 1904 differ by this many days.
_DAY_ZERO, _DAYS_1904 = date(1899, 12, 30), 1462
_FIRST_TRUE_DAY = 61


class Found(NamedTuple):
    """One cell. `text`: a number with all its digits, "12%" where it is shown so, a day as 2023-05-31.

    `formula`: what computes it. `is_uncomputed`: a formula whose value was never saved.
    """

    row: int
    column: int
    text: str
    kind: Kind
    formula: str = ""
    is_computed: bool = False
    is_uncomputed: bool = False

    @property
    def name(self) -> str:
        return cell_name(self.row, self.column)


@dataclass(frozen=True)
class FoundSheet:
    """One sheet by its present name. `merged`: ranges as first row, first column, last row, last column, from 1."""

    name: str
    cells: Mapping[int, Mapping[int, Found]]
    merged: tuple[tuple[int, int, int, int], ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    is_hidden: bool = False


@dataclass(frozen=True)
class FoundBook:
    sheets: tuple[FoundSheet, ...]
    properties: Mapping[str, str] = field(default_factory=dict)


def cell_name(row: int, column: int) -> str:
    """As people name a cell: D12."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row}"


def read_grid(parts: Mapping[str, bytes], mark: Mark) -> tuple[FoundBook | None, tuple[Problem, ...]]:
    """All sheets, or why they cannot be read."""
    book, problems = parse_part(parts, "xl/workbook.xml", mark)
    if book is None:
        return None, problems or (BROKEN.at(mark, found=NO_BOOK),)
    relations, more = _targets(parts, mark)
    texts, even_more = _shared_texts(parts, relations, mark)
    formats, still_more = _formats(parts, relations, mark)
    found = [*problems, *more, *even_more, *still_more]
    if found:
        return None, tuple(found)
    is_1904 = any(e.get("date1904") in ("1", "true") for e in book.iter(_tag(book, "workbookPr")))
    reader = _Reader(texts, formats, is_1904, mark)
    sheets = []
    for entry in book.iter(_tag(book, "sheet")):
        id = next((value for name, value in entry.items() if name.endswith("}id")), "")
        part = relations.get(id, ("", ""))[1]
        root, wrong = parse_part(parts, part, mark)
        found += wrong or (() if root is not None else (BROKEN.at(mark, found=part or entry.get("name")),))
        if root is not None and root.tag.endswith("}worksheet"):
            try:
                sheets.append(reader.sheet(root, entry.get("name") or "", entry.get("state") in _HIDDEN))
            except ValueError as error:
                found.append(BROKEN.at(mark, found=f"{part}: {error}"))
    found += reader.problems
    return (None if found else FoundBook(tuple(sheets), _properties(parts, mark))), tuple(found)


def _tag(root: Element, name: str) -> str:
    """A name in the root's own namespace: ordinary and strict workbooks differ there."""
    return f"{root.tag.rpartition('}')[0]}}}{name}"


def _targets(parts: Mapping[str, bytes], mark: Mark) -> tuple[dict[str, tuple[str, str]], tuple[Problem, ...]]:
    """Kind and part of each relation of the workbook, by id."""
    root, problems = parse_part(parts, "xl/_rels/workbook.xml.rels", mark)
    found = {}
    for one in root if root is not None else ():
        target = one.get("Target") or ""
        path = target.removeprefix("/") if target.startswith("/") else f"xl/{target}"
        found[one.get("Id") or ""] = ((one.get("Type") or "").rpartition("/")[2], path)
    return found, problems


def _part_of(relations: Mapping[str, tuple[str, str]], kind: str) -> str:
    return next((path for name, path in relations.values() if name == kind), "")


def _shared_texts(
    parts: Mapping[str, bytes], relations: Mapping[str, tuple[str, str]], mark: Mark
) -> tuple[list[str], tuple[Problem, ...]]:
    root, problems = parse_part(parts, _part_of(relations, "sharedStrings"), mark)
    if root is None:
        return [], problems
    return [_text_of(item) for item in root.iter(_tag(root, "si"))], problems


def _text_of(item: Element) -> str:
    """The text of a plain or rich string, without readings of characters."""
    if len(item) == 1 and not len(item[0]):
        return decoded(item[0].text or "")
    space = item.tag.rpartition("}")[0] + "}"
    runs = [item, *(child for child in item if child.tag == f"{space}r")]
    text = "".join(child.text or "" for run in runs for child in run if child.tag == f"{space}t")
    return decoded(text)


def decoded(text: str) -> str:
    """Text with Excel's escapes of letters (`_x0041_`) undone, and one kind of line break."""
    if "_x" in text:
        text = _ESCAPED.sub(lambda m: chr(int(m[1], 16)), text)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _formats(
    parts: Mapping[str, bytes], relations: Mapping[str, tuple[str, str]], mark: Mark
) -> tuple[list[tuple[FormatKind, int]], tuple[Problem, ...]]:
    """How the numbers of each cell style are shown: kind, and digits after the point that are always shown."""
    root, problems = parse_part(parts, _part_of(relations, "styles"), mark)
    if root is None:
        return [("", 0)], problems
    own = {e.get("numFmtId"): e.get("formatCode") or "" for e in root.iter(_tag(root, "numFmt"))}
    styles = next(iter(root.iter(_tag(root, "cellXfs"))), None)
    ids = [xf.get("numFmtId") or "0" for xf in styles] if styles is not None else ["0"]
    return [_format(id, own) for id in ids], problems


def _format(id: str, own: Mapping[str | None, str]) -> tuple[FormatKind, int]:
    number = int(id) if id.isascii() and id.isdigit() and len(id) < _MOST_DIGITS else 0
    if id not in own:
        kind: FormatKind = "percent" if number in _PERCENTS else "date" if number in _DATES else ""
        return kind, _PLACES.get(number, 0)
    code = own[id][:_LONGEST_FORMAT]
    shown = _NOT_SHOWN.sub("", code.split(";")[0]).lower()
    if "%" in shown:
        return "percent", 0
    if "general" not in shown and any(c in shown for c in "ymdhs"):
        return "date", 0
    fixed = _FIXED.fullmatch(code.split(";")[0])
    return "", len(fixed[1]) if fixed else 0


def _properties(parts: Mapping[str, bytes], mark: Mark) -> dict[str, str]:
    """Custom properties that are texts. A broken part of them is no loss: the sheets say the same."""
    root, _ = parse_part(parts, "docProps/custom.xml", mark)
    return {e.get("name") or "": "".join(e.itertext()) for e in root} if root is not None else {}


class _Reader:
    """Sheets of one workbook, with its shared texts and formats."""

    def __init__(self, texts: list[str], formats: list[tuple[FormatKind, int]], is_1904: bool, mark: Mark) -> None:
        self.texts, self.formats, self.is_1904, self.mark = texts, formats, is_1904, mark
        self.problems: list[Problem] = []
        self.count = 0

    def sheet(self, root: Element, name: str, is_hidden: bool) -> FoundSheet:
        cells: dict[int, dict[int, Found]] = {}
        hidden_rows = set()
        number = 0
        for row in root.iter(_tag(root, "row")):
            number = int(row.get("r") or number + 1)
            if row.get("hidden") in ("1", "true"):
                hidden_rows.add(number)
            found = {cell.column: cell for cell in self._row(row, number, name)}
            row.clear()  # a tree takes many times the room of what was found in it
            if found:
                cells.setdefault(number, {}).update(found)
            if self.count > MAX_CELLS:
                self.problems.append(TOO_LARGE.at(self.mark, found=f"{self.count:,}", limit=f"{MAX_CELLS:,}"))
                break
        merged = [_range(e.get("ref") or "") for e in root.iter(_tag(root, "mergeCell"))]
        columns = (e for e in root.iter(_tag(root, "col")) if e.get("hidden") in ("1", "true"))
        hidden = (n for e in columns for n in range(int(e.get("min", "1")), min(int(e.get("max", "1")), 200) + 1))
        return FoundSheet(
            name, cells, tuple(filter(None, merged)), frozenset(hidden_rows), frozenset(hidden), is_hidden
        )

    def _row(self, row: Element, number: int, sheet: str) -> Iterator[Found]:
        column = 0
        for cell in row:
            place = cell.get("r")
            column = _column(place.rstrip(_DECIMAL)) if place else column + 1
            if len(cell):
                self.count += 1
                try:
                    found = self._cell(cell, number, column)
                except (IndexError, ValueError, OverflowError):
                    found = Found(number, column, "".join(cell.itertext())[:40], "unknown")
                if found:
                    yield found

    def _cell(self, cell: Element, row: int, column: int) -> Found | None:
        """A cell that holds something; raises ValueError or IndexError for what no program writes."""
        value, formula, inline = None, None, None
        for child in cell:
            name = child.tag.rpartition("}")[2]
            value = (child.text or "") if name == "v" else value
            formula = (child.text or "=") if name == "f" else formula
            inline = child if name == "is" else inline
        kind = cell.get("t") or "n"
        computed = formula is not None
        if kind == "inlineStr":
            return _text(row, column, _text_of(inline) if inline is not None else "", formula or "")
        if value is None or (not value and kind != "str"):
            return Found(row, column, "", "text", formula or "", computed, True) if computed else None
        if kind == "s":
            return _text(row, column, self.texts[_index(value)], formula or "")
        if kind == "str":
            return _text(row, column, decoded(value), formula or "")
        if kind in ("b", "e"):
            return Found(row, column, value, "true_false" if kind == "b" else "error", formula or "", computed)
        if kind == "d":
            return Found(row, column, value[:10], "date", formula or "", computed)
        shown, places = self.formats[_index(cell.get("s") or "0")]
        text, is_day = self._number(value, shown, places)
        return Found(row, column, text, "date" if is_day else "number", formula or "", computed)

    def _number(self, value: str, shown: FormatKind, places: int) -> tuple[str, bool]:
        """A number as people see it, all digits kept."""
        if not _NUMBER.fullmatch(value):
            raise ValueError(value)
        number = Decimal(repr(float(value)))
        if not number.is_finite() or (number == 0 and Decimal(value) != 0):
            raise ValueError(value)
        if shown == "date":
            return self._day(number), True
        if shown == "percent":
            return f"{_plain(number * 100)}%", False
        text = _plain(number)
        have = len(text.partition(".")[2])
        return (text if have >= places else f"{text}{'' if have else '.'}{'0' * (places - have)}"), False

    def _day(self, number: Decimal) -> str:
        """A day; with a time of day only the day. Days that programs count differently are unknown."""
        days = int(number) + (_DAYS_1904 if self.is_1904 else 0)
        if days < _FIRST_TRUE_DAY:
            raise ValueError(number)
        return (_DAY_ZERO + timedelta(days=days)).isoformat()


def _text(row: int, column: int, text: str, formula: str) -> Found | None:
    return Found(row, column, text, "text", formula, bool(formula)) if text else None


def _plain(number: Decimal) -> str:
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _index(text: str) -> int:
    number = int(text)
    if number < 0:
        raise IndexError(text)
    return number


@lru_cache(maxsize=1024)
def _column(letters: str) -> int:
    """The number of a column by its letters, from 1; ValueError for others."""
    if not _LETTERS.fullmatch(letters):
        raise ValueError(letters)
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _range(text: str) -> tuple[int, int, int, int] | None:
    ends = [_CELL.fullmatch(end) for end in text.replace("$", "").split(":")]
    if not ends or any(end is None for end in ends):
        return None
    places = [(int(end[2]), _column(end[1])) for end in ends if end]
    return (*places[0], *places[-1])
