"""Where the imported values of a factory file came from, kept beside it."""

from __future__ import annotations

from lceval_docs.model.origin import Record
from lceval_docs.records import dataclass


@dataclass(frozen=True, kw_only=True)
class Imported(Record):
    """One value: its path in `factory.yaml`, what was imported, from which file, from which cell or field."""

    at: str
    value: str
    file: str
    place: str


@dataclass(frozen=True, kw_only=True)
class Imports(Record):
    """`origins.yaml`."""

    imported: tuple[Imported, ...]
