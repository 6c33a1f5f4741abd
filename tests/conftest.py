"""Fixtures shared by the tests: the real edition, the tiny one, and their examples."""

from __future__ import annotations

import shutil
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


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--update-golden` rewrites the files that a person then looks at."""
    parser.addoption("--update-golden", action="store_true", help="rewrite tests/golden")
