"""Hidden bookmarks in the places of marks: where each printed figure stands, for those who ask for it by its address."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from lceval_docs.memory import Memory
from lceval_docs.views.bookmark import again, hidden_name

# A sign that may stand in XML, but in no text of a report: one byte is found several times faster than an element is.
MARK = "\x7f"
_MARK = MARK.encode()
_FIRST = 500_000
# Beginnings and ends by number, made when a report first has so many.
_STARTS: list[bytes] = []
_ENDS: list[bytes] = []
# The addresses of figures that are put down together: of each its words, and in turn which of the keys stands there.
Addresses = tuple[tuple[str | int, ...], ...]
# Between keys of the entries that figures stand in; no text of a report may hold it.
APART = "\0"
# Letters of keys remembered in a generation, of figures that are put down together.
_KEYS = 50_000


class Bookmark(NamedTuple):
    """The bookmark around a figure: the figure's address, the name, and how that ends the markup of the beginning."""

    address: str
    name: str
    written: bytes


def bookmark(address: str) -> Bookmark:
    name = hidden_name(address)
    return Bookmark(address, name, f'{name}"/>'.encode())


def bookmarks_by_keys(addresses: Addresses) -> Memory[str, tuple[Bookmark, ...]]:
    """The bookmarks of figures that are put down together, by the keys of the entries they stand in."""

    def made(found: str) -> tuple[Bookmark, ...]:
        keys = found.split(APART)
        return tuple(bookmark("".join([p if isinstance(p, str) else keys[p] for p in pieces])) for pieces in addresses)

    return Memory(made, _KEYS)


def with_bookmarks(part: bytes, bookmarks: list[Bookmark], before: int = 0) -> tuple[bytes, list[str]]:
    """The part with a bookmark for each pair of marks; and the bookmarks' names.

    `before`: how many bookmarks the parts before it have.
    """
    if not bookmarks:
        return part, []
    names = [one.name for one in bookmarks]
    if len(set(names)) < len(names):
        return with_bookmarks(part, list(_told_apart(bookmarks)), before)
    last = before + len(names)
    _reach(last)
    marks = [b""] * (2 * len(names))
    marks[0::2] = [start + one.written for start, one in zip(_STARTS[before:last], bookmarks, strict=True)]
    marks[1::2] = _ENDS[before:last]
    return part.replace(b"%", b"%%").replace(_MARK, b"%b") % tuple(marks), names


def _told_apart(bookmarks: Iterable[Bookmark]) -> Iterator[Bookmark]:
    """Each name once: where a list is run over within itself, its figures are numbered as they come."""
    times: Counter[str] = Counter()
    for one in bookmarks:
        times[one.name] += 1
        yield bookmark(f"{again(times[one.name])}{one.address}")


def _reach(count: int) -> None:
    for number in range(_FIRST + len(_STARTS), _FIRST + count):
        _STARTS.append(b'<w:bookmarkStart w:id="%d" w:name="' % number)
        _ENDS.append(b'<w:bookmarkEnd w:id="%d"/>' % number)
