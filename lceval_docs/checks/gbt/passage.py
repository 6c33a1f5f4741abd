"""The text of a standard as passages and sentences, each with its place, what it is and where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field
from functools import cached_property
from typing import Literal

from lceval_docs.model.origin import Record
from lceval_docs.model.prose import (
    Block,
    Clause,
    Figure,
    FootnoteMark,
    Line,
    Listing,
    Paragraph,
    Part,
    Pointer,
    Remark,
    Table,
    Words,
)
from lceval_docs.model.standard import Standard
from lceval_docs.model.text import Chapter
from lceval_docs.problems import Mark
from lceval_docs.records import dataclass

Role = Literal["heading", "paragraph", "item", "note", "example", "footnote", "cell", "caption", "definition", "data"]

_ENDS = re.compile(r"[^。；！？\n]+[。；！？]?")
# What stands for a reference in a passage: one character, so that it is read as a noun.
REFERENCE = "\ufffc"


@dataclass(frozen=True)
class Passage:
    """A piece of running text. `clause` is None in what stands before a chapter's first heading, and in data."""

    text: str
    role: Role
    mark: Mark
    chapter: Chapter | None = None
    clause: Clause | None = None
    pointers: tuple[Pointer, ...] = ()

    @property
    def kind(self) -> str:
        """The kind of chapter it stands in; empty for data."""
        return self.chapter.kind if self.chapter else ""

    @property
    def is_normative(self) -> bool:
        """Whether it stands where rules are given: a chapter or a normative annex, and no added information."""
        if self.role in ("note", "example", "footnote", "heading", "caption", "definition"):
            return False
        if self.chapter is None:
            return True
        return self.kind in ("chapter", "annex") and self.chapter.nature == "normative"

    def at(self, literal: str = "", offset: int = 0) -> Mark:
        """The place of a literal of this passage in its file: the one at or after `offset` characters."""
        if not literal:
            return self.mark
        number = self.text.count(literal, 0, offset)
        # A chapter's title stands in its front matter, above the source of its text.
        if self.chapter is None or self.mark.line < self.chapter.first_line:
            return Mark(self.mark.file, self.mark.line, self.mark.column + max(self.text.find(literal, offset), 0))
        return _find(self.chapter, self.mark, literal, number)

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        return tuple(
            Sentence(match[0].strip(), self, match.start() + len(match[0]) - len(match[0].lstrip()))
            for match in _ENDS.finditer(self.text)
            if match[0].strip()
        )


@dataclass(frozen=True)
class Sentence:
    """One sentence of a passage, and where in it it begins."""

    text: str
    passage: Passage
    start: int

    def at(self, literal: str, offset: int = 0) -> Mark:
        return self.passage.at(literal, self.start + offset)


def _find(chapter: Chapter, mark: Mark, literal: str, skip: int) -> Mark:
    """The place of a literal in the source, counted from a block's beginning."""
    first = max(mark.line - chapter.first_line, 0)
    for number in range(first, len(chapter.source)):
        line = chapter.source[number]
        column = mark.column - 2 if number == first else -1
        while (column := line.find(literal, column + 1)) >= 0:
            if skip == 0:
                return Mark(mark.file, number + chapter.first_line, column + 1)
            skip -= 1
        if not line.strip() and number > first:
            break
    return mark


@dataclass(frozen=True, eq=False)
class Text:
    """The whole text of a standard, read for its rules. One text is another's equal only if it is the same."""

    standard: Standard
    passages: tuple[Passage, ...] = field(repr=False)

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        return tuple(sentence for passage in self.passages for sentence in passage.sentences)

    @cached_property
    def chapters(self) -> tuple[Chapter, ...]:
        """The numbered chapters, in order."""
        return tuple(c for c in self.standard.chapters if c.kind == "chapter")

    @cached_property
    def annexes(self) -> tuple[Chapter, ...]:
        return tuple(c for c in self.standard.chapters if c.kind == "annex")

    def of(self, *kinds: str) -> Iterator[Passage]:
        """The passages of some kinds of chapters."""
        return (p for p in self.passages if p.kind in kinds)

    def inside(self, chapter: Chapter) -> Iterator[Passage]:
        return (p for p in self.passages if p.chapter is chapter)

    @cached_property
    def clauses(self) -> tuple[tuple[Chapter, Clause, tuple[Clause, ...]], ...]:
        """Every clause with its chapter and its siblings, itself among them."""
        return tuple(found for c in self.standard.chapters for found in _clauses(c, c.clauses))

    def blocks(self) -> Iterator[tuple[Chapter, Clause | None, tuple[Block, ...]]]:
        """The blocks of each chapter's beginning and of each clause."""
        for chapter in self.standard.chapters:
            yield chapter, None, chapter.blocks
        for chapter, clause, _ in self.clauses:
            yield chapter, clause, clause.blocks


