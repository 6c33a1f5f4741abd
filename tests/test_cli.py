"""The command line: what it prints, where, with which exit code; what it writes and what it leaves alone."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from conftest import ROOT, TINY

from lceval_docs.checks.standard import standing
from lceval_docs.judging import checked_standard

MILL = ROOT / "tests" / "cases" / "mill"
METAL = ROOT / "standard" / "examples" / "low-carbon-metal"


def run(*arguments: object, cwd: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[str]:
    """The installed command in a process of its own."""
    command = [sys.executable, "-m", "lceval_docs", *map(str, arguments)]
    return subprocess.run(
        command,
        cwd=cwd,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        env={**os.environ, "PYTHONIOENCODING": "utf-8", **environment},
    )


def test_help_is_chinese_unless_asked() -> None:
    """Help speaks Chinese; `--lang en` shows the source strings."""
    assert "用法" in run("--help").stdout
    assert "Usage" in run("--lang", "en", "--help").stdout or run("check", "--lang", "en", "--help").stdout.startswith(
        "Usage"
    )


def test_help_imports_nothing_heavy() -> None:
    """`--help` does not load YAML, Jinja, lxml or MkDocs."""
    code = (
        "import sys; sys.argv=['lceval','--help']\nfrom lceval_docs.cli import main\n"
        "try: main()\nexcept SystemExit: pass\n"
        "print([m for m in ('yaml','jinja2','lxml','mkdocs') if m in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stderr.strip() == "[]"


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["check"], 0),
        (["nosuch"], 2),
        (["report"], 2),
        (["report", METAL], 2),
        (["explain", METAL, "ZZ"], 2),
        (["form", "nosuch"], 1),
        (["form"], 2),
        (["report", METAL, "--document", "nosuch", "--out", "build/none"], 1),
        (["evaluate", "/nowhere"], 1),
        (["check", "--root", "/nowhere"], 1),
    ],
)
def test_exit_codes(arguments: list[object], code: int, tmp_path: Path) -> None:
    """0 fine, 1 problems, 2 wrong usage; no traceback ever."""
    done = run(*arguments)
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr


def test_documents_of_the_process(tmp_path: Path) -> None:
    """The documents are listed by stage; those of a case are filled by form, stage, or all of them."""
    listed = run("form", "--list", "--root", TINY).stdout.splitlines()
    assert listed[0] == "提出" and "  letter　告知书　茶会　文书" in listed

    case = TINY / "standard/examples/teahouse"
    shutil.copytree(TINY / "standard", tmp_path / "edition/standard")
    shutil.copytree(ROOT / "report_templates", tmp_path / "edition/report_templates")
    done = run("report", case, "--root", tmp_path / "edition", "--document", "all", "--out", tmp_path / "out")
    assert done.returncode == 0, done.stderr
    assert {p.name for p in (tmp_path / "out").iterdir()} >= {
        "清风茶馆（虚构）-证书.docx",
        "清风茶馆（虚构）-申报表.docx",
    }


def test_check_lists_what_is_not_adopted() -> None:
    """`check` says how much of the standard is only proposed."""
    done = run("check")
    counts = standing(checked_standard(ROOT))
    assert f"提案 {counts['proposal']} 项，草案 {counts['draft']} 项" in done.stdout and "2026-draft" in done.stderr


def test_json_stands_alone() -> None:
    """`--format json` gives JSON on standard output and nothing else."""
    data = json.loads(run("evaluate", METAL, "--format", "json").stdout)
    assert data["grade"] == "low-carbon" and data["review"]["indicators"]["D2-1"]["status"] == "scored"
    assert {p["severity"] for p in json.loads(run("check", "--format", "json").stdout)} <= {"info"}


def test_problems_in_three_forms(tiny_root: Path) -> None:
    """The same problem as text, JSON and annotation: file, line, column, code."""
    path = tiny_root / "standard" / "grades.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("full_marks: 10", "full_marks: ten"), encoding="utf-8")
    text = run("check", "--root", tiny_root)
    assert text.returncode == 1 and "standard/grades.yaml:1:13: E0205" in text.stderr
    data = json.loads(run("check", "--root", tiny_root, "--format", "json").stdout)
    assert (data[0]["file"], data[0]["line"], data[0]["column"], data[0]["code"]) == (
        "standard/grades.yaml",
        1,
        13,
        "E0205",
    )
    assert (
        "::error file=standard/grades.yaml,line=1,col=13,title=E0205::"
        in run("check", "--root", tiny_root, "--format", "github").stdout
    )


def test_report_writes_and_compares(tmp_path: Path) -> None:
    """A report is written whole; `--check` finds it up to date, and stale once it is changed."""
    done = run("report", METAL, "--out", tmp_path)
    (written,) = tmp_path.iterdir()
    assert done.returncode == 0 and str(written) in done.stdout
    assert run("report", METAL, "--out", tmp_path, "--check").returncode == 0
    written.write_bytes(b"changed")
    stale = run("report", METAL, "--out", tmp_path, "--check")
    assert stale.returncode == 1 and "E0704" in stale.stderr and written.read_bytes() == b"changed"


def test_a_bad_case_writes_nothing(tmp_path: Path) -> None:
    """Problems of a case are shown, and nothing of it is written."""
    bad = tmp_path / "bad"
    bad.mkdir()
    text = (METAL / "factory.yaml").read_text(encoding="utf-8")
    (bad / "factory.yaml").write_text(text.replace("unit: MWh", "unit: Mwh", 1), encoding="utf-8")
    done = run("report", bad, "--out", tmp_path / "out")
    assert done.returncode == 1 and "E0306" in done.stderr and "MWh" in done.stderr
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("name", ["../../evil", "C:\\x", "a/b:c*", "CON", "", "....", "-rf", "名\u202e反", "x" * 300])
def test_file_names_stay_in_the_folder(name: str, tmp_path: Path) -> None:
    """Whatever a factory is called, its report stays in the output folder under a legal name."""
    from lceval_docs.views.name import file_name

    made = file_name(name, ".docx")
    assert made and (tmp_path / made).resolve().parent == tmp_path.resolve()
    assert len(made) <= 86 and not set(made) & set('\\/:*?"<>|\u202e')


@pytest.mark.parametrize("letter", ["x", "é", "厂", "𠮷"])
def test_long_names_are_written(letter: str, tmp_path: Path) -> None:
    """However long a name and however wide its letters, a file system takes it, cut between two letters."""
    from lceval_docs.disk import write
    from lceval_docs.views.name import file_name

    made = file_name(letter * 300, "-评价报告.docx")
    assert len(made.encode()) <= 255 and made.endswith("厂-评价报告.docx".replace("厂", letter))
    assert write({made: b"x"}, tmp_path)[0].read_bytes() == b"x"


def test_report_of_a_long_name(tmp_path: Path) -> None:
    """A factory of 300 letters gets its report."""
    case = tmp_path / "case"
    case.mkdir()
    for name in ("factory.yaml", "review.yaml"):
        text = (METAL / name).read_text(encoding="utf-8")
        (case / name).write_text(
            text.replace("name: 示例金属制品厂（虚构）", f"name: {'厂' * 300}", 1), encoding="utf-8"
        )
    done = run("report", case, "--out", tmp_path / "out")
    assert done.returncode == 0 and len(list((tmp_path / "out").glob("厂*-评价报告.docx"))) == 1, done.stderr


def test_output_folder_that_is_a_file(tmp_path: Path) -> None:
    """A file in the place of the output folder is a message."""
    blocked = tmp_path / "out"
    blocked.write_text("x", encoding="utf-8")
    done = run("report", METAL, "--out", blocked)
    assert done.returncode == 2 and "out" in done.stderr and blocked.read_text(encoding="utf-8") == "x"


def test_explain_reaches_line_and_evidence() -> None:
    """The chain behind an indicator ends at a line of the factory file and a number of evidence."""
    text = run("explain", METAL, "D2-1").stdout
    for part in (
        "0.95 分",
        "评分规则",
        "公式",
        "代入",
        "factory.yaml:",
        "E-",
        "indicators/d-resources.yaml:",
        "公告2025年第47号",
    ):
        assert part in text, part
    assert "S01" in run("explain", METAL, "S01").stdout


def test_explain_of_nothing_near() -> None:
    """An id that resembles none is said to be unknown, without an empty suggestion."""
    assert run("explain", METAL, "ZZ").stderr.rstrip().endswith("这里没有名为“ZZ”的内容。")
    assert "D2-1" in run("explain", METAL, "D2-11").stderr


def test_partial_case() -> None:
    """A real mill's public data: inventory and missing data, no grade."""
    text = run("evaluate", MILL).stdout
    assert "暂不判定" in text and "密度" in text and "不完整" in text
    assert "D2-2 绿色电力消费占比：未评分，缺：评价结论" in run("explain", MILL, "D2-2").stdout


