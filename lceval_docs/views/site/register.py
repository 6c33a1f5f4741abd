"""The pages of published results: all of them to choose from, and one to look a certificate up."""

from __future__ import annotations

from collections.abc import Mapping

from lceval_docs.model.history import History
from lceval_docs.model.register import Register, Result
from lceval_docs.model.standard import Standard
from lceval_docs.views import number
from lceval_docs.views.block import (
    Block,
    ChosenTable,
    Facet,
    Heading,
    Inline,
    Items,
    Key,
    Link,
    Lookup,
    Notice,
    Page,
    Paragraph,
    Table,
)

RESULTS_PATH, CHECK_PATH = "results/index.md", "results/check.md"
RESULTS_TITLE, CHECK_TITLE, CORRECTIONS_TITLE = "评价结果公示", "查询证书", "更正记录"
STATUS: Mapping[str, str] = {"published": "已公示", "expired": "已过期", "withdrawn": "已撤销", "corrected": "已更正"}
SAYS = "显示 {shown} 条，共 {all} 条"
NONE_YET, NO_CORRECTIONS, NOTHING = "还没有公示的评价结果。", "没有更正。", "—"
EXAMPLES = "没有真实的评价结果"
ONLY_EXAMPLES = (
    "没有任何工厂按《{title}》（{edition}）评价过。下面的记录都是虚构示例，工厂、机构和结论都不存在，只说明公示的样子。"
)
SOME_EXAMPLES_TITLE = "含有虚构示例"
SOME_EXAMPLES = "名称带“虚构示例”的记录不对应任何真实的工厂，只说明公示的样子。"
ABOUT = "每个查询码一条记录；全部内容和是否在有效期内，到{check}页查看。"
ABOUT_CHECK = (
    "输入证书上的查询码，即知有没有这份证书、是否在有效期内。查询只在本机的网页里进行，不向任何地方发送内容；"
    "有效期按本机的日期判断。下表是全部记录，也可直接查看。"
)
LABEL, BUTTON, TABLE = "证书查询码", "查询", "全部记录"
# What the page says, by what was found; the script fills in the places.
OUTCOMES: tuple[tuple[str, str], ...] = (
    ("published", "查到：{factory}，{grade}。证书有效，有效期至{until}（按本机日期{today}）。"),
    ("corrected", "查到：{factory}，{grade}。记录更正过，见更正记录；证书有效，有效期至{until}（按本机日期{today}）。"),
    ("expired", "查到：{factory}，{grade}。证书已过期，有效期至{until}（按本机日期{today}）。"),
    ("withdrawn", "查到：{factory}，{grade}。证书已撤销，不再有效。"),
    ("none", "没有查到{code}。请核对证书上的查询码；确认无误仍查不到的，请向评价组织单位核实。"),
    ("malformed", "“{code}”不是查询码。查询码是三组字母和数字，每组四个，例如ABCD-EFGH-IJ23。"),
    ("invented", "这条记录是虚构示例，不是真实的评价结果。"),
)
HEADS = ("查询码", "工厂", "等级", "评价年", "总分", "有效期至", "状态")
MORE_HEADS = ("公示日期", "版次", "报告编号", "评价机构", "核算边界", "说明")


def view_results(standard: Standard, history: History, register: Register) -> Page:
    """A table to choose from by grade, year and status, and what was corrected."""
    check = Link(CHECK_TITLE, CHECK_PATH)
    before, _, after = ABOUT.partition("{check}")
    blocks = [*_notices(standard, history, register), Paragraph((before, check, after)), _table(standard, register)]
    if register.corrections:
        rows = tuple(
            (Link(c.record, f"{CHECK_PATH}#{anchor(c.record)}"), c.wrong, c.right, number.day(c.corrected_on))
            for c in register.corrections
        )
        corrections: Block = Table(("查询码", "原内容", "更正为", "更正日期"), rows)
    else:
        corrections = Paragraph(NO_CORRECTIONS)
    blocks += [Heading(2, CORRECTIONS_TITLE, "corrections"), corrections]
    source = register.corrections[0].mark.file if register.corrections else ""
    return Page(RESULTS_PATH, RESULTS_TITLE, source, tuple(blocks))


def view_check(standard: Standard, history: History, register: Register) -> Page:
    """A field for the code of a certificate, above everything that is known of each."""
    rows = tuple(
        (
            result.code,
            *_cells(standard, result),
            number.day(result.published_on),
            result.edition,
            result.report_number,
            result.organisation,
            result.boundary,
            result.note or NOTHING,
        )
        for result in register.results
    )
    keys = tuple(Key(r.code, anchor(r.code), r.status, r.valid_until.isoformat(), r.invented) for r in register.results)
    lookup = Lookup("register", LABEL, BUTTON, TABLE, (*HEADS, *MORE_HEADS), rows, keys, OUTCOMES)
    links = Items(
        (Link(RESULTS_TITLE, RESULTS_PATH), Link(CORRECTIONS_TITLE, f"{RESULTS_PATH}#corrections")),
    )
    blocks = (*_notices(standard, history, register), Paragraph(ABOUT_CHECK), lookup, links)
    return Page(CHECK_PATH, CHECK_TITLE, "", blocks)


def anchor(code: str) -> str:
    return f"r-{code}"


def _notices(standard: Standard, history: History, register: Register) -> tuple[Block, ...]:
    """That there is nothing yet, or that what is there is invented."""
    invented = [result.invented for result in register.results]
    if not invented:
        return (Paragraph(NONE_YET),)
    if all(invented):
        identity = standard.identity
        edition = history.edition_of(identity.edition)
        name = edition.title if edition else identity.edition
        return (Notice(EXAMPLES, ONLY_EXAMPLES.format(title=identity.title, edition=name)),)
    return (Notice(SOME_EXAMPLES_TITLE, SOME_EXAMPLES),) if any(invented) else ()


def _cells(standard: Standard, result: Result) -> tuple[Inline, ...]:
    grades = {grade.id: grade.name for grade in standard.grading.grades}
    return (
        result.factory,
        grades[result.grade],
        str(result.evaluation_year),
        number.plain(result.total),
        number.day(result.valid_until),
        STATUS[result.status],
    )


def _table(standard: Standard, register: Register) -> ChosenTable:
    years = sorted({result.evaluation_year for result in register.results}, reverse=True)
    facets = (
        Facet("grade", "等级", tuple((g.id, g.name) for g in standard.grading.grades)),
        Facet("year", "评价年", tuple((str(year), str(year)) for year in years)),
        Facet("status", "状态", tuple(STATUS.items())),
    )
    rows = tuple(
        (Link(result.code, f"{CHECK_PATH}#{anchor(result.code)}"), *_cells(standard, result))
        for result in register.results
    )
    kept = tuple(((r.grade,), (str(r.evaluation_year),), (r.status,)) for r in register.results)
    return ChosenTable("results-table", HEADS, rows, facets, kept, SAYS)
