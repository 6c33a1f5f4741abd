"""Permission: which kinds of clauses may stand where, and 可 and 能 kept apart. Source: GB/T 1.1—2020, Annex C."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from lceval_docs.checks.gbt.modality import Kind, modals
from lceval_docs.checks.gbt.passage import Passage, Text
from lceval_docs.checks.gbt.quotation import said
from lceval_docs.checks.gbt.rule import Rule
from lceval_docs.model.prose import Clause
from lceval_docs.problems import Problem

MISPLACED = Rule(
    "MV13",
    'under "{title}" stands "{found}", a clause of a kind that has no place there.',
    "原则 hold statements and recommendations, 总体要求 and 通用要求 requirements, 概述 statements only. Move it.",
    bad="## 总体原则 {#a}\n\n评价应公开。",
    good="## 总体原则 {#a}\n\n评价宜公开。",
)
INFORMATIVE = Rule(
    "MV14",
    '"{found}" in an informative annex, which gives information only.',
    "Make it a statement, or move it to a normative chapter.",
    severity="warning",
    where="informative annex",
    bad="茶馆应备有盖碗。",
    good="茶馆备有盖碗。",
)
ABILITY = Rule(
    "MV07",
    '"{found}": 可 permits, 能 says what is possible.',
    'Write "{expected}" if that is what is meant.',
    clause="附录C.4、C.5",
    severity="info",
    bad="燃料缺省值不能混用。",
    good="燃料缺省值不应混用。",
)

_PRINCIPLES = re.compile(r"(?:总体|基本|评价|一般)?原则")
_REQUIREMENTS = re.compile(r"总体要求|通用要求")
_OUTLINE = re.compile(r"概述")
_BARRED: Mapping[re.Pattern[str], frozenset[Kind]] = {
    _PRINCIPLES: frozenset(("requirement",)),
    _REQUIREMENTS: frozenset(("recommendation",)),
    _OUTLINE: frozenset(("requirement", "recommendation", "permission")),
}
_NOTHING: frozenset[Kind] = frozenset()
_CAN = re.compile(
    r"(?P<ban>不能(?=(?:混用|使用|采用|超过|作为|替代|代替|用于|计入|扣减|重复|同时|与[^，。；]{1,8}(?:相加|合并|混)))(?![^，。；]{0,8}的[\u4e00-\u9fff]))"
    r"|(?P<able>应可(?!靠|追溯|燃|信|行|见|控|读|比|持续|再生|逆|溶|视|用|验证|核实|核查|识别|获得|操作|测量))"
    r"|(?:系统|设备|仪器|装置|平台|软件|传感器)(?P<may>可(?=自动|实时|在线|远程|连续))"
)
_EXPECTED = {"ban": "不应", "able": "应能", "may": "能"}


def _barred(title: str) -> frozenset[Kind]:
    """The kinds of clauses that may not stand under a title."""
    return next((kinds for pattern, kinds in _BARRED.items() if pattern.fullmatch(title)), _NOTHING)


def _titles(text: Text) -> dict[int, str]:
    """For each clause the title that decides what may stand in it: its own, or one above it."""
    found: dict[int, str] = {}

    def descend(clause: Clause, above: str) -> None:
        found[id(clause)] = clause.title if _barred(clause.title) else above
        for below in clause.clauses:
            descend(below, found[id(clause)])

    for chapter in text.standard.chapters:
        for clause in chapter.clauses:
            descend(clause, chapter.title)
    return found


def check_places(text: Text) -> Iterator[Problem]:
    """Principles require nothing, general requirements recommend nothing, an outline only states."""
    titles = _titles(text)
    for passage in text.passages:
        if passage.is_normative and passage.chapter:
            title = titles[id(passage.clause)] if passage.clause else passage.chapter.title
            for found, problem_at in _clauses(passage, _barred(title)):
                yield MISPLACED.at(passage.at(found, problem_at), title=title, found=found)


def check_informative(text: Text) -> Iterator[Problem]:
    """An informative annex requires nothing. Notes and examples are no concern of this rule."""
    for passage in text.of("annex"):
        if (
            passage.chapter
            and passage.chapter.nature == "informative"
            and passage.role in ("paragraph", "item", "cell")
        ):
            for found, at in _clauses(passage, frozenset(("requirement",))):
                yield INFORMATIVE.at(passage.at(found, at), found=found)


def _clauses(passage: Passage, barred: frozenset[Kind]) -> Iterator[tuple[str, int]]:
    """The verbs of some kinds in a passage, with their places."""
    if barred:
        for sentence in passage.sentences:
            for modal in modals(sentence.text):
                if modal.kind in barred:
                    yield modal.words, sentence.start + modal.start


def check_ability(text: Text) -> Iterator[Problem]:
    """可 is not written for what something is able to do, 不能 not for what is forbidden."""
    for passage in text.passages:
        if passage.is_normative:
            for match in _CAN.finditer(said(passage.text)):
                name = match.lastgroup or ""
                mark = passage.at(match[name], match.start(name))
                yield ABILITY.at(mark, found=match[name], expected=_EXPECTED[name])


CHECKS = (check_places, check_informative, check_ability)
