"""Totals and grades that people write into their sentences, held against what was computed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from decimal import Decimal

from lceval_docs.model.case import Case
from lceval_docs.model.evaluation import Evaluation
from lceval_docs.model.standard import Standard
from lceval_docs.problems import Fault, Problem
from lceval_docs.quantities import rounded

SAID_OTHERWISE = Fault(
    "W0564",
    '{field}: the text says "{found}", computed is {expected}.',
    "Correct the sentence, or name the year that it speaks of.",
)

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


def check_said(standard: Standard, case: Case, evaluation: Evaluation) -> Iterator[Problem]:
    """What the evaluators write themselves says what their evaluation gives."""
    review = case.review
    if review is None:
        return
    verdict = evaluation.verdict
    grade = "" if verdict.withheld else verdict.grade.name if verdict.grade else standard.grading.fail.name
    texts = {"conclusion": (review.conclusion,), "highlights": review.highlights}
    texts |= {"recommendations": review.recommendations, "purpose": (review.purpose,)}
    for field, said in texts.items():
        for found, expected in (told for text in said for told in otherwise(text, standard, evaluation, grade)):
            yield SAID_OTHERWISE.at(review.mark.of(field), field=field, found=found, expected=expected)


def otherwise(text: str, standard: Standard, evaluation: Evaluation, grade: str) -> Iterator[tuple[str, str]]:
    """Each total or grade that is not the evaluation's: as it is said, and what it is. `grade`: none is held against ""."""
    plain = "".join(unicodedata.normalize("NFKC", text).split())
    for name, (pattern, sums) in _NAMED.items():
        for match in pattern.finditer(plain):
            due = _totals(name, sums, evaluation, plain[: match.start()])
            if due and not any(_is(match, value) for value in due.values()):
                yield match[0], _said(match, due)
    if grade:
        yield from _grades(plain, standard, grade)


def _grades(text: str, standard: Standard, due: str) -> Iterator[tuple[str, str]]:
    """Another grade than the one that is due, said to be the grade."""
    for match in _GRADE.finditer(text):
        rest = text[match.end() :]
        names = (*(g.name for g in standard.grading.grades), standard.grading.fail.name)
        named = next((name for name in names if rest.startswith(name)), due)
        if named != due:
            yield f"{match[0]}{named}", due


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
    return " / ".join(f"{rounded(value / _SCALE[scale], places):f}{scale}{of}" for of, value in due.items())


def _places(match: re.Match[str]) -> int:
    return len(match["number"].partition(".")[2])
