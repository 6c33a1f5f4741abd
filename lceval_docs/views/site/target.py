"""Where each chapter, clause and indicator stands on the site, by its id."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from lceval_docs.model.prose import Clause
from lceval_docs.model.standard import Standard
from lceval_docs.views.block import Link
from lceval_docs.views.edition.whole import EditionView
from lceval_docs.views.site.part import indicator_path
from lceval_docs.views.site.standard import full_title


def view_targets(standard: Standard, edition: EditionView) -> Mapping[str, Link]:
    """A link for every id that a change can be about and that has a page."""
    found = {i.id: Link(f"{i.id} {i.name}", indicator_path(i.id)) for i in standard.indicators}
    for numbered in edition.chapters:
        path = chapter_path(numbered.chapter.id)
        found.setdefault(numbered.chapter.id, Link(full_title(numbered), path))
        for clause in _inside(numbered.chapter.clauses):
            words = " ".join(filter(None, (clause.number, clause.title))) or clause.id
            found.setdefault(clause.id, Link(words, f"{path}#{clause.id}"))
    return found


def chapter_path(id: str) -> str:
    """The page of a chapter."""
    return f"standard/{id}.md"


def _inside(clauses: Iterable[Clause]) -> Iterator[Clause]:
    for clause in clauses:
        yield clause
        yield from _inside(clause.clauses)
