"""Two editions of one tree: the site and the Word file say the same, clause by clause, with numbers that Word counts."""

from __future__ import annotations

import re
import shutil
import struct
import zlib
from pathlib import Path

import pytest
from conftest import ROOT, TINY
from edition import of_site, of_word, plain
from lxml import etree
from word import faults_of, parts_of, w, zipped

from lceval_docs.build import plan_edition, plan_explanation, plan_site
from lceval_docs.disk import write
from lceval_docs.examining import examined_file
from lceval_docs.judging import checked_standard
from lceval_docs.model.standard import Standard
from lceval_docs.problems import Refused, catalogue
from lceval_docs.views.edition.whole import view_edition

TEXT = ROOT / "tests" / "cases" / "text"


def png(width: int, height: int) -> bytes:
    """A grey picture."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    rows = b"".join(b"\0" + b"\x99" * width for _ in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


@pytest.fixture(scope="module")
def rich_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny edition with a text that uses everything the text can hold."""
    root = tmp_path_factory.mktemp("rich")
    shutil.copytree(TINY / "standard", root / "standard")
    shutil.copytree(ROOT / "report_templates", root / "report_templates")
    for path in TEXT.glob("*.md"):
        shutil.copy(path, root / "standard/text")
    figures = root / "standard/text/figures"
    figures.mkdir()
    (figures / "cup.png").write_bytes(png(40, 30))
    (root / "standard/text/05-terms.md").write_text(
        "---\nid: terms\ntitle: 术语和定义\nkind: chapter\nstatus: proposal\nbasis: 测试\n---\n下列术语和定义适用于本文件。\n\n[[terms]]\n",
        encoding="utf-8",
    )
    return root


@pytest.fixture(scope="module")
def rich(rich_root: Path) -> Standard:
    return checked_standard(rich_root)


@pytest.fixture(scope="module", params=["standard", "rich"])
def both(request: pytest.FixtureRequest, rich_root: Path) -> tuple[Standard, Path]:
    return (checked_standard(ROOT), ROOT) if request.param == "standard" else (checked_standard(rich_root), rich_root)


def word_file(standard: Standard, stage: str = "", line_numbers: bool = False) -> bytes:
    (content,) = plan_edition(standard, stage, line_numbers).values()
    return content


def test_pages_have_their_pictures(rich: Standard, rich_root: Path) -> None:
    """Each picture of the text is a file of the site, where the page looks for it."""
    pages, _, downloads = plan_site(rich, rich_root, [])
    shown = {(path, name) for path, text in pages.items() for name in re.findall(r'<img src="([^":]+)"', text)}
    assert {name for _, name in shown} == {"figures/cup.png"} and len(shown) > 1
    for path, name in shown:
        assert downloads[f"{path.rpartition('/')[0]}/{name}"] == png(40, 30)


def test_site_and_word_say_the_same(both: tuple[Standard, Path]) -> None:
    """Same clauses, same numbers, same text, same footnotes, in the same order."""
    standard, root = both
    pages, _, _ = plan_site(standard, root, [])
    in_word, word_notes = of_word(word_file(standard))
    on_site, site_notes = of_site(pages, [c.id for c in standard.chapters])
    assert [n for n, _ in in_word] == [n for n, _ in on_site]
    for (number, word), (_, site) in zip(in_word, on_site, strict=True):
        assert word == site, number
    assert word_notes == site_notes


def test_nothing_of_the_source_is_lost(rich: Standard) -> None:
    """Every sentence that stands in the Markdown stands in the Word file."""
    text = "".join(t for _, t in of_word(word_file(rich))[0]) + "".join(of_word(word_file(rich))[1])
    for path in TEXT.glob("*.md"):
        body = path.read_text(encoding="utf-8").split("\n---\n", 1)[1]
        for piece in re.split(
            r"\[\[[^\]]*\]\]|\[\^[^\]]*\]:?|\{#[^}]*\}|!\[.*?\)|[*#|<^>-]|:::(?: table| figure)?|注：|示例：|\d\.|\\",
            body,
        ):
            for sentence in piece.split("\n"):
                assert plain(sentence.removeprefix(":")) in text or len(plain(sentence)) < 3, sentence


def test_word_file_is_sound(both: tuple[Standard, Path]) -> None:
    """Nothing that Word would repair; the same input gives the same bytes."""
    raw = word_file(both[0])
    assert faults_of(raw) == []
    assert raw == word_file(both[0])
    for role in ("rFonts",):
        styles = etree.fromstring(parts_of(raw)["word/styles.xml"])
        paragraphs = [s for s in styles.iter(w("style")) if s.get(w("type")) == "paragraph"]
        assert all(s.find(f"{w('rPr')}/{w(role)}").get(w("eastAsia")) for s in paragraphs)


