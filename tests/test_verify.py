"""Finished reports verified: edited, cut, foreign, of another edition or case, saved by an office program; and asked."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import ROOT
from test_cli import run
from word import parts_of, zipped

from lceval_docs.build import plan_report
from lceval_docs.judging import checked_standard, judge
from lceval_docs.model.provenance import Provenance
from lceval_docs.model.standard import Standard
from lceval_docs.problems import Mark, Problem, catalogue
from lceval_docs.sources.report.provenance import read_provenance
from lceval_docs.sources.report.reading import open_report, read_report
from lceval_docs.template import report_template
from lceval_docs.verifying.place import matching
from lceval_docs.verifying.tracing import addresses, figures_of, trace, trace_address
from lceval_docs.verifying.whole import Verified, verify
from lceval_docs.views.bookmark import first_name, hidden_name
from lceval_docs.views.report import view_report
from lceval_docs.views.traced import view_figures
from lceval_docs.writers.word.provenance import render_provenance

EXAMPLES = ROOT / "standard" / "examples"
METAL, BOARD = EXAMPLES / "low-carbon-metal", EXAMPLES / "prerequisite-fail-board"
DOCUMENT = "word/document.xml"


def report_of(standard: Standard, folder: Path) -> bytes:
    (raw,) = plan_report(standard, judge(standard, folder), report_template(ROOT)).values()
    return raw


@pytest.fixture(scope="module")
def metal(standard: Standard) -> bytes:
    """The report of an invented factory."""
    return report_of(standard, METAL)


@pytest.fixture
def checked(standard: Standard, tmp_path: Path) -> Callable[..., Verified]:
    """Verifies bytes as a file."""

    def check(raw: bytes, folder: Path | None = None, by: Standard = standard) -> Verified:
        path = tmp_path / "报告.docx"
        path.write_bytes(raw)
        return verify(by, path, folder)

    return check


def edited(raw: bytes, change: Callable[[str], str], part: str = DOCUMENT) -> bytes:
    """The file with one part changed; a change that changes nothing is a mistake of the test."""
    parts = parts_of(raw)
    before = parts[part].decode()
    after = change(before)
    assert after != before
    return zipped({**parts, part: after.encode()})


def around(name: str) -> re.Pattern[str]:
    """A bookmark with what stands in it, and the text of that."""
    return re.compile(
        rf'(<w:bookmarkStart w:id="(\d+)" w:name="{re.escape(name)}"/>)(.*?)(<w:bookmarkEnd w:id="\2"/>)', re.DOTALL
    )


def with_text(name: str, text: str) -> Callable[[str], str]:
    """A figure typed over by a person."""

    def change(document: str) -> str:
        def typed(found: re.Match[str]) -> str:
            return found[1] + re.sub(r"(<w:t[^>]*>)[^<]*(</w:t>)", rf"\g<1>{text}\2", found[3], count=1) + found[4]

        return around(name).sub(typed, document)

    return change


def codes(found: Verified) -> list[str]:
    return [p.code for p in found.problems]


def only(found: Verified) -> Problem:
    (problem,) = found.problems
    return problem


def provenance_of(raw: bytes) -> Provenance:
    made, problems = read_provenance(parts_of(raw), "0", Mark("x"))
    assert made is not None and not problems
    return made


def item_of(raw: bytes) -> str:
    return next(name for name in parts_of(raw) if re.fullmatch(r"customXml/item\d+\.xml", name))


@pytest.mark.parametrize("folder", sorted(EXAMPLES.iterdir()), ids=lambda p: p.name)
def test_a_report_as_it_was_made(standard: Standard, checked: Callable[..., Verified], folder: Path) -> None:
    """Nothing differs, and nearly every traced figure of the view stands in the report."""
    found = checked(report_of(standard, folder))
    assert found.problems == () and found.compared > 800
    assert checked(report_of(standard, folder), folder).problems == ()


def test_a_changed_figure(metal: bytes, checked: Callable[..., Verified]) -> None:
    """Both values, the address and the place are told."""
    problem = only(checked(edited(metal, with_text("_dimensions.D.rate", "29.99"))))
    assert problem.code == "E0821" and dict(problem.details)["found"] == "29.99"
    assert dict(problem.details)["address"] == "dimensions.D.rate" and "7　总分与等级" in problem.mark.place
    assert re.search(r"表\d+第4行“得分率（%）”列", problem.mark.place)


def test_every_single_figure_is_held(metal: bytes, standard: Standard, tmp_path: Path) -> None:
    """Whichever figure is changed, it is found: all of them at once, each typed over."""
    names = provenance_of(metal).figures
    document = parts_of(metal)[DOCUMENT].decode()
    for name in names:
        document = with_text(name, "8888.8888")(document)
    path = tmp_path / "r.docx"
    path.write_bytes(zipped({**parts_of(metal), DOCUMENT: document.encode()}))
    told = {dict(p.details)["address"] for p in verify(standard, path).problems if p.code == "E0821"}
    assert {hidden_name(address) for address in told} == set(map(first_name, names))


def test_swapped_figures(metal: bytes, checked: Callable[..., Verified]) -> None:
    texts = {f.address: f.text for f in figures(metal)}
    a, b = "years.2023.scope1", "years.2023.scope2_location"
    assert texts[a] != texts[b]
    raw = edited(edited(metal, with_text(f"_{a}", texts[b])), with_text(f"_{b}", texts[a]))
    assert codes(checked(raw)) == ["E0822", "E0822"]


def figures(raw: bytes) -> list:  # type: ignore[type-arg]
    standard = checked_standard(ROOT)
    judged = judge(standard, METAL)
    return list(view_figures(view_report(standard, judged.case, judged.evaluation)))


def test_a_deleted_figure(metal: bytes, checked: Callable[..., Verified]) -> None:
    problem = only(checked(edited(metal, lambda d: around("_score.grade").sub("", d))))
    assert problem.code == "E0823" and dict(problem.details)["address"] == "score.grade"


def test_a_digit_typed_beside(metal: bytes, checked: Callable[..., Verified]) -> None:
    """A one before a total makes another number of it, though the total itself was not touched."""
    one = "<w:r><w:t>1</w:t></w:r>"
    raw = edited(metal, lambda d: around("_dimensions.D.score").sub(lambda m: one + m[0], d))
    problem = only(checked(raw))
    assert problem.code == "E0824" and dict(problem.details)["found"] == "1"


def test_a_doubtful_case(standard: Standard, checked: Callable[..., Verified], tmp_path: Path) -> None:
    """Its warnings are told again, and what the report prints of them agrees."""
    folder = tmp_path / "case"
    shutil.copytree(METAL, folder)
    path = folder / "factory.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("4100", "4100000"), encoding="utf-8")
    found = checked(report_of(standard, folder))
    assert found.problems and all(p.fault.is_warning for p in found.problems)


def test_a_chart_that_was_edited(metal: bytes, checked: Callable[..., Verified]) -> None:
    """A value of the radar, as "edit data" in Word would leave it."""
    raw = edited(metal, lambda c: c.replace("<c:v>77.9</c:v>", "<c:v>97.9</c:v>", 1), "word/charts/chart1.xml")
    problem = only(checked(raw))
    assert problem.code == "E0827" and dict(problem.details)["found"] == "97.9"


def test_a_row_typed_in(metal: bytes, checked: Callable[..., Verified]) -> None:
    """A source that nobody reported, added to the table by copying a row: its numbers have no origin."""

    def copied(document: str) -> str:
        at = document.index('w:name="_lines.S01.location"')
        begin = max(document.rfind("<w:tr>", 0, at), document.rfind("<w:tr ", 0, at))
        end = document.index("</w:tr>", at) + len("</w:tr>")
        row = re.sub(r"<w:bookmark(Start|End)[^>]*/>", "", document[begin:end])
        return document[:end] + row + document[end:]

    found = checked(edited(metal, copied))
    assert set(codes(found)) == {"E0826"} and all("表6第2行" in p.mark.place for p in found.problems)


def test_changes_tracked(metal: bytes, checked: Callable[..., Verified]) -> None:
    """What was struck out with changes tracked is no longer there; what was put in is."""

    def tracked(found: re.Match[str]) -> str:
        struck = found[3].replace("<w:t>", "<w:delText>").replace("</w:t>", "</w:delText>")
        struck = re.sub(r"<w:t [^>]*>", "<w:delText>", struck)
        about = 'w:id="1" w:author="a" w:date="2026-01-01T00:00:00Z"'
        new = "<w:r><w:t>7.77</w:t></w:r>"
        return f"{found[1]}<w:del {about}>{struck}</w:del><w:ins {about}>{new}</w:ins>{found[4]}"

    problem = only(checked(edited(metal, lambda d: around("_dimensions.D.score").sub(tracked, d))))
    assert problem.code == "E0821" and dict(problem.details)["found"] == "7.77"


def test_text_that_disagrees_and_leftovers(metal: bytes, checked: Callable[..., Verified]) -> None:
    """A sentence that names another total; a place left over; a right total in a sentence says nothing."""

    def said(sentence: str) -> bytes:
        body = f"<w:body><w:p><w:r><w:t>{sentence}</w:t></w:r></w:p>"
        return edited(metal, lambda d: d.replace("<w:body>", body, 1))

    total = next(f.text for f in figures(metal) if f.address == "score.total")
    assert checked(said(f"工厂总分为{total}分，")).problems == ()
    assert codes(checked(said("工厂总分为99.5分，"))) == ["E0831"]
    assert codes(checked(said("综合能耗合计 1.5 万吨标准煤"))) == ["E0831"]
    assert codes(checked(said("总分不低于 60 分的为一级"))) == []
    for wrong in (
        "工厂总分８６.１ 分，",
        "总分提高到86.1分。",
        "得分合计86.1。",
        "2021年排放总量为1 tCO₂e",
        "等级为近零碳工厂。",
    ):
        assert codes(checked(said(wrong))) == ["E0831"], wrong
    for right in ("上年总分为65.3分。", "2022年总分65.3分。", "等级为低碳工厂。"):
        assert codes(checked(said(right))) == [], right
    assert codes(checked(said("评价组长：{{ leader }}"))) == ["E0832"]
    assert codes(checked(said("评价组长：XXXX"))) == ["E0832"]


def test_the_carried_data_removed_or_changed(metal: bytes, checked: Callable[..., Verified]) -> None:
    """Never trusted; with the case folder the figures are still compared."""
    item = item_of(metal)
    parts = parts_of(metal)
    gone = zipped({n: raw for n, raw in parts.items() if n != item})
    assert codes(checked(gone)) == ["E0851"]
    cut = edited(metal, lambda x: x.replace("evaluation_year: 2023", "evaluation_year: 2022"), item)
    assert codes(checked(cut)) == ["E0852"]
    half = zipped({**parts, item: parts[item][: len(parts[item]) // 2]})
    assert codes(checked(half)) == ["E0852"]
    for raw in (gone, cut, half):
        with_folder = checked(raw, METAL)
        assert codes(with_folder) == ["W0856"] and with_folder.compared > 800
    wrong = edited(cut, with_text("_score.total", "99.0"))
    assert set(codes(checked(wrong, METAL))) == {"W0856", "E0821"}


def test_the_carried_data_twice_or_of_a_strange_format(metal: bytes, checked: Callable[..., Verified]) -> None:
    """Two accounts of its making are none; a format that looks like a digit and is none is no format."""
    item = item_of(metal)
    twice = zipped({**parts_of(metal), "customXml/item1.xml": parts_of(metal)[item]})
    strange = edited(metal, lambda x: x.replace('format="1"', 'format="²"'), item)
    assert codes(checked(twice)) == codes(checked(strange)) == ["E0852"]


def made_as(raw: bytes, **said: object) -> bytes:
    """The report as another making would have it, with the digest that belongs to it."""
    made = replace(provenance_of(raw), **said)  # type: ignore[arg-type]
    return zipped({**parts_of(raw), item_of(raw): render_provenance(made)})


def test_of_a_newer_version(metal: bytes, checked: Callable[..., Verified]) -> None:
    newer = edited(metal, lambda x: x.replace('format="1"', 'format="2"'), item_of(metal))
    assert codes(checked(newer)) == ["E0853"]
    assert codes(checked(newer, METAL)) == ["E0853"]
    assert codes(checked(made_as(metal, version="99.0.0"))) == ["W0843"]


def test_of_another_edition(metal: bytes, checked: Callable[..., Verified], tmp_path: Path) -> None:
    """Another edition's name; the same name with a factor changed: the figures that this moves are listed too."""
    assert codes(checked(made_as(metal, edition="2031")))[0] == "E0841"
    root = tmp_path / "edition"
    shutil.copytree(ROOT / "standard", root / "standard")
    shutil.copytree(ROOT / "report_templates", root / "report_templates")
    path = root / "standard/factors/electricity.yaml"
    text = path.read_text(encoding="utf-8")
    assert "0.4419" in text
    path.write_text(text.replace("0.4419", "0.4420"), encoding="utf-8")
    found = checked(metal, by=checked_standard(root))
    changed = next(p for p in found.problems if p.code == "E0842")
    assert "因子" in changed.worded(catalogue("zh"))
    assert {"E0821", "E0827"} <= set(codes(found))


