"""The elements of a document: which there are, in which order, with which titles. Source: GB/T 1.1—2020, 6.2 and 8."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from lceval_docs.checks.gbt.passage import Text
from lceval_docs.checks.gbt.rule import Rule
from lceval_docs.model.text import Chapter
from lceval_docs.problems import Mark, Problem, Word


def _files(*elements: str) -> str:
    """An example: one small file for each `kind title` or `kind title | text`."""
    return "\n".join(_file(number, *element.split(" ", 1)) for number, element in enumerate(elements))


def _file(number: int, kind: str, said: str) -> str:
    title, _, body = said.partition(" | ")
    front = f"id: e{number}\ntitle: {title}\nkind: {kind}\nstatus: proposal\nbasis: 测试"
    return f"=== {number:02}.md\n---\n{front}\n---\n{body or title + '的内容。'}"


_START = ("foreword 前言", "chapter 范围", "chapter 规范性引用文件", "chapter 术语和定义")

SCOPE_FIRST = Rule(
    "ST01",
    'the first chapter is "{found}", expected 范围.',
    "Let the file of 范围 sort before those of the other chapters.",
    clause="6.2",
    where="text",
    bad=_files("foreword 前言", "chapter 茶馆", "chapter 规范性引用文件", "chapter 术语和定义"),
    good=_files(*_START, "chapter 茶馆"),
)
FIXED_CHAPTERS = Rule(
    "ST02",
    'chapter {count} is "{found}", expected {expected}.',
    "Chapter 2 is 规范性引用文件, chapter 3 术语和定义, even where there is nothing to list in them.",
    clause="6.2",
    where="text",
    bad=_files("foreword 前言", "chapter 范围", "chapter 术语和定义", "chapter 规范性引用文件", "chapter 茶馆"),
    good=_files(*_START, "chapter 茶馆"),
)
SYMBOLS_FOURTH = Rule(
    "ST03",
    '"{found}" is chapter {count}, expected 4.',
    "Let its file sort right after that of 术语和定义.",
    clause="6.2",
    severity="warning",
    where="text",
    bad=_files(*_START, "chapter 茶馆", "chapter 符号和缩略语"),
    good=_files(*_START, "chapter 符号和缩略语", "chapter 茶馆"),
)
NO_CORE = Rule(
    "ST04",
    'no technical chapter follows "{found}".',
    "Add the chapters with what the document lays down.",
    clause="6.2",
    where="text",
    bad=_files(*_START),
    good=_files(*_START, "chapter 茶馆"),
)
FOREWORD = Rule(
    "ST05",
    "the foreword (前言): {found}.",
    "A document begins with one foreword, without numbers and headings.",
    clause="8.3",
    where="foreword",
    bad="本文件按照GB/T 1.1—2020的规定起草。\n\n## 起草单位 {#drafters}\n\n本文件起草单位：茶会。",
    good="本文件按照GB/T 1.1—2020的规定起草。\n\n本文件起草单位：茶会。",
)
INTRODUCTION = Rule(
    "ST06",
    "the introduction (引言) does not follow the foreword.",
    "Let its file sort right after that of the foreword, and have only one.",
    clause="8.4",
    where="text",
    bad=_files(*_START, "chapter 茶馆", "introduction 引言"),
    good=_files("foreword 前言", "introduction 引言", *_START[1:], "chapter 茶馆"),
)
ANNEX_EARLY = Rule(
    "ST08",
    'the annex "{found}" stands before the chapter "{expected}".',
    "Annexes follow the last chapter: let its file sort after those of the chapters.",
    clause="6.2",
    where="text",
    bad=_files(*_START, "annex 杯的清单", "chapter 茶馆"),
    good=_files(*_START, "chapter 茶馆", "annex 杯的清单"),
)
BIBLIOGRAPHY = Rule(
    "ST09",
    "the bibliography (参考文献): {found}.",
    "One bibliography follows the chapters and annexes; groups in it have no clauses.",
    clause="8.13",
    where="text",
    bad=_files(*_START, "chapter 茶馆", "bibliography 参考文献", "annex 杯的清单"),
    good=_files(*_START, "chapter 茶馆", "annex 杯的清单", "bibliography 参考文献"),
)
INDEX = Rule(
    "ST10",
    'the index (索引) stands before "{found}".',
    "The index is the last element: let its file sort last.",
    clause="8.14",
    where="text",
    bad=_files(*_START, "chapter 茶馆", "bibliography 索引", "bibliography 参考文献"),
    good=_files(*_START, "chapter 茶馆", "bibliography 参考文献", "bibliography 索引"),
)
INFORMATIVE_LIST = Rule(
    "ST11",
    "informative references and the bibliography go together: {found}.",
    "Add the file of 参考文献 with [[bibliography]], or delete what is not cited.",
    clause="8.13",
    severity="warning",
    where="references.yaml",
    bad='references:\n  - {id: GB/T 2, title: 茶, use: informative, standing: current, edition: "2020", checked_on: 2020-02-29}',
    good='references:\n  - {id: GB/T 2, title: 茶, use: normative, standing: current, edition: "2020", checked_on: 2020-02-29}',
)
TYPED_NUMBER = Rule(
    "ST12",
    'the title begins with a typed number "{found}".',
    "Delete it; numbers are made.",
    clause="7.2",
    where="text",
    bad=_files(*_START, "chapter 4 茶馆"),
    good=_files(*_START, "chapter 茶馆"),
)
TITLE_TWICE = Rule(
    "ST13",
    'the title "{found}" stands twice, first in {first}.',
    "Put the two together, or name what is different in each.",
    clause="7.2",
    where="chapter",
    bad="## 杯 {#cups}\n\n杯应洁净。\n\n## 杯 {#cups-again}\n\n杯应完整。",
    good="## 杯的卫生 {#cups}\n\n杯应洁净。\n\n## 杯的外观 {#cups-again}\n\n杯应完整。",
)
FIXED_TITLE = Rule(
    "ST14",
    'the title "{found}" is not the one fixed for this element.',
    "Write {expected}.",
    clause="6.2",
    where="text",
    bad=_files("foreword 前言", "chapter 适用范围", "chapter 引用标准", "chapter 术语与定义", "chapter 茶馆"),
    good=_files(*_START, "chapter 茶馆"),
)

_TERMS = "术语和定义"
_FIXED = ("范围", "规范性引用文件", _TERMS)
_TERMS_AND_MORE = re.compile(r"术语(?:和定义|、定义)(?:[、和].*)?")
_SYMBOLS = re.compile(r"(?:符号|代号|缩略语)(?:[、和](?:符号|代号|缩略语))*")
_OF_KIND = {"foreword": "前言", "introduction": "引言", "bibliography": "参考文献"}
_INDEX = "索引"
_WRONG_TITLES = {
    **dict.fromkeys(("适用范围", "主题内容与适用范围", "主题内容和适用范围", "总则和适用范围"), "范围"),
    **dict.fromkeys(("引用标准", "引用文件", "规范性引用标准", "规范引用文件", "引用的文件"), "规范性引用文件"),
    **dict.fromkeys(("术语与定义", "术语、定义", "术语及定义", "术语", "定义", "名词术语"), _TERMS),
    **dict.fromkeys(("符号与缩略语", "符号及缩略语", "符号、缩略语"), "符号和缩略语"),
    **dict.fromkeys(("缩写", "缩写词", "略语", "缩略词"), "缩略语"),
}
_TYPED = re.compile(
    r"(?:附录|附件)\s*[A-Z]?(?=\s|$)|(?:附录|附件)[A-Z]|第\s*\d+\s*章|\d+(?:\.\d+)*(?=[\s.、．\u3000])|[（(]?[一二三四五六七八九十]+[）)、]"
)


def _title(chapter: Chapter) -> str:
    """The title as it should be: a wrong wording is one fault, not also a missing chapter."""
    return _OF_KIND.get(chapter.kind) or _WRONG_TITLES.get(chapter.title, chapter.title)


def _place(chapter: Chapter) -> Mark:
    return chapter.mark.of("title")


def check_fixed_chapters(text: Text) -> Iterator[Problem]:
    """The first three chapters are 范围, 规范性引用文件 and 术语和定义."""
    for number, (chapter, expected) in enumerate(zip(text.chapters, _FIXED, strict=False), 1):
        title = _title(chapter)
        if title == expected or (expected == _TERMS and _TERMS_AND_MORE.fullmatch(title)):
            continue
        if number == 1:
            yield SCOPE_FIRST.at(_place(chapter), found=chapter.title)
        else:
            yield FIXED_CHAPTERS.at(_place(chapter), count=number, found=chapter.title, expected=expected)


def check_symbols(text: Text) -> Iterator[Problem]:
    """Symbols and abbreviations are explained right after the terms."""
    for number, chapter in enumerate(text.chapters, 1):
        if _SYMBOLS.fullmatch(chapter.title) and number != 4:
            yield SYMBOLS_FOURTH.at(_place(chapter), found=chapter.title, count=number)


def check_core(text: Text) -> Iterator[Problem]:
    """Something technical follows the general chapters."""
    fixed = [c for c in text.chapters if _title(c) in _FIXED or _SYMBOLS.fullmatch(c.title)]
    if fixed and len(fixed) == len(text.chapters):
        yield NO_CORE.at(_place(fixed[-1]), found=fixed[-1].title)


def check_foreword(text: Text) -> Iterator[Problem]:
    """There is one foreword; it stands first and has no headings."""
    chapters = [c for c in text.standard.chapters if c.kind != "introduction"]
    forewords = [c for c in chapters if c.kind == "foreword"]
    if not forewords:
        mark = _place(chapters[0]) if chapters else text.standard.identity.mark
        yield FOREWORD.at(mark, found=Word("there is none"))
    for chapter in forewords:
        if chapter is not chapters[0]:
            yield FOREWORD.at(_place(chapter), found=Word("it is not the first element"))
        if chapter.clauses:
            yield FOREWORD.at(chapter.clauses[0].mark, found=Word("a heading stands in it"))


def check_introduction(text: Text) -> Iterator[Problem]:
    """An introduction stands between foreword and scope."""
    before = ""
    for chapter in text.standard.chapters:
        if chapter.kind == "introduction" and before != "foreword":
            yield INTRODUCTION.at(_place(chapter))
        before = chapter.kind


def check_annexes(text: Text) -> Iterator[Problem]:
    """Annexes follow all chapters."""
    later: Chapter | None = None
    for chapter in reversed(text.standard.chapters):
        if chapter.kind == "annex" and later:
            yield ANNEX_EARLY.at(_place(chapter), found=chapter.title, expected=later.title)
        later = chapter if chapter.kind == "chapter" and chapter.title != _INDEX else later


def check_bibliography(text: Text) -> Iterator[Problem]:
    """One bibliography follows all chapters and annexes, and has no clauses."""
    later, count = False, 0
    for chapter in reversed(text.standard.chapters):
        if chapter.kind != "bibliography" or chapter.title == _INDEX:
            later = later or chapter.title != _INDEX
            continue
        count += 1
        if later or count > 1:
            found = Word("a chapter or annex follows it") if later else Word("there is a second one")
            yield BIBLIOGRAPHY.at(_place(chapter), found=found)
        if chapter.clauses:
            yield BIBLIOGRAPHY.at(chapter.clauses[0].mark, found=Word("a heading stands in it"))


def check_index(text: Text) -> Iterator[Problem]:
    """An index is the last element."""
    chapters = text.standard.chapters
    for chapter, following in pairwise(chapters):
        if chapter.title == _INDEX:
            yield INDEX.at(_place(chapter), found=following.title)


def check_informative_list(text: Text) -> Iterator[Problem]:
    """There is a bibliography where informative references are listed, and only there."""
    informative = [r for r in text.standard.references if r.use == "informative"]
    lists = [c for c in text.standard.chapters if c.kind == "bibliography" and c.title != _INDEX]
    if informative and not lists:
        yield INFORMATIVE_LIST.at(informative[0].mark.of("id"), found=Word("there is no bibliography"))
    if lists and not informative:
        yield INFORMATIVE_LIST.at(_place(lists[0]), found=Word("no informative reference is listed"))


def check_titles(text: Text) -> Iterator[Problem]:
    """Titles have their fixed wording and no number; headings in the text are held by the reader of the text."""
    for chapter in text.standard.chapters:
        typed = _TYPED.match(chapter.title)
        if typed:
            yield TYPED_NUMBER.at(_place(chapter), found=typed[0].strip())
        elif chapter.title != _INDEX and chapter.kind != "annex" and chapter.title != _title(chapter):
            yield FIXED_TITLE.at(_place(chapter), found=chapter.title, expected=_title(chapter))


def check_title_twice(text: Text) -> Iterator[Problem]:
    """No two elements, and no two clauses beside each other, have one title."""
    seen: dict[tuple[int, str], Mark] = {}
    named = [(0, chapter.title, _place(chapter)) for chapter in text.standard.chapters]
    named += [(id(siblings), clause.title, clause.mark) for _, clause, siblings in text.clauses]
    for group, title, mark in named:
        if title and (group, title) in seen:
            yield TITLE_TWICE.at(mark, found=title, first=seen[group, title])
        seen.setdefault((group, title), mark)


CHECKS = (
    check_fixed_chapters,
    check_symbols,
    check_core,
    check_foreword,
    check_introduction,
    check_annexes,
    check_bibliography,
    check_index,
    check_informative_list,
    check_titles,
    check_title_twice,
)
