"""Forms: each blank one and each import from a cold process; five hundred filled workbooks imported on two cores.
Run by `make bench`."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from word_edition import ROOT, median

from lceval_docs.authoring.importing import import_files
from lceval_docs.build import plan_documents
from lceval_docs.disk import write
from lceval_docs.judging import checked_standard, judge
from lceval_docs.template import form_template, report_template

MANY, CORES, CHUNK = 500, 2, 50
METAL = ROOT / "standard/examples/low-carbon-metal"


def command(*arguments: object) -> None:
    """One run of the command, with nothing loaded before."""
    run = [sys.executable, "-m", "lceval_docs", *map(str, arguments)]
    subprocess.run(run, check=True, cwd=ROOT, capture_output=True)


def imported(workbook: Path, folder: Path, numbers: range) -> int:
    """Workbooks imported, each into a case of its own; a process loads the edition once."""
    standard = checked_standard(ROOT)
    for number in numbers:
        target = folder / str(number)
        write(import_files(standard, (workbook,), target / "factory.yaml").plan, target)
    return len(numbers)


def many(workbook: Path, folder: Path) -> float:
    """Seconds for many full workbooks, processes included."""
    start = time.perf_counter()
    with ProcessPoolExecutor(CORES) as pool:
        parts = [range(first, first + CHUNK) for first in range(0, MANY, CHUNK)]
        assert sum(pool.map(imported, [workbook] * len(parts), [folder] * len(parts), parts)) == MANY
    return time.perf_counter() - start


def main() -> None:
    standard = checked_standard(ROOT)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        plan = plan_documents(
            standard, form_template(ROOT), [judge(standard, METAL)], report_template(ROOT), "application"
        )
        write(plan, folder / "sent")
        form = next((folder / "sent").glob("*申请表.docx"))
        workbook = next((folder / "sent").glob("*.xlsx"))
        print(f"\n{'blank form, cold process':44}{'s':>8}{'bar':>7}")
        for one in standard.forms:
            if one.kind != "report":
                blank = folder / f"{one.id}{'.xlsx' if one.kind == 'workbook' else '.docx'}"
                took = median(lambda id=one.id, blank=blank: command("form", id, "--force", "--out", blank))
                print(f"{one.id:44}{took:8.3f}{0.4:7.2f}")
        print(f"\n{'filled by an example, imported, cold process':44}{'s':>8}{'bar':>7}")
        for number, path in enumerate((form, workbook)):
            target = folder / f"case{number}" / "factory.yaml"
            took = median(lambda path=path, target=target: command("import", path, "--keep", "--out", target))
            print(f"{path.suffix:44}{took:8.3f}{0.5:7.2f}")
        took = many(workbook, folder / "many")
        print(f"{f'{MANY} workbooks imported, {CORES} cores':44}{took:8.3f}{20:7.2f}")


if __name__ == "__main__":
    main()
