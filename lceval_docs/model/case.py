"""A case: what a factory reported and what its evaluators found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Literal

from lceval_docs.model.indicator import Benchmark
from lceval_docs.model.origin import Given, Record, Told
from lceval_docs.problems import Mark
from lceval_docs.records import dataclass


@dataclass(frozen=True, kw_only=True)
class Measured(Record):
    """A factor that the factory gives itself, with its source. It takes the place of a default and is shown as such."""

    value: Decimal
    unit: str
    source: str
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class EmissionSource(Record):
    """One line of the inventory: an amount by year, in one unit, with its evidence."""

    id: str
    name: str
    unit: str
    amounts: Mapping[int, Given]
    evidence: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class FuelSource(EmissionSource):
    """A fuel burnt. `measured`: any of ncv, carbon, oxidation, density, emission_factor, coal_equivalent."""

    kind: Literal["fuel"]
    fuel: str
    scope: Literal["1", "3"] = "1"
    measured: Mapping[str, Measured] | None = None


@dataclass(frozen=True, kw_only=True)
class ProcessSource(EmissionSource):
    """A carbonate decomposed; `purity` in %."""

    kind: Literal["process"]
    substance: str
    purity: Decimal = Decimal(100)
    measured: Mapping[str, Measured] | None = None


@dataclass(frozen=True, kw_only=True)
class ElectricitySource(EmissionSource):
    """Electricity of one kind of supply.

    grid; green_power (traded, with certificates); certificate (grid power with bought certificates); direct_line
    (non-fossil, own line); own_renewable; own_fossil (its fuel is a line of its own); exported.
    """

    kind: Literal["electricity"]
    supply: Literal["grid", "green_power", "certificate", "direct_line", "own_renewable", "own_fossil", "exported"]
    region: str = ""
    factor_year: int | None = None
    reason: str = ""
    measured: Mapping[str, Measured] | None = None


@dataclass(frozen=True, kw_only=True)
class HeatSource(EmissionSource):
    """Bought or exported heat; steam in tonnes needs its `enthalpy` in the unit of the heat table."""

    kind: Literal["heat"]
    supply: Literal["purchased", "exported"] = "purchased"
    enthalpy: Decimal | None = None
    measured: Mapping[str, Measured] | None = None


@dataclass(frozen=True, kw_only=True)
class GasSource(EmissionSource):
    """A greenhouse gas set free: refrigerant, SF6, methane …"""

    kind: Literal["gas"]
    gas: str


@dataclass(frozen=True, kw_only=True)
class DirectSource(EmissionSource):
    """Emissions given as such, measured or computed elsewhere; `origin` says by what method.

    biogenic: shown apart, not added. recovered: taken off.
    """

    kind: Literal["direct"]
    role: Literal["emitted", "biogenic", "recovered"] = "emitted"
    gas: str
    origin: str


Source = FuelSource | ProcessSource | ElectricitySource | HeatSource | GasSource | DirectSource


@dataclass(frozen=True, kw_only=True)
class InventoryData(Record):
    """Which tables the inventory is made by, and its lines."""

    boundary: str
    fuel_set: str
    gwp: str
    region: str
    sources: tuple[Source, ...]


@dataclass(frozen=True, kw_only=True)
class DataEntry(Record):
    """A data item's answer: numbers by year in `unit`, or rows by year for a table."""

    unit: str = ""
    values: Mapping[int, Given] | None = None
    rows: Mapping[int, tuple[Mapping[str, Told], ...]] | None = None
    evidence: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class ReportedTotal(Record):
    """A total by year that the factory has published, and where. It is compared, and never computed with."""

    unit: str
    values: Mapping[int, Given]
    source: str
    evidence: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Answer(Record):
    """What somebody says of one indicator or basic requirement.

    `level`: of a graded rule. `met`: of a yes/no rule or a basic requirement; `met: false` on a measured required
    indicator says that it was not accounted. `not_applicable`: the reason.
    """

    level: str = ""
    met: bool | None = None
    not_applicable: str = ""
    agreed: bool = False
    note: str = ""
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Evidence(Record):
    """A piece of evidence, numbered. `file` lies in the case's `evidence/` folder."""

    id: str
    name: str
    file: str = ""
    period: str = ""
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Output(Record):
    """What intensities are counted per: products or output value, and the unit."""

    name: str
    unit: str


@dataclass(frozen=True, kw_only=True)
class Factory(Record):
    """`factory.yaml`. `profile` holds the answers of the application form by field id; `reported` what was published."""

    edition: str
    notice: str = ""
    name: str
    profile: Mapping[str, str]
    evaluation_year: int
    base_year: int
    output: Output
    inventory: InventoryData
    data: Mapping[str, DataEntry]
    reported: Mapping[str, ReportedTotal] | None = None
    prerequisites: Mapping[str, Answer]
    self_assessment: Mapping[str, Answer]
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, kw_only=True)
class Person(Record):
    name: str
    role: str
    organisation: str = ""


@dataclass(frozen=True, kw_only=True)
class Event(Record):
    """Something that was done in the evaluation, and when."""

    what: str
    date: date
    who: str = ""


@dataclass(frozen=True, kw_only=True)
class PointsShift(Record):
    """Points moved inside a topic."""

    indicator: str
    points: Decimal
    reason: str
    basis: str
    approved_by: str


@dataclass(frozen=True, kw_only=True)
class Plan(Record):
    """The evaluation plan: industry profile, benchmarks set for this case, points moved.

    `approved_by`: who approved the profile and the benchmarks.
    """

    profile: str = ""
    approved_by: str = ""
    benchmarks: Mapping[str, Benchmark] | None = None
    points: tuple[PointsShift, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Review(Record):
    """`review.yaml`: what the evaluators found."""

    report_number: str
    report_date: date
    organisation: str
    organisation_profile: Mapping[str, str] | None = None
    purpose: str
    team: tuple[Person, ...]
    events: tuple[Event, ...]
    sites: tuple[str, ...] = ()
    plan: Plan
    data: Mapping[str, DataEntry] | None = None
    prerequisites: Mapping[str, Answer]
    findings: Mapping[str, Answer]
    highlights: tuple[str, ...] = ()
    conclusion: str = ""
    recommendations: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Case:
    """A case folder. Without a review only the inventory, the self-assessment and what is missing can be told.

    `origins`: by place in `factory.yaml`, the file and the cell or field that a value was imported from. `texts`: the
    case's own files by name, as they were read.
    """

    folder: str
    factory: Factory
    review: Review | None = None
    files: frozenset[str] = field(default=frozenset())
    origins: Mapping[Mark, str] = field(default_factory=lambda: MappingProxyType({}))
    texts: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, kw_only=True)
class Expected(Record):
    """`expected.yaml`: what an example must give, rounded as written here; `figures` by quantity.

    It guards factors and rules against slips of the pen.
    """

    grade: str
    total: Decimal
    figures: Mapping[str, Decimal]
    note: str = ""
