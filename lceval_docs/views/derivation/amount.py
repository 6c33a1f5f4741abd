"""The chains behind amounts: years and trends, conventions, uncertainty, sensitivity, printed sums, offset credits."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from lceval_docs.engine.influence import influence
from lceval_docs.engine.sensitivity import ALL_BOUGHT, bought
from lceval_docs.engine.total import CO2E, renewable_totals
from lceval_docs.engine.trend import INTENSITIES, POWER, RENEWABLE, SUMS
from lceval_docs.engine.uncertainty import absolute, uncertainty
from lceval_docs.model.analysis import LineUncertainty
from lceval_docs.model.factor import Quality
from lceval_docs.views import label, number
from lceval_docs.views.convention import view_conventions
from lceval_docs.views.derivation.asked import FROM, Asked, Steps
from lceval_docs.views.derivation.points import ROUNDED, ROUNDED_SAYS, both_totals, total
from lceval_docs.views.inventory import CONVENTIONS
from lceval_docs.views.offset import credit_item
from lceval_docs.views.sensitivity import view_sensitivity
from lceval_docs.views.step import StepView
from lceval_docs.views.trend import NAMES, view_trend

COMPUTED, DIVIDED, SEVERAL, CHANGED = (
    "计算",
    "{above} ÷ {below}",
    "({names})",
    "{year}年 {now} − {base}年 {then} = {change} {unit}",
)
RATE = "，÷ {base}年 = {rate} %（按未修约的数）"
BETWEEN = "两种口径之差", "市场法合计减位置法合计，{year}年；范围一相同"
CLASS, CLASS_SAYS = "数据质量等级", "{name} ±{percent} %，{source}（{place}）"
ROOT, ROOT_LINE = "不确定度", "各级相对不确定度的平方和开平方：√({parts}) = {relative} %"
ROOT_TOTAL = "各排放源不确定度的平方和开平方：√({parts}) = {absolute} {unit}，÷ {total} = {relative} %"
LINE_PART = "{emissions} × {relative} % = {absolute}"
SOURCE = "排放源 {id} {name}"
TRIED, TRIED_SAYS = "敏感性", "只把“{name}”调低、调高 {error} %，其余不变，按未修约的数全部重新评分，再与总分比较"
ERROR, SET_BY = "误差取值", "{error} %，{basis}（{place}）"
LISTED, LISTED_SAYS = "列出项数", "{listed} 项，其余只计数，{basis}（{place}）"
REACHES = "涉及的指标和门槛"
ROW = "{name} 第{row}行（{year}）"
BASE, MARKET, LOCATION = "base_", "market", "location"


def years(asked: Asked) -> Steps:
    """A year of the inventory: what was reported for it."""
    return asked.quantities(("scope1", "scope2_location", "scope2_market"), (int(asked.key),))


def trend(asked: Asked) -> Iterator[StepView]:
    """A quantity of a year, or its change since the base year."""
    id, year = asked.figure.keys[-2], int(asked.key)
    compared = asked.field != "value" and year != (base := asked.evaluation.base_year)
    yield StepView(0, NAMES[id], _compared(asked, id, year, base) if compared else str(year))
    above, below = _parts(asked, id)
    made = _names(asked, above)
    if below:
        made = DIVIDED.format(above=SEVERAL.format(names=made) if len(above) > 1 else made, below=_names(asked, below))
    yield StepView(1, COMPUTED, made)
    yield from asked.quantities((*above, *below), (year, base) if compared else (year,), 1)


def _compared(asked: Asked, id: str, year: int, base: int) -> str:
    """A year less the base year, in numbers; and that as a part of the base year."""
    told = next(q for q in view_trend(asked.standard, asked.case, asked.evaluation).quantities if q.id == id)
    years = {int(one.year): one for one in told.years}
    now, then = years[year], years[base]
    says = CHANGED.format(year=year, base=base, now=now.value, then=then.value, change=now.change, unit=told.unit)
    return says + (RATE.format(base=base, rate=now.rate) if asked.field == "rate" and told.unit != "%" else "")


def _parts(asked: Asked, id: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What a trend adds up, and what it divides that by."""
    if id == RENEWABLE:
        return renewable_totals(), (POWER,)
    if id in INTENSITIES:
        return SUMS[INTENSITIES[id]], tuple(asked.standard.stand_ins.values())
    return SUMS[id], ()


