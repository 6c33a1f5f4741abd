"""Grades, gates and tailoring limits: reachable, free of contradiction, about what exists."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from lceval_docs.checks.formula import check_unit
from lceval_docs.model.factor import Quality
from lceval_docs.model.standard import Standard
from lceval_docs.problems import Fault, Mark, Problem

NO_VARIANT = Fault("E0433", 'gate_variant: there is no variant "{found}".', "Choose one of {expected}.")
UNREACHABLE = Fault("E0434", "grade {grade}: {found} points, but only {expected} can be had.")
OUT_OF_ORDER = Fault(
    "E0435",
    "grade {grade}: from {found} points, expected less than the {expected} of {other}, the better grade above it.",
    "Order the grades from best to worst; each begins at fewer points than the one before.",
)
NO_INDICATOR = Fault("E0436", 'there is no indicator "{found}".')
EMPTY_GATE = Fault("E0437", "gate {gate}: no limit, or limits that exclude each other.", "Give at_least or at_most.")
EMPTY_CONDITION = Fault("E0438", "condition on {indicator}: neither value_at_least nor ratio_at_least.")
UNREACHABLE_CONDITION = Fault("E0439", "condition on {indicator}: ratio {found} can never be reached.")
NO_SHARE = Fault("E0491", "{field}: expected more than 0 % and less than 100 %, found {found}.")
NO_ROWS = Fault("E0492", "listed: expected at least 1 row, found {found}.")
NO_YEARS = Fault("E0499", "validity: expected 1 to {limit} years, found {found}.")
PARAMETERS = Fault("E0440", "variant {variant}: expected the parameters {expected}, found {found}.")


_MOST_YEARS = 99


def check_grades(standard: Standard) -> Iterator[Problem]:
    """Each grade can be reached, best first, and its conditions are about indicators that exist."""
    grading = standard.grading
    indicators = {i.id: i for i in standard.indicators}
    for grade in grading.grades:
        if grade.at_least > grading.full_marks:
            yield UNREACHABLE.at(
                grade.mark.of("at_least"), grade=grade.name, found=grade.at_least, expected=grading.full_marks
            )
        for condition in grade.any_of:
            if condition.indicator not in indicators:
                yield NO_INDICATOR.at(condition.mark.of("indicator"), found=condition.indicator)
            elif condition.value_at_least is None and condition.ratio_at_least is None:
                yield EMPTY_CONDITION.at(condition.mark, indicator=condition.indicator)
            elif condition.ratio_at_least is not None and condition.ratio_at_least > 1:
                yield UNREACHABLE_CONDITION.at(
                    condition.mark, indicator=condition.indicator, found=condition.ratio_at_least
                )
    for better, grade in pairwise(grading.grades):
        if grade.at_least >= better.at_least:
            yield OUT_OF_ORDER.at(
                grade.mark.of("at_least"),
                grade=grade.name,
                found=grade.at_least,
                expected=better.at_least,
                other=better.name,
            )


def check_gates(standard: Standard) -> Iterator[Problem]:
    """The variant in force exists; every gate has a limit that can be kept; all variants give the same parameters."""
    grading = standard.grading
    variants = [v.id for v in grading.gate_variants]
    if grading.gate_variant not in variants:
        yield NO_VARIANT.at(grading.mark.of("gate_variant"), found=grading.gate_variant, expected=", ".join(variants))
    needed = {i.id for i in standard.derived if i.source == "parameter"} - {"years_since_base"}
    for variant in grading.gate_variants:
        if set(variant.parameters) != needed:
            yield PARAMETERS.at(
                variant.mark.of("parameters"),
                variant=variant.id,
                expected=", ".join(sorted(needed)),
                found=", ".join(sorted(variant.parameters)),
            )
        for gate in variant.gates:
            none = gate.at_least is None and gate.at_most is None
            if none or (gate.at_least is not None and gate.at_most is not None and gate.at_least > gate.at_most):
                yield EMPTY_GATE.at(gate.mark, gate=gate.id)


def check_tailoring(standard: Standard) -> Iterator[Problem]:
    """What is left out of the not-applicable limit exists."""
    known = {i.id for i in standard.indicators}
    for id in standard.grading.tailoring.not_counted:
        if id not in known:
            yield NO_INDICATOR.at(standard.grading.tailoring.mark.of("not_counted"), found=id)


def check_analysis(standard: Standard) -> Iterator[Problem]:
    """What a report tries out can be, and is about units that exist."""
    analysis = standard.grading.analysis
    yield from check_share(analysis.input_error, "input_error", analysis.mark.of("input_error"))
    if analysis.listed < 1:
        yield NO_ROWS.at(analysis.mark.of("listed"), found=analysis.listed)
    for unit in analysis.counted:
        yield from check_unit(unit, analysis.mark.of("counted"), standard.units)


def check_validity(standard: Standard) -> Iterator[Problem]:
    """A certificate ends after it begins, and while calendars have a date for it."""
    validity = standard.grading.validity
    if not 1 <= validity.years <= _MOST_YEARS:
        yield NO_YEARS.at(validity.mark.of("years"), found=validity.years, limit=_MOST_YEARS)


def check_qualities(standard: Standard) -> Iterator[Problem]:
    """Each class of source quality has a relative uncertainty that can be."""
    for quality in vars(standard.factors.uncertainty).values():
        if isinstance(quality, Quality):
            yield from check_share(quality.percent, quality.name, quality.mark.of("percent"))


def check_share(percent: Decimal, field: str, mark: Mark) -> Iterator[Problem]:
    """A percentage that is neither nothing nor all."""
    if not 0 < percent < 100:
        yield NO_SHARE.at(mark, field=field, found=percent)


CHECKS = (check_grades, check_gates, check_tailoring, check_analysis, check_validity, check_qualities)
