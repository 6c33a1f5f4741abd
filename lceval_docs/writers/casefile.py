"""A case file as YAML: the one that is there with values put in, byte for byte the same everywhere else.

What a person wrote keeps its order, comments and layout; a value is replaced where it stands, a new one is written at
the end of its mapping.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation

import yaml

from lceval_docs.model.answer import KEYED, CasePath, CaseValues, Content
from lceval_docs.problems import Mark
from lceval_docs.records import dataclass
from lceval_docs.sources.document import parse_yaml
from lceval_docs.writers.yaml_text import INDENT, Tree, block, entries, inline, key_text


@dataclass(frozen=True)
class Change:
    """A value that stood there and would be another. `mark`: where it stands."""

    path: CasePath
    before: str
    after: str
    mark: Mark


@dataclass(frozen=True)
class Merge:
    """A file with values put in: its text, what is new in it, what would be overwritten, and what was the same."""

    text: str
    added: tuple[CasePath, ...]
    changed: tuple[Change, ...]
    same: tuple[CasePath, ...]


@dataclass(frozen=True)
class _Edit:
    start: int
    end: int
    text: str


class _Merging:
    """One file being merged: its text by line, and what was found."""

    def __init__(self, text: str, shown: str, keep: bool):
        self.text, self.shown, self.keep = text, shown, keep
        self.starts = [0]
        for line in text.splitlines(keepends=True):
            self.starts.append(self.starts[-1] + len(line))
        self.edits: list[_Edit] = []
        self.added: list[CasePath] = []
        self.changed: list[Change] = []
        self.same: list[CasePath] = []

    def index(self, mark: yaml.Mark) -> int:
        return self.starts[mark.line] + mark.column

    def end(self, node: yaml.Node) -> int:
        """Where a node's own text ends, without the line break and blank lines behind."""
        if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
            last = node.value[-1]
            return self.end(last[1] if isinstance(last, tuple) else last)
        start, end = self.index(node.start_mark), self.index(node.end_mark)
        return start + len(self.text[start:end].rstrip())

    def line_end(self, index: int) -> int:
        found = self.text.find("\n", index)
        return len(self.text) if found < 0 else found


def merge(text: str, shown: str, values: CaseValues, keep: bool = False) -> Merge:
    """A file with values put in. The text must be readable YAML. `keep`: what is there stays, only new values go in."""
    root, _ = parse_yaml(text, shown)
    if root is None:
        raise ValueError(shown)
    work = _Merging(text, shown, keep)
    _mapping(work, root, _tree(values), ())
    return Merge(_edited(text, work.edits), tuple(work.added), tuple(work.changed), tuple(work.same))


def _tree(values: CaseValues) -> Tree:
    root: Tree = {}
    for path, value in values.items():
        branch = root
        for name in path[:-1]:
            below = branch.setdefault(name, {})
            assert isinstance(below, dict)
            branch = below
        branch[path[-1]] = value.content
    return root


def _edited(text: str, edits: list[_Edit]) -> str:
    """All edits at once; those at one place in the order they were made."""
    parts, at = [], 0
    for edit in sorted(edits, key=lambda e: e.start):
        parts += [text[at : edit.start], edit.text]
        at = edit.end
    return "".join([*parts, text[at:]])


def _mapping(work: _Merging, node: yaml.MappingNode, tree: Tree, path: CasePath) -> None:
    below = {key.value: value for key, value in node.value}
    new: Tree = {}
    for name, content in tree.items():
        if name in below:
            _value(work, below[name], content, (*path, name))
        else:
            new[name] = content
            work.added += _paths(content, (*path, name))
    if new:
        _extend(work, node, new, path)


def _value(work: _Merging, node: yaml.Node, content: Tree | Content, path: CasePath) -> None:
    """What stands at a path and what is put there: gone into, the same, or replaced."""
    if isinstance(content, dict) and isinstance(node, yaml.MappingNode):
        _mapping(work, node, content, path)
    elif isinstance(content, dict) and path in KEYED and isinstance(node, yaml.SequenceNode):
        _keyed(work, node, content, path)
    elif _says(node) == _plain(content) or _is_same_number(node, content):
        work.same.append(path)
    else:
        start = work.index(node.start_mark)
        work.changed.append(
            Change(
                path,
                _shown(_says(node)),
                _shown(_plain(content)),
                Mark(work.shown, node.start_mark.line + 1, node.start_mark.column + 1),
            )
        )
        if not work.keep:
            _replace(work, node, content, start)


def _replace(work: _Merging, node: yaml.Node, content: Tree | Content, start: int) -> None:
    """A value in place of another; a block begins on a line of its own, below its key."""
    is_block = isinstance(content, tuple) and content and isinstance(content[0], Mapping)
    if not is_block:
        line = work.text[work.text.rfind("\n", 0, start) + 1 : start]
        lead = " " if line.strip() == "" and start and not line.endswith(" ") else ""
        work.edits.append(_Edit(start, work.end(node), f"{lead}{inline(content)}"))
        return
    line_start = work.text.rfind("\n", 0, start) + 1
    line = work.text[line_start:start]
    indent = len(line) - len(line.lstrip(" "))
    if line.strip() == "" or line.strip() == "-":  # a block stands there already
        key_line = work.text.rfind("\n", 0, line_start - 1) + 1
        key = work.text[key_line:line_start]
        indent = len(key) - len(key.lstrip(" "))
        text = "\n".join(block(content, indent + INDENT))
        work.edits.append(_Edit(line_start, work.end(node), text))
        return
    text = "\n" + "\n".join(block(content, indent + INDENT))
    work.edits.append(_Edit(start, work.end(node), text))


