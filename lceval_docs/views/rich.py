"""Values that bring their own look into a template: formatted text, links, paragraphs, pictures, whole documents."""

from __future__ import annotations

from typing import Literal

from lceval_docs.records import dataclass


@dataclass(frozen=True)
class Run:
    """Text of one look. `size`: in half points; `color`, `highlight`: six hexadecimal digits; `link`: an address."""

    text: str
    style: str = ""
    color: str = ""
    highlight: str = ""
    size: int = 0
    vertical: Literal["", "subscript", "superscript"] = ""
    bold: bool = False
    italic: bool = False
    underline: Literal["", "single", "double", "thick", "dotted", "dash", "dotDash", "dotDotDash", "wave"] = ""
    strike: bool = False
    font: str = ""
    east_asian_font: str = ""
    link: str = ""


@dataclass(frozen=True)
class RichText:
    """Text of several looks in one paragraph: `{{r name }}`."""

    runs: tuple[Run, ...]


@dataclass(frozen=True)
class Paragraph:
    """A paragraph and the id of its style."""

    text: RichText
    style: str = ""


@dataclass(frozen=True)
class Paragraphs:
    """Paragraphs in the place of one: `{{p name }}`."""

    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True)
class Picture:
    """A PNG, JPEG or GIF file in a line of text: `{{ name }}`. Sizes in EMU, 914 400 to the inch."""

    image: bytes
    width: int
    height: int
    alternative: str = ""
    link: str = ""


@dataclass(frozen=True)
class SubDocument:
    """A .docx whose text stands in the place of a paragraph: `{{p name }}`."""

    document: bytes
