"""What an applicant is asked by an edition: the questions behind the application form, the workbook and their import."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import get_args, get_type_hints

from lceval_docs.model.answer import (
    BASE,
    BETWEEN,
    EVALUATION,
    NO_ROWS,
    Choices,
    Question,
    Questionnaire,
    QuestionRow,
    QuestionTable,
    QuestionType,
)
from lceval_docs.model.case import ElectricitySource, HeatSource
from lceval_docs.model.data import Column, DataItem
from lceval_docs.model.indicator import Indicator, Levels, YesNo
from lceval_docs.model.standard import Standard
from lceval_docs.views import label, number
from lceval_docs.views.rule import unit_of

FACTORY, PROFILE, PREREQUISITES, SOURCES, PARAMETERS = "factory", "profile", "prerequisites", "sources", "parameters"
DATA, SELF_ASSESSMENT, EVIDENCE = "data", "self_assessment", "evidence"
ROWS = "rows."

YES_NO: Choices = (("true", "是"), ("false", "否"))
MET: Choices = (("true", label.PREREQUISITE["met"]), ("false", label.PREREQUISITE["not_met"]))
NOT_ACCOUNTED: Choices = (("false", "未核算"),)
NONE: Choices = ((NO_ROWS, "无"),)
YEAR_HEADS = {BASE: "基准年", BETWEEN: "中间年", EVALUATION: "评价年"}
MORE_PARAMETERS = {
    "region": "电网地区",
    "factor_year": "因子年份",
    "reason": "采用其他年份因子的理由",
    "scope": "范围",
    "purity": "纯度（%）",
    "origin": "核算方法或来源",
}
ROLES = {"emitted": "直接给出的排放", "biogenic": "生物质排放（不计入）", "recovered": "回收（扣除）"}

# How a field of the form is asked; a signature or a picture is not.
_TYPE: Mapping[str, QuestionType] = {
    "long_text": "long_text",
    "number": "number",
    "date": "date",
    "choice": "choice",
    "check": "yes_no",
}

_NOTE = Question("note", "说明", "long_text")
_EVIDENCE = Question("evidence", "证明材料编号", "words", hint="多个编号用顿号隔开")
_UNIT = Question("unit", "计量单位")
_NOT_APPLICABLE = Question("not_applicable", "不适用的理由", "long_text")
_VALUE = Question("value", "填写内容")


@lru_cache(maxsize=8)
def view_questions(standard: Standard, years: tuple[str, ...] = (BASE, BETWEEN, EVALUATION)) -> Questionnaire:
    """All questions of an edition, which every form of a batch asks again. `years`: the year columns, by role or by number."""
    columns = tuple(Question(year, YEAR_HEADS.get(year, year), "number", is_year=True) for year in years)
    tables = (
        view_factory_questions(standard),
        *_profile(standard),
        _prerequisites(standard),
        _sources(standard, columns),
        _parameters(standard),
        _data(standard, columns),
        *(_rows(standard, item) for item in standard.data_items.values() if item.type == "table"),
        _self_assessment(standard),
        QuestionTable(
            EVIDENCE,
            "证明材料",
            (
                Question("id", "编号", hint="如 E-01"),
                Question("name", "名称"),
                Question("period", "期间", hint="如 2023年"),
                Question("file", "电子文件", hint="证明材料文件夹中的文件名"),
                _NOTE,
            ),
        ),
    )
    return Questionnaire(standard.identity.edition, tables)


def view_factory_questions(standard: Standard) -> QuestionTable:
    """What every evaluation is fixed by."""
    factors = standard.factors
    sets = tuple((s.id, s.name) for s in factors.fuel_sets)
    potentials = tuple((edition, edition) for edition in factors.warming_potentials.editions)
    asked = (
        Question("name", "工厂名称"),
        Question("base_year", YEAR_HEADS[BASE], "number", hint="如 2021"),
        Question(BETWEEN, YEAR_HEADS[BETWEEN], "number", hint="基准年与评价年之间的一年，没有则不填"),
        Question("evaluation_year", YEAR_HEADS[EVALUATION], "number", hint="如 2023"),
        Question("output_name", "强度指标分母", hint="产量、产值或工业增加值"),
        Question("output_unit", "分母计量单位", hint="如 t、万元"),
        Question("boundary", "核算边界", "long_text", hint="法人边界内的场所、主要和辅助及附属生产系统"),
        Question("fuel_set", "燃料缺省值", "choice", sets),
        Question("gwp", "全球变暖潜势", "choice", potentials),
        Question("region", "电网地区", "choice", _regions(standard)),
        Question("notice", "提示", "long_text", hint="没有则不填"),
    )
    return QuestionTable(FACTORY, "评价范围", (_VALUE,), tuple(_asked(q) for q in asked))


def _asked(question: Question, label: str = "") -> QuestionRow:
    """A row whose one value is asked by its own question."""
    return QuestionRow(question.id, label or question.label, question.hint, questions={_VALUE.id: question})


def _regions(standard: Standard) -> Choices:
    names = dict.fromkeys(region for year in standard.factors.electricity.years for region in year.values)
    return tuple((name, name) for name in names)


def _profile(standard: Standard) -> Iterator[QuestionTable]:
    """What the forms ask about the factory itself, each field once."""
    fields = {
        f.id: f for form in standard.forms for section in form.sections for f in section.fields if f.of == PROFILE
    }
    rows = tuple(
        _asked(
            Question(
                field.id,
                field.label,
                _TYPE.get(field.type, "text"),
                tuple((choice, choice) for choice in field.choices),
                field.hint,
                field.unit,
                is_open=True,
            )
        )
        for field in fields.values()
    )
    if rows:
        yield QuestionTable(PROFILE, "基本信息", (_VALUE,), rows)


def _prerequisites(standard: Standard) -> QuestionTable:
    met = Question("met", "自查结论", "yes_no", MET)
    rows = tuple(
        QuestionRow(
            p.id,
            p.id,
            p.requirement,
            frozenset() if p.may_not_apply else frozenset((_NOT_APPLICABLE.id,)),
        )
        for p in standard.grading.prerequisites
    )
    return QuestionTable(PREREQUISITES, "基本要求自查", (met, _NOT_APPLICABLE, _NOTE, _EVIDENCE), rows)


def _sources(standard: Standard, years: tuple[Question, ...]) -> QuestionTable:
    factors = standard.factors
    fuels = {f.id: f.name for s in factors.fuel_sets for f in s.fuels}
    substances = {s.id: s.name for s in factors.carbonates.substances}
    gases = {g.id: g.name for g in factors.warming_potentials.gases}
    what = {"fuel": fuels, "process": substances, "gas": gases, "direct": gases}
    power, heat = (
        {word: label.SUPPLY[word] for word in _words(of, "supply")} for of in (ElectricitySource, HeatSource)
    )
    supply = {"electricity": power, "heat": heat, "direct": ROLES}
    return QuestionTable(
        SOURCES,
        "能源和排放源",
        (
            Question("id", "编号", hint="如 S01"),
            Question("name", "名称"),
            Question("kind", "类别", "choice", tuple(label.SOURCE_KIND.items())),
            _by_kind("what", "燃料、物质或气体", what),
            _by_kind("supply", "供应方式", supply),
            replace(_UNIT, hint="如 t、MWh、Nm3", aliases=_unit_words(standard), is_open=True),
            *years,
            _NOTE,
            _EVIDENCE,
        ),
    )


def _by_kind(id: str, label: str, names: Mapping[str, Mapping[str, str]]) -> Question:
    """A choice among names, by the kinds of source that they are for."""
    known = {id: name for of_kind in names.values() for id, name in of_kind.items()}
    kinds = {id: tuple(kind for kind, of_kind in names.items() if id in of_kind) for id in known}
    return Question(id, label, "choice", _distinct(known), kinds=kinds)


def _unit_words(standard: Standard) -> Choices:
    """What people call units, and how they are printed."""
    known = ((id, words) for id, words in standard.unit_words.items() if id not in standard.stand_ins)
    return tuple((id, word) for id, words in known for word in (*words, number.unit(id)))


def _words(record: type, name: str) -> tuple[str, ...]:
    return get_args(get_type_hints(record)[name])


def _distinct(names: dict[str, str]) -> Choices:
    """Codes with what people read; where two read alike, the code stands behind."""
    shown = list(names.values())
    return tuple((id, name if shown.count(name) == 1 else f"{name}（{id}）") for id, name in names.items())


def _parameters(standard: Standard) -> QuestionTable:
    names = {p.id: p.name for p in standard.factors.methods.parameters}
    measured = {id: names.get(id, name) for id, name in label.PARAMETER.items() if id not in ("amounts", "sources")}
    return QuestionTable(
        PARAMETERS,
        "排放源的其他参数和实测值",
        (
            Question("source", "排放源编号"),
            Question("parameter", "参数", "choice", _distinct({**measured, **MORE_PARAMETERS})),
            Question("value", "数值"),
            _UNIT,
            Question("origin", "来源", hint="实测值的来源，如检测报告"),
            _EVIDENCE,
        ),
    )


def _data(standard: Standard, years: tuple[Question, ...]) -> QuestionTable:
    rows = tuple(_item(standard, item, years) for item in standard.data_items.values())
    return QuestionTable(DATA, "主要数据", (_UNIT, *years, _NOTE, _EVIDENCE), rows)


def _item(standard: Standard, item: DataItem, years: tuple[Question, ...]) -> QuestionRow:
    note = label.listed(item.evidence) if item.evidence else ""
    if item.type == "table":
        none = {year.id: Question(year.id, year.label, "choice", NONE, is_year=True) for year in years}
        return QuestionRow(item.id, item.name, note, frozenset((_UNIT.id,)), none)
    if item.units[0] in standard.stand_ins:
        return QuestionRow(item.id, item.name, note)
    named = tuple((u, word) for u in item.units for word in standard.unit_words.get(u, ()))
    units = Question(_UNIT.id, _UNIT.label, "choice", tuple((u, number.unit(u)) for u in item.units), aliases=named)
    return QuestionRow(item.id, item.name, note, questions={_UNIT.id: units})


def _rows(standard: Standard, item: DataItem) -> QuestionTable:
    """A table item: a list with the year in front."""
    columns = tuple(_column(standard, column) for column in item.columns)
    return QuestionTable(f"{ROWS}{item.id}", item.name, (Question("year", "年份"), *columns))


def _column(standard: Standard, column: Column) -> Question:
    unit = "" if column.type != "number" or column.unit == "1" else unit_of(standard, column.unit)
    choices = YES_NO if column.type == "yes_no" else tuple((choice, choice) for choice in column.choices)
    return Question(column.id, column.name, column.type, choices, unit=unit)


def _self_assessment(standard: Standard) -> QuestionTable:
    answer = Question("answer", "自评结论", "choice")
    rows = tuple(_indicator(indicator, answer) for indicator in standard.indicators)
    return QuestionTable(SELF_ASSESSMENT, "指标自评", (answer, _NOT_APPLICABLE, _NOTE, _EVIDENCE), rows)


def _indicator(indicator: Indicator, answer: Question) -> QuestionRow:
    """Levels or yes and no are chosen; what is measured answers itself, but can be said not to be accounted."""
    rule = indicator.scoring
    if isinstance(rule, Levels) and not indicator.measure:
        choices: Choices = tuple((f"level:{x.id}", f"{x.id}　{x.when}") for x in rule.levels)
    elif isinstance(rule, YesNo):
        choices = tuple((f"met:{code}", name) for code, name in MET)
    else:
        choices = tuple((f"met:{code}", name) for code, name in NOT_ACCOUNTED) if indicator.is_required else ()
    closed = {_NOT_APPLICABLE.id} if not indicator.not_applicable.allowed else set()
    closed |= set() if choices else {answer.id}
    question = Question(answer.id, answer.label, answer.type, choices)
    return QuestionRow(
        indicator.id,
        f"{indicator.id} {indicator.name}",
        indicator.requirement,
        frozenset(closed),
        {answer.id: question},
    )
