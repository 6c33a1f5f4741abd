"""A page that runs nothing but this site's own scripts, and sends nothing anywhere: its Content-Security-Policy.

The theme's own inline scripts are let in by their digests; so a line that got in otherwise would not run.
"""

from __future__ import annotations

import base64
import hashlib
import re

_CHARSET = '<meta charset="utf-8">'
_INLINE = re.compile(r"<script(?![^>]*\ssrc=)[^>]*>(.*?)</script>", re.DOTALL | re.IGNORECASE)
# Python runs as WebAssembly, in a worker; the theme's search runs in one too. Colours of pictures come from the style.
_POLICY = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval' {digests}; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'"
)


def with_policy(html: str) -> str:
    """The page with its policy, before anything that it governs."""
    digests = " ".join(dict.fromkeys(map(_digest, _INLINE.findall(html))))
    meta = f'<meta http-equiv="Content-Security-Policy" content="{_POLICY.format(digests=digests)}">'
    return html.replace(_CHARSET, f"{_CHARSET}{meta}", 1)


def _digest(script: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"
