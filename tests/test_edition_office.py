"""The Word edition in a real office program: numbers, contents and cut tables stand where they should."""

from __future__ import annotations

import re
import shutil
import subprocess
import unicodedata
from pathlib import Path

import pytest
from conftest import ROOT
from lxml import etree
from word import parts_of, w

from lceval_docs.build import plan_edition, plan_explanation
from lceval_docs.disk import write
from lceval_docs.judging import checked_standard
from lceval_docs.model.standard import Standard
from lceval_docs.sources.standard import load_standard

pytestmark = pytest.mark.office
EDITED = 5


def flat(text: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


def edited(root: Path, paragraphs: int) -> Standard:
    """The edition with so many paragraphs more in its first chapter."""
    shutil.copytree(ROOT / "standard", root / "standard", ignore=shutil.ignore_patterns("examples"))
    path = root / "standard" / "text" / "01-scope.md"
    more = "本文件的适用范围以本章所列为准。" * 4
    path.write_text(path.read_text(encoding="utf-8") + f"\n{more}\n" * paragraphs, encoding="utf-8")
    return load_standard(root)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[bytes, list[list[str]]]]:
    """Word file and pages of lines, by name, through one run of LibreOffice."""
    folder = tmp_path_factory.mktemp("edition")
    standard = checked_standard(ROOT)
    plan = {**plan_edition(standard), **plan_edition(standard, "comment", True), **plan_explanation(standard)}
    for number in range(1, EDITED + 1):  # so that the pages break elsewhere
        (plan[f"{number}.docx"],) = plan_edition(edited(folder / f"root{number}", number)).values()
    paths = write(plan, folder)
    command = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "pdf"]
    subprocess.run([*command, "--outdir", str(folder), *map(str, paths)], capture_output=True, check=True, timeout=300)
    found = {}
    for path in paths:
        pdf = path.with_suffix(".pdf")
        text = subprocess.run(
            ["pdftotext", "-layout", str(pdf), "-"], capture_output=True, text=True, check=True
        ).stdout
        pages = [[flat(line) for line in page.split("\n") if line.strip()] for page in text.split("\f")[:-1]]
        found[path.stem] = (path.read_bytes(), pages)
    return found


def contents(raw: bytes) -> list[tuple[str, str]]:
    """Entries of the table of contents with the page numbers that stand in the file."""
    found = []
    for paragraph in etree.fromstring(parts_of(raw)["word/document.xml"]).iter(w("p")):
        style = paragraph.find(f"{w('pPr')}/{w('pStyle')}")
        if style is not None and style.get(w("val")) in ("StdContents1", "StdContents2"):
            texts = [t.text or "" for t in paragraph.iter(w("t"))]
            found.append((flat("".join(texts[:-1])), texts[-1]))
    return found


def misplaced(raw: bytes, pages: list[list[str]]) -> list[tuple[str, str, list[str]]]:
    """Entries of the contents that name another page than that on which their heading is printed first."""
    labels = [page[-1] for page in pages]
    text = labels.index("1")
    entries = contents(raw)
    assert len(entries) > 50
    found = []
    for title, page in entries:
        # An annex has its letter, its nature and its title on three lines; the front matter counts in Roman letters.
        annex = re.fullmatch(r"(附录[A-Z])\(.*?\)(.*)", title)
        wanted = {annex[1], annex[2]} if annex else {title}
        where = range(text, len(pages)) if page.isdigit() else range(text)
        standing = [labels[n] for n in where if wanted <= set(pages[n])]
        if page not in standing[:1]:
            found.append((title, page, standing))
    return found


def test_page_numbers_are_right(files: dict[str, tuple[bytes, list[list[str]]]]) -> None:
    """Every entry of the contents names the page on which its heading is printed."""
    assert misplaced(*files["标准文本"]) == []


@pytest.mark.parametrize("number", range(1, EDITED + 1))
def test_page_numbers_after_an_edit(files: dict[str, tuple[bytes, list[list[str]]]], number: int) -> None:
    """Wherever the pages break: but for what stays with a table that LibreOffice cuts, and by no more than a page."""
    found = misplaced(*files[str(number)])
    assert len(found) <= 5 and all(int(page) - int(standing[0]) == 1 for _, page, standing in found)


def test_numbers_are_shown(files: dict[str, tuple[bytes, list[list[str]]]]) -> None:
    """Numbers that Word counts are there: of clauses with and without a title, of terms, of lists."""
    lines = {line for page in files["标准文本"][1] for line in page}
    assert {"1范围", "3.1", "5.1通则", "A.1表的使用", "B.4.1燃料燃烧", "a)申请表;"} <= lines
    assert any(line.startswith("5.1.1评价流程包括") for line in lines)
    assert any(line.startswith("——评价组的组成") for line in lines)


@pytest.mark.parametrize("name", ["标准文本", *map(str, range(1, EDITED + 1))])
def test_cut_tables_begin_their_pages(files: dict[str, tuple[bytes, list[list[str]]]], name: str) -> None:
    """表N（续） is the first line below the head of its page, and no page of the text is nearly empty."""
    pages = files[name][1]
    continued = [page for page in pages if any(re.fullmatch(r"表[A-Z.\d]+\(续\)", line) for line in page)]
    assert len(continued) > 8
    assert all(re.fullmatch(r"表[A-Z.\d]+\(续\)", page[1]) for page in continued)
    assert all(len(page) > 3 for page in pages)


def test_draft_for_comments(files: dict[str, tuple[bytes, list[list[str]]]]) -> None:
    """The cover asks for patents and names the stage."""
    cover = files["征求意见稿"][1][0]
    assert "(征求意见稿)" in cover and any("相关专利" in line for line in cover)


def test_explanation_is_printed(files: dict[str, tuple[bytes, list[list[str]]]]) -> None:
    """The original first, what was added behind it."""
    pages = files["编制说明"][1]
    assert "一、任务来源" in pages[0] and any("编制说明中待确认之处" in line for page in pages for line in page)
