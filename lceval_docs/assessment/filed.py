"""Files of the page: `factory.yaml` and the data workbook, opened into fields and saved from them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields

import yaml

from lceval_docs.assessment.understood import Typed, answers_of
from lceval_docs.authoring.filled import factory_text
from lceval_docs.model.answer import BASE, BETWEEN, EVALUATION, YEARS, Address, CasePath, CaseValue, Questionnaire
from lceval_docs.model.case import Factory
from lceval_docs.model.standard import Standard
from lceval_docs.problems import Fault, Mark, Problem, in_order
from lceval_docs.records import dataclass
from lceval_docs.sources.answer import understand
from lceval_docs.sources.answer.cell import year_of
from lceval_docs.sources.answer.whole import FACTORY_LINES
from lceval_docs.sources.document import parse_yaml
from lceval_docs.sources.origin import groups, leaves
from lceval_docs.sources.record import MISSING_KEY, load_record
from lceval_docs.views.answer import view_answers
from lceval_docs.views.question import PARAMETERS, YEAR_HEADS, view_questions
from lceval_docs.writers.casefile import merge

NOT_OPENED = Fault("E0985", "{found} is not opened here.", "Open factory.yaml, or the data workbook saved as .xlsx.")
NOT_ASKED_HERE = Fault("W0986", "{count} entries of the file are not asked by this edition and were left out: {found}.")
OTHER_FORM = Fault("W0987", 'the file is of edition "{found}", this page asks {expected}.', "Check every answer.")
YEARS_FIRST = "数据表按年份分列，请先填写{years}。"
NOT_TEXT = Fault("E0988", "{found} is no text in UTF-8.", "Open factory.yaml, or the data workbook saved as .xlsx.")
# By the ending of a file; nothing else is opened. A factory file has some 20 kB.
MOST_BYTES: Mapping[str, int] = {"yaml": 1_000_000, "yml": 1_000_000, "xlsx": 20_000_000, "xlsm": 20_000_000}
# What stands in an unfinished file for a line that it lacks, so that the rest of it can be read.
_STAND_INS: Mapping[str, str] = {"base_year": "2000", "evaluation_year": "2000"}
# Nobody types it.
_STAND_IN = "\u2063"
# One of these stands in every factory file that says more than answers.
_BEGINNINGS: tuple[CasePath, ...] = tuple(path[:1] for path in FACTORY_LINES.values())
_LINE = "value"
# By what an entry has, of which kind a source must be; one of the last kind needs nothing else.
_KINDS = {"fuel": "fuel", "substance": "process", "gas": "gas", "supply": "electricity"}
_LEAST, _ANY_SUPPLY = "heat", "grid"
_SOURCES: CasePath = ("inventory", "sources")
_TAG = "tag:yaml.org,2002:str"
# What an entry lacks is seen when its kind is known.
_ROUNDS = 2
_SHOWN = 5


@dataclass(frozen=True)
class Opened:
    """What a file says, by the names of the page's fields; nothing, with the reasons, if it cannot be read."""

    typed: Mapping[str, str]
    notes: tuple[Problem, ...]


