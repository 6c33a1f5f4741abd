"""Every factor value on one page, to choose from by table, year, region and how far it was verified."""

from __future__ import annotations

from collections.abc import Iterator

from lceval_docs.model.standard import Standard
from lceval_docs.views import label, number
from lceval_docs.views.block import ChosenTable, Facet, Inline, Link, Notice, Page, Paragraph
from lceval_docs.views.export.table import view_factor_table

PATH, TITLE = "factors/search.md", "查因子"
CHECK, CHECK_SAYS = (
    "使用前请核对",
    "数值经公开转录件取得，未逐一核对原文；核实情况和来源之间的冲突逐行列出。同一份清单内不得混用不同的燃料缺省值。",
)
SAYS = "显示 {shown} 个数值，共 {all} 个"
TABLES = {
    "electricity": "电力排放因子",
    "heat": "热力",
    "warming_potentials": "全球变暖潜势",
    "carbonates": "碳酸盐分解",
    "coal_equivalents": "折标准煤系数",
    "uncertainty": "数据质量等级",
}
FUELS = "fuels/"
PARAMETERS = {
    "factor": "排放因子",
    "coefficient": "折标准煤系数",
    "percent": "相对不确定度",
    "standard_coal": "低位发热量",
    "water_enthalpy": "焓值",
}
# Shares of the parts of a blend are no factors.
_BLEND = "blend."


def view_factor_search(standard: Standard) -> Page:
    rows = tuple(_rows(standard))
    tables = {row["table"]: _table(standard, row["table"]) for row in rows}
    years = sorted({row["year"] for row in rows if row["year"]}, reverse=True)
    regions = dict.fromkeys(row["region"] for row in rows if row["region"])
    standings = dict.fromkeys(row["verification"] for row in rows if row["verification"])
    facets = (
        Facet("table", "表", tuple((_plain(table), name) for table, name in tables.items())),
        Facet("year", "年份", tuple((year, year) for year in years)),
        Facet("region", "地区", tuple((region, region) for region in regions)),
        Facet("verification", "核实", tuple((id, label.VERIFICATION[id]) for id in standings)),
    )
    return Page(
        PATH,
        TITLE,
        standard.factors.electricity.mark.file,
        (
            Notice(CHECK, CHECK_SAYS),
            Paragraph(("按表排列的同样内容见", Link("因子", "factors/index.md"), "。")),
            ChosenTable(
                "factor-table",
                ("名称", "参数", "数值", "单位", "年份", "地区", "核实", "来源和冲突"),
                tuple(_cells(standard, row) for row in rows),
                facets,
                tuple(
                    tuple(
                        (_plain(row[name]),) if row[name] else ()
                        for name in ("table", "year", "region", "verification")
                    )
                    for row in rows
                ),
                SAYS,
            ),
        ),
    )


def _rows(standard: Standard) -> Iterator[dict[str, str]]:
    """The rows of the published table as texts, without the parts of blends."""
    found = view_factor_table(standard)
    for values in found.rows:
        row = {name: "" if value is None else str(value) for name, value in zip(found.columns, values, strict=True)}
        if not row["parameter"].startswith(_BLEND):
            yield row


def _plain(word: str) -> str:
    """An option of one word."""
    return "-".join(word.split())


def _table(standard: Standard, table: str) -> str:
    if table.startswith(FUELS):
        id = table.removeprefix(FUELS)
        return next(f"燃料缺省值：{s.name}" for s in standard.factors.fuel_sets if s.id == id)
    return TABLES[table]


def _cells(standard: Standard, row: dict[str, str]) -> tuple[Inline, ...]:
    names = {p.id: p.name for p in standard.factors.methods.parameters}
    parameter = PARAMETERS.get(row["parameter"]) or names.get(row["parameter"], row["parameter"])
    return (
        row["name"],
        f"{parameter}（{row['gwp_edition']}）" if row["gwp_edition"] else parameter,
        row["value"],
        number.unit(row["unit"]),
        row["year"] or number.NOTHING,
        row["region"] or number.NOTHING,
        label.VERIFICATION[row["verification"]] or number.NOTHING,
        "；".join(filter(None, (row["source"], row["conflicts"]))),
    )
