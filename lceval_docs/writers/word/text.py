"""Values as Word text: escaped, with line breaks and tabs as Word's own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

_BREAKS = re.compile(r"\r\n|[\n\r\x0b\x85\u2028\u2029]|\t")
_PLAIN = re.compile(r"[^&<>\n\r\t\x0b\x85\u2028\u2029]*")
_AGAIN = '<w:t xml:space="preserve">'


def escape(value: str) -> str:
    """Text as markup: the three signs that markup is made of. (The standard library's own brings in its web client.)"""
    return value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def in_run(value: str) -> str:
    """A value inside a `w:t`."""
    if _PLAIN.fullmatch(value):
        return value
    return _BREAKS.sub(lambda m: f"</w:t><w:{'tab' if m[0] == chr(9) else 'br'}/>{_AGAIN}", escape(value))


def in_attribute(value: str) -> str:
    """A value inside an attribute's quotation marks, in one line."""
    return escape(_BREAKS.sub(" ", value)).replace('"', "&quot;")


def element(tag: str, inside: str = "", attributes: Mapping[str, object] | None = None) -> str:
    """`<w:tag w:name="value">inside</w:tag>`; inside is markup already."""
    written = "".join(f' w:{name}="{in_attribute(str(value))}"' for name, value in (attributes or {}).items())
    return f"<w:{tag}{written}>{inside}</w:{tag}>" if inside else f"<w:{tag}{written}/>"


def run(text: str, style: str = "") -> str:
    """A run of text, in a character style."""
    properties = element("rPr", element("rStyle", attributes={"val": style})) if style else ""
    return f"<w:r>{properties}{_AGAIN}{in_run(text)}</w:t></w:r>"


def paragraph(text: str = "", style: str = "", extra: str = "") -> str:
    """A paragraph of plain text in a paragraph style; `extra` is markup for its properties."""
    properties = (element("pStyle", attributes={"val": style}) if style else "") + extra
    return element("p", (element("pPr", properties) if properties else "") + (run(text) if text else "")) or "<w:p/>"


def joined(parts: Iterable[str]) -> str:
    return "".join(parts)
