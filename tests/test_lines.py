"""Where lines break: each case was seen in LibreOffice, at 9 points in a column of 90 points."""

from __future__ import annotations

import pytest

from lceval_docs.writers.word.lines import SLANTED, SMALL, count_lines

TEN = "一二三四五六七八九十"


@pytest.mark.parametrize(
    ("text", "in_table", "in_text"),
    [
        (TEN, 1, 1),
        (TEN + "一", 2, 2),
        (TEN + "。", 2, 1),  # a closing mark hangs in the margin of a text, not of a cell
        ("一二三四五六七八九（一", 2, 2),  # an opening mark goes to the next line
        ("一二三四五六七八九A，二", 2, 2),
        (TEN + " 一二", 2, 2),  # a blank at the end takes no room
        (TEN + " ", 1, 1),
        ("1234567890.1234567890", 2, 2),
        ("清单：S01 S02 S03 S04 S05 S06", 2, 2),
        ("排放源 S01、排放源 S02、排放源 S03", 2, 2),
        ("一二三（2680 kgCO₂e − 2570 kgCO₂e) ÷ 2680 kgCO₂e", 3, 3),
        ("2021-01至2023-12", 1, 1),
        ("一\n" + TEN + "\n\n三", 4, 4),
        ("", 1, 1),
    ],
)
def test_lines(text: str, in_table: int, in_text: int) -> None:
    """A cell and a text break alike but for marks in the margin."""
    assert count_lines(text, 90, 9, 0, False) == in_table
    assert count_lines(text, 90, 9, 0, True) == in_text


def test_a_unit_stays_whole() -> None:
    """`0.4715 tCO₂/MWh` breaks at the blank, not at the slash."""
    assert count_lines("0.4715 tCO₂/MWh 一二三四五", 64, 9, 0, False) == 3
    assert count_lines("每一吨标准tCO₂/MWh", 64, 9, 0, False) == 2


def test_letters_between_scripts_stand_apart() -> None:
    """A fifth of the size between a full and a Latin letter."""
    assert count_lines("年A年", 10 * (2.722 + 0.4), 10, 0, False) == 1
    assert count_lines("年A年", 10 * (2.722 + 0.3), 10, 0, False) == 2


def test_faces() -> None:
    """Letters below the line are smaller, slanted ones have widths of their own."""
    small = "".join(chr(SMALL + ord(c)) for c in "一二三四五")
    assert count_lines(small, 10 * 5 * 0.58, 10, 0, False) == 1
    assert count_lines(chr(SLANTED + ord("W")) * 2, 10 * 2 * 0.833, 10, 0, False) == 1
    assert count_lines("WW", 10 * 2 * 0.833, 10, 0, False) == 2


def test_the_first_line_may_be_set_in_or_out() -> None:
    """Two letters of indent make the tenth letter the first of a new line; a hanging one makes room."""
    assert count_lines(TEN, 90, 9, 18, True) == 2
    assert count_lines(TEN + "一二", 90, 9, -18, True) == 1
