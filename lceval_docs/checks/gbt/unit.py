"""Units behind numbers: legal, rightly spelled, with a gap, upright. Source: GB/T 1.1—2020, 9.11; GB 3100."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lceval_docs.checks.gbt.datum import printed, with_digits
from lceval_docs.checks.gbt.passage import Passage, Text
from lceval_docs.checks.gbt.rule import Rule
from lceval_docs.model.text import Chapter
from lceval_docs.problems import Mark, Problem

NAME = Rule(
    "NU05",
    'the name of a unit behind a number: "{found}".',
    "Write {expected}.",
    clause="9.11",
    severity="warning",
    bad="杯的质量不应大于250克。",
    good="杯的质量不应大于250 g。",
)
SPELLING = Rule(
    "NU06",
    'the unit "{found}" is not spelled so.',
    "Write {expected}.",
    clause="9.11",
    severity="warning",
    bad="炉的功率不应大于2 KW。",
    good="炉的功率不应大于2 kW。",
)
GAP = Rule(
    "NU07",
    'the gap between number and unit in "{found}" is not as it should be.',
    "Write {expected}.",
    clause="9.11",
    severity="warning",
    bad="水温不应低于80℃，壶嘴的倾角宜为30 °。",
    good="水温不应低于80 ℃，壶嘴的倾角宜为30°。",
)
NOT_LEGAL = Rule(
    "NU08",
    '"{found}" is not in a legal unit, and no legal one stands behind it in brackets.',
    "Write it in a unit of GB 3100; the old value may follow for information.",
    clause="9.11",
    severity="warning",
    bad="茶园的面积不应小于10亩。",
    good="茶园的面积不应小于0.67 hm²。",
)
FACE = Rule(
    "NU11",
    '"{found}" is set in the wrong face.',
    "Write {expected}: variables are slanted, units upright.",
    clause="9.11",
    severity="warning",
    bad="炉的功率*P*不应大于2 *kW*，P按铭牌取值。",
    good="炉的功率*P*不应大于2 kW，*P*按铭牌取值。",
)
INDEX = Rule(
    "NU12",
    'the figure in "{found}" is not lowered or raised.',
    "Write {expected}.",
    clause="9.11",
    severity="warning",
    bad="茶馆应记录CO2的质量。",
    good="茶馆应记录CO₂的质量。",
)

_SYMBOL = (
    r"(?:kgce|tce|gce|[kgt]{0,2}CO[2₂]e?|[kMGT]?Wh|[kMG]?W|[kMGT]?J|[kM]?Pa|[kM]?Hz|[kM]?VA|kV|mV|mA|[kM]?N|dB|mol|min|lx|lm|Ω"
    r"|[kcdmμn]?m[²³23]?|hm[²2]|Nm[³3]|[kmμ]?g|m?[Ll]|[thdasVAK]|℃|°C)"
)
# A unit symbol, alone or in a quotient or product, as it stands behind a number.
SYMBOL = rf"{_SYMBOL}(?:[/·]{_SYMBOL})*(?![A-Za-z0-9²³])"
# What a number may not be part of: an id (205-1), a document's number (GB/T 2589), a level (A.1).
ALONE = r"(?<![A-Za-z0-9.\-—–/_])(?<![A-Z/] )(?<![第图表])"
NUMBER = r"\d+(?:[ \u00a0\u2005\u202f]\d{3})*(?:\.\d+)?"

_NAMES = {
    "吨二氧化碳当量": "tCO₂e",
    "吨标准煤": "tce",
    "千克标准煤": "kgce",
    "平方千米": "km²",
    "平方公里": "km²",
    "平方厘米": "cm²",
    "平方毫米": "mm²",
    "平方米": "m²",
    "立方厘米": "cm³",
    "立方米": "m³",
    "公顷": "hm²",
    "千米": "km",
    "公里": "km",
    "厘米": "cm",
    "毫米": "mm",
    "微米": "μm",
    "千克": "kg",
    "公斤": "kg",
    "毫克": "mg",
    "微克": "μg",
    "毫升": "mL",
    "千瓦时": "kWh",
    "兆瓦时": "MWh",
    "兆瓦": "MW",
    "千瓦": "kW",
    "千焦": "kJ",
    "兆焦": "MJ",
    "吉焦": "GJ",
    "千帕": "kPa",
    "兆帕": "MPa",
    "千伏": "kV",
    "摄氏度": "℃",
    "分贝": "dB",
    "赫兹": "Hz",
    "小时": "h",
    "分钟": "min",
    "米": "m",
    "吨": "t",
    "升": "L",
    "克": "g",
    "瓦": "W",
    "秒": "s",
}
# Behind a number 升 begins 升级, 克 begins 克服, 米 begins 米粉.
_NAME = re.compile(
    rf"{ALONE}({NUMBER})[ \u00a0\u2005\u202f]?(万|亿)?({'|'.join(_NAMES)})(?<!升(?=[级高降温压华至到为值]))"
    r"(?<!克(?=[服隆拉]))(?<!米(?=[粉饭色制兰线]))(?<!瓦(?=[斯楞片]))(?<!吨(?=级))(?<!秒(?=[杀表]))"
)
_SPELLINGS = {
    **dict.fromkeys(("KG", "Kg", "kG", "KGS"), "kg"),
    **dict.fromkeys(("KW", "kw", "Kw"), "kW"),
    **dict.fromkeys(("KWh", "KWH", "kwh", "Kwh", "kWH", "kw·h", "KW·h", "KW·H", "kw·H"), "kWh"),
    **dict.fromkeys(("Mwh", "mwh", "MWH"), "MWh"),
    **dict.fromkeys(("Mpa", "MPA", "mpa"), "MPa"),
    **dict.fromkeys(("Kpa", "KPa", "KPA", "kpa"), "kPa"),
    **dict.fromkeys(("KM", "Km"), "km"),
    **dict.fromkeys(("MM", "Mm"), "mm"),
    **dict.fromkeys(("CM", "Cm"), "cm"),
    **dict.fromkeys(("HZ", "hz"), "Hz"),
    **dict.fromkeys(("DB", "db", "Db"), "dB"),
    **dict.fromkeys(("KJ", "Kj", "kj"), "kJ"),
    **dict.fromkeys(("Gj", "gj"), "GJ"),
    **dict.fromkeys(("KV", "Kv", "kv"), "kV"),
    **dict.fromkeys(("KVA", "kva", "KVa"), "kVA"),
    **dict.fromkeys(("TCE", "Tce", "tCE"), "tce"),
    **dict.fromkeys(("KGCE", "Kgce", "KGce"), "kgce"),
    **dict.fromkeys(("hr", "hrs"), "h"),
    **dict.fromkeys(("sec", "secs"), "s"),
    "mins": "min",
    "M": "m",
}
_SPELLING = re.compile(
    rf"(?<=\d)[ \u00a0\u2005\u202f]?({'|'.join(sorted(_SPELLINGS, key=len, reverse=True))})(?![A-Za-z0-9])"
)
_CELSIUS = re.compile(r"°C")
_CLOSE = re.compile(rf"{ALONE}({NUMBER})({SYMBOL})")
# One letter behind a number is also an item (1a), a year (2a) or a name (5A): only these are surely units.
_SURE = frozenset("mgthLW℃")
_WIDE = re.compile(r"\d[ \u00a0\u2005\u202f]+[°′″](?!C)")
_OLD = re.compile(
    rf"{ALONE}({NUMBER})[ \u00a0\u2005\u202f]?(?:万)?(亩|马力|英寸|英尺|英里|市斤|市尺|盎司|加仑|千卡|大卡|卡路里|度(?=电)|斤(?!斤)"
    r"|(?:kcal|cal|ppm|ppb|rpm|psi|atm|bar|mmHg|kgf|Torr|HP|hp|mph)(?![A-Za-z]))(?![（(][^）)]*\d)"
)
_GAS = r"(?:CO2|CH4|N2O|SF6|NF3|SO2|NO2|NH3|H2O)"
_FLAT = re.compile(
    rf"(?<![A-Z])(?:[kKgGMt]{{0,2}}{_GAS}e?)(?![0-9A-Za-z])|(?<![A-Za-z0-9.])[kcdmhN]?m[23](?![0-9A-Za-z.\-])"
)
_LOWERED = str.maketrans("23456", "₂₃₄₅₆")
_RAISED = str.maketrans("23", "²³")
_NOT_TEXT = re.compile(r"\[\[[^\]]*\]\]|\{#[^}]*\}|\*\*|<[^>]*>|`[^`]*`")
_SLANTED = re.compile(r"(?<![*\\])\*([^*\s](?:[^*]*[^*\s])?)\*(?!\*)")
_UPRIGHT_AFTER = "类级款项型座号区栋楼股"


def check_names(text: Text) -> Iterator[Problem]:
    """A number has the symbol of its unit behind it, not the name."""
    for passage in with_digits(text):
        for match in _NAME.finditer(passage.text):
            power = {"万": "×10⁴", "亿": "×10⁸"}.get(match[2], "")
            expected = f"{match[1]}{power} {_NAMES[match[3]]}"
            yield NAME.at(passage.at(match[0], match.start()), found=match[0], expected=expected)


def check_spelling(text: Text) -> Iterator[Problem]:
    """Upper and lower case of a unit are part of it; one text has one sign for degrees Celsius."""
    passages = printed(text)
    is_mixed = any("℃" in p.text for p in passages)
    for passage in passages:
        for match in _SPELLING.finditer(passage.text):
            mark = passage.at(match[1], match.start(1))
            yield SPELLING.at(mark, found=match[1], expected=_SPELLINGS[match[1]])
        for match in _CELSIUS.finditer(passage.text) if is_mixed else ():
            yield SPELLING.at(passage.at(match[0], match.start()), found=match[0], expected="℃")


def check_gaps(text: Text) -> Iterator[Problem]:
    """A gap stands before a unit, none before the signs of degree, minute and second of angle."""
    for passage in with_digits(text):
        for match in _CLOSE.finditer(passage.text):
            if len(match[2]) > 1 or match[2] in _SURE:
                yield _gap(passage, match, f"{match[1]} {match[2]}")
        for match in _WIDE.finditer(passage.text):
            yield _gap(passage, match, re.sub(r"\s", "", match[0]))


def _gap(passage: Passage, match: re.Match[str], expected: str) -> Problem:
    return GAP.at(passage.at(match[0], match.start()), found=match[0], expected=expected)


def check_legal(text: Text) -> Iterator[Problem]:
    """Units are legal ones, or a legal value stands behind."""
    for passage in with_digits(text):
        for match in _OLD.finditer(passage.text):
            yield NOT_LEGAL.at(passage.at(match[0], match.start()), found=match[0])


def check_indices(text: Text) -> Iterator[Problem]:
    """The figures of a formula of matter are lowered, those of a power raised."""
    for passage in with_digits(text):
        for match in _FLAT.finditer(passage.text):
            table = _LOWERED if match[0][-1] == "e" or re.search(_GAS, match[0]) else _RAISED
            mark = passage.at(match[0], match.start())
            yield INDEX.at(mark, found=match[0], expected=match[0].translate(table))


def check_faces(text: Text) -> Iterator[Problem]:
    """A variable is slanted wherever it stands, a unit never."""
    for chapter in text.standard.chapters:
        slanted = {m[1] for line in chapter.source for m in _SLANTED.finditer(line)}
        letters = "".join(sorted(x for x in slanted if len(x) == 1 and x.isalpha() and x.isascii()))
        upright = letters and re.compile(rf"(?<![A-Za-z0-9_/.])[{letters}](?![A-Za-z0-9_/.{_UPRIGHT_AFTER}])")
        for number, line in enumerate(chapter.source):
            yield from _slanted_units(chapter, number, line)
            if upright:
                yield from _upright_variables(chapter, number, line, upright)


def _slanted_units(chapter: Chapter, number: int, line: str) -> Iterator[Problem]:
    for match in _SLANTED.finditer(line):
        is_behind = line[: match.start()].rstrip()[-1:].isdigit()
        if is_behind and re.fullmatch(SYMBOL, match[1]):
            yield FACE.at(_place(chapter, number, match.start()), found=match[1], expected=match[1])


def _upright_variables(chapter: Chapter, number: int, line: str, upright: re.Pattern[str]) -> Iterator[Problem]:
    bare = _SLANTED.sub(_blank, _NOT_TEXT.sub(_blank, line))
    for match in upright.finditer(bare):
        before = bare[: match.start()].rstrip()[-1:]
        # Behind a number it is a unit, behind 附录, 图 or 表 a number.
        if not before.isdigit() and before not in tuple("录图表方案"):
            mark = _place(chapter, number, match.start())
            yield FACE.at(mark, found=match[0], expected=f"*{match[0]}*")


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])


def _place(chapter: Chapter, number: int, column: int) -> Mark:
    return Mark(chapter.mark.file, chapter.first_line + number, column + 1)


CHECKS = (check_names, check_spelling, check_gaps, check_legal, check_faces, check_indices)
