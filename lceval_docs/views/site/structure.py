"""The indicator system as a picture: dimensions and their topics with their points, each leading to its page."""

from __future__ import annotations

from lceval_docs.model.indicator import Dimension, Topic
from lceval_docs.model.standard import Standard
from lceval_docs.views import number
from lceval_docs.views.picture import Branch, Linked, TreeChart
from lceval_docs.views.site.part import dimension_path

TITLE = "指标体系的结构"
HEADING = "一级指标和二级指标的分值，合计 {full} 分"
TOLD, TOLD_DIMENSION, TOLD_TOPIC = (
    "条形图：{heading}。{values}。",
    "{name} {points} 分（{topics}）",
    "{name} {points} 分",
)


def view_structure(standard: Standard) -> TreeChart:
    heading = HEADING.format(full=number.plain(standard.grading.full_marks))
    told = "；".join(
        TOLD_DIMENSION.format(
            name=_called(d),
            points=number.plain(d.weight.points),
            topics="、".join(TOLD_TOPIC.format(name=_called(t), points=number.plain(t.points)) for t in d.topics),
        )
        for d in standard.dimensions
    )
    branches = tuple(_dimension(d) for d in standard.dimensions)
    return TreeChart("structure", TITLE, TOLD.format(heading=heading, values=told), heading, branches)


def _called(part: Dimension | Topic) -> str:
    return f"{part.id} {part.name}"


def _dimension(dimension: Dimension) -> Branch:
    page = dimension_path(dimension.id)
    topics = tuple(
        Branch(Linked(_called(t), f"{page}#t-{t.id.lower()}"), t.points, number.plain(t.points))
        for t in dimension.topics
    )
    weight = dimension.weight.points
    return Branch(Linked(_called(dimension), page), weight, number.plain(weight), topics)
