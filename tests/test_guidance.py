"""Guidance: read whole or refused with file and line; on the pages of its indicators, apart from what is required."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import ROOT, TINY

from lceval_docs.checks.guidance import check_guidance
from lceval_docs.judging import checked_guidance
from lceval_docs.model.guidance import SECTIONS
from lceval_docs.model.prose import Words, lines_of
from lceval_docs.model.standard import Standard
from lceval_docs.problems import Refused
from lceval_docs.sources.guidance import load_guidance
from lceval_docs.views.site.indicator import view_indicators
from lceval_docs.writers.pages.markdown import render_page

TEXT = "standard/guidance/T1-1.md"


def test_every_indicator_has_guidance(standard: Standard) -> None:
    """All sections of all indicators say something; nothing of the workplace stands in them."""
    book = checked_guidance(ROOT, standard)
    assert [*check_guidance(standard, book)] == []
    assert {text.id for text in book.texts} == {indicator.id for indicator in standard.indicators}
    for text in book.texts:
        assert tuple(section.id for section in text.sections) == SECTIONS
        for section in text.sections:
            words = "".join(p.text for line in lines_of(section.blocks) for p in line if isinstance(p, Words))
            assert len(words) > 20, (text.id, section.id)
            assert not re.search(r"[\u4e00-\u9fff] +[A-Za-z0-9]|[A-Za-z0-9] +[\u4e00-\u9fff]", words), text.id
    examples = (s for text in book.texts for s in text.sections if s.id == "example")
    for example in examples:
        first = next(lines_of(example.blocks))
        assert isinstance(first[0], Words) and first[0].text.startswith("虚构示例："), example.mark


def test_evidence_is_of_a_kind(standard: Standard) -> None:
    """Each piece of evidence that an indicator names is found by one of the kinds."""
    book = load_guidance(ROOT)
    kinds = {one: kind.id for i in standard.indicators for one in i.evidence if (kind := book.kind_of(one))}
    assert set(kinds) == {one for i in standard.indicators for one in i.evidence}
    assert (kinds["体系证书"], kinds["发票"], kinds["台账"], kinds["管理制度"]) == (
        "certificate",
        "contract",
        "ledger",
        "document",
    )


@pytest.fixture
def changed(tiny: Standard, tiny_root: Path) -> Callable[..., list[tuple[str, str]]]:
    """What is said of the tiny edition's guidance with something in one of its files put in the place of another."""

    def change(before: str, after: str, name: str = TEXT) -> list[tuple[str, str]]:
        path = tiny_root / name
        text = path.read_text(encoding="utf-8")
        assert before in text
        path.write_text(text.replace(before, after, 1), encoding="utf-8")
        try:
            found = check_guidance(tiny, load_guidance(tiny_root))
        except Refused as refused:
            found = iter(refused.problems)
        return [(p.code, str(p.mark)) for p in found]

    return change


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("id: T1-1", "id: T9-9", [("E0494", f"{TEXT}:2:5")]),
        ("## 概要 {#brief}", "## 概要", [("E0125", f"{TEXT}:6:1")]),
        ("## 怎么做 {#how}", "## 怎么做 {#what}", [("E0496", f"{TEXT}:2:1")]),
        ("## 概要 {#brief}\n", "先说一句。\n\n## 概要 {#brief}\n", [("E0495", f"{TEXT}:6")]),
        ("[[indicator:T1-2]]", "[[indicator:T1-9]]", [("E0452", f"{TEXT}:8:10")]),
        ("[[data:cups]]", "[[term:cups]]", [("E0453", f"{TEXT}:12:5")]),
        (
            "[[source:washing]]",
            "[[source:wash]]",
            [("E0452", f"{TEXT}:13:7"), ("W0494", "standard/guidance/sources.yaml:2:10")],
        ),
        ("先数杯", "<b>先数杯</b>", [("E0121", f"{TEXT}:8:1")]),
        ("先数杯", "[先](https://example.org)数杯", [("E0121", f"{TEXT}:8:1")]),
        ("先数杯", "::: table 表 {#x}\n\n| a |\n| --- |\n| b |\n\n:::\n\n先数杯", [("E0497", f"{TEXT}:6:1")]),
    ],
)
def test_mistakes_have_a_place(
    changed: Callable[..., list[tuple[str, str]]], before: str, after: str, expected: list[tuple[str, str]]
) -> None:
    assert sorted(changed(before, after)) == sorted(expected)


def test_mistakes_between_files(changed: Callable[..., list[tuple[str, str]]], tiny_root: Path, tiny: Standard) -> None:
    """A text about nothing, an indicator without one, a source twice."""
    (tiny_root / "standard/guidance/T1-2.md").rename(tiny_root / "standard/guidance/T1-7.md")
    found = changed("id: T1-2", "id: T1-7", "standard/guidance/T1-7.md")
    assert ("E0493", "standard/guidance/T1-7.md:2:5") in found
    assert [code for code, _ in found].count("W0499") == 1
    line = "  - {id: washing, title: 《洗杯法》"
    twice = changed(
        line,
        f"  - {{id: washing, title: 又一, publisher: 茶馆, standing: current, checked_on: 2020-02-29, note: 无}}\n{line}",
        "standard/guidance/sources.yaml",
    )
    assert ("E0498", "standard/guidance/sources.yaml:3:10") in twice


def test_an_edition_without_guidance(tiny: Standard, tmp_path: Path) -> None:
    """Nothing is missed where there is none at all."""
    book = load_guidance(tmp_path)
    assert book.texts == () and [*check_guidance(tiny, book)] == []


def test_a_page_says_what_is_required_and_what_helps(tiny: Standard) -> None:
    """The requirement word for word in a frame of its own; guidance in another; each cited document below it."""
    pages = {page.path: render_page(page) for page in view_indicators(tiny, checked_guidance(TINY, tiny))}
    page = pages["indicators/t1-1.md"]
    normative = re.search(r'<div class="framed normative" markdown>(.*?)</div>', page, re.DOTALL)
    guidance = re.search(r'<div class="framed guidance" markdown>(.*?)\n</div>', page, re.DOTALL)
    assert normative and "杯应洗净。" in normative[1]
    assert guidance and "不增加要求" in guidance[1] and "先数杯，再洗杯，见[T1-2](t1-2.md)。" in guidance[1]
    assert "1. 数[杯数](../develop/data.md#d-cups)，按[GB/T 1](#s-GB-T-1)。" in guidance[1]
    assert '<span class="anchor" id="s-washing"></span>《洗杯法》（洗〔2020〕1号），茶馆。现行状态未核实' in guidance[1]
    assert "下一项：[T1-2" in page and "上一项" not in page
