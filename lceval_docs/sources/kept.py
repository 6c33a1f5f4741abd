"""What was made before, kept as it was made, under a name that is the digest of all it was made from.

What is kept lies in the reader's own folder for such things, as compiled Python does. A file that cannot be used is as
good as none: the thing is made anew.
"""

from __future__ import annotations

import copyreg
import hashlib
import os
import pickle
import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from lceval_docs.sources.file import MAX_BYTES

T = TypeVar("T")

ENDING = ".kept"
_CODE = str(Path(__file__).parents[1])
_FORMAT = 5


class Copies:
    """The folder of what is kept, if there is one; and what was made now and may be kept there.

    Nothing is written here: `new` holds file names and contents for who may write.
    """

    def __init__(self, folder: Path | None = None):
        self.folder = folder
        self.new: dict[str, bytes] = {}

    def hold(self, digest: str) -> bool:
        """Whether there is a copy of what was made from the same."""
        return self.folder is not None and (self.folder / f"{digest}{ENDING}").is_file()

    def of(self, digest: str, kind: type[T], make: Callable[[], T]) -> T:
        """The thing that was made from the same before; else made, and given to be kept. Whatever `make` raises."""
        if self.folder is None:
            return make()
        name = f"{digest}{ENDING}"
        found = _read(self.folder / name, kind)
        if found is None:
            found = make()
            self.new[name] = pickle.dumps(found, _FORMAT)
        return found


# Nothing is kept.
NO_COPIES = Copies()


def folder_digest(folder: Path) -> str:
    """Of every file below a folder, of this program and of the Python that runs it."""
    digest = hashlib.sha256(_program())
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        state = path.stat()
        digest.update(f"{path.relative_to(folder)} {state.st_size}\n".encode(errors="surrogateescape"))
        if state.st_size <= MAX_BYTES:  # no reader takes a larger one
            digest.update(path.read_bytes())
    return digest.hexdigest()


def file_digest(raw: bytes, shown: str) -> str:
    """Of one file and the name that problems of it show, of this program and of the Python that runs it."""
    return hashlib.sha256(b"%b%b\n%b" % (_program(), shown.encode(), raw)).hexdigest()


@cache
def _program() -> bytes:
    """What tells this program and this Python from others."""
    return "\n".join((sys.version, *sorted(_modules(_CODE)))).encode()


def _modules(folder: str) -> Iterator[str]:
    """Every module below a folder, with its size and time."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                yield from _modules(entry.path)
            elif entry.name.endswith(".py"):
                state = entry.stat()
                yield f"{entry.path} {state.st_size} {state.st_mtime_ns}"


def _read(path: Path, kind: type[T]) -> T | None:
    """What `Copies` had to keep in a file; None where there is none that can be used."""
    try:
        made = pickle.loads(path.read_bytes())  # our own file, in the user's own folder
    except Exception:  # whatever is wrong with it: it is only a copy
        return None
    return made if isinstance(made, kind) else None


def _frozen(content: dict[Any, Any]) -> MappingProxyType[Any, Any]:
    return MappingProxyType(content)


def _reduced(mapping: MappingProxyType[Any, Any]) -> tuple[Any, ...]:
    return _frozen, (dict(mapping),)


copyreg.pickle(MappingProxyType, _reduced)
