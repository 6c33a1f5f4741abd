"""Entries of the chapter of terms."""

from __future__ import annotations

from collections.abc import Iterator

from lceval_docs.model.prose import Block, Clause, Paragraph, Remark
from lceval_docs.model.standard import Standard
from lceval_docs.views.edition.cell import words

PREFIX = "term-"


def terms(standard: Standard) -> Iterator[Clause]:
    """A clause of its own kind for each term: number, term with English, definition, note."""
    for term in standard.terms:
        blocks: list[Block] = [Paragraph(words(term.definition))]
        if term.note:
            blocks.append(Remark("note", words(term.note)))
        yield Clause(
            id=PREFIX + term.id,
            level=2,
            kind="term",
            title=term.name,
            english=term.english,
            status=term.status,
            basis=term.basis,
            blocks=tuple(blocks),
            mark=term.mark,
        )
