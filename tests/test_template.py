"""Templates: what they may say, what is refused and where, and what comes out."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from datetime import date

import pytest
from conftest import ROOT
from docxtpl import DocxTemplate
from word import faults_of, paragraph, parts_of, table, text_of, with_body, zipped

from lceval_docs.checks.template import check_template
from lceval_docs.problems import catalogue
from lceval_docs.sources.template.reading import read_template
from lceval_docs.writers.word.properties import Properties
from lceval_docs.writers.word.report import render_report
from lceval_docs.writers.word.template.filling import make_ready

SHELL = (ROOT / "report_templates" / "form.docx").read_bytes()
ABOUT = Properties("t", "c", date(2020, 2, 29))


@dataclass(frozen=True)
class Item:
    name: str
    notes: tuple[str, ...] = ()
    good: bool = False


@dataclass(frozen=True)
class View:
    title: str = "标题"
    empty: str = ""
    items: tuple[Item, ...] = (Item("甲", ("一", "二"), True), Item("乙"))
    nothing: tuple[Item, ...] = ()


def problems(body: str) -> list[str]:
    template, found = read_template(with_body(SHELL, body), "t.docx")
    if template is not None:
        found = check_template(template, View, {})
    return [f"{p.code} {p.worded(catalogue('en'))}" for p in found]


def render(body: str, view: View | None = None) -> bytes:
    template, found = read_template(with_body(SHELL, body), "t.docx")
    assert template is not None, found
    assert not check_template(template, View, {})
    return render_report(make_ready(template), view or View(), ABOUT)


LOOPS = {
    "place": paragraph("甲：{{ title }}。"),
    "split over runs": paragraph("{", "{ ti", "tle }", "}"),
    "paragraph loop": paragraph("{%p for i in items %}") + paragraph("{{ i.name }}") + paragraph("{%p endfor %}"),
    "row loop": table(
        paragraph("头"), paragraph("{%tr for i in items %}"), paragraph("{{ i.name }}"), paragraph("{%tr endfor %}")
    ),
    "nested": paragraph("{%p for i in items %}")
    + paragraph("{{ i.name }}")
    + paragraph("{%p for n in i.notes %}")
    + paragraph("—{{ n }}")
    + paragraph("{%p endfor %}")
    + paragraph("{%p endfor %}"),
    "inline": paragraph("{% for i in items %}{{ i.name }}；{% endfor %}"),
    "choice": paragraph("{%p if nothing %}")
    + paragraph("有")
    + paragraph("{%p else %}")
    + paragraph("无")
    + paragraph("{%p endif %}"),
    "inline choice over runs": paragraph("{% if title and not empty %}", "是", "{% else %}", "否", "{% endif %}"),
}


@pytest.mark.parametrize("name", LOOPS)
def test_agrees_with_docxtpl(name: str) -> None:
    """The same template gives the same visible text as docxtpl, the oracle of this syntax."""
    raw = with_body(SHELL, LOOPS[name])
    oracle = DocxTemplate(__import__("io").BytesIO(raw))
    oracle.render(
        {
            "title": "标题",
            "empty": "",
            "nothing": [],
            "items": [{"name": "甲", "notes": ["一", "二"]}, {"name": "乙", "notes": []}],
        },
        autoescape=True,
    )
    buffer = __import__("io").BytesIO()
    oracle.save(buffer)
    ours = render(LOOPS[name])

    assert text_of(ours).strip() == text_of(buffer.getvalue()).strip()
    assert faults_of(ours) == []


def test_loops_over_nothing_leave_valid_files() -> None:
    """A cell keeps a paragraph; a table that would have no rows is left out (docxtpl makes files that Word refuses)."""
    cell = table(paragraph("{%p for i in nothing %}") + paragraph("{{ i.name }}") + paragraph("{%p endfor %}"))
    rows = table(paragraph("{%tr for i in nothing %}"), paragraph("{{ i.name }}"), paragraph("{%tr endfor %}"))
    assert faults_of(render(cell + rows + paragraph("完"))) == []


@pytest.mark.parametrize(
    ("body", "code", "says"),
    [
        (paragraph("甲{{ titel }}乙"), "E0609", "title"),
        (paragraph("第一段") + paragraph("第二段 {{ items.x }}"), "E0609", '¶2 "第二段'),
        (paragraph("{%p if nothing %}") + paragraph("{{ unseen }}") + paragraph("{%p endif %}"), "E0609", "unseen"),
        (paragraph("{{ items }}"), "E0610", "a list"),
        (paragraph("{%p for i in title %}") + paragraph("x") + paragraph("{%p endfor %}"), "E0610", "a list"),
        (paragraph("{{ title"), "E0604", "{{"),
        (paragraph("title }}"), "E0604", "}}"),
        (paragraph("{{ }}"), "E0604", ""),
        (paragraph("{%p for i in items %}") + paragraph("x"), "E0606", "for i"),
        (paragraph("{%p endif %}"), "E0606", "endif"),
        (paragraph("{%tr for i in items %}") + paragraph("{%tr endfor %}"), "E0620", "for i in items"),
        (
            paragraph("{%p if title %}") + paragraph("{%p for i in items %}") + paragraph("{%p endif %}"),
            "E0606",
            "{%p for i in items %}",
        ),
        (paragraph("{%p for i in items %}") + paragraph("{%p else %}") + paragraph("{%p endfor %}"), "E0606", "else"),
        (paragraph("{% for i in items %}") + paragraph("{% endfor %}"), "E0606", ""),
        (paragraph("{%p if title %}") + table(paragraph("{%p endif %}")), "E0606", ""),
        (paragraph("多余 {%p if title %}") + paragraph("{%p endif %}"), "E0607", "if title"),
        (paragraph("｛｛ title ｝｝"), "E0608", ""),
        (paragraph("{{ ''.__class__ }}"), "E0605", ""),
        (paragraph("{{ title.__class__.__mro__ }}"), "E0605", ""),
        (paragraph("{{ 7*7 }}"), "E0605", ""),
        (paragraph("{{ title.upper() }}"), "E0605", ""),
        (paragraph("{{ title|safe }}"), "E0605", ""),
        (paragraph("{{ items[0] }}"), "E0609", ""),
        (paragraph("{{ cycler.__init__.__globals__.os.popen('id').read() }}"), "E0605", ""),
        (paragraph("{% if title == 'x' %}y{% endif %}"), "E0605", ""),
        (paragraph("{% set x = title %}"), "E0605", ""),
        (paragraph("{% include 'x' %}"), "E0605", ""),
        (paragraph("{% for i in range(9**9) %}{% endfor %}"), "E0605", ""),
        (paragraph("{% filter upper %}x{% endfilter %}"), "E0605", ""),
        (paragraph("{% macro m() %}{% endmacro %}"), "E0605", ""),
    ],
)
def test_refused_with_the_paragraph(body: str, code: str, says: str) -> None:
    """What is no place, loop or condition over the view's names is refused, naming the paragraph."""
    found = problems(body)
    assert found and found[0].startswith(code), found
    assert says in found[0] and "¶" in found[0]


