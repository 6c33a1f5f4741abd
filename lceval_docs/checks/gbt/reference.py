"""The chapter 规范性引用文件 and both lists of documents. Source: GB/T 1.1—2020, 8.6 and 8.13."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lceval_docs.checks.gbt.citing import (
    NUMBER,
    Key,
    citings,
    is_foreign,
    key_of_entry,
    lists_of,
)
from lceval_docs.checks.gbt.front import short, squeezed
from lceval_docs.checks.gbt.passage import Text
from lceval_docs.checks.gbt.rule import Rule
from lceval_docs.model.prose import Listing
from lceval_docs.model.text import Chapter, Reference
from lceval_docs.problems import Mark, Problem

_LEAD = (
    "下列文件中的内容通过文中的规范性引用而构成本文件必不可少的条款。其中，注日期的引用文件，仅该日期对应的版本适用于本文件；"
    "不注日期的引用文件，其最新版本（包括所有的修改单）适用于本文件。"
)
_NONE = "本文件没有规范性引用文件。"
_TEA = "{id: GB/T 1, title: 示例文件, use: normative, standing: current, checked_on: 2020-02-29}"


def _yaml(*entries: str) -> str:
    return "references:\n" + "\n".join(f"  - {entry}" for entry in entries)


LEAD = Rule(
    "NR01",
    "the list of normative references does not begin with the fixed sentences.",
    f"Write: {_LEAD}",
    clause="8.6",
    where="references",
    bad="下列文件通过规范性引用构成本文件的条款。\n\n[[references]]",
    good=f"{_LEAD}\n\n[[references]]",
)
EMPTY = Rule(
    "NR02",
    f"{_NONE} must stand alone where nothing is listed, and nowhere else.",
    f"Where references.yaml has an entry with `use: normative`, delete it; where not, write only: {_NONE}",
    clause="8.6",
    where="references",
    bad=f"{_LEAD}\n\n{_NONE}\n\n[[references]]",
    good=f"{_LEAD}\n\n[[references]]",
)
OLD_LEAD = Rule(
    "NR03",
    "the list of normative references begins with the sentences of GB/T 1.1—2009.",
    f"Write: {_LEAD}",
    clause="8.6",
    where="references",
    bad="下列文件对于本文件的应用是必不可少的。凡是注日期的引用文件，仅注日期的版本适用于本文件。\n\n[[references]]",
    good=f"{_LEAD}\n\n[[references]]",
)
DIVIDED = Rule(
    "NR04",
    "the chapter of normative references has a heading, a list or a typed number.",
    "Leave the fixed sentences and [[references]]; entries come from references.yaml, without numbers.",
    clause="8.6",
    where="references",
    bad=f"{_LEAD}\n\n- GB/T 1　示例文件",
    good=f"{_LEAD}\n\n[[references]]",
)
NOT_A_NUMBER = Rule(
    "NR05",
    'the entry "{found}" is not a number and a title.',
    "`id` is the number alone (GB/T 32150), `edition` the year, `title` the title without the number.",
    clause="8.6",
    where="references.yaml",
    bad=_yaml(_TEA.replace("GB/T 1,", "GB/T 1-2020,")),
    good=_yaml(_TEA),
)
STOPPED = Rule(
    "NR06",
    'the entry ends with "{found}".',
    "Delete it; an entry has no mark at its end.",
    clause="8.6",
    severity="warning",
    where="references.yaml",
    bad=_yaml(_TEA.replace("示例文件", "示例文件。")),
    good=_yaml(_TEA.replace("示例文件", "示例文件（所有部分）")),
)
TWICE = Rule(
    "NR08",
    "{found} is listed twice.",
    "Keep one entry.",
    clause="8.6",
    where="references.yaml",
    bad=_yaml(_TEA, _TEA.replace("GB/T 1,", "GB/T  1,")),
    good=_yaml(_TEA, _TEA.replace("GB/T 1,", "GB/T 1.1,")),
)
UNUSED = Rule(
    "NR09",
    "no clause cites {found}.",
    "Cite it where it is required, or delete the entry, or give it `use: informative`.",
    clause="8.6",
    severity="warning",
    where="chapter",
    bad="茶馆应备有杯。",
    good="茶馆应备有杯，杯应符合[[document:GB/T 1]]的规定。",
)
ONLY_POINTED = Rule(
    "NR11",
    "{found} is listed as a normative reference, but the text only points to it.",
    "Give it `use: informative`, or cite it with 应按, 应符合.",
    clause="8.6",
    severity="warning",
    where="chapter",
    bad="茶馆应备有杯，参见GB/T 1。",
    good="茶馆应备有杯，杯应符合GB/T 1的规定。",
)
LAW = Rule(
    "NR12",
    "{found} is a law or a policy, which cannot be a normative reference.",
    "Give it `use: informative`.",
    clause="9.5.4",
    where="references.yaml",
    bad=_yaml(
        _TEA,
        "{id: 国发〔2020〕1号, title: 茶馆管理办法, use: normative, standing: current, checked_on: 2020-02-29}",
    ),
    good=_yaml(
        _TEA.replace("示例文件", "杯的测定方法"),
        "{id: 国发〔2020〕1号, title: 茶馆管理办法, use: informative, standing: current, checked_on: 2020-02-29}",
    ),
)
FOREIGN_TITLE = Rule(
    "NR15",
    'the title of {found} is not the Chinese one with the original in brackets: "{title}".',
    "Write the title as 中文名称（Original title）.",
    clause="8.6",
    severity="warning",
    where="references.yaml",
    bad=_yaml(_TEA, "{id: ISO 1, title: 杯, use: informative, standing: current, checked_on: 2020-02-29}"),
    good=_yaml(_TEA, "{id: ISO 1, title: 杯（Cups）, use: informative, standing: current, checked_on: 2020-02-29}"),
)
UNCITED = Rule(
    "RF11",
    "nothing in the text cites {found}.",
    "Cite it with 见 or 参见; leave it only if it was consulted in drafting.",
    clause="8.13",
    severity="info",
    where="references.yaml",
    bad=_yaml(_TEA, "{id: GB/T 2, title: 盘, use: informative, standing: current, checked_on: 2020-02-29}"),
    good=_yaml(_TEA),
)
IN_BOTH = Rule(
    "RF12",
    "{found} is in both lists, the normative references and the bibliography.",
    "Keep the normative entry if a requirement cites it, else the other.",
    clause="8.13",
    where="references.yaml",
    bad=_yaml(_TEA, _TEA.replace("normative", "informative")),
    good=_yaml(_TEA, _TEA.replace("GB/T 1,", "GB/T 2,").replace("normative", "informative")),
)

_OLD = re.compile(r"对于本文件的应用是必不可少的|凡是注日期的引用文件")
_SERIAL = re.compile(r"[\[［]\d+[\]］]|[（(]?\d+[）)、.．]")
_CODED = re.compile(r"(?:GB|ISO|IEC|DB\d|HJ|T/)")
_END = re.compile(r"[。；，、：.;,:]$")
_POLICY = re.compile(r"(?:(?<!方)法|条例|办法|规定|通知|意见|决定|公告|政策|规划|细则)(?:（[^）]*）)?$")
_POLICY_NUMBER = re.compile(r"[〔\[［]\d{4}[〕\]］].*号$")
_HAN, _ORIGINAL = re.compile(r"[\u4e00-\u9fff]"), re.compile(r"（[^（）]*[A-Za-z]{2}[^（）]*）")


def _chapters(text: Text) -> Iterator[Chapter]:
    return (c for c in text.chapters if c.title == "规范性引用文件")


def check_lead(text: Text) -> Iterator[Problem]:
    """The chapter begins with the sentences of 2020, or says that there is nothing to list."""
    is_listed = any(r.use == "normative" for r in text.standard.references)
    for chapter in _chapters(text):
        paragraphs = [p for p in text.inside(chapter) if p.role == "paragraph"]
        words = squeezed("".join(p.text for p in paragraphs))
        mark = paragraphs[0].mark if paragraphs else chapter.mark.of("title")
        if _OLD.search(words):
            yield OLD_LEAD.at(mark)
        elif not is_listed:
            if words != _NONE:
                yield EMPTY.at(mark)
        elif _NONE in words:
            yield EMPTY.at(next((p.at(_NONE) for p in paragraphs if _NONE in p.text), mark))
        elif not words.startswith(_LEAD):
            yield LEAD.at(mark)


def check_undivided(text: Text) -> Iterator[Problem]:
    """The list has no clauses, no bullets and no numbers."""
    for chapter in _chapters(text):
        marks: list[Mark] = [c.mark for c in chapter.clauses]
        marks += [b.entries[0].mark for b in chapter.blocks if isinstance(b, Listing) and b.entries]
        marks += [p.mark for p in text.inside(chapter) if p.role == "paragraph" and _SERIAL.match(p.text)]
        for mark in marks:
            yield DIVIDED.at(mark)


def check_entries(text: Text) -> Iterator[Problem]:
    """Each entry is a number and a title, as the list prints them."""
    for entry in text.standard.references:
        number = NUMBER.match(entry.id)
        is_number = number is not None and not number["year"] and _rest(entry.id, number) in ("", "（所有部分）")
        is_titled = not (NUMBER.match(entry.title) or "\n" in entry.title)
        if (_CODED.match(entry.id) and not is_number) or not is_titled:
            field = "title" if not is_titled else "id"
            yield NOT_A_NUMBER.at(entry.mark.of(field), found=f"{entry.id}　{short(entry.title)}")
        stop = _END.search(entry.title)
        if stop:
            yield STOPPED.at(entry.mark.of("title"), found=stop[0])
        if number and is_foreign(number["code"]) and not (_HAN.search(entry.title) and _ORIGINAL.search(entry.title)):
            yield FOREIGN_TITLE.at(entry.mark.of("title"), found=entry.id, title=entry.title)


def _rest(words: str, number: re.Match[str]) -> str:
    return words[number.end() :]


def check_laws(text: Text) -> Iterator[Problem]:
    """Laws and policies bind by themselves; a standard does not cite them normatively."""
    for entry in text.standard.references:
        is_policy = _POLICY.search(entry.title) or _POLICY_NUMBER.search(entry.id)
        if is_policy and entry.use == "normative" and not NUMBER.match(entry.id):
            yield LAW.at(entry.mark.of("id"), found=entry.id)


def check_twice(text: Text) -> Iterator[Problem]:
    """A document is listed once, in one of the lists."""
    seen: dict[Key, Reference] = {}
    for entry in text.standard.references:
        first = seen.setdefault(key_of_entry(entry), entry)
        if first is not entry:
            rule = TWICE if first.use == entry.use else IN_BOTH
            yield rule.at(entry.mark.of("id"), found=entry.id)


def check_use(text: Text) -> Iterator[Problem]:
    """What is listed is cited: normative references by clauses, the bibliography at all."""
    lists = lists_of(text)
    manners: dict[Key, set[str]] = {}
    for citing in citings(text):
        for entries in (lists.normative, lists.informative):
            found = lists.among(entries, citing.key)
            if found is not None:
                manners.setdefault(found[0], set()).add(citing.manner)
    for key, entry in lists.normative.items():
        used = manners.get(key, set())
        if not used:
            yield UNUSED.at(entry.mark.of("id"), found=entry.id)
        elif used == {"informative"}:
            yield ONLY_POINTED.at(entry.mark.of("id"), found=entry.id)
    for key, entry in lists.informative.items():
        if key not in manners:
            yield UNCITED.at(entry.mark.of("id"), found=entry.id)


CHECKS = (check_lead, check_undivided, check_entries, check_laws, check_twice, check_use)
