"""Figures, tables and formulas: mentioned, where they are mentioned, titles, symbols. Source: GB/T 1.1—2020, 9.7 to 9.9."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lceval_docs.checks.gbt.mention import Key, mentions, placed
from lceval_docs.checks.gbt.passage import Passage, Text
from lceval_docs.checks.gbt.rule import Rule
from lceval_docs.formulas import FormulaError, names, parse
from lceval_docs.model.prose import Figure
from lceval_docs.model.standard import Standard
from lceval_docs.problems import Mark, Problem

NOT_MENTIONED = Rule(
    "OB01",
    "no sentence mentions {found}.",
    "Write [[{found}]] where the text speaks of it: ……应符合[[{found}]]的规定 or ……见[[{found}]].",
    clause="9.7、9.8",
    bad="茶馆应备有杯。\n\n[[table:grades]]",
    good="茶馆的等级应符合[[table:grades]]的规定。\n\n[[table:grades]]",
)
MENTIONED_LATE = Rule(
    "OB02",
    "{found} stands {count} clauses before the first sentence that mentions it.",
    "Move it below that sentence.",
    clause="9.7、9.8",
    severity="warning",
    bad="## 甲 {#a}\n\n[[table:grades]]\n\n## 乙 {#b}\n\n茶馆应备有杯。\n\n## 丙 {#c}\n\n等级应符合[[table:grades]]的规定。",
    good="## 甲 {#a}\n\n茶馆应有等级。\n\n## 乙 {#b}\n\n茶馆应备有杯。\n\n## 丙 {#c}\n\n等级应符合[[table:grades]]的规定。\n\n[[table:grades]]",
)
NO_TITLE = Rule(
    "OB03",
    "{found} has no title, while others of its kind have one.",
    "Give it a title: in one document all of a kind have titles, or none.",
    clause="9.7、9.8",
    severity="warning",
    bad="杯见[[table:cups]]，等级见[[table:grades]]。\n\n[[table:grades]]\n\n::: table {#cups}\n| 杯 |\n| --- |\n| 大 |\n:::",
    good="杯见[[table:cups]]，等级见[[table:grades]]。\n\n[[table:grades]]\n\n::: table 杯 {#cups}\n| 杯 |\n| --- |\n| 大 |\n:::",
)
POOR_ALTERNATIVE = Rule(
    "FG02",
    'the text "{found}" cannot stand for the picture.',
    "Say between [ and ] what can be seen in it, so that who cannot see it is told.",
    clause="9.7",
    severity="warning",
    bad="杯见[[figure:cup]]。\n\n::: figure 杯的外形 {#cup}\n![杯的外形](figures/cup.png)\n:::",
    good="杯见[[figure:cup]]。\n\n::: figure 杯的外形 {#cup}\n![直壁圆杯的侧面，杯口略大于杯底](figures/cup.png)\n:::",
)
FORMULA_UNCITED = Rule(
    "EQ01",
    "the formula {found} has a number, and no sentence cites it.",
    "Write ……应按[[formula:{found}]]计算： above it.",
    clause="9.9",
    severity="warning",
    bad="燃烧排放应计算。\n\n[[formula:fuel]]",
    good="燃烧排放应按[[formula:fuel]]计算：\n\n[[formula:fuel]]",
)
TWO_MEANINGS = Rule(
    "EQ04",
    'the symbol {symbol} stands for "{found}" here and for "{first}" in an earlier formula.',
    "Give one of them another symbol, for example with a subscript.",
    clause="9.9",
    severity="warning",
    bad="按[[formula:fuel]]和[[formula:process]]计算：\n\n[[formula:fuel]]\n\n[[formula:process]]",
    good="按[[formula:fuel]]和[[formula:fuel_factor]]计算：\n\n[[formula:fuel]]\n\n[[formula:fuel_factor]]",
)

_SHORTEST = 4
_IN_BRACKETS = re.compile(r"（[^）]*）")
_OBJECTS = ("table", "tables", "figure")

# Symbol, meaning, where the symbol is written.
Meaning = tuple[str, str, Mark]


def check_mentions(text: Text) -> Iterator[Problem]:
    """Each table and figure is mentioned, and at the latest in the clause behind it; each formula is cited."""
    first: dict[Key, int] = {}
    for mention in mentions(text):
        first[mention.key] = min(mention.clause, first.get(mention.key, mention.clause))
    for thing in placed(text):
        kind, id = thing.key
        clause = first.get(thing.key)
        if kind in _OBJECTS and clause is None:
            yield NOT_MENTIONED.at(thing.mark, found=f"{kind}:{id}")
        elif kind in _OBJECTS and clause is not None and clause > thing.clause + 1:
            yield MENTIONED_LATE.at(thing.mark, found=f"{kind}:{id}", count=clause - thing.clause)
        elif kind == "formula" and clause is None:
            yield FORMULA_UNCITED.at(thing.mark, found=id)


def check_titles(text: Text) -> Iterator[Problem]:
    """Among figures, and among tables, either all have titles or none has."""
    for kinds in (("table", "tables"), ("figure",)):
        things = [thing for thing in placed(text) if thing.key[0] in kinds]
        if any(thing.title or thing.is_made for thing in things):
            for thing in things:
                if not thing.title and not thing.is_made:
                    yield NO_TITLE.at(thing.mark, found=":".join(thing.key))


def check_alternatives(text: Text) -> Iterator[Problem]:
    """What stands for a picture says more than its title."""
    for chapter, clause, blocks in text.blocks():
        for figure in (b for b in blocks if isinstance(b, Figure)):
            said = figure.alternative.strip()
            if said == figure.title or len(said) < _SHORTEST:
                at = Passage("", "caption", figure.mark, chapter, clause).at(f"![{figure.alternative}")
                yield POOR_ALTERNATIVE.at(Mark(at.file, at.line, at.column + 2), found=said)


def check_symbols(text: Text) -> Iterator[Problem]:
    """A symbol means one thing in all formulas of the text."""
    meant: dict[str, dict[str, str]] = {}
    for symbol, name, mark in _meanings(text):
        bare = _IN_BRACKETS.sub("", name)
        known = meant.setdefault(symbol, {})
        if known and bare not in known:
            yield TWO_MEANINGS.at(mark, symbol=symbol, found=name, first=next(iter(known.values())))
        known.setdefault(bare, name)


def _meanings(text: Text) -> Iterator[Meaning]:
    """What the symbols of the placed formulas mean, in the order of the formulas."""
    standard = text.standard
    formulas = {id: (meaning, formula) for id, meaning, formula in _formulas(standard)}
    named = {n.id: n for n in (*standard.quantities, *standard.factors.methods.parameters)}
    for thing in placed(text):
        kind, one = thing.key
        for id in [one] if kind == "formula" else _of_indicators(standard) if kind == "formulas" else []:
            if id in formulas:
                meaning, formula = formulas[id]
                yield meaning
                used = [named[n] for n in _names(formula) if n in named]
                yield from ((n.symbol, n.name, n.mark.of("symbol")) for n in used)


def _formulas(standard: Standard) -> Iterator[tuple[str, Meaning, str]]:
    """Everything that has a formula: its id, what its symbol means, the formula."""
    for method in standard.factors.methods.methods:
        yield method.id, (method.symbol, method.name, method.mark.of("symbol")), method.formula
    for item in standard.derived:
        if item.source == "formula":
            yield item.id, (item.symbol, item.name, item.mark.of("symbol")), item.formula
    for indicator in standard.indicators:
        if measure := indicator.measure:
            yield indicator.id, (measure.symbol, measure.name, measure.mark.of("symbol")), measure.formula


def _of_indicators(standard: Standard) -> list[str]:
    """The indicators whose formulas are printed: those that are more than one quantity asked for."""
    return [i.id for i in standard.indicators if i.measure and len(_names(i.measure.formula)) > 1]


def _names(formula: str) -> tuple[str, ...]:
    """The names in a formula; none where it is no formula, which another check reports."""
    try:
        return names(parse(formula))
    except FormulaError:
        return ()


CHECKS = (check_mentions, check_titles, check_alternatives, check_symbols)
