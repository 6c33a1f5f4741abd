"""Definitions: one statement that can stand in the place of its term, with its source. Source: GB/T 1.1—2020, 8.7."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lceval_docs.checks.gbt.modality import modals
from lceval_docs.checks.gbt.passage import Passage, Text
from lceval_docs.checks.gbt.quotation import said
from lceval_docs.checks.gbt.rule import Rule
from lceval_docs.checks.gbt.term import ENTRY, chapter_of_terms
from lceval_docs.model.text import Term
from lceval_docs.problems import Problem

IDLE_OPENING = Rule(
    "TM04",
    'the definition begins with "{found}".',
    'A definition can stand in the place of its term; begin with "{expected}".',
    clause="8.7",
    severity="warning",
    where="terms.yaml",
    bad=ENTRY % ("cup", "是指盛茶的器皿。", ""),
    good=ENTRY % ("cup", "盛茶的器皿。", ""),
)
NO_STATEMENT = Rule(
    "TM05",
    'the definition holds "{found}"; a definition only states.',
    "Say what the thing is, and put what is required of it into a clause.",
    clause="8.7",
    where="terms.yaml",
    bad=ENTRY % ("cup", "盛茶的器皿，应洁净。", ""),
    good=ENTRY % ("cup", "盛茶的洁净器皿。", ""),
)
SENTENCES = Rule(
    "TM06",
    "the definition has {found} sentences.",
    'Keep the first; put the rest, from "{rest}", into a note.',
    clause="8.7",
    severity="warning",
    where="terms.yaml",
    bad=ENTRY % ("cup", "盛茶的器皿。多为瓷制。", ""),
    good=ENTRY % ("cup", "盛茶的器皿。", "note: 多为瓷制。, "),
)
SOURCE = Rule(
    "TM10",
    'the source of a definition is given as "{found}".',
    'Write "{expected}".',
    clause="8.7",
    severity="warning",
    where="terms.yaml",
    bad=ENTRY % ("cup", "盛茶的器皿。", "note: '来源：GB/T 1—2020，3.1', "),
    good=ENTRY % ("cup", "盛茶的器皿。", "note: '[来源：GB/T 1—2020，3.1]', "),
)
_IDLE = re.compile(
    r"(?:术语|本文件中|本文件|所谓)?(?:是指|系指|指的是|指代|意指|即指|指(?![标导示令数向挥定针引纹甲派控])|是(?!否)|为(?!了|[^，。]{1,20}而))"
    r"|(?:一种|一类)(?![或及以])"
)
_FOLLOWS = re.compile(r"(?:是指|系指|[是指为即系：:，])?")
_MUST = re.compile(r"必须|务必|严禁|不得(?!不|已|分)")
# What something has to be given is described, not required: 工厂应缴纳的配额.
_DESCRIBED = re.compile(r"(?:应|宜|必须|不得)[^，。；：]{1,14}的(?=[^，。；：])")
_SOURCE = re.compile(r"[\[［(（【]?(?<![\u4e00-\u9fff])来源\s*[：:][^\]］)）】。]*[\]］)）】]?")
_RIGHT_SOURCE = re.compile(r"\[来源：(?P<document>[^\[\]，]+(?:（[^）]*）)?)(?P<place>，[^\[\]]+)?\]")
_CLAUSE = re.compile(r"，(?:定义)?(?:\d+(?:\.\d+)+|[A-Z]\.\d|附录|第\d)")
_DATED = re.compile(r"[—:]\d{4}")


def check_openings(text: Text) -> Iterator[Problem]:
    """A definition says what a thing is: it does not name the term again, and has no 是指 before it."""
    names = [t.name for t in text.standard.terms]
    for term in text.standard.terms:
        found = _idle_opening(term, names)
        if found:
            rest = term.definition[len(found) :].lstrip("，,：: ")
            yield IDLE_OPENING.at(term.mark.of("definition"), found=found, expected=rest[:12])


def _idle_opening(term: Term, names: list[str]) -> str:
    """What a definition begins with and could do without."""
    definition = term.definition
    if definition.startswith(term.name):
        longer = any(definition.startswith(n) for n in names if len(n) > len(term.name))
        follows = _FOLLOWS.match(definition, len(term.name))
        joint = follows[0] if follows else ""
        return term.name + joint if not longer and (joint or len(term.name) > 2) else ""
    match = _IDLE.match(definition)
    return match[0] if match else ""


def check_definitions(text: Text) -> Iterator[Problem]:
    """A definition is one sentence, and states."""
    for passage in text.passages:
        if passage.role == "definition":
            yield from _of_definition(passage)


def _of_definition(passage: Passage) -> Iterator[Problem]:
    own = said(passage.text)
    described = [m.span() for m in _DESCRIBED.finditer(own)]
    words = [(m[0], m.start()) for m in _MUST.finditer(own)]
    for sentence in passage.sentences:
        verbs = (v for v in modals(sentence.text) if v.kind in ("requirement", "recommendation"))
        words += [(v.words, sentence.start + v.start) for v in verbs]
    for found, at in words:
        if not any(start <= at + found.startswith("不") < end for start, end in described):
            yield NO_STATEMENT.at(passage.at(found, at), found=found)
    ends = [m.end() for m in re.finditer(r"[。！？]", own)]
    pieces = [p for p in re.split(r"[。！？]", _SOURCE.sub("", own)) if p.strip()]
    if len(pieces) > 1:
        rest = passage.text[ends[0] :].lstrip()[:6]
        yield SENTENCES.at(passage.at(rest, ends[0]), found=len(pieces), rest=rest)


def check_sources(text: Text) -> Iterator[Problem]:
    """The source of a definition is given as [来源：document，clause]; a document whose clause is named is dated."""
    chapter = chapter_of_terms(text)
    for passage in text.passages:
        is_of_term = passage.chapter is None and passage.role in ("definition", "note")
        if is_of_term or (chapter is not None and passage.chapter is chapter):
            for match in _SOURCE.finditer(passage.text):
                expected = _right_source(match[0])
                if expected != match[0]:
                    yield SOURCE.at(passage.at(match[0], match.start()), found=match[0], expected=expected)


def _right_source(found: str) -> str:
    """A source as it is written rightly; the same if it is right."""
    inner = re.sub(r"^来源\s*[：:]\s*", "", found.strip("[]［］()（）【】 "))
    right = f"[来源：{inner}]"
    match = _RIGHT_SOURCE.fullmatch(right)
    if match and _CLAUSE.match(match["place"] or "") and not _DATED.search(match["document"]):
        return f"[来源：{match['document']}—××××{match['place']}]"
    return right


CHECKS = (check_openings, check_definitions, check_sources)
