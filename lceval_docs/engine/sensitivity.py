"""Which inputs move the result: the case judged again with one input changed, exactly, and only what depends on it.

An input is an amount of the evaluation year: of a source, a data item or a column of a table. What does not depend on
it is taken as it stood, so that a hundred inputs cost about as much as judging the case a few times.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from lceval_docs.engine.evaluation import basis_of, case_units
from lceval_docs.engine.figures import AbsentError, Figures, Party
from lceval_docs.engine.grading import decide, judge_gate
from lceval_docs.engine.inventory import GRID_SUPPLIES, Accountant
from lceval_docs.engine.scoring import rescored, score
from lceval_docs.engine.total import Sort, shares_in
from lceval_docs.formulas import leaves
from lceval_docs.model.analysis import Effect, Input, Sensitivities, Sensitivity
from lceval_docs.model.case import Case, DataEntry, ElectricitySource, Source
from lceval_docs.model.evaluation import Evaluation, Figure, GateResult, Inventory, Missing, Score, Scorecard
from lceval_docs.model.grading import Gate
from lceval_docs.model.indicator import Count, Indicator
from lceval_docs.model.origin import Given, Told
from lceval_docs.model.standard import Standard
from lceval_docs.quantities import EXACT, Units, read_number

ALL_BOUGHT = "purchased_electricity"
_HUNDRED = Decimal(100)


def sensitivities(standard: Standard, case: Case, evaluation: Evaluation) -> Sensitivities | None:
    """What each input does to total, gates and grade; None while there is no total that it could change."""
    card = evaluation.review
    if card is None or card.total is None or case.review is None:
        return None
    trial = _Trial(standard, case, evaluation, card)
    found = [trial.of(i) for i in trial.inputs()]
    moving = sorted((s for s in found if s.change or s.decides), key=lambda s: (s.decides, s.change), reverse=True)
    bought = _bought(case)
    power = trial.of(Input(ALL_BOUGHT, sources=bought)) if bought else None
    return Sensitivities(tuple(moving), power)


def _bought(case: Case) -> tuple[str, ...]:
    """The sources that are electricity bought from the grid, whatever was bought with it."""
    return tuple(
        s.id
        for s in case.factory.inventory.sources
        if isinstance(s, ElectricitySource) and s.supply in GRID_SUPPLIES and s.supply != "exported"
    )


@dataclass(frozen=True)
class _Influence:
    """What depends on a name: quantities made of it (and itself), indicators by measure, gates."""

    reached: frozenset[str]
    indicators: tuple[Indicator, ...]
    gates: tuple[Gate, ...]


@lru_cache(maxsize=256)
def _influence(standard: Standard, names: frozenset[str], in_base: bool) -> _Influence:
    """`in_base`: also what looks at the base year, because that is the evaluation year."""

    def looks(formula: str) -> set[str]:
        return {leaf.name for leaf in leaves(formula) if in_base or not leaf.in_base}

    reached = set(names)
    made = [item for item in standard.derived if item.source == "formula"]
    while more := {i.id for i in made if looks(i.formula) & reached} - reached:
        reached |= more
    return _Influence(
        frozenset(reached),
        tuple(i for i in standard.indicators if i.measure and (looks(i.measure.formula) | _counted(i)) & reached),
        tuple(g for g in standard.grading.variant.gates if looks(g.formula) & reached),
    )


def _counted(indicator: Indicator) -> set[str]:
    """The data item that a count is out of."""
    return {indicator.scoring.of} if isinstance(indicator.scoring, Count) else set()


class _Changed(Figures):
    """The figures of a case in which some amounts of one year are others."""

    def __init__(self, trial: _Trial, inventories: Mapping[int, Inventory], entries: Mapping[str, DataEntry]):
        super().__init__(trial.standard, trial.case, trial.units, inventories)
        self._entries, self._settled, self._year = entries, trial.evaluation.figures, trial.evaluation.evaluation_year
        self.reached: frozenset[str] = frozenset()

    def _looked_up(self, name: str, year: int) -> Figure | AbsentError:
        settled = None if name in self.reached and year == self._year else self._settled.get((name, year))
        return settled or super()._looked_up(name, year)

    def _missing(self, formula: str, year: int) -> tuple[Missing, ...]:
        """Nothing: only what has been judged is judged again, and no amount is taken away."""
        return ()

    def entry(self, name: str) -> tuple[DataEntry | None, Party]:
        return self._entries.get(name), "review"


class _Trial:
    """A case, ready to be judged again with something changed."""

    def __init__(self, standard: Standard, case: Case, evaluation: Evaluation, card: Scorecard):
        self.standard, self.case, self.evaluation, self.card = standard, case, evaluation, card
        self.units: Units = case_units(standard, case)
        self.year = evaluation.evaluation_year
        self.in_base = evaluation.base_year == self.year
        review = case.review
        assert review
        self.review = review
        self.entries: Mapping[str, DataEntry] = {**case.factory.data, **(review.data or {})}
        self.sources: Mapping[str, Source] = {s.id: s for s in case.factory.inventory.sources}
        self.accountant = Accountant(standard.factors, self.units, case.factory.inventory)
        self.scores = {s.indicator.id: s for s in card.scores if s.status == "scored" and s.figure}

    def inputs(self) -> Iterator[Input]:
        """Every amount of the evaluation year that is measured, not counted, and not zero."""
        for source in self.sources.values():
            given = source.amounts.get(self.year)
            if given and given.value:
                yield Input(source.id, sources=(source.id,))
        for id, entry in self.entries.items():
            item, given = self.standard.data_items[id], (entry.values or {}).get(self.year)
            if given and given.value and self._is_measured(entry.unit or item.units[0]):
                yield Input(id, item=id)
            elif (entry.rows or {}).get(self.year):
                for column in item.columns:
                    if column.type == "number" and self._is_measured(column.unit):
                        yield Input(f"{id}.{column.id}", item=id, column=column.id)

    def _is_measured(self, unit: str) -> bool:
        return not any(self.units.read(unit).fits(self.units.read(u)) for u in self.standard.grading.analysis.counted)

    def of(self, what: Input) -> Sensitivity:
        """The input too low and too high by what the standard says."""
        error = EXACT.divide(self.standard.grading.analysis.input_error, _HUNDRED)
        lower, higher = (self._effect(what, EXACT.add(Decimal(1), e)) for e in (-error, error))
        effects = [e for e in (lower, higher) if e]
        total = self.card.total or Decimal(0)
        change = max((abs(EXACT.subtract(e.total, total)) for e in effects), default=Decimal(0))
        return Sensitivity(what, lower, higher, change, any(map(self._decides, effects)))

    def _decides(self, effect: Effect) -> bool:
        kept, before = ([g.kept for g in gates] for gates in (effect.gates, self.evaluation.gates))
        return effect.verdict != self.evaluation.verdict or kept != before

    def _effect(self, what: Input, factor: Decimal) -> Effect | None:
        """The case with the input multiplied; None where a part then exceeds its whole."""
        inventories, entries, names = self._put_in(what, factor)
        influence = _influence(self.standard, names, self.in_base)
        figures = _Changed(self, inventories, entries)
        figures.reached = influence.reached
        scores = self._scores(influence.indicators, figures)
        gates = self._gates(influence.gates, figures)
        if figures.problems:
            return None
        card = rescored(self.card, scores)
        assert card.total is not None
        verdict = decide(self.standard.grading, card, self.evaluation.prerequisites, gates)
        return Effect(card.total, gates, verdict)

    def _scores(self, indicators: Iterable[Indicator], figures: Figures) -> dict[str, Score]:
        basis = basis_of(self.standard, figures, self.review.plan, self.units, self.year)
        return {i.id: score(i, self.scores[i.id].answer, basis) for i in indicators if i.id in self.scores}

    def _gates(self, touched: tuple[Gate, ...], figures: Figures) -> tuple[GateResult, ...]:
        return tuple(
            judge_gate(g.gate, lambda id, formula, unit: figures.derive(id, formula, unit, self.year))
            if g.figure and g.gate in touched
            else g
            for g in self.evaluation.gates
        )

    def _put_in(
        self, what: Input, factor: Decimal
    ) -> tuple[Mapping[int, Inventory], Mapping[str, DataEntry], frozenset[str]]:
        """Inventories and data with the input multiplied, and the names that have other amounts by it."""
        if what.sources:
            inventory, names = self._accounted(what.sources, factor)
            return {**self.evaluation.inventories, self.year: inventory}, self.entries, names
        entry = self._multiplied(self.entries[what.item], what.column, factor)
        return self.evaluation.inventories, {**self.entries, what.item: entry}, frozenset((what.item,))

    def _accounted(self, ids: tuple[str, ...], factor: Decimal) -> tuple[Inventory, frozenset[str]]:
        """The inventory with the amounts of some sources multiplied, and its totals that are others now."""
        before = self.evaluation.inventories[self.year]
        lines = tuple(
            self.accountant.line(self._source(line.source, factor), self.year) if line.source in ids else line
            for line in before.lines
        )
        touched = {
            name
            for line in lines
            if line.source in ids
            for name, _ in shares_in(Sort(line.scope, line.kind, line.supply))
        }
        after = self.accountant.added_up(self.year, lines)
        names = {n for n in touched if after.totals[n].quantity.value != before.totals[n].quantity.value}
        return after, frozenset(names)

    def _source(self, id: str, factor: Decimal) -> Source:
        source = self.sources[id]
        return replace(source, amounts={self.year: _times(source.amounts[self.year], factor)})

    def _multiplied(self, entry: DataEntry, column: str, factor: Decimal) -> DataEntry:
        if not column:
            values = entry.values or {}
            return replace(entry, values={**values, self.year: _times(values[self.year], factor)})
        rows = entry.rows or {}
        changed = tuple({**row, column: _told(row[column], factor)} for row in rows[self.year])
        return replace(entry, rows={**rows, self.year: changed})


def _times(given: Given, factor: Decimal) -> Given:
    return Given(EXACT.multiply(given.value, factor), given.mark)


def _told(told: Told, factor: Decimal) -> Told:
    return Told(f"{EXACT.multiply(read_number(told.text), factor):f}", told.mark)
