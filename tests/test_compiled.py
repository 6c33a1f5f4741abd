"""Formulas made ready: the same digits as with quantities, whatever the units."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

import pytest

from lceval_docs.engine.compiled import Numbers, Year, compiled
from lceval_docs.engine.evaluation import case_units
from lceval_docs.engine.influence import influence, rules
from lceval_docs.engine.trial import Trial
from lceval_docs.formulas import raised
from lceval_docs.judging import Judged
from lceval_docs.model.analysis import Input
from lceval_docs.model.standard import Standard
from lceval_docs.quantities import EXACT, PURE, RootError, Unit, UnitError

KILOGRAM = Unit("kg", Decimal(1), (("mass", 1),))
TONNE = Unit("t", Decimal(1000), (("mass", 1),))
POUND = Unit("lb", Decimal("0.45359237"), (("mass", 1),))
PERCENT = Unit("%", Decimal("0.01"), ())
UNITS: Mapping[str, Unit] = {
    "kilos": KILOGRAM,
    "tonnes": TONNE,
    "pounds": POUND,
    "share": PERCENT,
    "parts.amount": TONNE,
    "parts.share": PERCENT,
}


def _numbers(**amounts: str) -> Numbers:
    """A year with some amounts, two rows of parts (2 t of which 25 %, 3 t of which 10 %), and 4 t in the base year."""
    rows = [{"amount": Decimal(2), "share": Decimal(25)}, {"amount": Decimal(3), "share": Decimal(10)}]
    base = Numbers({}, Year({}, None, {"tonnes": Decimal(4)}, {}))
    return Numbers({name: Decimal(text) for name, text in amounts.items()}, Year({"parts": rows}, base, {}, {}))


@pytest.mark.parametrize(
    "formula, unit, value",
    [
        ("tonnes + kilos", TONNE, "2.5"),  # 2 t + 500 kg
        ("kilos + tonnes", KILOGRAM, "2500"),
        ("-kilos / tonnes", PERCENT, "-25"),  # 500 kg ÷ 2000 kg
        ("pounds * 2", KILOGRAM, "0.90718474"),  # 1 lb × 2 × 0.45359237 kg/lb
        ("min(tonnes, kilos)", TONNE, "0.5"),
        ("max(kilos, tonnes)", TONNE, "2"),
        ("share * tonnes", KILOGRAM, "600"),  # 30 % of 2 t
        ("(tonnes / kilos) ** (1 / 2)", PURE, "2"),  # √(2000 ÷ 500)
        ("total(parts.amount * parts.share)", KILOGRAM, "800"),  # 2 t × 25 % + 3 t × 10 %
        ("largest(parts.share)", PERCENT, "25"),
        ("1 - tonnes / base(tonnes)", PERCENT, "50"),  # 1 − 2 ÷ 4
    ],
)
def test_bare_numbers_know_their_units(formula: str, unit: Unit, value: str) -> None:
    step = compiled(formula, unit, UNITS.__getitem__)
    assert step(_numbers(tonnes="2", kilos="500", pounds="1", share="30")) == Decimal(value)


def test_what_cannot_be_worked_out() -> None:
    """Division by zero, nothing by nothing, a root of nothing; and units that do not fit are refused beforehand."""
    for formula, error in (
        ("tonnes / kilos", ArithmeticError),
        ("kilos / kilos", ArithmeticError),
        ("share ** 0.5", RootError),
    ):
        with pytest.raises(error):
            compiled(formula, PURE, UNITS.__getitem__)(_numbers(tonnes="2", kilos="0", share="0"))
    for formula in ("tonnes + share", "tonnes"):
        with pytest.raises((RootError, UnitError)):
            compiled(formula, PURE, UNITS.__getitem__)


def test_a_root_has_the_digits_of_the_power() -> None:
    """√1.44 = 1.2; and for numbers without an end all fifty digits are those of the power ½."""
    half = Decimal("0.5")
    assert raised(Decimal("1.44"), half) == Decimal("1.2")
    for number in range(2, 200):
        value = EXACT.divide(Decimal(number), Decimal(7))
        assert raised(value, half) == EXACT.power(value, half)


def test_every_formula_gives_what_the_evaluation_gave(standard: Standard, examples: list[Judged]) -> None:
    """To the last digit: measures, gates and quantities made of others, with all of them made anew."""
    for judged in examples:
        case, evaluation = judged.case, judged.evaluation
        assert evaluation.review
        trial = Trial(standard, case, evaluation, evaluation.review)
        given = frozenset(i.id for i in standard.data_items.values())
        _, year = trial.depending(given | frozenset(i.id for i in standard.derived if i.source == "inventory"))
        ready = rules(standard, case_units(standard, case), tuple((id, e.unit) for id, e in trial.entries.items()))
        figures = [(s.indicator.measure, s.figure) for s in evaluation.review.scores if s.figure]
        asked = [(m.formula, m.unit, f) for m, f in figures if m and f]
        asked += [(g.gate.formula, g.gate.unit, g.figure) for g in evaluation.gates if g.figure]
        assert len(asked) > 30
        for formula, unit, figure in asked:
            assert ready.step(formula, unit)(Numbers({}, year)) == figure.quantity.value, figure.id


def test_only_what_depends_on_an_input_is_judged_again(standard: Standard) -> None:
    """The water taken in is looked at by its own indicators alone; nothing looks at a name that is none."""
    water = influence(standard, frozenset({"water_intake"}), False)
    assert not water.made and not water.gates
    named = {i.id for i in standard.indicators if i.measure and "water_intake" in i.measure.formula}
    assert named == {*water.indicators}
    assert not influence(standard, frozenset({"no_such_name"}), False).indicators


def test_what_is_counted_is_not_tried(standard: Standard, examples: list[Judged]) -> None:
    """Of persons and things none is 5 % too many; areas, and amounts in tables, are measured. Texts are neither."""
    ready = rules(standard, case_units(standard, examples[0].case), ())
    assert {"area_site", "water_intake", "reduction_measures.amount"} <= ready.measured
    assert not {"staff_trained", "staff_relevant", "reduction_measures", "reduction_measures.name"} & ready.measured


def test_what_is_impossible_has_no_effect(standard: Standard, examples: list[Judged]) -> None:
    """Buildings and yards would exceed a site a hundredth as large; multiplied by one, nothing changes."""
    judged = next(j for j in examples if "low-carbon-metal" in j.case.folder)
    assert judged.evaluation.review
    trial = Trial(standard, judged.case, judged.evaluation, judged.evaluation.review)
    lower, same = trial.effects(Input("area_site", item="area_site"), [Decimal("0.01"), Decimal(1)])
    assert lower is None and same == trial.unchanged
