"""Whether the metadata and the standing of a standard fit the stage it is printed in."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lceval_docs.checks.review import reviewed
from lceval_docs.checks.standard import statements
from lceval_docs.model.standard import Standard
from lceval_docs.problems import Fault, Problem

MISSING_FOR_STAGE = Fault("E0461", 'stage "{found}" needs `{expected}`.', "Add it to standard.yaml.")
BAD_NUMBER = Fault("E0462", 'the number "{found}" cannot be published.', "Write it like T/GDCPA 001—2026.")
DATES_CROSSED = Fault("E0463", "it takes effect on {found}, before it is published on {expected}.")
NOT_REVIEWED = Fault(
    "E0465", "{count} clauses and indicators are not confirmed, so this cannot be published.", "First: {found}."
)
STILL_A_DRAFT = Fault(
    "E0468",
    'the notice says "{found}", which does not hold of a published standard.',
    "Every form and report prints it: write what holds now, here and in mkdocs.yml.",
)
NOT_ADOPTED = Fault("E0464", "{count} statements are not adopted, so this cannot be published.", "First: {found}.")

_NUMBER = re.compile(r"T/[A-Z][A-Z0-9]{1,7} \d{1,5}(\.\d+)?—\d{4}")
_OF_A_DRAFT = re.compile(r"草案|提案|不是已发布|尚未|拟定")
_NEEDED = {
    "draft": (),
    "comment": ("drafters",),
    "approved": ("ics", "ccs", "drafters", "people"),
    "published": ("ics", "ccs", "drafters", "people", "published_on", "effective_on"),
}


def check_stage(standard: Standard, stage: str) -> Iterator[Problem]:
    """Everything that keeps a standard from being printed in a stage."""
    identity = standard.identity
    for name in _NEEDED[stage]:
        if not getattr(identity, name):
            yield MISSING_FOR_STAGE.at(identity.mark.of(name), found=stage, expected=name)
    if stage != "published":
        return
    if not _NUMBER.fullmatch(identity.number):
        yield BAD_NUMBER.at(identity.mark.of("number"), found=identity.number)
    published, effective = identity.published_on, identity.effective_on
    if published and effective and effective < published:
        yield DATES_CROSSED.at(identity.mark.of("effective_on"), found=effective, expected=published)
    if said := _OF_A_DRAFT.search(identity.notice):
        yield STILL_A_DRAFT.at(identity.mark.of("notice"), found=said[0])
    open_ones = [s for s in statements(standard) if s.status != "adopted"]
    if open_ones:
        yield NOT_ADOPTED.at(identity.mark.of("stage"), count=len(open_ones), found=open_ones[0].mark)
    unread = [r for r in reviewed(standard) if r.state != "confirmed"]
    if unread:
        yield NOT_REVIEWED.at(identity.mark.of("stage"), count=len(unread), found=unread[0].mark)
