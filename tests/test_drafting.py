"""The rules of GB/T 1.1: each finds its bad example, with file and line, and leaves its good one alone."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from conftest import ROOT
from drafting import plain_root, put

from lceval_docs.checks.gbt.lint import RULES, check_drafting
from lceval_docs.checks.gbt.rule import Rule
from lceval_docs.examining import examined
from lceval_docs.problems import Problem
from lceval_docs.sources.standard import load_standard

CASES = [
    (path.stem, case)
    for path in sorted((Path(__file__).parent / "cases" / "drafting").glob("*.yaml"))
    for case in yaml.safe_load(path.read_text(encoding="utf-8"))
]


def found(root: Path) -> list[Problem]:
    return list(check_drafting(load_standard(root)).problems)


def test_the_plain_text_breaks_no_rule(tmp_path: Path) -> None:
    """What the examples are tried on is itself without a finding."""
    assert found(plain_root(tmp_path)) == []


def test_ids_are_unique() -> None:
    """A rule's id is its own."""
    codes = [rule.code for rule in RULES]
    assert len(codes) == len(set(codes))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_bad_example(rule: Rule, tmp_path: Path) -> None:
    """The bad example is found, in an author's file, at a line."""
    root = plain_root(tmp_path)
    put(root, rule.where, rule.bad)
    problems = [p for p in found(root) if p.code == rule.code]
    assert problems, rule.bad
    assert all(p.mark.file.startswith("standard/") and p.mark.line > 0 for p in problems)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_good_example(rule: Rule, tmp_path: Path) -> None:
    """The good example is not found."""
    root = plain_root(tmp_path)
    put(root, rule.where, rule.good)
    assert [p for p in found(root) if p.code == rule.code] == []


def test_a_replaced_document_is_named_in_the_foreword(tmp_path: Path) -> None:
    """CV12 needs two files: `replaces` with its sentences in the foreword is right, in part it is not."""
    root = plain_root(tmp_path)
    put(root, "standard.yaml", "replaces: T/TEA 1—2015")
    changes = "本文件代替T/TEA 1—2015《茶馆规范》，与T/TEA 1—2015相比，主要技术变化如下："
    history = "本文件及其所代替文件的历次版本发布情况为："
    put(
        root,
        "foreword",
        f"{changes}\n\n- 更改了杯的要求。\n\n{history}\n\n- 2015年首次发布为T/TEA 1—2015；\n- 本次为第一次修订。",
    )
    assert "CV12" not in {p.code for p in found(root)}
    put(root, "foreword", changes)
    assert [dict(p.details)["found"] for p in found(root) if p.code == "CV12"] == ["历次版本发布情况"]


def test_a_title_is_marked_in_the_front_matter(tmp_path: Path) -> None:
    """A word of a chapter's title is not looked for in the text below it."""
    root = plain_root(tmp_path)
    path = root / "standard/text/04-trial.md"
    path.write_text(path.read_text(encoding="utf-8").replace("title: 茶馆", "title: 茶馆应洁净"), encoding="utf-8")
    marks = [p.mark for p in found(root) if p.code == "LV09"]
    assert [(m.line, m.column) for m in marks] == [(3, 10)]


@pytest.mark.parametrize(("file", "case"), CASES, ids=[f"{f}-{c['rule']}-{n}" for n, (f, c) in enumerate(CASES)])
def test_further_case(file: str, case: dict, tmp_path: Path) -> None:
    """Hits that are easily missed, and traps that look like one."""
    root = plain_root(tmp_path)
    put(root, case["where"], case["text"])
    told = [p for p in found(root) if p.code == case["rule"]]
    assert bool(told) == case["found"], [str(p.mark) for p in told]


@pytest.mark.parametrize("name", [p.name for p in sorted((ROOT / "standard/text").glob("*.md"))])
def test_half_typed_text(name: str, tmp_path: Path) -> None:
    """A chapter cut anywhere, as it is under an editor's cursor, gives problems or none, and never more than that."""
    shutil.copytree(ROOT / "standard", tmp_path / "standard", ignore=shutil.ignore_patterns("examples"))
    shutil.copytree(ROOT / "report_templates", tmp_path / "report_templates")
    path = tmp_path / "standard/text" / name
    text = path.read_text(encoding="utf-8")
    for end in range(len(text) // 6, len(text), max(len(text) // 6, 1)):
        path.write_text(text[:end], encoding="utf-8")
        assert isinstance(examined(tmp_path).problems, tuple)


@pytest.mark.parametrize("front", ["---\nid: [\n---\n", "---\nid scope\n---\n", "---\n- a\n---\n", "no front matter\n"])
def test_front_matter_that_is_none(front: str, tmp_path: Path) -> None:
    """Told with file and line."""
    root = plain_root(tmp_path)
    (root / "standard/text/01-scope.md").write_text(front + "文字。\n", encoding="utf-8")
    told = examined(root).problems
    assert told and all(p.mark.file == "standard/text/01-scope.md" and p.mark.line for p in told)


def test_ten_thousand_problems(tmp_path: Path) -> None:
    """The first of each kind are shown, the rest counted."""
    root = plain_root(tmp_path)
    put(
        root,
        "chapter",
        "茶馆应符合GB/T 1的规定，见[[tables:indicators]]。\n\n[[tables:indicators]]\n\n"
        + "茶馆必须有茶。\n\n" * 10_000,
    )
    done = subprocess.run(
        [sys.executable, "-m", "lceval_docs", "check", "--root", str(root)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
    )
    lines = done.stderr.splitlines()
    assert done.returncode == 1 and len(lines) < 60, len(lines)
    assert any(line == "MV01：另有 9990 处。" for line in lines) and any("10000 个问题" in line for line in lines)
