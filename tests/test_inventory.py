"""The inventory reproduces worked examples to the printed digit, and says what real published data lack."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

import pytest
from conftest import ROOT

from lceval_docs.engine.inventory import Accountant
from lceval_docs.judging import judge
from lceval_docs.model.case import InventoryData
from lceval_docs.model.origin import Record
from lceval_docs.model.standard import Standard
from lceval_docs.quantities import rounded
from lceval_docs.records import dataclass
from lceval_docs.sources.document import parse_yaml
from lceval_docs.sources.file import read_text
from lceval_docs.sources.record import load_record
from lceval_docs.views.inventory import view_inventory
from lceval_docs.views.trend import view_trend

CASES = Path(__file__).parent / "cases" / "inventory"


@dataclass(frozen=True, kw_only=True)
class Expected(Record):
    lines: Mapping[str, Decimal]
    totals: Mapping[str, Decimal]


@dataclass(frozen=True, kw_only=True)
class InventoryCase(Record):
    """A case that a committee member can read: what went in, what must come out, the arithmetic by hand."""

    name: str
    source: str
    note: str
    year: int
    inventory: InventoryData
    expected: Expected


def read_case(path: Path) -> InventoryCase:
    text, problems = read_text(path, path.name)
    root, more = parse_yaml(text, path.name)
    assert root is not None, (problems, more)
    case, found = load_record(root, InventoryCase, path.name)
    assert case is not None, found
    return case


def places(value: Decimal) -> int:
    return -int(value.as_tuple().exponent)


@pytest.mark.parametrize("path", sorted(CASES.glob("*.yaml")), ids=lambda p: p.stem)
def test_worked_inventories(standard: Standard, path: Path) -> None:
    """Each line and total agrees with the hand calculation in the digits that it prints."""
    case = read_case(path)
    inventory = Accountant(standard.factors, standard.units, case.inventory).account(case.year)
    lines = {line.source: line.emissions for line in inventory.lines}

    assert not inventory.missing
    for name, expected in case.expected.lines.items():
        assert rounded(lines[name].value, places(expected)) == expected, name
    for name, expected in case.expected.totals.items():
        assert rounded(inventory.totals[name].quantity.value, places(expected)) == expected, name


def test_order_of_lines_changes_nothing(standard: Standard) -> None:
    """Totals are the same to the last digit in any order."""
    data = read_case(CASES / "worked-mixed-factory.yaml").inventory
    turned = InventoryData(
        boundary=data.boundary,
        fuel_set=data.fuel_set,
        gwp=data.gwp,
        region=data.region,
        sources=tuple(reversed(data.sources)),
    )
    one, other = (Accountant(standard.factors, standard.units, d).account(2023) for d in (data, turned))
    assert {n: f.quantity for n, f in one.totals.items()} == {n: f.quantity for n, f in other.totals.items()}


@pytest.mark.parametrize("source", ["grid", "gas", "steam"])
def test_more_emits_more(standard: Standard, source: str) -> None:
    """Leaving out a source never raises a total."""
    data = read_case(CASES / "worked-mixed-factory.yaml").inventory
    fewer = InventoryData(
        boundary="",
        fuel_set=data.fuel_set,
        gwp=data.gwp,
        region=data.region,
        sources=tuple(s for s in data.sources if s.id != source),
    )
    all_, less = (Accountant(standard.factors, standard.units, d).account(2023) for d in (data, fewer))
    for name in ("scope1", "scope2_location", "scope2_market", "energy_equivalent"):
        assert less.totals[name].quantity.value <= all_.totals[name].quantity.value


def test_other_edition_of_potentials(standard: Standard) -> None:
    """R-410A by AR6: 0.020 t × (771 + 3740) ÷ 2 = 45.11 tCO2e."""
    data = read_case(CASES / "worked-mixed-factory.yaml").inventory
    newer = InventoryData(
        boundary="", fuel_set="A", gwp="AR6", region="广东", sources=tuple(s for s in data.sources if s.id == "r410a")
    )
    inventory = Accountant(standard.factors, standard.units, newer).account(2023)
    assert inventory.totals["scope1"].quantity.value == Decimal("45.11")


def test_every_line_keeps_its_trace(standard: Standard) -> None:
    """Amount, factor with source, formula step and the place in the file stay with each line."""
    data = read_case(CASES / "worked-mixed-factory.yaml").inventory
    for line in Accountant(standard.factors, standard.units, data).account(2023).lines:
        assert line.mark.line and line.mark.column and line.amount
        assert line.calculations or line.supply in ("own_renewable",)
        assert all(f.source for f in line.factors)


def test_real_mill(standard: Standard) -> None:
    """Published figures of a real mill give a partial inventory and a list of what is missing; no grade.

    Coal 2020: 100 750 t × 19.570 × 0.0261 × 93 % × 44/12 = 175 481 t (bituminous default, for comparison with the
    published total of 174 199 t); diesel and petrol in litres cannot be counted without a density.
    """
    judged = judge(standard, ROOT / "tests" / "cases" / "mill")
    inventory = judged.evaluation.inventories[2020]
    coal = next(line for line in inventory.lines if line.source == "S01")
    power = next(line for line in inventory.lines if line.source == "S05")

    assert rounded(coal.emissions.value, 0) == rounded(
        Decimal(100750) * Decimal("19.570") * Decimal("0.0261") * Decimal("0.93") * 44 / 12, 0
    )
    assert rounded(power.emissions.value, 4) == rounded(Decimal("54.813") * Decimal("0.4715"), 4)
    assert {(m.of, m.what) for m in inventory.missing} == {(s, "density") for s in ("S02", "S03", "S04")}
    assert judged.evaluation.verdict.grade is None and judged.evaluation.verdict.withheld
    assert judged.evaluation.self_assessment.lowest < judged.evaluation.self_assessment.highest


def test_a_year_that_lacks_a_source_is_incomplete(standard: Standard, tmp_path: Path) -> None:
    """Whatever the year: its totals are told with what they lack, and no trend is drawn through them."""
    shutil.copytree(ROOT / "standard" / "examples" / "low-carbon-metal", tmp_path / "case")
    path = tmp_path / "case" / "factory.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("        2022: 4750\n", "", 1), encoding="utf-8")
    judged = judge(standard, tmp_path / "case")
    years = {year.year: year.remark for year in view_inventory(standard, judged.evaluation).years}
    assert years == {"2021": "", "2022": "不完整：缺 S01 活动数据", "2023": ""}
    trend = view_trend(standard, judged.case, judged.evaluation)
    assert [y.value for y in trend.quantities[0].years][1] == "—"
