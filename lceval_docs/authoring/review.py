"""Evaluators' parts become one review: what one says is taken, what two say otherwise is a problem."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import MISSING, fields, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

from lceval_docs.authoring.imported import DISAGREE, Import, Mode
from lceval_docs.model.answer import CasePath, CaseValue
from lceval_docs.model.case import Review
from lceval_docs.problems import Fault, Mark, Problem, stop_on
from lceval_docs.sources.document import parse_yaml
from lceval_docs.sources.file import read_text
from lceval_docs.sources.origin import says
from lceval_docs.sources.record import load_record
from lceval_docs.writers.casefile import Change, merge

NOT_WHOLE = Fault(
    "E0956",
    "no part says {found}, which a review must have.",
    "Name the file of the team leader first; it holds team, events, plan and the rest.",
)
NO_REVIEW = Fault(
    "E0959", 'this file holds "{found}" and is no part of a review.', "Parts of a review go into review.yaml."
)
_NEEDED = tuple(f.name for f in fields(Review) if f.default is MISSING and f.default_factory is MISSING)
# What of a review is told apart by id: an answer is one thing, said by one evaluator.
_ANSWERS = ("prerequisites", "findings", "data")


def import_review(paths: tuple[Path, ...], out: Path, mode: Mode = "ask") -> Import:
    """The review `out`, or the first part, with what the other evaluators' parts say. Raises `Refused`."""
    parts = (out, *paths) if out.exists() else paths
    shown = parts[0].as_posix()
    text, root = _part(parts[0])
    known = _flat(root, shown)
    _must_be_reviews(parts)
    new: dict[CasePath, CaseValue] = {}
    changed: list[Change] = []
    problems: list[Problem] = []
    for part in parts[1:]:
        _, other = _part(part)
        for unit, said in _units(_flat(other, part.as_posix())).items():
            told = _join(unit, said, known, new, mode)
            problems += told
            changed += [_change(p) for p in told if mode != "ask"]
    stop_on(problems if mode == "ask" else ())
    lacking = [name for name in _NEEDED if name not in {path[0] for path in (*known, *new)}]
    stop_on(NOT_WHOLE.at(Mark(out.as_posix()), found=name) for name in lacking)
    merged = merge(text, shown, new)
    root_after, found = parse_yaml(merged.text, out.as_posix())
    stop_on(found)
    assert root_after is not None
    _, found = load_record(root_after, Review, out.as_posix())
    stop_on(found)
    return Import({out.name: merged.text.encode()}, merged.added, tuple(changed), ())


def _part(path: Path) -> tuple[str, yaml.MappingNode]:
    text, problems = read_text(path, path.as_posix())
    stop_on(problems)
    root, problems = parse_yaml(text, path.as_posix())
    stop_on(problems)
    assert root is not None
    return text, root


def _flat(node: yaml.Node, shown: str, path: CasePath = ()) -> dict[CasePath, CaseValue]:
    """A file's values by path: texts, words, rows."""
    if isinstance(node, yaml.MappingNode) and node.value:
        return {p: v for key, value in node.value for p, v in _flat(value, shown, (*path, key.value)).items()}
    mark = Mark(shown, node.start_mark.line + 1, node.start_mark.column + 1)
    if isinstance(node, yaml.MappingNode):
        return {path: CaseValue({}, mark)}
    if isinstance(node, yaml.SequenceNode):
        rows = tuple(
            {key.value: says(value) for key, value in entry.value}
            if isinstance(entry, yaml.MappingNode)
            else says(entry)
            for entry in node.value
        )
        return {path: CaseValue(rows, mark)}  # type: ignore[arg-type]
    return {path: CaseValue(says(node), mark)}


def _units(values: Mapping[CasePath, CaseValue]) -> Mapping[CasePath, Mapping[CasePath, CaseValue]]:
    """What is said as one thing: an answer to an indicator, or a single value."""
    units: dict[CasePath, dict[CasePath, CaseValue]] = {}
    for path, value in values.items():
        unit = path[:2] if path[0] in _ANSWERS else path
        units.setdefault(unit, {})[path] = value
    return units


def _join(
    unit: CasePath,
    said: Mapping[CasePath, CaseValue],
    known: dict[CasePath, CaseValue],
    new: dict[CasePath, CaseValue],
    mode: Mode,
) -> list[Problem]:
    """One thing another part says: new, the same, more of a list, or a contradiction, which is told."""
    before = {path: value for path, value in known.items() if path[: len(unit)] == unit}
    if before and all(value.content == {} for value in said.values()):  # nothing is said of what others speak of
        return []
    if {p: v.content for p, v in before.items()} == {p: v.content for p, v in said.items()}:
        return []
    old, value = before.get(unit), said.get(unit)
    if old and value and isinstance(old.content, tuple) and isinstance(value.content, tuple):
        more = tuple(entry for entry in value.content if entry not in old.content)
        new[unit] = known[unit] = replace(old, content=(*old.content, *more))
        return []
    if not before:
        new.update(said)
        known.update(said)
        return []
    if mode == "replace":
        # All of it is one person's answer: nothing of the former one stays.
        first = next(iter(said.values()))
        whole: Any = {path[-1]: value.content for path, value in said.items()}
        new[unit] = first if unit in said else replace(first, content=MappingProxyType(whole))
        for path in before:
            del known[path]
        known.update(said)
    return [
        DISAGREE.at(
            next(iter(said.values())).mark,
            field=".".join(unit),
            found=_worded(said),
            expected=_worded(before),
            place=str(next(iter(before.values())).mark),
        )
    ]


def _change(problem: Problem) -> Change:
    """A contradiction that was settled, as what stood there and what was said instead."""
    told = dict(problem.details)
    return Change(tuple(told["field"].split(".")), told["expected"], told["found"], problem.mark)


def _must_be_reviews(parts: Iterable[Path]) -> None:
    """Every part is a piece of a review, or nothing is read."""
    known = {field.name for field in fields(Review)}
    problems = []
    for part in parts:
        _, root = _part(part)
        problems += [
            NO_REVIEW.at(Mark(part.as_posix(), key.start_mark.line + 1, 1), found=key.value)
            for key, _ in root.value
            if key.value not in known
        ][:1]
    stop_on(problems)


def _worded(values: Mapping[CasePath, CaseValue]) -> str:
    """What one party says of one thing, on one line."""
    return "; ".join(
        f"{path[-1]}: {_shown(value)}" if len(values) > 1 else _shown(value) for path, value in values.items()
    )


def _shown(value: CaseValue) -> str:
    return "、".join(map(str, value.content)) if isinstance(value.content, tuple) else str(value.content)
