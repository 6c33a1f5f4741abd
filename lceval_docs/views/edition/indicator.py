"""The indicator tables: one a dimension."""

from __future__ import annotations

from collections.abc import Iterator

from lceval_docs.model.prose import Table
from lceval_docs.model.standard import Standard
from lceval_docs.views import label, number
from lceval_docs.views.edition.cell import grouped, heads, middle, text
from lceval_docs.views.rule import rule_in_words

HEADS = ("二级指标", "三级指标", "类型", "分值", "要求", "评分规则", "证明材料", "不适用")
WIDTHS = (11, 11, 6, 6, 25, 25, 12, 9)


def anchor(id: str) -> str:
    """The permanent anchor of an indicator."""
    return f"i-{id}"


def indicators(standard: Standard) -> Iterator[Table]:
    for dimension in standard.dimensions:
        rows = grouped(
            (
                text(f"{topic.id} {topic.name}\n（{number.plain(topic.points)}分）"),
                text(f"{i.id} {i.name}", anchor=anchor(i.id)),
                middle(label.KIND[i.kind]),
                middle(number.plain(i.points)),
                text(i.requirement),
                text("\n".join((f"{label.METHOD[i.scoring.method]}。", *rule_in_words(standard, i)))),
                text(label.listed(i.evidence)),
                text(f"可：{i.not_applicable.when}" if i.not_applicable.allowed else "不可"),
            )
            for topic in dimension.topics
            for i in topic.indicators
            if not i.retired
        )
        points = number.plain(dimension.weight.points)
        yield Table(
            f"indicators-{dimension.id.lower()}",
            f"{dimension.name}评价指标（{points} 分）",
            heads(*HEADS),
            rows,
            WIDTHS,
        )
