"""Load, check, judge: an edition, its cases and templates, whole or with every problem of them.

Everything here either gives a whole result or raises `Refused`; `examined` collects what there is to say instead.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, TypeVar

from lceval_docs.checks.case import check_case
from lceval_docs.checks.example import check_expected
from lceval_docs.checks.review import check_review
from lceval_docs.checks.stage import check_stage
from lceval_docs.checks.standard import check_standard
from lceval_docs.checks.typesetting import check_produced
from lceval_docs.engine.evaluation import evaluate
from lceval_docs.model.case import Case
from lceval_docs.model.evaluation import Evaluation
from lceval_docs.model.prose import Equation
from lceval_docs.model.standard import Standard
from lceval_docs.model.text import Silence
from lceval_docs.problems import Problem, Refused, in_order, stop_on
from lceval_docs.sources.case import load_case, load_expected
from lceval_docs.sources.document import read_bytes
from lceval_docs.sources.kept import Copies, file_digest, folder_digest
from lceval_docs.sources.template.program import Template
from lceval_docs.views.chart import Chart
from lceval_docs.views.edition.part import offers
from lceval_docs.views.form.known import known
from lceval_docs.views.report import ReportView

if TYPE_CHECKING:
    from lceval_docs.writers.word.template.filling import Filler

TEMPLATES = "report_templates"
REPORT_TEMPLATE, FORM_TEMPLATE = "evaluation_report.docx", "form.docx"
EXAMPLES = "standard/examples"
NO_COPIES = Copies()
T = TypeVar("T")


@dataclass(frozen=True)
class Judged:
    """A case with what it gives, and what should be looked at in it all the same."""

    case: Case
    evaluation: Evaluation
    warnings: tuple[Problem, ...] = ()


def checked_standard(root: Path) -> Standard:
    """The edition below `root`, whole and without a problem."""
    from lceval_docs.sources.standard import load_standard  # Markdown and YAML: not where a copy is kept

    standard = load_standard(root)
    stop_on(check_standard(standard, offers(standard), known(standard)))
    return standard


def kept_standard(root: Path, copies: Copies) -> Standard:
    """The edition below `root`, from a copy if there is one."""
    return copies.of(folder_digest(root / "standard"), Standard, lambda: checked_standard(root))


@dataclass(frozen=True)
class Examined:
    """An edition, every problem of it, and the findings that its authors have silenced. None if it cannot be read."""

    standard: Standard | None
    problems: tuple[Problem, ...]
    silenced: tuple[tuple[Problem, Silence], ...] = ()


def examined(root: Path, copies: Copies = NO_COPIES) -> Examined:
    """Everything that an editor can get wrong: files, drafting, examples, templates."""
    from lceval_docs.checks.gbt.lint import check_drafting  # many modules, which nothing else here needs
    from lceval_docs.sources.standard import load_standard

    try:
        standard = load_standard(root)
    except Refused as refused:
        return Examined(None, refused.problems)
    problems = [
        *check_standard(standard, offers(standard), known(standard)),
        *check_stage(standard, standard.identity.stage),
    ]
    is_whole = all(p.fault.is_warning for p in problems)
    findings = check_drafting(standard)
    problems += [*findings.problems, *check_review(standard)]
    if is_whole:
        problems += _of_all(lambda folder: _examined_example(standard, folder), example_folders(root))
        problems += _of_all(lambda check: check(root, copies), (check_report_template, check_form_template))
    return Examined(standard, in_order(problems), findings.silenced)


def examined_file(standard: Standard, path: Path) -> tuple[Problem, ...]:
    """Every difference between a finished Word edition and the typesetting of the standard."""
    shown = path.as_posix()
    from lceval_docs.sources.produced import read_produced  # finished Word files, seldom looked at

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


def check_form_template(root: Path, copies: Copies) -> tuple[Problem, ...]:
    """Nothing, or `Refused`: the template of forms can be read."""
    template_at(root / TEMPLATES / FORM_TEMPLATE, f"{TEMPLATES}/{FORM_TEMPLATE}")
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


def template_at(path: Path, shown: str) -> Template:
    """The template in a file."""
    raw, problems = read_bytes(path, shown)
    stop_on(problems)
    return _template(raw, shown)


def report_template(root: Path, path: Path | None = None, copies: Copies = NO_COPIES) -> Filler:
    """The report template in force, or the one at `path`, held against the report's view and made ready to be filled."""
    from lceval_docs.writers.word.template.filling import Filler

    raw, shown = _report_file(root, path)
    return copies.of(file_digest(raw, shown), Filler, lambda: _ready(raw, shown))


