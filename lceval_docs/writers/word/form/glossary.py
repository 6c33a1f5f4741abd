"""What an emptied input shows again: its own placeholder, kept in the glossary of the document."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cache

from lceval_docs.writers.word.text import element, joined, run

PART, STYLES, RELATIONS = (
    "word/glossary/document.xml",
    "word/glossary/styles.xml",
    "word/glossary/_rels/document.xml.rels",
)
PLACEHOLDER = "PlaceholderText"
_HEAD = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<w:glossaryDocument xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:docParts>'
)
_ABOUT = (
    '<w:category><w:name w:val="General"/><w:gallery w:val="placeholder"/></w:category>'
    '<w:types><w:type w:val="bbPlcHdr"/></w:types><w:behaviors><w:behavior w:val="content"/></w:behaviors>'
)


@cache
def name_of(placeholder: str) -> str:
    """The name of the entry for a placeholder: 32 hexadecimal digits."""
    return hashlib.sha256(placeholder.encode()).hexdigest()[:32].upper()


def render_glossary(placeholders: Iterable[str]) -> bytes:
    """The glossary, an entry for each placeholder."""
    return f"{_HEAD}{joined(_entry(p) for p in sorted(set(placeholders)))}</w:docParts></w:glossaryDocument>".encode()


def _entry(placeholder: str) -> str:
    name = name_of(placeholder)
    guid = "-".join((name[:8], name[8:12], name[12:16], name[16:20], name[20:]))
    about = element("name", attributes={"val": name}) + _ABOUT + element("guid", attributes={"val": f"{{{guid}}}"})
    text = element("p", run(placeholder, PLACEHOLDER))
    return element("docPart", element("docPartPr", about) + element("docPartBody", text))
