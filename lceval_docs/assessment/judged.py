"""What a factory's answers score if the evaluators confirm every one of them: the same engine, the same rules."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from lceval_docs.assessment.understood import PAGE
from lceval_docs.checks.case import check_plan
from lceval_docs.engine.evaluation import case_units, evaluate
from lceval_docs.engine.scoring import Outcome
from lceval_docs.engine.supposition import answering, measuring
from lceval_docs.model.analysis import Gain
from lceval_docs.model.case import Answer, Case, Plan, Review
from lceval_docs.model.evaluation import Evaluation, Score
from lceval_docs.model.indicator import Count, Levels, YesNo
from lceval_docs.model.standard import Standard
from lceval_docs.problems import Mark, Problem, Refused
from lceval_docs.quantities import EXACT

ALL = Decimal(1)
# The field in which a factory says which profile the evaluators would choose.
INDUSTRY = "industry"
# Positions between what a measure shows now and what would give all its points.
STOPS = 100


def confirmed(standard: Standard, case: Case, industry: str) -> Case:
    """The case with a review that agrees with it. `industry`: the profile that evaluators would choose, or "".

    What is computed from data answers itself, before anything else is answered.
    """
    computed = {i.id: Answer() for i in standard.indicators if i.measure and not isinstance(i.scoring, YesNo)}
    factory = replace(case.factory, self_assessment={**computed, **case.factory.self_assessment})
    review = Review(
        report_number="",
        report_date=standard.identity.date,
        organisation="",
        purpose="",
        team=(),
        events=(),
        plan=Plan(profile=industry),
        prerequisites=factory.prerequisites,
        findings=factory.self_assessment,
    )
    return replace(case, factory=factory, review=review)


def fit_problems(standard: Standard, case: Case, industry: str) -> tuple[Problem, ...]:
    """Why the profile of an industry cannot be laid on a case: it is unknown, or its units are others."""
    if not industry:
        return ()
    found = check_plan(standard, confirmed(standard, case, industry), case_units(standard, case))
    return tuple(replace(p, mark=Mark(PAGE, place=INDUSTRY)) for p in found)


def assess(standard: Standard, case: Case, industry: str) -> tuple[Evaluation, tuple[Problem, ...]]:
    """The evaluation of a confirmed case as far as it goes, and what could not be computed in it."""
    whole = confirmed(standard, case, industry)
    try:
        return evaluate(standard, whole), ()
    except Refused as refused:
        return evaluate(standard, whole, is_begun=True), refused.problems


def stops_of(gain: Gain) -> int:
    """How many steps there are from what is now to all points: levels, or shares of the way of a measure."""
    rule, score = gain.score.indicator.scoring, gain.score
    if score.figure is not None:
        return _pieces(gain) if isinstance(rule, Count) else STOPS
    return len(_better(rule, score)) if isinstance(rule, Levels) else 1


def _pieces(gain: Gain) -> int:
    """How many more are to be counted; shares of the way where parts of one count."""
    assert gain.score.figure is not None and gain.full.value is not None
    way = EXACT.subtract(gain.full.value, gain.score.figure.quantity.value)
    return int(way) if way == way.to_integral_value() and way > 0 else STOPS


def _better(rule: Levels, score: Score) -> list[Decimal]:
    """The ratios of the levels above the present one, the nearest first."""
    return sorted(x.ratio for x in rule.levels if x.ratio > (score.ratio or 0))


def supposed(gain: Gain, stop: int) -> Score:
    """The score of an indicator so many steps on; at 0 it is what it is."""
    score, rule = gain.score, gain.score.indicator.scoring
    stop = max(0, min(stop, stops_of(gain)))
    if stop == 0:
        return score
    if score.figure is not None and gain.full.value is not None:
        now = score.figure.quantity.value
        way = EXACT.multiply(EXACT.subtract(gain.full.value, now), EXACT.divide(Decimal(stop), Decimal(stops_of(gain))))
        return measuring(score, EXACT.add(now, way))
    ratio = _better(rule, score)[stop - 1] if isinstance(rule, Levels) else ALL
    return answering(score, Outcome(ratio, False))
