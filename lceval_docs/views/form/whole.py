"""A whole form: its head, and its sections by the kind of form."""

from __future__ import annotations

from collections.abc import Iterator

from lceval_docs.model.form import Form, Section
from lceval_docs.views import label
from lceval_docs.views.form.asked import WIDE, asked_grids
from lceval_docs.views.form.control import Filling
from lceval_docs.views.form.letter import certificate_blocks, letter_blocks
from lceval_docs.views.form.own import fields_grid, own_grid, paragraphs
from lceval_docs.views.form.shape import BODY, Block, FormView, Grid, Line, SectionView

INSTRUCTIONS = "填表说明"
ABOUT = "依据：《{title}》{edition}（{stage}）　表号：{id}"


def view_form(form: Form, filling: Filling) -> FormView:
    """One form, blank or filled as far as the filling goes."""
    identity = filling.standard.identity
    assert form.kind in ("form", "letter", "certificate"), form.kind
    return FormView(
        id=form.id,
        edition=identity.edition,
        kind=form.kind,
        title=form.title,
        about=ABOUT.format(
            title=identity.title, edition=identity.edition, stage=label.STAGE[identity.stage], id=form.id
        ),
        notice=identity.notice,
        instructions_title=INSTRUCTIONS if form.instructions else "",
        instructions=form.instructions,
        sections=tuple(_section(filling, form, section) for section in form.sections),
    )


def _section(filling: Filling, form: Form, section: Section) -> SectionView:
    blocks = tuple(_blocks(filling, form, section))
    is_wide = form.landscape or any(isinstance(b, Grid) and len(b.widths) >= WIDE for b in blocks)
    return SectionView(section.title, section.note, blocks, is_wide)


def _blocks(filling: Filling, form: Form, section: Section) -> Iterator[Block]:
    if form.kind == "letter":
        yield from letter_blocks(filling, form, section)
    elif form.kind == "certificate":
        yield from certificate_blocks(filling, form, section)
    else:
        yield from (Line(pieces, BODY) for pieces in paragraphs(filling, form, section))
        if section.fields:
            yield fields_grid(filling, form, section)
    if section.columns:
        yield own_grid(filling, form, section)
    for asked in section.asks:
        yield from asked_grids(filling, asked, section.asks == (asked,) and bool(section.title))
