"""Forms: which questions a document asks, in what order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from lceval_docs.model.origin import Record, Statement


@dataclass(frozen=True, kw_only=True)
class Field(Record):
    """One place to fill. `id` is the key of the answer in the factory file."""

    id: str
    label: str
    type: Literal["text", "long_text", "number", "date", "choice", "signature"]
    unit: str = ""
    choices: tuple[str, ...] = ()
    several: bool = False
    hint: str = ""
    wide: bool = False


@dataclass(frozen=True, kw_only=True)
class Section(Record):
    """A part of a form: fields, or a grid of rows to fill, or rows drawn from the standard itself.

    `from_standard`: prerequisites, data (of the group `group`), sources, indicators, evidence.
    """

    id: str
    title: str
    note: str = ""
    fields: tuple[Field, ...] = ()
    columns: tuple[str, ...] = ()
    blank_rows: int = 0
    from_standard: Literal["", "prerequisites", "data", "indicators", "evidence"] = ""
    text: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Form(Statement):
    """A blank document of the process. One file of `forms/`."""

    id: str
    title: str
    stage: str
    audience: str
    instructions: tuple[str, ...] = ()
    sections: tuple[Section, ...]
