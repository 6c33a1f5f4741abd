"""A case with other amounts of its evaluation year: what they make of the totals, and so of the result."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from decimal import Decimal
from functools import cached_property

from lceval_docs.engine.compiled import Numbers, Row, Year
from lceval_docs.engine.evaluation import case_units
from lceval_docs.engine.influence import influence, rules
from lceval_docs.engine.judgement import Judgement, Touched
from lceval_docs.engine.total import TOTALS, Sort, shares_in
from lceval_docs.model.analysis import Effect, Input
from lceval_docs.model.case import Case, DataEntry, Source
from lceval_docs.model.data import DataItem
from lceval_docs.model.evaluation import Evaluation, Scorecard
from lceval_docs.model.origin import Told
from lceval_docs.model.standard import Standard
from lceval_docs.quantities import EXACT, ONE, Quantity, read_number


class Trial:
    """A case with a total, ready to be tried."""

    def __init__(self, standard: Standard, case: Case, evaluation: Evaluation, card: Scorecard):
        self.standard, self.evaluation, self.year = standard, evaluation, evaluation.evaluation_year
        self.in_base = evaluation.base_year == self.year
        self.units = case_units(standard, case)
        corrected = (case.review.data or {}) if case.review else {}
        self.entries: Mapping[str, DataEntry] = {**case.factory.data, **corrected}
        self.sources: Mapping[str, Source] = {s.id: s for s in case.factory.inventory.sources}
        self.rules = rules(standard, self.units, tuple((id, e.unit) for id, e in self.entries.items() if e.unit))
        self._judgement = Judgement(standard.grading, self.rules, evaluation, card)
        self.unchanged = self._judgement.unchanged
        now, then = self._amounts(self.year), self._amounts(evaluation.base_year)
        base = None if self.in_base else Numbers({}, Year(self._rows(evaluation.base_year), None, then, {}))
        self._year = Year(self._rows(self.year), base, now, {})
        self._touched: dict[frozenset[str], tuple[Touched | None, Year]] = {}

    def _amounts(self, year: int) -> dict[str, Decimal]:
        return {name: f.quantity.value for (name, of), f in self.evaluation.figures.items() if of == year}

    def _rows(self, year: int) -> Mapping[str, tuple[Row, ...]]:
        items = self.standard.data_items
        return {
            id: tuple(_numbers(items[id], row) for row in entry.rows[year])
            for id, entry in self.entries.items()
            if entry.rows and year in entry.rows
        }

    def effects(self, what: Input, factors: Sequence[Decimal]) -> list[Effect | None]:
        """What an input does, multiplied by each of the factors; None where the amounts are impossible then."""
        names = self._changing(what)
        touched, year = self._touched.get(names) or self.depending(names)
        if touched is None:
            return [self.unchanged] * len(factors)
        return [self._judgement.of(touched, self._numbers(what, names, factor, year)) for factor in factors]

    def depending(self, names: frozenset[str]) -> tuple[Touched | None, Year]:
        """What is judged again when some names change, and the year in which all is made anew that is made of them."""
        depends = influence(self.standard, names, self.in_base)
        year = self._year._replace(made=self.rules.made_of(depends.made))
        found = self._touched[names] = (self._judgement.touched(depends), year)
        return found

    def _changing(self, what: Input) -> frozenset[str]:
        """The totals, item or table that an input is part of."""
        if not what.sources:
            return frozenset((what.item,))
        return frozenset(name for id in what.sources for name in self._parts.get(id, ()))

    def _numbers(self, what: Input, names: Collection[str], factor: Decimal, year: Year) -> Numbers:
        """The amounts of the year with the input multiplied."""
        if what.sources:
            more = EXACT.subtract(factor, ONE)
            return Numbers({name: self._total(name, what.sources, more) for name in names}, year)
        if not what.column:
            values = self.entries[what.item].values or {}
            return Numbers({what.item: EXACT.multiply(values[self.year].value, factor)}, year)
        id, column = what.item, what.column
        rows = tuple({**row, column: EXACT.multiply(row[column], factor)} for row in year.tables[id])
        return Numbers({}, year._replace(tables={**year.tables, id: rows}))

    def _total(self, name: str, ids: Iterable[str], more: Decimal) -> Decimal:
        """A total with some sources increased: what a line gives is proportional to its amount."""
        total = self._year.amounts[name]
        for id in ids:
            part = self._parts[id].get(name)
            if part is not None:
                total = EXACT.add(total, EXACT.multiply(part, more))
        return total

    @cached_property
    def _parts(self) -> Mapping[str, Mapping[str, Decimal]]:
        """By source, what it gives to each total that was asked for, in the unit of the total, where that is anything."""
        units = {name: self.units.read(unit) for name, (_, _, unit) in TOTALS.items() if name in self._year.amounts}
        parts: dict[str, dict[str, Decimal]] = {}
        for line in self.evaluation.inventories[self.year].lines:
            given = parts[line.source] = {}
            for name, amount in shares_in(Sort(line.scope, line.kind, line.supply)):
                quantity: Quantity | None = getattr(line, amount) if name in units else None
                if quantity is not None and quantity.value:
                    given[name] = quantity.to(units[name]).value
        return parts


def _numbers(table: DataItem, row: Mapping[str, Told]) -> Row:
    """The numbers of a row; yes and no count as 1 and 0."""
    told = {c.id: row[c.id].text for c in table.columns if c.type in ("number", "yes_no") and c.id in row}
    return {
        id: Decimal(text == "true") if text in ("true", "false") else read_number(text) for id, text in told.items()
    }
