"""What was typed into the page, as a case: read, completed and checked as an import of a form is.

A value that cannot be read is left out and told at its field; so is one that the checks refuse. What is left is scored.
"""

from __future__ import annotations

from collections.abc import Mapping

from lceval_docs.assessment.built import Builder, Built
from lceval_docs.assessment.understood import PAGE, Parts, Typed
from lceval_docs.checks.case import check_case
from lceval_docs.model.answer import BASE, BETWEEN, EVALUATION, CaseValue, CaseValues, Questionnaire
from lceval_docs.model.case import Case, Factory
from lceval_docs.model.standard import Standard
from lceval_docs.problems import Fault, Mark, Problem, in_order
from lceval_docs.records import dataclass
from lceval_docs.sources.answer.cell import NO_YEAR, year_of
from lceval_docs.sources.answer.whole import FACTORY_LINES
from lceval_docs.sources.record import MISSING_KEY, load_record
from lceval_docs.views.question import FACTORY as FACTORY_TABLE

SAME_YEAR = Fault("E0989", "the year {found} stands above two columns; this one is left out.", "Correct the year.")
# Lines that change no score; something stands in for them as long as they are empty.
STAND_INS: Mapping[str, str] = {"name": "—", "output_name": "—", "boundary": "—"}
_OPTIONAL = ("notice",)
_YEARS = {
    BASE: "factory/base_year/value",
    BETWEEN: f"factory/{BETWEEN}/value",
    EVALUATION: "factory/evaluation_year/value",
}
# So often values that the checks refuse are left out and the rest is tried again.
_ROUNDS = 4


@dataclass(frozen=True)
class Answered:
    """The case that the answers give, if they give one; what was noticed, each at its field; lines that are empty.

    `needed`: of these, the ones without which nothing can be computed. `built`: what the case was made of.
    """

    case: Case | None
    notes: tuple[Problem, ...]
    empty: tuple[str, ...]
    needed: tuple[str, ...] = ()
    built: Built | None = None


class Reader:
    """Reads the answers of one page again and again; what stays from one letter to the next is not read anew."""

    def __init__(self, standard: Standard, asked: Questionnaire):
        self._standard = standard
        self._parts = Parts(asked)
        self._builder = Builder()

    def read(self, typed: Typed) -> Answered:
        """The case of a page, as far as it goes."""
        typed, twice = _without_one_year_twice(typed)
        values, notes = self._parts.understood(typed)
        notes = (*twice, *notes)
        empty = tuple(id for id, path in FACTORY_LINES.items() if path not in values and id not in _OPTIONAL)
        needed = tuple(id for id in empty if id not in STAND_INS)
        if needed:
            return Answered(None, tuple(n for n in notes if n.fault is not NO_YEAR), empty, needed)
        standing = {FACTORY_LINES[id]: CaseValue(STAND_INS[id], Mark(PAGE)) for id in empty}
        standing["edition",] = CaseValue(self._standard.identity.edition, Mark(PAGE))
        left, told = dict(typed), list(notes)
        for turn in range(_ROUNDS):
            case, built, found = self._case({**values, **standing})
            told += found if turn == 0 else [p for p in found if p.fault is not MISSING_KEY]  # left out by us
            refused = {p.mark.place for p in found if not p.fault.is_warning}
            if not refused:
                return Answered(case, in_order(told), empty, built=built)
            if not refused & set(left):
                break
            left = {name: text for name, text in left.items() if name not in refused}
            values, _ = self._parts.understood(left)
        return Answered(None, in_order(told), empty)

    def _case(self, values: CaseValues) -> tuple[Case | None, Built, tuple[Problem, ...]]:
        """The case of some values, and every problem of it at its field."""
        built = self._builder.build(values)
        factory, problems = load_record(built.root, Factory, PAGE)
        case = None
        if factory is not None:
            named = frozenset(one.file for one in factory.evidence if one.file)
            case = Case(folder=PAGE, factory=factory, files=named)
            problems = check_case(self._standard, case, is_begun=True)
        return case, built, tuple(map(built.moved, problems))


def _without_one_year_twice(typed: Typed) -> tuple[Typed, tuple[Problem, ...]]:
    """Without a column whose year is another's: whose numbers would count? The base year may be the evaluation year."""
    years = {column: year_of(typed.get(place, "")) for column, place in _YEARS.items()}
    kept, told = dict(typed), []
    for column, others in ((BASE, (EVALUATION,)), (BETWEEN, (EVALUATION, BASE))):
        year = years[column]
        if not year or year not in (years[other] for other in others):
            continue
        cells = {name: kept.pop(name) for name in typed if name.endswith(f"/{column}")}
        if column == BASE:
            evaluated = {f"{name.removesuffix(BASE)}{EVALUATION}": text for name, text in cells.items()}
            others_say = [name for name, text in evaluated.items() if kept.setdefault(name, text) != text]
        else:
            others_say = [kept.pop(_YEARS[BETWEEN])]
        if others_say:
            told.append(SAME_YEAR.at(Mark(PAGE, place=_YEARS[column]), found=year))
    return kept, tuple(told)


def label_of_line(asked: Questionnaire, id: str) -> str:
    """What the page calls a line of the factory file."""
    table = asked.table(FACTORY_TABLE)
    return (table.label(id) if table else "") or id
