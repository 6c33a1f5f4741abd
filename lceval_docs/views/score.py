"""Scores in print: prerequisites, dimensions with their indicators, ledger, what is missing, the radar."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from lceval_docs.model.case import Answer
from lceval_docs.model.evaluation import (
    DimensionScore,
    Evaluation,
    Missing,
    PrerequisiteResult,
    Score,
    Scorecard,
)
from lceval_docs.model.indicator import Count, Levels
from lceval_docs.model.standard import Standard
from lceval_docs.quantities import rounded
from lceval_docs.records import dataclass
from lceval_docs.views import label, number
from lceval_docs.views.chart import Chart, Series
from lceval_docs.views.ledger import AdjustmentView, view_ledger, with_id
from lceval_docs.views.rule import unit_of
from lceval_docs.views.traced import Printed
from lceval_docs.views.verdict import GateView, view_gate, view_grade, view_reasons


@dataclass(frozen=True)
class PrerequisiteView:
    id: str
    requirement: str
    result: Printed
    note: str
    evidence: Printed


@dataclass(frozen=True)
class IndicatorView:
    """One indicator judged. `basis` says how the points came about."""

    id: str
    name: Printed
    kind: Printed
    points: Printed
    score: Printed
    basis: Printed
    note: str
    evidence: Printed
    own_score: Printed


@dataclass(frozen=True)
class DimensionView:
    id: str
    name: Printed
    weight: Printed
    applicable: Printed
    raw: Printed
    score: Printed
    own_score: Printed
    rate: Printed
    indicators: tuple[IndicatorView, ...]


@dataclass(frozen=True)
class MissingView:
    what: str
    kind: str
    needed_by: str
    year: str


@dataclass(frozen=True)
class ScoreView:
    prerequisites: tuple[PrerequisiteView, ...]
    dimensions: tuple[DimensionView, ...]
    gates: tuple[GateView, ...]
    gate_variant: str
    gates_for: str
    ledger: tuple[AdjustmentView, ...]
    missing: tuple[MissingView, ...]
    total: Printed
    raw: Printed
    raw_points: Printed
    full_marks: Printed
    own_total: Printed
    grade: Printed
    reasons: tuple[str, ...]
    is_complete: bool
    is_adjusted: bool
    radar: Chart


NO_ANSWER = Answer()
NOT_APPLICABLE, NOT_SCORED = "不适用", "缺"
# Stands before 分 in sentences of the template, and alone in cells.
NOT_COUNTED = "暂不计"
ALL_INDICATORS = "全部指标"
BETWEEN = "{low}～{high}"
MEASURED = "{name} {value}"
MEASURED_OF = "{name} {value}，满分值 {full}"
MEASURED_BENCHMARK = "{name} {value}，基准值 {base}，引领值 {lead}"
LEVEL = "{id} 级：{when}"
MET, NOT_MET, NOT_ACCOUNTED = "符合", "不符合", "未核算或未开展"
FAILS = "；必选指标不满足"
RADAR_WHOLE, RADAR_OPEN = "{party}得分率（%）", "{party}得分率（%，尚缺的按0分）"
RADAR_PARTY, RADAR_OWN = "评价", "自评价"
RADAR_ALTERNATIVE = "雷达图：各一级指标的得分率。{values}。"
RADAR_NOTHING = "尚未评分"
NO_GRADE_BY_GATES = "供参考"
REVIEW_FILE = "评价记录（review.yaml）"


def view_score(standard: Standard, evaluation: Evaluation) -> ScoreView:
    """What one case scored. Without a review only the self-assessment is told."""
    card = evaluation.review or evaluation.self_assessment
    rounding = standard.grading.rounding
    own = evaluation.self_assessment
    view = ScoreView(
        prerequisites=tuple(_prerequisite(p) for p in evaluation.prerequisites),
        dimensions=tuple(
            _dimension(standard, mine, theirs, own.says_nothing)
            for mine, theirs in zip(card.dimensions, own.dimensions, strict=True)
        ),
        gates=tuple(view_gate(standard, g) for g in evaluation.gates),
        gate_variant=standard.grading.variant.name,
        gates_for="、".join(g.name for g in standard.grading.grades if g.gates) or NO_GRADE_BY_GATES,
        ledger=view_ledger(standard, evaluation),
        missing=tuple(view_missing(standard, m) for m in evaluation.missing),
        total=view_total(standard, evaluation),
        raw=number.fixed(card.raw, rounding.points),
        raw_points=number.trimmed(card.raw_points, rounding.points),
        full_marks=number.plain(standard.grading.full_marks),
        own_total=view_own_total(standard, evaluation),
        grade=view_grade(standard, evaluation),
        reasons=tuple(view_reasons(standard, evaluation, card)),
        is_complete=not evaluation.missing,
        is_adjusted=bool(evaluation.ledger),
        radar=_radar(evaluation, rounding.total),
    )
    return _not_yet_evaluated(view) if evaluation.review is None or evaluation.review.says_nothing else view


def _not_yet_evaluated(view: ScoreView) -> ScoreView:
    """Without a review nothing has been scored but by the factory itself."""
    dimensions = tuple(
        replace(
            d,
            raw=NOT_COUNTED,
            score=NOT_COUNTED,
            rate=number.NOTHING,
            indicators=tuple(replace(i, score=number.NOTHING) for i in d.indicators),
        )
        for d in view.dimensions
    )
    return replace(view, dimensions=dimensions, raw=NOT_COUNTED)


def view_total(standard: Standard, evaluation: Evaluation) -> str:
    """What the evaluators came to, if they have found anything yet."""
    review = evaluation.review
    return NOT_COUNTED if review is None or review.says_nothing else _total(review, standard.grading.rounding.total)


def view_own_total(standard: Standard, evaluation: Evaluation) -> str:
    own = evaluation.self_assessment
    return NOT_COUNTED if own.says_nothing else _total(own, standard.grading.rounding.total)


def _total(card: Scorecard, places: int) -> str:
    if card.total is not None:
        return number.fixed(card.total, places)
    return BETWEEN.format(low=number.fixed(card.lowest, places), high=number.fixed(card.highest, places))


def _prerequisite(result: PrerequisiteResult) -> PrerequisiteView:
    answer = result.answer or NO_ANSWER
    return PrerequisiteView(
        result.prerequisite.id,
        result.prerequisite.requirement,
        label.PREREQUISITE[result.status],
        "；".join(filter(None, (answer.not_applicable, answer.note))),
        label.stacked(answer.evidence),
    )


def _dimension(standard: Standard, part: DimensionScore, own: DimensionScore, own_says_nothing: bool) -> DimensionView:
    rounding = standard.grading.rounding
    theirs = {s.indicator.id: s for s in own.scores}
    weight = part.dimension.weight.points
    return DimensionView(
        id=part.dimension.id,
        name=part.dimension.name,
        weight=number.plain(weight),
        applicable=number.trimmed(part.applicable_points, rounding.points),
        raw=number.fixed(part.raw, rounding.points),
        score=_part(part, rounding.points),
        own_score=NOT_COUNTED if own_says_nothing else _part(own, rounding.points),
        rate=_between(100 * part.lowest / weight, 100 * part.highest / weight, rounding.total),
        indicators=tuple(_indicator(standard, s, theirs[s.indicator.id]) for s in part.scores),
    )


def _part(part: DimensionScore, places: int) -> str:
    return _between(part.lowest, part.highest, places)


def _between(lowest: Decimal, highest: Decimal, places: int) -> str:
    """A number, or what it lies between while something is missing."""
    low, high = number.fixed(lowest, places), number.fixed(highest, places)
    return low if lowest == highest else BETWEEN.format(low=low, high=high)


def _indicator(standard: Standard, score: Score, own: Score) -> IndicatorView:
    answer = score.answer or NO_ANSWER
    evidence = dict.fromkeys((*answer.evidence, *(score.figure.evidence if score.figure else ())))
    return IndicatorView(
        id=score.indicator.id,
        name=score.indicator.name,
        kind=label.KIND[score.indicator.kind],
        points=number.trimmed(score.points, standard.grading.rounding.points),
        score=_points(standard, score),
        basis=view_basis(standard, score),
        note=answer.note or answer.not_applicable or number.NOTHING,
        evidence=label.stacked(evidence),
        own_score=_points(standard, own),
    )


def _points(standard: Standard, score: Score) -> str:
    if score.status == "not_applicable":
        return NOT_APPLICABLE
    return NOT_SCORED if score.score is None else number.fixed(score.score, standard.grading.rounding.points)


def view_basis(standard: Standard, score: Score) -> str:
    """How an indicator came to its points, in a few words."""
    rounding = standard.grading.rounding
    if score.status == "not_applicable":
        return NOT_APPLICABLE
    if score.status == "missing":
        return view_lacking(standard, score)
    fails = FAILS if score.fails else ""
    indicator, answer, figure = score.indicator, score.answer, score.figure
    if figure and indicator.measure:
        gaps = {"name": indicator.measure.name, "value": number.figure(figure, rounding)}
        if score.benchmark:
            unit = unit_of(standard, score.benchmark.unit)
            text = MEASURED_BENCHMARK.format(
                **gaps, base=f"{score.benchmark.base} {unit}", lead=f"{score.benchmark.lead} {unit}"
            )
        elif isinstance(indicator.scoring, Count):
            text = MEASURED_OF.format(**gaps, full=number.plain(score.limits[0]))
        else:
            text = MEASURED.format(**gaps)
        return text + fails
    if answer and answer.level and isinstance(indicator.scoring, Levels):
        level = next(x for x in indicator.scoring.levels if x.id == answer.level)
        return LEVEL.format(id=level.id, when=level.when) + fails
    if answer and answer.met is False and indicator.measure:
        return NOT_ACCOUNTED + fails
    return (MET if answer and answer.met else NOT_MET) + fails


def view_lacking(standard: Standard, score: Score) -> str:
    """What an indicator waits for: data by name, or the answer or benchmark of its own."""
    return label.listed(
        dict.fromkeys(
            label.MISSING[m.why] if m.what == score.indicator.id else view_missing(standard, m).what
            for m in score.missing
        )
    )


def view_missing(standard: Standard, missing: Missing) -> MissingView:
    """What is missing, named as the forms name it."""
    needed_by = "、".join(dict.fromkeys(filter(None, (missing.of, *missing.needed_by))))
    return MissingView(
        _called(standard, missing.what),
        label.MISSING[missing.why],
        ALL_INDICATORS if missing.why == "review" else needed_by,
        str(missing.year) if missing.year else number.NOTHING,
    )


def _called(standard: Standard, id: str) -> str:
    """What people call something that may be missing."""
    if id == "review.yaml":
        return REVIEW_FILE
    if id in standard.indicators_by_id:
        return with_id(standard.indicators_by_id[id])
    return standard.quantity_names.get(id) or label.PARAMETER.get(id, id)


def _radar(evaluation: Evaluation, places: int) -> Chart:
    """Scored share of each dimension in %, by each party that said something; what is missing counts as nothing."""

    def rates(of: Scorecard) -> tuple[Decimal, ...]:
        return tuple(rounded(100 * d.lowest / d.dimension.weight.points, places) for d in of.dimensions)

    def title(party: str, of: Scorecard) -> str:
        return (RADAR_WHOLE if of.lowest == of.highest else RADAR_OPEN).format(party=party)

    parties = ((RADAR_PARTY, evaluation.review), (RADAR_OWN, evaluation.self_assessment))
    names = tuple(d.dimension.name for d in evaluation.self_assessment.dimensions)
    series = tuple(Series(title(party, card), rates(card)) for party, card in parties if card and not card.says_nothing)
    if not series:  # the axes with their names, and a key that says why nothing is drawn
        nothing = Series(RADAR_NOTHING, (Decimal(0),) * len(names))
        return Chart(names, (nothing,), RADAR_ALTERNATIVE.format(values=RADAR_NOTHING))
    told = "；".join(f"{name} {rate} %" for name, rate in zip(names, series[0].values, strict=True))
    return Chart(names, series, RADAR_ALTERNATIVE.format(values=told))
