"""Axes around one middle, an outline for each series, and all numbers beside the axes."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import NamedTuple

from lceval_docs.views.picture import RadarChart
from lceval_docs.writers.pages.svg.lettering import MINOR, wrap
from lceval_docs.writers.pages.svg.shape import LEADING, MIDDLE, WIDTH, circle, column, line, polyline, words

RADIUS, AWAY, DOT, LARGER, SAMPLE, GAP = 92.0, 10.0, 3.5, 2.0, 22.0, 4.0
# What an axis must at least be aside for its name to stand at its side; the part of the width for those that do not.
ASIDE, UPRIGHT_ROOM = 0.3, 0.6


class _Label(NamedTuple):
    """The name of an axis and its values: lines, where the first begins, and which end of them stands at the axis."""

    names: tuple[str, ...]
    values: tuple[str, ...]
    x: float
    top: float
    anchor: str

    @property
    def high(self) -> float:
        return (len(self.names) + len(self.values)) * LEADING


class _Frame(NamedTuple):
    """The middle, and the direction of each axis from it."""

    x: float
    y: float
    turns: tuple[float, ...]

    def spot(self, turn: float, share: float) -> tuple[float, float]:
        return self.x + RADIUS * share * math.sin(turn), self.y - RADIUS * share * math.cos(turn)


def draw_radar(chart: RadarChart) -> tuple[str, float]:
    """The chart's elements, and how high it is."""
    turns = tuple(2 * math.pi * n / len(chart.axes) for n in range(len(chart.axes)))
    labels = [_label(chart, place, turn) for place, turn in enumerate(turns)]
    above = max((la.high for la, turn in zip(labels, turns, strict=True) if _upright(turn) < 0), default=0.0)
    frame = _Frame(WIDTH / 2, len(chart.outlines) * LEADING + 8 + above + AWAY + RADIUS, turns)
    placed = _placed(labels, frame)
    pieces = (*_legend(chart), *_axes(chart, frame), *_outlines(chart, frame), *_rings_named(chart, frame))
    lowest = max((la.top + la.high for la in placed), default=0.0)
    height = max(lowest, frame.y + RADIUS)
    return "".join((*pieces, *(part for label in placed for part in _lettered(label)))), height


def _upright(turn: float) -> int:
    """Whether a name stands above (-1), below (1) or beside (0) its axis."""
    return 0 if abs(math.sin(turn)) > ASIDE else -1 if math.cos(turn) > 0 else 1


def _label(chart: RadarChart, place: int, turn: float) -> _Label:
    """A label without its height on the page."""
    upright, x = _upright(turn), WIDTH / 2 + (RADIUS + AWAY) * math.sin(turn)
    room = WIDTH * UPRIGHT_ROOM if upright else min(x, WIDTH - x)
    anchor = "middle" if upright else "start" if math.sin(turn) > 0 else "end"
    return _Label(wrap(chart.axes[place], room, MINOR), tuple(o.shown[place] for o in chart.outlines), x, 0.0, anchor)


def _placed(labels: list[_Label], frame: _Frame) -> list[_Label]:
    """Labels at the height of their axes; of one side, each below the one before; those at the foot below all."""
    start, end = frame.y - RADIUS - AWAY, frame.y + RADIUS + AWAY
    placed = []
    for anchor in ("start", "end"):
        free = start
        aside = [(frame.spot(t, 1)[1], la) for t, la in zip(frame.turns, labels, strict=True) if la.anchor == anchor]
        for y, label in sorted(aside, key=lambda pair: pair[0]):
            top = max(y - label.high / 2, free)
            free = top + label.high + GAP
            placed.append(label._replace(top=top))
        end = max(end, free)
    for turn, label in zip(frame.turns, labels, strict=True):
        if label.anchor == "middle":
            placed.append(label._replace(top=start - label.high if _upright(turn) < 0 else end))
    return placed


def _lettered(label: _Label) -> Iterator[str]:
    base = label.top + LEADING - 4
    yield column(label.x, base, label.names, "minor strong", label.anchor)
    base += len(label.names) * LEADING
    for n, text in enumerate(label.values):
        yield words(label.x, base + n * LEADING, text, f"minor {_series(n)}", label.anchor)


def _axes(chart: RadarChart, frame: _Frame) -> Iterator[str]:
    for ring in chart.rings:
        share = float(ring.at / chart.full)
        yield polyline([frame.spot(turn, share) for turn in frame.turns], "ring", closed=True)
    for turn in frame.turns:
        yield line(frame.x, frame.y, *frame.spot(turn, 1), "ring")


def _outlines(chart: RadarChart, frame: _Frame) -> Iterator[str]:
    """Lines, then dots: those of a later series are larger and below, so that all can be seen where they meet."""
    spots = [
        [frame.spot(turn, float(value / chart.full)) for turn, value in zip(frame.turns, outline.values, strict=True)]
        for outline in chart.outlines
    ]
    for n, points in enumerate(spots):
        yield polyline(points, f"outline {_series(n)}", closed=True)
    for n, points in reversed(list(enumerate(spots))):
        yield from (circle(x, y, DOT + n * LARGER, f"dot {_series(n)}") for x, y in points)


def _rings_named(chart: RadarChart, frame: _Frame) -> Iterator[str]:
    """The rings by their values, half-way between the last axis and the first, where no dot can be."""
    half = math.pi / max(len(frame.turns), 3)
    for ring in chart.rings:
        x, y = frame.spot(-half, float(ring.at / chart.full) * math.cos(half))
        yield words(x, y + MIDDLE, ring.lines[0], "minor quiet halo", "middle")


def _legend(chart: RadarChart) -> Iterator[str]:
    """The series by their names, in the order in which their values stand."""
    for n, outline in enumerate(chart.outlines):
        y = n * LEADING + LEADING / 2
        yield line(0, y, SAMPLE, y, f"outline {_series(n)}")
        yield circle(SAMPLE / 2, y, DOT + n * LARGER, f"dot {_series(n)}")
        yield words(SAMPLE + 8, y + MIDDLE, outline.name, f"minor {_series(n)}")


def _series(place: int) -> str:
    return ("first", "second", "third")[place % 3]
