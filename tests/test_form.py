"""Forms, blank and filled: every input is a control that says what it is, and holds what the case gives."""

from __future__ import annotations

import io
import re
from collections import Counter
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from conftest import ROOT, TINY
from docx import Document
from lxml import etree
from word import FoundControl, controls_of, faults_of, glossary_of, parts_of, text_of, w

from lceval_docs.build import plan_documents, plan_form
from lceval_docs.engine.evaluation import evaluate
from lceval_docs.judging import Judged, checked_standard, judge
from lceval_docs.model.answer import PLACEHOLDER_MARK, Address, anchor_of
from lceval_docs.model.case import Plan
from lceval_docs.model.form import LONGEST_TAG, Field
from lceval_docs.model.indicator import Benchmark
from lceval_docs.model.standard import Standard
from lceval_docs.problems import NOWHERE, Refused
from lceval_docs.template import form_template, report_template
from lceval_docs.views.answer import answered_years, view_answers
from lceval_docs.views.fact import fact_labels, view_dossier, view_facts
from lceval_docs.views.form import view_filling
from lceval_docs.views.form.own import answer, paragraphs
from lceval_docs.views.form.shape import Cell, Grid, Input, Row
from lceval_docs.views.question import view_questions
from lceval_docs.views.row import ROW_SOURCES
from lceval_docs.writers.word.form.block import render_blocks
from lceval_docs.writers.word.form.control import Controls
from lceval_docs.writers.word.template.filling import Filler


@pytest.fixture(scope="module")
def teahouse(tiny: Standard) -> Judged:
    return judge(tiny, TINY / "standard/examples/teahouse")


@pytest.fixture(scope="module")
def template() -> Filler:
    return report_template(ROOT)


def blank_forms(standard: Standard) -> dict[str, bytes]:
    return {
        form.id: next(iter(plan_form(standard, ROOT, form.id).values()))
        for form in standard.forms
        if form.is_made_of_sections
    }


def filled_forms(standard: Standard, judged: Judged, template: Filler, which: str = "all") -> dict[str, bytes]:
    """Filled forms by id."""
    names = {f"{judged.case.factory.name}-{form.name}.docx": form.id for form in standard.forms}
    plan = plan_documents(standard, form_template(ROOT), [judged], template, which)
    return {names[name]: raw for name, raw in plan.items()}


def given(controls: list[FoundControl]) -> dict[str, str]:
    """What is filled in, as codes, by tag, outside lists."""
    return {c.tag: c.code for c in controls if not c.is_placeholder and "//" not in c.tag}


@pytest.fixture(scope="module")
def everything(standard: Standard, tiny: Standard, teahouse: Judged, template: Filler) -> dict[str, bytes]:
    """All forms of both editions, and those of the teahouse."""
    return (
        blank_forms(standard)
        | {f"tiny {id}": raw for id, raw in blank_forms(tiny).items()}
        | {f"filled {id}": raw for id, raw in filled_forms(tiny, teahouse, template).items()}
    )


def test_application_form(standard: Standard) -> None:
    """Title, notice, all sections and labels, all basic requirements and data items stand in the form."""
    (raw,) = plan_form(standard, ROOT, "application").values()
    text = text_of(raw)
    form = next(f for f in standard.forms if f.id == "application")
    for section in form.sections:
        assert section.title in text
        for field in section.fields:
            assert field.label in text
    assert all(p.requirement in text for p in standard.grading.prerequisites)
    assert all(item.name in text for item in standard.data_items.values())
    assert standard.identity.notice in text
    asked = {c.tag for c in controls_of(raw)}
    for table in view_questions(standard).tables:
        for row in table.rows:
            for column in table.columns:
                if table.question(row.id, column.id):
                    assert str(Address(table.id, row.id, column.id)) in asked
        for column in table.columns if table.is_list else ():
            assert str(Address(table.id, "", column.id)) in asked


def test_every_input_says_what_it_is(everything: dict[str, bytes]) -> None:
    """Tag, label, number, lock, and a placeholder or a value; a bookmark around it that outlives it."""
    for name, raw in everything.items():
        controls = controls_of(raw)
        assert controls or name == "filled certificate"
        assert len({c.id for c in controls}) == len(controls), name
        for control in controls:
            assert control.alias and control.is_locked and 0 < len(control.tag) <= LONGEST_TAG, (name, control)
            assert control.tag.count("/") == 2, (name, control)
            assert control.text or control.kind == "picture", (name, control)
            assert control.anchor == f"{anchor_of(control.tag)}_{control.id}" and len(control.anchor) <= 40


