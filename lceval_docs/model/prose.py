"""The text as a tree: clauses, paragraphs, lists, tables, formulas, and what stands inside a line.

One vocabulary from the author's Markdown to the writers. What an author writes holds `Pointer`s, `Part`s and no
numbers; the edition view puts in what is generated, gives everything its number and turns pointers into `Citation`s.
A writer never meets a `Pointer` or a `Part`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import field, replace
from typing import Literal

from lceval_docs.formulas import Node
from lceval_docs.model.origin import Statement
from lceval_docs.problems import NOWHERE, Mark
from lceval_docs.records import dataclass


@dataclass(frozen=True)
class Words:
    """Plain text; `strong` is set in the heading face, `variable` in italics."""

    text: str
    face: Literal["", "strong", "variable"] = ""


@dataclass(frozen=True)
class Pointer:
    """A reference as an author writes it: `[[table:grades]]`."""

    kind: str
    id: str
    mark: Mark = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True)
class Citation:
    """A reference as it is printed: 第 + 4 + 章. `target`: anchor of what is meant, in `chapter`; empty if outside."""

    before: str
    number: str
    after: str
    target: str
    kind: str
    chapter: str = ""

    @property
    def text(self) -> str:
        return self.before + self.number + self.after


@dataclass(frozen=True)
class Defined:
    """A term where a reader may want its definition: on pages only; `target` in `chapter` is where it is defined."""

    text: str
    definition: str
    target: str
    chapter: str


@dataclass(frozen=True)
class FootnoteMark:
    """Where a footnote is called: `1)` in the text, `a` in a table."""

    number: str
    id: str


@dataclass(frozen=True)
class Equation:
    """A symbol, the formula it stands for, the symbols of the names in it; `in_percent` adds × 100 %."""

    symbol: str
    formula: Node
    symbols: Mapping[str, str]
    in_percent: bool = False


@dataclass(frozen=True)
class Symbol:
    """A quantity's symbol by itself: `N_受训` is N with a subscript."""

    text: str


Inline = Words | Pointer | Citation | Defined | FootnoteMark | Equation | Symbol
Line = tuple[Inline, ...]


@dataclass(frozen=True)
class Paragraph:
    line: Line
    mark: Mark = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True)
class Entry:
    """One item of a list, with the list inside it."""

    line: Line
    inside: Listing | None = None
    mark: Mark = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True)
class Listing:
    """A list: `——` and `·`, or `a)` and `1)` where it is ordered."""

    entries: tuple[Entry, ...]
    ordered: bool = False


@dataclass(frozen=True)
class Remark:
    """A note or an example. Its label (`注1：`) is made, never typed."""

    kind: Literal["note", "example"]
    line: Line
    label: str = ""
    mark: Mark = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True)
class Footnote:
    """A footnote of the text or of a table; `number` is made."""

    id: str
    line: Line
    number: str = ""
    mark: Mark = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True)
class Cell:
    """A cell of a table: its lines, and how many columns and rows it spans."""

    lines: tuple[Line, ...]
    columns: int = 1
    rows: int = 1
    centred: bool = False
    anchor: str = ""
    mark: Mark = field(default=NOWHERE, compare=False, repr=False)


Row = tuple[Cell, ...]


@dataclass(frozen=True)
class Table:
    """A table. `widths`: of its columns, in relation to each other. `unit`: the line that names the unit of all."""

    id: str
    title: str
    heads: tuple[Row, ...]
    rows: tuple[Row, ...]
    widths: tuple[int, ...]
    unit: str = ""
    remarks: tuple[Remark, ...] = ()
    footnotes: tuple[Footnote, ...] = ()
    number: str = ""
    mark: Mark = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True)
class Figure:
    """A picture file of the folder `text/`, with the text that stands for it."""

    id: str
    title: str
    path: str
    alternative: str
    remarks: tuple[Remark, ...] = ()
    number: str = ""
    image: bytes = field(default=b"", repr=False)
    size: tuple[int, int] = (0, 0)
    mark: Mark = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True)
