"""The index of an output folder: the cases of this run, and those of earlier runs that stand there still.

A batch is often run again for a few cases only, as those that were refused: the others keep their rows. What was
refused is noted in the journal for the same reason, as a line without files.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from lceval_docs.batch.journal import Journal, Made
from lceval_docs.batch.order import Order, Outcome
from lceval_docs.batch.run import Ledger, pdf_slot, slot_of
from lceval_docs.disk import set_aside, write
from lceval_docs.model.standard import Standard
from lceval_docs.views.index import view_index, view_refused
from lceval_docs.writers.index import render_index

Row = tuple[dict[str, Any], list[str]]


def write_index(standard: Standard, order: Order, ledger: Ledger) -> tuple[Path, ...]:
    """One row for each case, made or not. An index that somebody has changed is kept. Raises `Refused`."""
    rows = {shown: (_entry(standard, ledger, shown, o), sorted(o.files)) for shown, o in ledger.outcomes.items()}
    known = {slot_of(order, shown) for shown, outcome in ledger.outcomes.items() if not outcome.is_refused}
    with Journal(order.out) as journal:
        last = journal.last(lambda slot: slot not in known)
        for shown, outcome in ledger.outcomes.items():
            made = Made("", {}, json.dumps(rows[shown][0], ensure_ascii=False))
            if outcome.is_refused and last.get(slot_of(order, shown)) != made:
                with suppress(OSError):  # not noted, it has no row after the next run
                    journal.add(slot_of(order, shown), made)
    rows |= _earlier(order, last, rows)
    plan = render_index(view_index(standard, [row for _, row in sorted(rows.items())]))
    ledger.warnings += set_aside(plan, order.out)
    return write(plan, order.out)


def _entry(standard: Standard, ledger: Ledger, shown: str, outcome: Outcome) -> dict[str, Any]:
    if outcome.entry:
        entry: dict[str, Any] = json.loads(outcome.entry)
        return entry
    return view_refused(standard, shown, ledger.names.get(shown, ""), outcome.problems)


def _earlier(order: Order, last: Mapping[str, Made], rows: Mapping[str, Row]) -> dict[str, Row]:
    """The rows of cases that this run was not asked for: their folders are there, and their files where any were made."""
    mine = {name for _, files in rows.values() for name in files}
    start = slot_of(order, "")
    others = {slot.removeprefix(start): made for slot, made in last.items() if slot.startswith(start)}
    left = {shown: made for shown, made in others.items() if shown not in rows and made.entry}
    folders = {Path(shown).resolve() for shown in rows} if left else set()
    found = {}
    for shown, made in left.items():
        is_there = all((order.out / name).is_file() and name not in mine for name in made.files)
        if is_there and Path(shown).is_dir() and Path(shown).resolve() not in folders:
            found[shown] = (json.loads(made.entry), sorted([*made.files, *_pdf(order, last, made)]))
    return found


def _pdf(order: Order, last: Mapping[str, Made], made: Made) -> Iterator[str]:
    """The PDF of these Word files, as far as they are there."""
    for name, digest in made.files.items():
        pdf = last.get(pdf_slot(name))
        if pdf and pdf.key == digest:
            yield from (n for n in pdf.files if (order.out / n).is_file())
