"""Templates made to harm: each is refused with its fault, naming the paragraph or part, or it is harmless and filled.

They are made from the blank form's template by changing one thing. Whatever is read as a template is filled and looked at.
"""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

import pytest
from conftest import ROOT
from word import W, faults_of, paragraph, parts_of, table, text_of, with_body, zipped

from lceval_docs.checks.template import check_template
from lceval_docs.problems import Problem, catalogue
from lceval_docs.sources.template.reading import read_template
from lceval_docs.template import drawn
from lceval_docs.writers.word.properties import Properties
from lceval_docs.writers.word.report import render_report
from lceval_docs.writers.word.template.filling import make_ready

SHELL = (ROOT / "report_templates" / "form.docx").read_bytes()
DOCUMENT, TYPES, RELS = "word/document.xml", "[Content_Types].xml", "word/_rels/document.xml.rels"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
# Longer than any template takes on a busy machine; what would run forever is stopped by the test's own time.


@dataclass(frozen=True)
class Item:
    name: str
    _secret: str = "秘密"


@dataclass(frozen=True)
class View:
    title: str = "标题"
    items: tuple[Item, ...] = (Item("甲"), Item("乙"))
    nothing: tuple[Item, ...] = ()
    _secret: str = "秘密"


def problems_of(raw: bytes) -> tuple[Problem, ...]:
    template, found = read_template(raw, "t.docx")
    return found if template is None else check_template(template, View, drawn())


def filled(raw: bytes) -> bytes:
    template, found = read_template(raw, "t.docx")
    assert template is not None and not check_template(template, View, drawn()), found
    return render_report(make_ready(template), View(), Properties("t", "c", date(2020, 2, 29)))


def body(markup: str) -> bytes:
    return with_body(SHELL, markup)


def changed(change: Callable[[dict[str, bytes]], object]) -> bytes:
    """The template with parts added, changed or taken away."""
    parts = parts_of(SHELL)
    change(parts)
    return zipped(parts)


def part(name: str, content: bytes) -> bytes:
    return changed(lambda parts: parts.update({name: content}))


def replaced(name: str, old: str, new: str) -> bytes:
    def change(parts: dict[str, bytes]) -> None:
        text = parts[name].decode()
        assert old in text, (name, old)
        parts[name] = text.replace(old, new, 1).encode()

    return changed(change)


def related(kind: str, target: str, external: bool = True) -> bytes:
    """The template with one more relationship of its document."""
    mode = ' TargetMode="External"' if external else ""
    relationship = f'<Relationship Id="rIdBad" Type="{OFFICE}/{kind}" Target="{target}"{mode}/>'
    return replaced(RELS, "</Relationships>", relationship + "</Relationships>")


def field(instruction: str) -> str:
    """A field as Word writes it, its instruction in two runs."""
    half = len(instruction) // 2
    pieces = "".join(f"<w:r><w:instrText>{p}</w:instrText></w:r>" for p in (instruction[:half], instruction[half:]))
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    return (
        f"<w:p>{mark.format('begin')}{pieces}{mark.format('separate')}<w:r><w:t>x</w:t></w:r>{mark.format('end')}</w:p>"
    )


WAYS_OUT = [
    "''.__class__", "''.__class__.__mro__[1].__subclasses__()", "().__class__", "title.__class__", "title|attr('__class__')",
    "title['__class__']", "title.__init__.__globals__", "self", "self._TemplateReference__context", "self.__init__",
    "_secret", "items._secret", "loop", "loop.index", "cycler", "cycler.__init__.__globals__.os", "joiner()", "namespace()",
    "lipsum", "lipsum.__globals__['os'].popen('id').read()", "dict(a=1)", "range(9)", "request", "config",
    "get_flashed_messages.__globals__", "title.format(title)", "title.upper()", "title|upper", "title|safe", "title|e",
    "title|default('x')", "items|length", "items|map(attribute='name')|list", "items[0]", "items[0].name", "items.0",
    "items.append(1)", "items.clear()", "title + title", "title ~ title", "title * 9", "9 ** 99999999", "7*7", "-1", "1",
    "'x'", "[1]", "(1,)", "{'a': 1}", "true", "none", "not title", "title == 'x'", "title in items", "title if title",
    "title if title else ''", "title is defined", "title and title", "title, title", "title; title", "title # x", "title()",
    "title.a.b.c", "tit\u006ce_", "ｔｉｔｌｅ", "title\u200b", "import os", "lambda: 1", "(title)", "  ", "",
]  # fmt: skip


