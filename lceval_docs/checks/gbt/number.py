"""Numbers: ranges, tolerances, dimensions, signs, digits. Source: GB/T 1.1—2020, 9.11; GB/T 15835."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from lceval_docs.checks.gbt.datum import printed, with_digits
from lceval_docs.checks.gbt.passage import Passage, Text
from lceval_docs.checks.gbt.rule import Rule
from lceval_docs.checks.gbt.unit import ALONE, NUMBER, SYMBOL
from lceval_docs.problems import Problem

RANGE = Rule(
    "NU01",
    'the range "{found}" names its unit once.',
    "Write {expected}.",
    clause="9.11",
    severity="warning",
    bad="水温宜为80～90 ℃。",
    good="水温宜为80 ℃～90 ℃。",
)
TOLERANCE = Rule(
    "NU02",
    'the tolerance "{found}" can be misread.',
    "Write {expected}.",
    clause="9.11",
    severity="warning",
    bad="室内的相对湿度应为65±2%。",
    good="室内的相对湿度应为(65±2)%。",
)
SIGN = Rule(
    "NU03",
    'the sign "{found}" is made of other characters.',
    "Write {expected}.",
    clause="9.11",
    severity="warning",
    bad="茶馆的净高应>=3 m。",
    good="茶馆的净高应≥3 m。",
)
DIMENSIONS = Rule(
    "NU04",
    'the dimensions "{found}" name their unit once.',
    "Write {expected}.",
    clause="9.11",
    severity="warning",
    bad="茶盘的尺寸应为80×25×50 mm。",
    good="茶盘的尺寸应为80 mm×25 mm×50 mm。",
)
GROUPING = Rule(
    "NU09",
    'the digits of "{found}" are not grouped by a gap in threes.',
    "Write {expected}.",
    clause="9.11",
    severity="info",
    bad="茶馆一年的用水量不应大于12000 L。",
    good="茶馆一年的用水量不应大于12 000 L。",
)
DECIMAL = Rule(
    "NU10",
    'the number "{found}" is not written as a decimal number.',
    "Write {expected}; between two numbers write 、.",
    clause="9.11",
    bad="每杯应放茶3,5 g，糖不应多于.5 g。",
    good="每杯应放茶3.5 g，糖不应多于0.5 g。",
)
NUMERALS = Rule(
    "NU13",
    '"{found}" here, and "{other}" elsewhere: two kinds of numerals for the same kind of count.',
    "Write {expected}.",
    clause="9.11",
    severity="info",
    bad="茶叶应在3年内用完，水应在五年内查验一次。",
    good="茶叶应在3年内用完，水应在5年内查验一次。",
)

_UNIT = rf"(?:[%‰]|{SYMBOL})"
# With a hyphen or a dash it may be a number of a document or a date: there a digit or a dash beside it tells.
_RANGE = re.compile(
    rf"{ALONE}({NUMBER})([～~]|[—–-](?!\d{{4}}[—–-]))[ \u00a0\u2005\u202f]?({NUMBER})[ \u00a0\u2005\u202f]?({_UNIT})"
)
_TOLERANCE = re.compile(
    rf"{ALONE}(?<![（(])({NUMBER})[ \u00a0\u2005\u202f]?(%?)[ \u00a0\u2005\u202f]?(?:±|\+/?-)[ \u00a0\u2005\u202f]?({NUMBER})[ \u00a0\u2005\u202f]?({_UNIT})"
)
_SIGNS = {
    ">=": "≥",
    "=>": "≥",
    "<=": "≤",
    "=<": "≤",
    "!=": "≠",
    "<>": "≠",
    "+-": "±",
    "+/-": "±",
    "~=": "≈",
}
_SIGN = re.compile("|".join(re.escape(sign) for sign in sorted(_SIGNS, key=len, reverse=True)))
_TIMES = re.compile(
    rf"(?<![A-Za-z0-9.])(?!0[xX])\d+(?:\.\d+)?(?:[ \u00a0\u2005\u202f]?{SYMBOL})?[ \u00a0\u2005\u202f]?([xX*])[ \u00a0\u2005\u202f]?(?=\d)(?!\d+[A-Za-z]{{2}}\d)"
)
# 3×25 mm² is three times an area, 4×100 m four times a length: two factors are dimensions in mm and cm only.
_LENGTH = r"(?:km|m|cm|mm|μm)(?![A-Za-z0-9²³])"
_DIMENSIONS = re.compile(
    rf"{ALONE}({NUMBER})[ \u00a0\u2005\u202f]?×[ \u00a0\u2005\u202f]?({NUMBER})(?:[ \u00a0\u2005\u202f]?×[ \u00a0\u2005\u202f]?({NUMBER})[ \u00a0\u2005\u202f]?({_LENGTH})|[ \u00a0\u2005\u202f]?([cm]m)(?![A-Za-z0-9²³]))"
)
_DIGITS = re.compile(
    r"(?P<code>[A-Za-z〔〕][A-Za-z0-9/._〔〕-]*[ \u00a0\u2005\u202f]?)?(?<![\d.,—–-])(?P<whole>\d{5,}|\d{1,3}(?:,\d{3})+)(?![\d,—–-]|\.\d+\.|号)"
)
_DECIMAL = re.compile(r"(?<![\dA-Za-z.,（(\[])(\d+),(\d+)(?![\d,])|(?<![\dA-Za-z.）)\]\ufffc])(\.\d+)(?![.\d])")
_NUMERAL = {"两": 2, **{c: n for n, c in enumerate("一二三四五六七八九十", 1)}}
_COUNTER = r"个工作日|个自然日|个月|个季度|小时|年(?!级|代|度)|天|倍"
# 一 is left out (每年一次), and so are approximate numbers (三五年, 几十年).
_COUNTED = re.compile(
    rf"(?<![\d.〇零一二三四五六七八九十百千万几数多第])(?:(\d{{1,3}})[ \u00a0\u2005\u202f]?|([二两三四五六七八九十]|十[一二三四五六七八九])(?:余)?)({_COUNTER})"
)


def check_ranges(text: Text) -> Iterator[Problem]:
    """Both ends of a range have their unit."""
    for passage in with_digits(text):
        for match in _RANGE.finditer(passage.text):
            gap = "" if match[4] in "%‰" else " "
            yield _found(RANGE, passage, match, f"{match[1]}{gap}{match[4]}～{match[3]}{gap}{match[4]}")


def check_tolerances(text: Text) -> Iterator[Problem]:
    """A tolerance has the unit of its value: in brackets, or both have it."""
    for passage in with_digits(text):
        for match in _TOLERANCE.finditer(passage.text):
            gap = "" if match[4] in "%‰" else " "
            yield _found(TOLERANCE, passage, match, f"({match[1]}±{match[3]}){gap}{match[4]}")


def check_signs(text: Text) -> Iterator[Problem]:
    """Signs are signs: × ≥ ≤ ± ≠."""
    for passage in printed(text):
        for match in _SIGN.finditer(passage.text):
            yield _found(SIGN, passage, match, _SIGNS[match[0]])
        for match in _TIMES.finditer(passage.text):
            yield _found(SIGN, passage, match, match[0].replace(match[1], "×").strip())


def check_dimensions(text: Text) -> Iterator[Problem]:
    """Each dimension has its unit."""
    for passage in with_digits(text):
        for match in _DIMENSIONS.finditer(passage.text):
            unit = match[4] or match[5]
            sizes = (size for size in (match[1], match[2], match[3]) if size)
            yield _found(DIMENSIONS, passage, match, "×".join(f"{size} {unit}" for size in sizes))


def check_digits(text: Text) -> Iterator[Problem]:
    """Five digits and more are grouped by gaps, from the right."""
    for passage in with_digits(text):
        for match in _DIGITS.finditer(passage.text):
            if not match["code"]:
                yield _found(GROUPING, passage, match, f"{int(match['whole'].replace(',', '')):,}".replace(",", " "))


def check_decimals(text: Text) -> Iterator[Problem]:
    """The decimal mark is a point with a digit before it."""
    for passage in with_digits(text):
        for match in _DECIMAL.finditer(passage.text):
            if match[3] or len(match[2]) != 3:
                yield _found(DECIMAL, passage, match, f"0{match[3]}" if match[3] else f"{match[1]}.{match[2]}")


def _found(rule: Rule, passage: Passage, match: re.Match[str], expected: str) -> Problem:
    return rule.at(passage.at(match[0], match.start()), found=match[0], expected=expected)


def check_numerals(text: Text) -> Iterator[Problem]:
    """What is counted alike is written with the same kind of numerals; digits, where both are as frequent."""
    places = [(passage, match) for passage in printed(text) for match in _COUNTED.finditer(passage.text)]
    digits = Counter(match[3] for _, match in places if match[1])
    words = Counter(match[3] for _, match in places if match[2])
    example = {(match[3], bool(match[1])): match[0] for _, match in reversed(places)}
    for passage, match in places:
        counted, is_digits = match[3], bool(match[1])
        is_fewer = words[counted] > digits[counted] if is_digits else 0 < words[counted] <= digits[counted]
        if is_fewer and (counted, not is_digits) in example:
            other = example[counted, not is_digits]
            mark = passage.at(match[0], match.start())
            yield NUMERALS.at(mark, found=match[0], other=other, expected=_other_way(match))


def _other_way(match: re.Match[str]) -> str:
    """A count with the other kind of numerals; as it stands where it has no short word."""
    if match[2]:
        return f"{sum(_NUMERAL[c] for c in match[2])}{match[3]}"
    words = {str(n): word for word, n in _NUMERAL.items() if word != "二"}
    return f"{words.get(match[1], match[1])}{match[3]}"


CHECKS = (
    check_ranges,
    check_tolerances,
    check_signs,
    check_dimensions,
    check_digits,
    check_decimals,
    check_numerals,
)
