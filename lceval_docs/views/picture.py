"""Pictures as data: what is drawn, in numbers and words. Where it stands on the paper is the writer's affair.

Every picture has an `id`, unique on its page, a short `title` and an `alternative`: a text that tells the same.
"""

from __future__ import annotations

from decimal import Decimal

from lceval_docs.records import dataclass


@dataclass(frozen=True)
class Linked:
    """Words that may lead somewhere: to a page of the site (its source path, with an anchor), to a download, or ""."""

    text: str
    path: str = ""


@dataclass(frozen=True)
class Corner:
    """A corner of a line: a value and its points."""

    value: Decimal
    points: Decimal


@dataclass(frozen=True)
class Dot:
    """A corner that is marked. `is_open`: the line runs up to it and does not reach it."""

    corner: Corner
    is_open: bool = False


@dataclass(frozen=True)
class Tick:
    """A place on an axis that has a name: lines of text, one below the other."""

    at: Decimal
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Failing:
    """The values beyond a limit, at which a required indicator is not met."""

    beyond: Decimal
    below: bool
    text: str


@dataclass(frozen=True)
class CurveChart:
    """Points over a measured value that runs from `low` to `high`. `runs`: the lines, each without a jump."""

    id: str
    title: str
    alternative: str
    value_axis: str
    points_axis: str
    low: Decimal
    high: Decimal
    runs: tuple[tuple[Corner, ...], ...]
    dots: tuple[Dot, ...]
    value_ticks: tuple[Tick, ...]
    points_ticks: tuple[Tick, ...]
    failing: tuple[Failing, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Bar:
    """A bar: its name, what is said beside the name, its length as a number and in print; `fails` warns."""

    name: str
    text: str
    value: Decimal
    shown: str
    fails: bool = False


@dataclass(frozen=True)
class BarChart:
    """Bars that start at nothing. `heading`: what they measure, where their numbers do not say it."""

    id: str
    title: str
    alternative: str
    heading: str
    bars: tuple[Bar, ...]


RuleChart = CurveChart | BarChart


@dataclass(frozen=True)
class Branch:
    """A part of a whole with its share, and the parts it is made of."""

    name: Linked
    share: Decimal
    shown: str
    parts: tuple[Branch, ...] = ()


@dataclass(frozen=True)
class TreeChart:
    """A whole in parts, and these in parts, all on one scale."""

    id: str
    title: str
    alternative: str
    heading: str
    branches: tuple[Branch, ...]


@dataclass(frozen=True)
class FlowStep:
    """One step: who takes it (a place among the lanes), how long it may take, what it is done with or gives."""

    name: str
    lane: int
    limit: str
    documents: tuple[Linked, ...]


@dataclass(frozen=True)
class FlowStage:
    name: str
    steps: tuple[FlowStep, ...]


@dataclass(frozen=True)
class FlowChart:
    """Steps one after the other, in stages and in the lanes of those who take them.

    `limit_label` and `documents_label` stand before what they name, `joint` between documents.
    """

    id: str
    title: str
    alternative: str
    lanes: tuple[str, ...]
    stages: tuple[FlowStage, ...]
    limit_label: str
    documents_label: str
    joint: str


@dataclass(frozen=True)
class Outline:
    """One series of a radar: a value on each axis, and what is printed of it."""

    name: str
    values: tuple[Decimal, ...]
    shown: tuple[str, ...]


@dataclass(frozen=True)
class RadarChart:
    """Axes that start in one middle and end at `full`; `rings` name places on all of them."""

    id: str
    title: str
    alternative: str
    axes: tuple[str, ...]
    outlines: tuple[Outline, ...]
    full: Decimal
    rings: tuple[Tick, ...]


Picture = CurveChart | BarChart | TreeChart | FlowChart | RadarChart
