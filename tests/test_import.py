"""What was filled in becomes a factory file: nothing lost, nothing guessed, nothing overwritten unasked."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

import pytest
from conftest import ROOT
from generated import factories
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lceval_docs.judging import checked_standard
from lceval_docs.model.answer import Address, Answers, Filled, Questionnaire
from lceval_docs.model.case import Factory
from lceval_docs.model.standard import Standard
from lceval_docs.problems import Mark, Problem, catalogue
from lceval_docs.sources.answer import understand
from lceval_docs.sources.document import parse_yaml
from lceval_docs.sources.record import load_record
from lceval_docs.sources.workbook import read_workbook
from lceval_docs.views.answer import answered_years, view_answers
from lceval_docs.views.question import view_questions
from lceval_docs.views.workbook import view_workbook
from lceval_docs.writers.casefile import merge
from lceval_docs.writers.workbook import render_workbook

EMPTY = "edition: 2026-draft\nprofile: {}\ninventory:\n  sources: []\ndata: {}\nprerequisites: {}\nself_assessment: {}\nevidence: []\n"


@cache
def edition() -> Standard:
    """The edition of this checkout. Not a fixture: what fails would be printed with all of it."""
    return checked_standard(ROOT)


def as_shown(factory: Factory, asked: Questionnaire) -> dict[Address, Filled]:
    """A factory's answers as people read them: choices by their words."""
    filled = {}
    for address, text in view_answers(factory).items():
        question = asked.question(address)
        assert question is not None, address
        filled[address] = Filled(dict(question.choices).get(text, text), Mark("表.xlsx", place=str(address)))
    return filled


def shown(problems: Iterable[Problem]) -> list[str]:
    return [p.line(catalogue("en")) for p in problems]


def loaded(text: str) -> Factory:
    root, problems = parse_yaml(text, "factory.yaml")
    assert root is not None, (problems, text)
    factory, problems = load_record(root, Factory, "factory.yaml")
    assert factory is not None, ([p.line(str) for p in problems], text)
    return factory


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_answers_and_back(data: st.DataObject) -> None:
    """Any factory told in answers, understood and written is the factory again; written once more, no byte changes."""
    standard = edition()
    factory = data.draw(factories(standard))
    asked = view_questions(standard, answered_years(factory))
    values, problems = understand(Answers(standard.identity.edition, as_shown(factory, asked)), asked)
    assert shown(p for p in problems if not p.fault.is_warning) == []
    once = merge(EMPTY.replace("2026-draft", standard.identity.edition), "factory.yaml", values)
    assert loaded(once.text) == factory
    again = merge(once.text, "factory.yaml", values)
    assert again.text == once.text and not again.changed and not again.added


def answered(asked: Questionnaire, said: dict[str, str]) -> Answers:
    """Answers by address, each in a cell of its own."""
    filled = {}
    for number, (at, text) in enumerate(said.items(), 1):
        address = Address.read(at)
        assert address is not None
        filled[address] = Filled(text, Mark("表.xlsx", number, 1, place=f"表!B{number}"))
    return Answers(asked.edition, filled)


def told(standard: Standard, said: dict[str, str]) -> tuple[dict[str, object], list[str]]:
    """What is understood, by path, and the codes of what there is to say."""
    asked = view_questions(standard)
    values, problems = understand(answered(asked, said), asked)
    return {"/".join(p): v.content for p, v in values.items()}, [p.code for p in problems]


YEARS = {"factory/base_year/value": "2019", "factory/evaluation_year/value": "2020"}