def test_demo_and_build(tmp_path: Path) -> None:
    """The demo says what it wrote; build writes pages, forms and schemas; site emit writes pages."""
    demo = run("demo", "--out", tmp_path / "demo")
    assert demo.returncode == 0 and len(list((tmp_path / "demo").glob("*.docx"))) == 3 + 4
    assert len(list((tmp_path / "demo").glob("*.xlsx"))) == 1
    assert run("build", "--out", tmp_path / "b").returncode == 0
    assert run("build", "--out", tmp_path / "b", "--check").returncode == 0
    assert (tmp_path / "b/schema/factory.schema.json").exists() and (tmp_path / "b/forms/application.docx").exists()
    assert run("site", "emit", tmp_path / "pages").returncode == 0
    assert (tmp_path / "pages/indicators/d.md").exists()


def test_console_that_cannot_show_everything() -> None:
    """A GBK console gets another character, never a crash."""
    done = subprocess.run(
        [sys.executable, "-m", "lceval_docs", "evaluate", str(METAL)],
        cwd=ROOT,
        capture_output=True,
        env={**os.environ, "PYTHONIOENCODING": "gbk", "PYTHONUTF8": "0"},
        check=False,
    )
    assert done.returncode == 0 and "总分".encode("gbk") in done.stdout


