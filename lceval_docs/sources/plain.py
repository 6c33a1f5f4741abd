"""Plain YAML, read line by line: what nearly every case file is, at a third of the cost of the reader of all YAML.

Plain are blank lines, comments, and lines `key: value`, `key:`, `- key: value` and `- value`, where a value stands on
one line: words, quoted text without escapes, or a list of words in brackets. Of a plain text is found what
PyYAML finds, with the places where it begins. Of any other text, right or wrong, nothing is said here.

A case holds a thousand values. So a value is no node here but the text itself, with its place kept beside it; nodes are
made only for those who ask.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import yaml

from lceval_docs.memory import Memory

# Far from as deep as is too deep.
_MOST_LEVELS = 24
# Words hold no `: ` and no ` #`, and begin with no sign that means something. No group is possessive: Python 3.11.2, as
# Debian 12 has it, goes on behind what of a further round did match.
_WORDS = r"""(?:[^\s\-?:,\[\]{}#&*!|>'"%@`~]|-(?=\d))(?:[^:# ]++|:(?=[^ ])|(?<! )#| ++(?=[^ #]))*"""
_QUOTED = r""""[^"\\]*"|'[^']*'"""
_SIGNS = frozenset("\"'[")
_LIST = r"\[(?:\w[\w.-]{0,99}+(?:, \w[\w.-]{0,99}+)*)?\]"
_LINE = re.compile(rf"( *+)(?:(- )?(?:(\w[\w.-]{{0,99}}+):(?: |$))?({_WORDS}|{_QUOTED}|{_LIST})?|#.*)")
# Says without quotes that there is no value; anywhere else it is rare.
_NOTHING = "null"
# Letters of lines remembered in a generation: thousands, of which cases share most.
_LINES = 2_000_000


# Line and column, counted from 1.
Place = tuple[int, int]


class PlainList(list[Any]):
    """A list, and where each entry begins. `above`: the line of the key it belongs to."""

    __slots__ = ("above", "place", "places")

    def __init__(self, place: Place, above: int):
        self.place, self.above = place, above
        self.places: list[Place] = []


class PlainMapping(dict[str, Any]):
    """By key what stands there, and where. `above`: the line of the key that the mapping itself belongs to.

    `record`: what was read from it, so that a mapping that is kept is read once.
    """

    __slots__ = ("above", "place", "places", "record")

    def __init__(self, place: Place, above: int):
        self.place, self.above = place, above
        self.places: dict[str, Place] = {}
        self.record: object = None

    def key_place(self, key: str) -> Place:
        """Where a key stands: all keys of a mapping are in one column."""
        entry = self[key]
        line = entry.above if isinstance(entry, PlainList | PlainMapping) else self.places[key][0]
        return line, self.place[1]


# A text, words in brackets, or what stands on lines of its own.
Plain = str | tuple[str, ...] | PlainList | PlainMapping


class _Line(NamedTuple):
    """A line: where it begins (0 if it says nothing, -1 if it is not plain), what it says, and where that begins.

    `value`: None if the line has none. `inner`: where the line begins behind a dash.
    """

    at: int
    dash: bool
    key: str
    value: str | tuple[str, ...] | None
    inner: int
    value_at: int


_SAYS_NOTHING, _NOT_PLAIN = _Line(0, False, "", None, 0, 0), _Line(-1, False, "", None, 0, 0)


def _read_line(line: str) -> _Line:
    found = _LINE.fullmatch(line) if _NOTHING not in line and line.isprintable() else None
    if found is None:
        return _NOT_PLAIN
    indent, dash, key, value = found.groups("")
    if not (dash or key):
        return _NOT_PLAIN if value else _SAYS_NOTHING
    at = len(indent) + 1
    inner = at + len(dash)
    value_at = inner + len(key) + len(": ") if key else inner
    return _Line(at, bool(dash), key, _value(value) if value else None, inner, value_at)


# Most lines of a case stand in other cases too: what they are about, units, answers, evidence.
_read = Memory(_read_line, _LINES)


def read_plain(text: str) -> PlainMapping | None:
    """The mapping that a plain text holds; None of a text that is not plain."""
    root = PlainMapping((1, 1), 1)
    # The collections that are open, the innermost apart, and a key whose value is on the next line.
    outer: list[Any] = []
    inner: Any = root
    column, waiting, above = 1, "", 0
    for line, (at, dash, key, value, inner_at, value_at) in enumerate(map(_read.__getitem__, text.split("\n")), 1):
        if at == column and not (dash or waiting or value is None) and type(inner) is PlainMapping:
            if key in inner:
                return None
            inner[key], inner.places[key] = value, (line, value_at)
            continue
        if at <= 0:
            if at:
                return None
            continue
        if waiting:
            # Entries of a list may stand right below their key, keys must stand further in.
            if at < column + (not dash) or len(outer) > _MOST_LEVELS:
                return None
            outer.append(inner)
            inner = _opened(inner, waiting, (PlainList if dash else PlainMapping)((line, at), above))
            column, waiting = at, ""
        else:
            while at < column or (at == column and key and not dash and type(inner) is PlainList):
                inner = outer.pop()
                column = inner.place[1]
            if at != column or (dash and type(inner) is PlainMapping):
                return None
        if key:
            if dash:
                outer.append(inner)
                inner = _opened(inner, "", PlainMapping((line, inner_at), line))
                column = inner_at
            if key in inner:
                return None
            if value is None:
                waiting, above = key, line
                continue
            inner[key] = value
            inner.places[key] = line, value_at
        elif value is not None:
            inner.append(value)
            inner.places.append((line, value_at))
        else:
            return None
    if waiting or not root:
        return None
    root.place = root.key_place(next(iter(root)))
    return root


def first_value(text: str, key: str, within: int = 50) -> str:
    """What the first lines of a text say of a key of the outermost mapping; "" where they are not plain, or say no text."""
    for at, dash, found, value, _, _ in map(_read.__getitem__, text.split("\n", within)[:within]):
        if dash or at < 0:
            break
        if at == 1 and found == key:
            return value if isinstance(value, str) else ""
    return ""


def _value(written: str) -> str | tuple[str, ...]:
    """Words as they stand, the text between quotes, or the words between brackets."""
    if written[0] not in _SIGNS:
        return written
    inner = written[1:-1]
    return inner if written[0] != "[" else tuple(inner.split(", ")) if inner else ()


def _opened(within: PlainMapping | PlainList, key: str, inner: PlainMapping | PlainList) -> PlainMapping | PlainList:
    """A collection that begins at a key of another, or as its next entry."""
    if isinstance(within, PlainMapping):
        within[key], within.places[key] = inner, inner.place
    else:
        within.append(inner)
        within.places.append(inner.place)
    return inner


def places_of(words: tuple[str, ...], at: Place) -> Iterator[Place]:
    """Where each of the words between brackets begins."""
    line, column = at
    column += len("[")
    for word in words:
        yield line, column
        column += len(word) + len(", ")


def composed(found: Plain, at: Place) -> yaml.Node:
    """What was found, as PyYAML composes it; all texts as if in quotes, because none says that there is no value."""
    start = yaml.Mark("", 0, at[0] - 1, at[1] - 1, None, 0)
    if isinstance(found, str):
        return yaml.ScalarNode("", found, start, style='"')
    if isinstance(found, PlainMapping):
        pairs = [(composed(k, found.key_place(k)), composed(v, found.places[k])) for k, v in found.items()]
        return yaml.MappingNode("", pairs, start)
    places = places_of(found, at) if isinstance(found, tuple) else found.places
    return yaml.SequenceNode("", [composed(entry, place) for entry, place in zip(found, places, strict=True)], start)
