"""The pages as a whole: nothing that nothing leads to, no link into the void, choosing rows in a real browser."""

from __future__ import annotations

import io
import posixpath
import zipfile
from pathlib import Path
from urllib.parse import unquote

import pytest
from lxml import html

from lceval_docs.problems import Refused
from lceval_docs.sources.site import read_site
from lceval_docs.writers.archive import render_archive

OUTSIDE = ("http:", "https:", "mailto:", "data:")
# Shown by servers where a page is missing; nothing leads there.
ALONE = {"404.html"}


def linked(page: Path) -> tuple[set[str], list[str]]:
    """The ids of a page, and what it links to on this site."""
    document = html.parse(str(page)).getroot()
    return set(document.xpath("//@id | //a/@name")), [
        target for target in document.xpath("//a/@href | //area/@href") if not target.startswith(OUTSIDE)
    ]


def test_every_link_and_every_page(site: Path) -> None:
    """Each internal link leads to a page or file, each anchor to something on it, and each page is led to."""
    pages = {path.relative_to(site).as_posix(): linked(path) for path in site.rglob("*.html")}
    broken, reached = [], {"index.html"}
    for name, (_, targets) in pages.items():
        for target in targets:
            path, _, anchor = unquote(target).partition("#")
            path = path.partition("?")[0]
            where = posixpath.normpath(posixpath.join(posixpath.dirname(name), path)) if path else name
            where = "index.html" if where == "." else where
            if name not in ALONE:
                reached.add(where)
            if where in pages:
                if anchor and anchor not in pages[where][0]:
                    broken.append(f"{name}: {target}")
            elif not (site / where).is_file() and name not in ALONE:
                broken.append(f"{name}: {target}")
    assert broken == []
    assert set(pages) - reached - ALONE == set()


def test_every_page_is_html(site: Path) -> None:
    """A strict parser has nothing to say about any page; what it says is told with page and line."""
    import html5lib

    said = []
    for path in sorted(site.rglob("*.html")):
        parser = html5lib.HTMLParser()
        parser.parse(path.read_text(encoding="utf-8"))
        said += [f"{path.relative_to(site)}:{line}: {what} {more}" for (line, _), what, more in parser.errors]
    assert said == []


@pytest.mark.browser
def test_choosing_indicators(browser, address: str) -> None:  # type: ignore[no-untyped-def]
    """By facet, by words, from the address and into it, by keyboard; a table as it is without scripts."""
    page = browser.new_page()
    page.goto(f"{address}/indicators/index.html")
    rows = "#catalogue-table tbody tr:visible"
    assert page.locator(rows).count() == 58
    page.select_option("select[name=dimension]", "D")
    page.select_option("select[name=kind]", "required")
    shown = page.locator(rows).count()
    assert 0 < shown < 12 and page.locator("form.facets output").inner_text() == f"显示 {shown} 项，共 58 项"
    assert page.url.endswith("?dimension=D&kind=required")
    page.goto(f"{address}/indicators/index.html?dimension=D&kind=required&words=%E8%83%BD%E8%80%97&method=nothing")
    assert page.locator(rows).count() == 1 and page.locator("input[name=words]").input_value() == "能耗"
    page.locator("input[name=words]").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_function("document.querySelectorAll('#catalogue-table tbody tr:not([hidden])').length === 58")
    assert page.url.endswith("indicators/index.html")
    page.close()
    bare = browser.new_context(java_script_enabled=False).new_page()
    bare.goto(f"{address}/indicators/index.html?dimension=D")
    assert bare.locator(rows).count() == 58 and not bare.locator("form.facets").is_visible()
    bare.close()


@pytest.mark.browser
def test_the_site_from_disk(browser, site: Path, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    """Packed, unpacked, opened from disk: Chinese search finds, from a page inside too, and nothing is asked elsewhere."""
    raw = render_archive(read_site(site))
    assert raw == render_archive(read_site(site))
    zipfile.ZipFile(io.BytesIO(raw)).extractall(tmp_path)
    page = browser.new_page()
    asked: list[str] = []
    page.on("request", lambda r: asked.append(r.url))
    page.goto((tmp_path / "site/indicators/d1-1.html").as_uri())
    page.locator(".md-search__input").click()
    page.wait_for_function("document.querySelector('.md-search-result__meta').innerText.length > 0")
    page.wait_for_timeout(1500)  # the index is being read
    page.keyboard.type("台账", delay=80)
    page.keyboard.press("Space")
    page.wait_for_selector(".md-search-result__item", timeout=15000)
    assert "台账" in page.locator(".md-search-result__item").first.inner_text().replace("\u200b", "")
    assert [url for url in asked if not url.startswith(("file:", "data:", "blob:", "about:"))] == []
    page.close()


def test_only_a_site_is_packed(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        read_site(tmp_path)
    assert [p.code for p in refused.value.problems] == ["E0736"]