@pytest.mark.parametrize(
    ("typed", "unit", "understood", "codes"),
    [
        ("1234.5", "", "1234.5", []),
        ("1,234.5", "", "1234.5", ["W0963"]),
        ("１２３", "", "123", ["W0963"]),
        ("12万", "", "120000", ["W0963"]),
        ("1.25万", "", "12500", ["W0963"]),
        ("3亿", "", "300000000", ["W0963"]),
        ("250L", "", "250", ["W0963"]),
        ("250 L", "", "250", ["W0963"]),
        ("5盏", "盏", "5", ["W0963"]),
        ("−5", "", "-5", ["W0963"]),
        ("250 杯", "", None, ["E0962"]),
        ("1,23", "", None, ["E0961"]),
        ("1.234,5", "", None, ["E0961"]),
        ("约100", "", None, ["E0961"]),
        ("<0.01", "", None, ["E0961"]),
        ("10-20", "", None, ["E0961"]),
        (".5", "", "0.5", ["W0963"]),
        ("5.", "", "5", ["W0963"]),
        ("+5", "", "5", ["W0963"]),
        ("1.20E+05", "", "120000", ["W0963"]),
        ("2e-3", "", "0.002", ["W0963"]),
        ("1e5万", "", "1000000000", ["W0963"]),
        ("1e500", "", None, ["E0961"]),
        ("1e5m", "", None, ["E0961"]),
        ("1e", "", None, ["E0962"]),
        (".", "", None, ["E0961"]),
        ("12t/a", "", None, ["E0962"]),
        ("12 tCO2e", "", None, ["E0962"]),
        ("12m²", "", None, ["E0962"]),
        ("12至13", "", None, ["E0961"]),
        ("3x10^4", "", None, ["E0961"]),
        ("3/4", "", None, ["E0961"]),
        ("一百", "", None, ["E0961"]),
        ("10²", "", None, ["E0961"]),
        ("nan", "", None, ["E0961"]),
        ("½", "", None, ["E0961"]),
        ("", "", None, []),
    ],
)
def test_numbers_as_people_type_them(
    tiny: Standard, typed: str, unit: str, understood: str | None, codes: list[str]
) -> None:
    """Certainly one number, with a warning where it was typed otherwise; or a problem. Never another number."""
    item = "cups" if unit else "water"
    said = {**YEARS, f"data/{item}/evaluation": typed, **({f"data/{item}/unit": unit} if unit else {})}
    values, found = told(tiny, {k: v for k, v in said.items() if v})
    assert values.get(f"data/{item}/values/2020") == understood
    assert found == codes


@pytest.mark.parametrize(
    ("said", "code", "at"),
    [
        ({"data/nosuch/evaluation": "1"}, "E0966", "表!B3"),
        ({"prerequisites/P1/met": "也许"}, "E0964", "表!B3"),
        ({"data/water/between": "3"}, "E0965", "表!B3"),
        ({"sources/1/name": "炉"}, "E0968", "表!B3"),
        ({"sources/1/id": "S1", "sources/2/id": "S1"}, "E0969", "表!B4"),
        ({"sources/1/id": "S1", "sources/1/kind": "燃料燃烧"}, "E0970", "表!B3"),
        (
            {"parameters/1/source": "S9", "parameters/1/parameter": "低位发热量", "parameters/1/value": "3"},
            "E0971",
            "表!B3",
        ),
        (
            {
                "sources/1/id": "S1",
                "sources/1/name": "灯",
                "sources/1/kind": "电力",
                "sources/1/unit": "MWh",
                "sources/1/supply": "常规电网电力",
                "sources/1/what": "twig",
            },
            "E0974",
            "表!B8",
        ),
        ({"data/cups/note": "坏\ud800"}, "E0973", "表!B3"),
        (
            {
                "sources/1/id": "S1",
                "sources/1/name": "炉",
                "sources/1/kind": "燃料燃烧",
                "sources/1/unit": "t",
                "sources/1/what": "twig",
                "parameters/1/source": "S1",
                "parameters/1/parameter": "scope",
                "parameters/1/value": "1",
                "parameters/2/source": "S1",
                "parameters/2/parameter": "scope",
                "parameters/2/value": "3",
            },
            "E0975",
            "表!B13",
        ),
        ({"evidence/1/id": "E-1"}, "E0970", "表!B3"),
    ],
)
def test_bad_answers_name_their_cell(tiny: Standard, said: dict[str, str], code: str, at: str) -> None:
    asked = view_questions(tiny)
    _, problems = understand(answered(asked, {**YEARS, **said}), asked)
    assert (code, at) in [(p.code, p.mark.place) for p in problems]
    assert all(p.line(catalogue("zh")) for p in problems)


