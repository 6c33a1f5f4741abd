"""Published factors: fuels by set, electricity by year and region, heat, warming potentials, coal equivalents."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Literal

from lceval_docs.model.origin import Published, Record, Statement, Verification
from lceval_docs.records import dataclass


@dataclass(frozen=True, kw_only=True)
class Fuel(Record):
    """A fuel's default parameters within one set.

    `ncv`: net calorific value, GJ per `unit`. `carbon`: tC per GJ. `oxidation`: share, in %.
    CO2 per unit is ncv × carbon × oxidation × 44/12.
    """

    id: str
    name: str
    unit: str
    ncv: Decimal
    carbon: Decimal
    oxidation: Decimal | None = None
    verification: Verification
    conflicts: str = ""


@dataclass(frozen=True, kw_only=True)
class FuelSet(Statement):
    """Fuel defaults that belong together. Rows of different sets are never mixed in one inventory."""

    id: str
    name: str
    source: str
    note: str = ""
    fuels: tuple[Fuel, ...]


@dataclass(frozen=True, kw_only=True)
class ElectricityYear(Record):
    """One year's notice: values in tCO2/MWh by region, each region named once."""

    year: int
    source: str
    verification: Verification
    values: Mapping[str, Decimal]
    unverified: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Electricity(Statement):
    """Average factors of grid electricity. `residual` names the row that leaves out traded non-fossil power.

    `market_rest`: which factor the market-based method gives to grid power without a certificate.
    """

    unit: str
    residual: str
    market_rest: Literal["regional", "residual"]
    years: tuple[ElectricityYear, ...]


@dataclass(frozen=True, kw_only=True)
class Heat(Statement):
    """Bought heat and steam: factor in tCO2/GJ, and the enthalpy of feed water taken off that of steam."""

    factor: Published
    unit: str
    water_enthalpy: Published
    enthalpy_unit: str


@dataclass(frozen=True, kw_only=True)
class Gas(Record):
    """A greenhouse gas with its GWP100 in each assessment report; or a blend of others by mass share in %."""

    id: str
    name: str
    gwp: Mapping[str, Decimal] | None = None
    blend: Mapping[str, Decimal] | None = None
    verification: Verification
    conflicts: str = ""


@dataclass(frozen=True, kw_only=True)
class WarmingPotentials(Statement):
    """Global warming potentials over 100 years; `editions`: the assessment reports that each gas has one of."""

    editions: tuple[str, ...]
    source: str
    gases: tuple[Gas, ...]


@dataclass(frozen=True, kw_only=True)
class Carbonate(Record):
    """CO2 set free per tonne of pure substance, in tCO2/t."""

    id: str
    name: str
    factor: Decimal
    unit: str
    verification: Verification
    conflicts: str = ""


@dataclass(frozen=True, kw_only=True)
class Carbonates(Statement):
    """What carbonates set free when they decompose."""

    source: str
    substances: tuple[Carbonate, ...]


@dataclass(frozen=True, kw_only=True)
class Coefficient(Record):
    """Standard coal per unit of an energy carrier. `carriers`: ids of fuels it serves."""

    id: str
    name: str
    unit: str
    value: Decimal
    carriers: tuple[str, ...] = ()
    source: str
    verification: Verification
    conflicts: str = ""


@dataclass(frozen=True, kw_only=True)
class CoalEquivalents(Statement):
    """Coefficients to tonnes of coal equivalent.

    Electricity has two: by its heat content (当量值, calorific) and by the coal its generation takes (等价值,
    equivalent). A fuel without a coefficient is converted by its own net calorific value and `standard_coal`.
    """

    standard_coal: Published
    standard_coal_unit: str
    electricity_calorific: Coefficient
    electricity_equivalent: Coefficient
    heat: Coefficient
    fuels: tuple[Coefficient, ...]


@dataclass(frozen=True, kw_only=True)
class Constant(Record):
    """A fixed number of the method, written as a formula so that it stays exact (44 / 12)."""

    id: str
    name: str
    symbol: str
    formula: str
    unit: str
    source: str


@dataclass(frozen=True, kw_only=True)
class Limit(Record):
    """What no value of a parameter can exceed in nature, where it is given per the same kind of unit, and why."""

    unit: str
    most: Decimal
    because: str


@dataclass(frozen=True, kw_only=True)
class Parameter(Record):
    """A name that method formulas use, with its symbol. `limits` catch slips of the pen; no rule of the standard."""

    id: str
    name: str
    symbol: str
    limits: tuple[Limit, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Method(Statement):
    """How one kind of inventory line is computed. `formula` is over parameters and constants.

    `positive`: the parameters for which 0 makes no sense here.
    """

    id: str
    name: str
    symbol: str
    formula: str
    unit: str
    positive: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Methods(Record):
    """`factors/methods.yaml`. The engine picks a method by its id; the arithmetic is the author's."""

    constants: tuple[Constant, ...]
    parameters: tuple[Parameter, ...]
    methods: tuple[Method, ...]


@dataclass(frozen=True, kw_only=True)
class Quality(Record):
    """A class of data by how well it is proved: its relative uncertainty in %, half the width of the interval."""

    name: str
    percent: Decimal


@dataclass(frozen=True, kw_only=True)
class Uncertainty(Statement):
    """The classes of source quality.

    Amounts: with evidence or without. Factors: the factory's own with evidence, its own without (`stated`); defaults
    by how far they were verified.
    """

    source: str
    note: str = ""
    amount_evidenced: Quality
    amount_stated: Quality
    factor_measured: Quality
    factor_stated: Quality
    factor_agreed: Quality
    factor_single: Quality
    factor_unverified: Quality


@dataclass(frozen=True, kw_only=True)
class Factors:
    """Every factor table of an edition."""

    fuel_sets: tuple[FuelSet, ...]
    electricity: Electricity
    heat: Heat
    warming_potentials: WarmingPotentials
    carbonates: Carbonates
    coal_equivalents: CoalEquivalents
    methods: Methods
    uncertainty: Uncertainty
