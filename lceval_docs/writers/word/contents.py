"""The table of contents and the numbers of captions: real fields, with their results already in them."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from lxml import etree

from lceval_docs.memory import Memory
from lceval_docs.writers.word.pages import count_pages
from lceval_docs.writers.word.seam import without_seams
from lceval_docs.writers.word.stream import Block, Reader, sections
from lceval_docs.writers.word.style import read_styles, w
from lceval_docs.writers.word.text import element, in_attribute, in_run, run

_BODY, _BODY_END = b"<w:body>", b"</w:body>"
_FIRST_BOOKMARK = 900_000
# Remembered, of the headings that reports share; bytes of captions in a generation.
_HEADINGS, _CAPTIONS = 256, 200_000
# Between numbers and a block; no block holds it.
_APART = b"\0"
_INSTRUCTION = re.compile(rb"<w:instrText[^>]*>\s*([A-Z]+) ([^<]*)</w:instrText>")
_SEQUENCE = re.compile(
    rb"(<w:instrText[^>]*>\s*SEQ ([^\s<]+)[^<]*</w:instrText>.*?<w:t(?: [^>]*)?>)[^<]*(</w:t>)", re.DOTALL
)
_PROPERTIES = re.compile(rb"<w:p(?: [^>]*)?>(?:<w:pPr>.*?</w:pPr>)?", re.DOTALL)
_TEXT = re.compile(rb"<w:t(?: [^>]*)?>([^<]*)</w:t>")
_FIELD_MARK = re.compile(rb"w:fldCharType=\"(begin|end)\"")
_OPEN_PAGE = "<w:t>0</w:t>"
_AS_LINK = "\\h"


def fill_contents(document: bytes, styles: bytes) -> bytes:
    """The document with the results of its SEQ fields and of its TOC field made anew, and without seams."""
    if b"TOC " not in document and b"SEQ " not in document:
        return without_seams(document)
    begin, end = document.index(_BODY) + len(_BODY), document.rindex(_BODY_END)
    reader = _reader(styles, document[:begin])
    blocks = reader.blocks(document, begin, end)
    counts: Counter[bytes] = Counter()
    for place, block in enumerate(blocks):
        if block.has_field and b"SEQ " in block.markup:
            numbers = []
            for name in _counted[block.markup]:
                counts[name] += 1
                numbers.append(b"%d" % counts[name])
            blocks[place] = reader.block(_numbered[_APART.join((*numbers, block.markup))])
    first, last = _field(blocks)
    headings = list(_headings(blocks, _heading_levels(styles))) if last else []
    if headings:
        _fill(blocks, headings, first, last, reader, styles)
    return b"".join((document[:begin], *[piece for block in blocks for piece in block.pieces], document[end:]))


class _Heading(NamedTuple):
    """A heading of the document: the number of its block, its title and its level."""

    number: int
    title: str
    level: int


def _headings(blocks: list[Block], levels: Mapping[bytes, int]) -> Iterator[_Heading]:
    for number, block in enumerate(blocks):
        level = levels.get(block.style)
        if level and (title := _title(block.markup)):
            yield _Heading(number, title, level)


def _sequences(block: bytes) -> tuple[bytes, ...]:
    """What each SEQ field of a block counts."""
    return tuple(match[2] for match in _SEQUENCE.finditer(block))


def _renumbered(said: bytes) -> bytes:
    """A block behind the numbers of its SEQ fields, with these in them.

    A loop of the template repeats a caption, a condition leaves one out; the template's numbers say neither.
    """
    *numbers, block = said.split(_APART)
    left = iter(numbers)
    return _SEQUENCE.sub(lambda match: b"%b%b%b" % (match[1], next(left), match[3]), block)


_counted, _numbered = Memory(_sequences, _CAPTIONS), Memory(_renumbered, _CAPTIONS)


@lru_cache(maxsize=_HEADINGS)
def _title(block: bytes) -> str:
    return html.unescape(b"".join(_TEXT.findall(block)).decode())


def _field(blocks: list[Block]) -> tuple[int, int]:
    """The blocks from the beginning of the TOC field to behind its end; none at all where there is no such field."""
    first = depth = 0
    begun = False
    for number, block in enumerate(blocks):
        if block.has_field and not begun and any(kind == b"TOC" for kind, _ in _INSTRUCTION.findall(block.markup)):
            begun, first = True, number
        if begun:
            depth += sum(1 if kind == b"begin" else -1 for kind in _FIELD_MARK.findall(block.markup))
            if depth == 0:
                return first, number + 1
    return 0, 0


def _fill(blocks: list[Block], headings: list[_Heading], first: int, last: int, reader: Reader, styles: bytes) -> None:
    """Bookmarks around the headings, entries in the place of the field's old result, and the pages in these.

    The entries take room themselves, so they stand in place before pages are counted.
    """
    made = [heading for heading in headings if not first <= heading.number < last]
    for place, heading in enumerate(made):
        block = blocks[heading.number]
        blocks[heading.number] = block.saying(_bookmarked(block.markup, place))
    titles = tuple([(heading.title, heading.level) for heading in made])
    entries = [reader.block(entry) for entry in _entries(titles, styles)]
    moved = len(entries) - (last - first)
    blocks[first:last] = entries
    pages = count_pages(sections(blocks)).numbers
    open_page = _OPEN_PAGE.encode()
    for place, (number, _, _) in enumerate(made):
        page = pages[number + moved if number >= last else number]
        before, _, behind = entries[place].markup.rpartition(open_page)
        blocks[first + place] = entries[place].saying(b"%b<w:t>%b</w:t>%b" % (before, page.encode(), behind))


@lru_cache(maxsize=2)
def _reader(styles: bytes, head: bytes) -> Reader:
    return Reader(read_styles(styles), head)


def _style_names(styles: bytes) -> dict[str, str]:
    """The names of styles by id."""
    return {
        s.get(w("styleId")): s.find(w("name")).get(w("val")).lower() for s in etree.fromstring(styles).iter(w("style"))
    }


@lru_cache(maxsize=8)
def _heading_levels(styles: bytes) -> dict[bytes, int]:
    """Style ids of `heading 1` and `heading 2`, with their level."""
    names = _style_names(styles).items()
    return {id.encode(): int(name[-1]) for id, name in names if name in ("heading 1", "heading 2")}


@lru_cache(maxsize=8)
def _entry_styles(styles: bytes) -> dict[int, str]:
    """Style ids of entries by level, in an attribute's quotation marks."""
    ids = {name: id for id, name in _style_names(styles).items()}
    return {level: in_attribute(ids.get(f"toc {level}", "")) for level in (1, 2)}


