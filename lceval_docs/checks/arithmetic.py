"""The arithmetic of worked examples, as it is printed: each equation holds, the value stands in it, and the last number is the points.

The examples are run too (`example`); but what people read beside them is typed, and stays as it was when a rule changes.
Sides with letters in them (`n = 3`) say nothing that could be held against anything here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise
from typing import Any

from lceval_docs.formulas import FormulaError, evaluate, parse
from lceval_docs.model.indicator import WorkedExample
from lceval_docs.model.standard import Standard
from lceval_docs.problems import Fault, Problem
from lceval_docs.quantities import RootError, ZeroDenominatorError, rounded
from lceval_docs.records import dataclass

WRONG_EQUATION = Fault(
    "E0486", 'example "{name}", arithmetic: {equation}, but that is {found}.', "Correct the arithmetic."
)
WRONG_END = Fault(
    "E0487",
    'example "{name}", arithmetic: it ends in {found}, the example says {expected} points.',
    "End it with the points.",
)
NO_VALUE = Fault(
    "E0480",
    'example "{name}", arithmetic: its value {expected} does not stand in it.',
    "Write how the measure comes to it.",
)

_BETWEEN_EQUATIONS = re.compile("[；，、：。]")
_IN_NUMBER = re.compile(r"(?<=\d)[ \u00a0\u2009\u202f](?=\d{3}(?!\d))")
_NUMBER = re.compile(r"[−-]?\d+(?:\.\d+)?")
_SIDE = re.compile(r"[\u4e00-\u9fff ]*([-\d\s().+−×÷/%^…]+)")
_PERCENT = re.compile(r"(\d+(?:\.\d+)?) ?%")
_SIGNS = str.maketrans({"−": "-", "×": "*", "÷": "/", "…": ""})
# A number that goes on says its last digits cut off, or rounded.
_GOES_ON, _SLACK = "…", 2
# A value with no more digits after the point is written out.
_SHORT = 4
_SAME = Decimal("1e-20")


@dataclass(frozen=True)
class _Side:
    """One side of an equation: its value; if it is a number only, how many digits stand after the point."""

    value: Decimal
    places: int | None
    in_percent: bool
    goes_on: bool


def check_arithmetic(standard: Standard) -> Iterator[Problem]:
    """Every equation in the arithmetic of an example holds, by GB/T 8170, and it ends in the example's points."""
    for example in (example for indicator in standard.indicators for example in indicator.examples):
        text = _IN_NUMBER.sub("", example.arithmetic)
        for equation in _BETWEEN_EQUATIONS.split(text):
            yield from _equation(example, equation.strip())
        numbers, mark = _NUMBER.findall(text), example.mark.of("arithmetic")
        values = [Decimal(number.translate(_SIGNS)) for number in numbers]
        if example.value is not None and not {example.value, -example.value} & set(values):
            yield NO_VALUE.at(mark, name=example.name, expected=f"{example.value:f}")
        if values and values[-1] != example.points:
            yield WRONG_END.at(mark, name=example.name, found=numbers[-1], expected=f"{example.points:f}")


def _equation(example: WorkedExample, equation: str) -> Iterator[Problem]:
    for written, (left, right) in zip(
        pairwise(equation.split("=")), pairwise(map(_side, equation.split("="))), strict=True
    ):
        if left is None or right is None:
            continue
        found = left.value * 100 if right.in_percent else left.value
        if not _fits(found, left, right):
            places = (right.places or 0) + _SLACK
            sign = " %" if right.in_percent else ""
            yield WRONG_EQUATION.at(
                example.mark.of("arithmetic"),
                name=example.name,
                equation=" = ".join(side.strip() for side in written),
                found=f"{rounded(found, places).normalize():f}{sign}",
            )


def _side(written: str) -> _Side | None:
    """A side that is made of numbers and signs only."""
    match = _SIDE.fullmatch(written)
    if match is None:
        return None
    text = match[1].strip()
    plain = _PERCENT.sub(r"(\1 * 0.01)", text).translate(_SIGNS).replace("^", "**")
    nothing: Any = None  # there are no names in it
    try:
        value = evaluate(parse(plain), nothing).value
    except (FormulaError, ZeroDenominatorError, RootError, ArithmeticError):
        return None
    number = text.translate(_SIGNS).removesuffix("%").strip()
    is_number = _NUMBER.fullmatch(number) is not None
    places = len(number.partition(".")[2]) if is_number else None
    return _Side(value, places, is_number and "%" in text, _GOES_ON in text)


def _fits(found: Decimal, left: _Side, right: _Side) -> bool:
    """Whether the left side is what stands on the right: the whole of it if it is short, else rounded or cut off there."""
    if right.places is None:
        return abs(found - right.value) <= _SAME
    expected = right.value * 100 if right.in_percent else right.value
    if left.goes_on or right.goes_on:
        return abs(found - expected) <= _SLACK * Decimal(1).scaleb(-right.places)
    is_short = rounded(found, _SHORT) == found
    return expected == (found if is_short else rounded(found, right.places))


CHECKS = (check_arithmetic,)
