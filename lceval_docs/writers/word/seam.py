"""Seams behind the rows and tables of a report while it is filled: one byte is found several times sooner than an end tag."""

from __future__ import annotations

# In XML it may not stand at all.
SEAM = b"\x1e"
ROW_END, TABLE_END = b"</w:tr>", b"</w:tbl>"


def with_seams(markup: bytes) -> bytes:
    """Markup that has no seams yet, with them."""
    for end in (ROW_END, TABLE_END):
        markup = markup.replace(end, end + SEAM)
    return markup


def between_seams(markup: bytes) -> list[bytes]:
    """The pieces of markup, which gets seams first if it has none."""
    if SEAM not in markup:
        markup = with_seams(markup)
    found, begin = [], 0
    while (end := markup.find(SEAM, begin)) >= 0:  # `split` looks at every single byte
        found.append(markup[begin:end])
        begin = end + len(SEAM)
    return [*found, markup[begin:]]


def without_seams(markup: bytes) -> bytes:
    return markup.replace(SEAM, b"")
