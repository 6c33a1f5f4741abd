"""The index of an output folder: the cases of this run, and those of earlier runs that stand there still.

A row tells one result and the files that show it: those in which the case came to something else are left out.
A batch is often run again for a few cases only, as those that were refused: the others keep their rows. What was
refused is noted in the journal for the same reason, as a line without files.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lceval_docs.batch.journal import Journal, Made, entry_of
from lceval_docs.batch.order import Order, Outcome
from lceval_docs.batch.run import Ledger, pdf_slot, slot_of
from lceval_docs.disk import EARLIER_RESULT, set_aside, write
from lceval_docs.model.standard import Standard
from lceval_docs.problems import Mark
from lceval_docs.views.index import view_index, view_refused
from lceval_docs.writers.index import render_index


@dataclass
class _Row:
    """A case in the index: its entry, and the names of its files."""

    entry: dict[str, Any]
    files: set[str]


def write_index(standard: Standard, order: Order, ledger: Ledger) -> tuple[Path, ...]:
    """One row for each case, made or not. An index that somebody has changed is kept. Raises `Refused`."""
    rows = {shown: _Row(_entry(standard, ledger, shown, o), set(o.files)) for shown, o in ledger.outcomes.items()}
    known = {slot_of(order, shown) for shown, outcome in ledger.outcomes.items() if not outcome.is_refused}
    with Journal(order.out) as journal:
        last = journal.last(lambda slot: slot not in known)
        for shown, outcome in ledger.outcomes.items():
            if not outcome.is_refused:
                continue
            folder = ledger.cases[shown].folder.as_posix()
            made = Made("", {}, json.dumps(rows[shown].entry, ensure_ascii=False), folder)
            if last.get(slot_of(order, shown)) != made:
                with suppress(OSError):  # not noted, it has no row after the next run
                    journal.add(slot_of(order, shown), made)
    for shown, names in _add_earlier(order, ledger, last, rows).items():
        told = EARLIER_RESULT.at(Mark(order.out.as_posix()), case=shown, found=", ".join(sorted(names)))
        if told not in ledger.warnings:  # the index is written twice where PDF are made
            ledger.warnings.append(told)
    plan = render_index(view_index(standard, [(row.entry, sorted(row.files)) for _, row in sorted(rows.items())]))
    ledger.warnings += set_aside(plan, order.out)
    return write(plan, order.out)


def _entry(standard: Standard, ledger: Ledger, shown: str, outcome: Outcome) -> dict[str, Any]:
    if outcome.entry:
        entry: dict[str, Any] = json.loads(outcome.entry)
        return entry
    return view_refused(standard, shown, ledger.cases[shown].name, outcome.problems)


def _add_earlier(order: Order, ledger: Ledger, last: Mapping[str, Made], rows: dict[str, _Row]) -> dict[str, set[str]]:
    """What earlier runs have made and what stands there still: other documents of these cases, and other cases.

    Gives back, by case of this run, the files that show another result and are left out.
    """
    left_out: dict[str, set[str]] = {}
    mine = {name for row in rows.values() for name in row.files}
    shown_by_folder = {job.folder.as_posix(): shown for shown, job in ledger.cases.items()}
    kind = slot_of(order, "")
    for slot, made in last.items():
        shown = shown_by_folder.get(made.folder, "")
        entry = entry_of(made)
        if entry is None or (shown and slot.startswith(kind)):
            continue
        files = {name for name in made.files if name not in mine and (order.out / name).is_file()}
        files |= {name for word in files for name in _pdf(order, last, word, made)}
        if shown:
            if _result(entry) == _result(rows[shown].entry):
                rows[shown].files |= files
            elif files:
                left_out.setdefault(shown, set()).update(files)
        elif files or (not made.files and Path(made.folder).is_dir()):
            other = rows.setdefault(slot.partition(":")[2], _Row(entry, set()))
            if _result(other.entry) != _result(entry):  # the later one stands
                other.files.clear()
            other.entry = entry
            other.files |= files
    return left_out


def _result(entry: dict[str, Any]) -> dict[str, Any]:
    """What a case came to, without its path and its problems, which are told as seen from where a run begins."""
    return {name: fact for name, fact in entry["facts"].items() if name not in ("case", "problems")}


def _pdf(order: Order, last: Mapping[str, Made], word: str, made: Made) -> Iterator[str]:
    """The PDF of a Word file, as far as it is there."""
    pdf = last.get(pdf_slot(word))
    if pdf and pdf.key == made.files[word]:
        yield from (name for name in pdf.files if (order.out / name).is_file())
