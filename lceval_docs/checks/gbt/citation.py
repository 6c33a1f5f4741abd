"""How documents and the text's own parts are cited. Source: GB/T 1.1—2020, 9.5."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lceval_docs.checks.gbt.citing import CHINESE, FOREIGN, GAP, Citing, citings, is_foreign, lists_of, numbers
from lceval_docs.checks.gbt.front import short
from lceval_docs.checks.gbt.modality import modals
from lceval_docs.checks.gbt.passage import REFERENCE, Passage, Text
from lceval_docs.checks.gbt.rule import Rule
from lceval_docs.problems import Mark, Problem

NOT_NORMATIVE = Rule(
    "NR10",
    "a requirement cites {found}, which is not among the normative references.",
    "List it in references.yaml with `use: normative`, or point to it with 见 or 参见 in a note.",
    clause="8.6",
    where="chapter",
    bad="杯应符合GB/T 1和GB/T 2的规定。",
    good="杯应符合GB/T 1的规定。盘的示例见GB/T 2。",
)
OTHER_DATE = Rule(
    "NR13",
    "the text cites {found}, the list has {expected}.",
    "Cite it as listed, or change `dated` and `edition` in references.yaml.",
    clause="9.5.4",
    where="chapter",
    bad="杯应符合GB/T 1—2020的规定。",
    good="杯应符合GB/T 1的规定。",
)
PLACE_IN_UNDATED = Rule(
    "NR14",
    "{found} is cited with a specific place, {place}, and without its year.",
    "Add `dated: true` and `edition` to its entry in references.yaml, or cite the whole document.",
    clause="9.5.4",
    where="chapter",
    bad="杯应符合GB/T 1的表3的规定。",
    good="杯应符合GB/T 1的规定，数量见[[tables:indicators]]。\n\n[[tables:indicators]]",
)
YEAR_DASH = Rule(
    "RF01",
    '"{found}": the year of a Chinese document follows an em dash.',
    "Write {expected}.",
    clause="9.5.4",
    where="chapter",
    bad="杯的示例见GB/T 1-2020。",
    good="杯的示例见GB/T 1—2020和ISO 14064-1:2018。",
)
YEAR_COLON = Rule(
    "RF02",
    '"{found}": the year of an ISO or IEC document follows a colon.',
    "Write {expected}.",
    clause="9.5.4",
    severity="warning",
    where="chapter",
    bad="杯的示例见ISO 14064-1—2018。",
    good="杯的示例见ISO 14064-1:2018、ISO 14064-1。",
)
NUMBER_GAP = Rule(
    "RF03",
    '"{found}": between code and number stands one space, and a number has digits only.',
    "Write {expected}.",
    clause="9.5.4",
    severity="warning",
    where="chapter",
    bad="杯应符合GB/T1的规定。",
    good="杯应符合GB/T 1的规定。",
)
ALL_PARTS = Rule(
    "RF04",
    'all parts of a document are cited in another form: "{found}".',
    "Write {expected}.",
    clause="9.5.4",
    severity="warning",
    where="chapter",
    bad="杯的示例见GB/T 1(所有部分)。",
    good="杯的示例见GB/T 1（所有部分）。",
)
OWN_NAME = Rule(
    "RF05",
    'the document is called "{found}".',
    "Write 本文件.",
    clause="9.5.3",
    where="chapter",
    bad="茶馆应按本标准评价。",
    good="茶馆应按本文件评价，并应符合成本标准和《本标准的用法》。",
)
BY_POSITION = Rule(
    "RF07",
    'what is meant is named by its position: "{found}".',
    "Name it by its number: [[table:id]], [[figure:id]], [[clause:id]].",
    clause="9.5.3",
    severity="warning",
    where="chapter",
    bad="杯的数量应符合下表的规定。",
    good="杯的上表面应洁净，应收存以下文件，杯应符合[[tables:indicators]]的规定。\n\n[[tables:indicators]]",
)
NO_NUMBER = Rule(
    "RF08",
    '"{found}" does not say which.',
    "Name it: [[annex:id]] or [[document:id]].",
    clause="9.5",
    severity="warning",
    where="chapter",
    bad="茶馆应按有关规定备有杯。",
    good="茶馆应按GB/T 1的规定备有杯，见[[clause:trial]]。",
)
TYPED_NUMBER = Rule(
    "RF09",
    'the number in "{found}" is typed by hand.',
    "Write [[table:id]], [[figure:id]], [[annex:id]], [[clause:id]] or [[formula:id]]; numbers are made.",
    clause="9.5.3",
    severity="warning",
    where="chapter",
    bad="杯应符合表3的规定。",
    good="杯应符合[[tables:indicators]]和GB/T 1—2020表3的规定，每桌代表3人。\n\n[[tables:indicators]]",
)
ALL_LAWS = Rule(
    "RF10",
    'the clause requires what the law requires: "{found}".',
    "Delete it; or name the law in a note, as information.",
    clause="9.5.4",
    where="chapter",
    bad="茶馆应符合国家有关法律法规的规定。",
    good="茶馆应符合GB/T 1的规定。",
)

# A number such as 5.2 is a clause unless it goes on as an amount does.
_NO_AMOUNT = r"(?!\.?\d|\s?[×÷A-Za-zμ℃°%‰Ω倍个元次年月日人种项台份吨米计取折分～~])"
# What follows a document's number and names a place in it.
_PLACE = re.compile(
    r"(?:（所有部分）)?(?:(?:的|中的?)?\s?(?P<named>第?\d+(?:\.\d+)*[章条]|附录\s?[A-Z](?![A-Za-z])|[表图]\s?[A-Z]?\.?\d+|公式（\d+）)"
    rf"|(?:中|，)\s?(?P<clause>(?:[A-Z]|[1-9]\d*)(?:\.\d+)+){_NO_AMOUNT})"
)
_ALL = re.compile(
    r"\((?:所有|全部|各)?部分\)|（(?:全部|各)部分）|（全部）|\s+（所有部分）|的?所有部分|系列标准|系列(?=[的，。、；]|$)"
)
_LETTERS = re.compile(
    rf"(?<![A-Za-z0-9/])((?:{CHINESE}|{FOREIGN}){GAP}+)(\d*[OolI](?=\d)[\dOolI]*|\d+[OolI]+)(?![A-Za-z])"
)
_DIGITS = str.maketrans("OolI", "0011")
_OWN_NAME = re.compile(
    r"(?<![基成样版文根日资剧原脚读课副孤])本(?:(?:标准|规范|规程|指南|导则)(?!化|性)"
    r"|部分(?=规定|适用|代替|按照|确立|描述|界定|起草|由.{1,30}(?:提出|归口)))"
)
_QUOTED = re.compile(r"《[^》]*》|“[^”]*”")
_POSITION = re.compile(
    r"(?<![以之地网线面天水路案桌海纸])[上下](?:表(?![面达述示征层明决彰格])|图(?![像案书纸形]))|(?<![以天上之])[上下]文(?![件字化本章献明])"
    r"|前述(?!职)|前文(?![件字化本])|如上所述|(?:见|本文件)第\s?\d+\s?页|见[上下]页"
)
_BARE = re.compile(
    rf"(?:见|按照?|符合)(?:本文件)?的?附录(?!\s?[A-Z{REFERENCE}])"
    r"|(?:按照?|依照|依据|根据|符合|执行)(?:国家|地方|行业|现行)?的?(?:有关|相关)的?(?:规定|标准|要求|文件|规范)"
)
_TYPED = re.compile(
    r"(?<![代报填列地电手仪钟水外发年月周日意附样流程版])[表图]\s?(?:[A-Z]\.)?\d+(?![\d.]*\s?[个份张块台只名人位次种项组部件年月])"
    r"|附录\s?[A-Z](?:\.\d+){0,5}(?![A-Za-z])|公式（(?:[A-Z]\.)?\d+）|第\s?\d+\s?章|(?:第\s?|(?<![\d.]))\d{1,3}(?:\.\d{1,3}){1,5}条"
    rf"|(?:(?<![可意])见|按照?|符合)(?:[A-Z]|[1-9]\d*)(?:\.\d+){{1,5}}{_NO_AMOUNT}"
)
# What stands right before a number that belongs to another document; a list goes on after 和, 、 or ～.
_OF_ANOTHER = re.compile(rf"(?:[\dA-Z]，?|[）》□{REFERENCE}]|年版)(?:的|中的?)?\s?$")
_GOES_ON = re.compile(r"[和及、至～或]|以及|的|规定的")
_LAWS = re.compile(
    r"(?:符合|遵守|执行|满足|遵循|贯彻)(?:国家|地方|省|市|行业|所在地|及其?|和|与|、|现行|有关|相关|适用|的|各级|各项){0,6}"
    r"(?:法律|法规|规章|强制性(?:国家)?标准(?=的|。|；|，|和|要求|$))"
)


def _spoken(text: Text) -> Iterator[tuple[Passage, str]]:
    """Every passage, with what it only quotes put out of sight."""
    return ((p, _QUOTED.sub(lambda m: "□" * len(m[0]), p.text)) for p in text.passages)


def check_listed(text: Text) -> Iterator[Problem]:
    """What is cited normatively is listed so, in the edition listed."""
    lists = lists_of(text)
    for citing in citings(text):
        found = lists.among(lists.normative, citing.key)
        if found is None:
            if citing.manner == "normative":
                yield NOT_NORMATIVE.at(citing.mark, found=citing.words)
        elif citing.is_typed and citing.manner != "informative" and found[0] == citing.key:
            entry = found[1]
            year = entry.edition if entry.dated else ""
            if citing.year != year:
                yield OTHER_DATE.at(
                    citing.mark, found=citing.words, expected=f"{entry.id}—{year}" if year else entry.id
                )


def check_places(text: Text) -> Iterator[Problem]:
    """Who names a clause or a table of a document names its edition."""
    lists = lists_of(text)
    for citing in citings(text):
        place = _PLACE.match(citing.after)
        if place is not None and not _is_dated(citing, lists.entry(citing.key)):
            yield PLACE_IN_UNDATED.at(citing.mark, found=citing.words, place=place["named"] or place["clause"])


def _is_dated(citing: Citing, found: tuple[object, object] | None) -> bool:
    entry = found[1] if found else None
    return bool(citing.year) or (not citing.is_typed and bool(getattr(entry, "dated", False)))


def check_form(text: Text) -> Iterator[Problem]:
    """Numbers of documents are written in one form: code, space, number, em dash or colon, year."""
    entries = text.standard.references
    fields = [
        Passage(words, "data", r.mark.of(f)) for r in entries for f, words in (("id", r.id), ("replaces", r.replaces))
    ]
    for passage in (*text.passages, *fields):
        for number in numbers(passage.text):
            yield from _form(number, passage.at(number[0], number.start()))
        for match in _LETTERS.finditer(passage.text):
            expected = match[1] + match[2].translate(_DIGITS)
            yield NUMBER_GAP.at(passage.at(match[0], match.start()), found=match[0], expected=expected)


def _form(number: re.Match[str], mark: Mark) -> Iterator[Problem]:
    foreign = is_foreign(number["code"])
    dash = ":" if foreign else "—"
    gap = "/" if number["gap"] == "/" else " "
    right = f"{number['code']}{gap}{number['digits']}" + (f"{dash}{number['year']}" if number["year"] else "")
    if number["year"] and number["dash"] != dash:
        yield (YEAR_COLON if foreign else YEAR_DASH).at(mark, found=number[0], expected=right)
    if number["gap"] != gap:
        yield NUMBER_GAP.at(mark, found=number[0], expected=right)


def check_all_parts(text: Text) -> Iterator[Problem]:
    """All parts of a document are cited as 编号（所有部分）."""
    for citing in citings(text):
        match = _ALL.match(citing.after)
        if match:
            found = citing.words + match[0]
            yield ALL_PARTS.at(citing.mark, found=found, expected=f"{citing.words}（所有部分）")
    for entry in text.standard.references:
        if "所有部分" in entry.title:
            expected = f"id: {entry.id}（所有部分）"
            yield ALL_PARTS.at(entry.mark.of("title"), found=short(entry.title), expected=expected)


def check_own_name(text: Text) -> Iterator[Problem]:
    """The document calls itself 本文件. The first words of a scope have a rule of their own."""
    for passage, words in _spoken(text):
        is_scope = passage.chapter is not None and passage.chapter.title == "范围"
        starts = {s.start for s in passage.sentences} if is_scope else set()
        for match in _OWN_NAME.finditer(words):
            if match.start() not in starts:
                yield OWN_NAME.at(passage.at(match[0], match.start()), found=match[0])


def check_named(text: Text) -> Iterator[Problem]:
    """What is cited is named by its number, not by its position or as what is known."""
    for passage, words in _spoken(text):
        for rule, pattern in ((BY_POSITION, _POSITION), (NO_NUMBER, _BARE)):
            for match in pattern.finditer(words):
                yield rule.at(passage.at(match[0], match.start()), found=match[0])


def check_typed_numbers(text: Text) -> Iterator[Problem]:
    """The text's own numbers are made, never typed. In data there are no references, so numbers stand there."""
    for passage, words in _spoken(text):
        if passage.chapter is None or passage.role in ("heading", "caption"):
            continue
        end_of_another = -1
        for match in _TYPED.finditer(words):
            between = words[end_of_another : match.start()] if end_of_another >= 0 else ""
            if _OF_ANOTHER.search(words[: match.start()][-8:]) or _GOES_ON.fullmatch(between):
                end_of_another = match.end()
            else:
                end_of_another = -1
                yield TYPED_NUMBER.at(passage.at(match[0], match.start()), found=match[0])


def check_laws_required(text: Text) -> Iterator[Problem]:
    """No clause requires the law to be obeyed; it binds by itself."""
    for passage in text.passages:
        if passage.is_normative:
            for sentence in passage.sentences:
                match = _LAWS.search(sentence.text)
                if match and any(m.kind == "requirement" and m.start < match.start() for m in modals(sentence.text)):
                    yield ALL_LAWS.at(sentence.at(match[0], match.start()), found=match[0])


CHECKS = (
    check_listed,
    check_places,
    check_form,
    check_all_parts,
    check_own_name,
    check_named,
    check_typed_numbers,
    check_laws_required,
)
