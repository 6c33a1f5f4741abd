"""A case with other amounts of its evaluation year: what they make of the totals, and so of the result."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from decimal import Decimal
from functools import cached_property

from lceval_docs.engine.compiled import Numbers, Row, Rows
from lceval_docs.engine.evaluation import case_units
from lceval_docs.engine.influence import influence, rules
from lceval_docs.engine.inventory import Accountant, Amounts
from lceval_docs.engine.judgement import Judgement
from lceval_docs.engine.scoring import summed
from lceval_docs.engine.total import TOTALS, Sort, shares_in
from lceval_docs.model.analysis import Effect
from lceval_docs.model.case import Case, DataEntry, Source
from lceval_docs.model.data import DataItem
from lceval_docs.model.evaluation import Evaluation, Scorecard
from lceval_docs.model.origin import Told
from lceval_docs.model.standard import Standard
from lceval_docs.quantities import EXACT, read_number


class Trial:
    """A case with a total, ready to be tried."""

    def __init__(self, standard: Standard, case: Case, evaluation: Evaluation, card: Scorecard):
        self.standard, self.evaluation, self.year = standard, evaluation, evaluation.evaluation_year
        self.in_base = evaluation.base_year == self.year
        self.units = case_units(standard, case)
        corrected = (case.review.data or {}) if case.review else {}
        self.entries: Mapping[str, DataEntry] = {**case.factory.data, **corrected}
        self.sources: Mapping[str, Source] = {s.id: s for s in case.factory.inventory.sources}
        self._rules = rules(standard, self.units, tuple((id, e.unit) for id, e in self.entries.items() if e.unit))
        self._judgement = Judgement(standard.grading, self._rules, evaluation, card)
        self.unchanged = self._judgement.unchanged
        self._accountant = Accountant(standard.factors, self.units, case.factory.inventory)
        self._accounted: dict[tuple[str, Decimal], Amounts] = {}
        self._now, self._tables = self._amounts(self.year), self._rows(self.year)
        then = evaluation.base_year
        self._base = None if self.in_base else Numbers(self._amounts(then), self._rows(then))

    def _amounts(self, year: int) -> dict[str, Decimal]:
        return {name: f.quantity.value for (name, of), f in self.evaluation.figures.items() if of == year}

    def _rows(self, year: int) -> dict[str, tuple[Row, ...]]:
        items = self.standard.data_items
        return {
            id: tuple(_numbers(items[id], row) for row in entry.rows[year])
            for id, entry in self.entries.items()
            if entry.rows and year in entry.rows
        }

    def with_item(self, id: str, factor: Decimal) -> Effect | None:
        """A data item multiplied; None where the amounts are impossible then."""
        values = self.entries[id].values or {}
        return self._with({id: EXACT.multiply(values[self.year].value, factor)})

    def with_column(self, id: str, column: str, factor: Decimal) -> Effect | None:
        """A column of a table multiplied."""
        rows = tuple({**row, column: EXACT.multiply(row[column], factor)} for row in self._tables[id])
        return self._with({}, {id: rows})

    def with_sources(self, ids: Collection[str], factor: Decimal) -> Effect | None:
        """The amounts of some sources multiplied."""
        names = {name for id in ids for name in self._shares[id]} & self._parts.keys()
        return self._with({name: self._total(name, ids, factor) for name in names})

    def _with(self, amounts: Mapping[str, Decimal], rows: Rows | None = None) -> Effect | None:
        depends = influence(self.standard, frozenset(amounts) | frozenset(rows or ()), self.in_base)
        if not (depends.indicators or depends.gates):
            return self.unchanged
        tables = {**self._tables, **rows} if rows else self._tables
        numbers = Numbers(self._now, tables, self._base, self._rules.made)
        for name in depends.made:
            numbers.pop(name, None)
        numbers.update(amounts)
        return self._judgement.of(depends, numbers)

    @cached_property
    def _shares(self) -> Mapping[str, tuple[str, ...]]:
        """By source, the totals that take it."""
        lines = self.evaluation.inventories[self.year].lines
        sorts = {line.source: Sort(line.scope, line.kind, line.supply) for line in lines}
        return {id: tuple(name for name, _ in shares_in(sort)) for id, sort in sorts.items()}

    @cached_property
    def _parts(self) -> Mapping[str, Mapping[str, Decimal]]:
        """By total that was asked for, what each source gives to it: in the order of the lines, as they are added."""
        parts: dict[str, dict[str, Decimal]] = {name: {} for name in TOTALS if name in self._now}
        for line in self.evaluation.inventories[self.year].lines:
            given = Amounts(*(getattr(line, name) for name in Amounts._fields))
            for name in self._shares[line.source]:
                if name in parts and (value := self._part(name, given)) is not None:
                    parts[name][line.source] = value
        return parts

    def _part(self, name: str, given: Amounts) -> Decimal | None:
        """What a line gives to a total, in its unit."""
        _, amount, unit = TOTALS[name]
        quantity = getattr(given, amount)
        return None if quantity is None else quantity.to(self.units.read(unit)).value

    def _total(self, name: str, ids: Collection[str], factor: Decimal) -> Decimal:
        parts = dict(self._parts[name])
        for id in ids:
            value = self._part(name, self._source(id, factor)) if id in parts else None
            if value is not None:
                parts[id] = value
        return summed(parts.values())

    def _source(self, id: str, factor: Decimal) -> Amounts:
        """What a source gives with its amount multiplied."""
        found = self._accounted.get((id, factor))
        if found is None:
            source = self.sources[id]
            value = EXACT.multiply(source.amounts[self.year].value, factor)
            found = self._accounted[id, factor] = self._accountant.tried(source, self.year, value)
        return found


def _numbers(table: DataItem, row: Mapping[str, Told]) -> Row:
    """The numbers of a row; yes and no count as 1 and 0."""
    told = {c.id: row[c.id].text for c in table.columns if c.type in ("number", "yes_no") and c.id in row}
    return {
        id: Decimal(text == "true") if text in ("true", "false") else read_number(text) for id, text in told.items()
    }
