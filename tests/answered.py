"""Answers of invented factories: the examples' own, varied by a number so that the same number gives the same factory."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Mapping
from decimal import Decimal

from lceval_docs.assessment.session import Session
from lceval_docs.model.answer import Address
from lceval_docs.model.standard import Standard
from lceval_docs.writers.portable import render_portable

_NUMBER = re.compile(r"\d+(\.\d+)?")


def session_of(standard: Standard) -> Session:
    return Session(render_portable(standard))


def opened(session: Session, text: str) -> dict[str, str]:
    """The fields of the page with a factory file opened in it."""
    found = json.loads(session.open("factory.yaml", text.encode()))
    assert found["answers"] and not found["notes"]
    return dict(found["answers"])


def varied(session: Session, answers: Mapping[str, str], number: int) -> dict[str, str]:
    """The same factory with other amounts, other conclusions, and some of its answers not given."""
    chance = random.Random(number)
    changed: dict[str, str] = {}
    for name, text in answers.items():
        at = Address.read(name)
        assert at is not None
        question = session.asked.question(at)
        if at.table in ("data", "self_assessment", "prerequisites") and chance.random() < 0.08:
            continue
        if question is not None and question.is_year and at.table in ("data", "sources") and _NUMBER.fullmatch(text):
            factor = Decimal(chance.randint(900, 1100)) / 1000
            text = f"{Decimal(text) * factor:f}"
        elif question is not None and at.column in ("answer", "met") and chance.random() < 0.3:
            text = chance.choice([code for code, _ in question.choices])
        changed[name] = text
    return changed
