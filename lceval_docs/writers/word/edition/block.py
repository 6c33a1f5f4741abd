"""Chapters, clauses and the blocks they hold, as the paragraphs and tables of a Word body."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import field
from itertools import zip_longest

from lceval_docs.model.prose import (
    Block,
    Clause,
    Figure,
    Footnote,
    Formula,
    Listed,
    Listing,
    Paragraph,
    Remark,
    Table,
)
from lceval_docs.model.typesetting import TableRules
from lceval_docs.records import dataclass
from lceval_docs.views.edition.numbering import FIGURE, FORMULA, MEANS, WHERE, NumberedChapter
from lceval_docs.views.layout import depth_of
from lceval_docs.writers.word.edition.line import Anchors, counted, render_line, render_symbol
from lceval_docs.writers.word.edition.numbering import Lists
from lceval_docs.writers.word.edition.picture import Pictures
from lceval_docs.writers.word.edition.table import paragraph, render_table
from lceval_docs.writers.word.equation import render_equation
from lceval_docs.writers.word.text import element, run

SPACE = "\u3000"
NATURE = {"normative": "（规范性）", "informative": "（资料性）"}
_TITLES = {"foreword": "front-title", "introduction": "front-title", "bibliography": "back-title"}
_FIRST_FOOTNOTE = 2
# Roles by how many fractions stand in each other: lines are exact, so each has its pitch.
_FORMULAS = ("formula", "formula-fraction", "formula-nested")


@dataclass(frozen=True)
class Heading:
    """A line of the table of contents: its text, its level, the bookmark of the heading."""

    text: str
    level: int
    bookmark: str


@dataclass
class Body:
    """A body being written: what has to be known across it."""

    width: int
    rules: TableRules
    anchors: Anchors = field(default_factory=Anchors)
    lists: Lists = field(default_factory=lambda: Lists([]))
    pictures: Pictures = field(default_factory=Pictures)
    headings: list[Heading] = field(default_factory=list)
    footnotes: list[Footnote] = field(default_factory=list)
    _calls: dict[str, int] = field(default_factory=dict)
    _prefix: str = ""

    def chapter(self, numbered: NumberedChapter) -> Iterator[str]:
        chapter = numbered.chapter
        self._prefix = "annex-" if chapter.kind == "annex" else ""
        self._calls = {f.id: _FIRST_FOOTNOTE + len(self.footnotes) + n for n, f in enumerate(chapter.footnotes)}
        self.footnotes += chapter.footnotes
        yield self._title(numbered)
        yield from self.blocks(chapter.blocks)
        yield from self._clauses(chapter.clauses)

    def _title(self, numbered: NumberedChapter) -> str:
        chapter = numbered.chapter
        if chapter.kind == "annex":
            nature = NATURE[chapter.nature]
            text = element("r", element("br")) + run(nature) + element("r", element("br")) + run(chapter.title)
            self._list(f"附录{numbered.number}{nature}{SPACE}{chapter.title}", 1, chapter.id)
            return paragraph("annex", self.anchors.around(chapter.id, text))
        role = _TITLES.get(chapter.kind, "chapter")
        space = SPACE if numbered.number else ""
        self._list(f"{numbered.number}{space}{chapter.title}", 1, chapter.id)
        return paragraph(role, self.anchors.around(chapter.id, run(space + chapter.title)))

    def _list(self, text: str, level: int, id: str) -> None:
        self.headings.append(Heading(text, level, self.anchors.name(id)))

    def _clauses(self, clauses: Iterable[Clause]) -> Iterator[str]:
        for clause in clauses:
            yield from self._clause(clause)
            yield from self._clauses(clause.clauses)

    def _clause(self, clause: Clause) -> Iterator[str]:
        level = clause.level - 1
        blocks = clause.blocks
        match clause.kind:
            case "term":
                yield paragraph("term-number", self.anchors.around(clause.id, ""))
                yield paragraph("term-name", run(f"{clause.title}{SPACE}{clause.english}"))
            case "untitled":
                first = blocks[0] if blocks else None
                line = first.line if isinstance(first, Paragraph) else ()
                text = run(SPACE) + render_line(line, self.anchors, self._calls)
                yield paragraph(f"{self._prefix}untitled-{level}", self.anchors.around(clause.id, text))
                blocks = blocks[1:] if line else blocks
            case _:
                if level == 1:
                    self._list(f"{clause.number}{SPACE}{clause.title}", 2, clause.id)
                text = run(SPACE + clause.title)
                yield paragraph(f"{self._prefix}clause-{level}", self.anchors.around(clause.id, text))
        yield from self.blocks(blocks)

    def typed_clauses(self, clauses: Iterable[Clause], level: int = 1) -> Iterator[str]:
        """Clauses of a document that keeps numbers of its own kind, as text."""
        for clause in clauses:
            yield paragraph(f"explanation-{level}", run(clause.number + clause.title))
            yield from self.blocks(clause.blocks)
            yield from self.typed_clauses(clause.clauses, level + 1)

    def blocks(self, blocks: Iterable[Block]) -> Iterator[str]:
        blocks = tuple(blocks)
        for block, following in zip_longest(blocks, blocks[1:]):
            match block:
                case Paragraph(line):
                    leads = isinstance(following, Formula | Listing | Table)
                    extra = element("keepNext") if leads else ""
                    yield paragraph("text", render_line(line, self.anchors, self._calls), extra)
                case Listing():
                    yield from self._listing(block, self.lists.begin(block.ordered), 0)
                case Remark():
                    yield self._remark(block)
                case Listed(id, line, label):
                    text = (run(label + SPACE) if label else "") + render_line(line, self.anchors, self._calls)
                    yield paragraph("listed", self.anchors.around(id, text))
                case Table():
                    yield from render_table(block, self.width, self.rules, self.anchors)
                case Figure():
                    yield from self._figure(block)
                case Formula():
                    yield from self._formula(block)
                case _:
                    raise TypeError(block)

    def _listing(self, listing: Listing, number: int, level: int) -> Iterator[str]:
        role = ("letter", "digit")[level] if listing.ordered else ("dash", "dot")[level]
        numbered = element(
            "numPr", element("ilvl", attributes={"val": level}) + element("numId", attributes={"val": number})
        )
        for entry in listing.entries:
            yield paragraph(role, render_line(entry.line, self.anchors, self._calls), numbered)
            if entry.inside:
                same = entry.inside.ordered == listing.ordered
                inner = number if same else self.lists.begin(entry.inside.ordered)
                yield from self._listing(entry.inside, inner, 1)

    def _remark(self, remark: Remark) -> str:
        role = "example" if remark.kind == "example" else "note" if remark.label == "注：" else "numbered-note"
        text = run(remark.label, "HeadingFace") + render_line(remark.line, self.anchors, self._calls)
        return paragraph(role, text)

    def _figure(self, figure: Figure) -> Iterator[str]:
        yield paragraph("figure", self.pictures.inline(figure, self.width))
        for remark in figure.remarks:
            yield self._remark(remark)
        number = self.anchors.around(f"g-{figure.id}", run(FIGURE) + counted(FIGURE, figure.number))
        yield paragraph("figure-caption", number + run(SPACE + figure.title))

    def _formula(self, formula: Formula) -> Iterator[str]:
        tab = element("r", element("tab"))
        number = run("（") + counted(FORMULA, formula.number) + run("）")
        number = self.anchors.around(f"f-{formula.id}", number)
        yield paragraph(
            _FORMULAS[min(depth_of(formula.equation), 2)], tab + render_equation(formula.equation) + tab + number
        )
        yield paragraph("where-head", run(WHERE))
        for place, where in enumerate(formula.where, 1):
            end = "。" if place == len(formula.where) else "；"
            text = render_symbol(where.symbol) + run(f"{MEANS}{where.meaning}{end}")
            yield paragraph("where", text)
