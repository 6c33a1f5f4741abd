"""Batches of different cases, evaluated and rendered on two cores: seconds, reports a second, peak memory. Run by `make bench`.

Each case is an example with numbers and a name of its own. A report has 34 to 36 pages, a dozen of them the appendix of
calculations; without that it is about as long as the report that renderers are compared by, and the bar is about those.
The row of the bar is run several times, its median counts: a host that others use is slower by a third at times.
Memory is the largest resident size of the command and of its largest worker; both should not grow with the cases.
"""

from __future__ import annotations

import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from functools import partial
from pathlib import Path

from docx import Document

ROOT = Path(__file__).parents[2]
CASES = sorted((ROOT / "standard" / "examples").iterdir())
TEMPLATE = ROOT / "report_templates" / "evaluation_report.docx"
MANY, BAR, ROUNDS = 1000, "10.0", 5


def write_cases(folder: Path, count: int) -> list[Path]:
    """So many cases; figures and names are of its own."""
    made = []
    for number in range(count):
        example = CASES[number % len(CASES)]
        case = folder / f"case-{number:05}"
        shutil.copytree(example, case, ignore=shutil.ignore_patterns("expected.yaml"))
        path = case / "factory.yaml"
        text = re.sub(r"(?m)^name: .*$", f"name: 示例工厂{number:05}（虚构）", path.read_text(encoding="utf-8"))
        text = re.sub(r"(?<=: )(\d{3,6})(?=[,}\n])", partial(_changed, number), text)
        path.write_text(text, encoding="utf-8")
        made.append(case)
    return made


def _changed(number: int, found: re.Match[str]) -> str:
    """A figure with a fraction of its own; years stay."""
    digits = found[1]
    return digits if digits.startswith(("19", "20")) and len(digits) == 4 else f"{digits}.{number % 997:03}"


def peaks(process: subprocess.Popen[bytes], found: dict[int, int]) -> None:
    """The largest resident sizes, in kB, of a process and all below it, while it lives."""
    while process.poll() is None:
        for pid in family(process.pid):
            try:
                text = Path(f"/proc/{pid}/status").read_text()
            except OSError:
                continue
            match = re.search(r"VmHWM:\s+(\d+)", text)
            if match:
                found[pid] = max(found.get(pid, 0), int(match[1]))
        time.sleep(0.5)


def family(pid: int) -> list[int]:
    found = [pid]
    for one in found:
        try:
            found += map(int, Path(f"/proc/{one}/task/{one}/children").read_text().split())
        except OSError:
            continue
    return found


def batch(folders: list[Path], out: Path, *more: str) -> tuple[float, int, int]:
    """Seconds, peak MB of the command, peak MB of the largest process below it."""
    command = [sys.executable, "-m", "lceval_docs", "report", *map(str, folders), "--out", str(out), *more]
    found: dict[int, int] = {}
    start = time.perf_counter()
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    watch = threading.Thread(target=peaks, args=(process, found))
    watch.start()
    told = process.communicate()[1].decode()
    seconds = time.perf_counter() - start
    watch.join()
    if process.returncode:
        raise SystemExit(told)
    own = found.pop(process.pid, 0)
    return seconds, own // 1024, max(found.values(), default=0) // 1024


def without_appendix(folder: Path) -> Path:
    """The report's template without its appendix of calculations."""
    template = Document(str(TEMPLATE))
    headings = {p.text[:3]: p._element for p in template.paragraphs if p.style and p.style.name == "Heading 1"}
    while (element := headings["附录B"].getprevious()) is not headings["附录A"]:
        element.getparent().remove(element)
    element.getparent().remove(element)
    template.save(str(folder / "short.docx"))
    return folder / "short.docx"


def main() -> None:
    print(f"Python {sys.version}")
    print(f"{'batch, evaluated and rendered':36}{'seconds':>9}{'bar':>7}{'a second':>10}{'MB':>6}{'MB worker':>11}")

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        cases = write_cases(folder / "cases", MANY)
        for count in (10, 100, MANY):
            measured(f"{count} reports, --jobs 2", folder / f"out{count}", cases[:count], "--jobs", "2")
            measured(f"{count} reports, again", folder / f"out{count}", cases[:count])
        short = ("--jobs", "2", "--template", str(without_appendix(folder)))
        measured("10 without appendix A", folder / "few", cases[:10], *short)
        rounds = sorted(
            measured(f"{MANY} without appendix A, {n + 1}", folder / f"short{n}", cases, *short) for n in range(ROUNDS)
        )
        print(f"{f'  their median, {rounds[0]:.2f} to {rounds[-1]:.2f}':36}{statistics.median(rounds):9.2f}{BAR:>7}")
        measured(f"{MANY} summaries", folder / "summaries", cases, "--jobs", "2", "--template", "summary")


def measured(name: str, out: Path, folders: list[Path], *more: str) -> float:
    """A row of the table; its seconds."""
    os.sync()  # what was written before is not written meanwhile
    seconds, own, worker = batch(folders, out, *more)
    print(f"{name:36}{seconds:9.2f}{'':7}{len(folders) / seconds:10.1f}{own:6}{worker:11}", flush=True)
    return seconds


if __name__ == "__main__":
    main()
