"""One case under one edition: inventories, scores, gates, ledger, grade, and what is missing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from types import MappingProxyType

from lceval_docs.engine.figures import Figures
from lceval_docs.engine.grading import decide, judge_gate, judge_prerequisite
from lceval_docs.engine.inventory import Accountant
from lceval_docs.engine.scoring import Basis, score, tally, unanswered
from lceval_docs.model.case import Answer, Case, DataEntry, Plan
from lceval_docs.model.evaluation import (
    Adjustment,
    Evaluation,
    GateResult,
    Inventory,
    Missing,
    PrerequisiteResult,
    Scorecard,
)
from lceval_docs.model.grading import Profile
from lceval_docs.model.indicator import BaseLead, Benchmark
from lceval_docs.model.standard import Standard
from lceval_docs.problems import stop_on
from lceval_docs.quantities import Quantity, Units

# Why something is missing that the evaluators set, not the factory.
SET_BY_EVALUATORS = "benchmark"


def evaluate(standard: Standard, case: Case, is_begun: bool = False) -> Evaluation:
    """What a checked case gives. Raises `Refused` where a calculation would divide by zero.

    `is_begun`: it is still being filled in, so what cannot be divided is missing like what was not given.
    """
    factory, review = case.factory, case.review
    units = case_units(standard, case)
    inventories = _inventories(standard, case, units)
    reported = Figures(standard, case, units, inventories)
    has_corrections = review is not None and bool(review.data)
    figures = Figures(standard, case, units, inventories, reported) if has_corrections else reported
    plan = review.plan if review else Plan()

    def card(answers: Mapping[str, Answer], basis: Basis) -> Scorecard:
        """What one party says. One that says nothing at all has assessed nothing, whatever the data would give."""
        if not answers:
            return tally(standard.dimensions, lambda indicator: unanswered(indicator, basis))
        return tally(standard.dimensions, lambda indicator: score(indicator, answers.get(indicator.id), basis))

    stated_basis = basis_of(standard, reported, plan, units, factory.evaluation_year)
    basis = basis_of(standard, figures, plan, units, factory.evaluation_year) if has_corrections else stated_basis
    own = card(factory.self_assessment, stated_basis)
    is_confirmed = review is not None and review.findings is factory.self_assessment and figures is reported
    reviewed = own if is_confirmed else card(review.findings, basis) if review else None
    concluded = review.prerequisites if review else {}  # what a factory says of itself is no conclusion
    prerequisites, stated = (
        tuple(judge_prerequisite(p, answers.get(p.id)) for p in standard.grading.prerequisites)
        for answers in (concluded, factory.prerequisites)
    )
    gates = tuple(
        judge_gate(g, lambda id, formula, unit: figures.derive(id, formula, unit, factory.evaluation_year))
        for g in standard.grading.variant.gates
    )
    if not is_begun:
        stop_on([*figures.problems, *reported.problems])
    inventory = inventories[factory.evaluation_year]
    missing = _missing(inventory, reviewed or own, prerequisites if review else stated, gates, review is None)
    unsubmitted = _missing(inventory, own, stated, gates, False)
    return Evaluation(
        edition=standard.identity.edition,
        evaluation_year=factory.evaluation_year,
        base_year=factory.base_year,
        inventories=MappingProxyType(inventories),
        figures=MappingProxyType(dict(figures.known)),
        self_assessment=own,
        review=reviewed,
        prerequisites=prerequisites,
        gates=gates,
        ledger=tuple(_ledger(standard, case, plan)),
        verdict=decide(standard.grading, reviewed, prerequisites, gates),
        missing=missing,
        unsubmitted=tuple(m for m in unsubmitted if m.why != SET_BY_EVALUATORS),
    )


def case_units(standard: Standard, case: Case) -> Units:
    """The units, with the factory's own unit of output in the place of its stand-in."""
    units = standard.units
    for stand_in in standard.stand_ins:
        units = units.bound(stand_in, case.factory.output.unit)
    return units


def _inventories(standard: Standard, case: Case, units: Units) -> dict[int, Inventory]:
    """The inventory of each year for which something was given, of the evaluation year and of the base year."""
    factory = case.factory
    accountant = Accountant(standard.factors, units, factory.inventory)
    years = {factory.evaluation_year, factory.base_year}
    years |= {year for source in factory.inventory.sources for year in source.amounts}
    return {year: accountant.account(year) for year in sorted(years)}


