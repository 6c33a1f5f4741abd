"""The drafting explanation in print: its text as we hold it, then what it leaves open."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from lceval_docs.model.prose import Block, Clause, Table
from lceval_docs.model.standard import Standard
from lceval_docs.model.text import Explanation
from lceval_docs.records import dataclass
from lceval_docs.views.edition.document import standing
from lceval_docs.views.edition.numbering import chinese
from lceval_docs.views.edition.process import questions
from lceval_docs.views.edition.whole import numbered


@dataclass(frozen=True)
class ExplanationView:
    """Title, lines below it, the original's clauses with their own numbers, and the tables we add."""

    standard_title: str
    title: str
    lines: tuple[str, ...]
    clauses: tuple[Clause, ...]
    added_title: str
    added_lead: str
    added: tuple[Block, ...]
    closing: tuple[str, ...]


ADDED = "附：待确认的问题和引用文件的状态"
LEAD = "本附不是编制说明的原文，由整理者列出，供标准编写工作组和委员会确认。"


def view_explanation_text(standard: Standard, explanation: Explanation) -> ExplanationView:
    chapter = numbered(standard, [explanation])[0].chapter
    return ExplanationView(
        standard_title=f"《{standard.identity.title}》",
        title=explanation.title,
        lines=explanation.head,
        clauses=tuple(_numbered(chapter.clauses)),
        added_title=ADDED,
        added_lead=LEAD,
        added=tuple(replace(t, number=str(n)) for n, t in enumerate(_tables(standard), 1)),
        closing=explanation.closing,
    )


def _tables(standard: Standard) -> Iterator[Table]:
    yield from questions(standard)
    yield from standing(standard)


def _numbered(clauses: tuple[Clause, ...], level: int = 1) -> Iterator[Clause]:
    """一、 and （一）; a clause that says so begins at another number, as the original does."""
    number = 0
    for clause in clauses:
        number = clause.first or number + 1
        label = f"{chinese(number)}、" if level == 1 else f"（{chinese(number)}）"
        yield replace(clause, number=label, clauses=tuple(_numbered(clause.clauses, level + 1)))
