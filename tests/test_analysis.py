"""What follows from a result: trends, sensitivity, improvements, uncertainty, and tables that add up as printed."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from lceval_docs.engine.evaluation import evaluate
from lceval_docs.engine.grading import without_dust
from lceval_docs.engine.improvement import improvement, target
from lceval_docs.engine.sensitivity import sensitivities
from lceval_docs.engine.trend import trends
from lceval_docs.engine.uncertainty import uncertainty
from lceval_docs.judging import Judged
from lceval_docs.model.case import Case
from lceval_docs.model.origin import Given
from lceval_docs.model.standard import Standard
from lceval_docs.problems import Fault, Mark, catalogue
from lceval_docs.views.addition import view_addition
from lceval_docs.views.analysis import view_analysis
from lceval_docs.views.warning import view_warnings


@pytest.fixture(scope="module")
def metal(examples: list[Judged]) -> Judged:
    return next(j for j in examples if "low-carbon-metal" in j.case.folder)


def _with_source(case: Case, id: str, factor: Decimal) -> Case:
    """The case with one source's amount of the evaluation year multiplied."""
    factory, year = case.factory, case.factory.evaluation_year
    sources = tuple(
        replace(s, amounts={**s.amounts, year: Given(s.amounts[year].value * factor)}) if s.id == id else s
        for s in factory.inventory.sources
    )
    return replace(case, factory=replace(factory, inventory=replace(factory.inventory, sources=sources)))


def _with_item(case: Case, id: str, factor: Decimal) -> Case:
    """The case with one data item's value of the evaluation year multiplied."""
    factory, year = case.factory, case.factory.evaluation_year
    entry = factory.data[id]
    values = {**(entry.values or {}), year: Given((entry.values or {})[year].value * factor)}
    return replace(case, factory=replace(factory, data={**factory.data, id: replace(entry, values=values)}))


def test_sensitivity_is_the_case_judged_again(standard: Standard, examples: list[Judged]) -> None:
    """Whatever is judged again in part comes to what the whole changed case comes to: total, gates, grade."""
    for judged in examples:
        case = judged.case
        found = sensitivities(standard, case, judged.evaluation)
        assert found and len(found.moving) > 20
        for one in found.moving:
            if one.what.column or (case.review and one.what.item in (case.review.data or {})):
                continue
            change = _with_source if one.what.sources else _with_item
            for effect, factor in ((one.lower, Decimal("0.95")), (one.higher, Decimal("1.05"))):
                if effect is None:
                    continue
                whole = evaluate(standard, change(case, one.what.id, factor))
                assert whole.review and without_dust(whole.review.lowest) == without_dust(effect.total), one.what.id
                assert whole.verdict == effect.verdict
                assert [g.kept for g in whole.gates] == [*effect.gates]


def test_what_decides_comes_first(standard: Standard, metal: Judged) -> None:
    """Own reductions 5 % higher open gate N3; nothing else moves a gate. Then the greatest change leads."""
    found = sensitivities(standard, metal.case, metal.evaluation)
    assert found and found.power and found.power.what.sources == ("S01", "S02")
    assert [s.what.id for s in found.moving if s.decides] == ["reduction_measures.amount"]
    changes = [s.change for s in found.moving if not s.decides]
    assert changes == sorted(changes, reverse=True)
    view = view_analysis(standard, metal.case, metal.evaluation).sensitivity
    assert view.rows[0].effect == "调高：N3 变为满足" and len(view.rows) == standard.grading.analysis.listed


def test_rules_are_inverted(standard: Standard, metal: Judged) -> None:
    """Each target, put in the place of the measure, gives the ratio of the points that was asked for.

    D2-1 is linear: half the points stand half way from `zero_at` to `full_at`. D1-1 (base 60, lead 40,
    base ratio 0.6): 0.8 of the points stand at 60 + (0.8 − 0.6) ÷ (1 − 0.6) × (40 − 60) = 50.
    """
    card = metal.evaluation.review
    assert card
    scores = {s.indicator.id: s for s in card.scores}
    rule, half = scores["D2-1"].indicator.scoring, Decimal("0.5")
    assert target(scores["D2-1"], half).value == rule.zero_at + half * (rule.full_at - rule.zero_at)  # type: ignore[union-attr]
    chosen = scores["D1-1"].benchmark
    assert chosen
    middle = target(scores["D1-1"], Decimal("0.8")).value
    assert middle == (chosen.base + chosen.lead) / 2
    assert target(scores["D1-1"], Decimal("0.1")).value == chosen.base


