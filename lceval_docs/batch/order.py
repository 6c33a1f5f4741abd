"""What a batch is asked to do, and what came of one case. Both go to other processes and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from pathlib import Path

from lceval_docs.problems import Problem
from lceval_docs.records import dataclass

SECONDS, MEGABYTES = 60.0, 1024


@dataclass(frozen=True)
class Order:
    """Which edition, template and documents; where to; within which limits.

    `digest` is that of the edition, the templates and the program, as whoever orders sees them. `compare`: write
    nothing, say what differs. `cache`: where copies of the edition and the template are kept.
    """

    root: Path
    out: Path
    digest: str
    template: Path | None = None
    document: str = ""
    compare: bool = False
    seconds: float = SECONDS
    megabytes: int = MEGABYTES
    cache: Path | None = None


@dataclass(frozen=True)
class Job:
    """One case: its folder, how that is shown, the digest of all it is made from, the factory's name as typed."""

    folder: Path
    shown: str
    key: str
    name: str


@dataclass(frozen=True)
class Outcome:
    """What came of a case: problems and warnings, the files made with their SHA-256, its entry in the index (JSON)."""

    problems: tuple[Problem, ...] = ()
    files: Mapping[str, str] = field(default_factory=dict)
    entry: str = ""

    @property
    def is_refused(self) -> bool:
        return any(not p.fault.is_warning for p in self.problems)
