"""Where the tags of a template stand: each is replaced by a numbered marker, and blocks are checked on the tree."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from lxml import etree

from lceval_docs.problems import NOWHERE, Fault, Mark, Problem
from lceval_docs.sources.template.package import W, parser, relationship
from lceval_docs.sources.template.program import ChartSlot, Kind
from lceval_docs.sources.template.tag import BAD_TAG, BROKEN_TAG, Tag

UNBALANCED = Fault(
    "E0606",
    "{where}: {found} has no partner in the same paragraph, table or cell.",
    "Open and close a block at the same level.",
)
TEXT_BESIDE = Fault("E0607", "{where}: text stands beside {found}.", "Give such a tag a paragraph or row of its own.")
FULL_WIDTH = Fault("E0608", "{where}: full-width braces {found}.", "Type ASCII braces.")
TOO_DEEP = Fault("E0613", "{where}: blocks stand more than {limit} deep in each other.", "Simplify the template.")
UNFILLED = Fault(
    "E0611",
    "{where}: the tag {found} stands where nothing is filled in.",
    "Tags belong into the text of paragraphs, not into addresses, field codes, comments, deleted text or settings.",
)

# Deeper than a report ever is; the code made from a template has bounds of its own beyond it.
MAX_TAG, MAX_DEPTH = 200, 12

R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
C = "http://schemas.openxmlformats.org/drawingml/2006/chart"

_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_STRUCTURAL = re.compile(r"^(\{[{%])(p|tr|tc|r)\s+(.*)$", re.DOTALL)
_LEFT_OVER = re.compile(r"\{\{|\}\}|\{%|%\}|\{#|#\}")
_FULL_WIDTH = re.compile(r"｛[{｛%％]|\{[｛％]|[}｝%％]｝|[｝％]\}")
_QUOTES = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "\u00a0": " "})
# As it is written, and as Word writes it into an address.
_BEGINNING = re.compile(r"(?:\{\{|\{%|%7[bB]%7[bB]).{0,40}", re.DOTALL)
_MAY_HOLD_TAG = re.compile(rb"\{\x00?\{|\{\x00?%|%7[bB]%7[bB]")
_WORDS = ("for", "endfor", "if", "elif", "else", "endif")
_HOSTS = {"p": f"{{{W}}}p", "tr": f"{{{W}}}tr", "tc": f"{{{W}}}tc"}


@dataclass
class Part:
    """One XML part being read."""

    name: str
    tags: list[Tag] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    charts: list[ChartSlot] = field(default_factory=list)
    mark: Mark = NOWHERE
    replaced: dict[etree._Element, etree._Element] = field(default_factory=dict)

    def note(self, fault: Fault, where: str, found: str) -> None:
        self.problems.append(fault.at(self.mark, where=where, found=found))


def mark_part(part: Part, members: Mapping[str, bytes]) -> str:
    """The XML of a part with a marker for each tag; problems and charts are noted in the part."""
    root = etree.fromstring(members[part.name], parser())
    for ours in [*root.iter(etree.ProcessingInstruction)]:
        part.note(BROKEN_TAG, part.name, str(ours)[:40])
    paragraphs = list(root.iter(f"{{{W}}}p"))
    places = {paragraph: number for number, paragraph in enumerate(paragraphs, 1)}
    for paragraph in paragraphs:
        _read_paragraph(paragraph, _place_of(paragraph, places, part), part)
    for drawing in root.iter(f"{{{WP}}}inline", f"{{{WP}}}anchor"):
        _read_drawing(drawing, _place_of(next(drawing.iterancestors(f"{{{W}}}p")), places, part), part, members)
    _check_blocks(root, part)
    _check_depth(part)
    if not part.problems:
        _keep_valid(root, part)
    xml = str(etree.tostring(root, encoding="unicode"))
    if not part.problems:
        if _BEGINNING.search(xml):
            part.problems += unfilled(part.name, xml.encode(), part.mark)
        if xml.count("<?lceval ") + xml.count("\ue000") > len(part.tags):  # markers that are not ours
            part.note(BROKEN_TAG, part.name, "\ue000")
    return xml


def unfilled(name: str, raw: bytes, mark: Mark) -> Iterator[Problem]:
    """Tags of a part that stand in no text: they would be left in every report."""
    if not name.endswith((".xml", ".rels")) or not _MAY_HOLD_TAG.search(raw):
        return
    root = etree.fromstring(raw, parser())
    for element in root.iter(etree.Element):
        for text in (element.text or "", *element.attrib.values()):
            if found := _BEGINNING.search(text):
                above = next(element.iterancestors(f"{{{W}}}p"), None) if element.tag != f"{{{W}}}p" else element
                number = list(root.iter(f"{{{W}}}p")).index(above) + 1 if above is not None else 0
                yield UNFILLED.at(mark, where=f"{name} ¶{number}" if number else name, found=found[0])


def _place_of(paragraph: etree._Element, places: Mapping[etree._Element, int], part: Part) -> str:
    """How a problem names a paragraph: its part, its number, how it begins."""
    start = "".join(t.text or "" for t in _texts(paragraph))[:40]
    return f'{part.name.removeprefix("word/").removesuffix(".xml")} ¶{places[paragraph]} "{start}"'


def _texts(paragraph: etree._Element) -> list[etree._Element]:
    """The w:t of a paragraph, without those of text boxes inside it."""
    mine = f"{{{W}}}p"
    return [t for t in paragraph.iter(f"{{{W}}}t") if next(t.iterancestors(mine)) is paragraph]


def _read_paragraph(paragraph: etree._Element, where: str, part: Part) -> None:
    texts = _texts(paragraph)
    whole = "".join(t.text or "" for t in texts)
    if _FULL_WIDTH.search(whole):
        part.note(FULL_WIDTH, where, whole[:40])
    if not _LEFT_OVER.search(whole):
        return
    left = _LEFT_OVER.search(_TAG.sub("", whole))
    if left:
        part.note(BROKEN_TAG, where, left[0])
        return
    _join_split_tags(texts, whole)
    inline: list[Tag] = []
    for text in _texts(paragraph):
        if _TAG.search(text.text or ""):
            inline += _read_text(text, where, part)
    _check_inline(inline, part)


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
        if source.startswith("{#"):
            continue
        if len(source) > MAX_TAG:
            part.note(BROKEN_TAG, where, source[:40])
            continue
        structural = _STRUCTURAL.match(source)
        if structural and structural[2] != "r":
            tag = Tag(f"{structural[1]} {structural[3]}", "text", where)
            _replace_host(text, structural[2], tag, part)
            continue
        kind: Kind = "run" if structural else "text"
        tag = Tag(f"{structural[1]} {structural[3]}" if structural else source, kind, where)
        part.tags.append(tag)
        inline.append(tag)
        number = len(part.tags) - 1
        if kind == "run":
            _split_run(text, "".join(pieces), number)
            pieces = []
        else:
            pieces.append(f"\ue000{number}\ue001")
    text.text = "".join(pieces) + raw[end:]
    text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return inline


def _split_run(text: etree._Element, before: str, number: int) -> None:
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
    run.addprevious(etree.ProcessingInstruction("lceval", str(number)))


def _replace_host(text: etree._Element, kind: str, tag: Tag, part: Part) -> None:
    """Put a marker in the place of the paragraph, row or cell that a structural tag stands in."""
    host = next(text.iterancestors(_HOSTS[kind]), None)
    if host is None:
        part.note(BROKEN_TAG, tag.where, tag.source)
        return
    beside = _TAG.sub("", "".join(t.text or "" for t in host.iter(f"{{{W}}}t"))).strip()
    if beside:
        part.note(TEXT_BESIDE, tag.where, tag.source)
    part.tags.append(tag)
    marker = etree.ProcessingInstruction("lceval", str(len(part.tags) - 1))
    replaced = part.replaced.get(host)
    if replaced is not None:
        replaced.addnext(marker)
    else:
        host.addprevious(marker)
        host.getparent().remove(host)
    part.replaced[host] = marker


def _read_drawing(drawing: etree._Element, where: str, part: Part, members: Mapping[str, bytes]) -> None:
    """A place in an alternative text; if the drawing is a chart, the place names its data."""
    properties = drawing.find(f"{{{WP}}}docPr")
    source = (properties.get("descr") or "").strip() if properties is not None else ""
    if properties is None or not _LEFT_OVER.search(source):
        return
    if not _TAG.fullmatch(source) or not source.startswith("{{"):
        part.note(BROKEN_TAG, where, source[:40])
        return
    part.tags.append(Tag(source.translate(_QUOTES), "chart", where))
    properties.set("descr", f"\ue000{len(part.tags) - 1}\ue001")
    chart = next(drawing.iter(f"{{{C}}}chart"), None)
    from lceval_docs.sources.template.language import path_of  # Jinja, for templates with tags

    path = path_of(source)
    if chart is None or path is None:
        part.note(BROKEN_TAG, where, source[:40])
        return
    target = relationship(part.name, chart.get(f"{{{R}}}id"), members)
    workbook = relationship(target, None, members)
    part.charts.append(ChartSlot(path, target, workbook, where))


def _check_inline(tags: Sequence[Tag], part: Part) -> None:
    _balanced([t for t in tags if t.word], part)


def _check_blocks(root: etree._Element, part: Part) -> None:
    """Structural blocks open and close among the children of one element."""
    for parent in {marker.getparent() for marker in root.iter(etree.ProcessingInstruction)}:
        if parent.tag == f"{{{W}}}p":
            continue
        tags = [part.tags[int(c.text)] for c in parent if c.tag is etree.ProcessingInstruction]
        _balanced([t for t in tags if t.word], part)
        _drop_repeated_bookmarks(parent, part)


def _check_depth(part: Part) -> None:
    """What is read, checked and filled block by block must have an end, before the stack has one."""
    depth = 0
    for tag in part.tags:
        depth += (tag.word in ("for", "if")) - tag.word.startswith("end")
        if depth > MAX_DEPTH:
            part.problems.append(TOO_DEEP.at(part.mark, where=tag.where, limit=MAX_DEPTH))
            return


def _drop_repeated_bookmarks(parent: etree._Element, part: Part) -> None:
    """A bookmark inside a loop would stand in the report many times, which Word takes for damage."""
    depth = 0
    for child in parent:
        if child.tag is etree.ProcessingInstruction:
            word = part.tags[int(child.text)].word
            depth += (word == "for") - (word == "endfor")
        elif depth > 0:
            for mark in [*child.iter(f"{{{W}}}bookmarkStart", f"{{{W}}}bookmarkEnd")]:
                mark.getparent().remove(mark)


def _balanced(tags: Sequence[Tag], part: Part) -> None:
    waiting: list[Tag] = []
    for tag in tags:
        if tag.word not in _WORDS:
            part.note(BAD_TAG, tag.where, tag.source)
            return
        if tag.word in ("for", "if"):
            waiting.append(tag)
        elif tag.word.startswith("end") and waiting and waiting[-1].word == tag.word[3:]:
            waiting.pop()
        elif tag.word not in ("else", "elif") or not waiting:
            part.note(UNBALANCED, tag.where, tag.source)
            return
    for tag in waiting:
        part.note(UNBALANCED, tag.where, tag.source)


def _keep_valid(root: etree._Element, part: Part) -> None:
    """Wrap cells and tables that a loop over nothing would leave without what Word needs."""
    for kind, holder, needed in (("cell", f"{{{W}}}tc", f"{{{W}}}p"), ("table", f"{{{W}}}tbl", f"{{{W}}}tr")):
        for element in list(root.iter(holder)):
            children = [
                c
                for c in element
                if c.tag is etree.ProcessingInstruction
                or c.tag == needed
                or (kind == "cell" and c.tag == f"{{{W}}}tbl")
            ]
            if not any(c.tag is etree.ProcessingInstruction for c in children):
                continue
            if kind == "cell" and children[-1].tag == needed and not _depth_at(children, len(children) - 1, part):
                continue
            if kind == "table" and any(
                c.tag == needed and not _depth_at(children, n, part) for n, c in enumerate(children)
            ):
                continue
            _wrap(element, kind, part)


def _depth_at(children: Sequence[etree._Element], position: int, part: Part) -> int:
    words = [part.tags[int(c.text)].word for c in children[:position] if c.tag is etree.ProcessingInstruction]
    return sum((w in ("for", "if")) - w.startswith("end") for w in words)


def _wrap(element: etree._Element, kind: str, part: Part) -> None:
    part.tags += [Tag(f"{{% filter {kind} %}}", "text", ""), Tag("{% endfilter %}", "text", "")]
    start, end = (etree.ProcessingInstruction("lceval", str(len(part.tags) - n)) for n in (2, 1))
    if kind == "table":
        element.addprevious(start)
        element.addnext(end)
        end.tail, element.tail = element.tail, None
        return
    properties = element.find(f"{{{W}}}tcPr")
    if properties is not None:
        properties.addnext(start)
    else:
        element.insert(0, start)
    element.append(end)
