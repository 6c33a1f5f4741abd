"""Cells and rows of generated tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby

from lceval_docs.model.prose import Cell, Inline, Row, Words


def words(text: str) -> tuple[Inline, ...]:
    return (Words(text),) if text else ()


def text(content: str, centred: bool = False, columns: int = 1, anchor: str = "") -> Cell:
    """A cell of plain text, a line end as a new paragraph."""
    return Cell(tuple(words(line) for line in content.split("\n")), columns, 1, centred, anchor)


def middle(content: str) -> Cell:
    """A short text or a number, centred."""
    return text(content, True)


def heads(*titles: str) -> tuple[Row, ...]:
    """One row of heads."""
    return (tuple(middle(title) for title in titles),)


def grouped(rows: Iterable[Sequence[Cell]]) -> tuple[Row, ...]:
    """Rows in which equal neighbours of the first column become one cell."""
    found: list[Row] = []
    for _, run in groupby(rows, lambda row: row[0].lines):
        first, *others = run
        found.append((replace(first[0], rows=1 + len(others)), *first[1:]))
        found += [tuple(row[1:]) for row in others]
    return tuple(found)
