"""Factor tables: units fit what the engine does with them, sources are there, blends are whole."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from lceval_docs.checks.formula import UNKNOWN_UNIT, WRONG_UNIT, check_unit, nearest
from lceval_docs.checks.parameter import WHOLE, check_possible, must_be_positive
from lceval_docs.formulas import FormulaError, names, parse
from lceval_docs.model.standard import Standard
from lceval_docs.problems import Fault, Mark, Problem
from lceval_docs.quantities import Quantity, UnitError, Units

NO_SOURCE = Fault("E0422", "a factor without a source.", "Write where the value stands: document, number, table.")
NO_REGION = Fault("E0423", 'the year {year} has no row "{found}".')
BLEND_OF_BLENDS = Fault("E0466", 'blend: "{found}" is a blend itself.', "Name the gases that it is made of.")
NO_FUELS = Fault("E0467", "the fuel set {found} has no fuels.", "Add some, or take the set out.")
YEAR_TWICE = Fault("E0424", "the year {found} stands twice.")
UNKNOWN_GAS = Fault("E0425", 'blend: there is no gas "{found}".')
BLEND_SUM = Fault("E0426", "blend: the shares add up to {found} %, expected {expected} %.")
NO_POTENTIAL = Fault("E0427", "{gas}: expected a GWP for each of {expected}, or a blend.")
UNKNOWN_CARRIER = Fault("E0428", 'carriers: no fuel set has "{found}".')
MISSING_METHOD = Fault("E0429", 'there is no method "{expected}".')
UNKNOWN_PARAMETER = Fault("E0430", 'formula: there is no parameter or constant "{found}".')
NOT_POSITIVE = Fault("E0431", "{field}: expected more than 0, found {found}.")
BAD_METHOD = Fault("E0432", 'formula: "{found}" is not arithmetic.')
NOT_IN_FORMULA = Fault("E0470", 'positive: "{found}" does not occur in the formula.', "It names: {expected}.")

METHODS = (
    "fuel",
    "fuel_factor",
    "process",
    "electricity",
    "heat",
    "steam",
    "gas",
    "to_mass",
    "energy",
    "energy_by_ncv",
)


def _fits(text: str, expected: str, mark: Mark, units: Units) -> Iterator[Problem]:
    try:
        if not units.read(text).fits(units.read(expected)):
            yield WRONG_UNIT.at(mark, found=text, expected=expected)
    except UnitError as error:
        yield UNKNOWN_UNIT.at(mark, found=error.found, expected=nearest(error.found, units.names))


def check_fuels(standard: Standard) -> Iterator[Problem]:
    """Fuel rows have a source and a known unit."""
    for fuel_set in standard.factors.fuel_sets:
        if not fuel_set.source.strip():
            yield NO_SOURCE.at(fuel_set.mark.of("source"))
        if not fuel_set.fuels:
            yield NO_FUELS.at(fuel_set.mark.of("fuels"), found=fuel_set.name)
        for fuel in fuel_set.fuels:
            yield from check_unit(fuel.unit, fuel.mark.of("unit"), standard.units)


def check_values(standard: Standard) -> Iterator[Problem]:
    """Values of the tables are such as can be."""
    methods, units = standard.factors.methods, standard.units
    for method, parameter, value, unit, mark in _values(standard):
        if value < 0 or (value == 0 and must_be_positive(methods, method, parameter)):
            yield NOT_POSITIVE.at(mark, field=parameter, found=value)
        try:
            yield from check_possible(methods, parameter, Quantity(value, units.read(unit)), parameter, mark, units)
        except UnitError:
            continue  # an unknown unit is told where it stands


def _values(standard: Standard) -> Iterator[tuple[str, str, Decimal, str, Mark]]:
    """Each published value with the method and parameter it serves, its unit and its place."""
    factors = standard.factors
    for fuel in (f for s in factors.fuel_sets for f in s.fuels):
        for name, unit in (("ncv", f"GJ/{fuel.unit}"), ("carbon", "tC/GJ"), ("oxidation", "%")):
            value: Decimal | None = getattr(fuel, name)
            if value is not None:
                yield "fuel", name, value, unit, fuel.mark.of(name)
    for substance in factors.carbonates.substances:
        yield "process", "emission_factor", substance.factor, substance.unit, substance.mark.of("factor")
    coal, heat, power = factors.coal_equivalents, factors.heat, factors.electricity
    for row in (coal.electricity_calorific, coal.electricity_equivalent, coal.heat, *coal.fuels):
        yield "energy", "coal_equivalent", row.value, row.unit, row.mark.of("value")
    yield (
        "energy_by_ncv",
        "standard_coal",
        coal.standard_coal.value,
        coal.standard_coal_unit,
        coal.standard_coal.mark.of("value"),
    )
    yield "heat", "emission_factor", heat.factor.value, heat.unit, heat.factor.mark.of("value")
    yield "steam", "water_enthalpy", heat.water_enthalpy.value, heat.enthalpy_unit, heat.water_enthalpy.mark.of("value")
    for year in power.years:
        for value in year.values.values():
            yield "electricity", "emission_factor", value, power.unit, year.mark.of("values")


def check_electricity(standard: Standard) -> Iterator[Problem]:
    """Each year once, with a source and the residual row."""
    table = standard.factors.electricity
    yield from _fits(table.unit, "tCO2/MWh", table.mark.of("unit"), standard.units)
    seen: set[int] = set()
    for year in table.years:
        if year.year in seen:
            yield YEAR_TWICE.at(year.mark.of("year"), found=year.year)
        seen.add(year.year)
        if not year.source.strip():
            yield NO_SOURCE.at(year.mark.of("source"))
        for region in (table.residual, *year.unverified):
            if region not in year.values:
                yield NO_REGION.at(year.mark.of("values"), year=year.year, found=region)


def check_other_units(standard: Standard) -> Iterator[Problem]:
    """Heat, carbonates and coal equivalents are given per the right kind of amount."""
    factors, units = standard.factors, standard.units
    heat, coal = factors.heat, factors.coal_equivalents
    yield from _fits(heat.unit, "tCO2/GJ", heat.mark.of("unit"), units)
    yield from _fits(heat.enthalpy_unit, "GJ/t", heat.mark.of("enthalpy_unit"), units)
    yield from _fits(coal.standard_coal_unit, "GJ/tce", coal.mark.of("standard_coal_unit"), units)
    for power in (coal.electricity_calorific, coal.electricity_equivalent):
        yield from _fits(power.unit, "tce/MWh", power.mark.of("unit"), units)
    yield from _fits(coal.heat.unit, "tce/GJ", coal.heat.mark.of("unit"), units)
    for substance in factors.carbonates.substances:
        yield from _fits(substance.unit, "tCO2/t", substance.mark.of("unit"), units)
    fuels = {f.id: f.unit for s in factors.fuel_sets for f in s.fuels}
    for row in coal.fuels:
        if not row.source.strip():
            yield NO_SOURCE.at(row.mark.of("source"))
        for carrier in row.carriers:
            if carrier not in fuels:
                yield UNKNOWN_CARRIER.at(row.mark.of("carriers"), found=carrier)
            else:
                yield from _fits(row.unit, f"tce/{fuels[carrier]}", row.mark.of("unit"), units)


def check_gases(standard: Standard) -> Iterator[Problem]:
    """Each gas has a potential in every edition, or is a blend of such gases."""
    table = standard.factors.warming_potentials
    known = {gas.id: gas for gas in table.gases}
    for gas in table.gases:
        if gas.blend is not None:
            for part in gas.blend:
                if part not in known:
                    yield UNKNOWN_GAS.at(gas.mark.of("blend"), found=part)
                elif known[part].blend is not None:
                    yield BLEND_OF_BLENDS.at(gas.mark.of("blend"), found=part)
            if sum(gas.blend.values()) != WHOLE:
                yield BLEND_SUM.at(gas.mark.of("blend"), found=sum(gas.blend.values()), expected=WHOLE)
        elif gas.gwp is None or set(gas.gwp) != set(table.editions):
            yield NO_POTENTIAL.at(gas.mark, gas=gas.name, expected=", ".join(table.editions))


def check_methods(standard: Standard) -> Iterator[Problem]:
    """Every method the inventory needs is there, over declared parameters and constants."""
    table = standard.factors.methods
    known = {p.id for p in table.parameters} | {c.id for c in table.constants}
    present = {m.id for m in table.methods}
    for id in METHODS:
        if id not in present:
            yield MISSING_METHOD.at(table.mark, expected=id)
    for constant in table.constants:
        yield from check_unit(constant.unit, constant.mark.of("unit"), standard.units)
        try:
            used = names(parse(constant.formula))
        except FormulaError:
            used = (constant.formula,)
        if used:
            yield BAD_METHOD.at(constant.mark.of("formula"), found=constant.formula)
    for method in table.methods:
        yield from check_unit(method.unit, method.mark.of("unit"), standard.units)
        try:
            used = names(parse(method.formula))
        except FormulaError as error:
            yield BAD_METHOD.at(method.mark.of("formula"), found=error.found)
            continue
        for name in used:
            if name not in known:
                yield UNKNOWN_PARAMETER.at(method.mark.of("formula"), found=name)
        for name in method.positive:
            if name not in used:
                yield NOT_IN_FORMULA.at(method.mark.of("positive"), found=name, expected=", ".join(used))
    for limit in (x for p in table.parameters for x in p.limits):
        yield from check_unit(limit.unit, limit.mark.of("unit"), standard.units)


CHECKS = (check_fuels, check_values, check_electricity, check_other_units, check_gases, check_methods)
