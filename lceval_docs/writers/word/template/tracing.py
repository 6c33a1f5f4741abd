"""Marks around the printed figures of a template, so that each becomes a hidden bookmark in the report.

While a report is filled and its pages are counted, every mark is the same few bytes: what repeats goes on being known
again. The names are put down beside, and come in last.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

from lceval_docs.sources.template.program import Choice, Keep, Loop, Path, Place, Program, Step, Tag, Text
from lceval_docs.views.bookmark import again
from lceval_docs.views.traced import Shape
from lceval_docs.writers.word.template.hidden import MARK

_RUN, _RUN_WITH = "<w:r>", "<w:r "
_PROPERTIES = re.compile(r"<w:rPr>.*?</w:rPr>", re.DOTALL)
# A run of which nothing stands there yet but how it looks.
_BEGINNING = re.compile(r"<w:r(?: [^>]*)?>(?:<w:rPr>.*?</w:rPr>|<w:rPr/>)?<w:t(?: [^>]*)?>", re.DOTALL)
_TEXT, _RUN_END, _CLOSED = '<w:t xml:space="preserve">', "</w:r>", "</w:t></w:r>"

_Pieces = tuple[str | Path, ...]


class _Known(NamedTuple):
    """What a name of the template stands for; how the addresses of its figures begin, as the pieces of a `Tag`."""

    shape: Shape
    pieces: _Pieces

    def within(self, shape: Shape, words: str) -> _Known:
        """What is reached by some words more."""
        return _Known(shape, (*self.pieces[:-1], f"{self.pieces[-1]}{words}"))


_NOTHING = _Known(Shape({}, {}, {}, ""), ("",))


def traced(programs: Mapping[str, Program], view: Shape) -> dict[str, Program]:
    """The programs of parts with marks around every figure of the view, and before them the figure's address.

    A figure that stands in several parts has an address of its own in each, in their order.
    """
    tracer = _Tracer(view)
    return {name: tracer.program(program, {}) for name, program in programs.items()}


class _Tracer:
    def __init__(self, view: Shape):
        self._view = _Known(view, ("",))
        self._times: Counter[_Pieces] = Counter()
        # How a run begins that looks like the one that is open; empty between runs.
        self._open = ""

    def program(self, program: Program, names: Mapping[str, _Known]) -> Program:
        made: list[Step] = []
        steps = [Text(step.xml.replace(MARK, "")) if isinstance(step, Text) else step for step in program]
        for number, step in enumerate(steps):
            match step:
                case Text(xml):
                    self._open = _open_run(xml, self._open)
                    made.append(step)
                case Place(kind="run") if tag := self._tag(step, names):
                    made += (tag, Text(MARK), step, Text(MARK))
                case Place(kind="text") if self._open and (tag := self._tag(step, names)):
                    made += (self._parted(made), tag, step)
                    following = steps[number + 1] if number + 1 < len(steps) else None
                    if isinstance(following, Text):
                        steps[number + 1] = Text(self._behind(following.xml))
                    else:
                        made.append(Text(self._behind("")))
                case Loop(name, over, body):
                    known = self._entry(name, over, names)
                    made.append(replace(step, body=self.program(body, {**names, name: known})))
                case Choice(branches, otherwise):
                    kept = tuple((test, self.program(body, names)) for test, body in branches)
                    made.append(replace(step, branches=kept, otherwise=self.program(otherwise, names)))
                case Keep(_, body):
                    made.append(replace(step, body=self.program(body, names)))
                case _:
                    made.append(step)
        return tuple(made)

    def _parted(self, made: list[Step]) -> Text:
        """A mark before what comes next: before its run, where nothing else stands in that, or between two runs."""
        last = made[-1] if made else None
        if isinstance(last, Text):
            begin = max(last.xml.rfind(_RUN), last.xml.rfind(_RUN_WITH))
            if begin >= 0 and _BEGINNING.fullmatch(last.xml, begin):
                made[-1] = Text(last.xml[:begin])
                return Text(MARK + last.xml[begin:])
        return Text(_CLOSED + MARK + self._open)

    def _behind(self, xml: str) -> str:
        """What follows a figure, with a mark behind that."""
        if xml.startswith(_CLOSED):
            return f"{_CLOSED}{MARK}{xml.removeprefix(_CLOSED)}"
        return f"{_CLOSED}{MARK}{self._open}{xml}"

    def _tag(self, place: Place, names: Mapping[str, _Known]) -> Tag | None:
        """The address of a place, if it prints a figure; a place that prints the same again has an address of its own."""
        known, name = self._reached(place.path[:-1], names), str(place.path[-1])
        if name not in known.shape.figures or place.filters:
            return None
        first, *others = known.within(known.shape, name).pieces
        alike = (first, *[piece if isinstance(piece, str) else "" for piece in others])
        self._times[alike] += 1
        return Tag((f"{again(self._times[alike])}{first}", *others))

    def _reached(self, path: Path, names: Mapping[str, _Known]) -> _Known:
        """What the groups on a path lead to."""
        known, left = (names[str(path[0])], path[1:]) if path and path[0] in names else (self._view, path)
        for name in map(str, left):
            group = known.shape.groups.get(name)
            if group is None:
                return _NOTHING
            known = known.within(group, f"{name}.")
        return known

    def _entry(self, name: str, over: Path, names: Mapping[str, _Known]) -> _Known:
        """An entry of a list; of one without figures, nothing is known."""
        holder = self._reached(over[:-1], names)
        if (found := holder.shape.lists.get(str(over[-1]))) is None:
            return _NOTHING
        called, shape = found
        keys = [piece for piece in holder.pieces if not isinstance(piece, str)]
        between: list[str | Path] = [piece for key in (*keys, (name, shape.key)) for piece in (key, ".")]
        return _Known(shape, (f"{called}.", *between))


def _open_run(xml: str, before: str) -> str:
    """How a run begins that looks like the one that is open behind this markup."""
    begin = max(xml.rfind(_RUN), xml.rfind(_RUN_WITH))
    if xml.find(_RUN_END, max(begin, 0)) >= 0:
        return ""
    if begin < 0:
        return before
    found = _PROPERTIES.search(xml, begin)
    return f"{_RUN}{found[0] if found else ''}{_TEXT}"
