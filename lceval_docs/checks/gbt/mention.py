"""What the text points to, and where: every reference, with its sentence and the clause it stands in."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping

from lceval_docs.checks.gbt.passage import REFERENCE, Sentence, Text
from lceval_docs.model.prose import Clause, Figure, Part, Pointer, Table
from lceval_docs.model.text import Chapter
from lceval_docs.problems import Mark
from lceval_docs.records import dataclass

Key = tuple[str, str]

_RANGE = re.compile(r"[～~至到—–-]|——")


@dataclass(frozen=True)
class Placed:
    """A table, figure or formula, or a group of them, and where it stands. `clause`: the how manieth of the text."""

    key: Key
    chapter: Chapter
    clause: int
    mark: Mark
    title: str = ""
    is_made: bool = False


@dataclass(frozen=True)
class Mention:
    """A reference: what it names as it is placed, its sentence, and where in it it stands."""

    key: Key
    sentence: Sentence
    offset: int
    mark: Mark
    clause: int


def order(text: Text) -> Mapping[Key, int]:
    """Chapters (with an empty second id) and clauses, counted in reading order."""
    clauses: dict[str, list[str]] = defaultdict(list)
    for chapter, clause, _ in text.clauses:
        clauses[chapter.id].append(clause.id)
    every = [(c.id, id) for c in text.standard.chapters for id in ("", *clauses[c.id])]
    return {key: number for number, key in enumerate(every)}


def _place(chapter: Chapter | None, clause: Clause | None) -> Key:
    return chapter.id if chapter else "", clause.id if clause else ""


def placed(text: Text) -> tuple[Placed, ...]:
    """Everything in the text that has a number of its own, in reading order."""
    numbers, found = order(text), []
    for chapter, clause, blocks in text.blocks():
        number = numbers[_place(chapter, clause)]
        for block in blocks:
            match block:
                case Table(id=id, title=title, mark=mark):
                    found.append(Placed(("table", id), chapter, number, mark, title))
                case Figure(id=id, title=title, mark=mark):
                    found.append(Placed(("figure", id), chapter, number, mark, title))
                case Part(kind, id, mark) if id:
                    found.append(Placed((kind, id), chapter, number, mark, is_made=True))
    return tuple(sorted(found, key=lambda thing: thing.clause))


def mentions(text: Text) -> tuple[Mention, ...]:
    """Every reference in reading order; one of a group's tables names the group, `表1～表3` also what is between."""
    things = placed(text)
    known = {thing.key for thing in things}
    series: dict[str, list[Key]] = defaultdict(list)
    for thing in things:
        series[_series(thing.key)].append(thing.key)
    places = {key: n for keys in series.values() for n, key in enumerate(keys)}
    numbers = order(text)
    found: list[Mention] = []
    for sentence, offset, pointer in _pointers(text):
        number = numbers.get(_place(sentence.passage.chapter, sentence.passage.clause), len(numbers))
        key = _as_placed((pointer.kind, pointer.id), known)
        last = found[-1] if found and found[-1].sentence is sentence else None
        is_range = last and _RANGE.fullmatch(sentence.text[last.offset + 1 : offset])
        is_one = last and is_range and _series(last.key) == _series(key) and {last.key, key} <= places.keys()
        between = series[_series(key)][places[last.key] + 1 : places[key]] if last and is_one else []
        found += [Mention(k, sentence, offset, pointer.mark, number) for k in (*between, key)]
    return tuple(found)


def _series(key: Key) -> str:
    """What is counted together with it."""
    return {"tables": "table", "formulas": "formula"}.get(key[0], key[0])


def _pointers(text: Text) -> Iterator[tuple[Sentence, int, Pointer]]:
    """Each reference with its sentence: it stands for one character there."""
    for passage in text.passages:
        if passage.pointers:
            left = iter(passage.pointers)
            for sentence in passage.sentences:
                for match in re.finditer(REFERENCE, sentence.text):
                    yield sentence, match.start(), next(left)


def _as_placed(key: Key, known: set[Key]) -> Key:
    """The group that holds what is named, where the group is what has been placed."""
    kind, id = key
    if key in known:
        return key
    if kind == "table":
        group = id.split("-")[0]
        return next((k for k in (("tables", group), ("tables", f"{group}s")) if k in known), key)
    if kind == "formula" and ("formulas", "indicators") in known:
        return ("formulas", "indicators")
    return key
