"""A template's program as Python code: literals as bytes, values as they come, loops as loops.

What the code puts down is a literal and a value in turn, so that all values of a part are made into markup at once. The
code is made from the program alone, never from the text of a template: names are held against what a name may be, and a
literal is written as Python writes bytes. So nothing that an author of templates or of data writes is ever executed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Literal

from lceval_docs.sources.template.program import (
    LOOP,
    Choice,
    Filter,
    Keep,
    Loop,
    Path,
    Place,
    Program,
    Step,
    Tag,
    Test,
    Text,
)
from lceval_docs.writers.word.template.code import BOOKMARKS, FILE, Code
from lceval_docs.writers.word.template.hidden import APART, Addresses

# How data is reached: the fields of records, or the items of plain data.
Access = Literal["field", "item"]

_NAME = re.compile(r"[A-Za-z\u4e00-\u9fff][\w\u4e00-\u9fff]*")


def code_of(program: Program, access: Access = "field", literal: Callable[[str], bytes] = str.encode) -> Code:
    """The code of one part. `literal`: how the text of a program is put down."""
    writer = _Writer(access, literal)
    writer.body(program, {}, 1)
    lines = ["def part(data, E, out, kept):", " found = E.bookmarks", *writer.lines]
    places = {number + 2: place for number, place in writer.places.items()}
    return Code(compile("\n".join(lines), FILE, "exec"), places, writer.longest, tuple(writer.addresses))


class _Writer:
    """Lines of code under way."""

    def __init__(self, access: Access, literal: Callable[[str], bytes]):
        self.access, self.literal = access, literal
        self.lines: list[str] = []
        self.places: dict[int, str] = {}
        self.longest = 0
        self.addresses: list[Addresses] = []
        self._names = 0

    def line(self, depth: int, text: str, place: str = "") -> None:
        self.lines.append(" " * depth + text)
        if place:
            self.places[len(self.lines)] = place

    def body(self, program: Iterable[Step], names: Mapping[str, str], depth: int) -> None:
        """The steps of a program; literals and values that follow each other are put down together."""
        pieces: list[tuple[str, str]] = []
        tags: list[Tag] = []
        before = len(self.lines)
        for step in program:
            match step:
                case Text(xml):
                    literal = self.literal(xml)
                    self.longest = max(self.longest, len(literal))
                    _add_literal(pieces, repr(literal))
                case Place(kind="text"):
                    if len(pieces) % 2 == 0:
                        pieces.append(("b''", ""))
                    pieces.append((self.value(step, names), step.where))
                case Place():
                    _add_literal(pieces, self.markup(step, names), step.where)
                case Tag():
                    tags.append(step)
                case _:
                    self._mark(tags, names, depth)
                    self._flush(pieces, depth)
                    pieces, tags = [], []
                    self._block(step, names, depth)
        self._mark(tags, names, depth)
        self._flush(pieces, depth)
        if len(self.lines) == before:
            self.line(depth, "pass")

    def _mark(self, tags: list[Tag], names: Mapping[str, str], depth: int) -> None:
        """The bookmarks of figures that follow each other, by the keys of the entries that they stand in."""
        if not tags:
            return
        paths = list(dict.fromkeys(piece for tag in tags for piece in tag.pieces if not isinstance(piece, str)))
        keys = APART.join(f"{{{self.reached(path, names)}}}" for path in paths)
        self.line(depth, f"found += {BOOKMARKS}[{len(self.addresses)}][f{keys!r}]")
        self.addresses.append(
            tuple(tuple(p if isinstance(p, str) else paths.index(p) for p in tag.pieces) for tag in tags)
        )

    def _flush(self, pieces: list[tuple[str, str]], depth: int) -> None:
        """Each piece in a line of its own, so that an error tells which it was; a value comes last."""
        if len(pieces) % 2:
            pieces.append(("''", ""))
        if pieces:
            self.line(depth, "out += (")
            for text, place in pieces:
                self.line(depth, f"{text},", place)
            self.line(depth, ")")

    def value(self, place: Place, names: Mapping[str, str]) -> str:
        """The expression that gives a value, with what filters make of it."""
        value = self.reached(place.path, names)
        for one in place.filters:
            value = _filtered(value, one)
        return value

    def markup(self, place: Place, names: Mapping[str, str]) -> str:
        """The expression that gives the bytes of a value that is more than text."""
        return "E.id()" if place.kind == "id" else f"E.{place.kind}({self.value(place, names)})"

    def _block(self, step: Step, names: Mapping[str, str], depth: int) -> None:
        match step:
            case Loop():
                self._loop(step, names, depth)
            case Choice(branches, otherwise):
                for number, (test, body) in enumerate(branches):
                    self.line(depth, f"{'elif' if number else 'if'} {self.tested(test, names)}:", _where(test))
                    self.body(body, names, depth + 1)
                if otherwise:
                    self.line(depth, "else:")
                    self.body(otherwise, names, depth + 1)
            case Keep(kind, body):
                start = self._new("o")
                self.line(depth, f"{start} = len(out)")
                self.line(depth, "out += (b'', '')")  # a place for what is needed, whatever follows
                self.body(body, names, depth)
                self.line(depth, f"kept.append((kept_{kind}, {start}, len(out)))")

    def _loop(self, loop: Loop, names: Mapping[str, str], depth: int) -> None:
        item, items = self._new("v"), self._new("m")
        over = f"E.over({self.reached(loop.over, names)})"
        inside = {**names, loop.name: item}
        if _counts(loop.body):
            number = self._new("i")
            self.line(depth, f"{items} = {over}", loop.where)
            self.line(depth, f"for {number}, {item} in enumerate({items}):", loop.where)
            inside.update(_states(number, f"len({items})"))
        else:
            self.line(depth, f"for {item} in {over}:", loop.where)
        self.body(loop.body, inside, depth + 1)

    def _new(self, letter: str) -> str:
        self._names += 1
        return f"{letter}{self._names}"

    def reached(self, path: Path, names: Mapping[str, str]) -> str:
        """The expression that a dotted name is."""
        is_field = self.access == "field"
        if is_field and not all(isinstance(name, int) or _NAME.fullmatch(name) for name in path):
            raise ValueError(path)
        if path[0] == LOOP and (state := names.get(".".join(map(str, path)))):
            return state
        start = names.get(str(path[0]))
        steps = path[1:] if start else path
        return (start or "data") + "".join(
            f".{name}" if is_field and isinstance(name, str) else f"[{name!r}]" for name in steps
        )

    def tested(self, test: Test, names: Mapping[str, str]) -> str:
        if test.sign == "name":
            return self.reached(test.path, names)
        parts = [self.tested(part, names) for part in test.parts]
        return f"(not {parts[0]})" if test.sign == "not" else f"({f' {test.sign} '.join(parts)})"


def _add_literal(pieces: list[tuple[str, str]], literal: str, place: str = "") -> None:
    """A literal where one is due; after another one, behind an empty value."""
    if len(pieces) % 2:
        pieces.append(("''", ""))
    pieces.append((literal, place))


def _filtered(value: str, by: Filter) -> str:
    given = f", {by.given!r}" if by.given else ""
    return f"f_{by.name}({value}{given})"


def _states(number: str, length: str) -> dict[str, str]:
    """How far a loop is, by the names that templates have for it."""
    return {
        f"{LOOP}.index": f"str({number} + 1)",
        f"{LOOP}.index0": f"str({number})",
        f"{LOOP}.revindex": f"str({length} - {number})",
        f"{LOOP}.revindex0": f"str({length} - {number} - 1)",
        f"{LOOP}.length": f"str({length})",
        f"{LOOP}.first": f"({number} == 0)",
        f"{LOOP}.last": f"({number} == {length} - 1)",
    }


def _counts(body: Program) -> bool:
    """Whether a loop's body asks how far the loop is."""
    for step in body:
        match step:
            case Place(path):
                found = path[0] == LOOP
            case Loop(over=path):
                found = path[0] == LOOP
            case Choice(branches, otherwise):
                found = any(_asks(test) or _counts(inner) for test, inner in branches) or _counts(otherwise)
            case Keep(body=inner):
                found = _counts(inner)
            case _:
                found = False
        if found:
            return True
    return False


def _asks(test: Test) -> bool:
    return test.path[:1] == (LOOP,) or any(map(_asks, test.parts))


def _where(test: Test) -> str:
    return test.where or next((found for part in test.parts if (found := _where(part))), "")
