"""A picture with its frame: what it is called, what stands for it in words, and how large it is."""

from __future__ import annotations

import re

from lceval_docs.views.picture import BarChart, CurveChart, FlowChart, Picture, RadarChart, TreeChart
from lceval_docs.writers.pages.svg.bar import draw_bars
from lceval_docs.writers.pages.svg.curve import draw_curve
from lceval_docs.writers.pages.svg.flow import draw_flow
from lceval_docs.writers.pages.svg.lettering import TEXT
from lceval_docs.writers.pages.svg.radar import draw_radar
from lceval_docs.writers.pages.svg.shape import WIDTH, Address, at, said
from lceval_docs.writers.pages.svg.tree import draw_tree

_NAMESPACE = "http://www.w3.org/2000/svg"
_NO_ID = re.compile(r"[^\w-]+")
# Strokes and dots on the upper and lower edge need some room of their own.
_MARGIN = 4.0


def render_picture(picture: Picture, address: Address) -> str:
    """The picture on one line. `address`: from the source path of a page to what a link on this page needs.

    What holds links is a group, because in an image nothing can be chosen. The search knows the page's words already.
    """
    body, height = _drawn(picture, address)
    role = "group" if isinstance(picture, TreeChart | FlowChart) else "img"
    id = _NO_ID.sub("-", picture.id)
    box = f"0 {at(-_MARGIN)} {at(WIDTH)} {at(height + 2 * _MARGIN)}"
    return (
        f'<figure class="picture" data-search-exclude="" id="{id}">'
        f'<svg xmlns="{_NAMESPACE}" viewBox="{box}" width="{at(WIDTH)}"'
        f' font-size="{at(TEXT)}" fill="currentColor" role="{role}"'
        f' aria-labelledby="{id}-title" aria-describedby="{id}-told">'
        f'<title id="{id}-title">{said(picture.title)}</title>'
        f'<desc id="{id}-told">{said(picture.alternative)}</desc>{body}</svg></figure>'
    )


def _drawn(picture: Picture, address: Address) -> tuple[str, float]:
    match picture:
        case CurveChart():
            return draw_curve(picture)
        case BarChart():
            return draw_bars(picture)
        case TreeChart():
            return draw_tree(picture, address)
        case FlowChart():
            return draw_flow(picture, address)
        case RadarChart():
            return draw_radar(picture)
