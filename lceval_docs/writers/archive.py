"""The site as one ZIP to take along: opened from disk, its pages and its search work without a server.

Browsers read no JSON from disk; so the index of the search lies beside as a script, which the theme looks for there.
"""

from __future__ import annotations

from collections.abc import Mapping

from lceval_docs.sources.site import INDEX
from lceval_docs.writers.word.package import packed, zip_members

FOLDER = "site"
SCRIPT = "search/search_index.js"
_ENGINE = "assessment/runtime/"


def render_archive(files: Mapping[str, bytes]) -> bytes:
    """The bytes of the ZIP, packed densely, for it is made once and fetched often: the same files give the same.

    Without the Python for browsers, which none runs from disk.
    """
    kept = {name: raw for name, raw in files.items() if not name.startswith(_ENGINE)}
    whole = {**kept, SCRIPT: b"var __index = " + files[INDEX]}
    return zip_members(packed(f"{FOLDER}/{name}", raw, is_lasting=True) for name, raw in sorted(whole.items()))
