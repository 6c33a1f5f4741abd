"""What the page shows of an assessment, as plain data: every number worded here, none in the browser."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from lceval_docs.assessment.answered import Answered, label_of_line
from lceval_docs.assessment.judged import INDUSTRY
from lceval_docs.assessment.understood import Typed
from lceval_docs.checks.case import DATA_UNPROVEN, SOURCE_UNPROVEN
from lceval_docs.model.answer import BASE, BETWEEN, EVALUATION, Address, Questionnaire
from lceval_docs.model.evaluation import Evaluation, Missing
from lceval_docs.model.standard import Standard
from lceval_docs.problems import Problem, Translate
from lceval_docs.sources.answer.cell import NOT_FILLED
from lceval_docs.sources.record import MISSING_KEY
from lceval_docs.views import number
from lceval_docs.views.inventory import view_inventory
from lceval_docs.views.score import NOT_COUNTED, ScoreView, view_missing, view_score
from lceval_docs.views.summary import EMISSIONS_SAYS, ENERGY_SAYS
from lceval_docs.views.verdict import WITHHELD

Shown = dict[str, Any]

WAITING = "填好{lines}后开始计分。"
REFUSED = "有需要更正的填写，更正后计分。"
ANNOUNCED = "得分 {total} 分，{grade}。"
ANNOUNCED_OPEN = "得分 {total} 分，尚缺 {count} 项，{grade}。"
ANNOUNCED_NOTHING = "暂不计分，尚缺或有误 {count} 项。"
LEFT_OUT = "有 {count} 处没有填写或填写有误，没有计入，见“还缺什么”；更正后才判定等级。"
WRONG, LACKING = "填写有误，没有计入", "没有填写，所在的一行没有计入"
# Of a row that is begun: found while its answers are understood, or in the record made of them.
_LACKS = (NOT_FILLED, MISSING_KEY)
# What every sum is made of: with one of these left out, a total would say too little.
_SUMMED = ("factory/", "sources/", "parameters/")
HEADING = "{name}　{year}年　按 {edition} 版试算，行业：{profile}"
UNNAMED, NO_PROFILE = "（未填工厂名称）", "不选"
LINE = "第 {line} 行："
LINE_KIND = "评价范围"
BY_INDUSTRY, NOT_BY_INDUSTRY = "{kind}，选了行业才有", "{kind}，所选的行业没有给出"
_LINE_OF_A_FILE = "`"
# Where a key of a source is asked under another name.
_COLUMN_OF = {"fuel": "what", "substance": "what", "gas": "what", "role": "supply"}


def view_notes(asked: Questionnaire, problems: tuple[Problem, ...], translate: Translate) -> list[Shown]:
    """What was noticed, each with the name of its field; "" where it is of no field."""
    return [
        {
            "address": _field_of(problem),
            "kind": "warning" if problem.fault.is_warning else "error",
            "text": _spoken(asked, problem).worded(translate),
        }
        for problem in (_at_its_field(asked, problem) for problem in problems)
    ]


def view_file_notes(asked: Questionnaire, problems: tuple[Problem, ...], translate: Translate) -> list[Shown]:
    """What was noticed in a file, with the cell or the line."""
    shown = view_notes(asked, problems, translate)
    return [
        note | {"text": f"{_place_of(problem)}{note['text']}"} for note, problem in zip(shown, problems, strict=True)
    ]


def _place_of(problem: Problem) -> str:
    mark = problem.mark
    return f"{mark.place}：" if mark.place else LINE.format(line=mark.line) if mark.line else ""


def _at_its_field(asked: Questionnaire, problem: Problem) -> Problem:
    """What is missing of a row is told where it is asked, not where the row begins."""
    at, details = Address.read(problem.mark.place), dict(problem.details)
    if at is None or problem.fault not in _LACKS:
        return problem
    key = details["expected"]
    lacking = Address.read(details.get("asked", "")) or at._replace(column=_COLUMN_OF.get(key, key))
    known = asked.table(at.table) and asked.question(lacking)
    return replace(problem, mark=replace(problem.mark, place=str(lacking))) if known else problem


def _field_of(problem: Problem) -> str:
    """Where a person can do something about it: what lacks evidence, where its evidence is named."""
    table, _, rest = problem.mark.place.partition("/")
    is_unproven = problem.fault in (SOURCE_UNPROVEN, DATA_UNPROVEN) and rest
    return f"{table}/{rest.partition('/')[0]}/evidence" if is_unproven else problem.mark.place


def _spoken(asked: Questionnaire, problem: Problem) -> Problem:
    """In the words of the page: its fields by their labels, and no hint that speaks of lines in a file."""
    mark, fault, details = problem.mark, problem.fault, dict(problem.details)
    at = Address.read(mark.place)
    if at is not None and asked.table(at.table) is not None:
        if fault in _LACKS and (question := asked.question(at)):
            return NOT_FILLED.at(mark, field=_row_of(asked, at), expected=question.label)
        details |= {name: _called(asked, text) for name, text in details.items() if text.count("/") == 2}
        details |= {"field": _called(asked, mark.place)} if "field" in details else {}
    hint = "" if _LINE_OF_A_FILE in fault.hint else fault.hint
    return Problem(mark, replace(fault, hint=hint), tuple(details.items()))


def view_unscored(asked: Questionnaire, answered: Answered, translate: Translate) -> Shown:
    """Nothing is scored yet: why, and what was noticed so far."""
    lines = "、".join(label_of_line(asked, id) for id in answered.needed)
    return {
        "state": "waiting" if answered.needed else "refused",
        "says": WAITING.format(lines=lines) if answered.needed else REFUSED,
        "notes": view_notes(asked, answered.notes, translate),
        "missing": [*_wrong(asked, answered), *_empty_lines(asked, answered)],
    }


def view_scored(
    standard: Standard,
    asked: Questionnaire,
    answered: Answered,
    evaluation: Evaluation,
    typed: Typed,
    industry: str,
    translate: Translate,
) -> Shown:
    """Score, grade, gates, what is missing: all that changes while somebody types."""
    scores, inventory = view_score(standard, evaluation), view_inventory(standard, evaluation)
    year = next(y for y in inventory.years if y.year == str(evaluation.evaluation_year))
    wrong = _wrong(asked, answered)
    missing = [*wrong, *_empty_lines(asked, answered), *_missing(standard, asked, evaluation, typed, industry)]
    total = NOT_COUNTED if any(one["address"].startswith(_SUMMED) for one in wrong) else scores.total
    grade = WITHHELD if wrong else scores.grade
    says_nothing = evaluation.self_assessment.says_nothing
    said = ANNOUNCED_NOTHING if says_nothing or total == NOT_COUNTED else ANNOUNCED_OPEN if missing else ANNOUNCED
    return {
        "state": "scored",
        "heading": _heading(standard, evaluation, typed, industry),
        "total": total,
        "complete": not missing,
        "grade": grade,
        "reasons": [LEFT_OUT.format(count=len(wrong))] if wrong else list(scores.reasons),
        "announcement": said.format(total=total, grade=grade, count=len(missing)),
        "emissions": _pair(EMISSIONS_SAYS, location=year.total_location, market=year.total_market),
        "energy": _pair(ENERGY_SAYS, equivalent=year.energy_equivalent, calorific=year.energy_calorific),
        "remark": year.remark,
        "dimensions": [
            {"id": d.id, "name": d.name, "score": d.score, "weight": d.weight, "rate": d.rate}
            for d in scores.dimensions
        ],
        "gates": [
            {"name": view.name, "limit": view.limit, "value": view.value, "kept": gate.kept}
            for view, gate in zip(scores.gates, evaluation.gates, strict=True)
        ],
        "missing": missing,
        "indicators": _indicators(scores, evaluation),
        "prerequisites": [
            {"id": view.id, "requirement": view.requirement, "result": view.result, "status": found.status}
            for view, found in zip(scores.prerequisites, evaluation.prerequisites, strict=True)
        ],
        "notes": view_notes(asked, answered.notes, translate),
    }


def _pair(sentence: str, **values: str) -> str:
    """A sentence with two amounts; nothing where there is neither."""
    return number.NOTHING if set(values.values()) == {number.NOTHING} else sentence.format(**values)


def _heading(standard: Standard, evaluation: Evaluation, typed: Typed, industry: str) -> str:
    """Whose result it is, of which year, by which edition and profile: what a printed page must say."""
    profile = next((p.name for p in standard.profiles if p.id == industry), NO_PROFILE)
    name = typed.get("factory/name/value", "").strip() or UNNAMED
    return HEADING.format(
        name=name, year=evaluation.evaluation_year, edition=standard.identity.edition, profile=profile
    )


def _indicators(scores: ScoreView, evaluation: Evaluation) -> Shown:
    status = {s.indicator.id: s.status for s in evaluation.review.scores} if evaluation.review else {}
    return {
        i.id: {"score": i.score, "points": i.points, "basis": i.basis, "status": status[i.id]}
        for d in scores.dimensions
        for i in d.indicators
    }


def _wrong(asked: Questionnaire, answered: Answered) -> list[Shown]:
    """The fields that could not be used, each once."""
    faults = (_at_its_field(asked, note) for note in answered.notes if not note.fault.is_warning)
    places = {note.mark.place: LACKING if note.fault in _LACKS else WRONG for note in faults}
    return [
        {"what": _called(asked, place), "kind": kind, "needed_by": "", "year": "", "address": place}
        for place, kind in places.items()
        if "/" in place
    ]


def _called(asked: Questionnaire, place: str) -> str:
    """What the page calls a field: its row, or the list it stands in, and its column."""
    at = Address.read(place)
    if at is None or asked.table(at.table) is None:
        return place
    question = asked.question(at)
    return " ".join(filter(None, (_row_of(asked, at), question.label if question else "")))


def _row_of(asked: Questionnaire, at: Address) -> str:
    """What a row is called that is asked by name, or the list that it stands in."""
    table = asked.table(at.table)
    return (table.label(at.row) or table.title) if table else at.table


def _empty_lines(asked: Questionnaire, answered: Answered) -> list[Shown]:
    return [
        {
            "what": label_of_line(asked, id),
            "kind": LINE_KIND,
            "needed_by": "",
            "year": "",
            "address": f"factory/{id}/value",
        }
        for id in answered.empty
    ]


def _missing(
    standard: Standard, asked: Questionnaire, evaluation: Evaluation, typed: Typed, industry: str
) -> Iterator[Shown]:
    sources = {
        text: name.split("/")[1] for name, text in typed.items() if name.startswith("sources/") and name.endswith("/id")
    }
    roles = {evaluation.base_year: BASE, evaluation.evaluation_year: EVALUATION}
    roles[evaluation.evaluation_year] = EVALUATION
    for missing in evaluation.missing:
        view = view_missing(standard, missing)
        by_industry = (NOT_BY_INDUSTRY if industry else BY_INDUSTRY) if missing.why == "benchmark" else "{kind}"
        yield {
            "what": view.what,
            "kind": by_industry.format(kind=view.kind),
            "needed_by": "" if view.needed_by == missing.what else view.needed_by,
            "year": "" if view.year == number.NOTHING else view.year,
            "address": _asked_at(asked, _address(standard, missing, roles, sources)),
        }


def _asked_at(asked: Questionnaire, place: str) -> str:
    """A field that the page has; "" for any other."""
    at = Address.read(place)
    return place if at is None or asked.question(at) is not None else ""


def _address(standard: Standard, missing: Missing, roles: Mapping[int, str], sources: Mapping[str, str]) -> str:
    """The field that would be filled in; "" where it is none of the page."""
    role = roles.get(missing.year or 0, BETWEEN)
    if missing.why == "data" and missing.what in standard.data_items:
        return f"data/{missing.what}/{role}"
    if missing.why == "answer":
        is_indicator = missing.what in standard.indicators_by_id
        return f"self_assessment/{missing.what}/answer" if is_indicator else f"prerequisites/{missing.what}/met"
    if missing.why == "benchmark":
        return INDUSTRY
    row = sources.get(missing.of) or sources.get(missing.what)
    return f"sources/{row}/{role}" if row else ""
