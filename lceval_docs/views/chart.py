"""Charts as data: what a native chart shows, and what stands for it in words."""

from __future__ import annotations

from decimal import Decimal

from lceval_docs.records import dataclass


@dataclass(frozen=True)
class Series:
    """One row of a chart; values are rounded for print."""

    name: str
    values: tuple[Decimal, ...]


@dataclass(frozen=True)
class Chart:
    """Categories, series, and the text alternative."""

    categories: tuple[str, ...]
    series: tuple[Series, ...]
    alternative: str
