"""What is begun from a skeleton or from last year: a new indicator, a new case, a new review."""

from __future__ import annotations

import re
from pathlib import Path

from lceval_docs.model.answer import CaseValue
from lceval_docs.model.indicator import Topic
from lceval_docs.model.standard import Standard
from lceval_docs.problems import Fault, Mark, Problem, Refused, stop_on
from lceval_docs.sources.case import FACTORY, REVIEW, load_case
from lceval_docs.sources.file import is_there, read_text
from lceval_docs.template import template_bytes
from lceval_docs.views.renewal import view_case_skeleton, view_renewal, view_review_skeleton
from lceval_docs.writers.plan import Plan

NO_TOPIC = Fault("E0708", '"{found}" is no id of an indicator below a topic.', "Topics: {expected}; write D1-5.")
ID_TAKEN = Fault("E0709", "{found} is taken; ids are never used again.", "The next one is {expected}.")
STALE_VALUE = Fault("W0718", "{field}: {why}")
_NUMBER = re.compile(r"[1-9][0-9]{0,2}")
FILE_THERE = Fault("E0732", "a file stands here already.", "Name another file with --out.")
REVIEW_THERE = Fault("E0735", "a review stands here already.", "Go on in it, or give it another name first.")
CASE_THERE = Fault("E0713", "a case stands here already.", "Name another folder.")


def plan_indicator(standard: Standard, root: Path, id: str, name: str) -> Plan:
    """The file of a dimension with a new indicator at the end of its topic; everything else in it stays as it is."""
    from lceval_docs.views.skeleton import NAME, view_indicator_skeleton
    from lceval_docs.writers.yaml_text import inline

    topics = {topic.id: topic for dimension in standard.dimensions for topic in dimension.topics}
    topic = topics.get(id.rpartition("-")[0])
    taken = [i.id for t in topics.values() for i in t.indicators]
    place = Mark("standard/indicators")
    if topic is None or not _NUMBER.fullmatch(id.rpartition("-")[2]):
        raise Refused([NO_TOPIC.at(place, found=id, expected=", ".join(topics))])
    if id in taken:
        raise Refused([ID_TAKEN.at(place, found=id, expected=f"{topic.id}-{_last(topic) + 1}")])
    last = topic.indicators[-1].mark
    text, problems = read_text(root / last.file, last.file)
    stop_on(problems)
    lines = text.splitlines(keepends=True)
    indent = last.column - 3
    end = last.line
    while end < len(lines) and (not lines[end].strip() or len(lines[end]) - len(lines[end].lstrip(" ")) > indent):
        end += 1
    whole = "".join([*lines[:end], view_indicator_skeleton(id, inline(name or NAME), indent), *lines[end:]])
    return {last.file: whole.encode()}


def _last(topic: Topic) -> int:
    """The highest number of an indicator below a topic."""
    numbers = (indicator.id.rpartition("-")[2] for indicator in topic.indicators)
    return max((int(number) for number in numbers if _NUMBER.fullmatch(number)), default=0)


def plan_case(standard: Standard, old: Path | None, shown: str = FACTORY) -> tuple[Plan, tuple[Problem, ...]]:
    """The factory file of a new case: a skeleton, or last year's with what is stale marked in it; and those marks.

    `shown`: how the new file is named in these.
    """
    from lceval_docs.writers.casefile import annotate, merge, places

    if old is None:
        return {FACTORY: view_case_skeleton(standard).encode()}, ()
    case = load_case(old)
    text, _ = read_text(old / FACTORY, FACTORY)
    renewal = view_renewal(standard, case.factory)
    set_to = {path: CaseValue(value, Mark(FACTORY)) for path, value in renewal.values.items()}
    renewed = annotate(merge(text, FACTORY, set_to).text, FACTORY, renewal.stale)
    at = places(renewed, FACTORY)
    stale = tuple(
        STALE_VALUE.at(Mark(shown, *at.get(path, ())), field=".".join(path), why=why)
        for path, why in renewal.stale.items()
    )
    return {FACTORY: renewed.encode()}, stale


def plan_review(standard: Standard) -> Plan:
    """The review file of a case, before anything was found."""
    return {REVIEW: view_review_skeleton(standard).encode()}


def plan_template(root: Path, name: str, out: Path) -> Plan:
    """A copy of one of the edition's templates, for its new owner to change; never over a file that is there."""
    content = template_bytes(root, name)
    if is_there(out):
        raise Refused([FILE_THERE.at(Mark(out.as_posix()))])
    return {out.name: content}
