"""Every hostile text in every field: refused by name, or shown in every document as it was typed. Nothing in between.

How it is held: the documents of a case with a mark in every field are the pattern. With other texts in these fields they
must say the same, with every mark replaced by the text: no letter more, none less, nowhere else.
"""

from __future__ import annotations

import re
import typing
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from conftest import ROOT, TINY
from hostile import (
    CASES,
    EVIDENCE_FILE,
    RECORDS,
    Desk,
    Lines,
    Place,
    as_shown,
    differences,
    given_fields,
    in_turn,
    own_groups,
    place_of,
    public_strings,
    refused_strings,
    replaced,
    said_in,
    taken_strings,
    text_fields,
    tiny_desk,
    trees_of,
    values_in,
    with_texts,
)
from word import faults_of

from lceval_docs.build import Plan, plan_edition, plan_form
from lceval_docs.checks.period import months_of
from lceval_docs.judging import checked_standard
from lceval_docs.model.answer import Address, Answers
from lceval_docs.model.case import Output
from lceval_docs.problems import Problem, Refused
from lceval_docs.sources.document import parse_yaml
from lceval_docs.sources.file import read_text
from lceval_docs.sources.form import read_form
from lceval_docs.sources.record import load_record
from lceval_docs.sources.workbook import read_workbook
from lceval_docs.template import report_template
from lceval_docs.views.answer import answered_years, view_answers
from lceval_docs.views.question import view_questions

BASE = trees_of(CASES)
# Words that documents show for nothing; a form leaves the field blank instead.
NOTHING = ("—",)
# What is judged and kept, and stands in no document: an inapplicable requirement shows its reason instead of its note;
# a published total is told in warnings alone.
SHOWN_NOWHERE = {
    ("factory", "reported", "scope1", "source"),
    ("factory", "reported", "scope1", "note"),
}


def said_something(strings: typing.Iterable[str]) -> list[str]:
    """The texts that say something at all."""
    return [s for s in strings if s.strip() and s not in NOTHING]


def is_word(text: str) -> bool:
    """Whether a text can be an id."""
    return len(text) <= 40 and "".join(text.split()) == text and set(text).isdisjoint("、，,;；")


def refusal(desk: Desk, texts: Mapping[Place, str]) -> tuple[Problem, ...]:
    """Why a case with these texts is refused; nothing where it is taken."""
    try:
        desk.judged(with_texts(BASE, texts))
    except Refused as refused:
        return tuple(p for p in refused.problems if not p.fault.is_warning)
    return ()


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return tiny_desk(tmp_path_factory.mktemp("case"))


PLACES = [place for place, _ in values_in(BASE)]
EVIDENCE_FILES = [place for place, text in values_in(BASE) if text == EVIDENCE_FILE]


@pytest.fixture(scope="module")
def free(desk: Desk) -> list[Place]:
    """Every field that takes any text: found by trying, not listed. (Names of files are tried elsewhere.)"""
    return [p for p in PLACES if p not in EVIDENCE_FILES and not refusal(desk, {p: "任何文字 甲"})]


@pytest.fixture(scope="module")
def ids(desk: Desk, free: list[Place]) -> list[Place]:
    """The ids that a factory chooses and nothing else names."""
    return [p for p in PLACES if p not in (*EVIDENCE_FILES, *free) and not refusal(desk, {p: "一词"})]


@dataclass(frozen=True)
class Bench:
    """A case, the mark in each of its free fields and ids, and what its documents say with the marks."""

    desk: Desk
    free: list[Place]
    ids: list[Place]
    marks: Mapping[Place, str]
    pattern: Lines

    def silent_changes(self, texts: Mapping[Place, str], is_inspected: bool = False) -> list[str]:
        """Where the documents with these texts say anything else than these texts; if inspected, also what is invalid."""
        # A period that can be read as one is held against the years, and said to be doubtful: it is no mere text.
        texts = {place: text for place, text in texts.items() if place[-1] != "period" or not months_of(text)}
        plan = self.desk.documents(self.desk.judged(with_texts(BASE, {**self.marks, **texts})))
        expected = replaced(self.pattern, {mark: texts.get(place, mark) for place, mark in self.marks.items()})
        return [*(faults_in(plan) if is_inspected else ()), *differences(said_in(plan), expected)]


def faults_in(plan: Plan) -> list[str]:
    """What would make Word refuse or repair any of the documents. Braces may stand in them: somebody typed them."""
    found = [(name, fault) for name, raw in plan.items() if name.endswith(".docx") for fault in faults_of(raw)]
    return [f"{name}: {fault}" for name, fault in found if not fault.startswith("left over")]


