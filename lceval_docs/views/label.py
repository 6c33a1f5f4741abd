"""Fixed words of the documents: kinds, methods, statuses, results."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

KIND: Final = {"required": "必选", "optional": "可选"}
STATUS: Final = {"adopted": "已采纳", "draft": "草案", "proposal": "提案"}
STAGE: Final = {"draft": "工作草案", "comment": "征求意见稿", "approved": "报批稿", "published": "已发布"}
METHOD: Final = {
    "yes_no": "是否",
    "levels": "分级",
    "threshold": "阈值",
    "count": "计数",
    "linear": "线性插值",
    "base_lead": "基准-引领",
}
SCOPE: Final = {"1": "范围一", "2": "范围二", "3": "范围三", "biogenic": "生物质"}
SUPPLY: Final = {
    "grid": "常规电网电力",
    "green_power": "绿色电力交易",
    "certificate": "电网电力（配绿证）",
    "direct_line": "专线直连非化石电力",
    "own_renewable": "自发自用可再生电力",
    "own_fossil": "自备化石电力",
    "exported": "输出",
    "purchased": "购入",
    "": "",
}
SOURCE_KIND: Final = {
    "fuel": "燃料燃烧",
    "process": "生产过程",
    "electricity": "电力",
    "heat": "热力",
    "gas": "逸散",
    "direct": "直接给出",
}
VERIFICATION: Final = {
    "agreed": "多个来源一致",
    "single": "单一来源",
    "unverified": "未核实",
    "conflict": "来源有冲突",
    "": "",
}
ORIGIN: Final = {"default": "缺省值", "measured": "实测或工厂给出", "constant": "常数", "declared": "工厂申报"}
PREREQUISITE: Final = {"met": "符合", "not_met": "不符合", "not_applicable": "不适用", "missing": "缺少结论"}
CHAPTER_NATURE: Final = {"normative": "规范性", "informative": "资料性"}
STANDING: Final = {"current": "现行", "replaced": "已被代替", "abolished": "已废止", "unverified": "状态未核实"}
MISSING: Final = {
    "data": "数据项",
    "amount": "活动数据",
    "parameter": "参数",
    "answer": "评价结论",
    "benchmark": "基准值、引领值",
    "review": "评价记录",
}
PARAMETER: Final = {
    "sources": "排放源",
    "amounts": "活动数据",
    "density": "密度",
    "enthalpy": "蒸汽焓值",
    "oxidation": "碳氧化率",
    "ncv": "低位发热量",
    "carbon": "单位热值含碳量",
    "emission_factor": "排放因子",
    "coal_equivalent": "折标准煤系数",
}
ADJUSTMENT: Final = {
    "not_applicable": "不适用",
    "benchmark": "设定基准值、引领值",
    "points": "分值调整",
    "data": "数据核定",
}
EVIDENCE_NONE: Final = "—"
FULFILLED: Final = {True: "满足", False: "不满足", None: "无法判定"}


def stacked(words: Iterable[str]) -> str:
    """Words one below the other, for narrow columns; a dash for none."""
    return "\n".join(words) or EVIDENCE_NONE


def listed(words: Iterable[str]) -> str:
    """Words joined the Chinese way; a dash for none."""
    return "、".join(words) or EVIDENCE_NONE
