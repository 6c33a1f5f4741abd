"""Indicator pages: one a dimension, each indicator with requirement, rule, formula, evidence and worked examples."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from lceval_docs.formulas import names, parse
from lceval_docs.model.indicator import (
    BaseLead,
    Count,
    Dimension,
    Indicator,
    Levels,
    Linear,
    Threshold,
    YesNo,
)
from lceval_docs.model.standard import Standard
from lceval_docs.views import label, number
from lceval_docs.views.block import Block, Formula, Heading, Items, Link, Notice, Page, Paragraph, Table
from lceval_docs.views.equation import Equation
from lceval_docs.views.site.part import anchor, badge, basis, unit_of

INDEX_TITLE = "评价指标"


def view_indicator_index(standard: Standard) -> Page:
    rows = []
    for dimension in standard.dimensions:
        indicators = list(dimension.indicators)
        required = [i for i in indicators if i.is_required]
        rows.append(
            (
                Link(f"{dimension.id} {dimension.name}", f"indicators/{dimension.id.lower()}.md"),
                number.plain(dimension.weight.points),
                str(len(dimension.topics)),
                str(len(indicators)),
                str(len(required)),
                number.plain(sum((i.points for i in required), Decimal(0))),
                badge(dimension.weight),
            )
        )
    blocks: list[Block] = [
        Notice("指标的状态", standard.identity.notice),
        Table(("一级指标", "分值", "二级指标数", "三级指标数", "必选指标数", "必选分值", "分值状态"), tuple(rows)),
    ]
    for dimension in standard.dimensions:
        blocks.append(Heading(2, f"{dimension.id}　{dimension.name}", f"list-{dimension.id.lower()}"))
        blocks.append(
            Items(
                tuple(
                    Link(f"{i.id} {i.name}", f"indicators/{dimension.id.lower()}.md#{anchor(i.id)}")
                    for i in dimension.indicators
                )
            )
        )
    return Page("indicators/index.md", INDEX_TITLE, standard.dimensions[0].mark.file, tuple(blocks))


def view_dimension(standard: Standard, dimension: Dimension) -> Page:
    return Page(
        f"indicators/{dimension.id.lower()}.md",
        f"{dimension.id}　{dimension.name}",
        dimension.mark.file,
        tuple(_dimension(standard, dimension)),
    )


def _dimension(standard: Standard, dimension: Dimension) -> Iterator[Block]:
    yield Paragraph(
        (
            badge(dimension),
            f" 名称：{dimension.basis}。分值 {number.plain(dimension.weight.points)} 分：",
            badge(dimension.weight),
            f" {basis(dimension.weight)}。",
        )
    )
    for topic in dimension.topics:
        yield Heading(2, f"{topic.id}　{topic.name}（{number.plain(topic.points)}分）", f"t-{topic.id.lower()}")
        for indicator in topic.indicators:
            if not indicator.retired:
                yield from _indicator(standard, indicator)


def _indicator(standard: Standard, indicator: Indicator) -> Iterator[Block]:
    yield Heading(3, f"{indicator.id}　{indicator.name}", anchor(indicator.id))
    yield Paragraph(
        (
            f"{label.KIND[indicator.kind]}，{number.plain(indicator.points)} 分，"
            f"{label.METHOD[indicator.scoring.method]}。",
            badge(indicator),
            f" {basis(indicator)}",
        )
    )
    yield Paragraph(f"要求：{indicator.requirement}")
    if indicator.measure:
        measure = indicator.measure
        yield Formula(Equation(measure.symbol, parse(measure.formula), standard.symbols, measure.unit == "%"))
        yield Items(tuple(_where(standard, measure.formula)))
    yield Paragraph("评分规则：")
    yield Items(tuple(rule_in_words(standard, indicator)))
    yield Paragraph(f"证明材料：{label.listed(indicator.evidence)}")
    applies = f"可以（{indicator.not_applicable.when}）" if indicator.not_applicable.allowed else "不可以"
    yield Paragraph(f"不适用：{applies}")
    yield Table(
        ("算例", "计算", "得分"),
        tuple((e.name, e.arithmetic, f"{e.points}{'（必选不满足）' if e.fails else ''}") for e in indicator.examples),
    )


def _where(standard: Standard, formula: str) -> Iterator[str]:
    """式中: each symbol with its name and unit."""
    items, derived = standard.data_items, {i.id: i for i in standard.derived}
    for name in names(parse(formula)):
        if name in items:
            item = items[name]
            unit = (
                f"，单位为 {number.unit(item.units[0])}" if item.type == "number" and number.unit(item.units[0]) else ""
            )
            yield f"{item.symbol}——{item.name}{unit}"
        else:
            quantity = derived[name]
            yield f"{quantity.symbol}——{quantity.name}{_in_unit(standard, quantity.unit)}"


def _in_unit(standard: Standard, unit: str) -> str:
    named = unit_of(standard, unit)
    return f"，单位为 {named}" if named else ""


def rule_in_words(standard: Standard, indicator: Indicator) -> Iterator[str]:
    """A scoring rule in sentences, with its parameters."""
    points = number.plain(indicator.points)
    unit = unit_of(standard, indicator.measure.unit) if indicator.measure else ""
    match indicator.scoring:
        case YesNo(when=when):
            yield f"{when}：得 {points} 分；否则得 0 分。"
        case Levels(levels=levels):
            for level in levels:
                yield f"{level.id} 级，得分比例 {level.ratio}：{level.when}。"
        case Threshold(at_least=least, at_most=most):
            limit = least if least is not None else most
            yield f"{'不低于' if least is not None else '不高于'} {limit} {unit}：得 {points} 分；否则得 0 分。"
        case Count(full_at=full_at, of=of, at_most=most):
            full = f"N = {full_at}" if full_at is not None else f"N 取工厂实有数（数据项 {of}），最多 {most}"
            yield f"得分 = {points} × n ÷ N，不超过 {points} 分；{full}。"
        case Linear() as rule:
            yield f"{rule.zero_at} {unit} 得 0 分，{rule.full_at} {unit} 得 {points} 分，其间按比例。"
            if rule.fails_beyond is not None:
                yield f"劣于 {rule.fails_beyond} {unit} 判必选不满足。"
        case BaseLead() as rule:
            given = (
                f"基准值 {rule.base} {unit}，引领值 {rule.lead} {unit}"
                if rule.base is not None
                else "基准值和引领值由行业调整或评价工作方案给出"
            )
            yield f"{given}；数值越{'低' if rule.better == 'lower' else '高'}越好。"
            yield f"劣于基准值得 0 分；等于基准值得 {points} × {rule.base_ratio}；达到引领值得 {points} 分，其间按比例。"
    if indicator.is_required and not isinstance(indicator.scoring, Linear):
        yield "必选指标得 0 分即为不满足。"
