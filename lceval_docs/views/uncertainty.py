"""Uncertainty in print: the class of each source of the inventory, and what follows for both totals."""

from __future__ import annotations

from collections.abc import Mapping

from lceval_docs.engine.uncertainty import absolute, uncertainty
from lceval_docs.model.analysis import LineUncertainty, TotalUncertainty
from lceval_docs.model.case import Case
from lceval_docs.model.evaluation import Evaluation
from lceval_docs.model.factor import Quality
from lceval_docs.model.grading import Rounding
from lceval_docs.model.standard import Standard
from lceval_docs.records import dataclass
from lceval_docs.views import label, number
from lceval_docs.views.traced import Printed


@dataclass(frozen=True)
class QualityView:
    """A class of data and its relative uncertainty in %."""

    id: str
    name: str
    percent: Printed


@dataclass(frozen=True)
class UncertainLineView:
    """A source: the classes of its amount and its factor; relative uncertainty in %, absolute in tCO2e (market)."""

    id: str
    name: str
    amount_class: str
    factor_class: str
    relative: Printed
    emissions: Printed
    absolute: Printed


@dataclass(frozen=True)
class UncertainTotalView:
    """A total by one convention, in tCO2e; relative uncertainty in %."""

    id: str
    name: str
    emissions: Printed
    absolute: Printed
    relative: Printed


@dataclass(frozen=True)
class UncertaintyView:
    """`totals`: none while the inventory has gaps."""

    classes: tuple[QualityView, ...]
    lines: tuple[UncertainLineView, ...]
    totals: tuple[UncertainTotalView, ...]
    source: str
    note: str
    status: str


NAMES: Mapping[str, str] = {"location": "合计（位置法）", "market": "合计（市场法）"}


def view_uncertainty(standard: Standard, case: Case, evaluation: Evaluation) -> UncertaintyView:
    table, rounding = standard.factors.uncertainty, standard.grading.rounding
    found = uncertainty(standard, case, evaluation)
    is_whole = bool(found.lines) and not evaluation.inventories[evaluation.evaluation_year].missing
    classes = [(id, quality) for id, quality in vars(table).items() if isinstance(quality, Quality)]
    return UncertaintyView(
        classes=tuple(QualityView(id, q.name, number.plain(q.percent)) for id, q in classes),
        lines=tuple(_line(one, rounding) for one in found.lines),
        totals=tuple(_total(id, total, rounding) for id, total in found.totals.items()) if is_whole else (),
        source=table.source,
        note=table.note,
        status=label.STATUS[table.status],
    )


def _line(one: LineUncertainty, rounding: Rounding) -> UncertainLineView:
    market = one.line.emissions_market
    emissions = None if market is None else market.value
    return UncertainLineView(
        one.line.source,
        one.line.name,
        one.amount.name,
        one.factor.name if one.factor else number.NOTHING,
        number.fixed(one.relative, rounding.percentage),
        number.fixed(emissions, rounding.amount),
        number.fixed(None if emissions is None else absolute(one, emissions), rounding.amount),
    )


def _total(id: str, total: TotalUncertainty, rounding: Rounding) -> UncertainTotalView:
    return UncertainTotalView(
        id,
        NAMES[id],
        number.fixed(total.total.value, rounding.amount),
        number.fixed(total.absolute.value, rounding.amount),
        number.fixed(total.relative, rounding.percentage),
    )
