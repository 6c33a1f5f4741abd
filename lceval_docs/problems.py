"""What can be wrong with an author's file, and how we say it.

Whatever an editor, a factory or an evaluator can cause is a `Problem` value; it is collected, never raised, until
a door shows all of them at once. What only a programmer can cause is an ordinary exception.

Each kind of problem is declared once, as a `Fault`, next to the code that finds it. Sentences are English source
strings; `catalogue` gives the Chinese ones.
"""

from __future__ import annotations

import gettext
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import field
from functools import cache
from pathlib import Path
from types import MappingProxyType

from lceval_docs.records import dataclass

Translate = Callable[[str], str]

_LOCALE = Path(__file__).with_name("locale")
_NUMBER = re.compile(r"(\d{1,9})", re.ASCII)
_SEVERITIES = {"W": "warning", "I": "info"}
_NO_FIELDS: Mapping[str, tuple[int, int]] = MappingProxyType({})


@dataclass(frozen=True, order=True)
class Mark:
    """A place in an author's file. Lines and columns count from 1; 0 means the whole file.

    The mark of a record also knows the line and column of each of its fields (`mark.of("points")`). In a workbook or
    a Word form `place` names the cell or the field, as a person would; there a line is a row.
    """

    file: str
    line: int = 0
    column: int = 0
    fields: Mapping[str, tuple[int, int]] = field(default_factory=lambda: _NO_FIELDS, compare=False, repr=False)
    place: str = ""

    def of(self, name: str) -> Mark:
        """The place of a field's value, or of the record itself where the field is not written."""
        place = self.fields.get(name)
        return Mark(self.file, *place) if place else self

    def __str__(self) -> str:
        if self.place:
            return f"{self.file}: {self.place}"
        return ":".join([self.file, *[str(n) for n in (self.line, self.column) if n]])


NOWHERE = Mark("")


class Word(str):
    """A word of ours inside a sentence ("a list"): it is translated, unlike what an author typed."""


class Phrase(Word):
    """Words of ours with gaps, inside a sentence: translated, then filled. Gaps may be words and phrases themselves."""

    says: str
    gaps: Mapping[str, object]

    def __new__(cls, says: str, **gaps: object) -> Phrase:
        made = super().__new__(cls, says.format(**gaps))
        made.says, made.gaps = says, gaps
        return made

    def __getnewargs_ex__(self) -> tuple[tuple[str], Mapping[str, object]]:
        """What makes the same phrase in another process."""
        return (self.says,), self.gaps

    def worded(self, translate: Translate) -> str:
        return translate(self.says).format(**{name: _worded(value, translate) for name, value in self.gaps.items()})


def _worded(value: object, translate: Translate) -> str:
    """A detail in the reader's language: words of ours translated, what an author typed as it is."""
    if isinstance(value, Phrase):
        return value.worded(translate)
    return translate(value) if isinstance(value, Word) else str(value)


@dataclass(frozen=True)
class Fault:
    """A kind of problem: stable code, sentence with named gaps, and a hint that says what to do.

    Codes: E01 reading files, E02 fields, E03 quantities and formulas, E04 the standard, E05 cases, E06 templates,
    E07 this tool's own options, E09 filled workbooks, E10 built pages. W instead of E: shown, but it does not stop the work; I: a remark.
    """

    code: str
    says: str
    hint: str = ""

    def at(self, mark: Mark, **details: object) -> Problem:
        """This fault at one place, with the gaps of its sentences filled."""
        return Problem(
            mark,
            self,
            tuple((name, value if isinstance(value, Word) else str(value)) for name, value in details.items()),
        )

    @property
    def severity(self) -> str:
        """error, warning, info; only an error stops the work."""
        return _SEVERITIES.get(self.code[:1], "error")

    @property
    def is_warning(self) -> bool:
        """Whether the work can go on."""
        return self.severity != "error"


@dataclass(frozen=True)
class Problem:
    """One fault in one place."""

    mark: Mark
    fault: Fault
    details: tuple[tuple[str, str], ...] = ()

    @property
    def code(self) -> str:
        return self.fault.code

    def worded(self, translate: Translate) -> str:
        """The sentence and its hint, without the place."""
        gaps = {name: _worded(value, translate) for name, value in self.details}
        texts = [self.fault.says, self.fault.hint if self._has_hint() else ""]
        sentences = [translate(text).format(**gaps) for text in texts if text]
        return (
            translate("{sentence} {hint}").format(sentence=sentences[0], hint=sentences[-1])
            if len(sentences) == 2
            else sentences[0]
        )

    def _has_hint(self) -> bool:
        """A hint that would name something nearest is left out where nothing is near."""
        return not ("{expected}" in self.fault.hint and dict(self.details).get("expected") == "")

    def line(self, translate: Translate) -> str:
        """*where: code what. hint.*"""
        return f"{self.mark}: {self.code} {self.worded(translate)}"


class Refused(Exception):  # noqa: N818 - it is a refusal, and says so
    """Author files that cannot be used; carries every problem found. Doors turn it into text and exit 1."""

    def __init__(self, problems: Iterable[Problem]):
        self.problems = in_order(problems)
        super().__init__(f"{len(self.problems)} problems, first: {self.problems[0] if self.problems else None}")


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Each problem once, by file, line and column; in a file without lines, by what is said of the place."""
    return tuple(
        sorted(set(problems), key=lambda p: (p.mark, _by_number(dict(p.details).get("where", "")), p.code, p.details))
    )


def _by_number(text: str) -> list[str | int]:
    """A text with its numbers as numbers: paragraph 7 stands before paragraph 385."""
    return [int(piece) if number % 2 else piece for number, piece in enumerate(_NUMBER.split(text))]


def stop_on(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Raise `Refused` if any of the problems is more than a warning; else the warnings."""
    found = in_order(problems)
    if any(not p.fault.is_warning for p in found):
        raise Refused(found)
    return found


@cache
def catalogue(language: str) -> Translate:
    """From our English source strings to the sentences of one language ("zh", "en")."""
    if language == "en":
        return str
    return gettext.translation("lceval", str(_LOCALE), languages=["zh_CN"]).gettext
