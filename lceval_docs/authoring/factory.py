"""Filled forms and workbooks become a factory file.

Everything here either gives a whole result or raises `Refused` with every problem, each at the cell or field that it
came from. What stands in a file already is never overwritten unless that was asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from pathlib import Path

import yaml

from lceval_docs.authoring.filled import factory_text, moved, origin_of, places_of
from lceval_docs.authoring.imported import DISAGREE, Import, Mode
from lceval_docs.checks.case import check_case
from lceval_docs.model.answer import Answers, CasePath, CaseValue, CaseValues, Questionnaire
from lceval_docs.model.case import Case, Factory
from lceval_docs.model.imported import Imported
from lceval_docs.model.standard import Standard
from lceval_docs.problems import Fault, Mark, Problem, Refused, Word, stop_on
from lceval_docs.sources.answer import understand
from lceval_docs.sources.answer.whole import FACTORY_LINES
from lceval_docs.sources.case import EVIDENCE, evidence_files
from lceval_docs.sources.document import parse_yaml
from lceval_docs.sources.file import read_bytes, read_text
from lceval_docs.sources.form import read_form
from lceval_docs.sources.origin import ORIGINS, leaves, load_origins, says
from lceval_docs.sources.record import load_record
from lceval_docs.sources.workbook import read_workbook
from lceval_docs.views.question import view_questions
from lceval_docs.views.renewal import view_case_skeleton
from lceval_docs.writers.casefile import Merge, merge
from lceval_docs.writers.origin import render_origins

WOULD_CHANGE = Fault(
    "E0951",
    '{field}: the file says "{before}", the import from {place} says "{after}".',
    "Give --replace to take the imported values, or --keep to add only what is new.",
)
WRONG_FILE = Fault(
    "E0955", 'this file holds "{found}" and is no factory file.', "Forms and workbooks go into factory.yaml."
)
NOT_FILLED_IN = Fault("E0957", "{found} is not filled in.")
NO_FILES = Fault("W0958", "put these files here: {found}.")
UNKNOWN_FILE = Fault(
    "E0953",
    "this is neither a Word form, a workbook nor an evaluator's YAML file: {found}.",
    "Give .docx, .xlsx or .yaml.",
)
OLD_OFFICE = Word("an old Office file; open it and save it as .docx or .xlsx")
OTHER_ENDING = Word("its ending says nothing known")
_WORKBOOKS, _FORMS, _OLD = (".xlsx", ".xlsm", ".csv"), (".docx", ".docm"), (".doc", ".xls")
MAX_OFFICE_BYTES = 20_000_000


def import_factory(standard: Standard, paths: tuple[Path, ...], out: Path, mode: Mode = "ask") -> Import:
    """The factory file `out` with what the filled forms and workbooks say. Raises `Refused`; writes nothing."""
    asked = view_questions(standard)
    values, noticed = _values(paths, asked)
    shown = out.as_posix()
    if out.exists():
        merged = _merged(out, values, mode, standard)
    else:
        merged = Merge(factory_text(values), tuple(values), (), ())
    root, problems = parse_yaml(merged.text, shown)
    stop_on(problems)
    assert root is not None
    stop_on([*noticed, *_lacking(root, asked, paths)])
    places = places_of(root, values)
    factory, problems = load_record(root, Factory, shown)
    if factory is None:
        raise Refused([*noticed, *(moved(p, places) for p in problems)])
    files = evidence_files(out.parent)
    named = {one.file for one in factory.evidence if one.file}
    case = Case(folder=out.parent.as_posix(), factory=factory, files=files | named)
    lacking = sorted(named - files)
    if lacking:
        noticed = (*noticed, NO_FILES.at(Mark((out.parent / EVIDENCE).as_posix()), found=", ".join(lacking)[:200]))
    warnings = stop_on([*noticed, *(moved(p, places) for p in check_case(standard, case))])
    replaced = () if mode == "keep" else (change.path for change in merged.changed)
    taken = frozenset((*merged.added, *merged.same, *replaced))
    plan = {out.name: merged.text.encode(), ORIGINS: _origins(root, out.parent, values, taken).encode()}
    return Import(plan, merged.added, merged.changed, warnings)


def _values(paths: Iterable[Path], asked: Questionnaire) -> tuple[CaseValues, tuple[Problem, ...]]:
    """What several documents say, none of them contradicting another; and their warnings."""
    values: dict[CasePath, CaseValue] = {}
    problems: list[Problem] = []
    for path in paths:
        answers, found = _read(path, asked)
        problems += found
        if answers is None:
            continue
        understood, found = understand(answers, asked)
        problems += found
        for at, value in understood.items():
            known = values.setdefault(at, value)
            if known.content != value.content:
                field = ".".join(at)
                problems.append(
                    DISAGREE.at(
                        value.mark, field=field, found=value.content, expected=known.content, place=str(known.mark)
                    )
                )
    return values, stop_on(problems)


def _read(path: Path, asked: Questionnaire) -> tuple[Answers | None, tuple[Problem, ...]]:
    """One document, read as what it is."""
    shown, ending = path.name, path.suffix.lower()
    raw, problems = read_bytes(path, path.as_posix(), MAX_OFFICE_BYTES)
    if problems:
        return None, problems
    if ending in _OLD:
        return None, (UNKNOWN_FILE.at(Mark(shown), found=OLD_OFFICE),)
    if ending in _WORKBOOKS:
        return read_workbook(raw, shown, asked)
    if ending in _FORMS:
        return read_form(raw, shown, asked)
    return None, (UNKNOWN_FILE.at(Mark(shown), found=OTHER_ENDING),)


def _merged(out: Path, values: CaseValues, mode: Mode, standard: Standard) -> Merge:
    """The values put into the file that is there. Where one differs from a person's, that is refused unless settled."""
    shown = out.as_posix()
    text, problems = read_text(out, shown)
    stop_on(problems)
    root, problems = parse_yaml(text, shown)
    stop_on(problems)
    _must_hold(root, Factory, shown)
    merged = merge(text, shown, values, keep=mode == "keep")
    if mode == "ask" and merged.changed:
        stop_on(_overwritten(merged, values, _begun(standard)))
    return merged


