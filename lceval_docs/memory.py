"""What was met lately, within so many bytes: most lines of a case and most markup of a report stand in others too."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

K = TypeVar("K", str, bytes)
T = TypeVar("T")
# What a thing and its entry take besides the text or markup, roughly.
_BESIDES = 500


class Memory(dict[K, T]):
    """What `make` makes of a text or of markup, made once while it is remembered.

    It holds two generations of at most `room` bytes (or letters) each. When the younger is full, the older is
    forgotten, but for what was asked for since: what all share stays, what one has goes.
    """

    def __init__(self, make: Callable[[K], T], room: int):
        super().__init__()
        self._make: Callable[[K], T] = make
        self._room, self._taken = room, 0
        self._older: dict[K, T] = {}

    def __missing__(self, found: K) -> T:
        known = self._older.pop(found, None)
        if known is None:
            known = self._make(found)
        self._taken += len(found) + _BESIDES
        if self._taken > self._room:
            self._older, self._taken = dict(self), 0
            self.clear()
        self[found] = known
        return known
