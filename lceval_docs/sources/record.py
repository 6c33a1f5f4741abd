"""From YAML nodes to frozen records, led by the records' own types.

The type of a field decides how its text is read, so `4.10` stays a version in a text field and `no` is never a
boolean. All problems of a file are collected in one reading; a record with a problem is not made.
"""

from __future__ import annotations

import difflib
import types
import typing
from collections.abc import Iterable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from functools import cache
from types import MappingProxyType
from typing import Any, Literal, TypeVar, Union, get_args, get_origin

import yaml

from lceval_docs.problems import Fault, Mark, Problem
from lceval_docs.sources.plain import Place, PlainList, PlainMapping, places_of
from lceval_docs.sources.scalar import (
    BAD,
    MAX_DIGITS,
    NOT_A_CHOICE,
    NOT_TEXT,
    SCALARS,
    Bad,
    Read,
    Reading,
    Written,
    choice,
    kind_of,
    listed,
    read_text,
)

UNKNOWN_KEY = Fault("E0201", 'unknown key "{found}".', "Known here: {expected}.")
MISSPELT_KEY = Fault("E0202", 'unknown key "{found}".', 'Did you mean "{expected}"?')
DUPLICATE_KEY = Fault("E0203", 'the key "{found}" stands twice, first in line {first}.', "Keep one of them.")
MISSING_KEY = Fault("E0204", 'the key "{expected}" is missing.', "Add a line `{expected}: …`.")
NOT_A_LIST = Fault("E0212", "{field}: expected a list, found {found}.", "Begin each entry on its own line with `- `.")
NOT_A_RECORD = Fault("E0213", "{field}: expected `key: value` lines, found {found}.", "Known here: {expected}.")
NOT_A_MAPPING = Fault(
    "E0217", "{field}: expected `key: value` lines, found {found}.", "Of no such lines, write {{}} behind the colon."
)

T = TypeVar("T")


def load_record(
    root: yaml.MappingNode | PlainMapping, record: type[T], file: str, first_line: int = 1
) -> tuple[T | None, tuple[Problem, ...]]:
    """The record that a mapping node holds, or every problem in it."""
    reading = Reading(file, first_line)
    at = root.place if isinstance(root, PlainMapping) else reading.place(root)
    value = _record(typing.cast(type, record))(root, "", at, reading)
    if reading.problems or value is BAD:
        return None, tuple(reading.problems)
    return value, ()


@cache
def _reader(hint: Any) -> Read:
    """The function that reads a node as a value of this type."""
    origin, arguments = get_origin(hint), get_args(hint)
    if hint in SCALARS:
        return SCALARS[hint]
    if origin is Literal:
        return choice(arguments)
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


class _Entries(PlainMapping):
    """The entries of a mapping that was not plain, with the nodes of its keys, which may stand anywhere."""

    __slots__ = ("key_nodes", "reading")

    def __init__(self, place: Place, reading: Reading):
        super().__init__(place, place[0])
        self.reading = reading
        self.key_nodes: dict[str, yaml.Node] = {}

    def key_place(self, key: str) -> Place:
        return self.reading.place(self.key_nodes[key])


def _items(value: Written, field: str, at: Place, reading: Reading) -> Iterable[tuple[Written, Place]] | None:
    """What a list holds, each with its place. None of what is no list, which is noted."""
    if isinstance(value, PlainList):
        return zip(value, value.places, strict=True)
    if isinstance(value, tuple):
        return zip(value, places_of(value, at), strict=True)
    if isinstance(value, yaml.SequenceNode):
        return [(child, reading.place(child)) for child in value.value]
    reading.note(NOT_A_LIST, at, field=field, found=kind_of(value))
    return None


def _entries(value: Written, field: str, at: Place, reading: Reading, known: Iterable[str] = ()) -> PlainMapping | None:
    """What a mapping holds; every key a text, none twice. None of what is no mapping, which is noted.

    `known`: the keys that may stand there, unless they are anybody's choice.
    """
    if isinstance(value, PlainMapping):
        return value
    if not isinstance(value, yaml.MappingNode):
        fault = NOT_A_RECORD if known else NOT_A_MAPPING
        reading.note(fault, at, field=field, found=kind_of(value), expected=listed(known))
        return None
    entries = _Entries(at, reading)
    for key, child in value.value:
        name = key.value
        if not isinstance(key, yaml.ScalarNode):
            reading.note(NOT_TEXT, reading.place(key), field="key", found=kind_of(key))
        elif name in entries:
            reading.note(DUPLICATE_KEY, reading.place(key), found=name, first=entries.key_place(name)[0])
        else:
            entries[name], entries.places[name], entries.key_nodes[name] = child, reading.place(child), key
    return entries