def test_somebody_elses_file(checked: Callable[..., Verified]) -> None:
    """A Word file of another origin, a template, a file that is none, one with macros."""
    assert codes(checked((ROOT / "report_templates/form.docx").read_bytes())) == ["E0851", "E0855"]
    for raw, code in ((b"", "E0601"), (b"PK\x03\x04", "E0601")):
        with pytest.raises(Exception, match=code):
            checked(raw)


def test_a_file_that_runs(metal: bytes, checked: Callable[..., Verified]) -> None:
    raw = zipped({**parts_of(metal), "word/vbaProject.bin": b"x"})
    with pytest.raises(Exception, match="E0854"):
        checked(raw)


def test_a_case_that_changed_since(metal: bytes, checked: Callable[..., Verified], tmp_path: Path) -> None:
    """The file and the first line that differs; the figures that follow from it; evidence that is gone."""
    folder = tmp_path / "case"
    shutil.copytree(METAL, folder)
    path = folder / "factory.yaml"
    lines = path.read_text(encoding="utf-8").split("\n")
    number = next(n for n, line in enumerate(lines) if "4100" in line)
    lines[number] = lines[number].replace("4100", "4200")
    path.write_text("\n".join(lines), encoding="utf-8")
    found = checked(metal, folder)
    assert dict(next(p for p in found.problems if p.code == "E0844").details)["line"] == str(number + 1)
    assert "E0821" in codes(found)
    (folder / "review.yaml").unlink()
    assert "E0845" in codes(checked(metal, folder))
    evidence = made_as(metal, evidence=("台账.pdf",))
    assert "E0846" in codes(checked(evidence, METAL))


