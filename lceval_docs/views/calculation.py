"""The annex of calculations: each measured figure with its formula, the numbers put in, and where they come from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from lceval_docs.formulas import Name, names
from lceval_docs.model.evaluation import Evaluation, Figure, Score
from lceval_docs.model.indicator import BaseLead, Count, Levels, Linear
from lceval_docs.model.prose import Equation
from lceval_docs.model.standard import Standard
from lceval_docs.views import label, number
from lceval_docs.views.equation import with_numbers, with_symbols


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
NO_SOURCES = "清单汇总：无此类排放源"
ROW = "{table}：{title}，{column}"
POINTS = "{ratio} × {points} 分 = {score} 分"
SHARE = "({value} − {start}) ÷ ({end} − {start}) = {share}"
WITHIN = "{share}，限于 0～1，取 {ratio}"
COUNTED = "{value} ÷ {full} = {share}"
BASED = "{base_ratio} + (1 − {base_ratio}) × {share} = {ratio}"
WORSE = "{value} 劣于基准值 {base}，得分比例 0"
REACHED, NOT_REACHED = "达到界限，得分比例 1", "未达到界限，得分比例 0"
AT_LEVEL = "{id} 级（{when}），得分比例 {ratio}"


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
    points = POINTS.format(
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
        rule="；".join((view_ratio(standard, score), points)),
        inputs=tuple(_inputs(standard, score.figure)),
    )


def view_ratio(standard: Standard, score: Score) -> str:
    """How the ratio of the points follows from the measured value, in figures that anyone can recompute."""
    assert score.figure and score.ratio is not None
    rounding = standard.grading.rounding
    value = score.figure.quantity.value
    shown = number.fixed(value, number.places_for(score.figure.quantity.unit.text, rounding))

    def share(start: Decimal, end: Decimal) -> tuple[str, str]:
        exact = number.fixed((value - start) / (end - start), rounding.intensity)
        clamped = number.fixed(min(Decimal(1), max(Decimal(0), (value - start) / (end - start))), rounding.intensity)
        text = SHARE.format(value=shown, start=number.plain(start), end=number.plain(end), share=exact)
        return (text if exact == clamped else WITHIN.format(share=text, ratio=clamped)), clamped

    match score.indicator.scoring:
        case Linear(zero_at=zero, full_at=full):
            return share(zero, full)[0]
        case Count() if score.full_at is not None:
            exact = number.fixed(value / score.full_at, rounding.intensity)
            return COUNTED.format(value=number.trimmed(value, rounding.amount), full=score.full_at, share=exact)
        case BaseLead(base_ratio=base_ratio) as rule:
            base, lead = _base_and_lead(score, rule)
            if score.ratio == 0:
                return WORSE.format(value=shown, base=number.plain(base))
            text, clamped = share(base, lead)
            ratio = number.fixed(score.ratio, rounding.intensity)
            return f"{text}；{BASED.format(base_ratio=base_ratio, share=clamped, ratio=ratio)}"
        case Levels(levels=levels):
            level = next(x for x in levels if x.at_least is None or value >= x.at_least)
            return AT_LEVEL.format(id=level.id, when=level.when, ratio=level.ratio)
    return REACHED if score.ratio else NOT_REACHED


def _base_and_lead(score: Score, rule: BaseLead) -> tuple[Decimal, Decimal]:
    chosen = score.benchmark
    base, lead = (chosen.base, chosen.lead) if chosen else (rule.base, rule.lead)
    assert base is not None and lead is not None
    return base, lead


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
            name=titles.get(part.id) or _cell(standard, part),
            year=str(part.year),
            value=number.as_given(part.quantity)
            if part.mark.file
            else number.quantity(part.quantity, standard.grading.rounding),
            origin=view_origin(standard, part),
            evidence=label.stacked(part.evidence),
        )


def _cell(standard: Standard, figure: Figure) -> str:
    """A cell of a table by its table, the row's own name and the column."""
    table, _, rest = figure.id.partition("#")
    item = standard.data_items.get(table)
    if item is None:
        return figure.id
    column = rest.partition(".")[2]
    name = next((c.name for c in item.columns if c.id == column), column)
    return ROW.format(table=item.name, title=figure.title, column=name)


def view_origin(standard: Standard, figure: Figure) -> str:
    """Where a figure comes from: a line of a file, lines of the inventory, or other figures."""
    if figure.mark.file:
        return FROM_FILE.format(place=_short(str(figure.mark)))
    if figure.lines:
        return FROM_INVENTORY.format(lines=label.listed(figure.lines))
    if figure.formula is not None:
        used = [standard.symbols.get(n, n) for n in names(figure.formula)]
        return FROM_FORMULA.format(formula=label.listed(used))
    totals = {item.id for item in standard.derived if item.source == "inventory"}
    return NO_SOURCES if figure.id in totals else FROM_PARAMETER


def _short(place: str) -> str:
    """A place without the folders above the case."""
    return place.rsplit("/", 1)[-1]
