"""A printed figure that is asked where it comes from, and the chains that many answers are made of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from lceval_docs.model.case import Case, DataEntry
from lceval_docs.model.evaluation import Evaluation, Scorecard
from lceval_docs.model.grading import Rounding
from lceval_docs.model.standard import Standard
from lceval_docs.problems import Mark
from lceval_docs.records import dataclass
from lceval_docs.views import number
from lceval_docs.views.explain import explain_quantity, view_explanation
from lceval_docs.views.step import StepView, place_of, proof
from lceval_docs.views.traced import TracedFigure

Steps = Iterable[StepView]

AMOUNT, FROM = "{name}（{year}）", "{value} ← {place}"
# Fields that are the factory's own begin so.
_OWN = "own"


@dataclass(frozen=True)
class Asked:
    """The figure, and everything that it was made of. `is_full`: of a sum of points, down to the data of each indicator."""

    standard: Standard
    case: Case
    evaluation: Evaluation
    figure: TracedFigure
    is_full: bool = True

    @property
    def field(self) -> str:
        return self.figure.address.rpartition(".")[2]

    @property
    def key(self) -> str:
        """The key of the innermost entry that the figure stands in."""
        return self.figure.keys[-1] if self.figure.keys else ""

    @property
    def rounding(self) -> Rounding:
        return self.standard.grading.rounding

    @property
    def year(self) -> int:
        return self.evaluation.evaluation_year

    @property
    def card(self) -> Scorecard:
        """By whom the figure was judged."""
        own = self.evaluation.self_assessment
        return own if self.field.startswith(_OWN) else self.evaluation.review or own

    def place(self, mark: Mark) -> str:
        return place_of(self.case, mark)

    def quantity(self, id: str, year: int, depth: int = 0) -> Steps:
        """The chain behind an amount or a total of one year."""
        found = explain_quantity(self.standard, self.case, self.evaluation, id, year)
        return deeper(found or self._given(id, year), depth)

    def quantities(self, ids: Iterable[str], years: Iterable[int], depth: int = 0) -> Steps:
        ids = tuple(ids)
        return (step for year in dict.fromkeys(years) for id in ids for step in self.quantity(id, year, depth))

    def named(self, id: str, depth: int = 0, year: int | None = None) -> Steps:
        """The chain behind an indicator, a gate, a source of the inventory or an amount."""
        found = view_explanation(self.standard, self.case, self.evaluation, id, self.card, year or self.year)
        return deeper(found or (), depth)

    def entry(self, id: str) -> DataEntry | None:
        """What was said of a data item: by the evaluators where they corrected it, else by the factory."""
        corrected = (self.case.review.data or {}).get(id) if self.case.review else None
        return corrected or self.case.factory.data.get(id)

    def _given(self, id: str, year: int) -> Iterator[StepView]:
        """A data item of a year that no rule looked at."""
        entry = self.entry(id)
        given = (entry.values or {}).get(year) if entry else None
        if entry and given:
            item = self.standard.data_items[id]
            value = f"{number.plain(given.value)} {number.unit(entry.unit or item.units[0])}".rstrip()
            says = FROM.format(value=value, place=self.place(given.mark)) + proof(entry.evidence)
            yield StepView(0, AMOUNT.format(name=item.name, year=year), says)


def deeper(steps: Steps, depth: int) -> Steps:
    """Steps that stand below another one."""
    return (replace(step, depth=step.depth + depth) for step in steps) if depth else steps
