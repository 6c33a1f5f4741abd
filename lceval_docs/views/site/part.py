"""Generated parts of the text: what a `[[name]]` in a chapter stands for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal

from lceval_docs.formulas import parse
from lceval_docs.model.grading import Condition
from lceval_docs.model.indicator import Indicator
from lceval_docs.model.origin import Statement
from lceval_docs.model.standard import Standard
from lceval_docs.model.text import Reference
from lceval_docs.views import label, number
from lceval_docs.views.block import Badge, Block, Code, Formula, Heading, Items, Link, Paragraph, Table
from lceval_docs.views.equation import Equation


def badge(statement: Statement) -> Badge:
    return Badge(statement.status, label.STATUS[statement.status])


def basis(statement: Statement) -> str:
    """Where a statement comes from, without the standing that its badge shows already."""
    return re.sub(f"^{label.STATUS[statement.status]}[：；]", "", statement.basis)


def anchor(id: str) -> str:
    """The permanent anchor of an indicator."""
    return f"i-{id.lower()}"


def unit_of(standard: Standard, text: str) -> str:
    """A unit as printed; a unit that each factory chooses goes by its name."""
    return "/".join(standard.unit_names[p] if p in standard.stand_ins else number.unit(p) for p in text.split("/"))


def indicator_page(indicator: Indicator) -> str:
    return f"indicators/{indicator.id[0].lower()}.md"


def terms(standard: Standard) -> Iterator[Block]:
    for term in standard.terms:
        yield Heading(3, (f"{term.name}　{term.english} ", badge(term)), f"term-{term.id}")
        yield Paragraph(term.definition)
        if term.note:
            yield Paragraph(f"注：{term.note}")


def _reference(reference: Reference) -> tuple[str, ...]:
    numbered = f"{reference.id}—{reference.edition}" if reference.edition else reference.id
    note = "；".join(filter(None, (reference.replaces and f"代替 {reference.replaces}", reference.note)))
    return numbered, reference.title, label.STANDING[reference.standing], number.day(reference.checked_on), note


def _references(standard: Standard, use: str) -> Iterator[Block]:
    rows = tuple(_reference(r) for r in standard.references if r.use == use)
    yield Table(("文件编号", "名称", "状态", "查询日期", "说明"), rows)


def references(standard: Standard) -> Iterator[Block]:
    yield from _references(standard, "normative")


def bibliography(standard: Standard) -> Iterator[Block]:
    yield from _references(standard, "informative")


def process(standard: Standard) -> Iterator[Block]:
    rows = tuple(
        (
            stage.name,
            step.name,
            step.actor,
            step.action,
            step.time_limit or number.NOTHING,
            label.listed(step.documents),
            badge(step),
        )
        for stage in standard.stages
        for step in stage.steps
    )
    yield Table(("阶段", "步骤", "执行者", "工作内容", "时限", "文件", "状态"), rows)


def prerequisites(standard: Standard) -> Iterator[Block]:
    rows = tuple(
        (p.id, p.requirement, "可以不适用" if p.may_not_apply else "", label.listed(p.evidence), badge(p))
        for p in standard.grading.prerequisites
    )
    yield Table(("编号", "要求", "适用", "证明材料", "状态"), rows)


def indicators(standard: Standard) -> Iterator[Block]:
    for dimension in standard.dimensions:
        yield Heading(
            3,
            (f"{dimension.id}　{dimension.name}（{number.plain(dimension.weight.points)}分）",),
            f"d-{dimension.id.lower()}",
        )
        rows = tuple(
            (
                topic.name,
                Link(f"{i.id} {i.name}", f"{indicator_page(i)}#{anchor(i.id)}"),
                label.KIND[i.kind],
                number.plain(i.points),
                i.requirement,
                label.METHOD[i.scoring.method],
                "可以" if i.not_applicable.allowed else "不可",
            )
            for topic in dimension.topics
            for i in topic.indicators
            if not i.retired
        )
        yield Table(("二级指标", "三级指标", "类型", "分值", "要求", "评分方法", "不适用"), rows)


def grades(standard: Standard) -> Iterator[Block]:
    grading = standard.grading
    rows = tuple(
        (
            g.name,
            f"总分不低于 {number.plain(g.at_least)} 分",
            _conditions(standard, g.any_of),
            "满足全部门槛" if g.gates else number.NOTHING,
            badge(g),
        )
        for g in grading.grades
    )
    yield Table(("等级", "总分", "附加条件（满足其一）", "门槛", "状态"), rows)
    yield Paragraph(f"基本要求任一项不符合，或必选指标任一项不满足，或达不到上述等级的，结果为“{grading.fail.name}”。")
    for variant in grading.gate_variants:
        chosen = "（采用）" if variant.id == grading.gate_variant else ""
        yield Heading(3, (f"{variant.name}{chosen} ", badge(variant)), f"gates-{variant.id.lower()}")
        yield Table(
            ("编号", "项目", "界限", "参考"),
            tuple((g.id, g.name, _limit(g.at_least, g.at_most, g.unit), g.anchor) for g in variant.gates),
        )
        names = {i.id: (i.name, i.unit) for i in standard.derived}
        yield Items(
            tuple(
                f"{names[id][0]}：{number.plain(value)} {number.unit(names[id][1])}"
                for id, value in variant.parameters.items()
            )
        )


def _limit(least: Decimal | None, most: Decimal | None, unit: str) -> str:
    return f"{'≥' if least is not None else '≤'} {least if least is not None else most} {number.unit(unit)}"


def _conditions(standard: Standard, conditions: tuple[Condition, ...]) -> str:
    units = {i.id: number.unit(i.measure.unit) for i in standard.indicators if i.measure}
    return (
        "；".join(
            f"{c.indicator} 不低于 {c.value_at_least} {units.get(c.indicator, '')}"
            if c.value_at_least is not None
            else f"{c.indicator} 达到引领值"
            for c in conditions
        )
        or number.NOTHING
    )


def tailoring(standard: Standard) -> Iterator[Block]:
    limits, rounding = standard.grading.tailoring, standard.grading.rounding
    yield Items(
        (
            f"不适用指标的分值合计不超过 {number.plain(limits.not_applicable_points)} 分"
            f"（{label.listed(limits.not_counted)} 不计入），且不超过任一一级指标分值的 {number.plain(limits.not_applicable_share)} %。",
            f"三级指标的分值可以在所属二级指标内调整，幅度不超过 {number.plain(limits.points_shift)} %，二级指标的合计不变。",
            f"列示时，得分保留 {rounding.points} 位小数，总分保留 {rounding.total} 位小数；与界限值比较时采用未修约的数值。",
        )
    )
    for profile in standard.profiles:
        yield Heading(3, (f"行业调整示例：{profile.name} ", badge(profile)), f"profile-{profile.id}")
        yield Table(
            ("指标", "基准值", "引领值", "单位", "来源"),
            tuple(
                (id, number.plain(b.base), number.plain(b.lead), number.unit(b.unit), b.source)
                for id, b in profile.benchmarks.items()
            ),
        )


def methods(standard: Standard) -> Iterator[Block]:
    table = standard.factors.methods
    for method in table.methods:
        yield Heading(3, (f"{method.name} ", badge(method)), f"m-{method.id}")
        yield Formula(Equation(method.symbol, parse(method.formula), standard.symbols))
        yield Paragraph((f"结果的单位：{number.unit(method.unit)}。{method.note}",))
    yield Table(("符号", "名称", "标识"), tuple((p.symbol, p.name, Code(p.id)) for p in table.parameters))


def defaults(standard: Standard) -> Iterator[Block]:
    yield Paragraph(("各类缺省值及其出处、冲突和核实情况见", Link("因子", "factors/index.md"), "。"))


def application(standard: Standard) -> Iterator[Block]:
    for form in standard.forms:
        yield Paragraph((Link(form.title, f"forms/{form.id}.docx"), f"（{form.audience}填写）"))
        yield Items(tuple(s.title for s in form.sections))


PARTS: Mapping[str, Callable[[Standard], Iterator[Block]]] = {
    "terms": terms,
    "references": references,
    "process": process,
    "prerequisites": prerequisites,
    "indicators": indicators,
    "grades": grades,
    "tailoring": tailoring,
    "methods": methods,
    "defaults": defaults,
    "application": application,
    "bibliography": bibliography,
}
