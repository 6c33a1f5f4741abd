"""Every generated page, in the order of the navigation."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from lceval_docs.checks.gbt.lint import RULES
from lceval_docs.model.case import Case
from lceval_docs.model.evaluation import Evaluation
from lceval_docs.model.guidance import GuidanceBook
from lceval_docs.model.standard import Standard
from lceval_docs.problems import Fault, Translate
from lceval_docs.views.block import Page
from lceval_docs.views.edition.whole import view_edition
from lceval_docs.views.site.assessment import view_assessment
from lceval_docs.views.site.catalogue import view_dimension, view_indicator_index
from lceval_docs.views.site.download import view_downloads
from lceval_docs.views.site.drafting import view_rules
from lceval_docs.views.site.factor import view_data_dictionary, view_factors, view_method
from lceval_docs.views.site.indicator import view_indicators
from lceval_docs.views.site.profile import view_profiles
from lceval_docs.views.site.reference import view_examples, view_forms, view_problems
from lceval_docs.views.site.search import view_factor_search
from lceval_docs.views.site.standard import view_chapters, view_index, view_questions, view_standing, view_whole
from lceval_docs.views.site.worked import view_worked


def view_site(
    standard: Standard,
    book: GuidanceBook,
    examples: Sequence[tuple[Case, Evaluation]],
    faults: Iterable[Fault],
    translate: Translate,
) -> tuple[Page, ...]:
    """The pages that are made from the standard, its examples and the list of problems."""
    edition = view_edition(standard)
    return (
        view_index(standard, edition),
        *view_chapters(standard, edition),
        view_whole(standard, edition),
        view_questions(standard),
        view_standing(standard),
        view_indicator_index(standard, book),
        *(view_dimension(d) for d in standard.dimensions),
        *view_indicators(standard, book),
        view_profiles(standard),
        view_factors(standard),
        view_factor_search(standard),
        view_method(standard),
        *view_worked(standard, examples),
        view_forms(standard),
        view_examples(standard, examples),
        view_downloads(standard),
        view_assessment(standard),
        view_data_dictionary(standard),
        view_problems(faults, translate),
        *view_rules(RULES, translate),
    )
