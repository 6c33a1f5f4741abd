"""The chains behind points: the total, dimensions, the grade, basic requirements, improvements."""

from __future__ import annotations

from collections.abc import Iterator

from lceval_docs.model.evaluation import DimensionScore, Scorecard
from lceval_docs.views import number
from lceval_docs.views.derivation.asked import FROM, Asked, Steps, deeper
from lceval_docs.views.edition.place import GRADES, clause_of
from lceval_docs.views.explain import view_points
from lceval_docs.views.improvement import view_improvement
from lceval_docs.views.step import CLAUSE, StepView
from lceval_docs.views.verdict import view_grade, view_reasons

TOTAL, TOTAL_SAYS = "总分", "{total} 分（折算前 {raw} 分，适用满分 {points} 分）"
OWN_TOTAL = "自评价总分"
NAMED = "{id} {name}"
DIMENSION_SAYS = "{raw} ÷ {applicable} × {weight} = {score} 分"
NOTHING_APPLIES = "没有适用的指标"
WEIGHT, WEIGHT_SAYS = "权重", "{points} 分，{basis}（{place}）"
GRADE, REASON, GRADE_FROM, GRADE_LINE = "等级", "理由", "等级规定", "{name}：{at_least} 分起，{basis}（{place}）"
REPORTED = "工厂填报"
GAIN, GAIN_SAYS = "可得分", "{weight} × ({points} − {score}) ÷ {applicable} = {gain} 分"
ROUNDED, ROUNDED_SAYS = "修约", "各行按印出的数相加；合计按未修约的数计算"


def total(asked: Asked) -> Iterator[StepView]:
    """The total: the dimensions that it adds up, each with all of its indicators."""
    return _total(asked, asked.card, 0)


def both_totals(asked: Asked) -> Iterator[StepView]:
    """The total of the evaluators and that of the factory, for what compares them."""
    if asked.evaluation.review:
        yield from _total(asked, asked.evaluation.review, 0)
    yield from _total(asked, asked.evaluation.self_assessment, 0)


def _total(asked: Asked, card: Scorecard, depth: int) -> Iterator[StepView]:
    whole = number.fixed(card.total, asked.rounding.total)
    raw, points = number.fixed(card.raw, asked.rounding.points), number.trimmed(card.raw_points, asked.rounding.points)
    name = TOTAL if card is asked.evaluation.review else OWN_TOTAL
    yield StepView(depth, name, TOTAL_SAYS.format(total=whole, raw=raw, points=points))
    for part in card.dimensions:
        yield from _dimension(asked, part, depth + 1)


def dimension(asked: Asked) -> Iterator[StepView]:
    """A dimension with all of its indicators."""
    id = next(key for key in reversed(asked.figure.keys) if key in {d.id for d in asked.standard.dimensions})
    return _dimension(asked, next(d for d in asked.card.dimensions if d.dimension.id == id), 0)


def _dimension(asked: Asked, part: DimensionScore, depth: int) -> Iterator[StepView]:
    name, weight, rounding = part.dimension, part.dimension.weight, asked.rounding
    says = DIMENSION_SAYS.format(
        raw=number.fixed(part.raw, rounding.points),
        applicable=number.trimmed(part.applicable_points, rounding.points),
        weight=number.plain(weight.points),
        score=number.fixed(part.lowest, rounding.points),
    )
    shown = NAMED.format(id=name.id, name=name.name)
    yield StepView(depth, shown, says if part.applicable_points else NOTHING_APPLIES)
    place = asked.place(weight.mark)
    says = WEIGHT_SAYS.format(points=number.plain(weight.points), basis=weight.basis, place=place)
    yield StepView(depth + 1, WEIGHT, says)
    for score in part.scores:
        if asked.is_full:
            yield from asked.named(score.indicator.id, depth + 1)
        else:
            yield from deeper((view_points(asked.standard, score),), depth + 1)


def grade(asked: Asked) -> Iterator[StepView]:
    """The grade: why it is that one, the grades to be had, the gates and the total with what they come from."""
    yield StepView(0, GRADE, view_grade(asked.standard, asked.evaluation))
    for reason in view_reasons(asked.standard, asked.evaluation, asked.card):
        yield StepView(1, REASON, reason)
    yield from deeper(grades(asked), 1)
    required = (result.prerequisite.id for result in asked.evaluation.prerequisites)
    for id in (*required, *(result.gate.id for result in asked.evaluation.gates)):
        yield from asked.named(id, 1)
    yield from _total(asked, asked.card, 1)


def grades(asked: Asked) -> Iterator[StepView]:
    """The grades that the edition knows, with their lines."""
    if clause := clause_of(asked.standard, *GRADES):
        yield StepView(0, CLAUSE, clause)
    for one in asked.standard.grading.grades:
        least, place = number.plain(one.at_least), asked.place(one.mark)
        says = GRADE_LINE.format(name=one.name, at_least=least, basis=one.basis, place=place)
        yield StepView(0, GRADE_FROM, says)


def adjustment(asked: Asked) -> Iterator[StepView]:
    """A line of the ledger: an indicator as it was adjusted, or an amount that the evaluators corrected, as it was first."""
    id, _, _ = asked.key.rpartition(".")
    first = asked.case.factory.data.get(id)
    given = (first.values or {}).get(asked.year) if first else None
    if given:
        says = FROM.format(value=number.plain(given.value), place=asked.place(given.mark))
        yield StepView(0, REPORTED, says)
    yield from asked.named(id)


def gain(asked: Asked) -> Iterator[StepView]:
    """Points still to be had from an indicator, as they count in the total."""
    for part in asked.card.dimensions:
        for score in part.scores:
            if score.indicator.id == asked.key and score.score is not None:
                places = asked.rounding.points
                weight = part.dimension.weight.points
                says = GAIN_SAYS.format(
                    weight=number.plain(weight),
                    points=number.trimmed(score.points, places),
                    score=number.fixed(score.score, places),
                    applicable=number.trimmed(part.applicable_points, places),
                    gain=number.fixed(weight * (score.points - score.score) / part.applicable_points, places),
                )
                yield StepView(0, GAIN, says)
    yield from asked.named(asked.key)


def obstacle(asked: Asked) -> Steps:
    """What stands in the way to the next grade."""
    told = view_improvement(asked.standard, asked.evaluation).obstacles
    return asked.named(next(o.code for o in told if o.id == asked.key))


def next_grade(asked: Asked) -> Iterator[StepView]:
    """What the next grade takes, and what there is."""
    yield from grades(asked)
    yield from total(asked)
