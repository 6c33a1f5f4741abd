"""A template's program as Python code: literals as bytes, values escaped one by one, loops as loops.

The code is made from the program alone, never from the text of a template: names are held against what a name may be,
and a literal is written as Python writes bytes. So nothing that an author of templates or of data writes is ever executed.
"""

from __future__ import annotations

import copyreg
import marshal
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import CodeType
from typing import Any, Literal

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
    Test,
    Text,
)
from lceval_docs.writers.word.template.needed import NEEDED
from lceval_docs.writers.word.template.value import FILTERS, Values, many

# How data is reached: the fields of records, or the items of plain data.
Access = Literal["field", "item"]

_NAME = re.compile(r"[A-Za-z\u4e00-\u9fff][\w\u4e00-\u9fff]*")
_FILE = "<template>"


@dataclass(frozen=True)
class Code:
    """What a program becomes: code that gives the bytes of a part; and by line of the code the place in the template
    that it is about."""

    compiled: CodeType
    places: Mapping[int, str]

    def function(self) -> Callable[[Any, Values], bytes]:
        """The part as a function of data and of how its values are written."""
        names: dict[str, Any] = {**FILTERS, **NEEDED, "many": many}
        exec(self.compiled, names)
        return names["part"]  # type: ignore[no-any-return]

    def place_of(self, error: BaseException) -> str:
        """The place in the template that an error came from; empty if it came from elsewhere."""
        trace, found = error.__traceback__, ""
        while trace is not None:
            if trace.tb_frame.f_code.co_filename == _FILE:
                found = self.places.get(trace.tb_lineno, found)
            trace = trace.tb_next
        return found


def _as_kept(code: CodeType) -> tuple[Callable[[bytes], Any], tuple[bytes]]:
    return marshal.loads, (marshal.dumps(code),)


copyreg.pickle(CodeType, _as_kept)


def code_of(program: Program, access: Access = "field") -> Code:
    """The code of one part."""
    writer = _Writer(access)
    writer.body(program, "out", {}, 1)
    lines = ["def part(data, E):", " out = []", *writer.lines, " return b''.join(out)"]
    places = {number + 2: place for number, place in writer.places.items()}
    return Code(compile("\n".join(lines), _FILE, "exec"), places)


class _Writer:
    """Lines of code under way."""

    def __init__(self, access: Access):
        self.access = access
        self.lines: list[str] = []
        self.places: dict[int, str] = {}
        self._names = 0

    def line(self, depth: int, text: str, place: str = "") -> None:
        self.lines.append(" " * depth + text)
        if place:
            self.places[len(self.lines)] = place

    def body(self, program: Iterable[Step], out: str, names: Mapping[str, str], depth: int) -> None:
        """The steps of a program; literals and places that follow each other are put down together."""
        pieces: list[tuple[str, str]] = []
        before = len(self.lines)
        for step in program:
            match step:
                case Text(xml):
                    pieces.append((repr(xml.encode()), ""))
                case Place():
                    pieces.append((self.placed(step, names), step.where))
                case _:
                    self._flush(pieces, out, depth)
                    pieces = []
                    self._block(step, out, names, depth)
        self._flush(pieces, out, depth)
        if len(self.lines) == before:
            self.line(depth, "pass")

    def _flush(self, pieces: list[tuple[str, str]], out: str, depth: int) -> None:
        """Each piece in a line of its own, so that an error tells which it was."""
        if pieces:
            self.line(depth, f"{out} += (")
            for text, place in pieces:
                self.line(depth, f"{text},", place)
            self.line(depth, ")")

    def placed(self, place: Place, names: Mapping[str, str]) -> str:
        """The expression that gives the bytes of a value."""
        if place.kind == "id":
            return "E.id()"
        value = self.reached(place.path, names)
        for one in place.filters:
            value = _filtered(value, one)
        return f"E[{value}]" if place.kind == "text" else f"E.{place.kind}({value})"

    def _block(self, step: Step, out: str, names: Mapping[str, str], depth: int) -> None:
        match step:
            case Loop():
                self._loop(step, out, names, depth)
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

    def _loop(self, loop: Loop, out: str, names: Mapping[str, str], depth: int) -> None:
        item, items = self._new("v"), self._new("m")
        over = self.reached(loop.over, names)
        if self.access == "item":
            over = f"many({over})"
        inside = {**names, loop.name: item}
        if _counts(loop.body):
            number = self._new("i")
            self.line(depth, f"{items} = {over}", loop.where)
            self.line(depth, f"for {number}, {item} in enumerate({items}):", loop.where)
            inside.update(_states(number, f"len({items})"))
        else:
            self.line(depth, f"for {item} in {over}:", loop.where)
        self.body(loop.body, out, inside, depth + 1)

    def _new(self, letter: str) -> str:
        self._names += 1
        return f"{letter}{self._names}"

    def reached(self, path: Path, names: Mapping[str, str]) -> str:
        """The expression that a dotted name is."""
        for name in path:
            if isinstance(name, str) and not _NAME.fullmatch(name):
                raise ValueError(name)
        if path[0] == LOOP and (state := names.get(".".join(map(str, path)))):
            return state
        start = names.get(str(path[0]))
        steps = path[1:] if start else path
        is_field = self.access == "field"
        return (start or "data") + "".join(
            f".{name}" if is_field and isinstance(name, str) else f"[{name!r}]" for name in steps
        )

    def tested(self, test: Test, names: Mapping[str, str]) -> str:
        if test.sign == "name":
            return self.reached(test.path, names)
        parts = [self.tested(part, names) for part in test.parts]
        return f"(not {parts[0]})" if test.sign == "not" else f"({f' {test.sign} '.join(parts)})"


def _filtered(value: str, by: Filter) -> str:
    given = f", {by.given!r}" if by.given else ""
    return f"f_{by.name}({value}{given})"


def _states(number: str, length: str) -> dict[str, str]:
    """How far a loop is, by the names that templates have for it."""
    return {
        f"{LOOP}.index": f"({number} + 1)",
        f"{LOOP}.index0": number,
        f"{LOOP}.revindex": f"({length} - {number})",
        f"{LOOP}.revindex0": f"({length} - {number} - 1)",
        f"{LOOP}.length": length,
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
