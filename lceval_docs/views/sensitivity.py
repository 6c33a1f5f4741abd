"""Sensitivity in print: the inputs that move the result most, and what bought electricity does."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from lceval_docs.engine.sensitivity import ALL_BOUGHT, sensitivities
from lceval_docs.model.analysis import Effect, Input, Sensitivity
from lceval_docs.model.case import Case
from lceval_docs.model.evaluation import Evaluation
from lceval_docs.model.standard import Standard
from lceval_docs.quantities import rounded
from lceval_docs.records import dataclass
from lceval_docs.views import label, number
from lceval_docs.views.traced import Printed


@dataclass(frozen=True)
class SensitivityRowView:
    """An input too low and too high: the total, its change, and what else comes out differently."""

    id: str
    name: str
    lower: Printed
    lower_change: Printed
    higher: Printed
    higher_change: Printed
    effect: Printed


@dataclass(frozen=True)
class SensitivityView:
    """`error`: by how many percent. `others`: how many more inputs change the total, by less.

    `power`: bought electricity, of which there may be none. `is_known`: there is a total that could change.
    """

    error: Printed
    rows: tuple[SensitivityRowView, ...]
    others: Printed
    power: tuple[SensitivityRowView, ...]
    is_known: bool


BOUGHT = "购入电力（{sources}）"
COLUMN = "{table}：{column}"
WAYS = ("调低", "调高")
BEYOND = "不可能（部分将超过总量）"
GRADE = "等级变为{grade}"
GATES = "{ids} 变为{result}"
FAILED = "{ids} 变为不满足"
REPAIRED = "{ids} 变为满足"
CONDITIONS = "等级条件有变化"
NO_EFFECT = "等级和门槛不变"
ON_WAY = "{way}：{effects}"


def view_sensitivity(standard: Standard, case: Case, evaluation: Evaluation) -> SensitivityView:
    """The few inputs that matter; those that decide something first."""
    found, analysis = sensitivities(standard, case, evaluation), standard.grading.analysis
    error = number.plain(analysis.input_error)
    if found is None:
        return SensitivityView(error, (), "0", (), False)
    wording = _Wording(standard, case, evaluation)
    told = [s for s in found.moving if s.decides or rounded(s.change, standard.grading.rounding.points)]
    return SensitivityView(
        error,
        tuple(wording.row(s) for s in told[: analysis.listed]),
        str(len(told[analysis.listed :])),
        (wording.row(found.power),) if found.power else (),
        True,
    )


class _Wording:
    """Words for the inputs of one case and what they do."""

    def __init__(self, standard: Standard, case: Case, evaluation: Evaluation):
        self.standard, self.evaluation = standard, evaluation
        self.names = {s.id: f"{s.id} {s.name}" for s in case.factory.inventory.sources}
        self.total = (evaluation.review.total if evaluation.review else None) or Decimal(0)
        self.places = standard.grading.rounding.points

    def row(self, found: Sensitivity) -> SensitivityRowView:
        lower, higher = found.lower, found.higher
        return SensitivityRowView(
            found.what.id,
            self.name(found.what),
            self._total(lower),
            self._change(lower),
            self._total(higher),
            self._change(higher),
            "；".join(self._effects(lower, higher)) or NO_EFFECT,
        )

    def name(self, what: Input) -> str:
        if what.id == ALL_BOUGHT:
            return BOUGHT.format(sources="、".join(what.sources))
        if what.sources:
            return self.names[what.id]
        item = self.standard.data_items[what.item]
        column = next((c.name for c in item.columns if c.id == what.column), "")
        return COLUMN.format(table=item.name, column=column) if column else item.name

    def _total(self, effect: Effect | None) -> str:
        return number.fixed(effect.total if effect else None, self.places)

    def _change(self, effect: Effect | None) -> str:
        return number.signed(effect.total - self.total if effect else None, self.places)

    def _effects(self, lower: Effect | None, higher: Effect | None) -> Iterator[str]:
        """What each way does beside moving the total."""
        for way, effect in zip(WAYS, (lower, higher), strict=True):
            told = "，".join(self._differences(effect)) if effect else BEYOND
            if told:
                yield ON_WAY.format(way=way, effects=told)

    def _differences(self, effect: Effect) -> Iterator[str]:
        before, after = self.evaluation.verdict, effect.verdict
        if after.grade != before.grade:
            yield GRADE.format(grade=(after.grade or self.standard.grading.fail).name)
        for kept in (True, False):
            pairs = zip(effect.gates, self.evaluation.gates, strict=True)
            ids = [then.gate.id for now, then in pairs if now is kept and then.kept is not kept]
            if ids:
                yield GATES.format(ids=label.listed(ids), result=label.FULFILLED[kept])
        for text, one, other in (
            (FAILED, after.failed_indicators, before.failed_indicators),
            (REPAIRED, before.failed_indicators, after.failed_indicators),
        ):
            ids = [id for id in one if id not in other]
            if ids:
                yield text.format(ids=label.listed(ids))
        if after.grade == before.grade and after.unmet_conditions != before.unmet_conditions:
            yield CONDITIONS
