"""The commands that begin something of one's own, and fill it: new case, new review, new template, import."""

from __future__ import annotations

from pathlib import Path

import click

from lceval_docs.cli import terminal
from lceval_docs.cli.command import FILE, FOLDER, command, edition_at, new, put
from lceval_docs.cli.terminal import say
from lceval_docs.problems import Mark, Refused

_ = terminal.translate


@command("case", _("Begin a case: a skeleton, or last year's with what is stale marked."), new)
@click.argument("folder", type=FOLDER)
@click.option("--from", "old", type=FOLDER, help=_("The folder of last year's case."))
def new_case(root: Path, folder: Path, old: Path | None) -> None:
    from lceval_docs.authoring.beginning import CASE_THERE, plan_case
    from lceval_docs.sources.case import FACTORY

    plan, stale = plan_case(edition_at(root), old, (folder / FACTORY).as_posix())
    if any((folder / name).exists() for name in plan):
        raise Refused([CASE_THERE.at(Mark(folder.as_posix()))])
    put(plan, folder, check=False)
    if stale:
        terminal.show_problems(stale)
        say("{count} places are marked; evidence/ was not copied: put in what still holds.", count=len(stale))


@command("review", _("Begin the evaluators' part of a case: review.yaml with all that is to be answered."), new)
@click.argument("folder", type=FOLDER)
def new_review(root: Path, folder: Path) -> None:
    from lceval_docs.authoring.beginning import REVIEW_THERE, plan_review

    plan = plan_review(edition_at(root))
    if any((folder / name).exists() for name in plan):
        raise Refused([REVIEW_THERE.at(Mark((folder / next(iter(plan))).as_posix()))])
    put(plan, folder, check=False)


@command("template", _("Begin a Word template of your own from one of the edition."), new)
@click.argument("name")
@click.option("--out", type=FILE, help=_("File to write (the template's own name unless said)."))
def new_template(root: Path, name: str, out: Path | None) -> None:
    from lceval_docs.authoring.beginning import plan_template
    from lceval_docs.disk import named
    from lceval_docs.template import FORM_TEMPLATE

    target = named(out, f"{name}.docx")
    put(plan_template(root, name, target), target.parent, check=False)
    say("Change it in Word or WPS. What may stand in it: report_templates/README.md")
    say("Then look for mistakes: lceval check {path}", path=target)
    if f"{name}.docx" != FORM_TEMPLATE:
        say("And make reports with it: lceval report CASE --template {path} --out FOLDER", path=target)


@command(
    "import",
    _("Put filled Word forms and workbooks into a factory file, or join evaluators' parts into one review."),
)
@click.argument("files", nargs=-1, required=True, type=FILE)
@click.option("--out", type=FILE, required=True, help=_("factory.yaml or review.yaml; what stands there stays."))
@click.option("--replace", "mode", flag_value="replace", help=_("Where values differ, take the imported ones."))
@click.option("--keep", "mode", flag_value="keep", help=_("Where values differ, keep those of the file."))
def import_(root: Path, files: tuple[Path, ...], out: Path, mode: str | None) -> None:
    from lceval_docs.authoring.importing import import_files

    done = import_files(edition_at(root), files, out, mode or "ask")  # type: ignore[arg-type]
    if done.warnings:
        terminal.show_problems(done.warnings)
    put(done.plan, out.parent, check=False)
    for change in done.changed:
        said = "{path}: {before} replaced by {after}" if mode == "replace" else "{path}: {before} kept, not {after}"
        say(said, path=".".join(change.path), before=change.before, after=change.after)
    say("{added} new values, {changed} that differ.", added=len(done.added), changed=len(done.changed))
