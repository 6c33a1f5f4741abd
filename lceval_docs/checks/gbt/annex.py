"""Annexes: referred to, in the manner of their nature, in the order of their first mention. Source: GB/T 1.1—2020, 9.6."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from string import ascii_uppercase
from typing import Literal

from lceval_docs.checks.gbt.mention import Key, Mention, mentions, placed
from lceval_docs.checks.gbt.modality import modals
from lceval_docs.checks.gbt.passage import REFERENCE, Text
from lceval_docs.checks.gbt.rule import Rule
from lceval_docs.model.text import Chapter
from lceval_docs.problems import Mark, Problem
from lceval_docs.records import dataclass


def _three(first: str, nature: str, second: str = "informative") -> str:
    """A text with one chapter and two annexes."""
    fronts = (
        ("04-a.md", "trial", "茶馆", "chapter", "normative"),
        ("90-a.md", "cups", "杯", "annex", nature),
        ("91-b.md", "pots", "壶", "annex", second),
    )
    return "".join(
        f"=== {file}\n---\nid: {id}\ntitle: {title}\nkind: {kind}\nnature: {is_a}\nstatus: proposal\nbasis: 测试\n---\n{body}\n"
        for (file, id, title, kind, is_a), body in zip(fronts, (first, "杯为瓷制。", "壶为陶制。"), strict=True)
    )


_ANNEX = "=== 90-a.md\n---\nid: cups\ntitle: 杯\nkind: annex\n{nature}status: proposal\nbasis: 测试\n---\n杯为瓷制。\n"
NO_NATURE = Rule(
    "AN01",
    "the annex {found} does not say whether it is normative or informative.",
    "Write nature: normative or nature: informative in the front matter.",
    clause="9.6",
    where="text",
    bad=_ANNEX.format(nature=""),
    good=_ANNEX.format(nature="nature: normative\n"),
)
NEVER_CITED = Rule(
    "AN02",
    "nothing in the text refers to the annex {found}.",
    "Write [[annex:{id}]] in the text that it belongs to, or delete the annex.",
    clause="9.6",
    where="text",
    bad=_three("茶馆应备有符合[[annex:cups]]的杯。", "normative"),
    good=_three("茶馆应备有符合[[annex:cups]]的杯，壶见[[annex:pots]]。", "normative"),
)
IS_REQUIRED = Rule(
    "AN03",
    "an informative annex is cited as a requirement ({found}).",
    "Write nature: normative in {file}, or refer to it with 见 or 参见.",
    clause="9.6",
    where="text",
    bad=_three("杯应符合[[annex:cups]]的规定，壶见[[annex:pots]]。", "informative"),
    good=_three("杯应符合[[annex:cups]]的规定，壶见[[annex:pots]]。", "normative"),
)
ONLY_SEEN = Rule(
    "AN07",
    "the normative annex {found} is only referred to with 见 or 参见.",
    "Cite it as required (……应符合[[annex:{id}]]的规定), or write nature: informative in its file.",
    clause="9.6",
    severity="warning",
    where="text",
    bad=_three("杯见[[annex:cups]]，壶见[[annex:pots]]。", "normative"),
    good=_three("杯见[[annex:cups]]，并应符合[[annex:cups]]的规定，壶见[[annex:pots]]。", "normative"),
)
OUT_OF_ORDER = Rule(
    "AN04",
    "the annex {found} stands behind the annex {other}, but the text mentions it earlier.",
    "Rename the files so that annexes stand in the order in which they are first mentioned.",
    clause="9.6",
    severity="warning",
    where="text",
    bad=_three("壶见[[annex:pots]]，杯应符合[[annex:cups]]的规定。", "normative"),
    good=_three("杯应符合[[annex:cups]]的规定，壶见[[annex:pots]]。", "normative"),
)
NOT_IN_ANNEX = Rule(
    "AN05",
    "{found} stands in an annex.",
    "Move it to the chapter of that name: an annex has none of its own.",
    clause="9.6",
    where="annex",
    bad="## 范围 {#annex-scope}\n\n本附录规定了杯的要求。",
    good="## 适用的杯 {#annex-cups}\n\n本附录规定了杯的要求。",
)

Manner = Literal["required", "seen", "other"]

_NOT_IN_ANNEX = re.compile(r"范围|规范性引用文件|引用文件|术语和定义|术语与定义")
# Typed by hand, which another rule reports; an annex of another document stands behind its number or title.
_TYPED = re.compile(rf"(?<![\dA-Za-z》中的{REFERENCE}])附录\s*([A-Z])(?![A-Za-z])")
# What may stand between the verb and a reference: others in a row, and words that belong to the reference.
_ROW = re.compile(
    rf"(?:{REFERENCE}|（[^（）]{{0,40}}）|[、～\s]|，(?=和|及|与|或|以及)|以及|和|及|与|或|至|本文件中?的?)+$"
)
_SEE = re.compile(r"(?:参见|参看|参阅|见|参考|参照)$")
_OBEY = re.compile(r"(?:符合|按照|按|依照|依据|根据|遵照|遵守|遵循|满足|采用|使用|执行|对照|服从|达到)$")
_INSTRUCTS = re.compile(r"(?:^|[，、：])(?:并|且|均|再|分别|都)?(?:按照|按|依照|依据|根据|遵照)$")
# 按附录B取值的，…: a case, not an instruction.
_IS_CASE = re.compile(r"[^，。；]*[的时]，")


@dataclass(frozen=True)
class Cited:
    """A place where an annex is named, in which manner, and the words that make it that manner."""

    mark: Mark
    manner: Manner
    words: str


def _cited(text: Text) -> Mapping[str, list[Cited]]:
    """Where the text names each annex, or something in it, outside the annex itself; both in reading order."""
    homes = _homes(text)
    letters = dict(zip(ascii_uppercase, (annex.id for annex in text.annexes), strict=False))
    pointed: dict[int, list[Mention]] = defaultdict(list)
    for mention in mentions(text):
        pointed[id(mention.sentence)].append(mention)
    found: dict[str, list[Cited]] = defaultdict(list)
    for sentence in text.sentences:
        own = sentence.passage.chapter.id if sentence.passage.chapter else ""
        places = [(m.offset, 1, homes.get(m.key, ""), m.mark) for m in pointed[id(sentence)]]
        for typed in _TYPED.finditer(sentence.text):
            mark = sentence.at(typed[0], typed.start())
            places.append((typed.start(), len(typed[0]), letters.get(typed[1], ""), mark))
        for offset, length, annex, mark in sorted(places, key=lambda place: place[0]):
            if annex and annex != own:
                manner, words = _manner(sentence.text, offset, length)
                if manner == "required" and not sentence.passage.is_normative:
                    manner = "other"
                found[annex].append(Cited(mark, manner, words))
    return found


def _homes(text: Text) -> Mapping[Key, str]:
    """The annex in which each thing stands that can be named."""
    annexes = {annex.id for annex in text.annexes}
    homes = {(kind, id): id for id in annexes for kind in ("annex", "clause")}
    homes |= {("clause", clause.id): c.id for c, clause, _ in text.clauses if c.id in annexes}
    homes |= {thing.key: thing.chapter.id for thing in placed(text) if thing.chapter.id in annexes}
    return homes


def _manner(said: str, offset: int, length: int) -> tuple[Manner, str]:
    """How a reference is made, and the words that make it so.

    It is required where the words that lead to it obey (符合, 按) and the verb before them is 应, or where nothing but
    按 leads a clause: an instruction.
    """
    before = _ROW.sub("", said[:offset])
    if _SEE.search(before):
        return "seen", ""
    obeys = _OBEY.search(before)
    if not obeys:
        return "other", ""
    leading = [modal for modal in modals(said) if modal.start < obeys.end()]
    if leading and leading[-1].kind == "requirement":
        return "required", f"{leading[-1].words}…{obeys[0]}"
    if not modals(said) and _INSTRUCTS.search(before) and not _IS_CASE.match(said, offset + length):
        return "required", obeys[0]
    return "other", ""


def check_citing(text: Text) -> Iterator[Problem]:
    """Each annex is referred to from outside; a normative one is required, an informative one is not."""
    cited = _cited(text)
    for annex in text.annexes:
        places = cited.get(annex.id, [])
        at = annex.mark.of("title")
        if not places:
            yield NEVER_CITED.at(at, found=annex.title, id=annex.id)
        elif annex.nature == "normative" and all(place.manner == "seen" for place in places):
            yield ONLY_SEEN.at(at, found=annex.title, id=annex.id)
        elif annex.nature == "informative":
            for place in places:
                if place.manner == "required":
                    yield IS_REQUIRED.at(place.mark, found=place.words, file=annex.mark.file)


def check_order(text: Text) -> Iterator[Problem]:
    """Annexes stand in the order in which the text first mentions them."""
    cited = _cited(text)
    order = {annex: place for place, annex in enumerate(cited)}
    above: Chapter | None = None
    for annex in (annex for annex in text.annexes if annex.id in order):
        if above and order[annex.id] < order[above.id]:
            yield OUT_OF_ORDER.at(annex.mark.of("title"), found=annex.title, other=above.title)
        else:
            above = annex


def check_elements(text: Text) -> Iterator[Problem]:
    """An annex has no scope, no normative references, no terms."""
    for annex in text.annexes:
        if _NOT_IN_ANNEX.fullmatch(annex.title):
            yield NOT_IN_ANNEX.at(annex.mark.of("title"), found=annex.title)
    for chapter, clause, _ in text.clauses:
        if chapter.kind == "annex" and _NOT_IN_ANNEX.fullmatch(clause.title):
            yield NOT_IN_ANNEX.at(clause.mark, found=clause.title)


def check_nature(text: Text) -> Iterator[Problem]:
    """An annex says what it is."""
    for annex in text.annexes:
        if "nature" not in annex.mark.fields:
            yield NO_NATURE.at(annex.mark.of("title"), found=annex.title)


CHECKS = (check_nature, check_citing, check_order, check_elements)
