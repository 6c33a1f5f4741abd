"""Templates that people own: begun, looked through, told apart from other Word files, compared, and a second one of ours."""

from __future__ import annotations

import dataclasses
import io
import pickle
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT
from docx import Document
from test_cli import METAL, run
from test_hostile_template import body, in_header
from word import convert, faults_of, paragraph, parts_of, table, text_of, with_body, zipped

from lceval_docs.build import plan_edition, plan_names, plan_report
from lceval_docs.disk import compare
from lceval_docs.examining import examined, examined_file
from lceval_docs.judging import Judged
from lceval_docs.model.standard import Standard
from lceval_docs.problems import Phrase, Word, catalogue
from lceval_docs.sources.legible import read_legible
from lceval_docs.template import examine_template, report_template
from lceval_docs.views.legible import view_legible
from lceval_docs.views.meaning import MEANINGS
from lceval_docs.views.report import view_report

SHELL = (ROOT / "report_templates" / "form.docx").read_bytes()
SUMMARY = ROOT / "report_templates" / "summary.docx"


def heading(text: str) -> str:
    return paragraph(text).replace("<w:p>", '<w:p><w:pPr><w:outlineLvl w:val="0"/></w:pPr>')


def told(raw: bytes, language: str = "en") -> list[str]:
    """Errors and warnings; not the remark on what is never printed, nor what every small template lacks."""
    return [
        f"{p.code} {p.worded(catalogue(language))}"
        for p in examine_template(raw, "t.docx")
        if p.fault.severity != "info" and p.code != "E0619"
    ]


def test_all_problems_at_once_with_their_places() -> None:
    """Misspelt names, a broken tag, one that is not allowed, a block without a partner: all in one run, each with paragraph,
    cell and the heading above."""
    raw = with_body(
        SHELL,
        paragraph("{{ factory_nam }}")
        + heading("4 评分结果")
        + table(paragraph("得分"), paragraph("{{ score.totl }}"))
        + paragraph("{%p for d in score.dimension %}")
        + paragraph("{{ d.name }} {{ report_numbr }}")
        + paragraph("{%p endfor %}")
        + paragraph("{{ 7*7 }}")
        + paragraph("{{ title")
        + paragraph("{%p if score.radar %}"),
    )
    assert told(raw) == [
        'E0609 document ¶1 "{{ factory_nam }}": there is nothing named "factory_nam". '
        "Is it factory_name / factory_profile?",
        'E0609 document ¶4 (table 1, row 2, cell 1) "{{ score.totl }}" under "4 评分结果": '
        'there is nothing named "score.totl". Is it total / own_total?',
        'E0609 document ¶5 "{%p for d in score.dimension %}" under "4 评分结果": '
        'there is nothing named "score.dimension". Is it dimensions / reasons?',
        'E0609 document ¶6 "{{ d.name }} {{ report_numbr }}" under "4 评分结果": '
        'there is nothing named "report_numbr". Is it report_number / report_date?',
        'E0605 document ¶8 "{{ 7*7 }}" under "4 评分结果": {{ 7*7 }} is not allowed. '
        "Templates may name data, loop over it and ask whether it is there; filters: upper, lower, trim, length, join.",
        'E0604 document ¶9 "{{ title" under "4 评分结果": broken tag {{. '
        "A place is {{ name }}; a block is {% if name %} … {% endif %}.",
        'E0606 document ¶10 "{%p if score.radar %}" under "4 评分结果": {% if score.radar %} has no partner in the same '
        "paragraph, table or cell. Open and close a block at the same level.",
    ]


def test_places_in_chinese() -> None:
    """第 1 行第 1 格, under its heading; headers by their number."""
    raw = with_body(SHELL, heading("4 评分结果") + table(paragraph("{{ score.totl }}")))
    assert told(raw, "zh")[0].startswith("E0609 正文第2段（表格1第1行第1格）“{{ score.totl }}”（在“4 评分结果”下）：")
    assert told(in_header("{{ factory_nam }}"), "zh")[0].startswith("E0609 页眉1第1段“{{ factory_nam }}”：")


def test_a_template_without_the_notices(tmp_path: Path) -> None:
    """That the standard is a proposal, and a case invented, is said by every report: check and report refuse it otherwise."""
    parts = parts_of(SUMMARY.read_bytes())
    for name in ("standard_notice", "case_notice"):
        changed = {
            part: raw.replace(f"{{{{ {name} }}}}".encode(), b"") if part.endswith(".xml") else raw
            for part, raw in parts.items()
        }
        (tmp_path / "t.docx").write_bytes(zipped(changed))
        for done in (
            run("check", tmp_path / "t.docx"),
            run("report", METAL, "--template", tmp_path / "t.docx", "--out", tmp_path / "out"),
        ):
            assert done.returncode == 1 and f"E0619 模板里没有 {{{{ {name} }}}}。" in done.stderr + done.stdout
    assert not (tmp_path / "out").exists()


