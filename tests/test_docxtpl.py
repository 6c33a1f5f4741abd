"""docxtpl, the oracle of our template language: the same template and data give the same document, part by part.

What may differ is how the same thing is written: ids and names of relationships, numbers of drawings, empty runs, the
order of properties, where a run is split.
"""

from __future__ import annotations

import io
import posixpath
import re
import struct
import subprocess
import sys
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.document import Document as Docx
from docx.shared import Emu
from docxtpl import DocxTemplate, InlineImage, Listing
from docxtpl import RichText as TheirText
from docxtpl import RichTextParagraph as TheirParagraph
from lxml import etree
from word import faults_of, parts_of, text_of, w, zipped

from lceval_docs.disk import keep
from lceval_docs.problems import Refused, catalogue
from lceval_docs.sources.kept import Copies
from lceval_docs.sources.template.reading import read_template
from lceval_docs.template import open_template
from lceval_docs.views.rich import Paragraph, Paragraphs, Picture, RichText, Run, SubDocument
from lceval_docs.writers.word import package
from lceval_docs.writers.word.template import code
from lceval_docs.writers.word.template.filling import make_ready

R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
SIDE = 914_400


def png(colour: bytes = b"\x00\x80\x00") -> bytes:
    """A picture of one dot."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\0" + colour))
        + chunk(b"IEND", b"")
    )


def saved(document: Docx) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def template_of(*lines: str, rows: list[list[str]] | None = None, header: str = "", footer: str = "") -> bytes:
    """A template of some paragraphs, a table, a header and a footer."""
    document = Document()
    for line in lines:
        document.add_paragraph(line)
    if rows:
        table = document.add_table(len(rows), max(map(len, rows)))
        for row, texts in zip(table.rows, rows, strict=True):
            for cell, text in zip(row.cells, texts, strict=False):
                cell.text = text
    if header:
        document.sections[0].header.paragraphs[0].text = header
    if footer:
        document.sections[0].footer.paragraphs[0].text = footer
    return saved(document)


def theirs(template: bytes, data: Callable[[DocxTemplate], dict[str, Any]]) -> bytes:
    peer = DocxTemplate(io.BytesIO(template))
    peer.init_docx()
    peer.render_init()
    context = data(peer)
    peer.render(context, autoescape=True)
    buffer = io.BytesIO()
    peer.save(buffer)
    return buffer.getvalue()


def ours(template: bytes, data: dict[str, Any]) -> bytes:
    read, problems = read_template(template, "t.docx")
    assert read is not None, problems
    return make_ready(read, "item").fill(data)


def as_one(raw: bytes) -> dict[str, Any]:
    """The parts that hold text, their styles and lists, in one way of writing; what they point to stands in place."""
    parts = parts_of(raw)
    held = {
        n: b for n, b in parts.items() if re.fullmatch(r"word/(document|header\d|footer\d|styles|numbering)\.xml", n)
    }
    return {name: whole(etree.fromstring(content), targets(name, parts)) for name, content in held.items()}


def targets(name: str, parts: dict[str, bytes]) -> dict[str, object]:
    folder, file = posixpath.split(name)
    raw = parts.get(f"{folder}/_rels/{file}.rels")
    if raw is None:
        return {}
    found: dict[str, object] = {}
    for rel in etree.fromstring(raw):
        inside = posixpath.normpath(posixpath.join(folder, rel.get("Target")))
        is_picture = rel.get("Type").endswith("/image")
        found[rel.get("Id")] = zlib.crc32(parts[inside]) if is_picture else rel.get("Target")
    return found


PROPERTIES = {w("rPr"), w("tcPr"), w("style")}
NAMES = {
    "docPr": ("id", "name", "descr"),
    "cNvPr": ("id", "name", "descr"),
    "num": (w("numId"),),
    "gridCol": (w("w"),),
    "numId": (w("val"),),
}


def whole(element: etree._Element, known: dict[str, object]) -> Any:
    """An element as nested tuples."""
    tag = etree.QName(element)
    attributes = {
        name: known.get(value, value) if name.startswith(R) else value
        for name, value in element.attrib.items()
        if name not in NAMES.get(tag.localname, ()) and "space" not in name and "tgtFrame" not in name
    }
    if element.tag == w("shd"):
        attributes.pop(w("val"), None)
    children = [c for child in element if isinstance(child.tag, str) for c in split(child, known)]
    children = joined(children)
    if element.tag in PROPERTIES:
        children.sort(key=repr)
    text = element.text if element.tag in (w("t"), w("instrText")) else ""
    return tag.localname, tuple(sorted(attributes.items(), key=repr)), text or "", tuple(children)


def split(child: etree._Element, known: dict[str, object]) -> list[Any]:
    """A run for each thing that a run holds, and none for nothing."""
    if child.tag != w("r"):
        return [whole(child, known)]
    properties = child.find(w("rPr"))
    look = whole(properties, known) if properties is not None and len(properties) else ()
    made = [whole(c, known) for c in child if c.tag != w("rPr")]
    return [("r", look, one) for one in made if one[0] != "t" or one[2]]


def joined(children: list[Any]) -> list[Any]:
    """Texts of one look that follow each other are one."""
    made: list[Any] = []
    for child in children:
        before = made[-1] if made else None
        is_text = child[0] == "r" and child[2][0] == "t"
        if is_text and before and before[0] == "r" and before[2][0] == "t" and before[1] == child[1]:
            made[-1] = ("r", child[1], ("t", (), before[2][2] + child[2][2], ()))
        else:
            made.append(("r", child[1], ("t", (), child[2][2], ())) if is_text else child)
    return made


PEOPLE = [{"name": "甲", "notes": ["一", "二"], "good": True}, {"name": "乙 & <丙>", "notes": [], "good": False}]
DATA: dict[str, Any] = {
    "title": "标题 <1> & “引号”",
    "empty": "",
    "number": 7,
    "people": PEOPLE,
    "columns": ["甲", "乙", "丙", "丁"],
    "colour": "FF8800",
    "span": 2,
    "lines": "一\n二\t三",
    "keyed": {"a b": "空", "items": "项", "été": "夏", "class": "类", "deep": {"x": ["零", "壹"]}},
}

FEATURES = {
    "places": template_of("甲 {{ title }} 乙", "{{title}}{{ number }}", "{{ keyed.deep.x[1] }}{{ keyed['deep']['x'][0] }}{{ keyed.été }}{{ keyed.class }}"),
    "paragraphs": template_of("{%p for p in people %}", "{{ p.name }}：", "{%p if p.good %}", "好", "{%p endif %}", "{%p endfor %}"),
    "choices": template_of("{% if empty %}有{% elif title and not empty %}标题{% else %}无{% endif %}。"),
    "inline": template_of("{% for p in people %}{{ loop.index }}. {{ p.name }}{% if not loop.last %}；{% endif %}{% endfor %}"),
    "loop state": template_of(
        "{%p for p in people %}",
        "{{ loop.index0 }} {{ loop.revindex }} {{ loop.length }}{% if loop.first %} 首{% endif %}",
        "{%p endfor %}",
    ),
    "filters": template_of(
        "{{ title|upper }}{{ title|lower }}{{ title|trim|e }}{{ people|length }}{{ columns|join('、') }}{{ columns|join }}"
    ),
    "remarks": template_of("甲{# 不印 #}乙", "{#p 整段 #}", "丙"),
    "braces": template_of("{{ title }} {_{ 不是标记 }_} {_% 也不是 %_}"),
    "rows": template_of(
        rows=[["姓名", "备注"], ["{%tr for p in people %}", ""], ["{{ p.name }}", "{{ p.notes|length }}"], ["{%tr endfor %}", ""]]
    ),
    "rows in rows": template_of(
        rows=[
            ["{%tr for p in people %}", ""],
            ["{{ p.name }}", ""],
            ["{%tr for n in p.notes %}", ""],
            ["", "{{ n }}"],
            ["{%tr endfor %}", ""],
            ["{%tr endfor %}", ""],
        ]
    ),
    "columns": template_of(
        rows=[
            ["头", "{%tc for c in columns %}", "{{ c }}", "{%tc endfor %}"],
            ["行", "{%tc for c in columns %}", "x{{ c }}", "{%tc endfor %}"],
        ]
    ),
    "more columns": template_of(
        rows=[["{%tc for c in people %}", "{{ c.name }}", "{%tc endfor %}", "{%tc for c in columns %}", "{{ c }}", "{%tc endfor %}"]]
    ),
    "cell colour": template_of(rows=[["{% cellbg colour %}{{ title }}", "乙"]]),
    "cell span": template_of(rows=[["{% colspan span %}{{ title }}"], ["丙"]]),
    "merged down": template_of(
        rows=[["{%tr for p in people %}", ""], ["{% vm %}同一", "{{ p.name }}"], ["{%tr endfor %}", ""]]
    ),
    "merged across": template_of(
        rows=[
            ["{%tc for c in columns %}", "{% hm %}同一", "{%tc endfor %}"],
            ["{%tc for c in columns %}", "{{ c }}", "{%tc endfor %}"],
        ]
    ),
    "header and footer": template_of("{{ title }}", header="页眉 {{ title }}", footer="{% for c in columns %}{{ c }}，{% endfor %}"),
    "line breaks": template_of("[{{ lines }}]"),
}  # fmt: skip


@pytest.mark.parametrize("name", FEATURES)
def test_plain_data(name: str) -> None:
    """Loops, choices, places, merges."""
    made = ours(FEATURES[name], DATA)
    peer = theirs(FEATURES[name], lambda _: {**DATA, "lines": Listing(DATA["lines"])})
    assert as_one(made) == as_one(peer)
    assert faults_of(made) == [] or name == "braces"  # which look like tags left over


def test_formatted_text() -> None:
    """Runs of their own, with every property that docxtpl knows of; and a link."""
    template = template_of("{{ title }}：{{r rich }}。", "{{p block }}")
    look = {"bold": True, "italic": True, "strike": True, "underline": "wave", "color": "00FF00", "size": 28}

    def data(peer: DocxTemplate) -> dict[str, Any]:
        rich = TheirText("粗 <斜>", **look)
        rich.add("下", subscript=True)
        rich.add("上", superscript=True)
        rich.add("底", highlight="#FFFF00", style="Emphasis")
        rich.add("字", font="SimSun")
        rich.add("链", url_id=peer.build_url_id("https://example.org/?a=1&b=2"))
        block = TheirParagraph()
        block.add("一", parastyle="Heading1")
        block.add(TheirText("二", bold=True))
        return {**DATA, "rich": rich, "block": block}

    rich = RichText(
        (
            Run("粗 <斜>", bold=True, italic=True, strike=True, underline="wave", color="00FF00", size=28),
            Run("下", vertical="subscript"),
            Run("上", vertical="superscript"),
            Run("底", highlight="#FFFF00", style="Emphasis"),
            Run("字", font="SimSun"),
            Run("链", link="https://example.org/?a=1&b=2"),
        )
    )
    block = Paragraphs((Paragraph(RichText((Run("一"),)), "Heading1"), Paragraph(RichText((Run("二", bold=True),)))))
    made = ours(template, {**DATA, "rich": rich, "block": block})
    assert as_one(made) == as_one(theirs(template, data))
    assert faults_of(made) == []


def test_pictures() -> None:
    """In the text, in a loop, twice the same, in the header."""
    template = template_of("前{{ picture }}后", "{% for p in pictures %}{{ p }}{% endfor %}", header="{{ picture }}")

    def data(peer: DocxTemplate) -> dict[str, Any]:
        def one(image: bytes) -> InlineImage:
            return InlineImage(peer, io.BytesIO(image), Emu(SIDE), Emu(SIDE // 2))

        return {"picture": one(png()), "pictures": [one(png()), one(png(b"\xff\x00\x00"))]}

    first, second = Picture(png(), SIDE, SIDE // 2), Picture(png(b"\xff\x00\x00"), SIDE, SIDE // 2)
    made = ours(template, {"picture": first, "pictures": [first, second]})
    assert as_one(made) == as_one(theirs(template, data))
    assert faults_of(made) == []
    assert sum(name.startswith("word/media/") for name in parts_of(made)) == 2
    numbers = re.findall(rb'docPr id="(\d+)"', b"".join(parts_of(made).values()))
    assert len(set(numbers)) == len(numbers) == 4


def other_document() -> bytes:
    """With a style of its own, a list, a table, a picture."""
    document = Document()
    document.styles.add_style("Ours Only", 1).base_style = document.styles["Heading 2"]
    document.add_paragraph("其他文件", style="Ours Only")
    document.add_paragraph("一项", style="List Number")
    document.add_table(1, 2).rows[0].cells[0].text = "格"
    document.add_picture(io.BytesIO(png()), Emu(SIDE), Emu(SIDE))
    return saved(document)


def test_subdocuments() -> None:
    """The blocks of another file; the style that only it has comes along."""
    template = template_of("前", "{{p sub }}", "后")
    made = ours(template, {"sub": SubDocument(other_document())})
    peer = theirs(template, lambda tpl: {"sub": tpl.new_subdoc(io.BytesIO(other_document()))})
    mine, their = as_one(made), as_one(peer)
    assert mine["word/document.xml"] == their["word/document.xml"]
    assert faults_of(made) == []
    assert b"Ours Only" in parts_of(made)["word/styles.xml"]


REFUSED = {
    "no such name": ("{{ titel }}", {}, "E0614", "titel"),
    "no such item": ("{{ keyed.nothing }}", {}, "E0614", "nothing"),
    "no such number": ("{{ columns[9] }}", {}, "E0614", ""),
    "in a loop": ("{% for p in people %}{{ p.nam }}{% endfor %}", {}, "E0614", "nam"),
    "in a choice": ("{% if unseen %}x{% endif %}", {}, "E0614", "unseen"),
    "loop outside a loop": ("{{ loop.index }}", {}, "E0614", "loop"),
    "a list as text": ("{{ columns }}", {}, "E0615", "list"),
    "a mapping as text": ("{{ keyed }}", {}, "E0615", "dict"),
    "letters as a list": ("{% for c in title %}{{ c }}{% endfor %}", {}, "E0615", "str"),
    "nothing as a list": ("{% for c in none_there %}{{ c }}{% endfor %}", {"none_there": None}, "E0615", "NoneType"),
    "half a character": ("{{ half }}", {"half": "\ud83d"}, "E0615", "U+D83D"),
    "a control character": ("{{ title }}{{ bell }}", {"bell": "铃\x07"}, "E0615", "U+0007"),
    "no picture": ("{{ picture }}", {"picture": Picture(b"<svg/>", SIDE, SIDE)}, "E0615", "picture"),
    "a picture of no size": ("{{ picture }}", {"picture": Picture(png(), 0, SIDE)}, "E0615", "0 ×"),
    "a link that runs": ("{{r rich }}", {"rich": RichText((Run("x", link="javascript:alert(1)"),))}, "E0615", "link"),
    "a link to a file": ("{{r rich }}", {"rich": RichText((Run("x", link="file:///etc/passwd"),))}, "E0615", "link"),
    "a colour that is none": ("{{r rich }}", {"rich": RichText((Run("x", color='"/><w:x'),))}, "E0615", ""),
    "a record as text": ("{{ picture.image }}", {"picture": {"image": Run("x")}}, "E0615", "Run"),
    "bytes as text": ("{{ raw }}", {"raw": b"x"}, "E0615", "bytes"),
    "years of work": ("{% for a in lot %}" * 9 + "x" + "{% endfor %}" * 9, {"lot": [1] * 300}, "E0616", "200 MB"),
    "years of nothing": (
        "{% for a in lot %}" * 9 + "{% if empty %}x{% endif %}" + "{% endfor %}" * 9,
        {"lot": [1] * 300},
        "E0616",
        "200 MB",
    ),
    "no document": ("{{p sub }}", {"sub": SubDocument(b"PK")}, "E0601", ""),
}


@pytest.mark.parametrize("case", REFUSED)
def test_refused_data(case: str) -> None:
    """Data that does not fit is refused, with the place in the template: nothing is left out in silence."""
    source, more, code, says = REFUSED[case]
    with pytest.raises(Refused) as refused:
        ours(template_of("第一段", source), {**DATA, **more})
    (problem,) = refused.value.problems
    shown = problem.worded(catalogue("en"))
    assert problem.code == code and says in shown
    assert "document ¶2" in shown or code == "E0601"


@pytest.mark.parametrize("value", ["x", "0", "64", "-1", "1e1", '2"/>', "２", None])
def test_no_such_span(value: object) -> None:
    with pytest.raises(Refused):
        ours(FEATURES["cell span"], {**DATA, "span": value})


@pytest.mark.parametrize("value", ["red", "FF880", '"/>', "", None])
def test_no_such_colour(value: object) -> None:
    with pytest.raises(Refused):
        ours(FEATURES["cell colour"], {**DATA, "colour": value})


@pytest.mark.parametrize(
    "tag", ["{%- if title -%}x{% endif %}", "{{tr title }}", "{% colspan %}", "{% vm x %}", "{% hm %}"]
)
def test_refused_tags(tag: str) -> None:
    """What would mean something else here than to docxtpl, or nothing."""
    read, problems = read_template(template_of(tag), "t.docx")
    assert read is None and {"E0604", "E0605"} & {p.code for p in problems}


def test_too_large_a_part(monkeypatch: pytest.MonkeyPatch) -> None:
    """Few repetitions of much are bounded too."""
    monkeypatch.setattr(code, "MOST_BYTES", 100_000)
    template = template_of("{%p for c in lot %}", "长" * 1000, "{%p endfor %}")
    assert ours(template, {"lot": [1] * 20})
    with pytest.raises(Refused) as refused:
        ours(template, {"lot": [1] * 200})
    assert [p.code for p in refused.value.problems] == ["E0616"]


def test_kept_copy_fills_as_well(tmp_path: Path) -> None:
    """A filler that was kept gives the same bytes, without reading the template, Jinja, or what records of cases are."""
    path = tmp_path / "t.docx"
    path.write_bytes(FEATURES["rows in rows"])
    copies = Copies(tmp_path / "kept")
    first = open_template(path, copies).fill(DATA)
    keep(copies)
    again = Copies(tmp_path / "kept")
    assert open_template(path, again).fill(DATA) == first and not again.new
    script = (
        "import sys; from pathlib import Path; from lceval_docs.template import open_template;"
        "from lceval_docs.sources.kept import Copies;"
        f"open_template(Path({str(path)!r}), Copies(Path({str(tmp_path / 'kept')!r})));"
        "assert not [m for m in sys.modules if m.startswith(('jinja2', 'lceval_docs.model'))]"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
    path.write_bytes(FEATURES["rows"])
    changed = Copies(tmp_path / "kept")
    assert open_template(path, changed).fill(DATA) != first and changed.new
    for spoiled in (tmp_path / "kept").iterdir():
        spoiled.write_bytes(b"\x80\x05nonsense")
    path.write_bytes(FEATURES["rows in rows"])
    assert open_template(path, Copies(tmp_path / "kept")).fill(DATA) == first


@pytest.mark.parametrize("library", ["isal", "zlib"])
def test_packed_with_and_without(library: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the fast library and without it: the same parts."""
    if library == "zlib":
        monkeypatch.setattr(package, "fast", zlib)
    assert package.fast.__name__.rpartition(".")[2].startswith(library)
    assert parts_of(ours(FEATURES["rows"], DATA))["word/document.xml"]
    assert as_one(ours(FEATURES["rows"], DATA)) == as_one(theirs(FEATURES["rows"], lambda _: DATA))


