"""From answers and figures to points and a grade: rules, renormalisation, bounds, withheld grades."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from conftest import ROOT
from hypothesis import given, settings
from hypothesis import strategies as st

from lceval_docs.checks.example import check_expected
from lceval_docs.engine.scoring import ready_rule
from lceval_docs.judging import Judged, checked_standard, judge
from lceval_docs.model.indicator import BaseLead, Count, Level, Levels, Linear, Threshold
from lceval_docs.model.standard import Standard
from lceval_docs.sources.case import load_expected

LINEAR = Linear(zero_at=Decimal(60), full_at=Decimal(98))
FALLING = Linear(zero_at=Decimal("1.8"), full_at=Decimal("0.2"), fails_beyond=Decimal(2))
LOWER = BaseLead(base_ratio=Decimal("0.6"), better="lower")
NUMBER = st.decimals(min_value=0, max_value=1000, places=3)


@pytest.mark.parametrize(("value", "ratio"), [("60", "0"), ("59", "0"), ("98", "1"), ("99", "1"), ("79", "0.5")])
def test_linear(value: str, ratio: str) -> None:
    """(79 − 60) ÷ (98 − 60) = 0.5; nothing below, no more than all above."""
    assert ready_rule(LINEAR, ())(Decimal(value)).ratio == Decimal(ratio)


@pytest.mark.parametrize(
    ("value", "ratio", "fails"), [("1", "0.5", False), ("0.1", "1", False), ("2.1", "0", True), ("2", "0", False)]
)
def test_falling_linear(value: str, ratio: str, fails: bool) -> None:
    """The same formula works where less is better; beyond the limit a required indicator fails."""
    outcome = ready_rule(FALLING, ())(Decimal(value))
    assert (outcome.ratio, outcome.fails) == (Decimal(ratio), fails)


@pytest.mark.parametrize(
    ("value", "ratio", "fails"),
    [("200", "0.6", False), ("180", "0.8", False), ("160", "1", False), ("150", "1", False), ("200.001", "0", True)],
)
def test_base_lead(value: str, ratio: str, fails: bool) -> None:
    """Base 200, lead 160: 0.6 at the base, 0.6 + 0.4 × 0.5 half-way, all from the lead on, nothing beyond the base."""
    outcome = ready_rule(LOWER, (Decimal(200), Decimal(160)))(Decimal(value))
    assert (outcome.ratio, outcome.fails) == (Decimal(ratio), fails)


def test_count_threshold_levels() -> None:
    """n/N at most one; a threshold is met at the limit; a level is reached at its limit."""
    assert ready_rule(Count(), (Decimal(8),))(Decimal(10)).ratio == 1
    assert ready_rule(Count(), (Decimal(8),))(Decimal(2)).ratio == Decimal("0.25")
    assert ready_rule(Threshold(at_least=Decimal(100)), ())(Decimal(100)).ratio == 1
    assert ready_rule(Threshold(at_least=Decimal(100)), ())(Decimal("99.999")).fails
    levels = Levels(
        levels=(
            Level(id="a", ratio=Decimal(1), when="", at_least=Decimal(95)),
            Level(id="b", ratio=Decimal("0.6"), when="", at_least=Decimal(90)),
            Level(id="c", ratio=Decimal(0), when=""),
        )
    )
    assert [ready_rule(levels, ())(Decimal(v)).ratio for v in ("95", "94.999", "90", "89")] == [
        1,
        Decimal("0.6"),
        Decimal("0.6"),
        0,
    ]


@settings(deadline=None)
@given(NUMBER, NUMBER)
def test_rules_are_monotone(one: Decimal, other: Decimal) -> None:
    """A better value never scores less, and ratios stay between 0 and 1."""
    low, high = sorted((one, other))
    rising, lower = ready_rule(LINEAR, ()), ready_rule(LOWER, (Decimal(200), Decimal(160)))
    assert rising(low).ratio <= rising(high).ratio
    better, worse = lower(low).ratio, lower(high).ratio
    assert 0 <= worse <= better <= 1


def test_tiny_teahouse(tiny_root: Path) -> None:
    """T: 4 × 36/40 + 2 × 0.5 = 4.6. U: 3 × (0.6 + 0.4 × 0.75) + 1 = 3.7. Total 8.3, emissions 19.9 ≤ 50: fine."""
    judged = judge(checked_standard(tiny_root), tiny_root / "standard/examples/teahouse")
    assert judged.evaluation.review.total == Decimal("8.3")
    assert judged.evaluation.verdict.grade.id == "fine"


def change(root: Path, file: str, old: str, new: str) -> Judged:
    path = root / "standard/examples/teahouse" / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return judge(checked_standard(root), path.parent)


def test_not_applicable_is_renormalised(tiny_root: Path) -> None:
    """Without T1-2, T counts 6 × 3.6 ÷ 4 = 5.4; the total is 5.4 + 3.7 = 9.1."""
    judged = change(
        tiny_root,
        "review.yaml",
        "T1-2: {level: b, note: 香。,",
        "T1-2: {not_applicable: 只卖水, agreed: true, note: 香。,",
    )
    assert judged.evaluation.review.total == Decimal("9.1")
    assert judged.evaluation.review.raw == Decimal("7.3")
    assert [a.indicator for a in judged.evaluation.ledger] == ["T1-2", "U1-1"]


def test_missing_data_gives_bounds_and_no_grade(tiny_root: Path) -> None:
    """Without the water figure U1-1 may be worth 0 to 3: the total lies in 5.6 … 8.6, and there is no grade."""
    judged = change(tiny_root, "factory.yaml", "  water: {values: {2020: 250}, evidence: [E-1]}\n", "")
    card = judged.evaluation.review
    assert (card.total, card.lowest, card.highest) == (None, Decimal("5.6"), Decimal("8.6"))
    assert judged.evaluation.verdict.withheld and judged.evaluation.verdict.grade is None
    assert [(m.what, m.year) for m in judged.evaluation.missing] == [("water", 2020)]


def test_missing_data_names_who_needs_it(tiny_root: Path) -> None:
    """Each missing thing names the indicators and gates that cannot be judged without it, once."""
    factory = tiny_root / "standard/examples/teahouse/factory.yaml"
    text = factory.read_text(encoding="utf-8")
    factory.write_text(text.replace("  cups: {values: {2020: 40}, evidence: [E-2]}\n", "", 1), encoding="utf-8")
    judged = change(tiny_root, "factory.yaml", "fuel: twig", "fuel: odd")
    assert {m.what: m.needed_by for m in judged.evaluation.missing} == {"oxidation": ("X1",), "cups": ("T1-1",)}


def test_a_party_that_says_nothing_scores_nothing(tiny_root: Path) -> None:
    """An empty self-assessment is missing, also where the data alone would give points; the data lacked stay named."""
    factory = tiny_root / "standard/examples/teahouse/factory.yaml"
    text = factory.read_text(encoding="utf-8")
    start, end = text.index("self_assessment:"), text.index("evidence:\n  - {id")
    factory.write_text(f"{text[:start]}self_assessment: {{}}\n{text[end:]}", encoding="utf-8")
    judged = change(tiny_root, "factory.yaml", "  water: {values: {2020: 250}, evidence: [E-1]}\n", "")
    own = judged.evaluation.self_assessment
    assert own.says_nothing and {s.status for s in own.scores} == {"missing"} and own.total is None
    assert [(m.what, m.why) for s in own.scores for m in s.missing] == [
        ("T1-1", "answer"),
        ("T1-2", "answer"),
        ("water", "data"),
        ("U1-2", "answer"),
    ]
    assert judged.evaluation.review.lowest == Decimal("5.6")


def test_missing_parameter_never_scores(tiny_root: Path) -> None:
    """A fuel without oxidation leaves a gap: emissions are incomplete, and the gate that needs them is open."""
    judged = change(tiny_root, "factory.yaml", "fuel: twig", "fuel: odd")
    assert [m.what for m in judged.evaluation.inventories[2020].missing] == ["oxidation"]
    assert judged.evaluation.gates[0].kept is None
    assert judged.evaluation.verdict.withheld


def test_failed_prerequisite_decides(tiny_root: Path) -> None:
    """A basic requirement that is not met ends the evaluation, whatever the score."""
    judged = change(tiny_root, "review.yaml", "P1: {met: true,", "P1: {met: false,")
    assert judged.evaluation.verdict.failed_prerequisites == ("P1",)
    assert judged.evaluation.verdict.grade is None and not judged.evaluation.verdict.withheld


def test_failed_required_indicator_decides(tiny_root: Path) -> None:
    """3 of 80 cups clean is below the limit of 10 %: no grade."""
    judged = change(
        tiny_root,
        "factory.yaml",
        "cups_clean: {unit: 盏, values: {2020: 18}",
        "cups_clean: {unit: 杯, values: {2020: 3}",
    )
    assert judged.evaluation.verdict.failed_indicators == ("T1-1",)


def test_gate_keeps_out_of_the_higher_grade(tiny_root: Path) -> None:
    """With 200 MWh the gate of 50 tCO2e is broken: fair, and the gate is named."""
    judged = change(tiny_root, "factory.yaml", "amounts: {2019: 20, 2020: 20}", "amounts: {2019: 20, 2020: 200}")
    assert judged.evaluation.verdict.grade.id == "fair"
    assert judged.evaluation.verdict.unmet_conditions == ("X1",)


def test_examples_give_what_they_promise(standard: Standard, examples: list[Judged]) -> None:
    """Each invented factory reaches the grade and figures written down beside it."""
    for one in examples:
        expected = load_expected(ROOT / one.case.folder, one.case.folder)
        assert list(check_expected(one.evaluation, expected, standard)) == []
        assert not one.evaluation.missing
    assert sorted(e.evaluation.verdict.grade.id if e.evaluation.verdict.grade else "none" for e in examples) == [
        "low-carbon",
        "near-zero",
        "none",
    ]


def test_evaluators_corrections_stay_apart(examples: list[Judged]) -> None:
    """The self-assessment is scored by what the factory said, the evaluation by what the evaluators found."""
    metal = next(e for e in examples if "metal" in e.case.folder)
    corrected = next(iter(metal.case.review.data))
    own, reviewed = (
        next(s.figure.quantity.value for s in card.scores if s.figure and corrected in {f.id for f in s.figure.inputs})
        for card in (metal.evaluation.self_assessment, metal.evaluation.review)
    )
    assert own != reviewed
    assert corrected in [a.indicator for a in metal.evaluation.ledger]


def test_engine_runs_in_a_bare_interpreter() -> None:
    """The engine imports with nothing installed: isolated, without site packages."""
    import subprocess
    import sys

    code = f"import sys; sys.path.insert(0, {str(ROOT)!r}); import lceval_docs.engine.evaluation; print('ok')"
    done = subprocess.run([sys.executable, "-I", "-S", "-c", code], capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "ok", done.stderr
