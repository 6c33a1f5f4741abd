"""Indicators: dimensions (level 1), topics (level 2), indicators (level 3), measures and scoring rules."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import cached_property
from typing import Literal

from lceval_docs.model.origin import Record, Statement
from lceval_docs.records import dataclass


@dataclass(frozen=True, kw_only=True)
class Measure(Record):
    """A figure made from data items. `formula` is restricted arithmetic; its result is given in `unit`.

    `most`: a part cannot exceed its whole; a result beyond it is a problem of the data. `ceiling`: a formula for the most
    that it can come to in a case, whatever is done about this indicator alone.
    """

    name: str
    symbol: str
    formula: str
    unit: str
    most: Decimal | None = None
    ceiling: str = ""


@dataclass(frozen=True, kw_only=True)
class Level(Record):
    """One level of a graded rule, best first. `ratio` of the points. `at_least`: reached by the measure itself."""

    id: str
    ratio: Decimal
    when: str
    at_least: Decimal | None = None


@dataclass(frozen=True, kw_only=True)
class YesNo(Record):
    """All points or none, by the evaluator's answer."""

    method: Literal["yes_no"] = "yes_no"
    when: str


@dataclass(frozen=True, kw_only=True)
class Levels(Record):
    """Points × the ratio of the level met."""

    method: Literal["levels"] = "levels"
    levels: tuple[Level, ...]


@dataclass(frozen=True, kw_only=True)
class Threshold(Record):
    """All points where the measure reaches the threshold, else none."""

    method: Literal["threshold"] = "threshold"
    at_least: Decimal | None = None
    at_most: Decimal | None = None


@dataclass(frozen=True, kw_only=True)
class Count(Record):
    """Points × n/N, at most all. N is fixed (`full_at`), or the amount of a data item (`of`), at most `at_most`."""

    method: Literal["count"] = "count"
    full_at: Decimal | None = None
    of: str = ""
    at_most: Decimal | None = None


@dataclass(frozen=True, kw_only=True)
class Linear(Record):
    """Nothing at `zero_at`, all at `full_at`, in proportion between; falling where `full_at` is the smaller.

    A required indicator whose measure is worse than `fails_beyond` is not met.
    """

    method: Literal["linear"] = "linear"
    zero_at: Decimal
    full_at: Decimal
    fails_beyond: Decimal | None = None


@dataclass(frozen=True, kw_only=True)
class BaseLead(Record):
    """Nothing if worse than the base value; `base_ratio` at it, rising in proportion to all at the lead value.

    Without `base` and `lead` the industry profile or the evaluation plan gives them.
    """

    method: Literal["base_lead"] = "base_lead"
    base_ratio: Decimal
    better: Literal["lower", "higher"]
    base: Decimal | None = None
    lead: Decimal | None = None


Scoring = YesNo | Levels | Threshold | Count | Linear | BaseLead


@dataclass(frozen=True, kw_only=True)
class NotApplicable(Record):
    """Whether an indicator may be not applicable, and when."""

    allowed: bool
    when: str = ""


@dataclass(frozen=True, kw_only=True)
class Benchmark(Record):
    """Base and lead value of a base-lead rule, with where they come from."""

    base: Decimal
    lead: Decimal
    unit: str
    source: str


@dataclass(frozen=True, kw_only=True)
class WorkedExample(Record):
    """An example that is run as a test and printed in the guidance.

    `given`: amounts with units by data item ("96 人"), with `@base` behind an item for the base year; or the `level`
    or `met` answered. `value`: the measure in its unit; `points`: both rounded by the rounding policy.
    """

    name: str
    given: Mapping[str, str] | None = None
    level: str = ""
    met: bool | None = None
    benchmark: Benchmark | None = None
    value: Decimal | None = None
    points: Decimal
    fails: bool = False
    arithmetic: str


@dataclass(frozen=True, kw_only=True)
class Inspection(Record):
    """How an evaluator verifies an indicator on site: what to look at, whom to ask, how much to sample."""

    look: str
    ask: str
    sample: str


@dataclass(frozen=True, kw_only=True)
class Indicator(Statement):
    """A level-3 indicator: what is required, how it is measured, scored and shown."""

    id: str
    name: str
    kind: Literal["required", "optional"]
    points: Decimal
    requirement: str
    measure: Measure | None = None
    scoring: Scoring
    evidence: tuple[str, ...]
    not_applicable: NotApplicable
    inspection: Inspection | None = None
    examples: tuple[WorkedExample, ...]
    clause: str = ""
    retired: bool = False

    @property
    def is_required(self) -> bool:
        return self.kind == "required"


@dataclass(frozen=True, kw_only=True)
class Topic(Statement):
    """A level-2 indicator. Its points are the sum of its indicators'."""

    id: str
    name: str
    points: Decimal
    indicators: tuple[Indicator, ...]


@dataclass(frozen=True, kw_only=True)
class Weight(Statement):
    """The points of a dimension, decided apart from its name."""

    points: Decimal


@dataclass(frozen=True, kw_only=True)
class Dimension(Statement):
    """A level-1 indicator: one file of `indicators/`."""

    id: str
    name: str
    weight: Weight
    topics: tuple[Topic, ...]

    @cached_property
    def indicators(self) -> tuple[Indicator, ...]:
        """Those in force, in order."""
        return tuple(i for topic in self.topics for i in topic.indicators if not i.retired)
