"""Everything that must hold of a standard, in the order of its files."""

from __future__ import annotations

from lceval_docs.checks import arithmetic, doubt, example, factor, form, formula, grading, indicator, text
from lceval_docs.model.origin import Statement, Status
from lceval_docs.model.standard import Standard
from lceval_docs.problems import Problem, in_order

CHECKS = (*indicator.CHECKS, *formula.CHECKS, *grading.CHECKS, *factor.CHECKS, *doubt.CHECKS, *arithmetic.CHECKS)

# These run the engine, so they need a standard in which all that it works with holds; sums are nothing to it.
CHECKS_BY_RUNNING = example.CHECKS
NO_HINDRANCE = (
    *(indicator.WRONG_SUM, indicator.WRONG_TOTAL, indicator.NO_EVIDENCE),
    *(arithmetic.WRONG_EQUATION, arithmetic.WRONG_END, arithmetic.NO_VALUE),
)


def check_standard(standard: Standard, offers: text.Offers, known: form.Known) -> tuple[Problem, ...]:
    """Every problem of a standard that has been read whole.

    `offers`: what can be generated in its text. `known`: what its forms may name.
    """
    data = [problem for check in CHECKS for problem in check(standard)]
    problems = [problem for check in form.CHECKS for problem in check(standard, known)]
    problems += [problem for check in text.CHECKS for problem in check(standard, offers)]
    if all(problem.fault in NO_HINDRANCE for problem in data):
        problems += [problem for check in CHECKS_BY_RUNNING for problem in check(standard)]
    return in_order([*data, *problems])


def standing(standard: Standard) -> dict[Status, int]:
    """How many statements are adopted, drafts and proposals."""
    counts: dict[Status, int] = {"adopted": 0, "draft": 0, "proposal": 0}
    for statement in statements(standard):
        counts[statement.status] += 1
    return counts


def not_adopted(standard: Standard) -> dict[str, dict[Status, int]]:
    """For each file, how many of its statements are drafts and proposals."""
    found: dict[str, dict[Status, int]] = {}
    for statement in statements(standard):
        if statement.status != "adopted":
            counts = found.setdefault(statement.mark.file, {"draft": 0, "proposal": 0})
            counts[statement.status] += 1
    return found


def statements(standard: Standard) -> tuple[Statement, ...]:
    """All that carries a status."""
    grading, factors, doubts = standard.grading, standard.factors, standard.plausibility
    return (
        standard.identity,
        *standard.chapters,
        *(clause for chapter in standard.chapters for clause in text.clauses_of(chapter)),
        *standard.terms,
        *standard.stages,
        *(step for stage in standard.stages for step in stage.steps),
        *standard.dimensions,
        *(d.weight for d in standard.dimensions),
        *(t for d in standard.dimensions for t in d.topics),
        *standard.indicators,
        *standard.data_items.values(),
        *standard.derived,
        *grading.prerequisites,
        *grading.gate_variants,
        *grading.grades,
        grading.fail,
        grading.rounding,
        grading.tailoring,
        grading.validity,
        doubts.scale,
        doubts.same_energy,
        *doubts.mistaken_gases,
        *doubts.published,
        *factors.fuel_sets,
        factors.electricity,
        factors.heat,
        factors.warming_potentials,
        factors.carbonates,
        factors.coal_equivalents,
        *factors.methods.methods,
        *standard.profiles,
        *standard.forms,
    )
