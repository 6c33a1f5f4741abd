"""Warnings of a case in print: what should be looked at all the same, and where it stands."""

from __future__ import annotations

from collections.abc import Iterable

from lceval_docs.problems import Mark, Problem, Translate
from lceval_docs.records import dataclass
from lceval_docs.views.traced import Printed


@dataclass(frozen=True)
class WarningView:
    """One thing to look at; `id` is its running number, `code` its kind."""

    id: str
    code: str
    place: str
    text: Printed


LINE = "{file} 第{line}行"


def view_warnings(found: Iterable[Problem], translate: Translate) -> tuple[WarningView, ...]:
    """Problems that stopped nothing, in the order they were told."""
    return tuple(
        WarningView(str(number), problem.code, _place(problem.mark), problem.worded(translate))
        for number, problem in enumerate(found, 1)
    )


def _place(mark: Mark) -> str:
    """The file without its folder, and the line, cell or field in it."""
    file = mark.file.rsplit("/", 1)[-1]
    if mark.place:
        return f"{file} {mark.place}"
    return LINE.format(file=file, line=mark.line) if mark.line else file