@pytest.mark.parametrize(
    ("said", "code", "path", "value"),
    [
        ({"data/cups/evaluation": "40"}, "W0977", "data/cups/values/2020", "40"),
        ({"data/cups/evaluation": "无"}, "W0979", "data/cups/values/2020", None),
        ({"data/cups/evaluation": "12 万", "data/cups/unit": "杯"}, "W0963", "data/cups/values/2020", "120000"),
        ({"data/cups/evaluation": "3千", "data/cups/unit": "杯"}, "W0963", "data/cups/values/2020", "3000"),
        ({"data/cups/evaluation": "5盏", "data/cups/unit": "杯"}, "E0962", "data/cups/values/2020", None),
        ({"data/cups/evaluation": "100（估计）", "data/cups/unit": "杯"}, "E0961", "data/cups/values/2020", None),
        ({"data/water/2015": "3"}, "W0981", "data/water/values/2015", "3"),
        ({"rows.sweets/1/name": "糖"}, "W0978", "data/sweets/rows/2020", ({"name": "糖"},)),
        ({"factory/between/value": "二零"}, "E0976", "evaluation_year", "2020"),
    ],
)
def test_what_is_not_certain_is_told(tiny: Standard, said: dict[str, str], code: str, path: str, value: object) -> None:
    """A unit or year that is left out, a sign for nothing, words in a number: said, never guessed in silence."""
    values, codes = told(tiny, {**YEARS, **said})
    assert code in codes and values.get(path) == value


def test_years_and_dates_as_people_write_them(standard: Standard) -> None:
    """2021年 is a year; a whole date is kept in one way, half a date as it is."""
    said = {"factory/base_year/value": "2021年", "factory/evaluation_year/value": "２０２３"}
    values, codes = told(standard, {**said, "profile/established/value": "2012年3月5日"})
    assert values["base_year"] == "2021" and values["evaluation_year"] == "2023" and codes == []
    assert values["profile/established"] == "2012-03-05"
    values, codes = told(standard, {**said, "profile/established/value": "2012年"})
    assert values["profile/established"] == "2012年" and codes == ["W0980"]


def test_a_bad_year_is_said_once(tiny: Standard) -> None:
    """The year itself, not each number below it."""
    said = {"factory/base_year/value": "19", "factory/evaluation_year/value": "2020"}
    _, codes = told(tiny, {**said, "data/water/base": "1", "data/served/base": "2"})
    assert codes == ["E0976"]


def test_units_by_their_names(standard: Standard) -> None:
    said = {
        "sources/1/id": "S1",
        "sources/1/name": "石灰石",
        "sources/1/kind": "生产过程",
        "sources/1/what": standard.factors.carbonates.substances[0].name,
        "sources/1/unit": "吨",
        "sources/1/evaluation": "5吨",
    }
    values, codes = told(standard, {**YEARS, **said})
    assert values["inventory/sources/S1/unit"] == "t" and values["inventory/sources/S1/amounts/2020"] == "5"
    assert codes == ["W0963"]


def test_units_as_people_say_them(standard: Standard) -> None:
    """度 is a kWh, 方 a cubic metre: in the unit's own cell or behind the number."""
    bought = {
        "id": "S1",
        "name": "外购电",
        "kind": "电力",
        "supply": "常规电网电力",
        "unit": "度",
        "evaluation": "12万度",
    }
    said = {f"sources/1/{column}": text for column, text in bought.items()}
    values, codes = told(standard, {**YEARS, **said, "data/water_intake/evaluation": "3万方"})
    assert set(codes) == {"W0963", "W0977"}
    assert values["inventory/sources/S1/unit"] == "kWh" and values["inventory/sources/S1/amounts/2020"] == "120000"
    assert values["data/water_intake/values/2020"] == "30000"
    values, _ = told(standard, {**YEARS, "data/water_intake/unit": "万方", "data/water_intake/evaluation": "3万方"})
    assert values["data/water_intake/unit"] == "万m3" and values["data/water_intake/values/2020"] == "3"


def test_a_unit_without_a_number_is_no_answer(standard: Standard) -> None:
    """Alone it says nothing; with evidence it is an item without values yet."""
    values, codes = told(standard, {**YEARS, "data/water_intake/unit": "m3"})
    assert not [p for p in values if p.startswith("data/")] and codes == []
    values, _ = told(standard, {**YEARS, "data/water_intake/unit": "m3", "data/water_intake/evidence": "E-1"})
    assert values["data/water_intake/values"] == {}


