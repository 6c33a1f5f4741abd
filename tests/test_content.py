"""The real standard: whole, without a problem, honest about what is adopted."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pytest
from conftest import ROOT

from lceval_docs.checks.example import run_example
from lceval_docs.checks.standard import standing, statements
from lceval_docs.examining import examined
from lceval_docs.judging import example_folders
from lceval_docs.model.standard import Standard
from lceval_docs.quantities import rounded


def test_no_problem() -> None:
    """The edition of this checkout checks clean: files, formulas, units, examples, templates, cases."""
    assert [str(p.mark) for p in examined(ROOT).problems if p.fault.severity != "info"] == []


def test_size_of_the_proposal(standard: Standard) -> None:
    """Six dimensions, 22 topics, 58 indicators; 24 required with 50 points."""
    indicators = list(standard.indicators)
    assert [d.name for d in standard.dimensions] == [
        "管理制度",
        "工厂设施",
        "企业产品",
        "能源/资源节约",
        "环境排放",
        "碳中和",
    ]
    assert sum(len(d.topics) for d in standard.dimensions) == 22
    assert len(indicators) == 58
    required = [i for i in indicators if i.is_required]
    assert (len(required), sum(i.points for i in required)) == (24, Decimal(50))


def test_all_six_shapes_are_used(standard: Standard) -> None:
    """Every shape of rule has an indicator, and every indicator two worked examples that run."""
    assert {i.scoring.method for i in standard.indicators} == {
        "yes_no",
        "levels",
        "threshold",
        "count",
        "linear",
        "base_lead",
    }
    assert all(len(i.examples) >= 2 for i in standard.indicators)


def cases() -> list[tuple[str, int]]:
    from lceval_docs.sources.standard import load_standard

    return [(i.id, n) for i in load_standard(ROOT).indicators for n in range(len(i.examples))]


@pytest.mark.parametrize(("id", "number"), cases())
def test_worked_example(standard: Standard, id: str, number: int) -> None:
    """A worked example gives the points it prints."""
    indicator = next(i for i in standard.indicators if i.id == id)
    example = indicator.examples[number]
    result = run_example(indicator, example, standard)
    assert result.score is not None
    assert rounded(result.score, standard.grading.rounding.points) == example.points
    assert result.fails == example.fails


def test_every_statement_says_its_standing(standard: Standard) -> None:
    """Status and basis stand on everything, and nothing is presented as adopted."""
    assert standing(standard)["adopted"] == 0
    for statement in statements(standard):
        assert statement.basis.strip(), statement
        if statement.status == "proposal":
            assert "提案" in statement.basis, statement.mark
        else:
            assert "编制说明" in statement.basis, statement.mark


def test_every_factor_has_a_source(standard: Standard) -> None:
    """Each value of the factor tables names where it stands, and how sure we are."""
    factors = standard.factors
    tables = [
        *factors.fuel_sets,
        *factors.electricity.years,
        factors.warming_potentials,
        factors.carbonates,
        factors.heat.factor,
        factors.heat.water_enthalpy,
        *factors.coal_equivalents.fuels,
        factors.coal_equivalents.electricity_calorific,
        factors.coal_equivalents.electricity_equivalent,
    ]
    assert all(t.source.strip() for t in tables)
    assert [s.id for s in factors.fuel_sets] == ["A", "B", "C"]
    assert [y.year for y in factors.electricity.years] == [2021, 2022, 2023]
    assert all(len(y.values) == 40 for y in factors.electricity.years)


@pytest.mark.parametrize(
    ("fuel", "expected"),
    [
        ("natural_gas", "21.6219"),
        ("diesel", "3.0959"),
        ("gasoline", "2.9251"),
        ("anthracite", "2.5215"),
        ("coke", "2.8604"),
    ],
)
def test_fuel_defaults(standard: Standard, fuel: str, expected: str) -> None:
    """tCO2 per unit = NCV × CC × OF × 44/12, set A, as worked out by hand in the research."""
    row = next(f for f in standard.factors.fuel_sets[0].fuels if f.id == fuel)
    assert rounded(row.ncv * row.carbon * row.oxidation / 100 * 44 / 12, 4) == Decimal(expected)


def test_rise_of_the_residual_factor(standard: Standard) -> None:
    """The ministry says the factor without traded non-fossil power rose by 4.1 % from 2022 to 2023."""
    table = standard.factors.electricity
    values = {y.year: y.values[table.residual] for y in table.years}
    assert rounded(values[2023] / values[2022] * 100 - 100, 1) == Decimal("4.1")


def test_ten_provinces_rose(standard: Standard) -> None:
    """The ministry says that exactly ten provinces rose from 2022 to 2023, Guangdong among them."""
    by_year = {y.year: y.values for y in standard.factors.electricity.years}
    provinces = [r for r in by_year[2023] if not r.startswith("全国") and not r.endswith("区域")]
    rose = [p for p in provinces if by_year[2023][p] > by_year[2022][p]]
    assert len(provinces) == 30 and len(rose) == 10 and "广东" in rose


def test_examples_are_invented() -> None:
    """At least three complete examples, each saying that it is invented."""
    folders = example_folders(ROOT)
    assert len(folders) >= 3
    for folder in folders:
        assert "虚构" in (folder / "factory.yaml").read_text(encoding="utf-8").split("inventory:")[0]


def test_no_mojibake_and_one_word_for_offset() -> None:
    """Texts hold no replacement characters; 抵消 is the one spelling."""
    for path in [
        *Path(ROOT, "standard").rglob("*.yaml"),
        *Path(ROOT, "standard").rglob("*.md"),
        *Path(ROOT, "site").rglob("*.md"),
    ]:
        text = path.read_text(encoding="utf-8")
        assert "\ufffd" not in text and not re.search(r"[锟斤拷烫屯]{2}", text), path
        if path.name not in ("terms.yaml", "questions.yaml", "references.yaml"):
            assert "抵销" not in text, path
