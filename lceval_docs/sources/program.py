"""What the program itself is made of: the modules that one of them needs, with the libraries they stand on."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib.metadata import distribution
from importlib.util import find_spec
from modulefinder import ModuleFinder
from pathlib import Path

PACKAGE = "lceval_docs"
_ROOT = Path(__file__).parents[1]
# What every module finds beside it, without importing it.
_CATALOGUE = "locale/zh_CN/LC_MESSAGES/lceval.mo"


@cache
def modules_of(entry: str) -> dict[str, bytes]:
    """The modules of ours that `entry` needs, now or when it is called, by their paths; and the catalogue."""
    finder = ModuleFinder(path=[str(_ROOT.parent)], excludes=["lxml", "yaml", "xlsxwriter"])
    finder.load_file(str(_ROOT.joinpath(*entry.split("."))) + ".py")
    ours = (module for name, module in finder.modules.items() if name.partition(".")[0] == PACKAGE)
    found = (getattr(module, "__file__", None) for module in ours)
    paths = {Path(file) for file in found if file} | {_ROOT.joinpath(*entry.split(".")).with_suffix(".py")}
    paths.add(_ROOT / _CATALOGUE)
    return {path.relative_to(_ROOT.parent).as_posix(): path.read_bytes() for path in sorted(paths)}


@cache
def library(name: str, package: str) -> dict[str, bytes]:
    """The Python files of a library that is installed, and its licence. `package`: what it is imported as."""
    spec = find_spec(package)
    assert spec is not None and spec.submodule_search_locations
    folder = Path(next(iter(spec.submodule_search_locations)))
    code = {f"{package}/{p.relative_to(folder).as_posix()}": p.read_bytes() for p in sorted(folder.rglob("*.py"))}
    return code | {f"licenses/{name}/{Path(path).name}": raw for path, raw in _licences(name)}


def _licences(name: str) -> Iterator[tuple[str, bytes]]:
    for path in distribution(name).files or ():
        if "licenses" in path.parts or path.name.upper().startswith(("LICENSE", "LICENCE")):
            yield str(path), Path(str(path.locate())).read_bytes()
