"""Indicator pages: one a dimension, each indicator with requirement, rule, formula, evidence and worked examples."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from lceval_docs.formulas import parse
from lceval_docs.model.indicator import Dimension, Indicator
from lceval_docs.model.prose import Equation
from lceval_docs.model.standard import Standard
from lceval_docs.views import label, number
from lceval_docs.views.block import Block, Formula, Heading, Items, Link, Notice, Page, Paragraph, Table
from lceval_docs.views.edition.indicator import anchor
from lceval_docs.views.rule import meanings_of, rule_in_words
from lceval_docs.views.site.part import badge, basis

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
        yield Items(tuple(f"{symbol}——{meaning}" for symbol, meaning in meanings_of(standard, parse(measure.formula))))
    yield Paragraph("评分规则：")
    yield Items(tuple(rule_in_words(standard, indicator)))
    yield Paragraph(f"证明材料：{label.listed(indicator.evidence)}")
    applies = f"可以（{indicator.not_applicable.when}）" if indicator.not_applicable.allowed else "不可以"
    yield Paragraph(f"不适用：{applies}")
    yield Table(
        ("算例", "计算", "得分"),
        tuple((e.name, e.arithmetic, f"{e.points}{'（必选不满足）' if e.fails else ''}") for e in indicator.examples),
    )
