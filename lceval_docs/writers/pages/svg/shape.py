"""Elements of SVG as text. A class says what a shape means; the style of the site gives it its colour.

Lengths are in units of a picture `WIDTH` wide, which is a phone's column: there a letter is as large as it says.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from lceval_docs.views.picture import Linked
from lceval_docs.writers.pages.escape import as_html
from lceval_docs.writers.pages.svg.lettering import MINOR, Line

WIDTH = 328.0
# From the line of one text to that of the next, and from a line of text up to the middle of its letters.
LEADING, MIDDLE = 17.0, 4.5

Address = Callable[[str], str]

# XML has no way to write these.
_UNSAYABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_SPACES = re.compile("[ \t\r\n]+")


def said(text: str) -> str:
    """Text that is data, shown and never obeyed; on one line, because a blank one would end the block of a page."""
    return as_html(_SPACES.sub(" ", _UNSAYABLE.sub("\ufffd", text)))


def at(length: float) -> str:
    """A length in as few figures as do."""
    text = f"{length:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


def words(x: float, y: float, text: str, kind: str = "", anchor: str = "") -> str:
    """One line of text on its base line. `kind`: classes, of which `minor` is set smaller."""
    return f'<text x="{at(x)}" y="{at(y)}"{_look(kind, anchor)}>{said(text)}</text>'


def column(x: float, y: float, lines: Iterable[str], kind: str = "", anchor: str = "") -> str:
    """Lines of one text, one below the other."""
    inside = "".join(f'<tspan x="{at(x)}" y="{at(y + n * LEADING)}">{said(t)}</tspan>' for n, t in enumerate(lines))
    return f"<text{_look(kind, anchor)}>{inside}</text>"


def linked_column(x: float, y: float, lines: Iterable[Line], address: Address, kind: str = "") -> str:
    """Lines of one text with links in it."""
    inside = ""
    for n, line in enumerate(lines):
        parts = "".join(link(part, said(part.text), address) for part in line)
        inside += f'<tspan x="{at(x)}" y="{at(y + n * LEADING)}">{parts}</tspan>'
    return f"<text{_look(kind, '')}>{inside}</text>"


def link(to: Linked, inside: str, address: Address) -> str:
    """What leads somewhere, or just what is inside."""
    return f'<a href="{said(address(to.path))}">{inside}</a>' if to.path else inside


def _look(kind: str, anchor: str) -> str:
    size = f' font-size="{at(MINOR)}"' if "minor" in kind else ""
    weight = ' font-weight="600"' if "strong" in kind else ""
    return (f' class="{kind}"' if kind else "") + size + weight + (f' text-anchor="{anchor}"' if anchor else "")


def rect(x: float, y: float, wide: float, high: float, kind: str, round_by: float = 0) -> str:
    corner = f' rx="{at(round_by)}"' if round_by else ""
    return f'<rect class="{kind}" x="{at(x)}" y="{at(y)}" width="{at(wide)}" height="{at(high)}"{corner}/>'


def circle(x: float, y: float, radius: float, kind: str) -> str:
    return f'<circle class="{kind}" cx="{at(x)}" cy="{at(y)}" r="{at(radius)}"/>'


def path(steps: str, kind: str) -> str:
    """A line without a filling, unless its class gives one."""
    return f'<path class="{kind}" fill="none" stroke="currentColor" d="{steps}"/>'


def line(x1: float, y1: float, x2: float, y2: float, kind: str) -> str:
    return path(f"M{at(x1)} {at(y1)}L{at(x2)} {at(y2)}", kind)


def polyline(points: Iterable[tuple[float, float]], kind: str, closed: bool = False) -> str:
    return path("M" + "L".join(f"{at(x)} {at(y)}" for x, y in points) + ("Z" if closed else ""), kind)
