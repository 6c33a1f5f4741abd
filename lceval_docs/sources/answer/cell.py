"""One cell understood: a choice by its words, a number as people type it, the years and units of a row."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from decimal import Decimal
from types import MappingProxyType

from lceval_docs.model.answer import (
    Address,
    Answers,
    CasePath,
    CaseValue,
    Content,
    Filled,
    Question,
    Questionnaire,
)
from lceval_docs.problems import Fault, Mark, Problem

NOT_FILLED = Fault("E0970", "{field}: {expected} is not filled in.")
NOT_A_FIGURE = Fault("E0961", '{field}: expected a number, found "{found}".', "Type digits only, such as 1234.5.")
OTHER_UNIT = Fault(
    "E0962", '{field}: the unit "{found}" stands behind the number, this row is in {expected}.', "Convert the number."
)
READ_AS = Fault("W0963", '{field}: "{found}" was read as {expected}.')
NO_SUCH_CHOICE = Fault("E0964", '{field}: "{found}" is none of {expected}.', "Choose from the list.")
TWO_ANSWERS = Fault("E0975", '{field}: answered "{found}" here and "{expected}" in {first}.', "Keep one of them.")
PERHAPS_PERCENT = Fault(
    "W0972", "{field}: {found} was read as {found} percent.", "If {expected} percent is meant, type {expected}."
)
UNPRINTABLE = Fault("E0973", "{field}: the text holds the character {found}.", "Type the text anew.")
NOT_A_YEAR = Fault("E0976", '{field}: "{found}" is no year.', "Write it with four digits, such as 2023.")
NO_UNIT = Fault("W0977", "{field}: no unit is chosen; read as {expected}.")
NO_ROW_YEAR = Fault("W0978", "{field}: no year; taken as {expected}.")
NOT_GIVEN = Fault(
    "W0979", '{field}: "{found}" was read as not given.', "If there was none, type 0 and name the evidence."
)
NO_DAY = Fault("W0980", '{field}: "{found}" is no whole date; kept as text.', "Write it like 2008-09-12.")
OUTSIDE = Fault(
    "W0981",
    "there are numbers of {found}, which is not between base year and evaluation year ({expected}).",
    "Look at the year above the column.",
)
NO_YEAR = Fault("E0965", "{field}: there is a number for the {expected}, but that year is not filled in.")
SEPARATORS = re.compile(r"[、，,;；\s]+")
_PLAIN = re.compile(r"-?\d+(\.\d+)?", re.ASCII)
_GROUPED = re.compile(r"-?\d{1,3}(,\d{3})+(\.\d+)?", re.ASCII)
_MYRIADS = {"千": 3, "万": 4, "亿": 8}
_TYPED = re.compile(r"([+-]?[\d.,]+(?:[eE][+-]?\d{1,2}(?!\w))?)\s*([千万亿]?)(.*)", re.ASCII | re.DOTALL)
# Digits that Decimal reads as they are meant: a point first or last, a power of ten as worksheets show it.
_SHORT = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,2})?", re.ASCII)
# What says that there is nothing, where a number is asked.
_NOTHING = frozenset(("-", "--", "/", "\\", "—", "——", "–", "无", "n/a", "na"))
_DAY = re.compile(r"(\d{4})(?:年|[-/.])(\d{1,2})(?:月|[-/.])(\d{1,2})日?", re.ASCII)
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
# What stands for an ASCII character in a number; raised digits and fractions do not.
_TYPOGRAPHIC = str.maketrans(
    {"−": "-", "－": "-", "—": "-", "–": "-", "，": ",", "．": ".", "％": "%", "\u200b": "", "\u3000": " ", "\xa0": " "}
    | {chr(ord("０") + digit): str(digit) for digit in range(10)}
)
# What may stand behind a number as its unit: letters, m3, tCO2e, t/a; nothing that goes on counting.
_UNIT_WORD = re.compile(r"(?:[^\W\d_]|(?<=[A-Za-z])[23])+(?:/(?:[^\W\d_]|(?<=[A-Za-z])[23])+)*")
YEAR = re.compile(r"(19|20)\d{2}", re.ASCII)
_NO_CELLS: Mapping[tuple[str, str], Mark] = MappingProxyType({})


class Understanding:
    """One document being understood: what was made of it so far, and what was wrong with it."""

    def __init__(self, answers: Answers, asked: Questionnaire):
        self.answers, self.asked = answers, asked
        self.values: dict[CasePath, CaseValue] = {}
        self.problems: list[Problem] = []
        self.years: dict[str, str] = {}
        self.bad_years: set[str] = set()

    def note(self, fault: Fault, mark: Mark, field: str, **details: object) -> None:
        self.problems.append(fault.at(mark, field=field, **details))

    def refuse(self, fault: Fault, mark: Mark, field: str, **details: object) -> str | None:
        """No value, and why."""
        self.note(fault, mark, field, **details)
        return None

    def lacks(self, address: Address, mark: Mark, field: str) -> None:
        """A row does not say what it must: told at a cell that it has, with the address of the one that is empty."""
        self.note(NOT_FILLED, mark, field, expected=label_of(self, address), asked=address)

    def put(
        self, path: CasePath, content: Content, mark: Mark, cells: Mapping[tuple[str, str], Mark] = _NO_CELLS
    ) -> None:
        """A value at its path; the same question answered twice must be answered alike."""
        known = self.values.get(path)
        if known and known.content != content:
            self.note(TWO_ANSWERS, mark, ".".join(path), found=content, expected=known.content, first=known.mark.place)
        else:
            self.values.setdefault(path, CaseValue(content, mark, cells))


def label_of(work: Understanding, address: Address) -> str:
    """How a person finds the question: the row, then the column."""
    table = work.asked.table(address.table)
    question = work.asked.question(address)
    row = table.label(address.row) if table else ""
    column = question.label if question else address.column
    return f"{row} {column}" if row and row != column else column


def read_cell(work: Understanding, address: Address, filled: Filled, unit: str = "") -> str | None:
    """The text of one cell as the file writes it; None, with the problem noted, where it cannot be."""
    question = work.asked.question(address)
    text = filled.text.strip()
    bad = _UNPRINTABLE.search(text)
    if not bad and _says_itself(question, text, unit):
        return text
    field = label_of(work, address)
    if bad:
        return work.refuse(UNPRINTABLE, filled.mark, field, found=f"U+{ord(bad[0]):04X}")
    if question is None:
        return text
    if question.choices or question.aliases:
        return _choice(work, question, filled, field, is_free=question.is_open)
    if question.type == "number":
        if unicodedata.normalize("NFKC", text).casefold() in _NOTHING:
            return work.refuse(NOT_GIVEN, filled.mark, field, found=text)
        others = frozenset[str]() if _PLAIN.fullmatch(text) else _others(work, address)
        return read_number(work, text, filled.mark, field, unit or question.unit, others)
    return _day(work, text, filled.mark, field) if question.type == "date" else text


def _says_itself(question: Question | None, text: str, unit: str) -> bool:
    """Whether a text goes into the file as it stands: words, a code, digits that are no share."""
    if question is None:
        return True
    if question.choices or question.aliases:
        return any(text == code for code, _ in question.choices)
    if question.type == "number":
        return _PLAIN.fullmatch(text) is not None and "%" not in (unit or question.unit)
    return question.type in ("text", "long_text", "words")


def _others(work: Understanding, address: Address) -> frozenset[str]:
    """Other units than a row's own that people may type behind a number."""
    question = work.asked.question(Address(address.table, address.row, "unit"))
    pairs = (*question.choices, *question.aliases) if question else ()
    return frozenset(unicodedata.normalize("NFKC", word) for pair in pairs for word in pair)


