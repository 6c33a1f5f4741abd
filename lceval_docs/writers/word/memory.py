"""What was met lately, within so many bytes: most of a report's markup stands in other reports too, the rest never again."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")
# What a thing and its entry take besides the markup, roughly.
_BESIDES = 500


class Memory(dict[bytes, T]):
    """What `make` makes of markup, made once while it is remembered.

    It holds two generations of at most `room` bytes each. When the younger is full, the older is forgotten, but for
    what was asked for since: what all reports share stays, what one report has goes.
    """

    def __init__(self, make: Callable[[bytes], T], room: int):
        super().__init__()
        self._make, self._room, self._taken = make, room, 0
        self._older: dict[bytes, T] = {}

    def __missing__(self, markup: bytes) -> T:
        known = self._older.pop(markup, None)
        if known is None:
            known = self._make(markup)
        self._taken += len(markup) + _BESIDES
        if self._taken > self._room:
            self._older, self._taken = dict(self), 0
            self.clear()
        self[markup] = known
        return known
