"""The ledger of offset credits: what counts, what does not, and why, as the report prints it."""

from __future__ import annotations

from pathlib import Path

from conftest import ROOT
from test_plausibility import changed, copied, with_rows

from lceval_docs.judging import Judged, judge
from lceval_docs.model.standard import Standard
from lceval_docs.views.offset import NONE_USED, NOT_TOLD, OffsetLedgerView, view_offsets

CREDIT = {"kind": "CCER", "serial": "虚构-1", "vintage": "2022", "amount": "90", "recognised": "true"}


def ledger(standard: Standard, folder: Path) -> OffsetLedgerView:
    one = judge(standard, folder)
    return view_offsets(standard, one.case, one.evaluation)


def test_credits_of_an_example(standard: Standard, examples: list[Judged]) -> None:
    """Two credits, 90 + 45 = 135 t, both recognised; what counts after the cap is the figure of the evaluation."""
    one = next(j for j in examples if j.case.folder.endswith("electronics"))
    view = view_offsets(standard, one.case, one.evaluation)
    counted = one.evaluation.figures["offsets_counted", 2023].quantity.value

    assert (view.title, view.unit, view.evidence, view.remark) == ("抵消台账", "tCO₂e", "E-38", "")
    assert [(r.kind, r.amount, r.recognised, r.counted, r.remark) for r in view.rows] == [
        ("CCER", "90", "是", "90", "—"),
        ("碳普惠核证减排量", "45", "是", "45", "—"),
    ]
    assert [t.name for t in view.totals] == ["凭证数量合计（2023 年）", "合规抵消量", "计入的抵消量"]
    assert [t.amount for t in view.totals] == ["135", "135.00", f"{counted:.2f}"]
    assert "抵消上限" in view.totals[2].remark


def test_credits_that_do_not_count(standard: Standard, tmp_path: Path) -> None:
    """Not recognised, or of another year: 0 of it counts, and the ledger says why. 90 of 90 + 45 = 135 t counts."""
    folder = copied("near-zero-electronics", tmp_path)
    other = {**CREDIT, "serial": "虚构-2", "amount": "45", "recognised": "false"}
    before = {**CREDIT, "serial": "虚构-3", "vintage": "2021", "amount": "7"}
    with_rows(folder / "factory.yaml", {2022: [before], 2023: [CREDIT, other]})

    view = ledger(standard, folder)

    assert [(r.year, r.amount, r.recognised, r.counted, r.remark) for r in view.rows] == [
        ("2022", "7", "是", "0", "属 2022 年，不计入评价年"),
        ("2023", "90", "是", "90", "—"),
        ("2023", "45", "否", "0", "不合规或未注销，不计入"),
    ]
    assert [t.amount for t in view.totals][:2] == ["135", "90.00"]


def test_what_the_evaluators_corrected(standard: Standard, tmp_path: Path) -> None:
    """The ledger is the one that counts: the evaluators found one credit of two."""
    folder = copied("near-zero-electronics", tmp_path)
    told = ", ".join(f"{name}: {value!r}" for name, value in CREDIT.items() if name != "recognised")
    data = f"data:\n  offset_credits: {{rows: {{2023: [{{{told}, recognised: true}}]}}, evidence: [E-38], note: 查登记系统}}\n"
    changed(folder / "review.yaml", {"prerequisites:\n": f"{data}prerequisites:\n"})
    assert [r.serial for r in ledger(standard, folder).rows] == ["虚构-1"]


def test_ledgers_without_rows(standard: Standard, tiny: Standard, examples: list[Judged]) -> None:
    """No credits used, and nothing said about credits, are two things."""
    metal = next(j for j in examples if j.case.folder.endswith("metal"))
    mill = judge(standard, ROOT / "tests/cases/mill")
    for one, remark in ((metal, NONE_USED), (mill, NOT_TOLD)):
        view = view_offsets(standard, one.case, one.evaluation)
        assert (view.rows, view.totals, view.remark) == ((), (), remark)
