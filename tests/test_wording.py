"""A finished report against the same report made anew: words without an address are held too."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import ROOT
from test_verify import around, edited, parts_of, report_of, zipped

from lceval_docs.build import plan_report
from lceval_docs.judging import Judged, judge
from lceval_docs.model.standard import Standard
from lceval_docs.template import report_template, template_of
from lceval_docs.verifying.mention import DISAGREES
from lceval_docs.verifying.whole import Verified, verify

NEAR = ROOT / "standard/examples/near-zero-electronics"
PROVENANCE = "customXml/item900.xml"


@pytest.fixture(scope="module")
def near(standard: Standard) -> bytes:
    return report_of(standard, NEAR)


@pytest.fixture
def checked(standard: Standard, tmp_path: Path) -> Callable[..., Verified]:
    """Verifies bytes as a file, with the edition's templates at hand."""

    def remake(judged: Judged, digest: str) -> bytes | None:
        path = template_of(ROOT, digest)
        return next(iter(plan_report(standard, judged, report_template(ROOT, path)).values())) if path else None

    def check(raw: bytes, folder: Path | None = None) -> Verified:
        path = tmp_path / "报告.docx"
        path.write_bytes(raw)
        return verify(standard, path, folder, remake)

    return check


def codes(found: Verified) -> set[str]:
    return {p.code for p in found.problems}


def swapped(one: str, other: str, behind: str = "") -> Callable[[str], str]:
    """The first of two texts in the place of the other, and the other in its place; `behind`: some words."""

    def change(text: str) -> str:
        before, sign, rest = text.rpartition(behind) if behind else ("", "", text)
        return before + sign + rest.replace(one, "@@", 1).replace(other, one, 1).replace("@@", other, 1)

    return change


def behind(name: str, run: str, before: bool = False) -> Callable[[str], str]:
    """A run beside a figure."""
    return lambda text: around(name).sub(lambda m: run + m[0] if before else m[0] + run, text)


def unseen(name: str, how: str, instead: str) -> Callable[[str], str]:
    """A figure that is not seen any more, and a text that is."""

    def change(text: str) -> str:
        def hide(found: re.Match[str]) -> str:
            inside = re.sub(r"<w:r>(<w:rPr>)?", rf"<w:r><w:rPr>{how}", found[3])
            inside = inside.replace(how, f"{how}</w:rPr>", 1) if "</w:rPr>" not in inside else inside
            return f"{found[1]}{inside}{found[4]}<w:r><w:t>{instead}</w:t></w:r>"

        return around(name).sub(hide, text)

    return change


def test_an_untouched_report_agrees(near: bytes, checked: Callable[..., Verified]) -> None:
    assert checked(near).problems == () and checked(near, NEAR).problems == ()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (swapped("排放量（位置法）", "排放量（市场法）"), "E0835"),  # names of rows
        (swapped(">范围一<", ">范围二<", "排放量对照（tCO₂e）"), "E0837"),  # names that the case speaks of
        (lambda text: text.replace("tCO₂e", "ktCO₂e", 1), "E0835"),  # a unit
        (behind("_gates.N1.result", "<w:r><w:t>并非</w:t></w:r>", before=True), "E0837"),  # a word before a verdict
        (behind("_score.grade", "<w:r><w:t>，非低碳工厂</w:t></w:r>"), "E0837"),
        (unseen("_score.grade", "<w:vanish/>", "低碳工厂"), "E0821"),
        (unseen("_score.grade", "<w:strike/>", "低碳工厂"), "E0821"),
        (unseen("_score.total", '<w:sz w:val="2"/>', "九十一点一"), "E0821"),
        (behind("_score.total", '<w:r><w:sym w:font="Symbol" w:char="0031"/></w:r>'), "E0824"),
        (lambda text: re.sub(r"<w:p\b(?:(?!</w:p>).)*合计的不确定度是平方和(?:(?!</w:p>).)*</w:p>", "", text), "E0836"),
        (lambda text: re.sub(r"生态环境部公告2025年", "生态环境部公告2023年", text, count=1), "E0835"),
    ],
)
def test_changed_words(near: bytes, checked: Callable[..., Verified], change: Callable[[str], str], code: str) -> None:
    found = checked(edited(near, change))
    assert code in codes(found), [p.line(str) for p in found.problems]