def open_template(path: Path, copies: Copies = NO_COPIES) -> Filler:
    """Any template, made ready to be filled with plain data: mappings, lists, texts, pictures."""
    from lceval_docs.writers.word.template.filling import Filler, make_ready

    raw, problems = read_bytes(path, path.as_posix())
    stop_on(problems)
    digest = file_digest(raw, f"{path.as_posix()} item")
    return copies.of(digest, Filler, lambda: make_ready(_template(raw, path.as_posix()), "item"))


def check_report_template(root: Path, copies: Copies) -> tuple[Problem, ...]:
    """Nothing, or `Refused`: the report template can be read, and names what there is. One that is kept did."""
    raw, shown = _report_file(root)
    if not copies.hold(file_digest(raw, shown)):
        report_template(root, copies=copies)
    return ()


def _report_file(root: Path, path: Path | None = None) -> tuple[bytes, str]:
    """The bytes of the report template, and how problems name it."""
    shown = path.as_posix() if path else f"{TEMPLATES}/{REPORT_TEMPLATE}"
    raw, problems = read_bytes(path or root / TEMPLATES / REPORT_TEMPLATE, shown)
    stop_on(problems)
    return raw, shown


def _ready(raw: bytes, shown: str) -> Filler:
    from lceval_docs.checks.template import check_template  # not where a copy is kept
    from lceval_docs.writers.word.template.filling import make_ready

    template = _template(raw, shown)
    stop_on(check_template(template, ReportView, drawn()))
    return make_ready(template)


def drawn() -> Mapping[str, type]:
    """The types of a view's values that stand in a template as runs, as blocks, as charts."""
    from lceval_docs.views.rich import Paragraphs

    return {"run": Equation, "block": Paragraphs, "chart": Chart}


def _template(raw: bytes, shown: str) -> Template:
    from lceval_docs.sources.template.reading import read_template  # not where a copy is kept

    template, problems = read_template(raw, shown)
    stop_on(problems)
    assert template is not None
    return template


def judged_examples(standard: Standard, root: Path) -> list[Judged]:
    return [judge(standard, folder, f"{EXAMPLES}/{folder.name}") for folder in example_folders(root)]


def faulty() -> tuple[ModuleType, ...]:
    """The modules that declare faults."""
    from lceval_docs.checks import (
        case,
        example,
        factor,
        form,
        formula,
        grading,
        indicator,
        parameter,
        review,
        source,
        stage,
        template,
        text,
        typesetting,
    )
    from lceval_docs.checks.gbt import lint
    from lceval_docs.engine import figures
    from lceval_docs.sources import document, picture, record, root, standard
    from lceval_docs.sources.answer import cell, whole
    from lceval_docs.sources.answer import source as sources
    from lceval_docs.sources.form import control, layout, reading
    from lceval_docs.sources.prose import chapter, inline
    from lceval_docs.sources.template import block, marking, package, tag
    from lceval_docs.sources.workbook import package as workbook
    from lceval_docs.sources.workbook import reading as workbook_reading
    from lceval_docs.sources.workbook import table
    from lceval_docs.writers.word.template import filling

    return (
        *(document, record, inline, chapter, picture, root, standard, tag, block, marking, package, filling, figures),
        *(formula, parameter, example, indicator, factor, grading, text, form, lint, *lint.SUBJECTS),
        *(workbook, table, workbook_reading, control, layout, reading, cell, sources, whole),
        *(review, stage, source, case, template, typesetting),
    )
