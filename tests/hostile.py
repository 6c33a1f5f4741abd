"""Hostile texts, a case that holds one in every field, and what its documents say, for what must hold of all of them."""

from __future__ import annotations

import json
import re
import typing
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from conftest import ROOT, TINY
from lxml import etree
from word import parts_of, w

from lceval_docs.build import Plan, plan_documents, plan_report
from lceval_docs.judging import Judged, checked_standard, judge
from lceval_docs.model.case import Factory, Review
from lceval_docs.model.origin import Given, Told
from lceval_docs.model.standard import Standard
from lceval_docs.problems import Mark
from lceval_docs.template import form_template, report_template
from lceval_docs.views.answer import answered_years, view_answers
from lceval_docs.views.question import view_questions
from lceval_docs.views.workbook import view_workbook
from lceval_docs.writers.word.template.filling import Filler
from lceval_docs.writers.workbook import render_workbook

CASES = Path(__file__).parent / "cases" / "hostile"
RECORDS: Mapping[str, type] = {"factory": Factory, "review": Review}
EVIDENCE_FILE = "账本.pdf"
Place = tuple[str | int, ...]
Trees = dict[str, Any]
Texts = Mapping[Place, str]


@dataclass(frozen=True)
class Group:
    """Texts of one kind. `refused`: the code of the fault they are refused with; empty where they are taken."""

    name: str
    refused: str
    strings: tuple[str, ...]


@cache
def own_groups() -> tuple[Group, ...]:
    """The project's own list."""
    groups = yaml.safe_load((CASES / "strings.yaml").read_text(encoding="utf-8"))
    return tuple(Group(g["group"], g.get("refused", ""), tuple(map(spelt, g["strings"]))) for g in groups)


def spelt(entry: str | dict[str, Any]) -> str:
    return entry if isinstance(entry, str) else entry["repeat"] * entry["times"]


@cache
def public_strings() -> tuple[str, ...]:
    """The Big List of Naughty Strings."""
    return tuple(json.loads((CASES / "naughty.json").read_text(encoding="utf-8")))


def taken_strings() -> list[str]:
    return [s for g in own_groups() if not g.refused for s in g.strings]


def refused_strings() -> list[tuple[str, str]]:
    return [(g.refused, s) for g in own_groups() if g.refused for s in g.strings]


def as_shown(text: str) -> str:
    """A text as documents show it: every sign that ends a line is a line break."""
    return re.sub("\r\n|[\r\x0b\x85\u2028\u2029]", "\n", text)


# A case with a text in every field


def text_fields(record: type) -> set[tuple[str, str]]:
    """Every field of a record, and of the records in it, that may hold text, by the names of record and field."""
    found: set[tuple[str, str]] = set()
    waiting, seen = [record], {Mark}
    while waiting:
        one = waiting.pop()
        seen.add(one)
        for name, hint in typing.get_type_hints(one).items():
            kinds = set(_kinds(hint))
            found |= {(one.__name__, name)} if kinds & {str, Told} else set()
            waiting += [kind for kind in kinds if is_dataclass(kind) and kind not in (*seen, Told, Given)]
    return found


def _kinds(hint: Any) -> Iterator[type]:
    """The types that a type is made of."""
    yield hint
    if typing.get_origin(hint) is not typing.Literal:
        for argument in typing.get_args(hint):
            yield from _kinds(argument)


def given_fields(value: object) -> Iterator[tuple[str, str]]:
    """Every field that is given in a record and in the records in it."""
    if is_dataclass(value):
        for field in fields(value):
            below = getattr(value, field.name)
            if below:
                yield type(value).__name__, field.name
            yield from given_fields(below)
    elif isinstance(value, Mapping | tuple):
        for below in value.values() if isinstance(value, Mapping) else value:
            yield from given_fields(below)


