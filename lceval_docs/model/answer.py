"""What an applicant is asked and what was filled in: the same in a Word form, a workbook and `factory.yaml`."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import field, replace
from functools import cached_property
from types import MappingProxyType
from typing import Literal, NamedTuple

from lceval_docs.problems import Mark
from lceval_docs.records import dataclass

# Columns of years: by the part they play, so that a blank form fits every factory, or the year itself ("2022").
BASE, BETWEEN, EVALUATION = "base", "between", "evaluation"
YEARS = (BASE, BETWEEN, EVALUATION)
# What is typed where a table of rows has none in a year: nothing to report is an answer.
NO_ROWS = "none"

# Begins every placeholder, unseen: some programs forget that a text is one. Two, because one often comes along with
# a text copied from a page.
PLACEHOLDER_MARK = "\u200b\u200b"

Choices = tuple[tuple[str, str], ...]
QuestionType = Literal["text", "long_text", "number", "date", "choice", "yes_no", "words"]


class Address(NamedTuple):
    """Where an answer belongs: table, row and column, written `data/water_intake/2023`.

    A row of a list has no name of its own: in what was filled in, it is numbered from 1 in the order found.
    """

    table: str
    row: str
    column: str

    def __str__(self) -> str:
        return f"{self.table}/{self.row}/{self.column}"

    @classmethod
    def read(cls, text: str) -> Address | None:
        parts = text.split("/")
        return cls(*parts) if len(parts) == 3 else None


def anchor_of(tag: str) -> str:
    """The first part of the names of the bookmarks around the inputs with this tag.

    LibreOffice 7 saves a content control without its tag, but keeps bookmarks. `_lc_` and 12 letters; a number follows
    ("_lc_mfrggzdfmztw_7"), because bookmarks need names of their own and the rows of a list share their tags.
    """
    digest = hashlib.sha256(tag.encode()).digest()
    return f"_lc_{base64.b32encode(digest)[:12].decode().lower()}"


@dataclass(frozen=True)
class Question:
    """What is asked in a column. `choices`: what is written in factory.yaml, and what people read.

    words: several short words, separated. yes_no: true or false. A `year` column asks for a number of each year.
    `aliases`: other words that people use for a choice. `is_open`: another answer than the choices is taken too.
    `kinds`: in rows of several kinds, by choice, the kinds that it is for; a choice that is not named is for all.
    """

    id: str
    label: str
    type: QuestionType = "text"
    choices: Choices = ()
    hint: str = ""
    unit: str = ""
    is_year: bool = False
    aliases: Choices = ()
    is_open: bool = False
    kinds: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True)
class QuestionRow:
    """A row that is asked by name. `questions`: by column, in place of the column's; `closed`: columns not asked here."""

    id: str
    label: str
    note: str = ""
    closed: frozenset[str] = frozenset()
    questions: Mapping[str, Question] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True)
class QuestionTable:
    """Questions asked of each row. Without `rows` it is a list, which takes as many rows as there are."""

    id: str
    title: str
    columns: tuple[Question, ...]
    rows: tuple[QuestionRow, ...] = ()

    @property
    def is_list(self) -> bool:
        return not self.rows

    def question(self, row: str, column: str) -> Question | None:
        """What is asked in one cell; None where nothing is."""
        asked = self._columns.get(column)
        if asked is None and column.isdigit():
            year = next((c for c in self.columns if c.is_year), None)
            asked = replace(year, id=column, label=column) if year else None
        if asked is None or self.is_list:
            return asked
        found = self._rows.get(row)
        if found is None or column in found.closed:
            return None
        return found.questions.get(asked.id) or (self._of_year(found, asked) if asked.is_year else asked)

    def label(self, row: str) -> str:
        """What people read of a row that is asked by name; "" of any other."""
        found = self._rows.get(row)
        return found.label if found else ""

    @cached_property
    def _columns(self) -> Mapping[str, Question]:
        return {column.id: column for column in self.columns}

    @cached_property
    def _rows(self) -> Mapping[str, QuestionRow]:
        return {row.id: row for row in self.rows}

    @staticmethod
    def _of_year(row: QuestionRow, asked: Question) -> Question:
        """What a row asks of any year, if it asks that in a way of its own."""
        own = next((q for q in row.questions.values() if q.is_year), None)
        return replace(own, id=asked.id, label=asked.label) if own else asked


@dataclass(frozen=True)
class Questionnaire:
    """Everything an applicant is asked by one edition."""

    edition: str
    tables: tuple[QuestionTable, ...]

    def table(self, id: str) -> QuestionTable | None:
        return self._tables.get(id)

    @cached_property
    def _tables(self) -> Mapping[str, QuestionTable]:
        return {table.id: table for table in self.tables}

    def question(self, address: Address) -> Question | None:
        if address not in self._known:
            table = self.table(address.table)
            self._known[address] = table.question(address.row, address.column) if table else None
        return self._known[address]

    @cached_property
    def _known(self) -> dict[Address, Question | None]:
        """Answers of `question`, which is asked for each cell several times."""
        return {}


@dataclass(frozen=True)
class Filled:
    """A text as it was filled in, and the cell or field it stands in."""

    text: str
    mark: Mark


@dataclass(frozen=True)
class Answers:
    """What one document says, by address, in its order.

    `edition`: the one its form was made from. `places`: every place of the form by table and row, filled in or not.
    """

    edition: str
    filled: Mapping[Address, Filled]
    places: frozenset[tuple[str, str]] = frozenset()

    def rows(self, table: str) -> Iterable[tuple[str, Mapping[str, Filled]]]:
        """The rows of a table that say anything, in order, by column."""
        return self._rows.get(table, {}).items()

    @cached_property
    def _rows(self) -> Mapping[str, Mapping[str, Mapping[str, Filled]]]:
        tables: dict[str, dict[str, dict[str, Filled]]] = {}
        for (table, row, column), filled in self.filled.items():
            tables.setdefault(table, {}).setdefault(row, {})[column] = filled
        return tables


CasePath = tuple[str, ...]
Row = Mapping[str, str]
# A text or number as written, words, the rows of a table, or a mapping that is still empty.
Content = str | tuple[str, ...] | tuple[Row, ...] | Row

# Lists of a factory file whose entries are told apart by their `id`: a path names the entry by it.
KEYED: tuple[CasePath, ...] = (("inventory", "sources"), ("evidence",))


@dataclass(frozen=True)
class CaseValue:
    """What goes to one path of a case file, and the cell or field that it came from.

    `cells`: of the rows of a table, where each cell stands, by number of the row and column.
    """

    content: Content
    mark: Mark
    cells: Mapping[tuple[str, str], Mark] = field(default_factory=lambda: MappingProxyType({}))


CaseValues = Mapping[CasePath, CaseValue]
