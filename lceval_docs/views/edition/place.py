"""Where the text of the standard has its indicators: chapter or annex, and clause."""

from __future__ import annotations

from functools import lru_cache

from lceval_docs.model.prose import Part
from lceval_docs.model.standard import Standard
from lceval_docs.views.edition.numbering import ANNEX, Numbering

_CLAUSE, _CHAPTER = "{chapter} {title}，{number} {clause}（{mark}）", "第{number}章"
_TABLES = "tables", "indicators"


@lru_cache(maxsize=2)
def clause_of(standard: Standard) -> str:
    """The clause that holds the tables of indicators; empty where the text has none."""
    numbering = Numbering()
    for one in map(numbering.chapter, standard.chapters):
        for clause in one.chapter.clauses:
            if any(isinstance(block, Part) and (block.kind, block.id) == _TABLES for block in clause.blocks):
                is_annex = one.chapter.kind == "annex"
                return _CLAUSE.format(
                    chapter=f"{ANNEX}{one.number}" if is_annex else _CHAPTER.format(number=one.number),
                    title=one.chapter.title,
                    number=clause.number,
                    clause=clause.title,
                    mark=clause.mark,
                )
    return ""
