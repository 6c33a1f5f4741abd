"""The pages of editions and of changes, and the feed of changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from uuid import NAMESPACE_URL, uuid5

from lceval_docs.checks.text import clauses_of
from lceval_docs.model.history import Change, Edition, History
from lceval_docs.model.standard import Standard
from lceval_docs.model.text import Chapter
from lceval_docs.records import dataclass
from lceval_docs.views import label, number
from lceval_docs.views.block import (
    Badge,
    Block,
    Framed,
    Heading,
    Inline,
    Items,
    Link,
    Outward,
    Page,
    Paragraph,
    Span,
    Table,
)
from lceval_docs.views.site.moved import Redirect
from lceval_docs.views.site.outlet import Outlet, page_of

EDITIONS_PATH, CHANGES_PATH, FEED_PATH = "editions/index.md", "editions/changes.md", "changes.xml"
EDITIONS_TITLE, CHANGES_TITLE, FEED_TITLE = "版次", "标准的变更", "订阅变更（Atom）"
ABOUT = "每个版次有自己的网站，互不覆盖；评价报告写明所依据的版次，并按那个版次核对。"
ABOUT_CHANGES = "这里只记标准内容的变更，最近的在前；工具的变更另记。用阅读器订阅，可以得到新的变更："
STATUS: Mapping[str, str] = {"current": "现行", "old": "旧版，已被代替", "draft": "草案，不是已发布的标准"}
CHANGED, CHANGED_LINK, CHANGED_TITLE, CHANGED_ANCHOR = "本版有变更", "改了什么", "本版的变更", "changed-here"
HERE, MOVED_TITLE, NO_CHANGES, NOTHING = "本网站", "停用的编号", "还没有记录的变更。", "—"
ABOUT_MOVED = "下列编号不再使用；旧的链接会转到现在的位置。"
WHAT, WHY, ON = "修改内容：", "理由：", "涉及："
NAMESPACE = "lceval-docs:change"
# A change has a day; a feed wants an hour, and the first of the day in China is as good as any.
HOUR = "T00:00:00+08:00"


def view_editions(standard: Standard, history: History, moved: tuple[Redirect, ...]) -> Page:
    """All editions with what each is, and the ids that are no longer in use."""
    identity = standard.identity
    heads = ("版次", "名称", "状态", "日期", "说明", "网址")
    rows = tuple(_edition(edition, identity.edition) for edition in history.editions) or (
        (identity.edition, label.STAGE[identity.stage], identity.notice, number.day(identity.date), "", HERE),
    )
    blocks: list[Block] = [Paragraph(ABOUT), Table(heads, rows)]
    if moved:
        addresses = tuple((Link(r.old, r.path), Link(r.words, r.target)) for r in moved if r.is_listed)
        blocks += [Heading(2, MOVED_TITLE, "moved"), Paragraph(ABOUT_MOVED), Table(("原编号", "现在"), addresses)]
    blocks.append(Items((Link(CHANGES_TITLE, CHANGES_PATH),)))
    source = history.listed.mark.file if history.listed else ""
    return Page(EDITIONS_PATH, EDITIONS_TITLE, source, tuple(blocks))


def _edition(edition: Edition, own: str) -> tuple[Inline, ...]:
    place = HERE if edition.id == own else Outward(f"{edition.path}/", f"../../{edition.path}/index.html")
    day = number.day(edition.date)
    return edition.id, edition.title, STATUS[edition.status], day, edition.note or NOTHING, place


def ordered(history: History) -> tuple[Change, ...]:
    """The latest first; those of one day as they stand in the file."""
    return tuple(sorted(history.changes, key=lambda change: change.date, reverse=True))


def view_changes(history: History, targets: Mapping[str, Link]) -> Page:
    """Every change with what it is about, what it is, and why."""
    blocks: list[Block] = [Paragraph((ABOUT_CHANGES, Link(FEED_TITLE, FEED_PATH), "。"))]
    for change in ordered(history):
        blocks.append(Heading(2, f"{number.day(change.date)}　{change.id}", change_anchor(change)))
        about = (ON, *_about(change, targets))
        told = (f"{WHAT}{change.what}", f"{WHY}{change.why}", f"{EDITIONS_TITLE}：{change.edition}")
        blocks.append(Items((*((about,) if change.about else ()), *told)))
    if not history.changes:
        blocks.append(Paragraph(NO_CHANGES))
    source = history.changes[0].mark.file if history.changes else ""
    return Page(CHANGES_PATH, CHANGES_TITLE, source, tuple(blocks))


def ids_of(chapter: Chapter) -> frozenset[str]:
    """The ids of a chapter and of all its clauses."""
    return frozenset((chapter.id, *(clause.id for clause in clauses_of(chapter))))


def changes_about(history: History, edition: str, ids: frozenset[str]) -> tuple[Change, ...]:
    """What an edition changed of some things, the latest first."""
    return tuple(c for c in ordered(history) if c.edition == edition and not ids.isdisjoint(c.about))


def with_changes(page: Page, changes: tuple[Change, ...]) -> Page:
    """The page with a badge that leads to what was changed on it; as it is, where nothing was."""
    if not changes:
        return page
    told = tuple(
        (Link(f"{number.day(c.date)}　{c.id}", f"{CHANGES_PATH}#{change_anchor(c)}"), f"：{c.what}") for c in changes
    )
    badge = Paragraph((Badge("changed", CHANGED), " ", Link(CHANGED_LINK, f"#{CHANGED_ANCHOR}")))
    below = Framed("guidance", (Heading(2, CHANGED_TITLE, CHANGED_ANCHOR), Items(told)))
    return replace(page, blocks=(badge, *page.blocks, below))


def change_anchor(change: Change) -> str:
    return f"change-{change.id.lower()}"


def _about(change: Change, targets: Mapping[str, Link]) -> tuple[Span, ...]:
    """Links where there are pages; an id that has none any more as it is."""
    return tuple(part for id in change.about for part in ("、", targets.get(id, id)))[1:]


@dataclass(frozen=True)
class Entry:
    """A change in the feed. `id`: never another's; `updated`: day and hour; `page`: where it stands on the site."""

    id: str
    title: str
    updated: str
    page: str
    text: str


