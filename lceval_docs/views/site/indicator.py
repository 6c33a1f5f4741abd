"""A page for each indicator: what is required, how it is scored, what proves it, how it is met, what is looked at."""

from __future__ import annotations

from collections.abc import Iterator

from lceval_docs.formulas import names, parse
from lceval_docs.model.guidance import GuidanceBook
from lceval_docs.model.indicator import Dimension, Indicator, Measure, Topic
from lceval_docs.model.prose import Equation
from lceval_docs.model.standard import Standard
from lceval_docs.views import label, number
from lceval_docs.views.block import Block, Formula, Framed, Heading, Inline, Items, Link, Page, Paragraph, Table
from lceval_docs.views.edition.indicator import anchor
from lceval_docs.views.edition.place import INDICATORS, places
from lceval_docs.views.rule import meanings_of, rule_in_words
from lceval_docs.views.rule_chart import view_rule_chart
from lceval_docs.views.site.catalogue import tailored
from lceval_docs.views.site.guidance import view_guidance
from lceval_docs.views.site.part import badge, basis, data_link, dimension_path, indicator_path
from lceval_docs.views.site.standard import full_title
from lceval_docs.views.site.term import cards_of, linked

PREVIOUS, NEXT = "上一项", "下一项"


def view_indicators(standard: Standard, book: GuidanceBook) -> Iterator[Page]:
    """All pages, each with links to the one before and the one after."""
    places = [(d, t, i) for d in standard.dimensions for t in d.topics for i in t.indicators if not i.retired]
    order = [None, *(indicator for _, _, indicator in places), None]
    for place, (dimension, topic, indicator) in enumerate(places):
        before, after = order[place], order[place + 2]
        blocks = (*_blocks(standard, book, dimension, topic, indicator), _neighbours(before, after))
        yield Page(indicator_path(indicator.id), f"{indicator.id}　{indicator.name}", indicator.mark.file, blocks)


def _neighbours(before: Indicator | None, after: Indicator | None) -> Items:
    links = ((PREVIOUS, before), (NEXT, after))
    return Items(tuple((f"{way}：", Link(f"{i.id} {i.name}", indicator_path(i.id))) for way, i in links if i))


def _blocks(
    standard: Standard, book: GuidanceBook, dimension: Dimension, topic: Topic, indicator: Indicator
) -> Iterator[Block]:
    yield Paragraph(
        (
            Link(f"{dimension.id} {dimension.name}", dimension_path(dimension.id)),
            " › ",
            Link(f"{topic.id} {topic.name}", f"{dimension_path(dimension.id)}#t-{topic.id.lower()}"),
            f" · {label.KIND[indicator.kind]} · {number.plain(indicator.points)} 分 · ",
            f"{label.METHOD[indicator.scoring.method]} ",
            badge(indicator),
            f" {basis(indicator)}",
        )
    )
    yield Framed(
        "normative", (Heading(2, "要求", "requirement"), Paragraph(linked(cards_of(standard), indicator.requirement)))
    )
    yield from _scoring(standard, indicator)
    yield Heading(2, "证明材料", "proof")
    yield Items(indicator.evidence)
    if text := book.by_indicator.get(indicator.id):
        yield view_guidance(standard, book, text)
    yield from _inspection(indicator)
    yield from _related(standard, indicator)
    yield Heading(2, "状态与变更", "changes")
    yield Items((("本版次 ", standard.identity.edition, " 提出，", badge(indicator), f" {basis(indicator)}"),))


def _scoring(standard: Standard, indicator: Indicator) -> Iterator[Block]:
    yield Heading(2, "怎样评分", "scoring")
    yield Items(tuple(rule_in_words(standard, indicator)))
    yield view_rule_chart(standard, indicator)
    if indicator.measure:
        yield from _measure(standard, indicator.measure)
    applies = f"可以（{indicator.not_applicable.when}）" if indicator.not_applicable.allowed else "不可以"
    yield Paragraph(f"按不适用处理：{applies}。")
    yield Heading(3, "算例", "worked")
    yield Table(
        ("算例", "计算", "得分"),
        tuple((e.name, e.arithmetic, f"{e.points}{'（必选不满足）' if e.fails else ''}") for e in indicator.examples),
    )


def _measure(standard: Standard, measure: Measure) -> Iterator[Block]:
    formula = parse(measure.formula)
    yield Paragraph(f"{measure.name}：")
    yield Formula(Equation(measure.symbol, formula, standard.symbols, measure.unit == "%"))
    yield Items(tuple(f"{symbol}——{meaning}" for symbol, meaning in meanings_of(standard, formula)))


def _inspection(indicator: Indicator) -> Iterator[Block]:
    if indicator.inspection:
        look = indicator.inspection
        yield Heading(2, "评价员会看什么", "inspection")
        yield Items((f"查看：{look.look}", f"询问：{look.ask}", f"抽样：{look.sample}"))


def _related(standard: Standard, indicator: Indicator) -> Iterator[Block]:
    """Where else something is said of it: the text, data items, method and factors, industries."""
    entries: list[Inline] = []
    if place := places(standard).get(INDICATORS):
        path = f"standard/{place.chapter.chapter.id}.md#{anchor(indicator.id)}"
        entries.append(("标准文本：", Link(full_title(place.chapter), path)))
    needed = names(parse(indicator.measure.formula)) if indicator.measure else ()
    asked = [name for name in needed if name in standard.data_items]
    made = [standard.derived_items[name] for name in needed if name in standard.derived_items]
    if asked:
        links = [part for name in asked for part in ("、", data_link(standard, name))][1:]
        entries.append(("数据项：", *links))
    if made:
        entries.append(
            (f"由数据计算的量：{label.listed(d.name for d in made)}，见", Link("核算方法", "method/index.md"))
        )
        entries.append(("因子：", Link("因子表", "factors/index.md")))
    for profile in standard.profiles:
        if what := tailored(profile).get(indicator.id):
            entries.append(f"行业调整（{profile.name}）：{what}，{profile.basis}")
    yield Heading(2, "相关内容", "related")
    yield Items(tuple(entries))
