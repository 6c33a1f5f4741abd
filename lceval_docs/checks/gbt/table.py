"""Cells of tables that an author typed: what stands for nothing, repeated units, end marks. Source: GB/T 1.1—2020, 9.8."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from lceval_docs.checks.gbt.passage import REFERENCE, Text
from lceval_docs.checks.gbt.rule import Rule
from lceval_docs.model.prose import Cell, FootnoteMark, Table, Words, text_of
from lceval_docs.problems import Mark, Problem

_TABLE = "杯见[[table:cups]]。\n\n::: table 杯 {{#cups}}\n| 杯 | 口径 |\n| --- | --- |\n{}\n:::"

NO_HEAD = Rule(
    "TB01",
    "a head of the table is empty.",
    "Write what the column holds.",
    clause="9.8",
    bad="::: table 杯 {#cups}\n|  |  |\n| --- | --- |\n| 大 | 80 |\n:::\n\n见[[table:cups]]。",
    good="::: table 杯 {#cups}\n| 杯 | 口径 |\n| --- | --- |\n| 大 | 80 |\n:::\n\n见[[table:cups]]。",
)
EMPTY_CELL = Rule(
    "TB02",
    'a cell holds "{found}"; what has no content is marked with a dash.',
    "Write —",
    clause="9.8",
    severity="warning",
    bad=_TABLE.format("| 大 | 80 |\n| 小 | / |"),
    good=_TABLE.format("| 大 | 80 |\n| 小 | — |"),
)
DITTO = Rule(
    "TB03",
    'a cell says "{found}".',
    "Write the content itself, or join the cells with ^ or <.",
    clause="9.8",
    bad=_TABLE.format("| 大 | 80 |\n| 小 | 同上 |"),
    good=_TABLE.format("| 大 | 80 |\n| 小 | 80 |"),
)
UNIT_REPEATED = Rule(
    "TB06",
    'each cell of the column repeats the unit "{found}".',
    "Write it below the head of the column, or write 单位为{found} above the table where all columns have it.",
    clause="9.8",
    severity="warning",
    bad=_TABLE.format("| 大 | 80 mm |\n| 小 | 60 mm |"),
    good=_TABLE.format("| 大 | 80 |\n| 小 | 60 |").replace("{#cups}\n", "{#cups}\n单位为mm\n\n"),
)
STOP_IN_CELL = Rule(
    "TB07",
    'the cell ends with "{found}".',
    "Write {fixed}",
    clause="9.8",
    severity="info",
    bad=_TABLE.format("| 大 | 80，量三次。 |\n| 小 | 60 |"),
    good=_TABLE.format("| 大 | 80，量三次 |\n| 小 | 60 |"),
)
MIXED_PLACES = Rule(
    "TB08",
    "the number {found} has {count} decimal places, others of its column have {expected}.",
    "Give all numbers of one quantity the same number of places.",
    clause="9.8",
    severity="info",
    bad=_TABLE.format("| 大 | 80.0 |\n| 中 | 70.5 |\n| 小 | 60 |"),
    good=_TABLE.format("| 大 | 80.0 |\n| 中 | 70.5 |\n| 小 | 60.0 |"),
)

NOTHING = "—"
_NOTHING = re.compile(r"(?:[-–/\\_−－]+|—{2,}|／|N/?A|n/?a|NULL|null|[Nn]one)?")
_DITTO = re.compile(
    r"(?:[同与如](?:左|右|前)|[同与](?:上|下)|[同与](?:上|下|左|右|前)一?[行列栏格表]|〃|″|〞|[Dd]itto)(?![^，。；、（(])"
)
_UNIT = (
    r"%|‰|℃|°|[mnµ]?m[²³23]?|[ck]m[²³23]?|dm[³3]?|[mkµ]?g|t|[m]?L|h|min|s|d|a|[kMG]?W(?:·?h)?|[kMGT]?J(?:/[a-zA-Z³3]+)?|[kM]?Pa|[kmM]?V|m?A|k?Hz|Ω"
    r"|mg/[Lm][³3]?|g/[Lm][³3]?|(?:k|t)?g?(?:ce|CO₂e?|CO2e?)(?:/\S+)?"
    r"|[毫厘分千]?米|[毫千]?克|[毫]?升|吨|小时|分钟|秒|万?元|千瓦时|兆瓦时|千瓦"
)
_WITH_UNIT = re.compile(rf"[≤≥<>＜＞±+−-]?\s*\d[\d\s.,]*?(?:(?:{_UNIT})?\s*[～±]\s*\d[\d\s.,]*?)?({_UNIT})")
_NUMBER = re.compile(r"[-+−]?\d+(?:[ \u2005\u202f]\d{3})*(?:\.(\d+))?")
_LEAST = 2


def _said(cell: Cell) -> str:
    lines = (
        "".join(p.text if isinstance(p, Words) else "" if isinstance(p, FootnoteMark) else REFERENCE for p in line)
        for line in cell.lines
    )
    return "\n".join(lines).strip()


def _tables(text: Text) -> Iterator[Table]:
    for _, _, blocks in text.blocks():
        yield from (block for block in blocks if isinstance(block, Table))


def check_cells(text: Text) -> Iterator[Problem]:
    """No cell is empty, points to its neighbour or ends as a sentence does."""
    for table in _tables(text):
        for cell in (cell for row in table.rows for cell in row):
            said = _said(cell)
            if not any(cell.lines) or (said and _NOTHING.fullmatch(said)):
                yield EMPTY_CELL.at(cell.mark, found=said)
            elif match := _DITTO.match(said):
                yield DITTO.at(cell.mark, found=match[0])
            elif said.endswith("。") and not re.search("[。；！？\n]", said[:-1]):
                end = Mark(cell.mark.file, cell.mark.line, cell.mark.column + _written(cell))
                yield STOP_IN_CELL.at(end, found="。", fixed=said[-9:-1].replace(REFERENCE, "…"))


def _written(cell: Cell) -> int:
    """How far from a cell's beginning its last character stands, where nothing but words is in it."""
    parts = [part for line in cell.lines for part in line]
    plain = all(isinstance(part, Words) and not part.face for part in parts)
    return len(_said(cell)) - 1 if plain else 0


