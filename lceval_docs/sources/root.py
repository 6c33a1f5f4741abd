"""Where an edition lies: the nearest folder above with `standard/standard.yaml`, else the one in the package."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

MARKER = Path("standard", "standard.yaml")


def bundled_root() -> Path:
    """The edition that was packed into the installed package; a checkout has none."""
    return Path(str(files("lceval_docs"))) / "bundle"


def find_root(start: Path) -> Path:
    """The folder that holds the edition to use, seen from `start`."""
    here = start.resolve()
    for folder in (here, *here.parents):
        if (folder / MARKER).is_file():
            return folder
    return bundled_root()
