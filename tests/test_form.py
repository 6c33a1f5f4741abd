"""Blank forms: every field of the form has its place, in a file that is whole."""

from __future__ import annotations

import io
from pathlib import Path

from conftest import ROOT
from docx import Document
from word import faults_of, text_of

from lceval_docs.build import plan_form
from lceval_docs.model.standard import Standard


def test_application_form(standard: Standard) -> None:
    """Title, notice, all sections and labels, all basic requirements and data items stand in the form."""
    (raw,) = plan_form(standard, ROOT, "application").values()
    text = text_of(raw)
    form = standard.forms[0]
    assert faults_of(raw) == []
    for section in form.sections:
        assert section.title in text
        for field in section.fields:
            assert field.label in text
    assert all(p.requirement in text for p in standard.grading.prerequisites)
    assert all(item.name in text for item in standard.data_items.values())
    assert standard.identity.notice in text


def test_tables_are_for_everyone(standard: Standard) -> None:
    """Tables have heading rows and descriptions; same input gives the same bytes."""
    plan = plan_form(standard, ROOT, "application")
    (raw,) = plan.values()
    tables = Document(io.BytesIO(raw)).tables
    assert all(t._tbl.tblPr.xpath("w:tblDescription") for t in tables)
    assert plan == plan_form(standard, ROOT, "application")


def test_forms_follow_the_data(tiny_root: Path) -> None:
    """A new field or data item appears without any Python."""
    from lceval_docs.judging import checked_standard

    path = tiny_root / "standard/forms/ask.yaml"
    path.write_text(
        path.read_text(encoding="utf-8").replace(
            "fields: [{id: teahouse,", "fields: [{id: garden, label: 庭院, type: text}, {id: teahouse,"
        ),
        encoding="utf-8",
    )
    (raw,) = plan_form(checked_standard(tiny_root), tiny_root, "ask").values()
    assert "庭院" in text_of(raw) and "净杯数" in text_of(raw)
