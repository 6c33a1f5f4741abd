"""Rows of grids: what the standard lists and what a case gives, by named values."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from lceval_docs.engine.evaluation import benchmarks_of
from lceval_docs.model.case import Answer
from lceval_docs.model.evaluation import PrerequisiteResult, Score
from lceval_docs.model.indicator import BaseLead, Benchmark, Inspection
from lceval_docs.model.standard import Standard
from lceval_docs.records import dataclass
from lceval_docs.views import label, number
from lceval_docs.views.fact import Dossier
from lceval_docs.views.question import MET
from lceval_docs.views.rule import limit_of, rule_in_words
from lceval_docs.views.score import IndicatorView, view_basis, view_missing

Values = Mapping[str, str]


@dataclass(frozen=True)
class RowSource:
    """Where the rows of a grid come from.

    `printed`: values that stand fixed, because the standard or the counting gives them; `given`: values that a case
    gives, or that are filled in by hand. Rows with an `id` among the printed values keep it in their tags.
    """

    printed: tuple[str, ...]
    given: tuple[str, ...]
    rows: Callable[[Standard, Dossier | None], Iterable[Values]]

    @property
    def values(self) -> frozenset[str]:
        return frozenset((*self.printed, *self.given))


OF_THE_RULE = "本标准的评分规则"
TOTAL, OWN_ANSWER, SOURCE_LACKS = "合计", "自评结论", "{source}：{what}"


def _said(text: str) -> str:
    """A dash for nothing is a blank where something can be filled in."""
    return "" if text == number.NOTHING else text


def _in_line(text: str, sign: str) -> str:
    """What stands one below the other in the report, side by side."""
    return text.replace("\n", sign)


def _is_judged(dossier: Dossier) -> bool:
    return dossier.evaluation.review is not None and not dossier.evaluation.review.says_nothing


def _indicators(standard: Standard, dossier: Dossier | None) -> Iterator[Values]:
    judged = {i.id: i for d in dossier.report.score.dimensions for i in d.indicators} if dossier else {}
    own = {s.indicator.id: s for s in dossier.evaluation.self_assessment.scores} if dossier else {}
    for indicator in standard.indicators:
        inspection = indicator.inspection or Inspection(look="", ask="", sample="")
        yield {
            "id": indicator.id,
            "name": indicator.name,
            "kind": label.KIND[indicator.kind],
            "points": number.plain(indicator.points),
            "requirement": indicator.requirement,
            "rule": "".join(rule_in_words(standard, indicator)),
            "evidence_wanted": label.listed(indicator.evidence),
            "look": inspection.look,
            "ask": inspection.ask,
            "sample": inspection.sample,
            **(_judged(dossier, judged[indicator.id], own[indicator.id]) if dossier else {}),
        }


def _judged(dossier: Dossier, view: IndicatorView, own: Score) -> Values:
    answer = own.answer or Answer()
    found = {"points": view.points}
    if not dossier.evaluation.self_assessment.says_nothing:
        found |= {
            "self_answer": view_basis(dossier.standard, own),
            "self_score": _said(view.own_score),
            "self_evidence": label.listed(answer.evidence) if answer.evidence else "",
        }
    if _is_judged(dossier):
        found |= {
            "finding": view.basis,
            "score": _said(view.score),
            "note": _said(view.note),
            "evidence": _in_line(_said(view.evidence), "、"),
        }
    return found


def _prerequisites(standard: Standard, dossier: Dossier | None) -> Iterator[Values]:
    results = {p.prerequisite.id: p for p in dossier.evaluation.prerequisites} if dossier else {}
    for prerequisite in standard.grading.prerequisites:
        yield {
            "id": prerequisite.id,
            "requirement": prerequisite.requirement,
            "evidence_wanted": label.listed(prerequisite.evidence),
            **(_result(dossier, results[prerequisite.id]) if dossier else {}),
        }


def _result(dossier: Dossier, result: PrerequisiteResult) -> Values:
    own = dossier.case.factory.prerequisites.get(result.prerequisite.id, Answer())
    met = "" if own.met is None else dict(MET)[str(own.met).lower()]
    found = {
        "self_result": label.PREREQUISITE["not_applicable"] if own.not_applicable else met,
        "self_evidence": label.listed(own.evidence) if own.evidence else "",
    }
    if dossier.case.review and result.status != "missing":
        answer = result.answer or Answer()
        found |= {
            "result": label.PREREQUISITE[result.status],
            "note": answer.not_applicable or answer.note,
            "evidence": label.listed(answer.evidence) if answer.evidence else "",
        }
    return found


def _dimensions(standard: Standard, dossier: Dossier | None) -> Iterator[Values]:
    scores = {d.id: d for d in dossier.report.score.dimensions} if dossier else {}
    for dimension in standard.dimensions:
        found = {"id": dimension.id, "name": dimension.name, "points": number.plain(dimension.weight.points)}
        if dossier and not dossier.evaluation.self_assessment.says_nothing:
            found["self_score"] = scores[dimension.id].own_score
        if dossier and _is_judged(dossier):
            found |= {"applicable": scores[dimension.id].applicable, "score": scores[dimension.id].score}
        yield found


def _gates(standard: Standard, dossier: Dossier | None) -> Iterator[Values]:
    found = {g.id: g for g in dossier.report.score.gates} if dossier else {}
    for gate in standard.grading.variant.gates:
        result = found.get(gate.id)
        given = {"value": _said(result.value), "result": result.result} if result else {}
        yield {"id": gate.id, "name": gate.name, "limit": limit_of(standard, gate), **given}


def _evidence(_: Standard, dossier: Dossier | None) -> Iterator[Values]:
    if dossier:
        for evidence, view in zip(dossier.case.factory.evidence, dossier.report.evidence, strict=True):
            yield {
                "id": evidence.id,
                "name": evidence.name,
                "period": evidence.period,
                "file": evidence.file,
                "note": evidence.note,
                "used_for": "；".join(view.uses),
            }


def _missing(standard: Standard, dossier: Dossier | None) -> Iterator[Values]:
    """What the factory has still to hand in."""
    required = {p.id: f"{p.id} {p.requirement}" for p in standard.grading.prerequisites}
    sources = {s.id: f"{s.id} {s.name}" for s in dossier.case.factory.inventory.sources} if dossier else {}
    for n, one in enumerate(dossier.evaluation.unsubmitted if dossier else (), 1):
        missing = view_missing(standard, one)
        kind = OWN_ANSWER if one.why == "answer" else missing.kind
        where = label.listed(text for text in (kind, missing.year) if _said(text))
        what = required.get(one.what, missing.what)
        what = SOURCE_LACKS.format(source=sources[one.of], what=what) if one.of in sources else what
        yield {"n": str(n), "what": what, "where": where, "needed_by": label.listed(one.needed_by)}


def _team(_: Standard, dossier: Dossier | None) -> Iterator[Values]:
    for person in dossier.report.team if dossier else ():
        yield {"name": person.name, "role": person.role, "organisation": _said(person.organisation)}


def _events(_: Standard, dossier: Dossier | None) -> Iterator[Values]:
    for event in dossier.report.events if dossier else ():
        yield {"what": event.what, "date": event.date, "who": _said(event.who)}


def _sites(_: Standard, dossier: Dossier | None) -> Iterator[Values]:
    for n, site in enumerate(dossier.report.sites if dossier else (), 1):
        yield {"n": str(n), "name": site}


def _adjustments(_: Standard, dossier: Dossier | None) -> Iterator[Values]:
    """What was changed of the indicators. Data that was corrected on the site is no matter of a plan."""
    if dossier is None:
        return
    for adjustment, line in zip(dossier.evaluation.ledger, dossier.report.score.ledger, strict=True):
        if adjustment.kind == "data":
            continue
        yield {
            "target": line.indicator,
            "kind": line.kind,
            "before": line.before,  # a dash says that there was no rule, or that none takes its place
            "after": line.after,
            "reason": _said(line.reason),
            "basis": _said(line.basis),
            "approved_by": _said(line.approved_by),
        }


def _benchmarks(standard: Standard, dossier: Dossier | None) -> Iterator[Values]:
    """Base and lead values in force: those of the profile and the plan, else those of the rule."""
    review = dossier.case.review if dossier else None
    chosen = benchmarks_of(standard, review.plan) if review else {}
    for indicator in standard.indicators if review else ():
        rule, measure = indicator.scoring, indicator.measure
        if not isinstance(rule, BaseLead) or measure is None:
            continue
        benchmark = chosen.get(indicator.id)
        if benchmark is None and rule.base is not None and rule.lead is not None:
            benchmark = Benchmark(base=rule.base, lead=rule.lead, unit=measure.unit, source=OF_THE_RULE)
        if benchmark:
            yield {
                "indicator": indicator.id,
                "base": number.plain(benchmark.base),
                "lead": number.plain(benchmark.lead),
                "unit": number.unit(benchmark.unit),
                "source": benchmark.source,
            }


def _nonconformities(standard: Standard, dossier: Dossier | None) -> Iterator[Values]:
    """Basic requirements and required indicators that the evaluators found not to be met."""
    if dossier is None or not _is_judged(dossier):
        return
    verdict = dossier.evaluation.verdict
    failed = (*verdict.failed_prerequisites, *verdict.failed_indicators)
    told = {v["id"]: (v["requirement"], v.get("note", "")) for v in _prerequisites(standard, dossier)}
    told |= {v["id"]: (v["requirement"], v.get("finding", "")) for v in _indicators(standard, dossier)}
    for n, id in enumerate(failed, 1):
        yield {"n": str(n), "id": id, "requirement": told[id][0], "finding": told[id][1]}


def _emissions(_: Standard, dossier: Dossier | None) -> Iterator[Values]:
    """Every source of the evaluation year, then the total."""
    if dossier is None:
        return
    lines = dossier.evaluation.inventories[dossier.evaluation.evaluation_year].lines
    for line, view in zip(lines, dossier.report.inventory.lines, strict=True):
        yield {
            "id": view.id,
            "name": view.name,
            "scope": view.scope,
            "kind": view.kind,
            "amount": number.plain(line.amount.value) if line.amount else "",
            "unit": number.unit(line.amount.unit.text) if line.amount else "",
            "factor": _said(view.factor),
            "location": _said(view.location),
            "market": _said(view.market),
        }
    nothing = dict.fromkeys(("id", "scope", "kind", "amount", "unit", "factor"), number.NOTHING)
    totals = {"location": dossier.year.total_location, "market": dossier.year.total_market}
    yield {**nothing, "name": TOTAL, **totals}


ROW_SOURCES: Mapping[str, RowSource] = {
    "indicators": RowSource(
        ("id", "name", "kind", "points", "requirement", "rule", "evidence_wanted", "look", "ask", "sample"),
        ("self_answer", "self_score", "self_evidence", "finding", "score", "note", "evidence"),
        _indicators,
    ),
    "prerequisites": RowSource(
        ("id", "requirement", "evidence_wanted"),
        ("self_result", "self_evidence", "result", "note", "evidence"),
        _prerequisites,
    ),
    "dimensions": RowSource(("id", "name", "points"), ("applicable", "score", "self_score"), _dimensions),
    "gates": RowSource(("id", "name", "limit"), ("value", "result"), _gates),
    "evidence": RowSource((), ("id", "name", "period", "file", "note", "used_for"), _evidence),
    "missing": RowSource((), ("n", "what", "where", "needed_by"), _missing),
    "team": RowSource((), ("name", "role", "organisation"), _team),
    "events": RowSource((), ("what", "date", "who"), _events),
    "sites": RowSource((), ("n", "name"), _sites),
    "adjustments": RowSource((), ("target", "kind", "before", "after", "reason", "basis", "approved_by"), _adjustments),
    "benchmarks": RowSource((), ("indicator", "base", "lead", "unit", "source"), _benchmarks),
    "nonconformities": RowSource((), ("n", "id", "requirement", "finding"), _nonconformities),
    "emissions": RowSource(
        (), ("id", "name", "scope", "kind", "amount", "unit", "factor", "location", "market"), _emissions
    ),
}
