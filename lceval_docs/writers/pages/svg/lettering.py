"""Lettering: how wide a text is, as far as one can tell without a font, and where its lines break.

A full-width character is one em wide, any other 0.55 em. Where the two meet, browsers leave a gap.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from unicodedata import east_asian_width

from lceval_docs.views.picture import Linked

TEXT, MINOR = 13.0, 12.0
# How much wider strong letters may be.
BOLD = 1.08
_HALF, _GAP = 0.55, 0.125
_CJK = "\u2e80-\u2fdf\u3040-\u9fff\uf900-\ufaff"
_MEETING = re.compile(rf"[{_CJK}](?=[0-9A-Za-z])|[0-9A-Za-z](?=[{_CJK}])")
_OPENING, _CLOSING = "（《〈“‘「『【〔［", "，。、；：！？）》〉”’」』】〕］％"
# What stays together: figures or letters with a sign of percent, or one full-width character, and punctuation with it.
_TOKEN = re.compile(
    rf"[{_OPENING}]*(?:[!-~\u00a1-\u024f\u0370-\u03ff\u2070-\u209f]+(?: %)?|[^{_OPENING}])[{_CLOSING}]*\s*|[{_OPENING}]+",
    re.DOTALL,
)

# How many ems a last line has at least, and how many the lines before give up for it.
LEAST_ALONE, MOST_GIVEN = 3, 5

Line = tuple[Linked, ...]


def width(text: str, size: float) -> float:
    """About how wide a text is, for letters of a size."""
    return size * _ems(text)


@lru_cache(maxsize=4096)
def _ems(text: str) -> float:
    return sum(1.0 if east_asian_width(c) in "WFA" else _HALF for c in text) + _GAP * len(_MEETING.findall(text))


def wrap(text: str, room: float, size: float) -> tuple[str, ...]:
    """The text in lines that fit; no line begins with a closing mark or ends with an opening one."""
    return tuple("".join(part.text for part in line) for line in wrap_linked((Linked(text),), room, size))


def wrap_linked(parts: Iterable[Linked], room: float, size: float) -> tuple[Line, ...]:
    """Words some of which lead somewhere, in lines that fit; a few characters alone make no last line."""
    parts = tuple(parts)
    lines = _filled(parts, room, size)
    if len(lines) > 1:
        for less in range(MOST_GIVEN + 1):
            narrower = _filled(parts, room - less * size, size)
            if len(narrower) > len(lines):
                break
            if width("".join(part.text for part in narrower[-1]), size) >= LEAST_ALONE * size:
                return narrower
    return lines


def _filled(parts: Iterable[Linked], room: float, size: float) -> tuple[Line, ...]:
    lines: list[list[Linked]] = [[]]
    filled = ""
    for group in _groups(parts, room, size):
        text = "".join(token.text for token in group)
        if filled and width((filled + text).rstrip(), size) > room:
            lines.append([])
            filled = ""
        for token in group:
            _join(lines[-1], token)
        filled += text
    return tuple(_trimmed(line) for line in lines)


def _groups(parts: Iterable[Linked], room: float, size: float) -> Iterator[list[Linked]]:
    """What stays together, across the ends of links too: no line begins with a mark that closes another part."""
    group: list[Linked] = []
    wide = 0.0
    for part in parts:
        for token in _tokens(part.text, room, size):
            more = width(token, size)
            if group and (token[0] not in _CLOSING or wide + more > room):
                yield group
                group, wide = [], 0.0
            group.append(Linked(token, part.path))
            wide += more
    if group:
        yield group


def _tokens(text: str, room: float, size: float) -> Iterator[str]:
    for token in _TOKEN.findall(text):
        if width(token.rstrip(), size) <= room:
            yield token
        else:
            yield from token  # nothing keeps together what is wider than its place


def _join(line: list[Linked], more: Linked) -> None:
    if line and line[-1].path == more.path:
        line[-1] = Linked(line[-1].text + more.text, more.path)
    else:
        line.append(more)


def _trimmed(line: list[Linked]) -> Line:
    return (*line[:-1], Linked(line[-1].text.rstrip(), line[-1].path)) if line else ()
