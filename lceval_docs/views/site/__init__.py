"""The generated pages of the site: a pure function from a standard and its examples to pages.

Order: part (tables that stand in chapters and on pages of their own), standard, indicator, factor, reference, all.
"""

from __future__ import annotations

from lceval_docs.views.site.all import view_site

__all__ = ["view_site"]
