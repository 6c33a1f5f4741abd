"""A page with a picture that says nothing, or with an id twice, stops the build with page and what."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from conftest import ROOT, build_site

from lceval_docs.checks.page import check_page
from lceval_docs.problems import catalogue


def _codes(inside: str) -> list[str]:
    page = f"<!doctype html>\n<html><body>\n<article>\n{inside}\n</article></body></html>"
    return [f"{p.code}:{p.mark.line}" for p in check_page("a.html", page)]


@pytest.mark.parametrize(
    "picture",
    [
        '<img src="a.png">',
        '<img src="a.png" alt=" ">',
        "<svg><path d='M0 0'/></svg>",
        '<svg aria-labelledby="nowhere"></svg>',
        '<map name="m"><area href="b.html"></map>',
        '<input type="image" src="a.png">',
        '<object data="a.svg"></object>',
        '<a href="b.html"><svg></svg></a>',
    ],
)
def test_a_picture_needs_words(picture: str) -> None:
    assert _codes(picture) == ["E1001:4"]


@pytest.mark.parametrize(
    "picture",
    [
        '<img src="a.png" alt="厂区平面图">',
        '<img src="line.png" alt="" role="presentation">',
        "<svg><title>流程</title></svg>",
        '<p id="t">流程</p><svg aria-labelledby="t"></svg>',
        '<svg aria-hidden="true"><g><svg></svg></g></svg>',
        '<a href="b.html" title="编辑"><svg></svg></a>',
        '<span aria-hidden="true"><svg></svg></span>',
        '<input type="text">',
    ],
)
def test_a_picture_with_words(picture: str) -> None:
    assert _codes(picture) == []


def test_an_id_stands_once() -> None:
    """Where it stands again is told, and how often."""
    assert _codes('<p id="a"></p>\n<p id="b"></p>\n<p id="a"></p><p id="a"></p>') == ["E1002:6"]


def test_the_build_stops(tmp_path: Path) -> None:
    """A hand-written page with both faults: all told in one run, each with the built page and its line."""
    for name in ("standard", "report_templates", "site"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copy(ROOT / "mkdocs.yml", tmp_path)
    page = tmp_path / "site/guides/faq.md"
    page.write_text(page.read_text(encoding="utf-8") + '\n![](a.png)\n\n<p id="gates">x</p>\n', encoding="utf-8")
    (tmp_path / "site/guides/a.png").write_bytes(b"")
    done = build_site(tmp_path, tmp_path / "out")
    said = [line for line in (done.stdout + done.stderr).splitlines() if ": E10" in line]
    assert done.returncode != 0 and len(said) == 2
    assert all("guides/faq.html:" in line for line in said)
    assert "E1001" in said[0] and 'src="a.png"' in said[0] and "E1002" in said[1] and "gates" in said[1]


def test_it_is_said_in_chinese() -> None:
    (problem,) = check_page("a.html", '<p>x</p>\n<img src="a.png">')
    assert problem.line(catalogue("zh")).startswith('a.html:2: E1001 图没有替代文字：<img src="a.png">。')
