"""Text that is data, as HTML and as Markdown: shown, never obeyed."""

from __future__ import annotations

import re

_SPECIAL = re.compile(r"[\\`*_{}\[\]#!|~^$]|^[-+=:]|(?<=^\d)[.)]", re.MULTILINE)


def as_html(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def as_markdown(text: str) -> str:
    """Plain text as Markdown that shows exactly that."""
    return _SPECIAL.sub(lambda m: f"&#{ord(m[0])};", as_html(text)).replace("\n", "<br>")
