"""Values as Word text: escaped, with line breaks and tabs as Word's own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

_AGAIN = '<w:t xml:space="preserve">'
_BREAK, _TAB = (f"</w:t><w:{tag}/>{_AGAIN}" for tag in ("br", "tab"))
# What ends a line, wherever it comes from; the longest first.
_IN_LINE = re.compile(r"\r\n|[\n\r\x0b\x85\u2028\u2029\t]")
_RARE = ("\x0b", "\x85", "\u2028", "\u2029")
_BREAKS = ("\r\n", "\n", "\r", *_RARE)


def escape(value: str) -> str:
    """Text as markup: the three signs that markup is made of. (The standard library's own brings in its web client.)"""
    return value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def in_run(value: str) -> str:
    """A value inside a `w:t`."""
    written = escape(value)
    if written.isprintable():  # no break is
        return written
    for sign in _BREAKS:
        written = written.replace(sign, _BREAK)
    return written.replace("\t", _TAB)


def as_bytes(value: str) -> bytes:
    """`in_run`, encoded: the way for long texts, as bytes are searched several times faster."""
    for sign in _RARE:
        if sign in value:
            value = value.replace(sign, "\n")
    raw = value.encode().replace(b"&", b"&amp;").replace(b"<", b"&lt;").replace(b">", b"&gt;")
    if b"\r" in raw:
        raw = raw.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return raw.replace(b"\n", _BREAK.encode()).replace(b"\t", _TAB.encode())


def in_attribute(value: str) -> str:
    """A value inside an attribute's quotation marks, in one line."""
    line = value if value.isprintable() else _IN_LINE.sub(" ", value)
    return escape(line).replace('"', "&quot;")


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
