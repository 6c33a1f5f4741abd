"""Cells of a Markdown table that are joined: `^` belongs to the cell above, `<` to the one at its left."""

from __future__ import annotations

from collections.abc import Sequence

from lceval_docs.records import dataclass


@dataclass(frozen=True)
class Joined:
    """A cell by its place, and how many columns and rows it covers."""

    row: int
    column: int
    columns: int
    rows: int


def join(texts: Sequence[Sequence[str]]) -> list[list[Joined]] | None:
    """The cells of each row; None where a sign joins nothing, or what it joins is no rectangle."""
    covered: set[tuple[int, int]] = set()
    found: list[list[Joined]] = []
    for r, row in enumerate(texts):
        cells: list[Joined] = []
        for c, written in enumerate(row):
            if (r, c) in covered:
                continue
            if written in ("^", "<"):
                return None
            across = 1
            while c + across < len(row) and row[c + across] == "<":
                across += 1
            down = 1
            while r + down < len(texts) and texts[r + down][c] == "^":
                down += 1
            area = {(r + y, c + x) for y in range(down) for x in range(across)}
            if any(texts[y][x] not in ("^", "<") for y, x in area - {(r, c)}):
                return None
            covered |= area
            cells.append(Joined(r, c, across, down))
        found.append(cells)
    return found
