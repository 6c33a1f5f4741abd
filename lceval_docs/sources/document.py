"""Author files as text and as YAML nodes, strictly, remembering where each value stands.

Every scalar stays the text that was typed; what it means is decided by the field it stands in. Only plain YAML is
read: no tags, no anchors, no aliases, one document, UTF-8.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator

import yaml

from lceval_docs.problems import Fault, Mark, Problem, Word
from lceval_docs.sources.file import mark_at

MAX_DEPTH = 64

TAB_INDENT = Fault("E0108", "a tab in the indentation.", "Indent with spaces.")
ODD_SPACE = Fault("E0109", "the character {found} in the indentation.", "Indent with ordinary spaces.")
SYNTAX = Fault("E0110", "YAML: {found}.", "Check quotes, colons and indentation on this line and the one before.")
TAG = Fault("E0111", "the tag {found} is not allowed.", "Delete the tag; write the plain value.")
ANCHOR = Fault("E0112", "anchors and aliases ({found}) are not allowed.", "Write the value out, or put it in quotes.")
TOO_DEEP = Fault("E0113", "nested deeper than {limit} levels.", "Simplify the file.")
NOT_A_MAPPING = Fault(
    "E0114", "expected `key: value` lines, found {found}.", "The colon must be the ASCII `:` followed by a space."
)
FRONT_MATTER = Fault(
    "E0115",
    "the file does not begin with front matter between two lines `---`.",
    "Begin with ---, then id, title, kind, status, basis, then ---.",
)
HIDDEN = Fault(
    "E0117",
    "{found} is read as a comment, not as a value.",
    "Put the whole value in quotes if it belongs to it; of a comment, begin with # and a space.",
)
FULL_WIDTH = Fault(
    "E0118", 'the colon behind "{found}" is full-width.', "Write it as `{found}: ` with a space behind it."
)
CLOSED = Fault(
    "E0119",
    '"{found}" says that there is nothing, and more stands below it.',
    "Delete the brackets in line {line}; nothing else in it.",
)

_MARKS = {"!": TAG, "&": ANCHOR}
# The signs of a tag, an anchor or an alias stand at the beginning of a value: of the text, or after one of these.
_MAY_BE_MARKED = re.compile(r"[!&*](?<![^\s\[{,:?-].)")
# A number sign behind a blank, with something right behind it: 3 #炉.
_MAY_BE_HIDDEN = re.compile(r"(?<=\S)[ \t]+(#[^\s#].*)")
# A key in front of the colon of Chinese texts; brackets that hold nothing, before what is indented further.
_FULL_WIDTH_KEY = re.compile(r"^ *(?:- )?([A-Za-z_][\w.-]*)：", re.MULTILINE | re.ASCII)
_CLOSED_KEY = re.compile(r"^( *)([\w.-]+: *(?:\{\}|\[\])) *\n(?: *(?:#.*)?\n)*(?=\1 +[^ #\n]|\1- )", re.MULTILINE)
# A bracket that may hold another: it is not closed before the next one, and before what may hide one.
_MAY_NEST = re.compile(r"[\[{](?![^\[\]{}\"'#]*[\]}])")
# A quarter of what is too deep, because lists need no indentation, and pairs in brackets no brackets of their own.
_MANY = MAX_DEPTH // 4
_DEEP_INDENT = "\n" + " " * _MANY
_DEEP_IN_A_LINE = re.compile(rf"[-?:] +(?:[-?:] +){{{_MANY - 1}}}")
_ODD_BLANK = re.compile(r"[^\S \n]")
_INDENT = re.compile(r"^[ \t]*([^\S \t\r\n]|\u200b|\ufeff)|^ *(\t)", re.MULTILINE)


# The library's own parser in C, where it is built; in a browser it is not.
Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _PlainLoader(Loader):  # type: ignore[misc, valid-type]
    """Every scalar is text: nothing is guessed from how it looks."""

    def resolve(self, kind: type[yaml.Node], value: object, implicit: object) -> str:
        return _TAGS[kind]

    def descend_resolver(self, parent: object, index: object) -> None:
        """No tag depends on where a value stands."""

    def ascend_resolver(self) -> None:
        pass


# What PyYAML's parser says, and how the one in C would.
_SAID = (
    (re.compile(r"^expected (?:the )?(.+), but (?:found|got) .*", re.DOTALL), r"did not find expected \1"),
    (re.compile(r"^(found [\w ]+) (?:'.*'|\".*\")(?=$| that)", re.DOTALL), r"\1"),
    (re.compile(r"'(<.*>)'"), r"\1"),
    (re.compile(r"not allowed here$"), "not allowed in this context"),
    (re.compile(r"^sequence entries"), "block sequence entries"),
    (re.compile(r" \(version 1\.\* is required\)$"), ""),
)
_TAGS = {
    yaml.ScalarNode: "tag:yaml.org,2002:str",
    yaml.SequenceNode: "tag:yaml.org,2002:seq",
    yaml.MappingNode: "tag:yaml.org,2002:map",
}


def reason(error: yaml.MarkedYAMLError) -> Word:
    """What is wrong, as the parser in C says it, which the catalogue translates: the other one quotes what it found."""
    said = error.problem or error.context or ""
    for pattern, simply in _SAID:
        said = pattern.sub(simply, said)
    return Word(said)


def parse_yaml(text: str, shown: str, first_line: int = 1) -> tuple[yaml.MappingNode | None, tuple[Problem, ...]]:
    """The mapping that a YAML text holds, or every problem of its form. `first_line` is where the text begins."""
    problems = list(_indentation(text, shown, first_line))
    if problems:
        return None, tuple(problems)
    try:
        too_deep = _first_too_deep(text)
        if too_deep is not None:
            return None, (TOO_DEEP.at(Mark(shown, too_deep[0] + first_line, too_deep[1] + 1), limit=MAX_DEPTH),)
        root = yaml.compose(text, Loader=_PlainLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        at = Mark(shown, mark.line + first_line, mark.column + 1) if mark else Mark(shown)
        return None, (*_slips(text, shown, first_line), SYNTAX.at(at, found=reason(error)))
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        return None, (SYNTAX.at(Mark(shown), found=str(error).replace("\n", " ")[:200]),)
    if not isinstance(root, yaml.MappingNode):
        start = text.strip().splitlines()[0][:40] if text.strip() else Word("an empty file")
        return None, (NOT_A_MAPPING.at(Mark(shown, first_line, 1), found=start),)
    if _MAY_BE_MARKED.search(text):
        problems.extend(_extras(root, text.split("\n"), shown, first_line))
    if _MAY_BE_HIDDEN.search(text):
        problems.extend(_hidden(root, text, shown, first_line))
    return (None if problems else root), tuple(problems)


def _slips(text: str, shown: str, first_line: int) -> Iterator[Problem]:
    """What commonly keeps a text from being YAML, where the parser only says what it met next."""
    for match in _FULL_WIDTH_KEY.finditer(text):
        yield FULL_WIDTH.at(mark_at(text, match.end() - 1, shown, first_line), found=match[1])
    for match in _CLOSED_KEY.finditer(text):
        mark = mark_at(text, match.start(2), shown, first_line)
        yield CLOSED.at(mark, found=match[2], line=mark.line)


def _first_too_deep(text: str) -> tuple[int, int] | None:
    """Line and column, from 0, where a text nests deeper than allowed. Composing such a text would exhaust the stack, so it is asked first."""
    if not _may_be_deep(text):
        return None
    depth = 0
    for event in yaml.parse(text, Loader=_PlainLoader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > MAX_DEPTH and event.start_mark is not None:
                return event.start_mark.line, event.start_mark.column
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
    return None


def _may_be_deep(text: str) -> bool:
    """Whether a text has what it takes to nest too deep. Whether it does, only another reading tells."""
    if _DEEP_INDENT in text or _DEEP_IN_A_LINE.search(text):
        return True
    return len(_MAY_NEST.findall(text)) >= _MANY


def _indentation(text: str, shown: str, first_line: int) -> Iterator[Problem]:
    if not _ODD_BLANK.search(text) and "\u200b" not in text and "\ufeff" not in text:
        return
    for match in _INDENT.finditer(text):
        if match[2]:
            yield TAB_INDENT.at(mark_at(text, match.start(2), shown, first_line))
        else:
            name = unicodedata.name(match[1], f"U+{ord(match[1]):04X}")
            yield ODD_SPACE.at(mark_at(text, match.start(1), shown, first_line), found=name)


def _extras(root: yaml.Node, lines: list[str], shown: str, first_line: int) -> Iterator[Problem]:
    """Tags, anchors and aliases, wherever they stand."""
    for node, is_again in _nodes(root):
        start = node.start_mark
        line = lines[start.line] if start.line < len(lines) else ""
        head = line[start.column : start.column + 1]
        mark = Mark(shown, start.line + first_line, start.column + 1)
        if is_again:
            yield ANCHOR.at(mark, found=line.strip()[:40])
        elif head in _MARKS:
            yield _MARKS[head].at(mark, found=line[start.column :].split()[0])


def _hidden(root: yaml.Node, text: str, shown: str, first_line: int) -> Iterator[Problem]:
    """What was likely meant as a value, and is none: a number sign amid a line that no value goes around."""
    values = sorted(_places(node) for node, _ in _nodes(root) if isinstance(node, yaml.ScalarNode))
    begins = [begin for begin, _ in values]
    for number, line in enumerate(text.split("\n")):
        match = _MAY_BE_HIDDEN.search(line)
        if match:
            place = number, match.start(1)
            last = bisect_right(begins, place) - 1
            if last < 0 or place >= values[last][1]:
                mark = Mark(shown, number + first_line, match.start(1) + 1)
                yield HIDDEN.at(mark, found=match[1][:40])


def _places(node: yaml.Node) -> tuple[tuple[int, int], tuple[int, int]]:
    """Line and column, from 0, where a node begins and where it has ended."""
    return (node.start_mark.line, node.start_mark.column), (node.end_mark.line, node.end_mark.column)


def _nodes(root: yaml.Node) -> Iterator[tuple[yaml.Node, bool]]:
    """Every node below one and itself, and whether it stood somewhere before."""
    seen: set[int] = set()
    waiting = [root]
    while waiting:
        node = waiting.pop()
        yield node, id(node) in seen
        if id(node) in seen:
            continue
        seen.add(id(node))
        if isinstance(node, yaml.MappingNode):
            for pair in node.value:
                waiting += pair
        elif isinstance(node, yaml.SequenceNode):
            waiting += node.value


def split_front_matter(text: str, shown: str) -> tuple[str, str, int, tuple[Problem, ...]]:
    """The YAML between the two `---` lines, the Markdown below, and the line where that begins."""
    lines = text.split("\n")
    if lines[0].rstrip() == "---" and "---" in (line.rstrip() for line in lines[1:]):
        end = next(n for n, line in enumerate(lines[1:], 1) if line.rstrip() == "---")
        return "\n".join(lines[1:end]), "\n".join(lines[end + 1 :]), end + 2, ()
    return "", "", 1, (FRONT_MATTER.at(Mark(shown, 1, 1)),)
