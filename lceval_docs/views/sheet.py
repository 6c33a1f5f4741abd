"""What a page that asks holds: blanks to fill in, the rows and lists they stand in, and what helps to fill them in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from types import MappingProxyType

from lceval_docs.model.answer import Choices, QuestionType
from lceval_docs.records import dataclass
from lceval_docs.views.picture import Linked


@dataclass(frozen=True)
class Blank:
    """One input. `address`: table, row and column; in a list the row is the place `{row}`.

    `unchosen`: what a choice says before one is made. `suggested`: answers that are offered, though others are taken.
    `kept`: not asked, as there is only one answer; one that was given elsewhere is kept. `kinds`: in rows of several
    kinds, by choice, the kinds that it is for.
    """

    address: str
    label: str
    type: QuestionType
    choices: Choices = ()
    hint: str = ""
    unit: str = ""
    unchosen: str = ""
    suggested: tuple[str, ...] = ()
    kept: bool = False
    kinds: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True)
class Standing:
    """The status of a statement, and the word for it."""

    status: str
    text: str


@dataclass(frozen=True)
class Help:
    """What is unfolded by who wants to know more: sentences, or pages to go to."""

    title: str
    lines: tuple[str, ...] = ()
    pointers: tuple[Linked, ...] = ()


@dataclass(frozen=True)
class Blanks:
    """The inputs of a row: those seen at once, those of the years, and those that are less used."""

    asked: tuple[Blank, ...] = ()
    years: tuple[Blank, ...] = ()
    more: tuple[Blank, ...] = ()


@dataclass(frozen=True)
class Entry:
    """A row that is asked by name. `facts`: short words below its title; `told`: what it demands."""

    table: str
    id: str
    title: str
    blanks: Blanks
    told: str = ""
    facts: tuple[str, ...] = ()
    standing: Standing | None = None
    page: str = ""
    help: tuple[Help, ...] = ()

    @property
    def is_plain(self) -> bool:
        """Nothing but one input, whose label is the title."""
        return len(self.blanks.asked) == 1 and not (self.blanks.years or self.blanks.more or self.told)


@dataclass(frozen=True)
class Listing:
    """A list that takes as many rows as there are. `add`: what the button for another row says."""

    table: str
    title: str
    blanks: Blanks
    add: str
    told: str = ""


@dataclass(frozen=True)
class Group:
    """What stands together in a section; without a title where it is all of it."""

    id: str
    title: str
    parts: tuple[Entry | Listing, ...]
    told: str = ""


@dataclass(frozen=True)
class Section:
    id: str
    title: str
    groups: tuple[Group, ...]
    told: str = ""


@dataclass(frozen=True)
class Assessment:
    """The self-assessment: what is asked, of which edition, and what there is instead where it cannot run.

    `model`: the form of the addresses. `industries`: profiles by id; the last two are where the form can be filled in
    otherwise, the workbook if the edition has one.
    """

    edition: str
    model: str
    standing: str
    industries: Choices
    sections: tuple[Section, ...]
    workbook: Linked | None
    forms: Linked
