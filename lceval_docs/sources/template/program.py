"""What a template becomes: steps of literal XML, places, loops and choices; and the charts in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from lceval_docs.problems import Mark

Path = tuple[str, ...]
Kind = Literal["text", "run", "chart"]


@dataclass(frozen=True)
class Text:
    """Literal XML."""

    xml: str


@dataclass(frozen=True)
class Place:
    """A value: as escaped text, as runs of its own, or as the alternative text of a chart."""

    path: Path
    kind: Kind
    where: str


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
    """What Word needs whatever the loops give: a cell ends in a paragraph, a table has a row or is left out."""

    kind: Literal["cell", "table"]
    body: Program


Step = Text | Place | Loop | Choice | Keep
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
    """A template read: its untouched parts, the programs of the others, its charts."""

    parts: Mapping[str, bytes]
    programs: Mapping[str, Program]
    charts: tuple[ChartSlot, ...]
    mark: Mark
