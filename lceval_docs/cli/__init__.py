"""The `lceval` command: options, messages, exit codes. The only place that prints, exits or knows click.

Order: terminal (what is said, in which language, on which stream), format (problems shown), command (the commands),
document (those that write documents), case (those that begin and fill a case).
Exit codes: 0 fine, 1 problems found or output stale, 2 wrong usage, 3 something needed is not installed, 130 interrupted.
The whole order stands in tests/test_architecture.py.
"""

from __future__ import annotations

import atexit
import gc
import sys

INTERRUPTED = 130


def main() -> None:
    """Entry point. Ctrl-C ends it quietly, even while it begins."""
    try:
        _run()
    except KeyboardInterrupt:
        raise SystemExit(INTERRUPTED) from None


def _run() -> None:
    """The language is settled before the commands and their help texts are made."""
    gc.set_threshold(100_000, 20, 20)  # one command makes many records and drops them at its end,
    atexit.register(gc.freeze)  # where no circle among them is worth a search
    from lceval_docs.cli import terminal

    terminal.prepare(sys.argv[1:])
    from lceval_docs.cli import case, document, report
    from lceval_docs.cli.command import commands

    assert case and document and report  # the rooms whose commands are at the door

    commands(prog_name="lceval")
