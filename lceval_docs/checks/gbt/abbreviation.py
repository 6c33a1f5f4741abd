"""Abbreviations: spelled out where they first stand or listed, in capitals and without full stops."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lceval_docs.checks.gbt.passage import Passage, Text
from lceval_docs.checks.gbt.quotation import said
from lceval_docs.checks.gbt.rule import Rule
from lceval_docs.problems import Problem

UNEXPLAINED = Rule(
    "SY04",
    'the abbreviation "{found}" is neither listed nor spelled out where it first stands.',
    "Write the full name with （{found}） after it, or list it in the chapter 符号和缩略语.",
    clause="8.8",
    severity="warning",
    bad="茶馆应计算VOC排放量。",
    good="茶馆应计算挥发性有机物（VOC）排放量，并公布VOC排放量。",
)
FORM = Rule(
    "SY06",
    'the abbreviation "{found}" has full stops or small letters.',
    'Write "{expected}".',
    clause="8.8",
    severity="info",
    bad="茶馆应计算挥发性有机物（V.O.C.）排放量。",
    good="茶馆应计算挥发性有机物（VOC）排放量。",
)

_ABBREVIATION = re.compile(
    r"(?<![A-Za-z0-9/_.—\-₀-₉])(?P<word>[A-Z]{2,}[A-Za-z]*)(?![A-Za-z0-9/_₀-₉]|[.\-—]\d|[—\-][A-Z])"
)
# Numbers of documents, formulas of substances, units and what every reader knows.
_DOCUMENT = re.compile(
    r"(?:GB|GBZ|DB\d*|ISO|IEC|ITU|HJ|JJG|JJF|ASTM|EN|IEEE|QB|YB|JB|SH|HG|DL|NB|CJ|JGJ|SB|YD|LY|RB|SAC|TC|SC|ICS|CCS)"
)
_SUBSTANCE = re.compile(r"(?:H|C|N|O|S|F|P|K|Ca|Mg|Na|Cl|Fe|Al|Si|Hg|Pb|Br)+x?|HFCs?|PFCs?")
_UNIT = re.compile(
    r"(?:[kMGT](?:W|V|A|VA|J|B|Pa|Hz|t|Wh)h?|MPa|GPa|MHz|GHz|kVA|MVA|GWh|TWh|MWh|PJ|EJ|GB|TB|KB|MB|RMB|CNY)"
)
_ROMAN = re.compile(r"[IVX]+")
_KNOWN = frozenset(("ID", "PDF", "URL", "PC", "OK", "XX", "XXX", "XXXX"))
_DOTTED = re.compile(r"(?<![A-Za-z0-9.])(?:[A-Z]\.){2,}[A-Z]?(?![A-Za-z0-9])")
_SMALL = re.compile(r"(?P<word>[a-z]{2,8})(?=[：:　]|——)")
_BEFORE = re.compile(r"[\u4e00-\u9fffA-Za-z）”][（(](?:[^（）()]*[，,；;：: “])?$")
_AFTER = re.compile(r"[”]?(?:[，,；;][^（）()]*)?[）)]")


def _is_listing(passage: Passage) -> bool:
    """Whether it stands in the list of abbreviations."""
    titles = (passage.chapter.title if passage.chapter else "", passage.clause.title if passage.clause else "")
    return any("缩略语" in title for title in titles)


def _is_abbreviation(word: str) -> bool:
    others = (_DOCUMENT, _SUBSTANCE, _UNIT, _ROMAN)
    return word not in _KNOWN and not any(pattern.fullmatch(word) for pattern in others)


def _reading(text: Text) -> Iterator[Passage]:
    """What is read in order, from the first chapter on; what stands in data last."""
    for passage in text.passages:
        if passage.kind in ("chapter", "annex", "") and passage.role not in ("heading", "caption"):
            yield passage


def check_first_use(text: Text) -> Iterator[Problem]:
    """Where an abbreviation first stands, its full name stands before it, unless it is listed."""
    known = {m["word"] for p in text.passages if _is_listing(p) for m in _ABBREVIATION.finditer(p.text)}
    for passage in _reading(text):
        own = said(passage.text)
        for match in _ABBREVIATION.finditer(own):
            word = match["word"]
            if word in known or not _is_abbreviation(word):
                continue
            known.add(word)
            if not (_BEFORE.search(own, 0, match.start()) and _AFTER.match(own, match.end())):
                yield UNEXPLAINED.at(passage.at(word, match.start()), found=word)


def check_form(text: Text) -> Iterator[Problem]:
    """An abbreviation is written in capitals, without full stops."""
    for passage in text.passages:
        for match in _DOTTED.finditer(said(passage.text)):
            expected = match[0].replace(".", "")
            yield FORM.at(passage.at(match[0], match.start()), found=match[0], expected=expected)
        small = _SMALL.match(passage.text) if _is_listing(passage) else None
        if small:
            yield FORM.at(passage.at(small["word"]), found=small["word"], expected=small["word"].upper())


CHECKS = (check_first_use, check_form)
