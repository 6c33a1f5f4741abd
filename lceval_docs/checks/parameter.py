"""Values of method parameters: more than 0 where 0 makes no sense, a share at most its whole, within nature's limits.

What a share is, is a shape: it has no dimension. The limits themselves stand in `factors/methods.yaml`.
"""

from __future__ import annotations

from collections.abc import Iterator

from lceval_docs.model.factor import Methods
from lceval_docs.problems import Fault, Mark, Problem
from lceval_docs.quantities import PURE, Quantity, Units, pure

BEYOND_SHARE = Fault("E0313", "{field}: {found} %, more than {expected} %; a share is at most its whole.")
IMPOSSIBLE = Fault(
    "E0314",
    "{field}: {found} is more than {expected}; nature knows no such value.",
    "Check the number and its unit. ({because})",
)

WHOLE = 100


def title_of(methods: Methods, parameter: str) -> str:
    """A parameter as people call it, with the id to look for in the file."""
    name = next((p.name for p in methods.parameters if p.id == parameter), "")
    return f"{name} {parameter}".lstrip()


def must_be_positive(methods: Methods, method: str, parameter: str) -> bool:
    """Whether a method has no use for a parameter of 0."""
    return any(parameter in m.positive for m in methods.methods if m.id == method)


def check_possible(
    methods: Methods, parameter: str, value: Quantity, field: str, mark: Mark, units: Units
) -> Iterator[Problem]:
    """A value that can be: a share is at most its whole, anything else keeps the limits of its parameter."""
    if value.unit.fits(PURE):
        if pure(1) < value:
            yield BEYOND_SHARE.at(mark, field=field, found=f"{(value.base * WHOLE).normalize():f}", expected=WHOLE)
        return
    for limit in (x for p in methods.parameters if p.id == parameter for x in p.limits):
        most = Quantity(limit.most, units.read(limit.unit))
        if most.unit.fits(value.unit) and most < value:
            yield IMPOSSIBLE.at(
                mark,
                field=field,
                found=f"{value.value:f} {value.unit.text}",
                expected=f"{limit.most:f} {limit.unit}",
                because=limit.because,
            )
