"""The Python that runs in a browser: files of the npm package `pyodide`, each known by its digest."""

from __future__ import annotations

import hashlib
import io
import tarfile
from collections.abc import Mapping
from pathlib import Path

PACKAGE, VERSION = "pyodide", "314.0.7"
# What a page needs of the package, with the SHA-256 of each file.
FILES: Mapping[str, str] = {
    "pyodide.mjs": "6f1d60f7bf529beb300f0f47983c921d3982363640ba20af0e38efdddbc66109",
    "pyodide.asm.mjs": "f7cdc8ece80678ceb712f8e65ebe6d3a83203a180c399865f49612a051693635",
    "pyodide.asm.wasm": "cc36e3cab04fdfc9a63ff13eb52eae2b911bf46c025cc7b281f394bd3de1d5e6",
    "python_stdlib.zip": "fa1957e5777068fc4f7437f96d860ae2fbe9c19732ba06c84e004ec16dd7dd7a",
    "pyodide-lock.json": "5dc2fc119108bc148c7457dc86e7675b5c87e1cafd420b9c34c1eaef7b36c010",
}


def runtime_in(folder: Path) -> Mapping[str, Path] | None:
    """The files in a folder, if all are there and are the ones they should be."""
    paths = {name: folder / name for name in FILES}
    if not all(path.is_file() for path in paths.values()):
        return None
    return paths if all(_is_known(name, path.read_bytes()) for name, path in paths.items()) else None


def unpacked(archive: Path) -> Mapping[str, bytes] | None:
    """The files of a package as npm packs it; None where one lacks or is another."""
    files: dict[str, bytes] = {}
    with tarfile.open(fileobj=io.BytesIO(archive.read_bytes())) as packed:
        for name in FILES:
            member = packed.extractfile(f"package/{name}")
            files[name] = member.read() if member else b""
    return files if all(_is_known(name, raw) for name, raw in files.items()) else None


def _is_known(name: str, raw: bytes) -> bool:
    return hashlib.sha256(raw).hexdigest() == FILES[name]
