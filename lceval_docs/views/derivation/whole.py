"""Where any printed figure of a report comes from, by its address."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from lceval_docs.model.case import Case
from lceval_docs.model.evaluation import Evaluation
from lceval_docs.model.standard import Standard
from lceval_docs.views.derivation import amount, points, told
from lceval_docs.views.derivation.asked import Asked, Steps
from lceval_docs.views.step import NOT_COMPUTED, StepView
from lceval_docs.views.traced import TracedFigure

# What answers for the figures whose addresses begin so; the longest beginning counts.
CHAINS: Mapping[str, Callable[[Asked], Steps]] = MappingProxyType(
    {
        **dict.fromkeys((*told.BY_FACTORY, *told.BY_REVIEW), told.told),
        "years": amount.years,
        "remarks": amount.printed_sum,
        "score": points.total,
        "score.grade": points.grade,
        "ledger": points.adjustment,
        "dimensions": points.dimension,
        "quantities.years": amount.trend,
        "analysis.conventions": amount.between,
        "rows": amount.convention,
        "conventions.remarks": amount.printed_sum,
        "classes": amount.quality,
        "uncertainty.lines": amount.uncertain_line,
        "totals": amount.uncertain_total,
        "analysis.comparison": points.total,
        "analysis.comparison.difference": points.both_totals,
        "comparison.dimensions": points.dimension,
        "comparison.remarks": amount.printed_points,
        "analysis.composition": points.total,
        "composition.rows": points.dimension,
        "composition.remarks": amount.printed_points,
        "analysis.sensitivity": amount.error,
        "sensitivity.rows": amount.tried,
        "power": amount.tried,
        "analysis.improvement": points.next_grade,
        "analysis.improvement.others": amount.error,
        "gains": points.gain,
        "obstacles": points.obstacle,
        "offset.rows": amount.credit,
        "offset.totals": amount.credit_total,
    }
)


def view_derivation(
    standard: Standard, case: Case, evaluation: Evaluation, figure: TracedFigure, is_full: bool = True
) -> tuple[StepView, ...]:
    """The chain behind a printed figure; unless `is_full`, a sum of points ends at the indicators."""
    asked = Asked(standard, case, evaluation, figure, is_full)
    if figure.quantities and asked.key.isdigit():
        return tuple(asked.quantities(figure.quantities, (int(asked.key),)))
    words = figure.address.split(".")
    beginnings = (".".join(words[:count]) for count in range(len(words), 0, -1))
    answer = next((CHAINS[beginning] for beginning in beginnings if beginning in CHAINS), by_key)
    return tuple(answer(asked)) or (StepView(0, standard.quantity_names.get(asked.key, asked.key), NOT_COMPUTED),)


def by_key(asked: Asked) -> Steps:
    """What a key names, the innermost first: an id, or an id with a year or a number behind it."""
    for key in reversed(asked.figure.keys):
        id, _, rest = key.rpartition(".")
        found = tuple(asked.quantity(id, int(rest))) if rest.isdigit() else ()
        if found := found or tuple(asked.named(key)) or tuple(asked.named(id)):
            return found
    return ()
