"""Plans on the disk: put down in one go, compared with what is there, or kept as copies. The only room that writes files."""

from __future__ import annotations

import errno
import io
import itertools
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from lceval_docs.problems import Fault, Mark, Problem, Refused, Word
from lceval_docs.sources.kept import ENDING, Copies
from lceval_docs.sources.untouched import PDF, is_untouched
from lceval_docs.views.name import FORM_ENDING, WORKBOOK_ENDING, kept_name
from lceval_docs.writers.plan import Plan as Plan

NOT_A_FOLDER = Fault("E0702", "this is not a folder.", "Name a folder to write into.")
NOT_WRITABLE = Fault(
    "E0703", "it cannot be written: {found}.", "Close the file if it is open, or choose another folder."
)
_REASONS = {
    errno.EACCES: Word("no permission"),
    errno.EPERM: Word("no permission"),
    errno.EROFS: Word("the disk is read-only"),
    errno.ENOSPC: Word("the disk is full"),
    errno.ENOENT: Word("there is no such folder"),
    errno.EISDIR: Word("a folder of this name is in the way"),
    errno.ENAMETOOLONG: Word("the name is too long"),
}
STALE = Fault(
    "E0704",
    "the file differs from what would be written.",
    "Run the same command without --check; a Word or Excel file changed by hand is kept beside it.",
)
OTHER_ENDING = Fault("E0740", 'the name ends in "{found}", expected "{expected}".', "Write --out NAME{expected}.")
NOT_THERE = Fault("E0739", "the file is not there yet.", "Run the same command without --check.")
FILE_THERE = Fault(
    "E0716", "a file stands here already, and may be filled in.", "Name another, delete it, or give --force."
)
CHANGED = Fault(
    "W0724", "what stood here was not as lceval writes it, or was changed since; as it was, it stays as {kept}."
)
LEFT_BEHIND = Fault(
    "W0726",
    "{case} gave this file in an earlier run and does not any more; it stays as it was.",
    "Delete it, or move it away.",
)
OUTDATED = Fault(
    "W0741",
    "it is older than the Word file beside it, and may show an earlier report.",
    "Make it anew with --pdf, or delete it.",
)
EARLIER_RESULT = Fault(
    "W0742",
    "{case} came to something else when these files were made: {found}; its row of the index leaves them out.",
    "Make them anew, or delete them.",
)
# Files that are being written. What a killed run leaves of them is known by this.
UNFINISHED = ".lceval-part-"
_MOST_KEPT = 24
# What people open and change; larger files are none of ours.
_OFFICE, _MOST_OF_OURS = (FORM_ENDING, WORKBOOK_ENDING, PDF), 100_000_000


def write(plan: Plan, folder: Path) -> tuple[Path, ...]:
    """Put a plan down: every file under a temporary name first, then all renamed. Raises `Refused`."""
    make_folder(folder)
    waiting: dict[Path, Path] = {}
    target = folder
    try:
        for name, content in plan.items():
            target = folder / name
            if target.parent != folder:
                target.parent.mkdir(parents=True, exist_ok=True)
            part = target.with_name(f"{UNFINISHED}{os.urandom(8).hex()}")
            waiting[part] = target
            with part.open("xb") as file:
                file.write(content)
        written = tuple(waiting.values())
        for part, target in list(waiting.items()):
            part.replace(target)
            del waiting[part]
    except OSError as error:
        raise Refused([NOT_WRITABLE.at(Mark(target.as_posix()), found=_reason(error))]) from None
    finally:
        for part in waiting:
            part.unlink(missing_ok=True)
    return written


def set_aside(plan: Plan, folder: Path) -> tuple[Problem, ...]:
    """Give another name to what somebody has changed of the files that a plan would write over. Raises `Refused`."""
    told = []
    for name, content in plan.items():
        path = folder / name
        if path.suffix not in _OFFICE or not path.is_file():
            continue
        if _is_changed(path, content) and (kept := _moved(path)):
            told.append(CHANGED.at(Mark(path.as_posix()), kept=kept))
    return tuple(told)


def outdated(words: Iterable[Path]) -> Iterator[Problem]:
    """PDF beside Word files that were written after them."""
    for word in words:
        pdf = word.with_suffix(PDF)
        with suppress(OSError):
            if pdf.is_file() and pdf.stat().st_mtime_ns < word.stat().st_mtime_ns:
                yield OUTDATED.at(Mark(pdf.as_posix()))


