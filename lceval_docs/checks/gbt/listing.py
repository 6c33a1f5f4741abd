"""Lists, notes and examples: what leads them in, how their items end, what they may say. Source: GB/T 1.1—2020, 7.5, 9.2."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lceval_docs.checks.gbt.modality import Modal, modals
from lceval_docs.checks.gbt.passage import REFERENCE, Passage, Sentence, Text
from lceval_docs.checks.gbt.rule import Rule
from lceval_docs.model.prose import Block, FootnoteMark, Line, Listing, Paragraph, Pointer, Remark, Table, Words
from lceval_docs.model.text import Chapter
from lceval_docs.problems import Mark, Problem

NO_LEAD = Rule(
    "LI01",
    "a list without a sentence that leads to it.",
    "Write one directly above it: ……包括下列内容：",
    clause="7.5",
    bad="## 器具 {#tools}\n\n- 杯；\n- 壶。",
    good="## 器具 {#tools}\n\n茶馆应备有下列器具：\n\n- 杯；\n- 壶。",
)
END_MARK = Rule(
    "LI02",
    'a list: "{found}" should end with {expected}.',
    "Write {fixed}",
    clause="7.5",
    severity="warning",
    bad="茶馆应备有下列器具：\n\n- 杯\n- 壶；",
    good="茶馆应备有下列器具：\n\n- 杯；\n- 壶。",
)
ONE_ITEM = Rule(
    "LI04",
    "a list of one item.",
    "Say it in the sentence above, or add what is missing.",
    clause="7.5",
    severity="warning",
    bad="茶馆应备有下列器具：\n\n- 杯。",
    good="茶馆应备有杯。",
)
MIXED_MARKS = Rule(
    "LI05",
    "items of one level have different marks.",
    "Begin all of them with - (named without an order) or all with 1. (cited, or in an order).",
    clause="7.5",
    bad="茶馆应备有下列器具：\n\n- 杯；\n\n1. 壶；\n2. 盘。",
    good="茶馆应备有下列器具：\n\n- 杯；\n- 壶；\n- 盘。",
)
TWO_LETTERED = Rule(
    "LI07",
    "a second list with letters in one clause: a) would name two items.",
    "Divide the clause, or begin the items of one of the lists with -.",
    clause="7.5",
    severity="warning",
    bad="泡茶分为：\n\n1. 烧水；\n2. 冲泡。\n\n收拾分为：\n\n1. 洗杯；\n2. 擦桌。",
    good="泡茶分为：\n\n1. 烧水；\n2. 冲泡。\n\n收拾包括：\n\n- 洗杯；\n- 擦桌。",
)
NOTE_REQUIRES = Rule(
    "NT01",
    'a note or footnote holds a requirement ("{found}").',
    "State a fact there; move what is required into the text.",
    clause="9.2",
    bad="茶馆备有杯。\n\n注：杯应洗净。",
    good="茶馆应备有洗净的杯。\n\n注：洗净的杯没有茶渍。",
)
NOTE_ADVISES = Rule(
    "NT09",
    '"{found}" in a note, footnote or example, which only states.',
    "State a fact there; move what is required, recommended or permitted into the text.",
    clause="9.2",
    severity="warning",
    bad="茶馆应备有杯。\n\n注：杯宜用瓷制。",
    good="茶馆应备有杯，杯宜用瓷制。\n\n注：瓷杯传热慢。",
)
NOTE_FIRST = Rule(
    "NT03",
    "a note stands where there is nothing yet that it explains.",
    "Put it below the text that it explains.",
    clause="9.11",
    severity="warning",
    bad="## 器具 {#tools}\n\n注：杯为瓷制。\n\n茶馆应备有杯。",
    good="## 器具 {#tools}\n\n茶馆应备有杯。\n\n注：杯为瓷制。",
)
NOTE_HEADING = Rule(
    "NT10",
    'a heading "{found}": a note is no clause.',
    "Write 注：… below the text that it explains.",
    clause="9.11",
    severity="warning",
    bad="## 器具 {#tools}\n\n茶馆应备有杯。\n\n## 注 {#remark}\n\n杯为瓷制。",
    good="## 器具 {#tools}\n\n茶馆应备有杯。\n\n注：杯为瓷制。\n\n## 注意事项 {#care}\n\n杯易碎。",
)

COLON, SEMICOLON, COMMA, STOP = "：", "；", "，", "。"
_ENDS = "：；，。、！？:;,."
_FULL = str.maketrans(":;,.", "：；，。")
_SHOWN = 10
_NOTE_TITLE = re.compile(r"注\s*\d*\s*(?:[:：].*)?")
# What another document demands is told, not demanded.
_TOLD = re.compile(r"(?:GB|ISO|IEC|HJ|DB|□|\ufffc|[法例])[^，。；]*(?:规定|要求)[^，。；]*$")


def _text(line: Line) -> str:
    """A line as a passage says it."""
    return "".join(
        part.text if isinstance(part, Words) else "" if isinstance(part, FootnoteMark) else REFERENCE for part in line
    ).rstrip()


def _listings(text: Text) -> Iterator[tuple[Chapter, tuple[Block, ...], int, Listing]]:
    """Every list of the first level, with the blocks it stands among and its place there."""
    for chapter, _, blocks in text.blocks():
        for place, block in enumerate(blocks):
            if isinstance(block, Listing) and block.entries:
                yield chapter, blocks, place, block


def check_leads(text: Text) -> Iterator[Problem]:
    """A sentence leads to each list; directly behind a list stands no other."""
    for _, blocks, place, listing in _listings(text):
        before = blocks[place - 1] if place else None
        if isinstance(before, Listing):
            yield MIXED_MARKS.at(listing.entries[0].mark)
        elif not isinstance(before, Paragraph):
            yield NO_LEAD.at(listing.entries[0].mark)
        for entry in listing.entries:
            if entry.inside and entry.inside.entries and not _text(entry.line):
                yield NO_LEAD.at(entry.inside.entries[0].mark)


def check_marks(text: Text) -> Iterator[Problem]:
    """The lists inside one list have the same kind of marks."""
    for _, _, _, listing in _listings(text):
        inner = [entry.inside for entry in listing.entries if entry.inside and entry.inside.entries]
        for other in inner[1:]:
            if other.ordered != inner[0].ordered:
                yield MIXED_MARKS.at(other.entries[0].mark)


def check_items(text: Text) -> Iterator[Problem]:
    """A list has more than one item, and a clause one list with letters."""
    for _, _, blocks in text.blocks():
        lists = [b for b in blocks if isinstance(b, Listing) and b.entries]
        inner = [e.inside for listing in lists for e in listing.entries if e.inside and e.inside.entries]
        for listing in (*lists, *inner):
            if len(listing.entries) == 1:
                yield ONE_ITEM.at(listing.entries[0].mark)
        for listing in [listing for listing in lists if listing.ordered][1:]:
            yield TWO_LETTERED.at(listing.entries[0].mark)


def check_ends(text: Text) -> Iterator[Problem]:
    """A lead ends with ： or 。; behind ： items end with ； and the last with 。; behind 。 all end with 。"""
    for chapter, blocks, place, listing in _listings(text):
        before = blocks[place - 1] if place else None
        lead = _text(before.line) if isinstance(before, Paragraph) else ""
        if isinstance(before, Paragraph) and _end(lead) not in (COLON, STOP):
            yield _wrong_end(chapter, before.line, before.mark, COLON)
        yield from _ends_of(chapter, listing, _end(lead) == STOP, STOP)


def _end(said: str) -> str:
    return said[-1:].translate(_FULL)


def _ends_of(chapter: Chapter, listing: Listing, are_sentences: bool, last: str) -> Iterator[Problem]:
    """`last`: what the last item ends with; it also ends the list that this one stands in."""
    usual = STOP if are_sentences else _usual(listing)
    for entry in listing.entries:
        allowed = last if entry is listing.entries[-1] else usual
        if entry.inside and entry.inside.entries:
            ends = _end(_text(entry.line))
            if ends not in (COLON, STOP):
                yield _wrong_end(chapter, entry.line, entry.mark, COLON)
            yield from _ends_of(chapter, entry.inside, ends == STOP, STOP if ends == STOP else allowed)
        elif entry.line and _end(_text(entry.line)) not in allowed:
            yield _wrong_end(chapter, entry.line, entry.mark, allowed[0])


def _usual(listing: Listing) -> str:
    """What items but the last may end with, the best first. One that holds whole sentences may end as they do."""
    if any(STOP in _text(e.line)[:-1] for e in listing.entries):
        return SEMICOLON + STOP
    ends = {_end(_text(e.line)) for e in listing.entries[:-1] if not e.inside}
    return COMMA if ends == {COMMA} else SEMICOLON


def _wrong_end(chapter: Chapter, line: Line, mark: Mark, expected: str) -> Problem:
    said = _text(line)
    bare = said.rstrip(_ENDS) if said[-1:] in _ENDS else said
    last = next((p for p in reversed(line) if not isinstance(p, FootnoteMark)), None)
    after = Passage(said, "item", mark, chapter).at(said[-1:], len(said) - 1)
    at = last.mark if isinstance(last, Pointer) else after
    return END_MARK.at(at, found=_tail(said), expected=expected, fixed=_tail(bare) + expected)


def _tail(said: str) -> str:
    """The end of a line, as far as it can be quoted; what goes before is told apart from it."""
    cut = said[-_SHOWN:].replace(REFERENCE, "…")
    return cut if len(said) <= _SHOWN else f"…{cut}"


def check_remarks(text: Text) -> Iterator[Problem]:
    """Notes, footnotes of the text and examples only state; footnotes of tables may require."""
    of_tables = set(_footnotes_of_tables(text))
    for passage in text.passages:
        if passage.role not in ("note", "footnote", "example") or (passage.role, passage.mark) in of_tables:
            continue
        for sentence in passage.sentences:
            for modal in modals(sentence.text):
                yield from _said_in_remark(sentence, modal)


def _footnotes_of_tables(text: Text) -> Iterator[tuple[str, Mark]]:
    called: set[tuple[str, str]] = set()
    for chapter, _, blocks in text.blocks():
        for table in (b for b in blocks if isinstance(b, Table)):
            lines = [line for row in (*table.heads, *table.rows) for cell in row for line in cell.lines]
            called |= {(chapter.id, p.id) for line in lines for p in line if isinstance(p, FootnoteMark)}
    for chapter in text.standard.chapters:
        yield from (("footnote", f.mark) for f in chapter.footnotes if (chapter.id, f.id) in called)


def _said_in_remark(sentence: Sentence, modal: Modal) -> Iterator[Problem]:
    if modal.kind == "requirement":
        if not _TOLD.search(re.sub(r"《[^》]*》", "□", sentence.text[: modal.start])):
            rule = NOTE_ADVISES if sentence.passage.role == "example" else NOTE_REQUIRES
            yield rule.at(sentence.at(modal.words, modal.start), found=modal.words)
    elif modal.kind in ("recommendation", "permission"):
        yield NOTE_ADVISES.at(sentence.at(modal.words, modal.start), found=modal.words)


def check_notes(text: Text) -> Iterator[Problem]:
    """A note follows what it explains, and is no clause."""
    for _, clause, blocks in text.blocks():
        if blocks and isinstance(blocks[0], Remark) and blocks[0].kind == "note":
            yield NOTE_FIRST.at(blocks[0].mark)
        if clause and _NOTE_TITLE.fullmatch(clause.title):
            yield NOTE_HEADING.at(clause.mark, found=clause.title)


CHECKS = (check_leads, check_marks, check_items, check_ends, check_remarks, check_notes)