def test_a_chart_that_names_no_data() -> None:
    """A chart whose alternative text was emptied or replaced would be printed as it stands in the template."""
    parts = parts_of((ROOT / "report_templates" / "evaluation_report.docx").read_bytes())
    whole = parts["word/document.xml"]
    for instead in (b'descr=""', 'descr="得分图"'.encode(), b""):
        parts["word/document.xml"] = whole.replace(b'descr="{{ score.radar }}"', instead)
        (line,) = told(zipped(parts))
        assert line.startswith("E0618 document ¶") and '"7.2　等级条件"' in line
    parts["word/document.xml"] = whole
    assert told(zipped(parts)) == []


def test_phrases_travel() -> None:
    """A phrase comes back from another process as it went, with braces in its gaps."""
    phrase = Phrase('{part} "{start}"', part=Word("document"), start="{{ x }}")
    assert (
        pickle.loads(pickle.dumps(phrase)).worded(catalogue("zh")) == phrase.worded(catalogue("zh")) == '正文 "{{ x }}"'
    )


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (paragraph("{% for d in score.dimensions %}一{% endfor %}"), ["W0617"]),
        (paragraph("{% for d in score.dimensions %}{{ loop.index }}{% endfor %}"), []),
        (paragraph("{% for d in score.dimensions %}{{ d.name }}{% endfor %}"), []),
        (paragraph("{% if conclusion %}{% endif %}"), ["W0618"]),
        (paragraph("{% if conclusion %}{% else %}无{% endif %}"), []),
        (paragraph("{% if not conclusion and score.reasons %}{% endif %}"), ["W0618"]),
        (paragraph("{%p if conclusion %}") + paragraph("") + paragraph("{%p endif %}"), []),
        (paragraph("{%p for d in score.dimensions %}") + paragraph("{%p endfor %}"), ["W0617", "W0618"]),
    ],
)
def test_what_is_written_in_vain(content: str, expected: list[str]) -> None:
    """A loop that never names its item, and a block without content, are warned of."""
    assert [line[:5] for line in told(body(content))] == expected


def test_what_is_never_printed() -> None:
    """A remark lists what a template never names; of a group that it does not name at all, the group alone."""
    raw = body(paragraph("{{ factory_name }}{% for d in score.dimensions %}{{ d.name }}{% endfor %}"))
    (remark,) = [p for p in examine_template(raw, "t.docx") if p.fault.severity == "info"]
    listed = dict(remark.details)["found"].split(", ")
    assert remark.code == "I0619"
    assert {"inventory", "calculations", "score.dimensions.weight", "score.radar"} <= set(listed)
    assert not {"factory_name", "score", "score.dimensions", "score.dimensions.name"} & set(listed)
    assert "score.radar" not in dict(examine_template(SUMMARY.read_bytes(), "t")[-1].details)["found"]  # by its chart


def test_kinds_of_word_files(standard: Standard, examples: list[Judged], tmp_path: Path) -> None:
    """A template, a finished report and any other Word file are told apart, and each is said so."""
    ((name, finished),) = plan_report(standard, examples[0], report_template(ROOT)).items()
    other = io.BytesIO()
    Document().save(other)
    for raw, code in (
        (SUMMARY.read_bytes(), "I0619"),
        (finished, "E0733"),
        (other.getvalue(), "E0812"),
        (b"PK", "E0601"),
    ):
        (tmp_path / name).write_bytes(raw)
        assert [p.code for p in examined_file(standard, tmp_path / name)] == [code]


def test_check_at_the_door(tmp_path: Path) -> None:
    """`lceval check` of a template: 0 with its remark, 1 with its problems; another kind of file says what it is."""
    fine = run("check", SUMMARY)
    assert fine.returncode == 0 and "I0619" in fine.stderr
    wrong = tmp_path / "自己的.docx"
    wrong.write_bytes(body(paragraph("{{ factory_nam }}")))
    done = run("check", wrong)
    assert done.returncode == 1 and "可以写：factory_name" in done.stderr


def test_templates_of_the_edition_are_checked(tiny_root: Path) -> None:
    """Whatever report template lies in the edition's folder is checked with it."""
    (tiny_root / "report_templates" / "own.docx").write_bytes(body(paragraph("{{ factory_nam }}")))
    (tiny_root / "report_templates" / "~$own.docx").write_bytes(b"lock")
    assert [str(p.mark) for p in examined(tiny_root).problems if p.code == "E0609"] == ["report_templates/own.docx"]


