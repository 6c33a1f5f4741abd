"""Which documents a text cites, where, and whether they thereby become part of its rules.

A document is cited by its number or by a `[[document:…]]`. Source: GB/T 1.1—2020, 9.5.4: a requirement, an instruction
or 按, 按照, 符合 cite normatively; 见, 参见, 参考 and all added information cite informatively.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Literal

from lceval_docs.checks.gbt.modality import kinds
from lceval_docs.checks.gbt.passage import REFERENCE, Passage, Sentence, Text
from lceval_docs.model.text import Reference
from lceval_docs.problems import Mark
from lceval_docs.records import dataclass

# "open": neither is certain (a cell of a table, a recommendation, a mere statement).
Manner = Literal["normative", "informative", "open"]
Key = tuple[str, str]

GAP = "[ \t\u00a0\u2000-\u200a\u202f\u3000]"
CHINESE = (
    r"GB(?:/[TZ])?|DB\d{2,6}(?:/T)?|T/[A-Z][A-Z0-9]*(?:-[A-Z]+)*|GJB|JJ[FG]"
    r"|(?:HJ|JB|QB|YB|NB|DL|SB|JT|LY|NY|SL|SY|SH|HG|MT|CJ|JG|JC|JR|YD|WS|WB|FZ|GA|RB|TB|SN|YS|BB|CB|CH|DA|DZ|MZ|QC|QX|SJ"
    r"|AQ|XF|YY|YC)(?:/[TZ])?"
)
FOREIGN = r"(?:ISO|IEC)(?:/(?:IEC|IEEE|TR|TS|PAS))*(?: (?:TR|TS|PAS))?|EN|IEEE|ASTM"
NUMBER = re.compile(
    rf"(?<![A-Za-z0-9/])(?P<code>{CHINESE}|{FOREIGN})(?P<gap>{GAP}*|(?<=\d)/)(?P<digits>\d+(?:\.\d+)*(?:-\d+)*?)"
    r"(?:(?P<dash>—{1,2}|–|－|―|-{1,2}|[:：])(?P<year>(?:19|20)\d{2}))?(?![.\-:：—–－]?\d)"
)
# Codes that are never the beginning of another word, so that a number may follow without a gap.
_CERTAIN = re.compile(r"GB|DB|ISO|IEC|.*/[TZ]$")
_FOREIGN_CODE = re.compile(FOREIGN)
_ALL_PARTS = "（所有部分）"

# How far from a number the words stand that say how, and what of it, is cited: a bound keeps the time linear.
_NEAR = 200
_BRACKETED = re.compile(r"（[^（）]*）")
_FRAGMENT = re.compile(r"[，；：。（]")
_TIES = re.compile(r"按照?|依照|符合|执行")
_POINTS = re.compile(r"(?<![意常可听偏罕少])见(?![证解])|参[见考阅照]")
_BORROWED = re.compile(r"来源：[^］\]]*$|代替[^，。；]*$")


def is_foreign(code: str) -> bool:
    return _FOREIGN_CODE.match(code) is not None


def numbers(words: str) -> Iterator[re.Match[str]]:
    """The numbers of documents in a text."""
    return (m for m in NUMBER.finditer(words) if m["gap"] or _CERTAIN.match(m["code"]))


def key_of(number: re.Match[str]) -> Key:
    """A document whatever its edition: code and number."""
    return number["code"], number["digits"]


def key_of_entry(entry: Reference) -> Key:
    """The key of an entry in references.yaml; a document without a number of a standard is known by its words."""
    number = NUMBER.match(entry.id)
    return key_of(number) if number else ("", "".join(entry.id.split()))


def is_all_parts(entry: Reference) -> bool:
    return _ALL_PARTS in entry.id or entry.title.endswith(_ALL_PARTS)


@dataclass(frozen=True)
class Citing:
    """One place that cites a document. `year`: of a number typed with it; `after`: what the sentence says next."""

    key: Key
    words: str
    year: str
    manner: Manner
    passage: Passage
    mark: Mark
    after: str
    is_typed: bool


@dataclass(frozen=True)
class Lists:
    """The entries of the two lists by what they stand for."""

    normative: Mapping[Key, Reference]
    informative: Mapping[Key, Reference]

    def entry(self, key: Key) -> tuple[Key, Reference] | None:
        """The entry that covers a document, the normative one first; one of all parts covers each part."""
        return self.among(self.normative, key) or self.among(self.informative, key)

    @staticmethod
    def among(entries: Mapping[Key, Reference], key: Key) -> tuple[Key, Reference] | None:
        code, digits = key
        for part in (digits, re.split(r"[.-]", digits)[0]):
            entry = entries.get((code, part))
            if entry is not None and (part == digits or is_all_parts(entry)):
                return (code, part), entry
        return None


def lists_of(text: Text) -> Lists:
    entries = text.standard.references
    return Lists(
        {key_of_entry(e): e for e in entries if e.use == "normative"},
        {key_of_entry(e): e for e in entries if e.use == "informative"},
    )


def citings(text: Text) -> Iterator[Citing]:
    """Every citing of a document, in reading order."""
    others = [e.id for e in text.standard.references if not NUMBER.match(e.id)]
    named = re.compile("|".join(map(re.escape, others))) if others else None
    lead = ""
    for passage in text.passages:
        if passage.role == "paragraph":
            lead = passage.text
        pointers = iter(passage.pointers)
        for sentence in passage.sentences:
            # An item rules what the sentence above its list rules.
            above = lead if passage.role == "item" and lead.endswith("：") else ""
            places = [(m.start(), m[0], m["year"] or "", key_of(m)) for m in numbers(sentence.text)]
            if named is not None:
                places += [(m.start(), m[0], "", ("", "".join(m[0].split()))) for m in named.finditer(sentence.text)]
            for start, words, year, key in sorted(places):
                yield _typed(sentence, above, start, words, year, key)
            for start in (m.start() for m in re.finditer(REFERENCE, sentence.text)):
                pointer = next(pointers, None)
                if pointer is not None and pointer.kind == "document":
                    key = next((key_of(m) for m in numbers(pointer.id)), ("", "".join(pointer.id.split())))
                    manner, after = _manner(sentence, above, start), sentence.text[start + 1 : start + _NEAR]
                    yield Citing(key, pointer.id, "", manner, passage, pointer.mark, after, False)


def _typed(sentence: Sentence, above: str, start: int, words: str, year: str, key: Key) -> Citing:
    mark, after = sentence.at(words, start), sentence.text[start + len(words) :][:_NEAR]
    borrowed = _BORROWED.search(sentence.text[max(start - _NEAR, 0) : start]) is not None
    manner: Manner = "informative" if borrowed else _manner(sentence, above, start)
    return Citing(key, words, year, manner, sentence.passage, mark, after, True)


def _manner(sentence: Sentence, above: str, start: int) -> Manner:
    passage = sentence.passage
    if passage.chapter and passage.chapter.title == "术语和定义" and "界定的" in sentence.text:
        return "normative"
    if not passage.is_normative or (passage.chapter and passage.chapter.title in ("范围", "规范性引用文件")):
        return "informative"
    tie, point = _nearest(sentence.text[max(start - _NEAR, 0) : start])
    if point > tie:
        return "informative"
    if passage.role == "cell":
        return "open"
    found = kinds(sentence.text)
    if "requirement" in found or (above and tie < 0 and "requirement" in kinds(above)):
        return "normative"
    if tie < 0 or found <= {"recommendation", "permission", "possibility"}:
        return "open"
    return "normative"


def _nearest(before: str) -> tuple[int, int]:
    """Where in the last piece of a sentence the words stand that tie, and those that only point; -1: nowhere."""
    piece = _FRAGMENT.split(_BRACKETED.sub("", before))[-1]
    ties, points = ([m.start() for m in pattern.finditer(piece)] for pattern in (_TIES, _POINTS))
    return max(ties, default=-1), max(points, default=-1)
