"""The chains behind what was not computed but told: names, numbers of reports, dates, years."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from lceval_docs.views.derivation.asked import FROM, Asked
from lceval_docs.views.step import NOT_GIVEN, StepView

WHERE = "写在"
# The field of the factory's file, or of the evaluators', that each is told by.
BY_FACTORY: Mapping[str, str] = MappingProxyType(
    {"factory_name": "name", "evaluation_year": "evaluation_year", "base_year": "base_year"}
)
BY_REVIEW: Mapping[str, str] = MappingProxyType({"report_number": "report_number", "report_date": "report_date"})


def told(asked: Asked) -> Iterator[StepView]:
    """Where it was written."""
    field = asked.figure.address
    record = asked.case.factory if field in BY_FACTORY else asked.case.review
    mark = record.mark.of({**BY_FACTORY, **BY_REVIEW}[field]) if record else None
    says = FROM.format(value=asked.figure.text, place=asked.place(mark)) if mark else NOT_GIVEN
    yield StepView(0, WHERE, says)
