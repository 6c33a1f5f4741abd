"""What a report says beyond the result: trends, conventions, comparison, composition, sensitivity, improvements."""

from __future__ import annotations

from lceval_docs.model.case import Case
from lceval_docs.model.evaluation import Evaluation
from lceval_docs.model.standard import Standard
from lceval_docs.records import dataclass
from lceval_docs.views.comparison import ComparisonView, CompositionView, view_comparison, view_composition
from lceval_docs.views.convention import ConventionsView, view_conventions
from lceval_docs.views.improvement import ImprovementView, view_improvement
from lceval_docs.views.later import Unhurried, later
from lceval_docs.views.sensitivity import SensitivityView, view_sensitivity
from lceval_docs.views.trend import TrendView, view_trend
from lceval_docs.views.uncertainty import UncertaintyView, view_uncertainty


@dataclass(frozen=True)
class AnalysisView(Unhurried):
    """Everything that is analysed, each on its own, and if a template shows it."""

    trend: TrendView
    conventions: ConventionsView
    uncertainty: UncertaintyView
    comparison: ComparisonView
    composition: CompositionView
    sensitivity: SensitivityView
    improvement: ImprovementView


def view_analysis(standard: Standard, case: Case, evaluation: Evaluation) -> AnalysisView:
    return AnalysisView(
        trend=later(lambda: view_trend(standard, case, evaluation)),
        conventions=later(lambda: view_conventions(standard, evaluation)),
        uncertainty=later(lambda: view_uncertainty(standard, case, evaluation)),
        comparison=later(lambda: view_comparison(standard, evaluation)),
        composition=later(lambda: view_composition(standard, evaluation)),
        sensitivity=later(lambda: view_sensitivity(standard, case, evaluation)),
        improvement=later(lambda: view_improvement(standard, evaluation)),
    )
