"""Wording: the verbs that make clauses, and words that may not stand for them. Source: GB/T 1.1—2020, Annex C."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lceval_docs.checks.gbt.modality import modals
from lceval_docs.checks.gbt.passage import Text
from lceval_docs.checks.gbt.quotation import said
from lceval_docs.checks.gbt.rule import Rule
from lceval_docs.problems import Problem

MUST = Rule(
    "MV01",
    'the word "{found}" in a normative clause.',
    "Write 应.",
    clause="附录C.1",
    bad="工厂必须建立台账。",
    good="工厂应建立台账。",
)
FORBIDDEN = Rule(
    "MV02",
    'the word "{found}" forbids; a standard forbids with 不应.',
    "Write 不应.",
    clause="附录C.1",
    bad="工厂不得使用淘汰的设备。",
    good="工厂不应使用淘汰的设备。",
)
OUGHT = Rule(
    "MV05",
    'the word "{found}" where 应 is expected.',
    "Write 应.",
    clause="附录C.1",
    severity="warning",
    bad="工厂应当建立台账。",
    good="工厂应建立台账。",
)
LONG_VERB = Rule(
    "MV06",
    '"{found}" is for special cases; the plain verb is {expected}.',
    'Write "{expected}" if the sentence allows it.',
    clause="附录C",
    severity="info",
    bad="工厂可以采用缺省值。",
    good="工厂可采用缺省值。",
)
NOT_ALLOWED = Rule(
    "MV17",
    '"{found}" denies a permission; a standard forbids with 不应.',
    "Write 不应.",
    clause="附录C.1",
    severity="warning",
    bad="同一份报告不允许混用版本。",
    good="同一份报告不应混用版本。",
)
LEGAL = Rule(
    "MV12",
    '"{found}": a standard says nothing of contracts, administrative measures or penalties.',
    "Delete it, and leave the matter to the law or to the contract.",
    severity="warning",
    bad="提供虚假材料的，应处以罚款。",
    good="提供虚假材料的，应重新判定评价结果。",
)
TRADE_NAME = Rule(
    "MV18",
    'the trade name or trade mark "{found}".',
    "Describe the product by its properties; if the name cannot be avoided, say what it is in a footnote.",
    severity="warning",
    bad="垫片应采用Teflon®制造。",
    good="垫片应采用聚四氟乙烯制造。",
)
OBEY = Rule(
    "MV08",
    '"{subject}" with {found}: people and organisations 遵守, things 符合.',
    'Write "{expected}", or name the thing that meets the requirement.',
    severity="info",
    bad="评价人员应符合保密规定。",
    good="评价人员应遵守保密规定。",
)

_MUST = re.compile(r"必须|务必|(?<![无毋必])须(?!知|臾|眉)")
# 不可 is for the most part a piece of an adjective (不可逆, 必不可少): only before the verbs of a ban it is one.
_FORBIDDEN = re.compile(
    r"(?<![恨巴由怪使舍])不得(?!分|满分|零分|高分|[\d一二两]|不|已|而|以而|力|当|体|法)"
    r"|(?<![必缺])不可(?=(?:再|直接|随意|擅自|任意|单独|重复|同时)?(?:使用|采用|用于|用作|超过|超出|低于|高于|少于|大于|小于|作为|混用|计入|将|把|以|在|与)(?!的))"
    r"|严禁(?!的)"
    r"|(?<![明令律规家所被类和或、])禁止(?!性|令|类|的|标|牌|目录|名录|清单|使用的|生产的|排放的|进口的|采用的)"
)
_ALLOW = re.compile(r"(?<![不所被经家律规最未])允许(?!值|误差|偏差|范围|限|浓度|量|的|排放[量浓]|波动|公差|证|不|时)")
_NOT_ALLOWED = re.compile(r"(?<![家律规令所])(?:不允许|不可以|不准(?!确|备|时|予|许)|不许(?!可))(?![^，。；]{0,10}的)")
_LEGAL = re.compile(
    r"(?<![被受未无曾因])(?:索赔|(?<!被)担保(?!物)|(?:费用|价款|款项)结算|结算(?:费用|价款|款项)|违约金|违约责任|法律责任|追究[^，。；]{0,6}责任"
    r"|(?<!被)责令|(?:应|可|将|予以|并处|处以|缴纳|给予)(?:警告|罚款|处罚)|没收违法|吊销)(?!记录)"
)
_TRADE = re.compile(
    r"[A-Za-z]*[®™]|[A-Za-z]+[（(](?:R|TM)[）)]"
    r"|(?<![A-Za-z])(?:Teflon|Freon|Microsoft|Windows|Excel|AutoCAD|Photoshop)(?![A-Za-z])|特氟龙|特富龙|微信|支付宝|钉钉"
)
_PLAIN = {
    "可以": "可",
    "推荐": "宜",
    "建议": "宜",
    "应该": "应",
    "能够": "能",
    "无须": "不必",
    "无需": "不必",
}
_PEOPLE = r"人员|组织|机构|企业|单位|评价组|工作组|申请人|申请方|评价方|供应商|承包商|专家|评审员|员工|从业者"
_THINGS = r"设备|产品|材料|数据|报告|设施|系统|仪器|器具|样品|文件|记录|标识|包装|参数|数值|计算方法|方法|指标"
_OBEY = re.compile(
    rf"(?P<subject>{_PEOPLE})(?:均|都)?[应宜](?:严格)?(?P<met>符合)(?!条件|性)"
    rf"|(?P<thing>{_THINGS})(?:均|都)?[应宜](?:严格)?(?P<obeyed>遵守)"
)


def _words(text: Text, pattern: re.Pattern[str], rule: Rule) -> Iterator[Problem]:
    """Words of a pattern where rules are given."""
    for passage in text.passages:
        if passage.is_normative:
            for match in pattern.finditer(said(passage.text)):
                yield rule.at(passage.at(match[0], match.start()), found=match[0])


def check_must(text: Text) -> Iterator[Problem]:
    """必须, 须 and 务必 name a duty from outside; a standard requires with 应."""
    yield from _words(text, _MUST, MUST)


def check_forbidden(text: Text) -> Iterator[Problem]:
    """不得, 不可, 禁止 and 严禁 do not stand for 不应."""
    yield from _words(text, _FORBIDDEN, FORBIDDEN)


def check_verbs(text: Text) -> Iterator[Problem]:
    """A clause has the plain verb of its kind: 应 for 应当; 可, 宜, 能 and 不必 for their longer equivalents."""
    for sentence in text.sentences:
        if sentence.passage.is_normative:
            for modal in modals(sentence.text):
                word = modal.words.removeprefix("不")
                mark = sentence.at(modal.words, modal.start)
                if word == "应当":
                    yield OUGHT.at(mark, found=modal.words)
                elif word in _PLAIN and modal.words != "不可以":
                    negative = "不" if modal.words != word else ""
                    yield LONG_VERB.at(mark, found=modal.words, expected=negative + _PLAIN[word])


def check_allowed(text: Text) -> Iterator[Problem]:
    """A permission is given with 可; 允许 is for special cases, and what is not allowed is forbidden with 不应."""
    for passage in text.passages:
        if passage.is_normative:
            for match in _ALLOW.finditer(said(passage.text)):
                yield LONG_VERB.at(passage.at(match[0], match.start()), found=match[0], expected="可")
    yield from _words(text, _NOT_ALLOWED, NOT_ALLOWED)


def check_legal(text: Text) -> Iterator[Problem]:
    """A standard holds no terms of contracts, no administrative measures and no penalties."""
    yield from _words(text, _LEGAL, LEGAL)


def check_trade_names(text: Text) -> Iterator[Problem]:
    """A product is named by what it is, not by its trade name."""
    yield from _words(text, _TRADE, TRADE_NAME)


def check_obeying(text: Text) -> Iterator[Problem]:
    """Who acts 遵守, what has properties 符合."""
    for passage in text.passages:
        if passage.is_normative:
            for match in _OBEY.finditer(said(passage.text)):
                found = match["met"] or match["obeyed"]
                yield OBEY.at(
                    passage.at(found, match.end() - len(found)),
                    subject=match["subject"] or match["thing"],
                    found=found,
                    expected="遵守" if match["met"] else "符合",
                )


CHECKS = (
    check_must,
    check_forbidden,
    check_verbs,
    check_allowed,
    check_legal,
    check_trade_names,
    check_obeying,
)
