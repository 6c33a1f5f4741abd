"""What was filled in, understood: the values of `factory.yaml` by path.

Nothing is guessed: a text that is not certainly one number, one of the choices, one year is a problem that names its
cell or field. What was read other than typed is a warning.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from lceval_docs.model.answer import (
    BASE,
    BETWEEN,
    EVALUATION,
    NO_ROWS,
    Address,
    Answers,
    CasePath,
    CaseValues,
    Filled,
    Questionnaire,
)
from lceval_docs.problems import Fault, Mark, Problem, in_order
from lceval_docs.sources.answer.cell import (
    NO_ROW_YEAR,
    NO_UNIT,
    OUTSIDE,
    Understanding,
    by_year,
    label_of,
    put_texts,
    read_cell,
    read_year,
    units_of,
)
from lceval_docs.sources.answer.source import identified, read_sources

NOT_ASKED = Fault("E0966", '"{found}" is not asked in edition {expected}.', "Use the form of this edition.")
OTHER_EDITION = Fault(
    "E0967",
    'the form was made from edition "{found}", this is "{expected}". Asked there and not here: {gone}; here and not there: {new}.',
    "Fill in the form of this edition, or use that edition.",
)
_YEARS = {BASE: "base_year", EVALUATION: "evaluation_year", BETWEEN: BETWEEN}
# Lines of the factory file that the table `factory` asks for, in the order of the file.
FACTORY_LINES: Mapping[str, CasePath] = {
    "name": ("name",),
    "notice": ("notice",),
    "evaluation_year": ("evaluation_year",),
    "base_year": ("base_year",),
    "output_name": ("output", "name"),
    "output_unit": ("output", "unit"),
    "boundary": ("inventory", "boundary"),
    "fuel_set": ("inventory", "fuel_set"),
    "gwp": ("inventory", "gwp"),
    "region": ("inventory", "region"),
}


def understand(answers: Answers, asked: Questionnaire) -> tuple[CaseValues, tuple[Problem, ...]]:
    """The values that a filled document gives, by path of the factory file, and every problem and warning of it."""
    work = Understanding(answers, asked)
    _edition(work)
    if not work.problems:
        _factory(work)
        _profile(work)
        read_sources(work)
        _data(work)
        _rows(work)
        _answers(work, "prerequisites")
        _answers(work, "self_assessment")
        _evidence(work)
        _outside(work)
    return work.values, in_order(work.problems)


def _outside(work: Understanding) -> None:
    """Numbers of years that the evaluation does not look at: often the heads of the columns were left as they were."""
    base, last = work.years.get(BASE), work.years.get(EVALUATION)
    if not base or not last:
        return
    years: dict[str, Mark] = {}
    for path, value in work.values.items():
        if path[-2:-1] in (("values",), ("amounts",), ("rows",)):
            years.setdefault(path[-1], value.mark)
    for year, mark in years.items():
        if not base <= year <= last:
            work.problems.append(OUTSIDE.at(mark, found=year, expected=f"{base}–{last}"))


def _edition(work: Understanding) -> None:
    """Another edition's form, and everything that this edition does not ask."""
    unknown = [a for a in work.answers.filled if work.asked.question(a) is None and a.column != "id"]
    expected = work.asked.edition
    here = Mark(next(iter(work.answers.filled.values())).mark.file) if work.answers.filled else Mark("")
    if work.answers.edition and work.answers.edition != expected:
        there = work.answers.places | {(a.table, a.row) for a in unknown}
        work.problems.append(other_edition(here, work.answers.edition, work.asked, there))
        return
    for address in unknown:
        work.problems.append(NOT_ASKED.at(work.answers.filled[address].mark, found=address, expected=expected))


def other_edition(mark: Mark, found: str, asked: Questionnaire, places: Iterable[tuple[str, str]]) -> Problem:
    """Which edition a form was made from, and what differs. `places`: its named rows, by table."""
    there = set(places)
    fixed = {t.id for t in asked.tables if not t.is_list}
    now = [(t.id, r.id) for t in asked.tables if t.id in {table for table, _ in there} for r in t.rows]
    return OTHER_EDITION.at(
        mark,
        found=found,
        expected=asked.edition,
        gone=_some([f"{table}/{row}" for table, row in sorted(there - set(now)) if table in fixed]),
        new=_some([f"{table}/{row}" for table, row in now if (table, row) not in there]),
    )


def _some(words: list[str]) -> str:
    """At most five words, and how many more."""
    shown = ", ".join(dict.fromkeys(words[:5]))
    return f"{shown} … ({len(words)})" if len(words) > 5 else shown or "—"


