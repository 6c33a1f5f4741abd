"""The names of a document: their elements, and what they may not say. Source: GB/T 1.1—2020, 6.1."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lceval_docs.checks.gbt.passage import Text
from lceval_docs.checks.gbt.rule import Rule
from lceval_docs.problems import Mark, Problem

BOTH_NAMES = Rule(
    "CV07",
    "the Chinese name has {found} elements, the English name {expected}.",
    "Give both names the same elements: a full-width space between the Chinese ones, — between the English ones.",
    clause="6.1",
    severity="warning",
    where="standard.yaml",
    bad="title: 茶馆　服务规范\ntitle_en: Service specification for teahouses",
    good="title: 茶馆　服务规范\ntitle_en: Teahouses—Service specification",
)
CLASS_WORD = Rule(
    "CV08",
    'the name says what class of document it is: "{found}".',
    "Leave the word out, or name the kind of content: 规范, 规程, 指南.",
    clause="6.1",
    severity="warning",
    where="standard.yaml",
    bad="title: 茶馆评价标准",
    good="title: 茶馆评价规范",
)
ELEMENTS = Rule(
    "CV09",
    'the name "{found}" is not of at most three elements with one full-width space between them.',
    "Write {expected}.",
    clause="6.1",
    severity="warning",
    where="standard.yaml",
    bad="title: 茶馆 服务规范\ntitle_en: Teahouses—Service specification",
    good="title: 茶馆　服务规范\ntitle_en: Teahouses—Service specification",
)
KIND_WORD = Rule(
    "CV10",
    'the Chinese name ends with "{found}", but the English one has no "{expected}".',
    "Use the English word of that kind of document, or change the Chinese one.",
    clause="6.1",
    severity="warning",
    where="standard.yaml",
    bad="title: 茶馆服务指南\ntitle_en: Specification for teahouse service",
    good="title: 茶馆服务指南\ntitle_en: Guidelines for teahouse service",
)
ENGLISH = Rule(
    "CV11",
    'the English name "{found}": each element begins with a capital and goes on in small letters, with — between elements.',
    "Write {expected} (proper names keep their capitals).",
    clause="6.1",
    severity="warning",
    where="standard.yaml",
    bad="title_en: Specification For Teahouse Service Quality",
    good="title_en: Specification for teahouse service quality",
)
_HAN = r"[\u4e00-\u9fff）》”]"
_WRONG_GAP = re.compile(rf"(?<={_HAN})(?:[ \u3000]{{2,}}| | ?—+ ?| [–-]+ )(?=[\u4e00-\u9fff（《“])")
# As the class of the document the word ends an element; inside one it is part of a thing's name (标准物质, 标准煤).
_CLASS_WORD = re.compile(r"(?:国家|行业|地方|团体|企业)?标准(?=$|[\u3000 （：])|标准化指导性技术文件")
_KINDS = (
    (re.compile(r"(?:术语|词汇)$"), ("vocabulary", "terminology", "terms")),
    (re.compile(r"符号$"), ("symbol",)),
    (re.compile(r"分类$"), ("classification", "classifying")),
    (re.compile(r"(?:编码|代码)$"), ("code", "coding")),
    (re.compile(r"试验方法$"), ("test", "testing")),
    (re.compile(r"的测定$"), ("determination",)),
    (re.compile(r"规范$"), ("specification",)),
    (re.compile(r"规程$"), ("code of practice", "procedure")),
    (re.compile(r"指南$"), ("guideline", "guidance", "guide")),
)
_ENGLISH_JOINT = re.compile(r" +[-–] +| *(?:--+|–) *")
_LONG_WORD = re.compile(r"(?<![A-Za-z-])[A-Za-z][a-z]{3,}")
_FIRST_LETTER = re.compile(r"(?:^|(?<=—))([a-z])")


def within(mark: Mark, offset: int) -> Mark:
    """The place so many characters into a field."""
    return Mark(mark.file, mark.line, mark.column + offset)


def check_names(text: Text) -> Iterator[Problem]:
    """The Chinese and the English name have the same elements and name the same kind of document."""
    identity = text.standard.identity
    title, english = identity.title, identity.title_en
    chinese_count = len(_WRONG_GAP.sub("\u3000", title).split("\u3000"))
    english_count = len(_ENGLISH_JOINT.sub("—", english).split("—")) if english else 0
    if chinese_count != english_count:
        yield BOTH_NAMES.at(identity.mark.of("title_en"), found=chinese_count, expected=english_count)
    for pattern, words in _KINDS:
        if english and (ending := pattern.search(title)) and not any(w in english.lower() for w in words):
            yield KIND_WORD.at(identity.mark.of("title_en"), found=ending[0], expected=words[0])


def check_class_word(text: Text) -> Iterator[Problem]:
    """A name does not say that the document is a standard."""
    identity = text.standard.identity
    for match in _CLASS_WORD.finditer(identity.title):
        yield CLASS_WORD.at(within(identity.mark.of("title"), match.start()), found=match[0])


def check_elements(text: Text) -> Iterator[Problem]:
    """A name has one to three elements, parted by one full-width space."""
    identity = text.standard.identity
    title, mark = identity.title, identity.mark.of("title")
    wrong = _WRONG_GAP.search(title)
    right = _WRONG_GAP.sub("\u3000", title)
    too_many = right.count("\u3000") > 2
    if wrong or too_many:
        place = within(mark, wrong.start() if wrong else title.rindex("\u3000"))
        yield ELEMENTS.at(place, found=title, expected="" if too_many else right)


def check_english(text: Text) -> Iterator[Problem]:
    """Each element of the English name begins with a capital; the rest is small but for proper names."""
    identity = text.standard.identity
    right = _ENGLISH_JOINT.sub("—", identity.title_en)
    right = _FIRST_LETTER.sub(lambda m: m[1].upper(), "—".join(map(_uncapitalised, right.split("—"))))
    if right != identity.title_en:
        at = next((n for n, (a, b) in enumerate(zip(right, identity.title_en, strict=False)) if a != b), 0)
        yield ENGLISH.at(within(identity.mark.of("title_en"), at), found=identity.title_en, expected=right)


def _uncapitalised(element: str) -> str:
    """An element without capitals on every word. A few are proper names; all of three or more are a habit."""
    later = [m for m in _LONG_WORD.finditer(element) if m.start() and not element[: m.start()].endswith(": ")]
    if len(later) < 3 or not all(m[0][0].isupper() for m in later):
        return element
    for match in later:
        element = element[: match.start()] + match[0].lower() + element[match.end() :]
    return re.sub(r"(?<= )(For|Of|And|In|The|On|To|With)(?= )", lambda m: m[0].lower(), element)


CHECKS = (check_names, check_class_word, check_elements, check_english)
