"""What the standard says of doubtful figures: gases, quantities and totals that exist, formulas that compute."""

from __future__ import annotations

from collections.abc import Iterator

from lceval_docs.checks.formula import Names, check_formula, check_unit, nearest
from lceval_docs.model.standard import Standard
from lceval_docs.problems import Fault, Problem

NO_SUCH = Fault("E0553", '{field}: there is no "{found}".', "Is it {expected}?")


def check_watched(standard: Standard) -> Iterator[Problem]:
    """Watched quantities and published totals are formulas over what there is."""
    known, units, doubts = Names(standard), standard.units, standard.plausibility
    for ratio in doubts.scale.watched:
        yield from check_formula(ratio.formula, ratio.unit, ratio.mark.of("formula"), known, units)
    totals = [t.id for t in doubts.published]
    for total in doubts.published:
        for convention in total.conventions:
            yield from check_formula(convention.formula, total.unit, convention.mark.of("formula"), known, units)
        for part in total.parts:
            if part not in totals:
                yield NO_SUCH.at(total.mark.of("parts"), field="parts", found=part, expected=nearest(part, totals))


def check_gases(standard: Standard) -> Iterator[Problem]:
    """Gases that are taken for others stand in the table of gases."""
    gases = [g.id for g in standard.factors.warming_potentials.gases]
    for mistaken in standard.plausibility.mistaken_gases:
        if mistaken.gas not in gases:
            expected = nearest(mistaken.gas, gases)
            yield NO_SUCH.at(mistaken.mark.of("gas"), field="gas", found=mistaken.gas, expected=expected)


def check_shares(standard: Standard) -> Iterator[Problem]:
    """Shares of one whole are data items, and the totals below a table are quantities."""
    items, quantities = standard.data_items, standard.derived_items
    for shares in (s for group in standard.data_groups for s in group.shares):
        yield from check_unit(shares.unit, shares.mark.of("unit"), standard.units)
        for id in shares.items:
            if id not in items:
                yield NO_SUCH.at(shares.mark.of("items"), field="shares", found=id, expected=nearest(id, items))
    for item in items.values():
        for id in item.totals:
            if id not in quantities:
                yield NO_SUCH.at(item.mark.of("totals"), field="totals", found=id, expected=nearest(id, quantities))


CHECKS = (check_watched, check_gases, check_shares)
