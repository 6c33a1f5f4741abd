"""A text, number, date or choice, read as the type of its field asks; or the problem that it is none.

What is read is a text that is known to be one, or a node of YAML, of which that is still to be asked.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from typing import Any, Final

import yaml

from lceval_docs.model.origin import Given, Told
from lceval_docs.problems import Fault, Mark, Problem, Word
from lceval_docs.quantities import read_number, suggest_number
from lceval_docs.sources.plain import Place, Plain, PlainMapping

NOT_A_NUMBER = Fault(
    "E0205", '{field}: expected a number, found "{found}".', "Type digits only, with a point for decimals."
)
RESPELL_NUMBER = Fault("E0206", '{field}: expected a number, found "{found}".', "Type {expected}.")
NOT_AN_INTEGER = Fault("E0207", '{field}: expected a whole number, found "{found}".', "Type {expected}.")
NOT_A_BOOLEAN = Fault(
    "E0208", '{field}: expected true or false, found "{found}".', "Only true and false are yes and no here."
)
NOT_A_DATE = Fault("E0209", '{field}: expected a date such as 2026-05-31, found "{found}".')
NOT_A_CHOICE = Fault("E0210", '{field}: "{found}" is none of {expected}.')
NOT_TEXT = Fault("E0211", "{field}: expected text, found {found}.", "If it is text, put it in quotes.")
EMPTY = Fault("E0214", "{field}: there is no value.", "Write the value, or delete the line.")
BAD_CHARACTER = Fault(
    "E0215", "{field}: the text holds the character {found}.", "Delete it; it cannot stand in a document."
)
TOO_LONG = Fault("E0216", "{field}: the text has {found} characters, at most {limit} are read.")

MAX_TEXT = 20_000
MAX_DIGITS = 40

_NOTHING = ("", "~", "null")
# Nothing of this is printable in the eyes of Python, nor is a line end; so a text that is printable need not be searched.
_CANNOT_PRINT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_YEAR = "年"
_INTEGER = re.compile(r"-?(0|[1-9]\d{0,8})", re.ASCII)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


class Bad:
    """The value of something that could not be read; its problem is noted."""


BAD: Final = Bad()


class Reading:
    """One reading of one file: where we are, and what was found wrong."""

    def __init__(self, file: str, first_line: int):
        self.file, self.first_line = file, first_line
        self.problems: list[Problem] = []

    def place(self, node: yaml.Node) -> Place:
        start = node.start_mark
        return start.line + self.first_line, start.column + 1

    def note(self, fault: Fault, at: Place, **details: object) -> Bad:
        self.problems.append(fault.at(Mark(self.file, *at), **details))
        return BAD


Written = Plain | yaml.Node
# Reads what is written for a field at a place.
Read = Callable[[Any, str, Place, Reading], Any]


def kind_of(value: Written) -> Word:
    """What something is that is not what was expected."""
    if isinstance(value, yaml.ScalarNode):
        return Word("text" if value.value and (value.style or value.value not in _NOTHING) else "nothing")
    if isinstance(value, str):
        return Word("text" if value else "nothing")
    return Word("a mapping") if isinstance(value, PlainMapping | yaml.MappingNode) else Word("a list")


def _said(value: Written, field: str, at: Place, reading: Reading) -> str | None:
    """The text of a scalar. None if there is none, which is noted."""
    if type(value) is str:
        return value
    if not isinstance(value, yaml.ScalarNode):
        reading.note(NOT_TEXT, at, field=field, found=kind_of(value))
        return None
    text: str = value.value
    if text in _NOTHING and not value.style:
        reading.note(EMPTY, at, field=field)
        return None
    return text


def read_text(value: Written, field: str, at: Place, reading: Reading) -> str | Bad:
    """A text that can be printed, and is not too long."""
    text = value if type(value) is str else _said(value, field, at, reading)
    if text is None:
        return BAD
    if len(text) <= MAX_TEXT // 2 and text.isprintable():
        return text
    if _length(text) > MAX_TEXT:
        return reading.note(TOO_LONG, at, field=field, found=_length(text), limit=MAX_TEXT)
    bad = _CANNOT_PRINT.search(text)
    if bad:
        return reading.note(BAD_CHARACTER, at, field=field, found=f"U+{ord(bad[0]):04X}")
    return text.rstrip("\n") if isinstance(value, yaml.ScalarNode) and value.style in ("|", ">") else text


def _length(text: str) -> int:
    """How long Word and Excel take a text to be: letters beyond the first plane count as two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _decimal(value: Written, field: str, at: Place, reading: Reading) -> Decimal | Bad:
    text = _said(value, field, at, reading)
    if text is None:
        return BAD
    if len(text) > MAX_DIGITS and text.lstrip("-").replace(".", "", 1).isdecimal():
        return reading.note(TOO_LONG, at, field=field, found=len(text), limit=MAX_DIGITS)
    try:
        if len(text) > MAX_DIGITS:
            raise ValueError
        return read_number(text)
    except ValueError:
        plain = suggest_number(text)
        if plain:
            return reading.note(RESPELL_NUMBER, at, field=field, found=text, expected=plain)
        return reading.note(NOT_A_NUMBER, at, field=field, found=text[:MAX_DIGITS])


def _given(value: Written, field: str, at: Place, reading: Reading) -> Given | Bad:
    number = _decimal(value, field, at, reading)
    return number if isinstance(number, Bad) else Given(number, Mark(reading.file, *at))


def _told(value: Written, field: str, at: Place, reading: Reading) -> Told | Bad:
    text = read_text(value, field, at, reading)
    return text if isinstance(text, Bad) else Told(text, Mark(reading.file, *at))


def _integer(value: Written, field: str, at: Place, reading: Reading) -> int | Bad:
    text = _said(value, field, at, reading)
    if text is None:
        return BAD
    if not _INTEGER.fullmatch(text):
        bare = text[:MAX_DIGITS].removesuffix(_YEAR)
        plain = suggest_number(bare) or bare
        expected = plain if _INTEGER.fullmatch(plain) else ""
        return reading.note(NOT_AN_INTEGER, at, field=field, found=text[:MAX_DIGITS], expected=expected)
    return int(text)


def _boolean(value: Written, field: str, at: Place, reading: Reading) -> bool | Bad:
    text = _said(value, field, at, reading)
    if text in ("true", "false"):
        return text == "true"
    return BAD if text is None else reading.note(NOT_A_BOOLEAN, at, field=field, found=text[:MAX_DIGITS])


def _date(value: Written, field: str, at: Place, reading: Reading) -> date | Bad:
    text = _said(value, field, at, reading)
    if text is None:
        return BAD
    try:
        if not _DATE.fullmatch(text):
            raise ValueError
        return date.fromisoformat(text)
    except ValueError:
        return reading.note(NOT_A_DATE, at, field=field, found=text[:MAX_DIGITS])


SCALARS: dict[Any, Read] = {
    str: read_text,
    Told: _told,
    Decimal: _decimal,
    Given: _given,
    int: _integer,
    bool: _boolean,
    date: _date,
}


def choice(values: tuple[str, ...]) -> Read:
    def read(value: Written, field: str, at: Place, reading: Reading) -> str | Bad:
        text = _said(value, field, at, reading)
        if text is None:
            return BAD
        if text in values:
            return text
        return reading.note(NOT_A_CHOICE, at, field=field, found=text[:MAX_DIGITS], expected=listed(values))

    return read


def listed(words: Iterable[str]) -> str:
    return ", ".join(filter(None, words))
