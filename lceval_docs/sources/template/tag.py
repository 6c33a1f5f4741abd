"""The tags of templates as they are written, and what can be wrong with one."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from lceval_docs.problems import Fault
from lceval_docs.sources.template.program import Filter, Kind

BROKEN_TAG = Fault(
    "E0604", "{where}: broken tag {found}.", "A place is {{{{ name }}}}; a block is {{% if name %}} … {{% endif %}}."
)
BAD_TAG = Fault(
    "E0605",
    "{where}: {found} is not allowed.",
    "Templates may name data, loop over it and ask whether it is there; filters: upper, lower, trim, length, join.",
)


@dataclass
class Tag:
    """One tag as written, and where; and what is done to its value besides what is written."""

    source: str
    kind: Kind
    where: str
    filters: tuple[Filter, ...] = ()

    @cached_property
    def word(self) -> str:
        """The first word of a block tag: for, if, elif, else, endfor, endif."""
        return self.source[2:-2].strip("-+ ").split(" ")[0] if self.source.startswith("{%") else ""


class TagError(Exception):
    """A tag that cannot be used: the fault, and the tag."""

    def __init__(self, fault: Fault, tag: Tag):
        self.fault, self.tag = fault, tag
        super().__init__(fault.code, tag.source)
