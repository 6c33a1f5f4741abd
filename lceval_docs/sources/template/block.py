"""The blocks of a template, checked on the tree: they open and close at one level, not too deep, and leave valid files."""

from __future__ import annotations

from collections.abc import Sequence

from lxml import etree

from lceval_docs.problems import Fault
from lceval_docs.sources.template.package import w
from lceval_docs.sources.template.part import Part
from lceval_docs.sources.template.tag import BAD_TAG, Tag

UNBALANCED = Fault(
    "E0606",
    "{where}: {found} has no partner in the same paragraph, table or cell.",
    "Open and close a block at the same level.",
)
TOO_DEEP = Fault("E0613", "{where}: blocks stand more than {limit} deep in each other.", "Simplify the template.")

# Deeper than a report ever is; the code made from a template has bounds of its own beyond it.
MAX_DEPTH = 12

_WORDS = ("for", "endfor", "if", "elif", "else", "endif")
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_NEEDED = (("cell", w("tc"), w("p"), (w("p"), w("tbl"))), ("table", w("tbl"), w("tr"), (w("tr"),)))


def check_blocks(root: etree._Element, part: Part) -> None:
    """Structural blocks open and close among the children of one element, and not too deep."""
    for parent in {marker.getparent() for marker in root.iter(etree.ProcessingInstruction)}:
        if parent.tag == w("p"):
            continue
        tags = [part.tag_of(c) for c in parent if c.tag is etree.ProcessingInstruction]
        check_balance(tags, part)
        _tell_apart(parent, part)
    _check_depth(part)


def check_balance(tags: Sequence[Tag], part: Part) -> None:
    """Each block has its end: an end that fits an outer block only tells that those inside have none."""
    waiting: list[Tag] = []
    for tag in tags:
        opened = "if" if tag.word in ("else", "elif") else tag.word.removeprefix("end")
        if tag.word and tag.word not in _WORDS:
            part.note(BAD_TAG, tag.where, tag.source)
        elif tag.word in ("for", "if"):
            waiting.append(tag)
        elif tag.word and opened not in (other.word for other in waiting):
            part.note(UNBALANCED, tag.where, tag.source)
        elif tag.word:
            while waiting[-1].word != opened:
                part.note(UNBALANCED, waiting[-1].where, waiting.pop().source)
            if tag.word.startswith("end"):
                waiting.pop()
    for tag in waiting:
        part.note(UNBALANCED, tag.where, tag.source)


def _check_depth(part: Part) -> None:
    """What is read, checked and filled block by block must have an end, before the stack has one."""
    depth = 0
    for tag in part.tags:
        depth += (tag.word in ("for", "if")) - tag.word.startswith("end")
        if depth > MAX_DEPTH:
            part.problems.append(TOO_DEEP.at(part.mark, where=tag.where, limit=MAX_DEPTH))
            return


def _tell_apart(parent: etree._Element, part: Part) -> None:
    """What stands in a report many times, out of a loop, must not carry one bookmark or number many times."""
    depth = 0
    for child in parent:
        if child.tag is etree.ProcessingInstruction:
            word = part.tag_of(child).word
            depth += (word == "for") - (word == "endfor")
        elif depth > 0:
            for mark in [*child.iter(w("bookmarkStart"), w("bookmarkEnd"))]:
                mark.getparent().remove(mark)
            for drawing in child.iter(_DRAWING):
                if not (drawing.get("id") or "").startswith("\ue000"):
                    drawing.set("id", part.inline(Tag("{{ id }}", "id", "")))


def keep_valid(root: etree._Element, part: Part) -> None:
    """Wrap cells and tables that a loop over nothing would leave without what Word needs, and rows of many cells."""
    for kind, holder, needed, counted in _NEEDED:
        for element in list(root.iter(holder)):
            if _may_lack(element, needed, counted, part, first_only=kind == "cell"):
                _wrap(element, kind, part)
    for table in list(root.iter(w("tbl"))):
        if any(row.find(w("tc")) is not None and _has_marker(row) for row in table.iter(w("tr"))):
            _wrap(table, "columns", part)


def _has_marker(element: etree._Element) -> bool:
    return any(child.tag is etree.ProcessingInstruction for child in element)


def _may_lack(element: etree._Element, needed: str, counted: Sequence[str], part: Part, first_only: bool) -> bool:
    """Whether an element may come out without a child that it needs: a cell at its end, a table at all."""
    children = [c for c in element if c.tag is etree.ProcessingInstruction or c.tag in counted]
    if not _has_marker(element):
        return False
    places = [len(children) - 1] if first_only else range(len(children))
    return not any(children[n].tag == needed and not part.depth_at(children[:n]) for n in places)


def _wrap(element: etree._Element, kind: str, part: Part) -> None:
    start = part.marker(Tag(f"{{% filter {kind} %}}", "text", ""))
    end = part.marker(Tag("{% endfilter %}", "text", ""))
    if kind != "cell":
        element.addprevious(start)
        element.addnext(end)
        end.tail, element.tail = element.tail, None
        return
    properties = element.find(w("tcPr"))
    if properties is not None:
        properties.addnext(start)
    else:
        element.insert(0, start)
    element.append(end)
