"""What has been read and confirmed, written down."""

from __future__ import annotations

from datetime import date

from lceval_docs.checks.formula import nearest
from lceval_docs.checks.review import reviewed
from lceval_docs.model.standard import Standard
from lceval_docs.model.text import Confirmation
from lceval_docs.problems import Fault, Mark, Refused
from lceval_docs.writers.plan import Plan

NOTHING_TO_CONFIRM = Fault("E0706", 'there is no clause or indicator "{found}".', "Is it {expected}?")
NO_DAY = Fault("E0707", '"{found}" is no day.', "Write it like 2026-05-31.")


def plan_review(standard: Standard, ids: tuple[str, ...], everything: bool, on: str | None, by: str) -> Plan:
    """`reviewed.yaml` with clauses and indicators confirmed as they stand; what was confirmed before stays."""
    from lceval_docs.writers.confirmation import render_confirmations

    found = {one.id: one for one in reviewed(standard)}
    unknown = [id for id in ids if id not in found]
    if unknown:
        place = Mark("standard/reviewed.yaml")
        raise Refused([NOTHING_TO_CONFIRM.at(place, found=id, expected=nearest(id, found)) for id in unknown])
    try:
        day = date.fromisoformat(on) if on else standard.identity.date
    except ValueError:
        raise Refused([NO_DAY.at(Mark("--on"), found=on)]) from None
    chosen = tuple(found) if everything else ids
    new = {id: Confirmation(id=id, text=found[id].fingerprint, on=day, by=by) for id in chosen}
    kept = {c.id: c for c in standard.confirmations}
    whole = [(kept | new)[id] for id in found if id in new or id in kept]
    return {"reviewed.yaml": render_confirmations(whole).encode()}