def test_another_edition_is_named(tiny: Standard) -> None:
    """Both editions, what is gone and what is new; nothing else is said."""
    asked = view_questions(tiny)
    places = frozenset((("data", "spoons"), ("data", "water")))
    old = Answers("tiny-0", answered(asked, {**YEARS, "data/spoons/evaluation": "3"}).filled, places)
    values, problems = understand(old, asked)
    assert [p.code for p in problems] == ["E0967"] and not values
    line = problems[0].line(catalogue("zh"))
    assert "tiny-0" in line and "tiny-1" in line and "data/spoons" in line and "data/cups" in line


def test_percent_below_one_is_asked_about(standard: Standard) -> None:
    said = {
        "sources/1/id": "S1",
        "sources/1/name": "石灰石",
        "sources/1/kind": "生产过程",
        "sources/1/what": standard.factors.carbonates.substances[0].name,
        "sources/1/unit": "t",
        "parameters/1/source": "S1",
        "parameters/1/parameter": "purity",
        "parameters/1/value": "0.95",
    }
    values, codes = told(standard, {**YEARS, **said})
    assert values["inventory/sources/S1/purity"] == "0.95" and codes == ["W0972"]
    values, codes = told(standard, {**YEARS, **said, "parameters/1/value": "95%"})
    assert values["inventory/sources/S1/purity"] == "95" and codes == ["W0963"]


WRITTEN = """# 我的注释
edition: tiny-1
evaluation_year: 2020   # 不要动
name: 清风茶馆
data:
  cups: {values: {2019: 7}, evidence: [E-1]}   # 行内
  water:
    # 水表读数
    values:
      2020: 250
    note: |
      第一行
      第二行
evidence:
  - id: E-1
    name: "账本"

self_assessment: {}
"""


def test_a_persons_file_stays_as_written() -> None:
    """Comments, order, layout and quotes stay; new values stand at the end of what they belong to."""
    put = {
        ("name",): "清风茶馆",
        ("data", "cups", "values", "2020"): "9",
        ("data", "water", "values", "2020"): "250.0",
        ("data", "water", "values", "2019"): "240",
        ("data", "water", "unit"): "L",
        ("evidence", "E-2", "id"): "E-2",
        ("evidence", "E-2", "name"): "照片: 一",
        ("self_assessment", "T1-2", "level"): "a",
        ("self_assessment", "T1-2", "evidence"): ("E-1", "E-2"),
    }
    from lceval_docs.model.answer import CaseValue

    merged = merge(WRITTEN, "factory.yaml", {path: CaseValue(said, Mark("x")) for path, said in put.items()})
    expected = WRITTEN.replace("{2019: 7}", "{2019: 7, 2020: 9}")
    expected = expected.replace("      2020: 250\n", "      2020: 250\n      2019: 240\n")
    expected = expected.replace("      第二行\n", "      第二行\n    unit: L\n")
    expected = expected.replace('    name: "账本"\n', '    name: "账本"\n  - id: E-2\n    name: "照片: 一"\n')
    expected = expected.replace(
        "self_assessment: {}", "self_assessment:\n  T1-2:\n    level: a\n    evidence: [E-1, E-2]"
    )
    assert merged.text == expected
    assert merged.changed == () and ("data", "water", "values", "2020") in merged.same


def test_what_would_be_overwritten_is_told() -> None:
    from lceval_docs.model.answer import CaseValue

    put = {
        ("data", "cups", "values", "2019"): CaseValue("8", Mark("x")),
        ("data", "cups", "note"): CaseValue("新", Mark("x")),
    }
    merged = merge(WRITTEN, "factory.yaml", put)
    assert [(c.path, c.before, c.after, c.mark.line) for c in merged.changed] == [
        (("data", "cups", "values", "2019"), "7", "8", 6)
    ]
    kept = merge(WRITTEN, "factory.yaml", put, keep=True)
    assert "{2019: 7}" in kept.text and "note: 新" in kept.text


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_workbook_and_back(data: st.DataObject) -> None:
    """Any factory, written into the workbook and imported, is the factory again."""
    standard = edition()
    factory = data.draw(factories(standard))
    asked = view_questions(standard, answered_years(factory))
    raw = render_workbook(view_workbook(standard, asked, view_answers(factory)))
    answers, problems = read_workbook(raw, "数据表.xlsx", view_questions(standard))
    assert answers is not None, shown(problems)
    values, more = understand(answers, view_questions(standard))
    percent = "W0972"
    assert shown(p for p in (*problems, *more) if p.code != percent) == []
    assert loaded(merge(EMPTY, "factory.yaml", values).text) == factory
