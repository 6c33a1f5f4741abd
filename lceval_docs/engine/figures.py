"""From names to amounts: what was reported, what the inventory gives, what formulas make of it.

Every figure keeps what it was made from. What has not been given is raised as `AbsentError` with all that is missing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Literal

from lceval_docs.formulas import (
    Amounts,
    Call,
    Column,
    Name,
    Negative,
    Node,
    Operation,
    evaluate,
    names,
    parse,
    walk,
)
from lceval_docs.model.case import Case, DataEntry
from lceval_docs.model.data import DataItem, DerivedItem
from lceval_docs.model.evaluation import Figure, Inventory, Missing
from lceval_docs.model.indicator import Indicator
from lceval_docs.model.origin import Told
from lceval_docs.model.standard import Standard
from lceval_docs.problems import Fault, Mark, Problem
from lceval_docs.quantities import Quantity, Unit, Units, ZeroDenominatorError, pure, read_number

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

Party = Literal["factory", "review"]


class AbsentError(Exception):
    """An amount that has not been given; `missing` lists everything that would be needed."""

    def __init__(self, missing: Sequence[Missing]):
        self.missing = tuple(dict.fromkeys(missing))
        super().__init__(str(self.missing))


class Figures:
    """All amounts of one case, by name and year. Computed when asked for, then kept."""

    def __init__(
        self, standard: Standard, case: Case, units: Units, inventories: Mapping[int, Inventory], corrected: bool
    ):
        """`corrected`: the evaluators' data take the place of the factory's."""
        self._case, self._units, self._inventories = case, units, inventories
        self._corrections = (case.review.data or {}) if corrected and case.review else {}
        self.base_year = case.factory.base_year
        self._items = standard.data_items
        self._derived = {item.id: item for item in standard.derived}
        self._parameters = {
            **standard.grading.variant.parameters,
            "years_since_base": Decimal(case.factory.evaluation_year - self.base_year),
        }
        self._names = {
            **{item.id: item.name for item in standard.quantities},
            **{i.id: i.measure.name for i in standard.indicators if i.measure},
            **{gate.id: gate.name for gate in standard.grading.variant.gates},
        }
        self._known: dict[tuple[str, int], Figure | AbsentError] = {}
        self.problems: list[Problem] = []

    @property
    def known(self) -> Mapping[tuple[str, int], Figure]:
        """Every figure that has been asked for and could be given."""
        return {key: value for key, value in self._known.items() if isinstance(value, Figure)}

    def figure(self, name: str, year: int) -> Figure:
        """The amount of a name in a year. Raises `AbsentError`."""
        key = (name, year)
        if key not in self._known:
            try:
                self._known[key] = self._find(name, year)
            except AbsentError as error:
                self._known[key] = error
        found = self._known[key]
        if isinstance(found, AbsentError):
            raise found
        return found

    def derive(self, id: str, formula: str, unit: str, year: int) -> Figure:
        """The value of a formula in the given unit. Raises `AbsentError` with everything that is missing."""
        tree = parse(formula)
        missing = self._missing(tree, year)
        if missing:
            raise AbsentError(missing)
        amounts = _Year(self, year)
        try:
            quantity = evaluate(tree, amounts).to(self._units.read(unit))
        except ZeroDenominatorError:
            mark = _place_of_zero(amounts.used, self._case)
            self.problems.append(ZERO_DENOMINATOR.at(mark, name=self._names[id], id=id, year=year))
            raise AbsentError([Missing(id, "data", year=year)]) from None
        inputs = tuple(dict.fromkeys(amounts.used))
        evidence = tuple(dict.fromkeys(e for f in inputs for e in f.evidence))
        return Figure(id, year, quantity, tree, inputs, evidence=evidence)

    def measure(self, indicator: Indicator, year: int) -> Figure:
        """The measured figure of an indicator. One beyond its whole is a problem. Raises `AbsentError`."""
        measure = indicator.measure
        assert measure
        figure = self.derive(indicator.id, measure.formula, measure.unit, year)
        if measure.most is not None and figure.quantity.value > measure.most:
            mark = next((f.mark for f in figure.inputs if f.mark.file), self._case.factory.mark)
            found = f"{figure.quantity.value:.2f}"
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

    def _missing(self, tree: Node, year: int) -> tuple[Missing, ...]:
        """All that a formula needs and does not find."""
        match tree:
            case Name(name):
                try:
                    self.figure(name, year)
                except AbsentError as error:
                    return error.missing
            case Column(table, _):
                try:
                    self.rows(table, year)
                except AbsentError as error:
                    return error.missing
            case Negative(of):
                return self._missing(of, year)
            case Operation(_, left, right):
                return self._missing(left, year) + self._missing(right, year)
            case Call("base", (inner,)):
                return self._missing(inner, self.base_year)
            case Call(_, arguments):
                return tuple(m for a in arguments for m in self._missing(a, year))
        return ()


class _Year:
    """The amounts of one year, noting which were used."""

    def __init__(self, figures: Figures, year: int, used: list[Figure] | None = None):
        self._figures, self._year = figures, year
        self.used: list[Figure] = [] if used is None else used

    def value(self, name: str) -> Quantity:
        figure = self._figures.figure(name, self._year)
        self.used.append(figure)
        return figure.quantity

    def unit(self, name: str) -> Unit:
        return self._figures.unit(name)

    def rows(self, table: str) -> Sequence[Amounts]:
        entry, by = self._figures.entry(table)
        evidence = entry.evidence if entry else ()
        found = []
        item = self._figures.table(table)
        naming = next((c.id for c in item.columns if c.type == "text"), None)
        for number, row in enumerate(self._figures.rows(table, self._year), 1):
            title = row[naming].text if naming else str(number)
            origin = Figure(f"{table}#{number}", self._year, pure(number), evidence=evidence, by=by, title=title)
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
        cell = self._row[column]
        text = cell.text
        number = Decimal(text == "true") if text in ("true", "false") else read_number(text)
        quantity = Quantity(number, self._year.unit(name))
        origin = self._origin
        self._year.used.append(replace(origin, id=f"{origin.id}.{column}", quantity=quantity, mark=cell.mark))
        return quantity

    def unit(self, name: str) -> Unit:
        return self._year.unit(name)

    def rows(self, table: str) -> Sequence[Amounts]:
        return self._year.rows(table)

    def base(self) -> _Year:
        return self._year.base()


def _place_of_zero(used: Sequence[Figure], case: Case) -> Mark:
    """Where an amount of zero was typed, among those used and what they were made of."""
    waiting = list(used)
    while waiting:
        figure = waiting.pop()
        if not figure.quantity.value and figure.mark.file:
            return figure.mark
        waiting.extend(figure.inputs)
    return case.factory.mark.of("data")


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


def uses_base_year(formula: str) -> bool:
    """Whether a formula looks at the base year."""
    return any(isinstance(node, Call) and node.function == "base" for node in walk(parse(formula)))
