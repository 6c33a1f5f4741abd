"""The sources of the inventory as filled in: by kind, with their other parameters and measured values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lceval_docs.model.answer import (
    Address,
    CasePath,
    Filled,
)
from lceval_docs.problems import Fault, Mark
from lceval_docs.sources.answer.cell import (
    Understanding,
    by_year,
    label_of,
    put_texts,
    read_cell,
    read_number,
    units_of,
)

NO_ID = Fault("E0968", "{field}: the row has no number.", "Type one, such as {expected}.")
ID_TWICE = Fault("E0969", '{field}: the number "{found}" stands twice, first in {first}.', "Give each row its own.")
NO_SUCH_SOURCE = Fault("E0971", '{field}: there is no source "{found}".', "Numbers of sources: {expected}.")
MISFIT = Fault("E0974", "{field}: {found} does not go with the kind {expected}.")
# By kind of source: the fields that "what" and "supply" fill.
_WHAT = {"fuel": "fuel", "process": "substance", "gas": "gas", "direct": "gas"}
_SUPPLY = {"electricity": "supply", "heat": "supply", "direct": "role"}
_OWN = ("region", "factor_year", "reason", "scope", "purity", "origin", "enthalpy")
_NUMBERS = ("factor_year", "purity", "enthalpy")


def read_sources(work: Understanding) -> None:
    kinds: dict[str, str] = {}
    for row, cells, id in identified(work, "sources", "S01"):
        path: CasePath = ("inventory", "sources", id)
        at = next(iter(cells.values())).mark
        kind = read_cell(work, Address("sources", row, "kind"), cells["kind"]) if "kind" in cells else None
        for needed in ("name", "kind", "unit"):
            if needed not in cells:
                work.lacks(Address("sources", row, needed), at, id)
        kinds[id] = kind or ""
        put_texts(work, path, "sources", row, cells, ("name", "kind"))
        for column, fields in (("what", _WHAT), ("supply", _SUPPLY)):
            _of_kind(work, path, row, cells, column, fields.get(kind or "", ""), kind or "")
        put_texts(work, path, "sources", row, cells, ("unit",))
        unit = cells["unit"].text.strip() if "unit" in cells else ""
        for year, value, mark in by_year(work, "sources", row, cells, units_of(work, "sources", row, unit)):
            work.put((*path, "amounts", year), value, mark)
        if not any(p[:4] == (*path, "amounts") for p in work.values):
            work.put((*path, "amounts"), {}, at)
        put_texts(work, path, "sources", row, cells, ("evidence", "note"))
    _parameters(work, kinds)


def _of_kind(
    work: Understanding, path: CasePath, row: str, cells: Mapping[str, Filled], column: str, field: str, kind: str
) -> None:
    """What is burnt, set free or supplied: the field depends on the kind of source."""
    filled = cells.get(column)
    if filled is None:
        if field and not (kind == "heat" or field == "role"):
            work.lacks(Address("sources", row, column), next(iter(cells.values())).mark, path[-1])
        return
    value = read_cell(work, Address("sources", row, column), filled)
    if value is None:
        return
    if not field:
        said = _choice_said(work, row, column, value), _choice_said(work, row, "kind", kind)
        label = label_of(work, Address("sources", row, column))
        work.note(MISFIT, filled.mark, f"{path[-1]} {label}", found=said[0], expected=said[1])
        return
    work.put((*path, field), value, filled.mark)


def _choice_said(work: Understanding, row: str, column: str, code: str) -> str:
    """A choice as people read it."""
    question = work.asked.question(Address("sources", row, column))
    return dict(question.choices).get(code, code) if question else code


def _parameters(work: Understanding, kinds: Mapping[str, str]) -> None:
    for row, cells in work.answers.rows("parameters"):
        at = next(iter(cells.values())).mark
        missing = [name for name in ("source", "parameter", "value") if name not in cells]
        for name in missing:
            work.lacks(Address("parameters", row, name), at, row)
        if missing:
            continue
        id = cells["source"].text.strip()
        if id not in kinds:
            known = ", ".join(kinds)
            work.note(
                NO_SUCH_SOURCE,
                cells["source"].mark,
                label_of(work, Address("parameters", row, "source")),
                found=id,
                expected=known,
            )
            continue
        parameter = read_cell(work, Address("parameters", row, "parameter"), cells["parameter"])
        if parameter is not None:
            _parameter(work, ("inventory", "sources", id), row, parameter, cells)


def _parameter(work: Understanding, path: CasePath, row: str, name: str, cells: Mapping[str, Filled]) -> None:
    """A field of the source itself, or a value that was measured."""
    value, field = cells["value"], f"{path[-1]} {name}"
    is_measured = name not in _OWN
    number = is_measured or name in _NUMBERS
    unit = cells["unit"].text.strip() if "unit" in cells else ("%" if name == "purity" else "")
    text = read_number(work, value.text.strip(), value.mark, field, unit) if number else value.text.strip()
    if text is None:
        return
    if not is_measured:
        work.put((*path, name), text, value.mark)
        return
    path = (*path, "measured", name)
    work.put((*path, "value"), text, value.mark)
    for column, key in (("unit", "unit"), ("origin", "source")):
        if column not in cells:
            work.lacks(Address("parameters", row, column), value.mark, field)
        else:
            work.put((*path, key), cells[column].text.strip(), cells[column].mark)
    put_texts(work, path, "parameters", row, cells, ("evidence",))


def identified(work: Understanding, table: str, example: str) -> Iterator[tuple[str, Mapping[str, Filled], str]]:
    """The rows of a list whose entries carry a number of their own."""
    seen: dict[str, Mark] = {}
    for row, cells in work.answers.rows(table):
        at = next(iter(cells.values())).mark
        id = cells["id"].text.strip() if "id" in cells else ""
        title = getattr(work.asked.table(table), "title", table)
        if not id:
            work.note(NO_ID, at, title, expected=example)
        elif id in seen:
            work.note(ID_TWICE, cells["id"].mark, title, found=id, first=seen[id].place)
        else:
            seen[id] = cells["id"].mark
            work.put((*(("inventory",) if table == "sources" else ()), table, id, "id"), id, cells["id"].mark)
            yield row, cells, id
