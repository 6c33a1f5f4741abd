"""Text: every reference leads somewhere, every id stands once, every document it names is listed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from lceval_docs.checks.formula import nearest
from lceval_docs.model.grading import Prerequisite
from lceval_docs.model.indicator import Indicator
from lceval_docs.model.prose import Clause, Figure, Line, Part, Pointer, Table, Words, blocks_of, lines_of
from lceval_docs.model.standard import Standard
from lceval_docs.model.text import Chapter
from lceval_docs.problems import Fault, Mark, Problem

NOT_LISTED = Fault(
    "E0441", "{found} is named here but not in references.yaml.", "Add it there, with edition and standing."
)
UNKNOWN_PART = Fault("E0442", 'there is no generated part "{found}".', "Known: {expected}.")
PART_TWICE = Fault("E0443", 'the generated part "{found}" stands twice.')
ID_TWICE = Fault("E0444", "the id {found} stands twice, first in {first}.", "Give one of them an id of its own.")
BROKEN_POINTER = Fault("E0452", "{found} leads nowhere.", "Did you mean {expected}?")
UNKNOWN_KIND = Fault("E0453", "{found}: there is no such kind of reference.", "Kinds: {expected}.")
TO_ITSELF = Fault("E0454", "the clause refers to itself with {found}.", "Delete the reference.")
IN_A_CIRCLE = Fault("E0455", "the terms {found} are defined by each other.", "Define one of them without the other.")

KINDS = ("clause", "annex", "table", "tables", "figure", "formula", "indicator", "term", "document")
Key = tuple[str, str]
Offers = Mapping[Key, frozenset[Key]]

_DOCUMENT = re.compile(r"(?<![A-Za-z])((?:GB|GB/T|DB44|DB44/T|ISO|HJ|HJ/T)[ ]?\d+(?:[.-]\d+)*)(?=[^\d]|$)")


def check_references(standard: Standard, offers: Offers) -> Iterator[Problem]:
    """Documents named in requirements and in the text are listed."""
    known = {r.id.replace(" ", "").split("—")[0].removesuffix("（所有部分）") for r in standard.references}
    statements: list[Indicator | Prerequisite] = [*standard.indicators, *standard.grading.prerequisites]
    named = [(s.requirement, s.mark.of("requirement")) for s in statements]
    told = [c for c in standard.chapters if c.kind != "foreword"]  # it names the rules it is drafted by
    named += [(text, mark) for chapter in told for mark, line in _lines(chapter) for text in _words(line)]
    for text, mark in named:
        for found in _DOCUMENT.findall(text):
            if found.replace(" ", "") not in known:
                yield NOT_LISTED.at(mark, found=found)


def _words(line: Line) -> list[str]:
    return [part.text for part in line if isinstance(part, Words)]


def _lines(chapter: Chapter) -> Iterator[tuple[Mark, Line]]:
    """Every line with the place of what holds it."""
    for line in lines_of(chapter.blocks):
        yield chapter.mark, line
    for clause in clauses_of(chapter):
        for line in lines_of(clause.blocks):
            yield clause.mark, line
    for footnote in chapter.footnotes:
        yield chapter.mark, footnote.line


def clauses_of(chapter: Chapter) -> Iterator[Clause]:
    """All clauses of a chapter, in reading order."""
    waiting = list(chapter.clauses)
    while waiting:
        clause = waiting.pop(0)
        yield clause
        waiting[:0] = clause.clauses


def check_parts(standard: Standard, offers: Offers) -> Iterator[Problem]:
    """Generated parts exist and stand once."""
    seen: set[Key] = set()
    known = {_named(*key) for key in offers}
    for chapter in standard.chapters:
        for part in (b for b in blocks_of(chapter.blocks, chapter.clauses) if isinstance(b, Part)):
            key = (part.kind, part.id)
            if key not in offers:
                found = _named(*key)
                yield UNKNOWN_PART.at(
                    part.mark, found=found, expected=nearest(found, known) or ", ".join(sorted(known)[:8])
                )
            elif key in seen:
                yield PART_TWICE.at(part.mark, found=_named(*key))
            seen |= {key, *offers.get(key, ())}


def _named(kind: str, id: str) -> str:
    return f"{kind}:{id}" if id else kind


def check_ids(standard: Standard, offers: Offers) -> Iterator[Problem]:
    """Every chapter and clause has an id of its own, every table and figure among its kind."""
    seen: dict[Key, Mark] = {}
    for chapter in standard.chapters:
        things = [("clause", chapter.id, chapter.mark)]
        things += [("clause", c.id, c.mark) for c in clauses_of(chapter)]
        things += [("table", b.id, b.mark) for b in blocks_of(chapter.blocks, chapter.clauses) if isinstance(b, Table)]
        things += [
            ("figure", b.id, b.mark) for b in blocks_of(chapter.blocks, chapter.clauses) if isinstance(b, Figure)
        ]
        for kind, id, mark in things:
            if (kind, id) in seen:
                yield ID_TWICE.at(mark, found=id, first=seen[kind, id])
            seen.setdefault((kind, id), mark)


def check_pointers(standard: Standard, offers: Offers) -> Iterator[Problem]:
    """Every `[[kind:id]]` leads to something that stands in the text."""
    known = _targets(standard, offers)
    for chapter in standard.chapters:
        holders = [("", chapter.blocks), *((c.id, c.blocks) for c in clauses_of(chapter))]
        lines = [(id, line) for id, blocks in holders for line in lines_of(blocks)]
        lines += [("", footnote.line) for footnote in chapter.footnotes]
        for holder, line in lines:
            for pointer in (p for p in line if isinstance(p, Pointer)):
                yield from _pointer(pointer, holder, known)


def _pointer(pointer: Pointer, holder: str, known: set[Key]) -> Iterator[Problem]:
    found = f"[[{pointer.kind}:{pointer.id}]]"
    if pointer.kind not in KINDS:
        yield UNKNOWN_KIND.at(pointer.mark, found=found, expected=", ".join(KINDS))
    elif (pointer.kind, pointer.id) not in known:
        ids = [id for kind, id in known if kind == pointer.kind]
        yield BROKEN_POINTER.at(pointer.mark, found=found, expected=nearest(pointer.id, ids))
    elif pointer.kind == "clause" and pointer.id == holder:
        yield TO_ITSELF.at(pointer.mark, found=found)


def _targets(standard: Standard, offers: Offers) -> set[Key]:
    """Everything that can be cited."""
    known: set[Key] = {("document", r.id) for r in standard.references}
    for chapter in standard.chapters:
        known |= {("clause", chapter.id), *(("clause", c.id) for c in clauses_of(chapter))}
        if chapter.kind == "annex":
            known.add(("annex", chapter.id))
        for block in blocks_of(chapter.blocks, chapter.clauses):
            match block:
                case Part(kind, id):
                    known |= offers.get((kind, id), frozenset())
                case Table(id=id):
                    known.add(("table", id))
                case Figure(id=id):
                    known.add(("figure", id))
    if ("tables", "indicators") in known:
        known |= {("indicator", i.id) for i in standard.indicators}
    return known


def check_terms(standard: Standard, offers: Offers) -> Iterator[Problem]:
    """No two terms are defined by each other."""
    for number, term in enumerate(standard.terms):
        for other in standard.terms[number + 1 :]:
            if _uses(term.definition, other.name, term.name) and _uses(other.definition, term.name, other.name):
                yield IN_A_CIRCLE.at(other.mark.of("definition"), found=f"{term.name}、{other.name}")


def _uses(definition: str, name: str, own: str) -> bool:
    """Whether a definition names a term, also where its own name holds that term."""
    return name in definition.replace(own, "") and name not in own


CHECKS = (check_references, check_parts, check_ids, check_pointers, check_terms)