@lru_cache(maxsize=_HEADINGS)
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


@lru_cache(maxsize=4)
def _entries(titles: tuple[tuple[str, int], ...], styles: bytes) -> list[bytes]:
    """Entries with their page numbers still open, by titles and their levels: few reports have others than the last."""
    by_level, made = _entry_styles(styles), []
    for place, (title, level) in enumerate(titles):
        anchor = _anchor(place)
        begin = _BEGIN_DIRTY + _instruction(' TOC \\o "1-2" \\h \\z \\u ') + _SEPARATE if place == 0 else ""
        end = _END if place == len(titles) - 1 else ""
        entry = (
            f'<w:p><w:pPr><w:pStyle w:val="{by_level[level]}"/></w:pPr>{begin}'
            f'<w:hyperlink w:anchor="{anchor}" w:history="1">{run(title)}<w:r><w:tab/></w:r>{_BEGIN}'
            f"{_instruction(f' PAGEREF {anchor} {_AS_LINK} ')}{_SEPARATE}<w:r>{_OPEN_PAGE}</w:r>{_END}"
            f"</w:hyperlink>{end}</w:p>"
        )
        made.append(entry.encode())
    return made


def _mark(kind: str, dirty: bool = False) -> str:
    attributes = {"fldCharType": kind, **({"dirty": "true"} if dirty else {})}
    return element("r", element("fldChar", attributes=attributes))


def _instruction(text: str) -> str:
    return f'<w:r><w:instrText xml:space="preserve">{in_run(text)}</w:instrText></w:r>'


_BEGIN, _BEGIN_DIRTY, _SEPARATE, _END = _mark("begin"), _mark("begin", dirty=True), _mark("separate"), _mark("end")
