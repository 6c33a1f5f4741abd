"""Places of a report in words: how problems name them, and how people ask for them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from types import MappingProxyType

from lceval_docs.checks.formula import nearest
from lceval_docs.model.report import FoundFigure, Place
from lceval_docs.problems import Mark
from lceval_docs.views.bookmark import first_name

_TABLE, _ROW, _COLUMN = re.compile(r"表([A-Z]?[.．]?\d+)"), re.compile(r"第(\d+)行"), re.compile(r"第(\d+)列")
_DIGITS = "一二三四五六七八九"
_CHINESE = re.compile(r"(表\s*|第\s*)([一二三四五六七八九])(?![一二三四五六七八九十])(\s*[行列章]?)")
_SPACED = re.compile(r"表\s*[A-Z]?\d+|第\s*\d+\s*[行列章]|附录\s*[A-Za-z]")
# As `in_words` has it, and chapters as people call them.
_QUOTED = re.compile(r"“([^”]*)”列?|第(\d+(?:\.\d+)+)[节条]")
_YEAR, _LEADING, _CHAPTER = re.compile(r"((?:19|20)\d\d)年"), re.compile(r"表0+(\d)"), re.compile(r"第(\d+)章")
_PIECES = re.compile(r"[\s,，、；;/›]+|(?<=行)(?=\S)|(?<=列)(?=\S)|(?<=\w)(?=第\d+[行列])")

_NO_ADDRESSES: Mapping[str, str] = MappingProxyType({})


def in_words(place: Place) -> str:
    """A place as a person looks for it: headings, table, row, column."""
    table = place.table or (f"第{place.number}个表" if place.number else "")
    row = f"第{place.row}行" if place.row else ""
    column = f"“{''.join(place.column.split())}”列" if place.column and place.row else ""
    return " ".join(filter(None, (" › ".join(place.headings), f"{table}{row}{column}")))


def mark_at(mark: Mark, place: Place) -> Mark:
    """A place of a report, for a problem."""
    return Mark(mark.file, place=in_words(place))


def matching(
    figures: Iterable[FoundFigure], asked: str, addresses: Mapping[str, str] = _NO_ADDRESSES
) -> list[FoundFigure]:
    """The figures at a place as people write it: `附录B 表3 第4行`, `表7 2023`, `D2-1 第1行 数值`.

    Tables by their label, or by their number under the heading that is asked for. Any other word is sought in the headings
    above, in the head of the column and the first cell of the row, and among the keys of the figure's address.
    `addresses`: by the names of bookmarks, which may be too long to tell theirs.
    """
    left = list(figures)
    for word in _words(asked):
        left = _there(left, word, addresses)
    return left


def instead(figures: Iterable[FoundFigure], asked: str) -> tuple[str, str]:
    """The first word of a place at which nothing stands, and what stands there that looks like it."""
    left = list(figures)
    for word in _words(asked):
        found = _there(left, word)
        if not found:
            return word, nearest(word, dict.fromkeys(name for f in left for name in _names(f.place)))
        left = found
    return "", ""


def _words(asked: str) -> list[str]:
    return [word for word in _PIECES.split(_usual(asked)) if word]


def _there(figures: list[FoundFigure], word: str, addresses: Mapping[str, str] = _NO_ADDRESSES) -> list[FoundFigure]:
    """The figures that one word of a place fits."""
    if _TABLE.fullmatch(word):
        return _in_table(figures, word)
    if found := _ROW.fullmatch(word):
        return [f for f in figures if f.place.row == int(found[1])]
    if found := _COLUMN.fullmatch(word):
        return _in_column(figures, int(found[1]))
    if found := _CHAPTER.fullmatch(word):
        return [f for f in figures if f.place.headings and re.match(rf"{found[1]}\D", f.place.headings[0])]
    return [f for f in figures if _says(f, word.casefold(), addresses)]


def _names(place: Place) -> Iterator[str]:
    """What a place may be called by."""
    for heading in place.headings:
        yield heading
        yield from heading.split()
    yield from filter(None, (place.table, place.column, place.first))
    if place.row:
        yield f"第{place.row}行"
        yield f"第{place.position}列"


def _usual(asked: str) -> str:
    """A place as it is usually written: half-width, without quotes, numbers as digits, no space inside of `表7`, `第2行`, `附录A`."""
    text = _QUOTED.sub(lambda found: f" {found[1] or found[2]} ", unicodedata.normalize("NFKC", asked).strip())
    text = _CHINESE.sub(lambda found: f"{found[1]}{_DIGITS.index(found[2]) + 1}{found[3]}", text)
    text = _SPACED.sub(lambda found: "".join(found[0].split()), text)
    return _LEADING.sub(r"表\1", _YEAR.sub(r"\1", text))


def _in_table(figures: list[FoundFigure], word: str) -> list[FoundFigure]:
    labelled = [f for f in figures if f.place.table == word]
    if labelled:
        return labelled
    number = word.removeprefix("表")
    return [f for f in figures if number.isdigit() and f.place.number == int(number) and not f.place.table]


def _in_column(figures: list[FoundFigure], number: int) -> list[FoundFigure]:
    return [f for f in figures if f.place.position == number]


def _says(figure: FoundFigure, word: str, addresses: Mapping[str, str]) -> bool:
    """Whether a word stands at a place, or is one of the keys of the figure: several years may share a cell."""
    place = figure.place
    told = any(word in _plain(text) for text in (*place.headings, place.column, place.first))
    return told or word in addresses.get(first_name(figure.name), "").casefold().split(".")


@lru_cache(maxsize=1024)
def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split()).casefold()
