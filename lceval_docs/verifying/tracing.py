"""A printed figure and where it comes from, by its place in the report or by its address."""

from __future__ import annotations

from collections.abc import Iterable

from lceval_docs.judging import Judged
from lceval_docs.model.report import FoundFigure
from lceval_docs.model.standard import Standard
from lceval_docs.records import dataclass
from lceval_docs.verifying.place import in_words
from lceval_docs.views.bookmark import first_name, hidden_name
from lceval_docs.views.derivation.whole import view_derivation
from lceval_docs.views.report import view_report
from lceval_docs.views.step import StepView
from lceval_docs.views.traced import TracedFigure, view_figures


@dataclass(frozen=True)
class Traced:
    """A figure with its place, what is printed there (nothing, if it was asked for by its address), and its chain."""

    figure: TracedFigure
    place: str
    printed: str
    chain: tuple[StepView, ...]


def figures_of(standard: Standard, judged: Judged) -> tuple[TracedFigure, ...]:
    """Every figure that a report on a case may print."""
    return tuple(view_figures(view_report(standard, judged.case, judged.evaluation, judged.warnings)))


def trace(
    standard: Standard, judged: Judged, due: Iterable[TracedFigure], found: Iterable[FoundFigure]
) -> tuple[Traced, ...]:
    """What stands behind some figures of a report, which should be those that are `due`; the same chain is told once."""
    by_name = {hidden_name(one.address): one for one in due}
    traced: list[Traced] = []
    chains: dict[str, tuple[StepView, ...]] = {}
    told: set[tuple[StepView, ...]] = set()
    for figure in found:
        one = by_name.get(first_name(figure.name))
        if one is not None:
            if one.address not in chains:
                chains[one.address] = view_derivation(standard, judged.case, judged.evaluation, one)
            chain = chains[one.address]
            traced.append(Traced(one, in_words(figure.place), figure.text, () if chain in told else chain))
            told.add(chain)
    return tuple(traced)


def addresses(due: Iterable[TracedFigure]) -> dict[str, str]:
    """The addresses of figures by the names of their bookmarks."""
    return {hidden_name(one.address): one.address for one in due}


def named(found: Iterable[FoundFigure], address: str) -> list[FoundFigure]:
    """The places where a report prints the figure of an address, or of the name of its bookmark."""
    names = {hidden_name(address), first_name(address)}
    return [one for one in found if first_name(one.name) in names]


def trace_address(
    standard: Standard, judged: Judged, due: Iterable[TracedFigure], address: str, is_full: bool = True
) -> Traced | None:
    """The figure of an address, or of the name of its bookmark. `is_full`: of points, down to the data."""
    asked = first_name(address)
    for one in due:
        if address == one.address or asked == hidden_name(one.address):
            return Traced(one, "", one.text, view_derivation(standard, judged.case, judged.evaluation, one, is_full))
    return None