def _is_changed(path: Path, content: bytes) -> bool:
    """Whether a file is neither what is to be written nor as we once wrote it. Raises `Refused` where it cannot be read."""
    try:
        if path.stat().st_size > _MOST_OF_OURS:
            return True
        there = path.read_bytes()
    except OSError as error:
        raise Refused([NOT_WRITABLE.at(Mark(path.as_posix()), found=_reason(error))]) from None
    return bool(there) and there != content and not is_untouched(there, path.suffix)


def _moved(path: Path) -> str:
    """Rename a file to the first free one of the names for kept files; "" if another run has moved it meanwhile."""
    for number in itertools.count(1):
        free = path.with_name(kept_name(path.name, number))
        try:
            _rename(path, free)
        except FileExistsError:
            continue
        except FileNotFoundError:
            return ""
        except OSError as error:
            raise Refused([NOT_WRITABLE.at(Mark(path.as_posix()), found=_reason(error))]) from None
        return free.name
    raise AssertionError


def _rename(path: Path, free: Path) -> None:
    """Rename a file, but never over another one. Raises `OSError`."""
    try:
        os.link(path, free)
    except (FileExistsError, FileNotFoundError):
        raise
    except OSError:  # not every file system has links
        if free.exists():
            raise FileExistsError(free) from None
        path.rename(free)
    else:
        path.unlink()


def rewrite(path: Path, change: Callable[[str], str]) -> None:
    """A text that another program has just written, changed in its place. Raises `Refused`."""
    write({path.name: change(path.read_text(encoding="utf-8")).encode()}, path.parent)


def keep(copies: Copies) -> None:
    """Put down copies that spare work the next time, readable by their owner alone; a few, and none at all if it fails."""
    folder = copies.folder
    if folder is None or not copies.new:
        return
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        write(copies.new, folder)
        kept = sorted(folder.glob(f"*{ENDING}"), key=lambda path: path.stat().st_mtime_ns)
        for path in kept[:-_MOST_KEPT]:
            path.unlink()
    except (OSError, Refused):
        return


def _reason(error: OSError) -> str:
    """Why the system does not let us, in words of ours where there are any."""
    return _REASONS.get(error.errno or 0, error.strerror or "")


def named(out: Path | None, name: str) -> Path:
    """The file that is asked for, or `name`; one of another kind no office program would open. Raises `Refused`."""
    expected = Path(name).suffix
    if out and out.suffix.lower() != expected:
        raise Refused([OTHER_ENDING.at(Mark(out.as_posix()), found=out.suffix, expected=expected)])
    return out or Path(name)


def stop_if_there(path: Path, content: bytes) -> None:
    """Refuse to write over a file that says something else: somebody may have filled it in."""
    if path.is_file() and path.read_bytes() != content:
        raise Refused([FILE_THERE.at(Mark(path.as_posix()))])


def make_folder(folder: Path) -> None:
    """An output folder that is there. Raises `Refused`."""
    try:
        if folder.is_dir():
            return
        if folder.exists():
            raise Refused([NOT_A_FOLDER.at(Mark(folder.as_posix()))])
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Refused([NOT_WRITABLE.at(Mark(folder.as_posix()), found=_reason(error))]) from None


def sweep(folder: Path) -> None:
    """Remove what a killed run left half written. Only for who knows that nobody else is writing there."""
    for path in folder.glob(f"{UNFINISHED}*"):
        with suppress(OSError):
            path.unlink()


def compare(plan: Plan, folder: Path) -> tuple[Problem, ...]:
    """What in a folder differs from a plan."""
    found = []
    for name, content in plan.items():
        path = folder / name
        if not path.is_file():
            found.append(NOT_THERE.at(Mark(path.as_posix())))
        elif not _is_same(path.read_bytes(), content):
            found.append(STALE.at(Mark(path.as_posix())))
    return tuple(found)


def _is_same(there: bytes, content: bytes) -> bool:
    """Equal bytes, or packages of equal parts: how densely a part is packed depends on what is installed."""
    if there == content:
        return True
    return there[:2] == content[:2] == b"PK" and _parts_of(there) == _parts_of(content)


def _parts_of(package: bytes) -> list[tuple[str, int, int]]:
    """The names, checksums and sizes of what is in a package; nothing of a broken one."""
    import zipfile  # only where packages differ

    try:
        archive = zipfile.ZipFile(io.BytesIO(package))
    except zipfile.BadZipFile:
        return []
    with archive:
        return [(info.filename, info.CRC, info.file_size) for info in archive.infolist()]
