"""Figures of a case that can be, and are doubtful all the same. Told as warnings; nothing is corrected.

How doubtful is doubtful, and which words raise a doubt, is said in the standard's `plausibility.yaml`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from itertools import combinations
from statistics import median_low

from lceval_docs.model.case import (
    Case,
    DataEntry,
    DirectSource,
    ElectricitySource,
    FuelSource,
    GasSource,
    HeatSource,
    ProcessSource,
    Source,
)
from lceval_docs.model.origin import Given, Told
from lceval_docs.model.plausibility import MistakenGas, Scale
from lceval_docs.model.standard import Standard
from lceval_docs.problems import Fault, Mark, Problem
from lceval_docs.quantities import Quantity, Units, read_number

OFF_BY_FACTOR = Fault(
    "W0551",
    "{field}: {larger} in {year} is about {times} times the {smaller} of {other}.",
    "Check the unit of each year: kWh or MWh, kg or t.",
)
SAME_AMOUNTS = Fault(
    "W0552",
    "{field}: the same amounts as {other} ({first}); the same energy or material entered twice?",
    "Delete one of them, or say in `note` why they agree.",
)
OWN_HEAT = Fault(
    "W0553",
    "{field}: purchased heat that was made here by its name, beside the fuel {other} it may be made of.",
    "Heat made of a fuel that is counted is not counted again; keep the fuel.",
)
NO_FUEL = Fault(
    "W0554",
    "{field}: power made here of fossil fuel in {year}, and no source has fuel for that year.",
    "Add the fuel as a source; the power itself counts no emissions.",
)
MISTAKEN_BY_NAME = Fault(
    "W0555",
    '{field}: entered as {gas}, but called "{found}", which is another gas.',
    "Choose the gas that was measured, or correct the name.",
)
MISTAKEN_BY_AMOUNT = Fault(
    "W0556",
    '{field} {year}: {gas} {found}, the same amount as "{word}" in {other}.',
    "They are different gases; check which was measured.",
)

# Supplies that buy power from the same wires: one purchase may have been entered under two of them.
BOUGHT = ("grid", "green_power", "certificate", "direct_line")


def check_scale(standard: Standard, case: Case, units: Units) -> Iterator[Problem]:
    """Amounts of a source or a data item that jump as if the unit had changed."""
    rules, data = standard.plausibility.scale, case.factory.data
    for source in case.factory.inventory.sources:
        yield from off_by_factor(rules, f"{source.id} {source.name}", source.amounts)
    for id, entry in (*data.items(), *((case.review.data if case.review else None) or {}).items()):
        yield from off_by_factor(rules, f"{standard.data_items[id].name} {id}", entry.values or {})


def off_by_factor(rules: Scale, field: str, amounts: Mapping[int, Given]) -> Iterator[Problem]:
    """Each amount that is about a factor away from the usual one, the lower of the two in the middle; or farther."""
    given = {year: one.value for year, one in amounts.items() if one.value > 0} if len(amounts) > 1 else {}
    if not given:
        return
    usual = median_low(given.values())
    other = next(year for year, value in given.items() if value == usual)
    for year, value in given.items():
        larger, smaller = max(value, usual), min(value, usual)
        times = _times(rules, larger / smaller)
        if times:
            years = (year, other) if value == larger else (other, year)
            yield OFF_BY_FACTOR.at(
                amounts[year].mark,
                field=field,
                larger=f"{larger:f}",
                year=years[0],
                times=f"{times:f}",
                smaller=f"{smaller:f}",
                other=years[1],
            )


def _times(rules: Scale, ratio: Decimal) -> Decimal | None:
    """The factor that a ratio is about, or the ratio in two digits where it is beyond the least of them; else nothing."""
    if ratio <= min(rules.times) / rules.slack:
        return None
    near = (times for times in rules.times if times / rules.slack < ratio < times * rules.slack)
    return next(near, Decimal(f"{ratio:.1e}"))


def check_twice(standard: Standard, case: Case, units: Units) -> Iterator[Problem]:
    """Two sources of one sort with equal amounts in all years."""
    alike: dict[tuple[str, ...], list[Source]] = {}
    for source in case.factory.inventory.sources:
        alike.setdefault(_sort(source), []).append(source)
    digits = standard.plausibility.same_energy.digits
    for first, second in (pair for sources in alike.values() for pair in combinations(sources, 2)):
        if _digits(second) >= digits and _amounts(first, units) == _amounts(second, units):
            name = f"{first.id} {first.name}"
            yield SAME_AMOUNTS.at(second.mark, field=f"{second.id} {second.name}", other=name, first=first.mark)


def _sort(source: Source) -> tuple[str, ...]:
    """What two sources must share to be one entered twice."""
    match source:
        case FuelSource():
            return source.kind, source.fuel
        case ProcessSource():
            return source.kind, source.substance
        case ElectricitySource():
            return source.kind, "" if source.supply in BOUGHT else source.supply
        case HeatSource():
            return source.kind, source.supply
        case GasSource():
            return source.kind, source.gas
        case DirectSource():
            return source.kind, source.gas, source.role


def _amounts(source: Source, units: Units) -> dict[int, tuple[Decimal, object]]:
    unit = units.read(source.unit)
    return {year: (Quantity(one.value, unit).base, unit.dimensions) for year, one in source.amounts.items()}


def _digits(source: Source) -> int:
    """How many digits the amounts of all years are written with, without zeros around them."""
    return sum(len(f"{one.value:f}".replace(".", "").strip("0")) for one in source.amounts.values())


def check_own_heat(standard: Standard, case: Case, units: Units) -> Iterator[Problem]:
    """Heat entered as purchased whose name says that it was made here, beside the fuels that were burnt here."""
    sources = case.factory.inventory.sources
    fuels = [s for s in sources if isinstance(s, FuelSource) and s.scope == "1"]
    for source in sources:
        is_bought = isinstance(source, HeatSource) and source.supply == "purchased"
        if is_bought and fuels and _word_in(standard.plausibility.same_energy.own_heat, source.name):
            yield OWN_HEAT.at(source.mark, field=f"{source.id} {source.name}", other=_listed(f.id for f in fuels))


def check_own_power(standard: Standard, case: Case, units: Units) -> Iterator[Problem]:
    """Power made here of fossil fuel comes with fuel burnt here in the same year."""
    sources = case.factory.inventory.sources
    burnt = {
        y for s in sources if isinstance(s, FuelSource) and s.scope == "1" for y, a in s.amounts.items() if a.value
    }
    for source in sources:
        if isinstance(source, ElectricitySource) and source.supply == "own_fossil":
            for year, given in source.amounts.items():
                if given.value and year not in burnt:
                    yield NO_FUEL.at(given.mark, field=f"{source.id} {source.name}", year=year)


def check_gases(standard: Standard, case: Case, units: Units) -> Iterator[Problem]:
    """Gases that are called by the name of another, or have another's amount."""
    names = {g.id: g.name for g in standard.factors.warming_potentials.gases}
    for mistaken in standard.plausibility.mistaken_gases:
        sources = [
            s
            for s in case.factory.inventory.sources
            if isinstance(s, GasSource | DirectSource) and s.gas == mistaken.gas
        ]
        others = list(_others(standard, case, units, mistaken)) if sources else []
        for source in sources:
            field, gas = f"{source.id} {source.name}", names[source.gas]
            told = (source.name, source.origin if isinstance(source, DirectSource) else "")
            word = _word_in(mistaken.words, *told)
            if word:
                yield MISTAKEN_BY_NAME.at(source.mark, field=field, gas=gas, found=word)
                continue
            unit = units.read(source.unit)
            for year, given in source.amounts.items():
                for then, amount, word, place in others:
                    if then == year and given.value and Quantity(given.value, unit).base == amount:
                        found = f"{given.value:f} {unit.text}"
                        yield MISTAKEN_BY_AMOUNT.at(
                            given.mark, field=field, year=year, gas=gas, found=found, word=word, other=place
                        )


