"""A batch from its first case to its index: what is there is left, what is bad is named, the rest is made."""

from __future__ import annotations

import hashlib
import unicodedata
from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, CancelledError, Future, wait
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from lceval_docs.batch.engine import Lane
from lceval_docs.batch.journal import Journal, Made, digest_of, entry_of
from lceval_docs.batch.office import convert
from lceval_docs.batch.order import Job, Order, Outcome
from lceval_docs.batch.worker import work
from lceval_docs.build import SAME_NAME, UNTOLD
from lceval_docs.disk import LEFT_BEHIND
from lceval_docs.limits import DIED, FAILED
from lceval_docs.problems import Mark, Problem, in_order
from lceval_docs.sources.fingerprint import case_inputs
from lceval_docs.views.name import FORM_ENDING, file_name

# What a dead worker of a cluster is called there, which may not be installed here.
KILLED = "KilledWorker"
WORD = ".docx"


@dataclass
class Ledger:
    """How far a batch is. `there`: made by an earlier run. All else by case, as it is shown; `before`: the files that an
    earlier run has made of a case that is made anew.

    What is told after each case is counted as the outcomes come: looking through all of them each time would cost
    the more, the longer a batch is.
    """

    total: int
    there: int = 0
    refused: int = 0
    outcomes: dict[str, Outcome] = field(default_factory=dict)
    cases: dict[str, Job] = field(default_factory=dict)
    before: dict[str, Mapping[str, str]] = field(default_factory=dict)
    warnings: list[Problem] = field(default_factory=list)

    def add(self, shown: str, outcome: Outcome) -> None:
        """What came of one case more."""
        self.outcomes[shown] = outcome
        self.refused += outcome.is_refused

    @property
    def done(self) -> int:
        return len(self.outcomes)

    @property
    def made(self) -> int:
        """How many cases were made by this run."""
        return self.done - self.there - self.refused

    @property
    def problems(self) -> tuple[Problem, ...]:
        return in_order([*self.warnings, *(p for o in self.outcomes.values() for p in o.problems)])

    @property
    def files(self) -> list[str]:
        """Every file that stands as it should."""
        return sorted(name for o in self.outcomes.values() if not o.is_refused for name in o.files)


Told = Callable[[Ledger], None]


def run(order: Order, folders: Iterable[Path], lanes: Sequence[Lane], ledger: Ledger, told: Told) -> None:
    """Make every case; `ledger` fills up as it goes, `told` is called after each. Raises `Refused`, KeyboardInterrupt."""
    with ExitStack() as stack:
        journal = None if order.compare else stack.enter_context(Journal(order.out))

        def settle(job: Job, outcome: Outcome) -> None:
            ledger.add(job.shown, outcome)
            for name in sorted(ledger.before.get(job.shown, {}).keys() - outcome.files.keys()):
                if (order.out / name).is_file():
                    ledger.warnings.append(LEFT_BEHIND.at(Mark((order.out / name).as_posix()), case=job.shown))
            if journal and not outcome.is_refused:
                try:
                    made = Made(job.key, outcome.files, outcome.entry, job.folder.as_posix())
                    journal.add(slot_of(order, job.shown), made)
                except OSError as error:
                    ledger.warnings.append(UNTOLD.at(Mark(journal.path.as_posix()), found=error.strerror))
            told(ledger)

        try:
            if journal is None or journal.is_new:  # else there may be nothing to make
                for lane in lanes:
                    lane.begin(order)
            jobs = jobs_of(order, folders)
            ledger.total, ledger.cases = len(jobs), {job.shown: job for job in jobs}
            waiting = deque(_open_jobs(order, jobs, journal, ledger))
            told(ledger)
            _drain(order, waiting, lanes, settle)
        finally:
            for lane in lanes:
                lane.close()
            for lane in lanes:  # what was still ended while the lanes closed
                for future, job in lane.held.items():
                    if future.done() and not future.cancelled() and not future.exception():
                        settle(job, future.result())


def jobs_of(order: Order, folders: Iterable[Path]) -> list[Job]:
    """Each folder once, with what its documents are made from."""
    jobs: dict[Path, Job] = {}
    for folder in folders:
        real = folder.resolve()
        if real not in jobs:
            shown, inputs = folder.as_posix(), case_inputs(folder)
            parts = (order.digest, order.document, shown, inputs.digest)
            key = hashlib.sha256("\n".join(parts).encode(errors="surrogateescape")).hexdigest()
            jobs[real] = Job(real, shown, key, inputs.name)
    return sorted(jobs.values(), key=lambda job: job.shown)


def _open_jobs(order: Order, jobs: list[Job], journal: Journal | None, ledger: Ledger) -> list[Job]:
    """The jobs that are left to do: not those whose names clash, nor those that stand already."""
    sharing: dict[str, list[str]] = {}
    for job in jobs:
        sharing.setdefault(_file(job), []).append(job.shown)
    last = journal.last(lambda _: True) if journal else {}
    taken = _taken(order, jobs, last)
    left = []
    for job in jobs:
        made = last.get(slot_of(order, job.shown))
        others = [*sharing[_file(job)], *taken.get(_file(job), ())]
        other = next((shown for shown in others if shown != job.shown), "") if job.name else ""
        if other:
            clash = SAME_NAME.at(Mark(job.shown), other=other, found=file_name(job.name, ""))
            ledger.add(job.shown, _refused(job, clash))
        elif journal and made and made.key == job.key and entry_of(made) and journal.stands(made):
            ledger.add(job.shown, Outcome((), made.files, made.entry))
            ledger.there += 1
        else:
            if made:
                ledger.before[job.shown] = made.files
            left.append(job)
    return left


