"""What a template becomes: steps of literal XML, places, loops and choices; and the charts in it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from lceval_docs.problems import Mark
from lceval_docs.records import dataclass

# Names of attributes and items, from the outermost in; a number is a place in a list.
Path = tuple[str | int, ...]
Kind = Literal["text", "run", "block", "attribute", "chart", "id"]
# What a block knows of itself: inside a loop, how far it is.
LOOP = "loop"


@dataclass(frozen=True)
class Text:
    """Literal XML."""

    xml: str


@dataclass(frozen=True)
class LoopState:
    """How far a loop is, as templates name it: `loop.index` counts from 1, `loop.index0` from 0."""

    index: str
    index0: str
    revindex: str
    revindex0: str
    length: str
    first: bool
    last: bool


@dataclass(frozen=True)
class Filter:
    """A change to a value on its way into the text; `given`: the text between what `join` joins."""

    name: str
    given: str = ""


@dataclass(frozen=True)
class Place:
    """A value: as escaped text, as runs or blocks of its own, in an attribute, as the alternative text of a chart.

    "id" is no value, but a number that no other drawing of the report has.
    """

    path: Path
    kind: Kind
    where: str
    filters: tuple[Filter, ...] = ()


@dataclass(frozen=True)
class Tag:
    """The address of the printed figure whose marks come next: words, and the keys of entries of lists, in turn."""

    pieces: tuple[str | Path, ...]


@dataclass(frozen=True)
class Loop:
    name: str
    over: Path
    body: Program
    where: str


@dataclass(frozen=True)
class Test:
    """A name (true when it is there and not empty), or not / and / or of tests."""

    sign: Literal["name", "not", "and", "or"]
    path: Path = ()
    parts: tuple[Test, ...] = ()
    where: str = ""


@dataclass(frozen=True)
class Choice:
    """if / elif / else."""

    branches: tuple[tuple[Test, Program], ...]
    otherwise: Program


@dataclass(frozen=True)
class Keep:
    """What Word needs whatever the loops give.

    A cell ends in a paragraph, a table has a row or is left out, and as many columns as its longest row.
    """

    kind: Literal["cell", "table", "columns"]
    body: Program


Step = Text | Place | Tag | Loop | Choice | Keep
Program = tuple[Step, ...]


@dataclass(frozen=True)
class ChartSlot:
    """A native chart in the template: whose data it shows, its part, and its embedded workbook."""

    path: Path
    part: str
    workbook: str
    where: str


@dataclass(frozen=True, eq=False)
class Template:
    """A template read: its untouched parts, the programs of the others, its charts; where charts stand that name no data."""

    parts: Mapping[str, bytes]
    programs: Mapping[str, Program]
    charts: tuple[ChartSlot, ...]
    mark: Mark
    fixed_charts: tuple[str, ...] = ()
