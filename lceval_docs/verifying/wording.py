"""The words of a report against those of the same report made anew: names of rows, heads, units, captions, sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from lceval_docs.model.report import MARGINS, FoundLine
from lceval_docs.problems import Fault, Mark, Problem
from lceval_docs.verifying.place import mark_at

OTHER_WORDS = Fault("E0835", 'here stands "{found}"; made anew, the report says "{expected}".')
GONE_WORDS = Fault("E0836", 'behind this, the report made anew says "{expected}".')
ADDED_WORDS = Fault("E0837", 'here stands "{found}", which the report made anew does not say.')
PEOPLE_CHANGED = Fault(
    "W0838", 'the text reads "{found}", in the case it is "{expected}".', "Change the case, and make the report anew."
)

PEOPLE_ADDED = Fault(
    "W0839", 'here stands "{found}", which the case does not say.', "Write it in the case, and make the report anew."
)
PEOPLE_TOOK_OUT = Fault(
    "W0840", 'the case says "{expected}" here, the report no more.', "Change the case, and make the report anew."
)

# How much of a line a problem shows, and of that before what differs.
_SHOWN, _BEFORE = 60, 12
# Sentences of people have so many signs.
_SHORTEST = 12
# What a template puts around a sentence: its number, the sign at its end.
_AROUND = re.compile(r"^(?:——|·|[（(]?\d+[)）.、．])|[。；;]$")
# A line of the contents; those are made again by whoever opens the file.
_IN_CONTENTS = re.compile(r"\t\s*\d+\s*$")


def check_wording(found: Sequence[FoundLine], due: Sequence[FoundLine], written: str, mark: Mark) -> Iterator[Problem]:
    """Every line that differs besides its figures, which are compared by their addresses.

    `due`: the lines of the report made anew. `written`: all that people wrote in the case; what they wrote may be
    polished in the report too, and is a remark only. Added paragraphs outside of tables likewise, unless they hold figures.
    """
    old, new = _with_words(found), _with_words(due)
    same = SequenceMatcher(None, [key for key, _ in old], [key for key, _ in new])
    for kind, a, b, c, d in same.get_opcodes():
        if kind != "equal":
            yield from _differing([line for _, line in old[a:b]], [line for _, line in new[c:d]], written, mark)


def are_alike(found: Sequence[FoundLine], due: Sequence[FoundLine]) -> bool:
    """Whether two reports can be of one template: most lines of the one stand in the other."""
    there = {key for key, _ in _with_words(due)}
    lines = _with_words(found)
    return 2 * sum(key in there for key, _ in lines) >= len(lines)


def _with_words(lines: Sequence[FoundLine]) -> list[tuple[str, FoundLine]]:
    """The lines that say anything besides figures, each with what it is known by."""
    keyed = ((_key(line), line) for line in lines)
    return [(key, line) for key, line in keyed if key]


def _key(line: FoundLine) -> str:
    own = "" if _IN_CONTENTS.search(line.own) else line.own
    if line.place.headings[:1] and line.place.headings[0] in MARGINS.values():
        own = re.sub(r"\d+", "", own)
    return "".join(own.split())


def _differing(found: Sequence[FoundLine], due: Sequence[FoundLine], written: str, mark: Mark) -> Iterator[Problem]:
    for line, expected in zip(found, due, strict=False):
        details = dict(zip(("found", "expected"), _apart(line, expected), strict=True))
        fault = PEOPLE_CHANGED if _is_of_people(expected, written) else OTHER_WORDS
        yield fault.at(mark_at(mark, line.place), **details)
    for line in found[len(due) :]:
        has_figure = line.text != line.own
        fault = ADDED_WORDS if line.place.row or has_figure else PEOPLE_ADDED
        yield fault.at(mark_at(mark, line.place), found=_cut(_said(line)))
    for expected in due[len(found) :]:
        place = mark_at(mark, expected.place)
        if _is_of_people(expected, written):
            yield PEOPLE_TOOK_OUT.at(place, expected=_cut(_said(expected)))
        else:
            yield GONE_WORDS.at(place, expected=_cut(_said(expected)))


def _is_of_people(line: FoundLine, written: str) -> bool:
    """Whether a line is a sentence of the case; a short one, such as the name of a row, stands in it by chance."""
    own = _AROUND.sub("", "".join(line.own.split()))
    return len(own) >= _SHORTEST and own in written


def _said(line: FoundLine) -> str:
    return " ".join(line.text.split())


def _cut(text: str, begin: int = 0) -> str:
    """So much of a text, from some place on."""
    before, behind = "…" if begin else "", "…" if len(text) > begin + _SHOWN else ""
    return f"{before}{text[begin : begin + _SHOWN]}{behind}"


def _apart(found: FoundLine, due: FoundLine) -> tuple[str, str]:
    """Two lines from shortly before the place where they begin to differ."""
    one, other = _said(found), _said(due)
    same = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    begin = max(0, same - _BEFORE) if max(len(one), len(other)) > _SHOWN else 0
    return _cut(one, begin), _cut(other, begin)
