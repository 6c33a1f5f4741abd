"""Terms: how the chapter begins, what an entry holds, and that the text keeps to the words it has defined."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from functools import cache, lru_cache

from lceval_docs.checks.gbt.passage import Text, parts
from lceval_docs.checks.gbt.quotation import said
from lceval_docs.checks.gbt.rule import Rule
from lceval_docs.model.prose import Part, Table
from lceval_docs.model.standard import Standard
from lceval_docs.model.text import Chapter, Term
from lceval_docs.problems import Problem, Word
from lceval_docs.records import dataclass

ENTRY = "terms:\n  - {id: cup, name: 杯, english: %s, definition: %s, %sstatus: proposal, basis: 测试}"

LEAD = Rule(
    "TM01",
    'the chapter of terms begins with "{found}".',
    'Write "{expected}".',
    clause="8.7",
    where="terms",
    bad="本文件采用下列术语和定义。\n\n[[terms]]",
    good="下列术语和定义适用于本文件。\n\n[[terms]]",
)
INCOMPLETE = Rule(
    "TM02",
    'the term "{term}" has no {missing}: "{found}".',
    "An entry has a term, its English equivalent and a definition.",
    clause="8.7",
    where="terms.yaml",
    bad=ENTRY % ("待定", "盛茶的器皿。", ""),
    good=ENTRY % ("cup", "盛茶的器皿。", ""),
)
UPPER_CASE = Rule(
    "TM03",
    'the English equivalent "{found}" is not in lower case.',
    'Write "{expected}".',
    clause="8.7",
    severity="warning",
    where="terms.yaml",
    bad=ENTRY % ("Tea cup", "盛茶的器皿。", ""),
    good=ENTRY % ("tea cup", "盛茶的器皿。", ""),
)
UNUSED = Rule(
    "TM07",
    'the term "{term}" is used {found} times after the chapter of terms.',
    "Define only what is used at least twice: delete the entry, or use the term.",
    clause="8.7",
    severity="warning",
    where="terms.yaml",
    bad=ENTRY.replace("杯", "茶海") % ("tea pitcher", "分茶的器皿。", ""),
    good=ENTRY % ("cup", "盛茶的器皿。", ""),
)
NO_PLACE = Rule(
    "TM09",
    "{what} in the chapter of terms.",
    "Put it into a note or an annex.",
    clause="8.7",
    where="terms",
    bad="下列术语和定义适用于本文件[^a]。\n\n[[terms]]\n\n[^a]: 说明。",
    good="下列术语和定义适用于本文件。\n\n[[terms]]",
)
OTHER_WORD = Rule(
    "TM12",
    '"{found}" is {what}; expected: {expected}.',
    "One thing has one name and one entry; use that name everywhere.",
    clause="8.7",
    severity="warning",
    where="terms.yaml",
    bad=ENTRY % ("cup", "盛茶的器皿。", "avoid: [茶馆], "),
    good=ENTRY % ("cup", "盛茶的器皿。", "avoid: [茶盏], "),
)

_OWN = "下列术语和定义适用于本文件。"
_NONE = "本文件没有需要界定的术语和定义。"
_LEADS = {
    True: re.compile(rf"(?:.+界定的以及)?{_OWN}"),
    False: re.compile(rf"(?!.*下列).+界定的术语和定义适用于本文件。|{_NONE}"),
}
_AVOIDED = Word("a word to avoid")
_NEEDED = {"name": Word("name"), "english": Word("English equivalent"), "definition": Word("definition")}
_FILLER = re.compile(r"\s*(?:待定|暂无|无|略|TBD|N/A|x+|X+|[—–\-?？/.…]+)?\s*")
_PROPER = re.compile(
    r"Paris|Kyoto|Montreal|China|Chinese|Guangdong|Celsius|Kelvin|Gauss|Gaussian|Monte|Carlo|Poisson|Weibull"
    r"|Markov|Fourier|Bayesian|Petri|Doppler|Rockwell|Vickers|Brinell|European|American|Greenwich"
)
_ALL_CAPITALS = re.compile(r"[A-Z]{2,}(?:[ -][A-Z]{2,})+")
_CAPITAL = re.compile(r"(?<![A-Za-z])([A-Z][a-z]+|[A-Z]{6,})(?![A-Za-z])")
_SHORT = re.compile(r"简称[：“]?([\u4e00-\u9fffA-Za-z]+)")
_NAMING = ("又称", "也称", "亦称", "旧称", "曾称", "俗称", "简称", "称为", "不称", "称")
_UNPRINTED = frozenset(("id", "mark", "basis", "status", "source", "formula", "conflicts", "verification"))


def chapter_of_terms(text: Text) -> Chapter | None:
    """The chapter of terms."""
    return next((c for c in text.chapters if c.title.startswith("术语")), None)


def check_lead(text: Text) -> Iterator[Problem]:
    """The chapter of terms begins with one of its four sentences, and with one that fits what follows."""
    chapter = chapter_of_terms(text)
    if chapter is None:
        return
    has_entries = bool(chapter.clauses) or any(c is chapter and p.kind == "terms" for c, _, p in parts(text))
    lead = next((p for p in text.inside(chapter) if p.clause is None and p.role == "paragraph"), None)
    written = lead.text.strip() if lead else ""
    if not _LEADS[has_entries].fullmatch(written):
        yield LEAD.at(lead.mark if lead else chapter.mark, found=written, expected=_OWN if has_entries else _NONE)


def check_entries(text: Text) -> Iterator[Problem]:
    """An entry has a term, an English equivalent in lower case, and a definition."""
    for term in text.standard.terms:
        for name, missing in _NEEDED.items():
            written = getattr(term, name)
            no_english = name == "english" and not re.search(r"[A-Za-z]", written)
            if no_english or _FILLER.fullmatch(written):
                yield INCOMPLETE.at(term.mark.of(name), term=term.name, missing=missing, found=written)
        lower = _lower(term.english)
        if lower != term.english:
            yield UPPER_CASE.at(term.mark.of("english"), found=term.english, expected=lower)


def _lower(english: str) -> str:
    """An English equivalent in lower case; proper names and abbreviations keep their capitals."""
    if _ALL_CAPITALS.fullmatch(english):
        return english.lower()
    return _CAPITAL.sub(lambda m: m[0] if _PROPER.fullmatch(m[0]) else m[0].lower(), english)


def check_places(text: Text) -> Iterator[Problem]:
    """The chapter of terms holds no table and no footnote."""
    chapter = chapter_of_terms(text)
    if chapter is None:
        return
    for owner, _, blocks in text.blocks():
        for block in blocks if owner is chapter else ():
            if isinstance(block, Table) or (isinstance(block, Part) and block.kind in ("table", "tables")):
                yield NO_PLACE.at(block.mark, what=Word("a table"))
    for footnote in chapter.footnotes:
        yield NO_PLACE.at(footnote.mark, what=Word("a footnote"))


@dataclass(frozen=True)
class _Vocabulary:
    """The names of all terms and what is not to be said for them; the longest word at a place is the one that is meant."""

    words: re.Pattern[str] | None
    meant: Mapping[str, str]
    avoided: Mapping[str, str]


@lru_cache(maxsize=8)
def _vocabulary(terms: tuple[Term, ...]) -> _Vocabulary:
    meant = {t.name: t.name for t in terms if t.name}
    for term in terms:
        for short in _SHORT.findall(term.note):
            meant.setdefault(short, term.name)
    avoided = {word: t.name for t in terms for word in t.avoid if word and word not in meant}
    words = sorted({*meant, *avoided}, key=len, reverse=True)
    return _Vocabulary(re.compile("|".join(map(re.escape, words))) if words else None, meant, avoided)


def check_use(text: Text) -> Iterator[Problem]:
    """A term is defined because the text uses it, at least twice."""
    terms = text.standard.terms
    vocabulary = _vocabulary(terms)
    chapter = chapter_of_terms(text)
    if chapter is None or vocabulary.words is None:
        return
    numbered = [*text.chapters, *text.annexes]
    after = {id(c) for c in numbered[numbered.index(chapter) + 1 :]}
    texts = [p.text for p in text.passages if id(p.chapter) in after]
    written = "\n".join((*texts, *_printed(text.standard)))
    counts = Counter(vocabulary.meant.get(word, "") for word in vocabulary.words.findall(written))
    for term in terms:
        if counts[term.name] < 2:
            yield UNUSED.at(term.mark.of("name"), term=term.name, found=counts[term.name])


def _printed(standard: Standard) -> Iterator[str]:
    """What is printed from data after the chapter of terms."""
    yield from _strings(
        (
            standard.dimensions,
            standard.grading,
            standard.stages,
            standard.data_groups,
            standard.derived,
            standard.factors,
            standard.profiles,
            standard.forms,
        )
    )


def _strings(value: object) -> Iterator[str]:
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            yield one
        elif isinstance(one, tuple):
            waiting += reversed(one)
        elif is_dataclass(one):
            waiting += [getattr(one, name) for name in _printed_fields(one.__class__)]


@cache
def _printed_fields(record: type) -> tuple[str, ...]:
    """The fields of a kind of record that are printed, the last first."""
    return tuple(field.name for field in reversed(fields(record)) if field.name not in _UNPRINTED)


def check_words(text: Text) -> Iterator[Problem]:
    """One thing has one name: no term twice, and none of the words that its entry says to avoid."""
    seen: set[str] = set()
    for term in text.standard.terms:
        if term.name in seen:
            yield OTHER_WORD.at(
                term.mark.of("name"), found=term.name, what=Word("a term defined twice"), expected=Word("one entry")
            )
        seen.add(term.name)
    vocabulary = _vocabulary(text.standard.terms)
    if vocabulary.words is None or not vocabulary.avoided:
        return
    for passage in text.passages:
        own = said(passage.text)
        for match in vocabulary.words.finditer(own):
            expected = vocabulary.avoided.get(match[0])
            if expected and not own[: match.start()].endswith(_NAMING):
                yield OTHER_WORD.at(
                    passage.at(match[0], match.start()), found=match[0], what=_AVOIDED, expected=expected
                )


CHECKS = (check_lead, check_entries, check_places, check_use, check_words)
