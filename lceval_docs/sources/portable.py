"""What `writers.portable` told of a record, as that record again."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Mapping
from dataclasses import is_dataclass
from datetime import date
from decimal import Decimal
from functools import partial
from importlib import import_module
from types import MappingProxyType
from typing import Any, TypeVar

from lceval_docs.quantities import Units

T = TypeVar("T")

FORMAT = 1
# The only rooms whose classes are made: what is told holds data and nothing else.
_ROOMS = ("model", "quantities", "formulas", "problems")


def read_portable(raw: bytes, kind: type[T]) -> T:
    """The record. `ValueError` for anything else than one of this kind, told in this format."""
    told = json.loads(raw)
    if told["format"] != FORMAT:
        raise ValueError(told["format"])
    made = _made(told["whole"], [_maker(*one) for one in told["classes"]])
    if not isinstance(made, kind):
        raise ValueError(type(made))
    return made


def _maker(name: str, *fields: str) -> Callable[[list[Any]], object]:
    """What makes a record of its values, in the order of the fields."""
    module, _, found = name.partition(":")
    if module.partition(".")[0] not in _ROOMS:
        raise ValueError(name)
    record = getattr(import_module(f"lceval_docs.{module}"), found)
    if not (isinstance(record, type) and is_dataclass(record)):
        raise ValueError(name)
    return partial(_record, record, fields)


def _record(record: Callable[..., object], fields: tuple[str, ...], values: list[Any]) -> object:
    return record(**dict(zip(fields, values, strict=True)))


def _mapping(parts: list[Any]) -> Mapping[Any, Any]:
    return MappingProxyType(dict(zip(parts[::2], parts[1::2], strict=True)))


_PLAIN: Mapping[str, Callable[[list[Any]], object]] = {
    "t": tuple,
    "s": frozenset,
    "m": _mapping,
    "n": lambda parts: Decimal(parts[0]),
    "d": lambda parts: date.fromisoformat(parts[0]),
    "b": lambda parts: base64.b64decode(parts[0]),
    "u": lambda parts: Units(*parts),
}


def _made(told: Any, makers: list[Callable[[list[Any]], object]]) -> Any:
    if not isinstance(told, list):
        return told
    kind, *parts = told
    inside = [_made(part, makers) if isinstance(part, list) else part for part in parts]
    return makers[kind](inside) if isinstance(kind, int) else _PLAIN[kind](inside)
