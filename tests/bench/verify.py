"""Finished reports: verified and asked from a cold process; what the hidden bookmarks cost in rendering. `make bench`.

Bookmarks are measured side by side in one process: the same views rendered by the same template with and without them,
in turn, by the time that the processor spends on them.
"""

from __future__ import annotations

import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from forms import command
from word_edition import ROOT, median

from lceval_docs.build import plan_report
from lceval_docs.judging import Judged, checked_standard, judge, judged_examples
from lceval_docs.model.standard import Standard
from lceval_docs.sources.template.reading import read_template
from lceval_docs.template import report_template
from lceval_docs.views.report import view_report
from lceval_docs.writers.word.template.filling import Filler, make_ready

METAL = ROOT / "standard/examples/low-carbon-metal"
ROUNDS = 15


def unmarked(template: Filler) -> Filler:
    """The same template made ready without bookmarks."""
    plain, problems = read_template((ROOT / "report_templates/evaluation_report.docx").read_bytes(), "t.docx")
    assert plain is not None and not problems
    return replace(template, codes=make_ready(plain).codes)


def rendering(standard: Standard, judged: list[Judged], template: Filler) -> float:
    """Seconds of processor time for the reports of all examples: view, fill, contents, packing."""
    start = time.process_time()
    for one in judged:
        plan_report(standard, one, template)
    return time.process_time() - start


def main() -> None:
    standard = checked_standard(ROOT)
    judged = judged_examples(standard, ROOT)
    print(f"\n{'finished report, cold process':44}{'s':>8}{'bar':>7}")
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "r.docx"
        path.write_bytes(next(iter(plan_report(standard, judge(standard, METAL), report_template(ROOT)).values())))
        for what, bar, arguments in (
            ("verify", 1.0, ("verify", path)),
            ("explain, by address", 0.4, ("explain", path, "--at", "score.total")),
            ("explain, by place", 0.4, ("explain", path, "--at", "附录A D1-1 第1行 数值")),
        ):
            took = median(lambda arguments=arguments: command(*arguments))
            print(f"{what:44}{took:8.3f}{bar:7.2f}")
    marked = report_template(ROOT)
    fillers = {"with bookmarks": marked, "without": unmarked(marked)}
    best = dict.fromkeys(fillers, 9e9)
    for _ in range(ROUNDS):
        for kind, filler in fillers.items():
            best[kind] = min(best[kind], rendering(standard, judged, filler))
    views = time.process_time()
    for one in judged:
        view_report(standard, one.case, one.evaluation)
    views = time.process_time() - views
    print(f"\n{'rendering, processor time a report':44}{'ms':>8}")
    for kind, seconds in best.items():
        print(f"{kind:44}{seconds / len(judged) * 1000:8.2f}")
    more = best["with bookmarks"] / best["without"] - 1
    writing = (best["with bookmarks"] - best["without"]) / (best["without"] - views)
    print(f"{'bookmarks cost, of the whole rendering':44}{more:8.1%}   bar 10%")
    print(f"{'bookmarks cost, of the writing alone':44}{writing:8.1%}")


if __name__ == "__main__":
    main()
