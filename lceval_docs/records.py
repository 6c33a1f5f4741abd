"""Frozen records, made fast.

A frozen dataclass of the standard library guards its fields against itself too: it puts each one down through
`object.__setattr__`, so that a record of ten fields takes five times as long to make as an ordinary object, and a report
needs 2 500 records. Here a record puts its fields down as any object does. It is frozen all the same: mypy reads
`dataclass` as the standard library's and refuses to change a field. At run time nothing stands guard.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass
else:
    import dataclasses

    def dataclass(cls=None, /, *, frozen=False, **options):
        """`dataclasses.dataclass`; a frozen one is equal to others, hashed and replaced as there."""

        def made(cls):
            is_hashed = frozen and options.get("eq", True) and cls.__dict__.get("__hash__") is None
            return dataclasses.dataclass(cls, unsafe_hash=is_hashed, **options)

        return made if cls is None else made(cls)
