"""From YAML nodes to frozen records, led by the records' own types.

The type of a field decides how its text is read, so `4.10` stays a version in a text field and `no` is never a
boolean. All problems of a file are collected in one reading; a record with a problem is not made.
"""

from __future__ import annotations

import difflib
import re
import types
import typing
from collections.abc import Callable, Iterable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from types import MappingProxyType
from typing import Any, Final, Literal, TypeVar, Union, get_args, get_origin

import yaml

from lceval_docs.model.origin import Given, Told
from lceval_docs.problems import Fault, Mark, Problem, Word
from lceval_docs.quantities import read_number, suggest_number

UNKNOWN_KEY = Fault("E0201", 'unknown key "{found}".', "Known here: {expected}.")
MISSPELT_KEY = Fault("E0202", 'unknown key "{found}".', 'Did you mean "{expected}"?')
DUPLICATE_KEY = Fault("E0203", 'the key "{found}" stands twice, first in line {first}.', "Keep one of them.")
MISSING_KEY = Fault("E0204", 'the key "{expected}" is missing.', "Add a line `{expected}: …`.")
NOT_A_NUMBER = Fault(
    "E0205", '{field}: expected a number, found "{found}".', "Type digits only, with a point for decimals."
)
RESPELL_NUMBER = Fault("E0206", '{field}: expected a number, found "{found}".', "Type {expected}.")
NOT_AN_INTEGER = Fault("E0207", '{field}: expected a whole number, found "{found}".')
NOT_A_BOOLEAN = Fault(
    "E0208", '{field}: expected true or false, found "{found}".', "Only true and false are yes and no here."
)
NOT_A_DATE = Fault("E0209", '{field}: expected a date such as 2026-05-31, found "{found}".')
NOT_A_CHOICE = Fault("E0210", '{field}: "{found}" is none of {expected}.')
NOT_TEXT = Fault("E0211", "{field}: expected text, found {found}.", "If it is text, put it in quotes.")
NOT_A_LIST = Fault("E0212", "{field}: expected a list, found {found}.", "Begin each entry on its own line with `- `.")
NOT_A_RECORD = Fault("E0213", "{field}: expected `key: value` lines, found {found}.")
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
_INTEGER = re.compile(r"-?(0|[1-9]\d{0,8})", re.ASCII)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)

T = TypeVar("T")


class _Bad:
    """The value of something that could not be read; its problem is noted."""


BAD: Final = _Bad()


class _Reading:
    """One reading of one file: where we are, and what was found wrong."""

    def __init__(self, file: str, first_line: int):
        self.file, self.first_line = file, first_line
        self.problems: list[Problem] = []

    def place(self, node: yaml.Node) -> tuple[int, int]:
        start = node.start_mark
        return start.line + self.first_line, start.column + 1

    def mark(self, node: yaml.Node) -> Mark:
        return Mark(self.file, *self.place(node))

    def note(self, fault: Fault, node: yaml.Node, **details: object) -> _Bad:
        self.problems.append(fault.at(self.mark(node), **details))
        return BAD


_Read = Callable[[yaml.Node, str, _Reading], Any]


def load_record(
    root: yaml.MappingNode, record: type[T], file: str, first_line: int = 1
) -> tuple[T | None, tuple[Problem, ...]]:
    """The record that a mapping node holds, or every problem in it."""
    reading = _Reading(file, first_line)
    value = _record(typing.cast(type, record))(root, "", reading)
    if reading.problems or value is BAD:
        return None, tuple(reading.problems)
    return value, ()


@cache
def _reader(hint: Any) -> _Read:
    """The function that reads a node as a value of this type."""
    origin, arguments = get_origin(hint), get_args(hint)
    if hint in _SCALARS:
        return _SCALARS[hint]
    if origin is Literal:
        return _choice(arguments)
    if origin is tuple:
        return _list(_reader(arguments[0]))
    if origin is not None and isinstance(origin, type) and issubclass(origin, Mapping):
        return _mapping(_reader(arguments[0]), _reader(arguments[1]))
    if origin in (Union, types.UnionType):
        members = [a for a in arguments if a is not type(None)]
        return _reader(members[0]) if len(members) == 1 else _one_of(tuple(members))
    if is_dataclass(hint):
        return _record(typing.cast(type, hint))
    raise TypeError(f"no reading for {hint}")


