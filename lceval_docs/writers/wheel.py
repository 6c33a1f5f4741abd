"""A wheel: modules as a package that any Python takes, the same bytes for the same modules."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Mapping

from lceval_docs.writers.word.package import packed, zip_members

TAG = "py3-none-any"
_METADATA = "Metadata-Version: 2.3\nName: {name}\nVersion: {version}\nSummary: {summary}\n"
_WHEEL = f"Wheel-Version: 1.0\nGenerator: lceval\nRoot-Is-Purelib: true\nTag: {TAG}\n"


def wheel_name(name: str, version: str) -> str:
    return f"{name}-{version}-{TAG}.whl"


def render_wheel(name: str, version: str, summary: str, files: Mapping[str, bytes]) -> bytes:
    """The wheel. Licences of what it brings along (`licenses/…`) go where installers look for them."""
    info = f"{name}-{version}.dist-info"
    whole = {(f"{info}/{path}" if path.startswith("licenses/") else path): raw for path, raw in files.items()}
    whole[f"{info}/METADATA"] = _METADATA.format(name=name, version=version, summary=summary).encode()
    whole[f"{info}/WHEEL"] = _WHEEL.encode()
    record = f"{info}/RECORD"
    whole[record] = "".join((*_recorded(whole), f"{record},,\n")).encode()
    return zip_members(packed(path, raw, is_lasting=True) for path, raw in whole.items())


def _recorded(files: Mapping[str, bytes]) -> Iterator[str]:
    for path, raw in files.items():
        digest = base64.urlsafe_b64encode(hashlib.sha256(raw).digest()).rstrip(b"=").decode()
        yield f"{path},sha256={digest},{len(raw)}\n"