@dataclass(frozen=True)
class Feed:
    """The feed of changes. `address`, `home`: its own and its page's, whole where the site's address is known."""

    id: str
    title: str
    author: str
    updated: str
    address: str
    home: str
    entries: tuple[Entry, ...]


def view_feed(standard: Standard, history: History, targets: Mapping[str, Link], outlet: Outlet) -> Feed:
    """Ids follow from those of the standard and its changes, days from the data."""
    identity = standard.identity
    home = f"{outlet.address}{page_of(CHANGES_PATH)}"
    changes = ordered(history)
    return Feed(
        _urn(identity.id),
        f"{identity.title}：{CHANGES_TITLE}",
        identity.owner,
        f"{(changes[0].date if changes else identity.date).isoformat()}{HOUR}",
        f"{outlet.address}{FEED_PATH}",
        home,
        tuple(
            Entry(
                _urn(f"{identity.id}/{change.id}"),
                change.what,
                f"{change.date.isoformat()}{HOUR}",
                f"{home}#{change_anchor(change)}",
                _text(change, targets),
            )
            for change in changes
        ),
    )


def _text(change: Change, targets: Mapping[str, Link]) -> str:
    about = label.listed(targets[id].text if id in targets else id for id in change.about)
    return "\n".join(filter(None, (about and f"{ON}{about}", change.what, f"{WHY}{change.why}")))


def _urn(name: str) -> str:
    return f"urn:uuid:{uuid5(NAMESPACE_URL, f'{NAMESPACE}:{name}')}"
