"""The rules of drafting: `lceval check` as a whole process, the lint at 1×, 10×, 50× the text, ten thousand problems,
and how well kinds of clauses are told. Run by `make bench`."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from drafting import plain_root, put
from modality import accuracy
from word_edition import ROOT, median, multiplied

from lceval_docs.checks.gbt import lint
from lceval_docs.checks.gbt.passage import text_of
from lceval_docs.sources.standard import load_standard


def process(root: Path) -> Callable[[], object]:
    command = [sys.executable, "-m", "lceval_docs", "check", "--root", str(root)]
    return lambda: subprocess.run(command, capture_output=True, check=False)


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        print(f"\n{'drafting':24}{'text, kB':>9}{'rules':>7}{'lint s':>9}{'s / 100 kB':>11}")
        for times in (1, 10, 50):
            standard = load_standard(multiplied(times, folder))
            size = sum(len("\n".join(c.source).encode()) for c in standard.chapters) / 1000
            taken = median(lambda: lint.check_drafting(standard))  # noqa: B023
            print(f"{times:>3}×{'':20}{size:9.0f}{len(lint.RULES):7}{taken:9.3f}{taken / size * 100:11.3f}")
        standard = load_standard(ROOT)
        text = text_of(standard)
        slowest = []
        for subject in lint.SUBJECTS:
            start = time.perf_counter()
            for check in subject.CHECKS:
                list(check(text))
            slowest.append((time.perf_counter() - start, subject.__name__.rpartition(".")[2]))
        print("slowest subjects, ms: " + ", ".join(f"{n} {t * 1000:.1f}" for t, n in sorted(slowest, reverse=True)[:5]))
        print(f"lceval check, cold process: {median(process(ROOT)):.3f} s (bar 0.80)")
        root = plain_root(folder)
        put(root, "chapter", "茶馆必须有茶。\n\n" * 10_000)
        print(f"ten thousand problems, cold process: {median(process(root)):.3f} s (bar 2.00)")
    print(f"\n{'clauses told, held half':24}{'precision':>10}{'recall':>8}{'n':>6}{'bars':>14}")
    for kind, (precision, recall, there) in accuracy("held").items():
        bars = "0.98 / 0.95" if kind == "requirement" else "0.93 / 0.90"
        print(f"{kind:24}{precision:10.3f}{recall:8.3f}{there:6}{bars:>14}")


if __name__ == "__main__":
    main()
