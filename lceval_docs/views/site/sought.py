"""What readers type to find a place of the site, beside the words that stand there: other names, numbers, ids."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from lceval_docs.model.prose import Clause
from lceval_docs.model.standard import Standard
from lceval_docs.model.text import Term
from lceval_docs.records import dataclass
from lceval_docs.views.edition.whole import view_edition
from lceval_docs.views.site.part import data_anchor, indicator_path

# Where a note gives a term another name.
_ALSO = re.compile(r"(?:又称|也称|简称)[“「]?([^，。；、“”「」（）]+)")
_SMALL_WORDS = {"a", "an", "and", "by", "for", "from", "in", "of", "on", "per", "the", "to"}


@dataclass(frozen=True)
class Sought:
    """A place, and how it is looked for.

    `names` lead to it before all other pages, more so a name that is told twice; `spelled` are names that are looked
    for by the initials of their pinyin. `title`, `text`, `boost`: what the results show where the place is no section
    that the index has already, and how many times it weighs as much as a section.
    """

    location: str
    names: tuple[str, ...]
    spelled: tuple[str, ...] = ()
    title: str = ""
    text: str = ""
    boost: int = 1


def view_sought(standard: Standard) -> Iterator[Sought]:
    """Terms by all their names, clauses by number, indicators and data items by id."""
    terms = {term.name: term for term in standard.terms}
    for numbered in view_edition(standard).chapters:
        page = f"standard/{numbered.chapter.id}.html"
        for clause, above in _clauses(numbered.chapter.clauses, numbered.chapter.title):
            location = f"{page}#c-{clause.number}"
            if clause.kind == "term":
                names = names_of(terms[clause.title])
                keys = clause.title, clause.number, *names, *short_english(clause.english)
                yield Sought(location, keys, names)
            elif clause.title:
                yield Sought(location, (clause.number, clause.number))
            elif clause.number:
                yield Sought(location, (clause.number,), title=clause.number, text=above)
    for indicator in standard.indicators:
        page = indicator_path(indicator.id).replace(".md", ".html")
        yield Sought(page, (indicator.id,), (indicator.name,))
    for item in standard.data_items.values():
        place = f"develop/data.html#{data_anchor(item.id)}"
        yield Sought(place, (item.id,), (item.name,), item.name, item.note, boost=2)


def names_of(term: Term) -> tuple[str, ...]:
    """A term's name, what its note calls it too, and words not to be used for it."""
    return term.name, *_ALSO.findall(term.note), *term.avoid


def short_english(english: str) -> tuple[str, ...]:
    """`carbon footprint of a product` is looked for as `cfp`."""
    words = [word for word in re.findall(r"[a-z]+", english.lower()) if word not in _SMALL_WORDS]
    return ("".join(word[0] for word in words),) if len(words) > 1 else ()


def _clauses(clauses: Iterable[Clause], above: str) -> Iterator[tuple[Clause, str]]:
    """Every clause, with the title that stands above it."""
    for clause in clauses:
        yield clause, above
        yield from _clauses(clause.clauses, clause.title or above)
