"""The content controls of a Word form: where each answer belongs, and what it says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from lxml import etree

from lceval_docs.model.answer import (
    PLACEHOLDER_MARK,
    Address,
    Filled,
    Question,
    Questionnaire,
    anchor_of,
)
from lceval_docs.problems import Fault, Mark, Problem
from lceval_docs.sources.form.grid import NOTHING, text_of
from lceval_docs.sources.template.package import w

TAG_TWICE = Fault("E0943", 'the field "{field}" stands twice, with different answers: "{found}" and "{expected}".')
TYPED_BESIDE = Fault(
    "W0947", '{field}: text was typed beside the field; read together as "{found}".', "Type into the field itself."
)
UNKNOWN_TAG = Fault("E0944", 'the field "{found}" belongs to no form of this edition.', "Use the form of this edition.")
_W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
_PLACEHOLDER = "PlaceholderText"
_ALL_YEARS = tuple(map(str, range(1990, 2100)))


@dataclass
class Reading:
    """One form being read."""

    shown: str
    asked: Questionnaire
    filled: dict[Address, Filled] = field(default_factory=dict)
    tags: set[Address] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)
    rows: dict[tuple[str, etree._Element], str] = field(default_factory=dict)
    order: int = 0
    has_others: bool = False

    def mark(self, section: str, label: str, row: str = "") -> Mark:
        self.order += 1
        where = "，".join(filter(None, (section, row)))
        return Mark(self.shown, self.order, 0, place=f"{where}「{label}」")

    def row_of(self, table: str, row: etree._Element) -> str:
        """The number of a list's row, counted as found."""
        if (table, row) not in self.rows:
            self.rows[table, row] = str(1 + sum(1 for name, _ in self.rows if name == table))
        return self.rows[table, row]


def anchors(asked: Questionnaire) -> Mapping[str, str]:
    """Every tag of the questionnaire's fields, by the name of the bookmark around it."""
    tags = [
        str(Address(table.id, row, column))
        for table in asked.tables
        for row in ([""] if table.is_list else [r.id for r in table.rows])
        for column in [*(q.id for q in table.columns), *(_ALL_YEARS if any(q.is_year for q in table.columns) else ())]
    ]
    return {anchor_of(tag): tag for tag in tags}


def anchored_controls(body: etree._Element, tags: Mapping[str, str]) -> Mapping[etree._Element, str]:
    """The first control in or behind each of our bookmarks, with its tag.

    Some programs drop tags, and write what is left of one control as several.
    """
    found: dict[etree._Element, str] = {}
    for start in body.iter(w("bookmarkStart")):
        tag = tags.get((start.get(w("name")) or "").rpartition("_")[0], "")
        holder = next(start.iterancestors(w("sdt")), None)
        if holder is None:
            holder = next((e for e in start.itersiblings() if e.tag == w("sdt")), None)
        if tag and holder is not None:
            found.setdefault(holder, tag)
    return found


def read_control(
    reading: Reading, control: etree._Element, sections: Mapping[etree._Element, str], form: str, anchor: str
) -> None:
    """One content control: where its answer belongs, and what it says."""
    properties = control.find(w("sdtPr"))
    tag = properties.find(w("tag")) if properties is not None else None
    if properties is None or (tag is None and not anchor):
        return
    said = (tag.get(w("val")) if tag is not None else anchor) or ""
    address = Address.read(said)
    table = reading.asked.table(address.table) if address else None
    section = _section_of(control, sections)
    alias = properties.find(w("alias"))
    label = alias.get(w("val")) if alias is not None else said
    if address is None or table is None:
        reading.has_others = reading.has_others or bool(form and said.split("/")[0] == form)
        if form and said and said.split("/")[0] != form and address is not None:
            reading.problems.append(UNKNOWN_TAG.at(reading.mark(section, label), found=said))
        return
    row = address.row
    if table.is_list:
        holder = next(control.iterancestors(w("tr")), control)
        row = reading.row_of(table.id, holder)
        address = Address(table.id, row, address.column)
    reading.tags.add(address)
    answer = _answer(control, properties)
    before, behind = _beside(control, reading.asked.question(address))
    text = f"{before}{answer}{behind}"
    if text.strip() in NOTHING:
        return
    mark = reading.mark(section, label, f"{table.title}第{row}行" if table.is_list else "")
    if before or behind:
        reading.problems.append(TYPED_BESIDE.at(mark, field=label, found=text.strip()[:40]))
    known = reading.filled.get(address)
    if known and known.text != text:
        reading.problems.append(TAG_TWICE.at(mark, field=label, found=text[:40], expected=known.text[:40]))
    reading.filled.setdefault(address, Filled(text, mark))


def _beside(control: etree._Element, question: Question | None) -> tuple[str, str]:
    """What was typed before and behind a control into its cell; nothing of the form's own: its unit, other fields."""
    cell = next(control.iterancestors(w("tc")), None)
    if cell is None:
        return "", ""
    inside = list(cell.iter(w("sdt")))
    aliases = {a.get(w("val")) for sdt in inside for a in sdt.iterfind(f"{w('sdtPr')}/{w('alias')}")}
    texts: list[list[str]] = [[], []]
    passed = False
    for node in cell.iter(w("sdt"), w("t"), w("del")):
        if node is control:
            passed = True
        elif node.tag == w("t") and not any(a in inside for a in node.iterancestors(w("sdt"))):
            texts[passed].append(node.text or "")
    before, behind = ("".join(part).strip() for part in texts)
    own = {question.unit, f"（{question.unit}）"} if question else set()
    is_shared = len(aliases) > 1
    if is_shared or behind in own:
        behind = ""
    return ("" if is_shared else before), behind


def _section_of(element: etree._Element, sections: Mapping[etree._Element, str]) -> str:
    table = next(element.iterancestors(w("tbl")), None)
    return sections.get(table, "") if table is not None else ""


def _answer(control: etree._Element, properties: etree._Element) -> str:
    """What a control says; nothing while it shows its placeholder. A choice says its code, a date its day."""
    content = control.find(w("sdtContent"))
    if content is None or properties.find(w("showingPlcHdr")) is not None or _is_placeholder(content):
        return ""
    checked = properties.find(f"{{{_W14}}}checkbox/{{{_W14}}}checked")
    if checked is not None:
        return "true" if checked.get(f"{{{_W14}}}val") in ("1", "true", "on") else ""
    text = text_of(content)
    if text.startswith(PLACEHOLDER_MARK):
        return ""
    day = properties.find(w("date"))
    if day is not None and day.get(w("fullDate")):
        return str(day.get(w("fullDate")))[:10]
    for list_item in properties.iter(w("listItem")):
        if list_item.get(w("displayText")) == text and list_item.get(w("value")):
            return str(list_item.get(w("value")))
    return text


def _is_placeholder(content: etree._Element) -> bool:
    """Whether every run of a control has the style of placeholders, as some programs keep only that."""
    runs = [run for run in content.iter(w("r")) if run.find(w("t")) is not None]
    styles = [run.find(f"{w('rPr')}/{w('rStyle')}") for run in runs]
    return bool(runs) and all(s is not None and s.get(w("val")) == _PLACEHOLDER for s in styles)
