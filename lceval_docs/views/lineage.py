"""One source of the inventory in one year, led back to its amount, its factors and the formulas that it went through."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from lceval_docs.engine.inventory import FULL_PRICE_SUPPLIES
from lceval_docs.model.case import Case, DirectSource, GasSource
from lceval_docs.model.evaluation import Calculation, FactorUse, Line, Missing
from lceval_docs.model.prose import Equation
from lceval_docs.model.standard import Standard
from lceval_docs.quantities import Quantity
from lceval_docs.views import label, number
from lceval_docs.views.edition.place import clause_of
from lceval_docs.views.equation import in_words, with_symbols
from lceval_docs.views.score import view_missing
from lceval_docs.views.step import LACKS, NOT_COMPUTED, NOT_GIVEN, StepView, place_of, proof

SOURCE, AMOUNT, FACTOR, METHOD, BLEND = "排放源", "活动数据", "因子", "方法", "混合物"
FACTOR_SAYS = "{name} {value}，{origin}，{where}（{place}）"
LOCATION_MARKET, PART = "位置法 {location}，市场法 {market}", "计入 {part}；{both}"
MARKET, NO_EMISSIONS = "市场法", "{supply}按零排放计；{clause}"
BLEND_SAYS = "{parts} = {potential}（{place}）"
GWP = "gwp"


def view_line(standard: Standard, case: Case, line: Line, depth: int = 0, part: str = "") -> Iterator[StepView]:
    """`part`: the amount of the line that the total above it takes, where that is not its emissions."""
    yield StepView(depth, f"{SOURCE} {line.source} {line.name}（{line.year}）", _amounts(standard, line, part))
    given = number.as_given(line.amount) if line.amount else NOT_GIVEN
    yield StepView(depth + 1, AMOUNT, f"{given} ← {place_of(case, line.mark)}{proof(line.evidence)}")
    for missing in line.missing:
        yield StepView(depth + 1, LACKS, lacking(standard, case, missing))
    for factor in line.factors:
        yield StepView(depth + 1, FACTOR, _factor(standard, case, factor))
        if factor.parameter == GWP:
            yield from _blend(standard, case, line, factor, depth + 1)
    for calculation in line.calculations:
        yield StepView(depth + 1, METHOD, _calculation(standard, calculation))
    is_free = line.emissions_market and not line.emissions_market.value and line.supply not in FULL_PRICE_SUPPLIES
    if is_free and line.emissions and line.emissions.value:
        clause = clause_of(standard, "formula", "electricity")
        yield StepView(depth + 1, MARKET, NO_EMISSIONS.format(supply=label.SUPPLY[line.supply], clause=clause))


def _amounts(standard: Standard, line: Line, part: str) -> str:
    rounding = standard.grading.rounding
    if not (line.emissions and line.emissions_market):
        return NOT_COMPUTED
    location, market = (number.quantity(e, rounding) for e in (line.emissions, line.emissions_market))
    both = LOCATION_MARKET.format(location=location, market=market)
    taken: Quantity | None = getattr(line, part) if part else None
    if taken is None or part.startswith("emissions"):
        return both
    return PART.format(part=number.quantity(taken, rounding), both=both)


def lacking(standard: Standard, case: Case, missing: Missing) -> str:
    """What was not given, of which source, and where it would stand."""
    what = f"{missing.of} {view_missing(standard, missing).what}".strip()
    return f"{what}（{place_of(case, missing.mark)}）" if missing.mark.file else what


def _factor(standard: Standard, case: Case, factor: FactorUse) -> str:
    names = {p.id: p.name for p in standard.factors.methods.parameters}
    return FACTOR_SAYS.format(
        name=names.get(factor.parameter, factor.parameter),
        value=number.as_given(factor.quantity),
        origin=label.ORIGIN[factor.origin],
        where=" ".join(filter(None, (str(factor.year or ""), factor.region, factor.source))),
        place=place_of(case, factor.mark),
    )


def _blend(standard: Standard, case: Case, line: Line, factor: FactorUse, depth: int) -> Iterator[StepView]:
    """The warming potential of a blend: the parts of it by their mass shares."""
    gases = {gas.id: gas for gas in standard.factors.warming_potentials.gases}
    source = next(s for s in case.factory.inventory.sources if s.id == line.source)
    edition = case.factory.inventory.gwp
    if isinstance(source, GasSource | DirectSource) and (blend := gases[source.gas].blend):
        parts = " + ".join(
            f"{number.plain(share)} % × {_potential(gases[part].gwp, edition)}" for part, share in blend.items()
        )
        potential, place = number.as_given(factor.quantity), place_of(case, factor.mark)
        yield StepView(depth, BLEND, BLEND_SAYS.format(parts=parts, potential=potential, place=place))


def _potential(potentials: Mapping[str, Decimal] | None, edition: str) -> str:
    return number.plain(potentials[edition]) if potentials and edition in potentials else number.NOTHING


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
    where = "；".join(filter(None, (clause_of(standard, "formula", method.id), str(method.mark))))
    return f"{method.name}：{with_symbols(equation)} = {numbers} = {result}（{where}）"