ALLOWED = {"(title)", "title|upper", "title|e", "items|length"}


@pytest.mark.parametrize("expression", WAYS_OUT)
def test_no_way_out(expression: str) -> None:
    """A place names data and nothing else: no attributes of Python, calls, arithmetic, literals, and few filters."""
    from lceval_docs.writers.word.text import escape

    found = problems_of(body(paragraph("{{ " + escape(expression) + " }}")))
    assert {p.code for p in found} <= {"E0604", "E0605", "E0609", "E0610"}, (expression, found)
    if found:
        assert "document ¶1" in found[0].worded(catalogue("en"))
    else:
        assert expression in ALLOWED and "秘密" not in text_of(filled(body(paragraph("{{ " + expression + " }}"))))


BLOCKS = [
    "{% set x = 1 %}", "{% set title %}x{% endset %}", "{% include 'x' %}", "{% import 'x' as y %}", "{% from 'x' import y %}",
    "{% extends 'x' %}", "{% block x %}{% endblock %}", "{% macro m() %}{% endmacro %}", "{% call m() %}{% endcall %}",
    "{% filter upper %}x{% endfilter %}", "{% filter cell %}x{% endfilter %}", "{% filter table %}x{% endfilter %}",
    "{% with x = 1 %}{% endwith %}", "{% autoescape false %}{{ title }}{% endautoescape %}", "{% do items.clear() %}",
    "{% raw %}{{ x }}{% endraw %}", "{% debug %}", "{% trans %}x{% endtrans %}", "{% break %}",
    "{% for i in range(999999999) %}x{% endfor %}", "{% for i in title %}x{% endfor %}",
    "{% for i in items recursive %}{{ loop(items) }}{% endfor %}", "{% for i in items if i.name %}x{% endfor %}",
    "{% for i in items %}x{% else %}y{% endfor %}", "{% for a, b in items %}x{% endfor %}", "{% for i in items|sort %}x{% endfor %}",
    "{% for i in (1, 2) %}x{% endfor %}", "{% if 1 %}x{% endif %}", "{% if title == 'x' %}x{% endif %}",
    "{% if title() %}x{% endif %}", "{% if items|length > 3 %}x{% endif %}", "{% if _secret %}x{% endif %}",
    "{% if title %}", "{% endif %}", "{% endfor %}", "{% else %}", "{% elif title %}", "{% for i in items %}{% endif %}",
    "{% if title %}{% for i in items %}{% endif %}{% endfor %}", "{% %}", "{%%}", "{% for %}", "{% for i in %}{% endfor %}",
    "{%- set x = 1 -%}", "{%+ set x = 1 +%}", "{%r set x = 1 %}", "{{r title }}", "{% if %}x{% endif %}", "{%if title%}",
    "{%　if title %}x{% endif %}",
]  # fmt: skip


@pytest.mark.parametrize("source", BLOCKS)
def test_no_other_blocks(source: str) -> None:
    """Blocks loop over data and ask whether it is there; whatever else Jinja knows is refused, with the paragraph."""
    from lceval_docs.writers.word.text import escape

    found = problems_of(body(paragraph(escape(source))))
    assert found and {p.code for p in found} <= {"E0604", "E0605", "E0606", "E0609", "E0610"}, found
    assert "document ¶1" in found[0].worded(catalogue("en"))


BROKEN = [
    "{{ title", "title }}", "{ { title } }", "{{ title }", "{ title }}", "{{{ title }}}", "{{{{ title }}}}", "{{ {{ title }} }}",
    "{% if title", "if title %}", "{# 注", "注 #}", "{{ title %}", "{% title }}", "}}{{", "{{", "}}", "{%", "%}",
    "｛｛ title ｝｝", "{｛ title ｝}", "｛% if title %｝", "｛％ if title ％｝", "{{ “title” }}", "{{ ‘title’ }}", "{{ title｜upper }}",
    "{{ title，title }}", "{{\u00a0title. }}", "{{ .title }}", "{{ title\u3000title }}", "{{ 标题 }}", "｛{ title }｝",
]  # fmt: skip


