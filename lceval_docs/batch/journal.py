"""What of a batch is there already: lines in a file beside the reports, each whole, or nothing.

A line says: this slot (a case and its documents), made from inputs with this digest, gave these files. Only the last
line of a slot counts, and only while the files are those it names. Lines are only ever added, each by one write that
begins a line of its own, so a line that was cut short by a killed run or a full disk spoils no other.

Runs share the file under a lock that the system gives back when a process ends, however it ends. Who finds itself alone
with it may sweep away what others left half written.
"""

from __future__ import annotations

import hashlib
import json
import os
import stat
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any

from lceval_docs.disk import NOT_WRITABLE, make_folder, sweep
from lceval_docs.problems import Mark, Refused
from lceval_docs.records import dataclass

NAME = ".lceval-batch.jsonl"
NO_REGULAR_FILE = "not a regular file"


@dataclass(frozen=True)
class Made:
    """One line: what a slot was made from, and what it gave. `folder`: where its case stands, wherever a run begins."""

    key: str
    files: Mapping[str, str]
    entry: str
    folder: str = ""


def entry_of(made: Made) -> dict[str, Any] | None:
    """The entry of a line in the index; none of a line that has none, or whose entry is no such thing."""
    try:
        entry = json.loads(made.entry)
        is_entry = isinstance(entry["facts"], dict) and isinstance(entry["cells"], list)
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    return entry if is_entry and all(isinstance(cell, str) for cell in entry["cells"]) else None


class Journal:
    """The journal of an output folder, held open for the length of a run. Raises `Refused` where it cannot be."""

    def __init__(self, folder: Path) -> None:
        make_folder(folder)
        self.folder, self.path = folder, folder / NAME
        flags = os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
        try:
            self.handle = os.open(self.path, flags, 0o644)
        except OSError as error:
            raise Refused([NOT_WRITABLE.at(Mark(self.path.as_posix()), found=error.strerror)]) from None
        if not stat.S_ISREG(os.fstat(self.handle).st_mode):
            os.close(self.handle)
            raise Refused([NOT_WRITABLE.at(Mark(self.path.as_posix()), found=NO_REGULAR_FILE)])
        self.is_new = os.fstat(self.handle).st_size == 0
        self._sweep()
        _share(self.handle)

    def __enter__(self) -> Journal:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._sweep()
        os.close(self.handle)

    def _sweep(self) -> None:
        if _is_alone(self.handle):
            sweep(self.folder)

    def last(self, is_wanted: Callable[[str], bool]) -> dict[str, Made]:
        """The last line of each slot that is wanted, in the order in which they were written."""
        found: dict[str, Made] = {}
        with self.path.open("rb") as file:
            for line in file:
                slot, made = _read(line)
                if made and is_wanted(slot):
                    found.pop(slot, None)
                    found[slot] = made
        return found

    def add(self, slot: str, made: Made) -> None:
        """One line more. Raises `OSError`."""
        says = {"slot": slot, "key": made.key, "files": made.files, "entry": made.entry, "folder": made.folder}
        os.write(self.handle, f"\n{json.dumps(says, ensure_ascii=False)}\n".encode(errors="surrogateescape"))

    def stands(self, made: Made) -> bool:
        """Whether every file of a line is there, byte for byte."""
        return bool(made.files) and all(digest_of(self.folder / n) == digest for n, digest in made.files.items())


def digest_of(path: Path) -> str:
    """The SHA-256 of a file; "" of none."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def _read(line: bytes) -> tuple[str, Made | None]:
    """A line, unless it is cut short or says something else."""
    try:
        says = json.loads(line)
        slot, key, files, entry = says["slot"], says["key"], says["files"], says["entry"]
        folder = says.get("folder", "")
    except (ValueError, TypeError, KeyError, RecursionError):
        return "", None
    are_names = isinstance(files, dict) and all(Path(n).name == n and isinstance(d, str) for n, d in files.items())
    if not (all(isinstance(text, str) for text in (slot, key, entry, folder)) and are_names):
        return "", None
    return slot, Made(key, files, entry, folder)


if sys.platform == "win32":
    import msvcrt

    def _is_alone(handle: int) -> bool:
        """Whether no other run had the file before. One byte far behind its end is what is locked."""
        try:
            os.lseek(handle, 1 << 30, os.SEEK_SET)
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _share(handle: int) -> None:
        """There is no shared lock here: the first run keeps it, others never sweep."""
else:
    import fcntl

    def _is_alone(handle: int) -> bool:
        """Whether no other run holds the file."""
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:  # another has it, or the file system knows no locks
            return False
        return True

    def _share(handle: int) -> None:
        try:
            fcntl.flock(handle, fcntl.LOCK_SH)
        except OSError:
            return
