"""The data workbook: a blank one from a cold process, a full one read, five hundred full ones read on two cores.
Run by `make bench`."""

from __future__ import annotations

import subprocess
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from word_edition import ROOT, median

from lceval_docs.model.answer import Questionnaire
from lceval_docs.sources.case import load_case
from lceval_docs.sources.standard import load_standard
from lceval_docs.sources.workbook import read_workbook
from lceval_docs.views.answer import answered_years, view_answers
from lceval_docs.views.question import view_questions
from lceval_docs.views.workbook import view_workbook
from lceval_docs.writers.workbook import render_workbook

MANY, CORES, CHUNK = 500, 2, 125
BLANK = """
from pathlib import Path
from lceval_docs.sources.standard import load_standard
from lceval_docs.views.question import view_questions
from lceval_docs.views.workbook import view_workbook
from lceval_docs.writers.workbook import render_workbook
standard = load_standard(Path({root!r}))
render_workbook(view_workbook(standard, view_questions(standard), {{}}))
"""


def blank_cold() -> None:
    subprocess.run([sys.executable, "-c", BLANK.format(root=str(ROOT))], check=True)


def answers_in(raw: bytes, asked: Questionnaire) -> int:
    answers, _ = read_workbook(raw, "workbook.xlsx", asked)
    return len(answers.filled) if answers else 0


def chunk(raws: list[bytes]) -> int:
    """Answers in some workbooks; each process loads the edition for itself."""
    asked = view_questions(load_standard(ROOT))
    return sum(answers_in(raw, asked) for raw in raws)


def many(raw: bytes) -> float:
    """Seconds for many full workbooks, processes included."""
    start = time.perf_counter()
    with ProcessPoolExecutor(CORES) as pool:
        waiting = [pool.submit(chunk, [raw] * CHUNK) for _ in range(MANY // CHUNK)]
        total = sum(one.result() for one in waiting)
    assert total and total % MANY == 0
    return time.perf_counter() - start


def main() -> None:
    standard = load_standard(ROOT)
    factory = load_case(next(p for p in sorted((ROOT / "standard/examples").iterdir()) if p.is_dir())).factory
    answers = view_answers(factory)
    questions = view_questions(standard, answered_years(factory))
    view = view_workbook(standard, questions, answers)
    raw = render_workbook(view)
    asked = view_questions(standard)
    print(f"\n{'data workbook':36}{'s':>9}{'bar':>7}")
    print(f"{'blank, cold process':36}{median(blank_cold):9.3f}{'1.20':>7}")
    print(f"{'full, viewed':36}{median(lambda: view_workbook(standard, questions, answers)):9.3f}")
    print(f"{'full, written':36}{median(lambda: render_workbook(view)):9.3f}")
    print(f"{f'full, read ({len(answers)} answers)':36}{median(lambda: answers_in(raw, asked)):9.3f}")
    print(f"{f'{MANY} full ones read, {CORES} cores':36}{many(raw):9.3f}{'20.00':>7}")


if __name__ == "__main__":
    main()
