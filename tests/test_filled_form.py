"""A filled Word form read back: by tag, whatever was done to it; by its layout, as far as that is certain."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import ROOT
from generated import factories
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from test_import import EMPTY, edition, loaded
from word import convert

from lceval_docs.build import plan_form
from lceval_docs.model.answer import Address, Answers
from lceval_docs.model.case import Factory
from lceval_docs.model.standard import Standard
from lceval_docs.problems import Problem, catalogue
from lceval_docs.sources.answer import understand
from lceval_docs.sources.case import load_case
from lceval_docs.sources.form import read_form
from lceval_docs.template import form_template
from lceval_docs.views.answer import answered_years, view_answers
from lceval_docs.views.fact import fact_labels, view_facts
from lceval_docs.views.form import view_form
from lceval_docs.views.form.control import Filling
from lceval_docs.views.question import view_questions
from lceval_docs.writers.casefile import merge
from lceval_docs.writers.word.form import render_form
from lceval_docs.writers.word.properties import Properties

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def reread(standard: Standard, raw: bytes) -> tuple[Answers | None, tuple[Problem, ...]]:
    return read_form(raw, "申请表.docx", view_questions(standard))


def edited(raw: bytes, change: Callable[[etree._Element], None]) -> bytes:
    """The form with its document changed, as a person or another program might."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(buffer, "w") as new:
        for info in old.infolist():
            content = old.read(info)
            if info.filename == "word/document.xml":
                root = etree.fromstring(content)
                change(root)
                content = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
            new.writestr(info, content)
    return buffer.getvalue()


def filled_form(standard: Standard, factory: Factory) -> bytes:
    """The application form, filled with a factory that need not be a case that can be judged."""
    filling = Filling(
        standard,
        view_questions(standard, answered_years(factory)),
        view_facts(standard, None),
        fact_labels(standard),
        view_answers(factory),
        {},
    )
    form = next(f for f in standard.forms if f.id == "application")
    shell = form_template(ROOT)
    return render_form(shell, view_form(form, filling), Properties(form.title, "", standard.identity.date))


def factory_of(standard: Standard, raw: bytes) -> Factory:
    answers, problems = reread(standard, raw)
    assert answers is not None, [p.line(catalogue("en")) for p in problems]
    values, more = understand(answers, view_questions(standard))
    percent = "W0972"  # a purity below one is asked about, and kept
    assert [p.line(catalogue("en")) for p in (*problems, *more) if p.code != percent] == []
    return loaded(merge(EMPTY, "factory.yaml", values).text)


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_form_and_back(data: st.DataObject) -> None:
    """Any factory, filled into the form and read back, is the factory again."""
    standard = edition()
    factory = data.draw(factories(standard))
    assert factory_of(standard, filled_form(standard, factory)) == factory


@pytest.fixture(scope="module")
def metal(standard: Standard) -> Factory:
    return load_case(ROOT / "standard/examples/low-carbon-metal").factory


@pytest.fixture(scope="module")
def form(standard: Standard, metal: Factory) -> bytes:
    return filled_form(standard, metal)


def tagged(root: etree._Element, tag: str) -> etree._Element:
    return next(t.getparent().getparent() for t in root.iter(f"{W}tag") if t.get(f"{W}val") == tag)


def shuffle(root: etree._Element) -> None:
    """Rows of a list in another order, other fonts, text before and after."""
    first = tagged(root, "evidence//id")
    table = next(first.iterancestors(f"{W}tbl"))
    rows = [r for r in table.iter(f"{W}tr") if r.find(f"{W}trPr/{W}tblHeader") is None]
    parent = rows[0].getparent()
    if parent.tag == f"{W}tbl":
        for row in reversed(rows[:5]):
            parent.remove(row)
            parent.append(row)
    for run in root.iter(f"{W}rPr"):
        etree.SubElement(run, f"{W}b")
    body = root.find(f"{W}body")
    note = etree.fromstring(f'<w:p xmlns:w="{W[1:-1]}"><w:r><w:t>请先看这里</w:t></w:r></w:p>')
    body.insert(0, note)


def test_fonts_order_and_text_around_do_not_matter(standard: Standard, form: bytes, metal: Factory) -> None:
    found = factory_of(standard, edited(form, shuffle))
    assert sorted(e.id for e in found.evidence) == sorted(e.id for e in metal.evidence)
    assert found.inventory == metal.inventory and found.data == metal.data


def typed_over(*tags: str) -> Callable[[etree._Element], None]:
    """The controls deleted, their text left in the cell."""

    def change(root: etree._Element) -> None:
        for tag in tags:
            control = tagged(root, tag)
            content = control.find(f"{W}sdtContent")
            for run in list(content):
                control.addprevious(run)
            control.getparent().remove(control)

    return change


