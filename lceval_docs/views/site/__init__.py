"""The generated pages of the site: a pure function from a standard and its examples to pages.

Order: part (what several pages share), structure, process, chart (pictures), standard, guidance, catalogue, indicator,
factor, reference, assessment, download, drafting, outlet (where the site stands), target, moved, history, register, publicity,
sought (for the search), all.
The whole order stands in tests/test_architecture.py.
"""

from __future__ import annotations

from lceval_docs.views.site.all import view_site

__all__ = ["view_site"]
