"""Files that somebody sent, whatever they are: forms and workbooks into a factory file, or parts into a review."""

from __future__ import annotations

from pathlib import Path

from lceval_docs.authoring.factory import import_factory
from lceval_docs.authoring.imported import Import, Mode
from lceval_docs.authoring.review import import_review
from lceval_docs.model.standard import Standard
from lceval_docs.problems import Fault, Mark, Refused

MIXED = Fault("E0954", "forms and parts of a review cannot be imported in one go.", "Import them one after the other.")

_PARTS = (".yaml", ".yml")


def import_files(standard: Standard, paths: tuple[Path, ...], out: Path, mode: Mode = "ask") -> Import:
    """What the files give, put into `out`. Raises `Refused` with every problem; nothing is written here."""
    parts = [path for path in paths if path.suffix.lower() in _PARTS]
    if parts and len(parts) < len(paths):
        raise Refused([MIXED.at(Mark(path.as_posix())) for path in parts])
    return import_review(paths, out, mode) if parts else import_factory(standard, paths, out, mode)
