"""What styles mean for the room that text takes: metrics in points, from a document's styles and direct formats."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import lru_cache

from lxml import etree

from lceval_docs.records import dataclass

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
TWIPS = 20.0
_EIGHTHS = 8.0
# What Word leaves at both sides of a cell where nothing is said.
USUAL_MARGINS = 10.8
_SINGLE = 1.3


def w(name: str) -> str:
    """A name of Word's main namespace."""
    return f"{{{W}}}{name}"


_VAL, _PPR, _RUN_PROPERTIES = w("val"), w("pPr"), w("rPr")


@dataclass(frozen=True)
class Style:
    """What of a paragraph style matters for its height, in points; sizes in points.

    `line`: height of a line, at least that where `grows`. `first`: how far the first line begins behind the others.
    `above`, `below`: what a frame takes.
    """

    size: float = 10.5
    line: float = 0.0
    grows: bool = True
    before: float = 0.0
    after: float = 0.0
    left: float = 0.0
    right: float = 0.0
    above: float = 0.0
    below: float = 0.0
    first: float = 0.0
    breaks_before: bool = False
    keeps_next: bool = False
    keeps_lines: bool = False

    def line_height(self) -> float:
        """Of a line without anything tall in it."""
        return self.line or self.size * _SINGLE


@dataclass(frozen=True)
class Styles:
    """The paragraph styles of a document by id (under "" the default), and how far cells of a table style are set in."""

    paragraphs: Mapping[str, Style]
    margins: Mapping[str, float]

    def of(self, id: str) -> Style:
        """The paragraph style of an id, or the default."""
        return self.paragraphs.get(id) or self.paragraphs[""]


@lru_cache(maxsize=8)
def read_styles(styles: bytes) -> Styles:
    """The metrics of each style by id, with what it takes over from the style it is based on."""
    root = etree.fromstring(styles)
    default = changed_style(
        Style(),
        root.find(f"{w('docDefaults')}/{w('pPrDefault')}/{w('pPr')}"),
        root.find(f"{w('docDefaults')}/{w('rPrDefault')}/{w('rPr')}"),
    )
    elements = {s.get(w("styleId")): s for s in root.iter(w("style"))}
    paragraphs: dict[str, Style] = {}
    margins: dict[str, float] = {}

    def parent(element: etree._Element) -> str:
        based = element.find(w("basedOn"))
        return based.get(_VAL) if based is not None and based.get(_VAL) in elements else ""

    def metrics(id: str) -> Style:
        if id and id not in paragraphs:
            element = elements[id]
            paragraphs[id] = changed_style(metrics(parent(element)), element.find(_PPR), element.find(_RUN_PROPERTIES))
        return paragraphs[id] if id else default

    def set_in(id: str) -> float:
        if id and id not in margins:
            element = elements[id]
            own = element.find(f"{w('tblPr')}/{w('tblCellMar')}")
            margins[id] = cell_margins(own, set_in(parent(element))) if own is not None else set_in(parent(element))
        return margins[id] if id else USUAL_MARGINS

    for id, element in elements.items():
        (metrics if element.get(w("type")) == "paragraph" else set_in)(id)
    normal = next((id for id in paragraphs if elements[id].get(w("default")) == "1"), "")
    return Styles({**paragraphs, "": metrics(normal)}, margins)


@lru_cache(maxsize=100)
def switched_style(style: Style, tag: str, value: str | None) -> Style:
    """The style with one of its switches set, such as that it keeps with the next paragraph."""
    return replace(style, **{_SWITCHES[tag]: value not in ("0", "false")})


def changed_style(style: Style, paragraph: Iterable[etree._Element] | None, run: etree._Element | None) -> Style:
    """The style with what properties of a paragraph and of a run change in it."""
    changes: dict[str, float | bool] = {}
    if run is not None and (size := run.find(w("sz"))) is not None:
        changes["size"] = float(size.get(_VAL)) / 2
    for element in paragraph if paragraph is not None else ():
        if element.tag in _SWITCHES:
            style = switched_style(style, element.tag, element.get(_VAL))
        elif element.tag in _READERS:
            changes |= _READERS[element.tag](element, float(changes.get("size", style.size)))
    return replace(style, **changes) if changes else style  # type: ignore[arg-type]


def _spacing(spacing: etree._Element, size: float) -> dict[str, float | bool]:
    changes: dict[str, float | bool] = {
        name: float(spacing.get(w(name))) / TWIPS for name in ("before", "after") if spacing.get(w(name)) is not None
    }
    if spacing.get(w("line")) is not None:
        rule = spacing.get(w("lineRule"))
        fixed = float(spacing.get(w("line"))) / TWIPS if rule in ("exact", "atLeast") else 0.0
        changes |= {"line": fixed, "grows": rule != "exact"}
    return changes


def _frame(borders: etree._Element, size: float) -> dict[str, float | bool]:
    """The space up to the lines above and below, and these."""
    found = {name: borders.find(w(side)) for name, side in (("above", "top"), ("below", "bottom"))}
    return {
        name: float(line.get(w("space"), "0")) + float(line.get(w("sz"), "0")) / _EIGHTHS
        for name, line in found.items()
        if line is not None
    }


def _indents(indents: etree._Element, size: float) -> dict[str, float | bool]:
    changes: dict[str, float | bool] = {
        name: sign * float(indents.get(w(attribute))) / TWIPS
        for attribute, name, sign in _INDENTS
        if indents.get(w(attribute)) is not None
    }
    if indents.get(w("firstLineChars")) is not None:
        changes["first"] = float(indents.get(w("firstLineChars"))) / 100 * size
    return changes


_INDENTS = (
    ("left", "left", 1),
    ("start", "left", 1),
    ("right", "right", 1),
    ("end", "right", 1),
    ("firstLine", "first", 1),
    ("hanging", "first", -1),
)
_SWITCHES = {w("pageBreakBefore"): "breaks_before", w("keepNext"): "keeps_next", w("keepLines"): "keeps_lines"}
_READERS = {w("spacing"): _spacing, w("ind"): _indents, w("pBdr"): _frame}
# The paragraph properties that matter, which a paragraph may also have without a style.
DIRECT = (*_SWITCHES, *_READERS)


def cell_margins(margins: etree._Element, inherited: float) -> float:
    """What the margins at both sides of a cell take."""
    sides = [margins.find(w(side)) for side in ("left", "right")]
    return sum(inherited / 2 if side is None else float(side.get(w("w"))) / TWIPS for side in sides)
