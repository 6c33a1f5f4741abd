"""Tags about the table cell in which they stand: colour, width in columns, cells of a loop drawn together.

`{% cellbg name %}` and `{% colspan name %}` take a value; `{% vm %}` makes the cells of a row loop one, downwards;
`{% hm %}` those of a cell loop, across.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from lxml import etree

from lceval_docs.sources.template.package import w
from lceval_docs.sources.template.part import CellTag, Part
from lceval_docs.sources.template.program import Filter
from lceval_docs.sources.template.tag import BROKEN_TAG, Tag

CELL_TAG = re.compile(r"^\{%\s*(vm|hm|colspan|cellbg)\b\s*(.*?)\s*%\}$", re.DOTALL)
# The order in which Word wants the properties of a cell that matter here.
_BEFORE: Mapping[str, tuple[str, ...]] = {
    "gridSpan": ("cnfStyle", "tcW"),
    "vMerge": ("cnfStyle", "tcW", "gridSpan", "hMerge"),
    "shd": ("cnfStyle", "tcW", "gridSpan", "hMerge", "vMerge", "tcBorders"),
}


def mark_cells(part: Part) -> None:
    """Carry out what tags say of their cells."""
    for tag in part.cells:
        cell = next(tag.text.iterancestors(w("tc")), None)
        takes_value = tag.word in ("colspan", "cellbg")
        if cell is None or takes_value != bool(tag.value):
            part.note(BROKEN_TAG, tag.where, f"{{% {tag.word} {tag.value}%}}")
        else:
            _CARRIED_OUT[tag.word](cell, tag, part)


def _span(cell: etree._Element, tag: CellTag, part: Part) -> None:
    _property(cell, "gridSpan").set(w("val"), _value(tag, "count", part))


def _colour(cell: etree._Element, tag: CellTag, part: Part) -> None:
    shade = _property(cell, "shd")
    shade.attrib.clear()
    shade.set(w("val"), "clear")
    shade.set(w("color"), "auto")
    shade.set(w("fill"), _value(tag, "colour", part))


def _value(tag: CellTag, check: str, part: Part) -> str:
    return part.inline(Tag(f"{{{{ {tag.value} }}}}", "attribute", tag.where, (Filter(check),)))


def _down(cell: etree._Element, tag: CellTag, part: Part) -> None:
    """The first cell of the loop begins, the others go on, without their text."""
    first, other, end = (Tag(f"{{% {word} %}}", "text", tag.where) for word in ("if loop.first", "else", "endif"))
    written = (part.inline(first), "restart", part.inline(other), "continue", part.inline(end))
    _property(cell, "vMerge").set(w("val"), "".join(written))
    before = part.inline(first)
    tag.text.text = f"{before}{tag.text.text or ''}{part.inline(end)}"


def _across(cell: etree._Element, tag: CellTag, part: Part) -> None:
    """The first cell of the loop stands for all of them."""
    span = _property(cell, "gridSpan")
    times = (Filter("times", span.get(w("val"), "1")),)
    cell.addprevious(part.marker(Tag("{% if loop.first %}", "text", tag.where)))
    span.set(w("val"), part.inline(Tag("{{ loop.length }}", "attribute", tag.where, times)))
    end = part.marker(Tag("{% endif %}", "text", tag.where))
    cell.addnext(end)


_CARRIED_OUT: Mapping[str, Callable[[etree._Element, CellTag, Part], None]] = {
    "colspan": _span,
    "cellbg": _colour,
    "vm": _down,
    "hm": _across,
}


def _property(cell: etree._Element, name: str) -> etree._Element:
    """A property of a cell, in its place, made if it is not there."""
    properties = cell.find(w("tcPr"))
    if properties is None:
        properties = etree.Element(w("tcPr"))
        cell.insert(0, properties)
    found = properties.find(w(name))
    if found is None:
        found = etree.Element(w(name))
        place = sum(1 for other in properties if etree.QName(other).localname in _BEFORE[name])
        properties.insert(place, found)
    return found
