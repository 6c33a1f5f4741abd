"""The table of contents: a real field, with titles, links and page numbers already in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

from lxml import etree

from lceval_docs.writers.word.flow import read_flow, read_styles, w
from lceval_docs.writers.word.pages import count_pages
from lceval_docs.writers.word.text import element, in_run, run

_FIRST_BOOKMARK = 900_000


def fill_contents(document: bytes, styles: bytes) -> bytes:
    """The document with its TOC field's result made anew; unchanged if it has none."""
    if b"TOC " not in document:
        return document
    root = etree.fromstring(document)
    body = root.find(w("body"))
    field = _field(body)
    if not field:
        return document
    levels = _heading_levels(styles)
    headings = [(p, levels[_style(p)]) for p in body.findall(w("p")) if _style(p) in levels and _title(p)]
    if not headings:
        return document
    _bookmark(headings)
    # The entries take room themselves, so they stand in place before pages are counted.
    entries = _replace(field, headings, _entry_styles(styles))
    pages = count_pages(read_flow(body, read_styles(styles))).numbers
    for entry, (heading, _) in zip(entries, headings, strict=True):
        list(entry.iter(w("t")))[-1].text = pages[heading]
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def _field(body: etree._Element) -> list[etree._Element]:
    """The paragraphs from the beginning of the TOC field to its end."""
    found: list[etree._Element] = []
    depth = 0
    for paragraph in body.findall(w("p")):
        begins = any((i.text or "").strip().startswith("TOC ") for i in paragraph.iter(w("instrText")))
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
    named = paragraph.find(f"{w('pPr')}/{w('pStyle')}")
    return named.get(w("val")) if named is not None else ""


def _title(paragraph: etree._Element) -> str:
    return "".join(t.text or "" for t in paragraph.iter(w("t")))


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
    made = list(_entries(headings, styles))
    for entry in made:
        field[0].addprevious(entry)
    for old in field:
        old.getparent().remove(old)
    return made


def _entries(headings: list[tuple[etree._Element, int]], styles: Mapping[int, str]) -> Iterator[etree._Element]:
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
        namespace = heading.nsmap["w"]
        yield etree.fromstring(f'<w:p xmlns:w="{namespace}">{inside}</w:p>')


def _mark(kind: str, dirty: bool = False) -> str:
    attributes = {"fldCharType": kind, **({"dirty": "true"} if dirty else {})}
    return element("r", element("fldChar", attributes=attributes))


def _instruction(text: str) -> str:
    return f'<w:r><w:instrText xml:space="preserve">{in_run(text)}</w:instrText></w:r>'
