"""The evaluation report: a template filled with a view, its contents and captions numbered, its properties made anew."""

from __future__ import annotations

from dataclasses import replace

from lceval_docs.model.provenance import Provenance
from lceval_docs.writers.word.contents import fill_contents
from lceval_docs.writers.word.properties import CORE, Properties, render_core
from lceval_docs.writers.word.provenance import render_provenance
from lceval_docs.writers.word.template.filling import DOCUMENT, STYLES, Filler
from lceval_docs.writers.word.template.hidden import with_bookmarks

# Stands once in each chart; a longer text is found several times sooner than the tag is.
_CHART = b'uri="http://schemas.openxmlformats.org/drawingml/2006/chart"'


def render_report(filler: Filler, view: object, properties: Properties, provenance: Provenance | None = None) -> bytes:
    """The bytes of the filled .docx. Names have been checked against the view's type before."""
    made, bookmarks = filler.made(view)
    document, styles = (made.get(name) or filler.raw[name] for name in (DOCUMENT, STYLES))
    made[DOCUMENT] = fill_contents(document, styles)
    figures: list[str] = []
    for name, found in bookmarks.items():
        made[name], names = with_bookmarks(made[name], found, len(figures))
        figures += names
    if filler.origin and provenance:
        charts = made[DOCUMENT].count(_CHART)
        made[filler.origin.part] = render_provenance(replace(provenance, figures=tuple(figures), charts=charts))
    if CORE in filler.members:
        made[CORE] = render_core(properties)
    return filler.zipped(made)
