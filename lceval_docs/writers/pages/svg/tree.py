"""A whole in parts and these in parts: bars of one scale side by side with their names, each a way to its page."""

from __future__ import annotations

from collections.abc import Iterator

from lceval_docs.views.picture import Branch, TreeChart
from lceval_docs.writers.pages.svg.lettering import BOLD, MINOR, TEXT, width, wrap
from lceval_docs.writers.pages.svg.shape import LEADING, MIDDLE, WIDTH, Address, column, link, rect, words

INDENT, GAP, BETWEEN, ROW = 12.0, 10.0, 10.0, 22.0
MOST_NAMED, NUMBER = 0.52, 8.0
# How thick the bars of each level are.
THICK = (12.0, 7.0)


def draw_tree(chart: TreeChart, address: Address) -> tuple[str, float]:
    """The chart's elements, and how high it is."""
    rows = [row for branch in chart.branches for row in _rows(branch)]
    widest = max((_indent(level) + width(b.name.text, _size(level)) * BOLD for b, level in rows), default=0.0)
    named = min(widest, WIDTH * MOST_NAMED)
    shown = max((width(b.shown, TEXT) * BOLD for b, _ in rows), default=0.0)
    start = named + GAP
    longest = max((float(b.share) for b, _ in rows), default=0.0) or 1.0
    per_unit = (WIDTH - start - shown - NUMBER) / longest
    y, pieces = 0.0, []
    if chart.heading:
        lines = wrap(chart.heading, WIDTH, MINOR)
        pieces.append(column(0, LEADING - 4, lines, "minor quiet"))
        y += len(lines) * LEADING + 6
    for branch, level in rows:
        if not level and y:
            y += BETWEEN
        x, size = _indent(level), _size(level)
        lines = wrap(branch.name.text, named - x, size)
        high = ROW + (len(lines) - 1) * LEADING
        base = y + ROW / 2 + MIDDLE
        thick = THICK[min(level, 1)]
        long = max(float(branch.share) * per_unit, 1.0)
        inside = (
            rect(0, y, WIDTH, high, "hit")
            + column(x, base, lines, "strong" if not level else "minor")
            + rect(start, y + (ROW - thick) / 2, long, thick, "bar" if not level else "bar part")
            + words(start + long + NUMBER, base, branch.shown, "strong number" if not level else "minor number")
        )
        pieces.append(link(branch.name, inside, address))
        y += high
    return "".join(pieces), y


def _rows(branch: Branch, level: int = 0) -> Iterator[tuple[Branch, int]]:
    yield branch, level
    for part in branch.parts:
        yield from _rows(part, level + 1)


def _indent(level: int) -> float:
    return level * INDENT


def _size(level: int) -> float:
    return MINOR if level else TEXT
