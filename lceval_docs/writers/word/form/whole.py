"""A form built into the body of its template, which owns styles, page and headers."""

from __future__ import annotations

from itertools import groupby

from lceval_docs.sources.template.program import Template
from lceval_docs.views.form.shape import FormView, SectionView
from lceval_docs.writers.word.form.block import ending, render_blocks
from lceval_docs.writers.word.form.control import Controls
from lceval_docs.writers.word.form.shell import Page, across, filled_shell, framed, page_of
from lceval_docs.writers.word.package import zip_parts
from lceval_docs.writers.word.properties import Properties, fill_properties
from lceval_docs.writers.word.text import element, joined, paragraph

# How wide the picture on a certificate is, in twips: a code to be scanned.
_CODE = 1000
FORM, EDITION = "lceval-form", "lceval-edition"


def render_form(shell: Template, view: FormView, properties: Properties) -> bytes:
    """The bytes of the form. `shell` is a .docx whose body is replaced; the page of its last section is kept."""
    page, controls = page_of(shell.parts), Controls(_CODE if view.kind == "certificate" else 0)
    body = _certificate(view, page, controls) if view.kind == "certificate" else _pages(view, page, controls)
    names = {FORM: view.id, EDITION: view.edition}
    parts = filled_shell(shell.parts, body, names, controls.placeholders)
    return zip_parts(fill_properties(parts, properties))


def _certificate(view: FormView, page: Page, controls: Controls) -> str:
    """One framed page across."""
    page = framed(across(page))
    body = [paragraph(view.title, "CertificateTitle")]
    body += [_section(section, controls, page.width) for section in view.sections]
    return joined([*body, paragraph(view.about, "FormFoot"), paragraph(view.notice, "FormFoot"), page.section])


def _pages(view: FormView, upright: Page, controls: Controls) -> str:
    """Sections one after the other; those that are wide lie across, on pages of their own."""
    lying = across(upright)
    parts = [joined(_head(view))]
    groups = [(is_wide, list(group)) for is_wide, group in groupby(view.sections, lambda s: s.is_wide)]
    for number, (is_wide, sections) in enumerate(groups, 1):
        page = lying if is_wide else upright
        parts += [_section(section, controls, page.width) for section in sections]
        if number < len(groups):
            parts.append(ending(page.section))
        elif view.kind == "letter":
            parts += [paragraph(view.about, "FormFoot"), paragraph(view.notice, "FormFoot")]
    last = groups[-1][0] if groups else False
    ends_with_table = not parts[-1].endswith("</w:p>")
    return joined([*parts, ending() if ends_with_table else "", (lying if last else upright).section])


def _head(view: FormView) -> list[str]:
    head = [paragraph(view.title, "FormTitle")]
    if view.kind == "letter":
        return head
    head += [paragraph(view.about, "FormSubtitle"), paragraph(view.notice, "Notice")]
    if view.instructions:
        head.append(paragraph(view.instructions_title, "FormSection"))
    return head + [paragraph(f"{n}. {text}", "FormText") for n, text in enumerate(view.instructions, 1)]


def _section(section: SectionView, controls: Controls, width: int) -> str:
    parts = [paragraph(section.title, "FormSection")] if section.title else []
    if section.note:
        parts.append(paragraph(section.note, "Note", element("keepNext")))
    return joined([*parts, render_blocks(section.blocks, controls, width)])
