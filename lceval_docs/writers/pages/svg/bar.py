"""Bars below their names, on one scale that includes nothing."""

from __future__ import annotations

from lceval_docs.views.picture import BarChart
from lceval_docs.writers.pages.svg.lettering import BOLD, MINOR, TEXT, width, wrap
from lceval_docs.writers.pages.svg.shape import LEADING, WIDTH, column, line, rect, words

THICK, GAP, STUB, BETWEEN = 10.0, 14.0, 2.0, 14.0


def draw_bars(chart: BarChart) -> tuple[str, float]:
    """The chart's elements, and how high it is."""
    y, pieces = 0.0, []
    if chart.heading:
        heading = wrap(chart.heading, WIDTH, MINOR)
        pieces.append(column(0, LEADING - 4, heading, "minor quiet"))
        y += len(heading) * LEADING + 6
    values = [float(bar.value) for bar in chart.bars]
    low, high = min([0.0, *values]), max([0.0, *values])
    per_unit = WIDTH / ((high - low) or 1.0)
    nothing = -low * per_unit
    for bar, value in zip(chart.bars, values, strict=True):
        shown = width(bar.shown, TEXT)
        name_room = WIDTH - shown - GAP
        names = wrap(bar.name, name_room, TEXT)
        base = y + LEADING - 4
        face = "strong" if bar.text else ""
        pieces.append(column(0, base, names, face))
        pieces.append(words(WIDTH, base, bar.shown, "fail" if bar.fails else face, "end"))
        beside = width(names[-1], TEXT) * BOLD + 8
        # A short text stands beside the name, a long one below it.
        if len(names) == 1 and beside + width(bar.text, TEXT) <= name_room:
            pieces.append(words(beside, base, bar.text))
            lines: tuple[str, ...] = ()
        else:
            lines = wrap(bar.text, WIDTH, TEXT) if bar.text else ()
            pieces.append(column(0, base + len(names) * LEADING, lines))
        y += (len(names) + len(lines)) * LEADING + 2
        start, end = sorted((nothing, nothing + value * per_unit))
        pieces.append(rect(0, y, WIDTH, THICK, "track"))
        if value:
            pieces.append(rect(start, y, max(end - start, STUB), THICK, "bar"))
        y += THICK + BETWEEN
    if low < 0:
        top = LEADING + 6 if chart.heading else 0.0
        pieces.append(line(nothing, top, nothing, y - BETWEEN, "axis"))
    return "".join(pieces), y - BETWEEN + 2