@pytest.mark.parametrize("source", BROKEN)
def test_no_broken_tags(source: str) -> None:
    """Open, doubled, full-width and half-written tags are refused: none is left in a report, and none is guessed."""
    found = problems_of(body(paragraph(source)))
    if not found:
        assert source == "{ { title } }" and source in text_of(filled(body(paragraph(source))))
    else:
        assert {p.code for p in found} <= {"E0604", "E0605", "E0608", "E0609"} and "document ¶1" in found[0].worded(
            catalogue("en")
        )


def in_header(text: str) -> bytes:
    return part("word/header1.xml", f'<w:hdr xmlns:w="{W}">{paragraph(text)}</w:hdr>'.encode())


def note(name: str, text: str) -> bytes:
    """A part of notes or comments, joined to the document."""

    def change(parts: dict[str, bytes]) -> None:
        root = {"footnotes": "footnote", "endnotes": "endnote", "comments": "comment"}[name]
        parts[f"word/{name}.xml"] = (
            f'<w:{name} xmlns:w="{W}"><w:{root} w:id="2">{paragraph(text)}</w:{root}></w:{name}>'.encode()
        )
        kind = f"application/vnd.openxmlformats-officedocument.wordprocessingml.{name}+xml"
        override = f'<Override PartName="/word/{name}.xml" ContentType="{kind}"/></Types>'
        parts[TYPES] = parts[TYPES].replace(b"</Types>", override.encode())
        relation = f'<Relationship Id="rIdN" Type="{OFFICE}/{name}" Target="{name}.xml"/></Relationships>'
        parts[RELS] = parts[RELS].replace(b"</Relationships>", relation.encode())

    return changed(change)


def text_box(text: str) -> str:
    return (
        '<w:p><w:r><w:pict><v:textbox xmlns:v="urn:schemas-microsoft-com:vml"><w:txbxContent>'
        f"{paragraph(text)}</w:txbxContent></v:textbox></w:pict></w:r></w:p>"
    )


# Where else a tag can stand. `says`: how the place is named.
ELSEWHERE = {
    "header": (in_header("{{ titel }}"), "E0609", "header1 ¶1"),
    "header, a way out": (in_header("{{ title.__class__ }}"), "E0605", "header1 ¶1"),
    "footnote": (note("footnotes", "{{ titel }}"), "E0609", "footnotes ¶1"),
    "endnote": (note("endnotes", "{{ titel }}"), "E0609", "endnotes ¶1"),
    "comment": (note("comments", "{{ title }}"), "E0611", "comments"),
    "text box": (body(text_box("{{ titel }}")), "E0609", "¶2"),
    "split over runs": (body(paragraph("{", "{ ti", "tel", " }", "}")), "E0609", "¶1"),
    "split over paragraphs": (body(paragraph("{{ title") + paragraph("}}")), "E0604", "¶1"),
    "hyperlink address": (related("hyperlink", "http://x.invalid/{{ title }}"), "E0611", "document.xml.rels"),
    "field code": (body(field('REF {{ title }}')), "E0611", "document"),
    "field code, simple": (body('<w:p><w:fldSimple w:instr="SEQ {{ title }}"/></w:p>'), "E0611", "document"),
    "attribute": (body('<w:p><w:pPr><w:pStyle w:val="{{ title }}"/></w:pPr></w:p>'), "E0611", "document"),
    "bookmark name": (body('<w:p><w:bookmarkStart w:id="1" w:name="{{ title }}"/><w:bookmarkEnd w:id="1"/></w:p>'), "E0611", "document"),
    "deleted text": (body("<w:p><w:del><w:r><w:delText>{{ title }}</w:delText></w:r></w:del></w:p>"), "E0611", "document"),
    "math": (body('<w:p><m:oMath xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"><m:r><m:t>{{ title }}</m:t></m:r></m:oMath></w:p>'), "E0611", "document"),
    "properties": (part("docProps/app.xml", b"<Properties><Company>{{ title }}</Company></Properties>"), "E0611", "docProps/app.xml"),
    "styles": (replaced("word/styles.xml", 'w:val="', 'w:val="{{ title }}'), "E0611", "word/styles.xml"),
}  # fmt: skip


