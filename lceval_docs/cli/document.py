"""The commands that write documents: the Word edition, blank forms, what is filled for a case."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from lceval_docs.cli import terminal
from lceval_docs.cli.command import (
    ANY,
    CHECK,
    FILE,
    FOLDER,
    case_folders,
    command,
    commands,
    edition_at,
    judged_case,
    put,
)
from lceval_docs.problems import Problem, Refused

if TYPE_CHECKING:
    from lceval_docs.judging import Judged
    from lceval_docs.model.standard import Standard

__all__ = ["commands"]  # with those of this module

_ = terminal.translate  # settled by `terminal.prepare` before this module is read


@command("edition", _("Write the Word edition of the text, in the form of a stage."))
@click.option(
    "--stage",
    type=click.Choice(["draft", "comment", "approved", "published"]),
    help=_("The stage (the standard's own unless said)."),
)
@click.option("--line-numbers", is_flag=True, help=_("Number the lines, for comments."))
@click.option("--out", type=FILE, help=_("File to write (named after the stage unless said)."))
@CHECK
def edition(root: Path, stage: str | None, line_numbers: bool, out: Path | None, check: bool) -> None:
    from lceval_docs.build import plan_edition

    ((name, content),) = plan_edition(edition_at(root), stage or "", line_numbers).items()
    target = out or Path(name)
    put({target.name: content}, target.parent, check)


@command("form", _("Write one blank form, or list all documents of the process."))
@click.argument("id", required=False)
@click.option("--list", "all_of_them", is_flag=True, help=_("List the documents, by stage and who fills them in."))
@click.option("--out", type=FILE, help=_("File to write (the form's title unless said)."))
@CHECK
def form(root: Path, id: str | None, all_of_them: bool, out: Path | None, check: bool) -> None:
    from lceval_docs.build import plan_form

    if not id and not all_of_them:
        raise click.UsageError(_("Name a form, or use --list."))
    standard = edition_at(root)
    if all_of_them or not id:
        _list(standard)
        return
    ((name, content),) = plan_form(standard, root, id).items()
    target = out or Path(name)
    put({target.name: content}, target.parent, check)


def _list(standard: Standard) -> None:
    """Stage by stage: id, name, who fills it in, kind."""
    from lceval_docs.views.listing import view_forms_by_stage

    for stage, forms in view_forms_by_stage(standard):
        terminal.show_text(stage)
        for one in forms:
            terminal.show_text(f"  {one.id}　{one.name}　{one.audience}　{one.kind}")


@command("report", _("Write the Word evaluation report of each case, or other documents of the process."))
@click.argument("cases", nargs=-1, required=True, type=ANY)
@click.option("--out", type=FOLDER, required=True, help=_("Folder to write into."))
@click.option("--template", type=FILE, help=_("Another Word template."))
@click.option(
    "--document", metavar="ID", help=_("A form, a stage, or all: filled as far as the case goes (see: form --list).")
)
@CHECK
def report(
    root: Path, cases: tuple[Path, ...], out: Path, template: Path | None, document: str | None, check: bool
) -> None:
    from lceval_docs.build import plan_documents, plan_reports
    from lceval_docs.judging import report_template

    standard = edition_at(root)
    judged = _all_judged(standard, cases)
    shell = report_template(root, template)
    if document:
        put(plan_documents(standard, root, judged, shell, document), out, check)
    else:
        put(plan_reports(standard, judged, shell), out, check)


def _all_judged(standard: Standard, cases: tuple[Path, ...]) -> list[Judged]:
    """Every case, or the problems of all of them."""
    problems: list[Problem] = []
    judged = []
    for folder in case_folders(cases):
        try:
            judged.append(judged_case(standard, folder))
        except Refused as refused:
            problems += refused.problems
    if problems:
        raise Refused(problems)
    return judged
