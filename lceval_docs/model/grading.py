"""How scores become a grade: basic requirements, gates, grades, rounding policy, tailoring limits, profiles."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from lceval_docs.model.indicator import Benchmark
from lceval_docs.model.origin import Record, Statement
from lceval_docs.records import dataclass


@dataclass(frozen=True, kw_only=True)
class Prerequisite(Statement):
    """A basic requirement: no points; not meeting it ends the evaluation."""

    id: str
    requirement: str
    may_not_apply: bool = False
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Gate(Record):
    """A limit that a figure must keep: at least or at most, in the given unit."""

    id: str
    name: str
    formula: str
    unit: str
    at_least: Decimal | None = None
    at_most: Decimal | None = None
    anchor: str = ""


@dataclass(frozen=True, kw_only=True)
class GateVariant(Statement):
    """One proposed set of gates, with the parameters that derived items may name."""

    id: str
    name: str
    parameters: Mapping[str, Decimal]
    gates: tuple[Gate, ...]


@dataclass(frozen=True, kw_only=True)
class Condition(Record):
    """Something an indicator must show: its measure at least a value, or its score at least a ratio of its points."""

    indicator: str
    value_at_least: Decimal | None = None
    ratio_at_least: Decimal | None = None


@dataclass(frozen=True, kw_only=True)
class Grade(Statement):
    """A grade, from its total score up. `any_of`: at least one must hold. `gates`: the chosen variant must hold."""

    id: str
    name: str
    at_least: Decimal
    any_of: tuple[Condition, ...] = ()
    gates: bool = False


@dataclass(frozen=True, kw_only=True)
class FailGrade(Statement):
    """What a factory gets that reaches no grade."""

    id: str
    name: str


@dataclass(frozen=True, kw_only=True)
class Rounding(Statement):
    """Digits after the point in print; rounding is by GB/T 8170, comparison with limits by unrounded values."""

    points: int
    total: int
    amount: int
    percentage: int
    intensity: int


@dataclass(frozen=True, kw_only=True)
class TailoringLimits(Statement):
    """How far an evaluation may depart from the indicator tables.

    Not-applicable points, those of `not_counted` left out, in all and as % of any one dimension; and by how many
    percent an indicator's points may move inside its topic.
    """

    not_applicable_points: Decimal
    not_applicable_share: Decimal
    not_counted: tuple[str, ...]
    points_shift: Decimal


@dataclass(frozen=True, kw_only=True)
class Validity(Statement):
    """For how many years a result is valid, from the date of the report."""

    years: int


@dataclass(frozen=True, kw_only=True)
class Analysis(Statement):
    """What a report tries out: each input wrong by `input_error` %; at most `listed` rows of a kind are printed.

    `counted`: units of things that are counted; of these none is 5 % too many, so they are not tried.
    """

    input_error: Decimal
    listed: int
    counted: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Grading(Record):
    """`grades.yaml`. The weights of the dimensions add up to `full_marks`."""

    full_marks: Decimal
    prerequisites: tuple[Prerequisite, ...]
    gate_variant: str
    gate_variants: tuple[GateVariant, ...]
    grades: tuple[Grade, ...]
    fail: FailGrade
    rounding: Rounding
    tailoring: TailoringLimits
    validity: Validity
    analysis: Analysis

    @property
    def variant(self) -> GateVariant:
        """The gate variant in force."""
        return next(v for v in self.gate_variants if v.id == self.gate_variant)


@dataclass(frozen=True, kw_only=True)
class Profile(Statement):
    """Tailoring for an industry: benchmarks, usual not-applicable indicators with their reason, moved points."""

    id: str
    name: str
    industries: tuple[str, ...]
    benchmarks: Mapping[str, Benchmark]
    usually_not_applicable: Mapping[str, str] | None = None
    note: str = ""
