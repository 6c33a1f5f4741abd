"""A Word file as it is read: its lines in order, each with what it is."""

from __future__ import annotations

from typing import Literal

from lceval_docs.records import dataclass

Kind = Literal["heading", "text", "row", "picture", "chart"]


@dataclass(frozen=True)
class LegibleLine:
    """One line: a paragraph, a table's row by its cells, or the alternative text of a drawing. `level`: of a heading."""

    kind: Kind
    texts: tuple[str, ...]
    level: int = 0


@dataclass(frozen=True)
class LegiblePart:
    """A part with its lines: the document, a header, a footer, notes. `name` is that of the part in the package."""

    name: str
    lines: tuple[LegibleLine, ...]
