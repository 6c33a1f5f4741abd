"""The public register: results of evaluations under their certificate codes, and what was put right in them."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cached_property
from types import MappingProxyType
from typing import Literal

from lceval_docs.model.origin import Record
from lceval_docs.records import dataclass

CODE_LETTERS, CODE_GROUP = 12, 4
CODE = re.compile(rf"[A-Z2-7]{{{CODE_GROUP}}}(-[A-Z2-7]{{{CODE_GROUP}}}){{{CODE_LETTERS // CODE_GROUP - 1}}}", re.ASCII)
ResultStatus = Literal["published", "expired", "withdrawn", "corrected"]


def certificate_code(edition: str, report_number: str, factory: str, grade: str) -> str:
    """Twelve letters by which a certificate can be told from a forged one: the same from the same facts."""
    facts = "\n".join((edition, report_number, factory, grade))
    code = base64.b32encode(hashlib.sha256(facts.encode()).digest()).decode()[:CODE_LETTERS]
    return "-".join(code[n : n + CODE_GROUP] for n in range(0, CODE_LETTERS, CODE_GROUP))


@dataclass(frozen=True, kw_only=True)
class Result(Record):
    """One file of `site/results/`: what was published of an evaluation.

    `code`: of the certificate. `grade`: the id of a grade. `total`: as the report prints it.
    `invented`: an example that stands for no factory, which its name and note say too.
    """

    code: str
    factory: str
    boundary: str
    grade: str
    evaluation_year: int
    total: Decimal
    edition: str
    report_number: str
    organisation: str
    published_on: date
    valid_until: date
    status: ResultStatus
    invented: bool = False
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Correction(Record):
    """What was wrong in a published result, and what is right. `record`: the code of the result."""

    record: str
    wrong: str
    right: str
    corrected_on: date


@dataclass(frozen=True, kw_only=True)
class Corrections(Record):
    """`site/results/corrections.yaml`."""

    corrections: tuple[Correction, ...]


@dataclass(frozen=True, eq=False)
class Register:
    """All that was published; empty where nothing was."""

    results: tuple[Result, ...] = ()
    corrections: tuple[Correction, ...] = ()

    @cached_property
    def by_code(self) -> Mapping[str, Result]:
        return MappingProxyType({result.code: result for result in self.results})
