"""Totals that a report mentions in running text, held against the tables; and what a template or a writer has left over."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from lceval_docs.model.evaluation import Evaluation
from lceval_docs.model.report import FoundLine
from lceval_docs.model.standard import Standard
from lceval_docs.problems import Fault, Mark, Problem
from lceval_docs.verifying.place import mark_at
from lceval_docs.views import number
from lceval_docs.views.verdict import view_grade

DISAGREES = Fault(
    "E0831",
    'the text says "{found}", by the tables it is {expected}.',
    "Correct the sentence, or name the year that it speaks of.",
)
LEFT_OVER = Fault("E0832", 'something was left to be filled in: "{found}".', "Fill it in, or delete it.")

_LEFT_OVER = re.compile(r"\{\{|\}\}|\{%|%\}|[×xX]{3,}|[_＿]{4,}|单击或点击此处|点击此处|单击此处|TODO|待填|待补")
# Texts are searched without spaces and in half-width signs.
_NUMBER = r"(?P<number>\d[\d,]*(?:\.\d+)?)(?P<scale>万)?"
_BETWEEN = r"(?:合计|共计|总计|提高|上升|下降|降低|升|降|约)?(?:为|是|达到?|到|至|共|:|=)?约?"
_TONNES_CO2, _TONNES_COAL, _POINTS = (
    r"(?:tCO2(?:e|当量)?|吨二氧化碳(?:当量)?)",
    r"(?:tce|吨标准煤|吨标煤)",
    r"(?:分|(?=[。;,)]))",
)
_YEAR, _EARLIER = re.compile(r"((?:19|20)\d\d)年"), re.compile(r"上年|去年|前年|往年|上一?年度|基准年")
_GRADE = re.compile(r"等级(?:评定|判定)?(?:为|是|:)")
# What is due is told with so many digits at least: 64.7 is not the 65 of a pass mark.
_LEAST_PLACES = 1
_CLAUSE_END = re.compile(r"[。;!?,]")
# How people write a total, and its totals by name: any of them may be meant.
_NAMED: Mapping[str, tuple[re.Pattern[str], Mapping[str, tuple[str, ...]]]] = {
    name: (re.compile(rf"(?P<name>{words}){_BETWEEN}{_NUMBER}{unit}"), sums)
    for name, words, unit, sums in (
        ("own_total", r"自评价?总?(?:得分|分)", _POINTS, {}),
        ("total", r"(?<!自评价)(?<!自评)(?:总得分|总分|评价得分|综合得分|最终得分|得分合计|工厂得分)", _POINTS, {}),
        (
            "emissions",
            r"(?:碳排放总量|排放总量|温室气体排放量|年排放量|总排放量)",
            _TONNES_CO2,
            {"位置法": ("scope1", "scope2_location"), "市场法": ("scope1", "scope2_market")},
        ),
        (
            "energy",
            r"(?:综合能耗|能源消费总量|综合能源消费量)",
            _TONNES_COAL,
            {"等价值": ("energy_equivalent",), "当量值": ("energy_calorific",)},
        ),
    )
}
OF = "（{year}年，{convention}）"
_SCALE = {"": Decimal(1), "万": Decimal(10_000)}


def check_mentions(
    lines: Sequence[FoundLine], generated: frozenset[str], standard: Standard, evaluation: Evaluation, mark: Mark
) -> Iterator[Problem]:
    """Totals and grades in sentences that are not the evaluation's. `generated`: sentences that are known to be right."""
    for line in lines:
        at = mark_at(mark, line.place)
        if left := _LEFT_OVER.search(line.text):
            yield LEFT_OVER.at(at, found=line.text[max(left.start() - 10, 0) : left.end() + 20].strip())
        if line.text in generated:
            continue
        text = "".join(unicodedata.normalize("NFKC", line.own).split())
        for name, (pattern, sums) in _NAMED.items():
            for match in pattern.finditer(text):
                due = _totals(name, sums, evaluation, text[: match.start()])
                if due and not any(_is(match, value) for value in due.values()):
                    yield DISAGREES.at(at, found=match[0], expected=_said(match, due))
        yield from _grades(text, standard, evaluation, at)


def _grades(text: str, standard: Standard, evaluation: Evaluation, at: Mark) -> Iterator[Problem]:
    """Another grade than the evaluation's, said to be the grade."""
    due = view_grade(standard, evaluation)
    for match in _GRADE.finditer(text):
        rest = text[match.end() :]
        names = (*(g.name for g in standard.grading.grades), standard.grading.fail.name)
        named = next((name for name in names if rest.startswith(name)), due)
        if named != due:
            yield DISAGREES.at(at, found=f"{match[0]}{named}", expected=due)


def _totals(name: str, sums: Mapping[str, tuple[str, ...]], evaluation: Evaluation, before: str) -> dict[str, Decimal]:
    """Every value that the total may have, and what it is: by each convention, of the year before it, or of any."""
    said = _CLAUSE_END.split(before)[-1]
    years = [int(year) for year in _YEAR.findall(said)]
    if not sums:
        is_other = _EARLIER.search(said) or (years and years[-1] != evaluation.evaluation_year)
        card = evaluation.self_assessment if name == "own_total" else evaluation.review
        return {"": card.total} if card is not None and card.total is not None and not is_other else {}
    inventories = evaluation.inventories
    chosen = [years[-1]] if years and years[-1] in inventories else sorted(inventories)
    return {
        OF.format(year=year, convention=convention): sum(
            (inventories[year].totals[part].quantity.value for part in parts), Decimal(0)
        )
        for year in chosen
        for convention, parts in sums.items()
    }


def _is(match: re.Match[str], value: Decimal) -> bool:
    """Whether a number in a text is a value, to as many digits as are written."""
    said = Decimal(match["number"].replace(",", ""))
    return 2 * abs(value / _SCALE[match["scale"] or ""] - said) <= Decimal(1).scaleb(-_places(match))


def _said(match: re.Match[str], due: Mapping[str, Decimal]) -> str:
    scale, places = match["scale"] or "", max(_places(match), _LEAST_PLACES)
    return " / ".join(f"{number.fixed(value / _SCALE[scale], places)}{scale}{of}" for of, value in due.items())


def _places(match: re.Match[str]) -> int:
    return len(match["number"].partition(".")[2])
