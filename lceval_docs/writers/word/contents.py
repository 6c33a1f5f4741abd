"""The table of contents and the numbers of captions: real fields, with their results already in them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from functools import lru_cache

from lxml import etree

from lceval_docs.writers.word.flow import read_flow
from lceval_docs.writers.word.pages import count_pages
from lceval_docs.writers.word.style import W, read_styles, w
from lceval_docs.writers.word.text import element, in_run, run

_FIRST_BOOKMARK = 900_000
_INSTRUCTION, _TEXT, _PROPERTIES, _STYLE, _VAL = w("instrText"), w("t"), w("pPr"), w("pStyle"), w("val")


def fill_contents(document: bytes, styles: bytes) -> bytes:
    """The document with the results of its SEQ fields and of its TOC field made anew."""
    if b"TOC " not in document and b"SEQ " not in document:
        return document
    root = etree.fromstring(document)
    body = root.find(w("body"))
    _number_captions(body)
    field, headings = _field(body), _headings(body, _heading_levels(styles))
    if field and headings:
        _fill(body, field, headings, styles)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def _number_captions(body: etree._Element) -> None:
    """A loop of the template repeats a caption, a condition leaves one out; the template's numbers say neither."""
    counts: Counter[str] = Counter()
    for instruction in body.iter(_INSTRUCTION):
        kind, _, name = (instruction.text or "").strip().partition(" ")
        if kind != "SEQ":
            continue
        name = name.split(" ")[0]
        counts[name] += 1
        results = (run.find(_TEXT) for run in instruction.getparent().itersiblings())
        result = next((text for text in results if text is not None), None)
        if result is not None:
            result.text = str(counts[name])


def _headings(body: etree._Element, levels: Mapping[str, int]) -> list[tuple[etree._Element, int]]:
    """The paragraphs of heading styles that say something, with their level."""
    found = ((p, levels.get(_style(p), 0)) for p in body.iterchildren(w("p")))
    return [(p, level) for p, level in found if level and _title(p)]


def _fill(
    body: etree._Element, field: list[etree._Element], headings: list[tuple[etree._Element, int]], styles: bytes
) -> None:
    _bookmark(headings)
    # The entries take room themselves, so they stand in place before pages are counted.
    entries = _replace(field, headings, _entry_styles(styles))
    pages = count_pages(read_flow(body, read_styles(styles))).numbers
    for entry, (heading, _) in zip(entries, headings, strict=True):
        list(entry.iter(_TEXT))[-1].text = pages[heading]


def _field(body: etree._Element) -> list[etree._Element]:
    """The paragraphs from the beginning of the TOC field to its end."""
    found: list[etree._Element] = []
    depth = 0
    for paragraph in body.findall(w("p")):
        begins = any((i.text or "").strip().startswith("TOC ") for i in paragraph.iter(_INSTRUCTION))
        if begins or found:
            found.append(paragraph)
            for mark in paragraph.iter(w("fldChar")):
                depth += {"begin": 1, "end": -1}.get(mark.get(w("fldCharType")), 0)
            if depth == 0:
                return found
    return []


@lru_cache(maxsize=8)
def _heading_levels(styles: bytes) -> dict[str, int]:
    """Style ids of `heading 1` and `heading 2`, with their level."""
    names = {
        s.get(w("styleId")): s.find(w("name")).get(w("val")).lower() for s in etree.fromstring(styles).iter(w("style"))
    }
    return {id: int(name[-1]) for id, name in names.items() if name in ("heading 1", "heading 2")}


@lru_cache(maxsize=8)
def _entry_styles(styles: bytes) -> dict[int, str]:
    names = {
        s.find(w("name")).get(w("val")).lower(): s.get(w("styleId")) for s in etree.fromstring(styles).iter(w("style"))
    }
    return {level: names.get(f"toc {level}", "") for level in (1, 2)}


def _style(paragraph: etree._Element) -> str:
    """The id of a paragraph's style; it stands first of the properties, and these first of all."""
    properties = paragraph[0] if len(paragraph) else paragraph
    if properties.tag != _PROPERTIES or not len(properties) or properties[0].tag != _STYLE:
        return ""
    return str(properties[0].get(_VAL))


def _title(paragraph: etree._Element) -> str:
    return "".join(t.text or "" for t in paragraph.iter(_TEXT))


def _bookmark(headings: list[tuple[etree._Element, int]]) -> None:
    """A bookmark around each heading's text, for links and page references."""
    for number, (paragraph, _) in enumerate(headings):
        id = str(_FIRST_BOOKMARK + number)
        start = etree.Element(w("bookmarkStart"), {w("id"): id, w("name"): _anchor(number)})
        properties = paragraph.find(w("pPr"))
        properties.addnext(start)
        paragraph.append(etree.Element(w("bookmarkEnd"), {w("id"): id}))


def _anchor(number: int) -> str:
    return f"_Toc{_FIRST_BOOKMARK + number}"


def _replace(
    field: list[etree._Element], headings: list[tuple[etree._Element, int]], styles: Mapping[int, str]
) -> list[etree._Element]:
    """New entries in the place of the field's paragraphs, their page numbers still open."""
    made = list(etree.fromstring(f'<w:body xmlns:w="{W}">{"".join(_entries(headings, styles))}</w:body>'))
    for entry in made:
        field[0].addprevious(entry)
    for old in field:
        old.getparent().remove(old)
    return made


def _entries(headings: list[tuple[etree._Element, int]], styles: Mapping[int, str]) -> Iterator[str]:
    for number, (heading, level) in enumerate(headings):
        first, last = number == 0, number == len(headings) - 1
        inside = (
            element("pPr", element("pStyle", attributes={"val": styles[level]}))
            + (
                _mark("begin", dirty=True) + _instruction(' TOC \\o "1-2" \\h \\z \\u ') + _mark("separate")
                if first
                else ""
            )
            + element(
                "hyperlink",
                run(_title(heading))
                + "<w:r><w:tab/></w:r>"
                + _mark("begin")
                + _instruction(f" PAGEREF {_anchor(number)} \\h ")
                + _mark("separate")
                + "<w:r><w:t>0</w:t></w:r>"
                + _mark("end"),
                {"anchor": _anchor(number), "history": "1"},
            )
            + (_mark("end") if last else "")
        )
        yield element("p", inside)


def _mark(kind: str, dirty: bool = False) -> str:
    attributes = {"fldCharType": kind, **({"dirty": "true"} if dirty else {})}
    return element("r", element("fldChar", attributes=attributes))


def _instruction(text: str) -> str:
    return f'<w:r><w:instrText xml:space="preserve">{in_run(text)}</w:instrText></w:r>'
