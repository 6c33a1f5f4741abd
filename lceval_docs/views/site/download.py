"""The page of files for programs: what each is for, what to know before reading, how to read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lceval_docs.model.standard import Standard
from lceval_docs.views import label
from lceval_docs.views.block import Block, Code, Heading, Items, Link, Notice, Page, Paragraph, Sample, Table
from lceval_docs.views.export.file import CATALOG, FACTORS, INDICATORS, SCHEMA, STANDARD, data_path
from lceval_docs.views.export.table import FACTOR_COLUMNS, INDICATOR_COLUMNS
from lceval_docs.views.site.standard import DOWNLOADS_PATH, DOWNLOADS_TITLE

STATUS_TITLE = "数据的状态"
ABOUT = "同一版次的全部内容，供程序、电子表格和其他工具使用。它们与网页、Word版出自同一批源文件，逐项相同。"
FILES: Mapping[str, tuple[str, str]] = {
    STANDARD: ("整个版次", "程序读取：条文、术语、引用文件、流程、指标和评分规则、等级、数据项、单位、因子、表格"),
    SCHEMA: ("上一文件的JSON Schema（2020-12）", "校验上一文件，或据以生成读取它的程序"),
    CATALOG: ("OSCAL目录", "导入合规管理工具：一级、二级指标为组，三级指标和基本要求为控制项"),
    INDICATORS: ("指标表", "用Excel、WPS打开或作统计：每项三级指标一行"),
    FACTORS: ("因子表", "用Excel、WPS打开或作统计：每个因子值一行，带年份、区域、来源和核实情况"),
}
PROPOSED = (
    "每项内容都有status（{statuses}）和basis（出处）。二级和三级指标、分值、限值在status为proposal时只是提案，"
    "不能当作已发布的规定引用。"
)
KNOWN = (
    "数值写成文本，保留源文件里的每一位数字，例如“4.10”；计算时用十进制类型读取，不要转成二进制浮点数。没有的值为null或空文本，键总是齐全的。",
    "标识（id）永久有效：停用的指标留在原处，retired为true，编号不再使用。",
    "page和anchor合起来是网页地址：page#anchor；表格的file是空白文件的地址。地址都从网站首页算起。",
    "评分规则写成数据：method是方法，其余键是它的参数；formula是数据项的算式，可按四则运算、min、max、total（各行之和）、largest（各行最大）、base（基准年）计算。",
    "format是写法的版本，只在读取程序必须修改时增大；fingerprint是源文件的摘要，用来确认两份数据是否出自同一版次。",
    "CSV为带BOM的UTF-8，第一行是列名。以等号、加号、减号、@开头的文字前加一个撇号（'），使电子表格不把它当作公式；去掉这个撇号就是原文。数值不加。",
)
PYTHON = """import json
from decimal import Decimal

with open("standard.json", encoding="utf-8") as file:
    standard = json.load(file)

print(standard["identity"]["notice"])
for dimension in standard["dimensions"]:
    for topic in dimension["topics"]:
        for one in topic["indicators"]:
            if one["kind"] == "required" and not one["retired"]:
                print(one["id"], one["name"], Decimal(one["points"]), one["status"])"""
JQ = """jq -r .identity.notice standard.json
jq -r '.dimensions[].topics[].indicators[] | [.id, .name, .points, .status] | @tsv' standard.json
jq '.factors.electricity.years[-1] | {year, source, verification, values}' standard.json"""
JQ_ABOUT = "命令行工具jq：声明；全部三级指标；最近一年的电力因子。"
_STANDING_COLUMNS = {
    "status": "状态",
    "basis": "出处",
    "edition": "版次",
    "notice": "本版次的声明",
}
_INDICATOR_MEANINGS: Mapping[str, str] = {
    "id": "三级指标的标识",
    "name": "名称",
    "dimension": "一级指标的标识",
    "dimension_name": "一级指标的名称",
    "topic": "二级指标的标识",
    "topic_name": "二级指标的名称",
    "kind": "必选或可选",
    "points": "分值",
    "requirement": "要求",
    "measure": "计算的量",
    "symbol": "它的符号",
    "formula": "它的算式",
    "unit": "它的单位",
    "method": "评分方法",
    "rule": "评分规则",
    "evidence": "证明材料，以分号隔开",
    "not_applicable": "可否不适用",
    "not_applicable_when": "何时不适用",
    "retired": "是否停用",
    **_STANDING_COLUMNS,
}
_FACTOR_MEANINGS: Mapping[str, str] = {
    "table": "表：fuels/套名 燃料，electricity 电力，heat 热力，warming_potentials 全球变暖潜势，carbonates 碳酸盐，"
    "coal_equivalents 折标准煤系数，uncertainty 不确定度分级",
    "id": "标识",
    "name": "名称",
    "parameter": "参数：ncv 低位发热量，carbon 单位热值含碳量，oxidation 碳氧化率，gwp 全球变暖潜势，blend.组分 "
    "混合工质中该组分的质量分数，其余同源文件",
    "value": "数值",
    "unit": "单位",
    "year": "年份",
    "region": "区域",
    "gwp_edition": "评估报告的版本",
    "source": "来源",
    "verification": "核实情况",
    "conflicts": "与其他来源的冲突",
    **_STANDING_COLUMNS,
}


def view_downloads(standard: Standard) -> Page:
    return Page(DOWNLOADS_PATH, DOWNLOADS_TITLE, "", tuple(_downloads(standard)))


def _downloads(standard: Standard) -> Iterator[Block]:
    identity = standard.identity
    yield Notice(STATUS_TITLE, identity.notice)
    yield Paragraph(ABOUT)
    rows = tuple(
        (Link(name, data_path(identity.edition, name)), what, purpose) for name, (what, purpose) in FILES.items()
    )
    yield Table(("文件", "内容", "用途"), rows)
    yield Heading(2, "读取之前", "know")
    statuses = "，".join(f"{status} {word}" for status, word in label.STATUS.items())
    yield Items((PROPOSED.format(statuses=statuses), *KNOWN))
    yield Heading(2, "怎样读取", "use")
    yield Paragraph("Python：声明，然后是全部必选指标。")
    yield Sample(PYTHON)
    yield Paragraph(JQ_ABOUT)
    yield Sample(JQ)
    for id, name, columns, meanings in (
        ("indicators", INDICATORS, INDICATOR_COLUMNS, _INDICATOR_MEANINGS),
        ("factors", FACTORS, FACTOR_COLUMNS, _FACTOR_MEANINGS),
    ):
        yield Heading(2, f"{name}的列", f"columns-{id}")
        yield Table(("列", "含义"), tuple((Code(column), meanings[column]) for column in columns))
    coded = {"status": label.STATUS, "kind": label.KIND, "method": label.METHOD, "verification": label.VERIFICATION}
    yield Heading(2, "代码的含义", "codes")
    yield Table(
        ("列", "代码", "含义"),
        tuple(
            (Code(column), Code(code), word) for column, words in coded.items() for code, word in words.items() if code
        ),
    )
