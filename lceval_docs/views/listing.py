"""The documents of the process, stage by stage, in the order in which they are used."""

from __future__ import annotations

from collections.abc import Iterator

from lceval_docs.model.form import OF_THE_STANDARD, Form
from lceval_docs.model.standard import Standard
from lceval_docs.model.text import Stage
from lceval_docs.records import dataclass

ABOUT_THE_STANDARD = "标准征求意见"
KIND = {"form": "表格", "letter": "文书", "certificate": "证书", "report": "报告", "workbook": "工作簿"}


@dataclass(frozen=True)
class ListedForm:
    """One document: who fills it in, what kind it is, what it asks; `blank`: the blank one to download, if any."""

    id: str
    name: str
    title: str
    audience: str
    kind: str
    sections: tuple[str, ...]
    blank: str


def view_forms_by_stage(standard: Standard) -> Iterator[tuple[str, tuple[ListedForm, ...]]]:
    """The name of each stage that has documents, and these, by who fills them in, as its steps name them.

    At the end those about the standard itself.
    """
    for stage in standard.stages:
        named = [name for step in stage.steps for name in step.documents]
        forms = sorted((f for f in standard.forms if f.stage == stage.id), key=lambda f: _place(f, stage, named))
        if forms:
            yield stage.name, tuple(_listed(form) for form in forms)
    of_the_standard = tuple(_listed(form) for form in standard.forms if form.stage == OF_THE_STANDARD)
    if of_the_standard:
        yield ABOUT_THE_STANDARD, of_the_standard


def _place(form: Form, stage: Stage, named: list[str]) -> tuple[int, int]:
    """First by the actors of the stage, then by the order in which its steps name the documents."""
    actors = [step.actor for step in stage.steps]
    by = actors.index(form.audience) if form.audience in actors else len(actors)
    return by, named.index(form.name) if form.name in named else len(named)


def _listed(form: Form) -> ListedForm:
    titles = tuple(section.title for section in form.sections if section.title)
    return ListedForm(form.id, form.name, form.title, form.audience, KIND[form.kind], titles, form.blank)
