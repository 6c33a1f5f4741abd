"""The commands. Each imports what it needs when it runs, so that help is instant."""

from __future__ import annotations

import functools
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from lceval_docs import __version__
from lceval_docs.cli import terminal
from lceval_docs.cli.terminal import say, tell
from lceval_docs.problems import Problem, Refused

if TYPE_CHECKING:
    from lceval_docs.build import Judged, Plan
    from lceval_docs.model.standard import Standard

_ = terminal.translate  # settled by `terminal.prepare` before this module is read
_FOLDER = click.Path(file_okay=False, path_type=Path)
_FILE = click.Path(dir_okay=False, path_type=Path)
_ANY = click.Path(path_type=Path)


@click.group(help=_("Evaluate factories by a standard, and make its documents: site, forms, reports."))
@click.version_option(__version__, prog_name="lceval")
def commands() -> None:
    """Evaluate factories by a standard."""


def _command(name: str, help: str, group: click.Group = commands) -> Callable[[Callable[..., None]], click.Command]:
    """A command with the options that all share; problems become text and exit code 1."""

    def decorate(function: Callable[..., None]) -> click.Command:
        @functools.wraps(function)
        def run(root: Path | None, lang: str, **options: Any) -> None:
            from lceval_docs.sources.root import check_root, find_root

            try:
                chosen = root.resolve() if root else find_root(Path.cwd())
                check_root(chosen)
                function(root=chosen, **options)
            except Refused as refused:
                terminal.show_problems(refused.problems)
                tell("Nothing was written.")
                terminal.stop(1)

        wrapped = click.option(
            "--root", type=_FOLDER, help=_("Folder that holds standard/ (found by itself unless said).")
        )(run)
        wrapped = click.option(
            "--lang", type=click.Choice(["zh", "en"]), default="zh", help=_("Language of messages.")
        )(wrapped)
        return group.command(name, help=help)(wrapped)

    return decorate


def _edition(root: Path) -> Any:
    """The edition below a root, and a line that says which it is."""
    from lceval_docs.build import checked_standard

    standard = checked_standard(root)
    tell("Edition {edition}: {root}", edition=standard.identity.edition, root=root)
    return standard


def _put(plan: Plan, folder: Path, check: bool) -> None:
    """Write a plan, or compare it with what is there."""
    from lceval_docs.build import compare, write

    if check:
        stale = compare(plan, folder)
        if stale:
            terminal.show_problems(stale)
            terminal.stop(1)
        say("{count} files are up to date.", count=len(plan))
        return
    for path in write(plan, folder):
        say("written: {path}", path=path)


def _cases(paths: tuple[Path, ...]) -> list[Path]:
    """Case folders, whether the folder or its factory.yaml was named."""
    return [path.parent if path.name == "factory.yaml" else path for path in paths]


def _judge(standard: Standard, folder: Path) -> Judged:
    """A case, judged; its warnings are told."""
    from lceval_docs.build import judge

    one = judge(standard, folder, folder.as_posix())
    if one.warnings:
        terminal.show_problems(one.warnings)
    return one


_CHECK = click.option("--check", is_flag=True, help=_("Compare only; write nothing."))


@_command("demo", _("Run the main job on the invented examples; say what was written and where."))
@click.option("--out", type=_FOLDER, default=Path("build/demo"), show_default=True, help=_("Folder to write into."))
def demo(root: Path, out: Path) -> None:
    from lceval_docs.build import example_folders, plan_form, plan_reports, report_template
    from lceval_docs.views.summary import view_summary

    standard = _edition(root)
    judged = [_judge(standard, folder) for folder in example_folders(root)]
    for one in judged:
        for label, text in view_summary(standard, one.case, one.evaluation):
            terminal.show_text(f"{label}：{text}" if label else text)
        terminal.show_text("")
    plan = dict(plan_reports(standard, judged, report_template(root)))
    for form in standard.forms:
        plan.update(plan_form(standard, root, form.id))
    _put(plan, out, check=False)


@_command(
    "check",
    _(
        "Check everything an editor can get wrong: standard, examples, templates; cases and finished Word editions, if named."
    ),
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "github"]),
    default="text",
    show_default=True,
    help=_("How problems are shown."),
)
@click.argument("cases", nargs=-1, type=_ANY)
def check(root: Path, form: str, cases: tuple[Path, ...]) -> None:
    from lceval_docs.build import examined, examined_file, judge
    from lceval_docs.checks.standard import not_adopted, standing

    standard, found = examined(root)
    problems = list(found)
    is_sound = all(p.fault.is_warning for p in found)
    warnings: dict[Path, int] = {}
    for folder in _cases(cases):
        if standard is None or not is_sound:
            continue
        if folder.suffix.lower() == ".docx":
            told = examined_file(standard, folder)
        else:
            try:
                told = judge(standard, folder, folder.as_posix()).warnings
            except Refused as refused:
                told = refused.problems
        problems += told
        warnings[folder] = len(told)
    _SHOW[form](problems)
    if any(not p.fault.is_warning for p in problems):
        terminal.stop(1)
    if standard is not None and form == "text":
        counts = standing(standard)
        tell("Edition {edition}: {root}", edition=standard.identity.edition, root=root)
        for folder, count in warnings.items():
            say("{path}: {count} warnings." if count else "{path}: no problems.", path=folder, count=count)
        for file, open_ones in not_adopted(standard).items():
            say("{file}: {proposal} proposals, {draft} drafts", file=file, **open_ones)
        say("No problems. Not adopted: {proposal} proposals, {draft} drafts; adopted: {adopted}.", **counts)


