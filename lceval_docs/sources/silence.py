"""Rules that an author has silenced, read from comments: `<!-- lint-ignore MV01 why -->`, in YAML `# lint-ignore MV01 why`.

A comment of Markdown speaks of the block that follows, one of YAML of the entry that follows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lceval_docs.model.text import Silence
from lceval_docs.problems import Mark

_MARKDOWN = re.compile(r"^<!--\s*lint-ignore\s+(\S+)(.*?)-->\s*$")
_YAML = re.compile(r"^\s*#\s*lint-ignore\s+(\S+)(.*)$")


def is_silence(markup: str) -> bool:
    """Whether a piece of HTML is nothing but such comments."""
    lines = [line for line in markup.split("\n") if line.strip()]
    return bool(lines) and all(_MARKDOWN.match(line) for line in lines)


def silences_in(text: str, file: str) -> Iterator[Silence]:
    lines = text.split("\n")
    pattern, last_of = (_MARKDOWN, _block) if file.endswith(".md") else (_YAML, _entry)
    for number, line in enumerate(lines):
        match = pattern.match(line)
        if match:
            first = number + 1
            while first < len(lines) and (not lines[first].strip() or pattern.match(lines[first])):
                first += 1
            mark = Mark(file, number + 1, line.index("lint-ignore") + 1)
            yield Silence(match[1], match[2].strip(), first + 1, last_of(lines, first) + 1, mark)


def _block(lines: list[str], first: int) -> int:
    last = first
    while last + 1 < len(lines) and lines[last + 1].strip():
        last += 1
    return last


def _entry(lines: list[str], first: int) -> int:
    """As far as lines stand further in than the first."""
    if first >= len(lines):
        return first
    depth = len(lines[first]) - len(lines[first].lstrip(" "))
    last = first
    while last + 1 < len(lines) and (
        not lines[last + 1].strip() or len(lines[last + 1]) - len(lines[last + 1].lstrip(" ")) > depth
    ):
        last += 1
    return last
