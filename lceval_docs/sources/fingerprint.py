"""What a report is made from, as digests: the edition with its templates and this tool; the files of a case.

Two equal digests mean equal reports. Nothing here understands what it reads.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from lceval_docs.sources.case import EVIDENCE, FACTORY, REVIEW, evidence_files, factory_name
from lceval_docs.sources.file import read_bytes
from lceval_docs.sources.origin import ORIGINS

PACKAGE = Path(__file__).parents[1]
STANDARD, EXAMPLES = "standard", "examples"
# Compiled messages belong to it: some of them stand in what is written.
OF_THE_TOOL = ("*.py", "*.mo")
NONE = b"-"


@dataclass(frozen=True)
class Inputs:
    """A case before it is loaded: the digest of its files, and the factory's name as typed ("" if unreadable)."""

    digest: str
    name: str


def edition_digest(root: Path, templates: Iterable[Path]) -> str:
    """One digest of an edition (without its examples), the templates in use, and the program itself.

    The program by its files, not by its version: in a checkout the version stands still while the code changes.
    """
    standard = root / STANDARD
    files = (p for p in standard.rglob("*") if p.is_file() and p.relative_to(standard).parts[0] != EXAMPLES)
    digest = hashlib.sha256()
    for path in sorted(files):
        _add(digest, path.relative_to(standard).as_posix().encode(), path.read_bytes())
    for path in templates:
        _add(digest, _content(path))
    for pattern in OF_THE_TOOL:
        for path in sorted(PACKAGE.rglob(pattern)):
            _add(digest, path.relative_to(PACKAGE).as_posix().encode(), path.read_bytes())
    return digest.hexdigest()


def case_inputs(folder: Path) -> Inputs:
    """A case folder: the bytes of its files, the names and sizes of its evidence, which no report quotes from."""
    digest = hashlib.sha256()
    factory = _content(folder / FACTORY)
    _add(digest, factory, _content(folder / REVIEW), _content(folder / ORIGINS))
    for name in sorted(evidence_files(folder)):
        _add(digest, name.encode(errors="surrogateescape"), str((folder / EVIDENCE / name).stat().st_size).encode())
    return Inputs(digest.hexdigest(), factory_name(factory.decode(errors="replace")))


def _content(path: Path) -> bytes:
    """The bytes of a file; of one that cannot be read, a sign of its own."""
    try:
        raw, problems = read_bytes(path, path.as_posix())
    except OSError:
        return NONE
    return NONE if problems else raw


def _add(digest: hashlib._Hash, *parts: bytes) -> None:
    """Parts with their lengths, so that none can be taken for another."""
    for part in parts:
        digest.update(len(part).to_bytes(8, "big"))
        digest.update(part)
