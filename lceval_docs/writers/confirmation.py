"""`reviewed.yaml`, which this tool writes and everybody reads."""

from __future__ import annotations

import json
from collections.abc import Iterable

from lceval_docs.model.text import Confirmation

_HEAD = """# What has been read and confirmed: the fingerprint of the text as it was, when, by whom. Written by lceval review.
"""


def render_confirmations(confirmations: Iterable[Confirmation]) -> str:
    """One line a confirmation, texts quoted as JSON quotes them, which is YAML too."""
    lines = [
        f"  - {{id: {json.dumps(c.id)}, text: {json.dumps(c.text)}, on: {c.on.isoformat()}"
        + (f", by: {json.dumps(c.by, ensure_ascii=False)}" if c.by else "")
        + "}\n"
        for c in confirmations
    ]
    return f"{_HEAD}confirmed:\n{''.join(lines)}" if lines else f"{_HEAD}confirmed: []\n"
