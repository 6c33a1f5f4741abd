"""Printed figures against those recomputed: what differs, what was swapped, what is gone, what stands beside."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from lceval_docs.model.report import FoundFigure, FoundLine, FoundReport, Place
from lceval_docs.problems import Fault, Mark, Problem
from lceval_docs.verifying.place import mark_at
from lceval_docs.views.bookmark import first_name
from lceval_docs.views.traced import TracedFigure

DIFFERS = Fault(
    "E0821",
    'printed is "{found}", recomputed it is "{expected}" ({address}).',
    "See lceval explain for where it comes from.",
)
WRITTEN_OTHERWISE = Fault(
    "E0820",
    'printed is "{found}"; its value is right, but the report writes "{expected}" ({address}).',
    "Digits after the point say how exact a figure is; leave them as they were.",
)
SWAPPED = Fault(
    "E0822",
    'printed is "{found}", which is what {other} should be; here it should be "{expected}" ({address}).',
    "Two figures were swapped.",
)
GONE = Fault("E0823", 'behind this, the figure "{expected}" ({address}) is no longer in the report.')
BESIDE = Fault(
    "E0824", 'right beside the figure "{expected}" ({address}) stands "{found}".', "Figures are read with it."
)
UNKNOWN = Fault("E0825", 'printed is "{found}" ({address}); the recomputed report has no such figure.')
TWICE = Fault("E0828", "the figure {address} stands here a second time.", "A row or cell was copied.")
MOVED = Fault(
    "E0829",
    "here stands {found}, where the report had {expected} when it was made.",
    "Cells or rows were moved; put them back, or make the report anew.",
)
ADDED = Fault(
    "E0826",
    'the number "{found}" has no origin, unlike the others of its column.',
    "It was typed into the report; put it into the case, and make the report anew.",
)

_NUMBER = re.compile(r"[-−－+]?\d[\d,]*(?:\.\d+)?(?:\s*[^\d\s].{0,12})?")
_VALUE = re.compile(r"([-+]?\d[\d,]*(?:\.\d*)?)(\D?.*)", re.ASCII)
_BETWEEN_DIGITS = re.compile(r"(?<=\d)\s+(?=\d)")
_OF_NUMBERS = frozenset("0123456789.,-−－+%０１２３４５６７８９．，％")


def check_figures(
    found: FoundReport, named: Sequence[str], expected: Mapping[str, TracedFigure], mark: Mark
) -> Iterator[Problem]:
    """Every figure that is not as it should be; in headers, which office programs copy for each section, only its text.

    `named`: the names of all figures that the report was made with; `expected`: the recomputed ones by name.
    """
    known = frozenset(named)
    wrong: list[tuple[FoundFigure, TracedFigure]] = []
    for figure in found.all_figures:
        due = expected.get(first_name(figure.name))
        if due is None:
            if figure.name in known:
                yield UNKNOWN.at(mark_at(mark, figure.place), found=figure.text, address=address_of(figure.name))
        elif _bare(figure.text) != _bare(due.text):
            wrong.append((figure, due))
        elif beside := _beside(figure):
            yield BESIDE.at(mark_at(mark, figure.place), expected=due.text, address=due.address, found=beside)
    yield from _differing(wrong, mark)
    yield from _gone(found.all_figures, named, expected, mark)
    yield from _out_of_order(found.figures, named, mark)


def _gone(
    found: Sequence[FoundFigure], named: Sequence[str], expected: Mapping[str, TracedFigure], mark: Mark
) -> Iterator[Problem]:
    """Figures that are no longer there, at the place of the last one before them that is."""
    places = {figure.name: figure.place for figure in found}
    last = Place()
    for name in named:
        due = expected.get(first_name(name))
        last = places.get(name, last)
        if name not in places and due is not None:
            yield GONE.at(mark_at(mark, last), expected=due.text, address=due.address)


def _out_of_order(found: Sequence[FoundFigure], named: Sequence[str], mark: Mark) -> Iterator[Problem]:
    """Figures that stand twice, and those that stand where another did when the report was made."""
    known, seen = frozenset(named), dict[str, FoundFigure]()
    for figure in found:
        if figure.name in seen:
            yield TWICE.at(mark_at(mark, figure.place), address=address_of(figure.name))
        elif figure.name in known:
            seen[figure.name] = figure
    for figure, name in zip(seen.values(), (name for name in named if name in seen), strict=True):
        if figure.name != name:
            details = {"found": address_of(figure.name), "expected": address_of(name)}
            yield MOVED.at(mark_at(mark, figure.place), **details)


def _differing(wrong: list[tuple[FoundFigure, TracedFigure]], mark: Mark) -> Iterator[Problem]:
    by_texts = {(_bare(figure.text), _bare(due.text)): due for figure, due in wrong}
    for figure, due in wrong:
        at = mark_at(mark, figure.place)
        details = {"found": figure.text, "expected": due.text, "address": due.address}
        other = by_texts.get((_bare(due.text), _bare(figure.text)))
        if other is not None and other is not due:
            yield SWAPPED.at(at, other=other.address, **details)
        elif _value(figure.text) == _value(due.text):
            yield WRITTEN_OTHERWISE.at(at, **details)
        else:
            yield DIFFERS.at(at, **details)


def _bare(text: str) -> str:
    """A text however office programs have set its spaces; one between two digits is none of theirs."""
    return "".join(_BETWEEN_DIGITS.sub("␣", text).split())


def _value(text: str) -> tuple[Decimal | str, str]:
    """The number that a figure begins with, and what stands behind it."""
    found = _VALUE.match(_bare(text))
    return (Decimal(found[1].replace(",", "")), found[2]) if found else (text, "")


def _beside(figure: FoundFigure) -> str:
    """A digit or sign of numbers that touches the figure."""
    text = figure.text
    if figure.before in _OF_NUMBERS and figure.before and text[:1] in _OF_NUMBERS:
        return figure.before
    return figure.behind if figure.behind in _OF_NUMBERS and figure.behind and text[-1:] in _OF_NUMBERS else ""


def check_added(lines: Sequence[FoundLine], figures: Sequence[FoundFigure], mark: Mark) -> Iterator[Problem]:
    """Numbers in a column of figures that are none: somebody typed them."""
    cells = {figure.place for figure in figures if figure.place.row}
    columns = {_column(place) for place in cells}
    for line in lines:
        is_apart = line.place.row and line.place not in cells and _column(line.place) in columns
        if is_apart and _NUMBER.fullmatch(line.own.strip()):
            yield ADDED.at(mark_at(mark, line.place), found=line.own.strip())


def _column(place: Place) -> Place:
    return place._replace(row=0, first="")


def address_of(name: str) -> str:
    """The address that a bookmark's name is made from, as far as it tells."""
    return first_name(name)[1:]
