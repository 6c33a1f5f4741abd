"""Rules in words: how an indicator is scored, what a grade asks for, what the symbols of a formula mean."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from lceval_docs.formulas import Node, names
from lceval_docs.model.grading import Condition, Gate
from lceval_docs.model.indicator import BaseLead, Count, Indicator, Levels, Linear, Threshold, YesNo
from lceval_docs.model.standard import Standard
from lceval_docs.views import number

BENCHMARKS_TO_COME = "基准值和引领值由行业调整或评价工作方案给出"
COUNT_FIXED, COUNT_OF, COUNT_AT_MOST = "N = {number}", "N 取{name}", "，最多 {most}"


def unit_of(standard: Standard, text: str) -> str:
    """A unit as printed; a unit that each factory chooses goes by its name."""
    return "/".join(standard.unit_names[p] if p in standard.stand_ins else number.unit(p) for p in text.split("/"))


def limit_of(standard: Standard, gate: Gate) -> str:
    """`≤ 0.87 tCO₂/tce`, `≥ 20 %，≤ 60 %`"""
    unit = unit_of(standard, gate.unit)
    limits = ((sign, limit) for sign, limit in (("≥", gate.at_least), ("≤", gate.at_most)) if limit is not None)
    return "，".join(f"{sign} {_amount(limit, unit)}" for sign, limit in limits)


def condition_of(standard: Standard, condition: Condition) -> str:
    """What an indicator must show for a grade."""
    indicator = standard.indicators_by_id[condition.indicator]
    if condition.value_at_least is None:
        is_lead = condition.ratio_at_least == 1 and isinstance(indicator.scoring, BaseLead)
        return f"{indicator.id} {'达到引领值' if is_lead else f'得分比例不低于 {condition.ratio_at_least}'}"
    unit = unit_of(standard, indicator.measure.unit) if indicator.measure else ""
    return f"{condition.indicator} 不低于 {condition.value_at_least} {unit}".rstrip()


def meanings_of(standard: Standard, formula: Node) -> Iterator[tuple[str, str]]:
    """Symbol and meaning with unit of each name in a formula, in reading order."""
    items, derived = standard.data_items, {i.id: i for i in standard.derived}
    methods = standard.factors.methods
    parameters = {p.id: p for p in methods.parameters}
    constants = {c.id: c for c in methods.constants}
    for name in names(formula):
        if name in items:
            item = items[name]
            yield item.symbol, item.name + (in_unit(standard, item.units[0]) if item.type == "number" else "")
        elif name in derived:
            yield derived[name].symbol, derived[name].name + in_unit(standard, derived[name].unit)
        elif name in parameters:
            yield parameters[name].symbol, parameters[name].name
        elif name in constants:
            yield constants[name].symbol, constants[name].name


def in_unit(standard: Standard, unit: str) -> str:
    """`，单位为吨标准煤（tce）`; nothing for a pure number."""
    printed = unit_of(standard, unit)
    name = standard.unit_names.get(unit, printed)
    if not printed:
        return ""
    return f"，单位为{name}" if name == printed else f"，单位为{name}（{printed}）"


def rule_in_words(standard: Standard, indicator: Indicator) -> Iterator[str]:
    """A scoring rule in sentences, with its parameters."""
    points = number.plain(indicator.points)
    unit = unit_of(standard, indicator.measure.unit) if indicator.measure else ""
    match indicator.scoring:
        case YesNo(when=when):
            yield f"{when}：得 {points} 分；否则得 0 分。"
        case Levels(levels=levels):
            for level in levels:
                yield f"{level.id} 级，得分比例 {level.ratio}：{level.when}。"
        case Threshold(at_least=least, at_most=most):
            limits = ((word, limit) for word, limit in (("不低于", least), ("不高于", most)) if limit is not None)
            said = "且".join(f"{word} {_amount(limit, unit)}" for word, limit in limits)
            yield f"{said}：得 {points} 分；否则得 0 分。"
        case Count() as rule:
            yield f"得分 = {points} × n ÷ N，不超过 {points} 分；{count_in_words(standard, rule)}。"
        case Linear() as rule:
            yield f"{_amount(rule.zero_at, unit)} 得 0 分，{_amount(rule.full_at, unit)} 得 {points} 分，其间按比例。"
            if rule.fails_beyond is not None:
                yield f"劣于 {_amount(rule.fails_beyond, unit)} 判必选不满足。"
        case BaseLead() as rule:
            given = (
                f"基准值 {_amount(rule.base, unit)}，引领值 {_amount(rule.lead, unit)}"
                if rule.base is not None
                else BENCHMARKS_TO_COME
            )
            yield f"{given}；数值越{'低' if rule.better == 'lower' else '高'}越好。"
            yield f"劣于基准值得 0 分；等于基准值得 {points} × {rule.base_ratio}；达到引领值得 {points} 分，其间按比例。"
    if indicator.is_required and not isinstance(indicator.scoring, Linear):
        yield "必选指标得 0 分即为不满足。"


def _amount(value: Decimal | None, unit: str) -> str:
    return f"{value} {unit}".rstrip()


def count_in_words(standard: Standard, rule: Count) -> str:
    """What N of a count is: a number, or the amount of something that each factory says."""
    if rule.full_at is not None:
        return COUNT_FIXED.format(number=rule.full_at)
    items = standard.data_items
    most = "" if rule.at_most is None else COUNT_AT_MOST.format(most=rule.at_most)
    return COUNT_OF.format(name=items[rule.of].name if rule.of in items else rule.of) + most
