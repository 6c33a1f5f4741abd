"""Printed figures: each has an address of its own, and a hidden bookmark of that name in the report."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from conftest import ROOT
from test_plausibility import copied, with_rows
from word import parts_of

from lceval_docs.build import plan_report
from lceval_docs.judging import Judged, judge
from lceval_docs.model.standard import Standard
from lceval_docs.template import report_template
from lceval_docs.views.bookmark import hidden_name
from lceval_docs.views.report import ReportView, view_report
from lceval_docs.views.traced import Printed, Shape, shape_of, view_figures
from lceval_docs.writers.word.template.hidden import bookmark, bookmarks_by_keys, with_bookmarks

LONGEST_IN_WORD = 40
CREDIT = {"kind": "CCER", "vintage": "2022", "recognised": "true"}
BOOKMARK = re.compile(rb'<w:bookmarkStart w:id="\d+" w:name="([^"]+)"/>')


@dataclass(frozen=True)
class Entry:
    id: str
    value: Printed


@dataclass(frozen=True)
class Group:
    lines: tuple[Entry, ...]


@dataclass(frozen=True)
class Outer:
    lines: tuple[Entry, ...]
    group: Group
    other: Group


@pytest.fixture(scope="module")
def doubted(standard: Standard, tmp_path_factory: pytest.TempPathFactory) -> Judged:
    """An invented case that prints every list: two credits without a serial number, and what is doubtful about them."""
    folder = copied("near-zero-electronics", tmp_path_factory.mktemp("doubted"))
    rows = [{**CREDIT, "serial": "无", "amount": "90"}, {**CREDIT, "serial": "无", "amount": "45"}]
    with_rows(folder / "factory.yaml", {2023: rows})
    return judge(standard, folder)


@pytest.fixture(scope="module")
def cases(examples: list[Judged], doubted: Judged) -> list[Judged]:
    return [*examples, doubted]


def viewed(standard: Standard, one: Judged) -> ReportView:
    return view_report(standard, one.case, one.evaluation, one.warnings)


def bookmarks_of(standard: Standard, one: Judged) -> list[str]:
    raw = next(iter(plan_report(standard, one, report_template(ROOT)).values()))
    return [name.decode() for name in BOOKMARK.findall(parts_of(raw)["word/document.xml"])]


def lists_of(shape: Shape) -> Iterator[tuple[str, Shape]]:
    """Every traced list below a shape, by its name in addresses."""
    for name, inner in shape.lists.values():
        yield name, inner
        yield from lists_of(inner)
    for group in shape.groups.values():
        yield from lists_of(group)


def test_every_list_has_a_key_and_a_name() -> None:
    """Entries of a list are known by their first field; no two lists are called the same."""
    found = list(lists_of(shape_of(ReportView)))
    assert [name for name, inner in found if not inner.key] == []
    assert len({name for name, _ in found}) == len(found)


def test_addresses_are_unique(standard: Standard, cases: list[Judged]) -> None:
    """No two figures of a report have one address, nor one name where large and small letters are alike, as in Word."""
    for one in cases:
        addresses = [figure.address for figure in view_figures(viewed(standard, one))]
        assert len(set(addresses)) == len(addresses)
        assert len({hidden_name(address).lower() for address in addresses}) == len(addresses)


def test_bookmarks_of_a_report(standard: Standard, cases: list[Judged]) -> None:
    """Each bookmark once, hidden, short enough for Word."""
    for one in cases:
        names = bookmarks_of(standard, one)
        assert len(set(names)) == len(names)
        assert all(name.startswith("_") and len(name) <= LONGEST_IN_WORD for name in names)


def test_every_list_is_found_in_the_report(standard: Standard, cases: list[Judged]) -> None:
    """The template prints figures of each list, and the report has their bookmarks; each list occurs in a case."""
    lists = {name: inner for name, inner in lists_of(shape_of(ReportView)) if inner.figures}
    seen: set[str] = set()
    for one in cases:
        names = set(bookmarks_of(standard, one))
        filled: set[str] = set()
        printed: set[str] = set()
        for figure in view_figures(viewed(standard, one)):
            of = max((name for name in lists if figure.address.startswith(f"{name}.")), key=len, default="")
            filled.add(of)
            if hidden_name(figure.address) in names:
                printed.add(of)
        assert printed == filled
        seen |= filled
    assert seen == {*lists, ""}


def test_a_list_that_comes_later_leaves_earlier_addresses_alone() -> None:
    """The first list of a name is called by it; others by as much of the end of their path as none before is called."""
    assert [name for name, _ in lists_of(shape_of(Outer))] == ["lines", "group.lines", "other.lines"]


def test_credits_without_numbers_are_told_apart(standard: Standard, doubted: Judged) -> None:
    """By their year and how many-th they are in it."""
    rows = viewed(standard, doubted).offset.rows
    assert [(row.id, row.serial, row.amount) for row in rows] == [("2023-1", "无", "90"), ("2023-2", "无", "45")]


def test_bookmarks_come_in_the_places_of_marks() -> None:
    """In their order, whatever signs stand there; a figure that is printed twice has a name of its own each time."""
    kept = bookmarks_by_keys((("lines.", 0, ".value"), ("total",)))
    found = [*kept["甲"], *kept["甲"]]
    assert with_bookmarks(b"\x7f\x7f" * 3, [*kept["甲"][1:], bookmark("2~total"), *kept["甲"][1:]])[1] == [
        hidden_name(address) for address in ("total", "2~total", "2~2~total")
    ]
    part, names = with_bookmarks(b"%b \x7f1 %\x7f %%\x7f2\x7f\x7f3\x7f\x7f4\x7f %", found, before=7)
    assert names == [hidden_name(address) for address in ("lines.甲.value", "total", "2~lines.甲.value", "2~total")]
    starts = [f'<w:bookmarkStart w:id="{500_007 + n}" w:name="{name}"/>' for n, name in enumerate(names)]
    ends = [f'<w:bookmarkEnd w:id="{500_007 + n}"/>' for n in range(4)]
    one, two, three, four = (
        f"{start}{n + 1}{{}}{end}" for n, (start, end) in enumerate(zip(starts, ends, strict=True))
    )
    assert part.decode() == f"%b {one.format(' %')} %%{two}{three}{four} %".replace("{}", "")
