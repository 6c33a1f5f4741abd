"""The inventory of an example worked out line by line, as the explanation of any report's figures would."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lceval_docs.model.case import Case
from lceval_docs.model.evaluation import Evaluation
from lceval_docs.model.standard import Standard
from lceval_docs.views.block import Block, Code, Heading, Items, Notice, Page, Paragraph, Table
from lceval_docs.views.inventory import view_inventory
from lceval_docs.views.lineage import view_line

PATH, TITLE = "method/worked.md", "清单算例"
INVENTED = "算例里的工厂、数据和结论都是虚构的，用来说明方法。"
HOW = "下面是{name}{year}年的清单。每个排放源列出活动数据、因子和代入数字的公式；自己的数据可以得到同样的说明："
COMMAND = "lceval explain 案例文件夹 S01"
TOTALS = ("年份", "范围一", "范围二（位置法）", "范围二（市场法）", "合计（位置法）", "合计（市场法）")


def view_worked(standard: Standard, examples: Sequence[tuple[Case, Evaluation]]) -> Iterator[Page]:
    """The first example's; none without examples."""
    for case, evaluation in examples[:1]:
        year = evaluation.evaluation_year
        blocks: list[Block] = [
            Notice("虚构", INVENTED),
            Paragraph((HOW.format(name=case.factory.name, year=year), Code(COMMAND))),
        ]
        for line in evaluation.inventories[year].lines:
            head, *steps = view_line(standard, case, line)
            blocks += [
                Heading(2, f"{line.source}　{line.name}", f"line-{line.source.lower()}"),
                Paragraph(head.says),
                Items(tuple(f"{step.what}：{step.says}" for step in steps)),
            ]
        rows = tuple(
            (y.year, y.scope1, y.scope2_location, y.scope2_market, y.total_location, y.total_market)
            for y in view_inventory(standard, evaluation).years
        )
        blocks += [Heading(2, "合计（tCO₂e）", "totals"), Table(TOTALS, rows)]
        yield Page(PATH, TITLE, case.factory.mark.file, tuple(blocks))