def test_an_emptied_input_shows_its_own_placeholder(everything: dict[str, bytes]) -> None:
    """Every text, choice and date names an entry of the glossary, which holds what it showed."""
    for name, raw in everything.items():
        parts = parts_of(raw)
        entries = glossary_of(raw) if "word/glossary/document.xml" in parts else {}
        for control in controls_of(raw):
            if control.kind not in ("checkbox", "picture"):
                assert entries[control.placeholder], (name, control)
                assert not control.is_placeholder or entries[control.placeholder] == control.text


def test_tags_are_unique_but_in_lists(everything: dict[str, bytes]) -> None:
    """Only the rows of a list share their tags, and no row has a tag twice."""
    for name, raw in everything.items():
        controls = controls_of(raw)
        counts = Counter(c.tag for c in controls)
        assert [tag for tag, count in counts.items() if count > 1 and "//" not in tag] == [], name
        assert not [key for key, count in Counter((c.row, c.tag) for c in controls).items() if count > 1], name


def test_text_is_protected(tiny: Standard, everything: dict[str, bytes]) -> None:
    """Only inputs are open; the file says in itself which form of which edition it is, also to the eye."""
    for name, raw in everything.items():
        assert faults_of(raw) == [], name
        parts = parts_of(raw)
        assert b'<w:documentProtection w:edit="forms" w:enforcement="1"/>' in parts["word/settings.xml"]
        if " " in name:
            custom = parts["docProps/custom.xml"].decode()
            assert f">{name.split()[1]}<" in custom and f">{tiny.identity.edition}<" in custom
            assert tiny.identity.notice in text_of(raw) and f"表号：{name.split()[1]}" in text_of(raw)


def test_tables_are_for_everyone(everything: dict[str, bytes]) -> None:
    """Tables have descriptions, and heading rows that repeat and stay with what they head."""
    for name, raw in everything.items():
        for table in Document(io.BytesIO(raw)).tables:
            assert table._tbl.tblPr.xpath("w:tblDescription"), name
            for row in table._tbl.xpath("w:tr[w:trPr/w:tblHeader]"):
                assert not row.xpath("w:tc/w:p[not(w:pPr/w:keepNext)]"), name


def test_same_bytes(tiny: Standard, teahouse: Judged, template: Filler) -> None:
    assert blank_forms(tiny) == blank_forms(tiny)
    assert filled_forms(tiny, teahouse, template) == filled_forms(tiny, teahouse, template)


def test_forms_follow_the_data(tiny_root: Path) -> None:
    """A new field or data item appears without any Python."""
    path = tiny_root / "standard/forms/ask.yaml"
    path.write_text(
        path.read_text(encoding="utf-8").replace(
            "fields: [{id: teahouse,", "fields: [{id: garden, label: 庭院, type: text}, {id: teahouse,"
        ),
        encoding="utf-8",
    )
    (raw,) = plan_form(checked_standard(tiny_root), tiny_root, "ask").values()
    assert "庭院" in text_of(raw) and "净杯数" in text_of(raw)
    assert "ask/who/garden" in {c.tag for c in controls_of(raw)}


def test_rows_of_lists_repeat(tiny: Standard) -> None:
    """The rows of a list stand in a section that Word can repeat; heads and named rows do not."""
    root = etree.fromstring(parts_of(blank_forms(tiny)["apply"])["word/document.xml"])
    w15 = "{http://schemas.microsoft.com/office/word/2012/wordml}"
    sections = [s.getparent().getparent() for s in root.iter(f"{w15}repeatingSection")]
    assert sections
    for section in sections:
        rows = [item.getparent().getparent() for item in section.iter(f"{w15}repeatingSectionItem")]
        tags = {t.get(w("val")) for row in rows for t in row.iter(w("tag"))}
        assert rows and all("//" in tag for tag in tags)
    assert sum("//" in (t.get(w("val")) or "") for t in root.iter(w("tag"))) == sum(
        1 for section in sections for _ in section.iter(w("tag"))
    )


