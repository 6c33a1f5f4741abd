"""What the inventory adds up: each total, which lines it takes, which amount of them, in which unit."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple

CO2, CO2E, COAL, POWER = "tCO2", "tCO2e", "tce", "MWh"
NON_FOSSIL = ("green_power", "certificate", "direct_line", "own_renewable")


class Sort(NamedTuple):
    """What decides into which totals a line goes."""

    scope: str
    kind: str
    supply: str


_Part = Callable[[Sort], bool]


def _in_scope(*scopes: str) -> _Part:
    return lambda sort: sort.scope in scopes


def _supplied(*supplies: str) -> _Part:
    return lambda sort: sort.supply in supplies


def _electric(sort: Sort) -> bool:
    return sort.kind == "electricity"


# Each total: which lines it adds up, which amount of them, in which unit. The names are those that the standard's
# `derived.yaml` lists with `source: inventory`.
TOTALS: Mapping[str, tuple[_Part, str, str]] = MappingProxyType(
    {
        "scope1": (_in_scope("1"), "emissions", CO2E),
        "scope2_location": (_in_scope("2"), "emissions", CO2E),
        "scope2_market": (_in_scope("2"), "emissions_market", CO2E),
        "scope3": (_in_scope("3"), "emissions", CO2E),
        "biogenic": (_in_scope("biogenic"), "emissions", CO2E),
        "co2_location": (_in_scope("1", "2"), "co2", CO2),
        "co2_market": (_in_scope("1", "2"), "co2_market", CO2),
        "energy_calorific": (_in_scope("1", "2"), "energy_calorific", COAL),
        "energy_equivalent": (_in_scope("1", "2"), "energy_equivalent", COAL),
        "electricity_total": (_electric, "electricity", POWER),
        "electricity_own_renewable": (_supplied("own_renewable"), "electricity", POWER),
        "electricity_direct_line": (_supplied("direct_line"), "electricity", POWER),
        "electricity_green_power": (_supplied("green_power"), "electricity", POWER),
        "electricity_certificate": (_supplied("certificate"), "electricity", POWER),
        "electricity_calorific": (_electric, "energy_calorific", COAL),
        "nonfossil_calorific": (_supplied(*NON_FOSSIL), "energy_calorific", COAL),
        "nonfossil_equivalent": (_supplied(*NON_FOSSIL), "energy_equivalent", COAL),
    }
)


@lru_cache(maxsize=128)
def shares_in(sort: Sort) -> tuple[tuple[str, str], ...]:
    """The totals that take a line of a sort, each with the amount of the line that it takes."""
    return tuple((name, amount) for name, (part, amount, _) in TOTALS.items() if part(sort))


@lru_cache(maxsize=1)
def renewable_totals() -> tuple[str, ...]:
    """The totals of electricity that is not from fossil sources, by supply."""
    return tuple(f"electricity_{supply}" for supply in NON_FOSSIL)