def test_runs() -> None:
    """A loop and a choice over runs, each keeping its look."""
    document = Document()
    paragraph = document.add_paragraph("前")
    for text, is_bold in (
        ("{%r for p in people %}", False),
        ("{{ p.name }}", True),
        ("{%r if p.good %}", False),
        ("（好）", False),
        ("{%r endif %}", False),
        ("{%r endfor %}", False),
        ("后", False),
    ):
        paragraph.add_run(text).bold = is_bold or None
    template = saved(document)
    assert as_one(ours(template, DATA)) == as_one(theirs(template, lambda _: DATA))


FOOTNOTES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:footnotes xmlns:w="{0}"><w:footnote w:id="1"><w:p><w:r>'
    '<w:t xml:space="preserve">注：{{{{ title }}}}{{% if empty %}}x{{% endif %}}</w:t></w:r></w:p></w:footnote></w:footnotes>'
)


def test_footnotes() -> None:
    """Tags in footnotes are filled too."""
    parts = parts_of(template_of("{{ title }}"))
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    parts["word/footnotes.xml"] = FOOTNOTES.format(w("")[1:-1]).encode()
    for name, end, line in (
        ("[Content_Types].xml", "</Types>", f'<Override PartName="/word/footnotes.xml" ContentType="{kind}"/>'),
        (
            "word/_rels/document.xml.rels",
            "</Relationships>",
            f'<Relationship Id="rIdNotes" Type="{R[1:-1]}/footnotes" Target="footnotes.xml"/>',
        ),
    ):
        parts[name] = parts[name].replace(end.encode(), (line + end).encode())
    template = zipped(parts)
    made, peer = (
        parts_of(raw)["word/footnotes.xml"] for raw in (ours(template, DATA), theirs(template, lambda _: DATA))
    )
    assert whole(etree.fromstring(made), {}) == whole(etree.fromstring(peer), {})
    assert "标题 &lt;1&gt;".encode() in made


