"""The editions of a standard side by side, what changed between them, and where old ids have gone."""

from __future__ import annotations

from datetime import date
from typing import Literal

from lceval_docs.model.origin import Record
from lceval_docs.records import dataclass


@dataclass(frozen=True, kw_only=True)
class Edition(Record):
    """An edition that has a site. `path`: the folder it is served from, beside the folders of the others."""

    id: str
    title: str
    status: Literal["current", "old", "draft"]
    date: date
    path: str
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Alias(Record):
    """An id of a chapter, clause or indicator that is no longer in use, with the one to see now."""

    old: str
    new: str


@dataclass(frozen=True, kw_only=True)
class Editions(Record):
    """`site/editions.yaml`, the newest first."""

    editions: tuple[Edition, ...]
    aliases: tuple[Alias, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Change(Record):
    """A change of the standard. `id` stays for ever; `about`: ids of chapters, clauses and indicators."""

    id: str
    date: date
    edition: str
    about: tuple[str, ...] = ()
    what: str
    why: str


@dataclass(frozen=True, kw_only=True)
class Changes(Record):
    """`standard/changes.yaml`, the newest first."""

    changes: tuple[Change, ...]


@dataclass(frozen=True, eq=False)
class History:
    """What is known of all editions; `listed`: none where a standard has but the one that is being built."""

    listed: Editions | None = None
    changes: tuple[Change, ...] = ()

    @property
    def editions(self) -> tuple[Edition, ...]:
        return self.listed.editions if self.listed else ()

    @property
    def aliases(self) -> tuple[Alias, ...]:
        return self.listed.aliases if self.listed else ()

    @property
    def current(self) -> Edition | None:
        """The edition to use, if there is one already."""
        return next((e for e in self.editions if e.status == "current"), None)

    def edition_of(self, id: str) -> Edition | None:
        return next((e for e in self.editions if e.id == id), None)
