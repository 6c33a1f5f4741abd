"""Hidden bookmarks in the places of marks: where each printed figure stands, for those who ask for it by its address."""

from __future__ import annotations

from lceval_docs.views.traced import again, hidden_name

# A sign that may stand in XML, but in no text of a report: one byte is found several times faster than an element is.
MARK = "\x7f"
_MARK = MARK.encode()
_NAMED = b'"/>'
_FIRST = 500_000
# Beginnings and ends by number, made when a report first has so many.
_STARTS: list[bytes] = []
_ENDS: list[bytes] = []


def with_bookmarks(part: bytes, tags: list[str], before: int = 0) -> tuple[bytes, list[str]]:
    """The part with a bookmark for each pair of marks, by the addresses of the figures; and the bookmarks' names.

    `before`: how many bookmarks the parts before it have.
    """
    if not tags:
        return part, []
    pieces = part.split(_MARK)
    if len(pieces) != 2 * len(tags) + 1:
        raise ValueError(f"{len(pieces) - 1} marks for {len(tags)} figures")
    names = list(map(hidden_name, _told_apart(tags)))
    last = before + len(names)
    _reach(last)
    out = [_NAMED] * (6 * len(names) + 1)
    out[0::6] = pieces[0::2]
    out[1::6] = _STARTS[before:last]
    out[2::6] = "\n".join(names).encode().split(b"\n")
    out[4::6] = pieces[1::2]
    out[5::6] = _ENDS[before:last]
    return b"".join(out), names


def _told_apart(tags: list[str]) -> list[str]:
    """Each address once: where a list is run over within itself, its figures are numbered as they come."""
    if len(set(tags)) == len(tags):
        return tags
    times: dict[str, int] = {}
    found = []
    for tag in tags:
        count = times[tag] = times.get(tag, 0) + 1
        found.append(f"{again(count)}{tag}" if count > 1 else tag)
    return found


def _reach(count: int) -> None:
    for number in range(_FIRST + len(_STARTS), _FIRST + count):
        _STARTS.append(b'<w:bookmarkStart w:id="%d" w:name="' % number)
        _ENDS.append(b'<w:bookmarkEnd w:id="%d"/>' % number)
