"""A Word file as plain lines, so that two of them can be compared."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from lceval_docs.model.legible import LegibleLine, LegiblePart

PARTS = {"header": "页眉", "footer": "页脚", "footnotes": "脚注", "endnotes": "尾注", "comments": "批注"}
PART, HEADING, CELLS = "== {name} ==", "{marks} {text}", " | "
DRAWING = {"picture": "[图片：{text}]", "chart": "[图表：{text}]"}
UNREADABLE = "（读不出：{why}）"
_NAME = re.compile(r"word/([a-z]+)(\d*)\.xml")


def view_legible(parts: Sequence[LegiblePart]) -> Iterator[str]:
    """The document's lines, then those of every other part below its name."""
    for part in parts:
        found = _NAME.fullmatch(part.name)
        if found and found[1] in PARTS:
            yield PART.format(name=PARTS[found[1]] + found[2])
        yield from map(_line, part.lines)


def _line(line: LegibleLine) -> str:
    text = CELLS.join(line.texts)
    if line.kind == "heading":
        return HEADING.format(marks="#" * line.level, text=text)
    return DRAWING[line.kind].format(text=text) if line.kind in DRAWING else text
