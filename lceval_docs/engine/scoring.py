"""From answers and figures to points: the six shapes of rules, renormalisation, bounds while something is missing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import field
from decimal import Decimal
from functools import reduce
from typing import NamedTuple

from lceval_docs.engine.figures import AbsentError
from lceval_docs.model.case import Answer
from lceval_docs.model.evaluation import DimensionScore, Figure, Missing, Score, Scorecard
from lceval_docs.model.indicator import (
    BaseLead,
    Benchmark,
    Count,
    Dimension,
    Indicator,
    Levels,
    Linear,
    Threshold,
    YesNo,
)
from lceval_docs.quantities import EXACT
from lceval_docs.records import dataclass

ZERO, ALL = Decimal(0), Decimal(1)
# Looked up once: a report takes thousands of steps.
_add, _subtract, _multiply, _divide = EXACT.add, EXACT.subtract, EXACT.multiply, EXACT.divide


class Outcome(NamedTuple):
    """What a rule makes of a value: the ratio of the points, and whether a required indicator fails by it."""

    ratio: Decimal
    fails: bool


# What a rule makes of a value; and the rules that look at one.
Rule = Callable[[Decimal], Outcome]
ByMeasure = Levels | Threshold | Linear | Count | BaseLead


def clamp(value: Decimal) -> Decimal:
    """The value, at least 0 and at most 1."""
    return ZERO if value < ZERO else ALL if value > ALL else value


def _share(start: Decimal, end: Decimal) -> Callable[[Decimal], Decimal]:
    """How far a value lies from start to end: 0 at the start or before, 1 at the end or beyond; in either direction."""
    span, rises = _subtract(end, start), end > start

    def share(value: Decimal) -> Decimal:
        # Most values lie outside, and need no division.
        if value <= start if rises else value >= start:
            return ZERO
        if value >= end if rises else value <= end:
            return ALL
        return _divide(_subtract(value, start), span)

    return share


def _levels(rule: Levels) -> Rule:
    def judged(value: Decimal) -> Outcome:
        level = next(x for x in rule.levels if x.at_least is None or value >= x.at_least)
        return Outcome(level.ratio, level.ratio == 0)

    return judged


def _threshold(rule: Threshold) -> Rule:
    def judged(value: Decimal) -> Outcome:
        met = (rule.at_least is None or value >= rule.at_least) and (rule.at_most is None or value <= rule.at_most)
        return Outcome(ALL if met else ZERO, not met)

    return judged


def _count(full_at: Decimal) -> Rule:
    def judged(value: Decimal) -> Outcome:
        ratio = clamp(_divide(value, full_at))
        return Outcome(ratio, ratio == 0)

    return judged


def _linear(rule: Linear) -> Rule:
    share, limit, rises = _share(rule.zero_at, rule.full_at), rule.fails_beyond, rule.full_at > rule.zero_at

    def judged(value: Decimal) -> Outcome:
        return Outcome(share(value), limit is not None and (value < limit if rises else value > limit))

    return judged


def _base_lead(rule: BaseLead, base: Decimal, lead: Decimal) -> Rule:
    share, is_lower_better = _share(base, lead), rule.better == "lower"
    at_base, rest = rule.base_ratio, _subtract(ALL, rule.base_ratio)

    def judged(value: Decimal) -> Outcome:
        if value > base if is_lower_better else value < base:
            return Outcome(ZERO, True)
        return Outcome(_add(at_base, _multiply(rest, share(value))), False)

    return judged


class _Applied(NamedTuple):
    """What the measure of an indicator shows, and what its rule makes of that."""

    figure: Figure
    outcome: Outcome
    benchmark: Benchmark | None
    limits: tuple[Decimal, ...]


@dataclass(frozen=True)
class Basis:
    """What the rules look at besides an answer: figures by formula, amounts of data items, benchmarks, points.

    `applied`: by indicator, what its measure came to already. That is the same whoever answers.
    """

    measure: Callable[[Indicator], Figure]
    amount: Callable[[str], Decimal]
    benchmarks: Mapping[str, Benchmark]
    points: Mapping[str, Decimal]
    in_unit: Callable[[Decimal, str, str], Decimal]
    applied: dict[str, _Applied] = field(default_factory=dict)


def score(indicator: Indicator, answer: Answer | None, basis: Basis) -> Score:
    """One indicator judged by its rule. Missing data gives no points and no zero: it is missing."""
    points = basis.points.get(indicator.id, indicator.points)
    if answer and answer.not_applicable:
        return Score(indicator, "not_applicable", points, answer=answer)
    denied = answer is not None and answer.met is False
    if indicator.measure is None or denied:
        return _by_answer(indicator, answer, points)
    try:
        return _by_measure(indicator, answer, points, basis)
    except AbsentError as error:
        return Score(indicator, "missing", points, answer=answer, missing=error.missing)


def unanswered(indicator: Indicator, basis: Basis) -> Score:
    """An indicator of which its party said nothing: the data it lacks, else the answer itself is missing."""
    judged = score(indicator, None, basis)
    missing = judged.missing or (Missing(indicator.id, "answer", indicator.id),)
    return Score(indicator, "missing", judged.points, missing=missing)


def _by_answer(indicator: Indicator, answer: Answer | None, points: Decimal) -> Score:
    rule = indicator.scoring
    if isinstance(rule, Levels) and answer and answer.level:
        ratio = next(x.ratio for x in rule.levels if x.id == answer.level)
        return _scored(indicator, points, Outcome(ratio, ratio == 0), answer=answer)
    if answer and answer.met is not None and not (isinstance(rule, Levels) and answer.met):
        return _scored(indicator, points, Outcome(ALL if answer.met else ZERO, not answer.met), answer=answer)
    lacking = Missing(indicator.id, "answer", indicator.id)
    return Score(indicator, "missing", points, answer=answer, missing=(lacking,))


def _by_measure(indicator: Indicator, answer: Answer | None, points: Decimal, basis: Basis) -> Score:
    rule = indicator.scoring
    if isinstance(rule, YesNo):
        basis.measure(indicator)  # what it lacks is missing, whatever is answered
        return _by_answer(indicator, answer, points)
    shown = basis.applied.get(indicator.id)
    if shown is None:
        shown = basis.applied[indicator.id] = _applied(indicator, rule, basis)
    return _scored(indicator, points, shown.outcome, shown.figure, answer, shown.benchmark, shown.limits)


def _applied(indicator: Indicator, rule: ByMeasure, basis: Basis) -> _Applied:
    figure = basis.measure(indicator)
    benchmark = basis.benchmarks.get(indicator.id) if isinstance(rule, BaseLead) else None
    looked_at = limits(indicator, benchmark, basis.amount, basis.in_unit)
    return _Applied(figure, ready_rule(rule, looked_at)(figure.quantity.value), benchmark, looked_at)


def limits(
    indicator: Indicator,
    benchmark: Benchmark | None,
    amount: Callable[[str], Decimal],
    in_unit: Callable[[Decimal, str, str], Decimal],
) -> tuple[Decimal, ...]:
    """What a rule looks at beside the measure: N of a count; base and lead value. Raises `AbsentError`."""
    rule = indicator.scoring
    if isinstance(rule, Count):
        return (full_at(rule, amount),)
    if not isinstance(rule, BaseLead):
        return ()
    if benchmark is not None and indicator.measure is not None:
        given, wanted = benchmark.unit, indicator.measure.unit
        return in_unit(benchmark.base, given, wanted), in_unit(benchmark.lead, given, wanted)
    if rule.base is None or rule.lead is None:
        raise AbsentError([Missing(indicator.id, "benchmark", indicator.id)])
    return rule.base, rule.lead


def full_at(rule: Count, amount: Callable[[str], Decimal]) -> Decimal:
    """N of a count."""
    out_of = rule.full_at if rule.full_at is not None else amount(rule.of)
    return out_of if rule.at_most is None else min(out_of, rule.at_most)


def ready_rule(rule: ByMeasure, looked_at: tuple[Decimal, ...]) -> Rule:
    """What a rule makes of a value. `looked_at`: its `limits`."""
    match rule:
        case Linear():
            return _linear(rule)
        case Levels():
            return _levels(rule)
        case Threshold():
            return _threshold(rule)
        case Count():
            return _count(*looked_at)
        case BaseLead():
            return _base_lead(rule, *looked_at)


def _scored(
    indicator: Indicator,
    points: Decimal,
    outcome: Outcome,
    figure: Figure | None = None,
    answer: Answer | None = None,
    benchmark: Benchmark | None = None,
    looked_at: tuple[Decimal, ...] = (),
) -> Score:
    return Score(
        indicator,
        "scored",
        points,
        _multiply(points, outcome.ratio),
        outcome.ratio,
        indicator.is_required and outcome.fails,
        figure,
        looked_at,
        benchmark,
        answer,
    )


def tally(dimensions: Iterable[Dimension], judge: Callable[[Indicator], Score]) -> Scorecard:
    """All indicators judged and added up; not-applicable points are renormalised inside their dimension."""
    parts = tuple(_dimension(dimension, tuple(judge(i) for i in dimension.indicators)) for dimension in dimensions)
    lowest, highest = _sum(p.lowest for p in parts), _sum(p.highest for p in parts)
    complete = all(s.status != "missing" for p in parts for s in p.scores)
    return Scorecard(
        parts,
        lowest if complete else None,
        lowest,
        highest,
        _sum(p.raw for p in parts),
        _sum(p.applicable_points for p in parts),
    )


def _dimension(dimension: Dimension, scores: tuple[Score, ...]) -> DimensionScore:
    applicable = [s for s in scores if s.status != "not_applicable"]
    points = _sum([s.points for s in applicable])
    raw = _sum([s.score for s in applicable if s.score is not None])
    still_open = _sum([s.points for s in applicable if s.status == "missing"])
    lowest, highest = (renormalised(dimension, part, points) for part in (raw, _add(raw, still_open)))
    return DimensionScore(dimension, scores, points, raw, lowest, highest)


def renormalised(dimension: Dimension, raw: Decimal, points: Decimal) -> Decimal:
    """Points scored of those applicable, as the dimension's part of the total."""
    return _divide(_multiply(dimension.weight.points, raw), points) if points else ZERO


def _sum(values: Iterable[Decimal]) -> Decimal:
    return reduce(_add, values, ZERO)
