"""A record as JSON from which `sources.portable` makes the same record, in whatever Python runs there.

Every array says by its first entry what it is: the number of a record's class, whose fields follow; "t" a tuple, "s" a
set, "m" a mapping with its keys and values in turn, "n" an exact number, "d" a day,
"u" a table of units, "b" bytes. Everything else is itself.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from lceval_docs.quantities import Units
from lceval_docs.sources.portable import FORMAT


def render_portable(record: object) -> bytes:
    """The record with the names of the classes and fields that it is made of."""
    classes: dict[type, int] = {}
    whole = _told(record, classes)
    named = [[f"{c.__module__.partition('.')[2]}:{c.__name__}", *_fields(c)] for c in classes]
    told = {"format": FORMAT, "classes": named, "whole": whole}
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()


def _fields(record: type) -> list[str]:
    return [field.name for field in fields(record)]


def _told(value: object, classes: dict[type, int]) -> Any:
    match value:
        case None | bool() | int() | str():
            return value
        case tuple():
            return ["t", *(_told(entry, classes) for entry in value)]
        case frozenset():
            return ["s", *sorted((_told(entry, classes) for entry in value), key=str)]
        case Mapping():
            return ["m", *(_told(part, classes) for pair in value.items() for part in pair)]
        case bytes():
            return ["b", base64.b64encode(value).decode()]
        case Decimal():
            return ["n", str(value)]
        case date():
            return ["d", value.isoformat()]
        case Units():
            return ["u", *(_told(part, classes) for part in value.parts)]
    if not is_dataclass(value):
        raise TypeError(type(value))
    number = classes.setdefault(type(value), len(classes))
    return [number, *(_told(getattr(value, name), classes) for name in _fields(type(value)))]
