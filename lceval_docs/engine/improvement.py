"""The nearest improvements: points still to be had, what each would take, and the way to the next grade.

Each indicator is looked at alone: an amount that several of them share may move more than one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from lceval_docs.engine.grading import holds
from lceval_docs.engine.scoring import clamp
from lceval_docs.formulas import Amounts, evaluate, parse
from lceval_docs.model.analysis import Gain, Improvement, Step, Target
from lceval_docs.model.evaluation import DimensionScore, Evaluation, Score, Scorecard
from lceval_docs.model.grading import Condition, Grade, Grading
from lceval_docs.model.indicator import BaseLead, Count, Levels, Linear, Threshold
from lceval_docs.model.standard import Standard
from lceval_docs.quantities import EXACT, Quantity, Unit, ZeroDenominatorError

ZERO, ALL = Decimal(0), Decimal(1)


def improvement(standard: Standard, evaluation: Evaluation) -> Improvement:
    """What is still to be had from each indicator judged, the most first, and how the next grade is reached."""
    card = evaluation.review
    if card is None:
        return Improvement(())
    grade = _next_grade(standard.grading, evaluation) if card.total is not None else None
    needed = max(ZERO, EXACT.subtract(grade.at_least, card.lowest)) if grade else ZERO
    gains = sorted(_gains(standard, evaluation, card, needed), key=lambda g: g.gain, reverse=True)
    if grade is None:
        return Improvement(tuple(gains))
    verdict, scores = evaluation.verdict, {s.indicator.id: s for s in card.scores}
    return Improvement(
        gains=tuple(gains),
        grade=grade,
        needed=needed,
        path=tuple(_path(card, sorted(gains, key=lambda g: not g.score.fails), needed)),
        prerequisites=verdict.failed_prerequisites,
        indicators=verdict.failed_indicators,
        gates=tuple(g for g in evaluation.gates if grade.gates and not g.kept),
        conditions=_unmet(grade, scores),
    )


def _next_grade(grading: Grading, evaluation: Evaluation) -> Grade | None:
    """The lowest grade above the one reached."""
    reached = evaluation.verdict.grade
    above = [g for g in grading.grades if reached is None or g.at_least > reached.at_least]
    return min(above, key=lambda g: g.at_least, default=None)


def _unmet(grade: Grade, scores: Mapping[str, Score]) -> tuple[Condition, ...]:
    """The conditions of a grade, of which one would do, if none holds."""
    return () if any(holds(c, scores) for c in grade.any_of) else grade.any_of


def _gains(standard: Standard, evaluation: Evaluation, card: Scorecard, needed: Decimal) -> Iterator[Gain]:
    for part in card.dimensions:
        for score in part.scores:
            most = _most(standard, evaluation, score)
            points = EXACT.multiply(score.points, most)
            if score.score is None or score.score >= points or not part.applicable_points:
                continue
            gain = _weighted(part, EXACT.subtract(points, score.score))
            alone = target(score, _ratio_for(part, score, needed)) if ZERO < needed <= gain else None
            yield Gain(score, gain, target(score, most), _step(score), alone, most < ALL)


class _Known:
    """The amounts of one year that were computed."""

    def __init__(self, evaluation: Evaluation):
        self._figures, self._year = evaluation.figures, evaluation.evaluation_year

    def value(self, name: str) -> Quantity:
        return self._figures[name, self._year].quantity

    def unit(self, name: str) -> Unit:
        return self.value(name).unit

    def rows(self, table: str) -> Sequence[Amounts]:
        raise KeyError(table)

    def base(self) -> Amounts:
        raise KeyError(self._year)


def _most(standard: Standard, evaluation: Evaluation, score: Score) -> Decimal:
    """The greatest ratio of its points that an indicator can have: all, unless other amounts of the case cap its measure."""
    rule, measure = score.indicator.scoring, score.indicator.measure
    if not (isinstance(rule, Linear) and measure and measure.ceiling):
        return ALL
    try:
        most = evaluate(parse(measure.ceiling), _Known(evaluation)).to(standard.units.read(measure.unit)).value
    except (KeyError, ZeroDenominatorError):
        return ALL
    span = EXACT.subtract(rule.full_at, rule.zero_at)
    return clamp(EXACT.divide(EXACT.subtract(most, rule.zero_at), span))


def _weighted(part: DimensionScore, points: Decimal) -> Decimal:
    """Points of an indicator as points of the total."""
    return EXACT.divide(EXACT.multiply(part.dimension.weight.points, points), part.applicable_points)


def _ratio_for(part: DimensionScore, score: Score, more: Decimal) -> Decimal:
    """The ratio of its points that an indicator needs for the total to rise by so much; dust of divisions is no more."""
    points = EXACT.divide(EXACT.multiply(more, part.applicable_points), part.dimension.weight.points)
    return min(ALL, EXACT.divide(EXACT.add(score.score or ZERO, points), score.points))


def _path(card: Scorecard, gains: list[Gain], needed: Decimal) -> Iterator[Step]:
    """These gains, one after the other, until there is enough; the last gives just what its rule makes of the rest.

    Required indicators that fail come first: no grade is reached without them. They get at least as far as they must.
    """
    parts = {s.indicator.id: part for part in card.dimensions for s in part.scores}
    total, wanted = card.lowest, EXACT.add(card.lowest, needed)
    for one in gains:
        rest = EXACT.subtract(wanted, total)
        if rest <= ZERO:
            return
        part = parts[one.score.indicator.id]
        aim = one.full if rest >= one.gain else target(one.score, _ratio_for(part, one.score, rest))
        if one.score.fails and one.step and one.step.ratio > aim.ratio:
            aim = one.step
        points = EXACT.subtract(EXACT.multiply(one.score.points, aim.ratio), one.score.score or ZERO)
        gain = _weighted(part, points)
        total = EXACT.add(total, gain)
        yield Step(one.score, aim, gain, total)


def target(score: Score, ratio: Decimal) -> Target:
    """The nearest value, level or answer that gives at least a ratio of an indicator's points."""
    rule = score.indicator.scoring
    measured = score.figure is not None
    match rule:
        case Levels():
            level = next(x for x in reversed(rule.levels) if x.ratio >= ratio)
            return Target(level.ratio, level.at_least if measured else None, level)
        case Threshold() if measured:
            return Target(ALL, rule.at_least if rule.at_least is not None else rule.at_most)
        case Count() if measured:
            return Target(ratio, EXACT.multiply(ratio, score.limits[0]))
        case Linear() if measured:
            return Target(ratio, _between(rule.zero_at, rule.full_at, ratio))
        case BaseLead() if measured:
            base, lead = score.limits
            if ratio <= rule.base_ratio:
                return Target(rule.base_ratio, base)
            above = EXACT.divide(EXACT.subtract(ratio, rule.base_ratio), EXACT.subtract(ALL, rule.base_ratio))
            return Target(ratio, _between(base, lead, above))
    return Target(ALL)


def _between(start: Decimal, end: Decimal, share: Decimal) -> Decimal:
    return EXACT.add(start, EXACT.multiply(share, EXACT.subtract(end, start)))


def _step(score: Score) -> Target | None:
    """The next better level; the base value, or the limit of a required indicator, for one that is worse."""
    rule, ratio = score.indicator.scoring, score.ratio or ZERO
    if isinstance(rule, Levels):
        return target(score, min(x.ratio for x in rule.levels if x.ratio > ratio))
    if score.figure is None:
        return None
    if isinstance(rule, BaseLead) and ratio < rule.base_ratio:
        return target(score, rule.base_ratio)
    if isinstance(rule, Linear) and score.fails and rule.fails_beyond is not None:
        share = EXACT.divide(
            EXACT.subtract(rule.fails_beyond, rule.zero_at), EXACT.subtract(rule.full_at, rule.zero_at)
        )
        return Target(max(ZERO, share), rule.fails_beyond)
    return None
