"""Which inputs move the result: the case tried with one input changed, exactly, and only what depends on it.

An input is an amount of the evaluation year: of a source, a data item or a column of a table.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from lceval_docs.engine.grading import without_dust
from lceval_docs.engine.inventory import GRID_SUPPLIES
from lceval_docs.engine.trial import Trial
from lceval_docs.model.analysis import Input, Sensitivities, Sensitivity
from lceval_docs.model.case import Case, ElectricitySource
from lceval_docs.model.evaluation import Evaluation
from lceval_docs.model.standard import Standard
from lceval_docs.quantities import EXACT, ONE

ALL_BOUGHT = "purchased_electricity"
_HUNDRED = Decimal(100)


def sensitivities(standard: Standard, case: Case, evaluation: Evaluation) -> Sensitivities | None:
    """What each input does to total, gates and grade; None while there is no total that it could change."""
    card = evaluation.review
    if card is None or card.total is None or case.review is None:
        return None
    trial = Trial(standard, case, evaluation, card)
    error = EXACT.divide(standard.grading.analysis.input_error, _HUNDRED)
    factors = (EXACT.subtract(ONE, error), EXACT.add(ONE, error))
    found = [_tried(trial, what, factors) for what in _inputs(trial)]
    moving = sorted((s for s in found if s.change or s.decides), key=lambda s: (s.decides, s.change), reverse=True)
    sources = bought(case)
    power = _tried(trial, Input(ALL_BOUGHT, sources=sources), factors) if sources else None
    return Sensitivities(tuple(moving), power)


def bought(case: Case) -> tuple[str, ...]:
    """The sources that are electricity bought from the grid, whatever was bought with it."""
    return tuple(
        s.id
        for s in case.factory.inventory.sources
        if isinstance(s, ElectricitySource) and s.supply in GRID_SUPPLIES and s.supply != "exported"
    )


def _inputs(trial: Trial) -> Iterator[Input]:
    """Every amount of the evaluation year that is measured, not counted, and not zero."""
    year, measured = trial.year, trial.rules.measured
    for source in trial.sources.values():
        given = source.amounts.get(year)
        if given and given.value:
            yield Input(source.id, sources=(source.id,))
    for id, entry in trial.entries.items():
        given = entry.values.get(year) if entry.values else None
        if given and given.value and id in measured:
            yield Input(id, item=id)
        elif entry.rows and entry.rows.get(year):
            for column in trial.standard.data_items[id].columns:
                if (name := f"{id}.{column.id}") in measured:
                    yield Input(name, item=id, column=column.id)


def _tried(trial: Trial, what: Input, factors: tuple[Decimal, Decimal]) -> Sensitivity:
    """The input too low and too high by what the standard says."""
    lower, higher = trial.effects(what, factors)
    before = trial.unchanged
    effects = [e for e in (lower, higher) if e is not None and e is not before]
    # What divisions leave over is no change: 1/3 of a table stays so whatever all of it is multiplied by.
    change = max([without_dust(abs(EXACT.subtract(e.total, before.total))) for e in effects], default=Decimal(0))
    decides = any(e.verdict != before.verdict or e.gates != before.gates for e in effects)
    return Sensitivity(what, lower, higher, change, decides)
