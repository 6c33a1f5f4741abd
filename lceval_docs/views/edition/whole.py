"""The edition of a standard, ready for its two writers."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from lceval_docs.model.standard import Standard
from lceval_docs.model.text import Chapter
from lceval_docs.records import dataclass
from lceval_docs.views import label
from lceval_docs.views.edition.citation import all_places, cited
from lceval_docs.views.edition.numbering import NumberedChapter, Numbering
from lceval_docs.views.edition.part import expanded


@dataclass(frozen=True)
class CoverView:
    """The cover of a group standard. An empty text is left out."""

    ics: str
    ccs: str
    banner: str
    number: str
    replaces: str
    title: str
    title_en: str
    version: str
    date: str
    patent_call: str
    notice: str
    published_on: str
    effective_on: str
    owner: str
    issued: str


@dataclass(frozen=True)
class EditionView:
    """Cover, front matter, body with annexes; `header` is the running head."""

    cover: CoverView
    contents_title: str
    chapters: tuple[NumberedChapter, ...]
    header: str


BANNER, ISSUED, CONTENTS = "团体标准", "发布", "目次"
PATENT_CALL = "在提交反馈意见时，请将您知道的相关专利连同支持性文件一并附上。"
PUBLISHED_ON, EFFECTIVE_ON = "{date}　发布", "{date}　实施"
OPEN, OPEN_DATE = "（待定）", "××××-××-××"
VERSION, COMPLETED, REPLACES = "（{stage}）", "（本稿完成日期：{date}）", "代替 {number}"


def view_edition(standard: Standard, stage: str = "") -> EditionView:
    """The whole text in the form of a stage: the standard's own unless said."""
    identity = standard.identity
    stage = stage or identity.stage
    is_draft = stage != "published"
    cover = CoverView(
        ics=f"ICS {identity.ics or OPEN}",
        ccs=f"CCS {identity.ccs or OPEN}",
        banner=BANNER,
        number=identity.number,
        replaces=REPLACES.format(number=identity.replaces) if identity.replaces else "",
        title=identity.title,
        title_en=identity.title_en,
        version=VERSION.format(stage=label.STAGE[stage]) if is_draft else "",
        date=COMPLETED.format(date=identity.date.isoformat()) if is_draft else "",
        patent_call=PATENT_CALL if stage == "comment" else "",
        notice=identity.notice if is_draft else "",
        published_on=PUBLISHED_ON.format(date=_date(identity.published_on)),
        effective_on=EFFECTIVE_ON.format(date=_date(identity.effective_on)),
        owner=identity.owner,
        issued=ISSUED,
    )
    header = identity.number + (f"　{label.STAGE[stage]}" if is_draft else "")
    return EditionView(cover, CONTENTS, _chapters(standard), header)


@lru_cache(maxsize=2)
def _chapters(standard: Standard) -> tuple[NumberedChapter, ...]:
    """The chapters, which are the same at every stage: pages, Word file and data are made of them together."""
    return numbered(standard, standard.chapters)


def _date(value: date | None) -> str:
    return value.isoformat() if value else OPEN_DATE


def numbered(standard: Standard, chapters: Iterable[Chapter]) -> tuple[NumberedChapter, ...]:
    """Chapters with what is generated, all numbers, and every reference worded."""
    count = Numbering()
    found = [count.chapter(expanded(standard, chapter)) for chapter in chapters]
    places = all_places(standard, count.places)
    return tuple(NumberedChapter(cited(c.chapter, places), c.number) for c in found)