@pytest.fixture(scope="module")
def bench(desk: Desk, free: list[Place], ids: list[Place]) -> Bench:
    marks = {place: f"〔§{number:03}〕" for number, place in enumerate((*free, *ids))}
    return Bench(desk, free, ids, marks, said_in(desk.documents(desk.judged(with_texts(BASE, marks)))))


def test_the_case_fills_every_text_of_the_records(desk: Desk) -> None:
    """Every field of the records of a case that may hold text is written in the case that these tests change."""
    case = desk.judged(BASE).case
    given = {*given_fields(case.factory), *given_fields(case.review)}
    assert {field for record in RECORDS.values() for field in text_fields(record)} - given == set()


def test_documents_show_every_field(bench: Bench) -> None:
    """No free field is lost on the way; those that no document shows are known by name."""
    shown = "\n".join(line for lines in bench.pattern.values() for line in lines)
    assert {place for place in bench.free if bench.marks[place] not in shown} == SHOWN_NOWHERE
    assert len(bench.free) > 60 and len(bench.ids) > 6


def test_own_texts_are_verbatim(bench: Bench) -> None:
    """Every text of our own list in every free field, and every one of them that is one word as every id."""
    strings = said_something(taken_strings())
    words = [s for s in strings if is_word(s)]
    turns = (in_turn(bench.free, strings, n) | in_turn(bench.ids, words, n) for n in range(len(strings)))
    assert [c for n, texts in enumerate(turns) for c in bench.silent_changes(texts, n % 4 == 0)] == []


def test_public_texts_are_verbatim(bench: Bench) -> None:
    """Every text of the public list in every free field; sixteen of them a field, a line each."""
    taken = said_something(s for s in public_strings() if not refused_by_record(s))
    strings = ["\n".join(taken[n : n + 16]) for n in range(0, len(taken), 16)]
    turns = (in_turn(bench.free, strings, n) for n in range(len(strings)))
    assert [c for n, texts in enumerate(turns) for c in bench.silent_changes(texts, n % 4 == 0)] == []


def refused_by_record(text: str) -> str:
    """The code of the fault that a text is refused with in any field; empty where it is taken, and then verbatim."""
    root, problems = parse_yaml(f"name: {_quoted(text)}\nunit: t", "x.yaml")
    if root is None:
        return problems[0].code
    record, problems = load_record(root, Output, "x.yaml")
    assert record is None or record.name == text
    return "" if record else problems[0].code


def _quoted(text: str) -> str:
    """A text in YAML's double quotes, every letter outside ASCII and every sign an escape."""
    return '"' + "".join(c if c.isascii() and c.isalnum() else f"\\U{ord(c):08x}" for c in text) + '"'


def test_what_is_refused_is_refused_by_name() -> None:
    """The lists say what cannot stand in a document; everything else is taken."""
    for group in own_groups():
        assert {(s, refused_by_record(s)) for s in group.strings} == {(s, group.refused) for s in group.strings}
    refused = [s for s in public_strings() if refused_by_record(s)]
    assert refused and {refused_by_record(s) for s in refused} == {"E0215"}


def test_refusals_name_every_place(desk: Desk, free: list[Place]) -> None:
    """A text that is refused is refused in every field, each with its file and line."""
    places = {place: place_of(BASE, place) for place in free}
    for turn, (code, text) in enumerate(refused_strings()):
        if code == "E0110":  # no YAML at all, so one place is all that can be told
            place = free[turn]
            assert {(p.mark.file, p.mark.line) for p in refusal(desk, {place: text})} == {places[place]}
            continue
        told = {(p.mark.file, p.mark.line, p.code) for p in refusal(desk, dict.fromkeys(free, text))}
        assert told == {(*where, code) for where in places.values()}


def test_bound_fields_refuse_every_text(desk: Desk, free: list[Place], ids: list[Place]) -> None:
    """Where a number, a date, a unit or a known name belongs, a hostile text is refused, never taken for one."""
    bound = [p for p in PLACES if p not in (*free, *ids)]
    strings = [s for s in said_something(taken_strings()) if s not in ("0123", "true", "2020-01-01")]
    assert len(bound) > 80
    for number, place in enumerate(bound):
        text = strings[number % len(strings)]
        assert any(p.mark.file in ("case/factory.yaml", "case/review.yaml") for p in refusal(desk, {place: text})), (
            place,
            text,
        )


