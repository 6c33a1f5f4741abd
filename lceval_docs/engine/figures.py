"""From names to amounts: what was reported, what the inventory gives, what formulas make of it.

Every figure keeps what it was made from. What has not been given is raised as `AbsentError` with all that is missing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Literal

from lceval_docs.formulas import Amounts, evaluate, leaves, names, names_of, parse
from lceval_docs.model.case import Case, DataEntry
from lceval_docs.model.data import DataItem, DerivedItem
from lceval_docs.model.evaluation import Figure, Inventory, Missing
from lceval_docs.model.indicator import Indicator
from lceval_docs.model.origin import Told
from lceval_docs.model.standard import Standard
from lceval_docs.problems import Fault, Problem
from lceval_docs.quantities import Quantity, RootError, Unit, Units, ZeroDenominatorError, pure, read_number

BEYOND_WHOLE = Fault(
    "E0311",
    "{name} ({year}): {found} %, more than {expected} %; a part cannot exceed its whole.",
    "Check the amounts and their units.",
)
ZERO_DENOMINATOR = Fault(
    "E0310",
    "{name} ({id}, {year}): the calculation divides by zero.",
    "Correct the amount, or leave it out if it is not known.",
)

ROOT = Fault(
    "E0315",
    "{name} ({id}, {year}): the root of {found} cannot be taken.",
    "Check the amounts that it is made of: together they must give more than 0.",
)
NO_YEARS_BETWEEN = Fault(
    "E0316",
    "{name} ({id}): an average over the years since the base year, which is the evaluation year {year}.",
    "Take an earlier base year.",
)

Party = Literal["factory", "review"]


# Digits of a number in a sentence.
_SHOWN = 12


class AbsentError(Exception):
    """An amount that has not been given; `missing` lists everything that would be needed."""

    def __init__(self, missing: Sequence[Missing]):
        self.missing = tuple(dict.fromkeys(missing))
        super().__init__(str(self.missing))


class Figures:
    """All amounts of one case, by name and year. Computed when asked for, then kept."""

    def __init__(
        self,
        standard: Standard,
        case: Case,
        units: Units,
        inventories: Mapping[int, Inventory],
        reported: Figures | None = None,
    ):
        """With the figures as `reported`, the evaluators' data take the place of the factory's."""
        self._standard, self._case, self._units, self._inventories = standard, case, units, inventories
        self._reported = reported
        self._corrections = (case.review.data or {}) if reported and case.review else {}
        self._corrected = _reached(self._corrections, standard.derived)
        self.base_year = case.factory.base_year
        self._items, self._derived = standard.data_items, standard.derived_items
        self._parameters = {
            **standard.grading.variant.parameters,
            "years_since_base": Decimal(case.factory.evaluation_year - self.base_year),
        }
        self._known: dict[tuple[str, int], Figure | AbsentError] = {}
        self._worked_out: dict[tuple[str, str, str, int], Figure] = {}
        self.problems: list[Problem] = []

    @property
    def known(self) -> Mapping[tuple[str, int], Figure]:
        """Every figure that has been asked for and could be given."""
        reported = self._reported.known if self._reported else {}
        mine = {key: value for key, value in self._known.items() if isinstance(value, Figure)}
        return {key: value for key, value in reported.items() if key[0] not in self._corrected} | mine

    def figure(self, name: str, year: int) -> Figure:
        """The amount of a name in a year. Raises `AbsentError`."""
        found = self._known.get((name, year)) or self._looked_up(name, year)
        if isinstance(found, AbsentError):
            raise found
        return found

    def _looked_up(self, name: str, year: int) -> Figure | AbsentError:
        found: Figure | AbsentError
        try:
            found = self._find(name, year)
        except AbsentError as error:
            found = error
        self._known[name, year] = found
        return found

    def derive(self, id: str, formula: str, unit: str, year: int) -> Figure:
        """The value of a formula in the given unit. Raises `AbsentError` with everything that is missing."""
        key = (id, formula, unit, year)
        found = self._worked_out.get(key)
        if found is None:
            if self._reported and self._corrected.isdisjoint(names_of(formula)):
                found = self._reported.derive(*key)
            else:
                found = self._work_out(*key)
            self._worked_out[key] = found
        return found

    def _work_out(self, id: str, formula: str, unit: str, year: int) -> Figure:
        tree, amounts = parse(formula), _Year(self, year)
        try:
            quantity = evaluate(tree, amounts).to(self._units.read(unit))
        except AbsentError as first:  # all of them are wanted
            raise AbsentError(self._missing(formula, year) or first.missing) from None
        except (ZeroDenominatorError, RootError) as error:
            if missing := self._missing(formula, year):
                raise AbsentError(missing) from None
            used = amounts.used.values()
            self.problems.append(self._impossible(id, year, used, error))
            raise AbsentError([Missing(id, "data", year=year)]) from None
        inputs = tuple(amounts.used.values())
        evidence = tuple(dict.fromkeys([e for f in inputs for e in f.evidence]))
        return Figure(id, year, quantity, tree, inputs, evidence=evidence)

    def divisor(self, name: str, year: int) -> Decimal:
        """An amount that something is a share of: zero is a problem. Raises `AbsentError`."""
        figure = self.figure(name, year)
        if not figure.quantity.value:
            self.problems.append(self._impossible(name, year, [figure], ZeroDenominatorError()))
            raise AbsentError([Missing(name, "data", year=year)])
        return figure.quantity.value

    def _impossible(self, id: str, year: int, used: Iterable[Figure], error: ValueError) -> Problem:
        """Why something cannot be worked out, at the amount to blame."""
        told = {"name": self._name_of(id), "id": id, "year": year}
        if isinstance(error, RootError):
            mark = next((f.mark for f in _typed(used)), self._case.factory.mark.of("data"))
            return ROOT.at(mark, **told, found=_digits(error.found))
        zero = next((f for f in _typed(used) if not f.quantity.value), None)
        if zero is None and self._case.factory.evaluation_year == self.base_year:
            return NO_YEARS_BETWEEN.at(self._case.factory.mark.of("base_year"), **told)
        return ZERO_DENOMINATOR.at(zero.mark if zero else self._case.factory.mark.of("data"), **told)

    def _name_of(self, id: str) -> str:
        """What people call a quantity, a measure or a gate; a doubt has its name for an id."""
        measures = {i.id: i.measure.name for i in self._standard.indicators if i.measure}
        gates = {gate.id: gate.name for gate in self._standard.grading.variant.gates}
        return {**{item.id: item.name for item in self._standard.quantities}, **measures, **gates}.get(id, id)

    def measure(self, indicator: Indicator, year: int) -> Figure:
        """The measured figure of an indicator. One beyond its whole is a problem. Raises `AbsentError`."""
        measure = indicator.measure
        assert measure
        figure = self.derive(indicator.id, measure.formula, measure.unit, year)
        if measure.most is not None and figure.quantity.value > measure.most:
            mark = next((f.mark for f in figure.inputs if f.mark.file), self._case.factory.mark)
            found = _digits(figure.quantity.value)
            self.problems.append(
                BEYOND_WHOLE.at(mark, name=measure.name, year=year, found=found, expected=measure.most)
            )
        return figure

    def unit(self, name: str) -> Unit:
        """The unit of a name, or of a column as `table.column`."""
        table, _, column = name.partition(".")
        if column:
            found = next(c for c in self._items[table].columns if c.id == column)
            return self._units.read(found.unit)
        item = self._items.get(name)
        return self._units.read(item.units[0] if item else self._derived[name].unit)

    def rows(self, table: str, year: int) -> tuple[Mapping[str, Told], ...]:
        """The rows of a table in a year. Raises `AbsentError`."""
        entry, _ = self.entry(table)
        if entry is None or entry.rows is None or year not in entry.rows:
            raise AbsentError([self._not_given(table, year)])
        return entry.rows[year]

    def table(self, name: str) -> DataItem:
        return self._items[name]

    def entry(self, name: str) -> tuple[DataEntry | None, Party]:
        """What was said of a data item, and by whom."""
        if name in self._corrections:
            return self._corrections[name], "review"
        return self._case.factory.data.get(name), "factory"

    def _find(self, name: str, year: int) -> Figure:
        derived = self._derived.get(name)
        if derived is not None:
            return self._find_derived(derived, year)
        if self._reported and name not in self._corrections:
            return self._reported.figure(name, year)
        entry, by = self.entry(name)
        if entry is None or entry.values is None or year not in entry.values:
            raise AbsentError([self._not_given(name, year)])
        given = entry.values[year]
        unit = self._units.read(entry.unit or self._items[name].units[0])
        return Figure(name, year, Quantity(given.value, unit), evidence=entry.evidence, mark=given.mark, by=by)

    def _find_derived(self, item: DerivedItem, year: int) -> Figure:
        if item.source == "parameter":
            return Figure(item.id, year, Quantity(self._parameters[item.id], self._units.read(item.unit)))
        if item.source == "formula":
            return self.derive(item.id, item.formula, item.unit, year)
        inventory = self._inventories.get(year)
        if inventory is None:
            raise AbsentError([self._not_given(item.id, year)])
        if inventory.gaps[item.id]:
            raise AbsentError(inventory.gaps[item.id])
        return inventory.totals[item.id]

    def _not_given(self, name: str, year: int) -> Missing:
        return Missing(name, "data", year=year, mark=self._case.factory.mark.of("data"))

    def _missing(self, formula: str, year: int) -> tuple[Missing, ...]:
        """All that a formula needs and does not find."""
        missing: list[Missing] = []
        for name, is_table, in_base in leaves(formula):
            look = self.rows if is_table else self.figure
            try:
                look(name, self.base_year if in_base else year)
            except AbsentError as error:
                missing += error.missing
        return tuple(missing)


class _Year:
    """The amounts of one year, noting which were used."""

    def __init__(self, figures: Figures, year: int, used: dict[tuple[str, int], Figure] | None = None):
        self._figures, self.year = figures, year
        self.used: dict[tuple[str, int], Figure] = {} if used is None else used

    def value(self, name: str) -> Quantity:
        figure = self._figures.figure(name, self.year)
        self.used[name, self.year] = figure
        return figure.quantity

    def unit(self, name: str) -> Unit:
        return self._figures.unit(name)

    def rows(self, table: str) -> Sequence[Amounts]:
        entry, by = self._figures.entry(table)
        evidence = entry.evidence if entry else ()
        found = []
        item = self._figures.table(table)
        naming = next((c.id for c in item.columns if c.type == "text"), None)
        for number, row in enumerate(self._figures.rows(table, self.year), 1):
            title = row[naming].text if naming else str(number)
            origin = Figure(f"{table}#{number}", self.year, pure(number), evidence=evidence, by=by, title=title)
            found.append(_Row(self, item, row, origin))
        return found

    def base(self) -> _Year:
        return _Year(self._figures, self._figures.base_year, self.used)


class _Row:
    """One row of a table, with everything else of its year. Yes and no count as 1 and 0."""

    def __init__(self, year: _Year, table: DataItem, row: Mapping[str, Told], origin: Figure):
        self._year, self._table, self._row, self._origin = year, table, row, origin

    def value(self, name: str) -> Quantity:
        table, _, column = name.partition(".")
        if table != self._table.id:
            return self._year.value(name)
        id = f"{self._origin.id}.{column}"
        key, used = (id, self._year.year), self._year.used
        found = used.get(key)
        if found is None:
            found = used[key] = self._cell(id, column)
        return found.quantity

    def _cell(self, id: str, column: str) -> Figure:
        cell = self._row[column]
        text = cell.text
        number = Decimal(text == "true") if text in ("true", "false") else read_number(text)
        quantity = Quantity(number, self._year.unit(f"{self._table.id}.{column}"))
        row = self._origin
        return Figure(id, row.year, quantity, evidence=row.evidence, mark=cell.mark, by=row.by, title=row.title)

    def unit(self, name: str) -> Unit:
        return self._year.unit(name)

    def rows(self, table: str) -> Sequence[Amounts]:
        return self._year.rows(table)

    def base(self) -> _Year:
        return self._year.base()


def _reached(corrections: Iterable[str], derived: Iterable[DerivedItem]) -> frozenset[str]:
    """What the evaluators corrected, and all that is made of it."""
    reached = set(corrections)
    made = [item for item in derived if item.source == "formula"]
    while more := {i.id for i in made if not reached.isdisjoint(names_of(i.formula))} - reached:
        reached |= more
    return frozenset(reached)


def _digits(value: Decimal) -> str:
    """The first digits of a number, as it is: what exceeds 100 is not told as 100.00."""
    return f"{value.normalize():f}"[:_SHOWN]


def _typed(used: Iterable[Figure]) -> Iterator[Figure]:
    """The amounts that were typed, among those used and what they were made of."""
    waiting = list(used)
    while waiting:
        figure = waiting.pop()
        if figure.mark.file:
            yield figure
        waiting.extend(figure.inputs)


def needs(standard: Standard, formula: str) -> tuple[str, ...]:
    """The data items and inventory totals that a formula comes down to, each once."""
    derived = {item.id: item for item in standard.derived}
    found: dict[str, None] = {}
    waiting = list(names(parse(formula)))
    while waiting:
        name = waiting.pop(0)
        if name in derived and derived[name].formula:
            waiting += [n for n in names(parse(derived[name].formula)) if n not in found]
        found[name] = None
    return tuple(found)
