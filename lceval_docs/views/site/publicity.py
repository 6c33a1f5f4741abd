"""What a site tells beside the standard: results, editions, changes, old addresses, and where to report what is wrong."""

from __future__ import annotations

from collections.abc import Iterable

from lceval_docs.model.history import History
from lceval_docs.model.register import Register
from lceval_docs.model.standard import Standard
from lceval_docs.records import dataclass
from lceval_docs.views.block import Page
from lceval_docs.views.edition.whole import view_edition
from lceval_docs.views.site.history import (
    Feed,
    changes_about,
    ids_of,
    view_changes,
    view_editions,
    view_feed,
    with_changes,
)
from lceval_docs.views.site.moved import Redirect, Version, view_redirects, view_versions
from lceval_docs.views.site.outlet import Outlet, reported
from lceval_docs.views.site.part import indicator_path
from lceval_docs.views.site.register import view_check, view_results
from lceval_docs.views.site.target import chapter_path, view_targets


@dataclass(frozen=True)
class Publicity:
    """All pages of the site, and what stands beside them."""

    pages: tuple[Page, ...]
    redirects: tuple[Redirect, ...]
    versions: tuple[Version, ...]
    feed: Feed


def view_publicity(
    standard: Standard, history: History, register: Register, outlet: Outlet, made: Iterable[Page]
) -> Publicity:
    """The pages made so far, those of clauses and indicators with a link for reports, and the others."""
    targets = view_targets(standard, view_edition(standard))
    pages = [
        *_reported(standard, outlet, _changed(standard, history, made)),
        view_results(standard, history, register),
        view_check(standard, history, register),
        view_changes(history, targets),
    ]
    redirects = view_redirects(history, targets, [page.path for page in pages])
    pages.append(view_editions(standard, history, redirects))
    return Publicity(tuple(pages), redirects, view_versions(history), view_feed(standard, history, targets, outlet))


def _changed(standard: Standard, history: History, pages: Iterable[Page]) -> list[Page]:
    """The pages; those of chapters and indicators that this edition changed say so."""
    about = {chapter_path(chapter.id): ids_of(chapter) for chapter in standard.chapters}
    about |= {indicator_path(indicator.id): frozenset((indicator.id,)) for indicator in standard.indicators}
    edition = standard.identity.edition
    return [with_changes(page, changes_about(history, edition, about.get(page.path, frozenset()))) for page in pages]


def _reported(standard: Standard, outlet: Outlet, pages: Iterable[Page]) -> Iterable[Page]:
    if not outlet.report:
        return pages
    chapters = {chapter_path(chapter.id) for chapter in standard.chapters}
    wanted = chapters | {indicator_path(indicator.id) for indicator in standard.indicators}
    edition = standard.identity.edition
    return [reported(page, edition, outlet) if page.path in wanted else page for page in pages]
