"""The commands that question a finished report: verify, explain."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from lceval_docs.cli import terminal
from lceval_docs.cli.command import ANY, FILE, SHOWN, case_folders, command, edition_at
from lceval_docs.cli.terminal import say, tell

if TYPE_CHECKING:
    from lceval_docs.judging import Judged
    from lceval_docs.model.standard import Standard
    from lceval_docs.verifying.tracing import Traced
    from lceval_docs.verifying.whole import Verified
    from lceval_docs.views.explain import StepView

_ = terminal.translate
_MOST_PLACES = 40
WORD = ".docx"


@command("verify", _("Recompute a finished report; list every figure that differs, and what it was made from."))
@click.argument("report", type=FILE)
@click.option("--case", "folder", type=ANY, help=_("Check against this case folder instead of the data in the report."))
@SHOWN
def verify(root: Path, report: Path, folder: Path | None, form: str) -> None:
    from lceval_docs.cli.format import SHOW
    from lceval_docs.verifying.whole import verify as verified

    found = verified(edition_at(root), report, case_folders((folder,))[0] if folder else None)
    if found.problems or form != "text":
        SHOW[form](found.problems)
    is_wrong = any(not p.fault.is_warning for p in found.problems)
    if form == "text":
        _summary(found, is_wrong, by_folder=folder is not None)
    terminal.stop(1 if is_wrong else 0)


def _summary(found: Verified, is_wrong: bool, by_folder: bool) -> None:
    """What was compared with what, and what came of it."""
    if found.compared:
        compared = "{count} figures compared with the case folder."
        carried = "{count} figures compared with what the report was made from."
        say(compared if by_folder else carried, count=found.compared)
    else:
        say("No figure could be compared.")
    if not is_wrong:
        say("They agree.")


@command(
    "explain", _("Where a figure comes from, down to the line and the evidence: of a case, or in a finished report.")
)
@click.argument("case", metavar="CASE|REPORT.docx", type=ANY)
@click.argument("id", required=False)
@click.option("--at", metavar="PLACE", help=_("A place in the report, such as 附录A D1-1 第1行, or an address."))
def explain(root: Path, case: Path, id: str | None, at: str | None) -> None:
    from lceval_docs.verifying.tracing import figures_of, trace_address

    if not (at or id):
        raise click.UsageError(_("Name an id, or a place with --at."))
    standard = edition_at(root)
    if case.suffix.lower() == WORD:
        _explain_report(standard, case, at or str(id))
        return
    from lceval_docs.judging import judge

    folder = case_folders((case,))[0]
    one = judge(standard, folder, folder.as_posix())
    if at and (found := trace_address(standard, one, figures_of(standard, one), at)):
        _show_traced(found)
    else:
        _explain_id(standard, one, at or str(id))


def _explain_report(standard: Standard, report: Path, asked: str) -> None:
    """Of a report: an id, an address or a place in it, by the case that it carries."""
    from lceval_docs.sources.report.reading import read_report
    from lceval_docs.verifying.place import matching
    from lceval_docs.verifying.tracing import figures_of, trace, trace_address
    from lceval_docs.verifying.whole import open_at, recompute
    from lceval_docs.views.explain import explainable

    opened = open_at(report)
    judged = recompute(standard, opened)
    due = figures_of(standard, judged)
    if found := trace_address(standard, judged, due, asked):
        _show_traced(found)
        return
    if asked in explainable(standard, judged.evaluation):
        _explain_id(standard, judged, asked)
        return
    figures = matching(read_report(opened.parts).figures, asked)
    if not figures:
        tell('No figure of the report stands at "{place}".', place=asked)
        terminal.stop(2)
    for one in trace(standard, judged, due, figures[:_MOST_PLACES]):
        _show_traced(one)
    if len(figures) > _MOST_PLACES:
        tell("{count} more figures stand there; name table, row and column.", count=len(figures) - _MOST_PLACES)


def _show_traced(one: Traced) -> None:
    """A figure with its place and address, and its chain below it."""
    said = one.printed or one.figure.text
    due = "" if said == one.figure.text else _("(recomputed: {text})").format(text=one.figure.text)
    where = f"{one.place}　" if one.place else ""
    terminal.show_text(f"{where}{said}{due}　[{one.figure.address}]")
    _show_steps(one.chain, 1)


def _show_steps(steps: tuple[StepView, ...], depth: int = 0) -> None:
    for step in steps:
        terminal.show_text(f"{'  ' * (step.depth + depth)}{step.what}：{step.says}")


def _explain_id(standard: Standard, judged: Judged, id: str) -> None:
    from lceval_docs.checks.formula import nearest
    from lceval_docs.views.explain import explainable, view_explanation

    steps = view_explanation(standard, judged.case, judged.evaluation, id)
    if steps is None:
        near = nearest(id, explainable(standard, judged.evaluation))
        tell('Nothing is called "{id}" here.', id=id)
        if near:
            tell("Is it {expected}?", expected=near)
        terminal.stop(2)
    _show_steps(steps)
