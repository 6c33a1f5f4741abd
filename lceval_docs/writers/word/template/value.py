"""Values as Word markup: text escaped, what brings its own look as runs or blocks; and the few filters of templates."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from lceval_docs.model.prose import Equation
from lceval_docs.views.chart import Chart
from lceval_docs.views.equation import Typeset
from lceval_docs.views.rich import Paragraphs, Picture, RichText, SubDocument
from lceval_docs.writers.word.equation import render_equation
from lceval_docs.writers.word.template.addition import Additions
from lceval_docs.writers.word.template.drawing import render_picture
from lceval_docs.writers.word.template.rich import Unfit, colour, render_paragraphs, render_rich
from lceval_docs.writers.word.template.subdocument import render_subdocument
from lceval_docs.writers.word.text import in_attribute, in_run

# Amid a text, what is no text closes the run and opens another.
_CLOSED, _OPENED = "</w:t></w:r>", '<w:r><w:t xml:space="preserve">'
_FACE: Mapping[str, str] = {
    "": '<w:t xml:space="preserve">',
    "variable": "<w:rPr><w:i/></w:rPr><w:t>",
    "below": '<w:rPr><w:vertAlign w:val="subscript"/></w:rPr><w:t>',
    "above": '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>',
}
# Word's widest table.
_MOST_COLUMNS = 63


class Values(dict[Any, bytes]):
    """Values as bytes within one part of one report; the same text is made once."""

    def __init__(self, part: str, added: Additions):
        super().__init__()
        self._part, self._added = part, added

    def __missing__(self, value: Any) -> bytes:
        if type(value) is str:  # of other kinds 1, 1.0 and True would be one key
            made = self[value] = value.encode() if value.isalnum() else in_run(value).encode()
            return made
        if isinstance(value, Picture):
            return f"{_CLOSED}{render_picture(value, self._part, self._added)}{_OPENED}".encode()
        return in_run(plain(value)).encode()

    def run(self, value: Any) -> bytes:
        """What stands between runs: an equation, a line of symbols, formatted text."""
        if isinstance(value, Equation):
            return render_equation(value).encode()
        if isinstance(value, Typeset):
            return "".join([f"<w:r>{_FACE[face]}{in_run(text)}</w:t></w:r>" for text, face in value.pieces]).encode()
        if isinstance(value, RichText):
            return render_rich(value, self._part, self._added).encode()
        if isinstance(value, Picture):
            return render_picture(value, self._part, self._added).encode()
        return f"{_OPENED}{in_run(plain(value))}{_CLOSED}".encode()

    def block(self, value: Any) -> bytes:
        """What stands between paragraphs."""
        if isinstance(value, Paragraphs):
            return render_paragraphs(value, self._part, self._added).encode()
        if isinstance(value, SubDocument):
            return render_subdocument(value, self._part, self._added).encode()
        return f"<w:p>{_OPENED}{in_run(plain(value))}{_CLOSED}</w:p>".encode()

    def attribute(self, value: Any) -> bytes:
        return in_attribute(plain(value)).encode()

    def chart(self, value: Any) -> bytes:
        """A chart's alternative text; its data goes into parts of their own."""
        if not isinstance(value, Chart):
            raise Unfit(type(value).__name__)
        return in_attribute(value.alternative).encode()

    def id(self) -> bytes:
        return b"%d" % self._added.number()


def plain(value: Any) -> str:
    """Plain data as text: nothing for what is not there."""
    if value is None:
        return ""
    if isinstance(value, Mapping | Sequence) and not isinstance(value, str):
        raise Unfit(type(value).__name__)
    return str(value)


def many(value: Any) -> Sequence[Any]:
    """What a loop runs over: several values, not the letters of one."""
    if isinstance(value, str | bytes) or not isinstance(value, Sequence):
        raise Unfit(type(value).__name__)
    return value


def _count(value: Any) -> str:
    """A number of columns."""
    text = plain(value)
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= _MOST_COLUMNS):
        raise Unfit(f'"{text[:20]}"')
    return text


def _joined(value: Any, between: str = "") -> str:
    return between.join([plain(one) for one in many(value)])


FILTERS: Mapping[str, Callable[..., Any]] = {
    "f_upper": lambda value: plain(value).upper(),
    "f_lower": lambda value: plain(value).lower(),
    "f_trim": lambda value: plain(value).strip(),
    "f_length": len,
    "f_join": _joined,
    "f_e": lambda value: value,
    "f_escape": lambda value: value,
    "f_times": lambda value, times: str(value * int(times)),
    "f_count": _count,
    "f_colour": lambda value: colour(plain(value)),
}
