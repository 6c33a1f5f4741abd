"""An answer as a cell: codes as people read them, numbers as numbers where nothing of them is lost."""

from __future__ import annotations

from datetime import date
from decimal import Decimal, InvalidOperation

from lceval_docs.model.answer import Question
from lceval_docs.views.workbook.grid import Look, WorkCell

# What every program keeps of a number.
_DIGITS = 15
# Days before it are counted differently by different programs.
_FIRST_DAY = date(1900, 3, 1)


def filled_cell(question: Question, text: str) -> WorkCell:
    """An input cell with an answer in it, or empty."""
    look = look_of(question)
    if not text:
        return WorkCell("", look)
    shown = dict(question.choices).get(text, text)
    if look == "number" and (places := _places(shown)) is not None:
        return WorkCell(shown, look, "number", places)
    if look == "date" and _is_day(shown):
        return WorkCell(shown, look, "date")
    return WorkCell(shown, look)


def look_of(question: Question) -> Look:
    if question.choices:
        return "text"
    return "number" if question.type == "number" else "date" if question.type == "date" else "text"


def _places(text: str) -> int | None:
    """Digits to show after the point, 0 for as many as there are; None if the number would come back otherwise."""
    try:
        value = Decimal(text)
    except InvalidOperation:
        return None
    if not value.is_finite() or not text.isascii() or len(value.as_tuple().digits) > _DIGITS:
        return None
    exponent = value.as_tuple().exponent
    places = -exponent if isinstance(exponent, int) else 0
    comes_back = f"{value:f}" == text and Decimal(repr(float(text))) == value and not (value.is_signed() and not value)
    if not comes_back or places > _DIGITS:
        return None
    return places if places > 0 and text.endswith("0") else 0


def _is_day(text: str) -> bool:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return False
    return day.isoformat() == text and day >= _FIRST_DAY
