"""A template made ready once, then filled with data many times: code for the parts with tags, the others packed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from lceval_docs.problems import Fault, Mark, Refused
from lceval_docs.sources.template.program import ChartSlot, Path, Template
from lceval_docs.writers.word.chart import fill_chart, render_workbook
from lceval_docs.writers.word.package import Member, in_package_order, packed, zip_members
from lceval_docs.writers.word.template.addition import TYPES, Additions, OpenList, open_list, relations_name
from lceval_docs.writers.word.template.compiled import Access, Code, code_of
from lceval_docs.writers.word.template.rich import Unfit
from lceval_docs.writers.word.template.value import Values

DOCUMENT, STYLES = "word/document.xml", "word/styles.xml"
_NUMBERING = "word/numbering.xml"

NO_VALUE = Fault("E0614", "{where}: the data has nothing named {found}.", "Give it, or take the place out.")
UNFIT_VALUE = Fault("E0615", "{where}: {found} cannot stand there.")


@dataclass(frozen=True, eq=False)
class Filler:
    """A template made ready: plain data, which can be kept.

    `codes`: of the parts with tags. `members`: all other parts, packed. `raw`: the parts that a report may change.
    `lists`: the relationships of parts with tags, and the kinds of files.
    """

    codes: Mapping[str, Code]
    members: Mapping[str, Member]
    raw: Mapping[str, bytes]
    lists: Mapping[str, OpenList]
    order: tuple[str, ...]
    charts: tuple[ChartSlot, ...]
    mark: Mark

    @cached_property
    def _parts(self) -> Mapping[str, Any]:
        return {name: code.function() for name, code in self.codes.items()}

    def fill(self, data: Any) -> bytes:
        """The filled .docx. Raises `Refused` with the place in the template that the data has no fitting value for."""
        return self.zipped(self.made(data))

    def made(self, data: Any) -> dict[str, bytes]:
        """The parts that are not as the template has them."""
        added = Additions(self.raw, self.lists, self.members.keys())
        made: dict[str, bytes] = {}
        for name, part in self._parts.items():
            try:
                made[name] = part(data, Values(name, added))
            except (KeyError, IndexError) as error:
                raise self._refused(NO_VALUE, name, error, str(error.args[0])) from None
            except (Unfit, TypeError, AttributeError, UnicodeEncodeError) as error:
                raise self._refused(UNFIT_VALUE, name, error, str(error)) from None
        made.update(added.changed())
        for slot in self.charts:
            chart = _value(slot.path, data)
            made[slot.part] = fill_chart(made.get(slot.part) or self.raw[slot.part], chart)
            if slot.workbook:
                made[slot.workbook] = render_workbook(chart)
        return made

    def _refused(self, fault: Fault, part: str, error: Exception, found: str) -> Exception:
        """The problem of a place; an error from elsewhere is our own, and stays what it is."""
        where = self.codes[part].place_of(error)
        return Refused([fault.at(self.mark, where=where, found=found)]) if where else error

    def zipped(self, made: Mapping[str, bytes]) -> bytes:
        """The package, with these parts in the place of the template's or beside them."""
        return zip_members(
            packed(name, made[name]) if name in made else self.members[name] for name in self._names(made)
        )

    def _names(self, made: Mapping[str, bytes]) -> Iterable[str]:
        new = made.keys() - self.members.keys()
        return (*self.order, *(name for name in made if name in new)) if new else self.order


def make_ready(template: Template, access: Access = "field") -> Filler:
    """The template as a filler. `access`: whether data is records with fields, or plain data with items."""
    changed = {name for slot in template.charts for name in (slot.part, slot.workbook)}
    tagged = {DOCUMENT, *template.programs}
    listed = {relations_name(name): open_list(template.parts.get(relations_name(name))) for name in sorted(tagged)}
    may_change = {*changed, DOCUMENT, STYLES, _NUMBERING} & template.parts.keys()
    return Filler(
        codes={name: code_of(program, access) for name, program in template.programs.items()},
        members={name: packed(name, raw, is_lasting=True) for name, raw in template.parts.items()},
        raw={name: template.parts[name] for name in sorted(may_change)},
        lists={**listed, TYPES: open_list(template.parts[TYPES], is_types=True)},
        order=tuple(in_package_order(template.parts)),
        charts=template.charts,
        mark=template.mark,
    )


def _value(path: Path, data: Any) -> Any:
    for name in path:
        data = data[name] if isinstance(data, Mapping) or isinstance(name, int) else getattr(data, name)
    return data
