"""The ledger of offset credits in print: each credit, whether it counts, and what they come to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from lceval_docs.model.case import Case, DataEntry
from lceval_docs.model.data import DataItem
from lceval_docs.model.evaluation import Evaluation
from lceval_docs.model.origin import Told
from lceval_docs.model.standard import Standard
from lceval_docs.quantities import read_number
from lceval_docs.records import dataclass
from lceval_docs.views import label, number
from lceval_docs.views.question import YES_NO
from lceval_docs.views.traced import Printed


@dataclass(frozen=True)
class OffsetView:
    """One credit. `counted`: what of it counts in the evaluation year, before any limit on all of them.

    `id`: its year, and which row of that it is; a credit may be without a serial number.
    """

    id: str
    year: str
    kind: str
    serial: str
    vintage: str
    amount: Printed
    recognised: str
    counted: Printed
    remark: str


@dataclass(frozen=True)
class OffsetTotalView:
    """What the credits of the evaluation year come to: all, those that count, and after the limits."""

    id: str
    name: str
    amount: Printed
    remark: str


@dataclass(frozen=True)
class OffsetLedgerView:
    """The ledger; `remark` where it has no rows. Amounts in `unit`."""

    title: str
    unit: str
    rows: tuple[OffsetView, ...]
    totals: tuple[OffsetTotalView, ...]
    evidence: str
    remark: str


TITLE, ALL = "抵消台账", "凭证数量合计（{year} 年）"
NOT_RECOGNISED, OTHER_YEAR = "不合规或未注销，不计入", "属 {year} 年，不计入评价年"
NONE_USED, NOT_TOLD = "工厂填报：没有使用抵消凭证。", "没有填写抵消凭证。"


def view_offsets(standard: Standard, case: Case, evaluation: Evaluation) -> OffsetLedgerView:
    """The ledger by what counts: the evaluators' data where they corrected it, else the factory's."""
    item = credit_item(standard)
    entry = _entry(case, item.id) if item else None
    if item is None or entry is None or entry.rows is None:
        return OffsetLedgerView(TITLE, "", (), (), label.EVIDENCE_NONE, NOT_TOLD)
    year = evaluation.evaluation_year
    rows = tuple(
        _row(item, row, f"{then}-{place}", then, year)
        for then, given in sorted(entry.rows.items())
        for place, row in enumerate(given, 1)
    )
    column = next(c for c in item.columns if c.id == item.credit_columns["amount"])
    return OffsetLedgerView(
        title=TITLE,
        unit=number.unit(column.unit),
        rows=rows,
        totals=tuple(_totals(standard, evaluation, item, entry)) if rows else (),
        evidence=label.listed(entry.evidence),
        remark="" if rows else NONE_USED,
    )


def credit_item(standard: Standard) -> DataItem | None:
    """The table that credits are entered in."""
    return next((i for i in standard.data_items.values() if "serial" in i.credit_columns), None)


def _entry(case: Case, id: str) -> DataEntry | None:
    corrected = (case.review.data or {}).get(id) if case.review else None
    return corrected or case.factory.data.get(id)


def _row(item: DataItem, row: Mapping[str, Told], id: str, year: int, evaluation_year: int) -> OffsetView:
    told = {what: row[column].text for what, column in item.credit_columns.items()}
    counts, is_now = told["recognised"] == "true", year == evaluation_year
    amount = number.plain(read_number(told["amount"]))
    remarks = ["" if counts else NOT_RECOGNISED, "" if is_now else OTHER_YEAR.format(year=year)]
    return OffsetView(
        id=id,
        year=str(year),
        kind=told["kind"],
        serial=told["serial"],
        vintage=told["vintage"],
        amount=amount,
        recognised=dict(YES_NO)[told["recognised"]],
        counted=amount if counts and is_now else "0",
        remark="；".join(filter(None, remarks)) or number.NOTHING,
    )


def _totals(standard: Standard, evaluation: Evaluation, item: DataItem, entry: DataEntry) -> Iterator[OffsetTotalView]:
    """All credits of the evaluation year, then the quantities that the standard makes of them."""
    year, column = evaluation.evaluation_year, item.credit_columns["amount"]
    amounts = (read_number(row[column].text) for row in (entry.rows or {}).get(year, ()))
    whole = number.plain(sum(amounts, Decimal(0)))
    yield OffsetTotalView(column, ALL.format(year=year), whole, number.NOTHING)
    for id in item.totals:
        made, figure = standard.derived_items[id], evaluation.figures.get((id, year))
        amount = number.fixed(figure.quantity.value if figure else None, standard.grading.rounding.amount)
        yield OffsetTotalView(id, made.name, amount, made.note or number.NOTHING)
