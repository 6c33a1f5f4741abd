"""Trends in print: each quantity year by year beside the base year, and their lines as a chart."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from lceval_docs.engine.trend import trends
from lceval_docs.model.analysis import Point, Trend
from lceval_docs.model.case import Case
from lceval_docs.model.evaluation import Evaluation
from lceval_docs.model.grading import Rounding
from lceval_docs.model.standard import Standard
from lceval_docs.quantities import PURE, rounded
from lceval_docs.records import dataclass
from lceval_docs.views import number
from lceval_docs.views.chart import Chart, Series
from lceval_docs.views.traced import Printed


@dataclass(frozen=True)
class TrendYearView:
    """A quantity in one year; `change` and `rate` (in %) against the base year."""

    year: str
    value: Printed
    change: Printed
    rate: Printed


@dataclass(frozen=True)
class TrendQuantityView:
    id: str
    name: str
    unit: str
    years: tuple[TrendYearView, ...]


@dataclass(frozen=True)
class TrendView:
    quantities: tuple[TrendQuantityView, ...]
    chart: Chart


NAMES: Mapping[str, str] = {
    "energy_equivalent": "综合能耗（等价值）",
    "energy_calorific": "综合能耗（当量值）",
    "emissions_location": "排放量（位置法）",
    "emissions_market": "排放量（市场法）",
    "energy_intensity": "单位产出综合能耗（等价值）",
    "intensity_location": "单位产出排放量（位置法）",
    "intensity_market": "单位产出排放量（市场法）",
    "renewable_share": "可再生电力占比",
}
DRAWN = ("energy_equivalent", "emissions_location", "emissions_market", "energy_intensity", "intensity_market")
ALTERNATIVE = "折线图：各项以基准年为100的指数。{values}。"
NOTHING_DRAWN = "缺少基准年或评价年的数据"
YEAR = "{year}年"


def view_trend(standard: Standard, case: Case, evaluation: Evaluation) -> TrendView:
    """What can be followed from the base year to the evaluation year."""
    found = trends(standard, case, evaluation)
    rounding = standard.grading.rounding
    return TrendView(
        tuple(_quantity(t, rounding) for t in found), _chart([t for t in found if t.id in DRAWN], rounding.total)
    )


def _quantity(trend: Trend, rounding: Rounding) -> TrendQuantityView:
    unit = next((p.quantity.unit.text for p in trend.points if p.quantity), PURE.text)
    places = number.places_for(unit, rounding)
    years = tuple(_year(p, places, rounding, unit) for p in trend.points)
    return TrendQuantityView(trend.id, NAMES[trend.id], number.unit(unit) or number.NOTHING, years)


def _year(point: Point, places: int, rounding: Rounding, unit: str) -> TrendYearView:
    """A year of a quantity; a share is told apart by its difference alone."""
    rate = None if point.rate is None or unit == "%" else 100 * point.rate
    return TrendYearView(
        str(point.year),
        number.fixed(point.quantity.value if point.quantity else None, places),
        number.signed(point.change.value if point.change else None, places),
        number.signed(rate, rounding.percentage),
    )


def _chart(found: list[Trend], places: int) -> Chart:
    """Lines from 100 in the base year, of what is known in every year."""
    known = [t for t in found if all(p.index is not None for p in t.points)]
    if not known:
        return Chart(("",), (Series(NOTHING_DRAWN, (Decimal(0),)),), ALTERNATIVE.format(values=NOTHING_DRAWN))
    years = tuple(YEAR.format(year=p.year) for p in known[0].points)
    series = tuple(
        Series(NAMES[t.id], tuple(rounded(100 * p.index, places) for p in t.points if p.index is not None))
        for t in known
    )
    told = "；".join(f"{s.name} {'、'.join(map(number.plain, s.values))}" for s in series)
    return Chart(years, series, ALTERNATIVE.format(values=f"{'、'.join(years)}：{told}"))
