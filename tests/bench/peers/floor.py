"""Our whole report in memory against the floor: deflate and CRC of the parts it changes, and a join with all the others.

Usage: floor.py FOLDER ROWS ROUNDS COMPRESSION... Prints a JSON object: compression → milliseconds and their ratio.
"""

from __future__ import annotations

import io
import json
import statistics
import subprocess
import sys
import time
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from engines import our_data, our_filler


def changed_parts(made: bytes, template: bytes) -> Iterator[tuple[bytes, bool]]:
    """What a report holds that its template does not, and whether it is deflated; workbooks within count part by part."""
    with zipfile.ZipFile(io.BytesIO(made)) as report, zipfile.ZipFile(io.BytesIO(template)) as before:
        old = {name: before.read(name) for name in before.namelist()}
        for info in report.infolist():
            raw = report.read(info)
            if raw == old.get(info.filename):
                continue
            yield raw, info.compress_type == zipfile.ZIP_DEFLATED
            if info.filename.endswith(".xlsx"):
                yield from changed_parts(raw, old[info.filename])


def kept_bytes(made: bytes, template: bytes) -> int:
    """How many compressed bytes of a report are those of its template."""
    with zipfile.ZipFile(io.BytesIO(made)) as report, zipfile.ZipFile(io.BytesIO(template)) as before:
        old = {info.filename: info.CRC for info in before.infolist()}
        return sum(info.compress_size for info in report.infolist() if old.get(info.filename) == info.CRC)


def floor(made: bytes, template: bytes, library: Any, level: int) -> Callable[[], object]:
    """The least work that gives a package of this size when its parts are known."""
    parts = list(changed_parts(made, template))
    rest = bytes(kept_bytes(made, template))

    def work() -> bytes:
        pieces = [rest]
        for raw, is_deflated in parts:
            library.crc32(raw)
            if is_deflated:
                raw = library.compress(raw, level, -zlib.MAX_WBITS)
            pieces.append(raw)
        return b"".join(pieces)

    return work


def library(name: str) -> Any:
    if name == "zlib":
        return zlib
    from isal import isal_zlib

    return isal_zlib


def compared(folder: Path, rows: str, rounds: int, compression: str) -> dict[str, float]:
    """Medians of both, in turn round by round, and the median of their ratios."""
    report = json.loads((folder / f"{rows}.json").read_text(encoding="utf-8"))
    filler, data = our_filler(folder, compression), {**our_data(folder, report), **report["values"]}
    name, level = compression.split("-")
    template = (folder / "lceval.docx").read_bytes()
    works = (floor(filler.fill(data), template, library(name), int(level)), lambda: filler.fill(data))
    times: list[tuple[float, ...]] = [tuple(map(_timed, works)) for _ in range(rounds + 2)][2:]
    least, whole = (statistics.median(column) for column in zip(*times, strict=True))
    ratio = statistics.median(whole / least for least, whole in times)
    return {"floor": least, "whole": whole, "ratio": ratio}


def _timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def main() -> None:
    folder, rows, rounds, *compressions = sys.argv[1:]
    if len(compressions) == 1:
        print(json.dumps({compressions[0]: compared(Path(folder), rows, int(rounds), compressions[0])}))
        return
    found: dict[str, dict[str, float]] = {}
    for compression in compressions:  # each in a process of its own: a process compresses in one way
        command = [sys.executable, __file__, folder, rows, rounds, compression]
        found |= json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    print(json.dumps(found))


if __name__ == "__main__":
    main()
