"""Everything that an editor can get wrong, all at once: an edition with its guidance, history, examples and templates."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from types import ModuleType
from typing import TypeVar

from lceval_docs.judging import (
    EXAMPLES,
    STANDARD,
    example_folders,
    judge,
    problems_of,
    problems_of_publicity,
    publicity,
    read_standard,
)
from lceval_docs.model.standard import Standard
from lceval_docs.model.text import Silence
from lceval_docs.problems import Fault, Mark, Problem, Refused, in_order, stop_on
from lceval_docs.records import dataclass
from lceval_docs.sources.case import load_expected
from lceval_docs.sources.file import read_bytes
from lceval_docs.sources.kept import NO_COPIES, Copies, folder_digest

FINISHED_REPORT = Fault(
    "E0733",
    "this is a finished report; only templates and finished Word editions are checked.",
    "A report's figures are checked by: lceval verify.",
)
T = TypeVar("T")


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

    try:
        standard = copies.of(f"{folder_digest(root / STANDARD)}-read", Standard, lambda: read_standard(root))
    except Refused as refused:
        return Examined(None, in_order([*refused.problems, *_unreadable(root), *_problems_of_templates(root, copies)]))
    problems = [*problems_of(standard), *check_stage(standard, standard.identity.stage)]
    is_whole = all(p.fault.is_warning for p in problems)
    problems += _problems_of_guidance(root, standard, copies)
    try:
        problems += problems_of_publicity(standard, *publicity(root))
    except Refused as refused:
        problems += refused.problems
    findings = check_drafting(standard)
    problems += [*findings.problems, *check_review(standard)]
    if is_whole:
        problems += _of_all(lambda folder: _examined_example(standard, folder), example_folders(root))
    problems += _problems_of_templates(root, copies)
    return Examined(standard, in_order(problems), findings.silenced)


def _unreadable(root: Path) -> list[Problem]:
    """What cannot be read beside the edition itself."""
    from lceval_docs.sources.guidance import load_guidance
    from lceval_docs.sources.history import load_history
    from lceval_docs.sources.register import load_register

    problems: list[Problem] = []
    for load in (load_guidance, load_history, load_register):
        try:
            load(root)
        except Refused as refused:
            problems += refused.problems
    return problems


def _problems_of_templates(root: Path, copies: Copies) -> list[Problem]:
    from lceval_docs.template import check_form_template, check_report_templates

    return _of_all(lambda check: check(root, copies), (check_report_templates, check_form_template))


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
