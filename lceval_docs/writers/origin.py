"""`origins.yaml`, which imports write and `lceval explain` reads."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

from lceval_docs.model.imported import Imported

_BREAKS = re.compile("[\x7f-\x9f\u2028\u2029\ufeff]")
_HEAD = "# Where each imported value of factory.yaml came from. Written by lceval import.\n"


def render_origins(imported: Iterable[Imported]) -> str:
    """One line a value, texts quoted as JSON quotes them, which is YAML too."""
    lines = [
        "  - {"
        + ", ".join(f"{name}: {_quoted(getattr(one, name))}" for name in ("at", "value", "file", "place"))
        + "}\n"
        for one in imported
    ]
    return f"{_HEAD}imported:\n{''.join(lines)}" if lines else f"{_HEAD}imported: []\n"


def _quoted(text: str) -> str:
    return _BREAKS.sub(lambda m: f"\\u{ord(m[0]):04x}", json.dumps(text, ensure_ascii=False))
