"""Values as Word markup: text escaped, what brings its own look as runs or blocks; and the few filters of templates."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import is_dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from lceval_docs.views.chart import Chart
from lceval_docs.views.rich import Paragraphs, Picture, RichText, SubDocument
from lceval_docs.writers.word.template.addition import Additions
from lceval_docs.writers.word.template.drawing import render_picture
from lceval_docs.writers.word.template.hidden import Bookmark
from lceval_docs.writers.word.template.rich import NO_TEXT, Unfit, colour, legal, render_paragraphs, render_rich
from lceval_docs.writers.word.text import as_bytes, in_attribute, in_run

# Stands between values while all of them are escaped at once; no text may hold it.
_APART = "\0"
# What reports are full of beside what Python calls printable.
_PRINTED = (_APART, "\n", "\u3000")
# What Word needs of the pieces between two places, once they are there.
Kept = tuple[Callable[[bytes], bytes], int, int]
# Amid a text, what is no text closes the run and opens another.
_CLOSED, _OPENED = "</w:t></w:r>", '<w:r><w:t xml:space="preserve">'
# More than any report has; loops within loops over the same list could go on for years.
MOST_ROUNDS, MOST_BYTES = 2_000_000, 200_000_000
# Word's widest table.
_MOST_COLUMNS = 63


class Values:
    """How values are written within one part of one report."""

    def __init__(self, part: str, added: Additions, bookmarks: list[Bookmark]):
        self._part, self._added = part, added
        # Of the printed figures, in their order.
        self.bookmarks = bookmarks
        self._rounds = 0

    def over(self, items: Any) -> Sequence[Any]:
        """What a loop runs over, if all loops together do not run for too long."""
        found = many(items)
        self._rounds += len(found)
        if self._rounds > MOST_ROUNDS:
            raise TooLong
        return found

    def written(self, pieces: list[Any], kept: list[Kept]) -> list[bytes]:
        """A part's pieces, literals and values in turn, as bytes. Raises `Unfit` with the number of the piece."""
        values, others = pieces[1::2], {}
        try:
            pieces[1::2] = _escaped(values)
        except TypeError:  # not all of them are texts
            others = self._others(values)
            pieces[1::2] = _escaped(values)
        for place, markup in others.items():
            pieces[2 * place + 1] = markup
        for needed, start, end in kept:
            pieces[start:end] = (needed(b"".join(pieces[start:end])), *[b""] * (end - start - 1))
        return pieces

    def _others(self, values: list[Any]) -> dict[int, bytes]:
        """By its place, the markup of a value that brings some; it leaves nothing there. Plain data becomes text."""
        others: dict[int, bytes] = {}
        for place in [place for place, value in enumerate(values) if value.__class__ is not str]:
            value, values[place] = values[place], ""
            try:
                if isinstance(value, Picture):
                    picture = render_picture(value, self._part, self._added)
                    others[place] = f"{_CLOSED}{picture}{_OPENED}".encode()
                else:
                    values[place] = plain(value)
            except Unfit as unfit:
                unfit.number = 2 * place + 1
                raise
        return others

    def run(self, value: Any) -> bytes:
        """What stands between runs: formatted text, a picture, an equation, a line of symbols."""
        kind = type(value)
        if kind is RichText:
            return render_rich(value, self._part, self._added).encode()
        if kind is Picture:
            return render_picture(value, self._part, self._added).encode()
        if is_dataclass(kind):
            return _drawer()(value)
        return f"{_OPENED}{in_run(plain(value))}{_CLOSED}".encode()

    def block(self, value: Any) -> bytes:
        """What stands between paragraphs."""
        if isinstance(value, Paragraphs):
            return render_paragraphs(value, self._part, self._added).encode()
        if isinstance(value, SubDocument):
            from lceval_docs.writers.word.template.subdocument import render_subdocument  # seldom

            return render_subdocument(value, self._part, self._added).encode()
        return f"<w:p>{_OPENED}{in_run(plain(value))}{_CLOSED}</w:p>".encode()

    def attribute(self, value: Any) -> bytes:
        return in_attribute(plain(value)).encode()

    def chart(self, value: Any) -> bytes:
        """A chart's alternative text; its data goes into parts of their own."""
        if not isinstance(value, Chart):
            raise Unfit(type(value).__name__)
        return in_attribute(value.alternative).encode()

    def id(self) -> bytes:
        return b"%d" % self._added.number()


@cache
def _drawer() -> Callable[[Any], bytes]:
    from lceval_docs.writers.word.template.symbol import render_drawn  # formulas, which few templates have

    return render_drawn


def _escaped(values: list[str]) -> list[bytes]:
    """Values as bytes of Word text, all of them at once. Raises `TypeError` where one is no text."""
    if not values:
        return []
    text = _APART.join(values)
    shown = text
    for sign in _PRINTED:
        shown = shown.replace(sign, " ")
    if shown.isprintable() or not NO_TEXT.search(shown):
        made = as_bytes(text).split(_APART.encode())
        if len(made) == len(values):
            return made
    place, found = next((n, found) for n, value in enumerate(values) if (found := NO_TEXT.search(value)))
    raise Unfit(f"U+{ord(found[0]):04X}", 2 * place + 1)


def plain(value: Any) -> str:
    """Plain data as text: nothing for what is not there."""
    if value is None:
        return ""
    if isinstance(value, str | int | float | Decimal) or hasattr(value, "isoformat"):
        return legal(str(value))
    raise Unfit(type(value).__name__)


class TooLong(Exception):  # noqa: N818 - a state of a report, told with its place
    """A part that grows beyond what a report may be."""


def many(value: Any) -> Sequence[Any]:
    """What a loop runs over: several values, not the letters of one."""
    if isinstance(value, str | bytes) or not isinstance(value, Sequence):
        raise Unfit(type(value).__name__)
    return value


def _count(value: Any) -> str:
    """A number of columns."""
    text = plain(value)
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= _MOST_COLUMNS):
        raise Unfit(f'"{text[:20]}"')
    return text


def _joined(value: Any, between: str = "") -> str:
    return between.join([plain(one) for one in many(value)])


FILTERS: Mapping[str, Callable[..., Any]] = {
    "f_upper": lambda value: plain(value).upper(),
    "f_lower": lambda value: plain(value).lower(),
    "f_trim": lambda value: plain(value).strip(),
    "f_length": len,
    "f_join": _joined,
    "f_e": lambda value: value,
    "f_escape": lambda value: value,
    "f_times": lambda value, times: str(value * int(times)),
    "f_count": _count,
    "f_colour": lambda value: colour(plain(value)),
}
