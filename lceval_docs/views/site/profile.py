"""What industries change: every indicator against every profile."""

from __future__ import annotations

from lceval_docs.model.grading import Profile
from lceval_docs.model.indicator import Indicator
from lceval_docs.model.standard import Standard
from lceval_docs.views import label, number
from lceval_docs.views.block import Block, Heading, Inline, Items, Link, Notice, Page, Table
from lceval_docs.views.rule import unit_of
from lceval_docs.views.site.part import badge, basis, indicator_path

PATH, TITLE = "indicators/profiles.md", "行业调整一览"
BENCHMARK, UNUSUAL = "基准值 {base}，引领值 {lead} {unit}", "常不适用：{reason}"
HOW = "表中列出各行业给出的基准值、引领值和通常不适用的指标；“—”表示按评价指标表。评价工作方案可以另行设定，限度见评分方法。"


def view_profiles(standard: Standard) -> Page:
    profiles = standard.profiles
    rows = tuple(_row(standard, indicator) for indicator in standard.indicators)
    blocks: list[Block] = [
        Notice("状态", standard.identity.notice),
        Table(("编号", "指标", "类型", *(p.name for p in profiles)), rows),
    ]
    for profile in profiles:
        blocks += [Heading(2, (f"{profile.name} ", badge(profile)), f"profile-{profile.id}"), Items(_facts(profile))]
    source = profiles[0].mark.file if profiles else standard.identity.mark.file
    return Page(PATH, TITLE, source, (*blocks[:1], Items((HOW,)), *blocks[1:]))


def _facts(profile: Profile) -> tuple[Inline, ...]:
    told = (f"行业代码：{label.listed(profile.industries)}", f"依据：{basis(profile)}", profile.note)
    return tuple(one for one in told if one)


def _row(standard: Standard, indicator: Indicator) -> tuple[Inline, ...]:
    path = indicator_path(indicator.id)
    changes = (_change(standard, profile, indicator.id) for profile in standard.profiles)
    return Link(indicator.id, path), indicator.name, label.KIND[indicator.kind], *changes


def _change(standard: Standard, profile: Profile, id: str) -> str:
    """What a profile says of an indicator."""
    said = []
    if chosen := profile.benchmarks.get(id):
        unit = unit_of(standard, chosen.unit)
        said.append(BENCHMARK.format(base=number.plain(chosen.base), lead=number.plain(chosen.lead), unit=unit))
    if reason := (profile.usually_not_applicable or {}).get(id):
        said.append(UNUSUAL.format(reason=reason))
    return "；".join(said) or number.NOTHING
