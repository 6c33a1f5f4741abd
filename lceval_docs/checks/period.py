"""Whether evidence covers the time that the amounts are for: an 18-month period beside a 12-month one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from lceval_docs.model.case import Case
from lceval_docs.model.origin import Given
from lceval_docs.model.standard import Standard
from lceval_docs.problems import Fault, Mark, Problem
from lceval_docs.quantities import Units

OTHER_PERIOD = Fault(
    "W0558",
    "{field}: its evidence ({found}) covers {months} months, its amounts are for {years}.",
    "Give the amounts of whole years of 12 months, or correct the period.",
)

MONTHS = 12
LONGEST = 1200  # a century: what is longer is no period of evidence


def _moment(name: str) -> str:
    """A year, a month or a day as people write it: 2025, 2025年, 2025-01, 2025年1月, 2025.1.31."""
    month = "0?[1-9]|1[0-2]"
    dotted = rf"(?P<{name}_sign>[-./])(?P<{name}_dotted>{month})(?!\d)(?:(?P={name}_sign)\d{{1,2}}(?!\d))?"
    chinese = rf"年 ?(?P<{name}_month>{month})(?!\d)(?:月\d{{1,2}}(?!\d))?"
    return rf"(?P<{name}>\d{{4}}) ?(?:{dotted}|{chinese})?(?:年度|年|月份|月|日)?"


_PERIOD = re.compile(
    rf"{_moment('first')}(?: ?(?:至|到|~|-|–|—+) ?(?:{_moment('last')}|(?P<same_year>0?[1-9]|1[0-2])月))?", re.ASCII
)


@lru_cache(maxsize=1024)
def months_of(text: str) -> frozenset[int] | None:
    """The months that a period names, counted from year 0; None where it cannot be read for certain."""
    months: set[int] = set()
    for part in re.split("[、,;]|和|及", unicodedata.normalize("NFKC", text).strip()):
        found = _PERIOD.fullmatch(part.strip())
        if found is None:
            return None
        told = found.groupdict()
        month = told["first_dotted"] or told["first_month"]
        last_month = told["last_dotted"] or told["last_month"] or told["same_year"]
        if not told["last"]:
            last_month = last_month or month
        first = _counted(told["first"], month or "1")
        last = _counted(told["last"] or told["first"], last_month or str(MONTHS))
        if last - first > LONGEST:
            return None
        months.update(range(first, last + 1))
    return frozenset(months)


def _counted(year: str, month: str) -> int:
    return int(year) * MONTHS + int(month) - 1


def check_periods(standard: Standard, case: Case, units: Units) -> Iterator[Problem]:
    """Sources, and the output that intensities are counted by. Only evidence whose periods can all be read is held to it."""
    factory = case.factory
    told = {e.id: (e.period, months_of(e.period)) for e in factory.evidence}
    output = [(id, entry) for id in standard.stand_ins.values() if (entry := factory.data.get(id))]
    named: list[tuple[str, Mapping[int, Given], Sequence[str], Mark]] = [
        (f"{s.id} {s.name}", s.amounts, s.evidence, s.mark) for s in factory.inventory.sources
    ]
    named += [(f"{standard.data_items[id].name} {id}", e.values or {}, e.evidence, e.mark) for id, e in output]
    for field, amounts, evidence, mark in named:
        years = sorted(year for year, one in amounts.items() if one.value)
        periods = [months for id in evidence if (months := told[id][1]) is not None]
        if not years or not periods or len(periods) < len(evidence):
            continue
        whole = frozenset().union(*periods)
        if not any(_fits(months, years, amounts) for months in (*periods, whole)):
            yield OTHER_PERIOD.at(
                mark.of("evidence"),
                field=field,
                found="、".join(dict.fromkeys(told[id][0] for id in evidence)),
                months=len(whole),
                years=_listed(years),
            )


def _fits(months: frozenset[int], years: Sequence[int], amounts: Mapping[int, Given]) -> bool:
    """Whole years of 12 months, calendar years or not; or those of a source that began in the course of a year."""
    if len(months) % MONTHS == 0:
        return True
    begin = min(months)
    wanted = frozenset(range(begin, (years[-1] + 1) * MONTHS))
    began_then = begin // MONTHS in amounts and begin // MONTHS < years[-1]
    return began_then and wanted <= months and len(months - wanted) % MONTHS == 0


def _listed(years: Iterable[int]) -> str:
    return "、".join(map(str, years))


CHECKS = (check_periods,)
