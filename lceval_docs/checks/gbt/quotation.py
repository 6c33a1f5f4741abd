"""What a text says itself, as against what it only quotes."""

from __future__ import annotations

import re
from functools import lru_cache

_QUOTED = re.compile(r"“[^”]*”|「[^」]*」|‘[^’]*’|《[^》]*》|\"[^\"]*\"")


@lru_cache(maxsize=20_000)
def said(text: str) -> str:
    """The text with quotations and titles of documents put out of sight; every other character keeps its place."""
    return _QUOTED.sub(lambda m: "□" * len(m[0]), text)
