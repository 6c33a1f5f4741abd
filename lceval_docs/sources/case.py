"""A case folder: `factory.yaml`, `review.yaml` if the evaluators have begun, and the files in `evidence/`."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

from lceval_docs.model.case import Case, Expected, Factory, Review
from lceval_docs.problems import Problem, Refused
from lceval_docs.sources.document import parse_yaml, read_text
from lceval_docs.sources.record import load_record

T = TypeVar("T")

FACTORY, REVIEW, EXPECTED, EVIDENCE = "factory.yaml", "review.yaml", "expected.yaml", "evidence"


def load_case(folder: Path, shown: str = "") -> Case:
    """The case in a folder. `shown` is how its files are named in problems. Raises `Refused` with all of them."""
    shown = (shown or folder.as_posix()).rstrip("/")
    factory, problems = _read(folder / FACTORY, f"{shown}/{FACTORY}", Factory)
    review = None
    if (folder / REVIEW).exists():
        review, more = _read(folder / REVIEW, f"{shown}/{REVIEW}", Review)
        problems += more
    if problems or factory is None:
        raise Refused(problems)
    return Case(folder=shown, factory=factory, review=review, files=_evidence_files(folder / EVIDENCE))


def load_expected(folder: Path, shown: str) -> Expected | None:
    """What an example says it must give, if it says so. Raises `Refused`."""
    if not (folder / EXPECTED).exists():
        return None
    expected, problems = _read(folder / EXPECTED, f"{shown}/{EXPECTED}", Expected)
    if expected is None:
        raise Refused(problems)
    return expected


def _read(path: Path, shown: str, record: type[T]) -> tuple[T | None, tuple[Problem, ...]]:
    text, problems = read_text(path, shown)
    if problems:
        return None, problems
    root, problems = parse_yaml(text, shown)
    if root is None:
        return None, problems
    return load_record(root, record, shown)


def _evidence_files(folder: Path) -> frozenset[str]:
    """Names of the ordinary files in the evidence folder, without links and editors' leftovers."""
    if not folder.is_dir():
        return frozenset()
    found = (path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    return frozenset(p.relative_to(folder).as_posix() for p in found if not p.name.startswith(("~$", ".")))
