"""What the application form asks for, as a table."""

from __future__ import annotations

from collections.abc import Iterator

from lceval_docs.model.form import Section
from lceval_docs.model.prose import Table
from lceval_docs.model.standard import Standard
from lceval_docs.views import label, number
from lceval_docs.views.edition.cell import grouped, heads, text

GIVEN = {"prerequisites": "逐项填写自查结论、说明及证明材料编号", "data": "逐项填写基准年和评价年的数值及证明材料编号"}
ROWS, BOTH = "逐行填写", {"prerequisites": "基本要求", "data": "数据项"}


def forms(standard: Standard) -> Iterator[Table]:
    for form in standard.forms:
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
        yield label.listed(section.columns), ROWS
    if section.from_standard in GIVEN:
        yield BOTH[section.from_standard], GIVEN[section.from_standard]
    for paragraph in section.text:
        yield number.NOTHING, paragraph
