"""What was typed, as the mapping that its factory file would hold, without writing the file and reading it again.

Every value stands on a line of its own that no file has: by it a problem is brought back to the field that caused it.
What says the same as before is the same object, so that nothing is made of it a second time.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from lceval_docs.authoring.filled import FRAME, origin_of
from lceval_docs.model.answer import KEYED, CasePath, CaseValues, Content
from lceval_docs.problems import Mark, Problem
from lceval_docs.records import dataclass
from lceval_docs.sources.plain import Place, Plain, PlainList, PlainMapping
from lceval_docs.writers.casefile import framed_tree
from lceval_docs.writers.yaml_text import Tree

# So long are the paths of entries; what holds these is new each time.
_ENTRY = 2


@dataclass(frozen=True)
class Built:
    """A factory file that is not written. `paths`: by line, what stands there; `values`: what it was built of."""

    root: PlainMapping
    paths: list[CasePath]
    values: CaseValues

    def moved(self, problem: Problem) -> Problem:
        """A problem of the file, at the field that caused it, or at the first below it."""
        line = problem.mark.line
        place = self._origin(self.paths[line]) if 0 < line < len(self.paths) else None
        return replace(problem, mark=place) if place and place.place else problem

    def _origin(self, path: CasePath) -> Mark | None:
        below = (value.mark for at, value in self.values.items() if at[: len(path)] == path)
        return origin_of(path, self.values) or next(below, None)


class Builder:
    """Builds the file of one page, again and again."""

    def __init__(self) -> None:
        self._lines: dict[CasePath, int] = {}
        self._paths: list[CasePath] = [()]
        self._built: dict[CasePath, tuple[Mapping[str, object], PlainMapping | PlainList]] = {}

    def build(self, values: CaseValues) -> Built:
        """The values in the order and with the frame of a new factory file."""
        root = self._plain(framed_tree(values, FRAME), ())
        assert isinstance(root, PlainMapping)
        return Built(root, self._paths, values)

    def _place(self, path: CasePath) -> Place:
        """The line of what stands at a path: always the same one."""
        if path not in self._lines:
            self._lines[path] = len(self._paths)
            self._paths.append(path)
        return self._lines[path], 1

    def _plain(self, content: Tree | Content, path: CasePath) -> Plain:
        if isinstance(content, tuple) and content and isinstance(content[0], Mapping):
            return self._entries({str(number): row for number, row in enumerate(content, 1)}, path)
        if not isinstance(content, Mapping):
            return content  # type: ignore[return-value]
        known = self._built.get(path)
        if known is None or known[0] != content or [*known[0]] != [*content]:
            build = self._entries if path in KEYED else self._mapping
            known = content, build(content, path)
            if len(path) >= _ENTRY:
                self._built[path] = known
        return known[1]

    def _mapping(self, content: Mapping[str, Tree | Content], path: CasePath) -> PlainMapping:
        place = self._place(path)
        made = PlainMapping(place, place[0])
        for name, below in content.items():
            at = (*path, name)
            made[name] = self._plain(below, at)
            made.places[name] = self._place(at)
        return made

    def _entries(self, contents: Mapping[str, Tree | Content], path: CasePath) -> PlainList:
        place = self._place(path)
        made = PlainList(place, place[0])
        for name, content in contents.items():
            at = (*path, name)
            made.append(self._plain(content, at))
            made.places.append(self._place(at))
        return made
