"""The evaluation report: what stands in it, its charts, its bytes."""

from __future__ import annotations

import dataclasses
import io
import json
import re
import shutil
from pathlib import Path

import openpyxl
import pytest
from conftest import ROOT
from docx import Document
from lxml import etree
from word import faults_of, parts_of, text_of, w

from lceval_docs.build import plan_report
from lceval_docs.engine.evaluation import evaluate
from lceval_docs.judging import Judged, checked_standard, judge
from lceval_docs.model.standard import Standard
from lceval_docs.template import report_template
from lceval_docs.views.form import view_filling, view_form
from lceval_docs.views.form.shape import Grid
from lceval_docs.views.report import ReportView, view_report
from lceval_docs.views.summary import view_data, view_summary
from lceval_docs.writers.word.properties import Properties
from lceval_docs.writers.word.report import render_report
from lceval_docs.writers.word.template.filling import Filler

GOLDEN = Path(__file__).parent / "golden"


@pytest.fixture(scope="module")
def template() -> Filler:
    return report_template(ROOT)


@pytest.fixture(scope="module")
def reports(standard: Standard, examples: list[Judged], template: Filler) -> dict[str, bytes]:
    return {j.case.folder.rsplit("/", 1)[-1]: next(iter(plan_report(standard, j, template).values())) for j in examples}


def test_files_are_whole(reports: dict[str, bytes]) -> None:
    """Every report opens in python-docx and breaks none of Word's rules."""
    for raw in reports.values():
        assert faults_of(raw) == []
        assert len(Document(io.BytesIO(raw)).tables) > 20


def test_same_input_same_bytes(
    standard: Standard, examples: list[Judged], template: Filler, reports: dict[str, bytes]
) -> None:
    """Rendering twice gives the same bytes."""
    for one in examples:
        assert next(iter(plan_report(standard, one, template).values())) == reports[one.case.folder.rsplit("/", 1)[-1]]


def test_all_indicators_stand_in_the_report(standard: Standard, reports: dict[str, bytes]) -> None:
    """One row for each of the indicators, with points, basis, note and evidence."""
    text = text_of(reports["low-carbon-metal"])
    for indicator in standard.indicators:
        assert indicator.id in text and indicator.name in text
    for chapter in (
        "概述",
        "评价过程和方法",
        "工厂概况",
        "碳排放核算",
        "基本要求符合性",
        "指标评价",
        "总分与等级",
        "调整说明",
        "缺失数据",
        "结论与建议",
        "附录A",
        "附录B",
    ):
        assert chapter in text


def test_says_what_it_is(standard: Standard, reports: dict[str, bytes]) -> None:
    """Every report says that the standard is a draft of proposals, and that the case is invented."""
    for raw in reports.values():
        text = text_of(raw)
        assert standard.identity.notice in text and "虚构" in text


def test_grades(reports: dict[str, bytes]) -> None:
    """The grade stands in the report, or why there is none."""
    assert "评价结果：近零碳工厂；总分：" in text_of(reports["near-zero-electronics"])
    assert "评价结果：低碳工厂；总分：" in text_of(reports["low-carbon-metal"])
    assert "基本要求 G3 不符合。" in text_of(reports["prerequisite-fail-board"])


def test_charts_are_native_and_editable(reports: dict[str, bytes]) -> None:
    """Cached values and the embedded workbook agree, and both agree with the score."""
    parts = parts_of(reports["near-zero-electronics"])
    c = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
    radar = etree.fromstring(parts["word/charts/chart1.xml"])
    cached = [v.text for v in next(radar.iter(f"{c}val")).iter(f"{c}v")]
    book = openpyxl.load_workbook(io.BytesIO(parts["word/embeddings/radar.xlsx"])).active
    rows = list(book.iter_rows(min_row=2, values_only=True))

    assert [row[0] for row in rows] == ["管理制度", "工厂设施", "企业产品", "能源/资源节约", "环境排放", "碳中和"]
    assert [float(v) for v in cached] == [row[1] for row in rows]
    document = etree.fromstring(parts["word/document.xml"])
    alternatives = [
        d.get("descr")
        for d in document.iter("{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr")
    ]
    assert all("：" in a for a in alternatives) and len(alternatives) == 4


