"""Restricted arithmetic: text to tree, tree to value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

import pytest

from lceval_docs.formulas import FormulaError, evaluate, names, parse, unit_of
from lceval_docs.quantities import PURE, Quantity, Unit, UnitError, pure


class Numbers:
    """Plain numbers by name, with rows and a base year."""

    def __init__(
        self, values: Mapping[str, int], rows: Sequence[Mapping[str, int]] = (), base: Mapping[str, int] | None = None
    ):
        self._values, self._rows, self._base = values, rows, base

    def value(self, name: str) -> Quantity:
        return pure(self._values[name])

    def unit(self, name: str) -> Unit:
        return PURE

    def rows(self, table: str) -> Sequence[Numbers]:
        return [Numbers({**self._values, **{f"{table}.{k}": v for k, v in row.items()}}) for row in self._rows]

    def base(self) -> Numbers:
        return Numbers(self._base or {})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a + b * 2", "10"),
        ("(a + b) / 2", "3.5"),
        ("-a + b", "-1"),
        ("a - b - 1", "0"),
        ("-(a / b)", "-1." + 49 * "3"),  # 50 digits, as everywhere
        ("min(a, b)", "3"),
        ("max(a, b, 9)", "9"),
        ("(a - 2) ** 2", "4"),
        ("total(t.x)", "6"),
        ("largest(t.x / t.y)", "2"),
        ("total(t.x * t.y) / total(t.y)", "2.25"),
        ("1 - a / base(a)", "0.5"),
    ],
)
def test_value(text: str, expected: str) -> None:
    """a = 4, b = 3, a in the base year = 8; rows (x, y) = (2, 1), (4, 3)."""
    amounts = Numbers({"a": 4, "b": 3}, [{"x": 2, "y": 1}, {"x": 4, "y": 3}], {"a": 8})
    if text == "total(t.x * t.y) / total(t.y)":
        expected = "3.5"  # (2×1 + 4×3) ÷ (1 + 3) = 14 ÷ 4
    assert evaluate(parse(text), amounts).value == Decimal(expected)


@pytest.mark.parametrize(
    "text",
    [
        "__import__('os')",
        "a.b.c",
        "a[0]",
        "lambda: 1",
        "a if b else c",
        "a < b",
        "'x'",
        "True",
        "f(a)",
        "min(a)",
        "total(a, b)",
        "a; b",
        "a =",
        "",
        "[a]",
        "a ** b ** c ** d" * 60,
        "total(*a)",
        "min(a, key=b)",
        "a // b",
        "a % b",
        "1j",
    ],
)
def test_refused(text: str) -> None:
    """Anything but arithmetic over names is no formula."""
    with pytest.raises(FormulaError):
        parse(text)


def test_names() -> None:
    """Names and tables, each once, in reading order."""
    assert names(parse("a / (b + a) + total(t.x)")) == ("a", "b", "t")


def test_units() -> None:
    """The unit of a formula is checked, not guessed."""
    tonne, joule = Unit("t", Decimal(1), (("mass", 1),)), Unit("J", Decimal(1), (("energy", 1),))
    known = {"m": tonne, "e": joule}
    assert unit_of(parse("e / m"), known.__getitem__).dimensions == (("energy", 1), ("mass", -1))
    with pytest.raises(UnitError):
        unit_of(parse("e + m"), known.__getitem__)
    with pytest.raises(UnitError):
        unit_of(parse("m ** 2"), known.__getitem__)
