"""Both conventions of bought electricity side by side: scopes, totals, and the way between two years as a waterfall."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from lceval_docs.model.evaluation import Evaluation, Inventory
from lceval_docs.model.standard import Standard
from lceval_docs.quantities import rounded
from lceval_docs.records import dataclass
from lceval_docs.views import number
from lceval_docs.views.addition import RemarkView, view_addition
from lceval_docs.views.chart import Chart, Series
from lceval_docs.views.inventory import COLUMN, CONVENTIONS
from lceval_docs.views.traced import Printed


@dataclass(frozen=True)
class ConventionRowView:
    """Emissions in tCO2e of the base year and the evaluation year, by location and by market."""

    id: str
    name: str
    base_location: Printed
    location: Printed
    change_location: Printed
    base_market: Printed
    market: Printed
    change_market: Printed


@dataclass(frozen=True)
class ConventionsView:
    """`difference`: the total by market less that by location; empty while one is not known."""

    rows: tuple[ConventionRowView, ...]
    difference: Printed
    remarks: tuple[RemarkView, ...]
    waterfall: Chart


SCOPE1, SCOPE2, TOTAL = "范围一", "范围二", "合计"
CHANGE = "变化（{convention}）"
HIDDEN, LEVEL, RISE, FALL = "起点（不显示）", "合计", "增加", "减少"
ALTERNATIVE = "瀑布图：两种口径下由{base}年合计到{year}年合计。{values}。"
NOTHING_DRAWN = "两年的排放量不全或有负值"
STEP = "{convention}{name}"
YEAR = "{year}年"

_Amounts = tuple[Decimal | None, Decimal | None, Decimal | None]


def view_conventions(standard: Standard, evaluation: Evaluation) -> ConventionsView:
    places = standard.grading.rounding.amount
    years = [evaluation.inventories[y] for y in (evaluation.base_year, evaluation.evaluation_year)]
    by = [(tuple(_amounts(inventory, scope2) for inventory in years), name) for scope2, name in CONVENTIONS]
    (base_location, location), (base_market, market) = by[0][0], by[1][0]
    between = number.difference(market[2], location[2])
    rows = zip((SCOPE1, SCOPE2, TOTAL), base_location, location, base_market, market, strict=True)
    return ConventionsView(
        rows=tuple(
            ConventionRowView(
                id,
                name,
                number.fixed(a, places),
                number.fixed(b, places),
                number.signed(number.difference(b, a), places),
                number.fixed(c, places),
                number.fixed(d, places),
                number.signed(number.difference(d, c), places),
            )
            for id, (name, a, b, c, d) in zip(("scope1", "scope2", "total"), rows, strict=True)
        ),
        difference="" if between is None else number.signed(between, places),
        remarks=tuple(_remarks(evaluation, by, places)),
        waterfall=_waterfall(evaluation, by, places),
    )


def _amounts(inventory: Inventory, scope2: str) -> _Amounts:
    """Scope 1, scope 2 and both; None where something is missing in them."""
    one, two = (None if inventory.gaps[name] else inventory.totals[name].quantity.value for name in ("scope1", scope2))
    return one, two, None if one is None or two is None else one + two


def _remarks(evaluation: Evaluation, by: list[tuple[tuple[_Amounts, ...], str]], places: int) -> Iterator[RemarkView]:
    """What does not add up as printed: down each column, and across from year to year."""
    for (before, after), name in by:
        for year, (one, two, both) in {evaluation.base_year: before, evaluation.evaluation_year: after}.items():
            if one is not None and two is not None and both is not None:
                yield from view_addition(
                    f"{name}-{year}", COLUMN.format(year=year, convention=name), (one, two), both, places
                )
        changes = [number.difference(a, b) for a, b in zip(after, before, strict=True)]
        if (one := changes[0]) is not None and (two := changes[1]) is not None and (both := changes[2]) is not None:
            yield from view_addition(f"{name}-change", CHANGE.format(convention=name), (one, two), both, places)


def _waterfall(evaluation: Evaluation, by: list[tuple[tuple[_Amounts, ...], str]], places: int) -> Chart:
    """Columns that stand on an invisible one: base year, change of each scope, evaluation year; once by convention."""
    names: list[str] = []
    columns: list[tuple[Decimal, Decimal, Decimal, Decimal]] = []
    told: list[str] = []
    for (before, after), name in by:
        start, end = before[2], after[2]
        one, two = number.difference(after[0], before[0]), number.difference(after[1], before[1])
        if start is None or end is None or one is None or two is None or min(start, start + one, end) < 0:
            nothing = Series(NOTHING_DRAWN, (Decimal(0),))
            return Chart(("",), (nothing,), _told(evaluation, NOTHING_DRAWN))
        zero = Decimal(0)
        columns += [
            (zero, start, zero, zero),
            _between(start, one),
            _between(start + one, two),
            (zero, end, zero, zero),
        ]
        years = (YEAR.format(year=evaluation.base_year), YEAR.format(year=evaluation.evaluation_year))
        steps = (years[0], SCOPE1, SCOPE2, years[1])
        names += [STEP.format(name=step, convention=name) for step in steps]
        amounts = (
            number.fixed(start, places),
            number.signed(one, places),
            number.signed(two, places),
            number.fixed(end, places),
        )
        told.append(f"{name}：" + "，".join(f"{s} {a}" for s, a in zip(steps, amounts, strict=True)))
    series = tuple(
        Series(title, tuple(rounded(column[n], places) for column in columns))
        for n, title in enumerate((HIDDEN, LEVEL, RISE, FALL))
    )
    return Chart(tuple(names), series, _told(evaluation, "；".join(told)))


def _between(start: Decimal, change: Decimal) -> tuple[Decimal, Decimal, Decimal, Decimal]:
    """A column from one level to the next: what is hidden below it, nothing, how far up, how far down."""
    return min(start, start + change), Decimal(0), max(change, Decimal(0)), max(-change, Decimal(0))


def _told(evaluation: Evaluation, values: str) -> str:
    return ALTERNATIVE.format(base=evaluation.base_year, year=evaluation.evaluation_year, values=values)
