"""Load, judge, view, write: a plan {path: bytes}; then put it down in one go, or compare it.

Everything here either gives a whole result or raises `Refused` with every problem. Only `write` touches the disk.
Writers are imported by the plans that need them: a check of the standard needs none.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from lceval_docs.checks import case as case_checks
from lceval_docs.checks import example, factor, form, formula, grading, indicator, parameter, source, stage, text
from lceval_docs.checks import template as template_checks
from lceval_docs.checks import typesetting as typesetting_checks
from lceval_docs.checks.case import check_case
from lceval_docs.checks.example import check_expected
from lceval_docs.checks.stage import check_stage
from lceval_docs.checks.standard import check_standard
from lceval_docs.checks.template import check_template
from lceval_docs.checks.typesetting import check_produced
from lceval_docs.engine import figures
from lceval_docs.engine.evaluation import evaluate
from lceval_docs.model.case import Case
from lceval_docs.model.evaluation import Evaluation
from lceval_docs.model.prose import Equation
from lceval_docs.model.standard import Standard
from lceval_docs.problems import Fault, Mark, Problem, Refused, catalogue, in_order, stop_on
from lceval_docs.sources import document, picture, record
from lceval_docs.sources import root as root_source
from lceval_docs.sources import standard as standard_source
from lceval_docs.sources.case import load_case, load_expected
from lceval_docs.sources.document import read_bytes
from lceval_docs.sources.produced import read_produced
from lceval_docs.sources.prose import chapter, inline
from lceval_docs.sources.standard import load_standard
from lceval_docs.sources.template import language, marking, package
from lceval_docs.sources.template.program import Template
from lceval_docs.sources.template.reading import read_template
from lceval_docs.views.chart import Chart
from lceval_docs.views.edition.explanation import view_explanation_text
from lceval_docs.views.edition.part import offers
from lceval_docs.views.edition.whole import view_edition
from lceval_docs.views.name import FORM_ENDING, REPORT_ENDING, file_name
from lceval_docs.views.report import ReportView, view_report
from lceval_docs.views.site.standard import EDITION_PATH, EXPLANATION_PATH

NO_FORM = Fault("E0701", 'there is no form "{found}".', "Forms: {expected}.")
NOT_A_FOLDER = Fault("E0702", "this is not a folder.", "Name a folder to write into.")
NOT_WRITABLE = Fault("E0703", "it cannot be written: {found}.", "Close the file in Word, or choose another folder.")
STALE = Fault("E0704", "the file differs from what would be written.", "Run the same command without --check.")
SAME_NAME = Fault("E0705", "two cases give the same file name.", "Give each factory a name of its own.")

Plan = Mapping[str, bytes]
T = TypeVar("T")

TEMPLATES = "report_templates"
REPORT_TEMPLATE, FORM_TEMPLATE = "evaluation_report.docx", "form.docx"
EXAMPLES = "standard/examples"
EDITION_NAMES = {"draft": "标准文本", "comment": "征求意见稿", "approved": "报批稿", "published": "标准"}
EXPLANATION_NAME = "编制说明"
DRAWN = {"run": Equation, "chart": Chart}

# The modules that declare faults.
FAULTY = (
    document,
    record,
    inline,
    chapter,
    picture,
    root_source,
    standard_source,
    language,
    marking,
    package,
    figures,
    formula,
    parameter,
    example,
    indicator,
    factor,
    grading,
    text,
    form,
    stage,
    source,
    case_checks,
    template_checks,
    typesetting_checks,
    sys.modules[__name__],
)


@dataclass(frozen=True)
class Judged:
    """A case with what it gives, and what should be looked at in it all the same."""

    case: Case
    evaluation: Evaluation
    warnings: tuple[Problem, ...] = ()


def checked_standard(root: Path) -> Standard:
    """The edition below `root`, whole and without a problem."""
    standard = load_standard(root)
    stop_on(check_standard(standard, offers(standard)))
    return standard


def examined(root: Path) -> tuple[Standard | None, tuple[Problem, ...]]:
    """An edition and every problem of it: its files, its examples, its templates. No standard if it cannot be read."""
    try:
        standard = load_standard(root)
    except Refused as refused:
        return None, refused.problems
    problems = [*check_standard(standard, offers(standard)), *check_stage(standard, standard.identity.stage)]
    if all(p.fault.is_warning for p in problems):
        problems += _of_all(lambda folder: _examined_example(standard, folder), example_folders(root))
        problems += _of_all(lambda name: _examined_template(root, name), (REPORT_TEMPLATE, FORM_TEMPLATE))
    return standard, in_order(problems)


def examined_file(standard: Standard, path: Path) -> tuple[Problem, ...]:
    """Every difference between a finished Word edition and the typesetting of the standard."""
    shown = path.as_posix()
    raw, problems = read_bytes(path, shown)
    found = None
    if not problems:
        found, problems = read_produced(raw, shown)
    return problems if found is None else in_order(check_produced(found, standard.typesetting, shown))


def _examined_example(standard: Standard, folder: Path) -> tuple[Problem, ...]:
    """An example is a case without a problem that gives what it promises. Its warnings."""
    shown = f"{EXAMPLES}/{folder.name}"
    judged, expected = judge(standard, folder, shown), load_expected(folder, shown)
    if expected:
        stop_on(check_expected(judged.evaluation, expected, standard))
    return judged.warnings


def _examined_template(root: Path, name: str) -> tuple[Problem, ...]:
    """A template can be read, and names what there is."""
    _template(root / TEMPLATES / name, f"{TEMPLATES}/{name}", ReportView if name == REPORT_TEMPLATE else None)
    return ()


def _of_all(attempt: Callable[[T], tuple[Problem, ...]], things: Iterable[T]) -> list[Problem]:
    """The warnings of all attempts, and the problems that any is refused for."""
    problems: list[Problem] = []
    for thing in things:
        try:
            problems += attempt(thing)
        except Refused as refused:
            problems += refused.problems
    return problems


def example_folders(root: Path) -> tuple[Path, ...]:
    """The invented example cases of an edition."""
    folder = root / EXAMPLES
    return tuple(sorted(p for p in folder.iterdir() if p.is_dir())) if folder.is_dir() else ()


def judge(standard: Standard, folder: Path, shown: str = "") -> Judged:
    """A case, checked and evaluated."""
    case = load_case(folder, shown)
    warnings = stop_on(check_case(standard, case))
    return Judged(case, evaluate(standard, case), warnings)


def _template(path: Path, shown: str, view: type | None) -> Template:
    raw, problems = read_bytes(path, shown)
    stop_on(problems)
    template, problems = read_template(raw, shown)
    stop_on(problems)
    assert template is not None
    if view is not None:
        stop_on(check_template(template, view, DRAWN))
    return template


def report_template(root: Path, path: Path | None = None) -> Template:
    """The report template in force, or the one at `path`."""
    return _template(
        path or root / TEMPLATES / REPORT_TEMPLATE,
        path.as_posix() if path else f"{TEMPLATES}/{REPORT_TEMPLATE}",
        ReportView,
    )


def plan_report(standard: Standard, judged: Judged, template: Template) -> Plan:
    """The evaluation report of one case."""
    from lceval_docs.writers.word.properties import Properties
    from lceval_docs.writers.word.report import render_report

    view = view_report(standard, judged.case, judged.evaluation)
    review = judged.case.review
    properties = Properties(
        title=f"{view.factory_name}：{standard.identity.title}评价报告",
        creator=view.organisation,
        date=review.report_date if review else standard.identity.date,
    )
    return {file_name(view.factory_name, REPORT_ENDING): render_report(template, view, properties)}


def plan_reports(standard: Standard, judged: list[Judged], template: Template) -> Plan:
    """The reports of several cases, each under a name of its own."""
    plan: dict[str, bytes] = {}
    for one in judged:
        for name, content in plan_report(standard, one, template).items():
            if name in plan:
                raise Refused([SAME_NAME.at(Mark(name))])
            plan[name] = content
    return plan


def plan_form(standard: Standard, root: Path, id: str) -> Plan:
    """One blank form."""
    from lceval_docs.views.form import view_form
    from lceval_docs.writers.word.form import render_form
    from lceval_docs.writers.word.properties import Properties

    form = next((f for f in standard.forms if f.id == id), None)
    if form is None:
        known = ", ".join(f.id for f in standard.forms)
        raise Refused([NO_FORM.at(Mark("standard/forms"), found=id, expected=known)])
    shell = _template(root / TEMPLATES / FORM_TEMPLATE, f"{TEMPLATES}/{FORM_TEMPLATE}", None)
    properties = Properties(form.title, standard.identity.owner, standard.identity.date)
    return {file_name(form.title, FORM_ENDING): render_form(shell, view_form(standard, form), properties)}


def plan_edition(standard: Standard, stage_id: str = "", line_numbers: bool = False) -> Plan:
    """The Word edition of the text, in the form of a stage: the standard's own unless said."""
    from lceval_docs.writers.word.edition.whole import render_edition
    from lceval_docs.writers.word.properties import Properties

    stage_id = stage_id or standard.identity.stage
    stop_on(check_stage(standard, stage_id))
    identity = standard.identity
    view = view_edition(standard, stage_id)
    properties = Properties(identity.title, identity.owner, identity.date)
    name = EDITION_NAMES[stage_id]
    return {f"{name}.docx": render_edition(view, standard.typesetting, properties, line_numbers)}


