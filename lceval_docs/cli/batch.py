"""Batches at the door: how far they are, what came of them, PDF afterwards, an interruption."""

from __future__ import annotations

import os
import shutil
import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

import click

from lceval_docs.cli import terminal
from lceval_docs.cli.format import show_text
from lceval_docs.cli.terminal import say, tell

if TYPE_CHECKING:
    from lceval_docs.batch.engine import Lane
    from lceval_docs.batch.order import Order
    from lceval_docs.batch.run import Ledger
    from lceval_docs.model.standard import Standard
    from lceval_docs.problems import Problem

WORD = ".docx"
# Below so many cases for each process, starting one costs more than it brings.
CASES_EACH = 8
EVERY_SECONDS = 0.1
OFFICE_NAMES = ("soffice", "libreoffice")
OFFICE_PLACES = (
    "C:/Program Files/LibreOffice/program/soffice.exe",
    "C:/Program Files (x86)/LibreOffice/program/soffice.exe",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
)


def run_batch(
    standard: Standard,
    order: Order,
    folders: Sequence[Path],
    jobs: int,
    scheduler: str,
    office: Callable[[], Path | None],
) -> None:
    """Make all of it, write the index, say what came of it; exit code 1 if anything is refused.

    `office` is asked only when there are Word files: it ends the command where PDF are wanted and none can be made.
    """
    from lceval_docs.batch.run import Ledger, run

    lanes = _lanes(order, len(folders), jobs, scheduler)
    ledger = Ledger(len(folders))
    with _interruptible(ledger):
        with _progress("{done}/{total} cases, {rate}/s, {left} left") as shown:
            run(order, folders, lanes, ledger, lambda so_far: shown(so_far.done, so_far.total, so_far.made))
        if order.compare:
            _end([], ledger, order)
        problems: list[Problem] = []
        problems += _index(standard, order, ledger)  # before what may not be installed
        program = office()
        if program:
            problems += _pdf(order.out, ledger, program)
            problems += _index(standard, order, ledger, is_told=True)
    _end(problems, ledger, order)


def _index(standard: Standard, order: Order, ledger: Ledger, is_told: bool = False) -> tuple[Problem, ...]:
    """The index, written, and told unless it was; or why it cannot be: the reports stand all the same."""
    from lceval_docs.batch.listing import write_index
    from lceval_docs.problems import Refused

    try:
        written = write_index(standard, order, ledger)
    except Refused as refused:
        return refused.problems
    for path in () if is_told else written:
        say("written: {path}", path=path)
    return ()


def _end(more: list[Problem], ledger: Ledger, order: Order) -> None:
    """All problems, sorted, and the count of it."""
    from lceval_docs.disk import outdated
    from lceval_docs.problems import in_order

    words = () if order.compare else (order.out / name for name in ledger.files if name.endswith(WORD))
    problems = [*ledger.problems, *more, *outdated(words)]
    if problems:
        show_text(in_order(problems))
    say(
        "{total} cases compared, {refused} of them refused."
        if order.compare
        else "{total} cases: {made} written, {there} were there already, {refused} refused.",
        total=ledger.total,
        made=ledger.made,
        there=ledger.there,
        refused=ledger.refused,
    )
    terminal.stop(1 if any(not p.fault.is_warning for p in problems) else 0)


def begin_early(out: Path, cases: int, jobs: int, scheduler: str) -> None:
    """What takes its time and needs nothing of this process, before all that this process does.

    Not where a batch has been written before: there may be nothing to make.
    """
    if not scheduler and _processes(cases, jobs) > 1:
        from lceval_docs.batch.journal import NAME
        from lceval_docs.batch.server import begin_server

        if (out / NAME).exists():
            return

        begin_server()


def _processes(cases: int, jobs: int) -> int:
    """How many processes so many cases are worth."""
    return min(jobs or min(os.cpu_count() or 1, cases // CASES_EACH), cases)


def _lanes(order: Order, cases: int, jobs: int, scheduler: str) -> list[Lane]:
    from lceval_docs.batch.engine import NotInstalled, cluster, here, processes

    if scheduler:
        try:
            return cluster(scheduler)
        except NotInstalled:
            tell("dask.distributed is not installed. Install it: pip install lceval-docs[cluster]")
            terminal.stop(3)
    count = _processes(cases, jobs)
    return processes(count, order) if count > 1 else here(order)


def found_office(named: Path | None) -> Path:
    """The office program; without one the command ends with exit code 3."""
    if named is not None:
        found = named if named.is_file() else None
    else:
        on_path = next(filter(None, map(shutil.which, OFFICE_NAMES)), None)
        found = Path(on_path) if on_path else next((Path(p) for p in OFFICE_PLACES if Path(p).is_file()), None)
    if found is None:
        tell("No office program for PDF was found; the Word files stay. Install LibreOffice, or give --office PATH.")
        terminal.stop(3)
    return found


def _pdf(out: Path, ledger: Ledger, office: Path) -> list[Problem]:
    """A PDF beside each Word file that has none of its content."""
    from lceval_docs.batch.run import convert_all

    with _progress("{done}/{total} PDF, {rate}/s, {left} left") as shown:
        return convert_all(out, ledger, office, lambda done, total: shown(done, total, done))


def put_pdf(paths: Sequence[Path], office: Path) -> None:
    """A PDF beside each of these Word files."""
    from lceval_docs.batch.office import convert

    words = [path for path in paths if path.suffix == WORD]

    def told(name: str, made: Path | None) -> None:
        if made:
            say("written: {path}", path=made)

    problems = convert(office, words[0].parent, [p.name for p in words], told) if words else ()
    if problems:
        terminal.show_problems(problems)
    if any(not problem.fault.is_warning for problem in problems):
        terminal.stop(1)


@contextmanager
def _progress(message: str) -> Iterator[Callable[[int, int, int], None]]:
    """One line that changes, on a terminal only."""
    start, last = time.monotonic(), 0.0

    def show(done: int, total: int, made: int) -> None:
        nonlocal last
        now = time.monotonic()
        if not sys.stderr.isatty() or (now - last < EVERY_SECONDS and done < total):
            return
        last = now
        rate = made / (now - start) if now > start else 0.0
        left = _clock((total - done) / rate) if rate else "…"
        text = terminal.translate(message).format(done=done, total=total, rate=f"{rate:.1f}", left=left)
        click.echo(f"\r\x1b[K{text}", err=True, nl=False)

    try:
        yield show
    finally:
        if sys.stderr.isatty():
            click.echo("\r\x1b[K", err=True, nl=False)


def _clock(seconds: float) -> str:
    minutes, rest = divmod(int(seconds + 0.5), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


@contextmanager
def _interruptible(ledger: Ledger) -> Iterator[None]:
    """Ctrl-C and a polite kill end the batch soon, and say how it goes on."""

    def ended(number: int, frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, ended)
    try:
        yield
    except KeyboardInterrupt:
        tell(
            "Interrupted: of {total} cases {stand} are written, {refused} were refused; the same command goes on from there.",
            total=ledger.total,
            stand=ledger.done - ledger.refused,
            refused=ledger.refused,
        )
        if 0 < ledger.total == ledger.done:
            tell("Not all PDF are made.")
        if ledger.problems:
            show_text(ledger.problems)
        terminal.stop(130)
    finally:
        signal.signal(signal.SIGTERM, before)
