"""What was typed, as the mapping that its factory file would hold, without writing the file and reading it again.

Every value stands on a line of its own that no file has: by it a problem is brought back to the field that caused it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from lceval_docs.authoring.filled import FRAME, origin_of
from lceval_docs.model.answer import KEYED, CasePath, CaseValues, Content
from lceval_docs.problems import Mark, Problem
from lceval_docs.sources.plain import Plain, PlainList, PlainMapping
from lceval_docs.writers.casefile import framed_tree
from lceval_docs.writers.yaml_text import Tree


@dataclass
class _Building:
    """What came from where: by line, the field of the value that stands there, or of the first below it."""

    values: CaseValues
    marks: list[Mark | None] = field(default_factory=lambda: [None])

    def line(self, path: CasePath) -> int:
        """The next line, for what stands at a path."""
        self.marks.append(origin_of(path, self.values))
        return len(self.marks) - 1

    def mapping(self, content: Mapping[str, Tree | Content], path: CasePath) -> PlainMapping:
        line = self.line(path)
        made = PlainMapping((line, 1), line)
        for name, below in content.items():
            made[name] = value = self.plain(below, (*path, name))
            made.places[name] = value.place if isinstance(value, PlainList | PlainMapping) else (len(self.marks) - 1, 1)
        self.marks[line] = self.marks[line] or next(filter(None, self.marks[line:]), None)
        return made

    def entries(self, contents: Mapping[str, Mapping[str, Tree | Content]], path: CasePath) -> PlainList:
        line = self.line(path)
        made = PlainList((line, 1), line)
        for name, content in contents.items():
            entry = self.mapping(content, (*path, name))
            made.append(entry)
            made.places.append(entry.place)
        self.marks[line] = self.marks[line] or next(filter(None, self.marks[line:]), None)
        return made

    def plain(self, content: Tree | Content, path: CasePath) -> Plain:
        if isinstance(content, Mapping):
            return self.entries(content, path) if path in KEYED else self.mapping(content, path)  # type: ignore[arg-type]
        if isinstance(content, tuple) and any(isinstance(one, Mapping) for one in content):
            return self.entries({str(n): row for n, row in enumerate(content, 1)}, path)  # type: ignore[misc]
        self.line(path)
        return content  # type: ignore[return-value]


@dataclass(frozen=True)
class Built:
    """A factory file that is not written. `marks`: by line, where what stands there was typed."""

    root: PlainMapping
    marks: tuple[Mark | None, ...]

    def moved(self, problem: Problem) -> Problem:
        """A problem of the file, at the field that caused it."""
        line = problem.mark.line
        place = self.marks[line] if 0 < line < len(self.marks) else None
        return replace(problem, mark=place) if place and place.place else problem


def build_factory(values: CaseValues) -> Built:
    """The values in the order and with the frame of a new factory file."""
    work = _Building(values)
    root = work.mapping(framed_tree(values, FRAME), ())
    return Built(root, tuple(work.marks))