def _taken(order: Order, jobs: list[Job], last: Mapping[str, Made]) -> dict[str, list[str]]:
    """Cases of earlier runs, by the name of their files, that stand there still and that this run was not asked for."""
    mine = {job.folder.as_posix() for job in jobs}
    found: dict[str, list[str]] = {}
    for made in last.values():
        is_other = bool(made.folder) and made.folder not in mine and Path(made.folder).is_dir()
        if is_other and any((order.out / name).is_file() for name in made.files) and (entry := entry_of(made)):
            found.setdefault(_named(str(entry["facts"].get("factory", ""))), []).append(made.folder)
    return found


def _file(job: Job) -> str:
    """A factory's name in those of its files, as a file system tells names apart that does not look at the case of letters."""
    return _named(job.name)


def _named(name: str) -> str:
    return unicodedata.normalize("NFC", file_name(name, FORM_ENDING)).casefold() if name else ""


def slot_of(order: Order, shown: str) -> str:
    """What the journal calls a case and its documents."""
    kind = order.document or (order.template.name if order.template else "")
    return f"{kind}:{shown}"


def _refused(job: Job, problem: Problem) -> Outcome:
    return Outcome((problem,))


def _drain(order: Order, waiting: deque[Job], lanes: Sequence[Lane], settle: Callable[[Job, Outcome], None]) -> None:
    """Hand out jobs until none is left and none is running."""
    while waiting or any(lane.held for lane in lanes):
        for lane in lanes:
            _fill(order, lane, waiting, settle)
        running = [future for lane in lanes for future in lane.held]
        if running:
            wait(running, return_when=FIRST_COMPLETED)
        for lane in lanes:
            _gather(lane, waiting, settle)
        if not waiting and not any(lane.held for lane in lanes):
            waiting.extend(job for lane in lanes if lane.suspects for job in lane.recall())


def _fill(order: Order, lane: Lane, waiting: deque[Job], settle: Callable[[Job, Outcome], None]) -> None:
    """Jobs for a lane, as many as it takes at a time."""
    while waiting and len(lane.held) < lane.ahead:
        job = waiting.popleft()
        try:
            lane.take(work, order, job)
        except BrokenExecutor:  # it died with nothing, or with jobs that will tell so themselves
            if lane.is_ours:
                waiting.appendleft(job)
                if not lane.held:
                    lane.drop()
            else:
                settle(job, _dead(job))
            return
        except Exception as error:
            settle(job, _refused(job, FAILED.at(Mark(job.shown), found=error)))


def _gather(lane: Lane, waiting: deque[Job], settle: Callable[[Job, Outcome], None]) -> None:
    """What a lane has done. A job whose process died is lost with it, those behind it go back to the queue."""
    for future, job in list(lane.held.items()):
        if not future.done():
            continue
        del lane.held[future]
        error = _error(future)
        if error is None:
            settle(job, future.result())
        elif isinstance(error, BrokenExecutor) and lane.is_ours:
            settle(job, _dead(job))
            waiting.extendleft(reversed(lane.drop()))
            return
        elif isinstance(error, BrokenExecutor) or type(error).__name__ == KILLED:
            if not lane.suspect(job):
                settle(job, _dead(job))
        else:
            settle(job, _refused(job, FAILED.at(Mark(job.shown), found=f"{type(error).__name__}: {error}"[:300])))


def _error(future: Future[Outcome]) -> BaseException | None:
    try:
        return future.exception()
    except CancelledError as cancelled:
        return cancelled


def _dead(job: Job) -> Outcome:
    return _refused(job, DIED.at(Mark(job.shown), case=job.shown))


def convert_all(out: Path, ledger: Ledger, office: Path, told: Callable[[int, int], None]) -> list[Problem]:
    """A PDF beside each Word file that has none, or one of another content. The PDF join the files of their cases."""
    made_from = {n: digest for o in ledger.outcomes.values() if not o.is_refused for n, digest in o.files.items()}
    words = sorted(name for name in made_from if name.endswith(WORD))
    done: dict[str, str] = {}
    with Journal(out) as journal:
        last = journal.last({pdf_slot(name) for name in words}.__contains__)

        def note(name: str, made: Path | None) -> None:
            done[name] = made.name if made else ""
            told(len(done), len(words))
            if made:
                with suppress(OSError):  # not noted, it is made again next time
                    journal.add(pdf_slot(name), Made(made_from[name], {made.name: digest_of(made)}, ""))

        for name in words:
            made = last.get(pdf_slot(name))
            if made and made.key == made_from[name] and journal.stands(made):
                done[name] = next(iter(made.files))
        problems = convert(office, out, [name for name in words if name not in done], note)
    for shown, outcome in ledger.outcomes.items():
        more = {done[name]: "" for name in outcome.files if done.get(name)}
        ledger.outcomes[shown] = replace(outcome, files={**outcome.files, **more})
    return list(problems)


def pdf_slot(name: str) -> str:
    """What the journal calls the PDF of a Word file."""
    return f"pdf:{name}"