def test_warnings_are_shown_and_stop_nothing(tmp_path: Path) -> None:
    """What nothing proves is told on standard error by each command that reads a case; the work is done all the same."""
    case = tmp_path / "case"
    case.mkdir()
    text = (METAL / "factory.yaml").read_text(encoding="utf-8")
    assert "      evidence: [E-28]\n    - id: S02" in text
    (case / "factory.yaml").write_text(
        text.replace("      evidence: [E-28]\n    - id: S02", "    - id: S02", 1), encoding="utf-8"
    )
    for arguments in (
        ["evaluate", case],
        ["evaluate", case, "--format", "json"],
        ["report", case, "--out", tmp_path],
        ["check", case],
    ):
        done = run(*arguments)
        assert done.returncode == 0, done.stderr
        assert "W0501 S01" in done.stderr and "1 条提醒" in done.stderr, done.stderr
    found = json.loads(run("check", case, "--format", "json").stdout)
    assert [p["code"] for p in found if p["severity"] == "warning"] == ["W0501"]
    assert "::warning file=" in run("check", case, "--format", "github").stdout
    assert "没有问题" not in run("check", case).stdout.splitlines()[0]


def test_warnings_of_an_example_are_listed(plain_root: Path) -> None:
    """`check` without a case tells the warnings of the bundled examples too."""
    path = plain_root / "standard/examples/teahouse/factory.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("2020: 10}, evidence: [E-1]", "2020: 10}", 1), encoding="utf-8")
    done = run("check", "--root", plain_root)
    assert done.returncode == 0 and "W0501 S1" in done.stderr, done.stderr


def test_another_root_is_said() -> None:
    """The edition used is named."""
    assert "tiny-1" in run("evaluate", "--root", TINY, TINY / "standard/examples/teahouse").stderr


def test_no_edition_here(tmp_path: Path) -> None:
    """Without an edition one sentence says so, and what to do."""
    done = run("check", "--root", tmp_path)
    assert done.returncode == 1 and "E0116" in done.stderr and len(done.stderr.splitlines()) == 3


def test_a_checkout_is_found_from_anywhere(tmp_path: Path) -> None:
    """The command of a checkout's own environment knows its edition in any folder."""
    done = run("check", cwd=tmp_path)
    assert done.returncode == 0 and str(ROOT) in done.stderr, done.stderr


