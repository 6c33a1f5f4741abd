"""Our renderer beside its peers: a report of some 25 pages, long tables, the floor, many reports. Run by `make bench-peers`.

Everything is measured in one run, engines in turn round by round; medians, and ratios paired within a round. Times are
wall milliseconds of a report rendered and written to disk, as a new file. What an engine leaves out is counted in what
it wrote; the fastest peer is the fastest that leaves out no text. Peers are installed into build/peers the first time.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import statistics
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence

from install import ENGINES, OURS, REFERENCE, install
from rounds import OUT, WORK, Runs, in_rounds, shown_by, told_by

PICTURES = CHARTS = 2
FLOOR_ROUNDS = 201
FLOOR_BARS = {"zlib-6": 1.5, "zlib-1": 2.0, "isal-1": 3.0}
PEAK_BAR, COLD_BAR = 60, 0.5
WARM_BARS = {"lceval-isal-1": (40, 15), "lceval-zlib-6": (18, None)}
FASTEST, PLAIN = "lceval-isal-1", "lceval-zlib-6"

Bar = tuple[str, float, str, float]
Shown = Mapping[str, object]


def main() -> None:
    asked = arguments()
    missing = {name: reason for name, reason in install().items() if reason}
    engines = [engine.name for engine in ENGINES if engine.name not in missing]
    OUT.mkdir(parents=True, exist_ok=True)
    told_by("document.py", WORK, *asked.rows)
    shown = shown_by(engines, asked.rows[0])
    found = in_rounds(engines, asked.rows, asked.rounds, asked.seconds, progress)
    heading(asked.rounds)
    bars: list[Bar] = []
    for rows in asked.rows:
        print_warm(rows, found[str(rows)], shown, missing)
    print_cold(found["cold"])
    first, cold = found[str(asked.rows[0])], found["cold"]
    bars += warm_bars(first, shown)
    bars += [
        (f"cold, share of docxtpl's wall, {name}", 1 / cold[name].ratio(cold[REFERENCE], "wall"), "<=", COLD_BAR)
        for name in (FASTEST, PLAIN)
        if usable(cold, name, REFERENCE)
    ]
    for rows in asked.rows:
        peaks = [max(runs.column("peak")) for name, runs in found[str(rows)].items() if name in OURS and runs.rounds]
        bars.append((f"peak MB, {rows} rows", max(peaks), "<=", PEAK_BAR))
    compressions = [name.partition("-")[2] for name in OURS if name in engines]
    progress("floor")
    bars += print_floor(told_by("floor.py", WORK, asked.rows[0], FLOOR_ROUNDS, *compressions)[-1])
    progress("many reports in one process")
    print_linear(
        compressions[0], told_by("linear.py", WORK, asked.rows[0], compressions[0], OUT / "many.docx", *asked.counts)
    )
    progress("")
    print_bars(bars)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="tests/bench/peers", description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=2.0, help="of warm reports, an engine, size and round")
    parser.add_argument("--rows", type=int, nargs="+", default=[60, 600, 6000], help="of the table of scores")
    parser.add_argument(
        "--counts", type=int, nargs="+", default=[10, 100, 1000, 10_000], help="of reports in one process"
    )
    return parser.parse_args()


def usable(found: Mapping[str, Runs], *names: str) -> bool:
    return all(name in found and found[name].rounds and not found[name].failure for name in names)


def fastest_peer(found: Mapping[str, Runs], shown: Mapping[str, Shown]) -> str:
    peers = [name for name in found if name not in OURS and usable(found, name) and shown[name]["text"] == "same text"]
    return min(peers, key=lambda name: found[name].median("warm"), default="")


def heading(rounds: int) -> None:
    node = shutil.which("node")
    version = subprocess.run([node, "--version"], capture_output=True, text=True).stdout.strip() if node else "none"
    print(
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, "
        f"Node {version}; medians of {rounds} rounds"
    )


def print_warm(rows: int, found: Mapping[str, Runs], shown: Mapping[str, Shown], missing: Mapping[str, str]) -> None:
    peer = fastest_peer(found, shown)
    lines: list[Sequence[str]] = []
    for name, runs in found.items():
        if not usable(found, name):
            lines.append((name, f"failed: {runs.failure}"))
            continue
        seen = shown[name]
        lines.append(
            (
                name,
                f"{runs.median('warm'):.2f}",
                f"{runs.median('cpu'):.2f}",
                f"{runs.ratio(found[REFERENCE], 'warm'):.1f}" if usable(found, REFERENCE) else "",
                f"{runs.ratio(found[peer], 'warm'):.1f}" if name in OURS and peer else "",
                f"{runs.median('first'):.0f}",
                f"{max(runs.column('peak')):.0f}",
                f"{seen['pictures']}/{PICTURES}",
                f"{seen['charts']}/{CHARTS}",
                str(seen["text"]),
            )
        )
    lines += [(name, f"not installed: {reason}") for name, reason in missing.items()]
    names = (
        "warm ms",
        "CPU ms",
        "docxtpl/this",
        f"{peer}/this",
        "first ms",
        "peak MB",
        "pictures",
        "charts",
        "against docxtpl",
    )
    print_table(f"report, {rows} rows", names, lines)


def print_cold(found: Mapping[str, Runs]) -> None:
    lines: list[Sequence[str]] = []
    for name, runs in found.items():
        if not usable(found, name):
            lines.append((name, f"failed: {runs.failure}"))
            continue
        walls = runs.column("wall")
        lines.append(
            (
                name,
                f"{statistics.median(walls):.0f}",
                f"{min(walls):.0f}-{max(walls):.0f}",
                f"{runs.ratio(found[REFERENCE], 'wall'):.2f}" if usable(found, REFERENCE) else "",
                f"{max(runs.column('peak')):.0f}",
            )
        )
    print_table("cold, whole process", ("wall ms", "least-most", "docxtpl/this", "peak MB"), lines)


def warm_bars(found: Mapping[str, Runs], shown: Mapping[str, Shown]) -> list[Bar]:
    bars: list[Bar] = []
    peer = fastest_peer(found, shown)
    for name, (times_reference, times_peer) in WARM_BARS.items():
        if usable(found, name, REFERENCE):
            bars.append((f"warm, docxtpl / {name}", found[name].ratio(found[REFERENCE], "warm"), ">=", times_reference))
        if times_peer and usable(found, name) and peer:
            bars.append(
                (f"warm, fastest peer ({peer}) / {name}", found[name].ratio(found[peer], "warm"), ">=", times_peer)
            )
    return bars


def print_floor(found: Mapping[str, Mapping[str, float]]) -> list[Bar]:
    lines = [
        (name, f"{figures['floor']:.3f}", f"{figures['whole']:.3f}", f"{figures['ratio']:.2f}")
        for name, figures in found.items()
    ]
    print_table("in memory", ("floor ms", "report ms", "report/floor"), lines)
    return [
        (f"in memory, report / floor, {name}", figures["ratio"], "<=", FLOOR_BARS[name])
        for name, figures in found.items()
    ]


def print_linear(compression: str, found: Iterable[Mapping[str, float]]) -> None:
    lines = [
        (f"{figures['count']:,}", f"{figures['ms']:.2f}", f"{figures['cpu']:.2f}", f"{figures['mb']:.1f}")
        for figures in found
    ]
    print_table(f"reports in one process, {compression}", ("ms a report", "CPU ms a report", "resident MB"), lines)


def print_bars(bars: Iterable[Bar]) -> None:
    lines = [
        (
            name,
            f"{value:.3g}",
            f"{sign} {bar:g}",
            "holds" if (value >= bar if sign == ">=" else value <= bar) else "MISSED",
        )
        for name, value, sign, bar in bars
    ]
    print_table("bars", ("figure", "bar", ""), lines)


def print_table(title: str, names: Sequence[str], lines: Iterable[Sequence[str]]) -> None:
    """Columns as wide as they need to be; figures to the right, words (the last column, or a whole line) to the left."""
    lines = [tuple(line) for line in lines]
    whole = [line for line in lines if len(line) == len(names) + 1]
    widths = [max(map(len, column)) for column in zip((title, *names), *whole, strict=True)]
    widths[0] = max(widths[0], *(len(line[0]) for line in lines))
    print()
    for line in ((title, *names), *lines):
        if len(line) < len(widths):
            print(f"{line[0]:{widths[0]}}  {line[1]}")
            continue
        cells = [f"{cell:>{width}}" for cell, width in zip(line[1:-1], widths[1:-1], strict=True)]
        print("  ".join((f"{line[0]:{widths[0]}}", *cells, line[-1])).rstrip())


def progress(text: str) -> None:
    if sys.stderr.isatty():
        print(f"\r{text:40}", end="" if text else "\r", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
