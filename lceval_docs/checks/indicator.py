"""Indicator tables: ids, sums of points, rules whose parameters make sense."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import pairwise

from lceval_docs.model.indicator import BaseLead, Count, Indicator, Levels, Linear, Threshold, YesNo
from lceval_docs.model.origin import Record
from lceval_docs.model.standard import Standard
from lceval_docs.problems import Fault, Problem

DUPLICATE_ID = Fault("E0407", 'the id "{found}" stands twice, first in {first}.', "Ids are unique and never reused.")
ID_ELSEWHERE = Fault("E0408", 'the id "{found}" does not begin with "{expected}", the id above it.')
WRONG_SUM = Fault("E0409", "{found} points, but its parts add up to {expected}.", "Change one of them.")
WRONG_TOTAL = Fault("E0410", "the dimensions' weights add up to {found}, expected {expected}.")
NOT_POSITIVE = Fault("E0411", "points: expected more than 0, found {found}.")
NO_MEASURE = Fault("E0412", "a rule by {found} needs a measure.", "Add `measure:` with name, symbol, formula and unit.")
RATIO_RANGE = Fault("E0413", "ratio: expected 0 to 1, found {found}.")
LEVELS_OVERLAP = Fault(
    "E0414",
    "levels {found}: expected each lower than the one before.",
    "Order the levels from best to worst; no two may overlap.",
)
NO_LOWEST_LEVEL = Fault(
    "E0415",
    "the last level has the condition at_least; whatever lies below has no level.",
    "End with a level without at_least.",
)
FLAT_RULE = Fault("E0416", "zero_at and full_at are both {found}.", "They must differ.")
NO_LIMIT = Fault("E0417", "the rule has no limit.", "Give {expected}.")
BASE_BEYOND_LEAD = Fault("E0418", "base {found} is better than lead {expected}.", "Check `better` and the two values.")
UNKNOWN_COUNTED = Fault("E0419", 'of: there is no data item "{found}".')
NO_EVIDENCE = Fault("E0420", "{indicator}: no evidence is asked for.")
LEVEL_TWICE = Fault(
    "E0471", '{indicator}: the level "{found}" stands twice.', "Give each level of an indicator an id of its own."
)


def check_ids(standard: Standard) -> Iterator[Problem]:
    """Ids are unique within their kind, and nested ids begin with the id above."""
    topics = [t for d in standard.dimensions for t in d.topics]
    indicators = [i for t in topics for i in t.indicators]
    quantities = standard.quantities
    kinds: tuple[Iterable[Record], ...] = (
        standard.dimensions,
        topics,
        indicators,
        quantities,
        [i for g in standard.data_groups for i in g.items],
        standard.terms,
        standard.references,
        standard.chapters,
        standard.forms,
        standard.profiles,
        standard.stages,
        standard.grading.prerequisites,
        standard.grading.gate_variants,
        standard.factors.fuel_sets,
    )
    for kind in kinds:
        first: dict[str, Record] = {}
        for record in kind:
            id = record.id  # type: ignore[attr-defined]
            if id in first and first[id] is not record:
                yield DUPLICATE_ID.at(record.mark.of("id"), found=id, first=first[id].mark.of("id"))
            first.setdefault(id, record)
    for dimension in standard.dimensions:
        for topic in dimension.topics:
            if not topic.id.startswith(dimension.id):
                yield ID_ELSEWHERE.at(topic.mark.of("id"), found=topic.id, expected=dimension.id)
            for indicator in topic.indicators:
                if not indicator.id.startswith(topic.id):
                    yield ID_ELSEWHERE.at(indicator.mark.of("id"), found=indicator.id, expected=topic.id)


def check_points(standard: Standard) -> Iterator[Problem]:
    """Points are positive and add up: indicators to their topic, topics to their dimension, weights to full marks."""
    for dimension in standard.dimensions:
        parts = sum((t.points for t in dimension.topics), Decimal(0))
        if parts != dimension.weight.points:
            yield WRONG_SUM.at(dimension.weight.mark.of("points"), found=dimension.weight.points, expected=parts)
        for topic in dimension.topics:
            parts = sum((i.points for i in topic.indicators if not i.retired), Decimal(0))
            if parts != topic.points:
                yield WRONG_SUM.at(topic.mark.of("points"), found=topic.points, expected=parts)
    for indicator in standard.indicators:
        if indicator.points <= 0:
            yield NOT_POSITIVE.at(indicator.mark.of("points"), found=indicator.points)
    weights = sum((d.weight.points for d in standard.dimensions), Decimal(0))
    if weights != standard.grading.full_marks:
        yield WRONG_TOTAL.at(
            standard.grading.mark.of("full_marks"), found=weights, expected=standard.grading.full_marks
        )


def check_rules(standard: Standard) -> Iterator[Problem]:
    """Each rule has what its shape needs, and its parameters make sense."""
    for indicator in standard.indicators:
        rule = indicator.scoring
        by_measure = not isinstance(rule, YesNo | Levels) or (
            isinstance(rule, Levels) and any(x.at_least is not None for x in rule.levels)
        )
        if by_measure and indicator.measure is None:
            yield NO_MEASURE.at(rule.mark.of("method"), found=rule.method)
        yield from _rule(indicator, standard)


def _rule(indicator: Indicator, standard: Standard) -> Iterator[Problem]:
    match indicator.scoring:
        case Levels() as rule if not rule.levels:
            yield NO_LIMIT.at(rule.mark, expected="levels")
        case Levels() as rule:
            yield from _levels(rule, indicator.id)
        case Linear() as rule if rule.zero_at == rule.full_at:
            yield FLAT_RULE.at(rule.mark.of("full_at"), found=rule.zero_at)
        case Threshold() as rule if rule.at_least is None and rule.at_most is None:
            yield NO_LIMIT.at(rule.mark, expected="at_least / at_most")
        case Count() as rule:
            if rule.full_at is None and not rule.of:
                yield NO_LIMIT.at(rule.mark, expected="full_at / of")
            for name, limit in (("full_at", rule.full_at), ("at_most", rule.at_most)):
                if limit is not None and limit <= 0:
                    yield NOT_POSITIVE.at(rule.mark.of(name), found=limit)
            if rule.of and rule.of not in standard.data_items:
                yield UNKNOWN_COUNTED.at(rule.mark.of("of"), found=rule.of)
        case BaseLead() as rule:
            if not 0 <= rule.base_ratio <= 1:
                yield RATIO_RANGE.at(rule.mark.of("base_ratio"), found=rule.base_ratio)
            if rule.base is not None and rule.lead is not None and not _lead_is_better(rule, rule.base, rule.lead):
                yield BASE_BEYOND_LEAD.at(rule.mark.of("lead"), found=rule.base, expected=rule.lead)
        case _:
            pass


def _levels(rule: Levels, indicator: str) -> Iterator[Problem]:
    for number, level in enumerate(rule.levels):
        if level.id in [x.id for x in rule.levels[:number]]:
            yield LEVEL_TWICE.at(level.mark.of("id"), indicator=indicator, found=level.id)
        if not 0 <= level.ratio <= 1:
            yield RATIO_RANGE.at(level.mark.of("ratio"), found=level.ratio)
    for upper, lower in pairwise(rule.levels):
        falls = upper.ratio > lower.ratio
        if upper.at_least is not None and lower.at_least is not None:
            falls = falls and upper.at_least > lower.at_least
        if not falls or (upper.at_least is None and lower.at_least is not None):
            yield LEVELS_OVERLAP.at(lower.mark, found=f"{upper.id}, {lower.id}")
    if rule.levels[-1].at_least is not None:
        yield NO_LOWEST_LEVEL.at(rule.levels[-1].mark.of("at_least"))


def _lead_is_better(rule: BaseLead, base: Decimal, lead: Decimal) -> bool:
    return lead < base if rule.better == "lower" else lead > base


def check_benchmarks(standard: Standard) -> Iterator[Problem]:
    """Benchmarks of profiles belong to base-lead indicators, and their lead is better than their base."""
    by_kind = sorted(standard.indicators, key=lambda i: isinstance(i.scoring, BaseLead))
    rules = {i.id: i for i in by_kind}  # where an id stands twice, the one that may have a benchmark
    for profile in standard.profiles:
        for id, benchmark in profile.benchmarks.items():
            rule = rules[id].scoring if id in rules else None
            if not isinstance(rule, BaseLead):
                yield NOT_BASE_LEAD.at(benchmark.mark, found=id)
            elif not _lead_is_better(rule, benchmark.base, benchmark.lead):
                yield BASE_BEYOND_LEAD.at(benchmark.mark.of("lead"), found=benchmark.base, expected=benchmark.lead)


NOT_BASE_LEAD = Fault("E0421", 'benchmark: "{found}" is no indicator with a base-lead rule.')


def check_evidence(standard: Standard) -> Iterator[Problem]:
    """Every indicator asks for evidence."""
    for indicator in standard.indicators:
        if not indicator.evidence:
            yield NO_EVIDENCE.at(indicator.mark.of("evidence"), indicator=indicator.id)


CHECKS = (check_ids, check_points, check_rules, check_benchmarks, check_evidence)
