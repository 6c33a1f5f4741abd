"""Terms inside of Chinese text: where a defined term stands first in a clause or paragraph, its definition is at hand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import lru_cache

from lceval_docs.model.prose import Block, Clause, Defined, Inline, Line, Words, with_lines
from lceval_docs.model.standard import Standard
from lceval_docs.model.text import Chapter, Term
from lceval_docs.records import dataclass
from lceval_docs.views.block import Span, TermLink
from lceval_docs.views.edition.place import places

TERMS = "terms", ""
# Words of one sign are everybody's.
_SHORTEST = 2


@dataclass(frozen=True, eq=False)
class Cards:
    """The terms of an edition by name; a pattern that finds the longest first; the chapter that defines them."""

    terms: Mapping[str, Term]
    pattern: re.Pattern[str] | None
    chapter: str

    def found(self, text: str, seen: set[str]) -> Iterator[str | Term]:
        """A text in pieces: terms that are not yet among the `seen`, and what stands between them."""
        end = 0
        for match in self.pattern.finditer(text) if self.pattern else ():
            term = self.terms[match[0]]
            if term.id not in seen:
                seen.add(term.id)
                yield text[end : match.start()]
                yield term
                end = match.end()
        yield text[end:]


@lru_cache(maxsize=2)
def cards_of(standard: Standard) -> Cards:
    """The terms that can be linked: none where the text does not list them."""
    place = places(standard).get(TERMS)
    terms = {term.name: term for term in standard.terms if len(term.name) >= _SHORTEST} if place else {}
    names = sorted(terms, key=len, reverse=True)
    pattern = re.compile("|".join(map(re.escape, names))) if names else None
    return Cards(terms, pattern, place.chapter.chapter.id if place else "")


def anchor_of(term: Term) -> str:
    return f"term-{term.id}"


def linked(cards: Cards, text: str, seen: set[str] | None = None) -> tuple[Span, ...]:
    """A text of a page, each term linked where it stands first; `seen`: the terms that stood before it."""
    page = f"standard/{cards.chapter}.md"
    return tuple(
        piece if isinstance(piece, str) else TermLink(piece.name, f"{page}#{anchor_of(piece)}", piece.definition)
        for piece in cards.found(text, set() if seen is None else seen)
        if piece
    )


def with_terms(cards: Cards, chapter: Chapter) -> Chapter:
    """A chapter with each term linked where it stands first in a clause; none where it is defined itself."""
    return replace(
        chapter,
        blocks=_blocks(cards, chapter.blocks, set()),
        clauses=tuple(_clause(cards, clause) for clause in chapter.clauses),
    )


def _clause(cards: Cards, clause: Clause) -> Clause:
    seen = {clause.id.removeprefix("term-")} if clause.kind == "term" else set[str]()
    inside = tuple(_clause(cards, inner) for inner in clause.clauses)
    return replace(clause, blocks=_blocks(cards, clause.blocks, seen), clauses=inside)


def _blocks(cards: Cards, blocks: tuple[Block, ...], seen: set[str]) -> tuple[Block, ...]:
    def change(line: Line) -> Line:
        return tuple(new for part in line for new in _parts(cards, part, seen)) if line else line

    return tuple(with_lines(block, change) for block in blocks)


def _parts(cards: Cards, part: Inline, seen: set[str]) -> Iterator[Inline]:
    if not isinstance(part, Words) or part.face:
        yield part
        return
    for piece in cards.found(part.text, seen):
        if isinstance(piece, Term):
            yield Defined(piece.name, piece.definition, anchor_of(piece), cards.chapter)
        elif piece:
            yield Words(piece)
