"""The site for everyone: by keyboard and screen reader, in the dark, on a phone, on a slow line."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from test_site import PAGES

# One of each kind.
KINDS = [
    *PAGES,
    "standard/accounting.html",
    "factors/search.html",
    "rules/wording.html",
    "develop/decisions/index.html",
    "data/index.html",
    "404.html",
]
PHONE = 390
WIDTHS = pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (PHONE, "dark")], ids=["desk", "phone"])
FIRST_PAGE_BYTES = 300_000
MOST_SHIFT = 0.02

_WATCH = """
window.shift = 0;
window.moved = [];
new PerformanceObserver((list) => {
  for (const one of list.getEntries()) {
    if (one.hadRecentInput) continue;
    window.shift += one.value;
    for (const {node} of one.sources) window.moved.push(node ? (node.outerHTML || node.textContent).slice(0, 100) : "?");
  }
}).observe({type: "layout-shift", buffered: true});
"""
_SCROLL = """async () => {
  for (let y = 0; y < document.documentElement.scrollHeight; y += innerHeight) {
    scrollTo(0, y);
    await new Promise(requestAnimationFrame);
  }
  await new Promise(requestAnimationFrame);
  return window.shift;
}"""


def violations(page, name: str) -> Iterator[str]:  # type: ignore[no-untyped-def]
    """Each rule of axe that a page breaks, and where."""
    for rule in Axe().run(page).response["violations"]:
        yield from (f"{name}: {rule['id']}: {node['target']}: {node['html'][:100]}" for node in rule["nodes"])


@pytest.mark.browser
@WIDTHS
def test_pages_in_the_browser(browser, address: str, width: int, scheme: str) -> None:  # type: ignore[no-untyped-def]
    """Nothing that axe objects to; nothing that moves, fails, is wider than the screen or comes from elsewhere."""
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    context.add_init_script(_WATCH)
    page = context.new_page()
    asked: list[str] = []
    wrong: list[str] = []
    page.on("request", lambda r: asked.append(r.url))
    page.on("console", lambda m: wrong.append(f"{page.url}: {m.text}") if m.type == "error" else None)
    page.on("pageerror", lambda e: wrong.append(f"{page.url}: {e}"))
    for name in KINDS:
        response = page.goto(f"{address}/{name}", wait_until="load")
        assert response.ok, name
        wrong += violations(page, name)  # at rest: scrolling makes the theme's tabs fade
        shift = page.evaluate(_SCROLL)
        if shift >= MOST_SHIFT:
            wrong.append(f"{name}: moves by {shift:.3f}: {page.evaluate('window.moved')}")
        if page.evaluate("document.documentElement.scrollWidth") > width:
            wrong.append(f"{name}: wider than the screen")
    context.close()
    assert [url for url in asked if not url.startswith((address, "data:", "blob:"))] == []
    assert wrong == []


@pytest.mark.browser
@WIDTHS
def test_results_of_the_search(browser, address: str, width: int, scheme: str) -> None:  # type: ignore[no-untyped-def]
    """The open search, with results, is as good as a page."""
    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page.goto(f"{address}/index.html")
    page.locator("header label[for=__search]:visible" if width == PHONE else ".md-search__input").first.click()
    page.keyboard.type("pfyz", delay=30)
    page.locator(".md-search-result__item").first.wait_for()
    assert list(violations(page, "search")) == []
    page.close()


@pytest.mark.browser
def test_first_page_is_light(browser, address: str, site: Path) -> None:  # type: ignore[no-untyped-def]
    """What the first visit asks for, packed as a server does; the index of the search waits until it is wanted."""
    page = browser.new_page()
    asked: list[str] = []
    page.on("request", lambda r: asked.append(r.url))
    page.goto(f"{address}/index.html", wait_until="networkidle")
    paths = [site / urlsplit(url).path.lstrip("/") for url in asked if url.startswith(address)]
    assert sum(len(gzip.compress(path.read_bytes(), 6)) for path in paths) <= FIRST_PAGE_BYTES
    assert not [url for url in asked if url.endswith("search_index.json")]
    page.locator(".md-search__input").focus()
    page.wait_for_event("requestfinished", lambda r: r.url.endswith("search_index.json"), timeout=5000)
    page.close()


@pytest.mark.browser
def test_a_wide_table_is_reached_by_keyboard(browser, address: str) -> None:  # type: ignore[no-untyped-def]
    """What scrolls sideways takes the focus and says its name; what fits does not."""
    page = browser.new_page(viewport={"width": 390, "height": 900})
    page.goto(f"{address}/standard/grading.html", wait_until="load")
    box = page.locator("#t-grades .scroll")
    assert box.get_attribute("tabindex") == "0" and "表" in (box.get_attribute("aria-label") or "")
    box.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("document.querySelector('#t-grades .scroll').scrollLeft > 0")
    page.set_viewport_size({"width": 1600, "height": 900})
    page.wait_for_function("!document.querySelector('#t-grades .scroll').hasAttribute('tabindex')")
    page.close()
