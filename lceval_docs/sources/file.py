"""Author files as bytes and as text: regular files of bounded size, in UTF-8, without what no text needs."""

from __future__ import annotations

import re
import stat
from pathlib import Path

from lceval_docs.problems import Fault, Mark, Problem

MAX_BYTES = 5_000_000

NOT_A_FILE = Fault("E0101", "this is not a regular file.", "Give the path of a file.")
MISSING_FILE = Fault("E0102", "the file does not exist.", "Check the path, or restore the file.")
TOO_LARGE = Fault(
    "E0103", "the file has {found} bytes, at most {limit} are read.", "Split it, or leave out what is not needed."
)
NOT_UTF8 = Fault("E0104", "the file is not UTF-8 text (byte {found}).", "Save it as UTF-8.")
IS_GBK = Fault("E0105", "the file is in GBK, expected UTF-8.", "In the editor: Save as, encoding UTF-8.")
HAS_BOM = Fault("E0106", "the file begins with a byte order mark.", "Save it as UTF-8 without BOM.")
CONTROL_CHARACTER = Fault("E0107", "control character {found}.", "Delete it; it cannot stand in a document.")

# YAML takes U+0085, U+2028 and U+2029 for line ends, and so folds them inside quotes.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]")


def read_bytes(path: Path, shown: str, limit: int = MAX_BYTES) -> tuple[bytes, tuple[Problem, ...]]:
    """The bytes of a regular file of bounded size, or the problem. `shown` is the name to print."""
    try:
        state = path.stat()
    except (OSError, ValueError):
        if path.exists():
            raise
        return b"", (MISSING_FILE.at(Mark(shown)),)
    if not stat.S_ISREG(state.st_mode):
        return b"", (NOT_A_FILE.at(Mark(shown)),)
    if state.st_size > limit:
        return b"", (TOO_LARGE.at(Mark(shown), found=state.st_size, limit=limit),)
    return path.read_bytes(), ()


def is_there(path: Path) -> bool:
    """Whether anything has this name already, a link to nothing too."""
    return path.exists() or path.is_symlink()


def read_text(path: Path, shown: str) -> tuple[str, tuple[Problem, ...]]:
    """The text of a UTF-8 file, or every reason why it is none. Line ends become `\\n`."""
    raw, problems = read_bytes(path, shown)
    if problems:
        return "", problems
    if raw.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        return "", (HAS_BOM.at(Mark(shown, 1, 1)),)
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        column = error.start - (raw[: error.start].rfind(b"\n") + 1) + 1
        fault = IS_GBK if _is_gbk(raw) else NOT_UTF8
        return "", (fault.at(Mark(shown, line, column), found=error.start),)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text, tuple(
        CONTROL_CHARACTER.at(mark_at(text, m.start(), shown), found=f"U+{ord(m[0]):04X}")
        for m in _CONTROL.finditer(text)
    )


def _is_gbk(raw: bytes) -> bool:
    try:
        return any("\u4e00" <= character <= "\u9fff" for character in raw.decode("gb18030"))
    except UnicodeDecodeError:
        return False


def mark_at(text: str, index: int, shown: str, first_line: int = 1) -> Mark:
    """The line and column of a place in a text."""
    start = text.rfind("\n", 0, index) + 1
    return Mark(shown, text.count("\n", 0, index) + first_line, index - start + 1)