def test_contents(reports: dict[str, bytes]) -> None:
    """The table of contents is a field whose entries are the headings in order, with rising page numbers."""
    root = etree.fromstring(parts_of(reports["low-carbon-metal"])["word/document.xml"])
    headings = [
        "".join(t.text or "" for t in p.iter(w("t")))
        for p in root.iter(w("p"))
        if (s := p.find(f"{w('pPr')}/{w('pStyle')}")) is not None and s.get(w("val")) in ("Heading1", "Heading2")
    ]
    entries = [
        re.match(r"(.*?)(\d+)$", "".join(t.text or "" for t in h.iter(w("t")))) for h in root.iter(w("hyperlink"))
    ]

    assert [m[1] for m in entries] == headings
    assert [int(m[2]) for m in entries] == sorted(int(m[2]) for m in entries)
    assert any("TOC " in (i.text or "") for i in root.iter(w("instrText")))


def test_every_place_is_documented(template: Filler) -> None:
    """README of the templates lists every place that a template may use, and no other."""
    listed = set(
        re.findall(
            r"^\| `([\w.]+)`", (ROOT / "report_templates" / "README.md").read_text(encoding="utf-8"), re.MULTILINE
        )
    )
    assert listed == set(places(ReportView))


def places(record: type, before: str = "") -> list[str]:
    """Dotted names of all fields of a view, through lists and groups."""
    import typing

    found = []
    for name, hint in typing.get_type_hints(record).items():
        inner = typing.get_args(hint)[0] if typing.get_origin(hint) is tuple else hint
        found.append(before + name)
        if dataclasses.is_dataclass(inner) and inner.__name__.endswith("View"):
            found += places(inner, f"{before}{name}.")
    return found


HOSTILE = "<&>\"' {{ 7*7 }} </w:t> ]]> 𠮷"


def test_hostile_text_in_every_text_field(standard: Standard, examples: list[Judged], template: Filler) -> None:
    """A hostile text in every text place of the view is shown verbatim, in a file that stays whole."""
    view = _hostile(view_report(standard, examples[0].case, examples[0].evaluation))
    raw = render_report(template, view, Properties(HOSTILE, HOSTILE, standard.identity.date))
    text = text_of(raw)
    assert [f for f in faults_of(raw) if "left over" not in f] == []
    assert text.count(HOSTILE) > 500


def test_hostile_factory_from_file_to_report(tmp_path: Path, standard: Standard, template: Filler) -> None:
    """Hostile texts of a case file stand in the report as they were typed; only the file's name is made safe."""
    folder = ROOT / "standard/examples/low-carbon-metal"
    name, boundary = "../../evil {{ 7*7 }}", "<&> {% if x %} ]]> \u202e反"
    for file in ("factory.yaml", "review.yaml"):
        text = (folder / file).read_text(encoding="utf-8")
        text = text.replace("name: 示例金属制品厂（虚构）", f"name: '{name}'", 1)
        text = re.sub(r"(?m)^  boundary: .*$", f"  boundary: '{boundary}'", text)
        (tmp_path / file).write_text(text, encoding="utf-8")
    ((written, raw),) = plan_report(standard, judge(standard, tmp_path), template).items()
    assert written == "_.._evil {{ 7_7 }}-评价报告.docx"
    assert name in text_of(raw) and text_of(raw).count(boundary) == 2
    assert [f for f in faults_of(raw) if "left over" not in f] == []


def _hostile(value):  # type: ignore[no-untyped-def]
    if isinstance(value, str):
        return HOSTILE
    if isinstance(value, tuple):
        return tuple(_hostile(v) for v in value)
    if dataclasses.is_dataclass(value) and type(value).__name__.endswith("View"):
        return dataclasses.replace(
            value, **{f.name: _hostile(getattr(value, f.name)) for f in dataclasses.fields(value)}
        )
    return value


def test_golden_report_of_the_teahouse(tiny_root: Path, request: pytest.FixtureRequest) -> None:
    """The text of the tiny report, part by part as read, is the one that a person has looked at."""
    tiny = checked_standard(tiny_root)
    judged = judge(tiny, tiny_root / "standard/examples/teahouse", "teahouse")
    raw = next(iter(plan_report(tiny, judged, report_template(tiny_root)).values()))
    parts = parts_of(raw)
    found = {"parts": sorted(parts), "text": text_of(raw).split("\n")}
    path = GOLDEN / "teahouse-report.json"
    if request.config.getoption("--update-golden"):
        path.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    assert found == json.loads(path.read_text(encoding="utf-8"))