@pytest.mark.parametrize(
    "tag",
    [
        "factory/output_unit/value",
        "profile/address/value",
        "data/water_intake/2023",
        "self_assessment/A1-1/evidence",
        "sources//name",
    ],
)
def test_a_deleted_control_is_read_from_its_cell(standard: Standard, form: bytes, metal: Factory, tag: str) -> None:
    """With a warning that says so, and the same answer."""
    raw = edited(form, typed_over(tag))
    answers, problems = reread(standard, raw)
    assert answers is not None and [p.code for p in problems] == ["W0945"]
    values, more = understand(answers, view_questions(standard))
    assert [p.line(catalogue("en")) for p in more] == []
    assert loaded(merge(EMPTY, "factory.yaml", values).text) == metal


def test_a_field_that_is_gone_is_named(standard: Standard, form: bytes) -> None:
    """A control deleted with its cell's text and its label: nothing is guessed, the section and field are named."""

    def change(root: etree._Element) -> None:
        row = next(tagged(root, "profile/credit_code/value").iterancestors(f"{W}tr"))
        row.getparent().remove(row)

    answers, problems = reread(standard, edited(form, change))
    assert answers is not None
    assert {p.code for p in problems} == {"W0946"}
    assert any("统一社会信用代码" in p.line(catalogue("zh")) for p in problems)


def test_tags_doubled_or_unknown(standard: Standard, form: bytes) -> None:
    def double(root: etree._Element) -> None:
        one = tagged(root, "factory/output_unit/value")
        for text in tagged(root, "factory/output_name/value").iter(f"{W}t"):
            text.text = "别的"
        tagged(root, "factory/output_name/value").find(f"{W}sdtPr/{W}tag").set(f"{W}val", "factory/output_unit/value")
        assert one is not None

    _, problems = reread(standard, edited(form, double))
    assert "E0943" in [p.code for p in problems]

    def unknown(root: etree._Element) -> None:
        tagged(root, "factory/output_unit/value").find(f"{W}sdtPr/{W}tag").set(f"{W}val", "foreign/x/y")

    _, problems = reread(standard, edited(form, unknown))
    assert "E0944" in [p.code for p in problems]


def test_somebody_elses_file(standard: Standard) -> None:
    (report,) = plan_form(standard, ROOT, "commitment").values()
    answers, problems = reread(
        standard, edited(report, lambda root: [t.getparent().remove(t) for t in list(root.iter(f"{W}tag"))])
    )
    assert answers is None and [p.code for p in problems] == ["E0941"]
    for raw in (b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0" + b"x" * 600, b"%PDF-1.7"):
        answers, problems = reread(standard, raw)
        assert answers is None and problems


@pytest.mark.parametrize(("before", "behind", "read"), [("", "万", "138000万"), ("约", "", "约138000")])
def test_text_beside_a_field_is_read_with_it(
    standard: Standard, form: bytes, before: str, behind: str, read: str
) -> None:
    """What a person typed into the cell, before or behind the field, is not lost."""

    def change(root: etree._Element) -> None:
        control = tagged(root, "data/water_intake/2021")
        for text, put in ((before, control.addprevious), (behind, control.addnext)):
            if text:
                put(etree.fromstring(f'<w:r xmlns:w="{W[1:-1]}"><w:t>{text}</w:t></w:r>'))

    answers, problems = reread(standard, edited(form, change))
    assert answers is not None and [p.code for p in problems] == ["W0947"]
    assert answers.filled[Address("data", "water_intake", "2021")].text == read


def test_other_documents_are_told_apart(standard: Standard) -> None:
    """A notice is a document of this tool, but nothing is imported from it."""
    (notice,) = plan_form(standard, ROOT, "acceptance-notice").values()
    answers, problems = reread(standard, notice)
    assert answers is None and [p.code for p in problems] == ["E0948"]


def test_what_fetches_something_is_refused(standard: Standard, form: bytes) -> None:
    """A link to a picture on another machine, a field that runs a program: E0942, and nothing is read."""

    def field(root: etree._Element) -> None:
        run = etree.fromstring(f'<w:p xmlns:w="{W[1:-1]}"><w:r><w:instrText>DDEAUTO x</w:instrText></w:r></w:p>')
        root.find(f"{W}body").insert(0, run)

    answers, problems = reread(standard, edited(form, field))
    assert answers is None and [p.code for p in problems] == ["E0942"]


@pytest.mark.office
def test_survives_another_program(standard: Standard, form: bytes, metal: Factory, tmp_path: Path) -> None:
    """Opened and saved by LibreOffice, the form says the same."""
    path = tmp_path / "form.docx"
    path.write_bytes(form)
    saved = convert(path, "docx:MS Word 2007 XML", tmp_path / "out")
    assert factory_of(standard, saved.read_bytes()) == metal
