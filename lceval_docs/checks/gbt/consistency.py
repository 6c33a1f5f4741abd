"""Text and data agree: requirements with the kind of their indicator, numbers and dates in prose with the data."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from lceval_docs.checks.gbt.datum import printed
from lceval_docs.checks.gbt.modality import kinds
from lceval_docs.checks.gbt.passage import Sentence, Text, parts
from lceval_docs.checks.gbt.rule import Rule
from lceval_docs.model.grading import Prerequisite
from lceval_docs.model.indicator import Indicator
from lceval_docs.model.origin import Record
from lceval_docs.model.standard import Standard
from lceval_docs.model.text import Reference, Stage
from lceval_docs.problems import Problem
from lceval_docs.records import dataclass


def _asking(sentence: str) -> str:
    """A process with one time limit, and a chapter on it."""
    return f"""=== process.yaml
stages:
  - id: asking
    name: 提出
    status: proposal
    basis: 测试
    steps:
      - {{id: ask, name: 请求, actor: 茶馆, action: 提出请求。, time_limit: 开门后5个工作日内, documents: [请求单], status: proposal, basis: 测试}}
=== text/05-process.md
---
id: process
title: 评价流程
kind: chapter
status: proposal
basis: 测试
---
{sentence}

[[table:process]]
"""


NOT_REQUIRED = Rule(
    "DC01",
    "the requirement of the required indicator {id} has no 应.",
    "Write what is required with 应; what goes beyond it may follow with 宜.",
    where="indicator",
    bad="kind: required\nrequirement: 杯宜洗净。",
    good="kind: required\nrequirement: 杯应洗净，宜晾干。",
)
NOT_OPTIONAL = Rule(
    "DC02",
    "the requirement of the optional indicator {id} is worded with 应 alone.",
    "Write 宜, or make the indicator a required one.",
    severity="warning",
    where="indicator",
    bad="kind: optional\nrequirement: 茶应香。",
    good="kind: optional\nrequirement: 茶宜香，加花的应注明花名。",
)
REPEATED = Rule(
    "DC03",
    '"{found}" repeats {source}; the two agree.',
    "Refer to the table instead: where the number changes, the text would stay behind.",
    severity="warning",
    bad="总分达到8分的茶馆判定为好茶馆。",
    good="茶馆的等级应按总分判定，见[[table:grades]]。",
)
UNCITED = Rule(
    "DC04",
    "the indicator {id} is printed and cited nowhere in the text.",
    "Put [[tables:indicators]] into a chapter or an annex, or cite the indicator.",
    severity="warning",
    bad="茶馆应备有杯。",
    good="指标应符合[[tables:indicators]]的规定。\n\n[[tables:indicators]]",
)
OTHER_LIMIT = Rule(
    "DC08",
    'the time limit "{found}" is not that of the process, which is {expected}.',
    "Refer to the table of the process instead, or make both alike.",
    severity="warning",
    where="edition",
    bad=_asking("茶馆应在开门后7个工作日内提出请求，见[[table:process]]。"),
    good=_asking("请求的时限应符合[[table:process]]的规定。"),
)
OTHER_DATE = Rule(
    "DC09",
    '"{found}" is cited as {expected} in references.yaml.',
    "Write {expected}, or change references.yaml.",
    severity="warning",
    where="indicator",
    bad="kind: required\nrequirement: 杯应按GB/T 1—2010洗净。",
    good="kind: required\nrequirement: 杯应按GB/T 1洗净。",
)
DIFFERENT = Rule(
    "DC10",
    '"{found}" is not {source}.',
    "Refer to the table instead, or write the number of the data.",
    bad="总分达到9分的茶馆判定为好茶馆。",
    good="茶馆的等级应按总分判定，见[[table:grades]]。",
)
OTHER_VALIDITY = Rule(
    "DC11",
    '"{found}": certificates are made for {expected} years, by `validity` in grades.yaml.',
    "Write {expected}, or change grades.yaml.",
    bad="评价结果的有效期为三年。",
    good="评价结果的有效期为两年，不足三年的牌子应收回。",
)


@dataclass(frozen=True)
class Fact:
    """A number of the data: its unit, how it is called, and the words that name it in a sentence."""

    value: Decimal
    unit: str
    source: str
    named_by: tuple[str, ...]
    about: tuple[str, ...]


_SCORE, _POINTS = ("总分",), ("满分", "分值", "权重")
_AMOUNT = re.compile(
    r"(?<![\d.A-Za-z])(\d+(?:\.\d+)?)[ \u00a0\u2005\u202f]?(分(?![钟之类别布析为项级阶段段区期批次散])|[%％])"
)
_DAYS = "个工作日|工作日|个自然日|自然日|日|天"
_TIME = re.compile(rf"(?<![\d.〔])(\d{{1,3}}|[一二两三四五六七八九十]{{1,3}})[ ]?({_DAYS}|个月|年)(?![初末底度级])")
_VALID = re.compile(r"有效期(?:限)?(?:应?[为是])?[：:]?[ ]?(\d{1,2}|[一二两三四五六七八九十]{1,3})[ ]?年")
_DIGITS = {"两": 2, **{c: n for n, c in enumerate("一二三四五六七八九", 1)}}
_DATED = re.compile(
    r"(?<![A-Za-z])((?:GB|DB\d+|HJ|ISO|IEC|T)(?:/[A-Z]+)*[ ]?\d+(?:\.\d+)*(?:-\d+)?)[ ]?[—–:：-](\d{4})(?!\d)"
)


def check_requirements(text: Text) -> Iterator[Problem]:
    """A required indicator requires (应); an optional one recommends (宜), with 应 in conditions only."""
    for indicator in text.standard.indicators:
        found = kinds(indicator.requirement)
        mark = indicator.mark.of("requirement")
        if indicator.is_required and "requirement" not in found:
            yield NOT_REQUIRED.at(mark, id=indicator.id)
        elif not indicator.is_required and "requirement" in found and "recommendation" not in found:
            yield NOT_OPTIONAL.at(mark, id=indicator.id)


def facts(standard: Standard) -> Iterator[Fact]:
    """The numbers of the data that a text would rather cite than repeat."""
    grading = standard.grading
    for grade in grading.grades:
        yield Fact(grade.at_least, "分", f"{grade.name} at_least {grade.at_least:f}", (grade.name,), _SCORE)
    for dimension in standard.dimensions:
        points = dimension.weight.points
        yield Fact(points, "分", f"{dimension.name} weight {points:f}", (dimension.name,), _POINTS)
    limits = grading.tailoring
    points, share, shift = limits.not_applicable_points, limits.not_applicable_share, limits.points_shift
    yield Fact(points, "分", f"tailoring not_applicable_points {points:f}", ("不适用",), ("上限", "不超过", "合计"))
    yield Fact(share, "%", f"tailoring not_applicable_share {share:f}", ("不适用",), ("上限", "不超过", "占"))
    yield Fact(shift, "%", f"tailoring points_shift {shift:f}", ("分值",), ("调整", "移动", "增减"))


def check_numbers(text: Text) -> Iterator[Problem]:
    """Scores and limits stand in the data, and the text cites them."""
    known = tuple(facts(text.standard))
    for sentence in text.sentences:
        passage = sentence.passage
        if passage.kind == "chapter" and passage.role in ("paragraph", "item", "note", "cell"):
            yield from _numbers(sentence, known)


def _numbers(sentence: Sentence, known: tuple[Fact, ...]) -> Iterator[Problem]:
    named = _named(sentence.text, known)
    for match in _AMOUNT.finditer(sentence.text):
        value, unit = Decimal(match[1]), "分" if match[2] == "分" else "%"
        mark = sentence.at(match[0], match.start())
        meant = [fact for fact in named if fact.unit == unit]
        same = [fact for fact in meant or known if fact.unit == unit and fact.value == value]
        if same:
            yield REPEATED.at(mark, found=match[0], source="、".join(fact.source for fact in same))
        elif meant:
            yield DIFFERENT.at(mark, found=match[0], source="、".join(fact.source for fact in meant))


def _named(sentence: str, known: tuple[Fact, ...]) -> list[Fact]:
    """The facts a sentence is about: it names their subject (the longest name counts) and what is said of it."""
    found, left = [], sentence
    for fact in sorted(known, key=lambda fact: -max(map(len, fact.named_by))):
        if any(name in left for name in fact.named_by) and any(word in sentence for word in fact.about):
            found.append(fact)
        if fact.about is _SCORE:  # 好茶馆 also holds 茶馆
            left = left.replace(fact.named_by[0], "□")
    return found


def check_indicators(text: Text) -> Iterator[Problem]:
    """Every indicator is printed in a table, or cited."""
    if any((part.kind, part.id) == ("tables", "indicators") for _, _, part in parts(text)):
        return
    cited = {p.id for passage in text.passages for p in passage.pointers if p.kind == "indicator"}
    for indicator in text.standard.indicators:
        if indicator.id not in cited:
            yield UNCITED.at(indicator.mark.of("id"), id=indicator.id)


def check_time_limits(text: Text) -> Iterator[Problem]:
    """A time limit in the chapter on the process is that of its step, or of a step of its stage."""
    homes = {chapter.id for chapter, _, part in parts(text) if (part.kind, part.id) == ("table", "process")}
    for sentence in text.sentences:
        chapter = sentence.passage.chapter
        if chapter and chapter.id in homes and sentence.passage.role in ("paragraph", "item", "note"):
            limits = _limits(sentence, text.standard.stages)
            for match in _TIME.finditer(sentence.text):
                alike = [limit for limit in limits if _measure(limit[1]) == _measure(match[2])]
                if alike and _time(match) not in alike:
                    expected = "、".join(f"{number}{unit}" for number, unit in alike)
                    mark = sentence.at(match[0], match.start())
                    yield OTHER_LIMIT.at(mark, found=match[0], expected=expected)


def _limits(sentence: Sentence, stages: tuple[Stage, ...]) -> list[tuple[int, str]]:
    """The time limits a sentence may speak of: of the steps it names, else of its clause's stage, else all."""
    clause = sentence.passage.clause
    steps = [step for stage in stages for step in stage.steps]
    named = [step for step in steps if step.name in sentence.text and step.time_limit]
    here = [step for stage in stages if clause and stage.name == clause.title for step in stage.steps]
    return [_time(match) for step in named or here or steps for match in _TIME.finditer(step.time_limit)]


