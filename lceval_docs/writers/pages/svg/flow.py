"""Steps down the page, each a dot in the lane of who takes it; a line goes from dot to dot."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from lceval_docs.views.picture import FlowChart, FlowStep, Linked
from lceval_docs.writers.pages.svg.lettering import MINOR, TEXT, width, wrap, wrap_linked
from lceval_docs.writers.pages.svg.shape import (
    LEADING,
    MIDDLE,
    WIDTH,
    Address,
    at,
    circle,
    column,
    line,
    linked_column,
    path,
    rect,
    words,
)

FIRST, LANE, DOT, BEND = 8.0, 17.0, 5.0, 26.0
HEAD, STAGE, BETWEEN, AFTER = 20.0, 28.0, 12.0, 8.0


def draw_flow(chart: FlowChart, address: Address) -> tuple[str, float]:
    """The chart's elements, and how high it is."""
    text_from = _lane(len(chart.lanes) - 1) + 18
    pieces, dots = [], []
    y = len(chart.lanes) * HEAD + 8
    for stage in chart.stages:
        pieces.append(rect(0, y, WIDTH, STAGE, "band", 3))
        pieces.append(words(text_from, y + STAGE / 2 + MIDDLE, stage.name, "strong"))
        y += STAGE + 10
        for step in stage.steps:
            dots.append((_lane(step.lane), y + LEADING - 4 - MIDDLE))
            step_pieces, y = _step(chart, step, text_from, y, address)
            pieces += step_pieces
            y += BETWEEN
        y += AFTER
    height = y - BETWEEN - AFTER + 2
    return "".join((*_lanes(chart, height), *pieces, *_way(dots))), height


def _lane(place: int) -> float:
    return FIRST + place * LANE


def _lanes(chart: FlowChart, bottom: float) -> Iterator[str]:
    """Each lane begins with its name, one row lower than the lane before, so that no name crosses a lane."""
    for place, name in enumerate(chart.lanes):
        x, y = _lane(place), place * HEAD + HEAD / 2
        yield line(x, y, x, bottom, "lane")
        yield circle(x, y, DOT - 1, "dot open")
        yield words(x + 12, y + MIDDLE, name, "minor")


def _step(chart: FlowChart, step: FlowStep, x: float, y: float, address: Address) -> tuple[list[str], float]:
    """A step's words, and where they end."""
    actor = chart.lanes[step.lane]
    told = width(actor, MINOR)
    lines = wrap(step.name, WIDTH - x - told - 10, TEXT)
    base = y + LEADING - 4
    pieces = [column(x, base, lines, "strong"), words(WIDTH, base, actor, "minor quiet", "end")]
    base += len(lines) * LEADING
    between = Linked(chart.joint)
    documents = [part for document in step.documents for part in (between, document)][1:]
    for label, parts in (
        (chart.limit_label, [Linked(step.limit)] if step.limit else []),
        (chart.documents_label, documents),
    ):
        if parts:
            beside = x + width(label, MINOR) + 8
            rows = wrap_linked(parts, WIDTH - beside, MINOR)
            pieces.append(words(x, base, label, "minor quiet"))
            pieces.append(linked_column(beside, base, rows, address, "minor"))
            base += len(rows) * LEADING
    return pieces, base - LEADING + 4


def _way(dots: list[tuple[float, float]]) -> Iterator[str]:
    """Straight down, with a bend before a dot in another lane."""
    steps = ""
    for (x, y), (to_x, to_y) in pairwise(dots):
        bend = to_y - BEND if to_x != x else to_y
        steps += f"M{at(x)} {at(y)}V{at(bend)}"
        if to_x != x:
            middle = at((bend + to_y) / 2)
            steps += f"C{at(x)} {middle} {at(to_x)} {middle} {at(to_x)} {at(to_y)}"
    if steps:
        yield path(steps, "way")
    for x, y in dots:
        yield circle(x, y, DOT, "dot")
