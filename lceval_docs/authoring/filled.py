"""What was filled in, as the text of a factory file; and problems of that file, at the cell or field that caused them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import yaml

from lceval_docs.model.answer import CasePath, CaseValues, Content
from lceval_docs.problems import Mark, Problem
from lceval_docs.sources.origin import groups, leaves
from lceval_docs.writers.casefile import fresh

# The order of a new factory file, and what it must have though it may be empty.
FRAME: Mapping[CasePath, Content] = {
    ("edition",): "",
    ("notice",): "",
    ("name",): "",
    ("evaluation_year",): "",
    ("base_year",): "",
    ("output",): "",
    ("profile",): {},
    ("inventory", "boundary"): "",
    ("inventory", "fuel_set"): "",
    ("inventory", "gwp"): "",
    ("inventory", "region"): "",
    ("inventory", "sources"): (),
    ("data",): {},
    ("prerequisites",): {},
    ("self_assessment",): {},
    ("evidence",): (),
}


def factory_text(values: CaseValues) -> str:
    """A new factory file that says the values, and nothing else."""
    return fresh(values, FRAME)


def places_of(root: yaml.Node, values: CaseValues) -> Mapping[tuple[int, int], Mark]:
    """By line and column of the new file, the cell or field that its value came from."""
    places: dict[tuple[int, int], Mark] = {}
    firsts: dict[CasePath, Mark] = {}
    for path, value in values.items():
        for length in range(1, len(path)):
            firsts.setdefault(path[:length], value.mark)
    found = [(node, origin_of(path, values)) for path, node in leaves(root)]
    found += [(node, firsts.get(path)) for path, node in groups(root)]
    for node, mark in found:
        if mark and mark.place:
            places.setdefault((node.start_mark.line + 1, node.start_mark.column + 1), mark)
    return places


def origin_of(path: CasePath, values: CaseValues) -> Mark | None:
    """Where the value at a path came from; a cell of a table row is found in the rows it belongs to."""
    if path in values:
        return values[path].mark
    rows = values.get(path[:-2])
    return rows.cells.get((path[-2], path[-1])) if rows else None


def moved(problem: Problem, places: Mapping[tuple[int, int], Mark]) -> Problem:
    """A problem of the new file, at the cell or field that caused it."""
    place = places.get((problem.mark.line, problem.mark.column))
    return replace(problem, mark=place) if place else problem
