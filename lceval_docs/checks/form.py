"""Forms: fields have ids of their own; rows drawn from the standard exist; stages exist."""

from __future__ import annotations

from collections.abc import Iterator

from lceval_docs.model.standard import Standard
from lceval_docs.problems import Fault, Problem

FIELD_TWICE = Fault("E0445", 'the field "{found}" stands twice in this form.')
NO_STAGE = Fault("E0446", 'stage: there is no stage "{found}".', "Known: {expected}.")
EMPTY_SECTION = Fault("E0447", "section {found}: it has nothing to fill and nothing to read.")
NO_CHOICES = Fault("E0448", "field {found}: a choice needs choices.")


def check_forms(standard: Standard) -> Iterator[Problem]:
    stages = [s.id for s in standard.stages]
    for form in standard.forms:
        if form.stage not in stages:
            yield NO_STAGE.at(form.mark.of("stage"), found=form.stage, expected=", ".join(stages))
        seen: set[str] = set()
        for section in form.sections:
            if not (section.fields or section.columns or section.from_standard or section.text):
                yield EMPTY_SECTION.at(section.mark, found=section.title)
            for field in section.fields:
                if field.id in seen:
                    yield FIELD_TWICE.at(field.mark.of("id"), found=field.id)
                seen.add(field.id)
                if field.type == "choice" and not field.choices:
                    yield NO_CHOICES.at(field.mark, found=field.id)


CHECKS = (check_forms,)
