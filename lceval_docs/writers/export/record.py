"""An edition as JSON, and the JSON Schema of it: two walks over the same records."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from lceval_docs.views.export.record import PublishedEdition
from lceval_docs.views.number import digits
from lceval_docs.writers.json_schema import Dialect, written_fields

_DRAFT = "https://json-schema.org/draft/2020-12/schema"
# Amounts are texts: a reader that makes numbers of them by itself would round them to binary fractions.
_PUBLISHED = Dialect(
    "$defs",
    {
        str: {"type": "string"},
        int: {"type": "integer"},
        bool: {"type": "boolean"},
        Decimal: {"type": "string", "pattern": r"^-?\d+(\.\d+)?$"},
        date: {"type": "string", "format": "date", "pattern": r"^\d{4}-\d{2}-\d{2}$"},
    },
    whole=True,
)


def render_edition(edition: PublishedEdition, schema: str) -> bytes:
    """The whole edition. `schema`: the name of the file beside it that describes it."""
    return as_json({"$schema": schema, **_plain(edition)})


def render_edition_schema(edition: PublishedEdition, address: str) -> bytes:
    """The schema of an edition; `address`: where it lies, from the top of the site."""
    told = _PUBLISHED.schema_of(PublishedEdition)
    root = told["$defs"].pop(PublishedEdition.__name__)
    properties = {"$schema": {"type": "string"}, **root["properties"], "format": {"const": edition.format}}
    about = {
        "$schema": _DRAFT,
        "$id": address,
        "title": edition.identity.title,
        "description": edition.identity.notice,
        "$comment": root.pop("description"),
    }
    return as_json({**about, **root, "properties": properties, "$defs": told["$defs"]})


def as_json(data: Any) -> bytes:
    """JSON as all our files are written: UTF-8, one value a line, in the order given."""
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()


def _plain(value: Any) -> Any:
    """A record as what JSON knows."""
    if isinstance(value, str | int) or value is None:
        return value
    if isinstance(value, Decimal):
        return digits(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if isinstance(value, Mapping):
        return {key: _plain(one) for key, one in value.items()}
    record: type = type(value)
    return {field.name: _plain(getattr(value, field.name)) for field in written_fields(record)}
