"""The Word edition at 1×, 10× and 50× the text, with pandoc on the same Markdown beside it.

Run by `make bench`, after run.py. Medians of wall seconds. The text is multiplied by copies of the chapters whose ids
are their own; what is generated stands once. pandoc (if it is installed) neither numbers nor cites; it only converts.
"""

from __future__ import annotations

import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from lceval_docs.build import plan_edition
from lceval_docs.disk import write
from lceval_docs.judging import checked_standard
from lceval_docs.views.edition.whole import view_edition

ROOT = Path(__file__).parents[2]
RUNS = 5
COPIED = ("04-", "05-", "06-", "07-", "08-", "09-", "11-", "14-")
_PART = re.compile(r"^\[\[[^\]]*\]\]\n", re.MULTILINE)


def multiplied(times: int, folder: Path) -> Path:
    """An edition with so many times the text."""
    root = folder / f"x{times}"
    shutil.copytree(ROOT / "standard", root / "standard")
    for path in sorted((ROOT / "standard/text").glob("*.md")):
        if not path.name.startswith(COPIED):
            continue
        text = path.read_text(encoding="utf-8")
        for copy in range(1, times):
            twin = _PART.sub("", re.sub(r"\{#([\w.-]+)", rf"{{#\1-{copy}", text)).replace(
                "\nid: ", f"\nid: x{copy}-", 1
            )
            twin = twin.replace("kind: annex", "kind: chapter")
            (root / "standard/text" / f"{path.name[:2]}-{copy:03d}-{path.name[3:]}").write_text(twin, encoding="utf-8")
    return root


def median(call) -> float:  # type: ignore[no-untyped-def]
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        call()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def by_pandoc(root: Path, target: Path) -> None:
    files = map(str, sorted((root / "standard/text").glob("*.md")))
    subprocess.run(["pandoc", "-f", "markdown", "-o", str(target), *files], check=True, capture_output=True)


def main() -> None:
    pandoc = shutil.which("pandoc")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        print(
            f"\n{'Word edition':14}{'text, kB':>9}{'read s':>9}{'number s':>9}{'write s':>9}{'whole s':>9}{'s / 100 kB':>11}",
            end="",
        )
        print(f"{'pandoc s':>10}" if pandoc else "   (pandoc is not installed)")
        for times in (1, 10, 50):
            root = multiplied(times, folder)
            size = sum(p.stat().st_size for p in (root / "standard/text").glob("*.md")) / 1000
            standard = checked_standard(root)
            read = median(lambda: checked_standard(root))  # noqa: B023
            number = median(lambda: view_edition(standard))  # noqa: B023
            whole = median(lambda: plan_edition(standard))  # noqa: B023
            write(plan_edition(standard), folder / "out")
            row = f"{times:>3}×{'':10}{size:9.0f}{read:9.3f}{number:9.3f}{whole - number:9.3f}{read + whole:9.3f}{(read + whole) / size * 100:11.3f}"
            print(row + (f"{median(lambda: by_pandoc(root, folder / 'p.docx')):10.3f}" if pandoc else ""))  # noqa: B023
        command = [sys.executable, "-m", "lceval_docs", "edition", "--out", f"{name}/out.docx"]
        cold = median(lambda: subprocess.run(command, cwd=ROOT, check=True, capture_output=True))
        print(f"\nlceval edition, cold process: {cold:.3f} s (bar 1.50)")


if __name__ == "__main__":
    main()
