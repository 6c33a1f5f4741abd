"""Where an edition lies: the nearest folder above with `standard/standard.yaml`, else the one in the package."""

from __future__ import annotations

from pathlib import Path

from lceval_docs.problems import Fault, Mark, Refused

MARKER = Path("standard", "standard.yaml")


NO_EDITION = Fault(
    "E0116",
    "there is no standard/standard.yaml here or above, and none came with this installation.",
    "Run the command inside the repository, or give --root FOLDER.",
)


def check_root(root: Path) -> None:
    """Raise `Refused` where a root holds no edition."""
    if not (root / MARKER).is_file():
        raise Refused([NO_EDITION.at(Mark(root.as_posix()))])


def bundled_root() -> Path:
    """The edition that was packed into the installed package; a checkout has none."""
    return Path(__file__).parents[1] / "bundle"


def find_root(start: Path) -> Path:
    """The folder that holds the edition to use, seen from `start`."""
    here = start.resolve()
    for folder in (here, *here.parents):
        if (folder / MARKER).is_file():
            return folder
    return bundled_root()
