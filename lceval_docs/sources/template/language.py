"""The language of templates: Jinja's parse tree held against a whitelist, and turned into steps.

Names with their attributes and items, a few filters, loops over data, conditions of names with not, and, or. No calls,
arithmetic, comparisons or includes; so a template can neither reach into Python nor run forever.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from jinja2 import Environment, TemplateSyntaxError, nodes

from lceval_docs.sources.template.program import (
    LOOP,
    Choice,
    Filter,
    Keep,
    Loop,
    Path,
    Place,
    Program,
    Step,
    Test,
    Text,
)
from lceval_docs.sources.template.tag import BAD_TAG, BROKEN_TAG, Tag, TagError

MARKER = re.compile("<\\?lceval (\\d+)\\?>|\ue000(\\d+)\ue001")
_SEGMENT = re.compile("\ue002(\\d+)\ue003")
# How a template writes braces that are no tag.
_BRACES = (("{_{", "{{"), ("}_}", "}}"), ("{_%", "{%"), ("%_}", "%}"))
_FILTERS = frozenset(("upper", "lower", "trim", "length", "join", "e", "escape"))
_WITH_TEXT = "join"


class NotAllowedError(Exception):
    """A construct outside the whitelist."""


def compile_part(xml: str, tags: Sequence[Tag]) -> Program:
    """The program of a part whose tags have been replaced by numbered markers. Raises `TagError`.

    Jinja parses the tags, one a line, so that a line number names a tag; literals stand between as numbers.
    """
    literals: list[str] = []
    lines: list[str] = []
    by_line: list[Tag] = []
    end = 0
    for match in MARKER.finditer(xml):
        literals.append(xml[end : match.start()])
        end = match.end()
        by_line.append(tags[int(match[1] or match[2])])
        lines.append(f"\ue002{len(literals) - 1}\ue003" + " ".join(by_line[-1].source.split()))
    literals.append(xml[end:])
    for written, meant in _BRACES:
        literals = [literal.replace(written, meant) for literal in literals]
    lines.append(f"\ue002{len(literals) - 1}\ue003")
    try:
        tree = Environment(autoescape=False).parse("\n".join(lines))
        return _Compiler(literals, by_line).program(tree.body)
    except TemplateSyntaxError as error:
        raise TagError(BROKEN_TAG, by_line[min(error.lineno, len(by_line)) - 1]) from None
    except NotAllowedError as error:
        (node,) = error.args
        raise TagError(BAD_TAG, by_line[min(node.lineno, len(by_line)) - 1]) from None


def path_of(source: str) -> Path | None:
    """The dotted name in a place's source; None if it is anything else."""
    try:
        body = Environment().parse(source).body
        return _path(body[0].nodes[0])  # type: ignore[attr-defined]
    except (TemplateSyntaxError, NotAllowedError, IndexError, AttributeError):
        return None


@dataclass
class _Compiler:
    literals: Sequence[str]
    tags: Sequence[Tag]

    def program(self, body: Sequence[nodes.Node]) -> Program:
        return tuple(step for node in body for step in self.steps(node))

    def steps(self, node: nodes.Node) -> Iterator[Step]:
        where = self.tags[min(node.lineno, len(self.tags)) - 1].where if self.tags else ""
        match node:
            case nodes.Output():
                for child in node.nodes:
                    yield from self.output(child)
            case nodes.For(target=nodes.Name(name=name), test=None, recursive=False, else_=[]) if name != LOOP:
                yield Loop(name, _path(node.iter), self.program(node.body), where)
            case nodes.If():
                branches = [(self.test(node.test), self.program(node.body))]
                branches += [(self.test(n.test), self.program(n.body)) for n in node.elif_]
                yield Choice(tuple(branches), self.program(node.else_))
            case nodes.FilterBlock() if not where:
                yield Keep(node.filter.name, self.program(node.body))  # type: ignore[arg-type]
            case _:
                raise NotAllowedError(node)

    def output(self, node: nodes.Node) -> Iterator[Step]:
        if isinstance(node, nodes.TemplateData):
            for number in _SEGMENT.findall(node.data):
                if self.literals[int(number)]:
                    yield Text(self.literals[int(number)])
            return
        tag = self.tags[node.lineno - 1]
        filters: list[Filter] = []
        while isinstance(node, nodes.Filter):
            filters.insert(0, _filter(node))
            node = node.node or node
        yield Place(_path(node), tag.kind, tag.where, (*filters, *tag.filters))

    def test(self, node: nodes.Node) -> Test:
        match node:
            case nodes.Not():
                return Test("not", parts=(self.test(node.node),))
            case nodes.And() | nodes.Or():
                sign: Literal["and", "or"] = "and" if isinstance(node, nodes.And) else "or"
                return Test(sign, parts=(self.test(node.left), self.test(node.right)))
        return Test("name", _path(node), where=self.tags[node.lineno - 1].where)


def _path(node: nodes.Node) -> Path:
    """The name that an expression is, with its attributes and items, and nothing else."""
    match node:
        case nodes.Name() if not node.name.startswith("_"):
            return (node.name,)
        case nodes.Getattr() if not node.attr.startswith("_"):
            return (*_path(node.node), node.attr)
        case nodes.Getitem(arg=nodes.Const(value=str() as name)) if name.isidentifier() and name[0] != "_":
            return (*_path(node.node), name)
        case nodes.Getitem(arg=nodes.Const(value=int() as number)) if number is not True and number is not False:
            return (*_path(node.node), number)
    raise NotAllowedError(node)


def _filter(node: nodes.Filter) -> Filter:
    """One of the few filters, with no more than the text that `join` takes."""
    if node.name not in _FILTERS or node.kwargs or node.dyn_args or node.dyn_kwargs or node.node is None:
        raise NotAllowedError(node)
    match node.args:
        case []:
            return Filter(node.name)
        case [nodes.Const(value=str() as given)] if node.name == _WITH_TEXT:
            return Filter(node.name, given)
    raise NotAllowedError(node)
