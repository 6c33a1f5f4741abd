"""Figures to text. Rounding is by GB/T 8170, once, here."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import lru_cache

from lceval_docs.formulas import Name
from lceval_docs.model.evaluation import Figure
from lceval_docs.model.grading import Rounding
from lceval_docs.quantities import EXACT, PURE, Quantity, rounded

NOTHING = "—"
MINUS = "−"


def fixed(value: Decimal | None, places: int) -> str:
    """With exactly so many digits after the point."""
    if value is None:
        return NOTHING
    shown = rounded(value, places)
    text = str(shown)
    return plain(shown) if text[0] == "-" or "E" in text else text  # thousands of figures need no more


def signed(value: Decimal | None, places: int) -> str:
    """With exactly so many digits after the point, and a sign that says which way; nothing changed has none."""
    text = fixed(value, places)
    return f"+{text}" if value is not None and rounded(value, places) > 0 else text


def plain(value: Decimal) -> str:
    """All the digits that were typed, for people: before what is less than nothing stands a minus sign, not a hyphen."""
    text = digits(value)
    return text if text[0] != "-" else MINUS + text[1:]


def digits(value: Decimal) -> str:
    """All the digits that were typed, for programs: without an exponent."""
    text = str(value)
    return f"{value:f}" if "E" in text else text


def difference(value: Decimal | None, other: Decimal | None) -> Decimal | None:
    """What one is more than the other; nothing where one of them is not there."""
    return None if value is None or other is None else EXACT.subtract(value, other)


def trimmed(value: Decimal, places: int) -> str:
    """Rounded, without zeros at the end."""
    text = fixed(value, places)
    return text.rstrip("0").rstrip(".") if "." in text else text


def places_for(unit: str, rounding: Rounding) -> int:
    """How many digits a figure of a unit is printed with: percentages, intensities, amounts."""
    if unit == "%":
        return rounding.percentage
    return rounding.intensity if "/" in unit else rounding.amount


def quantity(amount: Quantity | None, rounding: Rounding, more: int = 0) -> str:
    """Number and unit, rounded; with so many digits more than usual."""
    if amount is None:
        return NOTHING
    return f"{fixed(amount.value, places_for(amount.unit.text, rounding) + more)} {unit(amount.unit.text)}".rstrip()


def figure(shown: Figure, rounding: Rounding, more: int = 0) -> str:
    """Number and unit of a figure: as typed where it was typed, rounded where it was computed."""
    typed = as_typed(shown)
    return quantity(shown.quantity, rounding, more) if typed is None else as_given(typed)


def as_typed(shown: Figure) -> Quantity | None:
    """The amount with the digits that were typed, or a number of the standard; None if it was computed."""
    if shown.mark.file:
        return shown.quantity
    unit = shown.quantity.unit.text
    if isinstance(shown.formula, Name) and shown.inputs[0].quantity.unit.text == unit:
        return as_typed(shown.inputs[0])
    return shown.quantity if shown.formula is None and unit == PURE.text else None


def as_given(amount: Quantity | None) -> str:
    """Number and unit with the digits that were typed."""
    return NOTHING if amount is None else f"{plain(amount.value)} {unit(amount.unit.text)}".rstrip()


_PRINTED = {
    "tCO2": "tCO₂",
    "kgCO2": "kgCO₂",
    "tCO2e": "tCO₂e",
    "kgCO2e": "kgCO₂e",
    "m3": "m³",
    "m2": "m²",
    "Nm3": "Nm³",
    "10^4Nm3": "10⁴Nm³",
    "万Nm3": "10⁴Nm³",
    "万m3": "10⁴m³",
    "万m2": "10⁴m²",
    "hm2": "hm²",
    "1": "",
}


@lru_cache(maxsize=256)
def unit(text: str) -> str:
    """A unit as printed."""
    return "/".join(_PRINTED.get(part, part) for part in text.split("/"))


def day(value: date) -> str:
    return f"{value.year}年{value.month}月{value.day}日"