def test_evidence_that_is_gone(standard: Standard, checked: Callable[..., Verified], tmp_path: Path) -> None:
    """Evidence is named by a file that was there; without the folder the report's own list of files counts."""
    folder = tmp_path / "case"
    shutil.copytree(METAL, folder)
    path = folder / "factory.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("  - id: E-01\n", "  - id: E-01\n    file: 台账.pdf\n", 1), encoding="utf-8")
    assert "台账.pdf" in path.read_text(encoding="utf-8")
    (folder / "evidence").mkdir()
    (folder / "evidence/台账.pdf").write_bytes(b"%PDF-1.4")
    raw = report_of(standard, folder)
    assert checked(raw).problems == () and checked(raw, folder).problems == ()
    (folder / "evidence/台账.pdf").unlink()
    assert "E0510" in codes(checked(raw, folder))


def test_another_factory(metal: bytes, checked: Callable[..., Verified]) -> None:
    """The case of another factory: said once, instead of hundreds of figures that differ."""
    assert codes(checked(metal, BOARD)) == ["E0847"]


def test_a_figure_that_the_case_no_longer_has(metal: bytes, checked: Callable[..., Verified], tmp_path: Path) -> None:
    """A source was taken out of the case: its line has no figures any more, the totals differ."""
    folder = tmp_path / "case"
    shutil.copytree(METAL, folder)
    path = folder / "factory.yaml"
    text = path.read_text(encoding="utf-8")
    without = re.sub(r"(?ms)^    - id: S11\n.*?(?=^\S)", "", text)
    assert without != text
    path.write_text(without, encoding="utf-8")
    assert {"E0844", "E0825", "E0821"} <= set(codes(checked(metal, folder)))


