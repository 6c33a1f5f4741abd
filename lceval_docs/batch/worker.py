"""Makes one case, wherever it runs: judges it, writes its documents into the output folder, says what came of it.

The edition and the template are loaded once in each process, which gets only paths and options. Contents never travel:
the worker writes them, under temporary names that become final in one step.

Nothing is forced onto the disk before that (fsync): it costs as much as the report itself, and helps only where the
machine loses its power; then the journal's digests find the file that is not whole, and it is made again.
"""

from __future__ import annotations

import gc
import hashlib
import json
import os
import signal
import threading
from contextlib import ExitStack, nullcontext, suppress
from functools import lru_cache
from multiprocessing import connection, parent_process
from pathlib import Path
from typing import NamedTuple

from lceval_docs.batch.order import Job, Order, Outcome
from lceval_docs.build import OTHER_FILES, plan_documents, plan_report
from lceval_docs.disk import compare, set_aside, write
from lceval_docs.judging import Judged, judge, kept_standard
from lceval_docs.limits import (
    FAILED,
    PATIENCE,
    TOO_LONG,
    TOO_MUCH_MEMORY,
    TookTooLong,
    deadline,
    memory_limit,
    time_limit,
)
from lceval_docs.model.standard import Standard
from lceval_docs.problems import Mark, Refused
from lceval_docs.sources.fingerprint import edition_digest
from lceval_docs.sources.kept import Copies
from lceval_docs.sources.template.program import Template
from lceval_docs.template import FORM_TEMPLATE, REPORT_TEMPLATE, TEMPLATES, form_template, report_template
from lceval_docs.views.index import view_entry
from lceval_docs.writers.plan import Plan
from lceval_docs.writers.word.template.filling import Filler

# Threads of one worker take turns: none of them would be faster beside another, and limits are of one case.
_TURN = threading.Lock()
_is_own_process = False
_FOR_LIFE = ExitStack()


def digest_for(root: Path, template: Path | None) -> str:
    """The digest of everything a batch is made from, but the cases."""
    folder = root / TEMPLATES
    return edition_digest(root, (template or folder / REPORT_TEMPLATE, folder / FORM_TEMPLATE))


def begin(order: Order) -> None:
    """A process that is there for nothing else: it keeps its limits, leaves Ctrl-C to its parent, and ends with it."""
    global _is_own_process
    _is_own_process = True
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _FOR_LIFE.enter_context(memory_limit(order.megabytes))
    gc.set_threshold(100_000, 20, 20)
    parent = parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()


def _end_with(sentinel: int) -> None:
    """Wait for the end of the parent, which cannot always tell of it."""
    connection.wait([sentinel])
    os._exit(1)


def prepare(order: Order) -> None:
    """What every job needs, loaded; what is wrong with it is told by the first job."""
    with _TURN, suppress(Refused):
        _loaded(order)


def work(order: Order, job: Job) -> Outcome:
    """One case, made. Whatever befalls it is told, not raised."""
    mark = Mark(job.shown)
    with _TURN:
        try:
            hard = deadline(order.seconds * PATIENCE + 1) if _is_own_process else nullcontext()
            with hard, time_limit(order.seconds):
                return _made(order, job)
        except Refused as refused:
            return Outcome(refused.problems)
        except TookTooLong:
            return Outcome((TOO_LONG.at(mark, limit=f"{order.seconds:g}"),))
        except MemoryError:
            return Outcome((TOO_MUCH_MEMORY.at(mark, limit=order.megabytes),))
        except Exception as error:
            return Outcome((FAILED.at(mark, found=f"{type(error).__name__}: {error}"[:300]),))


def _made(order: Order, job: Job) -> Outcome:
    loaded = _loaded(order)
    one = judge(loaded.standard, job.folder, job.shown)
    plan = _planned(loaded, order, one)
    files = {name: hashlib.sha256(content).hexdigest() for name, content in plan.items()}
    problems = one.warnings
    if order.compare:
        problems += compare(plan, order.out)
    else:
        problems += set_aside(plan, order.out)
        write(plan, order.out)
    entry = view_entry(loaded.standard, one.case, one.evaluation, one.warnings)
    return Outcome(problems, files, json.dumps(entry, ensure_ascii=False))


def _planned(loaded: _Loaded, order: Order, one: Judged) -> Plan:
    if loaded.shell:
        return plan_documents(loaded.standard, loaded.shell, [one], loaded.template, order.document)
    return plan_report(loaded.standard, one, loaded.template)


class _Loaded(NamedTuple):
    """The edition, the template of reports, and that of forms where they are asked for."""

    standard: Standard
    template: Filler
    shell: Template | None


@lru_cache(maxsize=1)
def _loaded(order: Order) -> _Loaded:
    """What a batch was ordered with, if it is still that."""
    if digest_for(order.root, order.template) != order.digest:
        raise Refused([OTHER_FILES.at(Mark(order.root.as_posix()))])
    copies = Copies(order.cache)
    loaded = _Loaded(
        kept_standard(order.root, copies),
        report_template(order.root, order.template, copies),
        form_template(order.root, copies) if order.document else None,
    )
    gc.freeze()
    return loaded
