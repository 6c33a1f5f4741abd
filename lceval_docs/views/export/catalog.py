"""The indicators and basic requirements as a catalogue of controls: groups, controls, their parts, what they cite.

The vocabulary is OSCAL's; how OSCAL writes it as JSON is the writer's business.

Source: NIST OSCAL, the catalog model: https://pages.nist.gov/OSCAL/resources/concepts/layer/control/catalog/
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Literal

from lceval_docs.formulas import parse
from lceval_docs.model.grading import Prerequisite
from lceval_docs.model.indicator import Dimension, Indicator, Inspection, Topic, WorkedExample
from lceval_docs.model.origin import Statement
from lceval_docs.model.prose import Equation
from lceval_docs.model.standard import Standard
from lceval_docs.model.text import Reference
from lceval_docs.records import dataclass
from lceval_docs.views import label, number
from lceval_docs.views.edition.document import with_edition
from lceval_docs.views.equation import with_symbols
from lceval_docs.views.rule import meanings_of, rule_in_words

# Whose word a name is: OSCAL's own, that of its assessment methods, or ours.
Vocabulary = Literal["oscal", "rmf", "own"]

PREREQUISITES = "基本要求"
_STATEMENT, _GUIDANCE, _OBJECTIVE, _EVIDENCE = "要求", "计算和适用", "评分规则", "证明材料"
_LOOK, _ASK, _SAMPLE = "现场查看", "询问", "抽样"
_FORMULA, _MEANING = "计算：{formula}", "{symbol}——{meaning}"
_MAY, _MAY_NOT = "不适用：可以（{when}）", "不适用：不可以"
_POINTS, _FAILS = "得分：{points}", "（必选不满足）"


@dataclass(frozen=True)
class Property:
    """A named value of a group, a control or a part."""

    name: str
    value: str
    of: Vocabulary = "own"


@dataclass(frozen=True)
class Part:
    """A named piece of prose, one text a paragraph. `id` follows that of its control."""

    name: str
    id: str
    title: str
    prose: tuple[str, ...] = ()
    of: Vocabulary = "oscal"
    properties: tuple[Property, ...] = ()
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True)
class Control:
    """An indicator or a basic requirement. `cites`: ids of the resources that it names."""

    id: str
    kind: Literal["indicator", "prerequisite"]
    title: str
    properties: tuple[Property, ...]
    parts: tuple[Part, ...]
    cites: tuple[str, ...] = ()


@dataclass(frozen=True)
class Group:
    """A dimension, a topic, or all basic requirements. It holds groups or controls."""

    id: str
    kind: Literal["dimension", "topic", "prerequisites"]
    title: str
    properties: tuple[Property, ...] = ()
    groups: tuple[Group, ...] = ()
    controls: tuple[Control, ...] = ()


@dataclass(frozen=True)
class Resource:
    """A cited document."""

    id: str
    title: str
    citation: str
    properties: tuple[Property, ...]
    remarks: str


@dataclass(frozen=True)
class Catalog:
    """A catalogue. `seed`: what every identifier of this edition is made from; `notice`: how far it is adopted."""

    seed: str
    fingerprint: str
    title: str
    version: str
    modified: date
    published: date | None
    owner: str
    notice: str
    properties: tuple[Property, ...]
    groups: tuple[Group, ...]
    resources: tuple[Resource, ...]


def view_catalog(standard: Standard) -> Catalog:
    identity = standard.identity
    basic = tuple(_prerequisite(standard, p) for p in standard.grading.prerequisites)
    groups = [Group("prerequisites", "prerequisites", PREREQUISITES, controls=basic)] if basic else []
    return Catalog(
        seed=f"{identity.id}/{identity.edition}",
        fingerprint=standard.fingerprint.standard,
        title=identity.title,
        version=identity.edition,
        modified=identity.date,
        published=identity.published_on,
        owner=identity.owner,
        notice=identity.notice,
        properties=(Property("number", identity.number), Property("stage", identity.stage), *_said(identity)),
        groups=(*groups, *(_dimension(standard, d) for d in standard.dimensions)),
        resources=tuple(map(_resource, standard.references)),
    )


def _said(statement: Statement) -> tuple[Property, ...]:
    return Property("status", statement.status), Property("basis", statement.basis)


def _dimension(standard: Standard, dimension: Dimension) -> Group:
    weight = dimension.weight
    properties = (
        Property("label", dimension.id, "oscal"),
        Property("points", number.digits(weight.points)),
        Property("points-status", weight.status),
        Property("points-basis", weight.basis),
        *_said(dimension),
    )
    topics = tuple(_topic(standard, topic) for topic in dimension.topics)
    return Group(dimension.id, "dimension", dimension.name, properties, groups=topics)


def _topic(standard: Standard, topic: Topic) -> Group:
    properties = (Property("label", topic.id, "oscal"), Property("points", number.digits(topic.points)), *_said(topic))
    controls = tuple(_indicator(standard, indicator) for indicator in topic.indicators)
    return Group(topic.id, "topic", topic.name, properties, controls=controls)


def _prerequisite(standard: Standard, prerequisite: Prerequisite) -> Control:
    may = str(prerequisite.may_not_apply).lower()
    properties = (Property("label", prerequisite.id, "oscal"), Property("may-not-apply", may), *_said(prerequisite))
    parts = (Part("statement", "smt", _STATEMENT, (prerequisite.requirement,)), *_evidence(prerequisite.evidence))
    title = f"{PREREQUISITES} {prerequisite.id}"
    return Control(prerequisite.id, "prerequisite", title, properties, parts, _cited(standard, properties, parts))


def _indicator(standard: Standard, indicator: Indicator) -> Control:
    # OSCAL knows one status of a control: that it is no longer used.
    retired = (Property("status", "withdrawn", "oscal"),) if indicator.retired else ()
    properties = (
        Property("label", indicator.id, "oscal"),
        *retired,
        Property("kind", indicator.kind),
        Property("points", number.digits(indicator.points)),
        Property("method", indicator.scoring.method),
        *_said(indicator),
    )
    parts = (
        Part("statement", "smt", _STATEMENT, (indicator.requirement,)),
        Part("guidance", "gdn", _GUIDANCE, tuple(_guidance(standard, indicator))),
        Part("assessment-objective", "obj", _OBJECTIVE, tuple(rule_in_words(standard, indicator))),
        *_evidence(indicator.evidence),
        *(_inspection(indicator.inspection) if indicator.inspection else ()),
        *(_example(place, example) for place, example in enumerate(indicator.examples, 1)),
    )
    return Control(indicator.id, "indicator", indicator.name, properties, parts, _cited(standard, properties, parts))


def _cited(standard: Standard, properties: tuple[Property, ...], parts: tuple[Part, ...]) -> tuple[str, ...]:
    """The documents that a control names in what it says or in where it comes from."""
    said = "\n".join([*(one.value for one in properties), *_prose(parts)])
    return tuple(with_edition(one) for one in standard.references if _names(said, one.id))


def _prose(parts: tuple[Part, ...]) -> Iterator[str]:
    for part in parts:
        yield from part.prose
        yield from _prose(part.parts)


def _names(text: str, document: str) -> bool:
    """Whether a text names a document, not one whose number only begins like it or ends like it."""
    return re.search(rf"(?<![A-Za-z]){re.escape(document)}(?![\d.])", text) is not None


def _guidance(standard: Standard, indicator: Indicator) -> Iterator[str]:
    if measure := indicator.measure:
        formula = parse(measure.formula)
        equation = Equation(measure.symbol, formula, standard.symbols, measure.unit == "%")
        yield _FORMULA.format(formula=with_symbols(equation))
        for symbol, meaning in meanings_of(standard, formula):
            yield _MEANING.format(symbol=symbol, meaning=meaning)
    applies = indicator.not_applicable
    yield _MAY.format(when=applies.when) if applies.allowed else _MAY_NOT


def _evidence(evidence: tuple[str, ...]) -> Iterator[Part]:
    if evidence:
        items = tuple(Part("item", f"evd.{n}", "", (one,), "own") for n, one in enumerate(evidence, 1))
        yield Part("evidence", "evd", _EVIDENCE, of="own", parts=items)


def _inspection(inspection: Inspection) -> Iterator[Part]:
    for id, method, title, text in (
        ("exm", "EXAMINE", _LOOK, inspection.look),
        ("int", "INTERVIEW", _ASK, inspection.ask),
    ):
        objects = Part("assessment-objects", f"{id}.obj", "", (text,))
        yield Part("assessment-method", id, title, properties=(Property("method", method, "rmf"),), parts=(objects,))
    yield Part("sample", "smp", _SAMPLE, (inspection.sample,), "own")


def _example(place: int, example: WorkedExample) -> Part:
    points = _POINTS.format(points=number.digits(example.points)) + (_FAILS if example.fails else "")
    return Part("worked-example", f"exa.{place}", example.name, (example.arithmetic, points), "own")


def _resource(reference: Reference) -> Resource:
    named = with_edition(reference)
    return Resource(
        named,
        reference.title,
        f"{named}　{reference.title}",
        (
            Property("use", reference.use),
            Property("standing", reference.standing),
            Property("standing-checked-on", reference.checked_on.isoformat()),
            *((Property("replaces", reference.replaces),) if reference.replaces else ()),
        ),
        reference.note or label.STANDING[reference.standing],
    )
