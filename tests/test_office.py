"""Word files in a real office program: they open, every page has its text, numbers in the contents are right."""

from __future__ import annotations

import re
import shutil
import subprocess
import unicodedata
from pathlib import Path

import pytest
from conftest import ROOT

from lceval_docs.build import plan_form, plan_report
from lceval_docs.judging import Judged, judge, report_template
from lceval_docs.model.standard import Standard

pytestmark = pytest.mark.office


@pytest.fixture(scope="module")
def pdfs(standard: Standard, examples: list[Judged], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """All reports and forms as PDF, by one run of LibreOffice."""
    folder = tmp_path_factory.mktemp("office")
    template = report_template(ROOT)
    for one in (*examples, *_partial(standard, tmp_path_factory.mktemp("partial"))):
        (content,) = plan_report(standard, one, template).values()
        (folder / f"{one.case.folder.rsplit('/', 1)[-1]}.docx").write_bytes(content)
    for form in standard.forms:
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
        [*command, *map(str, sorted(folder.glob("*.docx")))], capture_output=True, text=True, check=False, timeout=300
    )
    found = {p.stem: p for p in folder.glob("*.pdf")}
    assert len(found) == len(list(folder.glob("*.docx"))), done.stderr
    return found


def _partial(standard: Standard, folder: Path) -> list[Judged]:
    """An example that nobody has reviewed yet, and a mill of which only public data is known."""
    unreviewed = folder / "unreviewed"
    shutil.copytree(ROOT / "standard/examples/low-carbon-metal", unreviewed, ignore=shutil.ignore_patterns("review.*"))
    return [judge(standard, unreviewed, "unreviewed"), judge(standard, ROOT / "tests/cases/mill", "mill")]


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


def test_page_numbers(pdfs: dict[str, Path]) -> None:
    """Footers count the pages; the contents give for each heading the page on which it stands."""
    for name, pdf in pdfs.items():
        pages = pages_of(pdf)
        assert f"共 {len(pages)} 页" in pages[1] or f"共{len(pages)}页" in pages[1].replace(" ", ""), name
        if name == "application":
            continue
        entries = re.findall(r"^\s*(\S.*?)\s*\.{5,}\s*(\d+)\s*$", pages[1], re.MULTILINE)
        assert len(entries) > 30, name
        assert entries == [(title, str(_page_with(title, pages))) for title, _ in entries], name


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


def test_equations_are_drawn(pdfs: dict[str, Path]) -> None:
    """The annex shows formulas: their symbols are on the page."""
    text = "".join(pages_of(pdfs["low-carbon-metal"]))
    assert "×100%" in text.replace(" ", "") and "相关岗位" in text
