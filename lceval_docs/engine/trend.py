"""From the base year to the evaluation year: energy, emissions, intensities, share of renewable power."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from lceval_docs.engine.evaluation import case_units
from lceval_docs.engine.total import TOTALS, renewable_totals
from lceval_docs.model.analysis import Point, Trend
from lceval_docs.model.case import Case
from lceval_docs.model.evaluation import Evaluation, Inventory
from lceval_docs.model.standard import Standard
from lceval_docs.quantities import EXACT, Quantity, Unit, Units

# What is added up for each trend that is a sum of totals.
SUMS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "energy_equivalent": ("energy_equivalent",),
        "energy_calorific": ("energy_calorific",),
        "emissions_location": ("scope1", "scope2_location"),
        "emissions_market": ("scope1", "scope2_market"),
    }
)
# Each trend that is divided by the output.
INTENSITIES: Mapping[str, str] = MappingProxyType(
    {
        "energy_intensity": "energy_equivalent",
        "intensity_location": "emissions_location",
        "intensity_market": "emissions_market",
    }
)
RENEWABLE, POWER = "renewable_share", "electricity_total"

_Look = Callable[[int], Quantity | None]


def trends(standard: Standard, case: Case, evaluation: Evaluation) -> tuple[Trend, ...]:
    """Every quantity that can be followed, in the order of print."""
    years = [y for y in sorted(evaluation.inventories) if evaluation.base_year <= y <= evaluation.evaluation_year]
    looks = _looks(standard, case, evaluation)
    return tuple(Trend(id, _points({y: look(y) for y in years}, evaluation.base_year)) for id, look in looks)


def _looks(standard: Standard, case: Case, evaluation: Evaluation) -> Iterator[tuple[str, _Look]]:
    """Each trend with the way to find its amount of a year."""
    inventories = evaluation.inventories
    for id, names in SUMS.items():
        yield id, lambda year, names=names: _sum(inventories[year], names)  # type: ignore[misc]
    units = case_units(standard, case)
    for unit, item in standard.stand_ins.items():
        output = _given(standard, case, item, units)
        for id, of in INTENSITIES.items():
            wanted = units.read(f"{TOTALS[SUMS[of][0]][2]}/{unit}")
            yield (
                id,
                lambda year, of=of, wanted=wanted, output=output: _ratio(  # type: ignore[misc]
                    _sum(inventories[year], SUMS[of]), output.get(year), wanted
                ),
            )
    percent = units.read("%")
    yield (
        RENEWABLE,
        lambda year: _ratio(_sum(inventories[year], renewable_totals()), _sum(inventories[year], (POWER,)), percent),
    )


def _given(standard: Standard, case: Case, item: str, units: Units) -> dict[int, Quantity]:
    """A data item by year, as the evaluators left it."""
    corrected = case.review.data if case.review else None
    entry = (corrected or {}).get(item) or case.factory.data.get(item)
    if entry is None or entry.values is None:
        return {}
    unit = units.read(entry.unit or standard.data_items[item].units[0])
    return {year: Quantity(given.value, unit) for year, given in entry.values.items()}


def _sum(inventory: Inventory, names: tuple[str, ...]) -> Quantity | None:
    """The sum of totals; None where one of them is incomplete."""
    if any(inventory.gaps[name] for name in names):
        return None
    first, *others = (inventory.totals[name].quantity for name in names)
    for other in others:
        first = first.plus(other)
    return first


def _ratio(amount: Quantity | None, by: Quantity | None, unit: Unit) -> Quantity | None:
    if amount is None or by is None or not by.value:
        return None
    return amount.over(by).to(unit)


def _points(found: Mapping[int, Quantity | None], base_year: int) -> tuple[Point, ...]:
    base = found.get(base_year)
    return tuple(_point(year, quantity, base) for year, quantity in found.items())


def _point(year: int, quantity: Quantity | None, base: Quantity | None) -> Point:
    """The amount of a year beside that of the base year; a ratio to nothing is none."""
    if quantity is None or base is None:
        return Point(year, quantity)
    change = quantity.plus(base, -1)
    if base.value <= 0:
        return Point(year, quantity, change)
    rate = EXACT.divide(change.value, base.value)
    return Point(year, quantity, change, rate, EXACT.divide(quantity.value, base.value))
