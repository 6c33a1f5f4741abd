"""Frozen records, made fast.

A frozen dataclass of the standard library guards its fields against itself too: it puts each one down through
`object.__setattr__`, so that a record of ten fields takes five times as long to make as an ordinary object, and a report
needs 2 500 records. Here a record puts its fields down as any object does. It is frozen all the same: mypy reads
`dataclass` as the standard library's and refuses to change a field. At run time nothing stands guard.

The standard library also compiles four methods of each class, for the 300 classes that a command begins with. Only
`__init__` is needed of all of them; here the others are compiled when they are asked for, or shared.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass
else:
    import dataclasses

    def dataclass(cls=None, /, *, frozen=False, **options):
        """`dataclasses.dataclass`; a frozen one is equal to others, hashed, shown and replaced as there."""

        def made(cls):
            return _record(cls, **options) if frozen else dataclasses.dataclass(cls, **options)

        return made if cls is None else made(cls)

    def _record(cls, eq=True, order=False, **options):
        written = dict(vars(cls))
        cls.__doc__ = cls.__doc__ or cls.__name__  # else the standard library works out a signature to stand there
        cls = dataclasses.dataclass(cls, eq=order, order=order, repr=False, **options)
        fields = dataclasses.fields(cls)
        if eq and not order and "__eq__" not in written:
            names = [f.name for f in fields if f.compare]
            same = f"{_values('self', names)} == {_values('other', names)}"
            _compile_when_asked(
                cls, "__eq__", f"self, other: {same} if other.__class__ is self.__class__ else NotImplemented"
            )
        if eq and written.get("__hash__") is None:
            names = [f.name for f in fields if (f.compare if f.hash is None else f.hash)]
            _compile_when_asked(cls, "__hash__", f"self: hash({_values('self', names)})")
        if "__repr__" not in written:
            cls.__repr__ = _shown
        return cls

    def _values(record, names):
        """The code of a tuple: the values of these fields."""
        return f"({''.join(f'{record}.{name}, ' for name in names)})"

    def _compile_when_asked(cls, name, code):
        """A method that takes its own place when it is first called, as it never is for most classes."""

        def first(*records):
            method = eval(f"lambda {code}")
            setattr(cls, name, method)
            return method(*records)

        setattr(cls, name, first)

    def _shown(self):
        fields = [f"{f.name}={getattr(self, f.name)!r}" for f in dataclasses.fields(self) if f.repr]
        return f"{type(self).__qualname__}({', '.join(fields)})"
