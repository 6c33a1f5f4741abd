"""One edition as records for programs, in the order of its files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from typing import Any

from lceval_docs.checks.standard import standing
from lceval_docs.model.form import Form
from lceval_docs.model.indicator import Dimension, Indicator, Topic
from lceval_docs.model.origin import Record
from lceval_docs.model.prose import Block, Clause, Table
from lceval_docs.model.standard import Standard
from lceval_docs.model.text import Term
from lceval_docs.views.edition.indicator import anchor
from lceval_docs.views.edition.numbering import NumberedChapter
from lceval_docs.views.edition.term import PREFIX
from lceval_docs.views.edition.whole import EditionView
from lceval_docs.views.export.record import (
    FORMAT,
    PublishedChapter,
    PublishedClause,
    PublishedDimension,
    PublishedEdition,
    PublishedForm,
    PublishedIndicator,
    PublishedTerm,
    PublishedTopic,
    PublishedUnit,
)
from lceval_docs.views.export.text import plain_text

# The anchor of every page's title.
_TOP = "top"


def view_published(standard: Standard, edition: EditionView) -> PublishedEdition:
    """The edition with the numbers, places and plain text that its text has."""
    pages = _pages(edition)
    numbers = {clause.id: clause.number for c in edition.chapters for clause in c.chapter.clauses}
    return PublishedEdition(
        format=FORMAT,
        identity=standard.identity,
        standing=standing(standard),
        fingerprint=standard.fingerprint,
        chapters=tuple(map(_chapter, edition.chapters)),
        terms=tuple(_term(t, numbers, pages) for t in standard.terms),
        references=standard.references,
        questions=standard.questions,
        stages=standard.stages,
        dimensions=tuple(_dimension(d, pages) for d in standard.dimensions),
        grading=standard.grading,
        profiles=standard.profiles,
        data_groups=standard.data_groups,
        derived=standard.derived,
        units=tuple(_units(standard)),
        factors=standard.factors,
        plausibility=standard.plausibility,
        forms=tuple(map(_form, standard.forms)),
    )


def _written(record: Record) -> dict[str, Any]:
    """The fields of a record, for one that has more."""
    return {f.name: getattr(record, f.name) for f in fields(record)}


def _page(numbered: NumberedChapter) -> str:
    return f"standard/{numbered.chapter.id}.html"


def _pages(edition: EditionView) -> Mapping[str, str]:
    """The page of each clause and of each row of a table that can be cited, by its anchor."""
    found: dict[str, str] = {}
    for numbered in edition.chapters:
        chapter = numbered.chapter
        found |= dict.fromkeys(_anchors(chapter.blocks, chapter.clauses), _page(numbered))
    return found


def _anchors(blocks: Iterable[Block], clauses: Iterable[Clause]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Table):
            yield from (cell.anchor for row in block.rows for cell in row if cell.anchor)
    for clause in clauses:
        yield clause.id
        yield from _anchors(clause.blocks, clause.clauses)


def _chapter(numbered: NumberedChapter) -> PublishedChapter:
    chapter = numbered.chapter
    return PublishedChapter(
        id=chapter.id,
        title=chapter.title,
        kind=chapter.kind,
        nature=chapter.nature,
        status=chapter.status,
        basis=chapter.basis,
        number=numbered.number,
        page=_page(numbered),
        anchor=_TOP,
        text=plain_text(chapter.blocks, chapter.footnotes),
        clauses=tuple(map(_clause, chapter.clauses)),
    )


def _clause(clause: Clause) -> PublishedClause:
    return PublishedClause(
        id=clause.id,
        number=clause.number,
        level=clause.level,
        kind=clause.kind,
        title=clause.title,
        english=clause.english,
        anchor=clause.id,
        text=plain_text(clause.blocks),
        clauses=tuple(map(_clause, clause.clauses)),
        status=clause.status,
        basis=clause.basis,
    )


def _term(term: Term, numbers: Mapping[str, str], pages: Mapping[str, str]) -> PublishedTerm:
    place = PREFIX + term.id
    page = pages.get(place, "")
    return PublishedTerm(**_written(term), number=numbers.get(place, ""), page=page, anchor=place if page else "")


def _dimension(dimension: Dimension, pages: Mapping[str, str]) -> PublishedDimension:
    topics = tuple(_topic(topic, pages) for topic in dimension.topics)
    return PublishedDimension(**{**_written(dimension), "topics": topics})


def _topic(topic: Topic, pages: Mapping[str, str]) -> PublishedTopic:
    indicators = tuple(_indicator(i, pages) for i in topic.indicators)
    return PublishedTopic(**{**_written(topic), "indicators": indicators})


def _indicator(indicator: Indicator, pages: Mapping[str, str]) -> PublishedIndicator:
    place = anchor(indicator.id)
    page = pages.get(place, "")
    return PublishedIndicator(**_written(indicator), page=page, anchor=place if page else "")


def _units(standard: Standard) -> Iterator[PublishedUnit]:
    for id in standard.units.names:
        unit = standard.units.read(id)
        yield PublishedUnit(
            id=id,
            name=standard.unit_names[id],
            factor=unit.factor,
            dimensions=dict(unit.dimensions),
            stands_for=standard.stand_ins.get(id, ""),
        )


def _form(form: Form) -> PublishedForm:
    return PublishedForm(**_written(form), file=form.blank)
