"""Plain YAML, read line by line: what nearly every case file is, at half the cost of the reader of all YAML.

Plain are blank lines, comments, and lines `key: value`, `key:`, `- key: value` and `- value`, where a value stands on
one line: words, quoted text without escapes, or a list of words in brackets. Of a plain text the nodes are those that
PyYAML composes, with the places where they begin. Of any other, right or wrong, nothing is said here.
"""

from __future__ import annotations

import re
from typing import Any

import yaml

# Far from as deep as is too deep.
_MOST_LEVELS = 24
# Words hold no `: ` and no ` #`, and begin with no sign that means something.
_WORDS = r"""(?:[^\s\-?:,\[\]{}#&*!|>'"%@`]|-(?=\d))(?:[^:# \n]++|:(?=[^ \n])|(?<! )#| +(?=[^ #\n]))*+"""
_QUOTED = r""""[^"\\\n]*"|'[^'\n]*'"""
_LIST = r"\[(?:\w[\w.-]*+(?:, \w[\w.-]*+)*+)?\]"
_LINE = re.compile(
    rf"^( *+)(?:(- )?(?:(\w[\w.-]{{0,99}}+):(?: |$))?(?:({_WORDS})|({_QUOTED})|({_LIST}))?$|(?:#.*)?$|(.+)$)",
    re.MULTILINE,
)


# Of the place of a node only the beginning is known, which stands in the node itself; lines and columns count from 0.
_ITSELF = property(lambda node: node)


class _Scalar(yaml.ScalarNode):
    __slots__ = ("column", "line", "style", "value")
    start_mark = _ITSELF

    def __init__(self, value: str, line: int, column: int, style: str = ""):
        self.value, self.line, self.column, self.style = value, line, column, style


class _Sequence(yaml.SequenceNode):
    __slots__ = ("column", "line", "value")
    start_mark = _ITSELF

    def __init__(self, line: int, column: int):
        self.value: list[Any] = []
        self.line, self.column = line, column


class _Mapping(yaml.MappingNode):
    __slots__ = ("column", "line", "value")
    start_mark = _ITSELF

    def __init__(self, line: int, column: int):
        self.value: list[Any] = []
        self.line, self.column = line, column


def read_plain(text: str) -> yaml.MappingNode | None:
    """The mapping that a plain text holds; None of a text that is not plain."""
    if not text.replace("\n", "").isprintable():
        return None
    root = _Mapping(0, 0)
    # The collections that are open, the innermost apart, and a key whose value is on the next line.
    outer: list[_Mapping | _Sequence] = []
    inner: _Mapping | _Sequence = root
    waiting: _Scalar | None = None
    for line, (indent, dash, key, words, quoted, listed, other) in enumerate(_LINE.findall(text)):
        if not (dash or key):
            if other or words or quoted or listed:
                return None
            continue
        at = len(indent)
        if waiting:
            # Entries of a list may stand right below their key, keys must stand further in.
            if at < inner.column + (not dash) or len(outer) > _MOST_LEVELS:
                return None
            outer.append(inner)
            child = _Sequence(line, at) if dash else _Mapping(line, at)
            inner.value.append((waiting, child))
            inner, waiting = child, None
        else:
            while at < inner.column or (at == inner.column and key and not dash and type(inner) is _Sequence):
                inner = outer.pop()
            if at != inner.column or (dash and type(inner) is _Mapping):
                return None
        if dash:
            at += len(dash)
            if key:
                outer.append(inner)
                entry = _Mapping(line, at)
                inner.value.append(entry)
                inner = entry
        if key:
            name = _Scalar(key, line, at)
            at += len(key) + len(": ")
        if words:
            value: yaml.Node = _Scalar(words, line, at)
        elif listed:
            value = _words(listed, line, at)
        elif quoted:
            value = _Scalar(quoted[1:-1], line, at, quoted[0])
        elif key:
            waiting = name
            continue
        else:
            return None
        inner.value.append((name, value) if key else value)
    if waiting or not root.value:
        return None
    root.line = root.value[0][0].line
    return root


def _words(listed: str, line: int, column: int) -> _Sequence:
    """The words between brackets."""
    found = _Sequence(line, column)
    column += len("[")
    if listed != "[]":
        for word in listed[1:-1].split(", "):
            found.value.append(_Scalar(word, line, column))
            column += len(word) + len(", ")
    return found
