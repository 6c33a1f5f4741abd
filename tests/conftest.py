"""Fixtures shared by the tests: the real edition, the tiny one, and their examples."""

from __future__ import annotations

import functools
import http.server
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from lceval_docs.judging import Judged, checked_standard, judged_examples
from lceval_docs.model.standard import Standard

ROOT = Path(__file__).parent.parent
TINY = ROOT / "tests" / "standards" / "tiny"


@pytest.fixture(scope="session")
def standard() -> Standard:
    """The edition of this checkout."""
    return checked_standard(ROOT)


@pytest.fixture(scope="session")
def tiny() -> Standard:
    """The smallest complete standard, invented."""
    return checked_standard(TINY)


@pytest.fixture
def tiny_root(tmp_path: Path) -> Path:
    """A copy of the tiny edition, with Word templates, to break things in."""
    root = tmp_path / "edition"
    shutil.copytree(TINY / "standard", root / "standard")
    shutil.copytree(ROOT / "report_templates", root / "report_templates")
    return root


@pytest.fixture
def plain_root(tiny_root: Path) -> Path:
    """The tiny edition with a text that breaks no rule of drafting."""
    shutil.rmtree(tiny_root / "standard/text")
    shutil.copytree(ROOT / "tests" / "standards" / "plain", tiny_root / "standard/text")
    return tiny_root


@pytest.fixture(scope="session")
def examples(standard: Standard) -> list[Judged]:
    """The invented example factories, judged."""
    return judged_examples(standard, ROOT)


def build_site(root: Path, target: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "-f", str(root / "mkdocs.yml"), "-d", str(target)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
    )


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built site."""
    target = tmp_path_factory.mktemp("site")
    done = build_site(ROOT, target)
    assert done.returncode == 0, done.stderr
    return target


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """A folder on a port of its own."""

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *args: object) -> None:
            """Say nothing."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.fixture(scope="session")
def address(site: Path) -> Iterator[str]:
    """The site on a port of its own."""
    with served(site) as address:
        yield address


def chromium_in(playwright):  # type: ignore[no-untyped-def]
    """The system's Chromium, without a window."""
    program = next(p for n in ("chromium", "chromium-browser", "google-chrome") if (p := shutil.which(n)))
    return playwright.chromium.launch(
        executable_path=program, args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    )


@pytest.fixture(scope="session")
def browser():  # type: ignore[no-untyped-def]
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = chromium_in(playwright)
        yield chromium
        chromium.close()


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--update-golden` rewrites the files that a person then looks at."""
    parser.addoption("--update-golden", action="store_true", help="rewrite tests/golden")
