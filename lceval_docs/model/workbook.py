"""How the data workbook says what stands where: the codes its writer puts in and its reader goes by.

Each table has a hidden row of codes. Its first cell is `lceval:` and the id of the table; in that column stand the ids
of the rows, in that row the ids of the columns. Codes in round brackets are parts of the form that hold no answer, but
for `(year)`: there the visible head below says which year. So sheets may be renamed, and rows and columns moved.
"""

from __future__ import annotations

MARKER = "lceval:"
# In place of a table: the row that tells the edition; the lists of choices.
FORM, CHOICES = "(form)", "(choices)"
HEADS, GROUP = "(heads)", "(group)"
LABEL, NOTE, STATUS, YEAR = "(label)", "(note)", "(status)", "(year)"
# A column that the blank form fills in itself: alone in a row it is no answer.
UNIT = "unit"

EDITION_PROPERTY, FORM_PROPERTY = "lceval-edition", "lceval-form"
FORM_VERSION = "data-workbook/1"


def is_part(code: str) -> bool:
    """Whether a code names a part of the form, not a question."""
    return code.startswith("(")
