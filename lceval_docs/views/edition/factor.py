"""The tables of defaults. What is not agreed between sources stands in a footnote of the value's row."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from lceval_docs.model.prose import Cell, Footnote, FootnoteMark, Inline, Line, Remark, Row, Table
from lceval_docs.model.standard import Standard
from lceval_docs.views import label, number
from lceval_docs.views.edition.cell import heads, middle, text, words

BY_DEVICE, FROM_PARTS = "按设备", "由组分计算"
SOURCE = "来源：{source}。{note}"


class _Notes:
    """Footnotes of one table, made as rows need them."""

    def __init__(self, table: str):
        self._table = table
        self.footnotes: list[Footnote] = []

    def cell(self, content: str, note: str) -> Cell:
        """A text with a footnote behind it, if there is a note."""
        line: list[Inline] = [*words(content)]
        if note:
            line.append(FootnoteMark("", self._id(words(note if note.endswith("。") else note + "。"))))
        return Cell((tuple(line),))

    def _id(self, note: Line) -> str:
        """The footnote that says so already, or a new one."""
        found = next((footnote.id for footnote in self.footnotes if footnote.line == note), "")
        if not found:
            found = f"{self._table}-{len(self.footnotes) + 1}"
            self.footnotes.append(Footnote(found, note))
        return found


def _table(
    id: str, title: str, titles: tuple[str, ...], rows: list[Row], widths: tuple[int, ...], source: str, notes: _Notes
) -> Table:
    remarks = (Remark("note", words(source)),) if source else ()
    return Table(id, title, heads(*titles), tuple(rows), widths, remarks=remarks, footnotes=tuple(notes.footnotes))


def fuels(standard: Standard) -> Iterator[Table]:
    for fuel_set in standard.factors.fuel_sets:
        id = f"fuels-{fuel_set.id.lower()}"
        notes = _Notes(id)
        rows: list[Row] = [
            (
                notes.cell(f.name, f.conflicts),
                middle(number.unit(f.unit)),
                middle(number.plain(f.ncv)),
                middle(number.plain(f.carbon)),
                middle(number.plain(f.oxidation) if f.oxidation is not None else BY_DEVICE),
                middle(label.VERIFICATION[f.verification]),
            )
            for f in fuel_set.fuels
        ]
        titles = ("燃料", "计量单位", "低位发热量\nGJ/计量单位", "单位热值含碳量\ntC/GJ", "碳氧化率\n%", "核实情况")
        source = SOURCE.format(source=fuel_set.source, note=fuel_set.note)
        yield _table(id, f"燃料参数缺省值：{fuel_set.name}", titles, rows, (24, 12, 17, 18, 12, 17), source, notes)


def electricity(standard: Standard) -> Iterator[Table]:
    table = standard.factors.electricity
    notes = _Notes("electricity")
    regions = dict.fromkeys(region for year in table.years for region in year.values)
    rows: list[Row] = []
    for region in regions:
        unsure = [str(y.year) for y in table.years if region in y.unverified]
        note = f"{label.listed(unsure)}年的数值未核实" if unsure else ""
        rows.append((notes.cell(region, note), *(middle(_value(y.values.get(region))) for y in table.years)))
    source = "；".join(
        f"{y.year}年数据来源：{y.source}（{label.VERIFICATION[y.verification]}）{y.note}".rstrip("。")
        for y in table.years
    )
    titles = ("区域", *(f"{y.year}年" for y in table.years))
    widths = (40, *[20] * len(table.years))
    made = _table("electricity", "电力平均二氧化碳排放因子", titles, rows, widths, source + "。", notes)
    yield Table(**{**vars(made), "unit": f"单位为{number.unit(table.unit)}"})


def _value(value: Decimal | None) -> str:
    return number.plain(value) if value is not None else number.NOTHING


def heat(standard: Standard) -> Iterator[Table]:
    table = standard.factors.heat
    notes = _Notes("heat")
    rows: list[Row] = [
        (
            notes.cell(name, published.conflicts),
            middle(number.plain(published.value)),
            middle(number.unit(unit)),
            text(published.source),
            middle(label.VERIFICATION[published.verification]),
        )
        for name, published, unit in (
            ("购入热力的二氧化碳排放因子", table.factor, table.unit),
            ("给水焓值", table.water_enthalpy, table.enthalpy_unit),
        )
    ]
    yield _table("heat", "热力", ("项目", "数值", "单位", "来源", "核实情况"), rows, (28, 10, 12, 34, 16), "", notes)


def carbonates(standard: Standard) -> Iterator[Table]:
    table = standard.factors.carbonates
    notes = _Notes("carbonates")
    rows: list[Row] = [
        (
            notes.cell(s.name, s.conflicts),
            middle(number.plain(s.factor)),
            middle(number.unit(s.unit)),
            middle(label.VERIFICATION[s.verification]),
        )
        for s in table.substances
    ]
    source = SOURCE.format(source=table.source, note="")
    yield _table(
        "carbonates",
        "碳酸盐分解的排放因子",
        ("物质", "排放因子", "单位", "核实情况"),
        rows,
        (40, 20, 20, 20),
        source,
        notes,
    )


def gases(standard: Standard) -> Iterator[Table]:
    table = standard.factors.warming_potentials
    names = {g.id: g.name for g in table.gases}
    notes = _Notes("gases")
    rows: list[Row] = [
        (
            notes.cell(gas.name, gas.conflicts),
            *(middle(number.plain(gas.gwp[e]) if gas.gwp else FROM_PARTS) for e in table.editions),
            text("、".join(f"{names[p]} {s}\u00a0%" for p, s in (gas.blend or {}).items()) or number.NOTHING),
            middle(label.VERIFICATION[gas.verification]),
        )
        for gas in table.gases
    ]
    titles = ("气体", *table.editions, "组分（质量分数）", "核实情况")
    widths = (28, *[14] * len(table.editions), 28, 16)
    source = SOURCE.format(source=table.source, note="")
    yield _table("gases", "全球变暖潜势（100年）", titles, rows, widths, source, notes)


def coal(standard: Standard) -> Iterator[Table]:
    table = standard.factors.coal_equivalents
    notes = _Notes("coal")
    rows: list[Row] = [
        (
            notes.cell(c.name, c.conflicts),
            middle(number.plain(c.value)),
            middle(number.unit(c.unit)),
            text(c.source),
            middle(label.VERIFICATION[c.verification]),
        )
        for c in (table.electricity_calorific, table.electricity_equivalent, table.heat, *table.fuels)
    ]
    source = (
        f"标准煤的低位发热量为 {number.plain(table.standard_coal.value)} {number.unit(table.standard_coal_unit)}"
        f"（{table.standard_coal.source}）。"
    )
    yield _table(
        "coal", "折标准煤系数", ("能源", "系数", "单位", "来源", "核实情况"), rows, (26, 12, 16, 30, 16), source, notes
    )