def plan_explanation(standard: Standard) -> Plan:
    """The drafting explanation, with the questions it leaves open; nothing where the standard has none."""
    if standard.explanation is None:
        return {}
    from lceval_docs.writers.word.edition.whole import render_explanation
    from lceval_docs.writers.word.properties import Properties

    view = view_explanation_text(standard, standard.explanation)
    properties = Properties(view.title, standard.identity.owner, standard.identity.date)
    return {f"{EXPLANATION_NAME}.docx": render_explanation(view, standard.typesetting, properties)}


def plan_site(standard: Standard, root: Path, judged: list[Judged]) -> tuple[dict[str, str], dict[str, str], Plan]:
    """The generated pages of the site as Markdown, where each came from, and its downloads."""
    from lceval_docs.views.site import view_site
    from lceval_docs.writers.pages.markdown import render_page

    pages = view_site(standard, [(j.case, j.evaluation) for j in judged], all_faults(), catalogue("zh"))
    plans = {f"forms/{form.id}.docx": plan_form(standard, root, form.id) for form in standard.forms}
    plans |= {EDITION_PATH: plan_edition(standard), EXPLANATION_PATH: plan_explanation(standard)}
    downloads = {path: next(iter(plan.values())) for path, plan in plans.items() if plan}
    return {p.path: render_page(p) for p in pages}, {p.path: p.source for p in pages}, downloads


