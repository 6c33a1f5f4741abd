"""The standard's own pages: contents, chapters."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lceval_docs.model.standard import Standard
from lceval_docs.model.text import Chapter
from lceval_docs.views import label, number
from lceval_docs.views.block import Block, Items, Link, Notice, Page, Paragraph, Prose, Table
from lceval_docs.views.site.part import PARTS, badge, basis

STATUS_TITLE, INDEX_TITLE, QUESTIONS_TITLE = "本标准的状态", "标准文本", "待委员会决定的问题"
_PART = re.compile(r"^\[\[(.*?)\]\]$", re.MULTILINE)
_LETTERS = "ABCDEFGHIJ"


def numbered(standard: Standard) -> dict[str, str]:
    """The full title of each chapter by id: `5 评价流程`, `附录A（规范性）评价指标表`."""
    titles, chapters, annexes = {}, 0, 0
    for chapter in standard.chapters:
        if chapter.kind == "chapter":
            chapters += 1
            titles[chapter.id] = f"{chapters}　{chapter.title}"
        elif chapter.kind == "annex":
            titles[chapter.id] = f"附录{_LETTERS[annexes]}（{label.CHAPTER_NATURE[chapter.nature]}）{chapter.title}"
            annexes += 1
        else:
            titles[chapter.id] = chapter.title
    return titles


def view_chapters(standard: Standard) -> Iterator[Page]:
    titles = numbered(standard)
    for chapter in standard.chapters:
        yield Page(
            f"standard/{chapter.id}.md", titles[chapter.id], chapter.mark.file, tuple(_chapter(standard, chapter))
        )


def _chapter(standard: Standard, chapter: Chapter) -> Iterator[Block]:
    yield Paragraph((badge(chapter), f" {basis(chapter)}"))
    end = 0
    for match in _PART.finditer(chapter.markdown):
        yield Prose(chapter.markdown[end : match.start()])
        yield from PARTS[match[1]](standard)
        end = match.end()
    yield Prose(chapter.markdown[end:])


def view_index(standard: Standard) -> Page:
    identity = standard.identity
    titles = numbered(standard)
    facts = (
        ("标准编号", identity.number),
        ("英文名称", identity.title_en),
        ("版次", identity.edition),
        ("阶段", label.STAGE[identity.stage]),
        ("日期", number.day(identity.date)),
        ("归口单位", identity.owner),
        ("提出单位", identity.proposer),
        ("起草单位", label.listed(identity.drafters)),
    )
    blocks: list[Block] = [
        Notice(STATUS_TITLE, identity.notice),
        Table(("项目", "内容"), facts),
        Items(tuple(Link(titles[c.id], f"standard/{c.id}.md") for c in standard.chapters)),
        Paragraph((Link(QUESTIONS_TITLE, "standard/questions.md"),)),
    ]
    return Page("standard/index.md", f"《{identity.title}》", identity.mark.file, tuple(blocks))


def view_questions(standard: Standard) -> Page:
    rows = tuple((q.id, q.question, q.assumed) for q in standard.questions)
    return Page(
        "standard/questions.md",
        QUESTIONS_TITLE,
        standard.questions[0].mark.file,
        (Table(("编号", "问题", "本草案的暂行处理"), rows),),
    )