def test_results_labels_and_cover(metal: bytes, checked: Callable[..., Verified]) -> None:
    """What was found of a basic requirement or a gate, the name at the head of a row, a year of the cover, evidence."""
    for name, text in (
        ("_prerequisites.G3.result", "不符合"),
        ("_gates.N1.result", "满足"),
        ("_dimensions.C.name", "能源/资源节约"),
        ("_years.2021.year", "2022"),
        ("_evaluation_year", "2024"),
        ("_lines.S01.evidence", "E-99"),
    ):
        assert "E0821" in codes(checked(edited(metal, with_text(name, text)))), name


def test_moved_and_copied(metal: bytes, checked: Callable[..., Verified]) -> None:
    """Cells cut and pasted take their bookmarks along; a copied row brings them a second time."""

    def moved(document: str) -> str:
        a, b = (around(f"_years.{year}.scope1").search(document)[0] for year in (2021, 2023))  # type: ignore[index]
        return document.replace(a, "\0").replace(b, a).replace("\0", b)

    assert codes(checked(edited(metal, moved))) == ["E0829", "E0829"]

    def copied(document: str) -> str:
        row = around("_lines.S01.location").search(document)[0]  # type: ignore[index]
        return document.replace(row, row + row)

    assert "E0828" in codes(checked(edited(metal, copied)))


