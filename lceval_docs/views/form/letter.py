"""Letters and certificates: sentences, and lines instead of tables where little is to be filled."""

from __future__ import annotations

from collections.abc import Iterator

from lceval_docs.model.form import FACT, Field, Form, Section
from lceval_docs.views.form.control import Filling
from lceval_docs.views.form.own import answer, fields_grid, paragraphs, place_of
from lceval_docs.views.form.shape import (
    CLOSING,
    CODE,
    LARGE,
    MIDDLE,
    NUMBER,
    PROSE,
    SALUTATION,
    SIGN_ROW,
    Block,
    Line,
    Piece,
)

COLON, BETWEEN = "：", "　　"
PAPER = "＿＿＿＿＿＿＿＿"
CERTIFICATE_CODE = "certificate.code"
# A certificate holds all on one page: rows of its table are low, in mm.
LOW_ROW = 6


def letter_blocks(filling: Filling, form: Form, section: Section) -> Iterator[Block]:
    """Whom it is for, at the margin; its number in the middle; several fields in a table; who signs, at the right."""
    is_first = section is form.sections[0]
    for n, (text, pieces) in enumerate(zip(section.text, paragraphs(filling, form, section), strict=True)):
        yield Line(pieces, SALUTATION if _is_salutation(text, is_first and n == 0) else PROSE)
    if _is_closing(section):
        yield from (Line(labelled(filling, form, section, field), CLOSING) for field in section.fields)
    elif len(section.fields) == 1 and not section.title:
        yield Line(labelled(filling, form, section, section.fields[0]), NUMBER)
    elif section.fields:
        yield fields_grid(filling, form, section, SIGN_ROW)


def _is_salutation(text: str, is_first: bool) -> bool:
    return text.endswith(COLON) and (is_first or FACT.fullmatch(text[: -len(COLON)]) is not None)


def certificate_blocks(filling: Filling, form: Form, section: Section) -> Iterator[Block]:
    """Its first words in the middle, a fact by itself large; what follows small; who signs, in one line at the right."""
    is_first = section is form.sections[0]
    for text, pieces in zip(section.text, paragraphs(filling, form, section), strict=True):
        is_small = CERTIFICATE_CODE in text or not is_first
        yield Line(pieces, CODE if is_small else LARGE if FACT.fullmatch(text) else MIDDLE)
    if _is_closing(section):
        signed = [labelled(filling, form, section, field) for field in section.fields]
        yield Line(tuple(piece for pieces in signed for piece in (BETWEEN, *pieces))[1:], CLOSING)
    elif section.fields:
        yield fields_grid(filling, form, section, LOW_ROW)


def _is_closing(section: Section) -> bool:
    """Where somebody signs, without a heading that would make it a part of its own."""
    return not section.title and any(field.type == "signature" for field in section.fields)


def labelled(filling: Filling, form: Form, section: Section, field: Field) -> tuple[Piece, ...]:
    pieces = answer(filling, place_of(form, section), field)
    return (f"{field.label}{COLON}", *(pieces or (PAPER,)))
