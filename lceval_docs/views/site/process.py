"""The process as a picture: stages and steps in the lanes of those who take them, with time limits and documents."""

from __future__ import annotations

from collections.abc import Iterable

from lceval_docs.model.standard import Standard
from lceval_docs.model.text import Step
from lceval_docs.views import label
from lceval_docs.views.picture import FlowChart, FlowStage, FlowStep, Linked

TITLE = "评价流程图"
LIMIT, DOCUMENTS, JOINT = "时限", "文件", "、"
TOLD, TOLD_STAGE, TOLD_STEP = "流程图，依次为：{stages}。", "{name}——{steps}", "{name}（{about}）"
TOLD_LIMIT, TOLD_DOCUMENTS = "时限：{limit}", "文件：{documents}"


def view_process(standard: Standard) -> FlowChart:
    """Every step of every stage, in order. A document of which there is a blank one leads to it."""
    blank = {form.name: form.blank for form in standard.forms if form.blank}
    lanes = tuple(dict.fromkeys(step.actor for stage in standard.stages for step in stage.steps))
    stages = tuple(
        FlowStage(
            stage.name,
            tuple(
                FlowStep(
                    s.name, lanes.index(s.actor), s.time_limit, tuple(Linked(d, blank.get(d, "")) for d in s.documents)
                )
                for s in stage.steps
            ),
        )
        for stage in standard.stages
    )
    told = "；".join(TOLD_STAGE.format(name=s.name, steps=_told(s.steps)) for s in standard.stages)
    return FlowChart("process-chart", TITLE, TOLD.format(stages=told), lanes, stages, LIMIT, DOCUMENTS, JOINT)


def _told(steps: Iterable[Step]) -> str:
    return "、".join(TOLD_STEP.format(name=step.name, about="，".join(_about(step))) for step in steps)


def _about(step: Step) -> list[str]:
    limit = [TOLD_LIMIT.format(limit=step.time_limit)] if step.time_limit else []
    documents = [TOLD_DOCUMENTS.format(documents=label.listed(step.documents))] if step.documents else []
    return [step.actor, *limit, *documents]
