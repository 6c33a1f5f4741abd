"""Where a figure comes from, backwards: points ← rule ← measure ← formula with numbers ← amounts ← line ← evidence."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from lceval_docs import formulas
from lceval_docs.engine.total import TOTALS
from lceval_docs.model.case import Case
from lceval_docs.model.evaluation import (
    Adjustment,
    Evaluation,
    Figure,
    GateResult,
    PrerequisiteResult,
    Score,
    Scorecard,
)
from lceval_docs.model.indicator import Benchmark
from lceval_docs.model.standard import Standard
from lceval_docs.views import label, number
from lceval_docs.views.calculation import equation_of, view_origin, view_ratio
from lceval_docs.views.edition.place import GATES, INDICATORS, PREREQUISITES, clause_of
from lceval_docs.views.equation import with_numbers, with_symbols
from lceval_docs.views.ledger import view_adjustment
from lceval_docs.views.lineage import lacking, view_line
from lceval_docs.views.rule import limit_of, unit_of
from lceval_docs.views.score import view_basis, view_lacking
from lceval_docs.views.step import (
    BASIS,
    CLAUSE,
    EVIDENCE,
    FORMULA,
    LACKS,
    NOT_COMPUTED,
    NUMBERS,
    StepView,
    place_of,
    proof,
)

RULE, REQUIREMENT, FOUND, RATIO = "评分规则", "要求", "评价意见", "得分比例"
SCORE_SAYS = "{score} 分（满分 {points} 分）"
SCORE_MISSING = "未评分，缺：{what}"
NO_ROWS = "没有填报"
PARAMETER = "{origin}（{place}）"
GATE, LIMIT = "等级门槛", "界限"
BENCHMARK, BENCHMARK_SAYS = "基准值和引领值", "{base}／{lead} {unit}，{source}（{place}）"
ADJUSTED, ADJUSTED_SAYS = "调整", "{kind}：{before} 改为 {after}；{reason}；{by}（{place}）"
PREREQUISITE, SAID, NOTHING_SAID = "基本要求 {id}", "{requirement}：{result}", "没有意见"
OF_THE_WHOLE = {
    "总分": "score.total",
    "等级": "score.grade",
    "自评价": "score.own_total",
    "自评价总分": "score.own_total",
}
BASED = "{basis}（{place}）"


def view_explanation(
    standard: Standard,
    case: Case,
    evaluation: Evaluation,
    id: str,
    card: Scorecard | None = None,
    year: int | None = None,
) -> tuple[StepView, ...] | None:
    """The chain behind an indicator, a gate, a source or a quantity; None if there is nothing of that id.

    `card`: by whom an indicator is judged, the evaluators unless said. `year`: of a source, all years unless said.
    """
    card = card or evaluation.review or evaluation.self_assessment
    for score in card.scores:
        if score.indicator.id == id:
            return tuple(_score(standard, case, evaluation, score))
    for gate in evaluation.gates:
        if gate.gate.id == id:
            return tuple(_gate(standard, case, evaluation, gate))
    for requirement in evaluation.prerequisites:
        if requirement.prerequisite.id == id:
            return tuple(_prerequisite(standard, case, requirement))
    lines = [
        line
        for inventory_year in sorted(evaluation.inventories)
        for line in evaluation.inventories[inventory_year].lines
        if line.source == id and year in (None, line.year)
    ]
    if lines:
        return tuple(step for line in lines for step in view_line(standard, case, line))
    return explain_quantity(standard, case, evaluation, id, evaluation.evaluation_year) or None


def explain_quantity(
    standard: Standard, case: Case, evaluation: Evaluation, id: str, year: int
) -> tuple[StepView, ...]:
    """The chain behind an amount of one year, or behind a total of its inventory; nothing if there is none."""
    inventory = evaluation.inventories.get(year)
    figure = evaluation.figures.get((id, year)) or (inventory.totals.get(id) if inventory else None)
    return tuple(_figure(standard, case, evaluation, figure, 0)) if figure else ()


def id_called(standard: Standard, case: Case, name: str) -> str:
    """The id or address of what people call so; the name as it is where nothing is called so."""
    things = (
        *standard.quantities,
        *standard.grading.variant.gates,
        *case.factory.inventory.sources,
        *standard.indicators,
    )
    ids = {thing.name: thing.id for thing in things} | OF_THE_WHOLE | {thing.id: thing.id for thing in things}
    folded = {_folded(said): id for said, id in ids.items()}
    return ids.get(name) or folded.get(_folded(name), name)


def _folded(name: str) -> str:
    """A name as it is meant, however its brackets, spaces and letters are typed."""
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())


def explainable(standard: Standard, evaluation: Evaluation) -> tuple[str, ...]:
    """All ids that can be explained."""
    sources = {line.source for inventory in evaluation.inventories.values() for line in inventory.lines}
    return (
        *(i.id for i in standard.indicators),
        *(p.prerequisite.id for p in evaluation.prerequisites),
        *(g.gate.id for g in evaluation.gates),
        *sorted(sources),
        *sorted({name for name, _ in evaluation.figures}),
    )


def view_points(standard: Standard, score: Score) -> StepView:
    """The first step of an indicator: its points."""
    rounding = standard.grading.rounding
    indicator = score.indicator
    if score.score is None and score.status == "missing":
        says = SCORE_MISSING.format(what=view_lacking(standard, score))
    else:
        says = (
            label.PREREQUISITE["not_applicable"]
            if score.score is None
            else SCORE_SAYS.format(score=number.fixed(score.score, rounding.points), points=number.plain(score.points))
        )
    return StepView(0, f"{indicator.id} {indicator.name}", says)


def _score(standard: Standard, case: Case, evaluation: Evaluation, score: Score) -> Iterator[StepView]:
    rounding = standard.grading.rounding
    indicator = score.indicator
    yield view_points(standard, score)
    yield StepView(1, REQUIREMENT, indicator.requirement)
    yield StepView(1, RULE, f"{label.METHOD[indicator.scoring.method]}：{view_basis(standard, score)}")
    if score.figure:
        yield StepView(1, RATIO, view_ratio(standard, score))
    if clause := clause_of(standard, *INDICATORS):
        yield StepView(1, CLAUSE, clause)
    yield StepView(1, BASIS, f"{indicator.basis}（{indicator.mark}）")
    if score.benchmark:
        yield StepView(1, BENCHMARK, _benchmark(standard, case, score.benchmark))
    for adjustment in evaluation.ledger if score in (evaluation.review.scores if evaluation.review else ()) else ():
        if adjustment.indicator == indicator.id:
            yield StepView(1, ADJUSTED, _adjustment(standard, case, adjustment))
    if score.answer and score.answer.note:
        yield StepView(1, FOUND, f"{score.answer.note}（{place_of(case, score.answer.mark)}）")
    if score.answer and score.answer.evidence:
        yield StepView(1, EVIDENCE, label.listed(score.answer.evidence))
    if score.figure and indicator.measure:
        equation = equation_of(standard, indicator.measure.symbol, score.figure)
        yield StepView(1, FORMULA, with_symbols(equation))
        yield StepView(1, NUMBERS, with_numbers(equation, score.figure, evaluation.base_year, rounding))
        for part in dict.fromkeys(score.figure.inputs):
            yield from _figure(standard, case, evaluation, part, 2)


def _benchmark(standard: Standard, case: Case, chosen: Benchmark) -> str:
    """The base and lead value that were chosen, and where."""
    return BENCHMARK_SAYS.format(
        base=number.plain(chosen.base),
        lead=number.plain(chosen.lead),
        unit=unit_of(standard, chosen.unit),
        source=chosen.source,
        place=place_of(case, chosen.mark),
    )


def _adjustment(standard: Standard, case: Case, adjustment: Adjustment) -> str:
    """A line of the ledger: from what to what, why, by whom, where that is written."""
    shown = view_adjustment(standard, "", adjustment)
    return ADJUSTED_SAYS.format(
        kind=shown.kind,
        before=shown.before,
        after=shown.after,
        reason=shown.reason,
        by=shown.approved_by,
        place=place_of(case, adjustment.mark),
    )


def _prerequisite(standard: Standard, case: Case, result: PrerequisiteResult) -> Iterator[StepView]:
    one, answer = result.prerequisite, result.answer
    says = SAID.format(requirement=one.requirement, result=label.PREREQUISITE[result.status])
    yield StepView(0, PREREQUISITE.format(id=one.id), says)
    if clause := clause_of(standard, *PREREQUISITES):
        yield StepView(1, CLAUSE, clause)
    yield StepView(1, BASIS, BASED.format(basis=one.basis, place=place_of(case, one.mark)))
    if answer:
        note = "；".join(filter(None, (answer.not_applicable, answer.note))) or NOTHING_SAID
        yield StepView(1, FOUND, BASED.format(basis=note, place=place_of(case, answer.mark)))
        if answer.evidence:
            yield StepView(1, EVIDENCE, label.listed(answer.evidence))


def _gate(standard: Standard, case: Case, evaluation: Evaluation, result: GateResult) -> Iterator[StepView]:
    shown = number.quantity(result.figure.quantity, standard.grading.rounding) if result.figure else NOT_COMPUTED
    yield StepView(0, f"{GATE} {result.gate.id} {result.gate.name}", f"{shown}，{label.FULFILLED[result.kept]}")
    yield StepView(
        1, LIMIT, f"{limit_of(standard, result.gate)}，{standard.grading.variant.basis}（{result.gate.mark}）"
    )
    if clause := clause_of(standard, *GATES):
        yield StepView(1, CLAUSE, clause)
    for missing in result.missing:
        yield StepView(1, LACKS, lacking(standard, case, missing))
    if result.figure:
        equation = equation_of(standard, result.gate.name, result.figure)
        yield StepView(1, FORMULA, with_symbols(equation))
        for part in dict.fromkeys(result.figure.inputs):
            yield from _figure(standard, case, evaluation, part, 2)


def _figure(standard: Standard, case: Case, evaluation: Evaluation, figure: Figure, depth: int) -> Iterator[StepView]:
    value = (
        number.as_given(figure.quantity)
        if figure.mark.file
        else number.quantity(figure.quantity, standard.grading.rounding)
    )
    place = place_of(case, figure.mark) if figure.mark.file else view_origin(standard, figure)
    if not figure.mark.file and figure.formula is None and not figure.lines:
        place = PARAMETER.format(origin=place, place=_parameter(standard, case, figure.id))
    if figure.formula is not None and not figure.inputs and formulas.names(figure.formula):
        place = f"{place}，{NO_ROWS}（{_empty(case, figure.formula)}）"
    yield StepView(
        depth,
        f"{standard.quantity_names.get(figure.id) or ' '.join(filter(None, (figure.id, figure.title)))}（{figure.year}）",
        f"{value} ← {place}{proof(figure.evidence)}",
    )
    if figure.inputs and not isinstance(figure.formula, formulas.Name):
        equation = equation_of(standard, standard.symbols.get(figure.id, figure.id), figure)
        yield StepView(depth + 1, FORMULA, with_symbols(equation))
        rounding = standard.grading.rounding
        yield StepView(depth + 1, NUMBERS, with_numbers(equation, figure, evaluation.base_year, rounding))
    for part in dict.fromkeys(figure.inputs):
        yield from _figure(standard, case, evaluation, part, depth + 1)
    if figure.lines:
        lines = {line.source: line for line in evaluation.inventories[figure.year].lines}
        _, amount, _ = TOTALS.get(figure.id, (None, "", ""))
        for source in figure.lines:
            yield from view_line(standard, case, lines[source], depth + 1, amount)


def _empty(case: Case, formula: formulas.Node) -> str:
    """Where tables without rows stand."""
    told = {**case.factory.data, **((case.review.data or {}) if case.review else {})}
    return label.listed(place_of(case, told[name].mark) for name in formulas.names(formula) if name in told)


def _parameter(standard: Standard, case: Case, id: str) -> str:
    """Where a parameter is set: by the gates in force, or by the years of the case."""
    variant, factory = standard.grading.variant, case.factory
    if id in variant.parameters:
        return str(variant.mark.of("parameters"))
    return label.listed(str(factory.mark.of(name)) for name in ("evaluation_year", "base_year"))
