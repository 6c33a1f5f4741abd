"""Number, dates and classes of `standard.yaml`, and what it leaves open. Source: GB/T 1.1—2020, 8.1 and 8.3.

What a stage cannot be printed without is held by checks/stage.py; these rules look at what is written, in any stage.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lceval_docs.checks.gbt.name import within
from lceval_docs.checks.gbt.passage import Text
from lceval_docs.checks.gbt.rule import Rule
from lceval_docs.model.standard import Identity
from lceval_docs.problems import Mark, Problem

NUMBER = Rule(
    "CV02",
    'the number "{found}" is not that of a group standard.',
    "Write T/, the code of the association, a space, the serial number, — and the year: T/GDCPA 001—2026.",
    clause="8.1",
    where="standard.yaml",
    bad="number: TEA/T 1—2020",
    good="number: T/TEA 1—2020",
)
NUMBER_DASH = Rule(
    "CV03",
    'the dash before the year in "{found}" is not an em dash.',
    "Write {expected}.",
    clause="8.1",
    where="standard.yaml",
    bad="number: T/TEA 1-2020",
    good="number: T/TEA 1—2020",
)
NUMBER_YEAR = Rule(
    "CV04",
    "the number is of {found}, the day of publication of {expected}.",
    "The year in the number is that of publication.",
    clause="8.1",
    severity="warning",
    where="standard.yaml",
    bad="number: T/TEA 1—2020\npublished_on: 2021-01-15",
    good="number: T/TEA 1—2021\npublished_on: 2021-01-15",
)
DATES = Rule(
    "CV05",
    "it is to take effect on {found}, before its publication on {expected}.",
    "Correct one of the two days.",
    clause="8.1",
    where="standard.yaml",
    bad="published_on: 2020-06-01\neffective_on: 2020-05-01",
    good="published_on: 2020-06-01\neffective_on: 2020-09-01",
)
CLASSES = Rule(
    "CV06",
    '"{found}" is no {expected} class.',
    "Write only the class: 13.020.40 (ICS), Z 00 (CCS).",
    clause="8.1",
    where="standard.yaml",
    bad="ics: ICS 13.20",
    good="ics: 13.020.40",
)
REPLACED = Rule(
    "CV12",
    'standard.yaml and the foreword do not say the same of what is replaced: "{found}" is missing.',
    "Fill in `replaces`, and write in the foreword 本文件代替… and 本文件及其所代替文件的历次版本发布情况为：",
    clause="8.3",
    where="standard.yaml",
    bad="replaces: T/TEA 1—2015",
    good='replaces: ""',
)
PLACEHOLDER = Rule(
    "CV14",
    'a placeholder "{found}" in a published standard.',
    "Put in what belongs there.",
    clause="8.1",
    where="standard.yaml",
    bad="stage: published\nowner: ××协会",
    good="stage: published\nowner: 茶会",
)

_DASHES = re.compile(r"\s*[-‐‑–－−―]\s*(?=(?:\d{4}|20[X×]{2}|[X×]{4})$)|\s+—\s*(?=\S{4}$)|—\s+(?=\S{4}$)")
# Before publication the serial number and the year may still be open.
_NUMBER = re.compile(r"T/[A-Z][A-Z0-9-]{1,9} (?:\d{1,5}(?:\.\d+)?|[X×]+)(?:—(?:\d{4}|20[X×]{2}|[X×]{4}))?")
_LISTED = re.compile(r"[^、，；;]+")
_CLASSES = {
    "ics": re.compile(r"\d{2}(?:\.\d{3}(?:\.\d{2})?)?"),
    "ccs": re.compile(r"[A-Z] ?\d{2}(?:/\d{2})?"),
}
_REPLACES, _HISTORY = "本文件代替", "历次版本发布情况"
_PLACEHOLDER = re.compile(r"(?<![A-Za-z])X{2,}(?![A-Za-z])|[×＿_]{2,}|[TＴ]BD|TODO|FIXME|待定(?!系数)|待补充|待填写")


def _replaced(identity: Identity) -> Iterator[tuple[str, Mark]]:
    """The numbers of what is replaced, one by one."""
    for match in _LISTED.finditer(identity.replaces):
        if words := match[0].strip():
            yield words, within(identity.mark.of("replaces"), match.start() + match[0].index(words))


def check_number(text: Text) -> Iterator[Problem]:
    """A number has the form T/CODE 001—2026; before publication it may be open, afterwards stage.py holds it."""
    identity = text.standard.identity
    own = [] if identity.stage == "published" else [(identity.number, identity.mark.of("number"))]
    for number, mark in (*own, *_replaced(identity)):
        dashed = _DASHES.sub("—", number)
        is_meant = dashed.startswith("T/") or any(c.isdigit() for c in dashed)
        if is_meant and not _NUMBER.fullmatch(dashed):
            yield NUMBER.at(mark, found=number)
        elif wrong := _DASHES.search(number):
            yield NUMBER_DASH.at(within(mark, wrong.start()), found=number, expected=dashed)


def check_year(text: Text) -> Iterator[Problem]:
    """The number bears the year of publication."""
    identity = text.standard.identity
    year = re.search(r"\d{4}$", identity.number)
    if year and identity.published_on and int(year[0]) != identity.published_on.year:
        mark = within(identity.mark.of("number"), year.start())
        yield NUMBER_YEAR.at(mark, found=year[0], expected=identity.published_on.year)


def check_dates(text: Text) -> Iterator[Problem]:
    """Nothing takes effect before it is published. Of a published standard, stage.py says so."""
    identity = text.standard.identity
    published, effective = identity.published_on, identity.effective_on
    if identity.stage != "published" and published and effective and effective < published:
        yield DATES.at(identity.mark.of("effective_on"), found=effective, expected=published)


def check_classes(text: Text) -> Iterator[Problem]:
    """ICS and CCS are written as their catalogues write them; there may be several."""
    identity = text.standard.identity
    for name, value in (("ics", identity.ics), ("ccs", identity.ccs)):
        for match in _LISTED.finditer(value):
            if not _CLASSES[name].fullmatch(match[0].strip()):
                mark = within(identity.mark.of(name), match.start())
                yield CLASSES.at(mark, found=match[0].strip(), expected=name.upper())


def check_replaced(text: Text) -> Iterator[Problem]:
    """The metadata and the foreword agree on what the document replaces."""
    identity = text.standard.identity
    foreword = [p for p in text.of("foreword") if p.role == "paragraph"]
    said = next((p for p in foreword if _REPLACES in p.text), None)
    if identity.replaces:
        for words in (_REPLACES, *(number for number, _ in _replaced(identity)), _HISTORY):
            if not any(words in p.text for p in foreword):
                yield REPLACED.at(identity.mark.of("replaces"), found=words)
    elif said:
        yield REPLACED.at(said.at(_REPLACES), found="replaces")


def check_placeholders(text: Text) -> Iterator[Problem]:
    """Nothing is left open in a published standard."""
    if text.standard.identity.stage != "published":
        return
    for passage in text.passages:
        for match in _PLACEHOLDER.finditer(passage.text):
            yield PLACEHOLDER.at(passage.at(match[0], match.start()), found=match[0])
    for value, mark in _fields(text):
        for match in _PLACEHOLDER.finditer(value):
            yield PLACEHOLDER.at(within(mark, match.start()), found=match[0])


def _fields(text: Text) -> Iterator[tuple[str, Mark]]:
    """What is printed of the data beside its sentences. Of the number, stage.py says whether it is one."""
    standard, identity = text.standard, text.standard.identity
    for name in ("title", "title_en", "owner", "proposer", "replaces", "ics", "ccs"):
        yield getattr(identity, name), identity.mark.of(name)
    for name in ("drafters", "people"):
        yield from ((value, identity.mark.of(name)) for value in getattr(identity, name))
    for term in standard.terms:
        yield from ((value, term.mark.of(name)) for name, value in (("name", term.name), ("english", term.english)))
    for reference in standard.references:
        yield reference.id, reference.mark.of("id")
        yield reference.title, reference.mark.of("title")


CHECKS = (
    check_number,
    check_year,
    check_dates,
    check_classes,
    check_replaced,
    check_placeholders,
)
