"""Wording: the verbs that make clauses, and words that may not stand with them. Source: GB/T 1.1—2020, Annex C."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lceval_docs.checks.gbt.passage import Text
from lceval_docs.checks.gbt.rule import Rule
from lceval_docs.problems import Problem

MUST = Rule(
    "MV01",
    'the word "{found}" in a normative clause.',
    "Write 应.",
    clause="附录C.1",
    bad="工厂必须建立台账。",
    good="工厂应建立台账。",
)

_MUST = re.compile(r"必须|务必|(?<![无毋必])须(?!知|臾|眉)")


def check_must(text: Text) -> Iterator[Problem]:
    """必须, 须 and 务必 name a duty from outside; a standard requires with 应."""
    for passage in text.passages:
        if passage.is_normative:
            for match in _MUST.finditer(passage.text):
                yield MUST.at(passage.at(match[0], match.start()), found=match[0])


CHECKS = (check_must,)
