"""What an import gives, and how it may be told to settle differences."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from lceval_docs.model.answer import CasePath
from lceval_docs.problems import Fault, Problem
from lceval_docs.records import dataclass
from lceval_docs.writers.casefile import Change

DISAGREE = Fault("E0952", '{field}: "{found}" here, "{expected}" in {place}.', "Make them agree, then import again.")
Mode = Literal["ask", "replace", "keep"]


@dataclass(frozen=True)
class Import:
    """What an import gives: the files, what is new, what is other than before, what was noticed."""

    plan: Mapping[str, bytes]
    added: tuple[CasePath, ...]
    changed: tuple[Change, ...]
    warnings: tuple[Problem, ...]
