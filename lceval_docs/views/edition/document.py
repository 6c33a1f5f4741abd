"""Lists of cited documents, and what is known of their standing."""

from __future__ import annotations

from collections.abc import Iterator

from lceval_docs.model.prose import Block, Listed, Paragraph, Remark, Table
from lceval_docs.model.standard import Standard
from lceval_docs.model.text import Reference
from lceval_docs.views import label, number
from lceval_docs.views.edition.cell import heads, middle, text, words

# GB/T 1.1 orders the list: national, sector, local, group documents, then ISO and IEC, then others.
_RANKS = ("GB", "HJ", "DB", "T/", "ISO", "IEC")
REPLACED = "本文件拟定时查得：{pairs}。"
PAIR = "{new}代替{old}"
UNVERIFIED = "本文件拟定时，{ids}的现行状态未经核实。"


def printed(reference: Reference) -> str:
    """Number, with the edition where the document is cited as dated."""
    return with_edition(reference) if reference.dated else reference.id


def with_edition(reference: Reference) -> str:
    """Number and year: an em dash between them, a colon in documents of ISO and IEC."""
    if not reference.edition:
        return reference.id
    sign = ":" if reference.id.startswith(("ISO", "IEC")) else "—"
    return f"{reference.id}{sign}{reference.edition}"


def _place(reference: Reference) -> tuple[int, tuple[object, ...]]:
    rank = next((n for n, start in enumerate(_RANKS) if reference.id.startswith(start)), len(_RANKS))
    digits = "".join(c if c.isdigit() or c == "." else " " for c in reference.id).split()
    return rank, tuple(int(d) for part in digits for d in part.split(".") if d)


def _entries(standard: Standard, use: str) -> list[Reference]:
    return sorted((r for r in standard.references if r.use == use), key=_place)


def references(standard: Standard) -> Iterator[Block]:
    """The normative references, with notes on what is new and what is not verified."""
    entries = _entries(standard, "normative")
    for reference in entries:
        yield Listed(f"doc-{_slug(reference)}", words(f"{printed(reference)}　{reference.title}"))
    yield from _remarks(entries)


def bibliography(standard: Standard) -> Iterator[Block]:
    """The informative references, numbered in brackets."""
    entries = _entries(standard, "informative")
    for count, reference in enumerate(entries, 1):
        line = words(f"{with_edition(reference)}　{reference.title}")
        yield Listed(f"doc-{_slug(reference)}", line, f"[{count}]")
    yield from _remarks(entries)


def _remarks(entries: list[Reference]) -> Iterator[Remark]:
    pairs = [PAIR.format(new=with_edition(r), old=r.replaces) for r in entries if r.replaces]
    unverified = [with_edition(r) for r in entries if r.standing == "unverified"]
    if pairs:
        yield Remark("note", words(REPLACED.format(pairs="，".join(pairs))))
    if unverified:
        yield Remark("note", words(UNVERIFIED.format(ids="、".join(unverified))))


PROPOSED, OWNED = "本文件由{name}提出。", "本文件由{name}归口。"
BOTH = "本文件由{name}提出并归口。"
DRAFTERS, PEOPLE = "本文件起草单位：{names}。", "本文件主要起草人：{names}。"
OPEN = "（名单待定）"


def drafting(standard: Standard) -> Iterator[Block]:
    """The sentences of a foreword that say whose document it is."""
    identity = standard.identity
    if identity.proposer == identity.owner:
        sentences = [BOTH.format(name=identity.owner)]
    else:
        sentences = [PROPOSED.format(name=identity.proposer), OWNED.format(name=identity.owner)]
    sentences.append(DRAFTERS.format(names=label.listed(identity.drafters) if identity.drafters else OPEN))
    sentences.append(PEOPLE.format(names=label.listed(identity.people) if identity.people else OPEN))
    return (Paragraph(words(sentence)) for sentence in sentences)


def _slug(reference: Reference) -> str:
    return "".join(c if c.isascii() and c.isalnum() else "-" for c in reference.id.lower()).strip("-")


def standing(standard: Standard) -> Iterator[Table]:
    """All cited documents with their standing as far as it is known."""
    rows = tuple(
        (
            text(with_edition(r)),
            text(r.title),
            middle(label.STANDING[r.standing]),
            middle(number.day(r.checked_on)),
            text("；".join(filter(None, (r.replaces and f"代替 {r.replaces}", r.note))) or number.NOTHING),
        )
        for r in (*_entries(standard, "normative"), *_entries(standard, "informative"))
    )
    yield Table(
        "standing",
        "引用文件和参考文献的状态",
        heads("文件编号", "名称", "状态", "查询日期", "说明"),
        rows,
        (18, 30, 10, 14, 28),
    )
