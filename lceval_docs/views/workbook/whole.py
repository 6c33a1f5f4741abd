"""All sheets of the data workbook, blank or with what a factory has told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lceval_docs.model.answer import YEARS, Address, Choices, Questionnaire, QuestionTable
from lceval_docs.model.standard import Standard
from lceval_docs.model.workbook import (
    CHOICES,
    EDITION_PROPERTY,
    FORM_PROPERTY,
    FORM_VERSION,
    MARKER,
)
from lceval_docs.views import question as asked
from lceval_docs.views.workbook.grid import Sheet, WorkbookView, WorkCell, WorkColumn, WorkRow, reference
from lceval_docs.views.workbook.layout import width_of
from lceval_docs.views.workbook.status import EVALUATION_NAME
from lceval_docs.views.workbook.summary import ABOUT_SHEET, TITLE, about_sheet, subtotal_sheet
from lceval_docs.views.workbook.table import Paper, PlacedTable, Rows, place_table

CHOICES_SHEET = "选项"
EVALUATION_YEAR = "evaluation_year"
SHEETS = {
    asked.FACTORY: "基本信息",
    asked.PROFILE: "基本信息",
    asked.DATA: "能源与物料",
    asked.SOURCES: "排放源",
    asked.PARAMETERS: "排放源参数",
    asked.PREREQUISITES: "基本要求",
    asked.SELF_ASSESSMENT: "指标自评",
    asked.EVIDENCE: "证明材料",
}
# Tables in the order a factory fills them; lists of data items follow the data, the rest stands as it is asked.
ORDER = (asked.FACTORY, asked.PROFILE, asked.DATA, asked.SOURCES, asked.PARAMETERS)
FOOTER = "{title}　{edition}　{form}"


def view_workbook(standard: Standard, questionnaire: Questionnaire, filled: Mapping[Address, str]) -> WorkbookView:
    """The workbook of an edition with the answers `filled`.

    Columns asked for by role (base year …) get the three years before the edition's as heads, which a factory changes.
    """
    if any(q.is_year and q.id in YEARS for table in questionnaire.tables for q in table.columns):
        last = standard.identity.date.year
        questionnaire = asked.view_questions(standard, tuple(str(last - n) for n in range(len(YEARS), 0, -1)))
    rows, left_out = _by_row(questionnaire, filled)
    lists = _choice_lists(questionnaire)
    paper = Paper(
        standard,
        {choices: area for choices, (area, _) in lists.items()},
        rows.get(asked.FACTORY, {}).get(EVALUATION_YEAR, {}).get("value", ""),
    )
    placed = _place(paper, _ordered(questionnaire), rows)
    identity = standard.identity
    sources = next((p for p in placed if p.table.id == asked.SOURCES), None)
    sheets = (
        about_sheet(standard, placed),
        *_sheets(placed),
        *((subtotal_sheet(sources, rows.get(asked.SOURCES, {})),) if sources else ()),
        _choices_sheet(lists),
    )
    return WorkbookView(
        title=f"{identity.title}{TITLE}",
        creator=identity.owner,
        date=identity.date,
        footer=FOOTER.format(title=identity.title, edition=identity.edition, form=FORM_VERSION),
        sheets=sheets,
        names=tuple(_names(placed)),
        properties=((EDITION_PROPERTY, identity.edition), (FORM_PROPERTY, FORM_VERSION)),
        left_out=left_out,
    )


def _by_row(questionnaire: Questionnaire, filled: Mapping[Address, str]) -> tuple[dict[str, Rows], tuple[str, ...]]:
    """Answers by table, row and column; and the addresses that this questionnaire has no place for."""
    places = {t.id: {q.id for q in t.columns} for t in questionnaire.tables}
    found: dict[str, dict[str, dict[str, str]]] = {}
    left_out = []
    for address, text in filled.items():
        if address.column in places.get(address.table, ()) and questionnaire.question(address):
            found.setdefault(address.table, {}).setdefault(address.row, {})[address.column] = text
        else:
            left_out.append(str(address))
    return {table: dict(rows) for table, rows in found.items()}, tuple(left_out)


def _ordered(questionnaire: Questionnaire) -> tuple[QuestionTable, ...]:
    def place(table: QuestionTable) -> int:
        return ORDER.index(table.id) if table.id in ORDER else len(ORDER) + (not table.id.startswith(asked.ROWS))

    return tuple(sorted(questionnaire.tables, key=place))


def _place(paper: Paper, tables: tuple[QuestionTable, ...], rows: Mapping[str, Rows]) -> tuple[PlacedTable, ...]:
    """Each table on a sheet of its own, but for the short ones that share one. Lists first: the data refer to them."""
    names: dict[str, str] = {}
    for table in tables:
        names[table.id] = _sheet_name(table, set(names.values()))
    lists: dict[str, tuple[str, int]] = {}
    placed: dict[str, PlacedTable] = {}
    ends: dict[str, int] = {}
    for table in sorted(tables, key=lambda t: not t.is_list):
        filled = rows.get(table.id, {})
        one = place_table(paper, table, names[table.id], ends.get(names[table.id], 0), filled, lists)
        ends[one.sheet] = one.last + 2
        placed[table.id] = one
        if table.id.startswith(asked.ROWS):
            lists[table.id.removeprefix(asked.ROWS)] = (one.range(one.slots[1].code), len(filled))
    return tuple(placed[table.id] for table in tables)


def _sheet_name(table: QuestionTable, taken: set[str]) -> str:
    if table.id in SHEETS:
        return SHEETS[table.id]
    taken = {*taken, *SHEETS.values(), ABOUT_SHEET, CHOICES_SHEET}
    plain = "".join("_" if c in "[]:*?/\\'" else c for c in table.title)[:28]
    return next(name for name in (plain, *(f"{plain}_{n}" for n in range(2, 99))) if name not in taken)


def _sheets(placed: tuple[PlacedTable, ...]) -> Iterator[Sheet]:
    for name in dict.fromkeys(one.sheet for one in placed):
        blocks = [one for one in placed if one.sheet == name]
        first, is_single = blocks[0], len(blocks) == 1
        rows: list[WorkRow] = []
        for block in blocks:
            rows += [WorkRow(())] * (block.start - len(rows)) + list(block.rows)
        yield Sheet(
            name,
            tuple(width_of(slot, first.table) for slot in first.slots),
            tuple(rows),
            tuple(check for block in blocks for check in block.checks),
            tuple(signal for block in blocks for signal in block.signals),
            (first.first, 3 if first.table.is_list and len(first.slots) > 6 else 2) if is_single else (0, 0),
            first.head if is_single else None,
            "list" if first.table.id.startswith(asked.ROWS) else "form",
        )


def _names(placed: tuple[PlacedTable, ...]) -> Iterator[tuple[str, str]]:
    """The cell that says which year is evaluated."""
    factory = next((one for one in placed if one.table.id == asked.FACTORY), None)
    if factory:
        ids = [row.id for row in factory.table.rows]
        column = factory.columns("value")[0]
        yield EVALUATION_NAME, reference(factory.sheet, (factory.first + ids.index(EVALUATION_YEAR), column))


def _choice_lists(questionnaire: Questionnaire) -> dict[Choices, tuple[str, int]]:
    """Every list of choices once: where what people read stands, and the column of its codes."""
    questions = [q for t in questionnaire.tables for q in t.columns]
    questions += [q for t in questionnaire.tables for row in t.rows for q in row.questions.values()]
    found = dict.fromkeys(q.choices for q in questions if q.choices)
    return {
        choices: (reference(CHOICES_SHEET, (1, 2 * n + 2), (len(choices), 2 * n + 2)), 2 * n + 1)
        for n, choices in enumerate(found)
    }


def _choices_sheet(lists: Mapping[Choices, tuple[str, int]]) -> Sheet:
    """Codes and what people read, a pair of columns for each list."""
    longest = max(map(len, lists), default=0)
    marker = WorkRow((WorkCell(f"{MARKER}{CHOICES}", "code"),))
    rows = [
        WorkRow((None, *(WorkCell(t, "fixed") for c in lists for t in (c[n] if n < len(c) else ("", "")))))
        for n in range(longest)
    ]
    return Sheet(CHOICES_SHEET, (WorkColumn(10),), (marker, *rows), is_hidden=True)
