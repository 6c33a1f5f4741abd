"""The charts of a report as pictures of a page: the same records, the same numbers."""

from __future__ import annotations

from decimal import Decimal

from lceval_docs.views import number
from lceval_docs.views.chart import Chart
from lceval_docs.views.picture import Bar, BarChart, Outline, RadarChart, Tick

PERCENT = "{value} %"
# Shares are given in percent; half of it and all of it are named.
FULL, RINGS = Decimal(100), (Decimal(50), Decimal(100))
TOLD_SERIES = "{name}：{values}"


def view_radar(chart: Chart, id: str, title: str) -> RadarChart:
    """Shares of each category, one outline a series. All series are told, not the first alone."""
    return RadarChart(
        id=id,
        title=title,
        alternative=f"{title}。{_told(chart)}。",
        axes=chart.categories,
        outlines=tuple(Outline(s.name, s.values, tuple(map(_percent, s.values))) for s in chart.series),
        full=FULL,
        rings=tuple(Tick(ring, (_percent(ring),)) for ring in RINGS),
    )


def _percent(value: Decimal) -> str:
    return PERCENT.format(value=number.plain(value))


def view_bars(chart: Chart, id: str) -> BarChart:
    """A bar for each value of each category; the series is named where there is more than one."""
    several = len(chart.series) > 1
    bars = tuple(
        Bar(category, series.name if several else "", value, number.plain(value))
        for place, category in enumerate(chart.categories)
        for series, value in ((s, s.values[place]) for s in chart.series)
    )
    heading = "" if several else next((s.name for s in chart.series), "")
    return BarChart(id, heading or chart.alternative, chart.alternative, heading, bars)


def _told(chart: Chart) -> str:
    return "；".join(
        TOLD_SERIES.format(
            name=series.name,
            values="，".join(f"{c} {number.plain(v)}" for c, v in zip(chart.categories, series.values, strict=True)),
        )
        for series in chart.series
    )