def _factory(work: Understanding) -> None:
    cells = {row: cells["value"] for row, cells in work.answers.rows("factory") if "value" in cells}
    if cells:
        first = next(iter(cells.values())).mark
        work.put(("edition",), work.asked.edition, replace(first, place=""))
    for role, id in _YEARS.items():
        if id in cells:
            year = read_year(work, cells[id], label_of(work, Address("factory", id, "value")))
            if year is None:
                work.bad_years.add(role)
            else:
                work.years[role] = year
                if id in FACTORY_LINES:
                    work.put(FACTORY_LINES[id], year, cells[id].mark)
    for id, path in FACTORY_LINES.items():
        if id in cells and id not in _YEARS.values():
            value = read_cell(work, Address("factory", id, "value"), cells[id])
            if value is not None:
                work.put(path, value, cells[id].mark)


def _profile(work: Understanding) -> None:
    for id, cells in work.answers.rows("profile"):
        if "value" in cells:
            value = read_cell(work, Address("profile", id, "value"), cells["value"])
            if value is not None:
                work.put(("profile", id), value, cells["value"].mark)


def _data(work: Understanding) -> None:
    for id, cells in work.answers.rows("data"):
        path: CasePath = ("data", id)
        unit = read_cell(work, Address("data", id, "unit"), cells["unit"]) if "unit" in cells else None
        own = units_of(work, "data", id, unit or "")
        found = list(by_year(work, "data", id, cells, own))
        at = next(iter(cells.values())).mark
        if unit and (found or {"evidence", "note"} & set(cells)):
            work.put((*path, "unit"), unit, cells["unit"].mark)
        elif found and not unit and any(value != NO_ROWS for _, value, _ in found):
            _unit_taken(work, id, at)
        for year, value, mark in found:
            if value == NO_ROWS:
                work.put((*path, "rows", year), (), mark)
            else:
                work.put((*path, "values", year), value, mark)
        put_texts(work, path, "data", id, cells, ("evidence", "note"))
        if not found and any(p[:2] == path for p in work.values) and f"rows.{id}" not in _tables(work):
            work.put((*path, "values"), {}, at)


def _unit_taken(work: Understanding, id: str, mark: Mark) -> None:
    """Where several units may be chosen and none is, the usual one holds, and that is said."""
    question = work.asked.question(Address("data", id, "unit"))
    if question and len(question.choices) > 1:
        work.note(NO_UNIT, mark, label_of(work, Address("data", id, "unit")), expected=question.choices[0][1])


def _tables(work: Understanding) -> frozenset[str]:
    return frozenset(table.id for table in work.asked.tables)


def _rows(work: Understanding) -> None:
    """The tables of data items: their rows by year."""
    for table in (t for t in work.asked.tables if t.id.startswith("rows.")):
        by_year: dict[str, list[tuple[Mapping[str, str], Mapping[str, Filled]]]] = {}
        for row, cells in work.answers.rows(table.id):
            at = next(iter(cells.values())).mark
            year = _year(work, table.id, row, cells, at)
            told = {
                column: value
                for column, filled in cells.items()
                if column != "year" and (value := read_cell(work, Address(table.id, row, column), filled)) is not None
            }
            if year:
                by_year.setdefault(year, []).append((told, cells))
        for year, rows in by_year.items():
            path = ("data", table.id.removeprefix("rows."), "rows", year)
            marks = {
                (str(number), column): filled.mark
                for number, (_, cells) in enumerate(rows, 1)
                for column, filled in cells.items()
            }
            work.put(path, tuple(row for row, _ in rows), next(iter(marks.values())), marks)


def _year(work: Understanding, table: str, row: str, cells: Mapping[str, Filled], at: Mark) -> str | None:
    """The year of a row: typed, or the evaluation year where none is."""
    if "year" not in cells:
        year = work.years.get(EVALUATION)
        title = getattr(work.asked.table(table), "title", table)
        if year is None:
            work.lacks(Address(table, row, "year"), at, title)
        else:
            work.note(NO_ROW_YEAR, at, title, expected=year)
        return year
    return read_year(work, cells["year"], label_of(work, Address(table, row, "year")))


def _answers(work: Understanding, table: str) -> None:
    """Prerequisites and indicators: met, level, not applicable, note, evidence."""
    for id, cells in work.answers.rows(table):
        path: CasePath = (table, id)
        for column in ("met", "answer"):
            if column in cells:
                value = read_cell(work, Address(table, id, column), cells[column])
                name, _, code = (value or "").partition(":") if column == "answer" else (column, "", value or "")
                if value and code:
                    work.put((*path, name), code, cells[column].mark)
        put_texts(work, path, table, id, cells, ("not_applicable", "note", "evidence"))


def _evidence(work: Understanding) -> None:
    for row, cells, id in identified(work, "evidence", "E-01"):
        if "name" not in cells:
            work.lacks(Address("evidence", row, "name"), next(iter(cells.values())).mark, id)
        put_texts(work, ("evidence", id), "evidence", row, cells, ("name", "file", "period", "note"))