def changed_document(name: str, old: str, new: str) -> bytes:
    parts = parts_of(other_document())
    if old:
        assert old.encode() in parts[name], name
        parts[name] = parts[name].replace(old.encode(), new.encode(), 1)
    else:
        parts[name] = new.encode()
    return zipped(parts)


BODY, RELS = "word/document.xml", "word/_rels/document.xml.rels"
NOT_TAKEN = {
    "a macro": (changed_document("word/vbaProject.bin", "", "x"), "E0602"),
    "an entity": (changed_document(BODY, "?>", '?><!DOCTYPE x [<!ENTITY a "b">]>'), "E0602"),
    "a picture from elsewhere": (
        changed_document(RELS, 'Target="media/image1.png"', 'Target="http://x.invalid/x.png" TargetMode="External"'),
        "E0602",
    ),
    "a field that runs": (
        changed_document(BODY, "<w:p>", "<w:p><w:r><w:instrText>DDEAUTO x</w:instrText></w:r>"),
        "E0602",
    ),
    "a link that runs": (
        changed_document(
            RELS,
            "</Relationships>",
            f'<Relationship Id="rIdL" Type="{R[1:-1]}/hyperlink" Target="javascript:x" TargetMode="External"/></Relationships>',
        ),
        "E0602",
    ),
    "a footnote": (changed_document(BODY, "<w:p>", '<w:p><w:r><w:footnoteReference w:id="1"/></w:r>'), "E0615"),
    "a missing picture": (changed_document(BODY, 'r:embed="', 'r:embed="no'), "E0612"),
}


