"""Answers whose controls were deleted and typed over, as far as label and head point to one cell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from lxml import etree

from lceval_docs.model.answer import (
    Address,
    Filled,
    Question,
    QuestionRow,
    QuestionTable,
)
from lceval_docs.problems import Fault
from lceval_docs.sources.form.control import Reading
from lceval_docs.sources.form.grid import Cell, Grid, is_loose
from lceval_docs.sources.template.package import w

TYPED_OVER = Fault("W0945", "{field}: its field was deleted; read from the cell beside its label.")
UNREADABLE = Fault(
    "W0946", "{field}: its field was deleted, and no one cell can be told to hold the answer; nothing was read."
)


def read_typed_over(reading: Reading, body: etree._Element, sections: Mapping[etree._Element, str]) -> None:
    """Answers whose controls are gone, as far as label and head point to one cell."""
    grids = [Grid(table, sections.get(table, "")) for table in body.iter(w("tbl"))]
    tagged = {address.table for address in reading.tags}
    for table in reading.asked.tables:
        if tagged and table.id not in tagged:
            continue
        if table.is_list:
            _loose_rows(reading, table, grids)
        else:
            _loose_cells(reading, table, grids, bool(tagged))


def _loose_cells(reading: Reading, table: QuestionTable, grids: list[Grid], was_tagged: bool) -> None:
    """The questions of a table's rows whose controls are gone."""
    questions = tuple(_questions(table, grids))
    for row in table.rows:
        for question in questions:
            address = Address(table.id, row.id, question.id)
            if address not in reading.tags and table.question(row.id, question.id) is not None:
                _loose_cell(reading, table, row, question, grids, was_tagged)


def _loose_cell(
    reading: Reading,
    table: QuestionTable,
    row: QuestionRow,
    question: Question,
    grids: list[Grid],
    was_tagged: bool,
) -> None:
    pointed = [(grid, cell) for grid in grids for cell in _beside(grid, table, row, question)]
    cells = [(grid, cell) for grid, cell in pointed if is_loose(cell)]
    name = f"{row.label} {question.label}" if len(table.columns) > 1 else row.label
    if len(cells) == 1:
        grid, cell = cells[0]
        mark = reading.mark(grid.section, name)
        reading.filled[Address(table.id, row.id, question.id)] = Filled(cell.text.strip(), mark)
        reading.problems.append(TYPED_OVER.at(mark, field=name))
    elif was_tagged and (cells or not pointed):
        reading.problems.append(UNREADABLE.at(reading.mark(table.title, name), field=name))


def _questions(table: QuestionTable, grids: list[Grid]) -> Iterator[Question]:
    """The columns of a table as the form has them: years by role, or the years that its heads name."""
    for question in table.columns:
        if not question.is_year or any(grid.column(question.label) for grid in grids):
            yield question
    asked = next((q for q in table.columns if q.is_year), None)
    if asked:
        for year in dict.fromkeys(year for grid in grids for year in grid.years()):
            yield replace(asked, id=year, label=year)


def _beside(grid: Grid, table: QuestionTable, row: QuestionRow, question: Question) -> list[Cell]:
    """The cells that a row's label and a column's head point to."""
    is_single = len(table.columns) == 1
    column = None if is_single else grid.column(question.label)
    if not is_single and column is None:
        return []
    found: list[Cell] = []
    for cells, number in grid.labelled(row.label, *(() if is_single else (row.id,))):
        if is_single:
            found += cells[number + 1 : number + 2]
        else:
            found += [cell for cell in cells if (cell.start, cell.end) == column]
    return found


def _loose_rows(reading: Reading, table: QuestionTable, grids: list[Grid]) -> None:
    """Answers in the rows of a list whose controls are gone, below heads that name their columns."""
    tagged = {row for name, row in reading.rows if name == table.id}
    for grid in grids:
        columns = {q.id: found for q in table.columns if (found := grid.column(q.label))}
        is_ours = any(row in tagged for row, _ in grid.rows)
        if not is_ours and (tagged or len(columns) < len(table.columns)):
            continue
        for row, cells in grid.rows:
            told = [] if row in grid.heads else list(_told(cells, columns))
            number = reading.row_of(table.id, row) if told else ""
            new = [(id, text) for id, text in told if Address(table.id, number, id) not in reading.tags]
            for id, text in new:
                mark = reading.mark(grid.section, table.title, f"{table.title}第{number}行")
                reading.filled[Address(table.id, number, id)] = Filled(text, mark)
            if new:
                mark = reading.mark(grid.section, table.title, f"{table.title}第{number}行")
                reading.problems.append(TYPED_OVER.at(mark, field=table.title))


def _told(cells: tuple[Cell, ...], columns: Mapping[str, tuple[int, int]]) -> Iterator[tuple[str, str]]:
    """What stands without a control in cells exactly below a head."""
    for id, place in columns.items():
        found = [cell for cell in cells if (cell.start, cell.end) == place]
        if len(found) == 1 and is_loose(found[0]):
            yield id, found[0].text.strip()
