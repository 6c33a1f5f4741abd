"""What forms may name: facts, values of rows, lines of the factory file."""

from __future__ import annotations

from lceval_docs.checks.form import Known
from lceval_docs.model.standard import Standard
from lceval_docs.views.fact import fact_labels
from lceval_docs.views.question import view_factory_questions
from lceval_docs.views.row import ROW_SOURCES


def known(standard: Standard) -> Known:
    return Known(
        facts=frozenset(fact_labels(standard)),
        values={name: source.values for name, source in ROW_SOURCES.items()},
        lines=frozenset(row.id for row in view_factory_questions(standard).rows),
    )
