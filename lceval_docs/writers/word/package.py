"""A .docx as a zip: fixed order, fixed times, so that the same input gives the same bytes.

Members are packed once and put together as they are: what a report does not change is copied compressed. With ISA-L
installed (the extra `fast`), what does change is packed some ten times faster and a little larger; a reader sees no
difference.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import NamedTuple

try:
    from isal import isal_zlib as fast
except ImportError:  # not installed
    fast = zlib  # type: ignore[misc]

_FIRST = "[Content_Types].xml"
_COMPRESSED_ALREADY = (".png", ".jpg", ".jpeg", ".gif", ".xlsx", ".zip")
_LEVEL, _FAST_LEVEL = 6, 1
_STORED, _DEFLATED = 0, 8
_VERSION, _BY, _NEW_YEAR_1980 = 20, 0x0314, 0x21
_UTF8, _FILE_MODE = 0x800, 0o644 << 16
_LOCAL = struct.Struct("<4s5H3I2H")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")


_SMALL = 8_000


class Member(NamedTuple):
    """A part as it lies in the zip: what stands before it, its bytes, and its line in the directory.

    `line` lacks only the place where the member begins.
    """

    head: bytes
    data: bytes
    line: bytes
    name: bytes


class Beginning(NamedTuple):
    """The first members of a package with their lines of the directory, and how many they are."""

    members: bytes
    lines: bytes
    number: int


def packed(name: str, raw: bytes, is_lasting: bool = False) -> Member:
    """A part, packed. What is compressed already is stored; `is_lasting`: it will be copied many times."""
    if name.endswith(_COMPRESSED_ALREADY):
        return _member(name, raw, raw, _STORED)
    if is_lasting:
        return _member(name, raw, _dense(raw), _DEFLATED)
    return _packed_small(name, raw) if len(raw) <= _SMALL else _member(name, raw, _quick(raw), _DEFLATED)


@lru_cache(maxsize=256)
def _packed_small(name: str, raw: bytes) -> Member:
    """Lists of parts and running heads are often alike from report to report."""
    return _member(name, raw, _quick(raw), _DEFLATED)


def _dense(raw: bytes) -> bytes:
    return zlib.compress(raw, _LEVEL, -zlib.MAX_WBITS)


def _quick(raw: bytes) -> bytes:
    """As fast as this installation can; without the library for that, as dense as ever."""
    return _dense(raw) if fast is zlib else fast.compress(raw, _FAST_LEVEL, -zlib.MAX_WBITS)


def _member(name: str, raw: bytes, data: bytes, method: int) -> Member:
    written = name.encode()
    flags = 0 if written.isascii() else _UTF8
    sizes = (fast.crc32(raw), len(data), len(raw))
    head = _LOCAL.pack(b"PK\x03\x04", _VERSION, flags, method, 0, _NEW_YEAR_1980, *sizes, len(written), 0) + written
    line = _CENTRAL.pack(
        *(b"PK\x01\x02", _BY, _VERSION, flags, method, 0, _NEW_YEAR_1980, *sizes, len(written), 0, 0, 0, 0),
        *(_FILE_MODE, 0),
    )
    return Member(head, data, line[:-4], written)


_NOTHING = Beginning(b"", b"", 0)


def beginning(members: Iterable[Member]) -> Beginning:
    """Members that stand first in many packages, put together once."""
    pieces, lines = _laid_out(members, _NOTHING)
    return Beginning(b"".join(pieces), b"".join(lines), len(lines) // 3)


def zip_members(members: Iterable[Member], first: Beginning = _NOTHING) -> bytes:
    """The package of the members, in their order, behind those that are put together already."""
    pieces, lines = _laid_out(members, first)
    size, at = len(first.lines) + sum(map(len, lines)), sum(map(len, pieces))
    number = first.number + len(lines) // 3
    return b"".join((*pieces, first.lines, *lines, _END.pack(b"PK\x05\x06", 0, 0, number, number, size, at, 0)))


def _laid_out(members: Iterable[Member], first: Beginning) -> tuple[list[bytes], list[bytes]]:
    """Members one after the other; for each, its line of the directory with the place where it begins."""
    pieces = [first.members]
    lines: list[bytes] = []
    at = len(first.members)
    for head, data, line, name in members:
        pieces += (head, data)
        lines += (line, at.to_bytes(4, "little"), name)
        at += len(head) + len(data)
    return pieces, lines


def in_package_order(names: Iterable[str]) -> list[str]:
    """The list of content types first, then as they are."""
    return sorted(names, key=lambda name: name != _FIRST)


def zip_parts(parts: Mapping[str, bytes]) -> bytes:
    """The package of the given parts."""
    return zip_members(packed(name, parts[name]) for name in in_package_order(parts))
