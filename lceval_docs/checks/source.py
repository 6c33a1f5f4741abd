"""The inventory of a case: tables and factors that exist, units of the right kind, amounts that can be."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from lceval_docs.checks.formula import UNKNOWN_UNIT, nearest
from lceval_docs.checks.parameter import check_possible, must_be_positive, title_of
from lceval_docs.engine.total import NON_FOSSIL
from lceval_docs.model.case import (
    Case,
    DirectSource,
    ElectricitySource,
    Evidence,
    FuelSource,
    GasSource,
    HeatSource,
    Measured,
    ProcessSource,
    Source,
)
from lceval_docs.model.standard import Standard
from lceval_docs.problems import Fault, Mark, Problem
from lceval_docs.quantities import Quantity, UnitError, Units
from lceval_docs.records import dataclass

# Words that are all named where none is like what was written.
_FEW = 40
UNIT_KIND = Fault("E0506", '{field}: the unit "{found}" does not fit, expected one like "{expected}".')
NEGATIVE = Fault("E0505", "{field}: {found} is negative.", "Amounts are 0 or more; exports have a supply of their own.")
NO_FACTOR = Fault(
    "E0507",
    'no electricity factor for the year {year} and the region "{region}".',
    "Published for it: {expected}. Name such a year as factor_year with a reason, or give emission_factor under measured.",
)
NO_REASON = Fault(
    "E0508",
    "factor_year {found} differs from the year of the amount, and no reason is given.",
    "Add `reason: …`; it is printed in the report.",
)
NEEDS_EVIDENCE = Fault(
    "E0511",
    "{field}: non-fossil electricity counts only with evidence.",
    "Add `evidence: […]`: contract and settlement, certificates, or meter records.",
)
NO_PARAMETER = Fault("E0512", 'measured: there is no parameter "{found}" here.', "Known: {expected}.")
UNKNOWN_ID = Fault("E0503", '{field}: "{found}" is not known.', "Is it {expected}?")
TWICE = Fault("E0504", 'the id "{found}" stands twice.', "Give each line an id of its own.")
NOT_POSITIVE = Fault(
    "E0312",
    "{field}: expected more than 0, found {found}.",
    "Leave it out if it is not known. Electricity that emits nothing has supplies of its own.",
)
COLD_STEAM = Fault(
    "E0531",
    "{field}: {found} is not above the enthalpy of the feed water, {expected} {unit}.",
    "Give the enthalpy of the steam at its pressure and temperature, in {unit}.",
)
ZERO_UNPROVEN = Fault("E0532", "{field}: a factor of 0 counts only with evidence.", "Add `evidence: […]` to it.")

BAD_ID = Fault(
    "E0533",
    'the id "{found}" is longer than {limit} letters, or holds a blank, a comma or a line break.',
    "Give a short number such as E-01; in a form, blanks and commas stand between numbers.",
)

SHARE = "%"
LONGEST_ID = 40


@dataclass(frozen=True)
class _Wanted:
    """What a value given by the factory must be: a unit it fits, and the method that takes it."""

    unit: str
    method: str


def check_tables(standard: Standard, case: Case, units: Units) -> Iterator[Problem]:
    """The fuel set, GWP edition and region of the inventory exist."""
    inventory = case.factory.inventory
    electricity = standard.factors.electricity
    regions = list(dict.fromkeys(region for year in electricity.years for region in year.values))
    for name, found, known in (
        ("fuel_set", inventory.fuel_set, [s.id for s in standard.factors.fuel_sets]),
        ("gwp", inventory.gwp, standard.factors.warming_potentials.editions),
        ("region", inventory.region, regions),
    ):
        yield from check_known(name, found, known, inventory.mark)


def check_id(record: Source | Evidence) -> Iterator[Problem]:
    """An id is one word, because forms list ids."""
    id = record.id
    if len(id) > LONGEST_ID or not id or not set(id).isdisjoint("、，,;；") or "".join(id.split()) != id:
        yield BAD_ID.at(record.mark.of("id"), found=id[:LONGEST_ID], limit=LONGEST_ID)


def check_sources(standard: Standard, case: Case, units: Units) -> Iterator[Problem]:
    """Each source: an id of its own, a unit of the right kind, amounts of 0 or more, factors that exist."""
    seen: set[str] = set()
    for source in case.factory.inventory.sources:
        if source.id in seen:
            yield TWICE.at(source.mark.of("id"), found=source.id)
        yield from check_id(source)
        seen.add(source.id)
        for year, given in source.amounts.items():
            if given.value < 0:
                yield NEGATIVE.at(given.mark, field=f"{source.id} {year}", found=given.value)
        yield from _source(standard, case, units, source)


def _source(standard: Standard, case: Case, units: Units, source: Source) -> Iterator[Problem]:
    match source:
        case FuelSource():
            yield from _fuel(standard, case, units, source)
        case ProcessSource():
            yield from _process(standard, units, source)
        case ElectricitySource():
            yield from check_kind(source.unit, ("MWh",), source.mark, source.id, units)
            yield from _measured(standard, units, source, {"emission_factor": _Wanted("tCO2/MWh", "electricity")})
            yield from _power(standard, case, source)
        case HeatSource():
            yield from check_kind(source.unit, ("GJ", "t"), source.mark, source.id, units)
            yield from _measured(standard, units, source, {"emission_factor": _Wanted("tCO2/GJ", "heat")})
            yield from _steam(standard, units, source)
        case GasSource() | DirectSource():
            yield from check_known(
                "gas", source.gas, [g.id for g in standard.factors.warming_potentials.gases], source.mark
            )
            yield from check_kind(source.unit, ("t",), source.mark, source.id, units)


def _fuel(standard: Standard, case: Case, units: Units, source: FuelSource) -> Iterator[Problem]:
    fuels = {f.id: f for s in standard.factors.fuel_sets if s.id == case.factory.inventory.fuel_set for f in s.fuels}
    fuel = fuels.get(source.fuel)
    if fuel is None:
        if fuels:
            titles = {f.name: f.id for f in fuels.values()}
            near = nearest(source.fuel, fuels, titles)
            yield UNKNOWN_ID.at(source.mark.of("fuel"), field="fuel", found=source.fuel, expected=near)
        return
    usual = {"t": ("t", "m3"), "10^4Nm3": ("10^4Nm3", "t")}.get(fuel.unit, (fuel.unit,))
    yield from check_kind(source.unit, usual, source.mark, source.id, units)
    try:
        per = units.read(source.unit).text
    except UnitError:
        return
    expected = {
        "ncv": _Wanted(f"GJ/{fuel.unit}", "fuel"),
        "carbon": _Wanted("tC/GJ", "fuel"),
        "oxidation": _Wanted(SHARE, "fuel"),
        "density": _Wanted(f"{fuel.unit}/{per}", "to_mass"),
        "emission_factor": _Wanted(f"tCO2/{fuel.unit}", "fuel_factor"),
        "coal_equivalent": _Wanted(f"tce/{fuel.unit}", "energy"),
    }
    yield from _measured(standard, units, source, expected)


def _process(standard: Standard, units: Units, source: ProcessSource) -> Iterator[Problem]:
    known = [s.id for s in standard.factors.carbonates.substances]
    yield from check_known("substance", source.substance, known, source.mark)
    yield from check_kind(source.unit, ("t",), source.mark, source.id, units)
    yield from _measured(standard, units, source, {"emission_factor": _Wanted("tCO2/t", "process")})
    purity = Quantity(source.purity, units.read(SHARE))
    yield from _value(standard, units, source, ("process", "purity"), purity, source.mark.of("purity"))


def _steam(standard: Standard, units: Units, source: HeatSource) -> Iterator[Problem]:
    """Steam brings more heat than the water it was made of."""
    if source.enthalpy is None:
        return
    table, mark = standard.factors.heat, source.mark.of("enthalpy")
    given = Quantity(source.enthalpy, units.read(table.enthalpy_unit))
    water = table.water_enthalpy.value
    if given.value <= water:
        field = f"{source.id} {title_of(standard.factors.methods, 'enthalpy')}"
        yield COLD_STEAM.at(mark, field=field, found=given.value, expected=water, unit=table.enthalpy_unit)
    else:
        yield from _value(standard, units, source, ("steam", "enthalpy"), given, mark)


def must_be_proven(source: Source) -> bool:
    """Whether a source counts only with evidence."""
    return isinstance(source, ElectricitySource) and source.supply in NON_FOSSIL


def _power(standard: Standard, case: Case, source: ElectricitySource) -> Iterator[Problem]:
    if must_be_proven(source) and not source.evidence:
        yield NEEDS_EVIDENCE.at(source.mark, field=source.id)
    if source.supply in ("direct_line", "own_renewable", "own_fossil") or "emission_factor" in (source.measured or ()):
        return
    region = source.region or case.factory.inventory.region
    notices = {y.year: y for y in standard.factors.electricity.years}
    if not source.region and not any(region in notice.values for notice in notices.values()):
        return  # told where the region of all sources stands
    for year, given in source.amounts.items():
        notice = notices.get(source.factor_year or year)
        if notice is None or region not in notice.values:
            years = ", ".join(str(y) for y, n in sorted(notices.items()) if region in n.values) or "—"
            yield NO_FACTOR.at(given.mark, year=source.factor_year or year, region=region, expected=years)
        elif source.factor_year not in (None, year) and not source.reason.strip():
            yield NO_REASON.at(source.mark.of("factor_year"), found=source.factor_year)


def check_known(field: str, found: str, known: Collection[str], mark: Mark) -> Iterator[Problem]:
    """A word is one of the known ones. Those that look like it are named; all, where none does and they are few."""
    if found not in known:
        few = " / ".join(known) if len(known) <= _FEW else ""
        yield UNKNOWN_ID.at(mark.of(field), field=field, found=found, expected=nearest(found, known) or few)


def check_kind(text: str, fitting: tuple[str, ...], mark: Mark, field: str, units: Units) -> Iterator[Problem]:
    """A unit is known, and of a kind with one of those that fit. `mark`: of the record whose `unit` it is."""
    try:
        unit = units.read(text)
    except UnitError:
        if near := nearest(text, units.names, units.titles):
            yield UNKNOWN_UNIT.at(mark.of("unit"), found=text, expected=near)
        else:
            yield UNIT_KIND.at(mark.of("unit"), field=field, found=text, expected=units.read(fitting[0]).text)
        return
    if not any(unit.fits(units.read(kind)) for kind in fitting):
        yield UNIT_KIND.at(mark.of("unit"), field=field, found=text, expected=units.read(fitting[0]).text)


def _measured(
    standard: Standard,
    units: Units,
    source: FuelSource | ProcessSource | ElectricitySource | HeatSource,
    expected: Mapping[str, _Wanted],
) -> Iterator[Problem]:
    """Factors that the factory gives itself: known here, in a fitting unit, such as can be."""
    for name, given in (source.measured or {}).items():
        wanted = expected.get(name)
        if wanted is None:
            yield NO_PARAMETER.at(given.mark, found=name, expected=", ".join(expected))
            continue
        wrong = list(check_kind(given.unit, (wanted.unit,), given.mark, name, units))
        yield from wrong
        if not wrong:
            value = Quantity(given.value, units.read(given.unit))
            yield from _value(standard, units, source, (wanted.method, name), value, given.mark.of("value"))
            if not given.value and not given.evidence:
                yield from _unproven(standard, source, (wanted.method, name), given)


def _value(
    standard: Standard, units: Units, source: Source, use: tuple[str, str], value: Quantity, mark: Mark
) -> Iterator[Problem]:
    """A value can be what it says. `use`: the method and the parameter it is given for."""
    method, parameter = use
    methods = standard.factors.methods
    field = f"{source.id} {title_of(methods, parameter)}"
    if value.value <= 0 and must_be_positive(methods, method, parameter):
        yield NOT_POSITIVE.at(mark, field=field, found=value.value)
    elif value.value < 0:
        yield NEGATIVE.at(mark, field=field, found=value.value)
    yield from check_possible(methods, parameter, value, field, mark, units)


def _unproven(standard: Standard, source: Source, use: tuple[str, str], given: Measured) -> Iterator[Problem]:
    """A factor of 0 where it may be: only with evidence (heat from waste heat or renewables)."""
    method, parameter = use
    methods = standard.factors.methods
    if not must_be_positive(methods, method, parameter):
        yield ZERO_UNPROVEN.at(given.mark, field=f"{source.id} {title_of(methods, parameter)}")


CHECKS = (check_tables, check_sources)
