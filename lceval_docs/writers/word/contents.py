"""The table of contents and the numbers of captions: real fields, with their results already in them."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import lru_cache

from lxml import etree

from lceval_docs.writers.word.pages import count_pages
from lceval_docs.writers.word.stream import Reader, split_body
from lceval_docs.writers.word.style import read_styles, w
from lceval_docs.writers.word.text import element, in_run, run

_FIRST_BOOKMARK = 900_000
_INSTRUCTION = re.compile(rb"<w:instrText[^>]*>\s*([A-Z]+) ([^<]*)</w:instrText>")
_SEQUENCE = re.compile(
    rb"(<w:instrText[^>]*>\s*SEQ ([^\s<]+)[^<]*</w:instrText>.*?<w:t(?: [^>]*)?>)[^<]*(</w:t>)", re.DOTALL
)
_STYLE = re.compile(rb"<w:p(?: [^>]*)?><w:pPr><w:pStyle w:val=\"([^\"]*)\"/>")
_PROPERTIES = re.compile(rb"<w:p(?: [^>]*)?>(?:<w:pPr>.*?</w:pPr>)?", re.DOTALL)
_TEXT = re.compile(rb"<w:t(?: [^>]*)?>([^<]*)</w:t>")
_FIELD_MARK = re.compile(rb"w:fldCharType=\"(begin|end)\"")
_OPEN_PAGE = b"<w:t>0</w:t>"


def fill_contents(document: bytes, styles: bytes) -> bytes:
    """The document with the results of its SEQ fields and of its TOC field made anew."""
    if b"TOC " not in document and b"SEQ " not in document:
        return document
    body = split_body(document)
    blocks = body.blocks
    counts: Counter[bytes] = Counter()
    for number, block in enumerate(blocks):
        if b"SEQ " in block:
            blocks[number] = _SEQUENCE.sub(lambda match: _numbered(match, counts), block)
    levels = _heading_levels(styles)
    headings = [
        (n, level) for n, block in enumerate(blocks) if (level := levels.get(_style(block), 0)) and _title(block)
    ]
    first, last = _field(blocks)
    if headings and last:
        _fill(body.head, blocks, headings, first, last, styles)
    return body.whole()


def _numbered(match: re.Match[bytes], counts: Counter[bytes]) -> bytes:
    """A loop of the template repeats a caption, a condition leaves one out; the template's numbers say neither."""
    counts[match[2]] += 1
    return b"%b%d%b" % (match[1], counts[match[2]], match[3])


def _style(block: bytes) -> str:
    """The id of a paragraph's style; it stands first of the properties, and these first of all."""
    found = _STYLE.match(block)
    return found[1].decode() if found else ""


def _title(block: bytes) -> str:
    return html.unescape(b"".join(_TEXT.findall(block)).decode())


def _field(blocks: list[bytes]) -> tuple[int, int]:
    """The blocks from the beginning of the TOC field to behind its end; none at all where there is no such field."""
    first = depth = 0
    begun = False
    for number, block in enumerate(blocks):
        if not begun and any(kind == b"TOC" for kind, _ in _INSTRUCTION.findall(block)):
            begun, first = True, number
        if begun:
            depth += sum(1 if kind == b"begin" else -1 for kind in _FIELD_MARK.findall(block))
            if depth == 0:
                return first, number + 1
    return 0, 0


def _fill(
    head: bytes, blocks: list[bytes], headings: list[tuple[int, int]], first: int, last: int, styles: bytes
) -> None:
    """Bookmarks around the headings, entries in the place of the field's old result, and the pages in these.

    The entries take room themselves, so they stand in place before pages are counted.
    """
    made = [(number, level) for number, level in headings if not first <= number < last]
    titles = [(_title(blocks[number]), level) for number, level in made]
    for place, (number, _) in enumerate(made):
        blocks[number] = _bookmarked(blocks[number], place)
    entries = [entry.encode() for entry in _entries(titles, _entry_styles(styles))]
    moved = len(entries) - (last - first)
    blocks[first:last] = entries
    pages = count_pages(_reader(styles, head).sections(blocks)).numbers
    for place, (number, _) in enumerate(made):
        page = pages[number + moved if number >= last else number]
        before, _, behind = entries[place].rpartition(_OPEN_PAGE)
        blocks[first + place] = b"%b<w:t>%b</w:t>%b" % (before, page.encode(), behind)


@lru_cache(maxsize=8)
def _reader(styles: bytes, head: bytes) -> Reader:
    return Reader(read_styles(styles), head)


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


def _bookmarked(block: bytes, place: int) -> bytes:
    """A heading with a bookmark around its text, for links and page references."""
    found = _PROPERTIES.match(block)
    assert found
    id = _FIRST_BOOKMARK + place
    start = f'<w:bookmarkStart w:id="{id}" w:name="{_anchor(place)}"/>'.encode()
    end = f'<w:bookmarkEnd w:id="{id}"/></w:p>'.encode()
    return b"".join((found[0], start, block[found.end() :].removesuffix(b"</w:p>"), end))


def _anchor(place: int) -> str:
    return f"_Toc{_FIRST_BOOKMARK + place}"


def _entries(headings: list[tuple[str, int]], styles: Mapping[int, str]) -> Iterator[str]:
    """Entries with their page numbers still open."""
    for place, (title, level) in enumerate(headings):
        first, last = place == 0, place == len(headings) - 1
        inside = (
            element("pPr", element("pStyle", attributes={"val": styles[level]}))
            + (
                _mark("begin", dirty=True) + _instruction(' TOC \\o "1-2" \\h \\z \\u ') + _mark("separate")
                if first
                else ""
            )
            + element(
                "hyperlink",
                run(title)
                + "<w:r><w:tab/></w:r>"
                + _mark("begin")
                + _instruction(f" PAGEREF {_anchor(place)} \\h ")
                + _mark("separate")
                + f"<w:r>{_OPEN_PAGE.decode()}</w:r>"
                + _mark("end"),
                {"anchor": _anchor(place), "history": "1"},
            )
            + (_mark("end") if last else "")
        )
        yield element("p", inside)


def _mark(kind: str, dirty: bool = False) -> str:
    attributes = {"fldCharType": kind, **({"dirty": "true"} if dirty else {})}
    return element("r", element("fldChar", attributes=attributes))


def _instruction(text: str) -> str:
    return f'<w:r><w:instrText xml:space="preserve">{in_run(text)}</w:instrText></w:r>'
