"""All rules over one text, less what its author has silenced; and the silences themselves."""

from __future__ import annotations

from collections.abc import Iterator

from lceval_docs.checks.gbt import (
    abbreviation,
    annex,
    citation,
    consistency,
    definition,
    front,
    level,
    listing,
    metadata,
    name,
    naming,
    number,
    permission,
    reference,
    requirement,
    scope,
    structure,
    table,
    term,
    typography,
    unit,
    wording,
)
from lceval_docs.checks.gbt import object as objects
from lceval_docs.checks.gbt.passage import text_of
from lceval_docs.checks.gbt.rule import Rule
from lceval_docs.model.standard import Standard
from lceval_docs.model.text import Silence
from lceval_docs.problems import Fault, Problem
from lceval_docs.records import dataclass

NO_REASON = Fault("E0481", "{found} is silenced without a reason.", "Write it behind the rule: lint-ignore {found} …")
NO_RULE = Fault("E0482", 'there is no rule "{found}" to silence.', "Delete the comment, or correct the id.")
FOR_NOTHING = Fault("W0483", "{found} is silenced, but finds nothing there.", "Delete the comment.")

SUBJECTS = (
    name,
    metadata,
    structure,
    level,
    wording,
    term,
    definition,
    abbreviation,
    requirement,
    permission,
    listing,
    objects,
    table,
    annex,
    unit,
    number,
    typography,
    consistency,
    naming,
    front,
    scope,
    reference,
    citation,
)
RULES: tuple[Rule, ...] = tuple(
    rule for subject in SUBJECTS for rule in vars(subject).values() if isinstance(rule, Rule)
)


@dataclass(frozen=True)
class Findings:
    """What the rules found, and what of it is silenced, with the silence."""

    problems: tuple[Problem, ...]
    silenced: tuple[tuple[Problem, Silence], ...]


def check_drafting(standard: Standard) -> Findings:
    """Everything in which a text departs from GB/T 1.1."""
    text = text_of(standard)
    found = dict.fromkeys(p for subject in SUBJECTS for check in subject.CHECKS for p in check(text))
    open_ones, silenced = [], []
    for problem in found:
        silence = next((s for s in standard.silences if _covers(s, problem)), None)
        if silence:
            silenced.append((problem, silence))
        else:
            open_ones.append(problem)
    used = {silence for _, silence in silenced}
    open_ones += [p for s in standard.silences for p in _check_silence(s, s in used)]
    return Findings(tuple(open_ones), tuple(silenced))


def _covers(silence: Silence, problem: Problem) -> bool:
    where = problem.mark
    return (
        bool(silence.reason)
        and silence.rule == problem.code
        and silence.mark.file == where.file
        and silence.first <= where.line <= silence.last
    )


def _check_silence(silence: Silence, is_used: bool) -> Iterator[Problem]:
    if silence.rule not in {rule.code for rule in RULES}:
        yield NO_RULE.at(silence.mark, found=silence.rule)
    elif not silence.reason:
        yield NO_REASON.at(silence.mark, found=silence.rule)
    elif not is_used:
        yield FOR_NOTHING.at(silence.mark, found=silence.rule)
