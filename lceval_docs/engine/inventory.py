"""From reported amounts to emissions and energy, line by line, with the factor and the formula used.

Ids, units and years have been checked before (`checks/`); what has not been given is told as `Missing`.

Source: annex on accounting; formulas in `factors/methods.yaml`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from types import MappingProxyType
from typing import Literal

from lceval_docs.engine.total import CO2, CO2E, POWER, TOTALS
from lceval_docs.formulas import Amounts, evaluate, names, parse
from lceval_docs.model.case import (
    DirectSource,
    ElectricitySource,
    EmissionSource,
    FuelSource,
    GasSource,
    HeatSource,
    InventoryData,
    Measured,
    ProcessSource,
)
from lceval_docs.model.evaluation import Calculation, FactorUse, Figure, Inventory, Line, Missing
from lceval_docs.model.factor import Coefficient, ElectricityYear, Factors, Fuel, Gas
from lceval_docs.quantities import EXACT, Quantity, Unit, Units, total

ENERGY = "GJ"
_NONE_AT_ALL: Mapping[str, Measured] = MappingProxyType({})


@dataclass
class _Working:
    """What one line has come to so far."""

    factors: list[FactorUse] = field(default_factory=list)
    calculations: list[Calculation] = field(default_factory=list)
    missing: list[Missing] = field(default_factory=list)


class _Given:
    """The amounts put into one method formula."""

    def __init__(self, inputs: Mapping[str, Quantity]):
        self._inputs = inputs

    def value(self, name: str) -> Quantity:
        return self._inputs[name]

    def unit(self, name: str) -> Unit:
        return self._inputs[name].unit

    def rows(self, table: str) -> Sequence[Amounts]:
        raise KeyError(table)

    def base(self) -> Amounts:
        return self


class Accountant:
    """Accounts the lines of one factory by the factor tables of one edition."""

    def __init__(self, factors: Factors, units: Units, data: InventoryData):
        self.factors, self.units, self.data = factors, units, data
        self._fuels = {f.id: f for s in factors.fuel_sets if s.id == data.fuel_set for f in s.fuels}
        self._fuel_source = next((s.source for s in factors.fuel_sets if s.id == data.fuel_set), "")
        self._gases = {g.id: g for g in factors.warming_potentials.gases}
        self._substances = {s.id: s for s in factors.carbonates.substances}
        self._electricity = {y.year: y for y in factors.electricity.years}
        self._methods = {m.id: m for m in factors.methods.methods}
        self._constants = {c.id: (evaluate(parse(c.formula), _Given({})).value, c) for c in factors.methods.constants}

    def account(self, year: int, needed: bool) -> Inventory:
        """The inventory of one year. `needed`: a source without an amount in that year is missing, not absent."""
        lines = tuple(self._line(source, year) for source in self.data.sources if needed or year in source.amounts)
        totals, gaps = {}, {}
        for name, (part, amount, unit) in TOTALS.items():
            parts = [(line, getattr(line, amount)) for line in lines if part(line)]
            quantity = total((q for _, q in parts if q is not None), self.units.read(unit))
            used = tuple(line.source for line, q in parts if q is not None)
            totals[name] = Figure(name, year, quantity, lines=used)
            gaps[name] = tuple(m for line, q in parts if q is None for m in line.missing)
        return Inventory(year, lines, MappingProxyType(totals), MappingProxyType(gaps))

    def _line(self, source: EmissionSource, year: int) -> Line:
        given = source.amounts.get(year)
        work = _Working()
        if given is None:
            work.missing.append(Missing("amounts", "amount", source.id, year, source.mark.of("amounts")))
            return self._finish(source, year, None, work, {})
        amount = Quantity(given.value, self.units.read(source.unit))
        judge: Callable[[_Working, EmissionSource, Quantity, int], dict[str, Quantity | None]]
        judge = _JUDGES[type(source)].__get__(self)
        return self._finish(source, year, amount, work, judge(work, source, amount, year))

    def _finish(
        self,
        source: EmissionSource,
        year: int,
        amount: Quantity | None,
        work: _Working,
        results: Mapping[str, Quantity | None],
    ) -> Line:
        given = source.amounts.get(year)
        co2 = results.get("co2")
        emissions = results.get("emissions", self._as_co2e(co2))
        return Line(
            source=source.id,
            name=source.name,
            kind=source.kind,  # type: ignore[attr-defined]
            supply=getattr(source, "supply", ""),
            scope=_scope(source),
            year=year,
            amount=amount,
            emissions=emissions,
            emissions_market=results.get("emissions_market", emissions),
            co2=co2,
            co2_market=results.get("co2_market", co2),
            energy_calorific=results.get("energy_calorific"),
            energy_equivalent=results.get("energy_equivalent"),
            electricity=results.get("electricity"),
            factors=tuple(work.factors),
            calculations=tuple(work.calculations),
            missing=tuple(work.missing),
            evidence=source.evidence,
            mark=given.mark if given else source.mark,
        )

    # --- the kinds of source -------------------------------------------------------------------------------------

    def _fuel(self, work: _Working, source: FuelSource, amount: Quantity, year: int) -> dict[str, Quantity | None]:
        fuel = self._fuels[source.fuel]
        measured = source.measured or _NONE_AT_ALL
        fuel_unit = self.units.read(fuel.unit)
        burnt: Quantity | None = amount
        if not amount.unit.fits(fuel_unit):
            density = self._given_factor(work, source, "density")
            burnt = self._compute(work, "to_mass", {"amount": amount, "density": density})
        if burnt is None:
            return {}
        if "emission_factor" in measured:
            factor = self._given_factor(work, source, "emission_factor")
            co2 = self._compute(work, "fuel_factor", {"amount": burnt, "emission_factor": factor})
        else:
            inputs = {
                "amount": burnt,
                **{p: self._fuel_parameter(work, source, fuel, p) for p in ("ncv", "carbon", "oxidation")},
            }
            co2 = self._compute(work, "fuel", inputs)
        energy = self._fuel_energy(work, source, fuel, burnt)
        return {"co2": co2, "energy_calorific": energy, "energy_equivalent": energy}

    def _fuel_energy(self, work: _Working, source: FuelSource, fuel: Fuel, burnt: Quantity) -> Quantity | None:
        """Coal equivalent by a given or published coefficient; else by the fuel's net calorific value."""
        measured = source.measured or _NONE_AT_ALL
        table = self.factors.coal_equivalents
        published = next((c for c in table.fuels if fuel.id in c.carriers), None)
        if "coal_equivalent" in measured:
            factor = self._given_factor(work, source, "coal_equivalent")
            return self._compute(work, "energy", {"amount": burnt, "coal_equivalent": factor})
        if published and "ncv" not in measured:
            return self._by_coefficient(work, burnt, published)
        standard_coal = table.standard_coal
        coal = Quantity(standard_coal.value, self.units.read(table.standard_coal_unit))
        work.factors.append(
            FactorUse("standard_coal", coal, standard_coal.source, "default", verification=standard_coal.verification)
        )
        ncv = self._fuel_parameter(work, source, fuel, "ncv")
        return self._compute(work, "energy_by_ncv", {"amount": burnt, "ncv": ncv, "standard_coal": coal})

    def _process(
        self, work: _Working, source: ProcessSource, amount: Quantity, year: int
    ) -> dict[str, Quantity | None]:
        substance = self._substances[source.substance]
        if "emission_factor" in (source.measured or ()):
            factor = self._given_factor(work, source, "emission_factor")
        else:
            factor = Quantity(substance.factor, self.units.read(substance.unit))
            work.factors.append(
                FactorUse(
                    "emission_factor",
                    factor,
                    self.factors.carbonates.source,
                    "default",
                    verification=substance.verification,
                )
            )
        purity = Quantity(source.purity, self.units.read("%"))
        work.factors.append(FactorUse("purity", purity, source.name, "declared"))
        return {"co2": self._compute(work, "process", {"amount": amount, "purity": purity, "emission_factor": factor})}

    def _power(
        self, work: _Working, source: ElectricitySource, amount: Quantity, year: int
    ) -> dict[str, Quantity | None]:
        sign = -1 if source.supply == "exported" else 1
        table = self.factors.coal_equivalents
        nothing = Quantity(Decimal(0), self.units.read(CO2))
        results: dict[str, Quantity | None] = {
            "electricity": _signed(amount.to(self.units.read(POWER)), sign),
            "co2": nothing,
            "co2_market": nothing,
        }
        if source.supply in ("grid", "green_power", "certificate", "exported"):
            location, market = self._power_factors(work, source, year)
            results["co2"] = self._compute(work, "electricity", {"amount": amount, "emission_factor": location}, sign)
            if source.supply in ("grid", "exported"):
                results["co2_market"] = (
                    results["co2"]
                    if market == location
                    else self._compute(work, "electricity", {"amount": amount, "emission_factor": market}, sign)
                )
            results["emissions_market"] = self._as_co2e(results["co2_market"])
        if source.supply != "own_fossil":
            results["energy_calorific"] = self._by_coefficient(work, amount, table.electricity_calorific, sign)
            results["energy_equivalent"] = self._by_coefficient(work, amount, table.electricity_equivalent, sign)
        return results

    def _power_factors(self, work: _Working, source: ElectricitySource, year: int) -> tuple[Quantity, Quantity]:
        """The factors by location and by market for power from the grid."""
        if "emission_factor" in (source.measured or ()):
            factor = self._given_factor(work, source, "emission_factor")
            assert factor is not None
            return factor, factor
        table = self.factors.electricity
        notice = self._electricity[source.factor_year or year]
        region = source.region or self.data.region
        location = self._grid_factor(work, notice, region)
        if table.market_rest == "regional" or source.supply != "grid":
            return location, location
        return location, self._grid_factor(work, notice, table.residual)

    def _grid_factor(self, work: _Working, notice: ElectricityYear, region: str) -> Quantity:
        factor = Quantity(notice.values[region], self.units.read(self.factors.electricity.unit))
        standing = "unverified" if region in notice.unverified else notice.verification
        work.factors.append(
            FactorUse("emission_factor", factor, notice.source, "default", notice.year, region, standing)
        )
        return factor

    def _heat(self, work: _Working, source: HeatSource, amount: Quantity, year: int) -> dict[str, Quantity | None]:
        sign = -1 if source.supply == "exported" else 1
        table = self.factors.heat
        heat: Quantity | None = amount
        if not amount.unit.fits(self.units.read(ENERGY)):
            heat = self._steam(work, source, amount)
        if heat is None:
            return {}
        if "emission_factor" in (source.measured or ()):
            factor = self._given_factor(work, source, "emission_factor")
        else:
            factor = Quantity(table.factor.value, self.units.read(table.unit))
            work.factors.append(
                FactorUse(
                    "emission_factor", factor, table.factor.source, "default", verification=table.factor.verification
                )
            )
        energy = self._by_coefficient(work, heat, self.factors.coal_equivalents.heat, sign)
        return {
            "co2": self._compute(work, "heat", {"amount": heat, "emission_factor": factor}, sign),
            "energy_calorific": energy,
            "energy_equivalent": energy,
        }

    def _steam(self, work: _Working, source: HeatSource, amount: Quantity) -> Quantity | None:
        """The heat that steam brings, from its enthalpy."""
        table = self.factors.heat
        if source.enthalpy is None:
            work.missing.append(Missing("enthalpy", "parameter", source.id, mark=source.mark))
            return None
        unit = self.units.read(table.enthalpy_unit)
        water, enthalpy = Quantity(table.water_enthalpy.value, unit), Quantity(source.enthalpy, unit)
        work.factors += [
            FactorUse("enthalpy", enthalpy, source.name, "declared"),
            FactorUse(
                "water_enthalpy",
                water,
                table.water_enthalpy.source,
                "default",
                verification=table.water_enthalpy.verification,
            ),
        ]
        return self._compute(work, "steam", {"amount": amount, "enthalpy": enthalpy, "water_enthalpy": water})

    def _gas(
        self, work: _Working, source: GasSource | DirectSource, amount: Quantity, year: int
    ) -> dict[str, Quantity | None]:
        gas = self._gases[source.gas]
        sign = -1 if isinstance(source, DirectSource) and source.role == "recovered" else 1
        gwp = Quantity(self._potential(gas), self.units.read(f"{CO2E}/t"))
        where = source.origin if isinstance(source, DirectSource) else self.factors.warming_potentials.source
        work.factors.append(
            FactorUse("gwp", gwp, f"{self.data.gwp}，{where}", "default", verification=gas.verification)
        )
        emissions = self._compute(work, "gas", {"amount": amount, "gwp": gwp}, sign)
        is_co2 = gwp.value == 1
        co2 = Quantity(emissions.value if is_co2 and emissions else Decimal(0), self.units.read(CO2))
        return {"emissions": emissions, "co2": co2}

    def _potential(self, gas: Gas) -> Decimal:
        """GWP in the edition of this inventory; of a blend, by the mass shares of its parts in %."""
        if gas.gwp is not None:
            return gas.gwp[self.data.gwp]
        parts = ((self._potential(self._gases[part]), share) for part, share in (gas.blend or {}).items())
        result = Decimal(0)
        for potential, share in parts:
            result = EXACT.add(result, EXACT.divide(EXACT.multiply(potential, share), Decimal(100)))
        return result

    # --- parameters and formulas ---------------------------------------------------------------------------------

    def _given_factor(self, work: _Working, source: EmissionSource, parameter: str) -> Quantity | None:
        """A factor that the factory gave for this source, or a note that it is missing."""
        given = (getattr(source, "measured", None) or _NONE_AT_ALL).get(parameter)
        if given is None:
            work.missing.append(Missing(parameter, "parameter", source.id, mark=source.mark))
            return None
        quantity = Quantity(given.value, self.units.read(given.unit))
        work.factors.append(FactorUse(parameter, quantity, given.source, "measured"))
        return quantity

    def _fuel_parameter(self, work: _Working, source: FuelSource, fuel: Fuel, parameter: str) -> Quantity | None:
        value: Decimal | None = getattr(fuel, parameter)
        if value is None or parameter in (source.measured or ()):
            return self._given_factor(work, source, parameter)
        unit = {"ncv": f"{ENERGY}/{fuel.unit}", "carbon": f"tC/{ENERGY}", "oxidation": "%"}[parameter]
        quantity = Quantity(value, self.units.read(unit))
        use = FactorUse(parameter, quantity, self._fuel_source, "default", verification=fuel.verification)
        if use not in work.factors:
            work.factors.append(use)
        return quantity

    def _by_coefficient(
        self, work: _Working, amount: Quantity, coefficient: Coefficient, sign: int = 1
    ) -> Quantity | None:
        factor = Quantity(coefficient.value, self.units.read(coefficient.unit))
        work.factors.append(
            FactorUse("coal_equivalent", factor, coefficient.source, "default", verification=coefficient.verification)
        )
        return self._compute(work, "energy", {"amount": amount, "coal_equivalent": factor}, sign)

    def _compute(
        self, work: _Working, method_id: str, inputs: Mapping[str, Quantity | None], sign: int = 1
    ) -> Quantity | None:
        """The result of a method in its unit; None where an input is missing (that is noted already)."""
        method = self._methods[method_id]
        formula = parse(method.formula)
        needed = names(formula)
        given = {name: value for name, value in inputs.items() if value is not None}
        for name, (value, constant) in self._constants.items():
            if name in needed:
                given[name] = Quantity(value, self.units.read(constant.unit))
        if any(name not in given for name in needed):
            return None
        result = evaluate(formula, _Given(given)).to(self.units.read(method.unit))
        work.calculations.append(Calculation(method_id, formula, MappingProxyType(given), result))
        return _signed(result, sign)

    def _as_co2e(self, co2: Quantity | None) -> Quantity | None:
        """CO2 counted as CO2e: its warming potential is one by definition."""
        return None if co2 is None else Quantity(co2.to(self.units.read(CO2)).value, self.units.read(CO2E))


_JUDGES: Mapping[type, Callable[..., dict[str, Quantity | None]]] = {
    FuelSource: Accountant._fuel,
    ProcessSource: Accountant._process,
    ElectricitySource: Accountant._power,
    HeatSource: Accountant._heat,
    GasSource: Accountant._gas,
    DirectSource: Accountant._gas,
}


def _signed(quantity: Quantity, sign: int) -> Quantity:
    return quantity if sign == 1 else Quantity(-quantity.value, quantity.unit)


def _scope(source: EmissionSource) -> Literal["1", "2", "3", "biogenic"]:
    if isinstance(source, ElectricitySource | HeatSource):
        return "2"
    if isinstance(source, DirectSource) and source.role == "biogenic":
        return "biogenic"
    return source.scope if isinstance(source, FuelSource) else "1"
