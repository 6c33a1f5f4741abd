"""A template made ready once, then filled with data many times: code for the parts with tags, the others packed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from lceval_docs.problems import Fault, Mark, Refused, Word
from lceval_docs.records import dataclass
from lceval_docs.writers.word.chart import CutChart, cut_chart, fill_chart, render_workbook
from lceval_docs.writers.word.package import Member, in_package_order, packed, zip_members
from lceval_docs.writers.word.seam import with_seams
from lceval_docs.writers.word.template.addition import TYPES, Additions, OpenList, open_list, relations_name
from lceval_docs.writers.word.template.code import Code
from lceval_docs.writers.word.template.hidden import Bookmark
from lceval_docs.writers.word.template.rich import Unfit
from lceval_docs.writers.word.template.value import MOST_BYTES, TooLong, Values

if TYPE_CHECKING:
    from lceval_docs.sources.template.program import ChartSlot, Path, Template
    from lceval_docs.views.traced import Shape
    from lceval_docs.writers.word.template.compiled import Access

DOCUMENT, STYLES = "word/document.xml", "word/styles.xml"
_MARGINS = ("word/header", "word/footer")
_NUMBERING = "word/numbering.xml"

# Blocks of more than 128 kB are commonly given back to the system and come again page by page, for every report anew. When
# one of some MB has been freed, smaller ones stay with the process from then on.
_KEPT = 8_000_000
bytes(_KEPT)

NO_VALUE = Fault("E0614", "{where}: the data has nothing named {found}.", "Give it, or take the place out.")
UNFIT_VALUE = Fault("E0615", "{where}: {found} cannot stand there.")
TOO_LONG = Fault(
    "E0616",
    "{where}: the report grows beyond {limit} MB.",
    "Loops within loops repeat too much; simplify the template.",
)
NO_SERIES = Word("a chart without a series that has a name, categories and values")


@dataclass(frozen=True)
class Slot:
    """A chart of the template: where its data is found, its part without any, the workbook behind it."""

    path: Path
    part: str
    workbook: str
    cut: CutChart


class Origin(NamedTuple):
    """A report's template: its file name, the digest of its bytes, and the part in which the report says so."""

    name: str
    digest: str
    part: str


class Made(NamedTuple):
    """Parts by name; and of each, the bookmarks of its printed figures, each for two marks that stand in it."""

    parts: dict[str, bytes]
    bookmarks: dict[str, list[Bookmark]]


@dataclass(frozen=True, eq=False)
class Filler:
    """A template made ready: plain data, which can be kept.

    `codes`: of the parts with tags. `members`: all other parts, packed. `raw`: the parts that a report may change.
    `lists`: the relationships of parts with tags, and the kinds of files. `origin`: of a report's template, what the
    report says of it.
    """

    codes: Mapping[str, Code]
    members: Mapping[str, Member]
    raw: Mapping[str, bytes]
    lists: Mapping[str, OpenList]
    order: tuple[str, ...]
    charts: tuple[Slot, ...]
    mark: Mark
    origin: Origin | None = None

    def fill(self, data: Any) -> bytes:
        """The filled .docx. Raises `Refused` with the place in the template that the data has no fitting value for."""
        return self.zipped(self.made(data).parts)

    def made(self, data: Any) -> Made:
        """The parts that are not as the template has them."""
        added = Additions(self.raw, self.lists, self.members.keys())
        made: dict[str, bytes] = {}
        bookmarks: dict[str, list[Bookmark]] = {name: [] for name in self.codes}
        for name, code in self.codes.items():
            values = Values(name, added, bookmarks[name])
            try:
                made[name] = code.fill(data, values)
            except TooLong as error:
                where = code.place_of(error, data, values) or name
                raise Refused([TOO_LONG.at(self.mark, where=where, limit=MOST_BYTES // 1_000_000)]) from None
            except (KeyError, IndexError, Unfit, TypeError, AttributeError) as error:
                where = code.place_of(error, data, values)
                if not where:
                    raise
                fault = NO_VALUE if isinstance(error, LookupError) else UNFIT_VALUE
                raise Refused([fault.at(self.mark, where=where, found=str(error.args[0]))]) from None
        made.update(added.changed())
        for slot in self.charts:
            chart = _value(slot.path, data)
            made[slot.part] = fill_chart(slot.cut, chart)
            if slot.workbook:
                made[slot.workbook] = render_workbook(chart)
        return Made(made, bookmarks)

    def zipped(self, made: Mapping[str, bytes]) -> bytes:
        """The package, with these parts in the place of the template's or beside them."""
        return zip_members(
            packed(name, made[name]) if name in made else self.members[name] for name in self._names(made)
        )

    def _names(self, made: Mapping[str, bytes]) -> Iterable[str]:
        new = made.keys() - self.members.keys()
        return (*self.order, *(name for name in made if name in new)) if new else self.order


def make_ready(template: Template, access: Access = "field", view: Shape | None = None) -> Filler:
    """The template as a filler.

    `access`: whether data is records with fields, or plain data with items. `view`: the shape of the data, if the
    document with its headers and footers is to hold marks around its figures; the document also has seams then.
    """
    from lceval_docs.writers.word.template.compiled import code_of  # not where a filler is kept
    from lceval_docs.writers.word.template.tracing import traced

    programs = dict(template.programs)
    if view is not None:
        shown = [DOCUMENT, *sorted(name for name in programs if name.startswith(_MARGINS))]
        programs.update(traced({name: programs[name] for name in shown if name in programs}, view))
    tagged = {DOCUMENT, *template.programs}
    listed = {relations_name(name): open_list(template.parts.get(relations_name(name))) for name in sorted(tagged)}
    may_change = {DOCUMENT, STYLES, _NUMBERING} & template.parts.keys()
    return Filler(
        codes={
            name: code_of(program, access, _seamed if view is not None and name == DOCUMENT else str.encode)
            for name, program in programs.items()
        },
        members={name: packed(name, raw, is_lasting=True) for name, raw in template.parts.items()},
        raw={name: template.parts[name] for name in sorted(may_change)},
        lists={**listed, TYPES: open_list(template.parts[TYPES], is_types=True)},
        order=tuple(in_package_order(template.parts)),
        charts=tuple(_slot(chart, template) for chart in template.charts),
        mark=template.mark,
    )


def _seamed(xml: str) -> bytes:
    return with_seams(xml.encode())


def _slot(chart: ChartSlot, template: Template) -> Slot:
    cut = cut_chart(template.parts[chart.part])
    if cut is None:
        raise Refused([UNFIT_VALUE.at(template.mark, where=chart.where, found=NO_SERIES)])
    return Slot(chart.path, chart.part, chart.workbook, cut)


def _value(path: Path, data: Any) -> Any:
    for name in path:
        data = data[name] if isinstance(data, Mapping) or isinstance(name, int) else getattr(data, name)
    return data
