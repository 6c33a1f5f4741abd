"""Frozen records as JSON Schema: one walk over their types, for what authors write and for what we publish."""

from __future__ import annotations

import types
import typing
from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from functools import cache
from typing import Any, Literal, Union, get_args, get_origin

from lceval_docs.records import dataclass

# The place of a record in its author's file is no part of what it says.
_UNWRITTEN = "mark"
# An author writes these last, behind what they are said of.
_LAST = ("status", "basis")


@cache
def written_fields(record: type) -> tuple[Field[Any], ...]:
    """The fields of a record that are written, in the order in which an author would write them."""
    written = [field for field in fields(record) if field.name != _UNWRITTEN]
    return tuple(sorted(written, key=lambda field: field.name in _LAST))


@dataclass(frozen=True)
class Dialect:
    """How records are told as a schema.

    `definitions`: the keyword that holds records by name. `simple`: the schema of each scalar type. `whole`: every key
    is there, with null for nothing; otherwise what has a default may be left out.
    """

    definitions: str
    simple: Mapping[Any, Mapping[str, Any]]
    whole: bool = False

    def schema_of(self, record: type) -> dict[str, Any]:
        """The schema of a record, with those of all records inside it."""
        definitions: dict[str, Any] = {}
        root = self._schema(record, definitions)
        return {**root, self.definitions: definitions}

    def _schema(self, hint: Any, definitions: dict[str, Any]) -> dict[str, Any]:
        origin, arguments = get_origin(hint), get_args(hint)
        if hint in self.simple:
            return dict(self.simple[hint])
        if origin is Literal:
            return {"enum": list(arguments)}
        if origin is tuple:
            return {"type": "array", "items": self._schema(arguments[0], definitions)}
        if origin is not None and isinstance(origin, type) and issubclass(origin, Mapping):
            return {"type": "object", "additionalProperties": self._schema(arguments[1], definitions)}
        if origin in (Union, types.UnionType):
            members = [self._schema(a, definitions) for a in arguments if a is not types.NoneType]
            if self.whole and types.NoneType in arguments:
                members.append({"type": "null"})
            return members[0] if len(members) == 1 else {"anyOf": members}
        if is_dataclass(hint):
            return self._reference(typing.cast(type, hint), definitions)
        raise TypeError(hint)

    def _reference(self, record: type, definitions: dict[str, Any]) -> dict[str, Any]:
        name = record.__name__
        if name not in definitions:
            definitions[name] = {}
            hints = typing.get_type_hints(record)
            written = written_fields(record) if self.whole else [f for f in fields(record) if f.name != _UNWRITTEN]
            definitions[name] = {
                "type": "object",
                "additionalProperties": False,
                "description": (record.__doc__ or "").split("\n\n")[0],
                "properties": {f.name: self._schema(hints[f.name], definitions) for f in written},
                "required": [f.name for f in written if self.whole or _is_needed(f)],
            }
        return {"$ref": f"#/{self.definitions}/{name}"}


def _is_needed(field: Field[Any]) -> bool:
    """Whether a record cannot be made without the field."""
    return field.default is MISSING and field.default_factory is MISSING