def _others(
    standard: Standard, case: Case, units: Units, mistaken: MistakenGas
) -> Iterator[tuple[int, Decimal, str, Mark]]:
    """Masses of data that are called by the words: the year, the amount in base units, the word, the place."""
    mass = units.read("t")
    for id, entry in case.factory.data.items():
        item = standard.data_items[id]
        word = _word_in(mistaken.words, item.name)
        unit = units.read(entry.unit or item.units[0])
        if word and unit.fits(mass):
            for year, one in (entry.values or {}).items():
                yield year, Quantity(one.value, unit).base, word, one.mark
        numbers = [(c.id, units.read(c.unit)) for c in item.columns if c.type == "number"]
        masses = [(id, unit) for id, unit in numbers if unit.fits(mass)]
        for year, row in _rows(entry) if masses else ():
            word = _word_in(mistaken.words, *(cell.text for cell in row.values()))
            for column, unit in masses if word else ():
                cell = row[column]
                yield year, Quantity(read_number(cell.text), unit).base, word, cell.mark


def _rows(entry: DataEntry) -> Iterator[tuple[int, Mapping[str, Told]]]:
    return ((year, row) for year, rows in (entry.rows or {}).items() for row in rows)


def _word_in(words: Iterable[str], *texts: str) -> str:
    """The first of the words that stands in one of the texts, whatever its letters' case; "" for none."""
    whole = "\n".join(texts).casefold()
    return next((word for word in words if word.casefold() in whole), "")


def _listed(words: Iterable[str]) -> str:
    return "、".join(words)


CHECKS = (check_scale, check_twice, check_own_heat, check_own_power, check_gases)
