"""Fields that are worked out when somebody first asks for them: few templates show all that can be said of a case."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

T = TypeVar("T")
_WAITING = "_waiting"


class _Later:
    """Stands in a field until its record is there."""

    __slots__ = ("make",)

    def __init__(self, make: Callable[[], Any]):
        self.make = make


def later(make: Callable[[], T]) -> T:
    """For a field of an `Unhurried` record: what `make` gives, made at most once, and only if the field is read."""
    return cast(T, _Later(make))


class Unhurried:
    """A frozen record that may be given fields by `later`; to whoever reads them, they are fields like the others."""

    def __post_init__(self) -> None:
        given = self.__dict__
        waiting = {name: value.make for name, value in given.items() if value.__class__ is _Later}
        for name in waiting:
            del given[name]
        given[_WAITING] = waiting

    def __getattr__(self, name: str) -> Any:
        """A field that is not there yet. Raises AttributeError for no field, RuntimeError where one cannot be made."""
        waiting = self.__dict__.get(_WAITING, {})
        if name not in waiting:
            raise AttributeError(f"{type(self).__name__} has no {name}")
        try:
            made = waiting[name]()
        except (LookupError, TypeError, AttributeError) as error:  # else it would pass for a name that is not there
            raise RuntimeError(f"{name}: {type(error).__name__}: {error}") from error
        self.__dict__[name] = made
        del waiting[name]
        return made