def test_a_template_is_begun(tmp_path: Path) -> None:
    """`new template` copies one, says what comes next, and never writes over a file."""
    done = run("new", "template", "evaluation_report", "--out", tmp_path / "本机构.docx")
    assert done.returncode == 0 and "lceval check" in done.stdout
    assert (tmp_path / "本机构.docx").read_bytes() == (ROOT / "report_templates/evaluation_report.docx").read_bytes()

    again = run("new", "template", "summary", "--out", tmp_path / "本机构.docx")
    assert again.returncode == 1 and "E0732" in again.stderr
    unknown = run("new", "template", "nosuch")
    assert (
        unknown.returncode == 1 and "E0731" in unknown.stderr and "evaluation_report, form, summary" in unknown.stderr
    )


def test_report_by_another_template(tmp_path: Path) -> None:
    """A shipped name or a path; the file goes by the template's name, so that both reports lie side by side."""
    shutil.copy(SUMMARY, tmp_path / "本机构 模板.docx")
    for template in ("summary", tmp_path / "本机构 模板.docx"):
        assert run("report", METAL, "--template", template, "--out", tmp_path / "out").returncode == 0
    assert run("report", METAL, "--out", tmp_path / "out").returncode == 0
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == [
        "示例金属制品厂（虚构）-一页摘要.docx",
        "示例金属制品厂（虚构）-本机构 模板.docx",
        "示例金属制品厂（虚构）-评价报告.docx",
    ]
    assert "E0731" in run("report", METAL, "--template", "nosuch", "--out", tmp_path).stderr
    empty = run("report", METAL, "--template", "form", "--out", tmp_path / "none")
    assert empty.returncode == 1 and "E0617" in empty.stderr and not (tmp_path / "none").exists()
    both = run("report", METAL, "--template", "summary", "--document", "all", "--out", tmp_path / "none")
    assert both.returncode == 2 and "--document" in both.stderr and not (tmp_path / "none").exists()


def test_summary_of_every_example(standard: Standard, examples: list[Judged]) -> None:
    """The summary is whole, and says grade, total, that the standard is a proposal and that the case is invented."""
    template = report_template(ROOT, SUMMARY)
    for one in examples:
        raw = next(iter(plan_report(standard, one, template).values()))
        text = text_of(raw)
        assert faults_of(raw) == []
        assert standard.identity.notice in text and "虚构" in text
        for part in standard.dimensions:
            assert f"{part.id} {part.name}" in text


