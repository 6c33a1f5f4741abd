"""Load, check, judge: an edition, its cases and templates, whole or with every problem of them.

Everything here either gives a whole result or raises `Refused`; `examined` collects what there is to say instead.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, TypeVar

from lceval_docs.checks.case import check_case
from lceval_docs.checks.mention import check_said
from lceval_docs.checks.published import check_totals
from lceval_docs.engine.evaluation import evaluate
from lceval_docs.model.case import Case
from lceval_docs.model.evaluation import Evaluation
from lceval_docs.model.standard import Standard
from lceval_docs.model.text import Silence
from lceval_docs.problems import Fault, Mark, Problem, Refused, in_order, stop_on
from lceval_docs.records import dataclass
from lceval_docs.sources.case import FACTORY, load_case, load_expected
from lceval_docs.sources.file import read_bytes
from lceval_docs.sources.kept import NO_COPIES, Copies, folder_digest

if TYPE_CHECKING:  # most commands need neither, and start the sooner
    from lceval_docs.model.guidance import GuidanceBook
    from lceval_docs.model.history import History
    from lceval_docs.model.register import Register

FINISHED_REPORT = Fault(
    "E0733",
    "this is a finished report; only templates and finished Word editions are checked.",
    "A report's figures are checked by: lceval verify.",
)
STANDARD, EXAMPLES = "standard", "standard/examples"
T = TypeVar("T")


@dataclass(frozen=True)
class Judged:
    """A case with what it gives, and what should be looked at in it all the same."""

    case: Case
    evaluation: Evaluation
    warnings: tuple[Problem, ...] = ()


def checked_standard(root: Path) -> Standard:
    """The edition below `root`, whole and without a problem."""
    standard = _read(root)
    stop_on(_problems_of(standard))
    return standard


def kept_standard(root: Path, copies: Copies) -> Standard:
    """The edition below `root`, from a copy if there is one."""
    return copies.of(folder_digest(root / STANDARD), Standard, lambda: checked_standard(root))


def checked_guidance(root: Path, standard: Standard) -> GuidanceBook:
    """What helps with the indicators of an edition, without a problem."""
    from lceval_docs.checks.guidance import check_guidance
    from lceval_docs.sources.guidance import load_guidance

    book = load_guidance(root)
    stop_on(check_guidance(standard, book))
    return book


def checked_publicity(root: Path, standard: Standard) -> tuple[History, Register]:
    """What is known of editions and changes, and the results that were published, without a problem."""
    history, register = _publicity(root)
    stop_on(_problems_of_publicity(standard, history, register))
    return history, register


def _publicity(root: Path) -> tuple[History, Register]:
    from lceval_docs.sources.history import load_history
    from lceval_docs.sources.register import load_register

    return load_history(root), load_register(root)


def _problems_of_publicity(standard: Standard, history: History, register: Register) -> tuple[Problem, ...]:
    from lceval_docs.checks.history import check_history
    from lceval_docs.checks.register import check_register

    return (*check_history(standard, history), *check_register(standard, history, register))


@dataclass(frozen=True)
class Examined:
    """An edition, every problem of it, and the findings that its authors have silenced. None if it cannot be read."""

    standard: Standard | None
    problems: tuple[Problem, ...]
    silenced: tuple[tuple[Problem, Silence], ...] = ()


def examined(root: Path, copies: Copies = NO_COPIES) -> Examined:
    """Everything that an editor can get wrong: files, drafting, examples, templates."""
    from lceval_docs.checks.gbt.lint import check_drafting  # many modules, which nothing else here needs
    from lceval_docs.checks.review import check_review
    from lceval_docs.checks.stage import check_stage
    from lceval_docs.template import check_form_template, check_report_templates

    try:
        standard = copies.of(f"{folder_digest(root / STANDARD)}-read", Standard, lambda: _read(root))
    except Refused as refused:
        return Examined(None, refused.problems)
    problems = [*_problems_of(standard), *check_stage(standard, standard.identity.stage)]
    is_whole = all(p.fault.is_warning for p in problems)
    problems += _problems_of_guidance(root, standard, copies)
    try:
        problems += _problems_of_publicity(standard, *_publicity(root))
    except Refused as refused:
        problems += refused.problems
    findings = check_drafting(standard)
    problems += [*findings.problems, *check_review(standard)]
    if is_whole:
        problems += _of_all(lambda folder: _examined_example(standard, folder), example_folders(root))
    problems += _of_all(lambda check: check(root, copies), (check_report_templates, check_form_template))
    return Examined(standard, in_order(problems), findings.silenced)


def _read(root: Path) -> Standard:
    """The edition as it is read, not checked."""
    from lceval_docs.sources.fingerprint import fingerprint_of
    from lceval_docs.sources.standard import load_standard  # Markdown and YAML: not where a copy is kept

    return replace(load_standard(root), fingerprint=fingerprint_of(root))


def _problems_of(standard: Standard) -> tuple[Problem, ...]:
    """What an edition has wrong in itself; a kept one has been asked before."""
    from lceval_docs.checks.standard import check_standard
    from lceval_docs.views.edition.part import offers
    from lceval_docs.views.form.known import known

    return tuple(check_standard(standard, offers(standard), known(standard)))


def _problems_of_guidance(root: Path, standard: Standard, copies: Copies) -> tuple[Problem, ...]:
    from lceval_docs.checks.guidance import check_guidance
    from lceval_docs.model.guidance import GuidanceBook
    from lceval_docs.sources.guidance import FOLDER, load_guidance

    digest = folder_digest(root / STANDARD / FOLDER)
    try:
        book = copies.of(digest, GuidanceBook, lambda: load_guidance(root))
    except Refused as refused:
        return refused.problems
    return tuple(check_guidance(standard, book))


def examined_file(standard: Standard, path: Path) -> tuple[Problem, ...]:
    """What there is to say of a Word file: of a report template, or of a finished Word edition."""
    shown = path.as_posix()
    from lceval_docs.checks.typesetting import check_produced  # finished Word files, seldom looked at
    from lceval_docs.sources.produced import read_produced, read_title
    from lceval_docs.template import examine_template, holds_places
    from lceval_docs.views.name import REPORT_TITLE

    raw, problems = read_bytes(path, shown)
    if problems:
        return problems
    if holds_places(raw, shown):
        return examine_template(raw, shown)
    if read_title(raw).endswith(REPORT_TITLE.format(factory="", standard=standard.identity.title)):
        return (FINISHED_REPORT.at(Mark(shown)),)
    found, problems = read_produced(raw, shown)
    return problems if found is None else in_order(check_produced(found, standard.typesetting, shown))


def _examined_example(standard: Standard, folder: Path) -> tuple[Problem, ...]:
    """An example is a case without a problem that gives what it promises. Its warnings."""
    from lceval_docs.checks.example import check_expected

    shown = f"{EXAMPLES}/{folder.name}"
    judged, expected = judge(standard, folder, shown), load_expected(folder, shown)
    if expected:
        stop_on(check_expected(judged.evaluation, expected, standard))
    return judged.warnings


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
    """The case in a folder, checked and evaluated. Raises `Refused`: where other files of it cannot be read, with what is
    wrong in the factory's own as well.
    """
    try:
        case = load_case(folder, shown)
    except Refused as refused:
        raise Refused(in_order([*refused.problems, *_problems_of_factory(standard, folder, shown)])) from None
    return judge_case(standard, case)


def _problems_of_factory(standard: Standard, folder: Path, shown: str) -> tuple[Problem, ...]:
    try:
        return check_case(standard, load_case(folder, shown, (FACTORY,)))
    except Refused as refused:
        return refused.problems


def judge_case(standard: Standard, case: Case) -> Judged:
    """A case, checked and evaluated. Raises `Refused`."""
    warnings = stop_on(check_case(standard, case))
    evaluation = evaluate(standard, case)
    doubts = [*check_totals(standard, case, evaluation), *check_said(standard, case, evaluation)]
    return Judged(case, evaluation, in_order([*warnings, *doubts]))


def judged_examples(standard: Standard, root: Path) -> list[Judged]:
    return [judge(standard, folder, f"{EXAMPLES}/{folder.name}") for folder in example_folders(root)]


def faulty() -> tuple[ModuleType, ...]:
    """The modules that declare faults."""
    from lceval_docs.checks import (
        arithmetic,
        case,
        data,
        doubt,
        example,
        factor,
        form,
        formula,
        grading,
        guidance,
        history,
        indicator,
        mention,
        offset,
        outlet,
        page,
        parameter,
        period,
        plausibility,
        printed,
        published,
        register,
        review,
        share,
        source,
        stage,
        template,
        text,
        typesetting,
    )
    from lceval_docs.checks.gbt import lint
    from lceval_docs.engine import figures
    from lceval_docs.sources import case as cases
    from lceval_docs.sources import document, file, picture, record, root, standard
    from lceval_docs.sources import guidance as guides
    from lceval_docs.sources.answer import cell, whole
    from lceval_docs.sources.answer import source as sources
    from lceval_docs.sources.form import control, layout, reading
    from lceval_docs.sources.prose import chapter, inline
    from lceval_docs.sources.report import provenance
    from lceval_docs.sources.report import reading as report
    from lceval_docs.sources.template import block, marking, package, tag
    from lceval_docs.sources.workbook import package as workbook
    from lceval_docs.sources.workbook import reading as workbook_reading
    from lceval_docs.sources.workbook import table
    from lceval_docs.writers.word.template import filling

    return (
        *(
            file,
            cases,
            document,
            record,
            inline,
            chapter,
            picture,
            root,
            standard,
            tag,
            block,
            marking,
            package,
            filling,
            figures,
        ),
        *(
            formula,
            parameter,
            example,
            arithmetic,
            indicator,
            factor,
            grading,
            text,
            guidance,
            guides,
            form,
            lint,
            *lint.SUBJECTS,
        ),
        *(workbook, table, workbook_reading, control, layout, reading, cell, sources, whole),
        *(doubt, mention, plausibility, share, period, published, offset, provenance, report),
        *(review, stage, source, data, case, template, printed, typesetting, history, register, outlet, page),
    )
