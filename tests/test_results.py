"""Published results: read strictly, shown as text, chosen from a table, and looked up on a page that sends nothing."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from conftest import ROOT
from lxml import html

from lceval_docs.checks.register import check_register
from lceval_docs.examining import examined
from lceval_docs.judging import Judged, checked_publicity, checked_standard
from lceval_docs.model.history import History
from lceval_docs.model.register import CODE, Correction, Register, Result, certificate_code
from lceval_docs.model.standard import Standard
from lceval_docs.problems import Refused
from lceval_docs.sources.register import load_register
from lceval_docs.views.block import Page
from lceval_docs.views.fact import view_dossier, view_facts
from lceval_docs.views.site.register import view_check, view_results
from lceval_docs.writers.pages.markdown import render_page

GIVEN = certificate_code("tiny-1", "R1", "虚构示例茶馆", "茶馆")
OTHER = certificate_code("tiny-1", "R2", "虚构示例茶馆", "茶馆")
RESULT = f"""code: {GIVEN}
factory: 虚构示例茶馆
boundary: 一楼
grade: fair
evaluation_year: 2019
total: 6.5
edition: tiny-1
report_number: R1
organisation: 茶会
published_on: 2020-01-10
valid_until: 2022-01-09
status: published
invented: true
"""
CORRECTIONS = f"""corrections:
  - record: {GIVEN}
    wrong: 五分
    right: 六分半
    corrected_on: 2020-02-01
