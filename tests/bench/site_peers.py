"""The same indicators as items of StrictDoc and sphinx-needs, built cold beside our site. Run by `make bench-peers`.

Each item has its id, name, requirement, evidence and guidance, in one document a dimension. The tools are installed into
build/peers/site the first time. Ours builds the whole site, with all of its other pages, search in Chinese and downloads.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
import venv
from pathlib import Path

from lceval_docs.judging import checked_guidance, checked_standard
from lceval_docs.model.guidance import GuidanceBook
from lceval_docs.model.indicator import Indicator
from lceval_docs.model.prose import lines_of, text_of
from lceval_docs.model.standard import Standard

ROOT = Path(__file__).parents[2]
PLACE = ROOT / "build/peers/site"
TOOLS = ("strictdoc", "sphinx-needs")
ROUNDS = 3


def installed() -> Path:
    """The folder of the tools' programs."""
    programs = PLACE / "bin"
    if not (programs / "strictdoc").exists():
        venv.create(PLACE, with_pip=True)
        subprocess.run([programs / "python", "-m", "pip", "install", "--quiet", *TOOLS], check=True)
    return programs


def guidance(book: GuidanceBook, indicator: Indicator) -> str:
    """What helps with an indicator, a line a paragraph."""
    text = book.by_indicator.get(indicator.id)
    sections = text.sections if text else ()
    return " ".join(text_of(line) for section in sections for line in lines_of(section.blocks))


def strictdoc(standard: Standard, book: GuidanceBook, folder: Path) -> None:
    for dimension in standard.dimensions:
        items = [f"[DOCUMENT]\nTITLE: {dimension.id} {dimension.name}\n"]
        items += [
            f"[REQUIREMENT]\nUID: {i.id}\nTITLE: {i.name}\nSTATEMENT: >>>\n{i.requirement}\n<<<\n"
            f"COMMENT: >>>\n{'、'.join(i.evidence)}\n{guidance(book, i)}\n<<<\n"
            for i in dimension.indicators
        ]
        (folder / f"{dimension.id}.sdoc").write_text("\n".join(items), encoding="utf-8")


def sphinx(standard: Standard, book: GuidanceBook, folder: Path) -> None:
    (folder / "conf.py").write_text(
        'extensions = ["sphinx_needs"]\nneeds_id_regex = "^[A-F0-9-]+$"\n', encoding="utf-8"
    )
    names = "\n".join(f"   {d.id}" for d in standard.dimensions)
    (folder / "index.rst").write_text(f"Index\n=====\n\n.. toctree::\n\n{names}\n", encoding="utf-8")
    for dimension in standard.dimensions:
        pieces = [f"{dimension.id} {dimension.name}\n{'=' * 40}\n"]
        pieces += [
            f".. req:: {i.name}\n   :id: {i.id}\n\n   {i.requirement}\n\n   {'、'.join(i.evidence)}\n\n   {guidance(book, i)}\n"
            for i in dimension.indicators
        ]
        (folder / f"{dimension.id}.rst").write_text("\n".join(pieces), encoding="utf-8")


def seconds(command: list[object], out: Path) -> float:
    """The shortest of some cold builds."""
    best = float("inf")
    for _ in range(ROUNDS):
        shutil.rmtree(out, ignore_errors=True)
        start = time.perf_counter()
        subprocess.run(
            list(map(str, command)), check=True, capture_output=True, env={**os.environ, "NO_MKDOCS_2_WARNING": "1"}
        )
        best = min(best, time.perf_counter() - start)
    return best


def main() -> None:
    programs, standard = installed(), checked_standard(ROOT)
    book = checked_guidance(ROOT, standard)
    with tempfile.TemporaryDirectory() as name:
        folder, rows = Path(name), []
        for tool, write in (("StrictDoc", strictdoc), ("sphinx-needs", sphinx)):
            source, out = folder / tool, folder / f"{tool}-built"
            source.mkdir()
            write(standard, book, source)
            command: list[object] = [programs / "strictdoc", "export", source, "--output-dir", out]
            if tool != "StrictDoc":
                command = [programs / "python", "-m", "sphinx", "-q", "-b", "html", source, out]
            took = seconds(command, out)
            rows.append((tool, len(list(out.rglob("*.html"))), took))
        out = folder / "ours"
        took = seconds([sys.executable, "-m", "mkdocs", "build", "-q", "-f", ROOT / "mkdocs.yml", "-d", out], out)
        rows.append(("ours, the whole site", len(list(out.rglob("*.html"))), took))
        print(f"\n{f'{len(standard.indicators)} indicators, cold build':36}{'pages':>8}{'s':>8}{'ours / it':>11}")
        for tool, pages, one in rows:
            print(f"{tool:36}{pages:8}{one:8.2f}{took / one:11.2f}")


if __name__ == "__main__":
    main()