def _names(asked: Asked, ids: tuple[str, ...]) -> str:
    names = {item.id: item.name for item in asked.standard.quantities}
    return " + ".join(names[id] for id in ids)


def convention(asked: Asked) -> Iterator[StepView]:
    """A row of both conventions side by side."""
    is_market = asked.field.endswith("market")
    totals = {"scope1": ("scope1",), "scope2": (_scope2(is_market),), "total": ("scope1", _scope2(is_market))}
    before, now = asked.evaluation.base_year, asked.year
    if not asked.field.startswith("change"):
        yield from asked.quantities(totals[asked.key], (before if asked.field.startswith(BASE) else now,))
        return
    row = next(r for r in view_conventions(asked.standard, asked.evaluation).rows if r.id == asked.key)
    by = MARKET if is_market else LOCATION
    values = {"now": getattr(row, by), "then": getattr(row, f"{BASE}{by}"), "change": getattr(row, f"change_{by}")}
    says = CHANGED.format(year=now, base=before, unit=number.unit(CO2E), **values)
    yield StepView(0, row.name, says)
    yield from asked.quantities(totals[asked.key], (now, before), 1)


def _scope2(is_market: bool) -> str:
    return CONVENTIONS[1 if is_market else 0][0]


def between(asked: Asked) -> Iterator[StepView]:
    """The total by market less that by location."""
    what, says = BETWEEN
    yield StepView(0, what, says.format(year=asked.year))
    yield from asked.quantities((_scope2(True), _scope2(False)), (asked.year,), 1)


def printed_sum(asked: Asked) -> Iterator[StepView]:
    """Why printed parts do not make a printed total: both numbers, and what the total adds up."""
    yield from _rounded(asked)
    name, _, when = asked.key.rpartition("-")
    by_name = {shown: id for id, shown in CONVENTIONS}
    ids = ("scope1", by_name.get(name, name))
    then = (int(when),) if when.isdigit() else (asked.year, asked.evaluation.base_year)
    yield from asked.quantities(ids, then, 1)


def printed_points(asked: Asked) -> Iterator[StepView]:
    """The same of points."""
    yield from _rounded(asked)
    yield from (both_totals if asked.key in ("difference", "own") else total)(asked)


def _rounded(asked: Asked) -> Iterator[StepView]:
    policy = asked.rounding
    yield StepView(0, ROUNDED, f"{ROUNDED_SAYS}；{policy.basis}（{asked.place(policy.mark)}）")


def quality(asked: Asked) -> Iterator[StepView]:
    """A class of data."""
    yield _class(asked, getattr(asked.standard.factors.uncertainty, asked.key), 0)


def _class(asked: Asked, one: Quality, depth: int) -> StepView:
    table = asked.standard.factors.uncertainty
    place = asked.place(one.mark)
    says = CLASS_SAYS.format(name=one.name, percent=number.plain(one.percent), source=table.source, place=place)
    return StepView(depth, CLASS, says)


def uncertain_line(asked: Asked) -> Iterator[StepView]:
    """How sure a source is: its classes, and the source itself."""
    found = uncertainty(asked.standard, asked.case, asked.evaluation)
    one = next(line for line in found.lines if line.line.source == asked.key)
    classes = [c for c in (one.amount, one.factor) if c]
    parts = " + ".join(f"{number.plain(c.percent)}²" for c in classes)
    relative = number.fixed(one.relative, asked.rounding.percentage)
    yield StepView(0, ROOT, ROOT_LINE.format(parts=parts, relative=relative))
    yield from (_class(asked, c, 1) for c in classes)
    yield from asked.named(asked.key, 1)


