"""The standard's own pages: contents, chapters, open questions, standing of the cited documents."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from lceval_docs.model.prose import Figure, blocks_of
from lceval_docs.model.standard import Standard
from lceval_docs.views import label, number
from lceval_docs.views.block import (
    Anchor,
    Block,
    ChapterText,
    Framed,
    Heading,
    Items,
    Link,
    Notice,
    Page,
    Paragraph,
    Table,
)
from lceval_docs.views.edition.document import printed, with_edition
from lceval_docs.views.edition.numbering import ANNEX, NumberedChapter
from lceval_docs.views.edition.place import PROCESS, places
from lceval_docs.views.edition.whole import EditionView
from lceval_docs.views.site.part import badge, basis
from lceval_docs.views.site.process import view_process
from lceval_docs.views.site.structure import view_structure
from lceval_docs.views.site.term import cards_of, with_terms

STATUS_TITLE, QUESTIONS_TITLE = "本标准的状态", "待委员会决定的问题"
STANDING_TITLE, DOWNLOADS_TITLE = "引用文件的状态", "数据下载"
STRUCTURE_TITLE, PICTURE_TITLE = "指标体系", "流程图"
PICTURE_NOTICE = "下图由标准的数据生成，便于阅读，不是标准文本的一部分。"
WHOLE_PATH, WHOLE_TITLE = "standard/whole.md", "全文（一页，便于打印）"
# By GB/T 7714; a script puts in the clause, the day of reading and the address.
CITATION = "{owner}. {title}：{stage} {edition}[S/OL]. {{clause}}({day})[{{day}}]. {{address}}."
EDITION_PATH, EXPLANATION_PATH = "standard/edition.docx", "standard/explanation.docx"
DOWNLOADS_PATH = "data/index.md"
EDITION_LINK, EXPLANATION_LINK = "标准文本（Word）", "编制说明（Word）"


def full_title(numbered: NumberedChapter) -> str:
    """`5　评价流程`, `附录A（规范性）评价指标表`"""
    chapter = numbered.chapter
    if chapter.kind == "annex":
        return f"{ANNEX}{numbered.number}（{label.CHAPTER_NATURE[chapter.nature]}）{chapter.title}"
    return f"{numbered.number}　{chapter.title}" if numbered.number else chapter.title


def view_chapters(standard: Standard, edition: EditionView) -> Iterator[Page]:
    """A page a chapter. Where the table of the process stands, the picture of it stands too."""
    process = places(standard).get(PROCESS)
    for numbered in edition.chapters:
        chapter = numbered.chapter
        known = replace(numbered, chapter=with_terms(cards_of(standard), chapter))
        blocks: list[Block] = [_beginning(numbered), ChapterText(known)]
        if process and process.chapter.chapter.id == chapter.id:
            picture = (Heading(2, PICTURE_TITLE, "chart"), Paragraph(PICTURE_NOTICE), view_process(standard))
            blocks.append(Framed("guidance", picture))
        # A chapter that is one list made from data is edited where that data lies.
        listed = [c.mark.file for c in chapter.clauses if c.kind == "term"]
        source = listed[0] if listed else chapter.mark.file
        path, title = f"standard/{chapter.id}.md", full_title(numbered)
        yield Page(path, title, source, tuple(blocks), citation=_citation(standard))


def pictures(standard: Standard) -> dict[str, bytes]:
    """The pictures of the text, by where the pages of its chapters look for them."""
    return {
        f"standard/{block.path}": block.image
        for chapter in standard.chapters
        for block in blocks_of(chapter.blocks, chapter.clauses)
        if isinstance(block, Figure)
    }


def _beginning(numbered: NumberedChapter) -> Paragraph:
    """The standing of a chapter, and the anchors that lead to it."""
    chapter = numbered.chapter
    anchors = [Anchor(chapter.id), *([Anchor(f"c-{numbered.number}")] if numbered.number else [])]
    return Paragraph((badge(chapter), f" {basis(chapter)}", *anchors))


def view_whole(standard: Standard, edition: EditionView) -> Page:
    """All chapters on one page, for reading through and for printing."""
    blocks: list[Block] = [Notice(STATUS_TITLE, standard.identity.notice)]
    for numbered in edition.chapters:
        blocks += [Heading(2, full_title(numbered), f"chapter-{numbered.chapter.id}"), _beginning(numbered)]
        blocks.append(ChapterText(numbered, together=True))
    source = standard.identity.mark.file
    return Page(WHOLE_PATH, WHOLE_TITLE, source, tuple(blocks), is_searched=False, citation=_citation(standard))


def _citation(standard: Standard) -> str:
    """How a clause is cited by GB/T 7714, with a place for the clause."""
    identity = standard.identity
    return CITATION.format(
        owner=identity.owner,
        title=identity.title,
        stage=label.STAGE[identity.stage],
        edition=identity.edition,
        day=identity.date.isoformat(),
    )


def view_index(standard: Standard, edition: EditionView) -> Page:
    identity = standard.identity
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
    more = [Link(EDITION_LINK, EDITION_PATH)]
    if standard.explanation:
        more.append(Link(EXPLANATION_LINK, EXPLANATION_PATH))
    more += [
        Link(WHOLE_TITLE, WHOLE_PATH),
        Link(DOWNLOADS_TITLE, DOWNLOADS_PATH),
        Link(QUESTIONS_TITLE, "standard/questions.md"),
        Link(STANDING_TITLE, "standard/standing.md"),
    ]
    blocks: list[Block] = [
        Notice(STATUS_TITLE, identity.notice),
        Table(("项目", "内容"), facts),
        Items(tuple(Link(full_title(c), f"standard/{c.chapter.id}.md") for c in edition.chapters)),
        Items(tuple(more)),
        Heading(2, STRUCTURE_TITLE, "system"),
        view_structure(standard),
    ]
    return Page("standard/index.md", f"《{identity.title}》", identity.mark.file, tuple(blocks))


def view_questions(standard: Standard) -> Page:
    rows = tuple((q.id, q.question, q.assumed) for q in standard.questions)
    return Page(
        "standard/questions.md",
        QUESTIONS_TITLE,
        standard.questions[0].mark.file if standard.questions else standard.identity.mark.file,
        (Table(("编号", "问题", "本草案的暂行处理"), rows),),
    )


def view_standing(standard: Standard) -> Page:
    """What is known of each cited document: a list in the text has no room for it."""
    rows = tuple(
        (
            with_edition(r),
            r.title,
            "注日期引用" if printed(r) != r.id else "不注日期引用",
            label.STANDING[r.standing],
            number.day(r.checked_on),
            "；".join(filter(None, (r.replaces and f"代替 {r.replaces}", r.note))),
        )
        for r in standard.references
    )
    source = standard.references[0].mark.file if standard.references else standard.identity.mark.file
    heads = ("文件编号", "名称", "引用方式", "状态", "查询日期", "说明")
    return Page("standard/standing.md", STANDING_TITLE, source, (Table(heads, rows),))
