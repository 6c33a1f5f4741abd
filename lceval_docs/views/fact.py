"""Facts of a case by name, as documents print them: `factory.name`, `evaluation.grade`, `figure.<item>`.

Numbers come without a unit, which the document's own words give: points, tCO2e, tce.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from lceval_docs.model.case import Case, Review
from lceval_docs.model.evaluation import Evaluation
from lceval_docs.model.register import certificate_code
from lceval_docs.model.standard import Standard
from lceval_docs.records import dataclass
from lceval_docs.views import label, number
from lceval_docs.views.inventory import YearView
from lceval_docs.views.report import ORGANISATION_LABELS, ReportView, view_report
from lceval_docs.views.verdict import is_awarded


@dataclass(frozen=True)
class Dossier:
    """A case with what it gives, and the report on it, from which other documents take their words."""

    standard: Standard
    case: Case
    evaluation: Evaluation
    report: ReportView

    @property
    def year(self) -> YearView:
        """Emissions and energy of the evaluation year."""
        return next(y for y in self.report.inventory.years if y.year == self.report.evaluation_year)


@dataclass(frozen=True)
class Fact:
    """What it is called where it is to be filled in, and how it is found; empty where a case does not give it."""

    label: str
    of: Callable[[Dossier], str]


ORGANISATION, FACTORY, FIGURE = "review.organisation.", "factory.", "figure."


def view_dossier(standard: Standard, case: Case, evaluation: Evaluation) -> Dossier:
    return Dossier(standard, case, evaluation, view_report(standard, case, evaluation))


def _review(of: Callable[[Review], str]) -> Callable[[Dossier], str]:
    """A fact that the evaluators give."""
    return lambda d: of(d.case.review) if d.case.review else ""


def _judged(of: Callable[[Dossier], str]) -> Callable[[Dossier], str]:
    """A fact that is there once something has been found."""
    return lambda d: of(d) if d.evaluation.review and not d.evaluation.review.says_nothing else ""


def _awarded(of: Callable[[Dossier], str]) -> Callable[[Dossier], str]:
    """A fact that only a factory with a grade has."""
    return lambda d: of(d) if is_awarded(d.evaluation) else ""


def _paragraphs(texts: Iterable[str]) -> str:
    return "\n".join(texts)


def _own_total(dossier: Dossier) -> str:
    own = dossier.evaluation.self_assessment
    return "" if own.says_nothing else dossier.report.score.own_total


def _prerequisites(dossier: Dossier) -> str:
    """The worst of all results."""
    found = {p.status for p in dossier.evaluation.prerequisites}
    worst = next((s for s in ("not_met", "missing", "met") if s in found), "not_applicable")
    return label.PREREQUISITE[worst]


def _valid_until(dossier: Dossier) -> str:
    """The day of the report, so many years later; the last of February where there is no 29th."""
    assert dossier.case.review
    begin, years = dossier.case.review.report_date, dossier.standard.grading.validity.years
    day = 28 if (begin.month, begin.day) == (2, 29) else begin.day
    return number.day(date(begin.year + years, begin.month, day))


def _code(dossier: Dossier) -> str:
    report = dossier.report
    return certificate_code(report.edition, report.report_number, report.factory_name, report.score.grade)


STANDARD_FACTS: Mapping[str, Callable[[Standard], str]] = {
    "standard.title": lambda s: s.identity.title,
    "standard.number": lambda s: s.identity.number,
    "standard.edition": lambda s: s.identity.edition,
    "standard.stage": lambda s: label.STAGE[s.identity.stage],
    "standard.owner": lambda s: s.identity.owner,
    "standard.notice": lambda s: s.identity.notice,
}
CASE_FACTS: Mapping[str, Fact] = {
    "factory.name": Fact("工厂名称", lambda d: d.report.factory_name),
    "factory.evaluation_year": Fact("评价年", lambda d: d.report.evaluation_year),
    "factory.base_year": Fact("基准年", lambda d: d.report.base_year),
    "factory.boundary": Fact("核算边界", lambda d: d.report.boundary),
    "factory.output": Fact("强度指标分母", lambda d: d.report.output),
    "factory.region": Fact("电网地区", lambda d: d.report.region),
    "factory.fuel_set": Fact("燃料缺省值", lambda d: d.report.fuel_set),
    "factory.gwp": Fact("全球变暖潜势", lambda d: d.report.gwp),
    "factory.notice": Fact("提示", lambda d: d.report.case_notice),
    "review.report_number": Fact("报告编号", _review(lambda r: r.report_number)),
    "review.report_date": Fact("报告日期", _review(lambda r: number.day(r.report_date))),
    "review.organisation": Fact("评价机构", _review(lambda r: r.organisation)),
    "review.purpose": Fact("评价目的", _review(lambda r: r.purpose)),
    "review.leader": Fact("评价组组长", _review(lambda r: r.team[0].name if r.team else "")),
    "review.sites": Fact("评价场所", _review(lambda r: _paragraphs(r.sites))),
    "review.conclusion": Fact("评价结论", _review(lambda r: r.conclusion)),
    "review.highlights": Fact("亮点", _review(lambda r: _paragraphs(r.highlights))),
    "review.recommendations": Fact("改进建议", _review(lambda r: _paragraphs(r.recommendations))),
    "evaluation.total": Fact("评价总分", _judged(lambda d: d.report.score.total)),
    "evaluation.grade": Fact("评价等级", _judged(lambda d: d.report.score.grade)),
    "evaluation.reasons": Fact("判定说明", _judged(lambda d: _paragraphs(d.report.score.reasons))),
    "evaluation.self_total": Fact("自评价总分", _own_total),
    "evaluation.prerequisites": Fact("基本要求结论", _judged(_prerequisites)),
    "evaluation.emissions_location": Fact("排放量（基于位置）", lambda d: d.year.total_location),
    "evaluation.emissions_market": Fact("排放量（基于市场）", lambda d: d.year.total_market),
    "evaluation.energy": Fact("综合能耗（等价值）", lambda d: d.year.energy_equivalent),
    "evaluation.missing_count": Fact("缺少的项", lambda d: str(len(d.evaluation.unsubmitted))),
    "certificate.valid_until": Fact("有效期至", _awarded(_valid_until)),
    "certificate.code": Fact("查询码", _awarded(_code)),
}


def _figures(dossier: Dossier) -> dict[str, str]:
    """What is computed for the evaluation year, by the name of its item."""
    evaluation, rounding = dossier.evaluation, dossier.standard.grading.rounding
    found = {
        item.id: evaluation.figures.get((item.id, evaluation.evaluation_year)) for item in dossier.standard.derived
    }
    return {
        f"{FIGURE}{id}": number.fixed(figure.quantity.value, number.places_for(figure.quantity.unit.text, rounding))
        for id, figure in found.items()
        if figure
    }


def fact_labels(standard: Standard) -> dict[str, str]:
    """Every fact that a form may name, and what it is called where it is to be filled in."""
    profile = {f.id: f.label for form in standard.forms for f in form.fields if f.of == "profile"}
    return {
        **dict.fromkeys(STANDARD_FACTS, ""),
        **{f"{FACTORY}{id}": text for id, text in profile.items()},
        **{f"{ORGANISATION}{id}": text for id, text in ORGANISATION_LABELS.items()},
        **{f"{FIGURE}{item.id}": item.name for item in standard.derived},
        **{name: fact.label for name, fact in CASE_FACTS.items()},
    }


def view_facts(standard: Standard, dossier: Dossier | None = None) -> Mapping[str, str]:
    """Everything that is known, by name; empty texts left out. Without a case, what the standard says of itself."""
    found = {name: of(standard) for name, of in STANDARD_FACTS.items()}
    if dossier:
        review = dossier.case.review
        about = (review.organisation_profile or {}) if review else {}
        found |= {f"{FACTORY}{id}": text for id, text in dossier.case.factory.profile.items()}
        found |= {f"{ORGANISATION}{id}": text for id, text in about.items()}
        found |= _figures(dossier) | {name: fact.of(dossier) for name, fact in CASE_FACTS.items()}
    return {name: text for name, text in found.items() if text}
