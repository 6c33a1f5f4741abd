"""From scores to a grade: prerequisites, gates, conditions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import NamedTuple

from lceval_docs.engine.figures import AbsentError
from lceval_docs.model.case import Answer
from lceval_docs.model.evaluation import Figure, GateResult, PrerequisiteResult, Score, Scorecard, Verdict
from lceval_docs.model.grading import Condition, Gate, Grade, Grading, Prerequisite
from lceval_docs.quantities import EXACT

# Values are exact to 50 digits; what lies beyond 30 is left over from divisions such as 1/3 + 2/3.
_DIVISION_DUST = Decimal("1E-30")


def judge_prerequisite(prerequisite: Prerequisite, answer: Answer | None) -> PrerequisiteResult:
    if answer is None or (answer.met is None and not answer.not_applicable):
        return PrerequisiteResult(prerequisite, "missing", answer)
    if answer.not_applicable:
        return PrerequisiteResult(prerequisite, "not_applicable", answer)
    return PrerequisiteResult(prerequisite, "met" if answer.met else "not_met", answer)


def judge_gate(gate: Gate, derive: Callable[[str, str, str], Figure]) -> GateResult:
    """Whether the figure of a gate keeps its limit. `derive` takes id, formula and unit."""
    try:
        figure = derive(gate.id, gate.formula, gate.unit)
    except AbsentError as error:
        return GateResult(gate, None, None, error.missing)
    return GateResult(gate, is_kept(gate, figure.quantity.value), figure)


def is_kept(gate: Gate, value: Decimal) -> bool:
    """Whether a value is within the limit of a gate."""
    return (gate.at_least is None or value >= gate.at_least) and (gate.at_most is None or value <= gate.at_most)


def decide(
    grading: Grading,
    card: Scorecard | None,
    prerequisites: tuple[PrerequisiteResult, ...],
    gates: tuple[GateResult, ...],
) -> Verdict:
    """The grade. A failed prerequisite or required indicator decides even while something else is missing."""
    scores = {s.indicator.id: s for s in card.scores} if card else {}
    standing = Standing(
        total=card.total if card else None,
        failed=tuple(id for id, s in scores.items() if s.fails),
        gates=tuple((g.gate.id, g.kept) for g in gates),
        holds=lambda condition: holds(condition, scores),
    )
    return judge(grading, standing, prerequisites)


class Standing(NamedTuple):
    """What a grade is decided by, prerequisites apart: the total, the required indicators that fail, gates, conditions.

    `total` is None while something is missing, a gate while its figure is.
    """

    total: Decimal | None
    failed: tuple[str, ...]
    gates: tuple[tuple[str, bool | None], ...]
    holds: Callable[[Condition], bool]


def judge(grading: Grading, standing: Standing, prerequisites: tuple[PrerequisiteResult, ...]) -> Verdict:
    """The grade of a standing."""
    failed_prerequisites = tuple(p.prerequisite.id for p in prerequisites if p.status == "not_met")
    unmet: list[str] = []
    grade = None
    withheld = False
    if not failed_prerequisites and not standing.failed:
        incomplete = standing.total is None or any(p.status == "missing" for p in prerequisites)
        withheld = incomplete or any(kept is None for _, kept in standing.gates)
        if standing.total is not None and not withheld:
            grade = _highest(grading, standing, without_dust(standing.total), unmet)
    return Verdict(grade, withheld, failed_prerequisites, standing.failed, tuple(dict.fromkeys(unmet)))


def without_dust(points: Decimal) -> Decimal:
    """Points as they are held against the grades."""
    return EXACT.quantize(points, _DIVISION_DUST)


def _highest(grading: Grading, standing: Standing, points: Decimal, unmet: list[str]) -> Grade | None:
    """The highest grade reached; what kept a higher one is added to `unmet`."""
    for grade in sorted(grading.grades, key=lambda g: g.at_least, reverse=True):
        if points < grade.at_least:
            continue
        broken = [id for id, kept in standing.gates if grade.gates and not kept]
        if grade.any_of and not any(map(standing.holds, grade.any_of)):
            broken += [c.indicator for c in grade.any_of]
        if not broken:
            return grade
        unmet += broken
    return None


def holds(condition: Condition, scores: Mapping[str, Score]) -> bool:
    """Whether an indicator shows what a condition asks."""
    score = scores[condition.indicator]
    return shows(condition, score.figure.quantity.value if score.figure else None, score.ratio)


def shows(condition: Condition, value: Decimal | None, ratio: Decimal | None) -> bool:
    """Whether a condition is kept by the value of a measure, or by the ratio of the points."""
    if condition.value_at_least is not None:
        return value is not None and value >= condition.value_at_least
    return ratio is not None and condition.ratio_at_least is not None and ratio >= condition.ratio_at_least
