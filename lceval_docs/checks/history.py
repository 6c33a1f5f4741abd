"""Editions and changes: told apart, at addresses that can be, about things that there are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from lceval_docs.checks.formula import nearest
from lceval_docs.model.history import Change, Edition, History
from lceval_docs.model.prose import Clause
from lceval_docs.model.standard import Standard
from lceval_docs.problems import Fault, Mark, Problem

TWICE = Fault("E0581", 'the edition has "{found}" in common with the one in {first}.', "Each has an id and a path.")
NO_FOLDER = Fault(
    "E0582",
    'path: "{found}" is no name of a folder on a server.',
    "Small letters, digits, points and hyphens, such as 2026-draft.",
)
TWO_CURRENT = Fault("E0583", "a second edition is current, the first in {first}.", "Only one can be.")
NOT_LISTED = Fault("E0584", "the edition of standard.yaml, {expected}, is not in the list.", "Add it.")
OTHER_DATE = Fault("E0585", "date: {found}, but standard.yaml says {expected}.", "Give both the same date.")
NO_TARGET = Fault("E0586", 'there is no chapter, clause or indicator "{found}".', "Did you mean {expected}?")
BAD_ALIAS = Fault(
    "E0587",
    'old: "{found}" is still in use, or cannot be part of an address.',
    "Only ids that no chapter, clause or indicator has any more.",
)
ALIAS_TWICE = Fault("E0591", "old: {found} stands twice, first in {first}.", "Keep one of them.")
CHANGE_TWICE = Fault("E0588", "the change {found} stands twice, first in {first}.", "Give one of them another id.")
BAD_CHANGE_ID = Fault("E0589", 'id: "{found}" cannot be part of an address.', "Letters, digits and hyphens only.")
NO_EDITION = Fault("E0590", 'there is no edition "{found}".', "Known: {expected}.")

_FOLDER = re.compile(r"[a-z0-9](?:[a-z0-9.-]{0,62}[a-z0-9])?", re.ASCII)
_ID = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.-]{0,62}[A-Za-z0-9])?", re.ASCII)


@lru_cache(maxsize=2)
def ids_of(standard: Standard) -> frozenset[str]:
    """Every chapter, clause and indicator, retired ones too: what a change can be about."""
    indicators = (i.id for d in standard.dimensions for t in d.topics for i in t.indicators)
    chapters = (id for c in standard.chapters for id in (c.id, *_clauses(c.clauses)))
    return frozenset((*indicators, *chapters))


def _clauses(clauses: Iterable[Clause]) -> Iterator[str]:
    for clause in clauses:
        yield clause.id
        yield from _clauses(clause.clauses)


def edition_ids(standard: Standard, history: History) -> tuple[str, ...]:
    """The editions that there are: those listed, or the one that is being built."""
    return tuple(e.id for e in history.editions) or (standard.identity.edition,)


def check_history(standard: Standard, history: History) -> Iterator[Problem]:
    """Everything that can be wrong in the list of editions and in the change log."""
    yield from _check_editions(standard, history)
    known = ids_of(standard)
    first: dict[str, Mark] = {}
    for alias in history.aliases:
        key = alias.old.casefold()
        if key in first:
            yield ALIAS_TWICE.at(alias.mark.of("old"), found=alias.old, first=first[key])
        first.setdefault(key, alias.mark)
        if alias.old in known or not _ID.fullmatch(alias.old):
            yield BAD_ALIAS.at(alias.mark.of("old"), found=alias.old)
        yield from _check_target(alias.new, known, alias.mark.of("new"))
    first = {}
    for change in history.changes:
        if change.id.casefold() in first:
            yield CHANGE_TWICE.at(change.mark.of("id"), found=change.id, first=first[change.id.casefold()])
        first.setdefault(change.id.casefold(), change.mark)
        yield from _check_change(standard, history, change, known)


def _check_change(standard: Standard, history: History, change: Change, known: frozenset[str]) -> Iterator[Problem]:
    if not _ID.fullmatch(change.id):
        yield BAD_CHANGE_ID.at(change.mark.of("id"), found=change.id)
    editions = edition_ids(standard, history)
    if change.edition not in editions:
        yield NO_EDITION.at(change.mark.of("edition"), found=change.edition, expected=", ".join(editions))
    if change.edition == standard.identity.edition:  # an earlier one may have had what there is no more
        for id in change.about:
            yield from _check_target(id, known, change.mark.of("about"))


def _check_target(id: str, known: frozenset[str], mark: Mark) -> Iterator[Problem]:
    if id not in known:
        yield NO_TARGET.at(mark, found=id, expected=nearest(id, sorted(known)))


def _check_editions(standard: Standard, history: History) -> Iterator[Problem]:
    first: dict[tuple[str, str], Edition] = {}
    current: Edition | None = None
    for edition in history.editions:
        for name, value in (("id", edition.id), ("path", edition.path)):
            key = name, value.casefold()
            if key in first:
                yield TWICE.at(edition.mark.of(name), found=value, first=first[key].mark)
            first.setdefault(key, edition)
        if not _FOLDER.fullmatch(edition.path):
            yield NO_FOLDER.at(edition.mark.of("path"), found=edition.path)
        if edition.status == "current":
            if current:
                yield TWO_CURRENT.at(edition.mark.of("status"), first=current.mark)
            current = current or edition
    if history.listed is None:
        return
    own = history.edition_of(standard.identity.edition)
    if own is None:
        yield NOT_LISTED.at(history.listed.mark, expected=standard.identity.edition)
    elif own.date != standard.identity.date:
        yield OTHER_DATE.at(own.mark.of("date"), found=own.date, expected=standard.identity.date)
