"""Records are the standard library's frozen dataclasses in all but what guards them: mypy does, and nothing at run time."""

from __future__ import annotations

import ast
import dataclasses
import pickle
import subprocess
import sys
from dataclasses import field, fields, replace
from pathlib import Path
from typing import Any

import pytest

from lceval_docs.records import dataclass

PACKAGE = Path(__file__).parents[1] / "lceval_docs"
WAYS: list[dict[str, bool]] = [{}, {"kw_only": True}, {"eq": False}, {"order": True}]


def made(decorator: Any, ways: dict[str, bool]) -> Any:
    """The same class by one of the two decorators."""

    @decorator(frozen=True, **ways)
    class Amount:
        value: int
        unit: str = "t"
        mark: int = field(default=0, compare=False, repr=False)

    return Amount


@pytest.mark.parametrize("ways", WAYS)
def test_records_are_compared_and_hashed_as_frozen_dataclasses(ways: dict[str, bool]) -> None:
    ours, theirs = made(dataclass, ways), made(dataclasses.dataclass, ways)
    for kind in (ours, theirs):
        one, same, other = kind(value=1), kind(value=1, mark=7), kind(value=2)
        assert (one == same) == ways.get("eq", True) and one != other
        assert replace(one, value=2).value == 2 and one.value == 1
        assert [f.name for f in fields(kind)] == ["value", "unit", "mark"]
    assert repr(ours(value=1)) == repr(theirs(value=1)) == "made.<locals>.Amount(value=1, unit='t')"
    if ways.get("eq", True):
        assert hash(ours(value=1)) == hash(theirs(value=1)) == hash((1, "t"))
    assert ours.__setattr__ is object.__setattr__ and theirs.__setattr__ is not object.__setattr__


def test_a_record_keeps_the_hash_that_it_writes_itself() -> None:
    @dataclass(frozen=True)
    class Unit:
        text: str
        factor: int

        def __hash__(self) -> int:
            return hash(self.text)

    assert hash(Unit("kg", 1)) == hash("kg") and Unit("kg", 1) != Unit("kg", 2)


def test_records_of_one_field_or_none() -> None:
    """Equal by their fields, never to a record of another class."""

    @dataclass(frozen=True)
    class One:
        value: int

    @dataclass(frozen=True)
    class Heir(One):
        pass

    @dataclass(frozen=True)
    class Nothing:
        pass

    assert One(1) == One(1) != One(2) and One(1) != Heir(1) and Nothing() == Nothing() != One(1)
    assert hash(One(1)) == hash((1,)) == hash(Heir(1)) and hash(Nothing()) == hash(())


def test_what_is_no_frozen_record_can_be_changed_and_has_no_hash() -> None:
    @dataclass
    class Open:
        value: int

    Open(1).value = 2
    with pytest.raises(TypeError):
        hash(Open(1))


def test_records_of_the_package_can_be_sent_to_other_processes() -> None:
    from lceval_docs.problems import Mark

    mark = Mark("a.yaml", 3, 4)
    assert pickle.loads(pickle.dumps(mark)) == mark and hash(mark) == hash(Mark("a.yaml", 3, 4))


def test_mypy_refuses_to_change_a_record(tmp_path: Path) -> None:
    text = "from lceval_docs.records import dataclass\n\n@dataclass(frozen=True)\nclass One:\n    value: int\n\nOne(1).value = 2\n"
    path = tmp_path / "changes.py"
    path.write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "mypy", "--strict", f"--cache-dir={tmp_path / 'cache'}", str(path)]
    done = subprocess.run(command, cwd=PACKAGE.parent, capture_output=True, text=True)
    assert done.returncode == 1 and 'changes.py:7: error: Property "value" defined in "One" is read-only' in done.stdout


def test_every_frozen_record_of_the_package_is_made_fast() -> None:
    slow = []
    for path in PACKAGE.rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        taken = {
            n.name
            for i in ast.walk(tree)
            if isinstance(i, ast.ImportFrom) and i.module == "dataclasses"
            for n in i.names
        }
        frozen = "frozen=True" in path.read_text(encoding="utf-8")
        if "dataclass" in taken and frozen and path.name != "records.py":
            slow.append(path.name)
    assert slow == []
