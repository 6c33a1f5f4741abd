"""A .docx read as a template.

The syntax is docxtpl's: `{{ name }}` in text, `{{r name }}` for a whole run, `{% if %}` and `{% for %}` inside a
paragraph, `{%p %}`, `{%tr %}` and `{%tc %}` in the place of a paragraph, row or cell. A chart's alternative text may
hold `{{ name }}` too; that name gives its data. Blocks open and close under the same parent, so what comes out is
well-formed.
"""

from __future__ import annotations

import re
from types import MappingProxyType

from lceval_docs.problems import Mark, Problem
from lceval_docs.sources.template.marking import mark_part, unfilled
from lceval_docs.sources.template.package import unfit, unsafe, unzip
from lceval_docs.sources.template.part import Part
from lceval_docs.sources.template.place import Headings
from lceval_docs.sources.template.program import ChartSlot, Program, Template
from lceval_docs.sources.template.tag import TagError

_TAGGED_PART = re.compile(r"word/(document|header\d*|footer\d*|footnotes|endnotes)\.xml")


def read_template(raw: bytes, shown: str) -> tuple[Template | None, tuple[Problem, ...]]:
    """The template in the bytes of a .docx, or every problem of it."""
    template, found = read_draft(raw, shown)
    return (None if found else template), found


def read_draft(raw: bytes, shown: str) -> tuple[Template | None, tuple[Problem, ...]]:
    """The template as far as it can be read, to be checked only, and every problem of its tags."""
    mark = Mark(shown)
    members, problems = unzip(raw, mark)
    if problems:
        return None, problems
    found = [*unsafe(members, mark)]
    found = found or [*unfit(members, mark)]
    if found:
        return None, tuple(found)
    headings = Headings(members)
    programs: dict[str, Program] = {}
    charts: list[ChartSlot] = []
    fixed: list[str] = []
    for name in members:
        if not _TAGGED_PART.fullmatch(name):
            found += unfilled(name, members[name], mark, headings)
            continue
        part = Part(name, mark=mark)
        xml = mark_part(part, members, headings)
        charts += part.charts
        fixed += part.fixed_charts
        if part.is_changed:
            programs[name] = _program(part, xml)
        found += part.problems
    template = Template(MappingProxyType(members), MappingProxyType(programs), tuple(charts), mark, tuple(fixed))
    return template, tuple(found)


def _program(part: Part, xml: str) -> Program:
    """The program of a part; a draft of it where tags are wrong, which are noted."""
    from lceval_docs.sources.template.language import compile_part  # Jinja, for templates with tags

    whole: tuple[TagError, ...] = ()
    if not part.problems:
        try:
            return compile_part(xml, part.tags)
        except TagError as error:
            whole = (error,)
    from lceval_docs.sources.template.draft import draft_part  # seldom needed

    program, errors = draft_part(xml, part.tags)
    for wrong in errors or whole:
        part.note(wrong.fault, wrong.tag.where, wrong.tag.source)
    return program
