"""Where any printed figure of a report comes from: its address led back to what can be explained."""

from __future__ import annotations

from collections.abc import Iterator

from lceval_docs.model.case import Case
from lceval_docs.model.evaluation import DimensionScore, Evaluation, Scorecard
from lceval_docs.model.standard import Standard
from lceval_docs.views import label, number
from lceval_docs.views.explain import StepView, explain_quantity, view_explanation
from lceval_docs.views.traced import TracedFigure
from lceval_docs.views.verdict import view_grade, view_reasons

TOTAL, TOTAL_SAYS = "总分", "{total} 分（折算前 {raw} 分，适用满分 {points} 分）"
DIMENSION = "{id} {name}"
DIMENSION_SAYS = "{raw} ÷ {applicable} × {weight} = {score} 分"
INDICATOR_SAYS = "{score} 分（满分 {points} 分）"
NOT_SCORED, NOTHING_APPLIES = "未评分", "没有适用的指标"
# How the addresses begin that lead to the total; and the fields that are the factory's own.
TOTALS, OWN_TOTALS, OWN = "score.", "analysis.comparison.", "own"
GRADE_ADDRESS, GRADE, REASON = "score.grade", "等级", "理由"
ANALYSED = "分析结果"
ANALYSED_SAYS = "由案例的数据重新计算得出，算法见报告该节的说明；所涉的指标、排放源和数据可按编号查"


def view_derivation(
    standard: Standard, case: Case, evaluation: Evaluation, figure: TracedFigure
) -> tuple[StepView, ...]:
    """The chain behind a printed figure: of what its keys name, the innermost first; else of the total."""
    if figure.quantities and figure.keys and figure.keys[-1].isdigit():
        year = int(figure.keys[-1])
        return tuple(s for id in figure.quantities for s in explain_quantity(standard, case, evaluation, id, year))
    is_own = figure.address.rpartition(".")[2].startswith(OWN)
    card = evaluation.self_assessment if is_own else evaluation.review or evaluation.self_assessment
    for key in reversed(figure.keys):
        dimension = next((d for d in card.dimensions if d.dimension.id == key), None)
        if dimension is not None:
            return tuple(_dimension(standard, dimension, 0))
        if found := _named(standard, case, evaluation, card, key):
            return found
    if figure.address == GRADE_ADDRESS:
        return (*_grade(standard, case, evaluation, card), *_total(standard, card))
    if figure.address.startswith((TOTALS, OWN_TOTALS)):
        return tuple(_total(standard, card))
    return (StepView(0, ANALYSED, ANALYSED_SAYS),)


def _named(standard: Standard, case: Case, evaluation: Evaluation, card: Scorecard, key: str) -> tuple[StepView, ...]:
    """What a key names: an id, or an id with a year or a number behind it."""
    id, _, rest = key.rpartition(".")
    if rest.isdigit() and (found := explain_quantity(standard, case, evaluation, id, int(rest))):
        return found
    year = evaluation.evaluation_year
    explained = (view_explanation(standard, case, evaluation, name, card, year) for name in (key, id))
    return next(filter(None, explained), ())


def _grade(standard: Standard, case: Case, evaluation: Evaluation, card: Scorecard) -> Iterator[StepView]:
    """The grade: why it is that one, and the gates with what they come from."""
    yield StepView(0, GRADE, view_grade(standard, evaluation))
    for reason in view_reasons(standard, evaluation, card):
        yield StepView(1, REASON, reason)
    for result in evaluation.gates:
        for step in view_explanation(standard, case, evaluation, result.gate.id) or ():
            yield StepView(step.depth + 1, step.what, step.says)


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
        missing = label.PREREQUISITE["not_applicable"] if score.status == "not_applicable" else NOT_SCORED
        yield StepView(depth + 1, shown, missing if score.score is None else given)
