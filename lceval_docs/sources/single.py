"""One YAML file that holds one record, and that an edition may do without."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

from lceval_docs.problems import Problem
from lceval_docs.sources.document import parse_yaml
from lceval_docs.sources.file import is_there, read_text
from lceval_docs.sources.record import load_record

R = TypeVar("R")


def read_single(path: Path, shown: str, record: type[R]) -> tuple[R | None, tuple[Problem, ...]]:
    """What the file says, or every problem of it; neither where there is no file. `shown` is the name to print."""
    if not is_there(path):
        return None, ()
    text, problems = read_text(path, shown)
    root = None
    if not problems:
        root, problems = parse_yaml(text, shown)
    return (None, problems) if root is None else load_record(root, record, shown)
