"""Where a statement comes from, and how far it has got."""

from __future__ import annotations

from dataclasses import field
from decimal import Decimal
from typing import Literal

from lceval_docs.problems import NOWHERE, Mark
from lceval_docs.records import dataclass

Status = Literal["adopted", "draft", "proposal"]
Verification = Literal["agreed", "single", "unverified", "conflict"]


@dataclass(frozen=True, kw_only=True)
class Record:
    """Anything an author writes as a mapping. `mark` is its place in the file; it is not written."""

    mark: Mark = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, kw_only=True)
class Statement(Record):
    """A record that says something normative: it names its source and its standing."""

    status: Status
    basis: str


@dataclass(frozen=True)
class Given:
    """A number as an author typed it, with its place."""

    value: Decimal
    mark: Mark = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True)
class Told:
    """A text as an author typed it, with its place."""

    text: str
    mark: Mark = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, kw_only=True)
class Published(Record):
    """A published value with where it stands and how sure we are of it.

    `verification`: agreed (independent sources agree), single (one source seen), unverified, conflict (sources
    differ; `conflicts` names the other values).
    """

    value: Decimal
    source: str
    verification: Verification
    conflicts: str = ""
