"""The Word files: an edition with cover, contents, front matter, body, annexes, end line; the drafting explanation."""

from __future__ import annotations

from collections.abc import Iterable

from lxml import etree

from lceval_docs.model.typesetting import Typesetting
from lceval_docs.views.edition.explanation import ExplanationView
from lceval_docs.views.edition.numbering import NumberedChapter
from lceval_docs.views.edition.whole import EditionView
from lceval_docs.writers.word.edition.block import Body, Heading
from lceval_docs.writers.word.edition.continued import captioned, cut
from lceval_docs.writers.word.edition.frame import (
    R,
    end_line,
    package,
    render_cover,
    render_fonts,
    render_footnotes,
    render_furniture,
    render_settings,
    section,
    section_break,
    text_width,
)
from lceval_docs.writers.word.edition.line import refer, render_footnote
from lceval_docs.writers.word.edition.numbering import render_numbering
from lceval_docs.writers.word.edition.style import DECLARATION, W, render_styles, style_id
from lceval_docs.writers.word.edition.table import paragraph
from lceval_docs.writers.word.flow import read_flow
from lceval_docs.writers.word.package import zip_parts
from lceval_docs.writers.word.pages import count_pages
from lceval_docs.writers.word.properties import Properties, render_core
from lceval_docs.writers.word.style import read_styles, w
from lceval_docs.writers.word.text import element, run

_FRONT = ("foreword", "introduction")
_ROMAN = 'w:fmt="upperRoman" w:start="1"'
_ARABIC = 'w:fmt="decimal" w:start="1"'
_OPEN = "0"


def render_edition(
    edition: EditionView, typesetting: Typesetting, properties: Properties, line_numbers: bool = False
) -> bytes:
    """The bytes of the file. Fields stand with their results; page numbers are counted, see `laid_out`."""
    page = typesetting.page
    body = Body(text_width(page), typesetting.tables)
    front = _chapters(body, (c for c in edition.chapters if c.chapter.kind in _FRONT))
    text = _chapters(body, (c for c in edition.chapters if c.chapter.kind not in _FRONT))
    cover = [*render_cover(edition.cover, typesetting)]
    parts = [
        *cover,
        section_break(section(typesetting.cover, "nextPage", "", False)),
        *_contents(edition.contents_title, body.headings),
        *front,
        section_break(section(page, "nextPage", _ROMAN, True)),
        paragraph("body-title", run(edition.cover.title)),
        *text,
        end_line(typesetting),
        section(page, typesetting.body_begins, _ARABIC, True, line_numbers),
    ]
    return _file(parts, body, edition.header, typesetting, properties)


def _file(parts: list[str], body: Body, header: str, typesetting: Typesetting, properties: Properties) -> bytes:
    """The package around a body. Parts that nothing needs are left out."""
    styles = render_styles(typesetting)
    document = f'{DECLARATION}<w:document xmlns:w="{W}" xmlns:r="{R}"><w:body>{"".join(parts)}</w:body></w:document>'
    files = {
        "word/document.xml": laid_out(document.encode(), styles, typesetting.tables.continued == "caption"),
        "word/styles.xml": styles,
        "word/numbering.xml": render_numbering(body.lists, typesetting.latin),
        "word/fontTable.xml": render_fonts(typesetting.latin),
        "word/settings.xml": render_settings(bool(body.footnotes)),
        "docProps/core.xml": render_core(properties),
        **render_furniture(header),
    }
    if body.footnotes:
        style = style_id("footnote")
        notes = [render_footnote(f, n, style, body.anchors) for n, f in enumerate(body.footnotes, 2)]
        files["word/footnotes.xml"] = render_footnotes("".join(notes))
    return zip_parts(package(files, body.pictures.parts))


def _chapters(body: Body, chapters: Iterable[NumberedChapter]) -> list[str]:
    return [markup for chapter in chapters for markup in body.chapter(chapter)]


def _contents(title: str, headings: list[Heading]) -> list[str]:
    """The table of contents: a field whose result is already there, its page numbers still open."""
    found = [paragraph("contents-title", run(title))]
    for place, heading in enumerate(headings):
        begin = refer_begin('TOC \\o "1-2" \\h \\z \\u') if place == 0 else ""
        end = element("r", element("fldChar", attributes={"fldCharType": "end"})) if place == len(headings) - 1 else ""
        inside = run(heading.text) + element("r", element("tab")) + refer(f"PAGEREF {heading.bookmark} \\h", _OPEN)
        link = element("hyperlink", inside, {"anchor": heading.bookmark, "history": 1})
        found.append(paragraph(f"contents-{heading.level}", begin + link + end))
    return found


def refer_begin(instruction: str) -> str:
    """A field up to the place where its result begins."""
    return (
        element("r", element("fldChar", attributes={"fldCharType": "begin"}))
        + f'<w:r><w:instrText xml:space="preserve"> {instruction.replace(chr(34), "&quot;")} </w:instrText></w:r>'
        + element("r", element("fldChar", attributes={"fldCharType": "separate"}))
    )


def laid_out(document: bytes, styles: bytes, continued: bool) -> bytes:
    """The document with its pages counted: long tables cut, and the page of each bookmark that a PAGEREF names put in."""
    root = etree.fromstring(document)
    body = root.find(w("body"))
    metrics = read_styles(styles)
    pages = count_pages(read_flow(body, metrics), captioned(body, metrics) if continued else {})
    found = {
        start.get(w("name")): pages.numbers[holder]
        for start in body.iter(w("bookmarkStart"))
        if (holder := start.getparent()) in pages.numbers
    }
    if continued:
        for table, breaks in pages.breaks.items():
            cut(table, breaks)
    for instruction in body.iter(w("instrText")):
        words = (instruction.text or "").split()
        if words[:1] == ["PAGEREF"]:
            result = next(instruction.getparent().itersiblings(w("r"))).getnext()
            result.find(w("t")).text = found[words[1]]
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def render_explanation(view: ExplanationView, typesetting: Typesetting, properties: Properties) -> bytes:
    """The bytes of the drafting explanation: one section, the original's own numbers."""
    page = typesetting.page
    body = Body(text_width(page), typesetting.tables)
    parts = [
        *(paragraph("body-title", run(text)) for text in (view.standard_title, view.title)),
        *(paragraph("cover-version", run(text)) for text in view.lines),
        *body.typed_clauses(view.clauses),
        *(paragraph("closing", run(text)) for text in view.closing),
        paragraph("body-title", run(view.added_title), element("pageBreakBefore")),
        paragraph("text", run(view.added_lead)),
        *body.blocks(view.added),
        section(page, "nextPage", _ARABIC, True),
    ]
    return _file(parts, body, view.standard_title + view.title, typesetting, properties)
