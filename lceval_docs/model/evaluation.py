"""What an evaluation concluded. Every figure remembers how it came about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from decimal import Decimal
from functools import cached_property
from typing import Literal

from lceval_docs.formulas import Node
from lceval_docs.model.case import Answer
from lceval_docs.model.grading import Gate, Grade, Prerequisite
from lceval_docs.model.indicator import Benchmark, Dimension, Indicator
from lceval_docs.problems import NOWHERE, Mark
from lceval_docs.quantities import Quantity
from lceval_docs.records import dataclass


@dataclass(frozen=True)
class Figure:
    """An amount of one year, and where it comes from.

    Reported: `mark` and `evidence` say where it was typed and what proves it. Derived: `formula` and `inputs`.
    Inventory total: `lines` names the lines added up. `title` names the row of a table.
    """

    id: str
    year: int
    quantity: Quantity
    formula: Node | None = None
    inputs: tuple[Figure, ...] = ()
    lines: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    mark: Mark = NOWHERE
    by: Literal["factory", "review", ""] = ""
    title: str = ""


@dataclass(frozen=True)
class FactorUse:
    """A factor as it was used: which parameter, how much, from where; `mark`: where that is written.

    `reason`: why one of another year than the amount's was taken.
    """

    parameter: str
    quantity: Quantity
    source: str
    origin: Literal["default", "measured", "constant", "declared"]
    year: int | None = None
    region: str = ""
    verification: str = ""
    reason: str = ""
    mark: Mark = field(default=NOWHERE, compare=False)


@dataclass(frozen=True)
class Calculation:
    """One formula of a method, with the amounts that were put in and what came out."""

    method: str
    formula: Node
    inputs: Mapping[str, Quantity]
    result: Quantity


@dataclass(frozen=True)
class Missing:
    """Something that has not been given: a data item, a source's amount or parameter, an answer.

    `what` is its id; `of` the source, table or indicator it belongs to; `needed_by` the indicators and gates that
    cannot be judged without it.
    """

    what: str
    why: Literal["data", "amount", "parameter", "answer", "benchmark", "review"]
    of: str = ""
    year: int | None = None
    mark: Mark = field(default=NOWHERE, compare=False)
    needed_by: tuple[str, ...] = field(default=(), compare=False)


@dataclass(frozen=True)
class Line:
    """One source in one year.

    Emissions in tCO2e and of that the CO2 alone in tCO2, location-based and market-based (they differ for
    electricity only); energy in tce by both conventions. `missing` says what kept it from being computed.
    """

    source: str
    name: str
    kind: str
    supply: str
    scope: Literal["1", "2", "3", "biogenic"]
    year: int
    amount: Quantity | None
    emissions: Quantity | None
    emissions_market: Quantity | None
    co2: Quantity | None
    co2_market: Quantity | None
    energy_calorific: Quantity | None
    energy_equivalent: Quantity | None
    electricity: Quantity | None
    factors: tuple[FactorUse, ...]
    calculations: tuple[Calculation, ...]
    missing: tuple[Missing, ...]
    evidence: tuple[str, ...]
    mark: Mark


@dataclass(frozen=True)
class Inventory:
    """All lines of one year, and the totals by name.

    Totals leave out what could not be computed; `gaps` says by total what that is. A total with gaps is printed as
    incomplete and never scored.
    """

    year: int
    lines: tuple[Line, ...]
    totals: Mapping[str, Figure]
    gaps: Mapping[str, tuple[Missing, ...]]

    @property
    def missing(self) -> tuple[Missing, ...]:
        return tuple(m for line in self.lines for m in line.missing)


@dataclass(frozen=True)
class Score:
    """One indicator judged.

    `points`: full points after tailoring. `score`: exact, None where it is missing or not applicable. `fails`: a
    required indicator that is not met. `figure`: the measured value. `limits`: what its rule looked at beside it, in its
    unit: N of a count; base and lead value, which come from `benchmark`, as given, or from the rule.
    """

    indicator: Indicator
    status: Literal["scored", "missing", "not_applicable"]
    points: Decimal
    score: Decimal | None = None
    ratio: Decimal | None = None
    fails: bool = False
    figure: Figure | None = None
    limits: tuple[Decimal, ...] = ()
    benchmark: Benchmark | None = None
    answer: Answer | None = None
    missing: tuple[Missing, ...] = ()


@dataclass(frozen=True)
class DimensionScore:
    """A dimension: points scored and applicable, and its part of the total after renormalisation.

    `lowest` and `highest` bound the part while something is missing; they agree when nothing is.
    """

    dimension: Dimension
    scores: tuple[Score, ...]
    applicable_points: Decimal
    raw: Decimal
    lowest: Decimal
    highest: Decimal


@dataclass(frozen=True)
class PrerequisiteResult:
    prerequisite: Prerequisite
    status: Literal["met", "not_met", "not_applicable", "missing"]
    answer: Answer | None


@dataclass(frozen=True)
class GateResult:
    """A gate: kept, not kept, or unknown while its figure is missing."""

    gate: Gate
    kept: bool | None
    figure: Figure | None
    missing: tuple[Missing, ...] = ()


@dataclass(frozen=True)
class Adjustment:
    """One line of the ledger: what was changed, from what to what, why, on what basis, by whom.

    `indicator` is the id of an indicator, or of a data item that the evaluators corrected. `approved_by` is empty where
    nobody is said to have approved it. `mark`: where it is written.
    """

    indicator: str
    kind: Literal["not_applicable", "benchmark", "points", "data"]
    before: Benchmark | Decimal | None
    after: Benchmark | Decimal | None
    reason: str
    basis: str
    approved_by: str
    evidence: tuple[str, ...] = ()
    mark: Mark = field(default=NOWHERE, compare=False)


@dataclass(frozen=True)
class Scorecard:
    """All indicators judged by one party's answers, with total and bounds. `raw` is before renormalisation."""

    dimensions: tuple[DimensionScore, ...]
    total: Decimal | None
    lowest: Decimal
    highest: Decimal
    raw: Decimal
    raw_points: Decimal

    @cached_property
    def scores(self) -> tuple[Score, ...]:
        return tuple(s for d in self.dimensions for s in d.scores)

    @property
    def says_nothing(self) -> bool:
        """Whether not one indicator could be judged."""
        return all(s.status == "missing" for s in self.scores)


@dataclass(frozen=True)
class Verdict:
    """The grade, or why there is none. Withheld while anything is missing; otherwise no grade means: reaches none."""

    grade: Grade | None
    withheld: bool
    failed_prerequisites: tuple[str, ...]
    failed_indicators: tuple[str, ...]
    unmet_conditions: tuple[str, ...]


@dataclass(frozen=True)
class Evaluation:
    """Everything that one case gives under one edition.

    `missing`: what the result waits for. `unsubmitted`: what the factory itself has not handed in, whatever the
    evaluators have still to find or to set.
    """

    edition: str
    evaluation_year: int
    base_year: int
    inventories: Mapping[int, Inventory]
    figures: Mapping[tuple[str, int], Figure]
    self_assessment: Scorecard
    review: Scorecard | None
    prerequisites: tuple[PrerequisiteResult, ...]
    gates: tuple[GateResult, ...]
    ledger: tuple[Adjustment, ...]
    verdict: Verdict
    missing: tuple[Missing, ...]
    unsubmitted: tuple[Missing, ...]