def _keys(entries: PlainMapping, read_key: Read, field: str, reading: Reading) -> Iterable[Any]:
    """What the keys of a mapping say."""
    if isinstance(entries, _Entries):
        return [read_key(node, field, reading.place(node), reading) for node in entries.key_nodes.values()]
    if read_key is read_text:
        return entries
    return [read_key(key, field, entries.key_place(key), reading) for key in entries]


def _list(item: Read) -> Read:
    takes_words = item is read_text

    def read(value: Written, field: str, at: Place, reading: Reading) -> tuple[Any, ...] | Bad:
        if takes_words and type(value) is tuple:
            return value
        before = len(reading.problems)
        items = _items(value, field, at, reading)
        values = tuple([item(child, field, place, reading) for child, place in items or ()])
        return BAD if len(reading.problems) > before else values

    return read


def _mapping(read_key: Read, read_value: Read) -> Read:
    def read(value: Written, field: str, at: Place, reading: Reading) -> Mapping[Any, Any] | Bad:
        before = len(reading.problems)
        entries = _entries(value, field, at, reading)
        if entries is None:
            return BAD
        places = entries.places
        values = [read_value(child, name, places[name], reading) for name, child in entries.items()]
        found = dict(zip(_keys(entries, read_key, field, reading), values, strict=True))
        return BAD if len(reading.problems) > before else MappingProxyType(found)

    return read


def _one_of(members: tuple[type, ...]) -> Read:
    """Records told apart by the one field whose type is a single word."""
    tag = next(
        name
        for name, hint in typing.get_type_hints(members[0]).items()
        if get_origin(hint) is Literal and len(get_args(hint)) == 1
    )
    by_word = {get_args(typing.get_type_hints(m)[tag])[0]: m for m in members}

    def read(value: Written, field: str, at: Place, reading: Reading) -> Any:
        entries = _entries(value, field, at, reading)
        if entries is None:
            return BAD
        chosen = entries.get(tag)
        if chosen is None:
            return reading.note(MISSING_KEY, at, expected=tag)
        word = chosen.value if isinstance(chosen, yaml.ScalarNode) else chosen
        if not isinstance(word, str):
            return reading.note(NOT_TEXT, entries.places[tag], field=tag, found=kind_of(chosen))
        if word not in by_word:
            return reading.note(NOT_A_CHOICE, entries.places[tag], field=tag, found=word, expected=listed(by_word))
        return _reader(by_word[word])(entries, field, at, reading)

    return read


@cache
def _record(record: type) -> Read:
    hints = typing.get_type_hints(record)
    written = {f.name: _reader(hints[f.name]) for f in fields(record) if f.name != "mark"}
    needed = tuple(
        f.name for f in fields(record) if f.name in written and f.default is MISSING and f.default_factory is MISSING
    )

    def read(value: Written, field: str, at: Place, reading: Reading) -> Any:
        before = len(reading.problems)
        entries = value if type(value) is PlainMapping else _entries(value, field or "file", at, reading, written)
        if entries is None:
            return BAD
        if entries.record is not None:
            return entries.record
        places = entries.places
        values: dict[str, Any] = {}
        for name, child in entries.items():
            if name in written:
                values[name] = written[name](child, name, places[name], reading)
            else:
                _unknown(name, entries.key_place(name), written, reading)
        for name in needed:
            if name not in values:
                reading.note(MISSING_KEY, at, expected=name)
        if len(reading.problems) > before:
            return BAD
        entries.record = record(**values, mark=Mark(reading.file, *at, places))
        return entries.record

    return read


def _unknown(key: str, at: Place, known: Iterable[str], reading: Reading) -> None:
    near = difflib.get_close_matches(key, list(known), 1)
    if near:
        reading.note(MISSPELT_KEY, at, found=key, expected=near[0])
    else:
        reading.note(UNKNOWN_KEY, at, found=key[:MAX_DIGITS], expected=listed(known))
