"""What a template does with what there is: loops and blocks that print nothing, and data that it never prints."""

from __future__ import annotations

import re
import typing
from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass
from typing import Any, get_args, get_origin

from lceval_docs.problems import Fault, Problem, in_order
from lceval_docs.sources.template.program import (
    LOOP,
    Choice,
    Keep,
    Loop,
    Path,
    Place,
    Program,
    Step,
    Template,
    Test,
    Text,
)

UNUSED_LOOP = Fault(
    "W0617",
    '{where}: "{found}" is never named inside its loop, so each turn prints the same.',
    "Name it, or take out the loop.",
)
EMPTY_BLOCK = Fault("W0618", "{where}: this block prints nothing.", "Take it out, or put something into it.")
NEVER_PRINTED = Fault(
    "I0619", "this template never names: {found}.", "It need not; look whether all that should be told is."
)

NOTICE_GONE = Fault(
    "E0619",
    "the template nowhere prints {{{{ {found} }}}}.",
    "Every report says that the standard is a proposal, and of an invented case that it is one; put it back.",
)
NOTICES = ("standard_notice", "case_notice")

_MARKUP = re.compile(r"<[^>]*>")
# Elements that show without a text.
_SHOWN = re.compile(r"<w:(?:p|tbl|tr|tc|drawing|pict|object|br|tab|sym|sectPr|fldChar|fldSimple)[ />]")


def check_printed(template: Template, view: type, is_whole: bool) -> tuple[Problem, ...]:
    """Warnings of what is written in vain, and a remark on what is not said. `is_whole`: it is no draft, which has no text."""
    programs = template.programs.values()
    found = [UNUSED_LOOP.at(template.mark, where=loop.where, found=loop.name) for p in programs for loop in _unused(p)]
    if is_whole:
        found += [EMPTY_BLOCK.at(template.mark, where=where) for p in programs for where in _empty(p)]
    named = {path for p in programs for path in _named(p, {})} | {slot.path for slot in template.charts}
    left = tuple(_left(view, (), named))
    if left:
        found.append(NEVER_PRINTED.at(template.mark, found=", ".join(left)))
    return in_order(found)


def check_notices(template: Template) -> tuple[Problem, ...]:
    """A report says what it is not, whoever owns its template."""
    steps = (step for program in template.programs.values() for step in _all(program))
    printed = {step.path for step in steps if isinstance(step, Place)}
    return tuple(NOTICE_GONE.at(template.mark, found=name) for name in NOTICES if (name,) not in printed)


def _inside(step: Step) -> Iterator[Program]:
    """The programs that a step consists of."""
    match step:
        case Loop(body=body) | Keep(body=body):
            yield body
        case Choice(branches, otherwise):
            yield from (body for _, body in branches)
            yield otherwise


def _tested(test: Test) -> Iterator[Path]:
    if test.path:
        yield test.path
    for part in test.parts:
        yield from _tested(part)


def _own(step: Step) -> Iterator[Path]:
    """The names that stand in a step itself."""
    match step:
        case Place(path, kind) if kind != "id":
            yield path
        case Loop(over=over):
            yield over
        case Choice(branches):
            for test, _ in branches:
                yield from _tested(test)


def _all(program: Program) -> Iterator[Step]:
    for step in program:
        yield step
        for body in _inside(step):
            yield from _all(body)


def _unused(program: Program) -> Iterator[Loop]:
    """Loops in which neither their name nor how far they are is named."""
    for step in _all(program):
        if isinstance(step, Loop):
            names = {path[0] for inner in _all(step.body) for path in _own(inner) if path}
            if not names & {step.name, LOOP}:
                yield step


def _empty(program: Program) -> Iterator[str]:
    """Where loops and choices stand that show nothing."""
    for step in program:
        if isinstance(step, Loop | Choice) and not any(map(_shows, _inside(step))):
            yield step.where if isinstance(step, Loop) else _where(step)
        else:
            for body in _inside(step):
                yield from _empty(body)


def _where(choice: Choice) -> str:
    tests = [choice.branches[0][0]]
    while tests and not tests[0].where:
        tests = [*tests[0].parts, *tests[1:]]
    return tests[0].where if tests else ""


def _shows(program: Program) -> bool:
    for step in program:
        if isinstance(step, Place) or any(map(_shows, _inside(step))):
            return True
        if isinstance(step, Text) and (_SHOWN.search(step.xml) or _MARKUP.sub("", step.xml).strip()):
            return True
    return False


def _named(program: Program, scope: typing.Mapping[str, Path]) -> Iterator[Path]:
    """The paths from the view itself that a program names, through the names of its loops."""
    for step in program:
        yield from (_from_view(path, scope) for path in _own(step) if path)
        inner = scope
        if isinstance(step, Loop):
            inner = {**scope, step.name: _from_view(step.over, scope) if step.over else ()}
        for body in _inside(step):
            yield from _named(body, inner)


def _from_view(path: Path, scope: typing.Mapping[str, Path]) -> Path:
    return (*scope[str(path[0])], *path[1:]) if path[0] in scope else path


def _left(record: type, before: Path, named: Iterable[Path]) -> Iterator[str]:
    """The fields of a view that nothing names; of a group that is not named at all, the group alone."""
    hints = typing.get_type_hints(record)
    for field in fields(record):
        path = (*before, field.name)
        if not any(other[: len(path)] == path for other in named):
            yield ".".join(map(str, path))
        elif (inner := _record_in(hints[field.name])) is not None:
            yield from _left(inner, path, named)


def _record_in(hint: Any) -> type | None:
    """The group of values that a field holds, once or many times; what is drawn is no group."""
    inner = get_args(hint)[0] if get_origin(hint) is tuple else hint
    return inner if is_dataclass(inner) and inner.__name__.endswith("View") else None  # type: ignore[union-attr,return-value]
