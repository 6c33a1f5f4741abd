"""Where the tags of a template stand: each is replaced by a numbered marker, and blocks are checked on the tree."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from lxml import etree

from lceval_docs.problems import Fault, Mark, Problem
from lceval_docs.sources.template.block import check_balance, check_blocks, keep_valid
from lceval_docs.sources.template.cell import CELL_TAG, mark_cells
from lceval_docs.sources.template.package import W, parser, relationship
from lceval_docs.sources.template.part import MARKER, CellTag, Part
from lceval_docs.sources.template.place import Headings, Places, texts_of
from lceval_docs.sources.template.program import ChartSlot
from lceval_docs.sources.template.tag import BAD_TAG, BROKEN_TAG, Tag

TEXT_BESIDE = Fault("E0607", "{where}: text stands beside {found}.", "Give such a tag a paragraph or row of its own.")
NO_TABLE = Fault(
    "E0620",
    "{where}: {found} is about a row or cell, and stands in no table.",
    "About paragraphs is {{%p … %}}; {{%tr … %}} and {{%tc … %}} belong into a table.",
)
FULL_WIDTH = Fault("E0608", "{where}: full-width braces {found}.", "Type ASCII braces.")
UNFILLED = Fault(
    "E0611",
    "{where}: the tag {found} stands where nothing is filled in.",
    "Tags belong into the text of paragraphs, not into addresses, field codes, comments, deleted text or settings.",
)

MAX_TAG = 200

R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
C = "http://schemas.openxmlformats.org/drawingml/2006/chart"

_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_STRUCTURAL = re.compile(r"^(\{[{%#])(p|tr|tc|r)\s+(.*)$", re.DOTALL)
# docxtpl's way to draw paragraphs together; here a block begins and ends where it stands.
_DRAWS_TOGETHER = re.compile(r"^\{%-|-%\}$")
_LEFT_OVER = re.compile(r"\{\{|\}\}|\{%|%\}|\{#|#\}")
_ESCAPED = re.compile(r"\{_[{%]|[}%]_\}")
_FULL_WIDTH = re.compile(r"｛[{｛%％]|\{[｛％]|[}｝%％]｝|[｝％]\}")
_QUOTES = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "\u00a0": " "})
# As it is written, and as Word writes it into an address.
_BEGINNING = re.compile(r"(?:\{\{|\{%|%7[bB]%7[bB]).{0,40}", re.DOTALL)
_MAY_HOLD_TAG = re.compile(rb"\{\x00?\{|\{\x00?%|%7[bB]%7[bB]")
_TAG_BEGINS = re.compile(rb"\{[{%]\s*\w")
_MARKUP = re.compile(rb"<[^>]*>")
_HOSTS = {"p": f"{{{W}}}p", "tr": f"{{{W}}}tr", "tc": f"{{{W}}}tc"}


def mark_part(part: Part, members: Mapping[str, bytes], headings: Headings) -> str:
    """The XML of a part with a marker for each tag; problems and charts are noted in the part."""
    root = etree.fromstring(members[part.name], parser())
    for ours in [*root.iter(etree.ProcessingInstruction)]:
        part.note(BROKEN_TAG, part.name, str(ours)[:40])
    places = Places(part.name, root, headings)
    for paragraph in places.paragraphs:
        _read_paragraph(paragraph, places, part)
    for drawing in root.iter(f"{{{WP}}}inline", f"{{{WP}}}anchor"):
        _read_drawing(drawing, places, part, members)
    mark_cells(part)
    _drop_remarks(part)
    check_blocks(root, part)
    if not part.problems:
        keep_valid(root, part)
    xml = str(etree.tostring(root, encoding="unicode"))
    if not part.problems:
        if _BEGINNING.search(xml):
            part.problems += unfilled(part.name, xml.encode(), part.mark, headings)
        if xml.count(f"<?{MARKER} ") + xml.count("\ue000") > len(part.tags):  # markers that are not ours
            part.note(BROKEN_TAG, part.name, "\ue000")
    return xml


def has_tags(members: Mapping[str, bytes]) -> bool:
    """Whether anything in a Word file looks like a tag, torn over runs of text or not."""
    parts = (raw for name, raw in members.items() if name.startswith("word/") and name.endswith(".xml"))
    return any(_TAG_BEGINS.search(raw) or _TAG_BEGINS.search(_MARKUP.sub(b"", raw)) for raw in parts)


def unfilled(name: str, raw: bytes, mark: Mark, headings: Headings) -> Iterator[Problem]:
    """Tags of a part that stand in no text: they would be left in every report."""
    if not name.endswith((".xml", ".rels")) or not _MAY_HOLD_TAG.search(raw):
        return
    root = etree.fromstring(raw, parser())
    places = Places(name, root, headings)
    for element in root.iter(etree.Element):
        for text in (element.text or "", *element.attrib.values()):
            if found := _BEGINNING.search(text):
                above = next(element.iterancestors(f"{{{W}}}p"), None) if element.tag != f"{{{W}}}p" else element
                yield UNFILLED.at(mark, where=name if above is None else places.of(above), found=found[0])


def _read_paragraph(paragraph: etree._Element, places: Places, part: Part) -> None:
    texts = texts_of(paragraph)
    whole = "".join(t.text or "" for t in texts)
    if _FULL_WIDTH.search(whole):
        part.note(FULL_WIDTH, places.of(paragraph), whole[:40])
    part.is_changed |= bool(_ESCAPED.search(whole))
    if not _LEFT_OVER.search(whole):
        return
    where = places.of(paragraph)
    left = _LEFT_OVER.search(_TAG.sub("", whole))
    if left:
        part.note(BROKEN_TAG, where, left[0])
        return
    _join_split_tags(texts, whole)
    inline: list[Tag] = []
    for text in texts_of(paragraph):
        if _TAG.search(text.text or ""):
            inline += _read_text(text, where, part)
    check_balance(inline, part)


def _join_split_tags(texts: Sequence[etree._Element], whole: str) -> None:
    """Put every tag wholly into the run in which it begins (Word splits text into runs as it likes)."""
    owner: list[int] = []
    for number, text in enumerate(texts):
        owner += [number] * len(text.text or "")
    for match in _TAG.finditer(whole):
        owner[match.start() : match.end()] = [owner[match.start()]] * (match.end() - match.start())
    for number, text in enumerate(texts):
        text.text = "".join(c for c, o in zip(whole, owner, strict=True) if o == number)


def _read_text(text: etree._Element, where: str, part: Part) -> list[Tag]:
    """Replace the tags of one w:t by markers; tell those that stand inside the paragraph."""
    inline: list[Tag] = []
    pieces: list[str] = []
    end = 0
    raw = text.text or ""
    for match in _TAG.finditer(raw):
        pieces.append(raw[end : match.start()])
        end = match.end()
        source = match[0].translate(_QUOTES)
        structural = _STRUCTURAL.match(source)
        cell = CELL_TAG.match(source)
        if len(source) > MAX_TAG:
            part.note(BROKEN_TAG, where, source[:40])
        elif _DRAWS_TOGETHER.search(source):
            part.note(BAD_TAG, where, source)
        elif source.startswith("{#"):
            part.is_changed = True
            if structural and structural[2] in _HOSTS:
                part.remarks.append(next(text.iterancestors(_HOSTS[structural[2]]), text))
        elif cell:
            part.cells.append(CellTag(text, cell[1], cell[2], where))
        elif structural and structural[2] != "r":
            _read_structural(text, structural, where, part)
        else:
            tag = Tag(f"{structural[1]} {structural[3]}", "run", where) if structural else Tag(source, "text", where)
            inline.append(tag)
            if structural:
                _split_run(text, "".join(pieces), part.marker(tag))
                pieces = []
            else:
                pieces.append(part.inline(tag))
    text.text = "".join(pieces) + raw[end:]
    text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return inline


def _read_structural(text: etree._Element, found: re.Match[str], where: str, part: Part) -> None:
    """A tag in the place of its paragraph, row or cell. A value may only stand for a paragraph."""
    opening, kind, rest = found.groups()
    if opening == "{{" and kind != "p":
        part.note(BAD_TAG, where, found[0])
        return
    _replace_host(text, kind, Tag(f"{opening} {rest}", "block" if opening == "{{" else "text", where), part)


def _split_run(text: etree._Element, before: str, marker: etree._Element) -> None:
    """A marker between runs: what stood before the tag gets a run of its own, alike in format."""
    run = text.getparent()
    first = etree.Element(run.tag, nsmap=run.nsmap)
    properties = run.find(f"{{{W}}}rPr")
    if properties is not None:
        first.append(etree.fromstring(etree.tostring(properties)))
    if before:
        copy = etree.SubElement(first, text.tag)
        copy.text = before
        copy.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        run.addprevious(first)
    run.addprevious(marker)


def _replace_host(text: etree._Element, kind: str, tag: Tag, part: Part) -> None:
    """Put a marker in the place of the paragraph, row or cell that a structural tag stands in."""
    host = next(text.iterancestors(_HOSTS[kind]), None)
    if host is None:  # read as one about its paragraph, so that its partner is not blamed
        part.note(NO_TABLE, tag.where, tag.source)
        host = next(text.iterancestors(_HOSTS["p"]))
    beside = _TAG.sub("", "".join(t.text or "" for t in host.iter(f"{{{W}}}t"))).strip()
    if beside:
        part.note(TEXT_BESIDE, tag.where, tag.source)
    marker = part.marker(tag)
    replaced = part.replaced.get(host)
    if replaced is not None:
        replaced.addnext(marker)
    else:
        host.addprevious(marker)
        host.getparent().remove(host)
    part.replaced[host] = marker


def _read_drawing(drawing: etree._Element, places: Places, part: Part, members: Mapping[str, bytes]) -> None:
    """A place in an alternative text; if the drawing is a chart, the place names its data."""
    properties = drawing.find(f"{{{WP}}}docPr")
    source = (properties.get("descr") or "").strip() if properties is not None else ""
    chart = next(drawing.iter(f"{{{C}}}chart"), None)
    where = places.of(next(drawing.iterancestors(f"{{{W}}}p")))
    if properties is None or not _LEFT_OVER.search(source):
        part.fixed_charts += [] if chart is None else [where]
        return
    if not _TAG.fullmatch(source) or not source.startswith("{{"):
        part.note(BROKEN_TAG, where, source[:40])
        return
    properties.set("descr", part.inline(Tag(source.translate(_QUOTES), "chart", where)))
    from lceval_docs.sources.template.language import path_of  # Jinja, for templates with tags

    path = path_of(source)
    if chart is None or path is None:
        part.note(BROKEN_TAG, where, source[:40])
        return
    target = relationship(part.name, chart.get(f"{{{R}}}id"), members)
    workbook = relationship(target, None, members)
    part.charts.append(ChartSlot(path, target, workbook, where))


def _drop_remarks(part: Part) -> None:
    """Take out what a remark stands in: a paragraph, a row, a cell; a cell keeps a paragraph."""
    for remark in part.remarks:
        holder = remark.getparent()
        if holder is None:
            continue
        holder.remove(remark)
        if holder.tag == f"{{{W}}}tc" and holder.find(remark.tag) is None:
            etree.SubElement(holder, remark.tag)