class Where:
    """One line below a formula: symbol, meaning with unit."""

    symbol: Symbol
    meaning: str


@dataclass(frozen=True)
class Formula:
    """A numbered formula: the one that computes the quantity `id`."""

    id: str
    equation: Equation
    where: tuple[Where, ...]
    number: str = ""


@dataclass(frozen=True)
class Part:
    """A place for what is generated: `[[terms]]`, or `[[table:grades]]` alone on its line."""

    kind: str
    id: str
    mark: Mark = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True)
class Listed:
    """An entry of a list of documents: number and title, flush turn lines. `label`: `[1]` in a bibliography."""

    id: str
    line: Line
    label: str = ""


Block = Paragraph | Listing | Remark | Table | Figure | Formula | Part | Listed


@dataclass(frozen=True, kw_only=True)
class Clause(Statement):
    """A numbered piece of text. Level 1 is a chapter or annex, 2 to 6 are the five levels of clauses below it.

    kind: "titled"; "untitled" (the number stands before its first paragraph); "term" (name, English, definition).
    `first`: the number that it and those after it count from, where an original does not begin at one.
    """

    id: str
    level: int
    title: str = ""
    english: str = ""
    kind: Literal["titled", "untitled", "term"] = "titled"
    blocks: tuple[Block, ...] = ()
    clauses: tuple[Clause, ...] = ()
    number: str = ""
    first: int = 0


def blocks_of(blocks: Iterable[Block], clauses: Iterable[Clause]) -> Iterator[Block]:
    """Every block of a text, in reading order."""
    yield from blocks
    for clause in clauses:
        yield from blocks_of(clause.blocks, clause.clauses)


def lines_of(blocks: Iterable[Block], clauses: Iterable[Clause] = ()) -> Iterator[Line]:
    """Every line of a text, in reading order."""
    for block in blocks:
        match block:
            case Paragraph(line) | Listed(line=line) | Remark(line=line):
                yield line
            case Listing(entries):
                for entry in entries:
                    yield entry.line
                    yield from lines_of([entry.inside] if entry.inside else [])
            case Table():
                yield from (line for row in (*block.heads, *block.rows) for cell in row for line in cell.lines)
                yield from (footnote.line for footnote in block.footnotes)
                yield from lines_of(block.remarks)
            case Figure():
                yield from lines_of(block.remarks)
    for clause in clauses:
        yield from lines_of(clause.blocks, clause.clauses)


def with_lines(block: Block, change: Callable[[Line], Line]) -> Block:
    """The block with each of its lines changed."""
    match block:
        case Paragraph() | Listed() | Remark():
            return replace(block, line=change(block.line))
        case Listing(entries):
            return replace(block, entries=tuple(_entry(entry, change) for entry in entries))
        case Table():
            return replace(
                block,
                heads=tuple(_row(row, change) for row in block.heads),
                rows=tuple(_row(row, change) for row in block.rows),
                remarks=tuple(replace(r, line=change(r.line)) for r in block.remarks),
                footnotes=tuple(replace(f, line=change(f.line)) for f in block.footnotes),
            )
        case Figure():
            return replace(block, remarks=tuple(replace(r, line=change(r.line)) for r in block.remarks))
    return block


def _entry(entry: Entry, change: Callable[[Line], Line]) -> Entry:
    inside = entry.inside and replace(entry.inside, entries=tuple(_entry(e, change) for e in entry.inside.entries))
    return replace(entry, line=change(entry.line), inside=inside)


def _row(row: Row, change: Callable[[Line], Line]) -> Row:
    return tuple(replace(cell, lines=tuple(change(line) for line in cell.lines)) for cell in row)


def text_of(line: Line) -> str:
    """What a line says, without faces; references that are not worded yet say nothing."""
    return "".join(
        part.text
        if isinstance(part, Words | Citation | Defined | Symbol)
        else part.number
        if isinstance(part, FootnoteMark)
        else ""
        for part in line
    )
