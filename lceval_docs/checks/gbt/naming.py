"""One thing has one name: terms are used, in the spelling of the list, in text and data."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lceval_docs.checks.gbt.datum import everything, named
from lceval_docs.checks.gbt.passage import Text
from lceval_docs.checks.gbt.rule import Rule
from lceval_docs.model.text import Term
from lceval_docs.problems import Problem

OFFSET = Rule(
    "DC05",
    'the spelling "{found}", while a term is spelled with {expected}.',
    "Write {expected}.",
    severity="warning",
    where="terms.yaml",
    bad="""terms:
  - {id: cup, name: 杯, english: cup, definition: 盛茶的器皿。, status: proposal, basis: 测试}
  - {id: offset, name: 茶抵消, english: tea offset, definition: 以水抵销茶的活动。, status: proposal, basis: 测试}""",
    good="""terms:
  - {id: cup, name: 杯, english: cup, definition: 盛茶的器皿。, status: proposal, basis: 测试}
  - {id: offset, name: 茶抵消, english: tea offset, definition: 以水抵消茶的活动。, status: proposal, basis: 测试}""",
)
UNUSED = Rule(
    "DC06",
    'the term "{found}" is used neither in the text nor in the data.',
    "Delete the term, or use it.",
    severity="info",
    where="terms.yaml",
    bad="terms:\n  - {id: jar, name: 坛, english: jar, definition: 盛水的器皿。, status: proposal, basis: 测试}",
    good="terms:\n  - {id: cup, name: 杯, english: cup, definition: 盛茶的器皿。, status: proposal, basis: 测试}",
)
SYNONYM = Rule(
    "DC07",
    'the name "{name}" holds "{found}", a word to be avoided for the term "{expected}".',
    "Write {expected}.",
    severity="warning",
    where="terms.yaml",
    bad="""terms:
  - {id: cup, name: 杯, english: cup, definition: 盛茶的器皿。, status: proposal, basis: 测试}
  - {id: aroma, name: 香气, english: aroma, definition: 杯中茶的气味。, avoid: [茶香], status: proposal, basis: 测试}""",
    good="""terms:
  - {id: cup, name: 杯, english: cup, definition: 盛茶的器皿。, status: proposal, basis: 测试}
  - {id: aroma, name: 茶香, english: aroma, definition: 杯中茶的气味。, avoid: [香气], status: proposal, basis: 测试}""",
)

_SPELLINGS = ("抵消", "抵销")
# A note may give a term a second name, under which it is used.
_ALSO = re.compile(r"(?:简称|又称|也称)“?([^，。；、”]+)")


def check_spelling_of_terms(text: Text) -> Iterator[Problem]:
    """抵消 and 抵销 are one word; that of the terms counts. Which one is not in a term's name is looked for."""
    used = [word for word in _SPELLINGS if any(word in term.name for term in text.standard.terms)]
    if len(used) != 1:
        return
    other = next(word for word in _SPELLINGS if word not in used)
    for passage in everything(text):
        for match in re.finditer(rf"(?<!“){other}|{other}(?!”)", passage.text):
            yield OFFSET.at(passage.at(other, match.start()), found=other, expected=used[0])


def check_use(text: Text) -> Iterator[Problem]:
    """A term is defined because it is used."""
    unused = {term.name: term for term in text.standard.terms}
    names = {term.name: (term.name, *_ALSO.findall(term.note)) for term in text.standard.terms}
    own = {term.mark.of(name): term.name for term in text.standard.terms for name in ("definition", "note")}
    for passage in everything(text):
        if not unused:
            return
        for name in tuple(unused):
            if own.get(passage.mark) != name and any(word in passage.text for word in names[name]):
                del unused[name]
    for term in unused.values():
        yield UNUSED.at(term.mark.of("name"), found=term.name)


def check_names(text: Text) -> Iterator[Problem]:
    """What has a name in the data is named with the terms, not with words the terms tell to avoid."""
    avoided = [(word, term) for term in text.standard.terms for word in term.avoid]
    if not avoided:
        return
    pattern = _longest(tuple(term.name for term in text.standard.terms) + tuple(word for word, _ in avoided))
    terms: dict[str, Term] = dict(avoided)
    for record, field, name in named(text.standard):
        for match in pattern.finditer(name):
            if match[0] in terms:
                mark = record.mark.of(field)
                yield SYNONYM.at(mark, name=name, found=match[0], expected=terms[match[0]].name)


def _longest(words: tuple[str, ...]) -> re.Pattern[str]:
    """Any of the words; where one is part of another, the longer."""
    return re.compile("|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)))


CHECKS = (check_spelling_of_terms, check_use, check_names)
