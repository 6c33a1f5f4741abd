"""What a first visit to each kind of page of the site asks for, packed with gzip -6. Run by `make bench`."""

from __future__ import annotations

import gzip
import sys
import tempfile
from pathlib import Path
from urllib.parse import unquote, urlsplit

from playwright.sync_api import Browser, sync_playwright

sys.path.insert(0, str(Path(__file__).parents[1]))

from conftest import ROOT, build_site, chromium_in, served
from test_access import FIRST_PAGE_BYTES, KINDS


def packed(path: Path) -> int:
    return len(gzip.compress(path.read_bytes(), 6))


def asked_for(browser: Browser, address: str, name: str, site: Path) -> dict[str, int]:
    """What a browser without a cache asks for, with sizes."""
    context = browser.new_context()
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{address}/{name}", wait_until="networkidle")
    context.close()
    paths = [unquote(urlsplit(url).path).lstrip("/") for url in asked if url.startswith(address)]
    return {path: packed(site / path) for path in paths}


def main() -> int:
    with tempfile.TemporaryDirectory() as name:
        site = Path(name)
        build_site(ROOT, site).check_returncode()
        print(
            f"\n{'index of the search':36}{packed(site / 'search/search_index.json') / 1000:.0f} kB, when it is wanted"
        )
        print(f"\n{'first visit':36}{'HTML kB':>9}{'all kB':>9}{'requests':>10}")
        with served(site) as address, sync_playwright() as playwright:
            browser = chromium_in(playwright)
            found = {kind: asked_for(browser, address, kind, site) for kind in KINDS}
            browser.close()
        for kind, sizes in found.items():
            print(f"{kind:36}{sizes[kind] / 1000:9.1f}{sum(sizes.values()) / 1000:9.1f}{len(sizes):10}")
        first = sum(found["index.html"].values())
        print(f"\nfirst page: {first / 1000:.0f} kB, at most {FIRST_PAGE_BYTES / 1000:.0f}")
        return int(first > FIRST_PAGE_BYTES)


if __name__ == "__main__":
    raise SystemExit(main())
