"""The folder `standard/`, whole: a `Standard`, or every problem in its files.

It takes what it finds: a new chapter, indicator file, group of data items, fuel set, profile or form needs no Python.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from lceval_docs.model.data import DataGroup, DerivedItems, UnitEntry, UnitTable
from lceval_docs.model.factor import (
    Carbonates,
    CoalEquivalents,
    Electricity,
    Factors,
    FuelSet,
    Heat,
    Methods,
    Uncertainty,
    WarmingPotentials,
)
from lceval_docs.model.form import Form
from lceval_docs.model.grading import Grading, Profile
from lceval_docs.model.indicator import Dimension
from lceval_docs.model.plausibility import Plausibility
from lceval_docs.model.standard import Identity, Questions, Standard
from lceval_docs.model.text import (
    Chapter,
    Confirmations,
    Explanation,
    ExplanationFront,
    FrontMatter,
    Process,
    References,
    Silence,
    Terms,
)
from lceval_docs.model.typesetting import Typesetting
from lceval_docs.problems import Fault, Problem, Refused
from lceval_docs.quantities import EXACT, Dimensions, Unit, UnitError, Units
from lceval_docs.sources.document import parse_yaml, split_front_matter
from lceval_docs.sources.file import read_text
from lceval_docs.sources.picture import with_pictures
from lceval_docs.sources.prose.chapter import parse_chapter
from lceval_docs.sources.record import load_record
from lceval_docs.sources.silence import silences_in

UNKNOWN_BASE_UNIT = Fault(
    "E0301",
    'unit {found}: it is built on "{expected}", which stands nowhere above it.',
    "Define the simpler unit first.",
)
UNIT_WITHOUT_DIMENSION = Fault(
    "E0302", "unit {found}: it has neither a dimension nor `of`.", "Add `dimension: …`, or `of: …` with another unit."
)

T = TypeVar("T")
C = TypeVar("C", bound=Chapter)

EXPLANATION, REVIEWED = "explanation.md", "reviewed.yaml"

# Which record each file of the folder holds. A name ending in `/*` is a folder with one record a file.
LAYOUT: tuple[tuple[str, type], ...] = (
    ("standard.yaml", Identity),
    ("terms.yaml", Terms),
    ("references.yaml", References),
    ("questions.yaml", Questions),
    ("process.yaml", Process),
    ("grades.yaml", Grading),
    ("plausibility.yaml", Plausibility),
    ("units.yaml", UnitTable),
    ("typesetting.yaml", Typesetting),
    ("derived.yaml", DerivedItems),
    ("indicators/*", Dimension),
    ("data/*", DataGroup),
    ("factors/electricity.yaml", Electricity),
    ("factors/heat.yaml", Heat),
    ("factors/warming-potentials.yaml", WarmingPotentials),
    ("factors/carbonates.yaml", Carbonates),
    ("factors/coal-equivalents.yaml", CoalEquivalents),
    ("factors/methods.yaml", Methods),
    ("factors/uncertainty.yaml", Uncertainty),
    ("factors/fuels/*", FuelSet),
    ("profiles/*", Profile),
    ("forms/*", Form),
)


@dataclass
class _Folder:
    """The folder being read, and the problems met so far."""

    path: Path
    problems: list[Problem] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    silences: list[Silence] = field(default_factory=list)

    def text(self, name: str) -> tuple[str, str, tuple[Problem, ...]]:
        """A file's text, its name to print, its problems; what is silenced in it is noted."""
        shown = f"standard/{name}"
        self.files.append(shown)
        text, problems = read_text(self.path / name, shown)
        if "lint-ignore" in text:
            self.silences += silences_in(text, shown)
        return text, shown, problems

    def one(self, name: str, record: type[T]) -> T | None:
        """The record in one file."""
        text, shown, problems = self.text(name)
        root = None
        if not problems:
            root, problems = parse_yaml(text, shown)
        self.problems += problems
        if root is None:
            return None
        value, problems = load_record(root, record, shown)
        self.problems += problems
        return value

    def each(self, folder: str, record: type[T]) -> tuple[T, ...]:
        """The records of all YAML files in a folder, by file name."""
        found = (self.one(f"{folder}/{path.name}", record) for path in sorted((self.path / folder).glob("*.yaml")))
        return tuple(value for value in found if value is not None)

    def chapters(self, folder: str) -> tuple[Chapter, ...]:
        """The chapters of all Markdown files in a folder, by file name."""
        names = (f"{folder}/{path.name}" for path in sorted((self.path / folder).glob("*.md")))
        found = (self.prose(name, FrontMatter, Chapter) for name in names)
        return tuple(chapter for chapter in found if chapter is not None)

    def prose(self, name: str, front: type[FrontMatter], whole: type[C]) -> C | None:
        """One Markdown file: its front matter read as `front`, the text below it added to make `whole`."""
        text, shown, problems = self.text(name)
        head = None
        if not problems:
            written, body, first_line, problems = split_front_matter(text, shown)
        if not problems:
            root, problems = parse_yaml(written, shown, 2)
            if root is not None:
                head, problems = load_record(root, front, shown, 2)
        self.problems += problems
        if head is None:
            return None
        (blocks, clauses, footnotes), problems = parse_chapter(body, shown, first_line, head.status, head.basis)
        self.problems += problems
        source = tuple(body.split("\n"))
        chapter = whole(
            **vars(head),
            blocks=blocks,
            clauses=clauses,
            footnotes=footnotes,
            source=source,
            first_line=first_line,
        )
        place = Path(name).parent
        chapter, problems = with_pictures(chapter, self.path / place, (Path("standard") / place).as_posix())
        self.problems += problems
        return chapter


