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
    kept_copies,
    put,
)
from lceval_docs.problems import Mark, Refused

if TYPE_CHECKING:
    from lceval_docs.model.standard import Standard

_MOST_YEARS = 12
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
    from lceval_docs.disk import named

    ((name, content),) = plan_edition(edition_at(root), stage or "", line_numbers).items()
    target = named(out, name)
    put({target.name: content}, target.parent, check)


@command("form", _("Write one blank form, or list all documents of the process."))
@click.argument("id", required=False)
@click.option("--list", "all_of_them", is_flag=True, help=_("List the documents, by stage and who fills them in."))
@click.option("--years", metavar="YYYY-YYYY", help=_("Year columns of a longer period, such as 2019-2023."))
@click.option("--out", type=FILE, help=_("File to write (the form's title unless said)."))
@click.option("--force", is_flag=True, help=_("Write over a file that stands there."))
@CHECK
def form(
    root: Path, id: str | None, all_of_them: bool, years: str | None, out: Path | None, force: bool, check: bool
) -> None:
    from lceval_docs.build import plan_form
    from lceval_docs.disk import named, stop_if_there

    if not id and not all_of_them:
        raise click.UsageError(_("Name a form, or use --list."))
    standard = edition_at(root)
    if all_of_them or not id:
        _list(standard)
        return
    ((name, content),) = plan_form(standard, root, id, _span(years)).items()
    target = named(out, name)
    if not (force or check):
        stop_if_there(target, content)
    put({target.name: content}, target.parent, check)


def _span(years: str | None) -> tuple[str, ...]:
    """The years from the first to the last."""
    from lceval_docs.build import NO_YEARS

    if not years:
        return ()
    first, _dash, last = years.partition("-")
    if not (first.isdecimal() and last.isdecimal() and 0 <= int(last) - int(first) < _MOST_YEARS and len(first) == 4):
        raise Refused([NO_YEARS.at(Mark("--years"), found=years, expected=_MOST_YEARS)])
    return tuple(map(str, range(int(first), int(last) + 1)))


def _list(standard: Standard) -> None:
    """Stage by stage: id, name, who fills it in, kind."""
    from lceval_docs.views.listing import view_forms_by_stage

    for stage, forms in view_forms_by_stage(standard):
        terminal.show_text(stage)
        for one in forms:
            terminal.show_text(f"  {one.id}　{one.name}　{one.audience}　{one.kind}")


@commands.command("textconv", help=_("The text of a Word file as plain lines, for git diff and for reading."))
@click.argument("file", type=FILE)
@click.option("--lang", type=click.Choice(["zh", "en"]), default="zh", help=_("Language of messages."))
def textconv(file: Path, lang: str) -> None:
    from lceval_docs.sources.legible import load_legible
    from lceval_docs.views.legible import UNREADABLE, view_legible

    parts, problems = load_legible(file)
    for line in view_legible(parts):
        terminal.show_text(line)
    for problem in problems:  # git would show no difference at all after an exit code other than 0
        terminal.show_text(UNREADABLE.format(why=problem.worded(terminal.translate)))


@command("report", _("Write the Word evaluation report of each case, or other documents of the process."))
@click.argument("cases", nargs=-1, required=True, type=ANY)
@click.option("--out", type=FOLDER, required=True, help=_("Folder to write into."))
@click.option("--template", "named", metavar="NAME|FILE", help=_("Another template: summary, or a Word file."))
@click.option(
    "--document", metavar="ID", help=_("A form, a stage, or all: filled as far as the case goes (see: form --list).")
)
@click.option(
    "--jobs", type=click.IntRange(0), default=0, help=_("Processes for several cases (by itself unless said).")
)
@click.option("--scheduler", metavar="ADDRESS", default="", help=_("A scheduler of dask.distributed: tcp://host:port."))
@click.option(
    "--time-limit",
    "seconds",
    type=click.FloatRange(0.1),
    default=60,
    show_default=True,
    help=_("Seconds that one of several cases may take."),
)
@click.option(
    "--memory-limit",
    "megabytes",
    type=click.IntRange(128),
    default=1024,
    show_default=True,
    help=_("Megabytes of memory that a process may take for several cases."),
)
@click.option("--pdf", is_flag=True, help=_("Make a PDF of each Word file too, by LibreOffice."))
@click.option("--office", type=FILE, help=_("The program soffice, where it is not found by itself."))
@CHECK
def report(
    root: Path,
    cases: tuple[Path, ...],
    out: Path,
    named: str | None,
    document: str | None,
    jobs: int,
    scheduler: str,
    seconds: float,
    megabytes: int,
    pdf: bool,
    office: Path | None,
    check: bool,
) -> None:
    if named and document:
        raise click.UsageError(_("--template is for the report alone; leave --document out."))
    from lceval_docs.batch.journal import NAME
    from lceval_docs.cli.batch import begin_early, found_office, put_pdf, run_batch

    folders, target = case_folders(cases), out.resolve()
    if len(folders) > 1 and target.is_dir():
        folders = [folder for folder in folders if folder.resolve() != target]
    begin_early(out, len(folders), jobs, scheduler)
    from lceval_docs.template import form_template, named_template, report_template

    template = named_template(root, named) if named else None
    standard = edition_at(root)
    with kept_copies() as copies:
        filler = report_template(root, template, copies)
        shell = form_template(root, copies) if document else None
    if len(folders) > 1 or (out / NAME).is_file():  # one more of a batch
        from lceval_docs.batch.order import Order
        from lceval_docs.batch.worker import digest_for

        digest = digest_for(root, template)
        order = Order(
            root,
            target,
            digest,
            template and template.resolve(),
            document or "",
            check,
            seconds,
            megabytes,
            copies.folder,
        )
        run_batch(standard, order, folders, jobs, scheduler, lambda: found_office(office) if pdf else None)
        return
    from lceval_docs.build import plan_documents, plan_report
    from lceval_docs.disk import outdated
    from lceval_docs.problems import in_order

    one = judged_case(standard, folders[0])
    if document and shell:
        plan = plan_documents(standard, shell, [one], filler, document)
    else:
        plan = plan_report(standard, one, filler)
    written = put(plan, out, check)
    if pdf and not check:
        put_pdf(written, found_office(office))
    if old := in_order(outdated(written)):
        terminal.show_problems(old)