@pytest.mark.parametrize("name", ELSEWHERE)
def test_tags_elsewhere(name: str) -> None:
    """A tag is filled where a reader sees it, and refused where it would stay as it is, or fill what nobody sees."""
    raw, code, says = ELSEWHERE[name]
    found = problems_of(raw)
    assert found and found[0].code == code, found
    assert says in found[0].worded(catalogue("en"))


HARMLESS = {
    "hidden text": body('<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>{{ title }}</w:t></w:r></w:p>'),
    "spell-check marks": body('<w:p><w:r><w:t>{{</w:t></w:r><w:proofErr w:type="spellStart"/><w:r><w:t>title}}</w:t></w:r></w:p>'),
    "comment of Jinja": body(paragraph("{# 注 #}完")),
    "row loop over nothing": body(table(paragraph("{%tr for i in nothing %}"), paragraph("x"), paragraph("{%tr endfor %}"))),
    "paragraph loop over nothing in a cell": body(
        table(paragraph("{%p for i in nothing %}") + paragraph("x") + paragraph("{%p endfor %}"))
    ),
    "bookmark in a loop": body(
        paragraph("{%p for i in items %}")
        + '<w:p><w:bookmarkStart w:id="7" w:name="b"/><w:r><w:t>{{ i.name }}</w:t></w:r><w:bookmarkEnd w:id="7"/></w:p>'
        + paragraph("{%p endfor %}")
    ),
    "marker of ours": body(paragraph("\ue000" + "0\ue001 {{ title }}")),
    "instruction of ours": body("<w:p><?lceval 0?><w:r><w:t>{{ title }}</w:t></w:r></w:p>"),
    "marker of ours that is none": body(paragraph("\ue000" + "9\ue001 {{ title }}")),
    "segment of ours": body(paragraph("\ue002" + "0\ue003 {{ title }}")),
    "a link": related("hyperlink", "https://example.org/"),
    "UTF-16": changed(lambda p: p.update({DOCUMENT: p[DOCUMENT].decode().replace("UTF-8", "UTF-16").encode("utf-16")})),
}  # fmt: skip


@pytest.mark.parametrize("name", HARMLESS)
def test_harmless(name: str) -> None:
    """Odd, but filled all the same, whole, and with nothing left over; or refused."""
    if problems_of(HARMLESS[name]):
        assert name in ("marker of ours", "marker of ours that is none", "instruction of ours")
        return
    raw = filled(HARMLESS[name])
    assert faults_of(raw) == []
    assert "秘密" not in text_of(raw)


def unsafe_control(kind: str) -> bytes:
    return body(f'<w:p><w:r><w:object><w:{kind} r:id="rIdBad" xmlns:r="{OFFICE}"/></w:object></w:r></w:p>')


BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "'
    + b"x" * 100
    + b'"><!ENTITY b "'
    + b"&a;" * 100
    + b'">]><x>&b;</x>'
)

