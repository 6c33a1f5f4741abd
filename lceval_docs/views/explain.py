"""Where a figure comes from, backwards: points ← rule ← measure ← formula with numbers ← amounts ← line ← evidence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lceval_docs import formulas
from lceval_docs.model.case import Case
from lceval_docs.model.evaluation import Calculation, Evaluation, Figure, GateResult, Line, Missing, Score, Scorecard
from lceval_docs.model.prose import Equation
from lceval_docs.model.standard import Standard
from lceval_docs.problems import Mark
from lceval_docs.views import label, number
from lceval_docs.views.calculation import equation_of, view_origin, view_ratio
from lceval_docs.views.edition.place import INDICATORS, clause_of
from lceval_docs.views.equation import in_words, with_numbers, with_symbols
from lceval_docs.views.rule import limit_of
from lceval_docs.views.score import view_basis, view_lacking, view_missing


@dataclass(frozen=True)
class StepView:
    """One step of an explanation: how deep it lies, what it is, what it says."""

    depth: int
    what: str
    says: str


SCORE, RULE, REQUIREMENT, MEASURE, NUMBERS, FOUND, EVIDENCE, CLAUSE, BASIS, WHERE = (
    "得分",
    "评分规则",
    "要求",
    "公式",
    "代入",
    "评价意见",
    "证明材料",
    "条款",
    "依据",
    "写在",
)
SCORE_SAYS = "{score} 分（满分 {points} 分）"
SCORE_MISSING = "未评分，缺：{what}"
SOURCE, AMOUNT, FACTOR, METHOD, RESULT = "排放源", "活动数据", "因子", "方法", "排放量"
FACTOR_SAYS = "{name} {value}，{origin}，{where}（{place}）"
LOCATION_MARKET = "位置法 {location}，市场法 {market}"
LACKS, RATIO = "缺", "得分比例"
NOT_COMPUTED, NOT_GIVEN = "未能计算", "未给出"
NO_ROWS = "没有填报"
PARAMETER = "{origin}（{place}）"
GATE, LIMIT = "等级门槛", "界限"
IMPORTED_FROM = "导入自 {origin}"


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
    lines = [
        line
        for inventory_year in sorted(evaluation.inventories)
        for line in evaluation.inventories[inventory_year].lines
        if line.source == id and year in (None, line.year)
    ]
    if lines:
        return tuple(step for line in lines for step in _line(standard, case, line))
    return explain_quantity(standard, case, evaluation, id, evaluation.evaluation_year) or None


def upper(steps: tuple[StepView, ...], most: int) -> tuple[StepView, ...]:
    """Of more steps than `most` those that lie no deeper than leaves so many, but the first two depths in any case."""
    if len(steps) <= most:
        return steps
    depths = range(1, max(step.depth for step in steps) + 1)
    cuts = (tuple(step for step in steps if step.depth <= depth) for depth in reversed(depths))
    return next((cut for cut in cuts if len(cut) <= most), tuple(step for step in steps if step.depth <= 1))


def explain_quantity(
    standard: Standard, case: Case, evaluation: Evaluation, id: str, year: int
) -> tuple[StepView, ...]:
    """The chain behind an amount of one year, or behind a total of its inventory; nothing if there is none."""
    inventory = evaluation.inventories.get(year)
    figure = evaluation.figures.get((id, year)) or (inventory.totals.get(id) if inventory else None)
    return tuple(_figure(standard, case, evaluation, figure, 0)) if figure else ()


def place_of(case: Case, mark: Mark) -> str:
    """Where something is written, and where that was imported from."""
    origin = case.origins.get(Mark(mark.file, mark.line, mark.column))
    return f"{mark}（{IMPORTED_FROM.format(origin=origin)}）" if origin else str(mark)


def explainable(standard: Standard, evaluation: Evaluation) -> tuple[str, ...]:
    """All ids that can be explained."""
    sources = {line.source for inventory in evaluation.inventories.values() for line in inventory.lines}
    return (
        *(i.id for i in standard.indicators),
        *(g.gate.id for g in evaluation.gates),
        *sorted(sources),
        *sorted({name for name, _ in evaluation.figures}),
    )


def _score(standard: Standard, case: Case, evaluation: Evaluation, score: Score) -> Iterator[StepView]:
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
    yield StepView(0, f"{indicator.id} {indicator.name}", says)
    yield StepView(1, REQUIREMENT, indicator.requirement)
    yield StepView(1, RULE, f"{label.METHOD[indicator.scoring.method]}：{view_basis(standard, score)}")
    if score.figure:
        yield StepView(1, RATIO, view_ratio(standard, score))
    if clause := clause_of(standard, *INDICATORS):
        yield StepView(1, CLAUSE, clause)
    yield StepView(1, BASIS, f"{indicator.basis}（{indicator.mark}）")
    if score.answer and score.answer.note:
        yield StepView(1, FOUND, f"{score.answer.note}（{place_of(case, score.answer.mark)}）")
    if score.answer and score.answer.evidence:
        yield StepView(1, EVIDENCE, label.listed(score.answer.evidence))
    if score.figure and indicator.measure:
        equation = equation_of(standard, indicator.measure.symbol, score.figure)
        yield StepView(1, MEASURE, with_symbols(equation))
        yield StepView(1, NUMBERS, with_numbers(equation, score.figure, evaluation.base_year, rounding))
        for part in dict.fromkeys(score.figure.inputs):
            yield from _figure(standard, case, evaluation, part, 2)


def _gate(standard: Standard, case: Case, evaluation: Evaluation, result: GateResult) -> Iterator[StepView]:
    shown = number.quantity(result.figure.quantity, standard.grading.rounding) if result.figure else NOT_COMPUTED
    yield StepView(0, f"{GATE} {result.gate.id} {result.gate.name}", f"{shown}，{label.FULFILLED[result.kept]}")
    yield StepView(
        1, LIMIT, f"{limit_of(standard, result.gate)}，{standard.grading.variant.basis}（{result.gate.mark}）"
    )
    for missing in result.missing:
        yield StepView(1, LACKS, _lacking(standard, case, missing))
    if result.figure:
        equation = equation_of(standard, result.gate.name, result.figure)
        yield StepView(1, MEASURE, with_symbols(equation))
        for part in dict.fromkeys(result.figure.inputs):
            yield from _figure(standard, case, evaluation, part, 2)


def _figure(standard: Standard, case: Case, evaluation: Evaluation, figure: Figure, depth: int) -> Iterator[StepView]:
    value = (
        number.as_given(figure.quantity)
        if figure.mark.file
        else number.quantity(figure.quantity, standard.grading.rounding)
    )
    proof = f"；{EVIDENCE} {label.listed(figure.evidence)}" if figure.evidence else ""
    place = place_of(case, figure.mark) if figure.mark.file else view_origin(standard, figure)
    if not figure.mark.file and figure.formula is None and not figure.lines:
        place = PARAMETER.format(origin=place, place=_parameter(standard, case, figure.id))
    if figure.formula is not None and not figure.inputs and formulas.names(figure.formula):
        place = f"{place}，{NO_ROWS}（{_empty(case, figure.formula)}）"
    yield StepView(
        depth,
        f"{standard.quantity_names.get(figure.id) or ' '.join(filter(None, (figure.id, figure.title)))}（{figure.year}）",
        f"{value} ← {place}{proof}",
    )
    for part in dict.fromkeys(figure.inputs):
        yield from _figure(standard, case, evaluation, part, depth + 1)
    if figure.lines:
        lines = {line.source: line for line in evaluation.inventories[figure.year].lines}
        for source in figure.lines:
            yield from _line(standard, case, lines[source], depth + 1)


def _lacking(standard: Standard, case: Case, missing: Missing) -> str:
    """What was not given, of which source, and where it would stand."""
    what = f"{missing.of} {view_missing(standard, missing).what}".strip()
    return f"{what}（{place_of(case, missing.mark)}）" if missing.mark.file else what


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


def _line(standard: Standard, case: Case, line: Line, depth: int = 0) -> Iterator[StepView]:
    rounding = standard.grading.rounding
    both = (
        LOCATION_MARKET.format(
            location=number.quantity(line.emissions, rounding), market=number.quantity(line.emissions_market, rounding)
        )
        if line.emissions and line.emissions_market
        else NOT_COMPUTED
    )
    yield StepView(depth, f"{SOURCE} {line.source} {line.name}（{line.year}）", both)
    proof = f"；{EVIDENCE} {label.listed(line.evidence)}" if line.evidence else ""
    yield StepView(
        depth + 1,
        AMOUNT,
        f"{number.as_given(line.amount) if line.amount else NOT_GIVEN} ← {place_of(case, line.mark)}{proof}",
    )
    for missing in line.missing:
        yield StepView(depth + 1, LACKS, _lacking(standard, case, missing))
    names = {p.id: p.name for p in standard.factors.methods.parameters}
    for factor in line.factors:
        where = " ".join(filter(None, (str(factor.year or ""), factor.region, factor.source)))
        yield StepView(
            depth + 1,
            FACTOR,
            FACTOR_SAYS.format(
                name=names.get(factor.parameter, factor.parameter),
                value=number.as_given(factor.quantity),
                origin=label.ORIGIN[factor.origin],
                where=where,
                place=place_of(case, factor.mark),
            ),
        )
    for calculation in line.calculations:
        yield StepView(depth + 1, METHOD, _calculation(standard, calculation))


def _calculation(standard: Standard, calculation: Calculation) -> str:
    """`E = AD × NCV × … = 50 10⁴Nm³ × … = 1081.09 tCO₂`"""
    methods = {m.id: m for m in standard.factors.methods.methods}
    method = methods[calculation.method]
    equation = Equation(method.symbol, calculation.formula, standard.symbols)
    inputs = {name: number.as_given(value) for name, value in calculation.inputs.items()}
    constants = {c.id: c.symbol for c in standard.factors.methods.constants}

    def say(node: object) -> str | None:
        name = getattr(node, "id", None)
        return constants.get(name) or inputs.get(name) if name else None

    numbers = in_words(calculation.formula, say)
    result = number.quantity(calculation.result, standard.grading.rounding)
    return f"{method.name}：{with_symbols(equation)} = {numbers} = {result}（{method.mark}）"