def _time(match: re.Match[str]) -> tuple[int, str]:
    return _amount(match[1]), match[2].removeprefix("个") if match[2] != "个月" else match[2]


def _measure(unit: str) -> str:
    """Days of either kind are told apart, and compared."""
    return unit if unit in ("个月", "年", "月") else "day"


def _amount(numeral: str) -> int:
    if numeral.isdigit():
        return int(numeral)
    tens, ten, ones = numeral.rpartition("十")
    return (10 * _DIGITS.get(tens, 1) if ten else 0) + _DIGITS.get(ones, 0)


def check_validity(text: Text) -> Iterator[Problem]:
    """For how long a result is valid stands in the data, from which certificates take it, and in words."""
    years = text.standard.grading.validity.years
    for passage in printed(text):
        for match in _VALID.finditer(passage.text):
            if _amount(match[1]) != years:
                yield OTHER_VALIDITY.at(passage.at(match[0], match.start()), found=match[0], expected=years)


def check_dates(text: Text) -> Iterator[Problem]:
    """Documents named in requirements and evidence are dated as in the list of references."""
    known = {_bare(r.id): r for r in text.standard.references}
    for record, name, words in _requirements(text.standard):
        for match in _DATED.finditer(words):
            reference = known.get(_bare(match[1]))
            expected = _cited(reference) if reference else ""
            if expected and _spaceless(expected) != _spaceless(f"{match[1]}—{match[2]}"):
                mark = record.mark.of(name)
                yield OTHER_DATE.at(mark, found=match[0], expected=expected)


def _requirements(standard: Standard) -> Iterator[tuple[Record, str, str]]:
    statements: list[Indicator | Prerequisite] = [*standard.indicators, *standard.grading.prerequisites]
    for statement in statements:
        yield statement, "requirement", statement.requirement
        yield from ((statement, "evidence", words) for words in statement.evidence)
        if isinstance(statement, Indicator):
            for level in getattr(statement.scoring, "levels", ()):
                yield level, "when", level.when


def _bare(id: str) -> str:
    return _spaceless(re.split(r"[—:：]", id)[0])


def _cited(reference: Reference) -> str:
    """How a document is cited: with its edition where it is cited by date."""
    number = re.split(r"[—:：]", reference.id)[0]
    mark = ":" if number.startswith(("ISO", "IEC")) else "—"
    return f"{number}{mark}{reference.edition}" if reference.dated else number


def _spaceless(words: str) -> str:
    return re.sub(r"[ ]", "", words).replace(":", "—")


CHECKS = (
    check_requirements,
    check_numbers,
    check_indicators,
    check_time_limits,
    check_validity,
    check_dates,
)
