"""Forms: which questions a document of the process asks, in what order, and what fills it where data exists."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from lceval_docs.model.origin import Record, Statement
from lceval_docs.records import dataclass

# A fact named in a paragraph.
FACT = re.compile(r"\{([\w.]+)\}")
# The stage of documents about the standard itself, which come before any evaluation.
OF_THE_STANDARD = "standard"
# A content control cannot have a longer tag.
LONGEST_TAG = 64


@dataclass(frozen=True, kw_only=True)
class Field(Record):
    """One place to fill.

    `of`: asked for the factory file, as `profile.<id>` or as the line `<id>` of the factory itself. `value`: the fact
    that fills it where a case gives it ("factory.name").
    """

    id: str
    label: str
    type: Literal["text", "long_text", "number", "date", "choice", "check", "picture", "signature"]
    of: Literal["", "profile", "factory"] = ""
    value: str = ""
    unit: str = ""
    choices: tuple[str, ...] = ()
    hint: str = ""
    wide: bool = False


@dataclass(frozen=True, kw_only=True)
class GridColumn(Record):
    """A column of a grid: relative width; `value`: what the rows' source gives, "" is left to be filled in."""

    id: str
    label: str
    width: int
    value: str = ""
    type: Literal["text", "number", "date", "choice", "check", "picture"] = "text"
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Section(Record):
    """A part of a form: paragraphs, fields, a grid, or tables of the questionnaire.

    `text`: paragraphs; a fact in braces (`{factory.name}`) is filled, or left to be filled. `columns` with `rows`:
    a grid with a row for each of what the standard or the case holds, and `blank_rows` more to fill. `asks`: tables
    of the questionnaire, whose answers go into the factory file; `rows` among them are the tables of the data items.
    """

    id: str
    title: str = ""
    note: str = ""
    text: tuple[str, ...] = ()
    fields: tuple[Field, ...] = ()
    columns: tuple[GridColumn, ...] = ()
    rows: Literal[
        "",
        "indicators",
        "prerequisites",
        "evidence",
        "missing",
        "team",
        "events",
        "sites",
        "adjustments",
        "benchmarks",
        "nonconformities",
        "dimensions",
        "gates",
        "emissions",
    ] = ""
    blank_rows: int = 0
    asks: tuple[
        Literal["prerequisites", "sources", "parameters", "data", "rows", "self_assessment", "evidence"], ...
    ] = ()


@dataclass(frozen=True, kw_only=True)
class Form(Statement):
    """A document of the process. One file of `forms/`.

    `name`: as the process names it. `stage`: of the process, or `standard` for documents about the standard itself.
    `kind`: built from its sections; the evaluation report and the workbook are made
    by their own writers and only listed here. `only_for`: cases that have a grade, or whose materials are complete or
    incomplete; no other case is given this document.
    """

    id: str
    name: str
    title: str
    stage: str
    audience: str
    kind: Literal["form", "letter", "certificate", "report", "workbook"] = "form"
    only_for: Literal["", "graded", "complete", "incomplete"] = ""
    landscape: bool = False
    instructions: tuple[str, ...] = ()
    sections: tuple[Section, ...] = ()

    @property
    def is_made_of_sections(self) -> bool:
        """Whether the form is built here, blank or filled."""
        return self.kind in ("form", "letter", "certificate")

    @property
    def blank(self) -> str:
        """Where the blank one is published; empty where there is none."""
        ending = ".docx" if self.is_made_of_sections else ".xlsx" if self.kind == "workbook" else ""
        return f"forms/{self.id}{ending}" if ending else ""

    @property
    def asks_for_data(self) -> bool:
        """Whether what is filled in belongs into the factory file."""
        return any(section.asks for section in self.sections) or any(field.of for field in self.fields)

    @property
    def fields(self) -> Iterator[Field]:
        return (field for section in self.sections for field in section.fields)
