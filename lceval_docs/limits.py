"""What one case of a batch may cost, in time and memory, and what may befall it there.

A limit decides whether a report is made, never what stands in it.
"""

from __future__ import annotations

import ctypes
import signal
import threading
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


class TookTooLong(BaseException):
    """The time is over. Not an `Exception`, so that nothing on the way takes it for a mistake in the data."""


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Raises `TookTooLong` in a thread that stays inside for longer.

    On every system and in every thread; between two steps of Python only, so a library that hangs is not reached.
    """
    thread, lock, is_over = threading.get_ident(), threading.Lock(), False

    def end() -> None:
        with lock:
            if not is_over:
                ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), ctypes.py_object(TookTooLong))

    timer = threading.Timer(seconds, end)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        with lock:
            is_over = True
        timer.cancel()


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