def _day(work: Understanding, text: str, mark: Mark, field: str) -> str:
    """A date in the one way the file writes it."""
    found = _DAY.fullmatch(unicodedata.normalize("NFKC", text).replace(" ", ""))
    if found:
        return f"{found[1]}-{int(found[2]):02}-{int(found[3]):02}"
    work.note(NO_DAY, mark, field, found=text[:40])
    return text


def year_of(text: str) -> str | None:
    """A year, with or without 年 behind, if the text is one."""
    year = unicodedata.normalize("NFKC", text).strip().removesuffix("年").removesuffix("年度").strip()
    return year if YEAR.fullmatch(year) else None


def read_year(work: Understanding, filled: Filled, field: str) -> str | None:
    return year_of(filled.text) or work.refuse(NOT_A_YEAR, filled.mark, field, found=filled.text.strip()[:40])


def _choice(work: Understanding, question: Question, filled: Filled, field: str, is_free: bool) -> str | None:
    text = unicodedata.normalize("NFKC", filled.text).strip()
    for code, shown in (*question.choices, *question.aliases):
        if text in (code, unicodedata.normalize("NFKC", shown).strip()) or filled.text.strip() == shown:
            return code
    begun = [code for code, shown in question.choices if shown.split("\u3000")[0] == text]
    if len(begun) == 1:
        return begun[0]
    if is_free:
        return filled.text.strip()
    shown = ", ".join(shown for _, shown in question.choices)
    return work.refuse(NO_SUCH_CHOICE, filled.mark, field, found=text[:40], expected=shown[:200])


