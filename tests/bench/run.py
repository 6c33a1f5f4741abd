"""How fast and how large: medians of whole processes and of warm calls, printed as a table.

Run by `make bench`. Times are wall seconds; memory is the largest resident size of the process. Nothing is asserted:
machines differ, ratios less so. docxtpl fills the same template with the same data beside us.
"""

from __future__ import annotations

import dataclasses
import io
import os
import platform
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parents[2]
CASE = ROOT / "standard" / "examples" / "low-carbon-metal"
RUNS = 7
# As installed: with bytecode, which some machines are told not to write.
QUIET = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONDONTWRITEBYTECODE": ""}


def process(*command: object) -> tuple[float, float]:
    """Wall seconds and peak MB of one process."""
    start = time.perf_counter()
    child = subprocess.Popen(
        [*map(str, command)],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=QUIET,
    )
    _, status, usage = os.wait4(child.pid, 0)
    if status:
        raise SystemExit(f"{command} ended with {status}")
    return time.perf_counter() - start, usage.ru_maxrss / 1024


def repeated(*command: object, runs: int = RUNS) -> tuple[float, float]:
    process(*command)
    measured = [process(*command) for _ in range(runs)]
    return statistics.median(t for t, _ in measured), max(m for _, m in measured)


def warm(call: Callable[[], object], runs: int = 20) -> float:
    call()
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        call()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def warm_reports() -> list[tuple[str, float]]:
    """Where the time of one report goes, in a process that is warm."""
    from docxtpl import DocxTemplate, RichText

    from lceval_docs.build import plan_report
    from lceval_docs.engine.evaluation import evaluate
    from lceval_docs.judging import checked_standard, judge
    from lceval_docs.sources.case import load_case
    from lceval_docs.template import report_template
    from lceval_docs.views.equation import Equation
    from lceval_docs.views.report import view_report

    standard, template = checked_standard(ROOT), report_template(ROOT)
    judged = judge(standard, CASE)
    view = view_report(standard, judged.case, judged.evaluation)

    def plain(value: object) -> object:
        if isinstance(value, Equation):
            return RichText("=")
        if isinstance(value, tuple):
            return [plain(v) for v in value]
        if dataclasses.is_dataclass(value):
            return {f.name: plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
        return value

    data = plain(view)

    def by_docxtpl() -> None:
        peer = DocxTemplate(str(ROOT / "report_templates" / "evaluation_report.docx"))
        peer.render(data, autoescape=True)
        peer.save(io.BytesIO())

    return [
        ("read the case (YAML to records)", warm(lambda: load_case(CASE))),
        ("evaluate", warm(lambda: evaluate(standard, judged.case))),
        ("word the report (view)", warm(lambda: view_report(standard, judged.case, judged.evaluation))),
        ("view + fill + contents + zip", warm(lambda: plan_report(standard, judged, template))),
        ("docxtpl, the same template and data", warm(by_docxtpl, 7)),
    ]


def rebuild_after_edit() -> float:
    """Seconds from saving a YAML file to the changed page under `mkdocs serve`."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for name in ("standard", "report_templates", "site"):
            shutil.copytree(ROOT / name, root / name)
        shutil.copy(ROOT / "mkdocs.yml", root)
        address = "127.0.0.1:8765"
        command = [
            sys.executable,
            "-m",
            "mkdocs",
            "serve",
            "--livereload",
            "-f",
            str(root / "mkdocs.yml"),
            "-a",
            address,
        ]
        server = subprocess.Popen(
            command,
            cwd=root,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=QUIET,
        )
        page = f"http://{address}/indicators/a.html"
        try:
            _until(lambda: "低碳管理机构" in _get(page))
            times = []
            path = root / "standard/indicators/a-management.yaml"
            for number in range(5):
                time.sleep(1)
                word = f"低碳管理机构{number}"
                text = path.read_text(encoding="utf-8")
                start = time.perf_counter()
                path.write_text(text.replace("name: 低碳管理机构", f"name: {word}", 1), encoding="utf-8")
                _until(lambda: word in _get(page))  # noqa: B023
                times.append(time.perf_counter() - start)
                path.write_text(text, encoding="utf-8")
                _until(lambda: word not in _get(page))  # noqa: B023
            return statistics.median(times)
        finally:
            server.terminate()
            server.wait()


def _get(address: str) -> str:
    try:
        with urllib.request.urlopen(address, timeout=5) as answer:
            return str(answer.read().decode())
    except OSError:
        return ""


def _until(holds: Callable[[], bool], seconds: float = 30) -> None:
    end = time.perf_counter() + seconds
    while not holds():
        if time.perf_counter() > end:
            raise SystemExit("mkdocs serve did not answer")
        time.sleep(0.02)


def main() -> None:
    lceval = [sys.executable, "-m", "lceval_docs"]
    with tempfile.TemporaryDirectory() as folder:
        rows = [
            ("lceval --help", *repeated(*lceval, "--help"), 0.25),
            ("lceval check", *repeated(*lceval, "check"), 0.6),
            ("lceval report, one case, cold", *repeated(*lceval, "report", CASE, "--out", folder), 1.5),
            (
                "mkdocs build, cold",
                *repeated(sys.executable, "-m", "mkdocs", "build", "-d", folder + "/site", runs=5),
                6.0,
            ),
        ]
    print(
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}; medians of {RUNS}"
    )
    print(f"\n{'whole process':36}{'seconds':>9}{'bar':>7}{'peak MB':>9}")
    for name, seconds, megabytes, bar in rows:
        print(f"{name:36}{seconds:9.3f}{bar:7.2f}{megabytes:9.0f}")
    print(f"{'page after one edit (mkdocs serve)':36}{rebuild_after_edit():9.3f}{2.5:7.2f}")
    parts = warm_reports()
    print(f"\n{'warm, one report':36}{'ms':>9}{'bar':>7}")
    for name, seconds in parts:
        print(f"{name:36}{seconds * 1000:9.1f}")
    ours, peer = parts[3][1], parts[4][1]
    whole = sum(s for _, s in parts[1:2]) + ours
    print(f"{'evaluate + report':36}{whole * 1000:9.1f}{60:7.0f}")
    print(f"{'docxtpl / ours':36}{peer / ours:9.1f}x")
    print(f"\npeak of this process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
