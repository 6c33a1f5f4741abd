"""What forms are made of: inputs, cells, rows, grids, lines, sections."""

from __future__ import annotations

from typing import Literal

from lceval_docs.model.answer import Choices
from lceval_docs.records import dataclass

Control = Literal["text", "long_text", "number", "date", "choice", "combo", "check", "picture"]


@dataclass(frozen=True)
class Input:
    """A place to fill. `tag` says which; `value` is what people read there, "" where `placeholder` is shown instead.

    combo: choices, or any other text. check: "true" is ticked. Dates are written 2026-05-31.
    """

    tag: str
    label: str
    kind: Control
    placeholder: str
    choices: Choices = ()
    value: str = ""


Piece = str | Input


@dataclass(frozen=True)
class Cell:
    """One cell: its pieces, what kind it is, what stands small below them, how many columns it spans."""

    pieces: tuple[Piece, ...]
    kind: str
    span: int = 1
    hint: str = ""


@dataclass(frozen=True)
class Row:
    """Cells side by side, and the least height in mm. A heading is repeated on each page.

    `is_one_of_many`: a row of a list, which takes as many as there are.
    """

    cells: tuple[Cell, ...]
    height_mm: int
    is_heading: bool = False
    is_one_of_many: bool = False


@dataclass(frozen=True)
class Grid:
    """A table: relative column widths, rows, and what it is, for those who hear it."""

    widths: tuple[int, ...]
    rows: tuple[Row, ...]
    description: str


@dataclass(frozen=True)
class Line:
    """A paragraph of a kind."""

    pieces: tuple[Piece, ...]
    kind: str


Block = Line | Grid


@dataclass(frozen=True)
class SectionView:
    """A part of a form. `is_wide`: it lies across, whatever the rest does."""

    title: str
    note: str
    blocks: tuple[Block, ...]
    is_wide: bool = False


@dataclass(frozen=True)
class FormView:
    """A whole form. `about`: which standard, edition and form this is."""

    id: str
    edition: str
    kind: Literal["form", "letter", "certificate"]
    title: str
    about: str
    notice: str
    instructions_title: str
    instructions: tuple[str, ...]
    sections: tuple[SectionView, ...]


# Kinds of cells
LABEL, BLANK, TEXT, TITLE = "label", "blank", "text", "title"
# Kinds of lines
BODY, SALUTATION, PROSE, CLOSING = "body", "salutation", "prose", "closing"
MIDDLE, LARGE, CODE, NUMBER = "middle", "large", "code", "number"
# Least heights in mm
FIELD_ROW, LONG_ROW, GRID_ROW, SIGN_ROW, PICTURE_ROW = 9, 20, 8, 12, 42


def heading(texts: tuple[str, ...], hints: tuple[str, ...] = ()) -> Row:
    """The row that is repeated on each page; what each column expects stands small below its head."""
    cells = zip(texts, hints or ("",) * len(texts), strict=True)
    return Row(tuple(Cell((text,), LABEL, hint=hint) for text, hint in cells), GRID_ROW, True)
