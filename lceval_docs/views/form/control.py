"""Inputs made from questions, fields and columns: their kind, placeholder, and the value that a case gives."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import field
from types import MappingProxyType

from lceval_docs.model.answer import PLACEHOLDER_MARK, YEARS, Address, Choices, Question, Questionnaire
from lceval_docs.model.form import Field, GridColumn
from lceval_docs.model.standard import Standard
from lceval_docs.records import dataclass
from lceval_docs.views.answer import answered_years, view_answers
from lceval_docs.views.fact import Dossier, fact_labels, view_facts
from lceval_docs.views.form.shape import Control, Input
from lceval_docs.views.later import Unhurried, later
from lceval_docs.views.question import FACTORY, view_questions

CHOOSE, A_DATE, FILL = "选择", "年-月-日", "点击填写{label}"
IN_CELL = {"number": "数字", "words": "编号"}
FILL_CELL = "填写"
HINTED = "{text}（{hint}）"
_KIND: Mapping[str, Control] = {"yes_no": "choice", "words": "text"}
_DAY = re.compile(r"(\d+)年(\d+)月(\d+)日")


@dataclass(frozen=True)
class Filling(Unhurried):
    """What there is to fill forms with: the questions, and, where there is a case, its answers and facts."""

    standard: Standard
    questions: Questionnaire
    facts: Mapping[str, str]
    labels: Mapping[str, str]
    answers: Mapping[Address, str] = field(default_factory=lambda: MappingProxyType({}))
    roles: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    dossier: Dossier | None = None

    def has_rows(self, table: str) -> bool:
        return any(address.table == table for address in self.answers)


def view_filling(standard: Standard, dossier: Dossier | None = None, years: tuple[str, ...] = ()) -> Filling:
    """For one edition, blank, with the year columns said; or for one case, made once for all its documents."""
    facts, labels = view_facts(standard, dossier), fact_labels(standard)
    if dossier is None:
        return Filling(standard, view_questions(standard, years or YEARS), facts, labels)
    factory = dossier.case.factory
    questions = view_questions(standard, answered_years(factory))
    roles = {str(factory.base_year): "base", str(factory.evaluation_year): "evaluation"}
    return Filling(standard, questions, facts, labels, later(lambda: view_answers(factory)), roles, dossier)


def asked_input(tag: str, question: Question, value: str) -> Input:
    """The input for a question, in a cell below its heading, filled with what is written in the factory file."""
    shown = dict(question.choices).get(value, value)
    kind = _KIND.get(question.type, question.type)
    short = IN_CELL.get(question.type, FILL_CELL)
    return own_input(tag, question.label, kind, question.choices, "", shown, short)  # type: ignore[arg-type]


def own_input(
    tag: str,
    label: str,
    kind: Control,
    choices: Choices = (),
    hint: str = "",
    value: str = "",
    short: str = "",
) -> Input:
    """An input. `short`: the placeholder in a narrow cell, whose heading says what is asked."""
    if kind == "date" and (day := _DAY.fullmatch(value)):
        value = f"{int(day[1]):04}-{int(day[2]):02}-{int(day[3]):02}"
    return Input(tag, label, kind, PLACEHOLDER_MARK + _placeholder(kind, label, hint, short), choices, value)


def _placeholder(kind: Control, label: str, hint: str, short: str) -> str:
    if kind in ("choice", "combo"):
        return CHOOSE
    if kind == "date":
        return A_DATE
    if short:
        return short
    text = FILL.format(label=label)
    return HINTED.format(text=text, hint=hint) if hint else text


def field_input(filling: Filling, place: str, field: Field) -> Input:
    """The input for a field. `place`: the form and section it stands in."""
    short = _before_unit(field) if field.unit else ""
    if not field.of:
        choices = tuple((choice, choice) for choice in field.choices)
        value = filling.facts.get(field.value, "")
        return own_input(f"{place}/{field.id}", field.label, _control(field), choices, field.hint, value, short)
    address = Address(field.of, field.id, "value")
    question = filling.questions.question(address)
    choices = question.choices if question else tuple((choice, choice) for choice in field.choices)
    given = filling.answers.get(address) or filling.facts.get(field.value, "")
    kind = _control(field)
    if kind == "choice" and field.of != FACTORY:
        kind = "combo"  # what a profile says is free text
    return own_input(str(address), field.label, kind, choices, field.hint, dict(choices).get(given, given), short)


def _before_unit(field: Field) -> str:
    """Without the label, whose last words would run into the unit."""
    text = FILL.format(label="")
    return HINTED.format(text=text, hint=field.hint) if field.hint else text


def _control(field: Field) -> Control:
    return "text" if field.type == "signature" else field.type


def column_input(tag: str, column: GridColumn, value: str = "") -> Input:
    """The input for one cell of a grid."""
    choices = tuple((choice, choice) for choice in column.choices)
    return own_input(tag, column.label, column.type, choices, "", value, IN_CELL.get(column.type, FILL_CELL))
