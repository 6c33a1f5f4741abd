"""Totals that a factory has published, held against what its own data give; and quantities watched from year to year.

Both need the case computed. What is published is told beside what was computed; neither is corrected.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from lceval_docs.checks.formula import nearest
from lceval_docs.checks.plausibility import OFF_BY_FACTOR, off_by_factor
from lceval_docs.checks.share import half_digit
from lceval_docs.checks.source import NEGATIVE, UNKNOWN_ID, check_kind
from lceval_docs.engine.evaluation import case_units
from lceval_docs.engine.figures import AbsentError, Figures
from lceval_docs.model.case import Case, ReportedTotal
from lceval_docs.model.evaluation import Evaluation
from lceval_docs.model.origin import Given
from lceval_docs.model.plausibility import PublishedTotal
from lceval_docs.model.standard import Standard
from lceval_docs.problems import Fault, Problem, in_order
from lceval_docs.quantities import Quantity, Units
from lceval_docs.records import dataclass

DIFFERS = Fault(
    "W0561",
    "{field} {year}: published {found} {unit}, its own data give {computed} {unit} ({convention}); "
    "published less computed: {difference}.",
    "Say in `note` what makes the difference: boundary, factors, sources left out. Nothing was corrected.",
)
SWAPPED = Fault(
    "W0562",
    "{field} {year}: published {found} {unit}, which is what the data give for {other} ({computed} {unit}).",
    "Were the rows of the published table taken for each other?",
)
NOT_ITS_PARTS = Fault(
    "W0563",
    "{field} {year}: published {found} {unit}, its published parts ({parts}) add up to {computed} {unit}; "
    "published less parts: {difference}.",
    "Check the published table. Nothing was corrected.",
)

SIGNIFICANT = 4


@dataclass(frozen=True)
class _Computed:
    """A total by one convention, in the unit it was published in."""

    name: str
    value: Decimal


def check_reported(standard: Standard, case: Case, units: Units) -> Iterator[Problem]:
    """Published totals are known ones, in fitting units, of 0 or more."""
    known = {total.id: total for total in standard.plausibility.published}
    for id, reported in (case.factory.reported or {}).items():
        if id not in known:
            yield UNKNOWN_ID.at(reported.mark, field="reported", found=id, expected=nearest(id, known))
            continue
        yield from check_kind(reported.unit, (known[id].unit,), reported.mark, known[id].name, units)
        for year, given in reported.values.items():
            if given.value < 0:
                yield NEGATIVE.at(given.mark, field=f"{known[id].name} {year}", found=given.value)


def check_totals(
    standard: Standard, case: Case, evaluation: Evaluation, doubts: Iterable[Problem]
) -> tuple[Problem, ...]:
    """Every doubt about the totals of a case that has been evaluated, as the factory reported it.

    `doubts`: those about its single amounts. Where one of them jumps, what follows from it does too, and is not told.
    """
    desk = _Desk(standard, case, evaluation)
    jumps = any(p.fault is OFF_BY_FACTOR for p in doubts)
    return in_order([*desk.check_published(), *(() if jumps else desk.check_watched())])


class _Desk:
    """One case on the desk: its figures by the factory's own data."""

    def __init__(self, standard: Standard, case: Case, evaluation: Evaluation):
        self.standard, self.case = standard, case
        self.units = case_units(standard, case)
        self.years = sorted(evaluation.inventories)
        self.figures = Figures(standard, case, self.units, evaluation.inventories)
        self.totals: Mapping[str, PublishedTotal] = {t.id: t for t in standard.plausibility.published}

    def check_published(self) -> Iterator[Problem]:
        """Each published total agrees with the data, and with its published parts."""
        reported = self.case.factory.reported or {}
        for id, told in reported.items():
            for year, given in told.values.items():
                yield from self._against_data(self.totals[id], told, year, given)
                yield from self._against_parts(self.totals[id], told, year, given)

    def _against_data(self, total: PublishedTotal, told: ReportedTotal, year: int, given: Given) -> Iterator[Problem]:
        own = self._computed(total, told.unit, year)
        if not own or any(_agrees(given.value, one) for one in own):
            return
        nearest_one = min(own, key=lambda one: abs(one.value - given.value))
        said = {"field": total.name, "year": year, "found": f"{given.value:f}", "unit": told.unit}
        for other in self.totals.values():
            for one in self._computed(other, told.unit, year) if other != total and given.value else ():
                if _agrees(given.value, one):
                    computed = _beside(one.value, given.value)
                    yield SWAPPED.at(given.mark, **said, other=f"{other.name}（{one.name}）", computed=computed)
                    return
        yield DIFFERS.at(
            given.mark,
            **said,
            computed=_beside(nearest_one.value, given.value),
            convention=nearest_one.name,
            difference=_beside(given.value - nearest_one.value, given.value, "+"),
        )

    def _against_parts(self, total: PublishedTotal, told: ReportedTotal, year: int, given: Given) -> Iterator[Problem]:
        reported, unit = self.case.factory.reported or {}, self.units.read(told.unit)
        found = [(reported[id], reported[id].values[year]) for id in total.parts if year in _years(reported.get(id))]
        if not total.parts or len(found) < len(total.parts):
            return
        parts = [self._in(one.value, part.unit, told.unit) for part, one in found]
        slack = [self._in(half_digit(one.value), part.unit, told.unit) for part, one in found]
        added = sum(parts, Decimal(0))
        if abs(given.value - added) > half_digit(given.value) + sum(slack, Decimal(0)):
            yield NOT_ITS_PARTS.at(
                given.mark,
                field=total.name,
                year=year,
                found=f"{given.value:f}",
                unit=unit.text,
                parts="、".join(self.totals[id].name for id in total.parts),
                computed=f"{added:f}",
                difference=f"{given.value - added:+f}",
            )

    def _in(self, value: Decimal, given: str, wanted: str) -> Decimal:
        return Quantity(value, self.units.read(given)).to(self.units.read(wanted)).value

    def _computed(self, total: PublishedTotal, unit: str, year: int) -> Sequence[_Computed]:
        """What the data give by each convention, where they are complete and the unit fits."""
        if year not in self.years or not self.units.read(total.unit).fits(self.units.read(unit)):
            return ()
        values = ((c.name, self._derived(total.id, c.formula, unit, year)) for c in total.conventions)
        return [_Computed(name, value) for name, value in values if value is not None]

    def check_watched(self) -> Iterator[Problem]:
        """Watched quantities keep their size."""
        rules = self.standard.plausibility.scale
        place = self.case.factory.inventory.mark.of("sources")
        for ratio in rules.watched:
            values = ((year, self._derived(ratio.name, ratio.formula, ratio.unit, year)) for year in self.years)
            amounts = {year: Given(_short(value), place) for year, value in values if value is not None}
            yield from off_by_factor(rules, ratio.name, amounts)

    def _derived(self, id: str, formula: str, unit: str, year: int) -> Decimal | None:
        try:
            return self.figures.derive(id, formula, unit, year).quantity.value
        except AbsentError:
            return None


def _years(told: ReportedTotal | None) -> Sequence[int]:
    return tuple(told.values) if told else ()


def _agrees(published: Decimal, computed: _Computed) -> bool:
    """As near as the last digit that was published."""
    return abs(published - computed.value) <= half_digit(published)


def _beside(value: Decimal, published: Decimal, sign: str = "") -> str:
    """A computed number with two digits more than the published one."""
    places = max(-int(published.as_tuple().exponent), 0)
    return f"{value:{sign}.{places + 2}f}"


def _short(value: Decimal) -> Decimal:
    """With a few significant digits, for a sentence."""
    return Decimal(f"{value:.{SIGNIFICANT - 1}e}")