def trees_of(folder: Path) -> Trees:
    """The files of a case as plain data, every value the text that was typed."""
    return {
        name: yaml.load((folder / f"{name}.yaml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
        for name in RECORDS
    }


def values_in(tree: Any, place: Place = ()) -> Iterator[tuple[Place, str]]:
    """Every value with its place."""
    if isinstance(tree, str):
        yield place, tree
        return
    for key, below in tree.items() if isinstance(tree, dict) else enumerate(tree):
        yield from values_in(below, (*place, key))


def with_texts(trees: Trees, texts: Texts) -> Trees:
    """The case with other texts in some places."""
    changed = deepcopy(trees)
    for place, text in texts.items():
        branch = changed
        for key in place[:-1]:
            branch = branch[key]
        branch[place[-1]] = text
    return changed


_ESCAPED = re.compile("[\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")


def written(trees: Trees, folder: Path) -> Path:
    """The case in a folder. Files are JSON, which is YAML, a value a line; what UTF-8 or YAML cannot hold is escaped."""
    (folder / "evidence").mkdir(parents=True, exist_ok=True)
    (folder / "evidence" / EVIDENCE_FILE).touch()
    for name, tree in trees.items():
        plain = json.dumps(tree, ensure_ascii=False, indent=1)
        text = _ESCAPED.sub(_escaped, plain)
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder


def _escaped(match: re.Match[str]) -> str:
    return f"\\u{ord(match[0]):04x}"


def place_of(trees: Trees, place: Place) -> tuple[str, int]:
    """File and line of a field in a written case, whatever text it holds."""
    root = yaml.compose(json.dumps(trees[str(place[0])], ensure_ascii=False, indent=1), Loader=yaml.CSafeLoader)
    for key in place[1:]:
        root = root.value[key] if isinstance(key, int) else next(v for k, v in root.value if k.value == key)
    return f"case/{place[0]}.yaml", root.start_mark.line + 1


def in_turn(places: Sequence[Place], strings: Sequence[str], turn: int) -> dict[Place, str]:
    """A string for every place; over as many turns as there are strings, each stands in each place once."""
    return {place: strings[(n + turn) % len(strings)] for n, place in enumerate(places)}


# What its documents say


@dataclass(frozen=True)
class Desk:
    """An edition, the template of its report, and where files are written."""

    standard: Standard
    template: Filler
    folder: Path

    def judged(self, trees: Trees) -> Judged:
        return judge(self.standard, written(trees, self.folder), "case")

    def documents(self, judged: Judged) -> Plan:
        """Every document of a case by its kind: all forms, letters and the certificate, the report, the workbook."""
        factory = judged.case.factory
        plan = plan_documents(self.standard, form_template(ROOT), [judged], self.template, "all")
        plan |= plan_report(self.standard, judged, self.template)
        asked = view_questions(self.standard, answered_years(factory))
        book = view_workbook(self.standard, asked, view_answers(factory))
        assert not book.left_out
        plan["-数据表.xlsx"] = render_workbook(book)
        return {f"-{name.rpartition('-')[2]}": raw for name, raw in plan.items()}


def tiny_desk(folder: Path) -> Desk:
    return Desk(checked_standard(TINY), report_template(ROOT), folder)


_PARTS = re.compile(
    r"word/(document|header\d*|footer\d*|footnotes|endnotes|comments|charts/chart\d*)\.xml|docProps/core\.xml"
)
_VERIFICATION_CODE = re.compile(r"[A-Z2-7]{4}(-[A-Z2-7]{4}){2}")
_PIECES = {w("br"): "\n", w("cr"): "\n", w("tab"): "\t"}


def lines_of(raw: bytes) -> list[str]:
    """All texts of a document in their order: paragraphs, chart labels, title; or cells. Without the table of contents,
    whose page numbers move, and the code of a certificate, which is made from what it says."""
    parts = parts_of(raw)
    if "xl/workbook.xml" in parts:
        return list(_cells(parts))
    found = []
    for name in sorted(filter(_PARTS.fullmatch, parts)):
        root = etree.fromstring(parts[name])
        if not name.startswith("word/") or "chart" in name:
            found += [e.text for e in root.iter(etree.Element) if e.text and e.text.strip()]
            continue
        found += [_paragraph(p) for p in root.iter(w("p")) if not _is_contents(p)]
    return [_VERIFICATION_CODE.sub("CODE", text) for text in found]


def _paragraph(paragraph: etree._Element) -> str:
    return "".join(
        _PIECES.get(e.tag, e.text or "")
        for e in paragraph.iter(w("t"), *_PIECES)
        if e.getparent().tag == w("r") and next(e.iterancestors(w("p"))) is paragraph
    )


def _is_contents(paragraph: etree._Element) -> bool:
    style = paragraph.find(f"{w('pPr')}/{w('pStyle')}")
    return style is not None and style.get(w("val")).upper().startswith("TOC")


S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def _cells(parts: Mapping[str, bytes]) -> Iterator[str]:
    texts = [
        re.sub("_x([0-9A-F]{4})_", lambda m: chr(int(m[1], 16)), "".join(t.text or "" for t in si.iter(f"{S}t")))
        for si in etree.fromstring(parts["xl/sharedStrings.xml"])
    ]
    for name in sorted(n for n in parts if n.startswith("xl/worksheets/sheet")):
        for cell in etree.fromstring(parts[name]).iter(f"{S}c"):
            value = cell.findtext(f"{S}v") or ""
            yield texts[int(value)] if cell.get("t") == "s" else value


Lines = Mapping[str, list[str]]


def said_in(plan: Plan) -> Lines:
    """The texts of all documents."""
    return {name: lines_of(raw) for name, raw in plan.items()}


def _unfolded(line: str) -> str:
    """A text as it is compared: every line end a line break, and without the breaks by which a report lists ids."""
    return as_shown(line).replace("、\n", "、").replace("：\n", "：")


def replaced(lines: Lines, marks: Mapping[str, str]) -> Lines:
    """The texts with every mark replaced by what stands for it."""
    pattern = re.compile("|".join(map(re.escape, marks)))
    return {name: [pattern.sub(lambda m: marks[m[0]], line) for line in found] for name, found in lines.items()}


def differences(found: Lines, expected: Lines) -> list[str]:
    """Where two sets of documents say different things."""
    told = [] if found.keys() == expected.keys() else [f"{sorted(found)} {sorted(expected)}"]
    for name in found.keys() & expected.keys():
        if len(found[name]) != len(expected[name]):
            told.append(f"{name}: {len(found[name])} texts, not {len(expected[name])}")
        told += [
            f"{name}: {mine[:120]!r} is not {theirs[:120]!r}"
            for mine, theirs in zip(found[name], expected[name], strict=False)
            if mine != theirs and _unfolded(mine) != _unfolded(theirs)
        ]
    return told
