"""The whole standard, one edition."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from types import MappingProxyType
from typing import Literal

from lceval_docs.model.data import DataGroup, DataItem, DerivedItem
from lceval_docs.model.factor import Factors
from lceval_docs.model.form import Form
from lceval_docs.model.grading import Grading, Profile
from lceval_docs.model.indicator import Dimension, Indicator
from lceval_docs.model.origin import Record, Statement
from lceval_docs.model.plausibility import Plausibility
from lceval_docs.model.provenance import UNKNOWN, Fingerprint
from lceval_docs.model.text import Chapter, Confirmation, Explanation, Reference, Silence, Stage, Term
from lceval_docs.model.typesetting import Typesetting
from lceval_docs.quantities import Units
from lceval_docs.records import dataclass


@dataclass(frozen=True, kw_only=True)
class Identity(Statement):
    """`standard.yaml`: what this document is, and what its cover says."""

    id: str
    edition: str
    title: str
    title_en: str
    number: str
    stage: Literal["draft", "comment", "approved", "published"]
    owner: str
    proposer: str
    drafters: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    replaces: str = ""
    published_on: date | None = None
    effective_on: date | None = None
    date: date
    ics: str = ""
    ccs: str = ""
    notice: str


@dataclass(frozen=True, kw_only=True)
class Question(Record):
    """Something the committee has still to decide: about the standard, or about a flaw of its drafting explanation."""

    id: str
    about: Literal["standard", "explanation"] = "standard"
    question: str
    assumed: str


@dataclass(frozen=True, kw_only=True)
class Questions(Record):
    questions: tuple[Question, ...]


@dataclass(frozen=True, kw_only=True, eq=False)
class Standard:
    """One edition, read whole and without a problem. Everything keeps the order of the files.

    It equals itself alone, so that what follows from it for every case can be kept under it.
    """

    identity: Identity
    chapters: tuple[Chapter, ...]
    explanation: Explanation | None
    terms: tuple[Term, ...]
    references: tuple[Reference, ...]
    questions: tuple[Question, ...]
    stages: tuple[Stage, ...]
    dimensions: tuple[Dimension, ...]
    grading: Grading
    plausibility: Plausibility
    data_groups: tuple[DataGroup, ...]
    derived: tuple[DerivedItem, ...]
    units: Units
    unit_names: Mapping[str, str]
    unit_words: Mapping[str, tuple[str, ...]]
    stand_ins: Mapping[str, str]
    factors: Factors
    profiles: tuple[Profile, ...]
    forms: tuple[Form, ...]
    typesetting: Typesetting
    confirmations: tuple[Confirmation, ...] = ()
    silences: tuple[Silence, ...] = ()
    files: tuple[str, ...] = ()
    fingerprint: Fingerprint = UNKNOWN

    @cached_property
    def indicators(self) -> tuple[Indicator, ...]:
        """All level-3 indicators in force, in order."""
        return tuple(i for dimension in self.dimensions for i in dimension.indicators)

    @cached_property
    def indicators_by_id(self) -> Mapping[str, Indicator]:
        return MappingProxyType({i.id: i for i in self.indicators})

    @cached_property
    def data_items(self) -> Mapping[str, DataItem]:
        """The data dictionary by id."""
        return MappingProxyType({item.id: item for group in self.data_groups for item in group.items})

    @cached_property
    def derived_items(self) -> Mapping[str, DerivedItem]:
        """What is made from the data, by id."""
        return MappingProxyType({item.id: item for item in self.derived})

    @cached_property
    def quantities(self) -> tuple[DataItem | DerivedItem, ...]:
        """Everything a formula may name: what is asked for, then what is made from it."""
        return (*self.data_items.values(), *self.derived)

    @cached_property
    def quantity_names(self) -> Mapping[str, str]:
        """What people call each quantity."""
        return MappingProxyType({item.id: item.name for item in self.quantities})

    @cached_property
    def symbols(self) -> Mapping[str, str]:
        """The symbol of every quantity, column (`table.column`), method parameter and constant."""
        methods = self.factors.methods
        named = (*self.quantities, *methods.parameters, *methods.constants)
        columns = {f"{item.id}.{c.id}": c.name for item in self.data_items.values() for c in item.columns}
        return MappingProxyType({**{item.id: item.symbol for item in named}, **columns})
