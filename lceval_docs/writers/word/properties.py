"""What a Word file says of itself: title, author, dates."""

from __future__ import annotations

from datetime import date

from lceval_docs.records import dataclass
from lceval_docs.writers.word.text import escape


@dataclass(frozen=True)
class Properties:
    title: str
    creator: str
    date: date


CORE = "docProps/core.xml"


def fill_properties(parts: dict[str, bytes], properties: Properties) -> dict[str, bytes]:
    """The parts with core properties of their own, where they have that part."""
    return {**parts, CORE: render_core(properties)} if CORE in parts else parts


def render_core(properties: Properties) -> bytes:
    """The part of core properties. Dates come from the content, never from the clock."""
    stamp = f"{properties.date.isoformat()}T00:00:00Z"
    dates = "".join(
        f'<dcterms:{name} xsi:type="dcterms:W3CDTF">{stamp}</dcterms:{name}>' for name in ("created", "modified")
    )
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(properties.title)}</dc:title><dc:creator>{escape(properties.creator)}</dc:creator>"
        f"<dc:language>zh-CN</dc:language>{dates}</cp:coreProperties>"
    ).encode()