@pytest.mark.parametrize("blank", ["", " ", "\u3000", "\t", "\n", "\u2028"])
def test_blanks(desk: Desk, free: list[Place], blank: str) -> None:
    """A blank in every field is refused where something must be said; elsewhere documents are made and whole."""
    texts = dict.fromkeys(free, blank)
    codes = []
    for name in ("name", "reason"):
        codes += [p.code for p in refusal(desk, texts)]
        texts = {place: text for place, text in texts.items() if place[-1] != name}
    assert codes == ["E0530", "E0508", "E0508"]
    plan = desk.documents(desk.judged(with_texts(BASE, texts)))
    assert faults_in(plan) == []


# Typed in any way that YAML has


def _block(text: str) -> str:
    return "|2-\n" + "\n".join(f"  {line}" if line else "" for line in text.split("\n"))


def _is_plain(text: str) -> bool:
    """Whether YAML gives no sign of the text a meaning of its own."""
    return text[0] not in "\"'&*!|>%@`#,[]{}-?: " and not set(text) & set(":#")


WAYS = {
    "escaped": _quoted,
    "double quotes": lambda s: '"' + s.replace("\\", "\\\\").replace('"', '\\"') + '"',
    "single quotes": lambda s: "'" + s.replace("'", "''") + "'",
    "block": _block,
    "plain": str,
}


@pytest.mark.parametrize("way", WAYS)
def test_however_it_is_typed(way: str, tmp_path: Path) -> None:
    """Escaped, quoted, as a block or plain: read as it was typed, or refused; where quotes fold lines, that is YAML's."""
    path = tmp_path / "x.yaml"
    changed = []
    for text in said_something([*taken_strings(), *public_strings()]):
        if ("\n" in text and way not in ("escaped", "block")) or (way == "plain" and not _is_plain(text)):
            continue
        try:
            path.write_text(f"name: {WAYS[way](text)}\nunit: t\n", encoding="utf-8")
        except UnicodeEncodeError:
            continue
        read, problems = read_text(path, "x.yaml")
        root = None if problems else parse_yaml(read, "x.yaml")[0]
        record = load_record(root, Output, "x.yaml")[0] if root is not None else None
        kept = text.strip(" \t") if way == "plain" else text.rstrip("\n") if way == "block" else text
        if record is not None and record.name != kept:
            changed.append((text, record.name))
    assert changed == []


# Filled in, and read back


@pytest.fixture(scope="module")
def told(bench: Bench) -> list[Place]:
    """The free fields that the forms and the workbook of a factory hold."""
    return [place for place in bench.free if place[0] == "factory"]


def given_back(
    desk: Desk, texts: Mapping[Place, str]
) -> tuple[dict[Address, str], dict[str, Answers | None], tuple[Problem, ...]]:
    """What the case answers, and what is read from its application form and its workbook."""
    judged = desk.judged(with_texts(BASE, texts))
    plan = desk.documents(judged)
    asked = view_questions(desk.standard, answered_years(judged.case.factory))
    form, problems = read_form(plan["-申报表.docx"], "申报表.docx", asked)
    book, more = read_workbook(plan["-数据表.xlsx"], "数据表.xlsx", asked)
    return dict(view_answers(judged.case.factory)), {"form": form, "workbook": book}, (*problems, *more)


def test_answers_come_back(bench: Bench, told: list[Place]) -> None:
    """Every text in a content control and in a cell is read as it was written, and none is overlooked.

    White space at the edges of an answer is left out when it is understood, and a dash is no answer: both by design.
    """
    strings = [s for s in said_something(taken_strings()) if s not in ("-", "/", "无", "true")]
    _, filled, _ = given_back(bench.desk, {place: bench.marks[place] for place in told})
    asked = {name: {a for a, one in found.filled.items() if "§" in one.text} for name, found in filled.items() if found}
    assert all(len(addresses) > 20 for addresses in asked.values())
    changed = []
    for turn in range(0, len(strings), 8):
        answers, read, problems = given_back(bench.desk, in_turn(told, strings, turn))
        for name, found in read.items():
            assert found is not None, [p.line(str) for p in problems]
            texts = {address: one.text for address, one in found.filled.items()}
            changed += [
                (name, str(address), texts.get(address), answers[address])
                for address in asked[name]
                if as_shown(texts.get(address, "")).strip() != as_shown(answers[address]).strip()
            ]
    assert changed == []


