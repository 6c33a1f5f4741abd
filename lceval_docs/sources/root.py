"""Where an edition lies: the nearest folder above with `standard/standard.yaml`, else the one this package came with."""

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


def own_root() -> Path:
    """The edition this package came with: that of the checkout it lies in, else the one packed into it."""
    package = Path(__file__).parents[1]
    return package.parent if (package.parent / MARKER).is_file() else package / "bundle"


def find_root(start: Path) -> Path:
    """The folder that holds the edition to use, seen from `start`."""
    here = start.resolve()
    for folder in (here, *here.parents):
        if (folder / MARKER).is_file():
            return folder
    return own_root()