def test_a_space_inside_of_a_number(near: bytes, checked: Callable[..., Verified]) -> None:
    """88.0 is not 8 8.0."""
    wide = edited(near, lambda d: around("_score.total").sub(lambda m: m[0].replace("88.0", "8 8.0"), d))
    assert "E0821" in codes(checked(wide))


def test_what_people_wrote_may_be_polished(near: bytes, checked: Callable[..., Verified]) -> None:
    """A sentence of the evaluators changed in the report is a remark; so is a paragraph put in; a row is not."""
    conclusion = "完成全部公辅系统的优化"
    polished = checked(edited(near, lambda d: d.replace(conclusion, "完成公辅系统的全面优化")))
    assert codes(polished) == {"W0838"}
    paragraph = "<w:p><w:r><w:t>另附说明一份。</w:t></w:r></w:p>"
    added = checked(
        edited(
            near, lambda d: re.sub(r"(<w:sectPr\b)(?!.*<w:sectPr\b)", rf"{paragraph}\1", d, count=1, flags=re.DOTALL)
        )
    )
    assert codes(added) == {"W0839"}
    gone = checked(edited(near, lambda d: d.replace(sentence_with(d, conclusion), "")))
    assert codes(gone) == {"W0840"}


def sentence_with(document: str, words: str) -> str:
    """The paragraph that holds some words."""
    return next(p for p in re.findall(r"<w:p>(?:(?!<w:p>).)*?</w:p>", document, re.DOTALL) if words in p)


def test_the_fail_grade_is_a_grade_too(near: bytes, checked: Callable[..., Verified]) -> None:
    """A sentence put in that says of a factory with a grade that it has failed."""
    sentence = "<w:p><w:r><w:t>评价等级为不通过。</w:t></w:r></w:p>"
    added = checked(edited(near, lambda d: d.replace("<w:sectPr", f"{sentence}<w:sectPr", 1)))
    assert "不通过" in " ".join(p.worded(str) for p in added.problems if p.fault is DISAGREES)


def test_formulas_are_words_too(near: bytes, checked: Callable[..., Verified]) -> None:
    """A number changed in a formula, and formulas taken out."""
    changed = checked(edited(near, lambda d: d.replace(">100 %</m:t>", ">7 %</m:t>", 1)))
    assert codes(changed) == {"E0835"}
    without = checked(edited(near, lambda d: re.sub(r"<m:oMath\b.*?</m:oMath>", "", d, flags=re.DOTALL)))
    assert codes(without) == {"E0836"}


def test_without_its_making_rows_and_grades_are_held_by_the_case(near: bytes, checked: Callable[..., Verified]) -> None:
    """The part that says what it was made from taken out, the address of the grade too, and another grade typed."""
    bare = zipped({name: raw for name, raw in parts_of(near).items() if name != PROVENANCE})
    other = edited(bare, lambda d: around("_score.grade").sub(lambda m: m[3].replace("近零碳工厂", "低碳工厂"), d))
    found = codes(checked(other, NEAR))
    assert {"W0856", "E0823"} <= found
    row = re.compile(r"<w:tr\b(?:(?!</w:tr>).)*_gates\.N1\.result.*?</w:tr>", re.DOTALL)
    assert "E0823" in codes(checked(edited(bare, lambda d: row.sub("", d, count=1)), NEAR))


def test_another_template(standard: Standard, checked: Callable[..., Verified], tmp_path: Path) -> None:
    """The one-page summary is held against its own template; of one that is not here only the figures are compared."""
    judged = judge(standard, NEAR)
    shipped = ROOT / "report_templates/summary.docx"
    mine = tmp_path / "mine.docx"
    mine.write_bytes(zipped(parts_of(shipped.read_bytes())))
    for template, expected in ((shipped, set()), (mine, {"W0857"})):
        made = plan_report(standard, judged, report_template(ROOT, template))
        assert codes(checked(next(iter(made.values())))) == expected