def _clauses(chapter: Chapter, siblings: tuple[Clause, ...]) -> Iterator[tuple[Chapter, Clause, tuple[Clause, ...]]]:
    for clause in siblings:
        yield chapter, clause, siblings
        yield from _clauses(chapter, clause.clauses)


def text_of(standard: Standard) -> Text:
    """All passages of a standard: its chapters in reading order, then its terms, then sentences that stand in data."""
    found: list[Passage] = []
    for chapter in standard.chapters:
        found.append(Passage(chapter.title, "heading", chapter.mark.of("title"), chapter))
        found += _of_blocks(chapter, None, chapter.blocks)
        for _, clause, _ in _clauses(chapter, chapter.clauses):
            if clause.title:
                found.append(Passage(clause.title, "heading", clause.mark, chapter, clause))
            found += _of_blocks(chapter, clause, clause.blocks)
        found += [_passage(f.line, "footnote", f.mark, chapter, None) for f in chapter.footnotes]
    found += _of_data(standard)
    return Text(standard, tuple(found))


def _of_blocks(chapter: Chapter, clause: Clause | None, blocks: Iterable[Block]) -> Iterator[Passage]:
    for block in blocks:
        match block:
            case Paragraph(line, mark):
                yield _passage(line, "paragraph", mark, chapter, clause)
            case Listing(entries):
                for entry in entries:
                    yield _passage(entry.line, "item", entry.mark, chapter, clause)
                    yield from _of_blocks(chapter, clause, [entry.inside] if entry.inside else [])
            case Remark(kind, line, mark=mark):
                yield _passage(line, kind, mark, chapter, clause)
            case Table(title=title, remarks=remarks, mark=mark):
                yield Passage(title, "caption", mark, chapter, clause)
                for row in (*block.heads, *block.rows):
                    for cell in row:
                        for line in cell.lines:
                            yield _passage(line, "cell", cell.mark, chapter, clause)
                yield from _of_blocks(chapter, clause, remarks)
            case Figure(title=title, remarks=remarks, mark=mark):
                yield Passage(title, "caption", mark, chapter, clause)
                yield from _of_blocks(chapter, clause, remarks)


def _passage(line: Line, role: Role, mark: Mark, chapter: Chapter, clause: Clause | None) -> Passage:
    text = "".join(
        part.text if isinstance(part, Words) else "" if isinstance(part, FootnoteMark) else REFERENCE for part in line
    )
    pointers = tuple(part for part in line if isinstance(part, Pointer))
    return Passage(text, role, mark, chapter, clause, pointers)


def _of_data(standard: Standard) -> Iterator[Passage]:
    """Sentences that are printed in the text but written in data."""
    for term in standard.terms:
        yield Passage(term.definition, "definition", term.mark.of("definition"))
        if term.note:
            yield Passage(term.note, "note", term.mark.of("note"))
    records: list[tuple[Record, Mapping[str, str]]] = [
        *((i, {"requirement": i.requirement}) for i in standard.indicators),
        *((p, {"requirement": p.requirement}) for p in standard.grading.prerequisites),
        *((s, {"action": s.action, "time_limit": s.time_limit}) for stage in standard.stages for s in stage.steps),
    ]
    for record, texts in records:
        for name, text in texts.items():
            if text:
                yield Passage(text, "data", record.mark.of(name))


def parts(text: Text) -> Iterator[tuple[Chapter, Clause | None, Part]]:
    """Every place for something generated."""
    for chapter, clause, blocks in text.blocks():
        for block in blocks:
            if isinstance(block, Part):
                yield chapter, clause, block
