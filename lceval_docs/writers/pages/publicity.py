"""What stands beside the pages: the feed of changes, the list of editions, pages that lead on."""

from __future__ import annotations

from lceval_docs.views.site.history import FEED_PATH
from lceval_docs.views.site.moved import VERSIONS_PATH
from lceval_docs.views.site.publicity import Publicity
from lceval_docs.writers.pages.feed import render_feed
from lceval_docs.writers.pages.moved import render_redirect, render_versions
from lceval_docs.writers.plan import Plan


def render_publicity(publicity: Publicity) -> Plan:
    """All of it, by path."""
    return {
        FEED_PATH: render_feed(publicity.feed),
        VERSIONS_PATH: render_versions(publicity.versions),
        **{redirect.path: render_redirect(redirect) for redirect in publicity.redirects},
    }
