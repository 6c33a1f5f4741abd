"""A filled workbook, whatever was renamed, sorted or moved in it: by codes, never by place."""

from __future__ import annotations

from collections.abc import Iterator

from lceval_docs.model.answer import Address, Answers, Filled, Questionnaire
from lceval_docs.model.workbook import CHOICES, EDITION_PROPERTY, FORM, HEADS, is_part
from lceval_docs.problems import Fault, Mark, Problem
from lceval_docs.sources.answer.whole import other_edition
from lceval_docs.sources.workbook.grid import FoundBook, cell_name, read_grid
from lceval_docs.sources.workbook.package import open_package
from lceval_docs.sources.workbook.table import FoundTable, TableReader, find_tables

NOT_OURS = Fault(
    "E0933",
    "this workbook was not made from our form: no sheet tells what it holds.",
    "Fill the form that was handed out.",
)
UNKNOWN_TABLE = Fault("E0935", 'the form has no table "{found}".', "Use the form as it was handed out.")
DOUBLED_TABLE = Fault("E0936", 'the table "{found}" stands in the workbook twice.', "Delete one of the two sheets.")
NO_EDITION = Fault("W0937", "the workbook does not say its edition; it is read as {expected}.")
NO_TABLE = Fault(
    "E0938",
    "the sheet with the table {found}, or its first column or rows, is missing; its answers would be lost.",
    "Use the form as it was handed out; a sheet with nothing to report may stay empty.",
)


def read_workbook(raw: bytes, shown: str, asked: Questionnaire) -> tuple[Answers | None, tuple[Problem, ...]]:
    """What the workbook answers, as typed, and every problem of it; no answers if one is more than a warning.

    `asked`: the questionnaire of the edition in use; its year columns stand for whatever years the heads say.
    """
    whole = Mark(shown)
    parts, problems = open_package(raw, whole)
    if not parts:
        return None, problems
    book, more = read_grid(parts, whole)
    if book is None:
        return None, (*problems, *more)
    tables = [table for sheet in book.sheets for table in find_tables(sheet)]
    if not tables:
        return None, (*problems, NOT_OURS.at(whole))
    edition = _edition(book, tables)
    if edition and edition != asked.edition:
        return None, (*problems, other_edition(whole, edition, asked, _places(tables)))
    found = [*problems, *more, *(() if edition else (NO_EDITION.at(whole, expected=asked.edition),))]
    filled: dict[Address, Filled] = {}
    seen: set[str] = set()
    for table in tables:
        if table.table in (FORM, CHOICES):
            continue
        place = f"{table.sheet.name}!{cell_name(table.row, table.column)}"
        mark = Mark(shown, table.row, table.column, place=place)
        questions = asked.table(table.table)
        if questions is None:
            found.append(UNKNOWN_TABLE.at(mark, found=table.table))
        elif table.table in seen:
            found.append(DOUBLED_TABLE.at(mark, found=questions.title))
        else:
            seen.add(table.table)
            reader = TableReader(table, questions, shown)
            filled |= reader.answers()
            found += reader.problems
    found += [NO_TABLE.at(whole, found=t.title) for t in asked.tables if t.id not in seen]
    is_whole = all(problem.fault.is_warning for problem in found)
    return (Answers(edition or asked.edition, filled) if is_whole else None), tuple(found)


def _edition(book: FoundBook, tables: list[FoundTable]) -> str:
    """The edition of the form: as the first sheet says, else as the file's properties do."""
    said = (table.codes[min(table.codes)].text for table in tables if table.table == FORM and table.codes)
    return next(said, "") or book.properties.get(EDITION_PROPERTY, "")


def _places(tables: list[FoundTable]) -> Iterator[tuple[str, str]]:
    """The named rows of the form, by table."""
    for table in tables:
        for number in range(table.row + 1, table.last + 1):
            cell = table.sheet.cells.get(number, {}).get(table.column)
            code = cell.text.strip() if cell else ""
            if code and code != HEADS and not is_part(code):
                yield table.table, code
