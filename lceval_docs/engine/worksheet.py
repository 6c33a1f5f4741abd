"""One line being worked out: the factors looked up, the formulas computed, what turned out to be missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cached_property
from types import MappingProxyType
from typing import Literal

from lceval_docs.formulas import Amounts, evaluate, names_of, parse
from lceval_docs.model.case import EmissionSource, InventoryData, Measured
from lceval_docs.model.evaluation import Calculation, FactorUse, Missing
from lceval_docs.model.factor import Carbonate, Coefficient, ElectricityYear, Factors, Fuel, Gas, Method
from lceval_docs.problems import Mark
from lceval_docs.quantities import EXACT, Quantity, Unit, Units

ENERGY, CARBON, SHARE = "GJ", "tC", "%"
_NOTHING_MEASURED: Mapping[str, Measured] = MappingProxyType({})


class Tables:
    """The factor tables of an edition, as one inventory chooses among them."""

    def __init__(self, factors: Factors, units: Units, data: InventoryData):
        self.factors, self.units, self.data = factors, units, data
        chosen = [s for s in factors.fuel_sets if s.id == data.fuel_set]
        self.fuels: Mapping[str, Fuel] = {f.id: f for s in chosen for f in s.fuels}
        self.fuel_source = chosen[0].source if chosen else ""
        self.substances: Mapping[str, Carbonate] = {s.id: s for s in factors.carbonates.substances}
        self.gases: Mapping[str, Gas] = {g.id: g for g in factors.warming_potentials.gases}
        self.notices: Mapping[int, ElectricityYear] = {y.year: y for y in factors.electricity.years}
        self.methods: Mapping[str, Method] = {m.id: m for m in factors.methods.methods}
        self._constants_in: dict[str, Mapping[str, Quantity]] = {}

    @cached_property
    def constants(self) -> Mapping[str, Quantity]:
        """The fixed numbers of the methods."""
        nothing = _Given({})
        return {
            c.id: Quantity(evaluate(parse(c.formula), nothing).value, self.units.read(c.unit))
            for c in self.factors.methods.constants
        }

    def constants_in(self, formula: str) -> Mapping[str, Quantity]:
        """The fixed numbers that a method's formula names."""
        found = self._constants_in.get(formula)
        if found is None:
            needed = names_of(formula)
            found = {name: value for name, value in self.constants.items() if name in needed}
            self._constants_in[formula] = found
        return found

    def potential(self, gas: Gas) -> Decimal:
        """GWP in the edition of this inventory; of a blend, by the mass shares of its parts in %."""
        if gas.gwp is not None:
            return gas.gwp[self.data.gwp]
        result = Decimal(0)
        for part, share in (gas.blend or {}).items():
            weighted = EXACT.multiply(self.potential(self.gases[part]), share)
            result = EXACT.add(result, EXACT.divide(weighted, Decimal(100)))
        return result


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


class Worksheet:
    """What one source in one year has come to so far."""

    def __init__(self, tables: Tables, source: EmissionSource):
        self._tables, self._source = tables, source
        self._measured: Mapping[str, Measured] = getattr(source, "measured", None) or _NOTHING_MEASURED
        self.factors: list[FactorUse] = []
        self.calculations: list[Calculation] = []
        self.missing: list[Missing] = []

    def has_measured(self, parameter: str) -> bool:
        return parameter in self._measured

    def lack(self, parameter: str) -> None:
        """Note that a parameter has not been given."""
        self.missing.append(Missing(parameter, "parameter", self._source.id, mark=self._source.mark))

    def use(
        self,
        parameter: str,
        value: Decimal,
        unit: str,
        source: str,
        mark: Mark,
        verification: str = "",
        origin: Literal["default", "measured", "constant", "declared"] = "default",
        year: int | None = None,
        region: str = "",
        reason: str = "",
    ) -> Quantity:
        """A factor as it is used, written at `mark`; each stands once on the sheet."""
        quantity = Quantity(value, self._tables.units.read(unit))
        use = FactorUse(parameter, quantity, source, origin, year, region, verification, reason, mark)
        if use not in self.factors:
            self.factors.append(use)
        return quantity

    def measured(self, parameter: str) -> Quantity | None:
        """A factor that the factory gave for this source; noted as missing if it did not."""
        given = self._measured.get(parameter)
        if given is None:
            self.lack(parameter)
            return None
        return self.use(parameter, given.value, given.unit, given.source, given.mark, origin="measured")

    def fuel_parameter(self, fuel: Fuel, parameter: str) -> Quantity | None:
        """A fuel's own value where it was measured, else the default of the set."""
        default: Decimal | None = getattr(fuel, parameter)
        if default is None or self.has_measured(parameter):
            return self.measured(parameter)
        unit = {"ncv": f"{ENERGY}/{fuel.unit}", "carbon": f"{CARBON}/{ENERGY}", "oxidation": SHARE}[parameter]
        return self.use(parameter, default, unit, self._tables.fuel_source, fuel.mark, fuel.verification)

    def coal_equivalent(self, amount: Quantity, coefficient: Coefficient, sign: int = 1) -> Quantity | None:
        """Standard coal by a published coefficient."""
        factor = self.use(
            "coal_equivalent",
            coefficient.value,
            coefficient.unit,
            f"{coefficient.name}，{coefficient.source}",
            coefficient.mark,
            coefficient.verification,
        )
        return self.compute("energy", {"amount": amount, "coal_equivalent": factor}, sign)

    def compute(self, method_id: str, inputs: Mapping[str, Quantity | None], sign: int = 1) -> Quantity | None:
        """The result of a method in its unit; None where an input is missing (that is noted already)."""
        method = self._tables.methods[method_id]
        given = {name: value for name, value in inputs.items() if value is not None}
        given |= self._tables.constants_in(method.formula)
        if not names_of(method.formula) <= given.keys():
            return None
        formula = parse(method.formula)
        result = evaluate(formula, _Given(given)).to(self._tables.units.read(method.unit))
        self.calculations.append(Calculation(method_id, formula, MappingProxyType(given), result))
        return result if sign == 1 else Quantity(EXACT.minus(result.value), result.unit)
