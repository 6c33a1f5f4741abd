"""Where something stands in a part of a Word file, as a person would say it: paragraph, cell, the heading above it."""

from __future__ import annotations

import re
from collections.abc import Mapping

from lxml import etree

from lceval_docs.problems import Phrase, Word
from lceval_docs.sources.template.package import parser, w

_STYLES = "word/styles.xml"
_LONGEST = 40
_MOST_STEPS = 20

_PARTS = {name: Word(name) for name in ("document", "footnotes", "endnotes", "comments")}
_NUMBERED = re.compile(r"(header|footer)(\d*)")
_HEADER, _FOOTER = "header{number}", "footer{number}"
_PARAGRAPH = "{part} ¶{number}{cell}{start}{heading}"
_START = ' "{start}"'
_CELL = " (table {table}, row {row}, cell {cell})"
_HEADING = ' under "{heading}"'


def name_of_part(name: str) -> str:
    """What a person calls a part; its own name where people have none for it."""
    short = name.removeprefix("word/").removesuffix(".xml")
    if found := _NUMBERED.fullmatch(short):
        return Phrase(_HEADER if found[1] == "header" else _FOOTER, number=found[2])
    return _PARTS.get(short, name)


def texts_of(paragraph: etree._Element) -> list[etree._Element]:
    """The w:t of a paragraph, without those of text boxes inside it."""
    return [t for t in paragraph.iter(w("t")) if next(t.iterancestors(w("p"))) is paragraph]


class Headings:
    """Which paragraphs of a file are headings: by the outline level of their style, or by one of their own."""

    def __init__(self, members: Mapping[str, bytes]):
        styles = etree.fromstring(members[_STYLES], parser()) if _STYLES in members else ()
        self._styles = {s.get(w("styleId")): s for s in styles if s.tag == w("style")}
        self._levels: dict[str | None, int] = {}

    def level(self, paragraph: etree._Element) -> int:
        """The level of a heading, from 1; 0 for any other paragraph."""
        properties = paragraph.find(w("pPr"))
        if properties is None:
            return 0
        own = _outline(properties)
        if own is not None:
            return own
        style = properties.find(w("pStyle"))
        return 0 if style is None else self._of_style(style.get(w("val")))

    def _of_style(self, id: str | None) -> int:
        if id not in self._levels:
            self._levels[id] = self._found(id)
        return self._levels[id]

    def _found(self, id: str | None) -> int:
        """The level that a style has, or one of those that it is based on."""
        for _ in range(_MOST_STEPS):
            style = self._styles.get(id)
            if style is None:
                return 0
            properties = style.find(w("pPr"))
            level = None if properties is None else _outline(properties)
            if level is not None:
                return level
            based_on = style.find(w("basedOn"))
            id = None if based_on is None else based_on.get(w("val"))
        return 0


def _outline(properties: etree._Element) -> int | None:
    """The level that properties give: 0 for body text, none if they give none."""
    found = properties.find(w("outlineLvl"))
    level = "" if found is None else found.get(w("val")) or ""
    return None if not level or not level.isdecimal() else int(level) + 1 if len(level) == 1 and level < "9" else 0


class Places:
    """The paragraphs of a part, numbered as they stood when it was read, whatever is done to them afterwards."""

    def __init__(self, name: str, root: etree._Element, headings: Headings):
        self._part = name_of_part(name)
        self.paragraphs = list(root.iter(w("p")))
        self._numbers: dict[etree._Element, tuple[int, str]] = {}
        above = ""
        for number, paragraph in enumerate(self.paragraphs, 1):
            if headings.level(paragraph):
                above = _beginning(paragraph)
            self._numbers[paragraph] = number, above
        self._cells = {
            cell: (table_number, row_number, number)
            for table_number, table in enumerate(root.iter(w("tbl")), 1)
            for row_number, row in enumerate(table.iterchildren(w("tr")), 1)
            for number, cell in enumerate(row.iterchildren(w("tc")), 1)
        }

    def of(self, paragraph: etree._Element) -> str:
        """How a problem names a paragraph: its part, its number, its cell, how it begins, the heading above it."""
        number, above = self._numbers[paragraph]
        place = self._cells.get(next(paragraph.iterancestors(w("tc")), None))
        start = _beginning(paragraph)
        return Phrase(
            _PARAGRAPH,
            part=self._part,
            number=number,
            cell=Phrase(_CELL, **dict(zip(("table", "row", "cell"), place, strict=True))) if place else "",
            start=Phrase(_START, start=start) if start else "",
            heading=Phrase(_HEADING, heading=above) if above and above != start else "",
        )


def _beginning(paragraph: etree._Element) -> str:
    return "".join(t.text or "" for t in texts_of(paragraph))[:_LONGEST]
