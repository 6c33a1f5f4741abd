"""A finished report verified: read, recomputed from what it was made from or from a case folder, held against that."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path, PurePath

from lceval_docs import __version__
from lceval_docs.judging import Judged, judge_case
from lceval_docs.model.case import Case
from lceval_docs.model.provenance import Provenance
from lceval_docs.model.report import FoundReport
from lceval_docs.model.standard import Standard
from lceval_docs.problems import Fault, Mark, Problem, Refused, in_order, stop_on
from lceval_docs.records import dataclass
from lceval_docs.sources.case import case_of, load_case
from lceval_docs.sources.report.chart import read_series
from lceval_docs.sources.report.provenance import CHANGED_PROVENANCE, NO_PROVENANCE, read_provenance
from lceval_docs.sources.report.reading import open_report, read_report
from lceval_docs.sources.template.package import unzip
from lceval_docs.verifying.drawn import check_charts, check_drawn
from lceval_docs.verifying.figure import check_added, check_figures
from lceval_docs.verifying.mention import check_mentions
from lceval_docs.verifying.origin import check_case_files, check_edition, check_factory
from lceval_docs.verifying.wording import are_alike, check_wording
from lceval_docs.views.bookmark import hidden_name
from lceval_docs.views.report import ReportView, view_report
from lceval_docs.views.traced import charts_of, texts_of, view_figures

NO_FIGURES = Fault(
    "E0855",
    "no figure in the file has an address.",
    "It is no report of this tool, or a program that keeps no bookmarks saved it.",
)
UNKNOWN_ORIGIN = Fault(
    "W0856",
    "what the file says it was made from is missing or was changed; it was checked against the case folder alone.",
    "Figures that were deleted from it cannot be told.",
)
NO_TEMPLATE = Fault(
    "W0857",
    "the template that the report was made from is not here; only its figures were compared, not its words.",
    "Give it: --template FILE.",
)
# Makes the report on a case anew from the template of a digest ("" if unknown); None if that is not here.
Remake = Callable[[Judged, str], bytes | None]


@dataclass(frozen=True)
class Opened:
    """A report that was read: what it was made from, if that can be trusted, and what is wrong with that."""

    parts: Mapping[str, bytes]
    provenance: Provenance | None
    problems: tuple[Problem, ...]
    mark: Mark


@dataclass(frozen=True)
class Verified:
    """What came of it: every problem, and how many figures were compared. None was, where nothing could be recomputed."""

    problems: tuple[Problem, ...]
    compared: int = 0


def open_at(path: Path) -> Opened:
    """The report at a path. Raises `Refused` if it is no Word file that can be read safely."""
    mark = Mark(path.as_posix())
    parts, problems = open_report(path, mark.file)
    stop_on(problems)
    return Opened(parts, *read_provenance(parts, __version__, mark), mark)


def recompute(standard: Standard, opened: Opened) -> Judged:
    """The case that the report carries, judged. Raises `Refused`."""
    stop_on(opened.problems)
    assert opened.provenance
    made = opened.provenance
    name = PurePath(opened.mark.file).name
    return judge_case(standard, case_of(made.texts, frozenset(made.evidence), name))


def verify(standard: Standard, path: Path, folder: Path | None = None, remake: Remake | None = None) -> Verified:
    """Everything in a report that is not as it should be. With a folder, its case is what the report is held against.

    `remake`: makes the report anew, so that its words can be compared too; without, its figures are.
    """
    opened = open_at(path)
    found = read_report(opened.parts)
    problems: list[Problem] = []
    if not found.all_figures:
        problems.append(NO_FIGURES.at(opened.mark))
    made = opened.provenance
    if made is not None:
        problems += check_edition(made, standard, __version__, opened.mark)
    elif folder is None or any(p.fault not in (NO_PROVENANCE, CHANGED_PROVENANCE) for p in opened.problems):
        return Verified(in_order([*problems, *opened.problems]))
    else:
        problems.append(UNKNOWN_ORIGIN.at(opened.mark))
    try:
        judged = recompute(standard, opened) if folder is None else judge_case(standard, load_case(folder))
    except Refused as refused:
        return Verified(in_order([*problems, *refused.problems]))
    if folder is not None and made is not None:
        problems += (other := check_factory(made, judged.case, opened.mark))
        if other:
            return Verified(in_order(problems))
        problems += check_case_files(made, judged.case, opened.mark)
    problems += judged.warnings
    problems += _held_against(found, opened, standard, judged, remake)
    return Verified(in_order(problems), len(found.all_figures))


def _held_against(
    found: FoundReport, opened: Opened, standard: Standard, judged: Judged, remake: Remake | None
) -> list[Problem]:
    view = view_report(standard, judged.case, judged.evaluation, judged.warnings)
    expected = {hidden_name(figure.address): figure for figure in view_figures(view)}
    made, mark = opened.provenance, opened.mark
    again = _again(judged, made, remake)
    if again and made is None and not are_alike(found.lines, again.lines):
        again = None  # of another template
    named = [f.name for f in again.all_figures] if again else made.figures if made else ()
    return [
        *check_figures(found, named, expected, mark),
        *check_added(found.lines, found.figures, mark),
        *check_drawn(found.charts, again.charts if again else made.charts if made else 0, mark),
        *check_charts(read_series(opened.parts), charts_of(view), mark),
        *check_mentions(found.lines, _generated(view, judged.case), standard, judged.evaluation, mark),
        *(check_wording(found.lines, again.lines, _written(judged.case), mark) if again else ()),
        *([NO_TEMPLATE.at(mark)] if remake and not again else ()),
    ]


def _again(judged: Judged, made: Provenance | None, remake: Remake | None) -> FoundReport | None:
    """The report made anew, as it is read; None where its template is not known."""
    raw = remake(judged, made.template_digest if made else "") if remake else None
    if raw is None:
        return None
    parts, _ = unzip(raw, Mark(""))
    return read_report(parts)


def _written(case: Case) -> str:
    """All that people wrote in the case, without spaces."""
    return "".join("".join(case.texts.values()).split())


def _generated(view: ReportView, case: Case) -> frozenset[str]:
    """The sentences of a view that nobody wrote: they stand in no file of the case."""
    written = "\n".join(case.texts.values())
    return frozenset(text for text in texts_of(view) if text not in written)
