"""Review: whether each clause and indicator still says what somebody has read and confirmed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Literal

from lceval_docs.checks.text import clauses_of
from lceval_docs.model.indicator import Indicator
from lceval_docs.model.prose import Block, Part, Pointer, Table, Words, lines_of
from lceval_docs.model.standard import Standard
from lceval_docs.model.text import Confirmation
from lceval_docs.problems import Fault, Mark, Problem
from lceval_docs.records import dataclass

CHANGED = Fault(
    "W0484", "{found} has changed since it was confirmed.", "Read it, then: lceval review --confirm {found}"
)
GONE = Fault("E0485", "{found} was confirmed, but is not there.", "Delete the entry, or give the clause its id again.")

State = Literal["confirmed", "changed", "new"]


@dataclass(frozen=True)
class Reviewed:
    """A clause or an indicator: its id, title, place, the fingerprint of what it says now, and its state."""

    id: str
    title: str
    mark: Mark
    fingerprint: str
    state: State


def reviewed(standard: Standard) -> tuple[Reviewed, ...]:
    """Everything that is to be confirmed, in reading order."""
    known = {c.id: c for c in standard.confirmations}
    found = [*_of_text(standard, known), *_of_indicators(standard, known)]
    return tuple(found)


def _of_text(standard: Standard, known: dict[str, Confirmation]) -> Iterator[Reviewed]:
    for chapter in standard.chapters:
        yield _reviewed(chapter.id, chapter.title, chapter.mark, (chapter.title, *_said(chapter.blocks)), known)
        for clause in clauses_of(chapter):
            yield _reviewed(clause.id, clause.title, clause.mark, (clause.title, *_said(clause.blocks)), known)


def _of_indicators(standard: Standard, known: dict[str, Confirmation]) -> Iterator[Reviewed]:
    for indicator in standard.indicators:
        yield _reviewed(indicator.id, indicator.name, indicator.mark, _rules(indicator), known)


def _reviewed(id: str, title: str, mark: Mark, said: tuple[str, ...], known: dict[str, Confirmation]) -> Reviewed:
    fingerprint = hashlib.sha256("\n".join(said).encode()).hexdigest()[:16]
    confirmation = known.get(id)
    state: State = "new" if confirmation is None else "confirmed" if confirmation.text == fingerprint else "changed"
    return Reviewed(id, title, mark, fingerprint, state)


def _said(blocks: tuple[Block, ...]) -> Iterator[str]:
    """What an author wrote: words and references, tables with their titles, places for what is generated."""
    for block in blocks:
        yield type(block).__name__
        if isinstance(block, Part):
            yield f"{block.kind}:{block.id}"
        if isinstance(block, Table):
            yield f"{block.title}|{block.unit}"
        for line in lines_of([block]):
            yield "".join(
                f"{p.face}{p.text}"
                if isinstance(p, Words)
                else f"[[{p.kind}:{p.id}]]"
                if isinstance(p, Pointer)
                else ""
                for p in line
            )


def _rules(indicator: Indicator) -> tuple[str, ...]:
    """What makes an indicator: its examples and where it comes from may change without a new review."""
    return (
        indicator.name,
        indicator.kind,
        str(indicator.points),
        indicator.requirement,
        repr(indicator.measure),
        repr(indicator.scoring),
        repr(indicator.evidence),
        repr(indicator.not_applicable),
    )


def check_review(standard: Standard) -> Iterator[Problem]:
    """What was confirmed is there, and says what it said."""
    found = reviewed(standard)
    ids = {r.id for r in found}
    for confirmation in standard.confirmations:
        if confirmation.id not in ids:
            yield GONE.at(confirmation.mark, found=confirmation.id)
    for one in found:
        if one.state == "changed":
            yield CHANGED.at(one.mark, found=one.id)
