"""The engines that run in Python, each behind the same protocol: read template and data, render, tell the times.

Usage: engines.py ENGINE FOLDER ROWS SECONDS OUT. One report is rendered and written to OUT (SECONDS is 0), or reports with
numbers of their own for so many seconds beside OUT; the times in milliseconds are printed as JSON. Our engines are named
lceval-COMPRESSION.
"""

from __future__ import annotations

import json
import sys
import time
import zlib
from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

Data = dict[str, Any]
Render = Callable[[Data, str], object]
LEAST, DIFFERENT_FILES = 3, 20
SIZE = (480 * 9525, 360 * 9525)  # of a picture, in EMU: so many pixels, so much a pixel


def our_filler(folder: Path, compression: str = "zlib-6") -> Any:
    """What fills our template: `.fill(data)` gives the bytes of a report. Compressions: isal-1, zlib-1 to zlib-9."""
    from lceval_docs.disk import keep
    from lceval_docs.sources.kept import Copies
    from lceval_docs.template import open_template
    from lceval_docs.writers.word import package

    copies = Copies(folder / "kept")
    filler = open_template(folder / "lceval.docx", copies)
    keep(copies)
    library, level = compression.split("-")
    if library == "zlib":  # as where the extra is not installed
        vars(package).update(fast=zlib, _LEVEL=int(level))
    return filler


def our_data(folder: Path, report: Mapping[str, Any]) -> Data:
    """The report's data with pictures and charts as our engine takes them."""
    from lceval_docs.views.chart import Chart, Series
    from lceval_docs.views.rich import Picture

    pictures = {name: Picture((folder / file).read_bytes(), *SIZE) for name, file in report["pictures"].items()}
    charts = {
        name: Chart(
            tuple(chart["categories"]),
            tuple(Series(s["name"], tuple(Decimal(str(v)) for v in s["values"])) for s in chart["series"]),
            chart["alternative"],
        )
        for name, chart in report["charts"].items()
    }
    return {**report["values"], **pictures, **charts}


def lceval(folder: Path, report: Data, compression: str) -> Render:
    filler, more = our_filler(folder, compression), our_data(folder, report)

    def render(values: Data, out: str) -> None:
        with open(out, "wb", buffering=0) as file:
            file.write(filler.fill({**more, **values}))

    return render


def docxtpl(folder: Path, report: Data) -> Render:
    import io

    from docx.shared import Emu
    from docxtpl import DocxTemplate, InlineImage

    pictures = {name: (folder / file).read_bytes() for name, file in report["pictures"].items()}

    def render(values: Data, out: str) -> None:
        template = DocxTemplate(folder / "docxtpl.docx")
        shown = {
            name: InlineImage(template, io.BytesIO(data), Emu(SIZE[0]), Emu(SIZE[1])) for name, data in pictures.items()
        }
        template.render({**values, **shown}, autoescape=True)
        template.save(out)

    return render


def mailmerge(folder: Path, report: Data) -> Render:
    from mailmerge import MailMerge

    def render(values: Data, out: str) -> None:
        with MailMerge(folder / "docx-mailmerge2.docx") as template:
            template.merge(**{name: value for name, value in values.items() if isinstance(value, str)})
            template.merge_rows("no", values["rows"])
            template.write(out)

    return render


ENGINES: dict[str, Callable[[Path, Data], Render]] = {"docxtpl": docxtpl, "docx-mailmerge2": mailmerge}


def opened(name: str, folder: Path, report: Data) -> Render:
    if name.startswith("lceval-"):
        return lceval(folder, report, name.removeprefix("lceval-"))
    return ENGINES[name](folder, report)


def measured(render: Render, values: Data, seconds: float, out: str) -> dict[str, Any]:
    """Times in milliseconds: of the first report, and of the later half of the others, on the wall and of the processor."""
    walls: list[float] = []
    cpus: list[float] = []
    until = time.perf_counter() + seconds
    while not walls or (seconds and (len(walls) <= LEAST or time.perf_counter() < until)):
        number = len(walls)
        numbered = {**values, "report_no": f"{values['report_no']}-{number}"}
        at = f"{out}.{number % DIFFERENT_FILES}" if seconds else out
        Path(at).unlink(missing_ok=True)  # emptying the old file is no part of writing a report
        wall, cpu = time.perf_counter(), time.process_time()
        render(numbered if seconds else values, at)
        walls.append((time.perf_counter() - wall) * 1000)
        cpus.append((time.process_time() - cpu) * 1000)
    half = (len(walls) + 1) // 2
    return {"first": walls[0], "warm": _middle(walls[half:]), "cpu": _middle(cpus[half:]), "reports": len(walls)}


def _middle(values: list[float]) -> float:
    return sorted(values)[len(values) // 2] if values else 0.0


def main() -> None:
    name, place, rows, seconds, out = sys.argv[1:]
    folder = Path(place)
    with open(folder / f"{rows}.json", encoding="utf-8") as file:
        report = json.load(file)
    print(json.dumps(measured(opened(name, folder, report), report["values"], float(seconds), out)))


if __name__ == "__main__":
    main()
