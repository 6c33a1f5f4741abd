"""The files of an edition for programs: what they are called and where they lie on the site."""

from __future__ import annotations

import re

from lceval_docs.views.name import file_name

STANDARD, SCHEMA, CATALOG = "standard.json", "standard.schema.json", "catalog.oscal.json"
INDICATORS, FACTORS = "indicators.csv", "factors.csv"

_UNFIT_FOR_ADDRESSES = re.compile(r"[^\w.-]+")


def data_path(edition: str, name: str) -> str:
    """Where a file of an edition lies, from the top of the site: each edition has a folder of its own."""
    return f"data/{file_name(_UNFIT_FOR_ADDRESSES.sub('-', edition), '')}/{name}"
