"""Another Word file's text in the place of a paragraph, with the styles, lists, pictures and links that it needs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lxml import etree

from lceval_docs.problems import Mark, Refused
from lceval_docs.sources.template.package import parser, relationship, unfit, unsafe, unzip
from lceval_docs.views.rich import SubDocument
from lceval_docs.writers.word.style import w
from lceval_docs.writers.word.template.addition import OFFICE, Additions
from lceval_docs.writers.word.template.rich import Unfit, link_id

_DOCUMENT, _STYLES, _NUMBERING = "word/document.xml", "word/styles.xml", "word/numbering.xml"
_NUMBERING_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml"
_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
# What names a style, and what a style names.
_STYLED = tuple(map(w, ("pStyle", "rStyle", "tblStyle")))
_LEANS_ON = tuple(map(w, ("basedOn", "next", "link")))
# What points into parts that stay behind.
_NOT_TAKEN = tuple(
    map(w, ("footnoteReference", "endnoteReference", "commentReference", "commentRangeStart", "altChunk"))
)
_DROPPED = tuple(
    map(w, ("sectPr", "bookmarkStart", "bookmarkEnd", "commentRangeEnd", "proofErr", "permStart", "permEnd"))
)
_CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}chart"


def render_subdocument(value: SubDocument, part: str, added: Additions) -> str:
    """The blocks of the other document. Raises `Refused` with what is wrong with its file, `Unfit` for what it may not hold."""
    members = _members(value.document)
    body = etree.fromstring(members[_DOCUMENT], parser()).find(w("body"))
    for found in body.iter(*_NOT_TAKEN, _CHART):
        raise Unfit(f"a document with {etree.QName(found).localname}")
    for dropped in [*body.iter(*_DROPPED)]:
        dropped.getparent().remove(dropped)
    _take_styles(body, members, added)
    _take_numbering(body, members, added)
    _restart_lists(body, added)
    for element in body.iter(etree.Element):
        _take_references(element, members, part, added)
    return "".join(str(etree.tostring(block, encoding="unicode")) for block in body)


def _members(raw: bytes) -> Mapping[str, bytes]:
    mark = Mark("SubDocument")
    members, problems = unzip(raw, mark)
    found = [*problems] or [*unsafe(members, mark)] or [*unfit(members, mark)]
    if found:
        raise Refused(found)
    return members


def _take_references(element: etree._Element, members: Mapping[str, bytes], part: str, added: Additions) -> None:
    """Pictures and links under ids of their new part; drawings under numbers of their own."""
    for name, value in element.attrib.items():
        if name.startswith(_W14):
            del element.attrib[name]
        elif name.startswith(f"{{{OFFICE}}}"):
            element.set(name, _related(value, members, part, added))
    if element.tag == _DRAWING:
        element.set("id", str(added.number()))


def _related(id: str, members: Mapping[str, bytes], part: str, added: Additions) -> str:
    relations = etree.fromstring(members["word/_rels/document.xml.rels"], parser())
    found = next(r for r in relations if r.get("Id") == id)
    kind, target = (found.get("Type") or "").rsplit("/", 1)[-1], found.get("Target") or ""
    if kind == "hyperlink":
        return link_id(target, part, added)
    if kind == "image":
        return added.picture(part, members[relationship(_DOCUMENT, id, members)])
    raise Unfit(f"a document with {kind}")


def _take_styles(body: etree._Element, members: Mapping[str, bytes], added: Additions) -> None:
    """Styles of the same name are the same; others come along, with those that they lean on."""
    ours, theirs = added.tree(_STYLES), etree.fromstring(members[_STYLES], parser())
    assert ours is not None
    styles = {s.get(w("styleId")): s for s in theirs.iter(w("style"))}
    known = {_style_name(s): s.get(w("styleId")) for s in ours.iter(w("style"))}
    used = {e.get(w("val")) for e in body.iter(*_STYLED)}
    ids = {id: known.get(_style_name(styles[id])) for id in _with_bases(used, styles)}
    taken = {*known.values()}
    for id in ids:
        if ids[id] is None:
            ids[id] = next(name for name in (id, *(f"{id}-{n}" for n in range(1, 9999))) if name not in taken)
            style = styles[id]
            style.set(w("styleId"), ids[id])
            style.attrib.pop(w("default"), None)
            for lean in [*style.iterchildren(*_LEANS_ON)]:
                lean.set(w("val"), ids.get(lean.get(w("val"))) or lean.get(w("val")))
            for listed in [*style.iter(w("numPr"))]:
                listed.getparent().remove(listed)
            ours.append(style)
    for element in body.iter(*_STYLED):
        element.set(w("val"), ids.get(element.get(w("val"))) or element.get(w("val")))


def _style_name(style: etree._Element) -> tuple[str, str]:
    name = style.find(w("name"))
    return style.get(w("type"), ""), "" if name is None else name.get(w("val"), "").lower()


def _with_bases(used: set[str], styles: Mapping[str, etree._Element]) -> Iterator[str]:
    """The ids of the styles that are used, and of those that they lean on."""
    waiting, seen = [id for id in sorted(used) if id in styles], set()
    while waiting:
        id = waiting.pop()
        if id in seen:
            continue
        seen.add(id)
        yield id
        waiting += [lean.get(w("val")) for lean in styles[id].iterchildren(*_LEANS_ON) if lean.get(w("val")) in styles]


def _take_numbering(body: etree._Element, members: Mapping[str, bytes], added: Additions) -> None:
    """Lists go on with their own look and their own count."""
    used = sorted({e.get(w("val")) for e in body.iter(w("numId"))} - {"0"})
    if not used or _NUMBERING not in members:
        return
    theirs = etree.fromstring(members[_NUMBERING], parser())
    ours = added.tree(_NUMBERING)
    if ours is None:
        empty = etree.tostring(etree.Element(theirs.tag, nsmap=theirs.nsmap), encoding="UTF-8")
        added.new_part(_NUMBERING, empty, _NUMBERING_TYPE)
        added.relate(_DOCUMENT, "numbering", "numbering.xml")
        ours = added.tree(_NUMBERING)
    assert ours is not None
    ids: dict[str, str] = {}
    for id in used:
        number = next((n for n in theirs.iter(w("num")) if n.get(w("numId")) == id), None)
        if number is not None:
            ids[id] = _take_number(number, theirs, ours)
    for element in body.iter(w("numId")):
        element.set(w("val"), ids.get(element.get(w("val"))) or "0")


def _restart_lists(body: etree._Element, added: Additions) -> None:
    """A list that is one by its style begins anew, and does not go on where the last of that style ended."""
    styles, lists = added.tree(_STYLES), added.tree(_NUMBERING)
    if styles is None or lists is None:
        return
    of_style = {s.get(w("styleId")): n.get(w("val")) for s in styles.iter(w("style")) for n in s.iter(w("numId"))}
    begun: set[str] = set()
    for properties in body.iter(w("pPr")):
        style = properties.find(w("pStyle"))
        id = of_style.get(style.get(w("val"))) if style is not None else None
        if id is None or id in begun or properties.find(w("numPr")) is not None:
            continue
        begun.add(id)
        pattern = next((n for n in lists.iter(w("num")) if n.get(w("numId")) == id), None)
        if pattern is not None:
            listed = etree.Element(w("numPr"))
            etree.SubElement(listed, w("ilvl")).set(w("val"), "0")
            etree.SubElement(listed, w("numId")).set(w("val"), _from_one(pattern, lists))
            style.addnext(listed)


def _from_one(pattern: etree._Element, lists: etree._Element) -> str:
    """A list like another, that counts from 1."""
    id = str(_highest(lists, "num", "numId") + 1)
    made = etree.Element(w("num"))
    made.set(w("numId"), id)
    etree.SubElement(made, w("abstractNumId")).set(w("val"), pattern.find(w("abstractNumId")).get(w("val")))
    start = etree.SubElement(made, w("lvlOverride"))
    start.set(w("ilvl"), "0")
    etree.SubElement(start, w("startOverride")).set(w("val"), "1")
    lists.findall(w("num"))[-1].addnext(made)
    return id


def _take_number(number: etree._Element, theirs: etree._Element, ours: etree._Element) -> str:
    """A list and the pattern that it follows, under new ids; patterns stand before lists."""
    wanted = number.find(w("abstractNumId")).get(w("val"))
    pattern = next(a for a in theirs.iter(w("abstractNum")) if a.get(w("abstractNumId")) == wanted)
    pattern = etree.fromstring(etree.tostring(pattern))
    for name in ("nsid", "tmpl", "styleLink", "numStyleLink"):
        for found in [*pattern.iterchildren(w(name))]:
            pattern.remove(found)
    pattern_id = str(_highest(ours, "abstractNum", "abstractNumId") + 1)
    id = str(_highest(ours, "num", "numId") + 1)
    pattern.set(w("abstractNumId"), pattern_id)
    number.set(w("numId"), id)
    number.find(w("abstractNumId")).set(w("val"), pattern_id)
    patterns = ours.findall(w("abstractNum"))
    ours.insert(ours.index(patterns[-1]) + 1 if patterns else 0, pattern)
    lists = ours.findall(w("num"))
    ours.insert(ours.index(lists[-1]) + 1 if lists else ours.index(pattern) + 1, number)
    return id


def _highest(root: etree._Element, tag: str, name: str) -> int:
    return max((int(e.get(w(name), "0")) for e in root.iter(w(tag))), default=0)
