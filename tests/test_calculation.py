"""Calculations in print: a reader who recomputes them from the page comes to the printed results."""

from __future__ import annotations

import ast
import re
import shutil
from decimal import ROUND_HALF_EVEN, Decimal

import pytest
from conftest import ROOT

from lceval_docs.judging import Judged, judge
from lceval_docs.model.standard import Standard
from lceval_docs.views.calculation import CalculationView, in_rows, view_calculations
from lceval_docs.views.equation import UNROUNDED, Typeset, with_powers

METAL = ROOT / "standard" / "examples" / "low-carbon-metal"
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_SIGNS = str.maketrans({"×": "*", "÷": "/", "−": "-", "，": ","})


@pytest.fixture(scope="module")
def in_another_unit(standard: Standard, tmp_path_factory: pytest.TempPathFactory) -> Judged:
    """A case whose evaluators give base and lead value in tonnes, where the measure is in kilograms."""
    folder = tmp_path_factory.mktemp("cases") / "units"
    shutil.copytree(METAL, folder)
    review = (folder / "review.yaml").read_text(encoding="utf-8")
    assert "\nplan:\n" in review
    given = "\nplan:\n  benchmarks:\n    D1-1: {base: 0.06, lead: 0.04, unit: tce/万元, source: 示例}\n"
    (folder / "review.yaml").write_text(review.replace("\nplan:\n", given), encoding="utf-8")
    return judge(standard, folder)


@pytest.fixture(scope="module")
def calculations(standard: Standard, examples: list[Judged], in_another_unit: Judged) -> list[CalculationView]:
    judged = [*examples, judge(standard, ROOT / "tests" / "cases" / "mill"), in_another_unit]
    return [c for one in judged for c in view_calculations(standard, one.evaluation)]


def text_of(typeset: object) -> str:
    """A line as a reader types it into a calculator."""
    assert isinstance(typeset, Typeset)
    return "".join(f"**({p.text})" if p.face == "above" else p.text for p in typeset.pieces)


def value(text: str) -> Decimal:
    """What a calculation gives, its units left out."""
    plain = re.sub(r"100 %", "100", text).translate(_SIGNS)
    plain = re.sub(r"(?<=\d) [^\s\d()*/+,-][^\s()*+,-]*", "", plain)
    return _value(ast.parse(plain.strip(), mode="eval").body)


def _value(node: ast.expr) -> Decimal:
    match node:
        case ast.Constant(value=number):
            return Decimal(str(number))
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return -_value(operand)
        case ast.Call(func=ast.Name(id="max" | "min" as name), args=arguments):
            return (max if name == "max" else min)(map(_value, arguments))
        case ast.BinOp(left=left, op=op, right=right):
            a, b = _value(left), _value(right)
            by = {
                ast.Add: a.__add__,
                ast.Sub: a.__sub__,
                ast.Mult: a.__mul__,
                ast.Div: a.__truediv__,
                ast.Pow: a.__pow__,
            }
            return by[type(op)](b)
    raise AssertionError(ast.dump(node))


def agree(calculation: str, result: str) -> bool:
    """Whether a calculation gives its result to the last digit, which may be in a thousandth of the unit."""
    printed = Decimal(_NUMBER.findall(result.replace("−", "-"))[0])
    return any((value(calculation) * scale).quantize(printed, ROUND_HALF_EVEN) == printed for scale in (1, 1000))


def test_substitutions_give_what_is_printed(calculations: list[CalculationView]) -> None:
    """`(0.09979 − 0.07786) ÷ 0.09979 × 100 % = 21.97 %`, to the last digit; or it says that it does not."""
    assert len(calculations) > 60
    for calculation in calculations:
        _, *steps = text_of(calculation.substituted).split(" = ")
        if len(steps) == 2 and UNROUNDED not in steps[1]:
            assert agree(*steps), calculation.substituted


def test_ratios_and_points_give_what_is_printed(calculations: list[CalculationView]) -> None:
    """Each step of the points follows from the step before."""
    checked = 0
    for calculation in calculations:
        for step in re.split("；|，", calculation.rule):
            if " = " in step and "限于" not in step:
                checked += 1
                assert agree(*step.removesuffix(" 分").split(" = ")), calculation.rule
    assert checked > 100


def test_counts_stand_as_typed(calculations: list[CalculationView]) -> None:
    """No `n = 4.00 项`, no exponent `1 ÷ 2.00`."""
    for calculation in calculations:
        text = text_of(calculation.substituted) + "".join(i.value for i in calculation.inputs)
        assert not re.search(r"\.00 (项|个|台|人|次|份|类)", text), text
        assert "** (1 ÷ 2.00)" not in text and "÷ 2.00)" not in text


def test_no_raw_symbol(calculations: list[CalculationView]) -> None:
    """What stands below a symbol is a subscript, never `E_范围一`."""
    for calculation in calculations:
        places = [calculation.substituted, *(p for i in calculation.inputs for p in (i.symbol, i.origin))]
        assert not [p for p in places if "_" in text_of(p)]


def test_powers_stand_above() -> None:
    """`^(1 ÷ 2)` and `^2` become exponents."""
    assert [(p.text, p.face) for p in with_powers("(4 ÷ 3)^(1 ÷ 2) + 2^3") if p.text] == [
        ("(4 ÷ 3)", ""),
        ("1 ÷ 2", "above"),
        (" + 2", ""),
        ("3", "above"),
    ]


def test_rows_of_ids() -> None:
    """Ids are listed in rows that end with a comma; none is broken, none begins a row with a comma."""
    assert in_rows("汇总：", ("S01", "S02", "S03", "S04"), 16) == "汇总：S01、S02、\nS03、S04"
    assert in_rows("", ("A1-1",), 2) == "A1-1"
