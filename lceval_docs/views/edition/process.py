"""The four stages as a table; the questions to the committee."""

from __future__ import annotations

from collections.abc import Iterator

from lceval_docs.model.prose import Table
from lceval_docs.model.standard import Standard
from lceval_docs.views import label, number
from lceval_docs.views.edition.cell import grouped, heads, middle, text

ABOUT_STANDARD, ABOUT_EXPLANATION = "提请委员会决定的问题", "编制说明中待确认之处"


def process(standard: Standard) -> Iterator[Table]:
    rows = grouped(
        (
            middle(stage.name),
            text(step.name),
            middle(step.actor),
            text(step.action),
            text(step.time_limit or number.NOTHING),
            text(label.listed(step.documents)),
        )
        for stage in standard.stages
        for step in stage.steps
    )
    yield Table(
        "process",
        "评价流程",
        heads("阶段", "步骤", "执行者", "工作内容", "时限", "文件"),
        rows,
        (11, 13, 13, 36, 15, 17),
    )


def questions(standard: Standard) -> Iterator[Table]:
    """What is open about the standard, then the flaws of its drafting explanation."""
    for about, title in (("standard", ABOUT_STANDARD), ("explanation", ABOUT_EXPLANATION)):
        rows = tuple((middle(q.id), text(q.question), text(q.assumed)) for q in standard.questions if q.about == about)
        if rows:
            yield Table(f"questions-{about}", title, heads("编号", "问题", "本草案的暂行处理"), rows, (8, 46, 46))
