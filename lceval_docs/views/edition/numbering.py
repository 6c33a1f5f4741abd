"""Numbers of chapters, clauses, tables, figures, formulas, notes and footnotes, as GB/T 1.1 counts them.

Source: GB/T 1.1—2020: clauses count within what holds them; tables, figures and formulas through the text, in each
annex anew with its letter; notes and examples within a clause; footnotes of the text throughout, of a table by letter.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from itertools import count
from string import ascii_lowercase, ascii_uppercase

from lceval_docs.model.prose import (
    Block,
    Citation,
    Clause,
    Figure,
    Footnote,
    FootnoteMark,
    Formula,
    Line,
    Remark,
    Table,
    lines_of,
    with_lines,
)
from lceval_docs.model.text import Chapter
from lceval_docs.records import dataclass

NOTE, EXAMPLE = "注", "示例"
TABLE, FIGURE, FORMULA, ANNEX = "表", "图", "公式", "附录"
WHERE, MEANS = "式中：", "——"
_CHINESE = "一二三四五六七八九十"


@dataclass(frozen=True)
class NumberedChapter:
    """A chapter with its number (`5`, or `A` for an annex; empty for a foreword)."""

    chapter: Chapter
    number: str


class Numbering:
    """One count through one document. `places`: how each thing is cited, by kind and id."""

    def __init__(self) -> None:
        self.places: dict[tuple[str, str], Citation] = {}
        self._chapters, self._annexes, self._footnotes = count(1), count(), count(1)
        self._series: Counter[str] = Counter()
        self._chapter = self._letter = ""
        self._labels: dict[str, str] = {}
        self._known: dict[str, Footnote] = {}

    def chapter(self, chapter: Chapter) -> NumberedChapter:
        """The chapter with its numbers; chapters are given in their order."""
        self._chapter, self._letter, number = chapter.id, "", ""
        if chapter.kind == "annex":
            number = self._letter = ascii_uppercase[next(self._annexes)]
            self._series.clear()
            for kind in ("annex", "clause"):
                self._place(kind, chapter.id, ANNEX, number, "", chapter.id)
        elif chapter.kind == "chapter":
            number = str(next(self._chapters))
            self._place("clause", chapter.id, "第", number, "章", chapter.id)
        self._known = {f.id: f for f in chapter.footnotes}
        called = _called_in_text(chapter)
        self._labels = {id: f"{next(self._footnotes)})" for id in called}
        numbered = replace(
            chapter,
            blocks=self._blocks(chapter.blocks),
            clauses=tuple(self._clauses(chapter.clauses, number)),
            footnotes=tuple(replace(self._known[id], number=self._labels[id]) for id in called),
        )
        return NumberedChapter(numbered, number)

    def _place(self, kind: str, id: str, before: str, number: str, after: str, target: str) -> None:
        self.places[kind, id] = Citation(before, number, after, target, kind, self._chapter)

    def _clauses(self, clauses: tuple[Clause, ...], above: str) -> Iterator[Clause]:
        for own, clause in enumerate(clauses, 1):
            number = f"{above}.{own}" if above else ""
            if clause.kind == "term":
                self._place("term", clause.id.removeprefix("term-"), clause.title, "", "", clause.id)
            self._place("clause", clause.id, "" if number else clause.title, number, "", clause.id)
            yield replace(
                clause,
                number=number,
                blocks=self._blocks(clause.blocks),
                clauses=tuple(self._clauses(clause.clauses, number)),
            )

    def _blocks(self, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
        remarks = iter(_labelled(b for b in blocks if isinstance(b, Remark)))
        return tuple(next(remarks) if isinstance(b, Remark) else self._block(b) for b in blocks)

    def _block(self, block: Block) -> Block:
        match block:
            case Table():
                return self._table(block)
            case Figure():
                number = self._next(FIGURE)
                self._place("figure", block.id, FIGURE, number, "", f"g-{block.id}")
                return replace(block, number=number, remarks=_labelled(block.remarks))
            case Formula():
                number = self._next(FORMULA)
                self._place("formula", block.id, FORMULA + "（", number, "）", f"f-{block.id}")
                return replace(block, number=number)
        return with_lines(block, partial(_called, labels=self._labels))

    def _next(self, series: str) -> str:
        self._series[series] += 1
        return f"{self._letter}.{self._series[series]}" if self._letter else str(self._series[series])

    def _table(self, table: Table) -> Table:
        number = self._next(TABLE)
        self._place("table", table.id, TABLE, number, "", f"t-{table.id}")
        cells = [cell for row in table.rows for cell in row]
        for cell in cells:
            if cell.anchor:
                self._place("anchor", cell.anchor, "", "", "", cell.anchor)
        known = {**self._known, **{f.id: f for f in table.footnotes}}
        called = _marks(lines_of([replace(table, remarks=(), footnotes=())]))
        labels = {id: _letter(place) for place, id in enumerate(called)}
        table = replace(
            table,
            number=number,
            remarks=_labelled(table.remarks),
            footnotes=tuple(replace(known[id], number=labels[id]) for id in called),
        )
        numbered = with_lines(table, partial(_called, labels=labels))
        assert isinstance(numbered, Table)
        return numbered


def _called(line: Line, labels: Mapping[str, str]) -> Line:
    """The line with the marks of its footnotes numbered."""
    return tuple(FootnoteMark(labels[p.id], p.id) if isinstance(p, FootnoteMark) else p for p in line)


def _labelled(remarks: Iterable[Remark]) -> tuple[Remark, ...]:
    """Notes and examples with their labels: one is `注：`, of several each has its number."""
    remarks = tuple(remarks)
    totals = Counter(r.kind for r in remarks)
    seen: Counter[str] = Counter()
    found = []
    for remark in remarks:
        seen[remark.kind] += 1
        number = str(seen[remark.kind]) if totals[remark.kind] > 1 else ""
        found.append(replace(remark, label=f"{NOTE if remark.kind == 'note' else EXAMPLE}{number}："))
    return tuple(found)


def _letter(place: int) -> str:
    """a … z, aa, ab …"""
    return (_letter(place // 26 - 1) if place >= 26 else "") + ascii_lowercase[place % 26]


def _marks(lines: Iterable[Line]) -> tuple[str, ...]:
    """Ids of the footnotes that are called, in the order of their calls."""
    return tuple(dict.fromkeys(p.id for line in lines for p in line if isinstance(p, FootnoteMark)))


def _called_in_text(chapter: Chapter) -> tuple[str, ...]:
    """The footnotes that the text itself calls; those of tables belong to the tables."""
    return _marks(lines_of(_without_tables(chapter.blocks), map(_text_only, chapter.clauses)))


def _text_only(clause: Clause) -> Clause:
    return replace(clause, blocks=_without_tables(clause.blocks), clauses=tuple(map(_text_only, clause.clauses)))


def _without_tables(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    return tuple(b for b in blocks if not isinstance(b, Table))


def list_marker(ordered: bool, level: int, place: int) -> str:
    """`——` and `a)` on the first level, `·` and `1)` on the second."""
    if not ordered:
        return "——" if level == 1 else "·"
    return f"{chr(ord('a') + place)})" if level == 1 else f"{place + 1})"


def chinese(number: int) -> str:
    """一 … 十, 十一 … 九十九"""
    if number <= 10:
        return _CHINESE[number - 1]
    tens, ones = divmod(number, 10)
    return (_CHINESE[tens - 1] if tens > 1 else "") + "十" + (_CHINESE[ones - 1] if ones else "")
