"""Evaluators' parts become one review: what one says is taken, what two say otherwise is a problem."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import yaml

from lceval_docs.authoring.imported import DISAGREE, Import, Mode
from lceval_docs.model.answer import CasePath, CaseValue
from lceval_docs.model.case import Review
from lceval_docs.problems import Mark, Problem, stop_on
from lceval_docs.sources.document import parse_yaml, read_text
from lceval_docs.sources.origin import says
from lceval_docs.sources.record import load_record
from lceval_docs.writers.casefile import merge

# What of a review is told apart by id: an answer is one thing, said by one evaluator.
_ANSWERS = ("prerequisites", "findings", "data")


def import_review(paths: tuple[Path, ...], out: Path, mode: Mode = "ask") -> Import:
    """The review `out`, or the first part, with what the other evaluators' parts say. Raises `Refused`."""
    parts = (out, *paths) if out.exists() else paths
    shown = parts[0].as_posix()
    text, root = _part(parts[0])
    known = _flat(root, shown)
    new: dict[CasePath, CaseValue] = {}
    problems: list[Problem] = []
    for part in parts[1:]:
        _, other = _part(part)
        for unit, said in _units(_flat(other, part.as_posix())).items():
            problems += _join(unit, said, known, new, mode)
    stop_on(problems)
    merged = merge(text, shown, new)
    root_after, found = parse_yaml(merged.text, out.as_posix())
    stop_on(found)
    assert root_after is not None
    _, found = load_record(root_after, Review, out.as_posix())
    stop_on(found)
    return Import({out.name: merged.text.encode()}, merged.added, merged.changed, ())


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
    """One thing another part says: new, the same, more of a list, or a contradiction."""
    before = {path: value for path, value in known.items() if path[: len(unit)] == unit}
    if {p: v.content for p, v in before.items()} == {p: v.content for p, v in said.items()}:
        return []
    for path, value in said.items():
        old = before.get(path)
        is_list = len(unit) == 1 and old is not None and isinstance(old.content, tuple)
        if is_list and old is not None and isinstance(value.content, tuple):
            more = tuple(entry for entry in value.content if entry not in old.content)
            new[path] = known[path] = replace(old, content=(*old.content, *more))
        elif not before or mode == "replace":
            new[path] = known[path] = value
    if not before or mode != "ask" or (isinstance(next(iter(said.values())).content, tuple) and len(unit) == 1):
        return []
    return [
        DISAGREE.at(
            next(iter(said.values())).mark,
            field=".".join(unit),
            found=_worded(said),
            expected=_worded(before),
            place=str(next(iter(before.values())).mark),
        )
    ]


def _worded(values: Mapping[CasePath, CaseValue]) -> str:
    """What one party says of one thing, on one line."""
    return "; ".join(
        f"{path[-1]}: {value.content}" if len(values) > 1 else f"{value.content}" for path, value in values.items()
    )