def test_kinds_of_inputs(tiny: Standard) -> None:
    """Each kind of field is the control that Word has for it, and says what to do."""
    controls = {c.tag: c for c in controls_of(blank_forms(tiny)["visit"])}
    told = {
        "visit/basics/house": ("text", "点击填写茶馆"),
        "factory/base_year/value": ("text", "点击填写基准年"),
        "factory/gwp/value": ("dropDownList", "选择"),
        "visit/basics/day": ("date", "年-月-日"),
        "visit/basics/weather": ("dropDownList", "选择"),
        "visit/basics/open": ("checkbox", "☐"),
        "visit/basics/seen.2": ("checkbox", "☐"),
        "visit/basics/story": ("text", "点击填写经过"),
        "visit/basics/photo": ("picture", ""),
        "visit/basics/factory.name": ("text", "点击填写工厂名称"),
        "visit/basics/factory.name.2": ("text", "点击填写工厂名称"),
        "visit/T1-1/score": ("text", "数字"),
        "visit//when": ("date", "年-月-日"),
    }
    assert {tag: (controls[tag].kind, controls[tag].text.removeprefix(PLACEHOLDER_MARK)) for tag in told} == told
    parts = parts_of(blank_forms(tiny)["visit"])
    assert parts["word/media/photograph.png"].startswith(b"\x89PNG")
    assert 'w:orient="landscape"' in parts["word/document.xml"].decode()


def test_filled_equals_the_case(tiny: Standard, teahouse: Judged, template: Filler) -> None:
    """Every answer of the factory file stands in its control, as its code, and nothing else does."""
    factory = teahouse.case.factory
    raw = filled_forms(tiny, teahouse, template)["apply"]
    controls = controls_of(raw)
    answers = view_answers(factory)
    lists = {t.id for t in view_questions(tiny, answered_years(factory)).tables if t.is_list}

    assert given(controls) == {
        str(a): text for a, text in answers.items() if a.table not in lists and a.table not in ("factory", "profile")
    }
    rows: dict[str, list[dict[str, str]]] = {}
    for number in dict.fromkeys(c.row for c in controls if "//" in c.tag):
        cells = [c for c in controls if c.row == number]
        told = {c.tag.split("//")[1]: c.code for c in cells if not c.is_placeholder}
        if told:
            rows.setdefault(cells[0].tag.split("//")[0], []).append(told)
    expected: dict[str, dict[str, dict[str, str]]] = {}
    for address, text in answers.items():
        if address.table in lists:
            expected.setdefault(address.table, {}).setdefault(address.row, {})[address.column] = text
    assert rows == {table: list(found.values()) for table, found in expected.items()}
    assert "2019\n（基准年）" in text_of(raw) and "2020\n（评价年）" in text_of(raw)


def test_filled_by_the_evaluation(tiny: Standard, teahouse: Judged, template: Filler) -> None:
    """Facts, scores, results, people stand where the form wants them; what no case gives is left to be filled."""
    controls = controls_of(filled_forms(tiny, teahouse, template)["visit"])
    found = given(controls)
    expected = {
        "visit/basics/house": "清风茶馆（虚构）",
        "factory/base_year/value": "2019",
        "factory/gwp/value": "R1",
        "visit/basics/day": "2020-03-01",
        "visit/T1-1/self": "净杯率 90.0 %",
        "visit/T1-1/score": "3.60",
        "visit/T1-2/score": "1.00",
        "visit/P2/result": "符合",
        "visit/T/score": "4.60",
        "visit/X1/value": "19.90 tCO₂e",
    }
    assert {tag: found.get(tag) for tag in expected} == expected
    listed = {(c.tag, c.text) for c in controls if "//" in c.tag and not c.is_placeholder}
    assert {("visit//role", "组长"), ("visit//date", "2020-02-29"), ("visit//market", "19.90")} <= listed
    assert ("visit//id", "E-1") in listed and ("visit//target", "U1-1 单位用水") in listed
    assert {c.tag for c in controls if c.is_placeholder} >= {"visit/basics/weather", "visit/T1-1/look", "visit//when"}


def test_nothing_is_found_before_the_review(tiny: Standard, teahouse: Judged, template: Filler) -> None:
    """Without a review the factory's own words are filled in; findings, scores and the grade are left blank."""
    case = replace(teahouse.case, review=None)
    controls = controls_of(filled_forms(tiny, Judged(case, evaluate(tiny, case)), template)["visit"])
    found = given(controls)
    assert found["visit/T1-2/self"] == "a 级：很香" and "visit/T1-2/score" not in found
    assert (
        "visit/P1/result" not in found and "visit/T/score" not in found and "visit/basics/evaluation.grade" not in found
    )


