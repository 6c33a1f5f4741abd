"""The words of the standard: chapters, terms, references, the process."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from lceval_docs.model.origin import Record, Statement


@dataclass(frozen=True, kw_only=True)
class Chapter(Statement):
    """One Markdown file of `text/`: its front matter, and the Markdown below it."""

    id: str
    title: str
    kind: Literal["foreword", "chapter", "annex", "bibliography"]
    nature: Literal["normative", "informative"] = "normative"
    markdown: str = ""


@dataclass(frozen=True, kw_only=True)
class Term(Statement):
    """A term, its English equivalent and its definition. `avoid`: words not to be used for it."""

    id: str
    name: str
    english: str
    definition: str
    note: str = ""
    avoid: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Terms(Record):
    terms: tuple[Term, ...]


@dataclass(frozen=True, kw_only=True)
class Reference(Record):
    """A cited document, its standing as far as we know, and when we looked.

    `dated`: cited in the edition named; otherwise the latest edition applies.
    """

    id: str
    title: str
    use: Literal["normative", "informative"]
    standing: Literal["current", "replaced", "abolished", "unverified"]
    edition: str = ""
    dated: bool = False
    replaces: str = ""
    checked_on: date
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class References(Record):
    references: tuple[Reference, ...]


@dataclass(frozen=True, kw_only=True)
class Step(Statement):
    """One step of a stage: who does what, with which documents, within how long."""

    id: str
    name: str
    actor: str
    action: str
    time_limit: str = ""
    documents: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Stage(Statement):
    id: str
    name: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, kw_only=True)
class Process(Record):
    stages: tuple[Stage, ...]