def _show_text(problems: list[Problem]) -> None:
    if problems:
        terminal.show_problems(problems)


def _show_json(problems: list[Problem]) -> None:
    terminal.show_json(
        [
            {
                "code": p.code,
                "file": p.mark.file,
                "line": p.mark.line,
                "column": p.mark.column,
                "severity": "warning" if p.fault.is_warning else "error",
                "message": p.worded(terminal.translate),
            }
            for p in problems
        ]
    )


def _show_github(problems: list[Problem]) -> None:
    """Annotations on a pull request; percent, line ends and commas are escaped as that format asks."""
    for p in problems:
        message = p.worded(terminal.translate).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
        kind = "warning" if p.fault.is_warning else "error"
        terminal.show_text(
            f"::{kind} file={p.mark.file},line={p.mark.line},col={p.mark.column},title={p.code}::{message}"
        )


_SHOW = {"text": _show_text, "json": _show_json, "github": _show_github}


@_command("build", _("Make every published artefact: pages, forms, schemas."))
@click.option("--out", type=_FOLDER, default=Path("build"), show_default=True, help=_("Folder to write into."))
@_CHECK
def build(root: Path, out: Path, check: bool) -> None:
    from lceval_docs.build import plan_build

    _put(plan_build(root), out, check)


@_command("edition", _("Write the Word edition of the text, in the form of a stage."))
@click.option(
    "--stage",
    type=click.Choice(["draft", "comment", "approved", "published"]),
    help=_("The stage (the standard's own unless said)."),
)
@click.option("--line-numbers", is_flag=True, help=_("Number the lines, for comments."))
@click.option("--out", type=_FILE, help=_("File to write (named after the stage unless said)."))
@_CHECK
def edition(root: Path, stage: str | None, line_numbers: bool, out: Path | None, check: bool) -> None:
    from lceval_docs.build import plan_edition

    ((name, content),) = plan_edition(_edition(root), stage or "", line_numbers).items()
    target = out or Path(name)
    _put({target.name: content}, target.parent, check)


@commands.group("site", help=_("The published site."))
def site() -> None:
    """The published site."""


@_command("emit", _("Write the generated pages as plain Markdown, for any site builder."), site)
@click.argument("folder", type=_FOLDER)
@_CHECK
def emit(root: Path, folder: Path, check: bool) -> None:
    from lceval_docs.build import judged_examples, plan_site

    standard = _edition(root)
    pages, _sources, downloads = plan_site(standard, root, judged_examples(standard, root))
    _put({**{path: text.encode() for path, text in pages.items()}, **downloads}, folder, check)


@_command("form", _("Write one blank form."))
@click.argument("id")
@click.option("--out", type=_FILE, help=_("File to write (the form's title unless said)."))
@_CHECK
def form(root: Path, id: str, out: Path | None, check: bool) -> None:
    from lceval_docs.build import plan_form

    ((name, content),) = plan_form(_edition(root), root, id).items()
    target = out or Path(name)
    _put({target.name: content}, target.parent, check)


@_command("evaluate", _("Inventory, scores, grade and missing data of a case."))
@click.argument("case", type=_ANY)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help=_("Text for people, JSON for programs."),
)
def evaluate(root: Path, case: Path, form: str) -> None:
    from lceval_docs.views.summary import view_data, view_summary

    standard = _edition(root)
    one = _judge(standard, _cases((case,))[0])
    if form == "json":
        terminal.show_json(view_data(standard, one.case, one.evaluation))
        return
    for label, text in view_summary(standard, one.case, one.evaluation):
        terminal.show_text(f"{label}：{text}" if label else text)


@_command("report", _("Write the Word evaluation report of each case."))
@click.argument("cases", nargs=-1, required=True, type=_ANY)
@click.option("--out", type=_FOLDER, required=True, help=_("Folder to write into."))
@click.option("--template", type=_FILE, help=_("Another Word template."))
@_CHECK
def report(root: Path, cases: tuple[Path, ...], out: Path, template: Path | None, check: bool) -> None:
    from lceval_docs.build import plan_reports, report_template

    standard = _edition(root)
    problems: list[Problem] = []
    judged = []
    for folder in _cases(cases):
        try:
            judged.append(_judge(standard, folder))
        except Refused as refused:
            problems += refused.problems
    if problems:
        raise Refused(problems)
    _put(plan_reports(standard, judged, report_template(root, template)), out, check)


@_command("explain", _("Where a figure of a case comes from, down to the line and the evidence."))
@click.argument("case", type=_ANY)
@click.argument("id")
def explain(root: Path, case: Path, id: str) -> None:
    from lceval_docs.build import judge
    from lceval_docs.checks.formula import nearest
    from lceval_docs.views.explain import explainable, view_explanation

    standard = _edition(root)
    one = judge(standard, _cases((case,))[0], case.as_posix())
    steps = view_explanation(standard, one.case, one.evaluation, id)
    if steps is None:
        near = nearest(id, explainable(standard, one.evaluation))
        tell('Nothing is called "{id}" here.', id=id)
        if near:
            tell("Is it {expected}?", expected=near)
        terminal.stop(2)
    for step in steps:
        terminal.show_text(f"{'  ' * step.depth}{step.what}：{step.says}")