def test_the_way_to_the_next_grade(standard: Standard, metal: Judged) -> None:
    """The largest gains first, exactly to the threshold: fewer indicators cannot do; the gates are named."""
    found = improvement(standard, metal.evaluation)
    assert found.grade and found.path[-1].total.quantize(Decimal("1E-20")) == found.grade.at_least
    gains = [g.gain for g in found.gains]
    assert gains == sorted(gains, reverse=True)
    assert sum(gains[: len(found.path) - 1]) < found.needed <= sum(gains[: len(found.path)])
    assert [g.gate.id for g in found.gates] == ["N1", "N2", "N3", "N4"]


def test_no_more_than_a_cap_allows(standard: Standard, metal: Judged) -> None:
    """F3-2 counts offsets up to 30 % of emissions before own reductions: with R reduced and E left, 30 × (E + R) ÷ E %.

    Metal: E = 3425.81 t by market; its ratio, and so its points of 3, end there, not at 100 %.
    """
    figures = {name: f.quantity.value for (name, year), f in metal.evaluation.figures.items() if year == 2023}
    assert figures["offset_cap"] == 30 and round(figures["emissions"], 2) == Decimal("3425.81")
    most = 30 * (figures["emissions"] + figures["own_reductions"]) / figures["emissions"]
    (gain,) = [g for g in improvement(standard, metal.evaluation).gains if g.score.indicator.id == "F3-2"]
    assert gain.is_bounded and gain.full.value is not None and abs(gain.full.value - most) < Decimal("1E-20")
    assert round(most, 1) == Decimal("37.3") and abs(gain.full.ratio * 100 - most) < Decimal("1E-20")


def test_what_must_be_met_comes_first(standard: Standard, examples: list[Judged]) -> None:
    """A required indicator that fails is the first step, for all its 2 points, though four others give more."""
    (board,) = [one for one in examples if "board" in one.case.folder]
    found = improvement(standard, board.evaluation)
    assert found.indicators == ("E1-1",)
    first, *others = found.path
    assert (first.score.indicator.id, first.gain) == ("E1-1", 2)
    assert [s.score.indicator.id for s in others] == [g.score.indicator.id for g in found.gains[: len(others)]]
    assert all(g.gain > 2 for g in found.gains[: len(others)])


def test_uncertainty_by_root_of_squares(standard: Standard, metal: Judged) -> None:
    """S01: amount with evidence 2.5 %, factor of several sources 5 %: √(2.5² + 5²) = √31.25 = 5.590 %.

    By market it emits 1811.79 t: 1811.79 × 5.590 % = 101.28 t. The total is the root of the squares of all lines.
    """
    found = uncertainty(standard, metal.case, metal.evaluation)
    first = found.lines[0]
    assert first.relative.quantize(Decimal("0.001")) == Decimal("5.590")
    view = view_analysis(standard, metal.case, metal.evaluation).uncertainty
    assert (view.lines[0].emissions, view.lines[0].absolute) == ("1811.79", "101.28")
    squares = sum(Decimal(line.absolute) ** 2 for line in view.lines)
    assert abs(squares.sqrt() - Decimal(view.totals[1].absolute)) < Decimal("0.02")


def test_trend_beside_the_base_year(standard: Standard, metal: Judged) -> None:
    """By market 4041.39 t in 2021 and 3425.81 t in 2023: 3425.81 − 4041.39 = −615.58; ÷ 4041.39 = −15.23 %."""
    by_id = {t.id: t for t in trends(standard, metal.case, metal.evaluation)}
    assert [p.year for p in by_id["emissions_market"].points] == [2021, 2022, 2023]
    view = view_analysis(standard, metal.case, metal.evaluation).trend
    last = next(q for q in view.quantities if q.id == "emissions_market").years[-1]
    assert (last.value, last.change, last.rate) == ("3425.81", "−615.58", "−15.23")


