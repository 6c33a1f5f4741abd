"""From reported amounts to emissions and energy, line by line, with the factor and the formula used.

Ids, units and years have been checked before (`checks/`); what has not been given is told as `Missing`.

Source: annex on accounting; formulas in `factors/methods.yaml`.
"""

from __future__ import annotations

from decimal import Decimal
from types import MappingProxyType
from typing import Literal

from lceval_docs.engine.total import CO2, CO2E, POWER, TOTALS, Sort, shares_in
from lceval_docs.engine.worksheet import ENERGY, SHARE, Tables, Worksheet
from lceval_docs.model.case import (
    DirectSource,
    ElectricitySource,
    EmissionSource,
    FuelSource,
    GasSource,
    HeatSource,
    InventoryData,
    ProcessSource,
    Source,
)
from lceval_docs.model.evaluation import Figure, Inventory, Line, Missing
from lceval_docs.model.factor import ElectricityYear, Factors, Fuel
from lceval_docs.quantities import Quantity, Units, total
from lceval_docs.records import dataclass

GRID_SUPPLIES = ("grid", "green_power", "certificate", "exported")
FULL_PRICE_SUPPLIES = ("grid", "exported")


@dataclass(frozen=True)
class _Result:
    """What a line came to. CO2 counts as CO2e unless `emissions` says otherwise; market equals location likewise."""

    co2: Quantity | None = None
    emissions: Quantity | None = None
    co2_market: Quantity | None = None
    energy_calorific: Quantity | None = None
    energy_equivalent: Quantity | None = None
    electricity: Quantity | None = None


