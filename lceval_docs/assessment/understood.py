"""What was typed, understood part by part: from one letter to the next, all parts but one are what they were."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from lceval_docs.model.answer import Address, Answers, CasePath, CaseValue, CaseValues, Filled, Questionnaire
from lceval_docs.problems import Mark, Problem, in_order
from lceval_docs.sources.answer import understand

Typed = Mapping[str, str]
_Cells = tuple[tuple[str, str], ...]
# What the page calls itself where a problem names a file.
PAGE = "page"
# Years are told here, and every other part is read by them.
_FIRST = "factory"
# Tables that are understood together: their values stand in one place of the file.
_TOGETHER = {"parameters": "sources", "rows": "data"}
# Fields and parts kept read.
_MOST_FIELDS, _MOST_PARTS = 10_000, 64


def answers_of(typed: Typed, asked: Questionnaire) -> Answers:
    """The fields of the page by address; what the edition does not ask is left out, and the page says so."""
    fields = filter(None, map(_field, typed.keys(), typed.values()))
    return Answers(asked.edition, {at: filled for at, filled in fields if asked.question(at) is not None})


@lru_cache(maxsize=_MOST_FIELDS)
def _field(name: str, text: str) -> tuple[Address, Filled] | None:
    at = Address.read(name)
    return (at, Filled(text, Mark(PAGE, place=name))) if at is not None and text.strip() else None


class Parts:
    """The parts of one page, each understood again only when it has changed."""

    def __init__(self, asked: Questionnaire):
        self.asked = asked
        self._part = lru_cache(maxsize=_MOST_PARTS)(self._understand)

    def understood(self, typed: Typed) -> tuple[CaseValues, tuple[Problem, ...]]:
        """The values by path of the factory file, and what was noticed."""
        parts: dict[str, list[tuple[str, str]]] = {_FIRST: []}
        for name, text in typed.items():
            table = name.partition("/")[0].partition(".")[0]
            parts.setdefault(_TOGETHER.get(table, table), []).append((name, text))
        first = tuple(parts.pop(_FIRST))
        values: dict[CasePath, CaseValue] = {}
        notes: list[Problem] = []
        for cells in ((), *parts.values()):
            found, noticed = self._part((*first, *cells))
            values.update(found)
            notes += noticed
        return values, in_order(notes)

    def _understand(self, cells: _Cells) -> tuple[CaseValues, tuple[Problem, ...]]:
        return understand(answers_of(dict(cells), self.asked), self.asked)
