"""The server that processes of this machine are forked from: begun before anything else, as it reads all that they need.

It is not a copy of this process, whose threads would come along broken.
"""

from __future__ import annotations

import multiprocessing
import signal
from typing import Any

# Modules that every worker needs; read once, before the workers part.
NEEDED = ["lceval_docs.batch.worker", "lceval_docs.writers.word.report", "lceval_docs.writers.word.form"]
FORKSERVER = "forkserver"


def context() -> Any:
    """How processes are started here."""
    if FORKSERVER not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    found = multiprocessing.get_context(FORKSERVER)
    found.set_forkserver_preload(NEEDED)
    return found


def begin_server() -> None:
    """Let it read while this process reads the same. Ctrl-C is not its affair, not even while it begins; here it waits."""
    if context().get_start_method() == FORKSERVER:
        from multiprocessing import resource_tracker
        from multiprocessing.forkserver import ensure_running

        resource_tracker.ensure_running()  # before, as it would let Ctrl-C through
        waiting = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        before = signal.signal(signal.SIGINT, signal.SIG_IGN)
        try:
            ensure_running()
        finally:
            signal.signal(signal.SIGINT, before)
            signal.pthread_sigmask(signal.SIG_SETMASK, waiting)