class Accountant:
    """Accounts the lines of one factory by the factor tables of one edition."""

    def __init__(self, factors: Factors, units: Units, data: InventoryData):
        self.tables = Tables(factors, units, data)
        self.units = units

    def account(self, year: int) -> Inventory:
        """The inventory of one year. A source without an amount in that year is missing, not absent.

        A factory that names no source at all has not been accounted: every total is missing, none is zero.
        """
        sources = self.tables.data.sources
        nothing = (
            () if sources else (Missing("sources", "amount", year=year, mark=self.tables.data.mark.of("sources")),)
        )
        lines = tuple(self.line(source, year) for source in sources)
        return self.added_up(year, lines, nothing)

    def added_up(self, year: int, lines: tuple[Line, ...], nothing: tuple[Missing, ...] = ()) -> Inventory:
        """The totals of lines. `nothing`: why there are none, if so."""
        known: dict[str, list[Quantity]] = {name: [] for name in TOTALS}
        used: dict[str, list[str]] = {name: [] for name in TOTALS}
        lacking: dict[str, list[Missing]] = {name: [] for name in TOTALS}
        for line in lines:
            for name, amount in shares_in(Sort(line.scope, line.kind, line.supply)):
                quantity: Quantity | None = getattr(line, amount)
                if quantity is None:
                    lacking[name] += line.missing
                else:
                    known[name].append(quantity)
                    used[name].append(line.source)
        totals = {
            name: Figure(name, year, total(known[name], self.units.read(unit)), lines=tuple(used[name]))
            for name, (_, _, unit) in TOTALS.items()
        }
        gaps = {name: nothing or tuple(lacking[name]) for name in TOTALS}
        return Inventory(year, lines, MappingProxyType(totals), MappingProxyType(gaps))

    def line(self, source: Source, year: int) -> Line:
        """One source in one year."""
        given = source.amounts.get(year)
        sheet = Worksheet(self.tables, source)
        if given is None:
            sheet.missing.append(Missing("amounts", "amount", source.id, year, source.mark.of("amounts")))
            amount, result = None, _Result()
        else:
            amount = Quantity(given.value, self.units.read(source.unit))
            result = self._judge(sheet, source, amount, year)
        emissions = result.emissions or self._as_co2e(result.co2)
        market = result.co2 if result.co2_market is None else result.co2_market
        return Line(
            source=source.id,
            name=source.name,
            kind=source.kind,
            supply=source.supply if isinstance(source, ElectricitySource | HeatSource) else "",
            scope=_scope(source),
            year=year,
            amount=amount,
            emissions=emissions,
            emissions_market=emissions if result.co2_market is None else self._as_co2e(market),
            co2=result.co2,
            co2_market=market,
            energy_calorific=result.energy_calorific,
            energy_equivalent=result.energy_equivalent,
            electricity=result.electricity,
            factors=tuple(sheet.factors),
            calculations=tuple(sheet.calculations),
            missing=tuple(sheet.missing),
            evidence=source.evidence,
            mark=given.mark if given else source.mark,
        )

    def _judge(self, sheet: Worksheet, source: Source, amount: Quantity, year: int) -> _Result:
        match source:
            case FuelSource():
                return self._fuel(sheet, source, amount)
            case ProcessSource():
                return self._process(sheet, source, amount)
            case ElectricitySource():
                return self._power(sheet, source, amount, year)
            case HeatSource():
                return self._heat(sheet, source, amount)
            case GasSource() | DirectSource():
                return self._gas(sheet, source, amount)

    def _fuel(self, sheet: Worksheet, source: FuelSource, amount: Quantity) -> _Result:
        fuel = self.tables.fuels[source.fuel]
        burnt: Quantity | None = amount
        if not amount.unit.fits(self.units.read(fuel.unit)):
            burnt = sheet.compute("to_mass", {"amount": amount, "density": sheet.measured("density")})
        if burnt is None:
            return _Result()
        if sheet.has_measured("emission_factor"):
            factor = sheet.measured("emission_factor")
            co2 = sheet.compute("fuel_factor", {"amount": burnt, "emission_factor": factor})
        else:
            parameters = {name: sheet.fuel_parameter(fuel, name) for name in ("ncv", "carbon", "oxidation")}
            co2 = sheet.compute("fuel", {"amount": burnt, **parameters})
        energy = self._fuel_energy(sheet, fuel, burnt)
        return _Result(co2, energy_calorific=energy, energy_equivalent=energy)

    def _fuel_energy(self, sheet: Worksheet, fuel: Fuel, burnt: Quantity) -> Quantity | None:
        """Coal equivalent by a given or published coefficient; else by the fuel's net calorific value."""
        table = self.tables.factors.coal_equivalents
        published = next((c for c in table.fuels if fuel.id in c.carriers), None)
        if sheet.has_measured("coal_equivalent"):
            factor = sheet.measured("coal_equivalent")
            return sheet.compute("energy", {"amount": burnt, "coal_equivalent": factor})
        if published and not sheet.has_measured("ncv"):
            return sheet.coal_equivalent(burnt, published)
        coal = table.standard_coal
        heat = sheet.use(
            "standard_coal", coal.value, table.standard_coal_unit, coal.source, coal.mark, coal.verification
        )
        ncv = sheet.fuel_parameter(fuel, "ncv")
        return sheet.compute("energy_by_ncv", {"amount": burnt, "ncv": ncv, "standard_coal": heat})

    def _process(self, sheet: Worksheet, source: ProcessSource, amount: Quantity) -> _Result:
        substance = self.tables.substances[source.substance]
        where = self.tables.factors.carbonates.source
        factor = (
            sheet.measured("emission_factor")
            if sheet.has_measured("emission_factor")
            else sheet.use(
                "emission_factor", substance.factor, substance.unit, where, substance.mark, substance.verification
            )
        )
        purity = sheet.use("purity", source.purity, SHARE, source.name, source.mark.of("purity"), origin="declared")
        return _Result(sheet.compute("process", {"amount": amount, "purity": purity, "emission_factor": factor}))

    def _power(self, sheet: Worksheet, source: ElectricitySource, amount: Quantity, year: int) -> _Result:
        sign = -1 if source.supply == "exported" else 1
        nothing = Quantity(Decimal(0), self.units.read(CO2))
        co2: Quantity | None = nothing
        market: Quantity | None = nothing
        if source.supply in GRID_SUPPLIES:
            by_location, by_market = self._power_factors(sheet, source, year)
            co2 = sheet.compute("electricity", {"amount": amount, "emission_factor": by_location}, sign)
            if source.supply in FULL_PRICE_SUPPLIES:
                inputs = {"amount": amount, "emission_factor": by_market}
                market = co2 if by_market == by_location else sheet.compute("electricity", inputs, sign)
        electricity = amount.to(self.units.read(POWER))
        table = self.tables.factors.coal_equivalents
        has_energy = source.supply != "own_fossil"  # its fuel is counted as fuel
        return _Result(
            co2,
            co2_market=market,
            energy_calorific=sheet.coal_equivalent(amount, table.electricity_calorific, sign) if has_energy else None,
            energy_equivalent=sheet.coal_equivalent(amount, table.electricity_equivalent, sign) if has_energy else None,
            electricity=Quantity(sign * electricity.value, electricity.unit),
        )

    def _power_factors(
        self, sheet: Worksheet, source: ElectricitySource, year: int
    ) -> tuple[Quantity | None, Quantity | None]:
        """The factors by location and by market for power from the grid."""
        if sheet.has_measured("emission_factor"):
            factor = sheet.measured("emission_factor")
            return factor, factor
        table = self.tables.factors.electricity
        notice = self.tables.notices[source.factor_year or year]
        reason = source.reason if notice.year != year else ""
        location = self._grid_factor(sheet, notice, source.region or self.tables.data.region, reason)
        if table.market_rest == "regional" or source.supply != "grid":
            return location, location
        return location, self._grid_factor(sheet, notice, table.residual, reason)

    def _grid_factor(self, sheet: Worksheet, notice: ElectricityYear, region: str, reason: str) -> Quantity:
        standing = "unverified" if region in notice.unverified else notice.verification
        unit = self.tables.factors.electricity.unit
        value = notice.values[region]
        mark = notice.mark.of("values")
        return sheet.use(
            "emission_factor",
            value,
            unit,
            notice.source,
            mark,
            standing,
            year=notice.year,
            region=region,
            reason=reason,
        )

    def _heat(self, sheet: Worksheet, source: HeatSource, amount: Quantity) -> _Result:
        sign = -1 if source.supply == "exported" else 1
        table = self.tables.factors.heat
        published = table.factor
        is_heat = amount.unit.fits(self.units.read(ENERGY))
        heat = amount if is_heat else self._steam(sheet, source, amount)
        if heat is None:
            return _Result()
        factor = (
            sheet.measured("emission_factor")
            if sheet.has_measured("emission_factor")
            else sheet.use(
                "emission_factor",
                published.value,
                table.unit,
                published.source,
                published.mark,
                published.verification,
            )
        )
        energy = sheet.coal_equivalent(heat, self.tables.factors.coal_equivalents.heat, sign)
        co2 = sheet.compute("heat", {"amount": heat, "emission_factor": factor}, sign)
        return _Result(co2, energy_calorific=energy, energy_equivalent=energy)

    def _steam(self, sheet: Worksheet, source: HeatSource, amount: Quantity) -> Quantity | None:
        """The heat that steam brings, from its enthalpy."""
        table = self.tables.factors.heat
        if source.enthalpy is None:
            sheet.lack("enthalpy")
            return None
        enthalpy = sheet.use(
            "enthalpy", source.enthalpy, table.enthalpy_unit, source.name, source.mark.of("enthalpy"), origin="declared"
        )
        water = table.water_enthalpy
        fed = sheet.use(
            "water_enthalpy", water.value, table.enthalpy_unit, water.source, water.mark, water.verification
        )
        return sheet.compute("steam", {"amount": amount, "enthalpy": enthalpy, "water_enthalpy": fed})

    def _gas(self, sheet: Worksheet, source: GasSource | DirectSource, amount: Quantity) -> _Result:
        gas = self.tables.gases[source.gas]
        sign = -1 if isinstance(source, DirectSource) and source.role == "recovered" else 1
        where = source.origin if isinstance(source, DirectSource) else self.tables.factors.warming_potentials.source
        potential = self.tables.potential(gas)
        gwp = sheet.use("gwp", potential, f"{CO2E}/t", f"{self.tables.data.gwp}，{where}", gas.mark, gas.verification)
        emissions = sheet.compute("gas", {"amount": amount, "gwp": gwp}, sign)
        is_co2 = potential == 1
        co2 = Quantity(emissions.value if is_co2 and emissions else Decimal(0), self.units.read(CO2))
        return _Result(co2, emissions)

    def _as_co2e(self, co2: Quantity | None) -> Quantity | None:
        """CO2 counted as CO2e: its warming potential is one by definition."""
        return None if co2 is None else Quantity(co2.to(self.units.read(CO2)).value, self.units.read(CO2E))


def _scope(source: EmissionSource) -> Literal["1", "2", "3", "biogenic"]:
    if isinstance(source, ElectricitySource | HeatSource):
        return "2"
    if isinstance(source, DirectSource) and source.role == "biogenic":
        return "biogenic"
    return source.scope if isinstance(source, FuelSource) else "1"
