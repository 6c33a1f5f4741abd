"""Where workers run: in this process, in processes of this machine, on a cluster.

Each is some lanes. A lane is an executor as the standard library knows it (`concurrent.futures.Executor`) with a few
jobs in its hands at a time, so that the queue stays here and a batch of any length is never copied at once. A lane of
one process does its jobs in order: if the process dies, the first unfinished one is to blame, and no other.
"""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from typing import ParamSpec, TypeVar

from lceval_docs.batch.order import Job, Order, Outcome
from lceval_docs.batch.server import context
from lceval_docs.batch.worker import begin, prepare
from lceval_docs.build import NO_SCHEDULER
from lceval_docs.limits import memory_limit
from lceval_docs.problems import Mark, Refused

P = ParamSpec("P")
T = TypeVar("T")

AHEAD = 2
CLUSTER_SECONDS = 10


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Ctrl-C waits while a process is begun: one that gets half of what it needs complains. Where signals can wait."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


class NotInstalled(Exception):  # noqa: N818 - a state of the installation, told by the door
    """What is asked for is not part of this installation."""


class Here(Executor):
    """Does each job at once, in this process, which has only so much memory while it does."""

    def __init__(self, megabytes: int) -> None:
        self.megabytes = megabytes

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        future: Future[T] = Future()
        try:
            with memory_limit(self.megabytes):
                future.set_result(fn(*args, **kwargs))
        except Exception as error:
            future.set_exception(error)
        return future


@dataclass
class Lane:
    """An executor and the jobs in its hands, in the order they were given.

    `is_ours`: it can be opened again after a death, and does one job after the other. A cluster opens its workers again
    by itself, but blames all that were with a worker for its death: those are `suspects`, tried one by one at the end.
    """

    open: Callable[[], Executor]
    ahead: int
    is_ours: bool = False
    executor: Executor | None = None
    held: dict[Future[Outcome], Job] = field(default_factory=dict)
    after: Callable[[], None] | None = None
    suspects: list[Job] | None = field(default_factory=list)

    def suspect(self, job: Job) -> bool:
        """Put a job aside that died beside others, to be tried alone; False if it was alone."""
        if self.suspects is None:
            return False
        self.suspects.append(job)
        return True

    def recall(self) -> list[Job]:
        """From now on one job at a time: those put aside."""
        jobs, self.suspects, self.ahead = self.suspects or [], None, 1
        return jobs

    def begin(self, order: Order) -> None:
        """Let a process of ours load what every job needs, while the jobs are still being looked through."""
        if self.is_ours and self.executor is None:
            with _undisturbed():
                self.executor = self.open()
                self.executor.submit(prepare, order)

    def take(self, work: Callable[[Order, Job], Outcome], order: Order, job: Job) -> None:
        """One job more. Raises what the executor raises."""
        is_new = self.executor is None
        with _undisturbed() if is_new and self.is_ours else nullcontext():
            if self.executor is None:
                self.executor = self.open()
            self.held[self.executor.submit(work, order, job)] = job

    def drop(self) -> list[Job]:
        """After a death: the jobs it held, oldest first. The next job opens it again."""
        jobs, self.held = list(self.held.values()), {}
        if self.executor is not None and self.is_ours:
            self.executor.shutdown(wait=False)
            self.executor = None
        return jobs

    def close(self) -> None:
        """Let what is running end, and nothing begin."""
        for future in self.held:
            future.cancel()  # not by `shutdown`: executors of others do not know how
        if self.executor is not None:
            self.executor.shutdown(wait=True)
            self.executor = None
        if self.after is not None:
            self.after()
            self.after = None


def here(order: Order) -> list[Lane]:
    """This very process: none to start, and none that could be ended from outside when a library hangs."""
    return [Lane(lambda: Here(order.megabytes), 1)]


def processes(count: int, order: Order) -> list[Lane]:
    """So many processes of this machine."""

    def pool() -> Executor:
        return ProcessPoolExecutor(1, mp_context=context(), initializer=begin, initargs=(order,))

    return [Lane(pool, AHEAD, is_ours=True) for _ in range(count)]


def cluster(address: str) -> list[Lane]:
    """The workers of a scheduler of dask.distributed. They see the same folders, and keep their own memory limits."""
    try:
        from distributed import Client
    except ImportError:
        raise NotInstalled from None
    try:
        client = Client(address, timeout=CLUSTER_SECONDS, set_as_default=False)
    except (OSError, ValueError) as error:
        raise Refused([NO_SCHEDULER.at(Mark(address), found=error)]) from None
    threads = sum(client.nthreads().values())
    # Not "pure": the same case again is a new task, as its files may have changed.
    return [Lane(lambda: client.get_executor(pure=False, retries=0), AHEAD * max(threads, 1), after=client.close)]
