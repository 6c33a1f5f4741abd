"""Steps of an explanation, and what they have in common."""

from __future__ import annotations

from lceval_docs.model.case import Case
from lceval_docs.problems import Mark
from lceval_docs.records import dataclass
from lceval_docs.views import label


@dataclass(frozen=True)
class StepView:
    """One step of an explanation: how deep it lies, what it is, what it says."""

    depth: int
    what: str
    says: str


FORMULA, NUMBERS, CLAUSE, BASIS, EVIDENCE, LACKS = "公式", "代入", "条款", "依据", "证明材料", "缺"
NOT_COMPUTED, NOT_GIVEN = "未能计算", "未给出"
IMPORTED_FROM = "导入自 {origin}"


def place_of(case: Case, mark: Mark) -> str:
    """Where something is written, and where that was imported from."""
    origin = case.origins.get(Mark(mark.file, mark.line, mark.column))
    return f"{mark}（{IMPORTED_FROM.format(origin=origin)}）" if origin else str(mark)


def proof(evidence: tuple[str, ...]) -> str:
    """What is said of evidence behind the place of an amount."""
    return f"；{EVIDENCE} {label.listed(evidence)}" if evidence else ""


def upper(steps: tuple[StepView, ...], most: int) -> tuple[StepView, ...]:
    """Of more steps than `most` those that lie no deeper than leaves so many, but the first two depths in any case."""
    if len(steps) <= most:
        return steps
    depths = range(1, max(step.depth for step in steps) + 1)
    cuts = (tuple(step for step in steps if step.depth <= depth) for depth in reversed(depths))
    return next((cut for cut in cuts if len(cut) <= most), tuple(step for step in steps if step.depth <= 1))