# What runs, fetches, or brings foreign things along.
UNSAFE = {
    "remote template": related("attachedTemplate", "http://x.invalid/t.dotm"),
    "remote template, a share": related("attachedTemplate", "\\\\x.invalid\\t.dotm"),
    "local template": related("attachedTemplate", "file:///c:/t.dotm"),
    "remote picture": related("image", "http://x.invalid/x.png"),
    "remote frame": related("frame", "http://x.invalid/x.html"),
    "remote OLE": related("oleObject", "http://x.invalid/x.xlsx"),
    "remote subdocument": related("subDocument", "http://x.invalid/x.docx"),
    "remote styles, not marked": related("styles", "http://x.invalid/s.xml", external=False),
    "mode in other letters": replaced(RELS, "</Relationships>", f'<Relationship Id="rIdBad" Type="{OFFICE}/image" Target="http://x.invalid/x" TargetMode="EXTERNAL"/></Relationships>'),
    "strict relationship": replaced(RELS, "</Relationships>", '<Relationship Id="rIdBad" Type="http://purl.oclc.org/ooxml/officeDocument/relationships/attachedTemplate" Target="http://x.invalid/x" TargetMode="External"/></Relationships>'),
    "script link": related("hyperlink", "javascript:alert(1)"),
    "file link": related("hyperlink", "file:///c:/windows/system32/calc.exe"),
    "share link": related("hyperlink", "\\\\x.invalid\\x"),
    "program link": related("hyperlink", "ms-word:ofe|u|http://x.invalid/x.docx"),
    "altChunk": related("aFChunk", "chunk.html", external=False),
    "embedded OLE": part("word/embeddings/oleObject1.bin", b"x"),
    "ActiveX": part("word/activeX/activeX1.xml", b"<x/>"),
    "macros": part("word/vbaProject.bin", b"x"),
    "macros, other letters": part("word/VBAPROJECT.BIN", b"x"),
    "macros under another name": related("vbaProject", "x.bin", external=False),
    "custom toolbar": part("word/customizations.xml", b"<x/>"),
    "embedded package": part("word/embeddings/Microsoft_Word.docx", b"PK"),
    "program": part("word/media/x.exe", b"MZ"),
    "DDE": body(field(" DDE excel c:\\x a1")),
    "DDEAUTO": body(field(" DDEAUTO c:\\windows\\system32\\cmd.exe")),
    "DDEAUTO, simple": body('<w:p><w:fldSimple w:instr=" ddeauto x"/></w:p>'),
    "DDE in a run of its own letters": body('<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r>' + "".join(f"<w:r><w:instrText>{c}</w:instrText></w:r>" for c in " DDEAUTO x") + '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'),
    "INCLUDETEXT": body(field(' INCLUDETEXT "http://x.invalid/x"')),
    "INCLUDEPICTURE": body(field(' INCLUDEPICTURE "http://x.invalid/x.png" \\d')),
    "LINK": body(field(" LINK Excel.Sheet.8 c:\\x.xls")),
    "MACROBUTTON": body(field(" MACROBUTTON x y")),
    "IMPORT": body(field(" IMPORT x")),
    "DATABASE": body(field(" DATABASE x")),
    "QUOTE of codes": body(field(" QUOTE 68 68 69")),
    "HYPERLINK field": body(field(' HYPERLINK "javascript:alert(1)"')),
    "FILLIN": body(field(" FILLIN x")),
    "DDE in a header": part("word/header1.xml", f'<w:hdr xmlns:w="{W}">{field(" DDEAUTO x")}</w:hdr>'.encode()),
    "DTD": changed(lambda p: p.update({DOCUMENT: p[DOCUMENT].replace(b"?>", b"?><!DOCTYPE x>", 1)})),
    "DTD, small letters": part("word/header1.xml", b"<!doctype x><x/>"),
    "entity": part("word/header1.xml", b"<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><x>&a;</x>"),
    "remote DTD": part("word/header1.xml", b"<!DOCTYPE x SYSTEM 'http://x.invalid/x.dtd'><x/>"),
    "entity bomb": part("word/header1.xml", BOMB),
    "DTD in content types": changed(lambda p: p.update({TYPES: p[TYPES].replace(b"?>", b"?><!DOCTYPE x>", 1)})),
    "DTD in relationships": changed(lambda p: p.update({RELS: p[RELS].replace(b"?>", b"?><!DOCTYPE x>", 1)})),
    "DTD in UTF-16": part("word/header1.xml", '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'.encode("utf-16")),
    "frameset": body("<w:frameset/>"),
    "subdocument": body(f'<w:subDoc r:id="rIdBad" xmlns:r="{OFFICE}"/>'),
    "control": body(f'<w:p><w:r><w:control r:id="rIdBad" xmlns:r="{OFFICE}"/></w:r></w:p>'),
    "OLE in the text": unsafe_control("objectLink"),
    "mail merge": replaced("word/settings.xml", "<w:defaultTabStop", '<w:mailMerge><w:query w:val="x"/></w:mailMerge><w:defaultTabStop'),
}  # fmt: skip


