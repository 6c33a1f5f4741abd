"""Introduction and scope: what they say and what they leave to the chapters. Source: GB/T 1.1—2020, 8.4 and 8.5."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lceval_docs.checks.gbt.front import rulings, said, short, squeezed
from lceval_docs.checks.gbt.modality import modals
from lceval_docs.checks.gbt.passage import Text
from lceval_docs.checks.gbt.rule import Rule
from lceval_docs.model.text import Chapter
from lceval_docs.problems import Problem

INTRODUCTION_REQUIRES = Rule(
    "IN01",
    'a requirement in the introduction: "{found}".',
    "Move the requirement to a chapter.",
    clause="8.4",
    where="introduction",
    bad="茶馆应备有杯。",
    good="茶馆备有杯，应用广泛。",
)
INTRODUCTION_SCOPE = Rule(
    "IN02",
    'the introduction says "{found}", which belongs to the scope.',
    "Move the sentence to chapter 1; here, say why the document was made.",
    clause="8.4",
    severity="warning",
    where="introduction",
    bad="本文件规定了茶馆的要求。",
    good="制定本文件的目的是统一茶馆的评价。",
)
SCOPE_SAYS_NOTHING = Rule(
    "SC01",
    "the scope does not say what the document deals with.",
    "Begin with 本文件规定了…, 确立了…, 描述了…, 提供了…, 给出了… or 界定了….",
    clause="8.5",
    severity="warning",
    where="scope",
    bad="本文件包括茶馆的要求。\n\n本文件适用于茶馆的评价。",
    good="本文件界定了茶馆的术语，并规定了茶馆的要求。\n\n本文件适用于茶馆的评价。",
)
SCOPE_FOR_NOTHING = Rule(
    "SC02",
    "the scope does not say what the document applies to.",
    "Add a paragraph 本文件适用于….",
    clause="8.5",
    where="scope",
    bad="本文件规定了茶馆的要求。\n\n本文件不适用于酒馆。",
    good="本文件规定了茶馆的要求。\n\n本文件适用于茶馆的评价。",
)
SCOPE_RULES = Rule(
    "SC03",
    'the scope holds a clause that is no statement: "{found}".',
    "State a fact, or move the clause to a chapter.",
    clause="8.5",
    where="scope",
    bad="本文件规定了茶馆的要求。\n\n本文件适用于茶馆的评价，其他场所可参照使用。",
    good="本文件规定了茶馆的要求。\n\n本文件适用于茶馆的评价，也适用于其他可行的场所。",
)
SCOPE_NAMES_ITSELF = Rule(
    "SC04",
    'the scope calls the document "{found}".',
    "Write 本文件.",
    clause="8.5",
    where="scope",
    bad="本标准规定了茶馆的要求。\n\n本文件适用于茶馆的评价。",
    good="本文件规定了茶馆的要求。\n\n本文件适用于茶馆的评价。",
)

_CONTENT = re.compile(r"(?:规定|确立|描述|提供|给出|界定)了")
_SCOPE_LIKE = re.compile(r"本文件(?:规定了|确立了|描述了|提供了|给出了|界定了|不?适用于)")
_APPLIES = re.compile(r"本文件[^。；不]{0,6}适用于")
_OWN_NAME = re.compile(r"本(?:标准|规范|规程|指南|导则|部分)(?!化)")


def check_introduction(text: Text) -> Iterator[Problem]:
    """An introduction requires nothing and leaves the scope to the scope."""
    for passage in said(text, "introduction"):
        for sentence in passage.sentences:
            for modal in modals(sentence.text):
                if modal.kind == "requirement":
                    found = short(sentence.text[modal.start :])
                    yield INTRODUCTION_REQUIRES.at(sentence.at(modal.words, modal.start), found=found)
        for match in _SCOPE_LIKE.finditer(passage.text):
            yield INTRODUCTION_SCOPE.at(passage.at(match[0], match.start()), found=match[0])


def check_scope(text: Text) -> Iterator[Problem]:
    """A scope says what the document deals with and what it applies to."""
    for chapter in _scopes(text):
        words = squeezed("".join(p.text for p in text.inside(chapter) if p.role in ("paragraph", "item")))
        if not _CONTENT.search(words):
            yield SCOPE_SAYS_NOTHING.at(chapter.mark.of("title"))
        if not _APPLIES.search(words):
            yield SCOPE_FOR_NOTHING.at(chapter.mark.of("title"))


def check_scope_clauses(text: Text) -> Iterator[Problem]:
    """A scope only states, and calls the document 本文件."""
    for chapter in _scopes(text):
        for passage in text.inside(chapter):
            for sentence in passage.sentences:
                yield from rulings(SCOPE_RULES, sentence)
                match = _OWN_NAME.match(sentence.text)
                if match:
                    yield SCOPE_NAMES_ITSELF.at(sentence.at(match[0]), found=match[0])


def _scopes(text: Text) -> Iterator[Chapter]:
    return (c for c in text.chapters if c.title == "范围")


CHECKS = (check_introduction, check_scope, check_scope_clauses)
