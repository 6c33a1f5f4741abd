"""The native charts of a finished report: what each shows, as it is stored for display."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from lxml import etree

from lceval_docs.model.report import FoundSeries
from lceval_docs.sources.template.package import parser

_C = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_CHART = re.compile(r"word/charts/chart[^/]*\.xml")


def read_series(parts: Mapping[str, bytes]) -> Iterator[FoundSeries]:
    """Every series of every chart, in the order of the parts."""
    for name, raw in parts.items():
        if _CHART.fullmatch(name):
            for series in etree.fromstring(raw, parser()).iter(f"{{{_C}}}ser"):
                title = "".join(_points(series, "tx"))
                yield FoundSeries(title, tuple(_points(series, "cat")), tuple(_points(series, "val")))


def _points(series: etree._Element, kind: str) -> Iterator[str]:
    """The stored texts of a series' name, categories or values."""
    holder = series.find(f"{{{_C}}}{kind}")
    for value in () if holder is None else holder.iter(f"{{{_C}}}v"):
        yield value.text or ""
