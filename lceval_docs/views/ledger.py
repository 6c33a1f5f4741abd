"""The ledger of adjustments in print: what was changed for this case, from what to what, why, by whom."""

from __future__ import annotations

from decimal import Decimal

from lceval_docs.model.evaluation import Adjustment, Evaluation
from lceval_docs.model.indicator import Benchmark, Indicator
from lceval_docs.model.standard import Standard
from lceval_docs.records import dataclass
from lceval_docs.views import label, number
from lceval_docs.views.rule import unit_of
from lceval_docs.views.traced import Printed


@dataclass(frozen=True)
class AdjustmentView:
    id: str
    indicator: str
    kind: str
    before: Printed
    after: Printed
    reason: str
    basis: str
    approved_by: str


BENCHMARK = "{base}／{lead} {unit}"
UNIT_POINTS = "{value} 分"


def view_ledger(standard: Standard, evaluation: Evaluation) -> tuple[AdjustmentView, ...]:
    """Every adjustment, numbered as the ledger has them."""
    return tuple(view_adjustment(standard, f"{a.indicator}.{n}", a) for n, a in enumerate(evaluation.ledger, 1))


def view_adjustment(standard: Standard, id: str, adjustment: Adjustment) -> AdjustmentView:
    """One line of the ledger."""
    item = standard.data_items.get(adjustment.indicator)
    return AdjustmentView(
        id=id,
        indicator=item.name if item else with_id(standard.indicators_by_id[adjustment.indicator]),
        kind=label.ADJUSTMENT[adjustment.kind],
        before=_changed(standard, adjustment.before, adjustment.kind),
        after=_changed(standard, adjustment.after, adjustment.kind),
        reason=adjustment.reason or number.NOTHING,
        basis=adjustment.basis or number.NOTHING,
        approved_by=adjustment.approved_by or number.NOTHING,
    )


def _changed(standard: Standard, value: Benchmark | Decimal | None, kind: str) -> str:
    if value is None:
        return number.NOTHING
    if isinstance(value, Benchmark):
        return BENCHMARK.format(base=value.base, lead=value.lead, unit=unit_of(standard, value.unit))
    return number.plain(value) if kind == "data" else UNIT_POINTS.format(value=number.plain(value))


def with_id(indicator: Indicator) -> str:
    return f"{indicator.id} {indicator.name}"
