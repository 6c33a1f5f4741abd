"""What the forms ask a factory for, as tables of the standard's annex."""

from __future__ import annotations

from collections.abc import Iterator

from lceval_docs.model.form import Section
from lceval_docs.model.prose import Table
from lceval_docs.model.standard import Standard
from lceval_docs.views import label, number
from lceval_docs.views.edition.cell import grouped, heads, text
from lceval_docs.views.question import DATA, EVIDENCE, PARAMETERS, PREREQUISITES, SELF_ASSESSMENT, SOURCES

# What is asked, and how it is to be answered.
ASKED = {
    PREREQUISITES: ("基本要求", "逐项填写自查结论、说明及证明材料编号"),
    SOURCES: ("能源和排放源", "逐项填写类别、计量单位、各年数值及证明材料编号"),
    PARAMETERS: ("排放源的参数和实测值", "逐行填写数值、计量单位和来源"),
    DATA: ("数据项", "逐项填写基准年和评价年的数值及证明材料编号"),
    "rows": ("逐年列出的数据", "逐年、逐行填写；没有的，填写“无”"),
    SELF_ASSESSMENT: ("评价指标", "逐项填写自评结论、说明及证明材料编号"),
    EVIDENCE: ("证明材料", "逐件填写编号、名称和期间"),
}
ROWS = "逐行填写"


def forms(standard: Standard) -> Iterator[Table]:
    for form in standard.forms:
        if form.asks_for_data:
            rows = grouped(
                (text(section.title), text(field), text(says))
                for section in form.sections
                for field, says in _fields(section)
            )
            yield Table(f"form-{form.id}", form.title, heads("部分", "栏目", "填写要求"), rows, (24, 30, 46))


def _fields(section: Section) -> Iterator[tuple[str, str]]:
    for field in section.fields:
        choices = f"选择：{label.listed(field.choices)}" if field.choices else ""
        unit = f"单位：{field.unit}" if field.unit else ""
        yield field.label, "；".join(filter(None, (field.hint, choices, unit))) or number.NOTHING
    if section.columns:
        yield label.listed(column.label for column in section.columns), ROWS
    yield from (ASKED[asked] for asked in section.asks)
    for paragraph in section.text:
        yield number.NOTHING, paragraph
