"""The commands. Each imports what it needs when it runs, so that help is instant."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from lceval_docs import __version__
from lceval_docs.cli import terminal
from lceval_docs.cli.terminal import say, tell
from lceval_docs.problems import Problem, Refused

if TYPE_CHECKING:
    from lceval_docs.build import Plan
    from lceval_docs.examining import Examined
    from lceval_docs.judging import Judged
    from lceval_docs.model.standard import Standard
    from lceval_docs.sources.kept import Copies

_ = terminal.translate  # settled by `terminal.prepare` before this module is read
FOLDER = click.Path(file_okay=False, path_type=Path)
FILE = click.Path(dir_okay=False, path_type=Path)
ANY = click.Path(path_type=Path)


@click.group(help=_("Evaluate factories by a standard, and make its documents: site, forms, reports."))
@click.version_option(__version__, prog_name="lceval")
def commands() -> None:
    """Evaluate factories by a standard."""


def command(
    name: str, help: str, group: click.Group = commands, writes: bool = True
) -> Callable[[Callable[..., None]], click.Command]:
    """A command with the options that all share; problems become text and exit code 1.

    `writes`: it makes files, so that it is worth saying that none was written.
    """

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
                if writes:
                    tell("Nothing was written.")
                terminal.stop(1)

        wrapped = click.option(
            "--root", type=FOLDER, help=_("Folder that holds standard/ (found by itself unless said).")
        )(run)
        wrapped = click.option(
            "--lang", type=click.Choice(["zh", "en"]), default="zh", help=_("Language of messages.")
        )(wrapped)
        return group.command(name, help=help)(wrapped)

    return decorate


@contextmanager
def kept_copies() -> Iterator[Copies]:
    """What was made before and is kept; what is made meanwhile is kept too."""
    from lceval_docs.sources.kept import Copies

    copies = Copies(terminal.cache_folder())
    yield copies
    if copies.new:
        from lceval_docs.disk import keep

        keep(copies)


def edition_at(root: Path) -> Any:
    """The edition below a root, and a line that says which it is."""
    from lceval_docs.judging import kept_standard

    with kept_copies() as copies:
        standard = kept_standard(root, copies)
    tell("Edition {edition}: {root}", edition=standard.identity.edition, root=root)
    return standard


def put(plan: Plan, folder: Path, check: bool) -> tuple[Path, ...]:
    """Write a plan, or compare it with what is there. What was written."""
    from lceval_docs.disk import compare, set_aside, write

    if check:
        stale = compare(plan, folder)
        if stale:
            terminal.show_problems(stale)
            terminal.stop(1)
        say("{count} files are up to date.", count=len(plan))
        return ()
    changed = set_aside(plan, folder)
    if changed:
        terminal.show_problems(changed)
    written = write(plan, folder)
    for path in written:
        say("written: {path}", path=path)
    return written


def case_folders(paths: tuple[Path, ...]) -> list[Path]:
    """Case folders, whether the folder or a file of it was named."""
    return [path.parent if path.name in ("factory.yaml", "review.yaml") else path for path in paths]


def judged_case(standard: Standard, folder: Path) -> Judged:
    """A case, judged; its warnings are told."""
    from lceval_docs.judging import judge

    one = judge(standard, folder, folder.as_posix())
    if one.warnings:
        terminal.show_problems(one.warnings)
    return one


CHECK = click.option("--check", is_flag=True, help=_("Compare only; write nothing."))
SHOWN = click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "github", "sarif"]),
    default="text",
    show_default=True,
    help=_("How problems are shown."),
)


@command("demo", _("Run the main job on the invented examples; say what was written and where."))
@click.option("--out", type=FOLDER, default=Path("build/demo"), show_default=True, help=_("Folder to write into."))
def demo(root: Path, out: Path) -> None:
    from lceval_docs.build import plan_form, plan_reports
    from lceval_docs.judging import example_folders
    from lceval_docs.template import report_template
    from lceval_docs.views.summary import view_summary

    standard = edition_at(root)
    judged = [judged_case(standard, folder) for folder in example_folders(root)]
    for one in judged:
        for label, text in view_summary(standard, one.case, one.evaluation):
            terminal.show_text(f"{label}：{text}" if label else text)
        terminal.show_text("")
    with kept_copies() as copies:
        template = report_template(root, copies=copies)
    plan = dict(plan_reports(standard, judged, template))
    for form in standard.forms:
        if form.stage == standard.stages[0].id:  # what an applicant fills in
            plan.update(plan_form(standard, root, form.id))
    put(plan, out, check=False)


@command(
    "check",
    _(
        "Check everything an editor can get wrong: standard, examples, templates; "
        "cases, report templates and finished Word editions, if named."
    ),
)
@SHOWN
@click.option("--info", is_flag=True, help=_("Show remarks too, which no rule demands."))
@click.argument("cases", nargs=-1, type=ANY)
def check(root: Path, form: str, info: bool, cases: tuple[Path, ...]) -> None:
    from lceval_docs.cli.format import SHOW
    from lceval_docs.examining import examined

    with kept_copies() as copies:
        found = examined(root, copies)
    problems = list(found.problems)
    is_sound = all(p.fault.is_warning for p in problems)
    told = {path: _told(found.standard, path) for path in case_folders(cases)} if found.standard and is_sound else {}
    shown = [p for p in problems if info or form != "text" or p.fault.severity != "info"]
    named = [p for some in told.values() for p in some]
    problems += named
    SHOW[form]([*shown, *named])
    if any(not p.fault.is_warning for p in problems):
        terminal.stop(1)
    if form == "text":
        _summary(found, root, told)


def _told(standard: Any, path: Path) -> tuple[Problem, ...]:
    """What there is to say of a case or of a Word file."""
    from lceval_docs.examining import examined_file
    from lceval_docs.judging import judge

    if path.suffix.lower() == ".docx":
        return examined_file(standard, path)
    try:
        return judge(standard, path, path.as_posix()).warnings
    except Refused as refused:
        return refused.problems


def _summary(found: Examined, root: Path, told: dict[Path, tuple[Problem, ...]]) -> None:
    """After a check without a problem: what was checked, what is silenced, how much is only proposed."""
    from lceval_docs.checks.standard import not_adopted, standing

    assert found.standard is not None
    tell("Edition {edition}: {root}", edition=found.standard.identity.edition, root=root)
    for path, some in told.items():
        count = sum(p.fault.severity == "warning" for p in some)
        say("{path}: {count} warnings." if count else "{path}: no problems.", path=path, count=count)
    for problem, silence in found.silenced if not told else ():
        say("{place}: {rule} silenced: {reason}", place=problem.mark, rule=problem.code, reason=silence.reason)
    for file, open_ones in not_adopted(found.standard).items() if not told else ():
        say("{file}: {proposal} proposals, {draft} drafts", file=file, **open_ones)
    say(
        "No problems. Not adopted: {proposal} proposals, {draft} drafts; adopted: {adopted}.",
        **standing(found.standard),
    )


@command("review", _("What has been read and confirmed, what has changed since, what is new."))
@click.option("--confirm", multiple=True, metavar="ID", help=_("Confirm a clause or an indicator as it stands."))
@click.option("--all", "everything", is_flag=True, help=_("Confirm everything as it stands."))
@click.option("--on", metavar="DATE", help=_("The day of the confirmation (the standard's date unless said)."))
@click.option("--by", default="", help=_("Who confirms."))
def review(root: Path, confirm: tuple[str, ...], everything: bool, on: str | None, by: str) -> None:
    from lceval_docs.authoring.confirmation import plan_review
    from lceval_docs.checks.review import reviewed

    standard = edition_at(root)
    if confirm or everything:
        put(plan_review(standard, confirm, everything, on, by), root / "standard", check=False)
        return
    for one in reviewed(standard):
        say("{state}　{id}　{title}（{place}）", state=_(one.state), id=one.id, title=one.title, place=one.mark)


@command("build", _("Make every published artefact: pages, forms, schemas."))
@click.option("--out", type=FOLDER, default=Path("build"), show_default=True, help=_("Folder to write into."))
@CHECK
def build(root: Path, out: Path, check: bool) -> None:
    from lceval_docs.build import plan_build, plan_names
    from lceval_docs.disk import compare

    put(plan_build(root), out, check)
    names = plan_names(root)
    if compare(names, root):  # the table in the sources is only written where it is not up to date
        put(names, root, check)


@commands.group("new", help=_("Begin something from a complete skeleton."))
def new() -> None:
    """Begin something from a complete skeleton."""


@command("indicator", _("Add an indicator to its topic, retired until it is filled in."), new)
@click.argument("id")
@click.option("--name", default="", help=_("Its name."))
def new_indicator(root: Path, id: str, name: str) -> None:
    from lceval_docs.authoring.beginning import plan_indicator

    put(plan_indicator(edition_at(root), root, id, name), root, check=False)


@commands.group("site", help=_("The published site."))
def site() -> None:
    """The published site."""


@command("emit", _("Write the generated pages as plain Markdown, for any site builder."), site)
@click.argument("folder", type=FOLDER)
@CHECK
def emit(root: Path, folder: Path, check: bool) -> None:
    from lceval_docs.build import plan_site
    from lceval_docs.judging import judged_examples

    standard = edition_at(root)
    pages, _sources, downloads = plan_site(standard, root, judged_examples(standard, root))
    put({**{path: text.encode() for path, text in pages.items()}, **downloads}, folder, check)


@command("pack", _("One ZIP of a built site that works from disk, search and all."), site)
@click.argument("folder", type=FOLDER)
@click.option("--out", type=FILE, required=True, help=_("File to write."))
def pack(root: Path, folder: Path, out: Path) -> None:
    from lceval_docs.sources.site import read_site
    from lceval_docs.writers.archive import render_archive

    put({out.name: render_archive(read_site(folder))}, out.parent, check=False)


@command("evaluate", _("Inventory, scores, grade and missing data of a case."), writes=False)
@click.argument("case", type=ANY)
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

    standard = edition_at(root)
    one = judged_case(standard, case_folders((case,))[0])
    if form == "json":
        terminal.show_json(view_data(standard, one.case, one.evaluation))
        return
    for label, text in view_summary(standard, one.case, one.evaluation):
        terminal.show_text(f"{label}：{text}" if label else text)
