"""A template's program as Python code: literals as bytes, values escaped one by one, loops as loops.

The code is made from the program alone, never from the text of a template: names are held against what a name may be,
literals stand in a table beside the code. So nothing that an author of templates or of data writes is ever executed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from types import CodeType
from typing import Any, Literal

from lceval_docs.sources.template.program import Choice, Keep, Loop, Path, Place, Program, Step, Test, Text
from lceval_docs.writers.word.text import in_run

# How data is reached: the fields of records, or the items of plain data.
Access = Literal["field", "item"]

_NAME = re.compile(r"[A-Za-z\u4e00-\u9fff][\w\u4e00-\u9fff]*")
_END_OF_PARAGRAPH = (b"</w:p>", b"<w:p/>")


class Escaped(dict[Any, bytes]):
    """Values as the bytes of Word text, each made once a document."""

    def __missing__(self, value: Any) -> bytes:
        text = value if isinstance(value, str) else _shown(value)
        made = text.encode() if text.isalnum() else in_run(text).encode()
        if isinstance(value, str):  # 1, 1.0 and True are one key
            self[value] = made
        return made


def _shown(value: Any) -> str:
    """Plain data as text: nothing for what is not there."""
    return "" if value is None else str(value)


@dataclass(frozen=True)
class Code:
    """What a program becomes: code that gives the pieces of a part, its literals, and by line of the code the place in
    the template that it is about."""

    source: str
    literals: tuple[bytes, ...]
    places: Mapping[int, str]

    @cached_property
    def compiled(self) -> CodeType:
        return compile(self.source, "<template>", "exec")

    def function(self, written: Mapping[str, Callable[[Any], bytes]]) -> Callable[[Any, Escaped], bytes]:
        """The part as a function of data. `written`: how values of other kinds than text become markup."""
        names: dict[str, Any] = {"L": self.literals, "kept_cell": _kept_cell, "kept_table": _kept_table, **written}
        exec(self.compiled, names)
        return names["part"]  # type: ignore[no-any-return]


def code_of(program: Program, access: Access = "field") -> Code:
    """The code of one part."""
    writer = _Writer(access)
    writer.body(program, "out", {}, 1)
    lines = ["def part(data, E):", " out = []", *writer.lines, " return b''.join(out)"]
    places = {number + 2: place for number, place in writer.places.items()}
    return Code("\n".join(lines), tuple(writer.literals), places)


class _Writer:
    """Lines of code under way."""

    def __init__(self, access: Access):
        self.access = access
        self.lines: list[str] = []
        self.literals: list[bytes] = []
        self.places: dict[int, str] = {}
        self._names = 0

    def line(self, depth: int, text: str, place: str = "") -> None:
        self.lines.append(" " * depth + text)
        if place:
            self.places[len(self.lines)] = place

    def body(self, program: Iterable[Step], out: str, names: Mapping[str, str], depth: int) -> None:
        """The steps of a program; literals and places that follow each other are put down together."""
        pieces: list[str] = []
        place = ""
        empty = True
        for step in program:
            match step:
                case Text(xml):
                    self.literals.append(xml.encode())
                    pieces.append(f"L[{len(self.literals) - 1}]")
                case Place(path, kind, where):
                    value = self.reached(path, names)
                    pieces.append(f"E[{value}]" if kind == "text" else f"{kind}({value})")
                    place = place or where
                case _:
                    self._flush(pieces, out, depth, place)
                    pieces, place = [], ""
                    self._block(step, out, names, depth)
            empty = False
        self._flush(pieces, out, depth, place)
        if empty:
            self.line(depth, "pass")

    def _flush(self, pieces: list[str], out: str, depth: int, place: str) -> None:
        if len(pieces) == 1:
            self.line(depth, f"{out}.append({pieces[0]})", place)
        elif pieces:
            self.line(depth, f"{out} += ({', '.join(pieces)})", place)

    def _block(self, step: Step, out: str, names: Mapping[str, str], depth: int) -> None:
        match step:
            case Loop(name, over, body, where):
                item = self._new("v")
                self.line(depth, f"for {item} in {self.reached(over, names)}:", where)
                self.body(body, out, {**names, name: item}, depth + 1)
            case Choice(branches, otherwise):
                for number, (test, body) in enumerate(branches):
                    self.line(depth, f"{'elif' if number else 'if'} {self.tested(test, names)}:", _where(test))
                    self.body(body, out, names, depth + 1)
                if otherwise:
                    self.line(depth, "else:")
                    self.body(otherwise, out, names, depth + 1)
            case Keep(kind, body):
                inside = self._new("o")
                self.line(depth, f"{inside} = []")
                self.body(body, inside, names, depth)
                self.line(depth, f"{out}.append(kept_{kind}(b''.join({inside})))")

    def _new(self, letter: str) -> str:
        self._names += 1
        return f"{letter}{self._names}"

    def reached(self, path: Path, names: Mapping[str, str]) -> str:
        """The expression that a dotted name is."""
        for name in path:
            if not _NAME.fullmatch(name):
                raise ValueError(name)
        start = names.get(path[0])
        steps = path[1:] if start else path
        if self.access == "field":
            return ".".join((start or "data", *steps))
        return (start or "data") + "".join(f"[{name!r}]" for name in steps)

    def tested(self, test: Test, names: Mapping[str, str]) -> str:
        if test.sign == "name":
            return self.reached(test.path, names)
        parts = [self.tested(part, names) for part in test.parts]
        return f"(not {parts[0]})" if test.sign == "not" else f"({f' {test.sign} '.join(parts)})"


def _where(test: Test) -> str:
    return test.where or next((found for part in test.parts if (found := _where(part))), "")


def _kept_cell(inside: bytes) -> bytes:
    """A cell ends in a paragraph, or Word refuses the file."""
    return inside if inside.endswith(_END_OF_PARAGRAPH) else inside + b"<w:p/>"


def _kept_table(inside: bytes) -> bytes:
    """A table has a row, or is left out."""
    return inside if b"<w:tr" in inside else b""