def test_references_are_fields_with_their_results(rich: Standard) -> None:
    """Each REF field names a bookmark that exists, and shows what that place is called."""
    body = etree.fromstring(parts_of(word_file(rich))["word/document.xml"])
    bookmarks = {b.get(w("name")) for b in body.iter(w("bookmarkStart"))}
    results: dict[str, set[str]] = {}
    for instruction in body.iter(w("instrText")):
        words = instruction.text.split()
        if words[0] in ("REF", "PAGEREF"):
            assert words[1] in bookmarks
        if words[0] == "REF":
            result = instruction.getparent().getnext().getnext()
            results.setdefault(words[1], set()).add("".join(result.itertext()))
    assert all(len(shown) == 1 for shown in results.values())
    assert {next(iter(shown)) for shown in results.values()} >= {
        "1",
        "2.1.1.1.1.1",
        "附录A",
        "（1）",
        "表1",
        "图1",
        "A.2.1",
    }


def test_numbers_of_captions_are_counted(rich: Standard) -> None:
    """SEQ fields, counted anew by series, give the numbers that stand in them."""
    body = etree.fromstring(parts_of(word_file(rich))["word/document.xml"])
    counts: dict[str, int] = {}
    for instruction in body.iter(w("instrText")):
        words = instruction.text.split()
        if words[0] == "SEQ":
            counts[words[1]] = counts.get(words[1], 0) + 1
            assert "".join(instruction.getparent().getnext().getnext().itertext()) == str(counts[words[1]])
    assert counts == {"表": 4, "图": 1, "公式": 1, "表A": 1}


def test_stages(rich_root: Path, tmp_path: Path) -> None:
    """The draft for comments asks for patents; what is published has neither stage nor notice."""
    root = tmp_path / "edition"
    shutil.copytree(rich_root, root)
    path = root / "standard/standard.yaml"
    path.write_text(
        path.read_text(encoding="utf-8").replace(
            "stage: draft",
            "stage: draft\nics: '13.020.40'\nccs: Z 04\ndrafters: [茶会]\npeople: [某人]\n"
            "published_on: 2020-03-01\neffective_on: 2020-04-01",
        ),
        encoding="utf-8",
    )
    standard = checked_standard(root)
    comment, approved = view_edition(standard, "comment").cover, view_edition(standard, "approved").cover
    assert "专利" in comment.patent_call and not approved.patent_call
    assert b"w:lnNumType" in parts_of(word_file(standard, "comment", True))["word/document.xml"]
    assert b"w:lnNumType" not in parts_of(word_file(standard, "comment"))["word/document.xml"]
    assert next(iter(plan_edition(standard, "approved"))) == "报批稿.docx"
    with pytest.raises(Refused) as refused:
        plan_edition(standard, "published")
    assert {p.code for p in refused.value.problems} >= {"E0462", "E0464", "E0465", "ST05"}
    published = view_edition(standard, "published")
    assert not published.cover.notice and not published.cover.version and published.header == "T/TEA 1"


def test_a_stage_that_does_not_fit(standard: Standard) -> None:
    """The real draft has no ICS and no number yet: what needs them is refused, all at once."""
    with pytest.raises(Refused) as refused:
        plan_edition(standard, "published")
    assert {"E0461", "E0462", "E0464"} <= {p.code for p in refused.value.problems}
    assert all(p.mark.file == "standard/standard.yaml" for p in refused.value.problems)


def test_explanation_is_the_original(standard: Standard) -> None:
    """Its own numbers, (六) first in chapter four, and the nine flaws as questions."""
    (raw,) = plan_explanation(standard).values()
    text = plain("".join(etree.fromstring(parts_of(raw)["word/document.xml"]).itertext()))
    assert faults_of(raw) == []
    assert "一、任务来源" in text and "四、标准编制原则（六）适用性原则" in text and "（四）评价指标体系" in text
    assert sum(q.about == "explanation" for q in standard.questions) == 9


