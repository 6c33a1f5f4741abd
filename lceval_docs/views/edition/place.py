"""Where the text of the standard has what is made from data: chapter or annex, and clause."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple

from lceval_docs.model.prose import Block, Clause, Part
from lceval_docs.model.standard import Standard
from lceval_docs.views.edition.numbering import ANNEX, NumberedChapter, Numbering

_CLAUSE, _CHAPTER = "{chapter} {title}，{number} {clause}（{mark}）", "第{number}章"
INDICATORS, PROCESS = ("tables", "indicators"), ("table", "process")
PREREQUISITES, GATES, GRADES = ("table", "prerequisites"), ("table", "gates"), ("table", "grades")


class PlaceView(NamedTuple):
    """The chapter with its number, and the clause, that something stands in; no clause where it stands before the first."""

    chapter: NumberedChapter
    clause: Clause | None

    @property
    def words(self) -> str:
        """`附录A 评价指标表，A.2 指标及评分规则（standard/text/….md:15:1）`"""
        chapter, clause = self.chapter.chapter, self.clause
        number = self.chapter.number
        shown = f"{ANNEX}{number}" if chapter.kind == "annex" else _CHAPTER.format(number=number)
        if clause is None:
            return f"{shown} {chapter.title}（{chapter.mark}）"
        return _CLAUSE.format(
            chapter=shown, title=chapter.title, number=clause.number, clause=clause.title, mark=clause.mark
        )


def clause_of(standard: Standard, kind: str, id: str) -> str:
    """The clause that holds a table or a formula, in words; empty where the text has none."""
    place = places(standard).get((kind, id))
    return place.words if place else ""


@lru_cache(maxsize=2)
def places(standard: Standard) -> Mapping[tuple[str, str], PlaceView]:
    """By kind and id of the part, where it stands."""
    numbering, found = Numbering(), dict[tuple[str, str], PlaceView]()
    for one in map(numbering.chapter, standard.chapters):
        for clause, blocks in ((None, one.chapter.blocks), *_holders(one.chapter.clauses)):
            for part in (block for block in blocks if isinstance(block, Part)):
                found.setdefault((part.kind, part.id), PlaceView(one, clause))
    return MappingProxyType(found)


def _holders(clauses: Iterable[Clause]) -> Iterator[tuple[Clause, tuple[Block, ...]]]:
    for clause in clauses:
        yield clause, clause.blocks
        yield from _holders(clause.clauses)
