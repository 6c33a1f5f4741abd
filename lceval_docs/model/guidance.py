"""Guidance: how a factory meets an indicator. It helps and demands nothing; no report is made from it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from types import MappingProxyType
from typing import Literal

from lceval_docs.model.origin import Record, Statement
from lceval_docs.model.prose import Clause
from lceval_docs.records import dataclass

# The sections of every guidance text, in this order.
SECTIONS = ("brief", "how", "example", "evidence", "nonconformity")


@dataclass(frozen=True, kw_only=True)
class GuidanceFront(Statement):
    """The lines between `---` at the beginning of a file of `guidance/`. `id`: of the indicator."""

    id: str


@dataclass(frozen=True, kw_only=True)
class Guidance(GuidanceFront):
    """One Markdown file of `guidance/`: in brief, how, an example, evidence, common nonconformities."""

    sections: tuple[Clause, ...]


@dataclass(frozen=True, kw_only=True)
class GuidanceSource(Record):
    """A document that guidance takes a fact from. `standing`: current only if seen so in two independent places.

    `note`: what was seen where, and what is not sure.
    """

    id: str
    title: str
    number: str = ""
    publisher: str
    standing: Literal["current", "unverified"]
    checked_on: date
    note: str


@dataclass(frozen=True, kw_only=True)
class GuidanceSources(Record):
    """`guidance/sources.yaml`."""

    sources: tuple[GuidanceSource, ...]


@dataclass(frozen=True, kw_only=True)
class EvidenceKind(Record):
    """A kind of evidence, by which indicators are looked for: what is named with one of the words; all, without any."""

    id: str
    name: str
    words: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class EvidenceKinds(Record):
    """`guidance/evidence.yaml`. The first kind that fits counts."""

    kinds: tuple[EvidenceKind, ...]


@dataclass(frozen=True, eq=False)
class GuidanceBook:
    """All guidance of an edition; empty where it has none."""

    texts: tuple[Guidance, ...] = ()
    sources: tuple[GuidanceSource, ...] = ()
    kinds: tuple[EvidenceKind, ...] = ()

    def kind_of(self, evidence: str) -> EvidenceKind | None:
        """What kind of evidence a name means."""
        fitting = (k for k in self.kinds if not k.words or any(word in evidence for word in k.words))
        return next(fitting, None)

    @cached_property
    def by_indicator(self) -> Mapping[str, Guidance]:
        return MappingProxyType({text.id: text for text in self.texts})

    @cached_property
    def source_of(self) -> Mapping[str, GuidanceSource]:
        return MappingProxyType({source.id: source for source in self.sources})
