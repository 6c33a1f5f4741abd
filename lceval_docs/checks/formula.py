"""Formulas of the standard: they parse, name what exists, and give the unit they claim."""

from __future__ import annotations

import difflib
import unicodedata
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from types import MappingProxyType

from lceval_docs.engine.total import TOTALS
from lceval_docs.formulas import FormulaError, Node, names, names_of, parse, unit_of
from lceval_docs.model.standard import Standard
from lceval_docs.problems import Fault, Mark, Problem
from lceval_docs.quantities import Unit, UnitError, Units

NOT_A_FORMULA = Fault(
    "E0303",
    'formula: "{found}" is not arithmetic over named quantities.',
    "Allowed: names, numbers, + - * / **, min, max, total, largest, base.",
)
UNKNOWN_NAME = Fault("E0304", 'formula: there is no quantity "{found}".', "Is it {expected}?")
WRONG_UNIT = Fault("E0305", "formula: it gives {found}, expected {expected}.", "Check the formula against the unit.")
UNKNOWN_UNIT = Fault("E0306", 'unknown unit "{found}".', "Is it {expected}?")
CIRCLE = Fault("E0307", "formula: it comes back to itself: {found}.", "A quantity cannot be made of itself.")
NO_UNIT = Fault("E0308", "units: expected at least one, found none.", 'Write ["1"] for a plain number.')
INVENTORY_NAMES = Fault(
    "E0401",
    "inventory totals: expected exactly {expected}; found {found}.",
    "List each total of the inventory once, with source: inventory.",
)


class UnknownNameError(LookupError):
    """A formula names a quantity that does not exist."""


def nearest(word: str, known: Iterable[object], titles: Mapping[str, str] = MappingProxyType({})) -> str:
    """The known words that look most like this one. `titles`: what people call them, with the word to write."""
    words = [str(k) for k in known]
    plain = unicodedata.normalize("NFKC", word)
    folded = {w.casefold(): w for w in words}
    if plain in titles or plain.casefold() in folded:
        return titles.get(plain) or folded[plain.casefold()]
    return " / ".join(difflib.get_close_matches(plain, words, 2, 0.5))


class Names:
    """Units of all quantities of a standard, by name and `table.column`."""

    def __init__(self, standard: Standard):
        self._items, self._units = standard.data_items, standard.units
        self._derived = {item.id: item.unit for item in standard.derived}

    @property
    def known(self) -> tuple[str, ...]:
        return (*self._items, *self._derived)

    def unit(self, name: str) -> Unit:
        """Raises `UnknownNameError` or `UnitError`."""
        table, _, column = name.partition(".")
        item = self._items.get(table)
        if column:
            found = next((c for c in item.columns if c.id == column), None) if item else None
            if found is None:
                raise UnknownNameError(name)
            return self._units.read(found.unit)
        if item and item.type == "number" and item.units:
            return self._units.read(item.units[0])
        if name in self._derived:
            return self._units.read(self._derived[name])
        raise UnknownNameError(name)


def check_unit(text: str, mark: Mark, units: Units) -> Iterator[Problem]:
    """A unit text is known."""
    try:
        units.read(text)
    except UnitError:
        yield UNKNOWN_UNIT.at(mark, found=text, expected=nearest(text, units.names, units.titles))


def check_formula(formula: str, unit: str, mark: Mark, known: Names, units: Units) -> Iterator[Problem]:
    """A formula parses, names what exists, and its result can be given in the unit."""
    try:
        tree = parse(formula)
    except FormulaError as error:
        yield NOT_A_FORMULA.at(mark, found=error.found)
        return
    bad_unit = list(check_unit(unit, mark, units))
    yield from bad_unit
    unknown = list(_unknown_names(tree, mark, known))
    yield from unknown
    if bad_unit or unknown:
        return
    try:
        found = unit_of(tree, known.unit)
        if not found.fits(units.read(unit)):
            yield WRONG_UNIT.at(mark, found=found.text, expected=unit)
    except UnitError as error:
        if error.expected:
            yield WRONG_UNIT.at(mark, found=error.found, expected=error.expected)
    except FormulaError as error:
        yield NOT_A_FORMULA.at(mark, found=error.found)
    except UnknownNameError as error:
        yield UNKNOWN_NAME.at(mark, found=error.args[0], expected=nearest(error.args[0], known.known))


def _unknown_names(tree: Node, mark: Mark, known: Names) -> Iterator[Problem]:
    tables = {n.split(".")[0] for n in known.known}
    for name in names(tree):
        if name not in tables:
            yield UNKNOWN_NAME.at(mark, found=name, expected=nearest(name, known.known))


def check_formulas(standard: Standard) -> Iterator[Problem]:
    """Measures, derived items and gates."""
    known, units = Names(standard), standard.units
    for indicator in standard.indicators:
        if indicator.measure:
            measure = indicator.measure
            yield from check_formula(measure.formula, measure.unit, measure.mark.of("formula"), known, units)
            if measure.ceiling:
                yield from check_formula(measure.ceiling, measure.unit, measure.mark.of("ceiling"), known, units)
    for item in standard.derived:
        yield from check_unit(item.unit, item.mark.of("unit"), units)
        if item.source == "formula":
            yield from check_formula(item.formula, item.unit, item.mark.of("formula"), known, units)
    for variant in standard.grading.gate_variants:
        for gate in variant.gates:
            yield from check_formula(gate.formula, gate.unit, gate.mark.of("formula"), known, units)


def check_data_units(standard: Standard) -> Iterator[Problem]:
    """Every data item's units are known."""
    for item in standard.data_items.values():
        if not item.units:
            yield NO_UNIT.at(item.mark.of("units"))
        for unit in item.units:
            yield from check_unit(unit, item.mark.of("units"), standard.units)
        for column in item.columns:
            yield from check_unit(column.unit, column.mark.of("unit"), standard.units)


def check_circles(standard: Standard) -> Iterator[Problem]:
    """No quantity is made of itself, by whatever way."""
    made_of: dict[str, frozenset[str]] = {}
    for item in standard.derived:
        with suppress(FormulaError):  # told where formulas are checked
            made_of[item.id] = names_of(item.formula) if item.source == "formula" else frozenset()
    for item in standard.derived:
        way = _way(item.id, item.id, made_of)
        if way:
            yield CIRCLE.at(item.mark.of("formula"), found=" → ".join((item.id, *way)))


def _way(start: str, end: str, made_of: Mapping[str, frozenset[str]]) -> tuple[str, ...]:
    """The names from one to another, the fewest; none where there is no way."""
    ways: dict[str, tuple[str, ...]] = {start: ()}
    waiting = deque([start])
    while waiting:
        name = waiting.popleft()
        for next_one in sorted(made_of.get(name, ())):
            if next_one == end:
                return (*ways[name], end)
            if next_one not in ways:
                ways[next_one] = (*ways[name], next_one)
                waiting.append(next_one)
    return ()


def check_inventory_names(standard: Standard) -> Iterator[Problem]:
    """The derived items list exactly the totals that the inventory gives."""
    listed = {item.id for item in standard.derived if item.source == "inventory"}
    if listed != set(TOTALS):
        differing = sorted(listed ^ set(TOTALS))
        mark = standard.derived[0].mark if standard.derived else Mark("standard/derived.yaml")
        yield INVENTORY_NAMES.at(Mark(mark.file), found=", ".join(differing), expected=", ".join(TOTALS))


CHECKS = (check_data_units, check_formulas, check_circles, check_inventory_names)
