"""What is read line by line is what PyYAML composes: every node with its text and its place."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest
import yaml

from lceval_docs.sources.document import parse_yaml
from lceval_docs.sources.plain import composed, read_plain

ROOT = Path(__file__).parents[1]
CASES = sorted((ROOT / "standard" / "examples").rglob("*.yaml"))

KEYS = ("a", "b1", "C-2", "2023", "键")
VALUES = ("1", "-5", "x y", "[]", "[E-1, b]", '"q: #"', "'z'", "a:b", "中 文，。", "a#b", "null", "a,b]", "x' \"y")
# What says without quotes that there is no value.
NOTHING = ("", "~", "null")
NOT_PLAIN = (
    "",
    "- a",
    "a",
    " a: 1",
    "a:",
    "a:\nb: 1",
    "a: 1\n  b",
    "a: 1\n  b: 2",
    "a: 1\n- b",
    "a:\n - b\n- c",
    "a:\n  b: 1\n c: 2",
    "a: b: c",
    "a: b:",
    "a: b #c",
    "a: b ",
    "a: b  c  ",
    "a: b c:",
    "a: [b, ]",
    "a: [b, c, ]",
    "a: 'it''s'",
    'a: "\\n"',
    'a: "b" c',
    "a: [b, [c]]",
    "a: [b,c]",
    "a: {b: 1}",
    "a: |\n  b",
    "a: &b 1",
    "a: *b",
    "a: !b 1",
    "a: -",
    "a: - b",
    "a: ? b",
    "a: @b",
    "a:\tb",
    "a:\n  - - b",
    "? a\n: b",
    "--- \na: 1",
    "a: 1\n...",
    "a: 1\n---\nb: 2",
    "a: \u200b1",
    "\ufeffa: 1",
    "a: 1\x85b: 2",
    "\n".join("  " * n + "a:" for n in range(70)) + " 1",
)


def shape(node: yaml.Node) -> tuple[Any, ...]:
    begin = (node.start_mark.line, node.start_mark.column)
    if isinstance(node, yaml.ScalarNode):
        return (*begin, node.value, bool(node.style) or node.value not in NOTHING)
    if isinstance(node, yaml.MappingNode):
        return (*begin, "mapping", *((shape(key), shape(value)) for key, value in node.value))
    return (*begin, "sequence", *map(shape, node.value))


def is_plain(text: str) -> bool:
    """Whether a text is plain. If it is, it is right, and read as PyYAML reads it."""
    found = read_plain(text)
    if found is not None:
        root, problems = parse_yaml(text, "file.yaml")
        assert root is not None and not problems, text
        assert shape(composed(found, found.place)) == shape(root), text
    return found is not None


@pytest.mark.parametrize("path", CASES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_the_examples_are_plain(path: Path) -> None:
    assert is_plain(path.read_text("utf-8"))


@pytest.mark.parametrize("text", NOT_PLAIN)
def test_whatever_is_not_plain_is_left_to_pyyaml(text: str) -> None:
    assert read_plain(text) is None


def test_texts_of_all_shapes_are_read_as_pyyaml_reads_them() -> None:
    chance = random.Random(7)
    plain = [is_plain(_text(chance)) for _ in range(2500)]
    assert plain.count(True) > 500
    assert plain.count(False) > 200


def _text(chance: random.Random) -> str:
    """A text of nested entries; in half of them a line is lost or moved."""
    lines = list(_entries(chance, 0))
    if chance.random() < 0.5:
        place = chance.randrange(len(lines))
        lines[place] = chance.choice(("", " " + lines[place], lines[place][1:], lines[place][2:]))
    return "\n".join(lines) + "\n" * chance.randrange(2)


def _entries(chance: random.Random, indent: int) -> list[str]:
    lines = []
    for _ in range(chance.randrange(1, 4)):
        key, blank = chance.choice(KEYS), " " * indent
        match chance.randrange(4) if indent < 8 else 0:
            case 0 | 1:
                lines.append(f"{blank}{key}: {chance.choice(VALUES)}")
            case 2:
                lines += [f"{blank}{key}:", *_entries(chance, indent + chance.choice((1, 2, 4)))]
            case 3:
                inner = " " * (indent + chance.choice((0, 2)))
                lines += [f"{blank}{key}:", f"{inner}- {chance.choice(VALUES)}", f"{inner}- {key}: 1"]
                lines += _entries(chance, len(inner) + 2)
        if chance.random() < 0.1:
            lines.append(chance.choice(("", "  ", "# c", "     # c")))
    return lines