def all_faults() -> tuple[Fault, ...]:
    """Every kind of problem that this package can report."""
    return tuple(dict.fromkeys(f for m in FAULTY for f in vars(m).values() if isinstance(f, Fault)))


def judged_examples(standard: Standard, root: Path) -> list[Judged]:
    return [judge(standard, folder, f"{EXAMPLES}/{folder.name}") for folder in example_folders(root)]


def plan_build(root: Path) -> Plan:
    """Every published artefact that is not the HTML site itself."""
    from lceval_docs.writers.schema import render_schemas

    standard = checked_standard(root)
    pages, _, downloads = plan_site(standard, root, judged_examples(standard, root))
    plan: dict[str, bytes] = {f"pages/{path}": text.encode() for path, text in pages.items()}
    plan.update(plan_edition(standard))
    plan.update(plan_explanation(standard))
    plan.update(downloads)
    plan.update({f"schema/{name}": text.encode() for name, text in render_schemas().items()})
    return plan


def write(plan: Plan, folder: Path) -> tuple[Path, ...]:
    """Put a plan down: every file under a temporary name first, then all renamed. Raises `Refused`."""
    if folder.exists() and not folder.is_dir():
        raise Refused([NOT_A_FOLDER.at(Mark(folder.as_posix()))])
    import tempfile

    waiting: list[tuple[str, Path]] = []
    target = folder
    try:
        for name, content in plan.items():
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            handle, temporary = tempfile.mkstemp(prefix=".lceval-", dir=target.parent)
            waiting.append((temporary, target))
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            Path(temporary).chmod(0o644)
        for temporary, target in waiting:
            Path(temporary).replace(target)
    except OSError as error:
        raise Refused([NOT_WRITABLE.at(Mark(target.as_posix()), found=error.strerror)]) from None
    finally:
        for temporary, _ in waiting:
            Path(temporary).unlink(missing_ok=True)
    return tuple(target for _, target in waiting)


def compare(plan: Plan, folder: Path) -> tuple[Problem, ...]:
    """What in a folder differs from a plan."""
    return tuple(
        STALE.at(Mark((folder / name).as_posix()))
        for name, content in plan.items()
        if not (folder / name).is_file() or (folder / name).read_bytes() != content
    )
