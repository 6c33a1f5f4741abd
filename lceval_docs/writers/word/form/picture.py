"""The picture that stands where a photograph is to be put: a grey frame, drawn here."""

from __future__ import annotations

import struct
import zlib

from lceval_docs.writers.word.text import in_attribute

PART, RELATION = "word/media/photograph.png", "rIdPhotograph"
_WIDE, _HIGH, _EDGE = 160, 120, 2
_PAPER, _LINE = 0xF0, 0xA0
# Widest in EMU: 5.6 cm; EMU in a twip.
_WIDEST, _TWIP = 2016000, 635
_ALTERNATIVE = "{label}：点击插入照片"


def picture_bytes() -> bytes:
    """A small grey PNG with a frame."""
    edge = bytes([0]) + bytes([_LINE]) * _WIDE
    inner = bytes([0]) + bytes([_LINE]) * _EDGE + bytes([_PAPER]) * (_WIDE - 2 * _EDGE) + bytes([_LINE]) * _EDGE
    rows = edge * _EDGE + inner * (_HIGH - 2 * _EDGE) + edge * _EDGE
    header = struct.pack(">IIBBBBB", _WIDE, _HIGH, 8, 0, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, data) for name, data in chunks)


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def drawing(number: int, label: str, room: int) -> str:
    """A run with the picture, in the line of text, no wider than the room in twips."""
    wide = min(_WIDEST, room * _TWIP) if room else _WIDEST
    high = wide * _HIGH // _WIDE
    alternative = in_attribute(_ALTERNATIVE.format(label=label))
    return (
        '<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{wide}" cy="{high}"/><wp:docPr id="{number}" name="photograph {number}" descr="{alternative}"/>'
        '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">'
        f'<pic:pic><pic:nvPicPr><pic:cNvPr id="{number}" name="photograph.png" descr="{alternative}"/><pic:cNvPicPr/>'
        f'</pic:nvPicPr><pic:blipFill><a:blip r:embed="{RELATION}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{wide}" cy="{high}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>'
        "</wp:inline></w:drawing></w:r>"
    )
