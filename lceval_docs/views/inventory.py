"""The inventory in print: lines of the evaluation year, totals by year, factors used, the bar of sources."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from lceval_docs.model.evaluation import Evaluation, FactorUse, Figure, Inventory, Line
from lceval_docs.model.standard import Standard
from lceval_docs.quantities import Quantity, rounded
from lceval_docs.records import dataclass
from lceval_docs.views import label, number
from lceval_docs.views.addition import RemarkView, view_addition
from lceval_docs.views.chart import Chart, Series
from lceval_docs.views.traced import Printed, Traced


@dataclass(frozen=True)
class LineView:
    """One source in the evaluation year."""

    id: str
    name: Printed
    kind: Printed
    scope: Printed
    amount: Printed
    factor: Printed
    location: Printed
    market: Printed
    energy: Printed
    evidence: Printed


@dataclass(frozen=True)
class YearView:
    """Totals of one year."""

    year: Printed
    scope1: Annotated[str, Traced(("scope1",))]
    scope2_location: Annotated[str, Traced(("scope2_location",))]
    scope2_market: Annotated[str, Traced(("scope2_market",))]
    total_location: Annotated[str, Traced(("scope1", "scope2_location"))]
    total_market: Annotated[str, Traced(("scope1", "scope2_market"))]
    energy_equivalent: Annotated[str, Traced(("energy_equivalent",))]
    energy_calorific: Annotated[str, Traced(("energy_calorific",))]
    remark: str


@dataclass(frozen=True)
class FactorView:
    """A factor as it was used, and where it comes from."""

    id: str
    sources: str
    parameter: str
    value: Printed
    applies_to: str
    origin: str
    source: str
    verification: str


@dataclass(frozen=True)
class InventoryView:
    lines: tuple[LineView, ...]
    years: tuple[YearView, ...]
    factors: tuple[FactorView, ...]
    is_complete: bool
    gaps: str
    extra_notes: tuple[str, ...]
    remarks: tuple[RemarkView, ...]
    chart: Chart


INCOMPLETE, COMPLETE = "不完整：缺 {gaps}", ""
NO_SOURCES = "没有填写排放源，未能核算。"
CHART_TITLE = "{year}年各排放源排放量（基于市场，tCO₂e）"
CHART_ALTERNATIVE = "条形图：{year}年各排放源排放量。{values}。"
BIOGENIC_NOTE = "生物质排放 {value}，单独列示，不计入总量。"
SCOPE3_NOTE = "工厂另报告范围三排放 {value}，不计入总量。"
OF_OTHER_YEAR = "（采用其他年份因子的理由：{reason}）"
UNTIL = "至"
CONVENTIONS = (("scope2_location", "位置法"), ("scope2_market", "市场法"))
COLUMN = "{year}年（{convention}）"


def view_inventory(standard: Standard, evaluation: Evaluation) -> InventoryView:
    year = evaluation.evaluation_year
    inventory = evaluation.inventories[year]
    return InventoryView(
        lines=tuple(_line(standard, line) for line in inventory.lines),
        years=tuple(_year(standard, evaluation.inventories[y]) for y in sorted(evaluation.inventories)),
        factors=tuple(_factors(standard, evaluation)),
        is_complete=not inventory.missing,
        gaps=_gaps(inventory),
        extra_notes=tuple(_notes(standard, inventory)),
        remarks=tuple(_remarks(standard, evaluation)),
        chart=_chart(standard, inventory),
    )


def _line(standard: Standard, line: Line) -> LineView:
    rounding = standard.grading.rounding
    direct = [f for f in line.factors if f.parameter in ("emission_factor", "gwp")]
    return LineView(
        id=line.source,
        name=line.name,
        kind=_kind(line),
        scope=label.SCOPE[line.scope],
        amount=number.as_given(line.amount),
        factor=number.as_given(direct[0].quantity) if direct else number.NOTHING,
        location=_tonnes(line.emissions, standard),
        market=_tonnes(line.emissions_market, standard),
        energy=number.NOTHING
        if line.energy_equivalent is None
        else number.fixed(line.energy_equivalent.value, rounding.amount),
        evidence=label.stacked(line.evidence),
    )


def _kind(line: Line) -> str:
    supply = label.SUPPLY[line.supply]
    return supply if line.kind == "electricity" else label.SOURCE_KIND[line.kind]


def _tonnes(amount: Quantity | None, standard: Standard) -> str:
    return number.NOTHING if amount is None else number.fixed(amount.value, standard.grading.rounding.amount)


def _year(standard: Standard, inventory: Inventory) -> YearView:
    if not inventory.lines:
        nothing = number.NOTHING
        return YearView(
            *(str(inventory.year), nothing, nothing, nothing, nothing, nothing, nothing, nothing, NO_SOURCES)
        )
    totals = {name: figure.quantity for name, figure in inventory.totals.items()}
    return YearView(
        year=str(inventory.year),
        scope1=_tonnes(totals["scope1"], standard),
        scope2_location=_tonnes(totals["scope2_location"], standard),
        scope2_market=_tonnes(totals["scope2_market"], standard),
        total_location=_tonnes(totals["scope1"].plus(totals["scope2_location"]), standard),
        total_market=_tonnes(totals["scope1"].plus(totals["scope2_market"]), standard),
        energy_equivalent=_tonnes(totals["energy_equivalent"], standard),
        energy_calorific=_tonnes(totals["energy_calorific"], standard),
        remark=INCOMPLETE.format(gaps=_gaps(inventory)) if inventory.missing else COMPLETE,
    )


def _remarks(standard: Standard, evaluation: Evaluation) -> Iterator[RemarkView]:
    """Years whose printed scopes do not make the printed total."""
    places = standard.grading.rounding.amount
    for year in sorted(evaluation.inventories):
        totals = evaluation.inventories[year].totals
        one = totals["scope1"].quantity
        for name, convention in CONVENTIONS:
            two = totals[name].quantity
            what = COLUMN.format(year=year, convention=convention)
            parts, whole = (one.value, two.value), one.plus(two).value
            yield from view_addition(f"{name}-{year}", what, parts, whole, places)


def _gaps(inventory: Inventory) -> str:
    return label.listed(dict.fromkeys(f"{m.of} {label.PARAMETER.get(m.what, m.what)}" for m in inventory.missing))


def _factors(standard: Standard, evaluation: Evaluation) -> Iterator[FactorView]:
    """Each factor of all years once, with the sources that used it and the years it was used in."""
    names = {p.id: p.name for p in standard.factors.methods.parameters}
    used: dict[FactorUse, tuple[dict[str, None], dict[int, None]]] = {}
    for inventory in evaluation.inventories.values():
        for line in inventory.lines:
            for factor in line.factors:
                sources, years = used.setdefault(factor, ({}, {}))
                sources[line.source] = None
                years[line.year] = None
    for place, (factor, (sources, years)) in enumerate(used.items(), 1):
        spread = str(min(years)) if len(years) == 1 else f"{min(years)}{UNTIL}{max(years)}"
        yield FactorView(
            id=f"{next(iter(sources))}.{place}",
            sources=label.stacked(sources),
            parameter=names.get(factor.parameter, factor.parameter),
            value=number.as_given(factor.quantity),
            applies_to=" ".join(filter(None, (str(factor.year) if factor.year else spread, factor.region))),
            origin=label.ORIGIN[factor.origin],
            source=factor.source + (OF_OTHER_YEAR.format(reason=factor.reason) if factor.reason else ""),
            verification=label.VERIFICATION[factor.verification],
        )


def _notes(standard: Standard, inventory: Inventory) -> Iterator[str]:
    for name, note in (("biogenic", BIOGENIC_NOTE), ("scope3", SCOPE3_NOTE)):
        figure: Figure = inventory.totals[name]
        if figure.lines:
            yield note.format(value=number.quantity(figure.quantity, standard.grading.rounding))


def _chart(standard: Standard, inventory: Inventory) -> Chart:
    """Emissions by source, largest first, market-based."""
    places = standard.grading.rounding.amount
    lines = [line for line in inventory.lines if line.emissions_market is not None and line.scope in ("1", "2")]
    lines.sort(key=lambda line: line.emissions_market.value, reverse=True)  # type: ignore[union-attr]
    values = tuple(rounded(line.emissions_market.value, places) for line in lines)  # type: ignore[union-attr]
    names = tuple(f"{line.source} {line.name}" for line in lines)
    told = "；".join(f"{name} {value}" for name, value in zip(names, values, strict=True))
    title = CHART_TITLE.format(year=inventory.year)
    return Chart(names, (Series(title, values),), CHART_ALTERNATIVE.format(year=inventory.year, values=told))
