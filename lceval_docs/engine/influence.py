"""What depends on what under one edition, and its formulas made ready for the units that a case was told in."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property, lru_cache

from lceval_docs.engine.compiled import Step, compiled
from lceval_docs.engine.total import TOTALS
from lceval_docs.formulas import leaves
from lceval_docs.model.indicator import Count, Indicator
from lceval_docs.model.standard import Standard
from lceval_docs.quantities import Unit, Units
from lceval_docs.records import dataclass


@dataclass(frozen=True)
class Influence:
    """What depends on some names: quantities made of them, indicators by their measure, gates; all by id."""

    made: frozenset[str]
    indicators: tuple[str, ...]
    gates: tuple[str, ...]


@lru_cache(maxsize=256)
def influence(standard: Standard, names: frozenset[str], in_base: bool) -> Influence:
    """`in_base`: also what looks at the base year, because that is the evaluation year."""

    def looks(formula: str) -> set[str]:
        return {leaf.name for leaf in leaves(formula) if in_base or not leaf.in_base}

    reached = set(names)
    formulas = [item for item in standard.derived if item.source == "formula"]
    while more := {i.id for i in formulas if looks(i.formula) & reached} - reached:
        reached |= more
    measured = [(i, looks(i.measure.formula) | _counted(i)) for i in standard.indicators if i.measure]
    return Influence(
        frozenset(reached - names),
        tuple(i.id for i, seen in measured if seen & reached),
        tuple(g.id for g in standard.grading.variant.gates if looks(g.formula) & reached),
    )


def _counted(indicator: Indicator) -> set[str]:
    """The data item that a count is out of."""
    return {indicator.scoring.of} if isinstance(indicator.scoring, Count) else set()


class Rules:
    """The formulas of an edition as steps with bare numbers. `told`: units of data items other than their first."""

    def __init__(self, standard: Standard, units: Units, told: Mapping[str, str]):
        self._standard, self._units, self._told = standard, units, told
        self._ready: dict[tuple[str, str], Step] = {}
        self._some_made: dict[frozenset[str], Mapping[str, Step]] = {}

    def step(self, formula: str, unit: str) -> Step:
        """A formula, made ready once."""
        key = (formula, unit)
        if key not in self._ready:
            self._ready[key] = compiled(formula, self._units.read(unit), self._unit_of)
        return self._ready[key]

    @cached_property
    def made(self) -> Mapping[str, Step]:
        """Every quantity that a formula gives."""
        return {i.id: self.step(i.formula, i.unit) for i in self._standard.derived if i.source == "formula"}

    @cached_property
    def measured(self) -> frozenset[str]:
        """Items, and columns as `table.column`, that are measured, not counted."""
        counted = {self._units.read(unit).dimensions for unit in self._standard.grading.analysis.counted}
        items = self._standard.data_items.values()
        columns = [f"{item.id}.{c.id}" for item in items for c in item.columns if c.type == "number"]
        numbers = [item.id for item in items if not item.columns]
        return frozenset(name for name in (*numbers, *columns) if self._unit_of(name).dimensions not in counted)

    def made_of(self, ids: frozenset[str]) -> Mapping[str, Step]:
        """Some quantities that formulas give."""
        if ids not in self._some_made:
            self._some_made[ids] = {id: self.made[id] for id in ids}
        return self._some_made[ids]

    def _unit_of(self, name: str) -> Unit:
        table, _, column = name.partition(".")
        if column:
            return self._units.read(next(c.unit for c in self._standard.data_items[table].columns if c.id == column))
        item = self._standard.data_items.get(name)
        if item is not None:
            return self._units.read(self._told.get(name) or item.units[0])
        return self._units.read(TOTALS[name][2] if name in TOTALS else self._standard.derived_items[name].unit)


@lru_cache(maxsize=64)
def rules(standard: Standard, units: Units, told: tuple[tuple[str, str], ...]) -> Rules:
    """The rules of an edition, for all cases told in the same units."""
    return Rules(standard, units, dict(told))
