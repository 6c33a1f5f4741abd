"""Where any printed figure of a report comes from: its address led back to what can be explained."""

from __future__ import annotations

from collections.abc import Iterator

from lceval_docs.model.case import Case
from lceval_docs.model.evaluation import DimensionScore, Evaluation, Scorecard
from lceval_docs.model.standard import Standard
from lceval_docs.views import number
from lceval_docs.views.explain import StepView, explain_quantity, view_explanation
from lceval_docs.views.traced import TracedFigure

TOTAL, TOTAL_SAYS = "总分", "{total} 分（折算前 {raw} 分，适用满分 {points} 分）"
DIMENSION = "{id} {name}"
DIMENSION_SAYS = "{raw} ÷ {applicable} × {weight} = {score} 分"
INDICATOR_SAYS = "{score} 分（满分 {points} 分）"
NOT_SCORED, NOTHING_APPLIES = "未评分", "没有适用的指标"


def view_derivation(
    standard: Standard, case: Case, evaluation: Evaluation, figure: TracedFigure
) -> tuple[StepView, ...]:
    """The chain behind a printed figure: of what its keys name, the innermost first; else of the total."""
    if figure.quantities and figure.keys and figure.keys[-1].isdigit():
        year = int(figure.keys[-1])
        return tuple(s for id in figure.quantities for s in explain_quantity(standard, case, evaluation, id, year))
    card = evaluation.review or evaluation.self_assessment
    for key in reversed(figure.keys):
        dimension = next((d for d in card.dimensions if d.dimension.id == key), None)
        if dimension is not None:
            return tuple(_dimension(standard, dimension, 0))
        if found := _named(standard, case, evaluation, key):
            return found
    return tuple(_total(standard, card))


def _named(standard: Standard, case: Case, evaluation: Evaluation, key: str) -> tuple[StepView, ...]:
    """What a key names: an id, or an id with a year or a number behind it."""
    id, _, rest = key.rpartition(".")
    if rest.isdigit() and (found := explain_quantity(standard, case, evaluation, id, int(rest))):
        return found
    return view_explanation(standard, case, evaluation, key) or view_explanation(standard, case, evaluation, id) or ()


def _total(standard: Standard, card: Scorecard) -> Iterator[StepView]:
    """The total: the dimensions that it adds up, each with its indicators."""
    rounding = standard.grading.rounding
    total = number.fixed(card.total, rounding.total)
    points = number.trimmed(card.raw_points, rounding.points)
    yield StepView(0, TOTAL, TOTAL_SAYS.format(total=total, raw=number.fixed(card.raw, rounding.points), points=points))
    for dimension in card.dimensions:
        yield from _dimension(standard, dimension, 1)


def _dimension(standard: Standard, part: DimensionScore, depth: int) -> Iterator[StepView]:
    rounding, name = standard.grading.rounding, part.dimension
    says = DIMENSION_SAYS.format(
        raw=number.fixed(part.raw, rounding.points),
        applicable=number.trimmed(part.applicable_points, rounding.points),
        weight=number.plain(name.weight.points),
        score=number.fixed(part.lowest, rounding.points),
    )
    shown = DIMENSION.format(id=name.id, name=name.name)
    yield StepView(depth, shown, says if part.applicable_points else NOTHING_APPLIES)
    for score in part.scores:
        points = number.trimmed(score.points, rounding.points)
        given = INDICATOR_SAYS.format(score=number.fixed(score.score, rounding.points), points=points)
        shown = DIMENSION.format(id=score.indicator.id, name=score.indicator.name)
        yield StepView(depth + 1, shown, NOT_SCORED if score.score is None else given)
