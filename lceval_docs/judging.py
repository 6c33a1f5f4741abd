"""Load, check, judge: an edition and its cases, whole. Everything here raises `Refused` where there is a problem."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from lceval_docs.checks.case import check_case
from lceval_docs.checks.mention import check_said
from lceval_docs.checks.published import check_totals
from lceval_docs.engine.evaluation import evaluate
from lceval_docs.model.case import Case
from lceval_docs.model.evaluation import Evaluation
from lceval_docs.model.standard import Standard
from lceval_docs.problems import Problem, Refused, in_order, stop_on
from lceval_docs.records import dataclass
from lceval_docs.sources.case import FACTORY, load_case
from lceval_docs.sources.kept import Copies, folder_digest

if TYPE_CHECKING:  # most commands need neither, and start the sooner
    from lceval_docs.model.guidance import GuidanceBook
    from lceval_docs.model.history import History
    from lceval_docs.model.register import Register

STANDARD, EXAMPLES = "standard", "standard/examples"


@dataclass(frozen=True)
class Judged:
    """A case with what it gives, and what should be looked at in it all the same."""

    case: Case
    evaluation: Evaluation
    warnings: tuple[Problem, ...] = ()


def checked_standard(root: Path) -> Standard:
    """The edition below `root`, whole and without a problem."""
    standard = read_standard(root)
    stop_on(problems_of(standard))
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
    history, register = publicity(root)
    stop_on(problems_of_publicity(standard, history, register))
    return history, register


def publicity(root: Path) -> tuple[History, Register]:
    from lceval_docs.sources.history import load_history
    from lceval_docs.sources.register import load_register

    return load_history(root), load_register(root)


def problems_of_publicity(standard: Standard, history: History, register: Register) -> tuple[Problem, ...]:
    from lceval_docs.checks.history import check_history
    from lceval_docs.checks.register import check_register

    return (*check_history(standard, history), *check_register(standard, history, register))


def read_standard(root: Path) -> Standard:
    """The edition as it is read, not checked."""
    from lceval_docs.sources.fingerprint import fingerprint_of
    from lceval_docs.sources.standard import load_standard  # Markdown and YAML: not where a copy is kept

    return replace(load_standard(root), fingerprint=fingerprint_of(root))


def problems_of(standard: Standard) -> tuple[Problem, ...]:
    """What an edition has wrong in itself; a kept one has been asked before."""
    from lceval_docs.checks.standard import check_standard
    from lceval_docs.views.edition.part import offers
    from lceval_docs.views.form.known import known

    return tuple(check_standard(standard, offers(standard), known(standard)))


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
    doubts = [*check_totals(standard, case, evaluation, warnings), *check_said(standard, case, evaluation)]
    return Judged(case, evaluation, in_order([*warnings, *doubts]))


def judged_examples(standard: Standard, root: Path) -> list[Judged]:
    return [judge(standard, folder, f"{EXAMPLES}/{folder.name}") for folder in example_folders(root)]
