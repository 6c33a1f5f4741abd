"""Typography: punctuation, characters, spelling. Source: GB/T 1.1—2020, 9.11; GB/T 15834; GB/T 15835."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from lceval_docs.checks.gbt.character import SIMPLIFIED, TRADITIONAL
from lceval_docs.checks.gbt.datum import printed, with_digits
from lceval_docs.checks.gbt.passage import REFERENCE, Passage, Text
from lceval_docs.checks.gbt.rule import Rule
from lceval_docs.checks.gbt.unit import ALONE, NUMBER, SYMBOL
from lceval_docs.problems import Mark, Problem

HALF_WIDTH = Rule(
    "TX01",
    'a half-width "{found}" in Chinese text.',
    "Write {expected}.",
    severity="warning",
    bad="茶馆应备有杯,杯(含盖)应洗净。",
    good="茶馆应备有杯，杯（含盖）应洗净。",
)
FULL_WIDTH = Rule(
    "TX02",
    'full-width digits or letters: "{found}".',
    "Write {expected}.",
    bad="茶馆应备有１２只杯。",
    good="茶馆应备有12只杯。",
)
CHARACTER = Rule(
    "TX03",
    'the traditional character "{found}".',
    "Write {expected}.",
    severity="warning",
    bad="茶館应备有杯。",
    good="茶馆应备有杯。",
)
SPACE = Rule(
    "TX04",
    'a space between Chinese and other characters: "{found}".',
    "Write {expected}; the gap is made in print.",
    severity="info",
    bad="茶馆应备有 12 只杯。",
    good="茶馆应备有12只杯。",
)
PUNCTUATION = Rule(
    "TX05",
    'the punctuation "{found}" is doubled, astray or has no partner.',
    "Write {expected}.",
    bad="茶馆应备有杯，，杯（含盖应洗净。",
    good="茶馆应备有杯，杯（含盖）应洗净。",
)
QUOTES = Rule(
    "TX06",
    "straight quotation marks: {found}.",
    "Write {expected}.",
    severity="warning",
    bad='杯上应有"茶"字。',
    good="杯上应有“茶”字。",
)
RANGE_MARK = Rule(
    "TX07",
    'the range "{found}" has another mark than other ranges.',
    "Write {expected}.",
    severity="info",
    bad="水温宜为80 ℃～90 ℃，室温宜为20 ℃—25 ℃。",
    good="水温宜为80 ℃～90 ℃，室温宜为20 ℃～25 ℃。",
)
SPELLING = Rule(
    "TX08",
    'the spelling "{found}".',
    "Write {expected}.",
    severity="warning",
    bad="茶馆应建立用水台帐。",
    good="茶馆应建立用水台账。",
)
LENGTH = Rule(
    "TX09",
    "the sentence has {found} characters; beyond {limit} it is hard to read.",
    "Make two sentences of it, or a list.",
    severity="info",
    bad="茶馆应备有杯" + "，并备有洗净的、干燥的、没有缺口的、大小相同的杯" * 5 + "。",
    good="茶馆应备有杯，并备有壶。杯应是洗净的、干燥的、没有缺口的。",
)
MARKUP = Rule(
    "TX10",
    'the sign "{found}" would be printed as it stands.',
    "It belongs to no markup that is known here; take it out, or complete it.",
    bad="茶馆应备有杯**，见[[table:cups]的规定。",
    good="茶馆应备有杯，见下列规定。",
)
UNFILLED = Rule(
    "TX11",
    'a place that was left to be filled in: "{found}".',
    "Write what belongs there.",
    severity="warning",
    bad="茶馆宜（填写要求）。",
    good="茶馆宜备有杯。",
)

LONGEST = 120
_HAN = r"[㐀-鿿]"
_A_HAN = re.compile(_HAN)
_WIDTHS = {",": "，", ".": "。", ":": "：", ";": "；", "?": "？", "!": "！"}
_HALF = re.compile(rf"(?<=[㐀-鿿{REFERENCE}])(?:[,;?!:](?=[ ]?[㐀-鿿A-Za-z0-9{REFERENCE}（“《]|$)|\.(?={_HAN}|$))")
_HALF_BRACKETS = re.compile(r"\([^()]*\)")
_FULL = re.compile(r"[０-９Ａ-Ｚａ-ｚ]+")
_TRADITIONAL = re.compile(f"[{TRADITIONAL}]")
_TO_SIMPLIFIED = str.maketrans(TRADITIONAL, SIMPLIFIED)
_SPACE = re.compile(rf"({_HAN}) +([A-Za-z0-9])|([A-Za-z0-9%‰℃°²³]) +({_HAN})")
_DOUBLED = re.compile(r"([，、；：])[，、；：。]+|。[，、；：。]+|^[，、；：。）》」】”](?!$)")
# Half-open intervals have brackets of two kinds; one behind a letter or digit alone is the mark of an item: b).
_INTERVAL = re.compile(r"[（(\[［][ ]?[−-]?[\d.∞]+[%‰]?[ ]?[，,][ ]?[+−-]?[\d.∞]+[%‰]?[ ]?[）)\]］]")
_ITEM_MARK = re.compile(r".?[A-Za-z0-9\ufffc]\)|\)")
_PAIRS = {"（": "）", "(": ")", "《": "》", "“": "”", "【": "】", "「": "」", "〔": "〕"}
_CLOSERS = {closer: opener for opener, closer in _PAIRS.items()}
_BRACKET = re.compile(f"[{re.escape(''.join((*_PAIRS, *_CLOSERS)))}]")
_STRAIGHT = re.compile(r"\"([^\"]*)\"|(?<![A-Za-z0-9])'([^']*)'")
_COUNTER = r"(?:个|年|月|天|日|项|次|份|人|级|倍|分|名|家|台|套|万)"
# Years may be joined by a dash (GB/T 15834).
_RANGE = re.compile(
    rf"{ALONE}(?!\d{{4}}(?!\d))({NUMBER} ?(?:[%‰]|{SYMBOL}|{_COUNTER})?)([～~—–-])({NUMBER}) ?([%‰]|{SYMBOL}|{_COUNTER})"
)
_RANGE_MARKS = "～—"
_MARKUP = re.compile(r"\[\[|\]\]|\*+|\$+|\^[^^\s]+\^|~[^~\s]+~|:::|\{#")
_UNFILLED = re.compile(r"（(?:填写|写明)[^（）]*）")
# 煤炭排放 is of coal, 燃煤碳排放 of carbon: with 碳 a word is misspelled only where 碳 does not begin another.
_NO_CARBON = "(?![排酸足达中减强配捕氧含交资市核管税汇源循信化基量债])"
_SPELLINGS = {
    "帐(?=[户号目本簿单册面款])": "账",
    "(?<=[台记结入对算查挂转])帐": "账",
    "达碳峰": "碳达峰",
    "二氧化炭": "二氧化碳",
    "(?<![煤焦木])炭(?=排放|中和|达峰|足迹|减排)": "碳",
    f"(?<=活性)碳{_NO_CARBON}": "炭",
    f"(?<=[煤焦木])碳{_NO_CARBON}": "炭",
    "阀值": "阈值",
    "成份(?!额)": "成分",
    "部份(?!额)": "部分",
    "其它": "其他",
    "图象": "图像",
    "录象": "录像",
    "座标": "坐标",
    "粘(?=[度合])": "黏",
    "装璜": "装潢",
    "按装": "安装",
    "撤消": "撤销",
    "注消(?![费耗防息除化纳毒])": "注销",
    "吊消": "吊销",
    "消售": "销售",
    "器俱": "器具",
    "渗合": "掺合",
    "惟一": "唯一",
    "分岐": "分歧",
    "布署": "部署",
}
# Most characters begin none of them; what stands in "(?...)" is before or behind the word.
_FIRSTS = "".join(re.sub(r"\(\?.*?\)", "", wrong)[0] for wrong in _SPELLINGS)
_SPELLING = re.compile(f"(?=[{_FIRSTS}])(?:{'|'.join(f'({wrong})' for wrong in _SPELLINGS)})")
_RIGHT = tuple(_SPELLINGS.values())
# Both are words; one text keeps to one of them.
_EITHER = (("贮存", "储存"), ("折标准煤系数", "折标煤系数"))


def _inside(passage: Passage, at: int, length: int = 1) -> Mark:
    """The place of a sign that also stands in references: it is looked for together with what is before it."""
    if at == 0 or passage.text[at - 1] == REFERENCE:
        return passage.at(passage.text[at : at + length + 1], at)
    mark = passage.at(passage.text[at - 1 : at + length], at - 1)
    return replace(mark, column=mark.column + 1)


def check_half_width(text: Text) -> Iterator[Problem]:
    """Chinese text has Chinese punctuation."""
    for passage in printed(text):
        for match in _HALF.finditer(passage.text):
            yield HALF_WIDTH.at(_inside(passage, match.start()), found=match[0], expected=_WIDTHS[match[0]])
        for match in _HALF_BRACKETS.finditer(passage.text):
            if _A_HAN.search(match[0]):
                expected = f"（{match[0][1:-1]}）"
                yield HALF_WIDTH.at(_inside(passage, match.start()), found=match[0], expected=expected)


def check_characters(text: Text) -> Iterator[Problem]:
    """Digits and letters are half-width, characters are those of the list in force."""
    for passage in printed(text):
        for match in _FULL.finditer(passage.text):
            expected = unicodedata.normalize("NFKC", match[0])
            yield FULL_WIDTH.at(passage.at(match[0], match.start()), found=match[0], expected=expected)
        for match in _TRADITIONAL.finditer(passage.text):
            expected = match[0].translate(_TO_SIMPLIFIED)
            yield CHARACTER.at(passage.at(match[0], match.start()), found=match[0], expected=expected)


def check_spaces(text: Text) -> Iterator[Problem]:
    """No space is typed where the printed gap is made."""
    for passage in printed(text):
        for match in _SPACE.finditer(passage.text):
            expected = match[0].replace(" ", "")
            yield SPACE.at(passage.at(match[0], match.start()), found=match[0], expected=expected)


def check_punctuation(text: Text) -> Iterator[Problem]:
    """Each sign of punctuation stands once, behind something, and with its partner."""
    for passage in printed(text):
        for match in _DOUBLED.finditer(passage.text):
            expected = "。" if "。" in match[0] else match[0][0] if match.start() else "…"
            yield PUNCTUATION.at(_inside(passage, match.start(), len(match[0])), found=match[0], expected=expected)
        for at in _unpaired(passage.text):
            sign = passage.text[at]
            expected = sign + "…" + _PAIRS[sign] if sign in _PAIRS else _CLOSERS[sign] + "…" + sign
            yield PUNCTUATION.at(_inside(passage, at), found=sign, expected=expected)


def _unpaired(text: str) -> Iterator[int]:
    """Where brackets and quotation marks stand that have no partner."""
    text = _INTERVAL.sub(_hidden, text)
    waiting: list[int] = []
    for match in _BRACKET.finditer(text):
        if match[0] in _PAIRS:
            waiting.append(match.start())
        elif waiting and text[waiting[-1]] == _CLOSERS[match[0]]:
            waiting.pop()
        elif not _ITEM_MARK.fullmatch(text, max(match.start() - 2, 0), match.end()):
            yield match.start()
    yield from waiting


def _hidden(match: re.Match[str]) -> str:
    return " " * len(match[0])


def check_quotes(text: Text) -> Iterator[Problem]:
    """Chinese words are quoted with “ and ”."""
    for passage in printed(text):
        for match in _STRAIGHT.finditer(passage.text):
            if _A_HAN.search(match[0]):
                mark = passage.at(match[0], match.start())
                yield QUOTES.at(mark, found=match[0], expected=f"“{match[0][1:-1]}”")


def check_range_marks(text: Text) -> Iterator[Problem]:
    """All ranges have the same mark, that of most of them; a hyphen is none."""
    found = ((passage, match) for passage in with_digits(text) for match in _RANGE.finditer(passage.text))
    # What does not rise is a number with parts: 205-1.
    places = [(passage, match) for passage, match in found if _amount(match[1]) < _amount(match[3])]
    counts = Counter(match[2] for _, match in places if match[2] in _RANGE_MARKS)
    usual = max(counts, key=lambda mark: (counts[mark], mark == "～"), default="～")
    for passage, match in places:
        if match[2] != usual:
            at = match.start(2) - match.start()
            expected = match[0][:at] + usual + match[0][at + 1 :]
            yield RANGE_MARK.at(passage.at(match[0], match.start()), found=match[0], expected=expected)


def _amount(number: str) -> Decimal:
    digits = re.match(NUMBER, number)
    return Decimal("".join(digits[0].split()) if digits else 0)


def check_spelling(text: Text) -> Iterator[Problem]:
    """A word is spelled one way: as in the list, or as in most places."""
    passages = printed(text)
    for passage in passages:
        for match in _SPELLING.finditer(passage.text):
            expected = _RIGHT[(match.lastindex or 1) - 1]
            yield SPELLING.at(passage.at(match[0], match.start()), found=match[0], expected=expected)
    for words in _EITHER:
        counts = {word: sum(passage.text.count(word) for passage in passages) for word in words}
        rare, usual = sorted(words, key=lambda word: counts[word])
        for passage in passages if counts[rare] else ():
            for match in re.finditer(rare, passage.text):
                yield SPELLING.at(passage.at(rare, match.start()), found=rare, expected=usual)


def check_left_over(text: Text) -> Iterator[Problem]:
    """Nothing of the markup, or of what an author began with, is left in what is printed."""
    for rule, sought in ((MARKUP, _MARKUP), (UNFILLED, _UNFILLED)):
        for passage in printed(text):
            for match in sought.finditer(passage.text):
                yield rule.at(passage.at(match[0], match.start()), found=match[0])


def check_length(text: Text) -> Iterator[Problem]:
    """A sentence can be read in one breath."""
    for sentence in text.sentences:
        length = len(sentence.text)
        if length > LONGEST:
            yield LENGTH.at(sentence.at(sentence.text[:8]), found=length, limit=LONGEST)


CHECKS = (
    check_half_width,
    check_characters,
    check_spaces,
    check_punctuation,
    check_quotes,
    check_range_marks,
    check_spelling,
    check_left_over,
    check_length,
)
