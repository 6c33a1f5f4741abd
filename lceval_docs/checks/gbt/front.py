"""The foreword: what it must say, in which order, and what it may not. Source: GB/T 1.1—2020, 8.3."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from lceval_docs.checks.gbt.modality import kinds, modals
from lceval_docs.checks.gbt.passage import Passage, Sentence, Text
from lceval_docs.checks.gbt.rule import Rule
from lceval_docs.model.prose import Block, Figure, Formula, Listing, Paragraph, Part, Table
from lceval_docs.model.prose import text_of as words_of
from lceval_docs.model.text import Chapter
from lceval_docs.problems import Mark, Problem

_BASIS = "本文件按照GB/T 1.1—2020《标准化工作导则　第1部分：标准化文件的结构和起草规则》的规定起草。"
_PATENTS = "请注意本文件的某些内容可能涉及专利。本文件的发布机构不承担识别专利的责任。"

NO_BASIS = Rule(
    "FW01",
    'the foreword does not begin with the fixed sentence on its drafting rules, but with "{found}".',
    f"Write: {_BASIS}",
    clause="8.3",
    where="foreword",
    bad=f"本文件按照GB/T 1.1-2020的规定起草。\n\n{_PATENTS}\n\n[[drafting]]",
    good=f"{_BASIS}\n\n{_PATENTS}\n\n[[drafting]]",
)
OUT_OF_ORDER = Rule(
    "FW02",
    'the foreword says "{found}" too late: it belongs above "{expected}".',
    "Order: drafting rules, parts, what is replaced, international document, patents, proposer and owner, drafters, "
    "earlier editions.",
    clause="8.3",
    where="foreword",
    bad=f"{_BASIS}\n\n[[drafting]]\n\n{_PATENTS}",
    good=f"{_BASIS}\n\n{_PATENTS}\n\n[[drafting]]",
)
NO_PATENTS = Rule(
    "FW03",
    "the foreword lacks the fixed sentences on patents, or they are worded differently.",
    f"Write: {_PATENTS}",
    clause="8.3",
    where="foreword",
    bad=f"{_BASIS}\n\n本文件的某些内容可能涉及专利。\n\n[[drafting]]",
    good=f"{_BASIS}\n\n{_PATENTS}\n\n[[drafting]]",
)
NOBODY = Rule(
    "FW04",
    "the foreword lacks the sentence with {expected}.",
    "Write [[drafting]] on a line of its own; the sentences are made from standard.yaml.",
    clause="8.3",
    where="foreword",
    bad=f"{_BASIS}\n\n{_PATENTS}\n\n本文件由茶会归口。",
    good=f"{_BASIS}\n\n{_PATENTS}\n\n[[drafting]]",
)
FOREWORD_RULES = Rule(
    "FW05",
    'the foreword holds a clause that is no statement: "{found}".',
    "State a fact, or move the clause to a chapter.",
    clause="8.3",
    where="foreword",
    bad=f"{_BASIS}\n\n{_PATENTS}\n\n使用者应保存本文件。\n\n[[drafting]]",
    good=f"{_BASIS}\n\n{_PATENTS}\n\n[[drafting]]\n\n本文件为首次发布。",
)
FOREWORD_OBJECT = Rule(
    "FW06",
    "the foreword holds a table, a figure or a formula.",
    "Move it to a chapter or an annex.",
    clause="8.3",
    where="foreword",
    bad=f"{_BASIS}\n\n{_PATENTS}\n\n[[drafting]]\n\n::: table 版次 {{#editions}}\n| 版 | 年 |\n| --- | --- |\n| 1 | 2020 |\n:::",
    good=f"{_BASIS}\n\n{_PATENTS}\n\n[[drafting]]",
)
CHANGE_WITHOUT_PLACE = Rule(
    "FW07",
    'the technical change "{found}" does not end with the clause it is about.',
    "End it with （见[[clause:id]]）; for what was deleted, （见20XX年版的5.3）.",
    clause="8.3",
    severity="warning",
    where="foreword",
    bad=f"{_BASIS}\n\n本文件代替T/TEA 1—2010《茶馆》，与T/TEA 1—2010相比，除结构调整和编辑性改动外，主要技术变化如下：\n\n- 增加了杯的要求；\n- 更改了茶的要求。\n\n{_PATENTS}\n\n[[drafting]]",
    good=f"{_BASIS}\n\n本文件代替T/TEA 1—2010《茶馆》，与T/TEA 1—2010相比，除结构调整和编辑性改动外，主要技术变化如下：\n\n- 增加了杯的要求（见[[clause:trial]]）；\n- 删除了茶的要求（见2010年版的5.3）。\n\n{_PATENTS}\n\n[[drafting]]",
)
ONE_SENTENCE = Rule(
    "FW08",
    "{found} both proposes and owns the document, in two sentences.",
    "Write 本文件由{found}提出并归口。",
    clause="8.3",
    severity="info",
    where="foreword",
    bad=f"{_BASIS}\n\n{_PATENTS}\n\n本文件由茶会提出。\n\n本文件由茶会归口。\n\n本文件起草单位：茶会。\n\n本文件主要起草人：甲、乙。",
    good=f"{_BASIS}\n\n{_PATENTS}\n\n本文件由茶会提出并归口。\n\n本文件起草单位：茶会。\n\n本文件主要起草人：甲、乙。",
)
NAME_TWICE = Rule(
    "FW09",
    'among the drafters the name "{found}" is empty or stands twice.',
    "Name each body and each person once.",
    clause="8.3",
    severity="warning",
    where="standard.yaml",
    bad="drafters: [茶会, 茶馆, 茶会]",
    good="drafters: [茶会, 茶馆]",
)
# The items of a foreword in their order; the words that tell each. The last ones first, as they name the others.
_ITEMS = (
    (8, re.compile(r"历次版本|首次发布")),
    (7, re.compile(r"起草单位|起草人")),
    (6, re.compile(r"^本文件由.*(?:提出|归口)")),
    (5, re.compile(r"专利")),
    (3, re.compile(r"^本文件代替|主要技术变化")),
    (4, re.compile(r"等同采用|修改采用|非等效|(?:ISO|IEC)[/ \d].*一致性")),
    (2, re.compile(r"是[^，。]*的第\d+部分|已经发布了以下部分")),
    (1, re.compile(r"规定起草。$|^本文件按照GB/T ?1\.1")),
)
_CHANGE = re.compile(r"增加|删除|更改|修改|调整|将")
_WITH_PLACE = re.compile(r"（见[^（）]+）[；。]?$")
_PROPOSED, _OWNED = re.compile(r"本文件由([^。]+)提出。"), re.compile(r"本文件由([^。]+?)归口。")
_NAMED = re.compile(r"起草(?:单位|人)：([^。]*)")
_RULING = frozenset(("requirement", "recommendation", "permission"))


def squeezed(text: str) -> str:
    """A text without its white space: fixed sentences are compared so, as gaps are made by the writers."""
    return "".join(text.split())


def said(text: Text, kind: str, *roles: str) -> list[Passage]:
    return [p for p in text.of(kind) if p.role in (roles or ("paragraph", "item", "note", "example", "footnote"))]


def short(sentence: str) -> str:
    return sentence if len(sentence) <= 24 else sentence[:23] + "…"


def _forewords(text: Text) -> Iterator[Chapter]:
    return (c for c in text.standard.chapters if c.kind == "foreword")


def check_basis(text: Text) -> Iterator[Problem]:
    """The foreword begins with the rules it was drafted by."""
    for chapter in _forewords(text):
        paragraphs = [p for p in text.inside(chapter) if p.role != "heading"]
        first = paragraphs[0].sentences[0].text if paragraphs and paragraphs[0].sentences else ""
        if squeezed(first) != squeezed(_BASIS):
            yield NO_BASIS.at(paragraphs[0].mark if paragraphs else chapter.mark.of("title"), found=short(first))


def check_order(text: Text) -> Iterator[Problem]:
    """What a foreword says stands in a fixed order."""
    for chapter in _forewords(text):
        last, above = 0, ""
        for block in chapter.blocks:
            found = _item(block)
            if found is None:
                continue
            item, words, mark = found
            if item < last:
                yield OUT_OF_ORDER.at(mark, found=short(words), expected=short(above))
            else:
                last, above = item, words


def _item(block: Block) -> tuple[int, str, Mark] | None:
    """Which item of the foreword a block is, its words, its place."""
    if isinstance(block, Part) and block.kind == "drafting":
        return 7, "[[drafting]]", block.mark
    if isinstance(block, Paragraph):
        words = words_of(block.line)
        for item, pattern in _ITEMS:
            if pattern.search(words):
                return item, words, block.mark
    return None


def check_patents(text: Text) -> Iterator[Problem]:
    """The foreword disclaims patents, unless the introduction names them."""
    if any("专利" in p.text for p in text.of("introduction")):
        return
    for chapter in _forewords(text):
        paragraphs = [p for p in text.inside(chapter) if p.role == "paragraph"]
        if squeezed(_PATENTS) not in squeezed("".join(p.text for p in paragraphs)):
            near = next((p.at("专利") for p in paragraphs if "专利" in p.text), chapter.mark.of("title"))
            yield NO_PATENTS.at(near)


def check_drafters(text: Text) -> Iterator[Problem]:
    """The foreword names owner and drafters."""
    for chapter in _forewords(text):
        if any(isinstance(b, Part) and b.kind == "drafting" for b in chapter.blocks):
            continue
        words = "".join(p.text for p in text.inside(chapter))
        for expected in ("归口", "起草单位", "主要起草人"):
            if expected not in words:
                yield NOBODY.at(chapter.mark.of("title"), expected=expected)


def check_foreword_clauses(text: Text) -> Iterator[Problem]:
    """A foreword only states. A list of changes tells of clauses, it does not make them."""
    for passage in said(text, "foreword"):
        for sentence in passage.sentences:
            is_told = passage.role == "item" and _CHANGE.match(sentence.text)
            if not is_told:
                yield from rulings(FOREWORD_RULES, sentence)
            if passage.role == "paragraph" and kinds(sentence.text) == {"instruction"} and "了" not in sentence.text:
                yield FOREWORD_RULES.at(sentence.at(sentence.text[:1]), found=short(sentence.text))


def rulings(rule: Rule, sentence: Sentence) -> Iterator[Problem]:
    """The first verb of a sentence that rules something."""
    for modal in modals(sentence.text):
        if modal.kind in _RULING:
            yield rule.at(sentence.at(modal.words, modal.start), found=short(sentence.text[modal.start :]))
            return


def check_foreword_objects(text: Text) -> Iterator[Problem]:
    """A foreword has no table, figure or formula."""
    made = ("table", "tables", "figure", "formula", "formulas")
    for chapter, _, blocks in text.blocks():
        if chapter.kind != "foreword":
            continue
        for block in blocks:
            if isinstance(block, Table | Figure) or (isinstance(block, Part) and block.kind in made):
                yield FOREWORD_OBJECT.at(block.mark)
            elif isinstance(block, Formula):
                yield FOREWORD_OBJECT.at(chapter.mark)


def check_changes(text: Text) -> Iterator[Problem]:
    """Each technical change names its clause."""
    passages = {p.mark: p for p in said(text, "foreword", "item")}
    for chapter in _forewords(text):
        for before, block in zip(chapter.blocks, chapter.blocks[1:], strict=False):
            is_lead = isinstance(before, Paragraph) and "主要技术变化" in words_of(before.line)
            if is_lead and isinstance(block, Listing):
                for entry in block.entries:
                    words = passages[entry.mark].text
                    if not entry.inside and not _WITH_PLACE.search(words):
                        yield CHANGE_WITHOUT_PLACE.at(entry.mark, found=short(words))


def check_one_sentence(text: Text) -> Iterator[Problem]:
    """A body that proposes and owns is named once."""
    passages = said(text, "foreword", "paragraph")
    proposed = {name for p in passages for name in _PROPOSED.findall(p.text)}
    for passage in passages:
        for match in _OWNED.finditer(passage.text):
            if match[1] in proposed:
                yield ONE_SENTENCE.at(passage.at(match[0], match.start()), found=match[1])


def check_names(text: Text) -> Iterator[Problem]:
    """Every drafter is named once."""
    identity = text.standard.identity
    for field, names in (("drafters", identity.drafters), ("people", identity.people)):
        for name in _repeated(names):
            yield NAME_TWICE.at(identity.mark.of(field), found=name)
    for passage in said(text, "foreword", "paragraph"):
        for match in _NAMED.finditer(passage.text):
            for name in _repeated(match[1].split("、")):
                yield NAME_TWICE.at(passage.at(name, match.start(1)), found=name)


def _repeated(names: Iterable[str]) -> list[str]:
    counts = Counter(squeezed(name) for name in names)
    return [name for name, count in counts.items() if count > 1 or not name]


CHECKS = (
    check_basis,
    check_order,
    check_patents,
    check_drafters,
    check_foreword_clauses,
    check_foreword_objects,
    check_changes,
    check_one_sentence,
    check_names,
)
