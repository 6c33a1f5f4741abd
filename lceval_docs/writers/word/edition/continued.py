"""Tables that go on over a page: cut where the page is counted to end, each piece under `表N（续）`, heads, unit line.

Word itself repeats heads but knows no words for a continued table; people cut such tables by hand. A piece begins its
page by itself, and a line's height is kept free below, so that a small difference in layout leaves a gap and no orphan.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator

from lxml import etree

from lceval_docs.writers.word.edition.line import refer
from lceval_docs.writers.word.edition.style import W, style_id
from lceval_docs.writers.word.edition.table import paragraph
from lceval_docs.writers.word.style import Styles, w
from lceval_docs.writers.word.text import element, run

CONTINUED = "（续）"
_MERGE = f"{w('tcPr')}/{w('vMerge')}"


def captioned(body: etree._Element, styles: Styles) -> dict[etree._Element, float]:
    """The tables with a caption, and the height of what stands above each of their further pieces."""
    found = {}
    for table in body.iterchildren(w("tbl")):
        above = [p for p in _above(table) if _role(p) in (style_id("table-caption"), style_id("table-unit"))]
        if above:
            used = [styles.of(_role(p)) for p in above]
            found[table] = sum(s.before + s.line_height() + s.after for s in used)
    return found


def _above(table: etree._Element) -> Iterator[etree._Element]:
    """The two paragraphs before a table, the nearer one first."""
    before = table.getprevious()
    for _ in range(2):
        if before is None or before.tag != w("p"):
            return
        yield before
        before = before.getprevious()


def _role(p: etree._Element) -> str:
    named = p.find(f"{w('pPr')}/{w('pStyle')}")
    return str(named.get(w("val"))) if named is not None else ""


def cut(table: etree._Element, breaks: list[int]) -> None:
    """Cut a table before each of the rows with these numbers, and put caption, unit line and heads above."""
    rows = table.findall(w("tr"))
    heads = [row for row in rows if row.find(f"{w('trPr')}/{w('tblHeader')}") is not None]
    above = {_role(p): p for p in _above(table)}
    caption, unit = above[style_id("table-caption")], above.get(style_id("table-unit"))
    name = caption.find(w("bookmarkStart")).get(w("name"))
    number = _number(caption)
    end = table
    for place, first in enumerate(breaks):
        last = breaks[place + 1] if place + 1 < len(breaks) else len(rows)
        pieces = [_caption(name, number)]
        if unit is not None and _role(unit) == style_id("table-unit"):
            pieces.append(copy.deepcopy(unit))
        piece = etree.Element(w("tbl"))
        piece.extend(copy.deepcopy(e) for e in table if e.tag in (w("tblPr"), w("tblGrid")))
        piece.extend(copy.deepcopy(head) for head in heads)
        _begin_merged(rows, first)
        piece.extend(rows[first:last])
        for made in (*pieces, piece):
            end.addnext(made)
            end = made


def _number(caption: etree._Element) -> str:
    """What stands between the caption's bookmark: `表A.1`."""
    start = caption.find(w("bookmarkStart"))
    text = ""
    for sibling in start.itersiblings():
        if sibling.tag == w("bookmarkEnd"):
            break
        text += "".join(t.text or "" for t in sibling.iter(w("t")))
    return text


def _caption(name: str, number: str) -> etree._Element:
    text = refer(f"REF {name} \\h", number) + run(CONTINUED)
    markup = paragraph("table-caption", text, element("pageBreakBefore"))
    return etree.fromstring(f'<x xmlns:w="{W}">{markup}</x>')[0]


def _begin_merged(rows: list[etree._Element], first: int) -> None:
    """A cell joined with those above begins anew in the first row of a piece, with their text."""
    for column, cell in enumerate(rows[first].findall(w("tc"))):
        merge = cell.find(_MERGE)
        if merge is None or merge.get(w("val")) == "restart":
            continue
        origin = next(
            above
            for row in reversed(rows[:first])
            if (above := row.findall(w("tc"))[column]).find(_MERGE).get(w("val")) == "restart"
        )
        merge.set(w("val"), "restart")
        for old in cell.findall(w("p")):
            cell.remove(old)
        for p in origin.findall(w("p")):
            twin = copy.deepcopy(p)
            for mark in [*twin.iter(w("bookmarkStart"), w("bookmarkEnd"))]:
                mark.getparent().remove(mark)
            cell.append(twin)
