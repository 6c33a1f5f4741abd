"""What one case of a batch may cost, in time and memory, and what may befall it there.

A limit decides whether a report is made, never what stands in it.
"""

from __future__ import annotations

import ctypes
import math
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from lceval_docs.problems import Fault

TOO_LONG = Fault(
    "E0720", "it was not done within {limit} seconds.", "Look at what is unusual in it, or give --time-limit more."
)
TOO_MUCH_MEMORY = Fault(
    "E0721", "it needs more than {limit} MB of memory.", "Look at what is unusual in it, or give --memory-limit more."
)
DIED = Fault(
    "E0722",
    "the process that made it ended: killed, out of memory, or out of time.",
    "Try it alone: lceval report {case} --out FOLDER.",
)
FAILED = Fault("E0723", "this tool failed at it: {found}.", "This is a mistake of the tool; report it with the case.")

# A process of its own that hangs inside a library is ended after so many times the limit.
PATIENCE = 2
MEGABYTE = 1024 * 1024
_LONGEST_SLEEP = 3600.0


class TookTooLong(BaseException):
    """The time is over. Not an `Exception`, so that nothing on the way takes it for a mistake in the data."""


class _Watch:
    """Ends what stays inside for too long. One thread for all, which sleeps until the first limit that it knows of."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._limits: dict[object, tuple[int, float]] = {}
        self._thread: threading.Thread | None = None
        self._sleeps_until = math.inf

    def begin(self, thread: int, seconds: float) -> object:
        """From now on a thread has so many seconds. What stands for that."""
        limit, end = object(), time.monotonic() + seconds
        with self._changed:
            self._limits[limit] = thread, end
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, daemon=True)
                self._thread.start()
            elif end < self._sleeps_until:
                self._changed.notify()
        return limit

    def end(self, limit: object) -> None:
        with self._changed:
            self._limits.pop(limit, None)

    def _run(self) -> None:
        with self._changed:
            while True:
                now = time.monotonic()
                for limit, (thread, end) in list(self._limits.items()):
                    if end <= now:
                        del self._limits[limit]
                        error = ctypes.py_object(TookTooLong)
                        ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), error)
                self._sleeps_until = min((end for _, end in self._limits.values()), default=now + _LONGEST_SLEEP)
                self._changed.wait(self._sleeps_until - now)


_WATCH = _Watch()


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Raises `TookTooLong` in a thread that stays inside for longer.

    On every system and in every thread; between two steps of Python only, so a library that hangs is not reached.
    """
    limit = _WATCH.begin(threading.get_ident(), seconds)
    try:
        yield
    finally:
        _WATCH.end(limit)


@contextmanager
def deadline(seconds: float) -> Iterator[None]:
    """Ends this process, whatever it is doing, if it stays inside for longer. Where there are such alarms."""
    if not hasattr(signal, "setitimer"):
        yield
        return
    signal.setitimer(signal.ITIMER_REAL, seconds)  # nobody handles the alarm, and so it is the end
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


@contextmanager
def memory_limit(megabytes: int) -> Iterator[None]:
    """Lets this process have so much memory, and no more. Where the system can hold it to that."""
    try:
        import resource
    except ImportError:
        yield
        return
    before = resource.getrlimit(resource.RLIMIT_DATA)
    most = megabytes * MEGABYTE
    most = most if before[1] == resource.RLIM_INFINITY else min(most, before[1])
    resource.setrlimit(resource.RLIMIT_DATA, (most, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_DATA, before)
