"""An edition that was read before, kept as it was made, under a name that is the digest of all it was made from.

What is kept lies in the reader's own folder for such things, as compiled Python does. A file that cannot be used is as
good as none: the edition is read anew.
"""

from __future__ import annotations

import copyreg
import hashlib
import pickle
import sys
from pathlib import Path
from types import MappingProxyType
from typing import Any

from lceval_docs.model.standard import Standard

_CODE = Path(__file__).parents[1]
_FORMAT = 5


def digest_of(root: Path) -> str:
    """Of every file of an edition, of this program and of the Python that runs it."""
    digest = hashlib.sha256(sys.version.encode())
    for path in sorted(_CODE.rglob("*.py")):
        state = path.stat()
        digest.update(f"{path.relative_to(_CODE)} {state.st_size} {state.st_mtime_ns}\n".encode())
    folder = root / "standard"
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        content = path.read_bytes()
        digest.update(f"{path.relative_to(folder)} {len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()


def read_kept(path: Path) -> Standard | None:
    """The edition in a file that `pack` made; None where there is none that can be used."""
    try:
        made = pickle.loads(path.read_bytes())  # our own file, in the user's own folder
    except Exception:  # whatever is wrong with it: it is only a copy
        return None
    return made if isinstance(made, Standard) else None


def pack(standard: Standard) -> bytes:
    return pickle.dumps(standard, _FORMAT)


def _frozen(content: dict[Any, Any]) -> MappingProxyType[Any, Any]:
    return MappingProxyType(content)


def _reduced(mapping: MappingProxyType[Any, Any]) -> tuple[Any, ...]:
    return _frozen, (dict(mapping),)


copyreg.pickle(MappingProxyType, _reduced)
