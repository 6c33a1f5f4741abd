"""What an edition holds for programs, where it is more than its author's records: numbers, places, plain text.

A record of the model that is complete as it is stands in the whole unchanged, so that a new field of it is published
without any change here. `page`: an address from the top of the site; `anchor`: a place on that page.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Literal

from lceval_docs.model.data import DataGroup, DerivedItem
from lceval_docs.model.factor import Factors
from lceval_docs.model.form import Form
from lceval_docs.model.grading import Grading, Profile
from lceval_docs.model.indicator import Dimension, Indicator, Topic
from lceval_docs.model.origin import Statement, Status
from lceval_docs.model.plausibility import Plausibility
from lceval_docs.model.provenance import Fingerprint
from lceval_docs.model.standard import Identity, Question
from lceval_docs.model.text import FrontMatter, Reference, Stage, Term
from lceval_docs.records import dataclass

# How many-th way of writing an edition down this is; it grows where a program that reads it must change.
FORMAT = 1


@dataclass(frozen=True, kw_only=True)
class PublishedClause(Statement):
    """A clause: its number as printed, its own text without that of the clauses in it, and these."""

    id: str
    number: str
    level: int
    kind: Literal["titled", "untitled", "term"]
    title: str
    english: str
    anchor: str
    text: str
    clauses: tuple[PublishedClause, ...]


@dataclass(frozen=True, kw_only=True)
class PublishedChapter(FrontMatter):
    """A chapter or annex: its number as printed, its own text without that of its clauses, and these."""

    number: str
    page: str
    anchor: str
    text: str
    clauses: tuple[PublishedClause, ...]


@dataclass(frozen=True, kw_only=True)
class PublishedTerm(Term):
    """A term with its number in the chapter of terms; empty where the text lists none."""

    number: str
    page: str
    anchor: str


@dataclass(frozen=True, kw_only=True)
class PublishedIndicator(Indicator):
    """A level-3 indicator with its place in the text; a retired one has none."""

    page: str
    anchor: str


@dataclass(frozen=True, kw_only=True)
class PublishedTopic(Topic):
    """A level-2 indicator with all its indicators, the retired ones among them."""

    indicators: tuple[PublishedIndicator, ...]


@dataclass(frozen=True, kw_only=True)
class PublishedDimension(Dimension):
    """A level-1 indicator: its weight and topics."""

    topics: tuple[PublishedTopic, ...]


@dataclass(frozen=True, kw_only=True)
class PublishedForm(Form):
    """A document of the process; `file`: the blank one, from the top of the site, empty where there is none."""

    file: str


@dataclass(frozen=True, kw_only=True)
class PublishedUnit:
    """A unit: how many base units it is, and their dimensions with their powers.

    `stands_for` names the data item whose unit each factory chooses for itself.
    """

    id: str
    name: str
    factor: Decimal
    dimensions: Mapping[str, int]
    stands_for: str


@dataclass(frozen=True, kw_only=True)
class PublishedEdition:
    """One edition of a standard for programs.

    Every key is always there. Amounts are texts with the digits that the author typed. `standing`: how many statements
    are adopted, drafts and proposals. `fingerprint`: digests of the files that the edition was read from.
    """

    format: int
    identity: Identity
    standing: Mapping[Status, int]
    fingerprint: Fingerprint
    chapters: tuple[PublishedChapter, ...]
    terms: tuple[PublishedTerm, ...]
    references: tuple[Reference, ...]
    questions: tuple[Question, ...]
    stages: tuple[Stage, ...]
    dimensions: tuple[PublishedDimension, ...]
    grading: Grading
    profiles: tuple[Profile, ...]
    data_groups: tuple[DataGroup, ...]
    derived: tuple[DerivedItem, ...]
    units: tuple[PublishedUnit, ...]
    factors: Factors
    plausibility: Plausibility
    forms: tuple[PublishedForm, ...]
