"""Serial numbers of offset credits as people write them, and whether two of them mean a same credit."""

from __future__ import annotations

import re
import unicodedata

from lceval_docs.records import dataclass

YEAR_DIGITS = 4
_DASHES = "[‐‑‒–—―−-]"
# A range: an end that repeats the beginning, or its digits alone.
_RANGE = re.compile(r"(?P<head>.*?)(?P<first>\d{1,40})(?:~|至|到)(?P=head)?(?P<last>\d{1,40})", re.ASCII)
_NUMBER_AT_END = re.compile(r"\d{1,40}$", re.ASCII)


@dataclass(frozen=True)
class Serial:
    """One number, or a range of them: letters in front, and the numbers from `first` to `last`. `text`: as typed."""

    text: str
    head: str
    first: int
    last: int

    def meets(self, other: Serial) -> bool:
        """Whether a number is in both."""
        return self.head == other.head and self.first <= other.last and other.first <= self.last


def serials(text: str) -> tuple[Serial, ...]:
    """The serial numbers in a cell, without those in which there is no digit."""
    found: list[Serial] = []
    for typed in re.split("[、，,;；\n]", text):
        if any(c.isdecimal() for c in typed):
            found.append(_serial(typed.strip(), found[-1].head if found else ""))
    return tuple(found)


def _serial(typed: str, head_before: str) -> Serial:
    """One of them. A number of digits alone goes on with the letters of the one before it in the same cell."""
    plain = "".join(unicodedata.normalize("NFKC", typed).upper().split())
    if len(re.findall("[–—―]+", plain)) == 1 and re.search(r"\d[–—―]+\d", plain):
        plain = _between_digits(plain)
    plain = re.sub(_DASHES, "-", plain)
    found = _RANGE.fullmatch(plain)
    if found and int(found["first"]) <= int(found["last"]):
        return Serial(typed, found["head"] or head_before, int(found["first"]), int(found["last"]))
    digits = _NUMBER_AT_END.search(plain)
    if digits is None:
        return Serial(typed, plain, 0, 0)
    head = plain[: digits.start()]
    return Serial(typed, head or head_before, int(digits[0]), int(digits[0]))


def _between_digits(plain: str) -> str:
    """A single long dash between rising numbers of one length is the sign of a range.

    Four digits may be a year, so there a short dash must stand elsewhere to tell the two apart.
    """
    before, after = re.split("[–—―]+", plain)
    first, last = _NUMBER_AT_END.search(before), _NUMBER_AT_END.search(after)
    if first is None or last is None or len(first[0]) != len(last[0]) or int(first[0]) > int(last[0]):
        return plain
    is_certain = len(first[0]) != YEAR_DIGITS or "-" in before
    is_range = is_certain and after in (last[0], before[: first.start()] + last[0])
    return f"{before}~{after}" if is_range else plain
