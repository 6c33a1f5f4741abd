"""Pages for use: forms to download, examples with their results, every problem by its code."""

from __future__ import annotations

import re
from collections.abc import Iterable

from lceval_docs.model.case import Case
from lceval_docs.model.evaluation import Evaluation
from lceval_docs.model.standard import Standard
from lceval_docs.problems import Fault, Translate
from lceval_docs.views.block import Block, Code, Heading, Items, Link, Notice, Page, Paragraph, Table
from lceval_docs.views.charted import view_bars, view_radar
from lceval_docs.views.inventory import view_inventory
from lceval_docs.views.listing import view_forms_by_stage
from lceval_docs.views.score import view_score

FORMS_TITLE, EXAMPLES_TITLE, PROBLEMS_TITLE = "表格下载", "虚构示例", "问题代码"
RADAR_TITLE = "各一级指标的得分率"
GROUPS = {
    "E01": "读取文件",
    "E02": "字段",
    "E03": "数量和公式",
    "E04": "标准内容",
    "E05": "案例、评价结果和版次",
    "E06": "Word模板",
    "E07": "命令",
    "E10": "网页",
}


def view_forms(standard: Standard) -> Page:
    """Every document by stage and who fills it in; a link to the blank one, where there is one."""
    rows = tuple(
        (
            stage,
            f.audience,
            Link(f"{f.title}（{f.blank.rpartition('.')[2]}）", f.blank) if f.blank else f.title,
            f.kind,
            "、".join(f.sections),
        )
        for stage, forms in view_forms_by_stage(standard)
        for f in forms
    )
    return Page(
        "forms/index.md",
        FORMS_TITLE,
        standard.forms[0].mark.file,
        (Notice("表格的状态", standard.identity.notice), Table(("阶段", "填写人", "文件", "种类", "内容"), rows)),
    )


def view_examples(standard: Standard, examples: Iterable[tuple[Case, Evaluation]]) -> Page:
    rows, source = [], ""
    details: list[Block] = []
    for case, evaluation in examples:
        scores, inventory = view_score(standard, evaluation), view_inventory(standard, evaluation)
        year = next(y for y in inventory.years if y.year == str(evaluation.evaluation_year))
        rows.append((case.factory.name, scores.total, scores.grade, year.total_market, year.energy_equivalent))
        source = source or case.factory.mark.file
        id = case.folder.rsplit("/", 1)[-1]
        details += [
            Heading(2, case.factory.name, f"x-{id}"),
            Paragraph(case.factory.notice),
            Items(scores.reasons),
            Table(
                ("一级指标", "满分", "得分", "自评价"),
                tuple((f"{d.id} {d.name}", d.weight, d.score, d.own_score) for d in scores.dimensions),
            ),
            view_radar(scores.radar, f"x-{id}-radar", RADAR_TITLE),
            Table(
                ("排放源", "活动数据", "位置法（tCO₂e）", "市场法（tCO₂e）"),
                tuple((f"{x.id} {x.name}", x.amount, x.location, x.market) for x in inventory.lines),
            ),
            view_bars(inventory.chart, f"x-{id}-inventory"),
        ]
    table = Table(("示例", "总分", "结果", "排放量（市场法，tCO₂e）", "综合能耗（等价值，tce）"), tuple(rows))
    return Page(
        "examples/index.md",
        EXAMPLES_TITLE,
        source,
        (Notice("虚构", "这里的工厂、数据和结论都是虚构的，用来说明方法，不对应任何真实企业。"), table, *details),
    )


def view_problems(faults: Iterable[Fault], translate: Translate) -> Page:
    """Every fault by code, in one language. The page comes from the program, so nobody edits it."""
    blocks: list[Block] = []
    known = sorted(faults, key=lambda f: f.code)
    for prefix, title in GROUPS.items():
        rows = tuple(
            (Code(f.code), shown(translate(f.says)), shown(translate(f.hint)) if f.hint else "")
            for f in known
            if f.code[1:3] == prefix[1:]
        )
        if rows:
            blocks += [Heading(2, title, f"p-{prefix.lower()}"), Table(("代码", "含义", "怎样做"), rows)]
    return Page("problems/index.md", PROBLEMS_TITLE, "", tuple(blocks))


_BRACES = {0xE000: "{", 0xE001: "}"}


def shown(sentence: str) -> str:
    """A sentence with its gaps left open; braces that stand for themselves are doubled in the source."""
    return re.sub(r"\{\w+\}", "…", sentence.replace("{{", "\ue000").replace("}}", "\ue001")).translate(_BRACES)
