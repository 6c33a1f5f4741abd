"""Pictures of the text: PNG files of bounded size beside the chapters."""

from __future__ import annotations

import struct
import zlib
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from lceval_docs.model.prose import Block, Clause, Figure
from lceval_docs.model.text import Chapter
from lceval_docs.problems import Fault, Problem
from lceval_docs.sources.file import read_bytes

NOT_A_PICTURE = Fault("E0135", "{found}: this is not a PNG file of at most {limit} pixels a side.", "Save it as PNG.")
BROKEN_PICTURE = Fault("E0143", "{found}: the PNG file is cut or damaged.", "Save it anew.")
NO_PICTURE = Fault("E0138", "there is no picture {found}, or it is too large.", "Put the file there.")
PICTURE_OUTSIDE = Fault("E0136", "{found}: a picture lies in the folder of the text.", "Write figures/name.png.")

C = TypeVar("C", bound=Chapter)

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_HEAD = struct.Struct(">8s4x4sII")
_CHUNK = struct.Struct(">I4s")
_MOST_PIXELS = 10_000


def with_pictures(chapter: C, folder: Path, shown: str) -> tuple[C, tuple[Problem, ...]]:
    """The chapter with the bytes and sizes of its pictures. `shown`: the folder's name to print."""
    problems: list[Problem] = []

    def blocks(found: tuple[Block, ...]) -> tuple[Block, ...]:
        return tuple(_figure(b, folder, shown, problems) if isinstance(b, Figure) else b for b in found)

    def clause(found: Clause) -> Clause:
        return replace(found, blocks=blocks(found.blocks), clauses=tuple(map(clause, found.clauses)))

    full = replace(chapter, blocks=blocks(chapter.blocks), clauses=tuple(map(clause, chapter.clauses)))
    return full, tuple(problems)


def _figure(figure: Figure, folder: Path, shown: str, problems: list[Problem]) -> Figure:
    path = Path(figure.path)
    if path.is_absolute() or ".." in path.parts or set(figure.path) & set(":\\"):
        problems.append(PICTURE_OUTSIDE.at(figure.mark, found=figure.path))
        return figure
    name = f"{shown}/{figure.path}"
    raw, missing = read_bytes(folder / path, name)
    if missing:
        problems.append(NO_PICTURE.at(figure.mark, found=name))
        return figure
    signature, head, across, down = _HEAD.unpack(raw[: _HEAD.size]) if len(raw) >= _HEAD.size else (b"", b"", 0, 0)
    if signature != _SIGNATURE or head != b"IHDR" or not 0 < across <= _MOST_PIXELS or not 0 < down <= _MOST_PIXELS:
        problems.append(NOT_A_PICTURE.at(figure.mark, found=figure.path, limit=_MOST_PIXELS))
        return figure
    if not _is_whole(raw):
        problems.append(BROKEN_PICTURE.at(figure.mark, found=figure.path))
        return figure
    return replace(figure, image=raw, size=(across, down))


def _is_whole(raw: bytes) -> bool:
    """Whether every chunk of a PNG file is there, as it was written, up to the last."""
    at, name = len(_SIGNATURE), b""
    while at + 12 <= len(raw) and name != b"IEND":
        length, name = _CHUNK.unpack_from(raw, at)
        end = at + 8 + length
        if raw[end : end + 4] != zlib.crc32(raw[at + 4 : end]).to_bytes(4, "big"):
            return False
        at = end + 4
    return name == b"IEND"
