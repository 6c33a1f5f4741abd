"""Guidance on the page of its indicator: its sections as blocks, and the documents that it takes facts from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lceval_docs.model.guidance import Guidance, GuidanceBook
from lceval_docs.model.prose import Block as Prose
from lceval_docs.model.prose import Line, Listing, Paragraph, Pointer, Symbol, Words, lines_of
from lceval_docs.model.standard import Standard
from lceval_docs.views import label, number
from lceval_docs.views.block import Anchor, Block, Framed, Heading, Inline, Items, Link, Span
from lceval_docs.views.block import Paragraph as Text
from lceval_docs.views.site.part import badge, basis, data_link, indicator_path
from lceval_docs.views.site.term import cards_of, linked

GUIDANCE_TITLE, SOURCES_TITLE = "怎样达到", "资料来源"
NOT_REQUIRED = "以下是实施指南，用来帮助理解和准备，不增加要求，不用来扣分。"
SECTION_TITLES = {
    "brief": "概要",
    "how": "怎么做",
    "example": "实例（虚构）",
    "evidence": "怎样准备证明材料",
    "nonconformity": "常见不符合与纠正",
}
SOURCE = "{title}，{publisher}。{standing}，{day}查。{note}"
STANDING = {"current": "现行", "unverified": "现行状态未核实"}


def view_guidance(standard: Standard, book: GuidanceBook, text: Guidance) -> Framed:
    """All sections, in a frame that says what they are."""
    return Framed("guidance", tuple(_blocks(standard, book, text)))


def _blocks(standard: Standard, book: GuidanceBook, text: Guidance) -> Iterator[Block]:
    yield Heading(2, GUIDANCE_TITLE, "guidance")
    yield Text((badge(text), f" {basis(text)}。{NOT_REQUIRED}"))
    for section in text.sections:
        yield Heading(3, SECTION_TITLES[section.id], section.id)
        seen: set[str] = set()
        for block in section.blocks:
            yield from _block(standard, book, block, seen)
    sources = tuple(_sources(standard, book, text))
    if sources:
        yield Heading(3, SOURCES_TITLE, "sources")
        yield Items(sources)


def _block(standard: Standard, book: GuidanceBook, block: Prose, seen: set[str]) -> Iterator[Block]:
    """`seen`: the terms that stood before it in the section."""
    match block:
        case Paragraph(line):
            yield Text(tuple(_line(standard, book, line, seen)))
        case Listing(entries, ordered):
            yield Items(tuple(tuple(_line(standard, book, entry.line, seen)) for entry in entries), ordered)


def _line(standard: Standard, book: GuidanceBook, line: Line, seen: set[str]) -> Iterator[Span]:
    for part in line:
        if isinstance(part, Pointer):
            yield _target(standard, book, part)
        elif isinstance(part, Words | Symbol):
            yield from linked(cards_of(standard), part.text, seen)


def _target(standard: Standard, book: GuidanceBook, part: Pointer) -> Span:
    match part.kind:
        case "indicator":
            return Link(part.id, indicator_path(part.id))
        case "data":
            return data_link(standard, part.id)
        case "source":
            source = book.source_of[part.id]
            return Link(source.number or source.title, f"#s-{part.id}")
    return Link(part.id, f"#s-{_plain(part.id)}")


def _plain(id: str) -> str:
    """An id of a document as an anchor."""
    return "".join(sign if sign.isalnum() else "-" for sign in id)


def _sources(standard: Standard, book: GuidanceBook, text: Guidance) -> Iterator[Inline]:
    """Each document that is named, once, in the order of the text."""
    named = dict.fromkeys((p.kind, p.id) for p in _pointers(text) if p.kind in ("document", "source"))
    references = {r.id: r for r in standard.references}
    for kind, id in named:
        if kind == "source":
            one = book.source_of[id]
            says = SOURCE.format(
                title=f"{one.title}（{one.number}）" if one.number else one.title,
                publisher=one.publisher,
                standing=STANDING[one.standing],
                day=number.day(one.checked_on),
                note=one.note,
            )
            yield (Anchor(f"s-{id}"), says)
        else:
            cited = references[id]
            day, standing = number.day(cited.checked_on), label.STANDING[cited.standing]
            edition = f"—{cited.edition}" if cited.edition else ""
            yield (Anchor(f"s-{_plain(id)}"), f"{id}{edition}《{cited.title}》。{standing}，{day}查。{cited.note}")


def _pointers(text: Guidance) -> Iterable[Pointer]:
    blocks = [block for section in text.sections for block in section.blocks]
    return (part for line in lines_of(blocks) for part in line if isinstance(part, Pointer))