def test_where_an_edition_is_looked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The nearest folder above; else the checkout that the package lies in; else what came with the package."""
    from lceval_docs.sources import root

    package = tmp_path / "checkout" / "lceval_docs"
    monkeypatch.setattr(root, "__file__", str(package / "sources" / "root.py"))
    elsewhere = tmp_path / "elsewhere"
    assert root.find_root(elsewhere) == package / "bundle"
    for near in (tmp_path / "checkout", elsewhere):
        (near / "standard").mkdir(parents=True)
        (near / "standard" / "standard.yaml").write_text("", encoding="utf-8")
        assert root.find_root(elsewhere) == near


def test_words_people_use_are_understood(tiny_root: Path) -> None:
    """A unit or fuel typed by its Chinese name, or in full-width letters, is told how to be written."""
    path = tiny_root / "standard/examples/teahouse/factory.yaml"
    text = path.read_text(encoding="utf-8")
    for old, new, told in (
        ("unit: MWh", "unit: 兆瓦时", "MWh"),
        ("unit: MWh", "unit: ＭＷｈ", "MWh"),
        ("fuel: twig", "fuel: 柴枝", "twig"),
    ):
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        assert f"{told}" in run("evaluate", "--root", tiny_root, path.parent).stderr.split("E0", 1)[1]


def test_a_new_indicator_is_complete(plain_root: Path) -> None:
    """It stands at the end of its topic, holds as it is, and everything else in the file stays."""
    path = plain_root / "standard/indicators/t.yaml"
    before = path.read_text(encoding="utf-8")
    done = run("new", "indicator", "T1-3", "--name", "新杯", "--root", plain_root)
    assert done.returncode == 0, done.stderr
    after = path.read_text(encoding="utf-8")
    assert after.startswith(before[: before.index("T1-2")]) and "新杯" in after and "T1-3" in after
    assert run("check", "--root", plain_root).returncode == 0
    assert run("new", "indicator", "T1-3", "--root", plain_root).returncode == 1
    assert run("new", "indicator", "Z9-1", "--root", plain_root).returncode == 1
    assert "E0708" in run("new", "indicator", "T1", "--root", plain_root).stderr
    assert "E0709" in run("new", "indicator", "T1-1", "--root", plain_root).stderr
    for id in ("T1-07", "T1-²"):
        assert "E0708" in run("new", "indicator", id, "--root", plain_root).stderr
    assert path.read_text(encoding="utf-8") == after
    for number, name in enumerate(("甲: 乙 # 丙", '"甲', "- 甲"), 4):
        assert run("new", "indicator", f"T1-{number}", "--name", name, "--root", plain_root).returncode == 0
        (topic,) = (t for t in yaml.safe_load(path.read_text(encoding="utf-8"))["topics"] if t["id"] == "T1")
        assert topic["indicators"][-1]["name"] == name


def test_an_edition_read_before_is_not_read_again(tiny_root: Path, tmp_path: Path) -> None:
    """The kept copy gives the same bytes; a changed file, a broken copy or `off` and the edition is read anew."""
    kept, blank = tmp_path / "kept", tmp_path / "a.docx"

    def form(cache: object = kept) -> bytes:
        done = run("form", "ask", "--root", tiny_root, "--force", "--out", blank, LCEVAL_CACHE=str(cache))
        assert done.returncode == 0, done.stderr
        return blank.read_bytes()

    fresh = form("off")
    assert not kept.exists()
    assert form() == fresh and form() == fresh and len(list(kept.iterdir())) == 1
    (copy,) = kept.iterdir()
    copy.write_bytes(copy.read_bytes()[:1000])
    assert form() == fresh
    path = tiny_root / "standard/forms/ask.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("茶馆名", "茶楼名"), encoding="utf-8")
    assert form() != fresh and len(list(kept.iterdir())) == 2


def test_kept_editions_give_the_same_report(tmp_path: Path) -> None:
    """A report from the copy is the report from the files, to the byte."""
    for number, cache in enumerate(("off", tmp_path / "kept", tmp_path / "kept")):
        out = tmp_path / str(number)
        assert run("report", METAL, "--out", out, LCEVAL_CACHE=str(cache)).returncode == 0
    first, *others = [next((tmp_path / str(n)).glob("*.docx")).read_bytes() for n in range(3)]
    assert all(other == first for other in others)
