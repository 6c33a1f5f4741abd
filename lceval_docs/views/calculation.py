"""The annex of calculations: each measured figure with its formula, the numbers put in, and where they come from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lceval_docs.formulas import Name, names
from lceval_docs.model.evaluation import Evaluation, Figure, Score
from lceval_docs.model.standard import Standard
from lceval_docs.views import label, number
from lceval_docs.views.equation import Equation, with_numbers, with_symbols


@dataclass(frozen=True)
class InputView:
    """An amount that went in: symbol, name, value, and where it was given."""

    symbol: str
    name: str
    year: str
    value: str
    origin: str
    evidence: str


@dataclass(frozen=True)
class CalculationView:
    id: str
    name: str
    is_formula: bool
    equation: Equation
    formula: str
    substituted: str
    rule: str
    inputs: tuple[InputView, ...]


FROM_INVENTORY = "清单汇总：{lines}"
FROM_FORMULA = "由 {formula} 计算"
FROM_FILE = "{place}"
FROM_PARAMETER = "标准参数"
POINTS = "{ratio} × {points} 分 = {score} 分"


def view_calculations(standard: Standard, evaluation: Evaluation) -> tuple[CalculationView, ...]:
    """One calculation for each measured indicator that was scored, and for each gate."""
    card = evaluation.review or evaluation.self_assessment
    measured = [_calculation(standard, evaluation, s) for s in card.scores if s.figure and s.indicator.measure]
    return tuple(measured)


def equation_of(standard: Standard, symbol: str, figure: Figure) -> Equation:
    assert figure.formula
    return Equation(symbol, figure.formula, standard.symbols, figure.quantity.unit.text == "%")


def _calculation(standard: Standard, evaluation: Evaluation, score: Score) -> CalculationView:
    assert score.figure and score.indicator.measure
    rounding = standard.grading.rounding
    equation = equation_of(standard, score.indicator.measure.symbol, score.figure)
    rule = POINTS.format(
        ratio=number.trimmed(score.ratio, rounding.intensity),  # type: ignore[arg-type]
        points=number.plain(score.points),
        score=number.fixed(score.score, rounding.points),
    )
    return CalculationView(
        id=score.indicator.id,
        name=score.indicator.measure.name,
        is_formula=not isinstance(score.figure.formula, Name),
        equation=equation,
        formula=with_symbols(equation),
        substituted=with_numbers(equation, score.figure, evaluation.base_year, rounding),
        rule=rule,
        inputs=tuple(_inputs(standard, score.figure)),
    )


def _inputs(standard: Standard, figure: Figure) -> Iterator[InputView]:
    """What went into a figure, and into what it was made of, down to what was typed or added up."""
    titles = {item.id: item.name for item in standard.quantities}
    seen: set[tuple[str, int]] = set()
    waiting = list(figure.inputs)
    while waiting:
        part = waiting.pop(0)
        key = (part.id, part.year)
        if key in seen:
            continue
        seen.add(key)
        waiting.extend(part.inputs)
        yield InputView(
            symbol=standard.symbols.get(part.id, number.NOTHING),
            name=titles.get(part.id) or _cell(standard, part.id),
            year=str(part.year),
            value=number.as_given(part.quantity)
            if part.mark.file
            else number.quantity(part.quantity, standard.grading.rounding),
            origin=view_origin(standard, part),
            evidence=label.stacked(part.evidence),
        )


def _cell(standard: Standard, id: str) -> str:
    """`air_pollutants#2.limit` as "大气污染物 第2行 许可限值"."""
    table, _, rest = id.partition("#")
    row, _, column = rest.partition(".")
    item = standard.data_items.get(table)
    if item is None:
        return id
    name = next((c.name for c in item.columns if c.id == column), column)
    return f"{item.name} 第{row}行 {name}"


def view_origin(standard: Standard, figure: Figure) -> str:
    """Where a figure comes from: a line of a file, lines of the inventory, or other figures."""
    if figure.mark.file:
        return FROM_FILE.format(place=_short(str(figure.mark)))
    if figure.lines:
        return FROM_INVENTORY.format(lines=label.listed(figure.lines))
    if figure.formula is not None:
        used = [standard.symbols.get(n, n) for n in names(figure.formula)]
        return FROM_FORMULA.format(formula=label.listed(used))
    return FROM_PARAMETER


def _short(place: str) -> str:
    """A place without the folders above the case."""
    return place.rsplit("/", 1)[-1]
