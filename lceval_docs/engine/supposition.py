"""What one improvement would give: an evaluation in which one indicator shows something else, and all the rest stays."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from lceval_docs.engine.grading import decide
from lceval_docs.engine.scoring import Outcome, ready_rule, tally
from lceval_docs.model.evaluation import Evaluation, Figure, Score
from lceval_docs.model.indicator import YesNo
from lceval_docs.model.standard import Standard
from lceval_docs.problems import NOWHERE
from lceval_docs.quantities import EXACT, Quantity


def suppose(standard: Standard, evaluation: Evaluation, supposed: Score) -> Evaluation:
    """The evaluation with one score in the place of the indicator's own. Amounts, inventory and gates stay."""
    card = evaluation.review
    assert card is not None
    scores = {s.indicator.id: s for s in card.scores} | {supposed.indicator.id: supposed}
    other = tally(standard.dimensions, lambda indicator: scores[indicator.id])
    verdict = decide(standard.grading, other, evaluation.prerequisites, evaluation.gates)
    return replace(evaluation, review=other, verdict=verdict)


def measuring(score: Score, value: Decimal) -> Score:
    """The score of an indicator whose measure would be `value`, in the unit of the figure."""
    figure, rule = score.figure, score.indicator.scoring
    assert figure is not None and not isinstance(rule, YesNo)
    return replace(answering(score, ready_rule(rule, score.limits)(value)), figure=_supposed(figure, value))


def _supposed(figure: Figure, value: Decimal) -> Figure:
    """The figure with another value, which nobody typed and nothing gave."""
    return replace(figure, quantity=Quantity(value, figure.quantity.unit), formula=None, inputs=(), mark=NOWHERE)


def answering(score: Score, outcome: Outcome) -> Score:
    """The score of an indicator whose answer would give so much."""
    points = EXACT.multiply(score.points, outcome.ratio)
    fails = score.indicator.is_required and outcome.fails
    return replace(score, score=points, ratio=outcome.ratio, fails=fails)