def _begun(standard: Standard) -> Mapping[CasePath, str]:
    """What a new case begins with: nobody's answers, which may be replaced."""
    root, _ = parse_yaml(view_case_skeleton(standard), "")
    return {path: says(node) for path, node in leaves(root)} if root else {}


def _must_hold(root: yaml.MappingNode | None, record: type, shown: str) -> None:
    """The file that is imported into is of its kind, or is not touched."""
    known = {field.name for field in fields(record)}
    foreign = [key for key, _ in root.value if key.value not in known] if root else []
    if foreign:
        mark = Mark(shown, foreign[0].start_mark.line + 1, foreign[0].start_mark.column + 1)
        raise Refused([WRONG_FILE.at(mark, found=foreign[0].value)])


def _lacking(root: yaml.MappingNode, asked: Questionnaire, paths: Iterable[Path]) -> Iterator[Problem]:
    """Lines that every factory file must have and no document filled in, by the names of the form."""
    given = {path for path, _ in leaves(root)}
    labels = {row.id: row.label for table in asked.tables if table.id == "factory" for row in table.rows}
    documents = Mark(", ".join(path.name for path in paths))
    for id, path in FACTORY_LINES.items():
        if path not in given and id in labels and id != "notice":
            yield NOT_FILLED_IN.at(documents, found=labels[id])


def _overwritten(merged: Merge, values: CaseValues, begun: Mapping[CasePath, str]) -> list[Problem]:
    return [
        WOULD_CHANGE.at(
            change.mark,
            field=".".join(change.path),
            before=change.before[:60],
            after=change.after[:60],
            place=str(values[change.path].mark) if change.path in values else "",
        )
        for change in merged.changed
        if begun.get(change.path) != change.before
    ]


def _origins(root: yaml.MappingNode, folder: Path, values: CaseValues, taken: frozenset[CasePath]) -> str:
    """What was imported before and still stands, and what is imported now."""
    before, problems = load_origins(folder, folder.as_posix())
    stop_on(problems)
    known = {one.at: one for one in before}
    kept: list[Imported] = []
    for path, node in leaves(root):
        at, said = "/".join(path), says(node)
        mark = origin_of(path, values) if taken & {path, path[:-2]} else None
        if mark:
            kept.append(Imported(at=at, value=said, file=mark.file, place=mark.place))
        elif at in known and known[at].value == said:
            kept.append(known[at])
    return render_origins(kept)
