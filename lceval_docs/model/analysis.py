"""What follows from an evaluation beyond its result: trends, sensitivity, improvements, uncertainty.

All of it is exact; nothing is rounded before print.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from lceval_docs.model.evaluation import GateResult, Line, Score, Verdict
from lceval_docs.model.factor import Quality
from lceval_docs.model.grading import Condition, Grade
from lceval_docs.model.indicator import Level
from lceval_docs.quantities import Quantity
from lceval_docs.records import dataclass


@dataclass(frozen=True)
class Point:
    """A quantity in one year. `change` and `rate` are against the base year; `rate` is a ratio, `index` likewise."""

    year: int
    quantity: Quantity | None
    change: Quantity | None = None
    rate: Decimal | None = None
    index: Decimal | None = None


@dataclass(frozen=True)
class Trend:
    """A quantity from the base year to the evaluation year. `id` names a total or a ratio of two."""

    id: str
    points: tuple[Point, ...]


@dataclass(frozen=True)
class Input:
    """Something that was reported and may be wrong: sources of the inventory, a data item, or a column of a table."""

    id: str
    sources: tuple[str, ...] = ()
    item: str = ""
    column: str = ""


@dataclass(frozen=True)
class Effect:
    """What the case would come to with one input changed. `gates`: whether each is kept, in their order."""

    total: Decimal
    gates: tuple[bool | None, ...]
    verdict: Verdict


@dataclass(frozen=True)
class Sensitivity:
    """What an input does when it is too low or too high; None where a part would exceed its whole.

    `change`: the greatest change of the total, whichever way. `decides`: whether the grade, a gate or a required
    indicator comes out differently.
    """

    what: Input
    lower: Effect | None
    higher: Effect | None
    change: Decimal
    decides: bool


@dataclass(frozen=True)
class Sensitivities:
    """`moving`: the inputs that change anything, those that decide first. `power`: bought electricity, all of it."""

    moving: tuple[Sensitivity, ...]
    power: Sensitivity | None


@dataclass(frozen=True)
class Target:
    """What an indicator would have to show: a value of its measure, a level, or neither: that it is met."""

    ratio: Decimal
    value: Decimal | None = None
    level: Level | None = None


@dataclass(frozen=True)
class Gain:
    """Points still to be had from an indicator, weighted into the total, and what it would take.

    `full`: for all of them, or as many as a cap lets it have (`is_bounded`). `step`: for the next better level, or to be no longer failed. `alone`: for the next grade
    by this indicator alone. None where there is no such thing.
    """

    score: Score
    gain: Decimal
    full: Target
    step: Target | None
    alone: Target | None
    is_bounded: bool = False


@dataclass(frozen=True)
class Step:
    """One indicator of a combination: what it would have to show, and what that gives."""

    score: Score
    target: Target
    gain: Decimal
    total: Decimal


@dataclass(frozen=True)
class Improvement:
    """How the next grade could be reached by points, and what else stands in the way.

    `grade`: the next one; None where the best is reached or the total is not known. `needed`: points. `path`: the
    shortest combination, the largest gains first; the last gives just what is still needed.
    """

    gains: tuple[Gain, ...]
    grade: Grade | None = None
    needed: Decimal = Decimal(0)
    path: tuple[Step, ...] = ()
    prerequisites: tuple[str, ...] = ()
    indicators: tuple[str, ...] = ()
    gates: tuple[GateResult, ...] = ()
    conditions: tuple[Condition, ...] = ()


@dataclass(frozen=True)
class LineUncertainty:
    """A line with the classes of its amount and of its worst factor; `relative` in %."""

    line: Line
    amount: Quality
    factor: Quality | None
    relative: Decimal


@dataclass(frozen=True)
class TotalUncertainty:
    """A total with its combined uncertainty: absolute in its unit, relative in %."""

    total: Quantity
    absolute: Quantity
    relative: Decimal | None


@dataclass(frozen=True)
class UncertaintyBudget:
    """The lines of scopes 1 and 2, and the totals by convention ("location", "market")."""

    lines: tuple[LineUncertainty, ...]
    totals: Mapping[str, TotalUncertainty]
