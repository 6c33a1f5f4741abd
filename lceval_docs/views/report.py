"""The evaluation report: every place that a report template may use."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from lceval_docs.model.case import Case, Review
from lceval_docs.model.evaluation import Evaluation
from lceval_docs.model.standard import Standard
from lceval_docs.problems import Problem, catalogue
from lceval_docs.records import dataclass
from lceval_docs.views import label, number
from lceval_docs.views.analysis import AnalysisView, view_analysis
from lceval_docs.views.calculation import CalculationView, in_rows, view_calculations
from lceval_docs.views.inventory import InventoryView, view_inventory
from lceval_docs.views.later import Unhurried, later
from lceval_docs.views.offset import OffsetLedgerView, view_offsets
from lceval_docs.views.score import ScoreView, view_score
from lceval_docs.views.traced import Printed
from lceval_docs.views.warning import WarningView, view_warnings


@dataclass(frozen=True)
class PairView:
    """A label and what is said under it."""

    label: str
    value: str


@dataclass(frozen=True)
class PersonView:
    name: str
    role: str
    organisation: str


@dataclass(frozen=True)
class EventView:
    date: str
    what: str
    who: str


@dataclass(frozen=True)
class EvidenceView:
    id: str
    name: str
    period: str
    serves: str
    uses: tuple[str, ...]


@dataclass(frozen=True)
class ReferenceView:
    number: str
    title: str
    standing: str


@dataclass(frozen=True)
class ReportView(Unhurried):
    """All that a report says. What takes time is worked out if a template shows it."""

    standard_title: str
    standard_number: str
    edition: str
    standard_notice: str
    case_notice: str
    factory_name: Printed
    report_number: Printed
    report_date: Printed
    organisation: str
    purpose: str
    evaluation_year: Printed
    base_year: Printed
    boundary: str
    fuel_set: str
    gwp: str
    region: str
    output: str
    organisation_profile: tuple[PairView, ...]
    factory_profile: tuple[PairView, ...]
    introduction: str
    team: tuple[PersonView, ...]
    events: tuple[EventView, ...]
    sites: tuple[str, ...]
    criteria: tuple[ReferenceView, ...]
    conventions: tuple[str, ...]
    inventory: InventoryView
    score: ScoreView
    calculations: tuple[CalculationView, ...]
    highlights: tuple[str, ...]
    conclusion: str
    recommendations: tuple[str, ...]
    evidence: tuple[EvidenceView, ...]
    is_reviewed: bool
    analysis: AnalysisView
    offset: OffsetLedgerView
    warnings: tuple[WarningView, ...]


ORGANISATION_LABELS: Mapping[str, str] = {
    "address": "地址",
    "legal_representative": "法定代表人",
    "contact": "联系人",
    "phone": "电话",
}
SERVES_SOURCE, SERVES_DATA, SERVES_PREREQUISITE, SERVES_INDICATOR = "排放源：", "数据：", "基本要求：", "指标："
SERVES_PUBLISHED = "公布的合计："
SERVES_ROOM = 42
NOT_REVIEWED, NO_NUMBER, NO_DATE = "尚无评价记录", "未编号", "未定"


def view_report(
    standard: Standard, case: Case, evaluation: Evaluation, warnings: tuple[Problem, ...] = ()
) -> ReportView:
    """The report on a case. A case without a review gives a report on its inventory and self-assessment."""
    identity, factory, review = standard.identity, case.factory, case.review
    inventory = factory.inventory
    output = f"{factory.output.name}（{number.unit(factory.output.unit)}）"
    return ReportView(
        standard_title=identity.title,
        standard_number=identity.number,
        edition=identity.edition,
        standard_notice=identity.notice,
        case_notice=factory.notice,
        factory_name=factory.name,
        report_number=review.report_number if review else NO_NUMBER,
        report_date=number.day(review.report_date) if review else NO_DATE,
        organisation=review.organisation if review else NOT_REVIEWED,
        purpose=review.purpose if review else NOT_REVIEWED,
        evaluation_year=str(factory.evaluation_year),
        base_year=str(factory.base_year),
        boundary=inventory.boundary,
        fuel_set=next(s.name for s in standard.factors.fuel_sets if s.id == inventory.fuel_set),
        gwp=inventory.gwp,
        region=inventory.region,
        output=output,
        organisation_profile=tuple(
            PairView(ORGANISATION_LABELS.get(key, key), value)
            for key, value in ((review.organisation_profile or {}) if review else {}).items()
        ),
        factory_profile=tuple(_profile(standard, factory.profile)),
        introduction=factory.profile.get("introduction", ""),
        team=tuple(
            PersonView(p.name, p.role, p.organisation or number.NOTHING) for p in (review.team if review else ())
        ),
        events=tuple(
            EventView(number.day(e.date), e.what, e.who or number.NOTHING) for e in (review.events if review else ())
        ),
        sites=review.sites if review else (),
        criteria=_criteria(standard),
        conventions=tuple(f"{i.name}：{i.note}" for i in standard.derived if i.note),
        inventory=later(lambda: view_inventory(standard, evaluation)),
        score=later(lambda: view_score(standard, evaluation)),
        calculations=later(lambda: view_calculations(standard, evaluation)),
        highlights=review.highlights if review else (),
        conclusion=review.conclusion if review else "",
        recommendations=review.recommendations if review else (),
        evidence=later(lambda: tuple(_evidence(standard, case))),
        is_reviewed=review is not None,
        analysis=view_analysis(standard, case, evaluation),
        offset=later(lambda: view_offsets(standard, case, evaluation)),
        warnings=view_warnings(warnings, catalogue("zh")) if warnings else (),
    )


def _profile(standard: Standard, profile: Mapping[str, str]) -> Iterator[PairView]:
    """The application form's answers, in the order and with the labels of the form."""
    for id, text in _profile_labels(standard).items():
        if id in profile and id != "introduction":
            yield PairView(text, profile[id])


