"""A chapter's Markdown as a tree of clauses and blocks, or every reason why it cannot be one.

markdown-it reads the text; what it finds is held against the few things that a standard is made of. A feature that
the tree does not know is a problem that names it: nothing is dropped silently.

    ## Title {#id}              a clause; ### one below it, to ######; a heading of only {#id} is an untitled clause
    - item / 1. item            —— and a); one list inside another gives · and 1)
    注：… / 示例：…              notes and examples; their numbers are made
    ::: table Title {#id}       a table with a Markdown table in it, `单位为…` above, 注：… below; cells `^` and `<`
                                join the cell above and the one to the left; `heads=2`: two rows of heads;
                                `widths=2-1-1`: widths of the columns in relation to each other
    ::: figure Title {#id}      a figure with ![text alternative](figures/name.png) in it
    [[table:id]]                in a sentence a reference; alone on a line the thing itself, made from the data
    [^id]                       a footnote
    **heading face** *variable*
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, cast

from markdown_it.tree import SyntaxTreeNode

from lceval_docs.model.origin import Status
from lceval_docs.model.prose import (
    Block,
    Cell,
    Clause,
    Entry,
    Figure,
    Footnote,
    Inline,
    Line,
    Listing,
    Paragraph,
    Part,
    Remark,
    Row,
    Table,
    Words,
)
from lceval_docs.problems import Fault, Problem, Word
from lceval_docs.sources.prose.inline import UNKNOWN_FEATURE, Reading, joined, parser
from lceval_docs.sources.prose.joining import join
from lceval_docs.sources.silence import is_silence

TYPED_NUMBER = Fault("E0122", 'the heading begins with a typed number "{found}".', "Delete it; numbers are made.")
SKIPPED_LEVEL = Fault("E0123", "the heading is of level {found}, the one above of level {expected}.", "Use {hint}.")
NO_TITLE_HERE = Fault(
    "E0124", "a heading with one # stands in the text.", "The chapter's title is in the front matter; begin with ##."
)
NO_ID = Fault("E0125", "{found}: there is no id.", "End the line with {{#id}}.")
BAD_ATTRIBUTE = Fault("E0126", "{found}: it cannot be read.", 'Write {{#id status=proposal basis="…"}}.')
TOO_DEEP_LIST = Fault("E0127", "a list of level {found}.", "A standard has lists of two levels; divide the clause.")
TYPED_LABEL = Fault("E0129", 'the typed number in "{found}".', "Write 注： or 示例：; the numbers are made.")
BAD_TABLE = Fault("E0130", "the table: {found}.", "Between ::: table Title {{#id}} and ::: stands one Markdown table.")
BAD_FIGURE = Fault(
    "E0131", "the figure: {found}.", "Between ::: figure Title {{#id}} and ::: stands ![text alternative](file.png)."
)
MORE_CELLS = Fault("E0140", "the row has {found} cells, the head of the table {expected}.", "Write | in a cell as \\|.")
LOOSE_TABLE = Fault("E0132", "a table without a title.", "Put ::: table Title {{#id}} above it and ::: below.")
TOO_DEEP = Fault("E0139", "a heading of level {found}.", "Clauses have five levels, ## to ######; divide the chapter.")
NEVER_CLOSED = Fault(
    "E0134", "{found} is not closed, or has no such name.", "Begin with ::: table or ::: figure, end with :::."
)
UNUSED_FOOTNOTE = Fault("E0137", "nothing calls the footnote {found}.", "Write {found} where it belongs, or delete it.")

_ATTRIBUTES = re.compile(r'\s*\{#([A-Za-z0-9][\w.-]*)((?:\s+\w+=(?:"[^"]*"|[\w-]+))*)\s*\}\s*$')
_PAIR = re.compile(r'(\w+)=(?:"([^"]*)"|([\w-]+))')
_TYPED_NUMBER = re.compile(
    r"(?:附录\s*[A-Z]|第\s*\d+\s*[章条]|\d+(?:\.\d+)*(?=[\s.、．\u3000])|[A-Z](?:\.\d+)+|[（(]?[一二三四五六七八九十]+[）)、])"
)
_PART = re.compile(r"\[\[\s*([a-z-]+)(?::([^\]]+))?\s*\]\]")
_REMARK = re.compile(r"(注|示例)(\d*)[：:]\s*")
_STATUSES = ("adopted", "draft", "proposal")
_REMARKS: dict[str, str] = {"注": "note", "示例": "example"}

Parsed = tuple[tuple[Block, ...], tuple[Clause, ...], tuple[Footnote, ...]]


def parse_chapter(
    text: str, file: str, first_line: int, status: Status, basis: str
) -> tuple[Parsed, tuple[Problem, ...]]:
    """Blocks before the first heading, clauses, footnotes. Status and basis are those of clauses that say nothing."""
    reading = _Chapter(text, file, first_line)
    reading.status, reading.basis = status, basis
    found: dict[str, Any] = {}
    root = SyntaxTreeNode(parser().parse(text, found))
    for label, place in found.get("footnotes", {}).get("refs", {}).items():
        if place < 0:
            reading.note(UNUSED_FOOTNOTE, root, f"[^{label[1:]}]:", found=f"[^{label[1:]}]")
    return reading.chapter(root), tuple(reading.problems)


class _Chapter(Reading):
    """The reading of a chapter."""

    status: Status
    basis: str

    def chapter(self, root: SyntaxTreeNode) -> Parsed:
        notes = [n for n in root.children if n.type == "footnote_block"]
        footnotes = tuple(self._footnote(n) for block in notes for n in block.children)
        opening: list[Block] = []
        flat: list[tuple[Clause, list[Block]]] = []
        for node in root.children:
            if node.type == "heading":
                flat.append((self._heading(node, flat[-1][0].level if flat else 1), []))
            elif node.type != "footnote_block":
                (flat[-1][1] if flat else opening).extend(self._block(node))
        return tuple(opening), _nested([replace(c, blocks=tuple(b)) for c, b in flat]), footnotes

    def _heading(self, node: SyntaxTreeNode, above: int) -> Clause:
        text = node.children[0].content if node.children else ""
        level = int(node.tag[1])
        if level == 1:
            self.note(NO_TITLE_HERE, node)
        elif level > above + 1:
            self.note(SKIPPED_LEVEL, node, found=level, expected=above, hint="#" * (above + 1))
        title, id, more = self._attributes(node, text)
        number = _TYPED_NUMBER.match(title)
        if number:
            self.note(TYPED_NUMBER, node, number[0], found=number[0])
        status = more.get("status", self.status)
        first = more.get("first", "0")
        if status not in _STATUSES or not first.isdigit() or set(more) - {"status", "basis", "first"}:
            self.note(BAD_ATTRIBUTE, node, found=text)
            first = "0"
        return Clause(
            id=id,
            level=level,
            title=title,
            kind="titled" if title else "untitled",
            status=cast(Status, status),
            basis=more.get("basis", self.basis),
            first=int(first),
            mark=self.mark(node),
        )

    def _attributes(self, node: SyntaxTreeNode, text: str) -> tuple[str, str, dict[str, str]]:
        """The text before `{#id …}`, the id, the other attributes."""
        match = _ATTRIBUTES.search(text)
        if match is None:
            self.note(BAD_ATTRIBUTE if "{" in text else NO_ID, node, found=text.strip() or node.type)
            return text.strip(), "", {}
        more = {m[1]: m[2] if m[2] is not None else m[3] for m in _PAIR.finditer(match[2])}
        return text[: match.start()].strip(), match[1], more

    def _block(self, node: SyntaxTreeNode) -> Iterator[Block]:
        match node.type:
            case "paragraph":
                yield from self._paragraph(node)
            case "bullet_list" | "ordered_list":
                yield self._listing(node, 1)
            case "container_table" | "container_figure" if self._is_open(node):
                self.note(NEVER_CLOSED, node, found=f"{node.markup} {node.info.strip()}")
            case "container_table":
                yield from self._table(node)
            case "container_figure":
                yield from self._figure(node)
            case "table":
                self.note(LOOSE_TABLE, node)
            case "html_block" if is_silence(node.content):
                pass
            case _:
                self.unknown(node)

    def _is_open(self, node: SyntaxTreeNode) -> bool:
        """Whether a container has no end of its own: none at all, or that of another one which begins inside."""
        _, end = node.map or (0, 0)
        has_end = end < len(self.lines) and self.lines[end].strip().startswith(":::")
        return not has_end or any(n.type.startswith("container_") for n in node.children)

    def _paragraph(self, node: SyntaxTreeNode) -> Iterator[Block]:
        text = node.children[0].content
        part = _PART.fullmatch(text.strip())
        if part:
            yield Part(part[1], (part[2] or "").strip(), self.mark(node))
        elif deep := re.match(r"#{7,}", text):
            self.note(TOO_DEEP, node, found=len(deep[0]))
        elif text.startswith(":::"):
            self.note(NEVER_CLOSED, node, found=text.split("\n")[0])
        elif _REMARK.match(text):
            yield from self._remarks(node)
        else:
            yield Paragraph(self.line(node.children[0]), self.mark(node))

    def _remarks(self, node: SyntaxTreeNode) -> Iterator[Remark]:
        """Notes and examples, one a source line that begins with a label."""
        line: list[Inline] = []
        for piece in _at_labels(self.line(node.children[0], keep_breaks=True)):
            words = piece[0]
            match = _REMARK.match(words.text) if isinstance(words, Words) else None
            assert match is not None and isinstance(words, Words)
            if match[2]:
                self.note(TYPED_LABEL, node, match[0].strip(), found=match[0].strip())
            line = [replace(words, text=words.text[match.end() :]), *piece[1:]]
            kind = _REMARKS[match[1]]
            mark = self.mark(node, f"{match[0].strip()[:1]}")
            yield Remark("note" if kind == "note" else "example", joined(line), mark=mark)

    def _listing(self, node: SyntaxTreeNode, level: int) -> Listing:
        if level > 2:
            self.note(TOO_DEEP_LIST, node, found=level)
            return Listing(())
        return Listing(tuple(self._entry(item, level) for item in node.children), node.type == "ordered_list")

    def _entry(self, item: SyntaxTreeNode, level: int) -> Entry:
        line: Line = ()
        inside: Listing | None = None
        for node in item.children:
            if node.type == "paragraph" and not line:
                line = self.line(node.children[0])
            elif node.type in ("bullet_list", "ordered_list") and inside is None:
                inside = self._listing(node, level + 1)
            elif node.type == "paragraph":
                self.note(UNKNOWN_FEATURE, node, found=Word("a second paragraph in a list item"))
            else:
                self.unknown(node)
        return Entry(line, inside, self.mark(item))

    def _table(self, node: SyntaxTreeNode) -> Iterator[Table]:
        title, id, more = self._attributes(node, node.info.strip().removeprefix("table").strip())
        tables = [n for n in node.children if n.type == "table"]
        units = [n for n in node.children if n.type == "paragraph" and n.children[0].content.startswith("单位为")]
        others = [n for n in node.children if n not in tables and n not in units]
        if len(tables) != 1 or set(more) - {"widths", "heads"}:
            self.note(BAD_TABLE, node, found=Word("it is not one table with a title"))
            return
        remarks: list[Remark] = []
        for other in others:
            if other.type == "paragraph" and _REMARK.match(other.children[0].content):
                remarks += self._remarks(other)
            else:
                self.note(BAD_TABLE, other, found=Word("there is more than a table and notes"))
        written = [row for section in tables[0].children for row in section.children]
        heads = int(more["heads"]) if more.get("heads", "").isdigit() else 1
        parts = [self._rows(written[:heads]), self._rows(written[heads:])]
        if not 1 <= heads <= len(written) or None in parts:
            self.note(BAD_TABLE, node, found=Word("^ or < joins nothing, or heads are more than rows"))
            return
        columns = len(tables[0].children[0].children[0].children)
        for row in written:
            if (found := self.cells(row)) > columns:
                self.note(MORE_CELLS, row, found=found, expected=columns)
        widths = tuple(int(w) for w in more.get("widths", "").split("-") if w.isdigit()) or (1,) * columns
        if len(widths) != columns:
            self.note(BAD_TABLE, node, found=Word("there are not as many widths as columns"))
            return
        yield Table(
            id=id,
            title=title,
            heads=parts[0] or (),
            rows=parts[1] or (),
            widths=widths,
            unit=units[0].children[0].content if units else "",
            remarks=tuple(remarks),
            mark=self.mark(node),
        )

    def _rows(self, written: list[SyntaxTreeNode]) -> tuple[Row, ...] | None:
        """Rows with their cells joined."""
        texts = [[c.children[0].content.strip() if c.children else "" for c in row.children] for row in written]
        joined_rows = join(texts)
        if joined_rows is None:
            return None
        return tuple(
            tuple(self._cell(written[j.row].children[j.column], j.columns, j.rows) for j in row) for row in joined_rows
        )

    def _cell(self, node: SyntaxTreeNode, columns: int, rows: int) -> Cell:
        line = self.line(node.children[0]) if node.children else ()
        return Cell((line,), columns, rows, "center" in str(node.attrs.get("style", "")), mark=self.cell_mark(node))

    def _figure(self, node: SyntaxTreeNode) -> Iterator[Figure]:
        title, id, more = self._attributes(node, node.info.strip().removeprefix("figure").strip())
        images = [
            n.children[0].children[0]
            for n in node.children
            if n.type == "paragraph" and [c.type for c in n.children[0].children] == ["image"]
        ]
        notes = [n for n in node.children if n.type == "paragraph" and _REMARK.match(n.children[0].content)]
        if len(images) != 1 or len(images) + len(notes) != len(node.children) or more:
            self.note(BAD_FIGURE, node, found=Word("it is not one picture with a title"))
            return
        alternative = images[0].content
        if not alternative.strip():
            self.note(BAD_FIGURE, node, found=Word("there is no text that stands for the picture"))
            return
        remarks = tuple(remark for n in notes for remark in self._remarks(n))
        yield Figure(id, title, str(images[0].attrs["src"]), alternative, remarks, mark=self.mark(node))

    def _footnote(self, node: SyntaxTreeNode) -> Footnote:
        line: Line = ()
        for child in node.children:
            if child.type == "paragraph" and not line:
                line = self.line(child.children[0])
            elif child.type != "footnote_anchor":
                self.unknown(child)
        label = str(node.meta.get("label", ""))
        return Footnote(label, line, mark=self.mark(node, f"[^{label}]:"))


def _at_labels(line: Line) -> Iterator[list[Inline]]:
    """A line cut where a new source line begins with a label."""
    piece: list[Inline] = []
    fresh = True
    for part in line:
        if fresh and piece and isinstance(part, Words) and _REMARK.match(part.text):
            yield piece
            piece = []
        fresh = isinstance(part, Words) and part.text == "\n"
        piece.append(part)
    yield piece


def _nested(flat: list[Clause]) -> tuple[Clause, ...]:
    """A list of clauses by their levels as a tree."""
    found: list[Clause] = []
    number = 0
    while number < len(flat):
        end = number + 1
        while end < len(flat) and flat[end].level > flat[number].level:
            end += 1
        found.append(replace(flat[number], clauses=_nested(flat[number + 1 : end])))
        number = end
    return tuple(found)