def open_file(standard: Standard, asked: Questionnaire, name: str, raw: bytes) -> Opened:
    """A file that somebody gave. Its name says what it is; its content is not trusted."""
    ending = name.rpartition(".")[2].lower()
    most = MOST_BYTES.get(ending, 0)
    if len(raw) > most:
        return Opened({}, (NOT_OPENED.at(Mark(name), found=name),))
    if ending in ("xlsx", "xlsm"):
        from lceval_docs.sources.workbook import read_workbook  # the page starts without it

        answers, problems = read_workbook(raw, name, asked)
        found = {at: _coded(asked, at, filled.text) for at, filled in answers.filled.items()} if answers else {}
        return Opened(dict(_by_role(asked, found)), problems)
    try:
        return _factory(standard, asked, name, raw.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return Opened({}, (NOT_TEXT.at(Mark(name), found=name),))


def _coded(asked: Questionnaire, at: Address, text: str) -> str:
    """A choice as the page writes it, where it stands there as people read it."""
    question = asked.question(at)
    return next((code for code, shown in question.choices if shown == text), text) if question else text


def _factory(standard: Standard, asked: Questionnaire, name: str, text: str) -> Opened:
    """A factory file, finished or not."""
    root, problems = parse_yaml(text, name)
    if root is None:
        return Opened({}, problems)
    given = {path[:depth] for path, _ in leaves(root) for depth in range(1, len(path) + 1)}
    if given.isdisjoint(_BEGINNINGS) and {path[0] for path in given} - {field.name for field in fields(Factory)}:
        return Opened({}, (NOT_OPENED.at(Mark(name), found=name),))
    lacking = {id: path for id, path in FACTORY_LINES.items() if path not in given and id != "notice"}
    standing: dict[CasePath, CaseValue] = {
        path: CaseValue(_STAND_INS.get(id, _STAND_IN), Mark(name)) for id, path in lacking.items()
    }
    if standing:
        root, problems = parse_yaml(merge(text, name, standing).text, name)
    factory, more, unsaid = _loaded(root, name) if root is not None else (None, (), frozenset[Address]())
    if factory is None:
        return Opened({}, in_order([*problems, *more]))
    found = _said(factory, unsaid | {Address("factory", id, _LINE) for id in lacking})
    kept = dict(_by_role(asked, found))
    gone = [str(at) for at in found if asked.question(at) is None]
    notes = [*problems, *more]
    if factory.edition != standard.identity.edition:
        notes.append(OTHER_FORM.at(Mark(name), found=factory.edition, expected=standard.identity.edition))
    if gone:
        shown = ", ".join(gone[:_SHOWN])
        notes.append(NOT_ASKED_HERE.at(Mark(name), count=len(gone), found=shown))
    return Opened(kept, in_order(notes))


def _said(factory: Factory, unsaid: frozenset[Address]) -> dict[Address, str]:
    """What a file says, without what only stands in; a parameter without a value is no parameter."""
    said = view_answers(factory)
    unsaid |= {at for at, text in said.items() if text == _STAND_IN}
    rows = {at.row for at in unsaid if (at.table, at.column) == (PARAMETERS, _LINE)}
    return {
        at: text for at, text in said.items() if at not in unsaid and not (at.table == PARAMETERS and at.row in rows)
    }


def _loaded(root: yaml.MappingNode, name: str) -> tuple[Factory | None, tuple[Problem, ...], frozenset[Address]]:
    """The factory of a file whose entries may lack something, and the answers that only stand in for that."""
    factory, problems = load_record(root, Factory, name)
    unsaid: set[Address] = set()
    for _ in range(_ROUNDS):
        lacking = [p for p in problems if p.fault is MISSING_KEY]
        if not lacking:
            break
        entries = {(n.start_mark.line + 1, n.start_mark.column + 1): n for _, n in groups(root)}
        sources = [node for path, node in groups(root) if path[:-1] == _SOURCES]
        numbers = {id(node): str(number) for number, node in enumerate(sources, 1)}
        for problem in lacking:
            entry = entries.get((problem.mark.line, problem.mark.column))
            if isinstance(entry, yaml.MappingNode):
                columns = _complete(entry, dict(problem.details)["expected"])
                unsaid |= {Address("sources", numbers.get(id(entry), ""), column) for column in columns}
        factory, problems = load_record(root, Factory, name)
    return factory, problems, frozenset(unsaid)


def _complete(entry: yaml.MappingNode, key: str) -> tuple[str, ...]:
    """Puts something in an entry that lacks a key. Returns which columns say nothing then, where no text tells."""
    at = entry.start_mark, entry.start_mark
    text = _STAND_IN
    if key == "kind":
        has = {name.value for name, _ in entry.value}
        text = next((kind for field, kind in _KINDS.items() if field in has), _LEAST)
    elif key == "supply":
        text = _ANY_SUPPLY
    value = yaml.MappingNode(_TAG, [], *at) if key == "amounts" else yaml.ScalarNode(_TAG, text, *at)
    entry.value.append((yaml.ScalarNode(_TAG, key, *at), value))
    if text == _STAND_IN:
        return ()
    return (key, "supply") if text == _LEAST else (key,)


def _years(found: Mapping[Address, str]) -> dict[str, str]:
    """The columns of the page by year, as far as the file says which year is which."""
    lines = {BASE: "base_year", BETWEEN: BETWEEN, EVALUATION: "evaluation_year"}
    years = {role: year_of(found.get(Address("factory", line, _LINE), "")) for role, line in lines.items()}
    return {year: role for role, year in years.items() if year}


def _by_role(asked: Questionnaire, found: Mapping[Address, str]) -> Iterator[tuple[str, str]]:
    """What the edition asks, with its years by the part they play; another year keeps its number."""
    roles = _years(found)
    for at, text in found.items():
        if asked.question(at) is not None:
            column = roles.get(at.column, at.column)
            yield str(Address(at.table, at.row, column)), text


def save_factory(asked: Questionnaire, typed: Typed, name: str) -> tuple[str, tuple[Problem, ...]]:
    """The text of a factory file, and what of the fields could not be put in."""
    values, notes = understand(answers_of(typed, asked), asked)
    return factory_text({("edition",): CaseValue(asked.edition, Mark(name)), **values}), notes


def save_workbook(standard: Standard, typed: Typed) -> bytes | str:
    """The data workbook with what was typed; or what must be filled in before, because its columns are years."""
    from lceval_docs.views.workbook import view_workbook
    from lceval_docs.writers.workbook import render_workbook

    found = {at: text for name, text in typed.items() if (at := Address.read(name)) is not None}
    years = {role: year for year, role in _years(found).items()}
    unnamed = [YEAR_HEADS[role] for role in YEARS if role not in years and any(at.column == role for at in found)]
    if unnamed:
        return YEARS_FIRST.format(years="、".join(unnamed))
    others = {at.column for at in found if at.column.isdigit()}
    columns = tuple(sorted({*(years.get(role, role) for role in YEARS if role != BETWEEN or role in years), *others}))
    filled = {Address(at.table, at.row, years.get(at.column, at.column)): text for at, text in found.items()}
    return render_workbook(view_workbook(standard, view_questions(standard, columns), filled))
