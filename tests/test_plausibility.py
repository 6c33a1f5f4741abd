"""Doubtful figures: each trap gives its warning and no other, and healthy cases give none.

The cases are YAML files that a committee member can read; `tests/cases/plausibility/README.md` says how.
"""

from __future__ import annotations

import json
import re
import shutil
from decimal import Decimal
from pathlib import Path
from textwrap import indent

import pytest
import yaml
from conftest import ROOT, TINY
from test_cli import run

from lceval_docs.checks.period import months_of
from lceval_docs.checks.serial import serials
from lceval_docs.checks.share import half_digit
from lceval_docs.judging import Judged, checked_standard, judge
from lceval_docs.model.standard import Standard
from lceval_docs.problems import Problem, Refused, catalogue
from lceval_docs.views.renewal import view_renewal
from lceval_docs.views.report import view_report

CASES = Path(__file__).parent / "cases" / "plausibility"
ELECTRONICS = ROOT / "standard/examples/near-zero-electronics"
DOUBTS = re.compile(r"W05[56]\d|E\d+")


def load_cases() -> list[tuple[str, dict]]:
    return [
        (path.stem, case)
        for path in sorted(CASES.glob("*.yaml"))
        for case in yaml.safe_load(path.read_text(encoding="utf-8"))
    ]


def copied(example: str, tmp_path: Path) -> Path:
    """An example to change."""
    root = TINY if example == "teahouse" else ROOT
    return Path(shutil.copytree(root / "standard/examples" / example, tmp_path / "case"))


def changed(path: Path, changes: dict[str, str]) -> None:
    text = path.read_text(encoding="utf-8")
    for old, new in changes.items():
        assert old in text, old
        text = text.replace(old, new, 1)
    path.write_text(text, encoding="utf-8")


def with_rows(path: Path, rows: dict[int, list[dict[str, str]]]) -> None:
    """The ledger of offset credits with other rows."""
    text = path.read_text(encoding="utf-8")
    told = yaml.safe_dump(rows, allow_unicode=True, sort_keys=False, width=999)
    found = re.search(r"(?<=  offset_credits:\n    rows:\n).*?(?=\n    evidence:)", text, re.DOTALL)
    assert found
    path.write_text(text.replace(found[0], indent(told, " " * 6).rstrip(), 1), encoding="utf-8")


def problems_of(standard: Standard, folder: Path) -> tuple[Problem, ...]:
    try:
        return judge(standard, folder, folder.name).warnings
    except Refused as refused:
        return refused.problems


def doubts(problems: tuple[Problem, ...]) -> list[Problem]:
    return [p for p in problems if DOUBTS.fullmatch(p.code)]


@pytest.mark.parametrize(("group", "case"), load_cases(), ids=lambda x: x if isinstance(x, str) else x["name"])
def test_trap(standard: Standard, tiny: Standard, tmp_path: Path, tiny_root: Path, group: str, case: dict) -> None:
    """A changed example gives exactly the doubts that the case names, with their words."""
    edition = tiny if case["example"] == "teahouse" else standard
    for file, changes in case.get("edition", {}).items():
        changed(tiny_root / file, changes)
        edition = checked_standard(tiny_root)
    folder = copied(case["example"], tmp_path)
    changed(folder / "factory.yaml", case.get("replace", {}))
    if "rows" in case:
        with_rows(folder / "factory.yaml", case["rows"])

    found = doubts(problems_of(edition, folder))

    assert sorted({p.code for p in found}) == sorted(case["codes"]), [p.line(catalogue("zh")) for p in found]
    if found:
        said = found[0].line(catalogue("zh"))
        assert [words for words in case["says"] if words not in said] == [], said
        if "line" in case:
            assert [found[0].mark.line, found[0].mark.column] == case["line"]


def test_healthy_cases_are_silent(examples: list[Judged], standard: Standard, tiny: Standard) -> None:
    """The invented examples and the published data of a real mill raise no doubt."""
    healthy = [
        *examples,
        judge(tiny, TINY / "standard/examples/teahouse"),
        judge(standard, ROOT / "tests/cases/mill"),
    ]
    assert [p.line(catalogue("zh")) for one in healthy for p in doubts(one.warnings)] == []


