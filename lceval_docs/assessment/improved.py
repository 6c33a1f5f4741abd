"""What would improve an assessment, as plain data: pictures, the way to the next grade, one change tried."""

from __future__ import annotations

from dataclasses import replace

from lceval_docs.assessment.judged import stops_of, supposed
from lceval_docs.assessment.shown import Shown
from lceval_docs.engine.improvement import improvement
from lceval_docs.engine.supposition import suppose
from lceval_docs.model.analysis import Gain
from lceval_docs.model.evaluation import Evaluation, Score
from lceval_docs.model.indicator import Count, Levels
from lceval_docs.model.standard import Standard
from lceval_docs.quantities import EXACT
from lceval_docs.views import number
from lceval_docs.views.charted import view_bars, view_radar
from lceval_docs.views.improvement import ImprovementView, view_gain, view_improvement
from lceval_docs.views.inventory import view_inventory
from lceval_docs.views.score import LEVEL, MET, view_basis, view_score
from lceval_docs.writers.pages.svg import render_picture

SUPPOSED = "{name}：{shown}。总分 {total} 分，{grade}。"
RADAR_TITLE = "各一级指标得分率"
# Steps towards the next grade that are shown, and of the improvements that can be tried.
MOST_STEPS, MOST_OPTIONS = 3, 20


def view_details(standard: Standard, evaluation: Evaluation) -> Shown:
    """Pictures, the way to the next grade, and what can be tried."""
    own = view_score(standard, replace(evaluation, review=None))  # the factory's outline alone
    inventory = view_inventory(standard, evaluation)
    nearest = view_improvement(standard, evaluation)
    gains = improvement(standard, evaluation).gains[:MOST_OPTIONS]
    return {
        "radar": render_picture(view_radar(own.radar, "a-radar", RADAR_TITLE), str),
        "inventory": render_picture(view_bars(inventory.chart, "a-inventory"), str),
        "next": nearest.grade if nearest.has_next else "",
        "needed": nearest.needed,
        "steps": _steps(nearest),
        "path": [
            {"id": s.id, "name": s.name, "target": s.target, "gain": s.gain, "total": s.total} for s in nearest.path
        ],
        "obstacles": [
            {"kind": o.kind, "name": o.name, "value": o.value, "needed": o.needed} for o in nearest.obstacles
        ],
        "options": [_option(standard, gain) for gain in gains],
    }


def _option(standard: Standard, gain: Gain) -> Shown:
    view = view_gain(standard, gain)
    return {"id": view.id, "name": view.name, "now": view.now, "full": view.full, "stops": stops_of(gain)}


def _steps(improvement: ImprovementView) -> list[Shown]:
    return [
        {"id": g.id, "name": g.name, "now": g.now, "target": g.full, "gain": g.gain}
        for g in improvement.gains[:MOST_STEPS]
    ]


def view_supposed(standard: Standard, evaluation: Evaluation, gain: Gain, stop: int) -> Shown:
    """What one improvement does to score and grade, so many steps on."""
    score = supposed(gain, stop)
    other = suppose(standard, evaluation, score)
    scores, places = view_score(standard, other), standard.grading.rounding.total
    assert evaluation.review is not None and other.review is not None
    rise = EXACT.subtract(other.review.lowest, evaluation.review.lowest)
    shown = _shows(standard, score, gain)
    return {
        "shown": shown,
        "score": number.fixed(score.score, standard.grading.rounding.points),
        "total": scores.total,
        "grade": scores.grade,
        "change": number.fixed(rise, places) if rise < 0 else f"+{number.fixed(rise, places)}",
        "announcement": SUPPOSED.format(name=score.indicator.name, shown=shown, total=scores.total, grade=scores.grade),
    }


def _shows(standard: Standard, score: Score, gain: Gain) -> str:
    """What the indicator would show."""
    rule, figure = score.indicator.scoring, score.figure
    if figure is not None and isinstance(rule, Count):  # whole ones are not rounded
        amount = figure.quantity
        unit = amount.unit.text
        return f"{number.trimmed(amount.value, standard.grading.rounding.points)} {number.unit(unit)}".rstrip()
    if figure is not None:
        return number.figure(figure, standard.grading.rounding)
    if score is gain.score:
        return view_basis(standard, score)
    if isinstance(rule, Levels):
        level = next(x for x in rule.levels if x.ratio == score.ratio)
        return LEVEL.format(id=level.id, when=level.when)
    return MET
