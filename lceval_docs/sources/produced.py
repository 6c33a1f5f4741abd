"""A Word file read for its setting: styles with what they are based on, then what each paragraph says itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from lxml import etree

from lceval_docs.model.produced import FoundFile, FoundParagraph, FoundSection, FoundTable, Look
from lceval_docs.problems import NOWHERE, Mark, Problem, Word
from lceval_docs.sources.template.package import NOT_WORD, parser, unsafe, unzip, w

CORE, _TITLE = "docProps/core.xml", "{http://purl.org/dc/elements/1.1/}title"
# Points in one of what a bare number counts, and in a unit; of points in a millimetre.
_TWIP, _HALF, _EIGHTH = 1 / 20, 1 / 2, 1 / 8
_UNITS = {"pt": 1.0, "in": 72.0, "cm": 72 / 2.54, "mm": 72 / 25.4, "pc": 12.0, "pi": 12.0}
_MEASURE = re.compile(r"([+-]?\d{1,9}(?:\.\d{1,9})?)(pt|in|cm|mm|pc|pi)?")
_MM = 25.4 / 72
_NO_BODY = Word("it has no text")
_OFF = ("0", "false", "off")
_SIDES = {"start": "left", "end": "right", "distribute": "both"}


def read_produced(raw: bytes, shown: str) -> tuple[FoundFile | None, tuple[Problem, ...]]:
    """How a file is set, or why it cannot be read."""
    mark = Mark(shown)
    members, problems = unzip(raw, mark)
    problems = problems or tuple(unsafe(members, mark))
    if problems:
        return None, problems
    styles = _Styles(etree.fromstring(members.get("word/styles.xml", b"<none/>"), parser()))
    body = etree.fromstring(members["word/document.xml"], parser()).find(w("body"))
    if body is None:
        return None, (NOT_WORD.at(mark, found=_NO_BODY),)
    settings = etree.fromstring(members.get("word/settings.xml", b"<none/>"), parser())
    paragraphs = tuple(_paragraphs(body, styles))
    return (
        FoundFile(
            styles={styles.names[id]: styles.look(id) for id in styles.elements},
            paragraphs=paragraphs,
            tables=tuple(_tables(body, styles, paragraphs)),
            sections=tuple(_section(s) for s in body.iter(w("sectPr"))),
            mirrors=_is_on(settings.find(w("mirrorMargins"))),
            odd_and_even=_is_on(settings.find(w("evenAndOddHeaders"))),
            end_line=_end_line(body, styles),
        ),
        (),
    )


def read_title(raw: bytes) -> str:
    """The title that a Word file has among its properties; empty if it has none, or cannot be read."""
    members, problems = unzip(raw, NOWHERE)
    if problems or CORE not in members:
        return ""
    try:
        return etree.fromstring(members[CORE], parser()).findtext(_TITLE) or ""
    except etree.XMLSyntaxError:
        return ""


def _points(text: str | None, bare: float) -> float:
    """A length in points. `bare`: of what a number without a unit counts. What is no length is none."""
    found = _MEASURE.fullmatch(text or "")
    return float(found[1]) * (_UNITS[found[2]] if found[2] else bare) if found else 0.0


def _is_on(element: etree._Element | None) -> bool:
    return element is not None and element.get(w("val")) not in _OFF


@dataclass
class _Styles:
    """The paragraph styles of a file. Looks are worked out once."""

    root: etree._Element

    def __post_init__(self) -> None:
        self.elements = {s.get(w("styleId")): s for s in self.root.iter(w("style")) if s.get(w("type")) == "paragraph"}
        named = {id: s.find(w("name")) for id, s in self.elements.items()}
        names = {id: (name.get(w("val")) if name is not None else None) or id or "" for id, name in named.items()}
        # Programs differ in how they write the names of built-in styles.
        self.names = {
            id: name.lower() if name.lower().startswith(("toc", "footnote")) else name for id, name in names.items()
        }
        self.characters = {s.get(w("styleId")) for s in self.root.iter(w("style")) if s.get(w("type")) == "character"}
        self.normal = next((id for id, s in self.elements.items() if s.get(w("default")) == "1"), "")
        defaults = self.root.find(w("docDefaults"))
        first = Look()
        if defaults is not None:
            first = _changed(
                first, defaults.find(f"{w('pPrDefault')}/{w('pPr')}"), defaults.find(f"{w('rPrDefault')}/{w('rPr')}")
            )
        self._default = first
        self._looks: dict[str, Look] = {}

    def look(self, id: str) -> Look:
        if id not in self.elements:
            return self._default
        if id not in self._looks:
            self._looks[id] = self._default  # a style based on itself ends here
            element = self.elements[id]
            based = element.find(w("basedOn"))
            parent = self.look(based.get(w("val"))) if based is not None else self._default
            self._looks[id] = _changed(parent, element.find(w("pPr")), element.find(w("rPr")))
        return self._looks[id]

    def table_rules(self, id: str) -> etree._Element | None:
        for style in self.root.iter(w("style")):
            if style.get(w("styleId")) == id:
                return style.find(f"{w('tblPr')}/{w('tblBorders')}")
        return None


def _changed(look: Look, paragraph: etree._Element | None, run: etree._Element | None) -> Look:
    """A look with what properties say."""
    changes: dict[str, object] = {}
    if run is not None:
        fonts, size = run.find(w("rFonts")), run.find(w("sz"))
        if fonts is not None and fonts.get(w("eastAsia")):
            changes["face"] = fonts.get(w("eastAsia"))
        if size is not None:
            changes["size"] = _points(size.get(w("val")), _HALF)
    if paragraph is not None:
        changes |= _distances(paragraph)
        align, outline = paragraph.find(w("jc")), paragraph.find(w("outlineLvl"))
        if align is not None:
            changes["align"] = _SIDES.get(align.get(w("val")), align.get(w("val")))
        if outline is not None:
            level = outline.get(w("val")) or ""
            changes["outline"] = (int(level) + 1) % 10 if re.fullmatch("[0-9]", level) else 0
        for name, tag in (("keep_next", "keepNext"), ("new_page", "pageBreakBefore")):
            if paragraph.find(w(tag)) is not None:
                changes[name] = _is_on(paragraph.find(w(tag)))
    return replace(look, **changes) if changes else look  # type: ignore[arg-type]


def _distances(paragraph: etree._Element) -> dict[str, object]:
    found: dict[str, object] = {}
    spacing, indent = paragraph.find(w("spacing")), paragraph.find(w("ind"))
    if spacing is not None:
        for side in ("before", "after"):
            if spacing.get(w(side)) is not None:
                found[side] = _points(spacing.get(w(side)), _TWIP)
        if spacing.get(w("line")) is not None:
            is_exact = spacing.get(w("lineRule")) == "exact"
            found["line"] = _points(spacing.get(w("line")), _TWIP) if is_exact else 0.0
    if indent is not None:
        left = indent.get(w("left")) or indent.get(w("start"))
        if left is not None:
            found["left"] = _points(left, _TWIP)
        if indent.get(w("hanging")) is not None:
            found["first"] = -_points(indent.get(w("hanging")), _TWIP)
        elif indent.get(w("firstLine")) is not None:
            found["first"] = _points(indent.get(w("firstLine")), _TWIP)
    return found


def _paragraphs(body: etree._Element, styles: _Styles) -> Iterator[FoundParagraph]:
    heading = ""
    for number, element in enumerate(body.iter(w("p")), 1):
        properties = element.find(w("pPr"))
        named = properties.find(w("pStyle")) if properties is not None else None
        id = named.get(w("val")) if named is not None else styles.normal
        look = _changed(styles.look(id), properties, None)
        text = "".join(t.text or "" for t in element.iter(w("t"))).strip()
        if look.outline and text:
            heading = text[:40]
        yield FoundParagraph(number, heading, styles.names.get(id, id), look, _runs(element, look), text)


def _runs(paragraph: etree._Element, look: Look) -> tuple[tuple[str, float], ...]:
    """Faces and sizes set by hand; what a character style gives is meant so."""
    found = []
    for run in paragraph.iter(w("r")):
        properties = run.find(w("rPr"))
        if properties is None or run.find(w("t")) is None or properties.find(w("rStyle")) is not None:
            continue
        own = _changed(look, None, properties)
        if (own.face, own.size) != (look.face, look.size):
            found.append((own.face, own.size))
    return tuple(dict.fromkeys(found))


def _tables(body: etree._Element, styles: _Styles, paragraphs: tuple[FoundParagraph, ...]) -> Iterator[FoundTable]:
    numbers = {element: number for number, element in enumerate(body.iter(w("p")))}
    for table in body.iterchildren(w("tbl")):
        before = table.getprevious()
        place = numbers.get(before, 0) if before is not None else 0
        own = table.find(f"{w('tblPr')}/{w('tblBorders')}")
        named = table.find(f"{w('tblPr')}/{w('tblStyle')}")
        rules = own if own is not None else styles.table_rules(named.get(w("val"))) if named is not None else None
        first = table.find(w("tr"))
        yield FoundTable(
            paragraph=place + 1,
            heading=paragraphs[place].heading,
            caption_style=paragraphs[place].style,
            outer=_widths(rules, ("top", "left", "bottom", "right")),
            inner=_widths(rules, ("insideH", "insideV")),
            repeats_head=first is not None and _is_on(first.find(f"{w('trPr')}/{w('tblHeader')}")),
        )


def _widths(rules: etree._Element | None, sides: tuple[str, ...]) -> tuple[float, ...]:
    if rules is None:
        return ()
    found = (rules.find(w(side)) for side in sides)
    return tuple(_points(r.get(w("sz")), _EIGHTH) if r is not None else 0.0 for r in found)


def _section(properties: etree._Element) -> FoundSection:
    size, margin = properties.find(w("pgSz")), properties.find(w("pgMar"))
    numbers, kind = properties.find(w("pgNumType")), properties.find(w("type"))
    names = {"width": (size, "w"), "height": (size, "h")}
    names |= {n: (margin, n) for n in ("top", "bottom", "left", "right", "header", "footer")}
    return FoundSection(
        page={n: _points(e.get(w(a)), _TWIP) * _MM if e is not None else 0.0 for n, (e, a) in names.items()},
        numbering=numbers.get(w("fmt"), "decimal") if numbers is not None else "",
        start=numbers.get(w("start"), "") if numbers is not None else "",
        begins=kind.get(w("val")) if kind is not None else "nextPage",
        has_footer=properties.find(w("footerReference")) is not None,
    )


def _end_line(body: etree._Element, styles: _Styles) -> tuple[float, float]:
    """Share of the text width and weight in pt of the rule that ends the text; zeros if there is none."""
    last = list(body.iterchildren(w("p")))[-1:]
    section = body.find(w("sectPr"))
    if not last or section is None or last[0].find(w("pPr")) is None:
        return 0.0, 0.0
    properties = last[0].find(w("pPr"))
    rule, indent = properties.find(f"{w('pBdr')}/{w('top')}"), properties.find(w("ind"))
    if rule is None or indent is None:
        return 0.0, 0.0
    page = _section(section).page
    width = page["width"] - page["left"] - page["right"]
    sides = sum(_points(indent.get(w(side)), _TWIP) for side in ("left", "right")) * _MM
    return (width - sides) / width if width > 0 else 0.0, _points(rule.get(w("sz")), _EIGHTH)