# The edition of this checkout: all its forms, letters, certificate, workbook and report


def field_of(place: Place) -> str:
    """The name of a field, or of the list that a text stands in."""
    return next(key for key in reversed(place) if isinstance(key, str))


def test_every_document_of_the_real_edition(tmp_path: Path, free: list[Place]) -> None:
    """An example of the real edition with our own texts in its fields: all of them in some turn, many in each."""
    desk = Desk(checked_standard(ROOT), report_template(ROOT), tmp_path)
    trees = trees_of(ROOT / "standard/examples/low-carbon-metal")
    names = {field_of(place) for place in free} - {field_of(place) for place in PLACES if place not in free}
    places = [place for place, text in values_in(trees) if field_of(place) in names and text]
    strings = said_something(taken_strings())
    marks = {place: f"〔§{number:03}〕" for number, place in enumerate(places)}
    pattern = said_in(desk.documents(desk.judged(with_texts(trees, marks))))
    assert len(pattern) > 15 and len(places) > 100
    for turn in range(0, len(strings), 50):
        texts = in_turn(places, strings, turn)
        plan = desk.documents(desk.judged(with_texts(trees, texts)))
        assert faults_in(plan) == []
        assert differences(said_in(plan), replaced(pattern, {marks[p]: texts[p] for p in places})) == []


# The edition itself: the Word edition and the blank forms

STANDARD_TEXTS = {
    "terms.yaml": ("name: 杯", "definition: 盛茶的器皿。"),
    "indicators/t.yaml": ("requirement: 杯应洗净。", "when: 很香", "name: 茶香"),
    "grades.yaml": ("requirement: 茶馆应开门。", "name: 好茶馆"),
    "standard.yaml": ("title: 茶馆规范", "notice: 测试用的虚构标准。"),
    "process.yaml": ("action: 提出请求。",),
}
CHAPTER, SENTENCE = "text/01-scope.md", "本文件适用于茶馆。"


def edition_with(root: Path, texts: Mapping[str, str]) -> list[str]:
    """What the Word edition and a blank form say, a line break a line, with other texts in the standard."""
    for file, olds in STANDARD_TEXTS.items():
        path = root / "standard" / file
        content = (TINY / "standard" / file).read_text(encoding="utf-8")
        for old in olds:
            assert old in content
            key, _, _ = old.partition(": ")
            content = content.replace(old, f"{key}: {_quoted(texts[old])}", 1)
        path.write_text(content, encoding="utf-8")
    standard = checked_standard(root)
    plan = plan_edition(standard) | plan_form(standard, ROOT, "apply")
    assert faults_in(plan) == []
    lines = "\n".join(line for said in said_in(plan).values() for line in said)
    return [re.sub(r"\t\d+$", "\t#", line) for line in as_shown(lines).split("\n")]  # page numbers of the contents


def test_texts_of_the_standard(tiny_root: Path) -> None:
    """A text in terms, indicators, requirements, grades, titles stands in the Word edition and the forms as it was typed."""
    fields = [old for olds in STANDARD_TEXTS.values() for old in olds]
    marks = {field: f"〔§{number:03}〕" for number, field in enumerate(fields)}
    pattern = "\n".join(edition_with(tiny_root, marks))
    assert sum(mark in pattern for mark in marks.values()) > 5  # the tiny text prints no terms, grades and steps
    strings = [s for s in said_something(taken_strings()) if len(s) < 500]  # longer ones break tables over pages
    for turn in range(0, len(strings), 5):
        texts = {field: strings[(n + turn) % len(strings)] for n, field in enumerate(fields)}
        (expected,) = replaced({"": [pattern]}, {marks[field]: as_shown(text) for field, text in texts.items()})[""]
        lines = [re.sub(r"\t\d+$", "\t#", line) for line in expected.split("\n")]
        assert edition_with(tiny_root, texts) == lines


def test_texts_of_a_chapter(tiny_root: Path) -> None:
    """A chapter is Markdown, so a text may mean something there; it is refused with its line, or the file is whole."""
    path = tiny_root / "standard" / CHAPTER
    content = path.read_text(encoding="utf-8")
    for text in said_something(taken_strings())[::3]:
        path.write_text(content.replace(SENTENCE, text), encoding="utf-8")
        try:
            assert faults_in(plan_edition(checked_standard(tiny_root))) == []
        except Refused as refused:
            assert all(p.mark.file.endswith(CHAPTER) and p.mark.line > 0 for p in refused.problems)
