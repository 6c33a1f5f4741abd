"""Broken author files: every one gives its problem, with file, line and column, and nothing is written.

The cases are YAML files that a person can read: which file of the tiny edition is changed, how, and what must be said.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from conftest import ROOT

from lceval_docs.checks.gbt.rule import Rule
from lceval_docs.disk import keep
from lceval_docs.examining import examined
from lceval_docs.judging import checked_standard, judge
from lceval_docs.problems import Fault, Mark, Problem, Refused, catalogue, in_order
from lceval_docs.sources.document import parse_yaml, reason
from lceval_docs.sources.kept import Copies

CASES = Path(__file__).parent / "cases" / "bad"


def load_cases() -> list[tuple[str, dict]]:
    return [
        (path.stem, case)
        for path in sorted(CASES.glob("*.yaml"))
        for case in yaml.safe_load(path.read_text(encoding="utf-8"))
    ]


def found_in(root: Path, file: str) -> tuple[Problem, ...]:
    if "/examples/" not in file:
        return examined(root).problems
    folder = (root / file).parent
    try:
        return judge(checked_standard(root), folder, folder.name).warnings
    except Refused as refused:
        return refused.problems


@pytest.mark.parametrize(("group", "case"), load_cases(), ids=lambda x: x if isinstance(x, str) else x["name"])
def test_bad_input(tiny_root: Path, group: str, case: dict) -> None:
    """A broken file gives the problem that the case names, at the line it names. `edition`: other files changed first."""
    for name, changes in case.get("edition", {}).items():
        other = tiny_root / name
        for old, new in changes.items():
            assert old in other.read_text(encoding="utf-8"), old
            other.write_text(other.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    path = tiny_root / case["file"]
    if "bytes" in case:
        path.write_bytes(bytes.fromhex(case["bytes"]))
    elif "replace" in case:
        text = path.read_text(encoding="utf-8")
        for old, new in case["replace"].items():
            assert old in text, old
            text = text.replace(old, new, 1)
        path.write_text(text, encoding=case.get("encoding", "utf-8"))
    elif "remove" in case:
        path.unlink()

    problems = found_in(tiny_root, case["file"])
    codes = {p.code for p in problems}

    assert set(case["codes"]) <= codes, [p.line(catalogue("en")) for p in problems]
    mine = next(p for p in problems if p.code == case["codes"][0])
    if "line" in case:
        assert (mine.mark.line, mine.mark.column) == tuple(case["line"])
    if "says" in case:
        assert case["says"] in mine.worded(catalogue("zh")) or case["says"] in mine.worded(catalogue("en"))
    assert mine.mark.file.endswith(case.get("where", Path(case["file"]).name))


def test_all_problems_in_one_run(tiny_root: Path) -> None:
    """Problems of several files are told together, by file and line."""
    for name, old, new in (
        ("grades.yaml", "full_marks: 10", "full_marks: ten"),
        ("terms.yaml", "english: cup", "anglais: cup"),
        ("indicators/u.yaml", "points: 3", "points: no"),
    ):
        path = tiny_root / "standard" / name
        path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")

    problems = examined(tiny_root).problems

    assert [p.mark.file.rsplit("/", 1)[-1] for p in problems] == ["grades.yaml", "u.yaml", "terms.yaml", "terms.yaml"]


def test_an_edition_that_cannot_be_read_hides_nothing_that_stands_apart(tiny_root: Path) -> None:
    """Guidance, the change log and templates are looked at all the same."""
    grades = tiny_root / "standard/grades.yaml"
    grades.write_text(grades.read_text(encoding="utf-8").replace("full_marks: 10", "full_marks: ten"), encoding="utf-8")
    (tiny_root / "standard/changes.yaml").write_text("change: []\n", encoding="utf-8")
    guide = next((tiny_root / "standard/guidance").rglob("*.md"))
    guide.write_bytes(b"\xff")
    (tiny_root / "report_templates/summary.docx").write_bytes(b"no package")
    found = {p.mark.file.rsplit("/", 1)[-1] for p in examined(tiny_root).problems}
    assert found == {"grades.yaml", "changes.yaml", guide.name, "summary.docx"}


def test_places_come_in_the_order_of_their_numbers() -> None:
    """Also those with more digits than Python makes a number of."""
    fault, places = Fault("E9999", "{where}"), ["¶7", "¶385", "¶" + "9" * 5000]
    found = in_order(fault.at(Mark("t.docx"), where=where) for where in reversed(places))
    assert [dict(problem.details)["where"] for problem in found] == places


def test_every_fault_has_chinese_words() -> None:
    """Each sentence and hint is translated, with the same gaps."""
    from string import Formatter

    from lceval_docs.build import all_faults

    zh = catalogue("zh")
    codes = [f.code for f in all_faults()]
    assert len(codes) == len(set(codes))
    for fault in all_faults():
        for text in filter(None, (fault.says, fault.hint)):
            assert zh(text) != text, f"{fault.code}: {text}"
            gaps = [{name for _, name, _, _ in Formatter().parse(t) if name} for t in (text, zh(text))]
            assert gaps[0] == gaps[1], fault.code


def test_catalogue_is_compiled() -> None:
    """The compiled catalogue is that of the readable one."""
    from babel.messages import pofile

    with (ROOT / "lceval_docs/locale/zh_CN/LC_MESSAGES/lceval.po").open("rb") as readable:
        messages = [m for m in pofile.read_po(readable) if isinstance(m.id, str) and m.id]
    zh = catalogue("zh")
    assert len(messages) > 250
    assert [m.id for m in messages if zh(m.id) != m.string] == []


def test_versions_stay_text(tiny_root: Path) -> None:
    """`4.10` in a text field is 4.10; 0123, no and 12:30 stay as typed."""
    path = tiny_root / "standard" / "standard.yaml"
    for typed in ("4.10", "0123", "no", "12:30", "1_000", "2020-01-01"):
        path.write_text(
            re.sub(r"(?m)^number: .*$", f"number: {typed}", path.read_text(encoding="utf-8")), encoding="utf-8"
        )
        assert checked_standard(tiny_root).identity.number == typed


@pytest.mark.parametrize(
    "text",
    [
        "a: " + "[" * 40000 + "]" * 40000,
        "a: " + "{b: " * 3000 + "1" + "}" * 3000,
        "- " * 100000 + "1",
        "? " * 50000 + "1",
        "\n".join(" " * n + "k:" for n in range(1500)),
        "a: [" + '"]", [' * 200,
    ],
)
def test_nesting_is_bounded(text: str) -> None:
    """However deep a file nests, it is a problem and never a crash."""
    root, problems = parse_yaml(text, "deep.yaml")
    assert root is None and problems[0].code in ("E0110", "E0113", "E0114")


_BROKEN = [
    *("a: b: c", "a: [1, 2", "a: {b: 1", "a: 'x", "a: `x", "a: *x", "a:\n  - b\n c: d", "a: 1\n---\nb: 2", 'a: "\\q"'),
    *("- a\nb: 1", "%YAML 3.0\n---\na: 1", "a: & b", "a: [1 2}", "%FOO\na", 'a: "\\xzz"', "'a\n--- \n'", "a: - b"),
    *("a: ]", "a: |0\n x", "a: b\n\tc: d", "a: !x!y z", "a: 1\nb", "x: [a,,b]", "{a: 1}}"),
]


@pytest.mark.parametrize("text", _BROKEN)
@pytest.mark.parametrize("loader", [yaml.CSafeLoader, yaml.SafeLoader], ids=["c", "python"])
def test_why_it_is_no_yaml(text: str, loader: type) -> None:
    """Said in Chinese, whichever parser reads the file: programs have the one in C, browsers the other."""
    with pytest.raises(yaml.MarkedYAMLError) as error:
        yaml.compose(text, Loader=loader)
    said = reason(error.value)
    assert catalogue("zh")(said) != said


def test_too_much_not_applicable(tiny_root: Path) -> None:
    """The caps on not-applicable points hold in all and inside each dimension."""
    grades = tiny_root / "standard" / "grades.yaml"
    text = grades.read_text(encoding="utf-8")
    review = tiny_root / "standard/examples/teahouse/review.yaml"
    found = review.read_text(encoding="utf-8").replace(
        "T1-2: {level: b,", "T1-2: {not_applicable: 只卖水, agreed: true,"
    )
    review.write_text(found, encoding="utf-8")
    for old, new, code in (
        ("not_applicable_points: 3", "not_applicable_points: 1", "E0521"),
        ("not_applicable_share: 60", "not_applicable_share: 20", "E0522"),
    ):
        grades.write_text(text.replace(old, new), encoding="utf-8")
        assert code in {p.code for p in found_in(tiny_root, "standard/examples/teahouse/review.yaml")}


def test_files_that_are_too_large_or_no_files(tiny_root: Path) -> None:
    """Size is asked before reading; a folder is no file; a text has a limit."""
    path = tiny_root / "standard" / "terms.yaml"
    path.write_text("terms: []\n" + "#" * 5_000_001, encoding="utf-8")
    assert {p.code for p in examined(tiny_root).problems} == {"E0103"}
    path.write_text(
        "terms:\n  - {id: a, name: " + "茶" * 20_001 + ", english: a, definition: a, status: draft, basis: a}\n",
        encoding="utf-8",
    )
    assert {p.code for p in examined(tiny_root).problems} == {"E0216"}
    path.unlink()
    path.mkdir()
    assert {p.code for p in examined(tiny_root).problems} == {"E0101"}


def test_outputs_that_cannot_be_written(tiny_root: Path) -> None:
    """A file in the way of a folder, an unknown form, two factories of one name: said, and nothing is left behind."""
    from lceval_docs.build import plan_form, plan_reports
    from lceval_docs.disk import write
    from lceval_docs.template import report_template

    standard = checked_standard(tiny_root)
    judged = judge(standard, tiny_root / "standard/examples/teahouse")
    blocked = tiny_root / "blocked"
    blocked.write_text("x", encoding="utf-8")
    for code, attempt in (
        ("E0702", lambda: write({"a": b""}, blocked)),
        ("E0703", lambda: write({"good": b"x", "blocked/b": b""}, tiny_root)),
        ("E0701", lambda: plan_form(standard, tiny_root, "nosuch")),
        ("E0705", lambda: plan_reports(standard, [judged, judged], report_template(tiny_root))),
    ):
        with pytest.raises(Refused) as refused:
            attempt()
        assert refused.value.problems[0].code == code
    assert not (tiny_root / "good").exists() and not list(tiny_root.glob(".lceval-*"))


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        (
            {
                "examples/teahouse/factory.yaml": {
                    "base_year: 2019": "base_year: 2021",
                    "evidence: [E-1]": "evidence: [E-9]",
                },
                "examples/teahouse/review.yaml": {"level: b": "levl: b"},
            },
            {"E0502", "E0509", "E0202"},
        ),
        (
            {
                "indicators/t.yaml": {"        points: 4": "        points: 5"},
                "grades.yaml": {"full_marks: 10": "full_marks: 11"},
            },
            {"E0409", "E0410", "E0405"},
        ),
    ],
)
def test_one_mistake_hides_no_other(tiny_root: Path, changes: dict[str, dict[str, str]], codes: set[str]) -> None:
    """Years that cannot be, a review that cannot be read, sums that are wrong: the rest is told as well."""
    for name, replaced in changes.items():
        path = tiny_root / "standard" / name
        text = path.read_text(encoding="utf-8")
        for old, new in replaced.items():
            assert old in text, old
            text = text.replace(old, new, 1)
        path.write_text(text, encoding="utf-8")
    problems = found_in(tiny_root, f"standard/{min(changes)}")
    assert codes <= {p.code for p in problems}, [p.line(catalogue("en")) for p in problems]


def test_template_that_is_too_large() -> None:
    """A template's size is bounded before it is opened."""
    from lceval_docs.sources.template.reading import read_template

    assert read_template(b"0" * 20_000_001, "t.docx")[1][0].code == "E0603"


def test_every_fault_has_a_case() -> None:
    """Each kind of problem is met by some test; rules of drafting by their own examples."""
    from lceval_docs.build import all_faults

    folder = Path(__file__).parent
    told = "".join(p.read_text(encoding="utf-8") for p in [*folder.glob("test_*.py"), *CASES.parent.rglob("*.yaml")])
    assert [f.code for f in all_faults() if f.code not in told and not isinstance(f, Rule)] == []


def test_a_kept_reading_is_checked_the_same(tiny_root: Path, tmp_path: Path) -> None:
    """What was read before is checked anew; what has changed since is read anew."""
    first = Copies(tmp_path)
    before = examined(tiny_root, first).problems
    keep(first)
    again = Copies(tmp_path)
    assert examined(tiny_root, again).problems == before and first.new and not again.new
    path = tiny_root / "standard" / "standard.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "unknown_key: 1\n", encoding="utf-8")
    assert {p.code for p in examined(tiny_root, Copies(tmp_path)).problems} == {"E0201"}