def _columns(table: Table) -> list[list[Cell]]:
    """The cells of each column below the heads; those that span several are left out."""
    columns: list[list[Cell]] = [[] for _ in table.widths]
    covered: set[tuple[int, int]] = set()
    for number, row in enumerate(table.rows):
        at = 0
        for cell in row:
            while (number, at) in covered:
                at += 1
            covered |= {(number + y, at + x) for y in range(cell.rows) for x in range(cell.columns)}
            if cell.columns == 1 and at < len(columns):
                columns[at].append(cell)
            at += cell.columns
    return columns


def check_units(text: Text) -> Iterator[Problem]:
    """A unit that all amounts of a column have stands in its head, not in each cell."""
    for table in _tables(text):
        for column in _columns(table):
            cells = [cell for cell in column if _said(cell) not in ("", NOTHING)]
            units = [match[1] if (match := _WITH_UNIT.fullmatch(_said(cell))) else "" for cell in cells]
            if len(cells) >= _LEAST and units[0] and len(set(units)) == 1:
                yield UNIT_REPEATED.at(cells[0].mark, found=units[0])


def check_places(text: Text) -> Iterator[Problem]:
    """The numbers of a column have the same number of decimal places, unless each row is another quantity."""
    for table in _tables(text):
        heads = [_said(cell) for row in table.heads for cell in row]
        if not any("单位" in head for head in heads):
            for column in _columns(table):
                yield from _places(column)


def _places(column: list[Cell]) -> Iterator[Problem]:
    cells = [cell for cell in column if _said(cell) not in ("", NOTHING, "0")]
    found = [_NUMBER.fullmatch(_said(cell)) for cell in cells]
    places = [len(match[1] or "") for match in found if match]
    if len(places) < len(cells) or not places:
        return
    # Of two equally frequent ones the finer is meant: a zero has been left out.
    usual = max(Counter(places).items(), key=lambda item: (item[1], item[0]))[0]
    for cell, count in zip(cells, places, strict=True):
        if count != usual:
            yield MIXED_PLACES.at(cell.mark, found=_said(cell), count=count, expected=usual)
            return


def check_heads(text: Text) -> Iterator[Problem]:
    """Every column says in its head what it holds."""
    for _, _, blocks in text.blocks():
        for table in (b for b in blocks if isinstance(b, Table)):
            for cell in (c for row in table.heads for c in row):
                if not any(text_of(line).strip() for line in cell.lines):
                    yield NO_HEAD.at(cell.mark)


CHECKS = (check_heads, check_cells, check_units, check_places)
