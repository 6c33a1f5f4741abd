"""JSON Schemas for editors: they are schemas, and the author files of this checkout fit them."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
import yaml
from conftest import ROOT

from lceval_docs.sources.standard import LAYOUT
from lceval_docs.writers.schema import render_schemas

SCHEMAS = {name: json.loads(text) for name, text in render_schemas().items()}


def author_files() -> list[tuple[str, Path]]:
    found = []
    for name, _ in LAYOUT:
        kind = name.removesuffix("/*").removesuffix(".yaml").replace("/", "-")
        paths = (
            (ROOT / "standard" / name.removesuffix("/*")).glob("*.yaml")
            if name.endswith("/*")
            else [ROOT / "standard" / name]
        )
        found += [(kind, path) for path in paths]
    found += [("result", path) for path in (ROOT / "site/results").glob("*.yaml") if path.stem != "corrections"]
    found += [("corrections", ROOT / "site/results/corrections.yaml"), ("editions", ROOT / "site/editions.yaml")]
    found += [("changes", ROOT / "standard/changes.yaml")]
    for folder in (ROOT / "standard" / "examples").iterdir():
        found += [("factory", folder / "factory.yaml"), ("review", folder / "review.yaml")]
    return found


@pytest.mark.parametrize("name", SCHEMAS)
def test_is_a_schema(name: str) -> None:
    """Each is a valid draft-07 schema that says which it is."""
    jsonschema.Draft7Validator.check_schema(SCHEMAS[name])
    assert SCHEMAS[name]["$schema"].endswith("draft-07/schema#")


@pytest.mark.parametrize(("kind", "path"), author_files(), ids=lambda x: x if isinstance(x, str) else x.name)
def test_author_files_fit(kind: str, path: Path) -> None:
    """An editor that knows the schema finds nothing wrong with our own files (read as text, as we read them)."""
    data = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    jsonschema.Draft7Validator(SCHEMAS[f"{kind}.schema.json"]).validate(_typed(data))


@pytest.mark.parametrize(("kind", "path"), author_files(), ids=lambda x: x if isinstance(x, str) else x.name)
def test_author_files_name_their_schema(kind: str, path: Path) -> None:
    """The first line tells editors which schema completes the file; `lceval build` writes it there."""
    first = path.read_text(encoding="utf-8").split("\n", 1)[0]
    told = first.removeprefix("# yaml-language-server: $schema=")
    assert (path.parent / told).resolve() == ROOT / "build" / "schema" / f"{kind}.schema.json"


def _typed(value: object) -> object:
    """What an editor sees: whole numbers and booleans as such."""
    if isinstance(value, dict):
        return {key: _typed(child) for key, child in value.items()}
    if isinstance(value, list):
        return [_typed(child) for child in value]
    if value in ("true", "false"):
        return value == "true"
    return (
        int(value)
        if isinstance(value, str) and value.isdigit() and len(value) < 5 and not value.startswith("0")
        else value
    )
