"""Improvements in print: the most points still to be had, the way to the next grade, and what stands in it."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from lceval_docs.engine.improvement import improvement
from lceval_docs.model.analysis import Gain, Improvement, Step, Target
from lceval_docs.model.evaluation import Evaluation, Score
from lceval_docs.model.standard import Standard
from lceval_docs.quantities import rounded
from lceval_docs.records import dataclass
from lceval_docs.views import label, number
from lceval_docs.views.rule import condition_of, limit_of
from lceval_docs.views.score import MET, view_basis
from lceval_docs.views.traced import Printed


@dataclass(frozen=True)
class GainView:
    """An indicator with points still to be had: `gain` as they count in the total; `now` what it shows.

    `full`, `step`, `alone`: what would give all its points, the next level, the next grade by it alone.
    """

    id: str
    name: str
    score: Printed
    points: Printed
    gain: Printed
    now: Printed
    full: Printed
    step: Printed
    alone: Printed


@dataclass(frozen=True)
class TargetView:
    """One step of the way to the next grade, and the total after it."""

    id: str
    name: str
    target: Printed
    gain: Printed
    total: Printed


@dataclass(frozen=True)
class ObstacleView:
    """What stands in the way besides points: what it is, what it shows, what it would have to show.

    `id` is its running number: an indicator may stand in the way twice. `code`: its id in the edition.
    """

    id: str
    code: str
    kind: str
    name: str
    value: Printed
    needed: Printed


@dataclass(frozen=True)
class ImprovementView:
    """`others`: how many more indicators have points to be had, by less. `has_next`: there is a better grade."""

    gains: tuple[GainView, ...]
    others: Printed
    grade: str
    at_least: Printed
    needed: Printed
    path: tuple[TargetView, ...]
    obstacles: tuple[ObstacleView, ...]
    has_next: bool


PREREQUISITE, REQUIRED, GATE, CONDITION = "基本要求", "必选指标", "门槛", "等级条件"
LEVEL = "{id} 级：{when}"
LEVEL_AT = "{id} 级（{value}）"
NOT_FAILED = "满足要求"
CAPPED = "{most}（受上限限制）"
ANY_OF = "满足其一即可"


def view_improvement(standard: Standard, evaluation: Evaluation) -> ImprovementView:
    found, rounding = improvement(standard, evaluation), standard.grading.rounding
    listed, nothing = standard.grading.analysis.listed, number.NOTHING
    gains = [g for g in found.gains if rounded(g.gain, rounding.points)]
    obstacles = _obstacles(standard, evaluation, found)
    return ImprovementView(
        gains=tuple(view_gain(standard, g) for g in gains[:listed]),
        others=str(len(gains[listed:])),
        grade=found.grade.name if found.grade else nothing,
        at_least=number.plain(found.grade.at_least) if found.grade else nothing,
        needed=number.fixed(found.needed, rounding.points),
        path=tuple(_step(standard, s) for s in found.path),
        obstacles=tuple(ObstacleView(str(place), *told) for place, told in enumerate(obstacles, 1)),
        has_next=found.grade is not None,
    )


def view_gain(standard: Standard, gain: Gain) -> GainView:
    """One indicator with points still to be had, as printed."""
    score, places = gain.score, standard.grading.rounding.points
    return GainView(
        score.indicator.id,
        score.indicator.name,
        number.fixed(score.score, places),
        number.trimmed(score.points, places),
        number.fixed(gain.gain, places),
        _now(standard, score),
        (CAPPED if gain.is_bounded else "{most}").format(most=view_target(standard, score, gain.full)),
        view_target(standard, score, gain.step),
        view_target(standard, score, gain.alone),
    )


def _now(standard: Standard, score: Score) -> str:
    """What an indicator shows at present."""
    return number.figure(score.figure, standard.grading.rounding) if score.figure else view_basis(standard, score)


def view_target(standard: Standard, score: Score, target: Target | None) -> str:
    """What an indicator would have to show."""
    if target is None:
        return number.NOTHING
    value = "" if target.value is None else _value(standard, score, target)
    if target.level:
        level = target.level
        return LEVEL_AT.format(id=level.id, value=value) if value else LEVEL.format(id=level.id, when=level.when)
    return value or MET


def _value(standard: Standard, score: Score, target: Target) -> str:
    """A value that is enough as it is printed: rounded away from the present one."""
    figure, value = score.figure, target.value
    assert figure and value is not None
    unit = figure.quantity.unit.text
    places = number.places_for(unit, standard.grading.rounding)
    enough, last, now = rounded(value, places), Decimal(1).scaleb(-places), figure.quantity.value
    if now < value > enough:
        enough += last
    elif now > value < enough:
        enough -= last
    return f"{number.trimmed(enough, places)} {number.unit(unit)}".rstrip()


def _step(standard: Standard, step: Step) -> TargetView:
    places = standard.grading.rounding.points
    return TargetView(
        step.score.indicator.id,
        step.score.indicator.name,
        view_target(standard, step.score, step.target),
        number.fixed(step.gain, places),
        number.fixed(step.total, places),
    )


def _obstacles(
    standard: Standard, evaluation: Evaluation, found: Improvement
) -> Iterator[tuple[str, str, str, str, str]]:
    """Code, kind, name, value and what is needed of each."""
    requirements = {p.prerequisite.id: p for p in evaluation.prerequisites}
    scores = {s.indicator.id: s for s in evaluation.review.scores} if evaluation.review else {}
    for id in found.prerequisites:
        one = requirements[id]
        yield id, PREREQUISITE, one.prerequisite.requirement, label.PREREQUISITE[one.status], MET
    for id in found.indicators:
        yield id, REQUIRED, scores[id].indicator.name, _now(standard, scores[id]), NOT_FAILED
    for gate in found.gates:
        shown = number.quantity(gate.figure.quantity if gate.figure else None, standard.grading.rounding)
        yield gate.gate.id, GATE, gate.gate.name, shown, limit_of(standard, gate.gate)
    for condition in found.conditions:
        score = scores[condition.indicator]
        needed = condition_of(standard, condition)
        if len(found.conditions) > 1:
            needed = f"{needed}（{ANY_OF}）"
        yield condition.indicator, CONDITION, score.indicator.name, _now(standard, score), needed
