"""JSON Schemas of the author files, made from the same records that read them, for completion in editors."""

from __future__ import annotations

import json
import types
import typing
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal, Union, get_args, get_origin

from lceval_docs.model.case import Factory, Review
from lceval_docs.model.guidance import EvidenceKinds, GuidanceSources
from lceval_docs.model.origin import Given, Told
from lceval_docs.sources.standard import LAYOUT

_DRAFT = "http://json-schema.org/draft-07/schema#"
_NUMBER = {"type": ["number", "string"], "pattern": r"^-?\d+(\.\d+)?$"}
_SIMPLE: Mapping[Any, dict[str, Any]] = {
    str: {"type": ["string", "number", "boolean"]},
    Told: {"type": ["string", "number", "boolean"]},
    int: {"type": "integer"},
    bool: {"type": "boolean"},
    Decimal: _NUMBER,
    Given: _NUMBER,
    date: {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"},
}


def render_schemas() -> dict[str, str]:
    """A schema by file name for each kind of author file."""
    kinds = {name.removesuffix("/*").removesuffix(".yaml").replace("/", "-"): record for name, record in LAYOUT}
    kinds |= {"factory": Factory, "review": Review, "sources": GuidanceSources, "evidence": EvidenceKinds}
    return {
        f"{name}.schema.json": json.dumps(_document(record), ensure_ascii=False, indent=1) + "\n"
        for name, record in kinds.items()
    }


def _document(record: type) -> dict[str, Any]:
    definitions: dict[str, Any] = {}
    root = _schema(record, definitions)
    return {"$schema": _DRAFT, **root, "definitions": definitions}


def _schema(hint: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    origin, arguments = get_origin(hint), get_args(hint)
    if hint in _SIMPLE:
        return dict(_SIMPLE[hint])
    if origin is Literal:
        return {"enum": list(arguments)}
    if origin is tuple:
        return {"type": "array", "items": _schema(arguments[0], definitions)}
    if origin is not None and isinstance(origin, type) and issubclass(origin, Mapping):
        return {"type": "object", "additionalProperties": _schema(arguments[1], definitions)}
    if origin in (Union, types.UnionType):
        members = [_schema(a, definitions) for a in arguments if a is not type(None)]
        return members[0] if len(members) == 1 else {"anyOf": members}
    if is_dataclass(hint):
        return _reference(typing.cast(type, hint), definitions)
    raise TypeError(hint)


def _reference(record: type, definitions: dict[str, Any]) -> dict[str, Any]:
    name = record.__name__
    if name not in definitions:
        definitions[name] = {}
        hints = typing.get_type_hints(record)
        written = [f for f in fields(record) if f.name != "mark"]
        definitions[name] = {
            "type": "object",
            "additionalProperties": False,
            "description": (record.__doc__ or "").split("\n\n")[0],
            "properties": {f.name: _schema(hints[f.name], definitions) for f in written},
            "required": [f.name for f in written if f.default is MISSING and f.default_factory is MISSING],
        }
    return {"$ref": f"#/definitions/{name}"}
