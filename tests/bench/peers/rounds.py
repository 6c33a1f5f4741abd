"""Rounds of processes: in each, every engine once at every size, so that a slow stretch of the machine meets all alike."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from install import ENGINES, FOLDER, NODE_FOLDER, PYTHON, ROOT

HERE = Path(__file__).parent
WORK, OUT = FOLDER / "work", FOLDER / "out"
# As installed: with bytecode, which some machines are told not to write.
QUIET = {**os.environ, "PYTHONDONTWRITEBYTECODE": "", "PYTHONPATH": str(ROOT)}
_NODE = {engine.name for engine in ENGINES if engine.registry == "npm"}
_IDLE_CORES, _MOST_WAITING = 0.9, 10.0


class EngineError(Exception):
    """An engine that ended badly, and the last it said."""


@dataclass
class Runs:
    """Figures of one engine, one a round."""

    rounds: list[Mapping[str, float]] = field(default_factory=list)
    failure: str = ""

    def median(self, name: str) -> float:
        return statistics.median(self.column(name))

    def column(self, name: str) -> list[float]:
        return [figures[name] for figures in self.rounds]

    def ratio(self, other: Runs, name: str) -> float:
        """How many times as much the other takes; the median over rounds, each round by itself."""
        return statistics.median(
            theirs / mine for theirs, mine in zip(other.column(name), self.column(name), strict=True)
        )


def run_engine(name: str, rows: int, seconds: float) -> Mapping[str, float]:
    """One engine as a process: what it tells, its wall in ms, its peak in MB."""
    arguments = [name, str(WORK), str(rows), str(seconds), str(OUT / f"{name}.docx")]
    program = ["node", str(HERE / "engines.mjs")] if name in _NODE else [str(PYTHON), str(HERE / "engines.py")]
    until_quiet()
    start = time.perf_counter()
    with subprocess.Popen(
        [*program, *arguments],
        cwd=NODE_FOLDER,
        env=QUIET,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        assert process.stdout
        said = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    wall = (time.perf_counter() - start) * 1000
    lines = said.strip().splitlines()
    if process.returncode:
        raise EngineError(next((line for line in reversed(lines) if "rror" in line), f"ended with {status}")[:90])
    return {**json.loads(lines[-1]), "wall": wall, "peak": usage.ru_maxrss / 1024}


def in_rounds(
    engines: Sequence[str], sizes: Iterable[int], rounds: int, seconds: float, told: Callable[[str], object]
) -> dict[str, dict[str, Runs]]:
    """Kind of run ('cold' or a number of rows) → engine → figures. Cold: one report of the first size, a process each."""
    sizes = list(sizes)
    kinds = [("cold", sizes[0], 0.0), *((str(rows), rows, seconds) for rows in sizes)]
    found = {kind: {name: Runs() for name in engines} for kind, _, _ in kinds}
    for name in engines:  # files into the system's cache, bytecode and our own cache onto the disk
        _noted(found["cold"][name], name, sizes[0], 0.0)
        found["cold"][name].rounds.clear()
    for number in range(rounds):
        for kind, rows, span in kinds:
            told(f"round {number + 1} of {rounds}, {kind}")
            shift = number % len(engines)
            for name in (*engines[shift:], *engines[:shift]):
                _noted(found[kind][name], name, rows, span)
    return found


def _noted(runs: Runs, name: str, rows: int, seconds: float) -> None:
    if not runs.failure:
        try:
            runs.rounds.append(run_engine(name, rows, seconds))
        except EngineError as error:
            runs.failure = str(error)


def shown_by(engines: Iterable[str], rows: int) -> dict[str, Any]:
    """Engine → its text, pictures and charts, in reports of one size that all have just written; not of those that fail."""
    written = []
    for name in engines:
        try:
            run_engine(name, rows, 0.0)
        except EngineError:
            continue
        written.append(name)
    shown: dict[str, Any] = told_by("shown.py", WORK / f"{rows}.json", OUT, *written)[-1]
    return shown


def told_by(script: str, *arguments: object) -> list[Any]:
    """The lines of JSON that a script of this bench prints."""
    until_quiet()
    done = subprocess.run(
        [str(PYTHON), str(HERE / script), *map(str, arguments)], env=QUIET, stdout=subprocess.PIPE, text=True
    )
    if done.returncode:
        raise SystemExit(f"{script} ended with {done.returncode}")
    return [json.loads(line) for line in done.stdout.splitlines()]


def until_quiet() -> None:
    """Wait, but not for long, until about one core is free; where the system tells."""
    until = time.monotonic() + _MOST_WAITING
    while sys.platform == "linux" and time.monotonic() < until:
        before = _idle_and_all()
        time.sleep(0.2)
        idle, whole = (now - then for now, then in zip(_idle_and_all(), before, strict=True))
        if idle * (os.cpu_count() or 1) >= _IDLE_CORES * whole:
            return


def _idle_and_all() -> tuple[int, int]:
    with open("/proc/stat", encoding="ascii") as file:
        ticks = [int(word) for word in file.readline().split()[1:9]]
    return ticks[3], sum(ticks)