def test_the_mills_published_totals(standard: Standard, tmp_path: Path) -> None:
    """A real report: 174 199 t published, and no density to count diesel by. There is nothing to compare, and no doubt."""
    folder = tmp_path / "mill"
    shutil.copytree(ROOT / "tests/cases/mill", folder)
    told = "reported:\n  total: {unit: tCO2e, values: {2019: 174542, 2020: 174199}, source: 年报, evidence: [E-01]}\n"
    changed(folder / "factory.yaml", {"prerequisites:": f"{told}prerequisites:"})
    assert doubts(problems_of(standard, folder)) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2023年", 12),
        ("2023年度", 12),
        ("2025-01～2026-06", 18),
        ("2021-01至2023-12", 36),
        ("2021年至2023年", 36),
        ("2019—2020年", 24),
        ("2021-2023年", 36),
        ("2021年、2023年", 24),
        ("2023年1-6月", 6),
        ("2023年1月至12月", 12),
        ("2023年3月", 1),
        ("2020-07-01至2021-06-30", 12),
        ("２０２３.１", 1),
        ("2020.01—2021.06", 18),
        ("2023-12至2023-01", 0),
        ("", None),
        ("近三年", None),
        ("2023年上半年", None),
        ("二〇二〇年", None),
        ("2023-13", None),
        ("0001年至9999年", None),
    ],
)
def test_months_of_a_period(text: str, expected: int | None) -> None:
    """Months are counted where a period can be read for certain."""
    months = months_of(text)
    assert (None if months is None else len(months)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("GD-2025-000101～000150", [("GD-2025-", 101, 150)]),
        ("gd－2025－０００１０１ ~ GD-2025-000150", [("GD-2025-", 101, 150)]),
        ("GD-2025-000101—000150", [("GD-2025-", 101, 150)]),
        ("GD—2025—000101", [("GD-2025-", 101, 101)]),
        ("101—150", [("", 101, 150)]),
        ("GD0001—2025", [("GD0001-", 2025, 2025)]),
        ("GD2025—0001", [("GD2025-", 1, 1)]),
        ("GD-9～5", [("GD-9~", 5, 5)]),
        ("GD-2025-000101-000150", [("GD-2025-000101-", 150, 150)]),
        ("GD-1、GD-3；5", [("GD-", 1, 1), ("GD-", 3, 3), ("GD-", 5, 5)]),
        ("A1B", [("A1B", 0, 0)]),
        ("办理中", []),
    ],
)
def test_serial_numbers(text: str, expected: list[tuple[str, int, int]]) -> None:
    """Full-width signs, blanks and dashes make no difference; a range is one where its sign is certain."""
    assert [(s.head, s.first, s.last) for s in serials(text)] == expected


def test_endless_serial_numbers() -> None:
    """A text as long as may be typed is compared at once, by the last digits of its number."""
    for text in ("1" * 20_000, "1~" * 10_000, "1—" * 10_000 + "1", "A1、" * 6_000):
        assert serials(text)


def test_half_a_digit() -> None:
    """12.3 was rounded by at most 0.05; 1200 by at most 0.5."""
    assert [half_digit(Decimal(t)) for t in ("12.3", "1200", "0.070")] == [
        Decimal(t) for t in ("0.05", "0.5", "0.0005")
    ]


def test_wrong_rules(tiny_root: Path) -> None:
    """What the standard itself names in its rules must be there."""
    for file, old, new in (
        ("plausibility.yaml", "gas: strong", "gas: weak"),
        ("plausibility.yaml", "parts: [scope1, scope2]", "parts: [scope1, scope4]"),
        ("data/tea.yaml", "name: 茶事\n", "name: 茶事\nshares: [{items: [cups, saucers], adds_to: 100}]\n"),
        ("data/tea.yaml", "    type: table\n", "    type: table\n    totals: [nothing]\n"),
    ):
        path = tiny_root / "standard" / file
        text = path.read_text(encoding="utf-8")
        changed(path, {old: new})
        with pytest.raises(Refused) as refused:
            checked_standard(tiny_root)
        assert [p.code for p in refused.value.problems] == ["E0553"]
        path.write_text(text, encoding="utf-8")


def test_doubts_are_shown_by_every_command(tmp_path: Path) -> None:
    """A doubt is told by evaluate and report, stands in the index of a batch, and stops nothing."""
    folder = copied("low-carbon-metal", tmp_path)
    changed(folder / "factory.yaml", {"2022: 4750\n": "2022: 4750000\n"})
    for arguments in (["evaluate", folder], ["report", folder, ELECTRONICS, "--out", tmp_path / "out"]):
        done = run(*arguments)
        assert done.returncode == 0 and "W0551 S01 购入电网电力" in done.stderr, done.stderr
    index = json.loads((tmp_path / "out/index.json").read_text(encoding="utf-8"))
    told = [problem for case in index["cases"] for problem in case["problems"]]
    assert len(told) == 1 and "W0551" in told[0]


def test_published_totals_of_last_year(standard: Standard, tmp_path: Path) -> None:
    """Next year's case asks for next year's published totals; their evidence serves them in the report."""
    folder = copied("low-carbon-metal", tmp_path)
    told = "reported:\n  energy: {unit: tce, values: {2021: 2394}, source: 能源审计报告, evidence: [E-10]}\n"
    changed(folder / "factory.yaml", {"prerequisites:\n": f"{told}prerequisites:\n"})
    one = judge(standard, folder)
    assert view_renewal(standard, one.case.factory).stale["reported", "energy"] == "待更新：补 2024 年的数"
    evidence = next(e for e in view_report(standard, one.case, one.evaluation).evidence if e.id == "E-10")
    assert "公布的合计：综合能耗" in evidence.uses


def test_nothing_as_an_amount(standard: Standard, tmp_path: Path) -> None:
    """A share of none is told at the amount; of a year that nothing is scored by, a ratio is just not looked at."""
    for number, (given, none) in enumerate((("      2023: 5\n", "      2023: 0\n"), ("2022: 42300", "2022: 0"))):
        folder = tmp_path / str(number)
        shutil.copytree(ROOT / "standard" / "examples" / "low-carbon-metal", folder)
        text = (folder / "factory.yaml").read_text(encoding="utf-8")
        at = text.index("systems_present:" if number == 0 else "activity_level:")
        (folder / "factory.yaml").write_text(text[:at] + text[at:].replace(given, none, 1), encoding="utf-8")
    with pytest.raises(Refused) as refused:
        judge(standard, tmp_path / "0")
    (problem,) = refused.value.problems
    assert problem.code == "E0310" and text.splitlines()[problem.mark.line - 1] == "      2023: 5"
    assert judge(standard, tmp_path / "1").evaluation.verdict.grade