CHANGES = {
    "style size": ("word/styles.xml", '<w:name w:val="标准文件_段"/>', '<w:name w:val="标准文件_段"/>', "E0801"),
    "page": ("word/document.xml", 'w:top="1417"', 'w:top="1000"', "E0805"),
    "mirror": ("word/settings.xml", "<w:mirrorMargins/>", "", "E0807"),
    "head": ("word/document.xml", "<w:tblHeader/>", "", "E0810"),
    "rule": ("word/styles.xml", 'w:val="single" w:sz="8"', 'w:val="single" w:sz="24"', "E0808"),
    "run": ("word/document.xml", "<w:r><w:t", '<w:r><w:rPr><w:sz w:val="40"/></w:rPr><w:t', "E0803"),
    "align": (
        "word/document.xml",
        '<w:pStyle w:val="StdText"/>',
        '<w:pStyle w:val="StdText"/><w:jc w:val="center"/>',
        "E0802",
    ),
    "style": ("word/document.xml", '<w:pStyle w:val="StdText"/>', "", "E0804"),
    "end": ("word/document.xml", "StdEndLine", "StdText", "E0811"),
    "roman": ("word/document.xml", "upperRoman", "lowerRoman", "E0806"),
    "caption": ("word/document.xml", '<w:pStyle w:val="StdTableCaption"/>', '<w:pStyle w:val="StdText"/>', "E0809"),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_changed_file_is_told(name: str, rich: Standard, tmp_path: Path) -> None:
    """What leaves the typesetting is found, with paragraph and heading."""
    part, old, new, code = CHANGES[name]
    parts = parts_of(word_file(rich))
    before = parts[part].decode()
    assert old in before
    if name == "style size":
        at = before.index(old)
        before = before[:at] + before[at:].replace('<w:sz w:val="21"/>', '<w:sz w:val="24"/>', 1)
        parts[part] = before.encode()
    elif name == "end":
        parts[part] = re.sub(r"<w:p><w:pPr><w:pStyle w:val=\"StdEndLine\"/>.*?</w:p>", "", before).encode()
    else:
        parts[part] = before.replace(old, new).encode()
    path = tmp_path / "changed.docx"
    path.write_bytes(zipped(parts))
    problems = examined_file(rich, path)
    assert code in {p.code for p in problems}, problems


def test_an_unchanged_file_has_no_problem(both: tuple[Standard, Path], tmp_path: Path) -> None:
    """What we write is set as the typesetting says."""
    (path,) = write(plan_edition(both[0]), tmp_path)
    assert examined_file(both[0], path) == ()


@pytest.mark.parametrize("raw", [b"", b"hello", b"\xd0\xcf\x11\xe0" + b"0" * 600])
def test_files_that_are_no_edition(raw: bytes, rich: Standard, tmp_path: Path) -> None:
    """Not a Word file: said, not crashed."""
    path = tmp_path / "x.docx"
    path.write_bytes(raw)
    assert {p.code for p in examined_file(rich, path)} == {"E0601"}


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        ("word/styles.xml", r'w:before="\d+"', 'w:before="1in"'),
        ("word/styles.xml", r'w:(left|firstLine)="\d+"', r'w:\1="1.5cm"'),
        ("word/styles.xml", r'<w:sz w:val="\d+"/>', '<w:sz w:val="10.5pt"/>'),
        ("word/styles.xml", r'<w:outlineLvl w:val="\d"/>', "<w:outlineLvl/>"),
        ("word/styles.xml", r'<w:name w:val="[^"]*"/>', ""),
        ("word/document.xml", r"<w:pgMar [^>]*/>", ""),
        ("word/document.xml", r"(?s)<w:body>.*</w:body>", ""),
    ],
)
def test_what_word_may_write_too(rich: Standard, tmp_path: Path, part: str, old: str, new: str) -> None:
    """Lengths with a unit, and what may be left out: read or told, never a crash."""
    parts = parts_of(word_file(rich))
    changed, count = re.subn(old, new, parts[part].decode())
    assert count
    path = tmp_path / "changed.docx"
    path.write_bytes(zipped(parts | {part: changed.encode()}))
    problems = examined_file(rich, path)
    assert problems and all(p.line(catalogue("zh")) for p in problems)


def test_a_foreign_file(rich: Standard, tmp_path: Path) -> None:
    """A Word file of another kind is told as such, once."""
    path = tmp_path / "form.docx"
    shutil.copy(ROOT / "report_templates/form.docx", path)
    assert [p.code for p in examined_file(rich, path)] == ["E0812"]


def test_long_tables(rich_root: Path, tmp_path: Path) -> None:
    """A table of 2 000 rows is written whole, with its head repeated."""
    root = tmp_path / "edition"
    shutil.copytree(rich_root, root)
    rows = "\n".join(f"| {n} | 茶 |" for n in range(2000))
    path = root / "standard/text/95-long.md"
    path.write_text(
        "---\nid: long\ntitle: 长\nkind: annex\nstatus: proposal\nbasis: 测试\n---\n"
        f"::: table 长表 {{#long}}\n| 号 | 茶 |\n| --- | --- |\n{rows}\n:::\n",
        encoding="utf-8",
    )
    raw = word_file(checked_standard(root))
    assert faults_of(raw) == []
    body = etree.fromstring(parts_of(raw)["word/document.xml"]).find(w("body"))
    pieces = [p for p in body.findall(w("p")) if "".join(p.itertext()).endswith("表B.1（续）")]
    assert len(pieces) > 40 and all(p.find(f"{w('pPr')}/{w('pageBreakBefore')}") is not None for p in pieces)
    text = "".join(t for _, t in of_word(raw)[0])
    assert "号茶" + "".join(f"{n}茶" for n in range(2000)) in text
