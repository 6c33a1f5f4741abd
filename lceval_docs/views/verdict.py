"""The verdict in print: gates, the grade, and why it is that one."""

from __future__ import annotations

from collections.abc import Iterator

from lceval_docs.model.evaluation import Evaluation, GateResult, Scorecard
from lceval_docs.model.standard import Standard
from lceval_docs.records import dataclass
from lceval_docs.views import label, number
from lceval_docs.views.rule import unit_of
from lceval_docs.views.traced import Printed

LIMIT_LEAST, LIMIT_MOST = "≥ {value} {unit}", "≤ {value} {unit}"
WITHHELD = "暂不判定"
REASON_PREREQUISITE = "基本要求 {ids} 不符合。"
REASON_INDICATOR = "必选指标 {ids} 不满足。"
REASON_MISSING = "尚缺 {count} 项数据或结论，可能的总分为 {low}～{high} 分，见缺失数据一览。"
REASON_UNMET = "未满足更高等级的条件：{ids}。"
REASON_TOTAL = "总分低于最低等级的分数线。"
REASON_REACHED = "总分不低于 {least} 分，且满足{grade}的条件。"
REASON_HIGHER = "未达到{grade}：总分低于 {least} 分。"


@dataclass(frozen=True)
class GateView:
    id: str
    name: Printed
    value: Printed
    limit: Printed
    result: Printed


def view_gate(standard: Standard, result: GateResult) -> GateView:
    gate = result.gate
    least = gate.at_least is not None
    value = gate.at_least if least else gate.at_most
    limit = (LIMIT_LEAST if least else LIMIT_MOST).format(value=value, unit=unit_of(standard, gate.unit))
    shown = number.quantity(result.figure.quantity, standard.grading.rounding) if result.figure else number.NOTHING
    return GateView(gate.id, gate.name, shown, limit, label.FULFILLED[result.kept])


def view_grade(standard: Standard, evaluation: Evaluation) -> str:
    verdict = evaluation.verdict
    if verdict.withheld:
        return WITHHELD
    return verdict.grade.name if verdict.grade else standard.grading.fail.name


def view_reasons(standard: Standard, evaluation: Evaluation, card: Scorecard) -> Iterator[str]:
    verdict, places = evaluation.verdict, standard.grading.rounding.total
    if verdict.failed_prerequisites:
        yield REASON_PREREQUISITE.format(ids=label.listed(verdict.failed_prerequisites))
    if verdict.failed_indicators:
        yield REASON_INDICATOR.format(ids=label.listed(verdict.failed_indicators))
    if evaluation.missing:
        yield REASON_MISSING.format(
            count=len(evaluation.missing),
            low=number.fixed(card.lowest, places),
            high=number.fixed(card.highest, places),
        )
    if verdict.unmet_conditions:
        yield REASON_UNMET.format(ids=label.listed(verdict.unmet_conditions))
    decided = not verdict.withheld and not verdict.failed_prerequisites and not verdict.failed_indicators
    if decided and not verdict.grade and not verdict.unmet_conditions:
        yield REASON_TOTAL
    if decided and verdict.grade:
        yield REASON_REACHED.format(least=number.plain(verdict.grade.at_least), grade=verdict.grade.name)
        higher = [g for g in standard.grading.grades if g.at_least > verdict.grade.at_least]
        if higher and not verdict.unmet_conditions:
            next_up = min(higher, key=lambda g: g.at_least)
            yield REASON_HIGHER.format(grade=next_up.name, least=number.plain(next_up.at_least))


def is_awarded(evaluation: Evaluation) -> bool:
    """Whether a grade has been reached, so that there is something to certify."""
    return not evaluation.verdict.withheld and evaluation.verdict.grade is not None
