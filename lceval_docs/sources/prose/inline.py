"""What stands inside a line of Markdown, and where: words, references, footnote calls.

A reading knows its file, so that every problem has a line and a column.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.rules_block.table import escapedSplit
from markdown_it.rules_inline import StateInline
from markdown_it.tree import SyntaxTreeNode
from mdit_py_plugins.container import container_plugin
from mdit_py_plugins.footnote import footnote_plugin

from lceval_docs.model.prose import FootnoteMark, Inline, Line, Pointer, Words
from lceval_docs.problems import Fault, Mark, Problem, Word

UNKNOWN_FEATURE = Fault("E0121", "the text holds {found}, which a standard has not.", "Write it as plain text.")
BAD_POINTER = Fault(
    "E0128", "the reference {found} cannot be read.", "Write [[kind:id]], for example [[table:grades]]."
)
UNKNOWN_FOOTNOTE = Fault("E0133", "there is no footnote {found}.", "Write a line [^id]: text.")

_POINTER = re.compile(r"([a-z]+):([^\]\s][^\]]*)")
_CELL = re.compile(r"(?:^|(?<!\\)\|)(?:[ \t]*(?=[^ \t|])|[ \t]?)")
_JOINT = re.compile(r"[\u2e80-\u9fff\uff00-\uffef\u3000-\u303f“”‘’—…]")
_NAMES = {
    "fence": Word("a block of code"),
    "code_block": Word("a block of code (four spaces at its beginning)"),
    "code_inline": Word("code between backquotes"),
    "html_block": Word("HTML"),
    "html_inline": Word("HTML"),
    "blockquote": Word("a quotation (>)"),
    "hr": Word("a rule (---)"),
    "s": Word("text struck through"),
    "link": Word("a link; write [[kind:id]]"),
    "image": Word("a picture; put it between ::: figure and :::"),
    "hardbreak": Word("a line break in a paragraph"),
    "table": Word("a table inside a list"),
    "heading": Word("a heading inside a list"),
}


def _pointer_rule(state: StateInline, silent: bool) -> bool:
    """`[[…]]` as one token, before links are looked for."""
    if not state.src.startswith("[[", state.pos):
        return False
    end = state.src.find("]]", state.pos)
    if end < 0:
        return False
    if not silent:
        token = state.push("pointer", "", 0)
        token.content = state.src[state.pos + 2 : end]
    state.pos = end + 2
    return True


@cache
def parser() -> MarkdownIt:
    """markdown-it with what a standard needs: tables and figures in frames, footnotes, references."""
    made = MarkdownIt("default", {"html": True})
    made.inline.ruler.before("link", "pointer", _pointer_rule)
    made.use(footnote_plugin)
    for name in ("table", "figure"):
        made.use(container_plugin, name=name)
    return made


class Reading:
    """One reading of one file: where we are, and what was found wrong."""

    def __init__(self, text: str, file: str, first_line: int):
        self.lines = text.split("\n")
        self._file, self._first_line = file, first_line
        self._seen: dict[tuple[int, str], int] = {}
        self.problems: list[Problem] = []

    def mark(self, node: SyntaxTreeNode, literal: str = "") -> Mark:
        """Where a node begins, or where in it a literal stands (each time it is asked for, the next one)."""
        while not node.is_root and node.map is None and node.parent is not None:
            node = node.parent
        first, last = (None if node.is_root else node.map) or (0, len(self.lines))
        if literal:
            skip = self._seen.get((first, literal), 0)
            for number in range(first, min(last, len(self.lines))):
                column = -1
                while (column := self.lines[number].find(literal, column + 1)) >= 0:
                    if skip == 0:
                        self._seen[(first, literal)] = self._seen.get((first, literal), 0) + 1
                        return Mark(self._file, number + self._first_line, column + 1)
                    skip -= 1
        line = self.lines[first] if first < len(self.lines) else ""
        return Mark(self._file, first + self._first_line, len(line) - len(line.lstrip()) + 1)

    def cell_mark(self, cell: SyntaxTreeNode) -> Mark:
        """Where a cell of a table begins. The parser knows only the line of its row."""
        row = cell.parent
        assert row is not None
        mark = self.mark(row)
        line = self.lines[mark.line - self._first_line]
        begins = [match.end() for match in _CELL.finditer(line)]
        column = row.children.index(cell) + line.lstrip().startswith("|")
        return Mark(self._file, mark.line, begins[column] + 1) if column < len(begins) else mark

    def cells(self, row: SyntaxTreeNode) -> int:
        """How many cells are written in a row of a table. The parser drops those that the head has no column for."""
        cells = escapedSplit(self.lines[self.mark(row).line - self._first_line].strip())
        return len(cells[cells[0] == "" : len(cells) - (cells[-1] == "")])

    def note(self, fault: Fault, node: SyntaxTreeNode, literal: str = "", **details: object) -> None:
        self.problems.append(fault.at(self.mark(node, literal), **details))

    def unknown(self, node: SyntaxTreeNode) -> None:
        self.note(UNKNOWN_FEATURE, node, found=_NAMES.get(node.type, node.type))

    def line(self, inline: SyntaxTreeNode, keep_breaks: bool = False) -> Line:
        found = list(self._inlines(inline, ""))
        return tuple(found) if keep_breaks else joined(found)

    def _inlines(self, node: SyntaxTreeNode, face: str) -> Iterator[Inline]:
        for child in node.children:
            match child.type:
                case "text":
                    if "[^" in child.content and (lost := re.search(r"\[\^[^\]]*\]", child.content)):
                        self.note(UNKNOWN_FOOTNOTE, child, lost[0], found=lost[0])
                    yield _words(child.content, face)
                case "softbreak":
                    yield _words("\n", face)
                case "strong":
                    yield from self._inlines(child, "strong")
                case "em":
                    yield from self._inlines(child, "variable")
                case "pointer":
                    yield from self._pointer(child)
                case "footnote_ref":
                    yield FootnoteMark("", str(child.meta.get("label", "")))
                case "footnote_anchor":
                    pass
                case _:
                    self.unknown(child)

    def _pointer(self, node: SyntaxTreeNode) -> Iterator[Pointer]:
        written = f"[[{node.content}]]"
        match = _POINTER.fullmatch(node.content.strip())
        if match is None:
            self.note(BAD_POINTER, node, written, found=written)
        else:
            yield Pointer(match[1], match[2].strip(), self.mark(node, written))


def _words(text: str, face: str) -> Words:
    return Words(text, "strong" if face == "strong" else "variable" if face == "variable" else "")


def joined(line: list[Inline]) -> Line:
    """Neighbouring words made one; the end of a source line vanishes between Chinese and is a space elsewhere."""
    words: list[Inline] = []
    for part in line:
        last = words[-1] if words else None
        if isinstance(part, Words) and isinstance(last, Words) and part.face == last.face:
            words[-1] = replace(last, text=last.text + part.text)
        else:
            words.append(part)
    return tuple(replace(p, text=_unbroken(p.text)) if isinstance(p, Words) else p for p in words if p != Words(""))


def _unbroken(text: str) -> str:
    def join(match: re.Match[str]) -> str:
        before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
        return "" if not before or not after or _JOINT.match(before) or _JOINT.match(after) else " "

    return re.sub(r"[ \t]*\n[ \t]*", join, text)
