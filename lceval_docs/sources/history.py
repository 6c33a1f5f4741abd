"""The list of editions and the standard's own change log: both whole, or every problem in them."""

from __future__ import annotations

from pathlib import Path

from lceval_docs.model.history import Changes, Editions, History
from lceval_docs.problems import Refused
from lceval_docs.sources.single import read_single

EDITIONS, CHANGES = "site/editions.yaml", "standard/changes.yaml"


def load_history(root: Path) -> History:
    """What is known of editions and changes below `root`; empty if nothing is. Raises `Refused` with every problem."""
    editions, found = read_single(root / EDITIONS, EDITIONS, Editions)
    changes, more = read_single(root / CHANGES, CHANGES, Changes)
    if problems := (*found, *more):
        raise Refused(problems)
    return History(editions, changes.changes if changes else ())
