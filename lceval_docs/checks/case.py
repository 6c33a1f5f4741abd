"""Everything that must hold of a case before it is judged."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from lceval_docs.checks import offset, period, plausibility, share, source
from lceval_docs.checks.data import check_data
from lceval_docs.checks.formula import check_unit, nearest
from lceval_docs.checks.published import check_reported
from lceval_docs.checks.source import TWICE, UNKNOWN_ID, check_id, check_kind, check_known
from lceval_docs.engine.evaluation import benchmarks_of, case_units
from lceval_docs.model.case import Answer, Case
from lceval_docs.model.indicator import BaseLead, Indicator, Levels, YesNo
from lceval_docs.model.origin import Record
from lceval_docs.model.standard import Standard
from lceval_docs.problems import NOWHERE, Fault, Problem, in_order
from lceval_docs.quantities import Units

OTHER_EDITION = Fault(
    "E0501",
    'the case is written for edition "{found}", this is "{expected}".',
    "Use that edition, or bring the case up to this one.",
)
YEARS = Fault("E0502", "base year {found} is after the evaluation year {expected}.")
NO_EVIDENCE = Fault("E0509", 'evidence "{found}" does not exist.', "Add it under `evidence:`, or correct the number.")
NO_FILE = Fault("E0510", 'the file "{found}" is not in the folder evidence/.', "Put it there, or correct the name.")
NO_LEVEL = Fault("E0517", '{field}: there is no level "{found}".', "Levels: {expected}.")
LEVEL_UNASKED = Fault("E0518", "{field}: no level is chosen here; the measure decides, or `met: false`.")
NEVER_INAPPLICABLE = Fault("E0519", "{field}: may not be not applicable.", "Score it, or give met: false.")
NOT_AGREED = Fault(
    "E0520",
    "{field}: not applicable without the evaluators' agreement and evidence.",
    "Add `agreed: true` and `evidence: […]`.",
)
UNPROVEN = Fault(
    "E0527", "{field}: a finding without evidence.", "Add `evidence: […]`; without it there are no points."
)
NO_AMOUNTS = Fault(
    "E0528",
    "{field}: no source has an amount for the year {found}.",
    "Years with amounts: {expected}.",
)
EARLY_REPORT = Fault("E0529", "report_date {found} is before {expected}, when the evaluation was still going on.")
NO_NAME = Fault("E0530", "name: the factory has no name.", "Write the name as on its business licence.")
CONTRADICTION = Fault(
    "E0534", "{field}: answered, and said to be not applicable.", "Keep one: the answer, or the reason."
)
SOURCE_UNPROVEN = Fault(
    "W0501", "{field}: no evidence is named.", "Add `evidence: […]`; an evaluator cannot accept what nothing proves."
)
DATA_UNPROVEN = Fault("W0502", "{field}: no evidence is named.", "Add `evidence: […]`; this item asks for {expected}.")
MET_UNASKED = Fault(
    "W0503", "{field}: `met: true` changes nothing here; the measure decides.", "Delete it; `met: false` would count."
)
SELF_UNPROVEN = Fault(
    "W0504",
    "{field}: a self-assessment without evidence.",
    "Add `evidence: […]`; evaluators give no points without it.",
)
UNFILLED = Fault("W0505", '{field}: "{found}" is still to be filled in.', "Write what belongs here.")
TOO_MUCH_INAPPLICABLE = Fault(
    "E0521",
    "{found} points are not applicable, at most {expected} may be.",
    "The factory lies outside the scope of the standard.",
)
DIMENSION_GONE = Fault("E0536", "{field}: no indicator applies any more.", "At least one of a dimension must apply.")
DIMENSION_INAPPLICABLE = Fault("E0522", "{field}: {found} % not applicable by points, at most {expected} % may be.")
SHIFT_TOO_FAR = Fault("E0523", "{field}: points moved from {before} to {after}, at most {expected} % may be.")
SHIFT_SUM = Fault("E0524", "topic {field}: moved points add up to {found}, expected {expected}.")
NOT_BASE_LEAD = Fault("E0525", 'benchmark: "{found}" is no indicator with a base-lead rule.')
BASE_BEYOND_LEAD = Fault("E0526", "{field}: base {found} is better than lead {expected}.")

# As skeletons say it.
_LEFT_OPEN, _LONGEST = "待填写", 40


def check_case(standard: Standard, case: Case, is_begun: bool = False) -> tuple[Problem, ...]:
    """Every problem of a case. All others wait for an edition and units that are known.

    `is_begun`: it is still being filled in, so a year may be without amounts as yet.
    """
    ground, problems = [*_ground(standard, case)], [*_frame(case)]
    if is_begun:
        problems = [p for p in problems if p.fault is not NO_AMOUNTS]
    if not ground:
        units = case_units(standard, case)
        problems += [problem for check in CHECKS for problem in check(standard, case, units)]
        if all(p.fault.is_warning for p in problems):
            problems += [problem for check in DOUBTS for problem in check(standard, case, units)]
    return in_order([*ground, *problems])


def _ground(standard: Standard, case: Case) -> Iterator[Problem]:
    """Edition and unit of output: without them nothing else can be asked."""
    factory = case.factory
    if factory.edition != standard.identity.edition:
        yield OTHER_EDITION.at(factory.mark.of("edition"), found=factory.edition, expected=standard.identity.edition)
    yield from check_unit(factory.output.unit, factory.output.mark.of("unit"), standard.units)


def _frame(case: Case) -> Iterator[Problem]:
    """Years, name, dates."""
    factory = case.factory
    if factory.base_year > factory.evaluation_year:
        yield YEARS.at(factory.mark.of("base_year"), found=factory.base_year, expected=factory.evaluation_year)
    given = sorted({year for source in factory.inventory.sources for year in source.amounts})
    for name in ("evaluation_year", "base_year"):
        year = getattr(factory, name)
        if given and year not in given:
            yield NO_AMOUNTS.at(factory.mark.of(name), field=name, found=year, expected=", ".join(map(str, given)))
    if not factory.name.strip():
        yield NO_NAME.at(factory.mark.of("name"))
    review = case.review
    late = [event for event in review.events if event.date > review.report_date] if review else []
    if review and late:
        yield EARLY_REPORT.at(review.mark.of("report_date"), found=review.report_date, expected=late[-1].date)


def check_evidence(standard: Standard, case: Case, units: Units) -> Iterator[Problem]:
    """Evidence that is named exists, and its files are in the folder."""
    factory, review = case.factory, case.review
    known: set[str] = set()
    for evidence in factory.evidence:
        if evidence.id in known:
            yield TWICE.at(evidence.mark.of("id"), found=evidence.id)
        yield from check_id(evidence)
        known.add(evidence.id)
        if evidence.file and evidence.file not in case.files:
            yield NO_FILE.at(evidence.mark.of("file"), found=evidence.file)
    named = [
        *factory.inventory.sources,
        *factory.data.values(),
        *(factory.reported or {}).values(),
        *factory.prerequisites.values(),
        *factory.self_assessment.values(),
        *(m for s in factory.inventory.sources for m in (getattr(s, "measured", None) or {}).values()),
    ]
    if review:
        named += [*(review.data or {}).values(), *review.prerequisites.values(), *review.findings.values()]
    for record in named:
        for id in record.evidence:
            if id not in known:
                yield NO_EVIDENCE.at(record.mark.of("evidence"), found=id)


def check_proof(standard: Standard, case: Case, units: Units) -> Iterator[Problem]:
    """Amounts and data come with evidence. Non-fossil electricity must; the rest can wait until the evaluation."""
    for line in case.factory.inventory.sources:
        if not line.evidence and not source.must_be_proven(line):
            yield SOURCE_UNPROVEN.at(line.mark, field=line.id)
    for party in (case.factory.data, (case.review.data if case.review else None) or {}):
        for id, entry in party.items():
            item = standard.data_items.get(id)
            if item and item.evidence and not entry.evidence:
                yield DATA_UNPROVEN.at(entry.mark, field=f"{item.name} {id}", expected="、".join(item.evidence))


def check_answers(standard: Standard, case: Case, units: Units) -> Iterator[Problem]:
    """Answers are about what exists, choose levels that exist, and claim not applicable only where it is allowed."""
    indicators = standard.indicators_by_id
    prerequisites = {p.id: p for p in standard.grading.prerequisites}
    parties: list[tuple[Mapping[str, Answer], Mapping[str, Answer], bool]] = [
        (case.factory.prerequisites, case.factory.self_assessment, False)
    ]
    if case.review:
        parties.append((case.review.prerequisites, case.review.findings, True))
    for basic, answers, is_review in parties:
        for id, answer in (*basic.items(), *answers.items()):
            if answer.not_applicable and (answer.met is not None or answer.level):
                yield CONTRADICTION.at(answer.mark.of("not_applicable"), field=id)
        for id, answer in basic.items():
            if id not in prerequisites:
                yield UNKNOWN_ID.at(answer.mark, field="prerequisites", found=id, expected=nearest(id, prerequisites))
            elif answer.not_applicable and not prerequisites[id].may_not_apply:
                yield NEVER_INAPPLICABLE.at(answer.mark.of("not_applicable"), field=id)
            elif answer.not_applicable and is_review and not (answer.agreed and answer.evidence):
                yield NOT_AGREED.at(answer.mark.of("not_applicable"), field=id)
        for id, answer in answers.items():
            if id not in indicators:
                yield UNKNOWN_ID.at(answer.mark, field="findings", found=id, expected=nearest(id, indicators))
            else:
                yield from _answer(indicators[id], answer, is_review)
        yield from _inapplicable(standard, answers)


def _answer(indicator: Indicator, answer: Answer, is_review: bool) -> Iterator[Problem]:
    if answer.level:
        rule = indicator.scoring
        if not isinstance(rule, Levels) or indicator.measure:
            yield LEVEL_UNASKED.at(answer.mark.of("level"), field=indicator.id)
        elif answer.level not in [x.id for x in rule.levels]:
            yield NO_LEVEL.at(
                answer.mark.of("level"),
                field=indicator.id,
                found=answer.level,
                expected=", ".join(x.id for x in rule.levels),
            )
    if answer.met and indicator.measure and not isinstance(indicator.scoring, YesNo):
        yield MET_UNASKED.at(answer.mark.of("met"), field=indicator.id)
    if (answer.level or answer.met) and not answer.evidence:
        yield (UNPROVEN if is_review else SELF_UNPROVEN).at(answer.mark, field=indicator.id)
    if answer.not_applicable:
        if not indicator.not_applicable.allowed:
            yield NEVER_INAPPLICABLE.at(answer.mark.of("not_applicable"), field=indicator.id)
        elif is_review and not (answer.agreed and answer.evidence):
            yield NOT_AGREED.at(answer.mark.of("not_applicable"), field=indicator.id)


def _inapplicable(standard: Standard, answers: Mapping[str, Answer]) -> Iterator[Problem]:
    """The caps on not-applicable points, in all and inside each dimension."""
    limits = standard.grading.tailoring
    out = {id: answer.mark for id, answer in answers.items() if answer.not_applicable}
    counting = out.keys() - set(limits.not_counted)
    whole = Decimal(0)
    for dimension in standard.dimensions:
        gone = [i for i in dimension.indicators if i.id in out]
        if not gone:
            continue
        counted = sum((i.points for i in gone if i.id in counting), Decimal(0))
        points = sum((i.points for i in dimension.indicators), Decimal(0))
        whole += counted
        share = 100 * counted / points if points else Decimal(0)
        mark = out[gone[0].id]
        if points and sum(i.points for i in gone) == points:
            yield DIMENSION_GONE.at(mark, field=dimension.id)
        elif share > limits.not_applicable_share:
            yield DIMENSION_INAPPLICABLE.at(
                mark, field=dimension.id, found=f"{share:.1f}", expected=limits.not_applicable_share
            )
    if whole > limits.not_applicable_points:
        mark = next(iter(out.values()), NOWHERE)
        yield TOO_MUCH_INAPPLICABLE.at(mark, found=whole, expected=limits.not_applicable_points)


def check_filled(standard: Standard, case: Case, units: Units) -> Iterator[Problem]:
    """Nothing is left of a skeleton where documents print it."""
    factory, review = case.factory, case.review
    said: list[tuple[Record, str, str]] = [(factory, "name", factory.name)]
    said += [(factory.output, "name", factory.output.name), (factory.inventory, "boundary", factory.inventory.boundary)]
    if review:
        fields = ("report_number", "organisation", "purpose", "conclusion")
        said += [(review, field, getattr(review, field)) for field in fields]
        said += [(person, "name", person.name) for person in review.team]
    for record, field, text in said:
        if _LEFT_OPEN in text:
            yield UNFILLED.at(record.mark.of(field), field=field, found=text[:_LONGEST])


def check_plan(standard: Standard, case: Case, units: Units) -> Iterator[Problem]:
    """The plan names an existing profile, benchmarks of fitting units, and moves points within the limits."""
    if case.review is None:
        return
    plan, indicators = case.review.plan, standard.indicators_by_id
    if plan.profile:
        yield from check_known("profile", plan.profile, [p.id for p in standard.profiles], plan.mark)
    for id, benchmark in benchmarks_of(standard, plan).items():
        indicator = indicators.get(id)
        mark = benchmark.mark if id in (plan.benchmarks or {}) else plan.mark.of("profile")
        if indicator is None or not isinstance(indicator.scoring, BaseLead) or indicator.measure is None:
            yield NOT_BASE_LEAD.at(mark, found=id)
            continue
        yield from check_kind(benchmark.unit, (indicator.measure.unit,), mark, id, units)
        lower = indicator.scoring.better == "lower"
        if (benchmark.lead >= benchmark.base) if lower else (benchmark.lead <= benchmark.base):
            yield BASE_BEYOND_LEAD.at(mark, field=id, found=benchmark.base, expected=benchmark.lead)
    yield from _shifts(standard, case)


def _shifts(standard: Standard, case: Case) -> Iterator[Problem]:
    assert case.review
    limit = standard.grading.tailoring.points_shift
    shifts = {s.indicator: s for s in case.review.plan.points}
    known = standard.indicators_by_id
    for id, shift in shifts.items():
        if id not in known:
            yield UNKNOWN_ID.at(shift.mark.of("indicator"), field="points", found=id, expected=nearest(id, known))
        elif abs(shift.points - known[id].points) * 100 > known[id].points * limit:
            yield SHIFT_TOO_FAR.at(
                shift.mark.of("points"), field=id, before=known[id].points, after=shift.points, expected=limit
            )
    for topic in (t for d in standard.dimensions for t in d.topics):
        moved = [s for i in topic.indicators if (s := shifts.get(i.id))]
        if not moved:
            continue
        after = sum((shifts[i.id].points if i.id in shifts else i.points for i in topic.indicators), Decimal(0))
        if after != topic.points:
            yield SHIFT_SUM.at(moved[0].mark, field=topic.id, found=after, expected=topic.points)


CHECKS = (
    *(*source.CHECKS, check_data, check_reported, *offset.CHECKS),
    *(check_evidence, check_proof, check_answers, check_plan, check_filled),
)
# These look at a case that can be computed, and ask whether it is likely.
DOUBTS = (*plausibility.CHECKS, *share.CHECKS, *period.CHECKS)