def load_standard(root: Path) -> Standard:
    """The edition below `root`. Raises `Refused` with every problem of its files."""
    folder = _Folder(root / "standard")
    single: dict[str, Any] = {name: folder.one(name, record) for name, record in LAYOUT if not name.endswith("/*")}
    several: dict[str, Any] = {
        name[:-2]: folder.each(name[:-2], record) for name, record in LAYOUT if name.endswith("/*")
    }
    chapters = folder.chapters("text")
    has_explanation = (folder.path / EXPLANATION).exists()
    explanation = folder.prose(EXPLANATION, ExplanationFront, Explanation) if has_explanation else None
    confirmations = folder.one(REVIEWED, Confirmations) if (folder.path / REVIEWED).exists() else None
    unit_entries = single["units.yaml"].units if single["units.yaml"] else ()
    units, unit_problems = make_units(unit_entries)
    problems = [*folder.problems, *unit_problems]
    if problems:
        raise Refused(problems)
    return Standard(
        identity=single["standard.yaml"],
        chapters=chapters,
        explanation=explanation,
        terms=single["terms.yaml"].terms,
        references=single["references.yaml"].references,
        questions=single["questions.yaml"].questions,
        stages=single["process.yaml"].stages,
        dimensions=several["indicators"],
        grading=single["grades.yaml"],
        plausibility=single["plausibility.yaml"],
        data_groups=several["data"],
        derived=single["derived.yaml"].items,
        units=units,
        unit_names=MappingProxyType({u.id: u.name for u in unit_entries}),
        unit_words=MappingProxyType({u.id: (u.name, *u.also) for u in unit_entries}),
        stand_ins=MappingProxyType({u.id: u.stands_for for u in unit_entries if u.stands_for}),
        factors=Factors(
            fuel_sets=several["factors/fuels"],
            electricity=single["factors/electricity.yaml"],
            heat=single["factors/heat.yaml"],
            warming_potentials=single["factors/warming-potentials.yaml"],
            carbonates=single["factors/carbonates.yaml"],
            coal_equivalents=single["factors/coal-equivalents.yaml"],
            methods=single["factors/methods.yaml"],
            uncertainty=single["factors/uncertainty.yaml"],
        ),
        profiles=several["profiles"],
        forms=several["forms"],
        typesetting=single["typesetting.yaml"],
        confirmations=confirmations.confirmed if confirmations else (),
        silences=tuple(folder.silences),
        files=tuple(folder.files),
    )


def make_units(entries: tuple[UnitEntry, ...]) -> tuple[Units, tuple[Problem, ...]]:
    """The table of units, each built on those above it."""
    table: dict[str, Unit] = {}
    problems = []
    for entry in entries:
        factor = entry.factor
        dimensions: Dimensions = ((entry.dimension, 1),) if entry.dimension != "none" else ()
        if entry.of:
            try:
                base = Units(table).read(entry.of)
            except UnitError as error:
                problems.append(UNKNOWN_BASE_UNIT.at(entry.mark.of("of"), found=entry.id, expected=error.found))
                continue
            factor, dimensions = EXACT.multiply(entry.factor, base.factor), base.dimensions
        elif not entry.dimension:
            problems.append(UNIT_WITHOUT_DIMENSION.at(entry.mark, found=entry.id))
            continue
        table[entry.id] = Unit(entry.id, Decimal(factor), dimensions)
    return Units(table, titles={word: entry.id for entry in entries for word in (entry.name, *entry.also)}), tuple(
        problems
    )
