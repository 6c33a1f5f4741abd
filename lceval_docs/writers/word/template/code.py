"""The code of a template's part, run: literals and values put down in turn, an error brought back to its place.

It is all that a kept template needs to be filled; what makes it is in `compiled`.
"""

from __future__ import annotations

import copyreg
import marshal
from collections.abc import Callable, Mapping
from functools import cached_property
from types import CodeType
from typing import Any

from lceval_docs.records import dataclass
from lceval_docs.writers.word.template.hidden import Addresses, bookmarks_by_keys
from lceval_docs.writers.word.template.needed import NEEDED
from lceval_docs.writers.word.template.rich import Unfit
from lceval_docs.writers.word.template.value import FILTERS, MOST_BYTES, Kept, TooLong, Values

# The name that code made from a template has for tracebacks.
FILE = "<template>"
# What code made from a template calls the bookmarks of its figures.
BOOKMARKS = "bookmarks"


@dataclass(frozen=True)
class Code:
    """What a program becomes: code that puts a part down, and by line of the code the place in the template that it is
    about. `longest`: bytes of its longest literal. `addresses`: of its printed figures, as they are put down together."""

    compiled: CodeType
    places: Mapping[int, str]
    longest: int
    addresses: tuple[Addresses, ...] = ()

    @cached_property
    def _part(self) -> Callable[[Any, Values, list[Any], list[Kept]], None]:
        names: dict[str, Any] = {**FILTERS, **NEEDED, BOOKMARKS: list(map(bookmarks_by_keys, self.addresses))}
        exec(self.compiled, names)
        return names["part"]  # type: ignore[no-any-return]

    def fill(self, data: Any, values: Values) -> bytes:
        """The part, filled. Whatever its values raise; `place_of` tells where."""
        out: list[Any] = []
        kept: list[Kept] = []
        self._part(data, values, out, kept)
        written = values.written(out, kept)
        if len(written) * self.longest > MOST_BYTES and sum(map(len, written)) > MOST_BYTES:
            raise TooLong
        return b"".join(written)

    def place_of(self, error: BaseException, data: Any, values: Values) -> str:
        """The place in the template that an error came from; empty if it came from elsewhere."""
        ahead = 0
        if isinstance(error, Unfit) and error.number is not None:  # known only when all values are there: once more
            try:
                self._part(data, values, _Counted(error.number), [])
            except _ReachedError as reached:
                error, ahead = reached, reached.ahead
        trace, line = error.__traceback__, 0
        while trace is not None:
            if trace.tb_frame.f_code.co_filename == FILE:
                line = trace.tb_lineno
            trace = trace.tb_next
        return self.places.get(line + ahead, "")


class _ReachedError(Exception):
    """The piece that was sought is put down, so many lines below the beginning of its statement."""

    def __init__(self, ahead: int):
        self.ahead = ahead
        super().__init__(ahead)


class _Counted(list[Any]):
    """Pieces put down until a certain one comes."""

    def __init__(self, number: int):
        super().__init__()
        self._number = number

    def __iadd__(self, pieces: Any) -> _Counted:  # type: ignore[misc]
        if len(self) + len(pieces) > self._number:
            raise _ReachedError(self._number - len(self) + 1)
        self.extend(pieces)
        return self


def _as_kept(code: CodeType) -> tuple[Callable[[bytes], Any], tuple[bytes]]:
    return marshal.loads, (marshal.dumps(code),)


copyreg.pickle(CodeType, _as_kept)
