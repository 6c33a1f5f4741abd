"""What the self-assessment page fetches: the engine as one wheel, the edition as one JSON, and which they are.

Both lie in folders named by their digests, so that a browser may keep them for as long as it likes.
"""

from __future__ import annotations

import base64
import hashlib
import json
from functools import cache

from lceval_docs import __version__
from lceval_docs.model.standard import Standard
from lceval_docs.sources.program import library, modules_of
from lceval_docs.sources.runtime import VERSION as RUNTIME
from lceval_docs.writers.plan import Plan
from lceval_docs.writers.portable import render_portable
from lceval_docs.writers.wheel import render_wheel, wheel_name

FOLDER = "assessment"
MANIFEST = f"{FOLDER}/manifest.json"
RUNTIME_FOLDER = f"{FOLDER}/runtime/{RUNTIME}"
ENTRY = "assessment.session"
NAME = "lceval_engine"
SUMMARY = "The engine of lceval, for the browser"
EDITION = "edition.json"
_DIGITS = 16


def plan_delivery(standard: Standard, has_runtime: bool = False) -> Plan:
    """The wheel, the edition and the manifest. `has_runtime`: the site itself serves the Python that runs them."""
    engine, edition = _engine(), render_portable(standard)
    files = {_placed(engine, wheel_name(NAME, __version__)): engine, _placed(edition, EDITION): edition}
    engine_path, edition_path = files
    manifest = {
        "engine": _pinned(engine_path, engine),
        "edition": _pinned(edition_path, edition),
        "runtime": RUNTIME_FOLDER if has_runtime else "",
        "says": standard.identity.edition,
    }
    return {**files, MANIFEST: json.dumps(manifest, indent=1).encode()}


@cache
def _engine() -> bytes:
    libraries = {**library("pyyaml", "yaml"), **library("xlsxwriter", "xlsxwriter")}
    return render_wheel(NAME, __version__, SUMMARY, {**modules_of(ENTRY), **libraries})


def _placed(content: bytes, name: str) -> str:
    return f"{FOLDER}/{hashlib.sha256(content).hexdigest()[:_DIGITS]}/{name}"


def _pinned(path: str, content: bytes) -> dict[str, str]:
    """A path and what `fetch` holds its content against."""
    return {"path": path, "integrity": f"sha256-{base64.b64encode(hashlib.sha256(content).digest()).decode()}"}