@lru_cache(maxsize=2)
def _profile_labels(standard: Standard) -> Mapping[str, str]:
    fields = (f for form in standard.forms for section in form.sections for f in section.fields)
    return {f.id: f.label for f in fields if f.of == "profile"}


@lru_cache(maxsize=2)
def _criteria(standard: Standard) -> tuple[ReferenceView, ...]:
    """The standard itself, then what it cites normatively."""
    identity = standard.identity
    cited = [r for r in standard.references if r.use == "normative"]
    return (
        ReferenceView(identity.number, f"{identity.title}（{identity.edition}）", label.STAGE[identity.stage]),
        *(
            ReferenceView(f"{r.id}—{r.edition}" if r.edition else r.id, r.title, label.STANDING[r.standing])
            for r in cited
        ),
    )


def _evidence(standard: Standard, case: Case) -> Iterator[EvidenceView]:
    """Every piece of evidence, and what it serves."""
    served: dict[str, dict[str, dict[str, None]]] = {e.id: {} for e in case.factory.evidence}
    for what, name, ids in _uses(standard, case, case.review):
        for id in ids:
            served.setdefault(id, {}).setdefault(what, {})[name] = None
    for evidence in case.factory.evidence:
        uses = served[evidence.id]
        serves = label.stacked([_serves(what, names) for what, names in uses.items()])
        listed = tuple([what + label.listed(names) for what, names in uses.items()])
        yield EvidenceView(evidence.id, evidence.name, evidence.period or number.NOTHING, serves, listed)


def _serves(what: str, names: Iterable[str]) -> str:
    """What of one kind a piece of evidence serves, for a narrow column. Names may break anywhere, ids may not."""
    return what + label.listed(names) if what == SERVES_DATA else in_rows(what, tuple(names), SERVES_ROOM)


def _uses(standard: Standard, case: Case, review: Review | None) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """What is served, kind after kind, by its name, and the evidence that serves it."""
    for source in case.factory.inventory.sources:
        yield SERVES_SOURCE, source.id, source.evidence
    for id, entry in case.factory.data.items():
        yield SERVES_DATA, standard.data_items[id].name, entry.evidence
    for total in standard.plausibility.published:
        if told := (case.factory.reported or {}).get(total.id):
            yield SERVES_PUBLISHED, total.name, told.evidence
    prerequisites = [case.factory.prerequisites, *([review.prerequisites] if review else ())]
    findings = [case.factory.self_assessment, *([review.findings] if review else ())]
    for what, parties in ((SERVES_PREREQUISITE, prerequisites), (SERVES_INDICATOR, findings)):
        for answers in parties:
            for id, answer in answers.items():
                yield what, id, answer.evidence
