"""Formulas of quantities, methods and indicators, with what their symbols mean."""

from __future__ import annotations

from collections.abc import Iterator

from lceval_docs.formulas import names, parse
from lceval_docs.model.prose import Block, Equation, Formula, Paragraph, Pointer, Symbol, Where
from lceval_docs.model.standard import Standard
from lceval_docs.views.edition.cell import words
from lceval_docs.views.rule import in_unit, meanings_of

LEAD = "{id} {name}按"
LEAD_END = "计算："


def formula_ids(standard: Standard) -> frozenset[str]:
    """What has a formula of its own: methods, derived quantities, measured indicators."""
    return frozenset(
        [
            *(m.id for m in standard.factors.methods.methods),
            *(d.id for d in standard.derived if d.source == "formula"),
            *(i.id for i in standard.indicators if i.measure),
        ]
    )


def formula(standard: Standard, id: str) -> Iterator[Formula]:
    """The formula of one of them."""
    for method in standard.factors.methods.methods:
        if method.id == id:
            yield _formula(standard, id, method.symbol, method.name, method.formula, method.unit)
    for quantity in standard.derived:
        if quantity.id == id and quantity.source == "formula":
            yield _formula(standard, id, quantity.symbol, quantity.name, quantity.formula, quantity.unit)
    for indicator in standard.indicators:
        measure = indicator.measure
        if indicator.id == id and measure:
            yield _formula(standard, id, measure.symbol, measure.name, measure.formula, measure.unit)


def _formula(standard: Standard, id: str, symbol: str, name: str, text: str, unit: str) -> Formula:
    tree = parse(text)
    where = [(symbol, name + in_unit(standard, unit)), *meanings_of(standard, tree)]
    constants = {c.symbol for c in standard.factors.methods.constants}
    meanings = {s: m for s, m in where if s not in constants}
    return Formula(
        id,
        Equation(symbol, tree, standard.symbols, unit == "%"),
        tuple(Where(Symbol(s), m) for s, m in meanings.items()),
    )


def indicator_formulas(standard: Standard) -> Iterator[Block]:
    """A sentence and a formula for each indicator that is more than one quantity asked for."""
    for indicator in standard.indicators:
        if indicator.measure and len(names(parse(indicator.measure.formula))) > 1:
            lead = words(LEAD.format(id=indicator.id, name=indicator.measure.name))
            yield Paragraph((*lead, Pointer("formula", indicator.id), *words(LEAD_END)))
            yield from formula(standard, indicator.id)
