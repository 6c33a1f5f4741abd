"""A part whose tags are not all in order, read as far as it can be: for checks only, which tell the rest at once too.

Each tag is read by itself, and blocks that do not fit together are made to.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from lceval_docs.sources.template.language import MARKER, compile_part
from lceval_docs.sources.template.program import Choice, Loop, Program, Step
from lceval_docs.sources.template.tag import Tag, TagError

_END = {"for": "{% endfor %}", "if": "{% endif %}"}
_LOOP_NAME = re.compile(r"\{%\s*for\s+(\w+)")


def draft_part(xml: str, tags: Sequence[Tag]) -> tuple[Program, tuple[TagError, ...]]:
    """The places, loops and tests of a part, without its text; and every tag that cannot be read.

    A loop over what cannot be read goes over the empty path.
    """
    errors: list[TagError] = []
    whole: list[Step] = []
    open_loops: list[tuple[Loop, list[Step]]] = []

    def here() -> list[Step]:
        return open_loops[-1][1] if open_loops else whole

    def close() -> None:
        loop, body = open_loops.pop()
        here().append(Loop(loop.name, loop.over, tuple(body), loop.where))

    for match in MARKER.finditer(xml):
        number = int(match[1] or match[2])
        if number >= len(tags):  # a marker that is not ours: said where it was found
            continue
        tag = tags[number]
        if tag.word in ("for", "if", "elif", ""):
            step = _read(tag, errors)
            if isinstance(step, Loop):
                open_loops.append((step, []))
            elif step is not None:
                here().append(step)
        elif tag.word == "endfor" and open_loops:
            close()
    while open_loops:
        close()
    return tuple(whole), tuple(errors)


def _read(tag: Tag, errors: list[TagError]) -> Step | None:
    """One tag by itself: a place, a loop or a choice without anything inside."""
    source = tag.source.replace("elif", "if", 1) if tag.word == "elif" else tag.source
    word = "if" if tag.word == "elif" else tag.word
    pair = [Tag(source, tag.kind, tag.where, tag.filters)]
    if word:
        pair.append(Tag(_END[word], tag.kind, tag.where))
    try:
        steps = compile_part("".join(f"<?lceval {number}?>" for number in range(len(pair))), pair)
        return next((step for step in steps if not isinstance(step, Choice) or step.branches), None)
    except TagError as error:
        errors.append(TagError(error.fault, tag))
        name = _LOOP_NAME.match(tag.source)
        return Loop(name[1], (), (), tag.where) if name else None