@pytest.mark.office
def test_saved_by_an_office_program(metal: bytes, checked: Callable[..., Verified], tmp_path: Path) -> None:
    """LibreOffice keeps data, bookmarks and figures; a figure changed afterwards is found, and what was cut too."""
    (tmp_path / "in.docx").write_bytes(metal)
    command = [
        "soffice",
        "--headless",
        f"-env:UserInstallation=file://{tmp_path}/profile",
        "--convert-to",
        "docx:MS Word 2007 XML",
    ]
    subprocess.run([*command, "--outdir", tmp_path / "out", tmp_path / "in.docx"], check=True, capture_output=True)
    saved = (tmp_path / "out" / "in.docx").read_bytes()
    assert parts_of(saved)[DOCUMENT] != parts_of(metal)[DOCUMENT]
    found = checked(saved)
    assert found.problems == () and found.compared == checked(metal).compared
    total = next(f.text for f in figures(metal) if f.address == "score.total")
    changed = edited(saved, lambda d: re.sub(rf"(>){re.escape(total)}(</w:t>)", r"\g<1>99.9\2", d))
    assert "E0821" in codes(checked(changed))


def test_other_digits_are_told_apart_from_other_values(metal: bytes, checked: Callable[..., Verified]) -> None:
    """7.30 written 7.3 or 7.300 has the right value; 7.31 has not."""
    (address, text) = next((f.address, f.text) for f in figures(metal) if re.fullmatch(r"\d+\.\d0", f.text))
    for other, code in ((text[:-1], "E0820"), (f"{text}0", "E0820"), (f"{text[:-1]}1", "E0821")):
        assert codes(checked(edited(metal, with_text(hidden_name(address), other)))) == [code], other


def test_headers_and_charts_are_held_too(metal: bytes, checked: Callable[..., Verified]) -> None:
    """Another number in the header of every page; the header emptied; a drawing taken out."""
    header = next(name for name, raw in parts_of(metal).items() if "word/header" in name and b"report_number" in raw)
    name = "_2~report_number"
    other = only(checked(edited(metal, with_text(name, "示例-2026-999"), header)))
    assert other.code == "E0821" and other.mark.place == "页眉"
    gone = only(checked(edited(metal, lambda h: around(name).sub("", h), header)))
    assert gone.code == "E0823" and dict(gone.details)["address"] == "report_number"
    drawing = re.compile(r"<w:drawing>(?:(?!</w:drawing>).)*<c:chart .*?</w:drawing>", re.DOTALL)
    undrawn = only(checked(edited(metal, lambda d: drawing.sub("", d, count=1))))
    assert (undrawn.code, dict(undrawn.details)) == ("E0834", {"found": "3", "expected": "4"})


