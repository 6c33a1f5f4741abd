"""Guidance: about an indicator that there is, in its sections, with references that lead somewhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lceval_docs.checks.formula import nearest
from lceval_docs.checks.text import BROKEN_POINTER, UNKNOWN_KIND
from lceval_docs.model.guidance import SECTIONS, Guidance, GuidanceBook
from lceval_docs.model.prose import Block, FootnoteMark, Listing, Paragraph, Pointer, lines_of
from lceval_docs.model.standard import Standard
from lceval_docs.problems import Fault, Mark, Problem

NO_INDICATOR = Fault("E0493", 'there is no indicator "{found}".', "Did you mean {expected}?")
OTHER_SECTIONS = Fault(
    "E0496",
    "the sections are {found}.",
    "They are, in this order: {expected}. Each heading ends with its id: ## 概要 {{#brief}}.",
)
NOT_HERE = Fault("E0497", "{found}: guidance has paragraphs and lists only.", "Say it in words.")
TWICE = Fault("E0498", "the source {found} stands twice, first in {first}.", "Give one of them another id.")
NO_GUIDANCE = Fault("W0499", "the indicator {found} has no guidance.", "Write guidance/{found}.md.")
UNUSED = Fault("W0494", "no guidance names the source {found}.", "Name it, or take it out.")


def check_guidance(standard: Standard, book: GuidanceBook) -> Iterator[Problem]:
    """Everything that can be wrong between guidance and its edition. An edition without any is not asked for it."""
    known = _targets(standard, book)
    cited: set[str] = set()
    for text in book.texts:
        if text.id not in known["indicator"]:
            expected = nearest(text.id, known["indicator"])
            yield NO_INDICATOR.at(text.mark.of("id"), found=text.id, expected=expected)
        yield from _check_sections(text)
        for pointer in _pointers(text):
            cited.add(pointer.id if pointer.kind == "source" else "")
            yield from _check_pointer(pointer, known)
    yield from _check_sources(book, cited)
    told = book.by_indicator
    for indicator in standard.indicators if book.texts else ():
        if indicator.id not in told:
            yield NO_GUIDANCE.at(indicator.mark, found=indicator.id)


def _targets(standard: Standard, book: GuidanceBook) -> Mapping[str, frozenset[str]]:
    """What a reference may lead to, by its kind."""
    return {
        "document": frozenset(r.id for r in standard.references),
        "source": frozenset(book.source_of),
        "indicator": frozenset(i.id for i in standard.indicators),
        "data": frozenset(standard.data_items),
    }


def _check_sections(text: Guidance) -> Iterator[Problem]:
    ids = tuple(section.id for section in text.sections)
    if ids != SECTIONS:
        yield OTHER_SECTIONS.at(text.mark, found=", ".join(ids), expected=", ".join(SECTIONS))
    for section in text.sections:
        for block in section.blocks:
            if not isinstance(block, Paragraph | Listing):
                yield NOT_HERE.at(section.mark, found=type(block).__name__)
        for inner in section.clauses:
            yield NOT_HERE.at(inner.mark, found=inner.title or inner.id)
        for line in lines_of(section.blocks):
            if any(isinstance(part, FootnoteMark) for part in line):
                yield NOT_HERE.at(section.mark, found="[^…]")


def _pointers(text: Guidance) -> Iterator[Pointer]:
    blocks: list[Block] = [block for section in text.sections for block in section.blocks]
    return (part for line in lines_of(blocks) for part in line if isinstance(part, Pointer))


def _check_pointer(pointer: Pointer, known: Mapping[str, frozenset[str]]) -> Iterator[Problem]:
    written = f"[[{pointer.kind}:{pointer.id}]]"
    if pointer.kind not in known:
        yield UNKNOWN_KIND.at(pointer.mark, found=written, expected=", ".join(known))
    elif pointer.id not in known[pointer.kind]:
        expected = nearest(pointer.id, known[pointer.kind]) or ", ".join(sorted(known[pointer.kind])[:5])
        yield BROKEN_POINTER.at(pointer.mark, found=written, expected=expected)


def _check_sources(book: GuidanceBook, cited: set[str]) -> Iterator[Problem]:
    first: dict[str, Mark] = {}
    for source in book.sources:
        if source.id in first:
            yield TWICE.at(source.mark.of("id"), found=source.id, first=first[source.id])
        elif source.id not in cited:
            yield UNUSED.at(source.mark.of("id"), found=source.id)
        first.setdefault(source.id, source.mark)