@pytest.mark.parametrize("name", NOT_TAKEN)
def test_documents_that_are_not_taken(name: str) -> None:
    """What a template may not bring, a document in it may not bring either; and nothing is left behind in silence."""
    raw, code = NOT_TAKEN[name]
    with pytest.raises(Refused) as refused:
        ours(template_of("{{p sub }}"), {"sub": SubDocument(raw)})
    assert code in {p.code for p in refused.value.problems}


@pytest.mark.parametrize(
    "value",
    ["{{ 7*7 }}", "{%p for x in y %}", "{_{ x }_}", "]]>&amp;<w:p/>", "a\r\nb\x0bc\u2028d", "\u3000 全角 \u00a0"],
)
def test_values_are_verbatim(value: str) -> None:
    """In text, in formatted text, in the words for a picture: any text comes out as it went in."""
    picture = Picture(png(), SIDE, SIDE, alternative=value)
    made = ours(
        template_of("[{{ v }}]", "{{r rich }}", "{{ picture }}"),
        {"v": value, "rich": RichText((Run(value),)), "picture": picture},
    )
    lines = re.sub("\r\n|[\x0b\u2028]", "\n", value)
    assert text_of(made).count(lines) == 2 and f"[{lines}]" in text_of(made)
    described = etree.fromstring(parts_of(made)["word/document.xml"]).xpath("//@descr")
    assert set(described) == {re.sub("\r\n|[\x0b\u2028]", " ", value)}
