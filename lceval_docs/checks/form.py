"""Forms: what they name exists, ids are their own, tags are short enough, no section is empty."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from lceval_docs.checks.formula import nearest
from lceval_docs.model.form import FACT, LONGEST_TAG, OF_THE_STANDARD, Field, Form, GridColumn, Section
from lceval_docs.model.standard import Standard
from lceval_docs.problems import Fault, Mark, Problem
from lceval_docs.records import dataclass

FIELD_TWICE = Fault("E0445", 'the field "{found}" stands twice in this form.')
NO_STAGE = Fault("E0446", 'stage: there is no stage "{found}".', "Known: {expected}.")
EMPTY_SECTION = Fault("E0447", "section {found}: it has nothing to fill and nothing to read.")
NO_CHOICES = Fault("E0448", "field {found}: a choice needs choices.")
BAD_NAME = Fault(
    "E0483",
    'name: "{found}" is taken by {other}, or holds a sign that no file name may have.',
    "Its documents are named after it: give each form a name of its own.",
)
SECTION_TWICE = Fault("E0484", 'the section "{found}" stands twice in this form.', "Give each an id of its own.")
BAD_LABEL = Fault(
    "E0488", '{found}: the label "{label}" is empty, or stands twice in the section.', "Give each a label of its own."
)
CHOICE_TWICE = Fault("E0489", 'choices of {found}: "{choice}" is empty, or stands twice.')
CHOICES_UNASKED = Fault("E0490", "{found}: a {type} takes no choices.", "Give it type: choice, or delete the choices.")
NO_FACT = Fault("E0456", 'there is no fact "{found}".', "Is it {expected}?")
NO_VALUE = Fault("E0457", 'rows of {rows} have no value "{found}".', "They have: {expected}.")
LONG_TAG = Fault(
    "E0458", "the tag {found} has {count} characters; Word takes {most}.", "Shorten the ids that it is made of."
)
NO_LINE = Fault("E0459", 'of: the factory file has no line "{found}".', "Known: {expected}.")
NO_SOURCE = Fault("E0460", "section {found}: columns stand without rows, or rows without columns.")

_IN_NO_FILE_NAME = re.compile(r'[\\/:*?"<>|\x00-\x1f]')


@dataclass(frozen=True)
class Known:
    """What forms may name: facts, values of the rows of each source, lines of the factory file."""

    facts: frozenset[str]
    values: Mapping[str, frozenset[str]]
    lines: frozenset[str]


def check_forms(standard: Standard, known: Known) -> Iterator[Problem]:
    names: dict[str, str] = {}
    stages = [*(s.id for s in standard.stages), OF_THE_STANDARD]
    for form in standard.forms:
        if form.stage not in stages:
            yield NO_STAGE.at(form.mark.of("stage"), found=form.stage, expected=", ".join(stages))
        other = names.setdefault(form.name, form.id)
        if other != form.id or _IN_NO_FILE_NAME.search(form.name) or not form.name.strip():
            yield BAD_NAME.at(form.mark.of("name"), found=form.name, other=other)
        seen: dict[str, None] = {}
        ids = [section.id for section in form.sections]
        for number, section in enumerate(form.sections):
            if section.id in ids[:number]:
                yield SECTION_TWICE.at(section.mark.of("id"), found=section.id)
            yield from _section(section, known)
            for field in section.fields:
                if field.id in seen:
                    yield FIELD_TWICE.at(field.mark.of("id"), found=field.id)
                seen[field.id] = None
                yield from _field(field, known)


def _section(section: Section, known: Known) -> Iterator[Problem]:
    if not (section.fields or section.columns or section.rows or section.asks or section.text):
        yield EMPTY_SECTION.at(section.mark, found=section.title or section.id)
    for text in section.text:
        for name in FACT.findall(text):
            yield from _fact(name, section.mark.of("text"), known)
    if bool(section.columns) != bool(section.rows or section.blank_rows):
        yield NO_SOURCE.at(section.mark, found=section.title or section.id)
    groups: tuple[Sequence[Field | GridColumn], ...] = (section.fields, section.columns)
    for several in groups:
        labels = [one.label.strip() for one in several]
        for number, one in enumerate(several):
            if not labels[number] or labels[number] in labels[:number]:
                yield BAD_LABEL.at(one.mark.of("label"), found=one.id, label=one.label)
            yield from _choices(one)
    values = known.values.get(section.rows, frozenset())
    for column in section.columns:
        if column.value and column.value not in values:
            expected = ", ".join(sorted(values))
            yield NO_VALUE.at(column.mark.of("value"), rows=section.rows, found=column.value, expected=expected)
        if column.type == "choice" and not column.choices:
            yield NO_CHOICES.at(column.mark, found=column.id)


def _choices(one: Field | GridColumn) -> Iterator[Problem]:
    """Choices are told apart, and stand where one chooses: also as boxes of a field to be ticked."""
    choices, mark = [choice.strip() for choice in one.choices], one.mark.of("choices")
    for number, choice in enumerate(choices):
        if not choice or choice in choices[:number]:
            yield CHOICE_TWICE.at(mark, found=one.id, choice=choice)
    if choices and not (one.type == "choice" or (one.type == "check" and isinstance(one, Field))):
        yield CHOICES_UNASKED.at(mark, found=one.id, type=one.type)


def _field(field: Field, known: Known) -> Iterator[Problem]:
    if field.type == "choice" and field.of != "factory" and not field.choices:
        yield NO_CHOICES.at(field.mark, found=field.id)
    if field.of == "factory" and field.id not in known.lines:
        yield NO_LINE.at(field.mark.of("id"), found=field.id, expected=", ".join(sorted(known.lines)))
    if field.value:
        yield from _fact(field.value, field.mark.of("value"), known)


def _fact(name: str, mark: Mark, known: Known) -> Iterator[Problem]:
    if name not in known.facts:
        yield NO_FACT.at(mark, found=name, expected=nearest(name, known.facts))


def check_tags(standard: Standard, known: Known) -> Iterator[Problem]:
    """Every tag that can come about is short enough for Word."""
    for mark, tag in (*_tags_of_data(standard), *(t for form in standard.forms for t in _tags_of(form, standard))):
        if len(tag) > LONGEST_TAG:
            yield LONG_TAG.at(mark, found=tag, count=len(tag), most=LONGEST_TAG)


def _tags_of(form: Form, standard: Standard) -> Iterator[tuple[Mark, str]]:
    rows = {
        "indicators": [i.id for i in standard.indicators],
        "prerequisites": [p.id for p in standard.grading.prerequisites],
        "dimensions": [d.id for d in standard.dimensions],
        "gates": [g.id for v in standard.grading.gate_variants for g in v.gates],
    }
    for section in form.sections:
        for field in section.fields:
            yield field.mark, f"{field.of}/{field.id}/value" if field.of else f"{form.id}/{section.id}/{field.id}"
        for text in section.text:
            yield from ((section.mark.of("text"), f"{form.id}/{section.id}/{name}") for name in FACT.findall(text))
        longest = max(rows.get(section.rows, [""]), key=len, default="")
        yield from ((column.mark, f"{form.id}/{longest}/{column.id}") for column in section.columns)


def _tags_of_data(standard: Standard) -> Iterator[tuple[Mark, str]]:
    """The longest tag of each data item, column, indicator and basic requirement."""
    for item in standard.data_items.values():
        yield item.mark, f"data/{item.id}/evaluation"
        yield from ((column.mark, f"rows.{item.id}//{column.id}") for column in item.columns)
    yield from ((i.mark, f"self_assessment/{i.id}/not_applicable") for i in standard.indicators)
    yield from ((p.mark, f"prerequisites/{p.id}/not_applicable") for p in standard.grading.prerequisites)


CHECKS = (check_forms, check_tags)