def test_letter(tiny: Standard, teahouse: Judged, template: Filler) -> None:
    """A letter is filled in its sentences, and signed at the right."""
    raw = filled_forms(tiny, teahouse, template)["letter"]
    lines = text_of(raw).split("\n")
    assert lines[:2] == ["结果告知书", "清风茶馆（虚构）："]
    assert lines[2].startswith("依据《茶馆规范》，贵馆2020年得8.3分，为好茶馆。")
    document = parts_of(raw)["word/document.xml"].decode()
    assert document.count('"LetterClosing"') == 2 and '"LetterSalutation"' in document
    assert "letter/body/factory.name" in {c.tag for c in controls_of(blank_forms(tiny)["letter"])}


def test_certificate(tiny: Standard, teahouse: Judged, template: Filler) -> None:
    """A certificate lies across in a frame, with validity and a code that only the same facts give."""
    raw = filled_forms(tiny, teahouse, template, "certificate")["certificate"]
    text, document = text_of(raw), parts_of(raw)["word/document.xml"].decode()
    assert "好茶馆" in text and "有效期至2022年3月1日" in text
    assert "pgBorders" in document and 'w:orient="landscape"' in document and "headerReference" not in document
    code = re.search(r"查询码：([A-Z2-7]{4}(?:-[A-Z2-7]{4}){2})\n", text)
    assert code
    review = replace(teahouse.case.review, report_number="茶-2")  # type: ignore[type-var]
    other = Judged(replace(teahouse.case, review=review), teahouse.evaluation)
    assert code[1] not in text_of(filled_forms(tiny, other, template)["certificate"])


def test_no_certificate_without_a_grade(tiny: Standard, teahouse: Judged, template: Filler) -> None:
    """Asked for by name it is refused; among others it is left out."""
    case = replace(teahouse.case, review=None)
    judged = Judged(case, evaluate(tiny, case))
    assert "certificate" not in filled_forms(tiny, judged, template, "asking")
    with pytest.raises(Refused) as refused:
        plan_documents(tiny, form_template(ROOT), [judged], template, "certificate")
    assert [p.code for p in refused.value.problems] == ["E0711"]


def test_letters_for_what_is_there_and_for_what_is_lacking(tiny: Standard, teahouse: Judged, template: Filler) -> None:
    """Materials are accepted or asked for, never both; the review and what it sets are not asked of the factory."""
    letter = next(f for f in tiny.forms if f.id == "letter")
    accepted, asked = (
        replace(letter, id=id, name=id, only_for=only)
        for id, only in (("accepted", "complete"), ("asked", "incomplete"))
    )
    more = replace(tiny, forms=(accepted, asked))
    alone = replace(teahouse.case, review=None)
    lacking = replace(alone, factory=replace(alone.factory, prerequisites={}))
    for case, made, refused, code in ((alone, "accepted", "asked", "E0714"), (lacking, "asked", "accepted", "E0712")):
        judged = Judged(case, evaluate(tiny, case))
        assert set(filled_forms(more, judged, template)) == {made}
        with pytest.raises(Refused) as found:
            plan_documents(more, form_template(ROOT), [judged], template, refused)
        assert [p.code for p in found.value.problems] == [code]
    dossier = view_dossier(tiny, lacking, evaluate(tiny, lacking))
    rows = list(ROW_SOURCES["missing"].rows(tiny, dossier))
    assert len(rows) == len(tiny.grading.prerequisites) and {row["where"] for row in rows} == {"自评结论"}
    assert view_facts(tiny, dossier)["evaluation.missing_count"] == str(len(rows))


def test_what_the_factory_handed_in_is_its_own(tiny: Standard, teahouse: Judged) -> None:
    """Evidence of a basic requirement as the factory named it, whatever the evaluators looked at, and before they did."""
    factory = teahouse.case.factory
    own = {id: replace(answer, evidence=("E-2",)) for id, answer in factory.prerequisites.items()}
    for review in (teahouse.case.review, None):
        case = replace(teahouse.case, factory=replace(factory, prerequisites=own), review=review)
        rows = list(ROW_SOURCES["prerequisites"].rows(tiny, view_dossier(tiny, case, evaluate(tiny, case))))
        assert [row["self_evidence"] for row in rows if row["id"] in own] == ["E-2"] * len(own) and own