"""
ONE, LIST = "site/results/one.yaml", "site/results/corrections.yaml"
HOSTILE = "<script>alert(1)</script>|`a`*b*{: onclick=x }[x](javascript:y)&lt;\"'"


@pytest.fixture
def publish(tiny_root: Path) -> Callable[..., list[tuple[str, str]]]:
    """What is said of the tiny edition with these files of results."""

    def check(**files: str) -> list[tuple[str, str]]:
        folder = tiny_root / "site/results"
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in files.items():
            (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
        problems = examined(tiny_root).problems
        return [(p.code, str(p.mark)) for p in problems if "results" in p.mark.file]

    return check


def result(**fields: object) -> Result:
    """An invented result, with some fields otherwise."""
    given = Result(
        code=GIVEN,
        factory="虚构示例茶馆",
        boundary="一楼",
        grade="fair",
        evaluation_year=2019,
        total=Decimal("6.5"),
        edition="tiny-1",
        report_number="R1",
        organisation="茶会",
        published_on=date(2020, 1, 10),
        valid_until=date(2022, 1, 9),
        status="published",
        invented=True,
    )
    return replace(given, **fields)  # type: ignore[arg-type]


def test_our_records_are_invented_and_say_so(standard: Standard) -> None:
    """No factory has been evaluated by the draft: each record says in name and note that it is invented."""
    history, register = checked_publicity(ROOT, standard)
    assert [*check_register(standard, history, register)] == []
    assert len(register.results) == 3
    for one in register.results:
        assert one.invented and "虚构示例" in one.factory and one.note.startswith("虚构示例")
    assert {one.status for one in register.results} == {"published", "withdrawn", "corrected"}
    for view in (view_results, view_check):
        page = render_page(view(standard, history, register))
        assert "没有任何工厂按《广东省近零（低）碳工厂评价标准》（2026年工作草案）评价过" in page


def test_the_code_is_that_of_the_certificate(standard: Standard, examples: list[Judged]) -> None:
    """A certificate and the register take it from the same facts."""
    codes = [
        (facts["certificate.code"], facts)
        for j in examples
        if "certificate.code" in (facts := view_facts(standard, view_dossier(standard, j.case, j.evaluation)))
    ]
    assert codes
    for code, facts in codes:
        assert CODE.fullmatch(code)
        told = (facts[name] for name in ("review.report_number", "factory.name", "evaluation.grade"))
        assert code == certificate_code(standard.identity.edition, *told)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("total: 6.5", "total: six", [("E0205", f"{ONE}:6:8")]),
        ("total: 6.5", "total: 4.9", [("E0575", f"{ONE}:6:8")]),
        ("total: 6.5", "total: 11", [("E0575", f"{ONE}:6:8")]),
        ("status: published", "status: fine", [("E0210", f"{ONE}:12:9")]),
        ("grade: fair", "grade: fairest", [("E0573", f"{ONE}:4:8")]),
        ("edition: tiny-1", "edition: tiny-9", [("E0590", f"{ONE}:7:10")]),
        (f"code: {GIVEN}", f"code: {GIVEN.lower()}", [("E0572", f"{ONE}:1:7")]),
        (f"code: {GIVEN}", f"code: {OTHER}", [("W0571", f"{ONE}:1:7")]),
        ("2022-01-09", "2020-01-09", [("E0574", f"{ONE}:11:14")]),
        ("evaluation_year: 2019", "evaluation_year: 2021", [("E0574", f"{ONE}:10:15")]),
        ("status: published", "status: withdrawn", [("E0576", f"{ONE}:12:9")]),
        ("status: published", "status: corrected", [("E0576", f"{ONE}:12:9")]),
        ("invented: true\n", "", [("W0572", f"{ONE}:1:1")]),
        ("boundary: 一楼", "bounds: 一楼", [("E0202", f"{ONE}:3:1"), ("E0204", f"{ONE}:1:1")]),
    ],
)
def test_mistakes_have_a_place(
    publish: Callable[..., list[tuple[str, str]]], before: str, after: str, expected: list[tuple[str, str]]
) -> None:
    assert before in RESULT and publish(one=RESULT) == []
    assert sorted(publish(one=RESULT.replace(before, after))) == sorted(expected)


def test_mistakes_between_files(publish: Callable[..., list[tuple[str, str]]], tiny_root: Path) -> None:
    """A certificate twice, a correction of nothing, a correction before what it corrects; no site is made of it."""
    assert publish(one=RESULT, two=RESULT) == [("E0571", "site/results/two.yaml:1:7")]
    with pytest.raises(Refused):
        checked_publicity(tiny_root, checked_standard(tiny_root))
    corrected = RESULT.replace("status: published", "status: corrected")
    two = RESULT.replace(GIVEN, OTHER).replace("R1", "R2")
    assert publish(one=corrected, two=two, corrections=CORRECTIONS) == []
    late = CORRECTIONS.replace(GIVEN, "AAAA-AAAA-AAAA").replace("五分", "一")
    assert publish(corrections=late) == [("E0577", f"{LIST}:2:13"), ("E0576", f"{ONE}:12:9")]
    early = CORRECTIONS.replace("2020-02-01", "2020-01-01")
    assert publish(corrections=early) == [("E0574", f"{LIST}:5:19")]


def test_an_edition_without_results(tiny: Standard, tmp_path: Path) -> None:
    """Nothing is missed where nothing was published, and the pages say that there is nothing."""
    register = load_register(tmp_path)
    assert register.results == () and [*check_register(tiny, History(), register)] == []
    for view in (view_results, view_check):
        assert "还没有公示的评价结果" in render_page(view(tiny, History(), register))


def test_real_results_are_not_called_invented(tiny: Standard) -> None:
    """The notice goes with the examples; beside them it tells which are which."""
    real = result(invented=False, factory="茶馆", code=OTHER)
    alone = render_page(view_results(tiny, History(), Register((real,))))
    assert "虚构" not in alone and "评价过" not in alone
    assert "不对应任何真实的工厂" in render_page(view_results(tiny, History(), Register((real, result()))))


def as_html(page: Page) -> html.HtmlElement:
    """A page as the site has it."""
    import markdown

    text = render_page(page).split("---\n", 2)[2]
    return html.fromstring(markdown.markdown(text, extensions=["attr_list", "md_in_html", "tables"]))


def test_hostile_text_stays_text(tiny: Standard) -> None:
    """What an author types in any field is shown letter for letter, and is no tag, link or attribute."""
    hostile = result(
        **dict.fromkeys(("factory", "boundary", "edition", "report_number", "organisation", "note"), HOSTILE)
    )
    register = Register(
        (hostile,), (Correction(record=GIVEN, wrong=HOSTILE, right=HOSTILE, corrected_on=date(2020, 2, 1)),)
    )
    for view, times in ((view_results, 3), (view_check, 6)):
        page = as_html(view(tiny, History(), register))
        assert page.text_content().count(HOSTILE) == times
        assert not page.xpath("//script | //em | //td/code | //*[@onclick] | //a[contains(@href, 'javascript')]")


def test_rows_have_anchors(tiny: Standard) -> None:
    """A record is linked to by its code, without scripts; the table holds everything."""
    page = as_html(view_check(tiny, History(), Register((result(),))))
    row = page.xpath(f"//tr[@id='r-{GIVEN}']")[0]
    assert [cell.text_content() for cell in row] == [
        *(GIVEN, "虚构示例茶馆", "茶馆", "2019", "6.5", "2022年1月9日", "已公示"),
        *("2020年1月10日", "tiny-1", "R1", "茶会", "一楼", "—"),
    ]
    assert f"check.html#r-{GIVEN}" in render_page(view_results(tiny, History(), Register((result(),))))


def test_sources_are_not_published(site: Path) -> None:
    """The site has the pages that are made of the files, not the files."""
    left = [p for p in site.rglob("*") if p.suffix == ".yaml" or p.name in ("overrides", "main.html")]
    assert left == [] and (site / "results/check.html").is_file()


VALID, WITHDRAWN, CORRECTED = "LPAH-IDKI-IN4L", "RV5C-GT6L-GECI", "C64I-LFP4-73PO"


@pytest.mark.browser
def test_looking_a_certificate_up(browser, address: str) -> None:  # type: ignore[no-untyped-def]
    """By keyboard on a phone: valid, withdrawn, not found; the code comes into the address, and nothing is asked of anybody."""
    context = browser.new_context(viewport={"width": 390, "height": 800})
    page = context.new_page()
    page.clock.set_fixed_time("2027-05-31T12:00:00")
    page.goto(f"{address}/results/check.html", wait_until="networkidle")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(f"{request.url} {request.headers}"))
    says = page.locator("form.lookup output")
    assert says.inner_text() == "" and not page.locator("form.lookup dl").is_visible()
    for typed, told in (
        (
            VALID.replace("-", " ").lower(),
            "证书有效，有效期至2029年11月1日（按本机日期2027-05-31）。这条记录是虚构示例",
        ),
        (WITHDRAWN, "证书已撤销，不再有效。"),
        (CORRECTED.replace("O", "0"), "记录更正过，见更正记录；证书有效"),
        ("AAAA-BBBB-CCCC", "没有查到AAAA-BBBB-CCCC"),
        ("<b>AAAA</b>", "“<b>AAAA</b>”不是查询码"),
    ):
        page.locator("input[name=code]").focus()
        page.keyboard.press("Control+A")
        page.keyboard.insert_text(typed)
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        assert told in says.inner_text(), typed
        assert page.evaluate("new URLSearchParams(location.hash.slice(1)).get('code')") == typed
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        assert page.locator("form.lookup dl").is_visible() == ("查到：" in told or "虚构" in says.inner_text())
    assert [request for request in asked if "favicon" not in request or "code" in request] == []
    page.reload()
    assert "不是查询码" in says.inner_text()
    context.close()


@pytest.mark.browser
def test_a_certificate_in_the_address(browser, address: str) -> None:  # type: ignore[no-untyped-def]
    """A link tells at once; the last day still counts, by the browser's date; and without scripts there is the table."""
    for day, told in (("2029-11-01", "证书有效"), ("2029-11-02", "证书已过期")):
        page = browser.new_page()
        page.clock.set_fixed_time(f"{day}T08:00:00")
        page.goto(f"{address}/results/check.html?code={VALID}")
        output = page.locator("form.lookup output")
        assert told in output.inner_text()
        assert page.locator("form.lookup dl dd").first.inner_text() == VALID
        page.close()
    bare = browser.new_context(java_script_enabled=False).new_page()
    bare.goto(f"{address}/results/check.html?code={VALID}#r-{CORRECTED}")
    assert not bare.locator("form.lookup").is_visible()
    assert bare.locator("#register tbody tr:visible").count() == 3
    assert bare.locator(f"[id='r-{CORRECTED}']").bounding_box()["y"] < 800
    bare.close()


@pytest.mark.browser
def test_choosing_results(browser, address: str) -> None:  # type: ignore[no-untyped-def]
    """By grade, year, status and words."""
    page = browser.new_page()
    page.goto(f"{address}/results/index.html?grade=low-carbon")
    rows = page.locator("#results-table tbody tr:visible")
    assert rows.count() == 2
    page.select_option("select[name=status]", "corrected")
    assert rows.count() == 1 and CORRECTED in rows.first.inner_text()
    page.select_option("select[name=status]", "")
    page.locator(".facets input[type=search]").fill("乙厂")
    assert rows.count() == 1 and re.search(WITHDRAWN, rows.first.inner_text())
    page.close()