def _kind(node: yaml.Node) -> Word:
    inner = Word("a list") if isinstance(node, yaml.SequenceNode) else Word("a mapping")
    return Word("text") if isinstance(node, yaml.ScalarNode) else inner


def _scalar(node: yaml.Node, field: str, reading: _Reading) -> str | None:
    """The text of a scalar. None if there is none, which is noted."""
    if not isinstance(node, yaml.ScalarNode):
        reading.note(NOT_TEXT, node, field=field, found=_kind(node))
        return None
    text: str = node.value
    if text in _NOTHING and not node.style:
        reading.note(EMPTY, node, field=field)
        return None
    return text


def _text(node: yaml.Node, field: str, reading: _Reading) -> str | _Bad:
    text = _scalar(node, field, reading)
    if text is None:
        return BAD
    if text.isprintable() and len(text) <= MAX_TEXT // 2:
        return text
    if _length(text) > MAX_TEXT:
        return reading.note(TOO_LONG, node, field=field, found=_length(text), limit=MAX_TEXT)
    bad = _CANNOT_PRINT.search(text)
    if bad:
        return reading.note(BAD_CHARACTER, node, field=field, found=f"U+{ord(bad[0]):04X}")
    return text.rstrip("\n") if typing.cast(yaml.ScalarNode, node).style in ("|", ">") else text


