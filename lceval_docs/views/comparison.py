"""Self-assessment beside evaluation: where they differ and why; and how the total comes from the points."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from lceval_docs.model.case import Answer
from lceval_docs.model.evaluation import DimensionScore, Evaluation, Score, Scorecard
from lceval_docs.model.grading import Rounding
from lceval_docs.model.standard import Standard
from lceval_docs.quantities import rounded
from lceval_docs.records import dataclass
from lceval_docs.views import number
from lceval_docs.views.addition import RemarkView, view_addition
from lceval_docs.views.traced import Printed


@dataclass(frozen=True)
class DifferenceView:
    """One indicator on which factory and evaluators differ. `difference`: evaluated less own."""

    id: str
    name: str
    own: Printed
    evaluated: Printed
    difference: Printed
    reason: Printed
    note: str


@dataclass(frozen=True)
class PartView:
    """A dimension by both parties, after renormalisation."""

    id: str
    name: str
    own: Printed
    evaluated: Printed
    difference: Printed


@dataclass(frozen=True)
class ComparisonView:
    """`is_compared`: both parties have said something."""

    indicators: tuple[DifferenceView, ...]
    dimensions: tuple[PartView, ...]
    own: Printed
    evaluated: Printed
    difference: Printed
    remarks: tuple[RemarkView, ...]
    is_compared: bool


@dataclass(frozen=True)
class ShareView:
    """How a dimension's part of the total comes about: raw ÷ applicable × weight.

    `as_printed`: what the printed numbers would give, where that is another last digit.
    """

    id: str
    name: str
    raw: Printed
    applicable: Printed
    weight: Printed
    score: Printed
    as_printed: Printed


@dataclass(frozen=True)
class CompositionView:
    """From the points scored to the total. `sum`: of the printed parts. `is_known`: there is a total."""

    rows: tuple[ShareView, ...]
    raw: Printed
    applicable: Printed
    sum: Printed
    total: Printed
    remarks: tuple[RemarkView, ...]
    is_known: bool


NOT_EVALUATED, NOT_ASSESSED = "尚未评价", "自评价未给出或数据不全"
NOT_APPLICABLE_NOW, APPLICABLE_NOW = "评价认定不适用", "自评价为不适用，评价认定适用"
OTHER_LEVEL = "级别不同：自评价 {own} 级，评价 {evaluated} 级"
OTHER_RESULT = "结论不同：自评价{own}，评价{evaluated}"
OTHER_VALUE = "数据经核定：{own} 改为 {evaluated}"
OTHER_EVIDENCE = "证明材料不同"
OTHER_BASIS = "折算或基准不同"
MET = {True: "符合", False: "不符合", None: "未给出"}
NOT_APPLICABLE, MISSING = "不适用", "缺"
RAW, APPLICABLE, TOTAL, OWN_TOTAL, DIFFERENCE = "折算前得分", "适用分", "总分", "自评价总分", "总分之差"


def view_comparison(standard: Standard, evaluation: Evaluation) -> ComparisonView:
    """Where the parties differ; empty unless both have said something."""
    own, card = evaluation.self_assessment, evaluation.review
    if card is None or card.says_nothing or own.says_nothing:
        nothing = number.NOTHING
        return ComparisonView((), (), nothing, nothing, nothing, (), False)
    rounding = standard.grading.rounding
    pairs = list(zip(own.dimensions, card.dimensions, strict=True))
    return ComparisonView(
        indicators=tuple(_differences(standard, own, card)),
        dimensions=tuple(_part(a, b, rounding.points) for a, b in pairs),
        own=number.fixed(own.total, rounding.points),
        evaluated=number.fixed(card.total, rounding.points),
        difference=number.signed(number.difference(card.total, own.total), rounding.points),
        remarks=tuple(_part_remarks(pairs, own, card, rounding.points)),
        is_compared=True,
    )


def _differences(standard: Standard, own: Scorecard, card: Scorecard) -> Iterator[DifferenceView]:
    places = standard.grading.rounding.points
    for mine, theirs in zip(own.scores, card.scores, strict=True):
        if (mine.status, mine.score) == (theirs.status, theirs.score):
            continue
        answer = theirs.answer
        yield DifferenceView(
            theirs.indicator.id,
            theirs.indicator.name,
            _points(mine, places),
            _points(theirs, places),
            number.signed(number.difference(theirs.score, mine.score), places),
            _reason(standard, mine, theirs),
            (answer.note or answer.not_applicable if answer else "") or number.NOTHING,
        )


def _points(score: Score, places: int) -> str:
    if score.status == "not_applicable":
        return NOT_APPLICABLE
    return MISSING if score.score is None else number.fixed(score.score, places)


def _reason(standard: Standard, own: Score, theirs: Score) -> str:
    """Why two parties come to different points, by what is on file."""
    if theirs.status == "missing":
        return NOT_EVALUATED
    if theirs.status == "not_applicable":
        return NOT_APPLICABLE_NOW
    if own.status == "not_applicable":
        return APPLICABLE_NOW
    if own.status == "missing":
        return NOT_ASSESSED
    return _other(standard, own, theirs, own.answer or Answer(), theirs.answer or Answer())


def _other(standard: Standard, own: Score, theirs: Score, said: Answer, found: Answer) -> str:
    if said.level != found.level:
        return OTHER_LEVEL.format(own=said.level or MISSING, evaluated=found.level or MISSING)
    if said.met != found.met:
        return OTHER_RESULT.format(own=MET[said.met], evaluated=MET[found.met])
    if own.figure and theirs.figure and own.figure.quantity != theirs.figure.quantity:
        shown = (number.figure(f, standard.grading.rounding) for f in (own.figure, theirs.figure))
        return OTHER_VALUE.format(**dict(zip(("own", "evaluated"), shown, strict=True)))
    return OTHER_EVIDENCE if said.evidence != found.evidence else OTHER_BASIS


def _part(own: DimensionScore, theirs: DimensionScore, places: int) -> PartView:
    """A dimension; what is still missing counts as nothing on either side."""
    return PartView(
        own.dimension.id,
        own.dimension.name,
        number.fixed(own.lowest, places),
        number.fixed(theirs.lowest, places),
        number.signed(theirs.lowest - own.lowest, places),
    )


def _part_remarks(
    pairs: list[tuple[DimensionScore, DimensionScore]], own: Scorecard, card: Scorecard, places: int
) -> Iterator[RemarkView]:
    """Columns of the table whose printed parts do not make the printed total."""
    if own.total is not None:
        yield from view_addition("own", OWN_TOTAL, (a.lowest for a, _ in pairs), own.total, places)
    if card.total is not None:
        yield from view_addition("evaluated", TOTAL, (b.lowest for _, b in pairs), card.total, places)
    if own.total is not None and card.total is not None:
        changes = (b.lowest - a.lowest for a, b in pairs)
        yield from view_addition("difference", DIFFERENCE, changes, card.total - own.total, places)


def view_composition(standard: Standard, evaluation: Evaluation) -> CompositionView:
    """How the total of the evaluation comes from the points of its dimensions."""
    card, rounding = evaluation.review, standard.grading.rounding
    remarks = tuple(_total_remarks(evaluation, rounding))
    if card is None or card.total is None:
        nothing = number.NOTHING
        return CompositionView((), nothing, nothing, nothing, nothing, remarks, False)
    parts = card.dimensions
    added = sum((rounded(p.lowest, rounding.points) for p in parts), Decimal(0))
    return CompositionView(
        rows=tuple(_share(p, rounding.points) for p in parts),
        raw=number.fixed(card.raw, rounding.points),
        applicable=number.trimmed(card.raw_points, rounding.points),
        sum=number.fixed(added, rounding.points),
        total=number.fixed(card.total, rounding.total),
        remarks=remarks,
        is_known=True,
    )


def _total_remarks(evaluation: Evaluation, rounding: Rounding) -> Iterator[RemarkView]:
    """Columns of the table of dimensions whose printed parts do not make the printed total."""
    card, own, places = evaluation.review, evaluation.self_assessment, rounding.points
    shown = card or own
    applicable = (p.applicable_points for p in shown.dimensions)
    yield from view_addition("applicable", APPLICABLE, applicable, shown.raw_points, places)
    if card and not card.says_nothing:
        yield from view_addition("raw", RAW, (p.raw for p in card.dimensions), card.raw, places)
        if card.total is not None:
            yield from view_addition(
                "total", TOTAL, (p.lowest for p in card.dimensions), card.total, places, rounding.total
            )
    if own.total is not None:
        yield from view_addition(
            "own", OWN_TOTAL, (p.lowest for p in own.dimensions), own.total, places, rounding.total
        )


def _share(part: DimensionScore, places: int) -> ShareView:
    weight, printed = part.dimension.weight.points, number.fixed(part.lowest, places)
    applicable = rounded(part.applicable_points, places)
    again = number.fixed(weight * rounded(part.raw, places) / applicable if applicable else Decimal(0), places)
    return ShareView(
        part.dimension.id,
        part.dimension.name,
        number.fixed(part.raw, places),
        number.trimmed(part.applicable_points, places),
        number.plain(weight),
        printed,
        again if again != printed else "",
    )
