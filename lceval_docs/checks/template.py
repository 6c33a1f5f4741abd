"""Every place in a template names something that its view has, of the right kind. Checked on types, before any data."""

from __future__ import annotations

import typing
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from types import UnionType
from typing import Any, get_args, get_origin

from lceval_docs.checks.formula import nearest
from lceval_docs.problems import Fault, Problem, Word, in_order
from lceval_docs.sources.template.program import (
    LOOP,
    Choice,
    Filter,
    Keep,
    Loop,
    LoopState,
    Path,
    Place,
    Program,
    Template,
    Test,
)

UNKNOWN_NAME = Fault("E0609", '{where}: there is nothing named "{found}".', "Is it {expected}?")
WRONG_KIND = Fault("E0610", '{where}: "{found}" is {kind}, expected {expected}.')
FIXED_CHART = Fault(
    "E0618",
    "{where}: the chart names no data, so that every report would show what it shows now.",
    "Write {{{{ score.radar }}}} or the name of another chart into its alternative text, which LibreOffice drops when it saves; "
    "a chart that is to stay as it is goes in as a picture.",
)

_OF_LISTS = ("length", "join")
TEXT, LIST, RECORD, DRAWN = Word("text"), Word("a list"), Word("a group of values"), Word("a formula or chart")
CONDITION = Word("yes or no, for {% if %}")


def check_template(template: Template, view: type, drawn: Mapping[str, type]) -> tuple[Problem, ...]:
    """Problems of a template against the type of its view.

    `drawn`: the type whose values stand as runs of their own ("run"), and the one that charts show ("chart").
    """
    checker = _Checker(template, drawn)
    root = _fields(view)
    found = [p for program in template.programs.values() for p in checker.program(program, root)]
    found += [FIXED_CHART.at(template.mark, where=where) for where in template.fixed_charts]
    for slot in template.charts:
        found += checker.place(slot.path, "chart", slot.where, root)
    return in_order(found)


@cache
def _fields(record: type) -> Mapping[str, Any]:
    """The fields of a view with their types."""
    hints = typing.get_type_hints(record)
    return {f.name: hints[f.name] for f in fields(record)}


class _Checker:
    def __init__(self, template: Template, drawn: Mapping[str, type]):
        self._mark, self._drawn = template.mark, drawn

    def program(self, program: Program, names: Mapping[str, Any]) -> Iterator[Problem]:
        for step in program:
            match step:
                case Place(kind="id"):
                    pass
                case Place(path, kind, where, filters):
                    yield from self.place(path, kind, where, names, filters)
                case Loop(name, over, body, where):
                    yield from self._loop(name, over, body, where, names)
                case Choice(branches, otherwise):
                    for test, body in branches:
                        yield from self._test(test, names)
                        yield from self.program(body, names)
                    yield from self.program(otherwise, names)
                case Keep(_, body):
                    yield from self.program(body, names)
                case _:
                    pass

    def place(
        self, path: Path, kind: str, where: str, names: Mapping[str, Any], filters: tuple[Filter, ...] = ()
    ) -> Iterator[Problem]:
        hint = yield from self._resolve(path, where, names)
        if hint is not None and filters and filters[0].name in _OF_LISTS and get_origin(hint) is tuple:
            hint = str if filters[0].name == "length" else get_args(hint)[0]
        wanted = self._drawn.get(kind, str)
        if hint is not None and hint is not wanted:
            expected = TEXT if wanted is str else DRAWN
            yield WRONG_KIND.at(self._mark, where=where, found=_dotted(path), kind=_kind(hint), expected=expected)

    def _loop(self, name: str, over: Path, body: Program, where: str, names: Mapping[str, Any]) -> Iterator[Problem]:
        hint = (yield from self._resolve(over, where, names)) if over else None
        is_list = get_origin(hint) is tuple
        if hint is not None and not is_list:
            yield WRONG_KIND.at(self._mark, where=where, found=_dotted(over), kind=_kind(hint), expected=LIST)
        yield from self.program(body, {**names, name: get_args(hint)[0] if is_list else Any, LOOP: LoopState})

    def _test(self, test: Test, names: Mapping[str, Any]) -> Iterator[Problem]:
        if test.sign == "name":
            yield from self._resolve(test.path, test.where, names)
        for part in test.parts:
            yield from self._test(part, names)

    def _resolve(self, path: Path, where: str, names: Mapping[str, Any]) -> typing.Generator[Problem, None, Any]:
        """The type that a dotted name leads to; None with a problem where it leads nowhere."""
        known: Mapping[str, Any] = names
        hint: Any = None
        for number, name in enumerate(path, 1):
            if not isinstance(name, str) or name not in known:
                near = nearest(str(name), known)
                yield UNKNOWN_NAME.at(self._mark, where=where, found=_dotted(path[:number]), expected=near)
                return None
            hint = known[name]
            if hint is Any:  # an item of a list that there is not: said there
                return None
            if isinstance(hint, UnionType):
                hint = next(a for a in get_args(hint) if a is not type(None))
            known = _fields(hint) if is_dataclass(hint) else {}  # type: ignore[arg-type]
        return hint


def _dotted(path: Path) -> str:
    return ".".join(map(str, path))


def _kind(hint: Any) -> str:
    if hint is bool:
        return CONDITION
    if hint is str:
        return TEXT
    if get_origin(hint) is tuple:
        return LIST
    return RECORD