def test_only_what_is_shown_is_worked_out(
    standard: Standard, examples: list[Judged], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A summary needs no analysis and no calculation; a failure in what a template does show is no name that is missing."""

    def fails(*_: object) -> None:
        raise KeyError("factory_name")

    summary, report = report_template(ROOT, SUMMARY), report_template(ROOT)
    before = plan_report(standard, examples[0], summary)
    monkeypatch.setattr("lceval_docs.views.analysis.view_sensitivity", fails)
    monkeypatch.setattr("lceval_docs.views.report.view_calculations", fails)
    assert plan_report(standard, examples[0], summary) == before
    with pytest.raises(RuntimeError, match=r"sensitivity: KeyError|calculations: KeyError"):
        plan_report(standard, examples[0], report)


def test_a_field_is_worked_out_once(standard: Standard, examples: list[Judged]) -> None:
    """To whoever reads a view, what is worked out later is a field like the others."""
    case, evaluation = examples[0].case, examples[0].evaluation
    view, other = view_report(standard, case, evaluation), view_report(standard, case, evaluation)
    assert view.calculations is view.calculations
    assert view == other and dataclasses.replace(view) == view
    assert not hasattr(view, "calculation")


@pytest.mark.office
def test_summary_is_one_page(standard: Standard, examples: list[Judged], tmp_path: Path) -> None:
    """Each example's summary takes one page."""
    template = report_template(ROOT, SUMMARY)
    for number, one in enumerate(examples):
        path = tmp_path / f"{number}.docx"
        path.write_bytes(next(iter(plan_report(standard, one, template).values())))
        made = convert(path, "pdf", tmp_path)
        told = subprocess.run(["pdfinfo", str(made)], capture_output=True, text=True, check=True).stdout
        assert "Pages:           1\n" in told


def lines_of(raw: bytes) -> list[str]:
    parts, problems = read_legible(raw, "t.docx")
    assert not problems
    return list(view_legible(parts))


def test_a_word_file_as_lines() -> None:
    """Headings, paragraphs, rows, tags as typed, charts by their alternative text, headers below their name."""
    raw = with_body(SHELL, heading("一") + paragraph("{{ a", " }}") + table(paragraph("甲") + paragraph("乙")))
    assert lines_of(raw)[:3] == ["# 一", "{{ a }}", "甲 / 乙"]
    assert "[图表：{{ score.radar }}]" in lines_of(SUMMARY.read_bytes())
    assert "等级 | 总分（满分{{ score.full_marks }}） | 自评价 | 基本要求" in lines_of(SUMMARY.read_bytes())
    assert "== 页脚1 ==" in lines_of(SUMMARY.read_bytes())


def test_formulas_as_lines(standard: Standard) -> None:
    """Fractions, indices, powers and parentheses stay what they are in one line."""
    (raw,) = plan_edition(standard).values()
    lines = lines_of(raw)
    assert "e=E/M\t（A.11）" in lines and "K=(A_建构筑物+A_堆场)/A_用地×100 %\t（A.3）" in lines
    assert "R_p=min(N_s1/N_l1，N_s2/N_l2，N_s3/N_l3)×100 %\t（A.6）" in lines
    assert "δ=(1−(e_强度/(e_(强度，基准年)))^(1/n))×100 %\t（A.12）" in lines


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"version https://git-lfs.github.com/spec/v1",
        SHELL[:2000],
        zipped({**parts_of(SHELL), "word/document.xml": b"<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>"}),
        zipped({**parts_of(SHELL), "word/document.xml": b"<no"}),
        zipped({**parts_of(SHELL), "word/styles.xml": b"<no"}),
        zipped({**parts_of(SHELL), "../evil": b"x"}),
    ],
)
def test_hostile_files_as_lines(raw: bytes, tmp_path: Path) -> None:
    """What cannot be read gives one line that says why, and no failure that would end `git diff`."""
    (tmp_path / "x.docx").write_bytes(raw)
    done = run("textconv", tmp_path / "x.docx", cwd=tmp_path)
    assert done.returncode == 0 and done.stdout.startswith("（读不出：") and not done.stderr


def test_no_escapes_reach_the_terminal() -> None:
    """Control characters and turned writing direction are spaces."""
    assert lines_of(with_body(SHELL, paragraph("a\u202eb\u009bc")))[0] == "a b c"


def test_git_shows_what_changed(tmp_path: Path) -> None:
    """A real `git diff` of a .docx, with the attribute of this repository and the one line of configuration."""

    def git(*arguments: str) -> str:
        command = ["git", "-c", "user.name=x", "-c", "user.email=x@example.org", *arguments]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, encoding="utf-8", check=True)
        return done.stdout

    shutil.copy(ROOT / ".gitattributes", tmp_path)
    (tmp_path / "模板.docx").write_bytes(body(paragraph("总分：{{ score.total }}")))
    git("init", "-q")
    git("add", ".")
    git("commit", "-q", "-m", "x")
    git("config", "diff.lceval.textconv", f"'{sys.executable}' -m lceval_docs textconv")
    (tmp_path / "模板.docx").write_bytes(body(paragraph("得分：{{ score.total }}")))
    shown = git("diff").splitlines()
    assert "-总分：{{ score.total }}" in shown and "+得分：{{ score.total }}" in shown


def test_the_table_of_names_is_made_from_the_views() -> None:
    """Every field of every group has a meaning, no meaning is left over, and the README has them all: `lceval build`."""
    for record, meanings in MEANINGS.items():
        assert list(meanings) == [f.name for f in dataclasses.fields(record)], record
    assert not compare(plan_names(ROOT), ROOT)
    assert plan_names(ROOT / "tests") == {}


def test_a_stale_table_is_said_and_renewed(tiny_root: Path, tmp_path: Path) -> None:
    """`build --check` tells of a table that was changed by hand; `build` makes it anew, and keeps the text before it."""
    readme = tiny_root / "report_templates" / "README.md"
    whole = readme.read_text(encoding="utf-8")
    readme.write_text(whole.replace("| 等级 |", "| 级别 |"), encoding="utf-8")
    out = tmp_path / "out"
    run("build", "--root", tiny_root, "--out", out)
    assert readme.read_text(encoding="utf-8") == whole
    readme.write_text(whole.replace("| 等级 |", "| 级别 |"), encoding="utf-8")
    done = run("build", "--check", "--root", tiny_root, "--out", out)
    assert done.returncode == 1 and "E0704" in done.stderr
