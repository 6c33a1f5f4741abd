"""What a row still lacks: as a formula that goes on working in the workbook, and as it is now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from lceval_docs.records import dataclass
from lceval_docs.views.workbook.grid import WorkCell

DONE, OPEN, FREE, COMPUTED, LISTED = "已填", "未填", "选填", "由数据计算", "已填明细"
LACKS = "缺"
LACKS_YEAR = "缺{year}数据"

# The defined name of the cell that says which year is evaluated.
EVALUATION_NAME = "lceval_evaluation_year"


@dataclass(frozen=True)
class Years:
    """The year columns of a sheet: their heads' range, what they say now, and which of them must be there.

    `name`: of the cell that says that year; where it is empty, the last one is meant. `wanted`: the year now; `word`: its name.
    """

    heads: str
    now: tuple[str, ...]
    name: str
    wanted: str
    word: str

    def lacking(self, cells: str, filled: Sequence[str]) -> tuple[str, str, bool]:
        """What is said where a row has no number of that year, when it is said, and whether it is now."""
        year = f"IF(N({self.name})=0,MAX({self.heads}),{self.name})"
        formula = f'SUMPRODUCT(({self.heads}={year})*({cells}<>""))=0'
        return LACKS_YEAR.format(year=self.word), formula, self.wanted not in filled


def _cell(formula: str, text: str) -> WorkCell:
    return WorkCell(text, "status", formula=formula)


def fixed_status(text: str) -> WorkCell:
    """Where there is nothing to count."""
    return WorkCell(text, "status")


def any_status(cells: Sequence[str], texts: Sequence[str], empty: str = OPEN) -> WorkCell:
    """Done where one of the cells says something."""
    said = "&".join(cells)
    return _cell(f'=IF(TRIM({said})="","{empty}","{DONE}")', DONE if "".join(texts).strip(" ") else empty)


def year_status(years: Years, cells: str, texts: Mapping[str, str], list_range: str = "", rows: int = 0) -> WorkCell:
    """A row of numbers by year; of a table item, also its list elsewhere (`rows` of it filled now)."""
    filled = [year for year in years.now if texts.get(year)]
    word, lacking, is_lacking = years.lacking(cells, filled)
    formula, now = f'IF({lacking},"{word}","{DONE}")', word if is_lacking else DONE
    elsewhere = f'IF(COUNTA({list_range})>0,"{LISTED}","{OPEN}")' if list_range else f'"{OPEN}"'
    if list_range:
        formula, now = f'IF(COUNTA({list_range})>0,"{LISTED}",{formula})', LISTED if rows else now
    return _cell(f"=IF(COUNTA({cells})=0,{elsewhere},{formula})", now if filled else LISTED if rows else OPEN)


def list_status(
    whole: str,
    wanted: Sequence[tuple[str, str, str]],
    texts: Sequence[str],
    years: tuple[Years, str, Mapping[str, str]] | None,
) -> WorkCell:
    """A row of a list: nothing while it is empty, else the first thing it lacks. `wanted`: label, cell, text."""
    formula, now = f'"{DONE}"', DONE
    if years:
        given, numbers_range, by_year = years
        numbers = [year for year in given.now if by_year.get(year)]
        word, lacking, is_lacking = given.lacking(numbers_range, numbers)
        formula, now = f'IF({lacking},"{word}",{formula})', word if is_lacking else now
    for label, cell, text in reversed(wanted):
        formula, now = f'IF({cell}="","{LACKS}{label}",{formula})', now if text else f"{LACKS}{label}"
    return _cell(f'=IF(COUNTA({whole})=0,"",{formula})', now if any(texts) else "")
