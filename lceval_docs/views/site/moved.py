"""What has moved: old ids to their new places, readers of an old edition to the one in force."""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Mapping

from lceval_docs.model.history import History
from lceval_docs.records import dataclass
from lceval_docs.views.block import Link
from lceval_docs.views.site.outlet import page_of

FOLDER, VERSIONS_PATH = "editions/aliases", "versions.json"
TITLE, SAYS = "“{old}”已不再使用", "原编号“{old}”的内容现在在："
OLD, SAME_PAGE = "这是旧版次“{title}”，已被代替。", "现行版次中的同一网页"


@dataclass(frozen=True)
class Redirect:
    """A page that only leads on. `target`: a source with an anchor; `to`: the same seen from the page.

    `is_listed`: whether it stands in the list of old ids, which names each once.
    """

    path: str
    old: str
    words: str
    target: str
    to: str
    title: str
    says: str
    is_listed: bool


def view_redirects(history: History, targets: Mapping[str, Link], pages: Collection[str]) -> tuple[Redirect, ...]:
    """For each old id an address by the id, and the page that a chapter or indicator had, unless it is another's now."""
    taken = {page_of(path) for path in pages}
    found: list[Redirect] = []
    for alias in history.aliases:
        new = targets.get(alias.new)
        if new is None:  # retired; it has no page
            continue
        folder = posixpath.dirname(new.path)
        former = f"{folder}/{alias.old.lower() if folder == 'indicators' else alias.old}.html"
        for path in (f"{FOLDER}/{alias.old}.html", former):
            if path not in taken:
                taken.add(path)
                found.append(_redirect(path, alias.old, new, is_listed=path != former))
    return tuple(found)


def _redirect(path: str, old: str, new: Link, *, is_listed: bool) -> Redirect:
    source, _, anchor = new.path.partition("#")
    page = posixpath.relpath(page_of(source), posixpath.dirname(path))
    to = f"{page}#{anchor}" if anchor else page
    return Redirect(path, old, new.text, new.path, to, TITLE.format(old=old), SAYS.format(old=old), is_listed)


@dataclass(frozen=True)
class Notice:
    """What every page of an old edition says; the link to the same page in the edition in force, if there is one."""

    text: str
    link: str
    address: str


def view_notice(history: History, own: str, page: str) -> Notice | None:
    """The notice of a page, whose address is seen from the site; none unless the edition is old."""
    edition, current = history.edition_of(own), history.current
    if edition is None or edition.status != "old":
        return None
    text = OLD.format(title=edition.title)
    if current is None:
        return Notice(text, "", "")
    up = "../" * (page.count("/") + 1)
    return Notice(text, SAME_PAGE, f"{up}{current.path}/{page}")


@dataclass(frozen=True)
class Version:
    """An edition in the list to choose from: its folder and its name."""

    path: str
    title: str


def view_versions(history: History) -> tuple[Version, ...]:
    """All editions, that in force first."""
    found = sorted(history.editions, key=lambda edition: edition.status != "current")
    return tuple(Version(edition.path, edition.title) for edition in found)
