"""The folder `site/results/`, whole: what was published, or every problem in its files."""

from __future__ import annotations

from pathlib import Path

from lceval_docs.model.register import Corrections, Register, Result
from lceval_docs.problems import Problem, Refused
from lceval_docs.sources.single import read_single

FOLDER, CORRECTIONS = "site/results", "corrections.yaml"


def load_register(root: Path) -> Register:
    """The register below `root`, one result a file; empty if there is none. Raises `Refused` with every problem."""
    results: list[Result] = []
    problems: list[Problem] = []
    for path in sorted((root / FOLDER).glob("*.yaml")):
        if path.name != CORRECTIONS:
            result, found = read_single(path, f"{FOLDER}/{path.name}", Result)
            results += [result] if result else []
            problems += found
    corrections, found = read_single(root / FOLDER / CORRECTIONS, f"{FOLDER}/{CORRECTIONS}", Corrections)
    if problems := [*problems, *found]:
        raise Refused(problems)
    return Register(tuple(results), corrections.corrections if corrections else ())
