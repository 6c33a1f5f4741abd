"""How sure the inventory is, by the quality of its sources: classes, and the root of the sum of squares.

Source: factors/uncertainty.yaml names the classes, their values and where they are taken from.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from functools import reduce
from types import MappingProxyType

from lceval_docs.engine.total import CO2E, COAL
from lceval_docs.model.analysis import LineUncertainty, TotalUncertainty, UncertaintyBudget
from lceval_docs.model.case import Case, EmissionSource
from lceval_docs.model.evaluation import Evaluation, FactorUse, Line
from lceval_docs.model.factor import Quality, Uncertainty
from lceval_docs.model.standard import Standard
from lceval_docs.quantities import EXACT, Quantity, Unit, total

SCOPES = ("1", "2")
CONVENTIONS = (("location", "emissions"), ("market", "emissions_market"))
_HUNDRED = Decimal(100)


def uncertainty(standard: Standard, case: Case, evaluation: Evaluation) -> UncertaintyBudget:
    """The uncertainty of each line of the evaluation year, and of both totals. Lines without a result are left out."""
    classes, units = standard.factors.uncertainty, standard.units
    sources = {source.id: source for source in case.factory.inventory.sources}
    coal, co2e = units.read(COAL), units.read(CO2E)
    lines = tuple(
        _line(classes, sources[line.source], line, coal)
        for line in evaluation.inventories[evaluation.evaluation_year].lines
        if line.scope in SCOPES and line.emissions is not None
    )
    totals = {name: _total(lines, amount, co2e) for name, amount in CONVENTIONS}
    return UncertaintyBudget(lines, MappingProxyType(totals))


def _line(classes: Uncertainty, source: EmissionSource, line: Line, coal: Unit) -> LineUncertainty:
    amount = classes.amount_evidenced if line.evidence else classes.amount_stated
    found = [_factor_class(classes, source, use) for use in _uses(line, coal)]
    factor = max(found, key=lambda c: c.percent, default=None)
    parts = (amount.percent, factor.percent if factor else Decimal(0))
    return LineUncertainty(line, amount, factor, _root_of_squares(parts))


def _uses(line: Line, coal: Unit) -> Iterable[FactorUse]:
    """The factors that the emissions of a line are computed with; not those that serve its energy alone."""
    used = {name for c in line.calculations if not c.result.unit.fits(coal) for name in c.inputs}
    return (use for use in line.factors if use.parameter in used and use.origin != "constant")


def _factor_class(classes: Uncertainty, source: EmissionSource, use: FactorUse) -> Quality:
    if use.origin == "measured":
        measured = getattr(source, "measured", None) or {}
        is_evidenced = use.parameter in measured and bool(measured[use.parameter].evidence)
        return classes.factor_measured if is_evidenced else classes.factor_stated
    if use.origin == "declared":
        return classes.factor_stated
    if use.verification == "agreed":
        return classes.factor_agreed
    return classes.factor_single if use.verification == "single" else classes.factor_unverified


def _total(lines: tuple[LineUncertainty, ...], amount: str, unit: Unit) -> TotalUncertainty:
    """Lines taken as independent of each other: the root of the sum of the squares of their absolute uncertainties."""
    emissions = [getattr(one.line, amount) for one in lines]
    whole = total(emissions, unit)
    parts = [absolute(one, e.to(unit).value) for one, e in zip(lines, emissions, strict=True)]
    combined = _root_of_squares(parts)
    relative = EXACT.divide(EXACT.multiply(_HUNDRED, combined), abs(whole.value)) if whole.value else None
    return TotalUncertainty(whole, Quantity(combined, unit), relative)


def absolute(one: LineUncertainty, emissions: Decimal) -> Decimal:
    """The uncertainty of a line in the unit of its emissions."""
    return EXACT.divide(EXACT.multiply(abs(emissions), one.relative), _HUNDRED)


def _root_of_squares(parts: Iterable[Decimal]) -> Decimal:
    return EXACT.sqrt(reduce(EXACT.add, (EXACT.multiply(p, p) for p in parts), Decimal(0)))
