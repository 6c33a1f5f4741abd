"""The text of any Word file, line by line, whoever made it: for reading, not for use."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from lceval_docs.model.legible import LegibleLine, LegiblePart
from lceval_docs.problems import Mark, Problem
from lceval_docs.sources.file import read_bytes
from lceval_docs.sources.template.package import NOT_WORD, UNSAFE, parser, unzip, w
from lceval_docs.sources.template.place import Headings

_PARTS = re.compile(r"word/(document|header\d*|footer\d*|footnotes|endnotes|comments)\.xml")
_DOCUMENT = "word/document.xml"
_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}chart"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_MATH = f"{_M}oMath"
# What stands between the parts of a formula where it is written in one line.
_SIGNS = {f"{_M}den": "/", f"{_M}sub": "_", f"{_M}sup": "^", f"{_M}rad": "√"}
_GROUPED, _FENCED = frozenset(_M + name for name in ("num", "den", "sub", "sup", "rad")), f"{_M}d"
_ALONE = re.compile(r"[\w%.\u0370-\u03ff]*")
# What Word draws where it cannot draw the other: the same once more.
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_MARKS = {w("tab"): "\t", w("br"): " ", w("cr"): " ", w("noBreakHyphen"): "-"}
# What moves the cursor or turns the direction of writing on a screen.
_UNPRINTABLE = re.compile("[\x00-\x08\x0a-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]")


def load_legible(path: Path) -> tuple[tuple[LegiblePart, ...], tuple[Problem, ...]]:
    """The parts of the Word file at a path that hold text; or why it cannot be read."""
    raw, problems = read_bytes(path, path.as_posix())
    return ((), problems) if problems else read_legible(raw, path.as_posix())


def read_legible(raw: bytes, shown: str) -> tuple[tuple[LegiblePart, ...], tuple[Problem, ...]]:
    """The parts of a Word file that hold text, the document first; or why it cannot be read."""
    mark = Mark(shown)
    members, problems = unzip(raw, mark)
    if problems:
        return (), problems
    names = sorted((n for n in members if _PARTS.fullmatch(n)), key=lambda n: (n != _DOCUMENT, n))
    parts: list[LegiblePart] = []
    try:
        headings = Headings(members)
        for name in names:
            if b"<!DOCTYPE" in members[name] or b"<!ENTITY" in members[name]:
                return (), (UNSAFE.at(mark, found=f"a document type declaration in {name}"),)
            lines = tuple(_lines(etree.fromstring(members[name], parser()), headings))
            if lines:
                parts.append(LegiblePart(name, lines))
    except etree.XMLSyntaxError as error:
        return (), (NOT_WORD.at(mark, found=str(error)),)
    return tuple(parts), ()


def _lines(root: etree._Element, headings: Headings) -> Iterator[LegibleLine]:
    """Paragraphs and outermost rows, in the order of the document; drawings behind the line in which they stand."""
    walk = etree.iterwalk(root, events=("start",), tag=(w("p"), w("tr"), _FALLBACK))
    for _, element in walk:
        if element.tag == w("p"):
            yield from _paragraph(element, headings)
            continue
        walk.skip_subtree()
        if element.tag == w("tr"):
            yield from _row(element)


def _row(row: etree._Element) -> Iterator[LegibleLine]:
    """A row by its cells, each with all that stands in it, tables inside it too."""
    cells = [cell for cell in row.iter(w("tc")) if next(cell.iterancestors(w("tr"))) is row]
    texts = tuple(" / ".join(filter(None, map(_text, cell.iter(w("p"))))) for cell in cells)
    if any(texts):
        yield LegibleLine("row", texts)
    yield from _drawings(row)


def _paragraph(paragraph: etree._Element, headings: Headings) -> Iterator[LegibleLine]:
    text, level = _text(paragraph), headings.level(paragraph)
    if text:
        yield LegibleLine("heading" if level else "text", (text,), level)
    yield from _drawings(paragraph)


def _text(paragraph: etree._Element) -> str:
    """What stands in a paragraph, not what stands in boxes of text inside it."""
    pieces = []
    for element in paragraph.iter(w("t"), _MATH, *_MARKS):
        inside = next(element.iterancestors(w("p")))
        if inside is paragraph and element.getparent().tag != w("tabs") and not _is_fallback(element):
            text = _in_one_line(element) if element.tag == _MATH else element.text or ""
            pieces.append(_MARKS.get(element.tag) or text)
    return _UNPRINTABLE.sub(" ", "".join(pieces)).strip()


def _in_one_line(formula: etree._Element) -> str:
    """A formula, or a part of one: fractions with a slash, what is below with _, what is above with ^."""
    if formula.tag == f"{_M}t":
        return formula.text or ""
    text = "".join(map(_in_one_line, formula))
    is_alone = formula.tag not in _GROUPED or _ALONE.fullmatch(text)
    return _SIGNS.get(formula.tag, "") + (text if is_alone and formula.tag != _FENCED else f"({text})")


def _is_fallback(element: etree._Element) -> bool:
    return next(element.iterancestors(_FALLBACK), None) is not None


def _drawings(element: etree._Element) -> Iterator[LegibleLine]:
    for properties in element.iter(_WP):
        if _is_fallback(properties) or (
            element.tag == w("p") and next(properties.iterancestors(w("p"))) is not element
        ):
            continue
        is_chart = next(properties.getparent().iter(_CHART), None) is not None
        told = properties.get("descr") or properties.get("title") or properties.get("name") or ""
        yield LegibleLine("chart" if is_chart else "picture", (_UNPRINTABLE.sub(" ", told),))
