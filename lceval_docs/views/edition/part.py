"""Everything that is generated, by the name that stands for it in the text: `[[terms]]`, `[[table:grades]]`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from lceval_docs.model.prose import Block, Clause, Part
from lceval_docs.model.standard import Standard
from lceval_docs.model.text import Chapter
from lceval_docs.views.edition import document, factor, form, formula, grading, indicator, process, term

Key = tuple[str, str]

_TABLES: Mapping[str, Callable[[Standard], Iterator[Block]]] = {
    "process": process.process,
    "standing": document.standing,
    "dimensions": grading.dimensions,
    "prerequisites": grading.prerequisites,
    "grades": grading.grades,
    "gates": grading.gates,
    "tailoring": grading.tailoring,
    "rounding": grading.rounding,
    "electricity": factor.electricity,
    "heat": factor.heat,
    "carbonates": factor.carbonates,
    "gases": factor.gases,
    "coal": factor.coal,
}
_GROUPS: Mapping[str, Callable[[Standard], Iterator[Block]]] = {
    "questions": process.questions,
    "profiles": grading.profiles,
    "indicators": indicator.indicators,
    "fuels": factor.fuels,
    "forms": form.forms,
}
_LISTS: Mapping[Key, Callable[[Standard], Iterator[Block]]] = {
    ("drafting", ""): document.drafting,
    ("references", ""): document.references,
    ("bibliography", ""): document.bibliography,
    ("formulas", "indicators"): formula.indicator_formulas,
}


def offers(standard: Standard) -> dict[Key, frozenset[Key]]:
    """What may stand alone on a line, and what can be cited once it stands there."""
    members: dict[str, Iterator[str]] = {
        "questions": iter(("questions-standard", "questions-explanation")),
        "profiles": (f"profiles-{p.id}" for p in standard.profiles),
        "indicators": (f"indicators-{d.id.lower()}" for d in standard.dimensions),
        "fuels": (f"fuels-{s.id.lower()}" for s in standard.factors.fuel_sets),
        "forms": (f"form-{f.id}" for f in standard.forms if f.asks_for_data),
    }
    formulas = formula.formula_ids(standard)
    return {
        ("terms", ""): frozenset(("term", t.id) for t in standard.terms),
        **{key: frozenset() for key in _LISTS},
        ("formulas", "indicators"): frozenset(("formula", i.id) for i in standard.indicators if i.measure),
        **{("table", id): frozenset([("table", id)]) for id in _TABLES},
        **{("tables", g): frozenset([("tables", g), *(("table", id) for id in ids)]) for g, ids in members.items()},
        **{("formula", id): frozenset([("formula", id)]) for id in formulas},
    }


def expanded(standard: Standard, chapter: Chapter) -> Chapter:
    """The chapter with what is generated in the places that stand for it."""
    listed = [b for b in chapter.blocks if isinstance(b, Part) and b.kind == "terms"]
    clauses = (*(term.terms(standard) if listed else ()), *(_clause(standard, c) for c in chapter.clauses))
    return replace(chapter, blocks=_blocks(standard, chapter.blocks), clauses=clauses)


def _clause(standard: Standard, clause: Clause) -> Clause:
    return replace(
        clause,
        blocks=_blocks(standard, clause.blocks),
        clauses=tuple(_clause(standard, c) for c in clause.clauses),
    )


def _blocks(standard: Standard, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    found: list[Block] = []
    for block in blocks:
        found += made(standard, block) if isinstance(block, Part) else [block]
    return tuple(found)


def made(standard: Standard, part: Part) -> Iterator[Block]:
    """What stands for a part. Terms are clauses, not blocks."""
    if part.kind == "table":
        yield from _TABLES[part.id](standard)
    elif part.kind == "tables":
        yield from _GROUPS[part.id](standard)
    elif part.kind == "formula":
        yield from formula.formula(standard, part.id)
    elif part.kind != "terms":
        yield from _LISTS[part.kind, part.id](standard)
