"""The catalogue of indicators, to choose from by what they are; and a page for each dimension."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from lceval_docs.model.grading import Profile
from lceval_docs.model.guidance import GuidanceBook
from lceval_docs.model.indicator import Dimension, Indicator
from lceval_docs.model.standard import Standard
from lceval_docs.views import label, number
from lceval_docs.views.block import (
    Anchor,
    Block,
    ChosenTable,
    Facet,
    Heading,
    Inline,
    Link,
    Notice,
    Page,
    Paragraph,
    Table,
)
from lceval_docs.views.edition.indicator import anchor
from lceval_docs.views.site.part import badge, basis, dimension_path, indicator_path
from lceval_docs.views.site.structure import view_structure

INDEX_TITLE, ALL_TITLE = "评价指标", "指标目录"
SAYS = "显示 {shown} 项，共 {all} 项"
TAILORED = {"benchmark": "给出基准值", "unusual": "常不适用"}


def view_indicator_index(standard: Standard, book: GuidanceBook) -> Page:
    rows = []
    for dimension in standard.dimensions:
        indicators = list(dimension.indicators)
        required = [i for i in indicators if i.is_required]
        rows.append(
            (
                Link(f"{dimension.id} {dimension.name}", dimension_path(dimension.id)),
                number.plain(dimension.weight.points),
                str(len(dimension.topics)),
                str(len(indicators)),
                str(len(required)),
                number.plain(sum((i.points for i in required), Decimal(0))),
                badge(dimension.weight),
            )
        )
    heads = ("一级指标", "分值", "二级指标数", "三级指标数", "必选指标数", "必选分值", "分值状态")
    return Page(
        "indicators/index.md",
        INDEX_TITLE,
        standard.dimensions[0].mark.file,
        (
            Notice("指标的状态", standard.identity.notice),
            Table(heads, tuple(rows)),
            view_structure(standard),
            Heading(2, ALL_TITLE, "catalogue"),
            _catalogue(standard, book),
        ),
    )


def _catalogue(standard: Standard, book: GuidanceBook) -> ChosenTable:
    """All indicators; chosen by dimension, kind, method, evidence and industry."""
    methods = dict.fromkeys(i.scoring.method for i in standard.indicators)
    facets = (
        Facet("dimension", "一级指标", tuple((d.id, f"{d.id} {d.name}") for d in standard.dimensions)),
        Facet("kind", "必选或可选", tuple(label.KIND.items())),
        Facet("method", "评分方法", tuple((m, label.METHOD[m]) for m in methods)),
        Facet("evidence", "证明材料", tuple((k.id, k.name) for k in book.kinds)),
        Facet("profile", "行业调整", tuple((p.id, p.name) for p in standard.profiles)),
    )
    rows, kept = [], []
    for dimension in standard.dimensions:
        for indicator in dimension.indicators:
            rows.append(_row(indicator))
            kept.append(
                (
                    (dimension.id,),
                    (indicator.kind,),
                    (indicator.scoring.method,),
                    tuple(dict.fromkeys(k.id for e in indicator.evidence if (k := book.kind_of(e)))),
                    tuple(p.id for p in standard.profiles if indicator.id in tailored(p)),
                )
            )
    heads = ("编号", "名称", "类型", "分值", "评分方法", "证明材料")
    shown = [n for n, facet in enumerate(facets) if facet.options]
    return ChosenTable(
        "catalogue-table",
        heads,
        tuple(rows),
        tuple(facets[n] for n in shown),
        tuple(tuple(row[n] for n in shown) for row in kept),
        SAYS,
    )


def tailored(profile: Profile) -> dict[str, str]:
    """What an industry profile does to indicators, by their ids."""
    unusual = profile.usually_not_applicable or {}
    return {**dict.fromkeys(profile.benchmarks, TAILORED["benchmark"]), **dict.fromkeys(unusual, TAILORED["unusual"])}


def _row(indicator: Indicator) -> tuple[Inline, ...]:
    path = indicator_path(indicator.id)
    return (
        Link(indicator.id, path),
        Link(indicator.name, path),
        label.KIND[indicator.kind],
        number.plain(indicator.points),
        label.METHOD[indicator.scoring.method],
        label.listed(indicator.evidence),
    )


def view_dimension(dimension: Dimension) -> Page:
    """What a dimension is made of. The anchors are those of the time when all its indicators stood here."""
    return Page(
        dimension_path(dimension.id),
        f"{dimension.id}　{dimension.name}",
        dimension.mark.file,
        tuple(_dimension(dimension)),
    )


def _dimension(dimension: Dimension) -> Iterator[Block]:
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
        rows = []
        for indicator in (i for i in topic.indicators if not i.retired):
            id, *rest = _row(indicator)
            assert isinstance(id, Link)
            anchors = Anchor(anchor(indicator.id)), Anchor(anchor(indicator.id).lower())
            rows.append(((*anchors, id), *rest, badge(indicator)))
        yield Table(("编号", "名称", "类型", "分值", "评分方法", "证明材料", "状态"), tuple(rows))
