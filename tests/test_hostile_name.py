"""Names that would lead out of a folder or fit into none, and folders that are none."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from conftest import ROOT, TINY
from hostile import CASES, spelt, written

from lceval_docs.build import plan_documents, plan_report
from lceval_docs.disk import write
from lceval_docs.judging import Judged, checked_standard, judge
from lceval_docs.model.standard import Standard
from lceval_docs.problems import Refused
from lceval_docs.sources.case import evidence_files
from lceval_docs.template import form_template, report_template

NAMES = [spelt(entry) for entry in yaml.safe_load((CASES / "names.yaml").read_text(encoding="utf-8"))]
WINDOWS_DEVICES = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[\d¹²³])(\..*)?", re.IGNORECASE)


@pytest.fixture(scope="module")
def teahouse(tiny: Standard) -> Judged:
    return judge(tiny, TINY / "standard/examples/teahouse")


def named(judged: Judged, name: str) -> Judged:
    return replace(judged, case=replace(judged.case, factory=replace(judged.case.factory, name=name)))


@pytest.mark.parametrize("name", NAMES, ids=range(len(NAMES)))
def test_files_of_any_factory_fit_into_any_folder(name: str, tiny: Standard, teahouse: Judged, tmp_path: Path) -> None:
    """Whatever a factory is called, its files lie in the folder asked for, under names that every system takes."""
    judged = named(teahouse, name)
    plan = plan_documents(tiny, form_template(ROOT), [judged], report_template(ROOT), "all")
    plan |= plan_report(tiny, judged, report_template(ROOT))
    folder = tmp_path / "out"
    made = write(dict.fromkeys(plan, b"x"), folder)
    assert sorted(folder.iterdir()) == sorted(made) and sorted(tmp_path.iterdir()) == [folder]
    for path in made:
        assert not set(path.name) & set('\\/:*?"<>|') and path.name.isprintable(), path.name
        assert len(path.name.encode()) <= 255 and unicodedata.normalize("NFC", path.name) == path.name
        assert not WINDOWS_DEVICES.fullmatch(path.name) and not WINDOWS_DEVICES.fullmatch(path.stem)
        assert not path.name.startswith((" ", "-", ".", "~")) and not path.stem.endswith((" ", ".", "\u3000"))


def test_names_that_meet_are_refused(tiny: Standard, teahouse: Judged) -> None:
    """Two factories never share a file, however their names are written: composed or not, in large or small letters."""
    for one, other in (("résumé", "re\u0301sume\u0301"), ("Factory", "factory"), ("a/b", "a\\b"), ("x", "x.")):
        both = [named(teahouse, one), named(teahouse, other)]
        with pytest.raises(Refused) as refused:
            plan_documents(tiny, form_template(ROOT), both, report_template(ROOT), "all")
        (problem,) = refused.value.problems
        assert problem.code == "E0705" and problem.mark.file.endswith("factory.yaml")


def test_only_files_of_the_case_are_evidence(tmp_path: Path) -> None:
    """Links, editors' leftovers and what is no file are no evidence; odd names are, as they are."""
    evidence = tmp_path / "evidence"
    (evidence / "账单").mkdir(parents=True)
    for name in ("账单/一月.pdf", "A&B <C>.pdf", "{{ x }}.pdf", " x .pdf", "😀.jpg", "~$账单.docx", ".DS_Store"):
        (evidence / name).touch()
    (evidence / "link").symlink_to("/etc/passwd")
    (evidence / "folder link").symlink_to("/etc")
    os.mkfifo(evidence / "pipe")
    assert evidence_files(tmp_path) == {"账单/一月.pdf", "A&B <C>.pdf", "{{ x }}.pdf", " x .pdf", "😀.jpg"}


@pytest.mark.parametrize("name", ["../factory.yaml", "/etc/passwd", "..", ".", "evidence", "link", "C:\\x", "a\\..\\b"])
def test_evidence_outside_is_refused(name: str, tmp_path: Path) -> None:
    """A file of evidence that is not in its folder is named, wherever it would lead."""
    from hostile import trees_of

    trees = trees_of(CASES)
    folder = written(trees, tmp_path)
    (folder / "evidence/link").symlink_to("/etc/passwd")
    trees["factory"]["evidence"][0]["file"] = name
    with pytest.raises(Refused) as refused:
        judge(checked_standard(TINY), written(trees, tmp_path), "case")
    assert [(p.code, p.mark.file) for p in refused.value.problems] == [("E0510", "case/factory.yaml")]


def test_folders_that_are_none(tmp_path: Path) -> None:
    """A file in the place of the folder, on the way to it, a link to nothing: refused, and nothing is left behind."""
    (tmp_path / "file").write_text("x", encoding="utf-8")
    (tmp_path / "dead").symlink_to(tmp_path / "nowhere")
    (tmp_path / "round").symlink_to(tmp_path / "round")
    os.mkfifo(tmp_path / "pipe")
    before = sorted(tmp_path.iterdir())
    for folder in ("file", "file/x", "dead", "round", "pipe", "x" * 300):
        with pytest.raises(Refused) as refused:
            write({"a.docx": b"x"}, tmp_path / folder)
        assert refused.value.problems[0].code in ("E0702", "E0703"), folder
    assert sorted(tmp_path.iterdir()) == before


def test_what_stands_in_the_place_of_a_file(tmp_path: Path) -> None:
    """A link is replaced, never followed; a folder in the place of a file is told, and the other files are whole."""
    outside = tmp_path / "outside.txt"
    outside.write_text("mine", encoding="utf-8")
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / "a.docx").symlink_to(outside)
    write({"a.docx": b"x"}, folder)
    assert outside.read_text(encoding="utf-8") == "mine" and (folder / "a.docx").read_bytes() == b"x"
    (folder / "b.docx").mkdir()
    with pytest.raises(Refused) as refused:
        write({"b.docx": b"x"}, folder)
    assert refused.value.problems[0].code == "E0703" and not list(folder.glob(".lceval-*"))


@contextmanager
def as_anybody() -> Iterator[None]:
    """Without the rights of the administrator, who may write everywhere."""
    administrator = os.geteuid() == 0
    if administrator:
        os.seteuid(65534)
    try:
        yield
    finally:
        if administrator:
            os.seteuid(0)


def test_folder_that_is_read_only(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with as_anybody(), pytest.raises(Refused) as refused:
        write({"a.docx": b"x"}, tmp_path)
    assert refused.value.problems[0].code == "E0703" and not list(tmp_path.iterdir())
