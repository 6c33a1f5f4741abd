"""The runtime of the self-assessment page: fetched once from the npm registry, then kept.

The registry is whichever npm is set up for. What comes is used only if it is, byte for byte, what this version knows.
"""

from __future__ import annotations

import subprocess
import tarfile
import tempfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from lceval_docs.disk import write
from lceval_docs.problems import Fault, Mark, Problem, Refused, Word
from lceval_docs.sources.runtime import PACKAGE, VERSION, runtime_in, unpacked

NOT_FETCHED = Fault(
    "W0737",
    "the Python of the self-assessment page could not be fetched: {found}. The page offers the workbook instead.",
    "Install npm and build again with a connection to its registry.",
)
NO_NPM, NO_ANSWER, OTHER_FILES = Word("npm is not installed"), Word("npm gave nothing"), Word("other files came")
_SECONDS = 180
# One attempt: a build without a connection should not wait for more.
_OPTIONS = ("--ignore-scripts", "--fetch-retries=0", "--loglevel=error")


@cache
def fetched_runtime(folder: Path) -> tuple[Mapping[str, Path], tuple[Problem, ...]]:
    """The files of the runtime below `folder`, fetched if they are not there; none, and why, if that cannot be."""
    target = folder / f"{PACKAGE}-{VERSION}"
    found = runtime_in(target)
    if found is not None:
        return found, ()
    files = _fetched()
    if isinstance(files, Word):
        return {}, (NOT_FETCHED.at(Mark(f"{PACKAGE}@{VERSION}"), found=files),)
    try:
        write(files, target)
    except Refused as refused:
        return {}, refused.problems
    return runtime_in(target) or {}, ()


def _fetched() -> Mapping[str, bytes] | Word:
    """The files out of the package, or what went wrong."""
    with tempfile.TemporaryDirectory() as folder:
        try:
            subprocess.run(
                ["npm", "pack", f"{PACKAGE}@{VERSION}", "--pack-destination", folder, *_OPTIONS],
                check=True,
                capture_output=True,
                timeout=_SECONDS,
                cwd=folder,
            )
            return unpacked(Path(folder, f"{PACKAGE}-{VERSION}.tgz")) or OTHER_FILES
        except FileNotFoundError:
            return NO_NPM
        except (subprocess.SubprocessError, tarfile.TarError, OSError, KeyError):
            return NO_ANSWER
