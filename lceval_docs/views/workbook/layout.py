"""The columns of a table on its sheet: their order, heads and widths, and how high a row must be for its text."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

from lceval_docs.model.answer import Question, QuestionTable
from lceval_docs.model.workbook import LABEL, NOTE, STATUS, UNIT, YEAR
from lceval_docs.records import dataclass
from lceval_docs.views import question as asked
from lceval_docs.views.workbook.filling import look_of
from lceval_docs.views.workbook.grid import WorkCell, WorkColumn

CODE_HEAD = "代码"
LABEL_HEADS = {asked.DATA: "数据项", asked.PREREQUISITES: "编号", asked.SELF_ASSESSMENT: "三级指标"}
NOTE_HEADS = {asked.DATA: "应备的证明材料", asked.PREREQUISITES: "要求", asked.SELF_ASSESSMENT: "要求"}
LABEL_HEAD, NOTE_HEAD, STATUS_HEAD = "栏目", "填写提示", "状态"
VALUE_WIDTH, ANSWER_WIDTH, NUMBER_WIDTH = 52, 40, 8
WIDTHS = {"": 5.5, LABEL: 32, STATUS: 15, NOTE: 40, UNIT: 11, YEAR: 14, "id": 9, "name": 24, "what": 19, "supply": 20}
TYPE_WIDTHS = {"long_text": 24, "words": 16, "choice": 20, "number": 15, "date": 14, "yes_no": 13, "text": 18}
# Heights in points; a wide character takes the room of two digits and a little.
LINE_HEIGHT, MARGIN, LONGEST_ROW = 14.5, 4.0, 400.0
FIRST_WIDE, WIDE, NARROW = 0x2E80, 2.1, 1.05


@dataclass(frozen=True)
class Slot:
    """A column of a table: its code, and what is asked there."""

    code: str
    head: str
    question: Question | None = None


def slots_of(table: QuestionTable) -> tuple[Slot, ...]:
    """The columns in the order they stand in, the codes of rows first."""
    label = Slot(LABEL, LABEL_HEADS.get(table.id, LABEL_HEAD))
    note, status = Slot(NOTE, NOTE_HEADS.get(table.id, NOTE_HEAD)), Slot(STATUS, STATUS_HEAD)
    given = tuple(Slot(YEAR if q.is_year else q.id, _head(q), q) for q in table.columns)
    if table.is_list:
        order: tuple[Slot, ...] = (*given, status)
    elif table.id == asked.DATA:
        cut = max(n for n, slot in enumerate(given, 1) if slot.code == YEAR)
        order = (label, *given[:cut], status, *given[cut:], note)
    elif len(given) == 1:
        order = (label, *given, status, note)
    else:
        order = (label, note, *given, status)
    return (Slot("", CODE_HEAD), *order)


def _head(question: Question) -> str:
    return f"{question.label}（{question.unit}）" if question.unit else question.label


def width_of(slot: Slot, table: QuestionTable) -> WorkColumn:
    """As wide as what is usually typed; in a list, open below its last row."""
    if slot.question is None or slot.code in (UNIT, YEAR):
        width: float = NUMBER_WIDTH if slot.code == LABEL and table.id == asked.PREREQUISITES else WIDTHS[slot.code]
    elif len(table.columns) == 1:
        width = VALUE_WIDTH
    elif slot.code == "answer":
        width = ANSWER_WIDTH
    else:
        width = WIDTHS.get(slot.code, 0) or max(TYPE_WIDTHS[slot.question.type], len(slot.head) * 2)
    return WorkColumn(width, look_of(slot.question) if slot.question and table.is_list else "")


def height_of(cells: Sequence[WorkCell], widths: Sequence[float]) -> float:
    """Room for the longest text; 0 where one line will do, so that the row can still grow."""
    lines = max(_lines(cell.text, width) for cell, width in zip(cells, widths, strict=True) if cell.look != "code")
    return min(lines * LINE_HEIGHT + MARGIN, LONGEST_ROW) if lines > 1 else 0


def _lines(text: str, width: float) -> int:
    return sum(
        max(1, ceil(sum(WIDE if ord(c) >= FIRST_WIDE else NARROW for c in line) / width)) for line in text.split("\n")
    )
