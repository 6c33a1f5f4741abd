"""Basic requirements, grades, limits, tailoring, rounding as tables."""

from __future__ import annotations

from collections.abc import Iterator

from lceval_docs.model.prose import Remark, Row, Table
from lceval_docs.model.standard import Standard
from lceval_docs.views import label, number
from lceval_docs.views.edition.cell import heads, middle, text, words
from lceval_docs.views.rule import condition_of, limit_of, unit_of

MAY, MAY_NOT = "可", "不可"
IN_FORCE = "{name}，本文件采用"


def prerequisites(standard: Standard) -> Iterator[Table]:
    rows = tuple(
        (middle(p.id), text(p.requirement), middle(MAY if p.may_not_apply else MAY_NOT), text(label.listed(p.evidence)))
        for p in standard.grading.prerequisites
    )
    yield Table("prerequisites", "基本要求", heads("编号", "要求", "不适用", "证明材料"), rows, (8, 56, 10, 26))


def dimensions(standard: Standard) -> Iterator[Table]:
    rows: list[Row] = [
        (
            middle(d.id),
            text(d.name),
            text(label.listed(t.name for t in d.topics)),
            middle(str(sum(1 for _ in d.indicators))),
            middle(number.plain(d.weight.points)),
        )
        for d in standard.dimensions
    ]
    total = str(sum(1 for _ in standard.indicators))
    rows.append((text("合计", True, 3), middle(total), middle(number.plain(standard.grading.full_marks))))
    yield Table(
        "dimensions",
        "评价指标体系的构成",
        heads("编号", "一级指标", "二级指标", "三级指标数", "分值"),
        tuple(rows),
        (8, 18, 50, 13, 11),
    )


def grades(standard: Standard) -> Iterator[Table]:
    grading = standard.grading
    rows = tuple(
        (
            middle(g.name),
            middle(f"≥ {number.plain(g.at_least)} 分"),
            text("；或 ".join(condition_of(standard, c) for c in g.any_of) or number.NOTHING),
            text("满足全部限值条件" if g.gates else number.NOTHING),
        )
        for g in grading.grades
    )
    last = f"基本要求有不满足的，或必选指标有不满足的，或不满足上述任一等级的条件的，结果为“{grading.fail.name}”。"
    yield Table(
        "grades",
        "等级判定",
        heads("等级", "总分", "附加条件（满足其一）", "限值条件"),
        rows,
        (18, 16, 42, 24),
        remarks=(Remark("note", words(last)),),
    )


def gates(standard: Standard) -> Iterator[Table]:
    grading = standard.grading
    variants = grading.gate_variants
    names = [IN_FORCE.format(name=v.name) if v.id == grading.gate_variant else v.name for v in variants]
    rows: list[Row] = [
        (middle(gate.id), text(gate.name), *(middle(limit_of(standard, v.gates[n])) for v in variants))
        for n, gate in enumerate(grading.variant.gates)
    ]
    quantities = {i.id: i for i in standard.derived}
    rows += [
        (
            middle(number.NOTHING),
            text(quantities[id].name),
            *(middle(f"≤ {number.plain(v.parameters[id])} {unit_of(standard, quantities[id].unit)}") for v in variants),
        )
        for id in grading.variant.parameters
    ]
    yield Table("gates", "限值条件", heads("编号", "项目", *names), tuple(rows), (8, 26, *[22] * len(variants)))


def tailoring(standard: Standard) -> Iterator[Table]:
    limits = standard.grading.tailoring
    rows = (
        (
            text(f"不适用的三级指标的分值合计（{label.listed(limits.not_counted)} 不计入）"),
            middle(f"≤ {number.plain(limits.not_applicable_points)} 分"),
        ),
        (
            text("任一一级指标内不适用的分值占该一级指标分值的比例"),
            middle(f"≤ {number.plain(limits.not_applicable_share)} %"),
        ),
        (
            text("三级指标的分值在所属二级指标内的调整幅度（二级指标的合计不变）"),
            middle(f"≤ {number.plain(limits.points_shift)} %"),
        ),
    )
    yield Table("tailoring", "调整的限度", heads("项目", "限度"), rows, (74, 26))


def rounding(standard: Standard) -> Iterator[Table]:
    rules = standard.grading.rounding
    kinds = (
        ("三级指标和一级指标的得分", rules.points),
        ("总分", rules.total),
        ("排放量、能耗等总量", rules.amount),
        ("百分数", rules.percentage),
        ("单位产品、单位产值等强度", rules.intensity),
    )
    rows = tuple((text(kind), middle(str(places))) for kind, places in kinds)
    yield Table("rounding", "结果保留的小数位数", heads("项目", "小数位数"), rows, (74, 26))


def profiles(standard: Standard) -> Iterator[Table]:
    names = {i.id: i.name for i in standard.indicators}
    for profile in standard.profiles:
        rows = tuple(
            (
                text(f"{id} {names[id]}"),
                middle(number.plain(b.base)),
                middle(number.plain(b.lead)),
                middle(unit_of(standard, b.unit)),
                text(b.source),
            )
            for id, b in profile.benchmarks.items()
        )
        yield Table(
            f"profiles-{profile.id}",
            f"行业基准值和引领值：{profile.name}",
            heads("三级指标", "基准值", "引领值", "单位", "来源"),
            rows,
            (30, 10, 10, 16, 34),
        )
