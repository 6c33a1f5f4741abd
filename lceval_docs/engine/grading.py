"""From scores to a grade: prerequisites, gates, conditions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal

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
    value = figure.quantity.value
    kept = (gate.at_least is None or value >= gate.at_least) and (gate.at_most is None or value <= gate.at_most)
    return GateResult(gate, kept, figure)


def decide(
    grading: Grading,
    card: Scorecard | None,
    prerequisites: tuple[PrerequisiteResult, ...],
    gates: tuple[GateResult, ...],
) -> Verdict:
    """The grade. A failed prerequisite or required indicator decides even while something else is missing."""
    scores = {s.indicator.id: s for s in card.scores} if card else {}
    failed_prerequisites = tuple(p.prerequisite.id for p in prerequisites if p.status == "not_met")
    failed_indicators = tuple(id for id, s in scores.items() if s.fails)
    unmet: list[str] = []
    grade = None
    withheld = False
    if not failed_prerequisites and not failed_indicators:
        incomplete = card is None or card.total is None or any(p.status == "missing" for p in prerequisites)
        withheld = incomplete or any(g.kept is None for g in gates)
        if card and card.total is not None and not withheld:
            grade = _highest(grading, card.total, scores, gates, unmet)
    return Verdict(grade, withheld, failed_prerequisites, failed_indicators, tuple(dict.fromkeys(unmet)))


def _highest(
    grading: Grading, total: Decimal, scores: Mapping[str, Score], gates: tuple[GateResult, ...], unmet: list[str]
) -> Grade | None:
    """The highest grade reached; what kept a higher one is added to `unmet`."""
    reached = EXACT.quantize(total, _DIVISION_DUST)
    for grade in sorted(grading.grades, key=lambda g: g.at_least, reverse=True):
        if reached < grade.at_least:
            continue
        broken = [g.gate.id for g in gates if grade.gates and not g.kept]
        if grade.any_of and not any(holds(c, scores) for c in grade.any_of):
            broken += [c.indicator for c in grade.any_of]
        if not broken:
            return grade
        unmet += broken
    return None


def holds(condition: Condition, scores: Mapping[str, Score]) -> bool:
    """Whether an indicator shows what a condition asks."""
    score = scores[condition.indicator]
    if condition.value_at_least is not None:
        return score.figure is not None and score.figure.quantity.value >= condition.value_at_least
    return score.ratio is not None and condition.ratio_at_least is not None and score.ratio >= condition.ratio_at_least
