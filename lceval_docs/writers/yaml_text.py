"""Values as lines of YAML, in the layout of the case files: plain text where that is certain, else in quotes."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from lceval_docs.model.answer import KEYED, CasePath, Content

_PLAIN = re.compile(r"(?!0\d)[\w（《“][^\n\t#:,\[\]{}\"'&*!|>%@`\\\x85\u2028\u2029\ufeff]*")
_WORDS_THAT_ARE_NOT = ("null", "~", "")
_BREAKS = re.compile("[\x7f-\x9f\u2028\u2029\ufeff]")
INDENT = 2
Tree = dict[str, "Tree | Content"]


def block(content: Tree | Content, indent: int, path: CasePath = ()) -> list[str]:
    """Lines of a mapping, or of the rows of a table."""
    pad = " " * indent
    if isinstance(content, tuple):
        rows = [dict(row) for row in content if isinstance(row, Mapping)]
        return [line for row in rows for line in _item(row, indent)]
    assert isinstance(content, dict)
    lines: list[str] = []
    for name, below in content.items():
        here = (*path, name)
        if isinstance(below, dict) and below:
            lines.append(f"{pad}{key_text(name)}:")
            lines += entries(below, indent + INDENT, here) if here in KEYED else block(below, indent + INDENT, here)
        elif isinstance(below, tuple) and below and isinstance(below[0], Mapping):
            lines += [f"{pad}{key_text(name)}:", *block(below, indent + INDENT)]
        else:
            lines.append(f"{pad}{key_text(name)}: {inline(below)}")
    return lines


def entries(tree: Tree, indent: int, path: CasePath) -> list[str]:
    """Lines of a list of entries."""
    lines = []
    for id, below in tree.items():
        assert isinstance(below, dict)
        first, *more = block(below, indent + INDENT, (*path, id))
        lines += [f"{' ' * indent}- {first.lstrip()}", *more]
    return lines


def _item(row: Mapping[str, str], indent: int) -> list[str]:
    """One row of a table; its cells are texts, numbers among them."""
    lines = [f"{' ' * (indent + INDENT)}{key_text(name)}: {_scalar(text)}" for name, text in row.items()]
    return [f"{' ' * indent}- {lines[0].lstrip()}", *lines[1:]] if lines else [f"{' ' * indent}- {{}}"]


def inline(content: Tree | Content) -> str:
    """A value on one line."""
    if isinstance(content, str):
        return _scalar(content)
    if isinstance(content, Mapping):
        return "{" + ", ".join(f"{key_text(name)}: {inline(below)}" for name, below in content.items()) + "}"
    return "[" + ", ".join(inline(item) for item in content) + "]"


def key_text(name: str) -> str:
    return name if re.fullmatch(r"[A-Za-z0-9][\w.-]*", name) else _scalar(name)


def _scalar(text: str) -> str:
    """A text as YAML: plain where that is certain, else in double quotes."""
    if _PLAIN.fullmatch(text) and text == text.strip() and text not in _WORDS_THAT_ARE_NOT:
        return text
    return _BREAKS.sub(lambda m: f"\\u{ord(m[0]):04x}", json.dumps(text, ensure_ascii=False))
