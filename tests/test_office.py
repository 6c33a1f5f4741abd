"""Word files in a real office program: they open, every page has its text, numbers in the contents are right."""

from __future__ import annotations

import re
import subprocess
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import ROOT, TINY
from word import anchored_texts, controls_of, parts_of

from lceval_docs.build import plan_documents, plan_form
from lceval_docs.engine.evaluation import evaluate
from lceval_docs.judging import Judged, checked_standard, judge
from lceval_docs.model.answer import anchor_of
from lceval_docs.model.standard import Standard
from lceval_docs.template import form_template, report_template
from lceval_docs.views.report import ReportView, view_report
from lceval_docs.writers.word.properties import Properties
from lceval_docs.writers.word.report import render_report

pytestmark = pytest.mark.office


# The examples, each also before its review, and a case of which most is missing; then the same with more text, so that
# every heading and table comes to other places of its page.
MORE = (2, 3, 5)


def views(standard: Standard, examples: list[Judged]) -> Iterator[tuple[str, ReportView]]:
    """What the reports say, by the names of their files."""
    for one in examples:
        name = one.case.folder.rsplit("/", 1)[-1]
        for case, ending in ((one.case, ""), (replace(one.case, review=None), "-unreviewed")):
            view = view_report(standard, case, evaluate(standard, case))
            yield name + ending, view
            for times in MORE:
                longer = {"boundary": view.boundary * times, "introduction": view.introduction * (times // 2)}
                yield f"{name}{ending}-{times}", replace(view, **longer, sites=view.sites * (times // 3))
    mill = judge(standard, ROOT / "tests" / "cases" / "mill")
    yield "mill", view_report(standard, mill.case, mill.evaluation)


@pytest.fixture(scope="module")
def pdfs(standard: Standard, examples: list[Judged], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """All reports and forms as PDF, by one run of LibreOffice."""
    folder = tmp_path_factory.mktemp("office")
    template = report_template(ROOT)
    about = Properties("报告", "机构", standard.identity.date)
    for name, view in views(standard, examples):
        (folder / f"{name}.docx").write_bytes(render_report(template, view, about))
    for form in (f for f in standard.forms if f.is_made_of_sections):
        (content,) = plan_form(standard, ROOT, form.id).values()
        (folder / f"{form.id}.docx").write_bytes(content)
    command = [
        "soffice",
        f"-env:UserInstallation=file://{folder}/profile",
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        str(folder),
    ]
    done = subprocess.run(
        [*command, *map(str, sorted(folder.glob("*.docx")))], capture_output=True, text=True, check=False, timeout=600
    )
    found = {p.stem: p for p in folder.glob("*.pdf")}
    assert len(found) == len(list(folder.glob("*.docx"))), done.stderr
    return found


def pages_of(pdf: Path) -> list[str]:
    """The text of each page, letters in their ordinary form."""
    text = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], capture_output=True, text=True, check=True).stdout
    return [unicodedata.normalize("NFKC", page) for page in text.split("\f")[:-1]]


def test_no_blank_page_and_no_tofu(pdfs: dict[str, Path]) -> None:
    """Every page has text, and no character is missing from the fonts."""
    for name, pdf in pdfs.items():
        pages = pages_of(pdf)
        assert all(page.strip() for page in pages), name
        assert not any("\ufffd" in page or "□□" in page for page in pages), name
        fonts = subprocess.run(["pdffonts", str(pdf)], capture_output=True, text=True, check=True).stdout
        assert "CJK" in fonts, name


def test_page_numbers(standard: Standard, pdfs: dict[str, Path]) -> None:
    """Footers count the pages; every number in the contents is the page on which its heading stands."""
    forms = {form.id: form for form in standard.forms}
    for name, pdf in pdfs.items():
        pages = pages_of(pdf)
        if name in forms:
            counted = forms[name].kind == "certificate" or f"共{len(pages)}页" in pages[-1].replace(" ", "")
            assert counted, name
            continue
        assert f"共 {len(pages)} 页" in pages[1] or f"共{len(pages)}页" in pages[1].replace(" ", ""), name
        entries = re.findall(r"^\s*(\S.*?)\s*\.{5,}\s*(\d+)\s*$", pages[1], re.MULTILINE)
        assert len(entries) > 30, name
        said = {title: int(number) for title, number in entries}
        assert said == {title: _page_with(title, pages) for title in said}, name


def test_no_heading_is_left_behind(standard: Standard, pdfs: dict[str, Path]) -> None:
    """No page ends with a heading."""
    for name in pdfs.keys() - {form.id for form in standard.forms}:
        pages = pages_of(pdfs[name])
        titles = {
            re.sub(r"\s", "", title) for title, _ in re.findall(r"^\s*(\S.*?)\s*\.{5,}\s*(\d+)\s*$", pages[1], re.M)
        }
        for page in pages[2:]:
            *_, last, _ = (re.sub(r"\s", "", line) for line in page.splitlines() if line.strip())
            assert last not in titles, (name, last)


def _page_with(title: str, pages: list[str]) -> int | None:
    plain = re.sub(r"\s", "", title)
    return next(
        (
            n
            for n, page in enumerate(pages, 1)
            if n > 2 and any(re.sub(r"\s", "", line) == plain for line in page.splitlines())
        ),
        None,
    )


def test_no_heading_of_a_form_is_left_behind(standard: Standard, pdfs: dict[str, Path]) -> None:
    """No page of a form ends with the title of a section."""
    for form in (f for f in standard.forms if f.id in pdfs):
        titles = {section.title for section in form.sections if section.title}
        for page in pages_of(pdfs[form.id]):
            lines = [line.strip() for line in page.splitlines() if line.strip() and "页" not in line]
            assert lines[-1] not in titles, (form.id, lines[-1])


def test_forms_outlive_the_office_program(tmp_path: Path) -> None:
    """A filled form saved by LibreOffice keeps a bookmark that tells which input it is, and its text.

    The tags themselves are lost (7.4), and a placeholder is written more than once, the first time whole.
    """
    tiny = checked_standard(TINY)
    judged = judge(tiny, TINY / "standard/examples/teahouse")
    plan = plan_documents(tiny, form_template(ROOT), [judged], report_template(ROOT), "asking")
    for number, content in enumerate(plan.values()):
        (tmp_path / f"{number}.docx").write_bytes(content)
    saved = tmp_path / "saved"
    command = ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to"]
    subprocess.run(
        [*command, "docx:MS Word 2007 XML", "--outdir", str(saved), *map(str, sorted(tmp_path.glob("*.docx")))],
        capture_output=True,
        check=True,
        timeout=300,
    )
    for number, content in enumerate(plan.values()):
        after = (saved / f"{number}.docx").read_bytes()
        controls = controls_of(content)
        assert all(control.anchor == f"{anchor_of(control.tag)}_{control.id}" for control in controls)
        kept, told = anchored_texts(after), {c.anchor: c.text for c in controls if c.kind != "picture"}
        assert {a: "".join(kept[a].split()) for a in told} == {a: "".join(t.split()) for a, t in told.items()}
        assert b"documentProtection" in parts_of(after)["word/settings.xml"]


def test_equations_are_drawn(pdfs: dict[str, Path]) -> None:
    """The annex shows formulas: their symbols are on the page."""
    text = "".join(pages_of(pdfs["low-carbon-metal"]))
    assert "×100%" in text.replace(" ", "") and "相关岗位" in text