HOSTILE = [
    "<&>\"'",
    "</w:t></w:r></w:p>",
    "{{ 7*7 }}",
    "{% raw %}",
    "]]>",
    "&amp;",
    "&#0;",
    "{_{ x }_}",
    "a\nb\tc",
    "  边  ",
    "𠮷冚〔〕㎡CO₂m³",
    "\u202e反",
    "%s {0} ${x}",
    "=1+1",
    "None",
    "<!DOCTYPE x>",
    "a\r\nb",
    "\u3000全角",
]


@pytest.mark.parametrize("value", HOSTILE)
def test_values_are_verbatim(value: str) -> None:
    """Any text comes out as it went in, and the file stays whole."""
    raw = render(paragraph("[{{ title }}]"), View(title=value))
    expected = value.replace("\r\n", "\n")
    assert f"[{expected}]" in text_of(raw)
    if "{" not in value:
        assert faults_of(raw) == []


def spoiled(archive: bytes) -> bytes:
    """The archive with the middle of its first part overwritten."""
    middle = len(archive) // 3
    return archive[:middle] + b"\xff" * 8 + archive[middle + 8 :]


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", "E0601"),
        (b"hello", "E0601"),
        (b"\xd0\xcf\x11\xe0" + b"0" * 600, "E0601"),
        (SHELL[:2000], "E0601"),
        (zipped({"a.txt": b"x"}), "E0601"),
        (spoiled(zipped({"word/document.xml": b"<a/>" * 3000})), "E0601"),
        (zipped({"word/document.xml": b"<a/>" * 3000}, zipfile.ZIP_LZMA), "E0601"),
        (zipped({**parts_of(SHELL), "word/vbaProject.bin": b"x"}), "E0602"),
        (zipped({**parts_of(SHELL), "../evil": b"x"}), "E0602"),
        (zipped({**parts_of(SHELL), "WORD/DOCUMENT.XML": b"x"}), "E0602"),
        (zipped({**parts_of(SHELL), "word/header1.xml": b"<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>"}), "E0602"),
        (with_body(SHELL, "<w:p><w:r><w:instrText>DDEAUTO c:\\\\x</w:instrText></w:r></w:p>"), "E0602"),
        (zipped({**parts_of(SHELL), "word/document.xml": b"not xml"}), "E0601"),
    ],
)
def test_files_that_are_no_template(raw: bytes, code: str) -> None:
    """Not Word, broken, or bringing along what runs or fetches: refused."""
    template, found = read_template(raw, "t.docx")
    assert template is None and found[0].code == code, found


def test_a_table_without_rows_takes_no_room() -> None:
    """Word would mend it; here it must not stop the counting of pages."""
    empty = '<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w="4000"/></w:tblGrid></w:tbl>'
    field = "".join(
        f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>{more}'
        for kind, more in (("begin", "<w:r><w:instrText> TOC </w:instrText></w:r>"), ("separate", ""), ("end", ""))
    )
    heading = '<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr><w:r><w:t>题</w:t></w:r></w:p>'
    assert "题" in text_of(render(f"<w:p>{field}</w:p>" + empty + heading + paragraph("{{ title }}")))


def test_blocks_nest_so_deep_and_no_deeper() -> None:
    """Code made from a template has bounds of its own; a template beyond them is refused with its place."""

    def nested(times: int) -> str:
        return paragraph("{% if title %}" * times + "深" + "{% endif %}" * times)

    assert "深" in text_of(render(nested(12)))
    assert problems(nested(13))[0].startswith("E0613")