def _keyed(work: _Merging, node: yaml.SequenceNode, tree: Tree, path: CasePath) -> None:
    """A list whose entries are told apart by their id: known ones are gone into, others stand at the end."""
    known: dict[str, yaml.Node] = {}
    for entry in node.value:
        ids = [v.value for k, v in entry.value if k.value == "id"] if isinstance(entry, yaml.MappingNode) else []
        known.update(dict.fromkeys(ids, entry))
    new: Tree = {}
    for id, content in tree.items():
        entry = known.get(id)
        if isinstance(entry, yaml.MappingNode) and isinstance(content, dict):
            _mapping(work, entry, content, (*path, id))
        else:
            new[id] = content
            work.added += _paths(content, (*path, id))
    if new:
        _extend(work, node, new, path)


def _paths(content: Tree | Content, path: CasePath) -> Iterator[CasePath]:
    if isinstance(content, dict) and content:
        for name, below in content.items():
            yield from _paths(below, (*path, name))
    else:
        yield path


def _extend(work: _Merging, node: yaml.CollectionNode, new: Tree, path: CasePath) -> None:
    """New entries at the end of a mapping or list. What stands on one line in brackets is written out when empty."""
    start, end = work.index(node.start_mark), work.end(node)
    is_list = path in KEYED
    if not node.flow_style:
        indent = node.start_mark.column
        lines = entries(new, indent, path) if is_list else block(new, indent, path)
        at = work.line_end(end)
        work.edits.append(_Edit(at, at, "\n" + "\n".join(lines)))
        return
    line_start = work.text.rfind("\n", 0, start) + 1
    line = work.text[line_start:start]
    if node.value or "{" in line or "[" in line:
        inside = ", ".join(_inline_entry(name, content, is_list) for name, content in new.items())
        work.edits.append(_Edit(end - 1, end - 1, f", {inside}" if node.value else inside))
        return
    indent = len(line) - len(line.lstrip(" -")) + INDENT
    lines = entries(new, indent, path) if is_list else block(new, indent, path)
    lead = work.text[line_start:start].rstrip()
    work.edits.append(_Edit(line_start + len(lead), end, "\n" + "\n".join(lines)))


def _inline_entry(name: str, content: Tree | Content, is_list: bool) -> str:
    return inline(content) if is_list else f"{key_text(name)}: {inline(content)}"


def _says(node: yaml.Node) -> object:
    """A node as plain data."""
    if isinstance(node, yaml.ScalarNode):
        return node.value.rstrip("\n") if node.style in ("|", ">") else node.value
    if isinstance(node, yaml.SequenceNode):
        return [_says(child) for child in node.value]
    return {key.value: _says(value) for key, value in node.value}


def _plain(content: Tree | Content) -> object:
    if isinstance(content, str):
        return content
    if isinstance(content, Mapping):
        return {name: _plain(below) for name, below in content.items()}
    return [_plain(item) for item in content]


def _is_same_number(node: yaml.Node, content: Tree | Content) -> bool:
    if not isinstance(node, yaml.ScalarNode) or not isinstance(content, str):
        return False
    try:
        return Decimal(node.value) == Decimal(content)
    except InvalidOperation:
        return False


def _shown(data: object) -> str:
    """A value for a message, on one line."""
    return data if isinstance(data, str) else json.dumps(data, ensure_ascii=False)


def fresh(values: CaseValues, frame: Mapping[CasePath, Content]) -> str:
    """A new file: what `frame` names in its order, empty where nothing is put there and it may be, then the rest."""
    return "\n".join(block(framed_tree(values, frame), 0)) + "\n"


def framed_tree(values: CaseValues, frame: Mapping[CasePath, Content]) -> Tree:
    """What a new file says, before it is text."""
    tree: Tree = {}
    ordered: dict[CasePath, Content] = {}
    framed: dict[CasePath, dict[CasePath, Content]] = {path: {} for path in frame}
    lengths = sorted({len(path) for path in frame})
    for at, value in values.items():
        path = next((at[:length] for length in lengths if at[:length] in framed), None)
        if path is not None:
            framed[path][at] = value.content
    for path, empty in frame.items():
        ordered.update(framed[path] or ({path: empty} if empty != "" else {}))
    ordered.update({path: value.content for path, value in values.items() if path not in ordered})
    for path, content in ordered.items():
        branch = tree
        for name in path[:-1]:
            branch = branch.setdefault(name, {})  # type: ignore[assignment]
        branch[path[-1]] = content
    return tree


def annotate(text: str, shown: str, notes: Mapping[CasePath, str]) -> str:
    """A file with a remark behind the lines on which the values at these paths begin. Everything else stays."""
    lines = text.split("\n")
    for path, (line, _) in places(text, shown).items():
        if path in notes:
            lines[line - 1] = f"{lines[line - 1]}  # {' '.join(notes[path].split())}"
    return "\n".join(lines)


def places(text: str, shown: str) -> Mapping[CasePath, tuple[int, int]]:
    """Where every key, and every entry told apart by its id, begins: line and column, counted from 1."""
    root, _ = parse_yaml(text, shown)
    if root is None:
        raise ValueError(shown)
    return {path: (mark.line + 1, mark.column + 1) for path, mark in _marks(root)}


def _marks(node: yaml.Node, path: CasePath = ()) -> Iterator[tuple[CasePath, yaml.Mark]]:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield (*path, key.value), key.start_mark
            yield from _marks(value, (*path, key.value))
    elif isinstance(node, yaml.SequenceNode) and path in KEYED:
        for entry in node.value:
            pairs = entry.value if isinstance(entry, yaml.MappingNode) else []
            id = next((value.value for key, value in pairs if key.value == "id"), "")
            yield (*path, id), entry.start_mark
            yield from _marks(entry, (*path, id))
