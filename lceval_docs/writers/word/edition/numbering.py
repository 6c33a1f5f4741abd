"""numbering.xml: clauses of the text, of the annexes, and lists, counted by Word itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lceval_docs.writers.word.text import element

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
ANNEX = "附录"

# Ids of the abstract lists, and of the two lists that styles belong to.
TEXT, ANNEXES, DASHES, LETTERS = 1, 2, 3, 4
FIRST_LIST = 10
_LEVELS = 6


def _roles() -> Mapping[str, tuple[int, int]]:
    """Which list and level a style is numbered by."""
    roles = {"chapter": (TEXT, 0), "annex": (ANNEXES, 0), "term-number": (TEXT, 1)}
    for level in range(1, _LEVELS):
        roles |= {f"clause-{level}": (TEXT, level), f"untitled-{level}": (TEXT, level)}
        roles |= {f"annex-clause-{level}": (ANNEXES, level), f"annex-untitled-{level}": (ANNEXES, level)}
    return roles


_ROLES = _roles()


def level_of(role: str) -> tuple[int, int] | None:
    """List and level of a style; None if it is not numbered."""
    return _ROLES.get(role)


@dataclass
class Lists:
    """The lists of a document: each begins to count anew."""

    kinds: list[int]

    def begin(self, ordered: bool) -> int:
        """The number of a new list."""
        self.kinds.append(LETTERS if ordered else DASHES)
        return FIRST_LIST + len(self.kinds) - 1


def render_numbering(lists: Lists, latin: str) -> bytes:
    """The whole part. Dashes are numbers of no kind: some programs take only one character of a bullet."""
    abstract = [
        _abstract(TEXT, list(_clause_levels("%1", "decimal"))),
        _abstract(ANNEXES, list(_clause_levels(f"{ANNEX}%1", "upperLetter"))),
        _abstract(DASHES, [_item(0, "none", "——", "宋体"), _item(1, "none", "·", "宋体")]),
        _abstract(LETTERS, [_item(0, "lowerLetter", "%1)", latin), _item(1, "decimal", "%2)", latin)]),
    ]
    numbers = [_number(TEXT, TEXT, False), _number(ANNEXES, ANNEXES, False)]
    numbers += [_number(FIRST_LIST + place, kind, True) for place, kind in enumerate(lists.kinds)]
    return f'{_DECLARATION}<w:numbering xmlns:w="{W}">{"".join(abstract + numbers)}</w:numbering>'.encode()


def _abstract(id: int, levels: list[str]) -> str:
    kind = element("multiLevelType", attributes={"val": "multilevel"})
    return f'<w:abstractNum w:abstractNumId="{id}">{kind}{"".join(levels)}</w:abstractNum>'


def _clause_levels(first: str, form: str) -> Iterator[str]:
    """`5`, `5.1`, `5.1.1` …: what stands behind the number is text, so that references take the number alone."""
    heading = element(
        "rPr", element("rFonts", attributes={"ascii": "黑体", "hAnsi": "黑体", "eastAsia": "黑体", "hint": "eastAsia"})
    )
    for level in range(_LEVELS):
        text = first if level == 0 else ".".join(f"%{n}" for n in range(1, level + 2))
        inside = (
            element("start", attributes={"val": 1})
            + element("numFmt", attributes={"val": form if level == 0 else "decimal"})
            + element("suff", attributes={"val": "nothing"})
            + element("lvlText", attributes={"val": text})
            + element("lvlJc", attributes={"val": "left"})
            + element("pPr", element("ind", attributes={"left": 0, "firstLine": 0}))
            + heading
        )
        yield f'<w:lvl w:ilvl="{level}">{inside}</w:lvl>'


def _item(level: int, form: str, text: str, face: str) -> str:
    """A list level; indents are those of the paragraph styles."""
    left = 840 + 420 * level
    inside = (
        element("start", attributes={"val": 1})
        + element("numFmt", attributes={"val": form})
        + element("lvlText", attributes={"val": text})
        + element("lvlJc", attributes={"val": "left"})
        + element(
            "pPr",
            element("tabs", element("tab", attributes={"val": "num", "pos": left}))
            + element("ind", attributes={"left": left, "hanging": 420}),
        )
        + element(
            "rPr",
            element("rFonts", attributes={"ascii": face, "hAnsi": face, "eastAsia": "宋体"}),
        )
    )
    return f'<w:lvl w:ilvl="{level}">{inside}</w:lvl>'


def _number(id: int, abstract: int, restarts: bool) -> str:
    inside = element("abstractNumId", attributes={"val": abstract})
    if restarts:
        for level in range(2):
            start = element("startOverride", attributes={"val": 1})
            inside += f'<w:lvlOverride w:ilvl="{level}">{start}</w:lvlOverride>'
    return f'<w:num w:numId="{id}">{inside}</w:num>'