@pytest.mark.parametrize("name", UNSAFE)
def test_unsafe(name: str) -> None:
    """What runs, fetches or is hidden in a template is refused, saying what."""
    found = problems_of(UNSAFE[name])
    assert found and {p.code for p in found} <= {"E0601", "E0602", "E0612"} and found[0].code != "E0612", found


def archive(entries: list[tuple[str, bytes]], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """An archive with entries in order, doubled names allowed."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as made, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for name, content in entries:
            made.writestr(name, content)
    return buffer.getvalue()


def more(*entries: tuple[str, bytes]) -> bytes:
    return archive([*parts_of(SHELL).items(), *entries])


def nested(depth: int) -> bytes:
    return body(
        "".join("<w:tbl><w:tr><w:tc>" for _ in range(depth)) + paragraph("x") + "<w:p/></w:tc></w:tr></w:tbl>" * depth
    )


def encrypted() -> bytes:
    """The template with every part said to be encrypted."""
    raw = bytearray(SHELL)
    for signature, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = raw.find(signature)
        while start >= 0:
            raw[start + at] |= 1
            start = raw.find(signature, start + 4)
    return bytes(raw)


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
MAIN = "wordprocessingml.document.main+xml"
# Files that are too much, no archive, no document, or a damaged one.
FILES: Mapping[str, Callable[[], bytes]] = {
    "empty": lambda: b"",
    "a text": lambda: "模板".encode(),
    "RTF": lambda: b"{\\rtf1 x}",
    "HTML": lambda: b"<html><body>x</body></html>",
    "PDF": lambda: b"%PDF-1.7",
    "old Word file": lambda: OLE,
    "password": lambda: OLE + "EncryptedPackage".encode("utf-16-le"),
    "lock file": lambda: b"\x05user" + b" " * 156,
    "half": lambda: SHELL[: len(SHELL) // 2],
    "without its end": lambda: SHELL[:-30],
    "bytes changed": lambda: SHELL[:3000] + bytes(255 - b for b in SHELL[3000:3100]) + SHELL[3100:],
    "encrypted": encrypted,
    "archive of nothing": lambda: archive([]),
    "archive of a text": lambda: archive([("x.txt", b"x")]),
    "spreadsheet": lambda: archive([(TYPES, b"<Types/>"), ("xl/workbook.xml", b"<x/>")]),
    "template of Word": lambda: replaced(TYPES, MAIN, "wordprocessingml.template.main+xml"),
    "with macros": lambda: replaced(TYPES, "application/vnd.openxmlformats-officedocument." + MAIN, "application/vnd.ms-word.document.macroEnabled.main+xml"),
    "strict": lambda: replaced(DOCUMENT, W, "http://purl.oclc.org/ooxml/wordprocessingml/main"),
    "no document": lambda: changed(lambda p: p.pop(DOCUMENT)),
    "no content types": lambda: changed(lambda p: p.pop(TYPES)),
    "no relationships": lambda: changed(lambda p: p.pop(RELS)),
    "no styles": lambda: changed(lambda p: p.pop("word/styles.xml")),
    "no settings": lambda: changed(lambda p: p.pop("word/settings.xml")),
    "header of a relationship missing": lambda: changed(lambda p: p.pop("word/header1.xml")),
    "relationship to nothing": lambda: related("header", "header99.xml", external=False),
    "relationship out of the package": lambda: related("header", "../../../x.xml", external=False),
    "id of no relationship": lambda: body(f'<w:p><w:r><w:drawing><a:blip xmlns:a="x" xmlns:r="{OFFICE}" r:embed="rIdNone"/></w:drawing></w:r></w:p>'),
    "document is no XML": lambda: part(DOCUMENT, b"x"),
    "document is empty": lambda: part(DOCUMENT, b""),
    "document is another XML": lambda: part(DOCUMENT, b"<x/>"),
    "document without a body": lambda: part(DOCUMENT, f'<w:document xmlns:w="{W}"/>'.encode()),
    "document cut": lambda: changed(lambda p: p.update({DOCUMENT: p[DOCUMENT][:-40]})),
    "control character": lambda: body(paragraph("a\x01b")),
    "GBK": lambda: changed(lambda p: p.update({DOCUMENT: p[DOCUMENT].replace(b"<w:body>", b"<w:body><w:p/>" + "<!--模板-->".encode("gbk"))})),
    "parts outside": lambda: more(("../x.xml", b"<x/>")),
    "parts outside, the other slash": lambda: more(("..\\x.xml", b"<x/>")),
    "parts at the root": lambda: more(("/etc/x.xml", b"<x/>")),
    "parts on a drive": lambda: more(("C:/x.xml", b"<x/>")),
    "part twice": lambda: more((DOCUMENT, b"<x/>")),
    "part twice, other letters": lambda: more(("Word/Document.xml", b"<x/>")),
    "20 000 parts": lambda: more(*((f"word/media/{n}.xml", b"<x/>") for n in range(20_000))),
    "200 MB of blanks": lambda: more(("word/media/x.xml", b"<x>" + b" " * 200_000_000 + b"</x>")),
    "tables 300 deep": lambda: nested(300),
    "tables 3000 deep": lambda: nested(3000),
    "blocks 2000 deep": lambda: body(paragraph("{% if title %}" * 2000 + "x" + "{% endif %}" * 2000)),
    "condition 5000 deep": lambda: body(paragraph("{% if " + "not " * 5000 + "title %}x{% endif %}")),
    "name 5000 deep": lambda: body(paragraph("{{ title" + ".title" * 5000 + " }}")),
    "brackets 5000 deep": lambda: body(paragraph("{{ " + "(" * 5000 + "title" + ")" * 5000 + " }}")),
    "packed in another way": lambda: archive([*parts_of(SHELL).items()], zipfile.ZIP_BZIP2),
}  # fmt: skip


@pytest.mark.parametrize("name", FILES)
def test_files(name: str) -> None:
    """Broken, foreign and swollen files are refused in words, soon, and never with an accident."""
    raw = FILES[name]()
    found = problems_of(raw)
    assert found and all(p.code.startswith("E06") and p.mark.file == "t.docx" for p in found), found


SWOLLEN: Mapping[str, Callable[[], bytes]] = {
    "50 000 paragraphs": lambda: body(paragraph("x") * 50_000),
    "a million letters": lambda: body(paragraph("字" * 1_000_000)),
    "1000 tags in a paragraph": lambda: body(paragraph("{{ title }}" * 1000)),
    "tables 20 deep": lambda: nested(20),
    "something before the archive": lambda: b"x" * 100 + SHELL,
    "something behind the archive": lambda: SHELL + b"x" * 100,
}


@pytest.mark.parametrize("name", SWOLLEN)
def test_swollen_but_harmless(name: str) -> None:
    """Large, but what a template may be: filled soon and whole. What stands around the archive does not come along."""
    raw = SWOLLEN[name]()
    made = filled(raw)
    assert faults_of(made) == [] and made.startswith(b"PK") and not made.endswith(b"x")


def test_depth_is_told() -> None:
    """Blocks in blocks have an end, and the paragraph where they pass it is named."""
    deep = paragraph("{% if title %}" * 13 + "x" + "{% endif %}" * 13)
    assert [p.code for p in problems_of(body(deep))] == ["E0613"]
    assert problems_of(body(deep.replace("{% if title %}", "", 1).replace("{% endif %}", "", 1))) == ()


def test_pictures_in_templates() -> None:
    """A picture of a template is carried on as it is, never opened: its bytes are those of the template."""
    for picture in (b"\x89PNG\r\n\x1a\n", b"", b"GIF89a" + b"x" * 1000, b"\xff\xd8\xff\xe1Exif"):
        made = filled(part("word/media/image1.png", picture))
        assert parts_of(made)["word/media/image1.png"] == picture
    for name in ("word/media/image1.svg", "word/media/image1.html", "word/media/image1.png.exe"):
        assert {p.code for p in problems_of(part(name, b"<svg onload='x'/>"))} == {"E0602"}
    assert {p.code for p in problems_of(part("word/media/image1.png", bytes(101_000_000)))} == {"E0603"}
