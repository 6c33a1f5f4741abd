"""The words of the standard: chapters, terms, references, the process."""

from __future__ import annotations

from dataclasses import field
from datetime import date
from typing import Literal

from lceval_docs.model.origin import Record, Statement
from lceval_docs.model.prose import Block, Clause, Footnote
from lceval_docs.problems import Mark
from lceval_docs.records import dataclass


@dataclass(frozen=True, kw_only=True)
class FrontMatter(Statement):
    """The lines between `---` at the beginning of a file of `text/`."""

    id: str
    title: str
    kind: Literal["foreword", "introduction", "chapter", "annex", "bibliography", "explanation"]
    nature: Literal["normative", "informative"] = "normative"


@dataclass(frozen=True, kw_only=True)
class Chapter(FrontMatter):
    """One Markdown file of `text/`: its front matter, and what stands below it; `source` is that, line by line."""

    blocks: tuple[Block, ...] = ()
    clauses: tuple[Clause, ...] = ()
    footnotes: tuple[Footnote, ...] = ()
    source: tuple[str, ...] = field(default=(), compare=False, repr=False)
    first_line: int = field(default=1, compare=False, repr=False)


@dataclass(frozen=True, kw_only=True)
class ExplanationFront(FrontMatter):
    """Front matter of the drafting explanation: the lines below its title, and those at its end."""

    head: tuple[str, ...] = ()
    closing: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Explanation(ExplanationFront, Chapter):
    """`explanation.md`: the drafting explanation as its authors wrote it."""


@dataclass(frozen=True)
class Silence:
    """A rule that an author has silenced from one line to another, and why. `mark`: where that is written."""

    rule: str
    reason: str
    first: int
    last: int
    mark: Mark


@dataclass(frozen=True, kw_only=True)
class Confirmation(Record):
    """That somebody has read a clause or an indicator as it was: the fingerprint of its text, when, and who."""

    id: str
    text: str
    on: date
    by: str = ""


@dataclass(frozen=True, kw_only=True)
class Confirmations(Record):
    """`reviewed.yaml`."""

    confirmed: tuple[Confirmation, ...] = ()


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
    """A stage of the process, with its steps in order."""

    id: str
    name: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, kw_only=True)
class Process(Record):
    stages: tuple[Stage, ...]
