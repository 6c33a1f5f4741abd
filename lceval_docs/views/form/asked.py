"""Tables of the questionnaire as grids: rows that are asked by name, and lists with rows to fill."""

from __future__ import annotations

from collections.abc import Iterator

from lceval_docs.model.answer import Address, Question, QuestionRow, QuestionTable
from lceval_docs.views.form.control import Filling, asked_input
from lceval_docs.views.form.shape import BLANK, GRID_ROW, LABEL, TEXT, TITLE, Cell, Grid, Row, heading
from lceval_docs.views.question import DATA, PREREQUISITES, ROWS, SELF_ASSESSMENT, SOURCES, YEAR_HEADS

ROW_HEADS = {PREREQUISITES: "基本要求", DATA: "数据项", SELF_ASSESSMENT: "评价指标"}
ROW_WIDTH = {PREREQUISITES: 8, DATA: 7, SELF_ASSESSMENT: 8}
WIDTH = {"text": 4, "long_text": 5, "number": 3, "date": 4, "choice": 4, "yes_no": 3, "words": 4}
OF_COLUMN = {"id": 2, "unit": 3, "year": 2, "name": 6}
YEAR_HEAD = "{year}\n（{role}）"
UNIT = "{label}（{unit}）"
# Rows of a list: on a blank form, and more than a case has, for what is added by hand.
BLANK_ROWS, SPARE_ROWS = 12, 2
BLANK_ROWS_OF_ITEM = 8
WIDE = 9


def asked_grids(filling: Filling, asked: str, is_alone: bool = False) -> Iterator[Grid]:
    """The grids for what a section asks; `rows` are the tables of the data items. One alone needs no title."""
    for table in filling.questions.tables:
        if table.id == asked or (asked == ROWS.rstrip(".") and table.id.startswith(ROWS)):
            yield _list(filling, table, is_alone and table.id == asked) if table.is_list else _named(filling, table)


def _head(filling: Filling, question: Question) -> str:
    role = YEAR_HEADS.get(filling.roles.get(question.id, ""), "")
    if role:
        return YEAR_HEAD.format(year=question.label, role=role)
    return UNIT.format(label=question.label, unit=question.unit) if question.unit else question.label


def _width(question: Question) -> int:
    return OF_COLUMN.get(question.id, WIDTH[question.type])


def _title(table: QuestionTable, columns: int) -> Row:
    return Row((Cell((table.title,), TITLE, columns),), GRID_ROW, True)


def _list(filling: Filling, table: QuestionTable, is_alone: bool) -> Grid:
    """As many rows as there are, or as have room; few are spare once a case has told its sources."""
    numbers = sorted({int(address.row) for address in filling.answers if address.table == table.id})
    blank = BLANK_ROWS_OF_ITEM if table.id.startswith(ROWS) else BLANK_ROWS
    spare = SPARE_ROWS if numbers or filling.has_rows(SOURCES) else blank
    rows = [_list_row(filling, table, str(number)) for number in numbers]
    rows += [_list_row(filling, table, "")] * spare
    heads = heading(tuple(_head(filling, c) for c in table.columns), tuple(c.hint for c in table.columns))
    widths = tuple(_width(column) for column in table.columns)
    title = () if is_alone else (_title(table, len(widths)),)
    return Grid(widths, (*title, heads, *rows), table.title)


def _list_row(filling: Filling, table: QuestionTable, row: str) -> Row:
    cells = tuple(
        Cell(
            (
                asked_input(
                    str(Address(table.id, "", column.id)),
                    column,
                    filling.answers.get(Address(table.id, row, column.id), ""),
                ),
            ),
            BLANK,
        )
        for column in table.columns
    )
    return Row(cells, GRID_ROW, is_one_of_many=True)


def _named(filling: Filling, table: QuestionTable) -> Grid:
    """A row for each of what the standard lists."""
    heads = (ROW_HEADS.get(table.id, table.title), *(_head(filling, column) for column in table.columns))
    widths = (ROW_WIDTH.get(table.id, WIDTH["long_text"]), *(_width(column) for column in table.columns))
    rows: list[Row] = []
    titles = _group_titles(filling, table)
    for row in table.rows:
        if row.id in titles:
            rows.append(Row((Cell((titles[row.id],), TITLE, len(widths)),), GRID_ROW))
        rows.append(_named_row(filling, table, row))
    hints = ("", *(column.hint for column in table.columns))
    return Grid(widths, (heading(heads, hints), *rows), table.title)


def _group_titles(filling: Filling, table: QuestionTable) -> dict[str, str]:
    """What stands above the first row of each group of data items or indicators."""
    standard = filling.standard
    if table.id == DATA:
        return {group.items[0].id: group.name for group in standard.data_groups if group.items}
    if table.id == SELF_ASSESSMENT:
        return {d.indicators[0].id: f"{d.id} {d.name}" for d in standard.dimensions if d.indicators}
    return {}


def _named_row(filling: Filling, table: QuestionTable, row: QuestionRow) -> Row:
    is_plain = row.label == row.id  # a number by itself goes before what it numbers
    text = f"{row.id}　{row.note}" if is_plain else row.label
    cells = [Cell((text,), TEXT, hint="" if is_plain else row.note)]
    for column in table.columns:
        question = table.question(row.id, column.id)
        address = Address(table.id, row.id, column.id)
        if question is None:
            cells.append(Cell((), LABEL))
        else:
            cells.append(Cell((asked_input(str(address), question, filling.answers.get(address, "")),), BLANK))
    return Row(tuple(cells), GRID_ROW)
