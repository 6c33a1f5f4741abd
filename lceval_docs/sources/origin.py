"""Where the values of a factory file stand, and where they came from when they were imported."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import yaml

from lceval_docs.model.answer import KEYED, CasePath
from lceval_docs.model.imported import Imported, Imports
from lceval_docs.problems import Mark, Problem
from lceval_docs.sources.document import parse_yaml
from lceval_docs.sources.file import read_text
from lceval_docs.sources.record import load_record

ORIGINS = "origins.yaml"


def leaves(root: yaml.Node, path: CasePath = ()) -> Iterator[tuple[CasePath, yaml.Node]]:
    """Every value of a case file with its path; entries of lists by their id, rows of tables by number."""
    if isinstance(root, yaml.MappingNode):
        for key, value in root.value:
            yield from leaves(value, (*path, key.value))
    elif isinstance(root, yaml.SequenceNode) and path in KEYED:
        for entry in root.value:
            pairs = entry.value if isinstance(entry, yaml.MappingNode) else []
            id = next((value.value for key, value in pairs if key.value == "id"), "")
            yield (*path, id, "id"), entry
            yield from leaves(entry, (*path, id))
    elif isinstance(root, yaml.SequenceNode) and any(isinstance(e, yaml.MappingNode) for e in root.value):
        for number, entry in enumerate(root.value, 1):
            yield from leaves(entry, (*path, str(number)))
    else:
        yield path, root


def groups(root: yaml.Node, path: CasePath = ()) -> Iterator[tuple[CasePath, yaml.Node]]:
    """Every mapping inside a case file with its path."""
    if isinstance(root, yaml.MappingNode):
        if path:
            yield path, root
        for key, value in root.value:
            yield from groups(value, (*path, key.value))
    elif isinstance(root, yaml.SequenceNode) and path in KEYED:
        for entry in root.value:
            yield from groups(entry, (*path, says(entry)))


def says(node: yaml.Node) -> str:
    """A value on one line, as it is kept beside the file; of an entry of a list, its id."""
    if isinstance(node, yaml.MappingNode):
        return next((says(value) for key, value in node.value if key.value == "id"), "")
    if isinstance(node, yaml.SequenceNode):
        return "、".join(says(child) for child in node.value)
    is_block = isinstance(node, yaml.ScalarNode) and node.style in ("|", ">")
    return str(node.value).rstrip("\n") if is_block else str(node.value)


def load_origins(folder: Path, shown: str) -> tuple[tuple[Imported, ...], tuple[Problem, ...]]:
    """What is kept of earlier imports; nothing where nothing was imported."""
    path = folder / ORIGINS
    if not path.exists():
        return (), ()
    text, problems = read_text(path, f"{shown}/{ORIGINS}")
    return ((), problems) if problems else imports_of(text, f"{shown}/{ORIGINS}")


def imports_of(text: str, shown: str) -> tuple[tuple[Imported, ...], tuple[Problem, ...]]:
    """What the text of a file of imports keeps."""
    root, problems = parse_yaml(text, shown)
    if root is None:
        return (), problems
    imports, problems = load_record(root, Imports, shown)
    return imports.imported if imports else (), problems


def origins(root: yaml.Node, shown: str, imported: tuple[Imported, ...]) -> Mapping[Mark, str]:
    """By place in the factory file: the file and cell it was imported from, where the value still is what was imported."""
    known = {one.at: one for one in imported}
    found = {}
    for path, node in leaves(root):
        one = known.get("/".join(path))
        if one and one.value == says(node):
            mark = Mark(shown, node.start_mark.line + 1, node.start_mark.column + 1)
            found[mark] = f"{one.file} {one.place}".strip()
    return found
