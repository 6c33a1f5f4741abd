"""References worded: `[[table:grades]]` becomes 表4, `[[clause:process]]` 第5章, `[[formula:fuel]]` 公式（B.1）."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from lceval_docs.model.prose import Block, Citation, Clause, Line, Pointer, Words, with_lines
from lceval_docs.model.standard import Standard
from lceval_docs.model.text import Chapter
from lceval_docs.views.edition.document import printed
from lceval_docs.views.edition.indicator import anchor
from lceval_docs.views.edition.part import offers

Places = Mapping[tuple[str, str], Line]

RANGE = "～"


def all_places(standard: Standard, places: Mapping[tuple[str, str], Citation]) -> Places:
    """How everything is cited: what was numbered, groups of tables, indicators, cited documents."""
    found: dict[tuple[str, str], Line] = {key: (place,) for key, place in places.items()}
    for key, members in offers(standard).items():
        tables = [place for at, place in places.items() if at in members and at[0] == "table"]
        if key[0] == "tables" and tables:
            found[key] = (tables[0],) if len(tables) == 1 else (tables[0], Words(RANGE), tables[-1])
    for indicator in standard.indicators:
        row = places.get(("anchor", anchor(indicator.id)))
        if row is not None:
            found["indicator", indicator.id] = (replace(row, before=indicator.id, kind="indicator"),)
    for reference in standard.references:
        found["document", reference.id] = (Citation(printed(reference), "", "", "", "document"),)
    return found


def cited(chapter: Chapter, places: Places) -> Chapter:
    """The chapter with its pointers turned into citations."""
    change = partial(_worded, places=places)
    return replace(
        chapter,
        blocks=_blocks(chapter.blocks, change),
        clauses=tuple(_clause(clause, change) for clause in chapter.clauses),
        footnotes=tuple(replace(f, line=change(f.line)) for f in chapter.footnotes),
    )


def _clause(clause: Clause, change: partial[Line]) -> Clause:
    return replace(
        clause,
        blocks=_blocks(clause.blocks, change),
        clauses=tuple(_clause(inner, change) for inner in clause.clauses),
    )


def _blocks(blocks: tuple[Block, ...], change: partial[Line]) -> tuple[Block, ...]:
    return tuple(with_lines(block, change) for block in blocks)


def _worded(line: Line, places: Places) -> Line:
    if not any(isinstance(part, Pointer) for part in line):
        return line
    return tuple(p for part in line for p in (places[part.kind, part.id] if isinstance(part, Pointer) else (part,)))
