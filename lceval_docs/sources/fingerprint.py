"""What a report is made from, as digests: the edition with its templates and this tool; the files of a case.

Two equal digests mean equal reports. Nothing here understands what it reads.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from lceval_docs.model.provenance import Fingerprint
from lceval_docs.records import dataclass
from lceval_docs.sources.case import EVIDENCE, FACTORY, REVIEW, evidence_files, factory_name
from lceval_docs.sources.file import read_bytes
from lceval_docs.sources.origin import ORIGINS

PACKAGE = Path(__file__).parents[1]
STANDARD, FACTORS = "standard", "factors/"
# No report is made from these.
APART = ("examples/", "guidance/", "changes.yaml")
# Compiled messages belong to it: some of them stand in what is written.
OF_THE_TOOL = ("*.py", "*.mo")
NONE = b"-"


@dataclass(frozen=True)
class Inputs:
    """A case before it is loaded: the digest of its files, and the factory's name as typed ("" if unreadable)."""

    digest: str
    name: str


def edition_digest(root: Path, templates: Iterable[Path]) -> str:
    """One digest of an edition (without examples, guidance and change log), the templates in use, and the program itself.

    The program by its files, not by its version: in a checkout the version stands still while the code changes.
    """
    digest = hashlib.sha256()
    for name, path in _standard_files(root):
        _add(digest, name.encode(), path.read_bytes())
    for path in templates:
        _add(digest, _content(path))
    for pattern in OF_THE_TOOL:
        for path in sorted(PACKAGE.rglob(pattern)):
            _add(digest, path.relative_to(PACKAGE).as_posix().encode(), path.read_bytes())
    return digest.hexdigest()


def fingerprint_of(root: Path) -> Fingerprint:
    """The digests of an edition that its reports carry: the same on every machine, however it ends its lines."""
    whole, factors = hashlib.sha256(), hashlib.sha256()
    for name, path in _standard_files(root):
        for digest in (whole, factors) if name.startswith(FACTORS) else (whole,):
            _add(digest, name.encode(), path.read_bytes().replace(b"\r\n", b"\n"))
    return Fingerprint(whole.hexdigest(), factors.hexdigest())


def _standard_files(root: Path) -> Iterator[tuple[str, Path]]:
    """The files of an edition without examples, guidance and change log, by their names below `standard/`."""
    folder = root / STANDARD
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        name = path.relative_to(folder).as_posix()
        if not name.startswith(APART):
            yield name, path


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
