"""Points over a measured value: two axes that name only what matters, a line, its marked corners."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

from lceval_docs.views.picture import CurveChart, Tick
from lceval_docs.writers.pages.svg.lettering import MINOR, width, wrap
from lceval_docs.writers.pages.svg.shape import LEADING, MIDDLE, WIDTH, circle, column, line, polyline, rect, words

TOP, HEIGHT, EDGE, GAP, DOT = 34.0, 150.0, 10.0, 8.0, 4.5
SWATCH = 12.0


class _Frame(NamedTuple):
    """Where the axes stand, and what one unit of value and of points is in length."""

    left: float
    bottom: float
    low: float
    per_value: float
    per_point: float

    def x(self, value: Decimal) -> float:
        return self.left + (float(value) - self.low) * self.per_value

    def y(self, points: Decimal) -> float:
        return self.bottom - float(points) * self.per_point


def draw_curve(chart: CurveChart) -> tuple[str, float]:
    """The chart's elements, and how high it is."""
    names = [tick.lines[0] for tick in chart.points_ticks]
    left = max(width(name, MINOR) for name in names) + GAP + 2
    most = max([float(t.at) for t in chart.points_ticks] + [0.0]) or 1.0
    span = float(chart.high - chart.low) or 1.0
    frame = _Frame(left, TOP + HEIGHT, float(chart.low), (WIDTH - EDGE - left) / span, HEIGHT / most)
    ticks, bottom = _value_ticks(chart.value_ticks, frame)
    below, height = _below(chart, bottom)
    pieces = [
        words(0, MINOR + 2, chart.points_axis, "minor"),
        *_failing(chart, frame),
        *_points_ticks(chart, frame),
        line(left, TOP - GAP, left, frame.bottom, "axis"),
        line(left, frame.bottom, WIDTH, frame.bottom, "axis"),
        *ticks,
        *_line(chart, frame),
        *below,
    ]
    return "".join(pieces), height


def _failing(chart: CurveChart, frame: _Frame) -> Iterator[str]:
    for fails in chart.failing:
        limit = frame.x(fails.beyond)
        start, end = (frame.left, limit) if fails.below else (limit, WIDTH)
        yield rect(start, TOP - GAP, end - start, frame.bottom - TOP + GAP, "fail-area")
        yield line(limit, TOP - GAP, limit, frame.bottom, "fail-line")


def _points_ticks(chart: CurveChart, frame: _Frame) -> Iterator[str]:
    """Names at their heights, or a little aside where they would meet; a dotted line leads to the dots."""
    for tick, named in zip(chart.points_ticks, _apart([frame.y(t.at) for t in chart.points_ticks]), strict=True):
        y = frame.y(tick.at)
        yield words(frame.left - GAP, named + MIDDLE, tick.lines[0], "minor", "end")
        reached = [frame.x(d.corner.value) for d in chart.dots if d.corner.points == tick.at]
        if tick.at and reached:
            yield line(frame.left, y, max(reached), y, "guide")


def _apart(heights: list[float]) -> list[float]:
    """Heights of lines of text, the lowest first: the highest stays, those below give way; the lowest stays too."""
    apart = heights[:]
    for n in range(len(apart) - 2, -1, -1):
        apart[n] = max(apart[n], apart[n + 1] + LEADING)
    apart[0] = min(apart[0], heights[0])
    for n in range(1, len(apart)):
        apart[n] = min(apart[n], apart[n - 1] - LEADING)
    return apart


def _value_ticks(ticks: Sequence[Tick], frame: _Frame) -> tuple[list[str], float]:
    """Names below the axis, each in the first row that has room for it; and where the last row ends."""
    rows: list[float] = []
    placed: list[tuple[Tick, float, int]] = []
    for tick in ticks:
        half = max(width(text, MINOR) for text in tick.lines) / 2
        middle = min(max(frame.x(tick.at), half), WIDTH - half)
        row = next((n for n, end in enumerate(rows) if end + GAP <= middle - half), len(rows))
        rows[row : row + 1] = [middle + half]
        placed.append((tick, middle, row))
    high = max(len(tick.lines) for tick in ticks) * LEADING
    pieces = []
    for tick, middle, row in placed:
        x, top = frame.x(tick.at), frame.bottom + row * (high + 4)
        pieces.append(line(x, frame.bottom, x, top + 4, "axis"))
        pieces.append(column(middle, top + LEADING + 1, tick.lines, "minor", "middle"))
    return pieces, frame.bottom + len(rows) * (high + 4)


def _line(chart: CurveChart, frame: _Frame) -> Iterator[str]:
    for before, after in pairwise(chart.runs):
        x = frame.x(before[-1].value)
        yield line(x, frame.y(before[-1].points), x, frame.y(after[0].points), "guide")
    for run in chart.runs:
        yield polyline([(frame.x(c.value), frame.y(c.points)) for c in run], "curve")
    for dot in chart.dots:
        kind = "dot open" if dot.is_open else "dot"
        yield circle(frame.x(dot.corner.value), frame.y(dot.corner.points), DOT, kind)


def _below(chart: CurveChart, top: float) -> tuple[list[str], float]:
    """What the value is, what the shaded part means, what else is to be known; and where that ends."""
    y, pieces = top + LEADING, []
    for text, is_failing in [
        (chart.value_axis, False),
        *((f.text, True) for f in chart.failing),
        *((note, False) for note in chart.notes),
    ]:
        indent = SWATCH + 6 if is_failing else 0
        lines = wrap(text, WIDTH - indent, MINOR)
        if is_failing:
            pieces.append(rect(0, y - SWATCH + 2, SWATCH, SWATCH, "fail-swatch"))
        is_axis = text is chart.value_axis
        x, anchor = (WIDTH, "end") if is_axis else (indent, "")
        pieces.append(column(x, y, lines, "minor" if is_axis else "minor quiet", anchor))
        y += len(lines) * LEADING + 3
    return pieces, y - LEADING + 3