def read_number(
    work: Understanding, text: str, mark: Mark, field: str, unit: str, others: frozenset[str] = frozenset()
) -> str | None:
    """Digits as people type them: full width, thousands, 万 and 亿, the row's own unit behind.

    `unit`: the row's own, in all its spellings. `others`: units that it is not in.
    """
    if _PLAIN.fullmatch(text):
        return _percent(work, text, mark, field, unit)
    plain = text.translate(_TYPOGRAPHIC).strip()
    found = _TYPED.fullmatch(plain)
    if not found:
        return work.refuse(NOT_A_FIGURE, mark, field, found=text[:40])
    digits, myriad, behind = found[1], found[2], unicodedata.normalize("NFKC", found[3]).strip()
    if _GROUPED.fullmatch(digits):
        digits = digits.replace(",", "")
    if not _SHORT.fullmatch(digits):
        return work.refuse(NOT_A_FIGURE, mark, field, found=text[:40])
    digits = format(Decimal(digits), "f")
    own = {unicodedata.normalize("NFKC", u) for u in unit.split("|") if u}
    if myriad and f"{myriad}{behind}" in own:
        myriad, behind = "", f"{myriad}{behind}"
    is_other = behind in others or f"{myriad}{behind}" in others
    if behind and behind not in own:
        if is_other or (own and _UNIT_WORD.fullmatch(behind)):
            return work.refuse(OTHER_UNIT, mark, field, found=f"{myriad}{behind}"[:20], expected=unit.split("|")[0])
        return work.refuse(NOT_A_FIGURE, mark, field, found=text[:40])
    value = _shifted(digits, _MYRIADS[myriad]) if myriad else digits
    shown = unit.split("|")[0]
    work.note(READ_AS, mark, field, found=text[:40], expected=f"{value} {shown}".strip())
    return value


def _percent(work: Understanding, text: str, mark: Mark, field: str, unit: str) -> str:
    """A share below one in a column of percents may be a slip."""
    if "%" in unit.split("|") and re.fullmatch(r"0\.\d*[1-9]\d*", text, re.ASCII):
        work.note(PERHAPS_PERCENT, mark, field, found=text, expected=_shifted(text, 2))
    return text


def _shifted(digits: str, places: int) -> str:
    """A decimal number times a power of ten, exactly."""
    whole, _, part = digits.lstrip("-").partition(".")
    part = part.ljust(places, "0")
    moved = (whole + part[:places]).lstrip("0") or "0"
    rest = part[places:].rstrip("0")
    sign = "-" if digits.startswith("-") else ""
    return f"{sign}{moved}.{rest}" if rest else f"{sign}{moved}"


def by_year(
    work: Understanding, table: str, row: str, cells: Mapping[str, Filled], unit: str
) -> Iterator[tuple[str, str, Mark]]:
    """The numbers of a row by year."""
    for column, filled in cells.items():
        question = work.asked.question(Address(table, row, column))
        if question is None or not question.is_year:
            continue
        year = column if YEAR.fullmatch(column) else work.years.get(column)
        value = read_cell(work, Address(table, row, column), filled, unit)
        if year is None and column not in work.bad_years:
            work.note(NO_YEAR, filled.mark, label_of(work, Address(table, row, column)), expected=question.label)
        elif year is not None and value is not None:
            yield year, value, filled.mark


def put_texts(
    work: Understanding, path: CasePath, table: str, row: str, cells: Mapping[str, Filled], names: tuple[str, ...]
) -> None:
    """Cells that go into the file under their own names; words become lists."""
    for name in names:
        if name not in cells:
            continue
        value = read_cell(work, Address(table, row, name), cells[name])
        question = work.asked.question(Address(table, row, name))
        if value is None or question is None:
            continue
        if question.type == "words":
            work.put((*path, name), tuple(filter(None, SEPARATORS.split(value))), cells[name].mark)
        elif value:
            work.put((*path, name), value, cells[name].mark)


def units_of(work: Understanding, table: str, row: str, unit: str) -> str:
    """A unit as the file writes it and in all the ways that people do: any may stand behind a number."""
    question = work.asked.question(Address(table, row, "unit"))
    words = (*question.choices, *question.aliases) if question else ()
    code = next((code for code, word in words if unit in (code, word)), unit) or (words[0][0] if words else "")
    is_free = question is not None and question.is_open and not unit
    spellings = [] if is_free else [code, *(word for known, word in words if known == code)]
    return "|".join(dict.fromkeys(filter(None, spellings)))
