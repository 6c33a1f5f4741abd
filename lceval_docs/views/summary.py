"""An evaluation in a few lines, and as plain data for other programs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lceval_docs.model.case import Case
from lceval_docs.model.evaluation import Evaluation, Score, Scorecard
from lceval_docs.model.standard import Standard
from lceval_docs.views import number
from lceval_docs.views.inventory import view_inventory
from lceval_docs.views.score import view_score

SCORE, GRADE, OWN, EMISSIONS, ENERGY, MISSING, REASON = (
    "总分",
    "等级",
    "自评价",
    "排放量",
    "综合能耗",
    "缺失",
    "说明",
)
EMISSIONS_SAYS = "位置法 {location} tCO₂e，市场法 {market} tCO₂e"
ENERGY_SAYS = "等价值 {equivalent} tce，当量值 {calorific} tce"
DIMENSION_SAYS = "{score} / {weight}"
MISSING_SAYS = "{what}（{about}）"


def view_summary(standard: Standard, case: Case, evaluation: Evaluation) -> Iterator[tuple[str, str]]:
    """Label and text, line by line."""
    scores, inventory = view_score(standard, evaluation), view_inventory(standard, evaluation)
    year = next(y for y in inventory.years if y.year == str(evaluation.evaluation_year))
    yield "", f"{case.factory.name}　{evaluation.evaluation_year}"
    if case.factory.notice:
        yield "", case.factory.notice
    yield EMISSIONS, EMISSIONS_SAYS.format(location=year.total_location, market=year.total_market)
    if year.remark:
        yield "", year.remark
    yield ENERGY, ENERGY_SAYS.format(equivalent=year.energy_equivalent, calorific=year.energy_calorific)
    for dimension in scores.dimensions:
        yield f"{dimension.id} {dimension.name}", DIMENSION_SAYS.format(score=dimension.score, weight=dimension.weight)
    yield SCORE, scores.total
    yield OWN, scores.own_total
    yield GRADE, scores.grade
    for reason in scores.reasons:
        yield REASON, reason
    for missing in scores.missing:
        needed_by = "" if missing.what.split(" ")[0] == missing.needed_by else missing.needed_by
        told = (text for text in (missing.kind, needed_by, missing.year) if text not in ("", number.NOTHING))
        yield MISSING, MISSING_SAYS.format(what=missing.what, about="，".join(told))


def view_data(standard: Standard, case: Case, evaluation: Evaluation) -> dict[str, Any]:
    """Everything that was concluded, unrounded, as text where it is a number."""
    verdict = evaluation.verdict
    return {
        "edition": evaluation.edition,
        "factory": case.factory.name,
        "notice": case.factory.notice,
        "evaluation_year": evaluation.evaluation_year,
        "base_year": evaluation.base_year,
        "grade": grade_data(standard, evaluation),
        "withheld": verdict.withheld,
        "failed_prerequisites": list(verdict.failed_prerequisites),
        "failed_indicators": list(verdict.failed_indicators),
        "inventories": {
            str(year): {name: number.plain(figure.quantity.value) for name, figure in inventory.totals.items()}
            for year, inventory in evaluation.inventories.items()
        },
        "self_assessment": _card(evaluation.self_assessment),
        "review": _card(evaluation.review) if evaluation.review else None,
        "gates": gates_data(evaluation),
        "missing": missing_data(evaluation),
    }


def grade_data(standard: Standard, evaluation: Evaluation) -> str | None:
    """The id of the grade reached, or of there being none; None while that cannot be told."""
    verdict = evaluation.verdict
    return verdict.grade.id if verdict.grade else None if verdict.withheld else standard.grading.fail.id


def total_data(card: Scorecard | None) -> str | None:
    return number.plain(card.total) if card and card.total is not None else None


def gates_data(evaluation: Evaluation) -> dict[str, Any]:
    return {
        g.gate.id: {"kept": g.kept, "value": number.plain(g.figure.quantity.value) if g.figure else None}
        for g in evaluation.gates
    }


def missing_data(evaluation: Evaluation) -> list[dict[str, Any]]:
    return [
        {"what": m.what, "why": m.why, "of": m.of, "needed_by": list(m.needed_by), "year": m.year}
        for m in evaluation.missing
    ]


def _card(card: Scorecard) -> dict[str, Any]:
    return {
        "total": total_data(card),
        "lowest": number.plain(card.lowest),
        "highest": number.plain(card.highest),
        "indicators": {s.indicator.id: _score(s) for s in card.scores},
    }


def _score(score: Score) -> dict[str, Any]:
    return {
        "status": score.status,
        "score": None if score.score is None else number.plain(score.score),
        "points": number.plain(score.points),
        "fails": score.fails,
        "value": number.plain(score.figure.quantity.value) if score.figure else None,
    }