def test_chosen_units_go_by_name(tiny_root: Path) -> None:
    """A unit that each factory chooses is never printed by its id: in gates, benchmarks, the ledger and forms."""
    for name, old, new in (
        ("profiles/corner.yaml", "unit: L/杯", "unit: L/activity"),
        ("indicators/u.yaml", "{method: base_lead,", "{method: base_lead, base: 5, lead: 3,"),
        ("grades.yaml", "formula: emissions, unit: tCO2e", "formula: emissions / served, unit: tCO2e/activity"),
        ("data/tea.yaml", "type: number, unit: kg}", "type: number, unit: activity}"),
    ):
        path = tiny_root / "standard" / name
        text = path.read_text(encoding="utf-8")
        assert old in text, old
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
    tiny = checked_standard(tiny_root)
    judged = judge(tiny, tiny_root / "standard/examples/teahouse")
    score = view_report(tiny, judged.case, judged.evaluation).score
    form = view_form(next(f for f in tiny.forms if f.id == "apply"), view_filling(tiny))
    grids = [block for section in form.sections for block in section.blocks if isinstance(block, Grid)]
    shown = [
        score.gates[0].limit,
        *(a.before + a.after for a in score.ledger if a.before != "—"),
        *(i.basis for d in score.dimensions for i in d.indicators if i.id == "U1-1"),
        *(p for g in grids for r in g.rows for c in r.cells for p in c.pieces if isinstance(p, str) and "数量" in p),
    ]
    assert len(shown) >= 4 and all("产量单位" in text and "activity" not in text for text in shown), shown


def test_what_a_factory_says_is_no_conclusion(standard: Standard, examples: list[Judged]) -> None:
    """Without a review nobody has concluded on the prerequisites, though the factory says that it meets them."""
    for one in examples:
        case = dataclasses.replace(one.case, review=None)
        assert any(answer.met for answer in case.factory.prerequisites.values())
        evaluation = evaluate(standard, case)
        told = {p.result for p in view_report(standard, case, evaluation).score.prerequisites}
        assert told == {"缺少结论"}
        assert not {m.what for m in evaluation.missing} & {p.id for p in standard.grading.prerequisites}


def test_partial_case_has_a_report(standard: Standard, template: Filler) -> None:
    """A case without a review gives a report on its inventory and what is missing, and no grade."""
    judged = judge(standard, ROOT / "tests" / "cases" / "mill")
    raw = next(iter(plan_report(standard, judged, template).values()))
    text = text_of(raw)
    assert faults_of(raw) == []
    assert "暂不判定" in text and "尚无评价记录" in text and "密度" in text
    assert "评价结果：暂不判定；总分：暂不计分。" in text
    assert "评价得分：暂不计分，折算后暂不计分；自评价折算后暂不计分。" in text
    assert "本次评价未作调整" not in text and "没有可列的改进项" not in text, "nobody has evaluated it yet"
    assert "D2-2\n绿色电力消费占比\n可选\n3\n缺\n—\n" in text.replace("\t", "\n")


def test_no_dash_inside_a_sentence(standard: Standard, examples: list[Judged], template: Filler) -> None:
    """A dash stands alone in its cell: inside a sentence it reads as the numeral one."""
    mill = judge(standard, ROOT / "tests" / "cases" / "mill")
    for one in (mill, *examples):
        text = text_of(next(iter(plan_report(standard, one, template).values())))
        assert re.findall(r".*[\u4e00-\u9fff：]—(?!—).*|.*(?<!—)—[\u4e00-\u9fff].*", text) == []


def test_missing_data_name_the_indicators(standard: Standard) -> None:
    """In the report and on the command line each missing thing says which indicators need it."""
    judged = judge(standard, ROOT / "tests" / "cases" / "mill")
    missing = {m.what: m.needed_by for m in view_report(standard, judged.case, judged.evaluation).score.missing}
    assert missing["重复利用水量"] == "D4-2" and missing["密度"].startswith("S0") and "D1-1" in missing["密度"]
    assert "—" not in missing.values()
    told = [text for _, text in view_summary(standard, judged.case, judged.evaluation)]
    assert "重复利用水量（数据项，D4-2，2020）" in told and "G1（评价结论）" in told
    data = view_data(standard, judged.case, judged.evaluation)["missing"]
    assert next(m["needed_by"] for m in data if m["what"] == "water_reused") == ["D4-2"]


def test_why_a_factor_of_another_year_was_taken_stands_in_the_report(
    standard: Standard, template: Filler, tmp_path: Path
) -> None:
    """The reason that a factory gives for 2022's factor stands beside that factor, and beside no other."""
    case = tmp_path / "metal"
    shutil.copytree(ROOT / "standard/examples/low-carbon-metal", case)
    path, reason = case / "factory.yaml", "填报时 2023 年的因子尚未公布 <&>"
    text = path.read_text(encoding="utf-8")
    changed = text.replace("supply: grid\n", f"supply: grid\n      factor_year: 2022\n      reason: {reason}\n", 1)
    assert changed != text
    path.write_text(changed, encoding="utf-8")
    told = text_of(next(iter(plan_report(standard, judge(standard, case), template).values())))
    assert told.count(f"（采用其他年份因子的理由：{reason}）") == 1
