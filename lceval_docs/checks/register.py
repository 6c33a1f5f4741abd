"""The public register: each result once, under its own code, with a grade that there is and days in order."""

from __future__ import annotations

from collections.abc import Iterator

from lceval_docs.checks.history import NO_EDITION, edition_ids
from lceval_docs.model.grading import Grade
from lceval_docs.model.history import History
from lceval_docs.model.register import CODE, Register, Result, certificate_code
from lceval_docs.model.standard import Standard
from lceval_docs.problems import Fault, Mark, Problem

TWICE = Fault("E0571", "the certificate {found} stands twice, first in {first}.", "Each result has a code of its own.")
BAD_CODE = Fault(
    "E0572",
    'code: "{found}" is no code of a certificate.',
    "Three groups of four capital letters or digits from 2 to 7, as the certificate has them: ABCD-EFGH-IJ23.",
)
NO_GRADE = Fault("E0573", 'grade: there is no grade "{found}".', "Known: {expected}.")
DISORDER = Fault("E0574", "{field}: {found} is before {expected}.", "Look at the certificate and the report.")
BAD_TOTAL = Fault("E0575", "total: {found} is not from {least} to {most}.", "Look at the report.")
UNEXPLAINED = Fault(
    "E0576",
    'status: "{found}", but nothing says why.',
    "A result that is withdrawn has a note; one that is corrected has an entry in corrections.yaml.",
)
NO_RECORD = Fault("E0577", 'record: there is no result "{found}".', "Give the code of the certificate.")
OTHER_CODE = Fault(
    "W0571",
    "code: {found}, but edition, report number, factory and grade give {expected}.",
    "Look at the certificate; a corrected result keeps its code.",
)
TOO_EARLY = Fault(
    "W0572", "a result of an edition that is not published.", "If it is an example, write `invented: true`."
)
PUBLISHED = "published"


def check_register(standard: Standard, history: History, register: Register) -> Iterator[Problem]:
    """Everything that can be wrong between results, their corrections and their editions."""
    first: dict[str, Mark] = {}
    corrected = {correction.record for correction in register.corrections}
    for result in register.results:
        if result.code in first:
            yield TWICE.at(result.mark.of("code"), found=result.code, first=first[result.code])
        first.setdefault(result.code, result.mark)
        if not CODE.fullmatch(result.code):
            yield BAD_CODE.at(result.mark.of("code"), found=result.code)
        yield from _check_days(result)
        if (result.status == "withdrawn" and not result.note) or (
            result.status == "corrected" and result.code not in corrected
        ):
            yield UNEXPLAINED.at(result.mark.of("status"), found=result.status)
        yield from _check_edition(standard, history, result)
    for correction in register.corrections:
        mended = register.by_code.get(correction.record)
        if mended is None:
            yield NO_RECORD.at(correction.mark.of("record"), found=correction.record)
        elif correction.corrected_on < mended.published_on:
            yield DISORDER.at(
                correction.mark.of("corrected_on"),
                field="corrected_on",
                found=correction.corrected_on,
                expected=mended.published_on,
            )


def _check_days(result: Result) -> Iterator[Problem]:
    if result.published_on.year < result.evaluation_year:
        yield DISORDER.at(
            result.mark.of("published_on"),
            field="published_on",
            found=result.published_on,
            expected=result.evaluation_year,
        )
    if result.valid_until < result.published_on:
        yield DISORDER.at(
            result.mark.of("valid_until"), field="valid_until", found=result.valid_until, expected=result.published_on
        )


def _check_edition(standard: Standard, history: History, result: Result) -> Iterator[Problem]:
    """Grade, total and code, as the edition has them."""
    editions = edition_ids(standard, history)
    if result.edition not in editions:
        yield NO_EDITION.at(result.mark.of("edition"), found=result.edition, expected=", ".join(editions))
    grade = next((g for g in standard.grading.grades if g.id == result.grade), None)
    if grade is None:
        known = ", ".join(g.id for g in standard.grading.grades)
        yield NO_GRADE.at(result.mark.of("grade"), found=result.grade, expected=known)
    elif result.edition == standard.identity.edition:
        yield from _check_against(standard, result, grade)


def _check_against(standard: Standard, result: Result, grade: Grade) -> Iterator[Problem]:
    most = standard.grading.full_marks
    if not grade.at_least <= result.total <= most:
        yield BAD_TOTAL.at(result.mark.of("total"), found=result.total, least=grade.at_least, most=most)
    code = certificate_code(result.edition, result.report_number, result.factory, grade.name)
    if result.status != "corrected" and CODE.fullmatch(result.code) and result.code != code:
        yield OTHER_CODE.at(result.mark.of("code"), found=result.code, expected=code)
    if standard.identity.stage != PUBLISHED and not result.invented:
        yield TOO_EARLY.at(result.mark)
