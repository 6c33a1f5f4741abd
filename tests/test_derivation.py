"""The chain behind each printed figure: it ends at a line of a file, and its arithmetic is that of the report."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from lceval_docs.engine.evaluation import evaluate
from lceval_docs.judging import Judged, judge
from lceval_docs.model.standard import Standard
from lceval_docs.verifying.tracing import figures_of
from lceval_docs.views.derivation.whole import view_derivation
from lceval_docs.views.step import StepView, upper

ROOT = Path(__file__).parents[1]
LINE = re.compile(r"\.yaml:\d+")
NO_REVIEW = ("report_number", "report_date")


@pytest.fixture(scope="module")
def near_zero(examples: list[Judged]) -> Judged:
    return next(j for j in examples if "near-zero" in j.case.folder)


@pytest.fixture(scope="module")
def near(standard: Standard, near_zero: Judged) -> dict[str, tuple[StepView, ...]]:
    due = figures_of(standard, near_zero)
    return {one.address: view_derivation(standard, near_zero.case, near_zero.evaluation, one) for one in due}


def says(steps: tuple[StepView, ...], what: str) -> list[str]:
    return [step.says for step in steps if step.what == what]


def test_every_figure_leads_to_a_line(standard: Standard, examples: list[Judged]) -> None:
    """No figure that nobody can trace, in any chapter; also where there is no review and where much is missing."""
    mill = judge(standard, ROOT / "tests/cases/mill")
    for one in (*examples, mill):
        for figure in figures_of(standard, one):
            steps = view_derivation(standard, one.case, one.evaluation, figure)
            is_told = one.case.review is None and figure.address in NO_REVIEW
            assert steps and (is_told or any(LINE.search(s.says) for s in steps)), figure.address


def test_points_lead_down_to_evidence(near: dict[str, tuple[StepView, ...]]) -> None:
    """Total and grade: dimensions, weights, indicators, rules, clause, formula, factor with its line, data, evidence."""
    for address in ("score.total", "score.grade", "dimensions.D.score"):
        steps = near[address]
        for what in ("权重", "评分规则", "条款", "公式", "代入", "因子", "活动数据", "证明材料"):
            assert says(steps, what), (address, what)
        assert all(LINE.search(told) for told in says(steps, "因子"))
    assert near["score.total"][0].says == "88.0 分（折算前 79.63 分，适用满分 90.5 分）"
    assert says(near["dimensions.D.score"], "D 能源/资源节约") == ["17.92 ÷ 20.5 × 25 = 21.85 分"]
    assert {"理由", "等级规定", "界限"} <= {step.what for step in near["score.grade"]}


def test_analysis_leads_to_what_it_is_made_of(near: dict[str, tuple[StepView, ...]]) -> None:
    """Uncertainty, gains, trends, conventions, sensitivity, credits: arithmetic by hand from the printed numbers.

    √(2.5² + 5²) = √31.25 = 5.59. 5.19² + 1.45² + 0.69² + 0.65² = 26.9361 + 2.1025 + 0.4761 + 0.4225 = 29.9372,
    its root 5.47; 5.47 ÷ 142.67 = 3.83 %. D1-2: 25 × (2 − 0.85) ÷ 20.5 = 1.402….
    """
    assert says(near["uncertainty.lines.S01.relative"], "不确定度") == [
        "各级相对不确定度的平方和开平方：√(2.5² + 5²) = 5.59 %"
    ]
    (whole,) = says(near["totals.market.relative"], "不确定度")
    assert whole.endswith("√(5.19² + 0.00² + 0.00² + 0.00² + 1.45² + 0.69² + 0.65²) = 5.47 tCO₂e，÷ 142.67 = 3.83 %")
    assert says(near["gains.D1-2.gain"], "可得分") == ["25 × (2 − 0.85) ÷ 20.5 = 1.40 分"]
    trend = near["quantities.years.intensity_market.2023.rate"]
    assert trend[0].says == "2023年 0.0023 − 2021年 0.0158 = −0.0135 tCO₂e/万元，÷ 2021年 = −85.41 %（按未修约的数）"
    assert {"范围一排放量（2021）", "范围一排放量（2023）"} <= {step.what for step in trend}
    assert near["rows.total.change_market"][0].says == "2023年 142.67 − 2021年 875.35 = −732.68 tCO₂e"
    difference = near["analysis.conventions.difference"]
    assert {"范围二排放量（基于市场）（2023）", "范围二排放量（基于位置）（2023）"} <= {s.what for s in difference}
    (reached,) = says(near["power.purchased_electricity.higher"], "涉及的指标和门槛")
    assert {"D1-1", "D2-2", "F1-1", "N1"} <= set(reached.split("、")) and "A1-1" not in reached
    assert says(near["sensitivity.rows.offset_credits.amount.lower"], "涉及的指标和门槛") == ["F3-2、N4"]
    (amount,) = says(near["offset.rows.2023-1.amount"], "数量")
    assert amount.startswith("90 ← ") and "factory.yaml:" in amount
    assert "grades.yaml:" in says(near["analysis.sensitivity.error"], "误差取值")[0]


def test_a_source_of_one_year_is_that_year(near: dict[str, tuple[StepView, ...]]) -> None:
    """The chain of a line of the evaluation year says nothing of others."""
    assert not any("2021" in step.what for step in near["lines.S01.location"])


@pytest.mark.parametrize("without", ["review", "sources", "data", "answers"])
def test_any_case_can_be_asked(standard: Standard, near_zero: Judged, without: str) -> None:
    """Whatever was left out, each figure that is still printed has a chain."""
    case, factory = near_zero.case, near_zero.case.factory
    cases = {
        "review": replace(case, review=None),
        "sources": replace(case, factory=replace(factory, inventory=replace(factory.inventory, sources=()))),
        "data": replace(case, factory=replace(factory, data={})),
        "answers": replace(case, factory=replace(factory, self_assessment={}, prerequisites={})),
    }
    judged = Judged(cases[without], evaluate(standard, cases[without]))
    for figure in figures_of(standard, judged):
        assert view_derivation(standard, judged.case, judged.evaluation, figure), figure.address


def test_long_chains_are_cut_by_depth() -> None:
    """1 + 2 + 6 steps: all of 9; 3 of at most 8; of at most 2 still the first two depths."""
    steps = (StepView(0, "a", ""), *(StepView(1, "b", ""),) * 2, *(StepView(2, "c", ""),) * 6)
    assert (len(upper(steps, 9)), len(upper(steps, 8)), len(upper(steps, 2))) == (9, 3, 3)
