"""What a report says of its making, against the edition, the program and the case that are here."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest

from lceval_docs.model.case import Case
from lceval_docs.model.provenance import Provenance
from lceval_docs.model.standard import Standard
from lceval_docs.problems import Fault, Mark, Problem, Word
from lceval_docs.sources.case import FACTORY, factory_name

OTHER_EDITION = Fault(
    "E0841",
    "the report was made by edition {found}, here is {expected}.",
    "Check it with the edition that it was made by: --root FOLDER.",
)
CHANGED_EDITION = Fault(
    "E0842",
    "since the report was made, {what} of edition {expected} changed; differences may come from that.",
    "Make the report anew, or check it with the edition as it was: --root FOLDER.",
)
NEWER_PROGRAM = Fault(
    "W0843", "the report was made by version {found} of this tool, this is {expected}.", "Prefer that version."
)
CHANGED_CASE = Fault(
    "E0844",
    "{file} is not the file that the report was made from; the first line that differs is {line}.",
    "Make the report anew if the change is right.",
)
ONLY_ONCE = Fault("E0845", "{file} is {where} only.")
EVIDENCE_GONE = Fault("E0846", "the evidence file {found} was there when the report was made, and is not now.")
OTHER_FACTORY = Fault(
    "E0847",
    'the report is about "{found}", the case folder about "{expected}".',
    "Give the folder of the same factory.",
)
IN_REPORT, IN_FOLDER = Word("in the report"), Word("in the case folder")
FACTORS, RULES = Word("the factor set"), Word("the text or the rules")


def check_edition(made: Provenance, standard: Standard, version: str, mark: Mark) -> Iterator[Problem]:
    """Another edition, one that was changed since, a newer program."""
    here = standard.fingerprint
    if made.edition != standard.identity.edition:
        yield OTHER_EDITION.at(mark, found=made.edition, expected=standard.identity.edition)
    elif made.fingerprint != here:
        what = FACTORS if made.fingerprint.factors != here.factors else RULES
        yield CHANGED_EDITION.at(mark, what=what, expected=made.edition)
    if _parts(made.version) > _parts(version):
        yield NEWER_PROGRAM.at(mark, found=made.version, expected=version)


def _parts(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".") if part.isdecimal())


def check_factory(made: Provenance, case: Case, mark: Mark) -> tuple[Problem, ...]:
    """A case of another factory: nothing in it could be compared."""
    named, here = factory_name(made.texts.get(FACTORY, "")), case.factory.name
    return (OTHER_FACTORY.at(mark, found=named, expected=here),) if named != here else ()


def check_case_files(made: Provenance, case: Case, mark: Mark) -> Iterator[Problem]:
    """A case that is no longer what the report was made from."""
    texts = case.texts
    for name in sorted({*made.texts, *texts}):
        before, now = made.texts.get(name), texts.get(name)
        if before is None or now is None:
            yield ONLY_ONCE.at(mark, file=name, where=IN_FOLDER if before is None else IN_REPORT)
        elif before != now:
            lines = enumerate(zip_longest(before.split("\n"), now.split("\n")), 1)
            yield CHANGED_CASE.at(mark, file=name, line=next(n for n, (a, b) in lines if a != b))
    for name in made.evidence:
        if name not in case.files:
            yield EVIDENCE_GONE.at(mark, found=name)