def test_only_changed_indicators_are_put_to_approval(tiny: Standard, teahouse: Judged) -> None:
    """Corrections of data are no lines of the plan; who approved a benchmark is said by the plan, or by nobody."""
    assert teahouse.case.review
    entry = replace(teahouse.case.factory.data["water"], note="复核")
    found = []
    for approver in ("", "主办单位"):
        benchmark = Benchmark(base=Decimal(4), lead=Decimal(2), unit="L/杯", source="出处", mark=NOWHERE)
        plan = replace(
            teahouse.case.review.plan or Plan(mark=NOWHERE), benchmarks={"U1-1": benchmark}, approved_by=approver
        )
        case = replace(teahouse.case, review=replace(teahouse.case.review, plan=plan, data={"water": entry}))
        evaluation = evaluate(tiny, case)
        assert {"data", "benchmark"} <= {a.kind for a in evaluation.ledger}
        rows = ROW_SOURCES["adjustments"].rows(tiny, view_dossier(tiny, case, evaluation))
        found.append([row["approved_by"] for row in rows if row["target"].startswith("U1-1")])
    assert found == [[""], ["主办单位"]]


def test_the_report_belongs_to_the_documents(tiny: Standard, teahouse: Judged, template: Filler) -> None:
    """A form of this kind is the evaluation report: filled by its own template, never blank."""
    report = replace(tiny.forms[0], id="report", name="评价报告", kind="report", sections=())
    more = replace(tiny, forms=(*tiny.forms, report))
    plan = plan_documents(more, form_template(ROOT), [teahouse], template, "all")
    assert len(plan) == len(more.forms) and "清风茶馆（虚构）-评价报告.docx" in plan
    with pytest.raises(Refused) as refused:
        plan_form(more, ROOT, "report")
    assert [p.code for p in refused.value.problems] == ["E0710"]
    with pytest.raises(Refused) as refused:
        plan_documents(more, form_template(ROOT), [teahouse], template, "nosuch")
    assert [p.code for p in refused.value.problems] == ["E0701"]
    with pytest.raises(Refused) as refused:
        plan_documents(more, form_template(ROOT), [teahouse, teahouse], template, "letter")
    assert [p.code for p in refused.value.problems] == ["E0705"]


def test_rows_and_facts_are_as_told(
    standard: Standard, examples: list[Judged], tiny: Standard, teahouse: Judged
) -> None:
    """Rows give the values that are checked for, and no others; every fact that can be found has a label."""
    for edition, judged in ((tiny, teahouse), *((standard, one) for one in examples)):
        dossier = view_dossier(edition, judged.case, judged.evaluation)
        for name, source in ROW_SOURCES.items():
            for filling in (None, dossier):
                assert all(set(row) <= source.values for row in source.rows(edition, filling)), name
        known = fact_labels(edition)
        assert {n for n in view_facts(edition, dossier) if not n.startswith("factory.")} <= set(known)
        figures = {n: text for n, text in view_facts(edition, dossier).items() if n.startswith("figure.")}
        assert figures and all(re.fullmatch(r"-?\d+(\.\d+)?", text) for text in figures.values())
    assert view_filling(tiny).facts["standard.title"] == "茶馆规范"


def test_blanks_do_not_double_words(tiny: Standard, teahouse: Judged) -> None:
    """What is to be filled reads on: no label before its unit, no 年 twice, no unit twice."""
    field = Field(id="staff", label="人数", type="text", unit="人", value="factory.name", mark=NOWHERE)
    blank = view_filling(tiny)
    given, unit = answer(blank, "x/y", field)
    assert isinstance(given, Input) and given.placeholder.endswith("点击填写") and unit == " 人"
    counted = replace(blank, facts={"factory.name": "480人"})
    assert len(answer(counted, "x/y", field)) == 1
    letter = next(f for f in tiny.forms if f.id == "letter")
    pieces = list(paragraphs(blank, letter, letter.sections[0]))[1]
    years = [p for p in pieces if isinstance(p, Input) and p.tag.endswith("evaluation_year")]
    assert years and years[0].label == "评价年" and years[0].placeholder.endswith("点击填写评价")


def test_rows_that_stay_together(tiny: Standard) -> None:
    """A low table of fields stays on one page; of any other, neither the first nor the last row stands alone."""
    plain = Row((Cell(("x",), "blank"),), 9)
    shown = [
        "".join(
            "k" if "keepNext" in row else "-"
            for row in render_blocks((Grid((1,), rows, "x"),), Controls(), 900).split("<w:tr>")[1:]
        )
        for rows in ((plain,) * 4, (plain,) * 11, (replace(plain, is_heading=True), *(plain,) * 5), (plain,))
    ]
    assert shown == ["kkk-", "k--------k-", "kk--k-", "-"]


def test_long_tags_are_a_programmers_error() -> None:
    with pytest.raises(ValueError, match="65"):
        Controls().render((Input("x" * 65, "x", "text", "x"),))
