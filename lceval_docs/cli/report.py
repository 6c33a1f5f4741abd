"""The commands that question a finished report: verify, explain."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from lceval_docs.cli import terminal
from lceval_docs.cli.command import ANY, FILE, SHOWN, case_folders, command, edition_at, kept_copies
from lceval_docs.cli.terminal import say, tell

if TYPE_CHECKING:
    from lceval_docs.judging import Judged
    from lceval_docs.model.standard import Standard
    from lceval_docs.verifying.tracing import Traced
    from lceval_docs.verifying.whole import Remake, Verified
    from lceval_docs.views.step import StepView
    from lceval_docs.views.traced import TracedFigure

_ = terminal.translate
_MOST_PLACES, _MOST_STEPS = 40, 100
WORD = ".docx"


@command(
    "verify",
    _("Recompute a finished report; list every figure that differs, and what it was made from."),
    writes=False,
)
@click.argument("report", type=FILE)
@click.option("--case", "folder", type=ANY, help=_("Check against this case folder instead of the data in the report."))
@click.option("--template", type=FILE, help=_("The Word template of one's own that the report was made from."))
@SHOWN
def verify(root: Path, report: Path, folder: Path | None, template: Path | None, form: str) -> None:
    from lceval_docs.cli.format import SHOW
    from lceval_docs.verifying.whole import verify as verified

    standard = edition_at(root)
    remake = _remake(standard, root, template)
    found = verified(standard, report, case_folders((folder,))[0] if folder else None, remake)
    if found.problems or form != "text":
        SHOW[form](found.problems)
    is_wrong = any(not p.fault.is_warning for p in found.problems)
    if form == "text":
        _summary(found, is_wrong, by_folder=folder is not None)
    terminal.stop(1 if is_wrong else 0)


def _remake(standard: Standard, root: Path, template: Path | None) -> Remake:
    """Makes reports anew: from the template named, or from that of the edition which has the digest."""

    def made(judged: Judged, digest: str) -> bytes | None:
        from lceval_docs.build import plan_report
        from lceval_docs.template import report_template, template_of

        path = template or template_of(root, digest)
        if path is None:
            return None
        with kept_copies() as copies:
            filler = report_template(root, path, copies)
        return next(iter(plan_report(standard, judged, filler).values()))

    return made


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
    "explain",
    _("Where a figure comes from, down to the line and the evidence: of a case, or in a finished report."),
    writes=False,
)
@click.argument("case", metavar="CASE|REPORT.docx", type=ANY)
@click.argument("id", required=False)
@click.option("--at", metavar="PLACE", help=_("A place in the report, such as 附录A D1-1 第1行, or an address."))
@click.option("--full", "is_full", is_flag=True, help=_("All steps, however many there are."))
def explain(root: Path, case: Path, id: str | None, at: str | None, is_full: bool) -> None:
    from lceval_docs.verifying.tracing import figures_of, trace_address

    if not (at or id):
        raise click.UsageError(_("Name an id, or a place with --at."))
    standard, asked = edition_at(root), at or str(id)
    if case.suffix.lower() == WORD:
        _explain_report(standard, case, asked, is_at=bool(at), is_full=is_full)
        return
    from lceval_docs.judging import judge
    from lceval_docs.views.explain import id_called

    folder = case_folders((case,))[0]
    one = judge(standard, folder, folder.as_posix())
    asked, due = id_called(standard, one.case, asked), figures_of(standard, one)
    if found := trace_address(standard, one, due, asked, is_full):
        _show_traced((found,), is_full)
    else:
        _explain_id(standard, one, due, asked, is_full)


def _explain_report(standard: Standard, report: Path, asked: str, is_at: bool, is_full: bool) -> None:
    """Of a report: an id, an address or a place in it, by the case that it carries."""
    from lceval_docs.sources.report.reading import read_report
    from lceval_docs.verifying.place import instead, matching
    from lceval_docs.verifying.tracing import addresses, figures_of, named, trace, trace_address
    from lceval_docs.verifying.whole import open_at, recompute
    from lceval_docs.views.explain import explainable, id_called

    opened = open_at(report)
    judged = recompute(standard, opened)
    if not is_at:
        asked = id_called(standard, judged.case, asked)
    due = figures_of(standard, judged)
    if asked in explainable(standard, judged.evaluation):
        _explain_id(standard, judged, due, asked, is_full)
        return
    unprinted = trace_address(standard, judged, due, asked, is_full)
    if unprinted and not is_full:  # where it is printed takes as long as the chain
        _show_traced((unprinted,), is_full)
        return
    printed = read_report(opened.parts).all_figures
    figures = named(printed, asked) or matching(printed, asked, addresses(due))
    found = trace(standard, judged, due, figures[:_MOST_PLACES])
    if not found and unprinted:
        found = (unprinted,)
    if not found:
        tell('No figure of the report stands at "{place}".', place=asked)
        word, near = instead(printed, asked)
        if near:
            tell('Instead of "{word}" there is {expected}.', word=word, expected=near)
        terminal.stop(2)
    _show_traced(found, is_full)
    if len(figures) > _MOST_PLACES:
        tell("{count} more figures stand there; name table, row and column.", count=len(figures) - _MOST_PLACES)


def _show_traced(found: tuple[Traced, ...], is_full: bool) -> None:
    """Figures with their places and addresses, each chain below the first that it belongs to."""
    for one in found:
        said = one.printed or one.figure.text
        due = "" if said == one.figure.text else _("(recomputed: {text})").format(text=one.figure.text)
        where = f"{one.place}　" if one.place else ""
        terminal.show_text(f"{where}{said}{due}　[{one.figure.address}]")
        _show_steps(one.chain, is_full, 1)
    if not is_full and any(not one.place for one in found):  # asked for by an address
        tell("--full shows all steps, down to the data of every indicator.")


def _show_steps(steps: tuple[StepView, ...], is_full: bool, depth: int = 0) -> None:
    """A chain; of a long one the upper steps, unless all are wanted."""
    from lceval_docs.views.step import upper

    shown = steps if is_full else upper(steps, _MOST_STEPS)
    for step in shown:
        terminal.show_text(f"{'  ' * (step.depth + depth)}{step.what}：{step.says}")


def _explain_id(standard: Standard, judged: Judged, due: tuple[TracedFigure, ...], id: str, is_full: bool) -> None:
    from lceval_docs.checks.formula import nearest
    from lceval_docs.views.explain import explainable, view_explanation

    steps = view_explanation(standard, judged.case, judged.evaluation, id)
    if steps is None:
        near = nearest(id, (*explainable(standard, judged.evaluation), *(one.address for one in due)))
        tell('Nothing is called "{id}" here.', id=id)
        if near:
            tell("Is it {expected}?", expected=near)
        terminal.stop(2)
    _show_steps(steps, is_full)
