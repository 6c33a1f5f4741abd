"""Pictures as SVG that stands in a page: no scripts, no fonts, nothing from elsewhere; colours come from the style.

Order: lettering (how wide words are), shape (elements), curve, bar, tree, flow, radar (one a kind of picture), whole.
"""

from __future__ import annotations

from lceval_docs.writers.pages.svg.whole import render_picture

__all__ = ["render_picture"]
