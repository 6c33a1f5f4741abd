"""A .docx as a zip: fixed order, fixed times, so that the same input gives the same bytes.

Members are packed once and put together as they are: what a report does not change is copied compressed. With ISA-L
installed (the extra `fast`), what does change is packed some ten times faster and a little larger; a reader sees no
difference.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable, Mapping
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


class Member(NamedTuple):
    """A part as it lies in the zip: what stands before it, its bytes, and its line in the directory.

    `line` lacks only the place where the member begins.
    """

    head: bytes
    data: bytes
    line: bytes
    name: bytes


def packed(name: str, raw: bytes, is_lasting: bool = False) -> Member:
    """A part, packed. What is compressed already is stored; `is_lasting`: it will be copied many times."""
    is_stored = name.endswith(_COMPRESSED_ALREADY)
    data = raw if is_stored else _dense(raw) if is_lasting or fast is zlib else _quick(raw)
    written = name.encode()
    flags = 0 if written.isascii() else _UTF8
    method = _STORED if is_stored else _DEFLATED
    sizes = (fast.crc32(raw), len(data), len(raw))
    head = _LOCAL.pack(b"PK\x03\x04", _VERSION, flags, method, 0, _NEW_YEAR_1980, *sizes, len(written), 0) + written
    line = _CENTRAL.pack(
        *(b"PK\x01\x02", _BY, _VERSION, flags, method, 0, _NEW_YEAR_1980, *sizes, len(written), 0, 0, 0, 0),
        *(_FILE_MODE, 0),
    )
    return Member(head, data, line[:-4], written)


def _dense(raw: bytes) -> bytes:
    packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, -15)
    return packer.compress(raw) + packer.flush()


def _quick(raw: bytes) -> bytes:
    packer = fast.compressobj(_FAST_LEVEL, zlib.DEFLATED, -15)
    return packer.compress(raw) + packer.flush()


def zip_members(members: Iterable[Member]) -> bytes:
    """The package of the members, in their order."""
    pieces: list[bytes] = []
    directory: list[bytes] = []
    at = count = 0
    for head, data, line, name in members:
        pieces += (head, data)
        directory += (line, at.to_bytes(4, "little"), name)
        at += len(head) + len(data)
        count += 1
    size = sum(map(len, directory))
    end = _END.pack(b"PK\x05\x06", 0, 0, count, count, size, at, 0)
    return b"".join((*pieces, *directory, end))


def in_package_order(names: Iterable[str]) -> list[str]:
    """The list of content types first, then as they are."""
    return sorted(names, key=lambda name: name != _FIRST)


def zip_parts(parts: Mapping[str, bytes]) -> bytes:
    """The package of the given parts."""
    return zip_members(packed(name, parts[name]) for name in in_package_order(parts))
