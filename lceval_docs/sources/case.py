"""A case folder: `factory.yaml`, `review.yaml` if the evaluators have begun, and the files in `evidence/`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TypeVar

import yaml

from lceval_docs.model.case import Case, Expected, Factory, Review
from lceval_docs.model.imported import Imported
from lceval_docs.problems import Fault, Mark, Problem, Refused
from lceval_docs.sources.document import Loader, parse_yaml
from lceval_docs.sources.file import read_text
from lceval_docs.sources.origin import ORIGINS, imports_of, origins
from lceval_docs.sources.plain import PlainMapping, composed, first_value, read_plain
from lceval_docs.sources.record import load_record

T = TypeVar("T")

NO_FOLDER = Fault("E0171", "this is no case folder.", "A case is a folder with factory.yaml in it; check the path.")
NO_FACTORY = Fault("E0172", "there is no factory.yaml in this folder.", "Begin one: lceval new case {hint}")
CASES_INSIDE = Fault("E0173", "the cases stand in folders inside this one.", "Name these: {hint}")

FACTORY, REVIEW, EXPECTED, EVIDENCE = "factory.yaml", "review.yaml", "expected.yaml", "evidence"
FILES = (FACTORY, REVIEW, ORIGINS)


def load_case(folder: Path, shown: str = "", names: Iterable[str] = FILES) -> Case:
    """The case in a folder, or in these files of it. `shown` is how they are named in problems. Raises `Refused` with all."""
    shown = (shown or folder.as_posix()).rstrip("/")
    if not (folder / FACTORY).exists():
        raise Refused([_no_case(folder, shown)])
    texts: dict[str, str] = {}
    problems: tuple[Problem, ...] = ()
    for name in names:
        if name == FACTORY or (folder / name).exists():
            text, more = read_text(folder / name, f"{shown}/{name}")
            problems += more
            if not more:
                texts[name] = text
    return case_of(texts, evidence_files(folder), shown, problems)


def _no_case(folder: Path, shown: str) -> Problem:
    """What is wrong with a folder without a factory file, or with what is no folder."""
    if not folder.is_dir():
        return NO_FOLDER.at(Mark(shown))
    inside = next((path.parent for path in sorted(folder.glob(f"*/{FACTORY}"))), None)
    return CASES_INSIDE.at(Mark(shown), hint=f"{shown}/*") if inside else NO_FACTORY.at(Mark(shown), hint=shown)


def case_of(texts: Mapping[str, str], files: frozenset[str], shown: str, problems: tuple[Problem, ...] = ()) -> Case:
    """The case that its files give. `files`: the names of its evidence. Raises `Refused` with all problems."""
    factory, review = None, None
    imported: tuple[Imported, ...] = ()
    if FACTORY in texts:
        root, more = _root(texts[FACTORY], f"{shown}/{FACTORY}")
        problems += more
        if root is not None:
            factory, more = load_record(root, Factory, f"{shown}/{FACTORY}")
            problems += more
    if ORIGINS in texts:
        imported, more = imports_of(texts[ORIGINS], f"{shown}/{ORIGINS}")
        problems += more
    if REVIEW in texts:
        review, more = _record(texts[REVIEW], f"{shown}/{REVIEW}", Review)
        problems += more
    if problems or factory is None or root is None:
        raise Refused(problems)
    return Case(
        folder=shown,
        factory=factory,
        review=review,
        files=files,
        origins=origins(_nodes(root), f"{shown}/{FACTORY}", imported) if imported else {},
        texts=texts,
    )


def load_expected(folder: Path, shown: str) -> Expected | None:
    """What an example says it must give, if it says so. Raises `Refused`."""
    if not (folder / EXPECTED).exists():
        return None
    text, problems = read_text(folder / EXPECTED, f"{shown}/{EXPECTED}")
    expected, more = (None, ()) if problems else _record(text, f"{shown}/{EXPECTED}", Expected)
    if expected is None:
        raise Refused(problems + more)
    return expected


def factory_name(text: str) -> str:
    """The name that the text of a factory file gives, read no further than that; "" where it cannot be told.

    Names of output files are held against each other by it, before any case is loaded.
    """
    if name := first_value(text, "name"):
        return name
    depth, key = 0, ""
    try:
        for event in yaml.parse(text, Loader=Loader):
            if isinstance(event, yaml.CollectionStartEvent):
                depth += 1
                key = ""
            elif isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
            elif isinstance(event, yaml.ScalarEvent) and depth == 1:
                if key == "name":
                    return event.value
                key = "" if key else event.value
    except (yaml.YAMLError, ValueError):
        pass
    return ""


def _nodes(root: PlainMapping | yaml.MappingNode) -> yaml.Node:
    return composed(root, root.place) if isinstance(root, PlainMapping) else root


def _root(text: str, shown: str) -> tuple[PlainMapping | yaml.MappingNode | None, tuple[Problem, ...]]:
    root = read_plain(text)
    return (root, ()) if root is not None else parse_yaml(text, shown)


def _record(text: str, shown: str, record: type[T]) -> tuple[T | None, tuple[Problem, ...]]:
    root, problems = _root(text, shown)
    return (None, problems) if root is None else load_record(root, record, shown)


def evidence_files(case: Path) -> frozenset[str]:
    """Names of the ordinary files in the evidence folder of a case, without links and editors' leftovers."""
    folder = case / EVIDENCE
    if not folder.is_dir():
        return frozenset()
    found = (path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    return frozenset(p.relative_to(folder).as_posix() for p in found if not p.name.startswith(("~$", ".")))
