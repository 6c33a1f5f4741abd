"""What makes a figure doubtful: `plausibility.yaml`. Doubts are told; they never change a figure."""

from __future__ import annotations

from decimal import Decimal

from lceval_docs.model.origin import Record, Statement
from lceval_docs.records import dataclass


@dataclass(frozen=True, kw_only=True)
class Ratio(Record):
    """A quantity watched from year to year, such as electricity per unit of output."""

    name: str
    formula: str
    unit: str


@dataclass(frozen=True, kw_only=True)
class Scale(Statement):
    """When amounts of different years look like units mixed up: one is about `times` another.

    About: more than `times` divided by `slack`, less than `times` multiplied by it. What is farther away than the least
    of them is doubtful too. `watched`: quantities held to this in years whose amounts gave no doubt.
    """

    times: tuple[Decimal, ...]
    slack: Decimal
    watched: tuple[Ratio, ...] = ()


@dataclass(frozen=True, kw_only=True)
class SameEnergy(Statement):
    """When two sources look like one: equal amounts in all years, written with at least `digits` digits altogether.

    `own_heat`: words in the name of purchased heat that say it was made here, of a fuel that is counted too.
    """

    digits: int
    own_heat: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class MistakenGas(Statement):
    """A greenhouse gas, and the words that mean another gas often taken for it."""

    gas: str
    words: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Convention(Record):
    """One way to compute a total."""

    name: str
    formula: str


@dataclass(frozen=True, kw_only=True)
class PublishedTotal(Statement):
    """A total that factories publish. It agrees if it agrees by any of its conventions.

    `parts`: the published totals that add up to it.
    """

    id: str
    name: str
    unit: str
    conventions: tuple[Convention, ...]
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Plausibility(Record):
    """`plausibility.yaml`: everything that makes a figure doubtful."""

    scale: Scale
    same_energy: SameEnergy
    mistaken_gases: tuple[MistakenGas, ...]
    published: tuple[PublishedTotal, ...]
