"""The index of a batch: for each case what it came to, as a row that people read and as facts for other programs.

An entry is plain data (it is kept in a journal): `facts` unrounded, `cells` worded, in the order of the columns. The
files made stand apart from both: they are known last.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from lceval_docs.model.case import Case
from lceval_docs.model.evaluation import Evaluation
from lceval_docs.model.standard import Standard
from lceval_docs.problems import Problem, catalogue
from lceval_docs.records import dataclass
from lceval_docs.views import label, number
from lceval_docs.views.score import MissingView, view_missing, view_own_total, view_total
from lceval_docs.views.summary import MISSING_SAYS, gates_data, grade_data, missing_data, total_data
from lceval_docs.views.verdict import view_gate, view_grade

TITLE, SHEET, INDEX_TABLE, INDEX_DATA = "评价清单", "清单", "清单.xlsx", "index.json"
CASE, FACTORY, YEAR, GRADE, TOTAL, OWN, PREREQUISITES, COUNT, MISSING, PROBLEMS, FILE = (
    "案例",
    "工厂",
    "评价年",
    "等级",
    "总分",
    "自评价总分",
    "基本要求",
    "缺失项数",
    "缺失数据",
    "问题与提示",
    "文件",
)
GATE = "门槛 {id}：{name}"
GATE_SAYS = "{value}，{result}"
ALL_MET = "全部符合"
NOT_MET = "{result}：{ids}"
NOT_MADE = "未生成"
FILE_OF_SEVERAL = "文件 {number}"
# A cell of Excel holds so many characters, some of which count twice.
LONGEST, MORE = 16_000, "……"
_NUMBER = re.compile(r"-?\d{1,15}(\.\d{1,10})?")


@dataclass(frozen=True)
class IndexColumn:
    """A heading. `width` in digits; `is_number`: sorted as numbers where the cells are."""

    title: str
    width: float
    is_number: bool = False


@dataclass(frozen=True)
class IndexCell:
    """Text, or a number, or the name of a file beside the index."""

    text: str
    is_number: bool = False
    is_file: bool = False


@dataclass(frozen=True)
class IndexView:
    """The table, and the same as data: plain facts of each case."""

    title: str
    creator: str
    date: Any
    columns: tuple[IndexColumn, ...]
    rows: tuple[tuple[IndexCell, ...], ...]
    edition: str
    cases: tuple[dict[str, Any], ...]


def view_entry(standard: Standard, case: Case, evaluation: Evaluation, warnings: Iterable[Problem]) -> dict[str, Any]:
    """What a case came to."""
    missing = [view_missing(standard, m) for m in evaluation.missing]
    lines = _lines(warnings)
    cells = [case.folder, case.factory.name, str(evaluation.evaluation_year), view_grade(standard, evaluation)]
    cells += [view_total(standard, evaluation), view_own_total(standard, evaluation)]
    gates = (view_gate(standard, g) for g in evaluation.gates)
    cells += [GATE_SAYS.format(value=g.value, result=g.result) for g in gates]
    cells += [_prerequisites(evaluation), str(len(missing)), _cut("\n".join(map(_missing, missing)))]
    facts = {
        "case": case.folder,
        "factory": case.factory.name,
        "notice": case.factory.notice,
        "evaluation_year": evaluation.evaluation_year,
        "grade": grade_data(standard, evaluation),
        "withheld": evaluation.verdict.withheld,
        "total": total_data(evaluation.review),
        "self_assessed_total": total_data(evaluation.self_assessment),
        "gates": gates_data(evaluation),
        "prerequisites": {p.prerequisite.id: p.status for p in evaluation.prerequisites},
        "missing": missing_data(evaluation),
        "problems": lines,
    }
    return {"facts": facts, "cells": [*cells, _cut("\n".join(lines))]}


def view_refused(standard: Standard, folder: str, name: str, problems: Iterable[Problem]) -> dict[str, Any]:
    """A case of which nothing was made: its problems. `name`: of the factory, if it can be read."""
    lines = _lines(problems)
    blank = [""] * (len(_columns(standard, 0)) - 6)  # but for folder, factory, year, grade, problems, file
    cells = [folder, name, "", NOT_MADE, *blank, _cut("\n".join(lines))]
    return {"facts": {"case": folder, "factory": name, "problems": lines}, "cells": cells}


def view_index(standard: Standard, entries: Sequence[tuple[dict[str, Any], Sequence[str]]]) -> IndexView:
    """Entries in their order, each with the names of its files."""
    columns = _columns(standard, max((len(files) for _, files in entries), default=0))
    rows = tuple(_row(columns, entry["cells"], files) for entry, files in entries)
    cases = tuple({**entry["facts"], "files": list(files)} for entry, files in entries)
    identity = standard.identity
    return IndexView(TITLE, identity.owner, identity.date, columns, rows, identity.edition, cases)


def _columns(standard: Standard, files: int) -> tuple[IndexColumn, ...]:
    gates = (IndexColumn(GATE.format(id=g.id, name=g.name), 20) for g in standard.grading.variant.gates)
    titles = [FILE] if files <= 1 else [FILE_OF_SEVERAL.format(number=n + 1) for n in range(files)]
    return (
        IndexColumn(CASE, 24),
        IndexColumn(FACTORY, 32),
        IndexColumn(YEAR, 9, True),
        IndexColumn(GRADE, 14),
        IndexColumn(TOTAL, 10, True),
        IndexColumn(OWN, 12, True),
        *gates,
        IndexColumn(PREREQUISITES, 20),
        IndexColumn(COUNT, 10, True),
        IndexColumn(MISSING, 40),
        IndexColumn(PROBLEMS, 48),
        *(IndexColumn(title, 40) for title in titles),
    )


def _row(columns: Sequence[IndexColumn], cells: Sequence[str], files: Sequence[str]) -> tuple[IndexCell, ...]:
    told = [
        IndexCell(text, column.is_number and bool(_NUMBER.fullmatch(text)))
        for column, text in zip(columns, cells, strict=False)
    ]
    told += [IndexCell(name, is_file=True) for name in files]
    return (*told, *([IndexCell("")] * (len(columns) - len(told))))


def _lines(problems: Iterable[Problem]) -> list[str]:
    zh = catalogue("zh")
    return [problem.line(zh) for problem in problems]


def _prerequisites(evaluation: Evaluation) -> str:
    """Those that are not met, or not known to be."""
    open_ones: dict[str, list[str]] = {}
    for one in evaluation.prerequisites:
        if one.status not in ("met", "not_applicable"):
            open_ones.setdefault(label.PREREQUISITE[one.status], []).append(one.prerequisite.id)
    return "\n".join(NOT_MET.format(result=r, ids=label.listed(ids)) for r, ids in open_ones.items()) or ALL_MET


def _missing(one: MissingView) -> str:
    told = (text for text in (one.kind, one.needed_by, one.year) if text not in ("", number.NOTHING))
    return MISSING_SAYS.format(what=one.what, about="，".join(told))


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else text[:LONGEST] + MORE
