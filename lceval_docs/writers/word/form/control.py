"""Inputs as content controls: inline, named, locked, with a placeholder, each inside a bookmark that outlives it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache
from itertools import count
from re import fullmatch

from lceval_docs.model.answer import Choices, anchor_of
from lceval_docs.model.form import LONGEST_TAG
from lceval_docs.views.form.shape import Input, Piece
from lceval_docs.writers.word.form.glossary import PLACEHOLDER, name_of
from lceval_docs.writers.word.form.picture import drawing
from lceval_docs.writers.word.text import element, in_attribute, in_run, run

TICKED, EMPTY = "☑", "☐"
_BOX = (
    '<w14:checkbox><w14:checked w14:val="{on}"/><w14:checkedState w14:val="2611" w14:font="MS Gothic"/>'
    '<w14:uncheckedState w14:val="2610" w14:font="MS Gothic"/></w14:checkbox>'
)
_BOX_RUN = (
    '<w:r><w:rPr><w:rFonts w:ascii="MS Gothic" w:hAnsi="MS Gothic" w:eastAsia="MS Gothic" w:hint="eastAsia"/></w:rPr>'
    "<w:t>{sign}</w:t></w:r>"
)
_DATE = (
    '<w:date{day}><w:dateFormat w:val="yyyy-MM-dd"/><w:lid w:val="zh-CN"/>'
    '<w:storeMappedDataAs w:val="dateTime"/><w:calendar w:val="gregorian"/></w:date>'
)
_LIST: Mapping[str, str] = {"choice": "dropDownList", "combo": "comboBox"}
_LONGEST_ALIAS = 64
_FIRST_ID = 1001


class Controls:
    """The controls of one document, numbered in its order."""

    def __init__(self, widest_picture: int = 0) -> None:
        """`widest_picture` in twips, where pictures are to be smaller than their room."""
        self._numbers, self._widest = count(_FIRST_ID), widest_picture
        self.placeholders: set[str] = set()

    def render(self, pieces: tuple[Piece, ...], room: int = 0) -> str:
        """Runs and controls, as they follow each other in a paragraph. `room`: for pictures, in twips."""
        return "".join(
            [run(piece) if isinstance(piece, str) else self._control(piece, self._widest or room) for piece in pieces]
        )

    def repeating(self, label: str, rows: list[str]) -> str:
        """Rows of a list: each can be repeated with the button that Word shows at the end of it."""
        items = (
            f'<w:sdt><w:sdtPr><w:id w:val="{next(self._numbers)}"/><w15:repeatingSectionItem/></w:sdtPr>'
            f"<w:sdtContent>{row}</w:sdtContent></w:sdt>"
            for row in rows
        )
        alias = in_attribute(label[:_LONGEST_ALIAS])
        return (
            f'<w:sdt><w:sdtPr><w:alias w:val="{alias}"/><w:id w:val="{next(self._numbers)}"/>'
            f"<w15:repeatingSection/></w:sdtPr><w:sdtContent>{''.join(items)}</w:sdtContent></w:sdt>"
        )

    def _control(self, asked: Input, room: int) -> str:
        """One control in its bookmark. Raises ValueError where the tag is longer than Word takes."""
        if len(asked.tag) > LONGEST_TAG:
            raise ValueError(f"{asked.tag}: {len(asked.tag)} characters")
        number = next(self._numbers)
        is_blank = not asked.value and asked.kind != "check"
        shown = self._placeholder(asked) + ("<w:showingPlcHdr/>" if is_blank else "")
        alias = in_attribute(asked.label[:_LONGEST_ALIAS])
        return (
            f'<w:bookmarkStart w:id="{number}" w:name="{_anchor(asked.tag)}_{number}"/>'
            f'<w:sdt><w:sdtPr><w:alias w:val="{alias}"/><w:tag w:val="{in_attribute(asked.tag)}"/>'
            f'<w:id w:val="{number}"/><w:lock w:val="sdtLocked"/>{shown}'
            f"{_kind(asked)}</w:sdtPr><w:sdtContent>{_content(asked, number, room)}</w:sdtContent></w:sdt>"
            f'<w:bookmarkEnd w:id="{number}"/>'
        )

    def _placeholder(self, asked: Input) -> str:
        """What the input shows when it is emptied. Boxes and pictures cannot be."""
        if asked.kind in ("check", "picture"):
            return ""
        self.placeholders.add(asked.placeholder)
        return f'<w:placeholder><w:docPart w:val="{name_of(asked.placeholder)}"/></w:placeholder>'


_anchor = lru_cache(maxsize=None)(anchor_of)


def _kind(asked: Input) -> str:
    match asked.kind:
        case "choice" | "combo":
            return _choices(asked.kind, asked.choices)
        case "date":
            is_day = fullmatch(r"\d{4}-\d\d-\d\d", asked.value)
            return _DATE.format(day=f' w:fullDate="{asked.value}T00:00:00Z"' if is_day else "")
        case "check":
            return _BOX.format(on=int(asked.value == "true"))
        case "picture":
            return "<w:picture/>"
    is_long = asked.kind == "long_text" or "\n" in asked.value
    return '<w:text w:multiLine="1"/>' if is_long else "<w:text/>"


@cache
def _choices(kind: str, choices: Choices) -> str:
    items = "".join(
        f'<w:listItem w:displayText="{in_attribute(shown)}" w:value="{in_attribute(code)}"/>' for code, shown in choices
    )
    return element(_LIST[kind], items)


def _content(asked: Input, number: int, room: int) -> str:
    if asked.kind == "check":
        return _BOX_RUN.format(sign=TICKED if asked.value == "true" else EMPTY)
    if asked.kind == "picture":
        return drawing(number, asked.label, room)
    return run(asked.value) if asked.value else _placeholder(asked.placeholder)


@cache
def _placeholder(text: str) -> str:
    return f'<w:r><w:rPr><w:rStyle w:val="{PLACEHOLDER}"/></w:rPr><w:t xml:space="preserve">{in_run(text)}</w:t></w:r>'
