"""The page on which a factory assesses itself: every question of the edition, with what helps to answer it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lceval_docs.formulas import names, parse
from lceval_docs.model.answer import Question, QuestionTable
from lceval_docs.model.data import DataItem
from lceval_docs.model.indicator import Count, Dimension, Indicator
from lceval_docs.model.standard import Standard
from lceval_docs.views import label, number
from lceval_docs.views.block import Notice, Page, Paragraph
from lceval_docs.views.picture import Linked
from lceval_docs.views.question import (
    DATA,
    EVIDENCE,
    FACTORY,
    PARAMETERS,
    PREREQUISITES,
    PROFILE,
    ROWS,
    SELF_ASSESSMENT,
    SOURCES,
    view_questions,
)
from lceval_docs.views.rule import rule_in_words
from lceval_docs.views.sheet import (
    Assessment,
    Blank,
    Blanks,
    Entry,
    Group,
    Help,
    Listing,
    Section,
    Standing,
)
from lceval_docs.views.site.part import data_anchor, indicator_path
from lceval_docs.views.site.reference import FORMS_TITLE

PATH, TITLE = "assessment/index.md", "自评价"
MODEL = "1"
UNOFFICIAL = "试算结果，不是评价结论"
NOT_SENT = "填写的内容只留在这台设备的浏览器里，不发送到任何地方。"
INTRODUCTION = "在这里填写工厂的数据和自评结论，边填边看得分、等级和还缺什么。计算在浏览器里进行，用的是生成评价报告的同一套程序和同一版次的标准。"
WORKBOOK_LINK = "空白数据表（Excel）"
# Asked of few rows, so folded away.
LESS_USED = ("not_applicable", "note", "evidence", "origin")
UNCHOSEN, UNIT_UNCHOSEN, UNIT = "请选择", "未选，按 {usual}", "unit"
SCORING, PROOF, USED, NOTE, DICTIONARY = "怎样评分", "证明材料", "用于", "口径", "数据字典"
_TOLD = {
    SOURCES: "一行一种燃料、电力、热力或气体。类别和燃料、物质或气体决定用哪个因子；电力、热力另选供应方式。",
    PARAMETERS: "有实测值，或要说明因子的年份、地区时才填。排放源编号与上面一致。",
    DATA: "数字照平常的写法即可，如 1,234.5、12万。确实为零的填 0；没有数据的留空，不要填 0。",
    PREREQUISITES: "基本要求不计分，任何一项不符合，结果即为不通过。",
    SELF_ASSESSMENT: "由数据计算的指标自动得分，不用作答；其余选择最接近的一级。",
    EVIDENCE: "给证明材料编号，上面各处注明编号即可。文件不在这里上传。",
}
_ADD = "添加一行"


def view_assessment(standard: Standard) -> Page:
    """The page; what is asked follows from the edition alone."""
    identity = standard.identity
    books = [Linked(WORKBOOK_LINK, form.blank) for form in standard.forms if form.kind == "workbook"]
    block = Assessment(
        identity.edition,
        MODEL,
        f"{UNOFFICIAL}。{identity.notice}",
        tuple((profile.id, profile.name) for profile in standard.profiles),
        tuple(_sections(standard)),
        books[0] if books else None,
        Linked(FORMS_TITLE, "forms/index.md"),
    )
    notice = Notice(UNOFFICIAL, f"{identity.notice}{NOT_SENT}")
    return Page(PATH, TITLE, "", (notice, Paragraph(INTRODUCTION), block), is_wide=True)


def _sections(standard: Standard) -> Iterator[Section]:
    asked = {table.id: table for table in view_questions(standard).tables}
    first = [asked[id] for id in (FACTORY, PROFILE) if id in asked]
    yield Section(FACTORY, "评价范围和基本信息", tuple(Group(t.id, t.title, tuple(_entries(t))) for t in first))
    yield _listed(SOURCES, asked[SOURCES], asked[PARAMETERS])
    yield Section(DATA, asked[DATA].title, tuple(_data_groups(standard, asked)), _TOLD[DATA])
    yield _section(asked[PREREQUISITES], tuple(_prerequisites(standard, asked[PREREQUISITES])))
    indicators = tuple(_dimension(standard, asked[SELF_ASSESSMENT], d) for d in standard.dimensions)
    yield Section(SELF_ASSESSMENT, asked[SELF_ASSESSMENT].title, indicators, _TOLD[SELF_ASSESSMENT])
    yield _listed(EVIDENCE, asked[EVIDENCE])


def _section(table: QuestionTable, parts: tuple[Entry, ...]) -> Section:
    return Section(table.id, table.title, (Group(table.id, "", parts),), _TOLD[table.id])


def _listed(id: str, *tables: QuestionTable) -> Section:
    """A section of lists, named after the first."""
    groups = tuple(Group(t.id, t.title if t.id != id else "", (_listing(t),), _TOLD[t.id]) for t in tables)
    return Section(id, tables[0].title, groups)


def _entries(table: QuestionTable) -> Iterator[Entry]:
    for row in table.rows:
        blanks = _blanks(table, row.id)
        told = "" if len(table.columns) == 1 else row.note
        yield Entry(table.id, row.id, row.label, blanks, told)


def _prerequisites(standard: Standard, table: QuestionTable) -> Iterator[Entry]:
    known = {p.id: p for p in standard.grading.prerequisites}
    for row in table.rows:
        one = known[row.id]
        proof = (Help(PROOF, one.evidence),) if one.evidence else ()
        standing = Standing(one.status, label.STATUS[one.status])
        yield Entry(table.id, row.id, row.label, _blanks(table, row.id), row.note, standing=standing, help=proof)


def _dimension(standard: Standard, table: QuestionTable, dimension: Dimension) -> Group:
    parts = tuple(_indicator(standard, table, indicator) for indicator in dimension.indicators)
    points = f"满分 {number.plain(dimension.weight.points)} 分。"
    return Group(f"{table.id}-{dimension.id.lower()}", f"{dimension.id} {dimension.name}", parts, points)


def _indicator(standard: Standard, table: QuestionTable, indicator: Indicator) -> Entry:
    """An indicator: what it demands and how it is scored, worded as on its own page."""
    proof = (Help(PROOF, indicator.evidence),) if indicator.evidence else ()
    return Entry(
        table.id,
        indicator.id,
        f"{indicator.id} {indicator.name}",
        _blanks(table, indicator.id),
        indicator.requirement,
        (label.KIND[indicator.kind], f"{number.plain(indicator.points)} 分"),
        Standing(indicator.status, label.STATUS[indicator.status]),
        indicator_path(indicator.id),
        (Help(SCORING, tuple(rule_in_words(standard, indicator))), *proof),
    )


def _data_groups(standard: Standard, asked: Mapping[str, QuestionTable]) -> Iterator[Group]:
    served = _served(standard)
    for group in standard.data_groups:
        parts: list[Entry | Listing] = []
        for item in group.items:
            parts.append(_item(asked[DATA], item, served.get(item.id, ())))
            if rows := asked.get(f"{ROWS}{item.id}"):
                parts.append(_listing(rows))
        yield Group(f"{DATA}-{group.id}", group.name, tuple(parts))


def _item(table: QuestionTable, item: DataItem, served: tuple[Indicator, ...]) -> Entry:
    used = (Help(USED, (), tuple(Linked(f"{i.id} {i.name}", indicator_path(i.id)) for i in served)),) if served else ()
    proof = (Help(PROOF, item.evidence),) if item.evidence else ()
    note = (Help(NOTE, (item.note,)),) if item.note else ()
    dictionary = Help(DICTIONARY, (), (Linked(item.name, f"develop/data.md#{data_anchor(item.id)}"),))
    blanks = _blanks(table, item.id)
    return Entry(table.id, item.id, item.name, blanks, help=(*note, *proof, *used, dictionary))


def _served(standard: Standard) -> Mapping[str, tuple[Indicator, ...]]:
    """The indicators that each data item is asked for: by their formulas, through derived quantities, or to count by."""
    served: dict[str, tuple[Indicator, ...]] = {}
    for indicator in standard.indicators:
        for name in dict.fromkeys(_needed(standard, indicator)):
            served[name] = (*served.get(name, ()), indicator)
    return served


def _needed(standard: Standard, indicator: Indicator) -> Iterator[str]:
    waiting = list(names(parse(indicator.measure.formula))) if indicator.measure else []
    if isinstance(indicator.scoring, Count):
        waiting.append(indicator.scoring.of)
    seen: set[str] = set()
    while waiting:
        name = waiting.pop(0)
        if name in seen:
            continue
        seen.add(name)
        if name in standard.data_items:
            yield name
        elif name in standard.derived_items and standard.derived_items[name].source == "formula":
            waiting += names(parse(standard.derived_items[name].formula))


def _listing(table: QuestionTable) -> Listing:
    return Listing(table.id, table.title, _blanks(table, "{row}"), _ADD)


def _blanks(table: QuestionTable, row: str) -> Blanks:
    """The inputs of a row; years beside each other, and folded away what is seldom asked."""
    asked: list[Blank] = []
    years: list[Blank] = []
    more: list[Blank] = []
    for column in table.columns:
        question = table.question(row, column.id)
        if question is None:
            continue
        blank = _blank(f"{table.id}/{row}/{column.id}", question, table.title)
        kind = years if column.is_year else more if column.id in LESS_USED else asked
        kind.append(blank)
    return Blanks(tuple(asked), tuple(years), tuple(more))


def _blank(address: str, question: Question, title: str) -> Blank:
    offered = dict.fromkeys(name for _, name in (*question.choices, *question.aliases))
    is_unit = address.endswith(f"/{UNIT}") and bool(question.choices)
    return Blank(
        address,
        question.label,
        question.type,
        () if question.is_open else question.choices,
        question.hint,
        question.unit,
        UNIT_UNCHOSEN.format(usual=question.choices[0][1]) if is_unit else UNCHOSEN,
        tuple(offered) if question.is_open else (),
        is_unit and len(question.choices) == 1,
        question.kinds,
    )
