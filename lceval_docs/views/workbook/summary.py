"""The first sheet (what this is, how to fill it, what is still missing) and the subtotals of the emission sources."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation

from lceval_docs.model.standard import Standard
from lceval_docs.model.workbook import FORM, FORM_VERSION, MARKER, STATUS, UNIT, YEAR
from lceval_docs.views import label
from lceval_docs.views.workbook.grid import Sheet, WorkCell, WorkColumn, WorkRow, reference
from lceval_docs.views.workbook.status import DONE, LACKS, OPEN
from lceval_docs.views.workbook.table import LIST_END, PlacedTable, Rows

ABOUT_SHEET, SUBTOTAL_SHEET = "填写说明", "小计核对"
TITLE = "数据工作簿"
EDITION_LINE = "适用版本：{edition}（{stage}）　表式：{form}"
HOW_TITLE, STATE_TITLE = "怎样填写", "填写情况（随填写自动更新）"
HOW = (
    "只填浅黄色的格子。灰色格子是说明和代码，已锁定（没有密码）；第一列的代码是导入时认行用的，请不要改动。",
    "先填“基本信息”中的基准年和评价年，再填各表。年度列的表头可以改成工厂自己的年度；要多填一年，就在年度列之间插入一列，在表头写上年度。",
    "数字直接填数，不带单位和千分位逗号；没有数据就留空，没有发生填 0。计量单位已固定的不用填，可选的从下拉列表中选。",
    "排放源、参数、证明材料和各明细表每行填一项，行数不够可以在表中插入行或接着往下填；可以排序、插入行和列、改工作表的名称。",
    "有下拉列表的格子请从列表中选择。格子里可以写公式，导入时取 Excel 最后一次算出的值，所以请用 Excel 或 WPS 打开并保存后再提交。",
    "证明材料先在“证明材料”表中编号，再把编号填在各表的“证明材料编号”一栏，多个编号用顿号隔开。",
    "图片不要插入到单元格里；证明材料的文件放在证明材料文件夹中。",
)
STATE_HEADS = ("工作表", "内容", DONE, OPEN, "不全")
SUBTOTAL_TITLE = "按供应方式小计"
SUBTOTAL_LINE = "由“{sheet}”自动计算，供核对，不用填写。计量单位不一致或数字写成文字时不计算。"
SUBTOTAL_HEADS = ("供应方式", "计量单位")
MIXED, WORDS = "计量单位不一致", "有写成文字的数"
SUPPLY = "supply"


def about_sheet(standard: Standard, tables: tuple[PlacedTable, ...]) -> Sheet:
    """The first sheet."""
    identity = standard.identity
    edition = EDITION_LINE.format(edition=identity.edition, stage=label.STAGE[identity.stage], form=FORM_VERSION)
    rows = [
        WorkRow(tuple(WorkCell(t, "code") for t in (f"{MARKER}{FORM}", identity.edition)), is_hidden=True),
        WorkRow((None, WorkCell(f"{identity.title}　{TITLE}", "title")), 34),
        WorkRow((None, WorkCell(edition, "line"))),
        WorkRow((None, WorkCell(identity.notice, "notice")), 22),
        WorkRow(()),
        WorkRow((None, WorkCell(HOW_TITLE, "title")), 24),
        *(WorkRow((None, WorkCell(f"{n}. {text}", "line"))) for n, text in enumerate(HOW, 1)),
        WorkRow(()),
        WorkRow((None, WorkCell(STATE_TITLE, "title")), 24),
        WorkRow((None, *(WorkCell(text, "head") for text in STATE_HEADS)), 24),
        *map(_state, tables),
    ]
    columns = (WorkColumn(2), WorkColumn(26), WorkColumn(34), WorkColumn(14), WorkColumn(14), WorkColumn(14))
    return Sheet(ABOUT_SHEET, columns, tuple(rows), tab="form")


def _state(placed: PlacedTable) -> WorkRow:
    """How many rows of a table are done, open, and begun."""
    area = placed.range(STATUS)
    said = [text for text in placed.statuses if text]

    def count(begins: str) -> WorkCell:
        now = sum(text.startswith(begins) for text in said)
        return WorkCell(str(now), "figure", "number", formula=f'=COUNTIF({area},"{begins}*")')

    is_open = not placed.table.is_list
    left = count(OPEN) if is_open else WorkCell("", "figure")
    return WorkRow(
        (None, WorkCell(placed.sheet, "label"), WorkCell(placed.table.title, "label"), count(DONE), left, count(LACKS))
    )


def subtotal_sheet(placed: PlacedTable, filled: Rows) -> Sheet:
    """Amounts of the sources by how they are supplied, where their units agree."""
    supply = next(slot.question for slot in placed.slots if slot.code == SUPPLY and slot.question)
    years = [slot.question.id for slot in placed.slots if slot.code == YEAR and slot.question]
    first = placed.columns(YEAR)[0]
    heads = [
        WorkCell(year, "head", "number", formula=f"={reference(placed.sheet, (placed.head, first + n))}")
        for n, year in enumerate(years)
    ]
    rows = [
        WorkRow((None, WorkCell(SUBTOTAL_TITLE, "title")), 26),
        WorkRow((None, WorkCell(SUBTOTAL_LINE.format(sheet=placed.sheet), "line"))),
        WorkRow((None, *(WorkCell(text, "head") for text in SUBTOTAL_HEADS), *heads), 24),
    ]
    for row, (code, name) in enumerate(supply.choices, len(rows)):
        mine = [said for said in filled.values() if said.get(SUPPLY) == code]
        rows.append(WorkRow(tuple(_subtotal(placed, row, name, mine, years))))
    columns = (WorkColumn(2), WorkColumn(30), WorkColumn(16), *[WorkColumn(18)] * len(years))
    return Sheet(SUBTOTAL_SHEET, columns, tuple(rows), frozen=(3, 0), head=2, tab="computed")


def _subtotal(
    placed: PlacedTable, row: int, name: str, mine: list[Mapping[str, str]], years: list[str]
) -> Iterator[WorkCell | None]:
    supplies, units = (placed.range(code, LIST_END) for code in (SUPPLY, UNIT))
    own, unit = f"$B{row + 1}", f"$C{row + 1}"
    now = next((said.get(UNIT, "") for said in mine), "")
    yield None
    yield WorkCell(name, "label")
    yield WorkCell(
        now, "fixed", formula=f'=IF(COUNTIF({supplies},{own})=0,"",INDEX({units},MATCH({own},{supplies},0))&"")'
    )
    is_mixed = any(said.get(UNIT, "") != now for said in mine)
    first = placed.columns(YEAR)[0]
    for n, year in enumerate(years):
        column = first + n
        amounts = reference(placed.sheet, (placed.first, column), (LIST_END, column))
        counted = f"COUNTIF({supplies},{own})"
        mixed = f"COUNTIFS({supplies},{own},{units},{unit})<>{counted}"
        words = f"SUMPRODUCT(({supplies}={own})*ISTEXT({amounts}))>0"
        formula = f'=IF({counted}=0,"",IF({mixed},"{MIXED}",IF({words},"{WORDS}",SUMIF({supplies},{own},{amounts}))))'
        text = "" if not mine else MIXED if is_mixed else _sum([said.get(year, "") for said in mine])
        yield WorkCell(text, "figure", "text" if text in ("", MIXED, WORDS) else "number", formula=formula)


def _sum(texts: list[str]) -> str:
    try:
        return f"{sum((Decimal(text) for text in texts if text), Decimal(0)):f}"
    except InvalidOperation:
        return WORDS
