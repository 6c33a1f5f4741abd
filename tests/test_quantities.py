"""Exact amounts with units: convert, or refuse. pint is the oracle for conversions."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pint
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lceval_docs.model.standard import Standard
from lceval_docs.quantities import (
    Quantity,
    UnitError,
    ZeroDenominatorError,
    pure,
    read_number,
    rounded,
    suggest_number,
    total,
)
from lceval_docs.views import number


@pytest.mark.parametrize(
    ("amount", "unit", "other", "expected"),
    [
        ("1", "MWh", "GJ", "3.6"),
        ("1000", "kWh", "MWh", "1"),
        ("2.5", "万Nm3", "Nm3", "25000"),
        ("1", "kgce/kWh", "tce/MWh", "1"),
        ("1", "hm2", "m2", "10000"),
        ("96", "%", "1", "0.96"),
    ],
)
def test_conversion(standard: Standard, amount: str, unit: str, other: str, expected: str) -> None:
    """Amounts convert exactly within their dimensions."""
    units = standard.units
    assert Quantity(Decimal(amount), units.read(unit)).to(units.read(other)).value == Decimal(expected)


@pytest.mark.parametrize(
    ("one", "other"), [("tce", "GJ"), ("tCO2", "tCO2e"), ("tC", "tCO2"), ("m3", "Nm3"), ("t", "L")]
)
def test_what_is_kept_apart(standard: Standard, one: str, other: str) -> None:
    """Coal equivalents and energy, CO2 and CO2e, gas volumes and water can never be added."""
    units = standard.units
    with pytest.raises(UnitError):
        Quantity(Decimal(1), units.read(one)).plus(Quantity(Decimal(1), units.read(other)))


SHARED_WITH_PINT = {
    "t": "t",
    "kg": "kg",
    "GJ": "GJ",
    "MJ": "MJ",
    "MWh": "MWh",
    "kWh": "kWh",
    "m3": "m**3",
    "L": "L",
    "kW": "kW",
}


REGISTRY = pint.UnitRegistry(non_int_type=Decimal)


@settings(deadline=None)
@given(
    st.decimals(min_value=0, max_value=10**9, places=4),
    st.sampled_from([("kWh", "MJ"), ("GJ", "MWh"), ("t", "kg"), ("L", "m3"), ("MJ", "kWh")]),
)
def test_agrees_with_pint(standard: Standard, value: Decimal, pair: tuple[str, str]) -> None:
    """Our table gives what pint gives."""
    ours = Quantity(value, standard.units.read(pair[0])).to(standard.units.read(pair[1])).value
    theirs = REGISTRY.Quantity(value, SHARED_WITH_PINT[pair[0]]).to(SHARED_WITH_PINT[pair[1]]).magnitude
    assert abs(ours - theirs) <= Decimal("1e-12") * max(1, abs(ours))


@settings(deadline=None)
@given(st.decimals(min_value=-(10**6), max_value=10**6, places=6), st.sampled_from(["MWh", "万kWh", "GWh", "kWh"]))
def test_round_trip(standard: Standard, value: Decimal, unit: str) -> None:
    """There and back changes nothing."""
    there = Quantity(value, standard.units.read(unit)).to(standard.units.read("GJ"))
    assert there.to(standard.units.read(unit)).value == value


@pytest.mark.parametrize(
    ("value", "places", "expected"),
    [
        # GB/T 8170-2008, 3.2: below 5 down, above 5 up, exactly 5 to the even digit
        ("12.1498", 1, "12.1"),
        ("10.5002", 0, "11"),
        ("1.050", 1, "1.0"),
        ("0.35", 1, "0.4"),
        ("2500", -3, "2000"),
        ("3500", -3, "4000"),
        ("-0.036", 2, "-0.04"),
        ("2.675", 2, "2.68"),
        ("59.95", 1, "60.0"),
        ("1.125", 2, "1.12"),
    ],
)
def test_rounding(value: str, places: int, expected: str) -> None:
    """Rounding follows GB/T 8170."""
    assert rounded(Decimal(value), places) == Decimal(expected)


@pytest.mark.parametrize("digits", [20, 28, 29, 40, 60])
def test_rounding_keeps_every_digit_before_the_point(digits: int) -> None:
    """However large a number is: 99…99.126 to two places is 99…99.13, and nothing before the point changes."""
    assert str(rounded(Decimal("9" * digits + ".126"), 2)) == "9" * digits + ".13"
    assert str(rounded(Decimal("-0." + "0" * digits + "1"), 2)) == "0.00"


@pytest.mark.parametrize(
    "text", ["1,200", "１２３", "1_000", " 1", "1e5", "NaN", "inf", "0x1F", "1.", ".5", "12万", "½", "-", ""]
)
def test_numbers_refused(text: str) -> None:
    """Only plain ASCII digits are a number."""
    with pytest.raises(ValueError, match=r".*"):
        read_number(text)


@pytest.mark.parametrize(
    ("text", "plain"),
    [("1,200", "1200"), ("１２３．５", "123.5"), ("1,234,567.8", "1234567.8"), ("1,2", None), ("12万", None)],
)
def test_suggestions(text: str, plain: str | None) -> None:
    """What to type instead is said where it is certain."""
    assert suggest_number(text) == plain


def test_zero_denominator() -> None:
    """Division by nothing is refused."""
    with pytest.raises(ZeroDenominatorError):
        pure(1).over(pure(0))


def test_sum_in_any_order(standard: Standard) -> None:
    """The order of rows does not change a sum."""
    units = standard.units
    rows = [Quantity(Decimal(v), units.read("t")) for v in ("0.1", "0.2", "1000000.3", "0.0000004")]
    assert total(rows, units.read("t")) == total(reversed(rows), units.read("t"))


def test_no_unit_of_the_standard_in_python() -> None:
    """The module has no table of its own."""
    source = Path(__file__).parent.parent.joinpath("lceval_docs", "quantities.py").read_text(encoding="utf-8")
    assert "29.3076" not in source and "3.6" not in source


def test_less_than_nothing_is_printed_with_a_minus_sign() -> None:
    """For people the sign U+2212; for programs the hyphen that they read."""
    assert number.plain(Decimal("-1E-3")) == "−0.001" == f"−{number.fixed(Decimal('0.001'), 3)}"
    assert number.signed(Decimal("-0.04"), 1) == number.fixed(Decimal("-0.04"), 1) == "0.0"
    assert number.digits(Decimal("-1E-3")) == "-0.001"