def uncertain_total(asked: Asked) -> Iterator[StepView]:
    """How sure a total is: every source with its part."""
    found = uncertainty(asked.standard, asked.case, asked.evaluation)
    whole, rounding = found.totals[asked.key], asked.rounding
    amounts = {one.line.source: _emissions(one, asked.key) for one in found.lines}
    parts = [number.fixed(absolute(one, amounts[one.line.source]), rounding.amount) for one in found.lines]
    says = ROOT_TOTAL.format(
        parts=" + ".join(f"{part}²" for part in parts),
        absolute=number.fixed(whole.absolute.value, rounding.amount),
        unit=number.unit(whole.total.unit.text),
        total=number.fixed(whole.total.value, rounding.amount),
        relative=number.fixed(whole.relative, rounding.percentage),
    )
    yield StepView(0, ROOT, says)
    for one, part in zip(found.lines, parts, strict=True):
        emissions = number.fixed(amounts[one.line.source], rounding.amount)
        relative = number.fixed(one.relative, rounding.percentage)
        says = LINE_PART.format(emissions=emissions, relative=relative, absolute=part)
        yield StepView(1, SOURCE.format(id=one.line.source, name=one.line.name), says)
        yield from (_class(asked, c, 2) for c in (one.amount, one.factor) if c)
        yield from asked.named(one.line.source, 2)


def _emissions(one: LineUncertainty, convention: str) -> Decimal:
    found = one.line.emissions_market if convention == "market" else one.line.emissions
    return found.value if found else Decimal(0)


def error(asked: Asked) -> Iterator[StepView]:
    """By how much inputs are tried, and how many are printed."""
    limits = asked.standard.grading.analysis
    place = asked.place(limits.mark)
    wrong = number.plain(limits.input_error)
    yield StepView(0, ERROR, SET_BY.format(error=wrong, basis=limits.basis, place=place))
    yield StepView(0, LISTED, LISTED_SAYS.format(listed=limits.listed, basis=limits.basis, place=place))


def tried(asked: Asked) -> Iterator[StepView]:
    """What a wrong input does: what was changed, what depends on it, and where it was given."""
    told = view_sensitivity(asked.standard, asked.case, asked.evaluation)
    name = next(row.name for row in (*told.rows, *told.power) if row.id == asked.key)
    yield StepView(0, TRIED, TRIED_SAYS.format(name=name, error=told.error))
    limits = asked.standard.grading.analysis
    says = SET_BY.format(error=told.error, basis=limits.basis, place=asked.place(limits.mark))
    yield StepView(1, ERROR, says)
    sources = bought(asked.case) if asked.key == ALL_BOUGHT else (asked.key,)
    item, _, _ = asked.key.partition(".")
    totals = asked.evaluation.inventories[asked.year].totals
    parts = {name for name, figure in totals.items() if not set(sources).isdisjoint(figure.lines)}
    reached = influence(asked.standard, frozenset(parts or {item}), asked.year == asked.evaluation.base_year)
    yield StepView(1, REACHES, label.listed((*reached.indicators, *reached.gates)))
    if (entry := asked.entry(item)) and entry.rows:
        yield from _rows(asked, item, asked.year, 1)
    else:
        yield from (step for id in sources for step in asked.named(id, 1))


def credit(asked: Asked) -> Steps:
    """A credit of the offset ledger."""
    year, _, row = asked.key.partition("-")
    item = credit_item(asked.standard)
    return _rows(asked, item.id, int(year), 0, int(row)) if item else ()


def credit_total(asked: Asked) -> Steps:
    """What the credits come to: a column added up, or a quantity made of it."""
    item = credit_item(asked.standard)
    if item and asked.key in {column.id for column in item.columns}:
        return _rows(asked, item.id, asked.year, 0)
    return asked.quantity(asked.key, asked.year)


def _rows(asked: Asked, id: str, year: int, depth: int, only: int = 0) -> Iterator[StepView]:
    """The rows of a table in a year, or one of them: each cell with its place."""
    entry, item = asked.entry(id), asked.standard.data_items[id]
    if entry is None or entry.rows is None:
        return
    for place, row in enumerate(entry.rows.get(year, ()), 1):
        if only in (0, place):
            yield StepView(depth, ROW.format(name=item.name, row=place, year=year), label.listed(entry.evidence))
            for column in item.columns:
                if told := row.get(column.id):
                    says = FROM.format(value=told.text, place=asked.place(told.mark))
                    yield StepView(depth + 1, column.name, says)