def _length(text: str) -> int:
    """How long Word and Excel take a text to be: letters beyond the first plane count as two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _decimal(node: yaml.Node, field: str, reading: _Reading) -> Decimal | _Bad:
    text = _scalar(node, field, reading)
    if text is None:
        return BAD
    try:
        if len(text) > MAX_DIGITS:
            raise ValueError
        return read_number(text)
    except ValueError:
        plain = suggest_number(text)
        if plain:
            return reading.note(RESPELL_NUMBER, node, field=field, found=text, expected=plain)
        return reading.note(NOT_A_NUMBER, node, field=field, found=text[:MAX_DIGITS])


def _given(node: yaml.Node, field: str, reading: _Reading) -> Given | _Bad:
    value = _decimal(node, field, reading)
    return value if isinstance(value, _Bad) else Given(value, reading.mark(node))


def _told(node: yaml.Node, field: str, reading: _Reading) -> Told | _Bad:
    text = _text(node, field, reading)
    return text if isinstance(text, _Bad) else Told(text, reading.mark(node))


def _integer(node: yaml.Node, field: str, reading: _Reading) -> int | _Bad:
    text = _scalar(node, field, reading)
    if text is None:
        return BAD
    if not _INTEGER.fullmatch(text):
        return reading.note(NOT_AN_INTEGER, node, field=field, found=text[:MAX_DIGITS])
    return int(text)


def _boolean(node: yaml.Node, field: str, reading: _Reading) -> bool | _Bad:
    text = _scalar(node, field, reading)
    if text in ("true", "false"):
        return text == "true"
    return BAD if text is None else reading.note(NOT_A_BOOLEAN, node, field=field, found=text[:MAX_DIGITS])


def _date(node: yaml.Node, field: str, reading: _Reading) -> date | _Bad:
    text = _scalar(node, field, reading)
    if text is None:
        return BAD
    try:
        if not _DATE.fullmatch(text):
            raise ValueError
        return date.fromisoformat(text)
    except ValueError:
        return reading.note(NOT_A_DATE, node, field=field, found=text[:MAX_DIGITS])


_SCALARS: dict[Any, _Read] = {
    str: _text,
    Told: _told,
    Decimal: _decimal,
    Given: _given,
    int: _integer,
    bool: _boolean,
    date: _date,
}


def _choice(values: tuple[str, ...]) -> _Read:
    def read(node: yaml.Node, field: str, reading: _Reading) -> str | _Bad:
        text = _scalar(node, field, reading)
        if text is None:
            return BAD
        if text in values:
            return text
        return reading.note(NOT_A_CHOICE, node, field=field, found=text[:MAX_DIGITS], expected=_listed(values))

    return read


def _list(item: _Read) -> _Read:
    def read(node: yaml.Node, field: str, reading: _Reading) -> tuple[Any, ...] | _Bad:
        if not isinstance(node, yaml.SequenceNode):
            return reading.note(NOT_A_LIST, node, field=field, found=_kind(node))
        before = len(reading.problems)
        values = tuple([item(child, field, reading) for child in node.value])
        return BAD if len(reading.problems) > before else values

    return read


def _pairs(node: yaml.MappingNode, reading: _Reading) -> dict[str, tuple[yaml.ScalarNode, yaml.Node]]:
    """Keys with their nodes; every key a text, none twice."""
    pairs = {pair[0].value: pair for pair in node.value if isinstance(pair[0], yaml.ScalarNode)}
    if len(pairs) == len(node.value):
        return pairs
    pairs = {}
    for pair in node.value:
        key = pair[0]
        if not isinstance(key, yaml.ScalarNode):
            reading.note(NOT_TEXT, key, field="key", found=_kind(key))
        elif key.value in pairs:
            first = pairs[key.value][0].start_mark.line + reading.first_line
            reading.note(DUPLICATE_KEY, key, found=key.value, first=first)
        else:
            pairs[key.value] = pair
    return pairs


def _mapping(read_key: _Read, read_value: _Read) -> _Read:
    def read(node: yaml.Node, field: str, reading: _Reading) -> Mapping[Any, Any] | _Bad:
        if not isinstance(node, yaml.MappingNode):
            return reading.note(NOT_A_RECORD, node, field=field, found=_kind(node))
        before = len(reading.problems)
        found = {
            read_key(key, field, reading): read_value(value, name, reading)
            for name, (key, value) in _pairs(node, reading).items()
        }
        return BAD if len(reading.problems) > before else MappingProxyType(found)

    return read


def _one_of(members: tuple[type, ...]) -> _Read:
    """Records told apart by the one field whose type is a single word."""
    tag = next(
        name
        for name, hint in typing.get_type_hints(members[0]).items()
        if get_origin(hint) is Literal and len(get_args(hint)) == 1
    )
    by_word = {get_args(typing.get_type_hints(m)[tag])[0]: m for m in members}

    def read(node: yaml.Node, field: str, reading: _Reading) -> Any:
        if not isinstance(node, yaml.MappingNode):
            return reading.note(NOT_A_RECORD, node, field=field, found=_kind(node))
        chosen = next((value for key, value in node.value if key.value == tag), None)
        if chosen is None:
            return reading.note(MISSING_KEY, node, expected=tag)
        if not isinstance(chosen, yaml.ScalarNode):
            return reading.note(NOT_TEXT, chosen, field=tag, found=_kind(chosen))
        if chosen.value not in by_word:
            return reading.note(NOT_A_CHOICE, chosen, field=tag, found=chosen.value, expected=_listed(by_word))
        return _reader(by_word[chosen.value])(node, field, reading)

    return read


@cache
def _record(record: type) -> _Read:
    hints = typing.get_type_hints(record)
    written = {f.name: _reader(hints[f.name]) for f in fields(record) if f.name != "mark"}
    needed = tuple(
        f.name for f in fields(record) if f.name in written and f.default is MISSING and f.default_factory is MISSING
    )

    def read(node: yaml.Node, field: str, reading: _Reading) -> Any:
        if not isinstance(node, yaml.MappingNode):
            return reading.note(NOT_A_RECORD, node, field=field or "file", found=_kind(node))
        before, place = len(reading.problems), reading.place
        values: dict[str, Any] = {}
        places: dict[str, tuple[int, int]] = {}
        for name, (key, value) in _pairs(node, reading).items():
            places[name] = place(value)
            if name in written:
                values[name] = written[name](value, name, reading)
            else:
                _unknown(key, written, reading)
        for name in needed:
            if name not in places:
                reading.note(MISSING_KEY, node, expected=name)
        if len(reading.problems) > before:
            return BAD
        return record(**values, mark=Mark(reading.file, *place(node), places))

    return read


def _unknown(key: yaml.ScalarNode, known: Iterable[str], reading: _Reading) -> None:
    near = difflib.get_close_matches(key.value, list(known), 1)
    if near:
        reading.note(MISSPELT_KEY, key, found=key.value, expected=near[0])
    else:
        reading.note(UNKNOWN_KEY, key, found=key.value[:MAX_DIGITS], expected=_listed(known))


def _listed(words: Iterable[str]) -> str:
    return ", ".join(words)
