"""Printed figures that can be asked where they come from: each has an address in its view.

An address is `list.key.….field`: the list that a figure stands in, the keys of the entries from the outermost in, and
the field; or `group.field` where no list is about it. So `indicators.D.D2-1.score` is the score of the indicator D2-1 of
the dimension D, and `score.total` the total. It does not change when other cases, lines or sections come or go: a list
with the name of one before it is told by the end of its path, as in `uncertainty.lines.S1.absolute`.
"""

from __future__ import annotations

import typing
from collections.abc import Collection, Iterator, Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Annotated, Any, get_args, get_origin

from lceval_docs.records import dataclass
from lceval_docs.views.chart import Chart
from lceval_docs.views.equation import Typeset


@dataclass(frozen=True)
class Traced:
    """Says of a field that it is a printed figure. `quantities`: what of its entry's year it adds up, if no key tells."""

    quantities: tuple[str, ...] = ()


# A printed figure.
Printed = Annotated[str, Traced()]

# An entry of a list is known by the field that stands first in it, if that is one of these.
_KEYS = ("id", "year")


@dataclass(frozen=True)
class Shape:
    """What of a record's fields is traced: figures; groups; and lists of records, each under the name it has in addresses.

    `key`: the field by which one entry of a list is known from others; "" where none is.
    """

    figures: Mapping[str, Traced]
    groups: Mapping[str, Shape]
    lists: Mapping[str, tuple[str, Shape]]
    key: str

    @property
    def is_traced(self) -> bool:
        return bool(self.figures or self.groups or self.lists)


@cache
def shape_of(view: type) -> Shape:
    """The shape of a view."""
    called: dict[str, str] = {}
    for path in _list_paths(view, ""):
        called[path] = _name(path, called.values())
    return _shape(view, "", called)


def _name(path: str, taken: Collection[str]) -> str:
    """The name of a list: as much of the end of its path as no list before it is called."""
    words = path.split(".")
    ends = (".".join(words[-count:]) for count in range(1, len(words) + 1))
    return next((end for end in ends if end not in taken), path)


def _hints(record: type) -> Iterator[tuple[str, Any]]:
    hints = typing.get_type_hints(record, include_extras=True)
    return ((f.name, hints[f.name]) for f in fields(record))


def _entry(hint: Any) -> type | None:
    """The record that a list is made of."""
    inner = get_args(hint)[0] if get_origin(hint) is tuple else None
    return inner if is_dataclass(inner) else None  # type: ignore[return-value]


def _list_paths(record: type, before: str) -> Iterator[str]:
    """How every list of records below a record is reached, in the order of the view."""
    for name, hint in _hints(record):
        inner = _entry(hint)
        if inner is not None:
            yield f"{before}{name}"
            yield from _list_paths(inner, f"{before}{name}.")
        elif is_dataclass(hint):
            yield from _list_paths(typing.cast(type, hint), f"{before}{name}.")


def _shape(record: type, path: str, called: Mapping[str, str]) -> Shape:
    figures: dict[str, Traced] = {}
    groups: dict[str, Shape] = {}
    lists: dict[str, tuple[str, Shape]] = {}
    hints = dict(_hints(record))
    for name, hint in hints.items():
        inner = _entry(hint)
        if get_origin(hint) is Annotated and isinstance(get_args(hint)[1], Traced):
            figures[name] = get_args(hint)[1]
        elif inner is not None:
            found = _shape(inner, f"{path}{name}.", called)
            if found.is_traced:
                lists[name] = (called[f"{path}{name}"], found)
        elif is_dataclass(hint):
            found = _shape(typing.cast(type, hint), f"{path}{name}.", called)
            if found.is_traced:
                groups[name] = found
    first = next(iter(hints))
    return Shape(figures, groups, lists, first if first in _KEYS else "")


@dataclass(frozen=True)
class TracedFigure:
    """A figure of a view: its address, how it is printed, and the keys of the entries that it stands in.

    `quantities` as its field has them.
    """

    address: str
    text: str
    keys: tuple[str, ...]
    quantities: tuple[str, ...]


def view_figures(view: Any) -> Iterator[TracedFigure]:
    """Every figure of a view, in the order of the view."""
    return _figures(view, shape_of(type(view)), "", ())  # type: ignore[arg-type]


def _figures(record: Any, shape: Shape, before: str, keys: tuple[str, ...]) -> Iterator[TracedFigure]:
    for name, traced in shape.figures.items():
        yield TracedFigure(f"{before}{name}", _text(getattr(record, name)), keys, traced.quantities)
    for name, inner in shape.groups.items():
        yield from _figures(getattr(record, name), inner, f"{before}{name}.", keys)
    for name, (called, inner) in shape.lists.items():
        for entry in getattr(record, name):
            inside = (*keys, getattr(entry, inner.key))
            yield from _figures(entry, inner, ".".join((called, *inside, "")), inside)


def _text(value: str | Typeset) -> str:
    return value if isinstance(value, str) else "".join(piece.text for piece in value.pieces)


def texts_of(view: Any) -> Iterator[str]:
    """Every text of a view."""
    for one in fields(view):
        yield from _texts(getattr(view, one.name))


def charts_of(view: Any) -> Iterator[Chart]:
    """Every chart of a view."""
    for one in fields(view):
        value = getattr(view, one.name)
        if isinstance(value, Chart):
            yield value
        elif is_dataclass(value):
            yield from charts_of(value)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for entry in value:
            yield from _texts(entry)
    elif is_dataclass(value):
        yield from texts_of(value)