def test_waterfall_stands_on_an_invisible_column(standard: Standard, metal: Judged) -> None:
    """4135.69 − 75.79 − 236.37 = 3823.53, printed 3823.52: the falls hang between hidden levels."""
    view = view_analysis(standard, metal.case, metal.evaluation).conventions
    hidden, level, rise, fall = (s.values[:4] for s in view.waterfall.series)
    assert level[0] == Decimal("4135.69") and level[3] == Decimal("3823.52") and not any(rise)
    assert hidden[1] + fall[1] == level[0] and hidden[2] == level[3]


def test_differences_have_reasons(standard: Standard, metal: Judged) -> None:
    """Another level, and data that the evaluators corrected."""
    view = view_analysis(standard, metal.case, metal.evaluation).comparison
    assert {d.id: d.reason for d in view.indicators} == {
        "C1-1": "级别不同：自评价 a 级，评价 b 级",
        "F2-2": "数据经核定：3 项 改为 2 项",
    }


def test_tables_add_up_or_say_why_not() -> None:
    """0.004 + 0.004 = 0.008: printed 0.00 + 0.00 and 0.01. 1.25 + 1.25 = 2.50 adds up."""
    small = Decimal("0.004")
    (remark,) = view_addition("x", "甲", (small, small), 2 * small, 2)
    assert (remark.sum, remark.total, remark.difference) == ("0.00", "0.01", "0.01")
    assert not [*view_addition("x", "甲", (Decimal("1.25"), Decimal("1.25")), Decimal("2.5"), 2)]


def test_total_before_and_after_renormalisation(standard: Standard, examples: list[Judged]) -> None:
    """Worked by hand from the printed points of the near-zero example: part = raw ÷ applicable × weight, then added.

    C: 6.86 ÷ 9 × 10 = 7.62; D: 17.92 ÷ 20.5 × 25 = 21.853…; E: 5.55 ÷ 6 × 10 = 9.25; A, B, F apply in full.
    14.08 + 12.51 + 7.62 + 21.85 + 9.25 + 22.72 = 88.03; before: 14.08 + 12.51 + 6.86 + 17.92 + 5.55 + 22.72 = 79.64.
    """
    judged = next(j for j in examples if "near-zero" in j.case.folder)
    view = view_analysis(standard, judged.case, judged.evaluation).composition
    assert [(r.id, r.raw, r.applicable, r.weight, r.score) for r in view.rows] == [
        ("A", "14.08", "15", "15", "14.08"),
        ("B", "12.51", "15", "15", "12.51"),
        ("C", "6.86", "9", "10", "7.62"),
        ("D", "17.92", "20.5", "25", "21.85"),
        ("E", "5.55", "6", "10", "9.25"),
        ("F", "22.72", "25", "25", "22.72"),
    ]
    assert (view.sum, view.total, view.applicable) == ("88.03", "88.0", "90.5")
    said = {r.id: (r.sum, r.total, r.difference) for r in view.remarks}
    assert said["raw"] == ("79.64", "79.63", "0.01") and said["total"] == ("88.03", "88.0", "0.03")


def test_warnings_say_where_they_are() -> None:
    """File without its folder, and line; the sentence in Chinese where there is one."""
    fault = Fault("W0551", "{found} looks odd.")
    (view,) = view_warnings([fault.at(Mark("cases/mill/factory.yaml", 14, 3), found="3")], catalogue("zh"))
    assert (view.id, view.place, view.text) == ("1", "factory.yaml 第14行", "3 looks odd.")


def test_nothing_is_invented_where_nothing_is_known(standard: Standard, metal: Judged) -> None:
    """Without a review there is no sensitivity, no improvement, no comparison."""
    case = replace(metal.case, review=None)
    view = view_analysis(standard, case, evaluate(standard, case))
    assert not view.sensitivity.is_known and not view.improvement.gains and not view.comparison.is_compared
