"""A printed figure and where it comes from, by its place in the report or by its address."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lceval_docs.judging import Judged
from lceval_docs.model.report import FoundFigure
from lceval_docs.model.standard import Standard
from lceval_docs.verifying.place import in_words
from lceval_docs.views.derivation import view_derivation
from lceval_docs.views.explain import StepView
from lceval_docs.views.report import view_report
from lceval_docs.views.traced import TracedFigure, first_name, hidden_name, view_figures


@dataclass(frozen=True)
class Traced:
    """A figure with its place, what is printed there (nothing, if it was asked for by its address), and its chain."""

    figure: TracedFigure
    place: str
    printed: str
    chain: tuple[StepView, ...]


def trace(standard: Standard, judged: Judged, found: Sequence[FoundFigure]) -> tuple[Traced, ...]:
    """What stands behind each of some figures of a report; figures that belong together have their chain once."""
    by_name = {hidden_name(one.address): one for one in view_figures(_view(standard, judged))}
    traced: list[Traced] = []
    told: set[tuple[StepView, ...]] = set()
    for figure in found:
        due = by_name.get(first_name(figure.name))
        if due is not None:
            chain = view_derivation(standard, judged.case, judged.evaluation, due)
            traced.append(Traced(due, in_words(figure.place), figure.text, () if chain in told else chain))
            told.add(chain)
    return tuple(traced)


def trace_address(standard: Standard, judged: Judged, address: str) -> Traced | None:
    """The figure of an address, or of the name of its bookmark."""
    asked = first_name(address)
    for one in view_figures(_view(standard, judged)):
        if address == one.address or asked == hidden_name(one.address):
            return Traced(one, "", one.text, view_derivation(standard, judged.case, judged.evaluation, one))
    return None


def _view(standard: Standard, judged: Judged) -> object:
    return view_report(standard, judged.case, judged.evaluation)
