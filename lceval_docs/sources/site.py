"""A site as it was built: its files, to be packed."""

from __future__ import annotations

from pathlib import Path

from lceval_docs.problems import Fault, Mark, Refused

NO_SITE = Fault("E0736", "{found} holds no built site.", "Build it first: mkdocs build.")
NOT_IN_MENU = Fault("W0738", "{found} is in no menu.", "Add it to nav in mkdocs.yml, where the chapter stands.")
FIRST, INDEX = "index.html", "search/search_index.json"


def read_site(folder: Path) -> dict[str, bytes]:
    """The files of a built site by their paths. Raises `Refused` where there is none."""
    if not (folder / FIRST).is_file() or not (folder / INDEX).is_file():
        raise Refused([NO_SITE.at(Mark(folder.as_posix()), found=folder.as_posix())])
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}