def test_asked_by_place(standard: Standard, metal: bytes, tmp_path: Path) -> None:
    """Tables by label or by number under a heading, rows, columns by number or head, words of the row."""
    path = tmp_path / "r.docx"
    path.write_bytes(metal)
    parts, problems = open_report(path, "r.docx")
    assert problems == ()
    found = read_report(parts).all_figures

    def at(asked: str) -> list[str]:
        return [f.name for f in matching(found, asked)]

    assert at("附录A D1-1 表1 第1行 数值") == ["_inputs.D1-1.energy_use.2023.value"]
    assert at("附录A,D1-1,第1行") == at("附录 A　D1-1 第 1 行".replace(" 行", "行").replace("第 ", "第"))
    assert at("4.3 2023 范围一") == ["_years.2023.scope1"]
    assert at("4.3第3行第2列") == ["_years.2023.scope1"]
    for same in (
        "4.3 2023年 范围一",
        "第4章 4.3 ２０２３ 范围一",
        "第4.3节 2023 范围一",
        "4　碳排放核算 › 4.3　历年汇总 表7第3行“范围一”列",
        "表七 2023 范围一",
        "表 7 第三行 第 2 列",
        "表07 2023 范围一",
    ):
        assert at(same) == ["_years.2023.scope1"], same
    assert at("附录 a d1-1 表 1 第 1 行 数值") == at("附录A D1-1 表1 第1行 数值")
    assert at("附录Z") == []
    judged = judge(standard, METAL)
    due = figures_of(standard, judged)
    in_one_cell = trace(standard, judged, due, matching(found, "表9 排放量（位置法） 2023 数值", addresses(due)))
    assert "quantities.years.emissions_location.2023.value" in [one.figure.address for one in in_one_cell]
    assert all(".2023." in one.figure.address for one in in_one_cell)
    (one,) = trace(standard, judged, due, matching(found, "4.3 2023 范围一"))
    assert one.printed == one.figure.text and any("factory.yaml:" in step.says for step in one.chain)
    address = trace_address(standard, judged, due, "years.2023.scope1")
    assert address is not None and address.chain == one.chain
    assert trace_address(standard, judged, due, hidden_name("score.total")) is not None
    assert trace_address(standard, judged, due, "score.nothing") is None


def test_commands(metal: bytes, tmp_path: Path) -> None:
    """Exit codes and words of `verify` and `explain`."""
    path = tmp_path / "报告.docx"
    path.write_bytes(metal)
    good = run("verify", path)
    assert good.returncode == 0 and "全部相符" in good.stdout
    assert run("verify", path, "--case", METAL / "factory.yaml").returncode == 0
    explained = run("explain", path, "--at", "附录A D1-1 第1行 数值")
    assert explained.returncode == 0 and "证明材料" in explained.stdout and "factory.yaml:" in explained.stdout
    by_id = run("explain", METAL, "D1-1").stdout
    assert "条款：附录" in by_id and by_id.replace(METAL.as_posix(), "") == run("explain", path, "D1-1").stdout.replace(
        path.name, ""
    )
    assert "总分" in run("explain", METAL, "--at", "score.total").stdout
    assert run("explain", path, "--at", "附录Z").returncode == 2
    wrong = run("explain", path, "--at", "4.3 2023 范围壹")
    assert wrong.returncode == 2 and "没有“范围壹”，有：范围一" in wrong.stderr and "写入" not in wrong.stderr
    assert "score.total" in run("explain", METAL, "score.totel").stderr
    printed = run("explain", path, "score.total", "--full").stdout
    assert printed.count("[score.total]") > 1 and "“" in printed.splitlines()[0]  # each place where it is printed
    short, full = (run("explain", METAL, "score.total", *more) for more in ((), ("--full",)))
    assert len(short.stdout.splitlines()) < 101 and "--full" in short.stderr
    assert "factory.yaml:" in full.stdout and "--full" not in full.stderr
    assert run("explain", path).returncode == 2
    path.write_bytes(edited(metal, with_text("_score.total", "99.0")))
    bad = run("verify", path)
    assert bad.returncode == 1 and "E0821" in bad.stderr and "99.0" in bad.stderr
    assert run("verify", path, "--format", "json").returncode == 1
    assert run("verify", tmp_path / "nothing.docx").returncode == 1
