"""Next year's case: what of the last one still holds, what is stale, and why; skeletons of a first case and a review."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from lceval_docs.model.answer import CasePath
from lceval_docs.model.case import Answer, Evidence, Factory
from lceval_docs.model.data import DataItem
from lceval_docs.model.indicator import Indicator, Levels, YesNo
from lceval_docs.model.standard import Standard
from lceval_docs.records import dataclass
from lceval_docs.views import label
from lceval_docs.views.question import FACTORY, PROFILE, view_questions

STALE = "待更新：{why}"
OTHER_EDITION = "按 {before} 版填写，现为 {after} 版，逐项核对"
NOT_IN_EDITION = "{after} 版没有此项"
NEXT_YEAR = "原评价年为 {before}"
NO_AMOUNT = "补 {year} 年的数"
OUT_OF_PERIOD = "期间“{period}”不含 {year} 年"
OLD_EVIDENCE = "所列证明材料 {ids} 的期间不含 {year} 年"
OLD_FACTOR = "因子年份为 {before}，按评价年重新确定"
CHOICES = "可选：{choices}"
TO_FILL = "（待填写）"
REPORT_DATE, LEADER, BY_MEASURE = "报告日期，改为签发之日", "组长", "按数据评分"

_YEAR = re.compile(r"(?:19|20)\d{2}")


@dataclass(frozen=True)
class Renewal:
    """Values to set in the copy of the old factory file, and by path what is stale in it."""

    values: Mapping[CasePath, str]
    stale: Mapping[CasePath, str]


def view_renewal(standard: Standard, old: Factory) -> Renewal:
    """The old case one year on. Nothing is dropped: what no longer holds is marked, with the reason."""
    year = old.evaluation_year + 1
    edition = standard.identity.edition
    stale = dict(_stale(standard, old, year))
    return Renewal(
        {("edition",): edition, ("evaluation_year",): str(year)},
        {path: STALE.format(why=why) for path, why in stale.items()},
    )


def _stale(standard: Standard, old: Factory, year: int) -> Iterator[tuple[CasePath, str]]:
    edition = standard.identity.edition
    yield ("evaluation_year",), NEXT_YEAR.format(before=old.evaluation_year)
    if old.edition != edition:
        for part in ("prerequisites", "self_assessment", "data"):
            yield (part,), OTHER_EDITION.format(before=old.edition, after=edition)
    for source in old.inventory.sources:
        if year not in source.amounts:
            yield ("inventory", "sources", source.id, "amounts"), NO_AMOUNT.format(year=year)
        if getattr(source, "factor_year", None):
            path = ("inventory", "sources", source.id, "factor_year")
            yield path, OLD_FACTOR.format(before=getattr(source, "factor_year", ""))
    for id, entry in old.data.items():
        if id not in standard.data_items:
            yield ("data", id), NOT_IN_EDITION.format(after=edition)
        elif year not in (*(entry.values or {}), *(entry.rows or {})):
            yield ("data", id), NO_AMOUNT.format(year=year)
    for id, told in (old.reported or {}).items():
        if year not in told.values:
            yield ("reported", id), NO_AMOUNT.format(year=year)
    late = {e.id for e in old.evidence if not _covers(e, year)}
    for evidence in old.evidence:
        if evidence.id in late:
            yield ("evidence", evidence.id), OUT_OF_PERIOD.format(period=evidence.period, year=year)
    known = {p.id for p in standard.grading.prerequisites} | {i.id for i in standard.indicators}
    for part, answers in (("prerequisites", old.prerequisites), ("self_assessment", old.self_assessment)):
        yield from _answers(part, answers, known, late, year, edition)


def _answers(
    part: str, answers: Mapping[str, Answer], known: set[str], late: set[str], year: int, edition: str
) -> Iterator[tuple[CasePath, str]]:
    for id, answer in answers.items():
        cited = [e for e in answer.evidence if e in late]
        if id not in known:
            yield (part, id), NOT_IN_EDITION.format(after=edition)
        elif cited:
            yield (part, id), OLD_EVIDENCE.format(ids=label.listed(cited), year=year)


def _covers(evidence: Evidence, year: int) -> bool:
    """Whether a period reaches the year; one that names no year holds for good."""
    years = [int(found) for found in _YEAR.findall(evidence.period)]
    return not years or max(years) >= year


def view_case_skeleton(standard: Standard) -> str:
    """A first factory file: whole and readable, everything that is asked named in remarks where it belongs."""
    asked = view_questions(standard)
    factory, profile = asked.table(FACTORY), asked.table(PROFILE)
    rows = {r.id: r.questions["value"] for r in factory.rows} if factory else {}
    year = standard.identity.date.year - 1
    lines = [
        f"edition: {standard.identity.edition}",
        f"name: {TO_FILL}",
        f"evaluation_year: {year}",
        f"base_year: {year - 2}",
        "profile: {}",
        *_remarks(f"{row.id}:  # {row.label}" for row in (profile.rows if profile else ())),
        "output:",
        f"  name: {TO_FILL}",
        "  unit: t",
        "inventory:",
        f"  boundary: {TO_FILL}",
        *(
            f"  {id}: {rows[id].choices[0][0]}  # {CHOICES.format(choices=label.listed(c for c, _ in rows[id].choices))}"
            for id in ("fuel_set", "gwp", "region")
        ),
        "  sources: []",
        f"    # - {{id: S01, name: , kind: electricity, supply: grid, unit: MWh, amounts: {{{year}: }}, evidence: []}}",
        "data: {}",
        *_remarks(f"{i.id}: {_sample(standard, i, year)}  # {i.name}" for i in standard.data_items.values()),
        "prerequisites: {}",
        *_remarks(f"{p.id}: {{met: , evidence: []}}  # {p.requirement}" for p in standard.grading.prerequisites),
        "self_assessment: {}",
        *_remarks(f"{i.id}: {{{_asked(i)}evidence: []}}  # {_named(i)}" for i in standard.indicators),
        "evidence: []",
    ]
    return "\n".join(lines) + "\n"


def _sample(standard: Standard, item: DataItem, year: int) -> str:
    """How the amounts of an item are written, without them."""
    if item.type == "table":
        row = ", ".join(f"{column.id}: " for column in item.columns)
        return f"{{rows: {{{year}: [{{{row}}}]}}, evidence: []}}"
    unit = item.units[0]
    said = "" if unit == "1" or unit in standard.stand_ins else f", unit: '{unit}'"
    return f"{{values: {{{year}: }}{said}, evidence: []}}"


def view_review_skeleton(standard: Standard) -> str:
    """A first review: whole and readable, each requirement and indicator in a remark, with what is answered about it."""
    lines = [
        f"report_number: {TO_FILL}",
        f"report_date: {standard.identity.date}  # {REPORT_DATE}",
        f"organisation: {TO_FILL}",
        f"purpose: {TO_FILL}",
        "team:",
        f"  - name: {TO_FILL}",
        f"    role: {LEADER}",
        "events: []",
        "  # - {what: , date: , who: }",
        "sites: []",
        "plan: {}",
        f"  # profile:  # {CHOICES.format(choices=label.listed(f'{p.id} {p.name}' for p in standard.profiles))}",
        "  # approved_by:",
        "prerequisites: {}",
        *_remarks(
            f"{p.id}: {{met: , note: '', evidence: []}}  # {p.requirement}" for p in standard.grading.prerequisites
        ),
        "findings: {}",
        *_remarks(f"{i.id}: {{{_asked(i)}note: '', evidence: []}}  # {_named(i)}" for i in standard.indicators),
        "highlights: []",
        "recommendations: []",
        "conclusion: ''",
    ]
    return "\n".join(lines) + "\n"


def _asked(indicator: Indicator) -> str:
    """What is answered besides a note: a level, yes or no; nothing where the measure decides."""
    if isinstance(indicator.scoring, YesNo):
        return "met: , "
    return "level: , " if isinstance(indicator.scoring, Levels) and not indicator.measure else ""


def _named(indicator: Indicator) -> str:
    rule = indicator.scoring
    if isinstance(rule, Levels) and not indicator.measure:
        return f"{indicator.name}（{CHOICES.format(choices=label.listed(level.id for level in rule.levels))}）"
    return indicator.name if isinstance(rule, YesNo) else f"{indicator.name}（{BY_MEASURE}）"


def _remarks(texts: Iterator[str]) -> list[str]:
    return [f"  # {text}" for text in texts]
