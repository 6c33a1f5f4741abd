"""The self-assessment in headless Chromium: when the form can be used, when the engine is ready, how soon a key scores.

Run by `make bench`. A key is timed from its `input` event to the frame in which the result has changed, with a whole
example in the form: all indicators are judged each time.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import BrowserContext, Page, sync_playwright

sys.path.insert(0, str(Path(__file__).parents[1]))

from conftest import ROOT, build_site, chromium_in, served

EXAMPLE = ROOT / "standard/examples/low-carbon-metal/factory.yaml"
VISITS, KEYS = 5, 20
BARS = {"form": 1.0, "first": 6.0, "again": 6.0, "key": 0.05}
# Times of the page's own marks, in ms since the navigation began.
WATCH = """() => {
    window.times = {};
    const look = () => {
        const root = document.getElementById("assessment");
        if (root?.dataset.ready && !times.form) times.form = performance.now();
        if (root?.dataset.engine === "ready" && !times.engine) times.engine = performance.now();
        if (!times.engine) requestAnimationFrame(look);
    };
    look();
}"""
# An amount of a source, and one of the data: parts of the form that are read apart.
FIELDS = ("sources/1/evaluation", "data/water_intake/evaluation")
# From an input to the frame after the next change of a score or of the result.
KEY = """() => {
    window.keys = [];
    let start = 0;
    document.addEventListener("input", () => { start = performance.now(); }, true);
    const told = "[data-score], [data-result], [data-shown=total]";
    const isTold = ({target}) => (target.closest ? target : target.parentElement)?.closest(told);
    new MutationObserver((changes) => changes.some(isTold) && requestAnimationFrame(() => {
        if (start) keys.push(performance.now() - start);
        start = 0;
    })).observe(document.getElementById("assessment"), {childList: true, characterData: true, subtree: true});
}"""


def visit(context: BrowserContext, address: str) -> tuple[Page, dict[str, float]]:
    """A page with its engine ready, and its times in seconds."""
    page = context.new_page()
    page.add_init_script(f"({WATCH})()")
    page.goto(f"{address}/assessment/index.html", wait_until="commit")
    page.wait_for_function("() => window.times?.engine", timeout=60_000)
    times = page.evaluate("times")
    return page, {name: ms / 1000 for name, ms in times.items()}


def typed(page: Page) -> list[float]:
    """Seconds from key to score."""
    page.set_input_files("input[type=file]", str(EXAMPLE))
    page.wait_for_function("() => document.getElementById('assessment').dataset.state === 'scored'")
    page.evaluate(f"({KEY})()")
    for name in FIELDS:
        field = page.locator(f'[name="{name}"]')
        field.click()
        field.press("End")
        for number in range(KEYS):
            before = page.evaluate("keys.length")
            page.keyboard.type(str(1 + number % 9))
            page.wait_for_function("before => keys.length > before", arg=before)
            page.keyboard.press("Backspace")
            page.wait_for_function("before => keys.length > before + 1", arg=before)
    return [ms / 1000 for ms in page.evaluate("keys")]


def line(name: str, found: list[float], bar: float) -> None:
    print(f"{name:44}{statistics.median(found):9.3f}{max(found):9.3f}{bar:8.2f}")


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        site = Path(name)
        build_site(ROOT, site).check_returncode()
        with served(site) as address, sync_playwright() as playwright:
            browser = chromium_in(playwright)
            first, again = [], []
            for _ in range(VISITS):
                context = browser.new_context()
                for times in (first, again):
                    page, found = visit(context, address)
                    times.append(found)
                    if times is first:
                        page.close()
                keys = typed(page)
                context.close()
            browser.close()
    print(f"\n{'self-assessment in the browser, seconds':44}{'median':>9}{'most':>9}{'bar':>8}")
    line("form usable, first visit", [f["form"] for f in first], BARS["form"])
    line("engine ready, first visit", [f["engine"] for f in first], BARS["first"])
    line("engine ready, again", [f["engine"] for f in again], BARS["again"])
    line("from key to score", keys, BARS["key"])


if __name__ == "__main__":
    main()
