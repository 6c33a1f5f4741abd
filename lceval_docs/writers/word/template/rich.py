"""Formatted text as runs, and paragraphs of it."""

from __future__ import annotations

import re

from lceval_docs.views.rich import Paragraphs, RichText, Run
from lceval_docs.writers.word.template.addition import OFFICE, Additions
from lceval_docs.writers.word.text import element, in_run

_LINK = re.compile(r"(https?://|mailto:).", re.IGNORECASE)
_COLOUR = re.compile(r"#?([0-9A-Fa-f]{6})")
NO_TEXT = re.compile(r"[\x00-\x08\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_MOST_HALF_POINTS = 3276


class Unfit(Exception):  # noqa: N818 - a state of a value, told with its place
    """A value that cannot stand where a template wants it: what it is, and its number among the pieces of the part."""

    def __init__(self, found: str, number: int | None = None):
        self.number = number
        super().__init__(found)


def legal(text: str) -> str:
    """The text, if a Word file can hold it: no halves of characters, no control characters but breaks and tabs."""
    found = None if text.isprintable() else NO_TEXT.search(text)
    if found:
        raise Unfit(f"U+{ord(found[0]):04X}")
    return text


def render_rich(text: RichText, part: str, added: Additions) -> str:
    """The runs of a formatted text."""
    return "".join([_run(one, part, added) for one in text.runs])


def render_paragraphs(text: Paragraphs, part: str, added: Additions) -> str:
    """Paragraphs, each in its style."""
    return "".join(
        element(
            "p",
            (element("pPr", element("pStyle", attributes={"val": one.style})) if one.style else "")
            + render_rich(one.text, part, added),
        )
        for one in text.paragraphs
    )


def link_id(address: str, part: str, added: Additions) -> str:
    """The id of a link's address; only pages and mail may be linked."""
    if not _LINK.match(address):
        raise Unfit(f"a link to {address[:60]}")
    return added.relate(part, "hyperlink", address, is_outside=True)


def colour(value: str) -> str:
    """Six hexadecimal digits, or `auto`."""
    found = _COLOUR.fullmatch(value)
    if not found and value != "auto":
        raise Unfit(f'"{value[:20]}"')
    return found[1] if found else value


def _run(one: Run, part: str, added: Additions) -> str:
    properties = _properties(one)
    made = f'<w:r>{element("rPr", properties) if properties else ""}<w:t xml:space="preserve">{in_run(legal(one.text))}</w:t></w:r>'
    if not one.link:
        return made
    id = link_id(one.link, part, added)
    return f'<w:hyperlink xmlns:r="{OFFICE}" r:id="{id}" w:tgtFrame="_blank">{made}</w:hyperlink>'


def _properties(one: Run) -> str:
    """The look of a run, in the order in which Word wants it."""
    parts = [element("rStyle", attributes={"val": one.style})] if one.style else []
    if one.font or one.east_asian_font:
        fonts = {"ascii": one.font, "eastAsia": one.east_asian_font, "hAnsi": one.font, "cs": one.font}
        parts.append(element("rFonts", attributes={name: font for name, font in fonts.items() if font}))
    parts += [f"<w:{tag}/>" for tag, is_on in (("b", one.bold), ("i", one.italic), ("strike", one.strike)) if is_on]
    if one.color:
        parts.append(element("color", attributes={"val": colour(one.color)}))
    if one.size:
        if not 2 <= one.size <= _MOST_HALF_POINTS:
            raise Unfit(str(one.size))
        parts += [element(tag, attributes={"val": one.size}) for tag in ("sz", "szCs")]
    if one.underline:
        parts.append(element("u", attributes={"val": one.underline}))
    if one.highlight:
        parts.append(element("shd", attributes={"val": "clear", "fill": colour(one.highlight)}))
    if one.vertical:
        parts.append(element("vertAlign", attributes={"val": one.vertical}))
    return "".join(parts)
