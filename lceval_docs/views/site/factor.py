"""Factor tables, the method, the data dictionary."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from lceval_docs.formulas import parse
from lceval_docs.model.prose import Equation
from lceval_docs.model.standard import Standard
from lceval_docs.views import label, number
from lceval_docs.views.block import Anchor, Block, Code, Formula, Heading, Inline, Items, Notice, Page, Paragraph, Table
from lceval_docs.views.rule import unit_of
from lceval_docs.views.site.part import badge, data_anchor, methods

FACTORS_TITLE, METHOD_TITLE, DATA_TITLE = "因子", "核算方法", "数据字典"


def view_factors(standard: Standard) -> Page:
    blocks = (*_fuels(standard), *_electricity(standard), *_gases(standard), *_others(standard), *_coal(standard))
    warning = Notice(
        "使用前请核对",
        "下列数值经公开转录件取得，未逐一核对原文。核实情况和来源之间的冲突逐项标明；同一份清单内不得混用不同的燃料缺省值。",
    )
    return Page("factors/index.md", FACTORS_TITLE, standard.factors.fuel_sets[0].mark.file, (warning, *blocks))


def _fuels(standard: Standard) -> Iterator[Block]:
    for fuel_set in standard.factors.fuel_sets:
        yield Heading(2, (f"燃料缺省值：{fuel_set.name} ", badge(fuel_set)), f"fuels-{fuel_set.id.lower()}")
        yield Paragraph(f"来源：{fuel_set.source}。{fuel_set.note}")
        yield Table(
            (
                "燃料",
                "标识",
                "单位",
                "低位发热量（GJ/单位）",
                "单位热值含碳量（tC/GJ）",
                "碳氧化率（%）",
                "核实",
                "冲突",
            ),
            tuple(
                (
                    f.name,
                    Code(f.id),
                    number.unit(f.unit),
                    number.plain(f.ncv),
                    number.plain(f.carbon),
                    number.plain(f.oxidation) if f.oxidation is not None else "按设备",
                    label.VERIFICATION[f.verification],
                    f.conflicts,
                )
                for f in fuel_set.fuels
            ),
        )


def _electricity(standard: Standard) -> Iterator[Block]:
    table = standard.factors.electricity
    yield Heading(2, ("电力平均排放因子 ", badge(table)), "electricity")
    yield Items(tuple(f"{y.year}年：{y.source}（{label.VERIFICATION[y.verification]}）。{y.note}" for y in table.years))
    regions = dict.fromkeys(region for year in table.years for region in year.values)
    heads = ("区域", *(f"{y.year}年（{number.unit(table.unit)}）" for y in table.years))
    yield Table(heads, tuple((region, *(_value(y.values, region) for y in table.years)) for region in regions))


def _value(values: Mapping[str, Decimal], region: str) -> str:
    return number.plain(values[region]) if region in values else number.NOTHING


def _gases(standard: Standard) -> Iterator[Block]:
    table = standard.factors.warming_potentials
    names = {g.id: g.name for g in table.gases}
    yield Heading(2, ("全球变暖潜势（100年） ", badge(table)), "gwp")
    yield Paragraph(f"来源：{table.source}。")
    rows: list[tuple[Inline, ...]] = []
    for gas in table.gases:
        made_of = "、".join(f"{names[p]} {s} %" for p, s in (gas.blend or {}).items())
        rows.append(
            (
                gas.name,
                Code(gas.id),
                *(number.plain(gas.gwp[e]) if gas.gwp else "由组分计算" for e in table.editions),
                made_of or number.NOTHING,
                label.VERIFICATION[gas.verification],
                gas.conflicts,
            )
        )
    yield Table(("气体", "标识", *table.editions, "组分", "核实", "冲突"), tuple(rows))


def _others(standard: Standard) -> Iterator[Block]:
    heat, carbonates = standard.factors.heat, standard.factors.carbonates
    yield Heading(2, ("热力 ", badge(heat)), "heat")
    yield Table(
        ("项目", "数值", "单位", "来源", "核实"),
        (
            (
                "购入热力排放因子",
                number.plain(heat.factor.value),
                number.unit(heat.unit),
                heat.factor.source,
                label.VERIFICATION[heat.factor.verification],
            ),
            (
                "给水焓值",
                number.plain(heat.water_enthalpy.value),
                number.unit(heat.enthalpy_unit),
                heat.water_enthalpy.source,
                label.VERIFICATION[heat.water_enthalpy.verification],
            ),
        ),
    )
    yield Heading(2, ("碳酸盐分解 ", badge(carbonates)), "carbonates")
    yield Paragraph(f"来源：{carbonates.source}。")
    yield Table(
        ("物质", "标识", "因子", "单位", "核实", "冲突"),
        tuple(
            (
                s.name,
                Code(s.id),
                number.plain(s.factor),
                number.unit(s.unit),
                label.VERIFICATION[s.verification],
                s.conflicts,
            )
            for s in carbonates.substances
        ),
    )


def _coal(standard: Standard) -> Iterator[Block]:
    table = standard.factors.coal_equivalents
    yield Heading(2, ("折标准煤系数 ", badge(table)), "coal")
    yield Paragraph(
        f"标准煤低位发热量：{number.plain(table.standard_coal.value)} {table.standard_coal_unit}"
        f"（{table.standard_coal.source}）。"
    )
    rows = (table.electricity_calorific, table.electricity_equivalent, table.heat, *table.fuels)
    yield Table(
        ("能源", "系数", "单位", "来源", "核实", "冲突"),
        tuple(
            (
                c.name,
                number.plain(c.value),
                number.unit(c.unit),
                c.source,
                label.VERIFICATION[c.verification],
                c.conflicts,
            )
            for c in rows
        ),
    )


def view_method(standard: Standard) -> Page:
    blocks: list[Block] = [Heading(2, "逐行核算", "lines"), *methods(standard), Heading(2, "汇总与派生量", "derived")]
    for item in standard.derived:
        if item.source == "formula":
            blocks += [
                Heading(3, (f"{item.name} ", badge(item)), f"q-{item.id.replace('_', '-')}"),
                Formula(Equation(item.symbol, parse(item.formula), standard.symbols, item.unit == "%")),
                Paragraph(f"单位：{unit_of(standard, item.unit) or '1'}。{item.note}"),
            ]
    totals = tuple(
        (i.name, i.symbol, number.unit(i.unit), Code(i.id)) for i in standard.derived if i.source == "inventory"
    )
    blocks += [Heading(2, "清单给出的量", "totals"), Table(("名称", "符号", "单位", "标识"), totals)]
    return Page("method/index.md", METHOD_TITLE, standard.factors.methods.mark.file, tuple(blocks))


def view_data_dictionary(standard: Standard) -> Page:
    blocks: list[Block] = []
    for group in standard.data_groups:
        blocks.append(Heading(2, group.name, f"g-{group.id}"))
        rows = []
        for item in group.items:
            units = (
                " / ".join(unit_of(standard, u) for u in item.units)
                if item.type == "number"
                else "；".join(f"{c.name}（{c.id}）" for c in item.columns)
            )
            rows.append(
                (
                    (Anchor(data_anchor(item.id)), Code(item.id)),
                    item.name,
                    item.symbol,
                    units or "1",
                    label.listed(item.evidence),
                    item.note,
                )
            )
        blocks.append(Table(("标识", "名称", "符号", "单位或列", "证明材料", "说明"), tuple(rows)))
    return Page("develop/data.md", DATA_TITLE, standard.data_groups[0].mark.file, tuple(blocks))
