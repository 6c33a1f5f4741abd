"""JSON Schemas of the author files, made from the same records that read them, for completion in editors."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from lceval_docs.model.case import Factory, Review
from lceval_docs.model.guidance import EvidenceKinds, GuidanceSources
from lceval_docs.model.history import Changes, Editions
from lceval_docs.model.origin import Given, Told
from lceval_docs.model.register import Corrections, Result
from lceval_docs.sources.standard import LAYOUT
from lceval_docs.writers.json_schema import Dialect

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
_AUTHORED = Dialect("definitions", _SIMPLE)


def render_schemas() -> dict[str, str]:
    """A schema by file name for each kind of author file."""
    kinds = {name.removesuffix("/*").removesuffix(".yaml").replace("/", "-"): record for name, record in LAYOUT}
    kinds |= {"factory": Factory, "review": Review, "sources": GuidanceSources, "evidence": EvidenceKinds}
    kinds |= {"result": Result, "corrections": Corrections, "editions": Editions, "changes": Changes}
    return {
        f"{name}.schema.json": json.dumps(_document(record), ensure_ascii=False, indent=1) + "\n"
        for name, record in kinds.items()
    }


def _document(record: type) -> dict[str, Any]:
    return {"$schema": _DRAFT, **_AUTHORED.schema_of(record)}
