"""Chapters, clauses and their headings: how a text may be divided. Source: GB/T 1.1—2020, 7.2 to 7.4."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lceval_docs.checks.gbt.modality import modals
from lceval_docs.checks.gbt.passage import Passage, Text
from lceval_docs.checks.gbt.rule import Rule
from lceval_docs.model.prose import Block, Clause, Figure, Listing, Paragraph, Part, Remark, Table, Words
from lceval_docs.model.text import Chapter
from lceval_docs.problems import Mark, Problem

NO_TITLE = Rule(
    "LV01",
    "the chapter has no title.",
    "Fill in `title`.",
    clause="7.2",
    where="text",
    bad='=== 04.md\n---\nid: cups\ntitle: ""\nkind: chapter\nstatus: proposal\nbasis: 测试\n---\n杯应洁净。\n',
    good="=== 04.md\n---\nid: cups\ntitle: 杯\nkind: chapter\nstatus: proposal\nbasis: 测试\n---\n杯应洁净。\n",
)
ONLY_CHILD = Rule(
    "LV04",
    "the clause is the only one of its level here.",
    "Divide into two or more, or leave the heading out.",
    clause="7.3",
    severity="warning",
    bad="## 杯的要求 {#cups}\n\n杯应洁净。",
    good="杯应洁净。",
)
MIXED = Rule(
    "LV05",
    "beside clauses with a title stand others without: {found}.",
    "Give all of them titles, or none.",
    clause="7.3",
    severity="warning",
    bad="## 杯 {#cups}\n\n杯应洁净。\n\n## {#pots}\n\n壶应洁净。",
    good="## 杯 {#cups}\n\n杯应洁净。\n\n## 壶 {#pots}\n\n壶应洁净。",
)
UNTITLED_DIVIDED = Rule(
    "LV06",
    "a clause without title is divided into clauses.",
    "Give it a title, or make a list of what stands below it.",
    clause="7.3",
    bad="## {#cups}\n\n### {#clean}\n\n杯应洁净。\n\n### {#whole}\n\n杯应完整。\n\n## {#pots}\n\n壶应洁净。",
    good="## {#cups}\n\n杯应洁净、完整。\n\n## {#pots}\n\n壶应洁净。",
)
HANGING = Rule(
    "LV07",
    'text stands between the heading "{found}" and its first clause.',
    "Make it the first clause, with the title 通则, 通用要求 or 概述.",
    clause="7.4",
    severity="warning",
    bad="茶馆应备有杯和壶。\n\n## 杯 {#cups}\n\n杯应洁净。\n\n## 壶 {#pots}\n\n壶应洁净。",
    good="## 通则 {#general}\n\n茶馆应备有杯和壶。\n\n## 杯 {#cups}\n\n杯应洁净。\n\n## 壶 {#pots}\n\n壶应洁净。",
)
KEY_PHRASE = Rule(
    "LV08",
    "beside clauses that begin with a phrase in the heading face, this one does not.",
    "Begin all of them with **such a phrase**, or none.",
    clause="7.3",
    severity="warning",
    bad="## {#cups}\n\n**杯** 杯应洁净。\n\n## {#pots}\n\n壶应洁净。",
    good="## {#cups}\n\n**杯** 杯应洁净。\n\n## {#pots}\n\n**壶** 壶应洁净。",
)
HEADING = Rule(
    "LV09",
    'the heading "{found}" is a sentence or ends with a mark.',
    "Name the subject of the clause in a few words, without a mark at the end.",
    clause="7.3",
    severity="warning",
    bad="## 杯应洁净。 {#cups}\n\n杯应每日清洗。\n\n## 壶 {#pots}\n\n壶应洁净。",
    good="## 杯的洁净 {#cups}\n\n杯应每日清洗。\n\n## 壶 {#pots}\n\n壶应洁净。",
)
EMPTY = Rule(
    "LV10",
    "nothing stands below this heading.",
    "Write the clause, or delete the heading.",
    clause="7.3",
    bad="## 杯 {#cups}\n\n## 壶 {#pots}\n\n壶应洁净。",
    good="## 杯 {#cups}\n\n杯应洁净。\n\n## 壶 {#pots}\n\n壶应洁净。",
)
GENERAL_LATE = Rule(
    "LV11",
    '"{found}" follows other clauses.',
    "What is common to all clauses is said in the first one.",
    clause="7.3",
    severity="warning",
    bad="## 杯 {#cups}\n\n杯应洁净。\n\n## 通用要求 {#general}\n\n器皿应完整。",
    good="## 通用要求 {#general}\n\n器皿应完整。\n\n## 杯 {#cups}\n\n杯应洁净。",
)

_GENERAL = ("通用要求", "通则", "概述")
_ENDING = re.compile(r"[。；：，、！？.;:,!?…]+$|[。；！？]")
# The lead sentences of these chapters are fixed, and no hanging paragraphs.
_LED = re.compile(r"术语.*|规范性引用文件|符号.*|代号.*|缩略语")
_NUMBERED = ("chapter", "annex")
_DIVIDED = (*_NUMBERED, "introduction")


def check_chapter_titles(text: Text) -> Iterator[Problem]:
    """Every chapter and annex has a title."""
    for chapter in text.standard.chapters:
        if not chapter.title.strip():
            yield NO_TITLE.at(chapter.mark.of("title"))


def _families(text: Text) -> Iterator[tuple[Clause, ...]]:
    """The clauses that stand beside each other. Where no clauses belong (前言, 参考文献), structure.py says so."""
    for chapter, clause, siblings in text.clauses:
        if clause is siblings[0] and clause.kind != "term" and chapter.kind in _DIVIDED:
            yield siblings


def check_only_child(text: Text) -> Iterator[Problem]:
    """A level has two clauses at least."""
    return (ONLY_CHILD.at(s[0].mark) for s in _families(text) if len(s) == 1)


def check_mixed(text: Text) -> Iterator[Problem]:
    """Clauses beside each other have titles, or none has."""
    for siblings in _families(text):
        untitled = [c for c in siblings if not c.title]
        if untitled and len(untitled) < len(siblings):
            yield MIXED.at(untitled[0].mark, found=len(untitled))


def check_untitled(text: Text) -> Iterator[Problem]:
    """A clause without title is not divided further."""
    return (UNTITLED_DIVIDED.at(c.mark) for _, c, _ in text.clauses if c.clauses and not c.title)


def check_hanging(text: Text) -> Iterator[Problem]:
    """No text stands between a heading and the first clause below it: nobody could cite it."""
    for chapter in text.standard.chapters:
        if chapter.kind in _NUMBERED and chapter.clauses and chapter.blocks and not _LED.fullmatch(chapter.title):
            yield HANGING.at(_place(chapter.blocks[0], chapter.mark), found=chapter.title)
    for chapter, clause, _ in text.clauses:
        # What stands in a divided clause without title is reported with the missing title.
        if chapter.kind in _NUMBERED and clause.clauses and clause.blocks and clause.title:
            yield HANGING.at(_place(clause.blocks[0], clause.mark), found=clause.title)


def _place(block: Block, heading: Mark) -> Mark:
    match block:
        case Paragraph() | Part() | Remark() | Table() | Figure():
            return block.mark
        case Listing(entries) if entries:
            return entries[0].mark
    return heading


def check_key_phrases(text: Text) -> Iterator[Problem]:
    """Clauses without title all begin with a phrase in the heading face, or none does."""
    for siblings in _families(text):
        untitled = [c for c in siblings if not c.title and c.blocks]
        plain = [c for c in untitled if not _begins_strong(c)]
        if plain and len(plain) < len(untitled):
            yield from (KEY_PHRASE.at(_place(c.blocks[0], c.mark)) for c in plain)


def _begins_strong(clause: Clause) -> bool:
    match clause.blocks[0]:
        case Paragraph((Words(face="strong"), *_)):
            return True
    return False


def check_headings(text: Text) -> Iterator[Problem]:
    """A heading names a subject: it makes no sentence and has no mark at its end."""
    for passage in text.passages:
        if passage.role == "heading" and (place := _sentence(passage)):
            yield HEADING.at(passage.at(*place), found=passage.text)


def _sentence(passage: Passage) -> tuple[str, int] | None:
    """What makes a heading a sentence, and where."""
    if ending := _ENDING.search(passage.text):
        return ending[0], ending.start()
    for modal in modals(passage.text):
        if modal.kind == "requirement":
            return modal.words, modal.start
    return None


def check_empty(text: Text) -> Iterator[Problem]:
    """Something stands below every heading."""
    things: list[Chapter | Clause] = [*text.standard.chapters, *(c for _, c, _ in text.clauses)]
    for thing in things:
        if not thing.blocks and not thing.clauses:
            yield EMPTY.at(thing.mark.of("title"))


def check_general(text: Text) -> Iterator[Problem]:
    """What is general comes first."""
    for siblings in _families(text):
        others = False
        for clause in siblings:
            if clause.title in _GENERAL and others:
                yield GENERAL_LATE.at(clause.mark, found=clause.title)
            others = others or clause.title not in _GENERAL


CHECKS = (
    check_chapter_titles,
    check_only_child,
    check_mixed,
    check_untitled,
    check_hanging,
    check_key_phrases,
    check_headings,
    check_empty,
    check_general,
)
