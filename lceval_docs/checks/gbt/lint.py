"""All rules over one text."""

from __future__ import annotations

from collections.abc import Iterator

from lceval_docs.checks.gbt import citation, front, reference, scope, wording
from lceval_docs.checks.gbt.passage import text_of
from lceval_docs.model.standard import Standard
from lceval_docs.problems import Problem

SUBJECTS = (front, scope, reference, citation, wording)


def check_drafting(standard: Standard) -> Iterator[Problem]:
    """Everything in which a text departs from GB/T 1.1."""
    text = text_of(standard)
    for subject in SUBJECTS:
        for check in subject.CHECKS:
            yield from check(text)
