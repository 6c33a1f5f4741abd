"""Tables of an edition for spreadsheets and statistics: one row an indicator, one row a factor value.

Every row says its standing and carries the notice of the edition: tables are passed on without the page around them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from lceval_docs.engine.total import CO2E
from lceval_docs.engine.worksheet import CARBON, ENERGY, SHARE
from lceval_docs.model.factor import Coefficient, Electricity, Quality, Uncertainty, WarmingPotentials
from lceval_docs.model.origin import Published, Statement
from lceval_docs.model.standard import Standard
from lceval_docs.records import dataclass
from lceval_docs.views.rule import rule_in_words

Value = str | int | bool | Decimal | None

# Several texts in one cell.
_AND = "；"
_HEAT, _WATER, _COAL = "购入热力排放因子", "给水焓值", "标准煤低位发热量"


@dataclass(frozen=True)
class DataTable:
    """Rows of values below the names of their columns. Nothing is None; a Decimal keeps the digits typed."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]


INDICATOR_COLUMNS = (
    *("id", "name", "dimension", "dimension_name", "topic", "topic_name", "kind", "points", "requirement"),
    *("measure", "symbol", "formula", "unit", "method", "rule", "evidence", "not_applicable", "not_applicable_when"),
    *("retired", "status", "basis", "edition", "notice"),
)
FACTOR_COLUMNS = (
    *("table", "id", "name", "parameter", "value", "unit", "year", "region", "gwp_edition", "source"),
    *("verification", "conflicts", "status", "basis", "edition", "notice"),
)


def view_indicator_table(standard: Standard) -> DataTable:
    """All level-3 indicators in order; the retired ones keep their rows."""
    return _table(standard, INDICATOR_COLUMNS, _indicators(standard))


def view_factor_table(standard: Standard) -> DataTable:
    """All factor values in the order of the tables."""
    return _table(standard, FACTOR_COLUMNS, _factors(standard))


def _table(standard: Standard, columns: tuple[str, ...], rows: Iterator[Mapping[str, Value]]) -> DataTable:
    every = {"edition": standard.identity.edition, "notice": standard.identity.notice}
    whole = ({**row, **every} for row in rows)
    return DataTable(columns, tuple(tuple(row.get(column) for column in columns) for row in whole))


def _indicators(standard: Standard) -> Iterator[dict[str, Value]]:
    for dimension in standard.dimensions:
        for topic in dimension.topics:
            for indicator in topic.indicators:
                measure = indicator.measure
                yield {
                    "id": indicator.id,
                    "name": indicator.name,
                    "dimension": dimension.id,
                    "dimension_name": dimension.name,
                    "topic": topic.id,
                    "topic_name": topic.name,
                    "kind": indicator.kind,
                    "points": indicator.points,
                    "requirement": indicator.requirement,
                    "measure": measure.name if measure else None,
                    "symbol": measure.symbol if measure else None,
                    "formula": measure.formula if measure else None,
                    "unit": measure.unit if measure else None,
                    "method": indicator.scoring.method,
                    "rule": "".join(rule_in_words(standard, indicator)),
                    "evidence": _AND.join(indicator.evidence),
                    "not_applicable": indicator.not_applicable.allowed,
                    "not_applicable_when": indicator.not_applicable.when,
                    "retired": indicator.retired,
                    **_said(indicator),
                }


def _said(statement: Statement) -> dict[str, Value]:
    return {"status": statement.status, "basis": statement.basis}


def _factors(standard: Standard) -> Iterator[dict[str, Value]]:
    factors = standard.factors
    yield from _fuels(standard)
    yield from _electricity(factors.electricity)
    heat = {"table": "heat", **_said(factors.heat)}
    yield {**heat, "name": _HEAT, **_published("factor", factors.heat.factor, factors.heat.unit)}
    water = _published("water_enthalpy", factors.heat.water_enthalpy, factors.heat.enthalpy_unit)
    yield {**heat, "name": _WATER, **water}
    yield from _gases(factors.warming_potentials)
    for substance in factors.carbonates.substances:
        yield {
            "table": "carbonates",
            **_named(substance),
            "parameter": "factor",
            "value": substance.factor,
            "unit": substance.unit,
            "source": factors.carbonates.source,
            **_said(factors.carbonates),
        }
    coal = {"table": "coal_equivalents", **_said(factors.coal_equivalents)}
    table = factors.coal_equivalents
    yield {**coal, "name": _COAL, **_published("standard_coal", table.standard_coal, table.standard_coal_unit)}
    for coefficient in (table.electricity_calorific, table.electricity_equivalent, table.heat, *table.fuels):
        yield {**coal, **_coefficient(coefficient)}
    yield from _uncertainty(factors.uncertainty)


def _named(record: Any) -> dict[str, Value]:
    """What a row of most tables says of itself."""
    return {name: getattr(record, name) for name in ("id", "name", "verification", "conflicts")}


def _published(parameter: str, published: Published, unit: str) -> dict[str, Value]:
    return {
        "parameter": parameter,
        "value": published.value,
        "unit": unit,
        "source": published.source,
        "verification": published.verification,
        "conflicts": published.conflicts,
    }


def _fuels(standard: Standard) -> Iterator[dict[str, Value]]:
    for fuel_set in standard.factors.fuel_sets:
        for fuel in fuel_set.fuels:
            row = {"table": f"fuels/{fuel_set.id}", **_named(fuel), "source": fuel_set.source, **_said(fuel_set)}
            yield {**row, "parameter": "ncv", "value": fuel.ncv, "unit": f"{ENERGY}/{fuel.unit}"}
            yield {**row, "parameter": "carbon", "value": fuel.carbon, "unit": f"{CARBON}/{ENERGY}"}
            if fuel.oxidation is not None:
                yield {**row, "parameter": "oxidation", "value": fuel.oxidation, "unit": SHARE}


def _electricity(table: Electricity) -> Iterator[dict[str, Value]]:
    for notice in table.years:
        for region, value in notice.values.items():
            yield {
                "table": "electricity",
                "name": region,
                "parameter": "factor",
                "value": value,
                "unit": table.unit,
                "year": notice.year,
                "region": region,
                "source": notice.source,
                "verification": "unverified" if region in notice.unverified else notice.verification,
                **_said(table),
            }


def _gases(table: WarmingPotentials) -> Iterator[dict[str, Value]]:
    for gas in table.gases:
        row = {"table": "warming_potentials", **_named(gas), "source": table.source, **_said(table)}
        for edition, value in (gas.gwp or {}).items():
            yield {**row, "parameter": "gwp", "value": value, "unit": f"{CO2E}/t", "gwp_edition": edition}
        for part, share in (gas.blend or {}).items():
            yield {**row, "parameter": f"blend.{part}", "value": share, "unit": SHARE}


def _coefficient(coefficient: Coefficient) -> dict[str, Value]:
    return {
        **_named(coefficient),
        "parameter": "coefficient",
        "value": coefficient.value,
        "unit": coefficient.unit,
        "source": coefficient.source,
    }


def _uncertainty(table: Uncertainty) -> Iterator[dict[str, Value]]:
    """The classes of source quality, by their fields."""
    for id, quality in vars(table).items():
        if isinstance(quality, Quality):
            yield {
                "table": "uncertainty",
                "id": id,
                "name": quality.name,
                "parameter": "percent",
                "value": quality.percent,
                "unit": SHARE,
                "source": table.source,
                **_said(table),
            }
