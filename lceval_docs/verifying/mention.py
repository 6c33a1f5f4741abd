"""Totals that a report mentions in running text, held against the tables; and what a template or a writer has left over."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from lceval_docs.checks.mention import otherwise
from lceval_docs.model.evaluation import Evaluation
from lceval_docs.model.report import FoundLine
from lceval_docs.model.standard import Standard
from lceval_docs.problems import Fault, Mark, Problem
from lceval_docs.verifying.place import mark_at
from lceval_docs.views.verdict import view_grade

DISAGREES = Fault(
    "E0831",
    'the text says "{found}", by the tables it is {expected}.',
    "Correct the sentence, or name the year that it speaks of.",
)
LEFT_OVER = Fault("E0832", 'something was left to be filled in: "{found}".', "Fill it in, or delete it.")

_LEFT_OVER = re.compile(r"\{\{|\}\}|\{%|%\}|[×xX]{3,}|[_＿]{4,}|单击或点击此处|点击此处|单击此处|TODO|待填|待补")


def check_mentions(
    lines: Sequence[FoundLine], generated: frozenset[str], standard: Standard, evaluation: Evaluation, mark: Mark
) -> Iterator[Problem]:
    """Totals and grades in sentences that are not the evaluation's. `generated`: sentences that are known to be right."""
    grade = view_grade(standard, evaluation)
    for line in lines:
        at = mark_at(mark, line.place)
        if left := _LEFT_OVER.search(line.text):
            yield LEFT_OVER.at(at, found=line.text[max(left.start() - 10, 0) : left.end() + 20].strip())
        if line.text in generated:
            continue
        for found, expected in otherwise(line.own, standard, evaluation, grade):
            yield DISAGREES.at(at, found=found, expected=expected)