def profile_of(standard: Standard, plan: Plan) -> Profile | None:
    """The industry profile that an evaluation plan names."""
    return next((p for p in standard.profiles if p.id == plan.profile), None)


def benchmarks_of(standard: Standard, plan: Plan) -> dict[str, Benchmark]:
    """Base and lead values in force: the profile's, overridden by the plan's."""
    profile = profile_of(standard, plan)
    return {**(profile.benchmarks if profile else {}), **(plan.benchmarks or {})}


def basis_of(standard: Standard, figures: Figures, plan: Plan, units: Units, year: int) -> Basis:
    """What the rules look at, for one case."""
    return Basis(
        measure=lambda i: figures.measure(i, year),
        amount=lambda name: figures.divisor(name, year),
        benchmarks=benchmarks_of(standard, plan),
        points={shift.indicator: shift.points for shift in plan.points},
        in_unit=conversion(units),
    )


def conversion(units: Units) -> Callable[[Decimal, str, str], Decimal]:
    """What makes a value in one unit a value in another."""
    return lambda value, given, wanted: Quantity(value, units.read(given)).to(units.read(wanted)).value


def _ledger(standard: Standard, case: Case, plan: Plan) -> Iterator[Adjustment]:
    """Everything in which this evaluation departs from the indicator tables."""
    review = case.review
    if review is None:
        return
    profile = profile_of(standard, plan)
    team = review.organisation
    shifts = {shift.indicator: shift for shift in plan.points}
    benchmarks = benchmarks_of(standard, plan)
    for indicator in standard.indicators:
        answer = review.findings.get(indicator.id)
        if answer and answer.not_applicable:
            yield Adjustment(
                indicator.id,
                "not_applicable",
                indicator.points,
                None,
                answer.not_applicable,
                indicator.not_applicable.when,
                team,
                answer.evidence,
                answer.mark,
            )
        if indicator.id in benchmarks and isinstance(indicator.scoring, BaseLead):
            rule, chosen = indicator.scoring, benchmarks[indicator.id]
            before = (
                None
                if rule.base is None or rule.lead is None or indicator.measure is None
                else Benchmark(base=rule.base, lead=rule.lead, unit=indicator.measure.unit, source=indicator.basis)
            )
            own = indicator.id in (plan.benchmarks or {})
            yield Adjustment(
                indicator.id,
                "benchmark",
                before,
                chosen,
                profile.name if profile and not own else "",
                chosen.source,
                plan.approved_by,
                mark=chosen.mark,
            )
        if indicator.id in shifts:
            shift = shifts[indicator.id]
            yield Adjustment(
                indicator.id,
                "points",
                indicator.points,
                shift.points,
                shift.reason,
                shift.basis,
                shift.approved_by,
                mark=shift.mark,
            )
    for id, entry in (review.data or {}).items():
        yield Adjustment(
            id,
            "data",
            _value_of(case.factory.data.get(id), case),
            _value_of(entry, case),
            entry.note,
            ", ".join(entry.evidence),
            "",
            entry.evidence,
            entry.mark,
        )


def _value_of(entry: DataEntry | None, case: Case) -> Decimal | None:
    """The number given for the evaluation year, if it is one number."""
    given = (entry.values or {}).get(case.factory.evaluation_year) if entry else None
    return given.value if given else None


def _missing(
    inventory: Inventory,
    card: Scorecard,
    prerequisites: tuple[PrerequisiteResult, ...],
    gates: tuple[GateResult, ...],
    unreviewed: bool,
) -> tuple[Missing, ...]:
    """Everything that is missing, each once with all that need it, in the order of the report."""
    found = [(m, "") for m in inventory.missing]
    answers = [p.prerequisite.id for p in prerequisites if p.status == "missing"]
    found += [(Missing(id, "answer", id), id) for id in answers]
    found += [(m, s.indicator.id) for s in card.scores for m in s.missing]
    found += [(m, g.gate.id) for g in gates for m in g.missing]
    if unreviewed:
        found.append((Missing("review.yaml", "review"), ""))
    needs: dict[Missing, dict[str, None]] = {}
    for missing, id in found:
        needs.setdefault(missing, {})[id] = None
    return tuple(replace(m, needed_by=tuple(filter(None, ids))) for m, ids in needs.items())
