"""A factory file as answers by address: what a form or workbook is filled with. The inverse of importing it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from lceval_docs.model.answer import NO_ROWS, Address
from lceval_docs.model.case import Answer, DataEntry, Factory, Source
from lceval_docs.views.question import (
    DATA,
    EVIDENCE,
    FACTORY,
    MORE_PARAMETERS,
    PARAMETERS,
    PREREQUISITES,
    PROFILE,
    ROWS,
    SELF_ASSESSMENT,
    SOURCES,
)

SEPARATOR = "、"
# Which field of a source names its fuel, substance or gas, and which its supply or role.
WHAT = {"fuel": "fuel", "process": "substance", "gas": "gas", "direct": "gas"}
SUPPLY = {"electricity": "supply", "heat": "supply", "direct": "role"}


def answered_years(factory: Factory) -> tuple[str, ...]:
    """Every year that the file has an amount for, and the base and evaluation year, in order."""
    years = {factory.base_year, factory.evaluation_year}
    years |= {year for source in factory.inventory.sources for year in source.amounts}
    years |= {year for entry in factory.data.values() for year in (*(entry.values or {}), *(entry.rows or {}))}
    return tuple(str(year) for year in sorted(years))


def view_answers(factory: Factory) -> Mapping[Address, str]:
    """What is filled in, as it would be written in the file (codes, not what people read); empty places left out."""
    return {address: text for address, text in _all(factory) if text}


def _all(factory: Factory) -> Iterator[tuple[Address, str]]:
    inventory = factory.inventory
    values = {
        "name": factory.name,
        "base_year": str(factory.base_year),
        "evaluation_year": str(factory.evaluation_year),
        "between": _between(factory),
        "output_name": factory.output.name,
        "output_unit": factory.output.unit,
        "boundary": inventory.boundary,
        "fuel_set": inventory.fuel_set,
        "gwp": inventory.gwp,
        "region": inventory.region,
        "notice": factory.notice,
    }
    yield from ((Address(FACTORY, id, "value"), text) for id, text in values.items())
    yield from ((Address(PROFILE, id, "value"), text) for id, text in factory.profile.items())
    for table, answers in ((PREREQUISITES, factory.prerequisites), (SELF_ASSESSMENT, factory.self_assessment)):
        for id, answer in answers.items():
            yield from _cells(table, id, _answer(table, answer))
    parameters: list[dict[str, str]] = []
    for number, source in enumerate(inventory.sources, 1):
        yield from _cells(SOURCES, str(number), _source(source))
        parameters += _parameters(source)
    for number, row in enumerate(parameters, 1):
        yield from _cells(PARAMETERS, str(number), row)
    for id, entry in factory.data.items():
        yield from _data(id, entry)
    for number, evidence in enumerate(factory.evidence, 1):
        row = {name: getattr(evidence, name) for name in ("id", "name", "period", "file", "note")}
        yield from _cells(EVIDENCE, str(number), row)


def _between(factory: Factory) -> str:
    """The year between the base and the evaluation year that amounts are given for, if it is one."""
    between = answered_years(factory)[1:-1]
    return between[0] if len(between) == 1 else ""


def _cells(table: str, row: str, cells: Mapping[str, str]) -> Iterator[tuple[Address, str]]:
    return ((Address(table, row, column), text) for column, text in cells.items())


def _words(words: Iterable[str]) -> str:
    return SEPARATOR.join(words)


def _number(value: Decimal) -> str:
    return f"{value:f}"


def _answer(table: str, answer: Answer) -> dict[str, str]:
    met = "" if answer.met is None else str(answer.met).lower()
    if table == PREREQUISITES:
        cells = {"met": met}
    else:
        cells = {"answer": f"level:{answer.level}" if answer.level else (f"met:{met}" if met else "")}
    evidence = _words(answer.evidence)
    return {**cells, "not_applicable": answer.not_applicable, "note": answer.note, "evidence": evidence}


def _source(source: Source) -> dict[str, str]:
    return {
        "id": source.id,
        "name": source.name,
        "kind": source.kind,
        "what": getattr(source, WHAT.get(source.kind, ""), ""),
        "supply": getattr(source, SUPPLY.get(source.kind, ""), ""),
        "unit": source.unit,
        **{str(year): _number(given.value) for year, given in source.amounts.items()},
        "note": source.note,
        "evidence": _words(source.evidence),
    }


def _parameters(source: Source) -> Iterator[dict[str, str]]:
    """One row each: what only some kinds of sources have, then what was measured. Defaults are not told."""
    defaults = {"scope": "1", "purity": Decimal(100)}
    for name in (*MORE_PARAMETERS, "enthalpy"):
        value = getattr(source, name, None)
        if value not in (None, "", defaults.get(name)):
            yield {
                "source": source.id,
                "parameter": name,
                "value": _number(value) if isinstance(value, Decimal) else str(value),
            }
    for name, measured in (getattr(source, "measured", None) or {}).items():
        yield {
            "source": source.id,
            "parameter": name,
            "value": _number(measured.value),
            "unit": measured.unit,
            "origin": measured.source,
            "evidence": _words(measured.evidence),
        }


def _data(id: str, entry: DataEntry) -> Iterator[tuple[Address, str]]:
    cells = {str(year): _number(given.value) for year, given in (entry.values or {}).items()}
    cells |= {str(year): NO_ROWS for year, rows in (entry.rows or {}).items() if not rows}
    yield from _cells(DATA, id, {"unit": entry.unit, **cells, "note": entry.note, "evidence": _words(entry.evidence)})
    numbered = ((year, row) for year, rows in (entry.rows or {}).items() for row in rows)
    for number, (year, row) in enumerate(numbered, 1):
        told = {column: cell.text for column, cell in row.items()}
        yield from _cells(f"{ROWS}{id}", str(number), {"year": str(year), **told})
