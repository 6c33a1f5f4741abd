"""The tables of a Word form as cells, found by what they say."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from lxml import etree

from lceval_docs.records import dataclass
from lceval_docs.sources.template.package import w

_LABEL_NOISE = re.compile(r"[\s　：:（(].*|\s", re.DOTALL)
_YEAR = re.compile(r"(?:19|20)\d{2}(?!\d)", re.ASCII)
NOTHING = ("",)


def text_of(element: etree._Element) -> str:
    """The text of a part of the document as a person sees it: without what was deleted, breaks as line breaks."""
    parts: list[str] = []
    first = True
    for node in element.iter():
        if node.tag == w("p"):
            if not first:
                parts.append("\n")
            first = False
        elif node.tag == w("t") and not _is_deleted(node, element):
            parts.append(node.text or "")
        elif node.tag == w("tab") and node.getparent().tag == w("r"):
            parts.append("\t")
        elif node.tag in (w("br"), w("cr")):
            parts.append("\n")
    return "".join(parts)


def _is_deleted(node: etree._Element, top: etree._Element) -> bool:
    return any(a.tag in (w("del"), w("moveFrom")) for a in node.iterancestors() if a is not top)


@dataclass(frozen=True)
class Cell:
    """A cell of a table: the columns it spans, and what it says."""

    start: int
    end: int
    element: etree._Element
    text: str


class Grid:
    """A table of the document as rows of cells, found by what they say."""

    def __init__(self, table: etree._Element, section: str):
        self.section = section
        self.rows = [(row, tuple(_cells(row))) for row in table.iter(w("tr"))]
        repeated = [row for row, _ in self.rows if row.find(f"{w('trPr')}/{w('tblHeader')}") is not None]
        # In a table without repeated rows the first may hold the heads, if nothing is filled in there.
        first = [row for row, _ in self.rows[:1] if next(row.iter(w("sdt")), None) is None]
        self.heads = frozenset(repeated or first)
        self._columns: dict[str, set[tuple[int, int]]] = {}
        self._labels: dict[str, list[tuple[tuple[Cell, ...], int]]] = {}
        for row, cells in self.rows:
            for number, cell in enumerate(cells):
                for said in _readings(cell.text):
                    self._labels.setdefault(said, []).append((cells, number))
                    if row in self.heads:
                        self._columns.setdefault(said, set()).add((cell.start, cell.end))

    def column(self, label: str) -> tuple[int, int] | None:
        """Where the head of a column stands, if it stands once."""
        found = {place for said in _readings(label) for place in self._columns.get(said, ())}
        return found.pop() if len(found) == 1 else None

    def years(self) -> Iterator[str]:
        """The years that heads begin with."""
        return (said for said in self._columns if _YEAR.fullmatch(said))

    def labelled(self, *labels: str) -> list[tuple[tuple[Cell, ...], int]]:
        """Rows with a cell that says one of these, and the cell's number."""
        found = {id(hit[0]): hit for label in labels for said in _readings(label) for hit in self._labels.get(said, ())}
        return list(found.values())


def _cells(row: etree._Element) -> Iterator[Cell]:
    at = 0
    for cell in row.iter(w("tc")):
        span = cell.find(f"{w('tcPr')}/{w('gridSpan')}")
        width = int(span.get(w("val"))) if span is not None else 1
        yield Cell(at, at + width, cell, text_of(cell))
        at += width


def _readings(text: str) -> tuple[str, ...]:
    """What a cell or label may be found by: all of it, and without the unit or remark behind."""
    plain = unicodedata.normalize("NFKC", text).strip()
    return tuple(dict.fromkeys(filter(None, (plain, _LABEL_NOISE.sub("", plain)))))


def is_loose(cell: Cell) -> bool:
    """Whether a cell holds text that no control holds."""
    return cell.text.strip() not in NOTHING and next(cell.element.iter(w("sdt")), None) is None
