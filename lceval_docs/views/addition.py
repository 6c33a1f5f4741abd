"""Whether a printed table adds up as printed, and what is said under it where rounding keeps it from doing so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from lceval_docs.quantities import rounded
from lceval_docs.records import dataclass
from lceval_docs.views import number
from lceval_docs.views.traced import Printed


@dataclass(frozen=True)
class RemarkView:
    """A total that its printed parts do not add up to: what it is of, the sum of the parts, the total, between them."""

    id: str
    what: str
    sum: Printed
    total: Printed
    difference: Printed


def view_addition(
    id: str, what: str, parts: Iterable[Decimal], total: Decimal, places: int, of_total: int | None = None
) -> Iterator[RemarkView]:
    """A remark where parts, each rounded to `places`, do not make the total, rounded to `of_total` or the same."""
    added = sum((rounded(part, places) for part in parts), Decimal(0))
    shown = rounded(total, places if of_total is None else of_total)
    if added != shown:
        difference = number.plain(abs(added - shown))
        yield RemarkView(id, what, number.fixed(added, places), number.plain(shown), difference)
