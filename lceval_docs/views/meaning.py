"""The names that a report template may use: what each means, and how it is written. The one place that says so."""

from __future__ import annotations

import typing
from collections.abc import Iterator, Mapping
from dataclasses import is_dataclass
from typing import Any, get_args, get_origin

from lceval_docs.model.prose import Equation
from lceval_docs.records import dataclass
from lceval_docs.views import calculation, inventory, ledger, report, score, verdict
from lceval_docs.views.analysis_meaning import ANALYSIS_MEANINGS
from lceval_docs.views.chart import Chart
from lceval_docs.views.equation import Drawn

TEXT, CONDITION, GROUP = "文字", "是否，用于 `{% if %}`", "一组"
LIST = "列表，逐项用 `{%tr for … %}` 或 `{%p for … %}`"
CHART, EQUATION = "图表，写在图表的替代文字里", "公式，写作 `{{r … }}`"
DRAWN = "带上下标的文字，写作 `{{r … }}`"

MEANINGS: Mapping[type, Mapping[str, str]] = {
    report.ReportView: {
        "standard_title": "标准的名称",
        "standard_number": "标准编号",
        "edition": "所依据的版次",
        "standard_notice": "标准现状的声明：指标、分值等是不是提案",
        "case_notice": "案例的声明，例如“虚构”；没有时为空",
        "factory_name": "工厂名称",
        "report_number": "报告编号",
        "report_date": "报告日期",
        "organisation": "评价机构",
        "purpose": "评价目的",
        "evaluation_year": "评价年",
        "base_year": "基准年",
        "boundary": "核算边界",
        "fuel_set": "采用的燃料缺省值",
        "gwp": "采用的全球变暖潜势",
        "region": "工厂所在的省份",
        "output": "产出的名称和单位",
        "organisation_profile": "评价机构的情况",
        "factory_profile": "工厂在申请表里填的情况",
        "introduction": "工厂简介",
        "team": "评价组成员",
        "events": "评价过程的各次活动",
        "sites": "现场查看的地点",
        "criteria": "评价依据：本标准和规范性引用文件",
        "conventions": "采用的折算和核算口径",
        "inventory": "碳排放清单",
        "score": "评分与等级",
        "calculations": "由数据算出的各项指标的计算过程",
        "highlights": "亮点",
        "conclusion": "评价结论",
        "recommendations": "改进建议",
        "evidence": "证明材料",
        "is_reviewed": "有没有评价记录",
        "analysis": "由结果得出的分析",
        "offset": "抵消凭证的台账",
        "warnings": "合理性提示：值得核对的数据",
    },
    report.PairView: {"label": "栏目名", "value": "内容"},
    report.PersonView: {"name": "姓名", "role": "分工", "organisation": "单位"},
    report.EventView: {"date": "日期", "what": "做了什么", "who": "参加的人"},
    report.ReferenceView: {"number": "编号", "title": "名称", "standing": "现状：现行、草案等"},
    report.EvidenceView: {
        "id": "编号",
        "name": "名称",
        "period": "所属期间",
        "serves": "证明什么，可换行排进窄列",
        "uses": "证明什么，每种一项",
    },
    inventory.InventoryView: {
        "lines": "评价年的各排放源",
        "years": "各年合计",
        "factors": "用到的因子和参数",
        "is_complete": "评价年的清单完整",
        "gaps": "评价年的清单缺什么",
        "extra_notes": "不计入总量、单独列示的排放",
        "remarks": "各年合计中因修约而加不拢的列",
        "chart": "评价年各排放源的排放量",
    },
    inventory.LineView: {
        "id": "排放源编号",
        "name": "排放源名称",
        "kind": "种类",
        "scope": "范围",
        "amount": "活动数据，带单位",
        "factor": "排放因子，带单位",
        "location": "排放量，基于位置（tCO₂e）",
        "market": "排放量，基于市场（tCO₂e）",
        "energy": "折标准煤（tce，等价值）",
        "evidence": "证明材料编号",
    },
    inventory.YearView: {
        "year": "年份",
        "scope1": "范围一排放量（tCO₂e）",
        "scope2_location": "范围二排放量，基于位置（tCO₂e）",
        "scope2_market": "范围二排放量，基于市场（tCO₂e）",
        "total_location": "范围一、二合计，基于位置（tCO₂e）",
        "total_market": "范围一、二合计，基于市场（tCO₂e）",
        "energy_equivalent": "综合能耗，等价值（tce）",
        "energy_calorific": "综合能耗，当量值（tce）",
        "remark": "这一年的清单缺什么；完整时为空",
    },
    inventory.FactorView: {
        "id": "序号",
        "sources": "用到它的排放源",
        "parameter": "参数名称",
        "value": "数值，带单位",
        "applies_to": "适用的年份和地区",
        "origin": "缺省值还是实测值",
        "source": "出处",
        "verification": "核实情况",
    },
    score.ScoreView: {
        "prerequisites": "基本要求",
        "dimensions": "一级指标",
        "gates": "等级的限值条件",
        "gate_variant": "限值条件采用的方案",
        "gates_for": "限值条件用于哪些等级",
        "ledger": "调整记录",
        "missing": "缺失的数据和结论",
        "total": "评价总分；有缺失时为可能的范围",
        "raw": "调整前的得分合计",
        "raw_points": "适用指标的分值合计",
        "full_marks": "满分",
        "own_total": "自评价总分",
        "grade": "等级",
        "reasons": "等级的理由",
        "is_complete": "没有缺失",
        "is_adjusted": "有调整记录",
        "radar": "各一级指标的得分率，评价与自评价",
    },
    score.PrerequisiteView: {
        "id": "编号",
        "requirement": "要求",
        "result": "符合、不符合或不适用",
        "note": "说明",
        "evidence": "证明材料编号",
    },
    score.DimensionView: {
        "id": "编号",
        "name": "名称",
        "weight": "权重分",
        "applicable": "适用指标的分值",
        "raw": "折算前的得分",
        "score": "得分",
        "own_score": "自评价得分",
        "rate": "得分率（%）",
        "indicators": "其下的三级指标",
    },
    score.IndicatorView: {
        "id": "编号",
        "name": "名称",
        "kind": "必选或可选",
        "points": "分值",
        "score": "得分",
        "basis": "怎样得到这个分",
        "note": "评价意见",
        "evidence": "证明材料编号",
        "own_score": "自评价得分",
    },
    verdict.GateView: {"id": "编号", "name": "名称", "value": "实际值", "limit": "限值", "result": "满足或不满足"},
    ledger.AdjustmentView: {
        "id": "序号",
        "indicator": "调整的指标或数据",
        "kind": "调整的种类",
        "before": "调整前",
        "after": "调整后",
        "reason": "理由",
        "basis": "依据",
        "approved_by": "批准人",
    },
    score.MissingView: {"what": "缺什么", "kind": "哪一种缺失", "needed_by": "哪些指标要用", "year": "年份"},
    calculation.CalculationView: {
        "id": "指标编号",
        "name": "算出的量",
        "is_formula": "由公式算出，不是直接填报",
        "equation": "公式",
        "formula": "公式，排成一行",
        "substituted": "代入数值的算式",
        "rule": "由数值得到分的算式",
        "inputs": "代入的各个量",
    },
    calculation.InputView: {
        "id": "数据项和年份",
        "symbol": "符号",
        "name": "名称",
        "year": "年份",
        "value": "数值，带单位",
        "origin": "从哪里来",
        "evidence": "证明材料编号",
    },
    **ANALYSIS_MEANINGS,
}
_KINDS: Mapping[Any, str] = {str: TEXT, bool: CONDITION, Chart: CHART, Equation: EQUATION, Drawn: DRAWN}


@dataclass(frozen=True)
class NameView:
    """A name as templates write it, what it means, and how it is used."""

    name: str
    meaning: str
    use: str


def view_names(record: type = report.ReportView, before: str = "") -> Iterator[NameView]:
    """Every name of a view, dotted, groups and lists before what is in them."""
    for name, hint in typing.get_type_hints(record).items():
        is_list = get_origin(hint) is tuple
        inner = get_args(hint)[0] if is_list else hint
        yield NameView(before + name, MEANINGS[record][name], LIST if is_list else _KINDS.get(inner, GROUP))
        if is_dataclass(inner) and inner in MEANINGS:
            yield from view_names(inner, f"{before}{name}.")  # type: ignore[arg-type]
