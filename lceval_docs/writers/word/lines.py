"""How many lines a text takes: the widths of letters, and where a line may break.

Widths are those of Times New Roman, and of a font for full letters. Lines break as LibreOffice and, but for odd cases,
Word break them: never before closing or behind opening marks, never inside a Latin word.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import accumulate

# Letters of other faces, each on a plane of its own, where no document has letters of its own.
SMALL, SLANTED = 0xF0000, 0x100000

# Letters of Times New Roman and of its italic, in thousandths of the size, from the space on and from A on.
_UPRIGHT = (
    "250 333 408 500 500 833 778 180 333 333 500 564 250 333 250 278 500 500 500 500 500 500 500 500 500 500 278 278 "
    "564 564 564 444 921 722 667 667 722 611 556 722 722 333 389 722 611 889 722 722 556 722 667 556 611 722 722 944 "
    "722 722 611 333 278 333 469 500 333 444 500 444 500 444 333 500 500 278 278 500 278 778 500 500 500 500 333 389 "
    "278 500 500 722 500 500 444 480 200 480 541"
)
_ITALIC = (
    "611 611 667 722 611 611 722 722 333 444 667 556 833 667 722 611 722 611 500 556 722 611 833 611 556 556 "
    "389 278 389 422 500 333 500 500 444 500 444 278 500 500 278 278 444 278 722 500 500 500 500 389 389 278 500 444 "
    "667 444 444 389"
)
_OTHERS = {
    **dict.fromkeys("‘’", 0.333), **dict.fromkeys("“”", 0.444), **dict.fromkeys("²³⁴⁵", 0.3), **dict.fromkeys("₁₂₃₄₅", 0.4),
    **dict.fromkeys("×−", 0.564), **dict.fromkeys("÷±≤≥√", 0.548), "°": 0.4, "·": 0.25, "–": 0.5, "Δ": 0.643, "Σ": 0.583,
    "∑": 0.714, "δ": 0.472, "η": 0.523, "φ": 0.577,
}  # fmt: skip
# As the font of the full letters has them; any other of these marks is as wide as a full letter there.
_AFTER_FULL = {" ": 0.224, "–": 0.536, "−": 0.555, **dict.fromkeys("⁴⁵₁₂₃₄₅", 0.4)}
_SMALL_SIZE = 0.58
_BETWEEN_SCRIPTS = 0.2

_FULL = "\u2e80-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef"
_IDEOGRAPH = "\u3400-\u9fff\uf900-\ufaff"
_LATIN = "A-Za-z0-9\u00b2\u00b3\u0370-\u03ff"
# Marks that are set in the font of the letters before them.
_EITHER = " ‘’“”–—…‰₁₂₃₄₅⁴⁵∑−≤≥→√"
_IS_IDEOGRAPH = re.compile(f"[{_IDEOGRAPH}]").match
_IS_FULL = re.compile(f"[{_FULL}]").match
_MARKS_AFTER_FULL = re.compile(f"(?:(?<=[{_FULL}])|^(?=[{_EITHER}]+[{_FULL}]))[{_EITHER}]+")
_BOUNDARY = re.compile(f"(?<=[{_IDEOGRAPH}])(?=[{_LATIN}])|(?<=[{_LATIN}₀-₉⁰-⁹])(?=[{_IDEOGRAPH}])")
_RUN = re.compile(f"^[{_EITHER}]+(?=[{_FULL}])|[{_FULL}][{_FULL}{_EITHER}]*|[^{_FULL}]+")
_NOT_FIRST = frozenset(":!),.;?]}¢'\"、。〉》」』】〕〗〞！），．：；？｜｝～￠々‖•·ˇˉ―-′’”")
_NOT_LAST = frozenset("([{£¥'\"‵〈《「『【〔〖（［｛￡￥〝“‘")
_HANGING = frozenset("、。，．；：！？")
_CLOSING = frozenset(")]}、。，．）》〉」』】〕〗！？］｝”’")
_OPENING = frozenset("([{（《〈「『【〔〖［｛“‘")
_NEVER_FIRST = _CLOSING | frozenset(" ,.!?;:：；…/‰℃")
_BREAKS_BEHIND = frozenset("-：；…")


class _Ems(dict[str, float]):
    """How wide a letter is, in parts of its size."""

    def __missing__(self, letter: str) -> float:
        code = ord(letter)
        if code >= SLANTED:
            width = self[chr(code - SLANTED)]
        else:
            width = _SMALL_SIZE * self[chr(code - SMALL)] if code >= SMALL else 1.0
        self[letter] = width
        return width


class _MostEms(dict[str, float]):
    """How wide a letter may be at most, in parts of its size, with the space beside it: whatever its neighbours are."""

    def __missing__(self, letter: str) -> float:
        width = _EMS[letter]
        if letter in _EITHER:
            width = max(width, _AFTER_FULL.get(letter, 1.0))
        elif letter >= chr(SMALL):
            width = 1.0 + 2 * _BETWEEN_SCRIPTS
        elif _IS_IDEOGRAPH(letter):
            width += 2 * _BETWEEN_SCRIPTS
        self[letter] = width
        return width


class _Plain(dict[int, int]):
    """Letters without their face, by number."""

    def __missing__(self, code: int) -> int:
        self[code] = plain = code & 0xFFFF if code >= SMALL else code
        return plain


_EMS = _Ems(_OTHERS)
_EMS.update({chr(32 + n): int(width) / 1000 for n, width in enumerate(_UPRIGHT.split())})
_EMS.update({chr(SLANTED + 65 + n): int(width) / 1000 for n, width in enumerate(_ITALIC.split())})
_MOST_EMS, _PLAIN = _MostEms(), _Plain()
WIDEST = 1.2
# Office programs measure in twentieths of a point.
_TOLERANCE = 0.03


def count_lines(text: str, room: float, size: float, first: float, hangs: bool) -> int:
    """How many lines a text of a size takes in a column of `room` points, its first line indented by `first`.

    `hangs`: a closing mark may stand in the margin.
    """
    lines = 0
    for number, piece in enumerate(text.split("\n")):
        indent = first if number == 0 else 0.0
        lines += _count(piece, room / size, indent / size, _TOLERANCE / size, hangs) if piece else 1
    return lines


def _count(text: str, room: float, first: float, tolerance: float, hangs: bool) -> int:
    """The lines of a text in ems of its size."""
    if sum(map(_MOST_EMS.__getitem__, text)) <= room - first:
        return 1
    plain = text if max(text) < chr(SMALL) else text.translate(_PLAIN)
    ends, leads = _measured(text, plain)
    if ends[-1] <= room - first + tolerance:
        return 1
    runs = [match.start() for match in _RUN.finditer(plain)]
    lines, start, left = 1, 0, room - first
    while True:
        # The first letter that does not fit. Space between scripts is left out at the beginning of a line.
        cut = bisect_right(ends, ends[start] + leads.get(start, 0.0) + left + tolerance) - 1
        if cut >= len(text):
            return lines
        start = cut + 1 if plain[cut] in " \u3000" else _break_before(plain, cut, start, runs, hangs)
        while start < len(plain) and plain[start] == " ":
            start += 1
        if start >= len(plain):
            return lines
        lines, left = lines + 1, room


def _measured(text: str, plain: str) -> tuple[list[float], dict[int, float]]:
    """Where each letter begins and the last one ends; and the space before letters of another script."""
    widths = [_EMS[c] for c in text]
    for match in _MARKS_AFTER_FULL.finditer(plain):
        for n in range(*match.span()):
            widths[n] = _AFTER_FULL.get(text[n], 1.0)
    leads = {match.start(): _BETWEEN_SCRIPTS for match in _BOUNDARY.finditer(plain)}
    for n in leads:
        widths[n] += _BETWEEN_SCRIPTS
    return [0.0, *accumulate(widths)], leads


def _break_before(text: str, cut: int, start: int, runs: list[int], hangs: bool) -> int:
    """The letter that begins the next line, where the line from `start` on has no room for the letter at `cut`.

    As LibreOffice does it: the script of the last letter decides by which rules; where these lead back before the
    run of letters of one script, that before it is shortened by its last letter, and its own rules hold.
    """
    while True:
        run = max(start, runs[bisect_right(runs, cut) - 1])
        last = cut
        while last > 0 and not text[last].isalnum():
            last -= 1
        found = _break_full(text, cut, hangs) if _IS_FULL(text[last]) else _break_latin(text, cut, start)
        if found <= start:
            return max(cut, start + 1)
        if found >= run:
            return found
        cut = run - 1


def _break_full(text: str, cut: int, hangs: bool) -> int:
    """Among full letters a line may break anywhere but before closing and behind opening marks."""
    if hangs and text[cut] in _HANGING:
        cut += 1
    while 0 < cut < len(text) and (text[cut] in _NOT_FIRST or text[cut - 1] in _NOT_LAST):
        cut -= 1
    return cut


def _break_latin(text: str, cut: int, start: int) -> int:
    found = cut
    while found > start and not _may_break(text[found - 1], text[found], found < cut):
        found -= 1
    # Not behind a slash where a blank stands before.
    if found > start and text[found - 1] == "/" and " " in text[start:found]:
        found = text.rindex(" ", start, found) + 1
    return found


def _may_break(before: str, after: str, leaves_more: bool) -> bool:
    """Whether Latin letters, or a full and a Latin one, may stand on two lines."""
    if before == " " or after in _NEVER_FIRST:
        return before == " " and after != " "
    if before in _OPENING or before in _BREAKS_BEHIND:
        return before in _BREAKS_BEHIND
    if before == "/":
        return leaves_more and not after.isdigit()
    if "—" in (before, after):
        return before != after
    if after == "%":
        return before.isascii() and before.isalpha()
    if before in _CLOSING:
        return bool(_IS_FULL(after)) or after in _OPENING
    return bool(_IS_FULL(before) or (_IS_FULL(after) and after not in _OPENING))
