"""Charts of a report against those recomputed: they are drawn from stored values, which a person can edit too."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal, InvalidOperation

from lceval_docs.model.report import FoundSeries
from lceval_docs.problems import Fault, Mark, Problem
from lceval_docs.views.chart import Chart, Series

CHART_DIFFERS = Fault(
    "E0827",
    'the chart shows "{found}" for {category} ({series}), recomputed it is {expected}.',
    "Make the report anew, or set the chart's data right in Word.",
)
CHART_GONE = Fault(
    "E0834",
    "{found} charts stand in the report; there were {expected} when it was made.",
    "Put the chart back, or make the report anew.",
)


def check_drawn(found: int, made: int, mark: Mark) -> Iterator[Problem]:
    """Charts that somebody took out."""
    if found < made:
        yield CHART_GONE.at(mark, found=found, expected=made)


def check_charts(found: Iterable[FoundSeries], charts: Iterable[Chart], mark: Mark) -> Iterator[Problem]:
    """Every value of a chart that is not as it should be. Charts are known by the names of their series."""
    due = {series.name: (chart, series) for chart in charts for series in chart.series}
    for one in found:
        if one.name in due:
            yield from _differing(one, *due[one.name], mark)


def _differing(found: FoundSeries, chart: Chart, due: Series, mark: Mark) -> Iterator[Problem]:
    shown = dict(zip(found.categories, found.values, strict=False))
    for category, value in zip(chart.categories, due.values, strict=True):
        printed = shown.get(category, "")
        if _number(printed) != value:
            details = {"category": category, "series": found.name, "expected": value}
            yield CHART_DIFFERS.at(mark, found=printed, **details)


def _number(text: str) -> Decimal | None:
    try:
        return Decimal(text)
    except InvalidOperation:
        return None
