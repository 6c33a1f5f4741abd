"""The strings of the data files as passages: what is printed of them, and all of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from functools import lru_cache

from lceval_docs.checks.gbt.passage import Passage, Text
from lceval_docs.model.origin import Record
from lceval_docs.model.standard import Standard

# Ids, formulas and origins are not prose; an example is arithmetic; `avoid` names what is not to be written.
_NO_PROSE = frozenset(
    {
        "mark",
        "id",
        "kind",
        "method",
        "symbol",
        "formula",
        "ceiling",
        "unit",
        "units",
        "english",
        "type",
        "status",
        "basis",
        "examples",
        "avoid",
        "source",
        "source_note",
        "anchor",
        "stage",
        "of",
        "group",
        "verification",
        "conflicts",
    }
)
_DIGIT = re.compile(r"\d")
# These are passages of the text already.
_IN_TEXT = frozenset(("requirement", "action", "time_limit"))


@lru_cache(maxsize=2)
def printed(text: Text) -> tuple[Passage, ...]:
    """All passages of the text, then what stands in the tables and forms made from data."""
    standard = text.standard
    roots = (*standard.dimensions, standard.grading, *standard.stages, *standard.data_groups, *standard.derived)
    return (*text.passages, *_strings((*roots, *standard.forms), _NO_PROSE | _IN_TEXT))


@lru_cache(maxsize=2)
def with_digits(text: Text) -> tuple[Passage, ...]:
    """The printed passages that have a digit in them, few among many: those where numbers and units are looked for."""
    return tuple(passage for passage in printed(text) if _DIGIT.search(passage.text))


@lru_cache(maxsize=2)
def everything(text: Text) -> tuple[Passage, ...]:
    """What is printed, and the data that is not: factors, profiles, questions, the identity."""
    standard = text.standard
    roots = (standard.factors, *standard.profiles, *standard.questions, standard.identity)
    return (*printed(text), *_strings(roots, _NO_PROSE))


def named(standard: Standard) -> Iterator[tuple[Record, str, str]]:
    """Everything with a name of its own: record, field of the name, name."""
    grading = standard.grading
    gates = [g for variant in grading.gate_variants if variant.id == grading.gate_variant for g in variant.gates]
    for item in (*standard.quantities, *gates):
        yield item, "name", item.name
    for table in standard.data_items.values():
        yield from ((column, "name", column.name) for column in table.columns)
    for indicator in standard.indicators:
        yield indicator, "name", indicator.name
        if indicator.measure:
            yield indicator.measure, "name", indicator.measure.name
    for form in standard.forms:
        for section in form.sections:
            yield from ((field, "label", field.label) for field in section.fields)


def _strings(value: object, without: frozenset[str], holder: Record | None = None, name: str = "") -> Iterator[Passage]:
    """The strings of a record and of the records in it, each with the place of its field."""
    if isinstance(value, str):
        if holder and value:
            yield Passage(str(value), "data", holder.mark.of(name))
    elif isinstance(value, Record):
        for field in fields(value):
            if field.name not in without:
                yield from _strings(getattr(value, field.name), without, value, field.name)
    elif isinstance(value, Mapping):
        yield from _strings(tuple(value.values()), without, holder, name)
    elif isinstance(value, Iterable):
        for part in value:
            yield from _strings(part, without, holder, name)
