"""What the compared reports show: their text held against docxtpl's, their pictures counted, their charts looked into.

Usage: shown.py DATA.json FOLDER ENGINE... Prints a JSON object: engine → what it shows.
"""

from __future__ import annotations

import difflib
import json
import re
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lxml import etree

REFERENCE = "docxtpl"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_TEXT_PARTS = re.compile(r"word/(document|header\d*|footer\d*)\.xml")
_CHARTS = re.compile(r"word/charts/chart\d*\.xml")


def shown(path: Path, charts: list[dict[str, Any]]) -> dict[str, Any]:
    """Paragraphs with text in them, number of pictures, number of charts with the report's own values."""
    with zipfile.ZipFile(path) as package:
        roots = {
            name: etree.fromstring(package.read(name))
            for name in sorted(package.namelist())
            if _TEXT_PARTS.fullmatch(name) or _CHARTS.fullmatch(name)
        }
    texts = [root for name, root in roots.items() if _TEXT_PARTS.fullmatch(name)]
    wanted = [chart["series"][0]["values"] for chart in charts]
    return {
        "paragraphs": [text for root in texts for text in paragraphs(root)],
        "pictures": sum(1 for root in texts for _ in root.iter(f"{_A}blip")),
        "charts": sum(values(root) in wanted for root in roots.values() if root.tag == f"{_C}chartSpace"),
    }


def paragraphs(root: etree._Element) -> Iterator[str]:
    """The texts of paragraphs, without those that are empty; white space at the ends of lines counts for nothing."""
    for paragraph in root.iter(f"{_W}p"):
        pieces = []
        for element in paragraph.iter(f"{_W}t", f"{_W}br"):
            is_break = element.tag == f"{_W}br"
            pieces.append("\n" + (element.tail or "").strip() if is_break else element.text or "")
        lines = (" ".join(line.split()) for line in "".join(pieces).split("\n"))
        if text := "\n".join(lines).strip():
            yield text


def values(root: etree._Element) -> list[float]:
    return [float(value.text) for value in root.iterfind(f".//{_C}val//{_C}v")]


def difference(reference: list[str], found: list[str]) -> str:
    """In a word, what differs."""
    if found == reference:
        return "same text"
    changes = difflib.SequenceMatcher(None, reference, found, autojunk=False).get_opcodes()
    missing = sum(b - a for kind, a, b, _, _ in changes if kind in ("delete", "replace"))
    other = sum(d - c for kind, _, _, c, d in changes if kind in ("insert", "replace"))
    return f"{missing} of {len(reference)} paragraphs missing" + (f", {other} others" if other else "")


def main() -> None:
    data, folder, *engines = sys.argv[1:]
    charts = list(json.loads(Path(data).read_text(encoding="utf-8"))["charts"].values())
    found = {engine: shown(Path(folder) / f"{engine}.docx", charts) for engine in engines}
    reference = found[REFERENCE]["paragraphs"] if REFERENCE in found else []
    told = {}
    for engine, seen in found.items():
        text = difference(reference, seen["paragraphs"]) if reference else "nothing to hold against"
        told[engine] = {"text": text, "pictures": seen["pictures"], "charts": seen["charts"]}
    print(json.dumps(told))


if __name__ == "__main__":
    main()
