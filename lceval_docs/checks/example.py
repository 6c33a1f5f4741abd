"""Worked examples: each is run through the engine and must give the value and points it prints."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from lceval_docs.checks.formula import Names, nearest
from lceval_docs.engine.evaluation import conversion
from lceval_docs.engine.figures import AbsentError
from lceval_docs.engine.scoring import Basis, score
from lceval_docs.formulas import Amounts, FormulaError, evaluate, parse
from lceval_docs.model.case import Answer, Expected
from lceval_docs.model.evaluation import Evaluation, Figure, Missing, Score
from lceval_docs.model.indicator import Indicator, Levels, WorkedExample
from lceval_docs.model.standard import Standard
from lceval_docs.problems import Fault, Phrase, Problem, Word
from lceval_docs.quantities import (
    Quantity,
    Unit,
    UnitError,
    ZeroDenominatorError,
    read_number,
    rounded,
)

TOO_FEW = Fault("E0402", "{indicator}: {found} worked examples, expected at least {expected}.")
NOT_RUNNABLE = Fault(
    "E0403",
    'example "{name}": it cannot be computed ({found}).',
    'Give every amount the formula needs, as number and unit ("96 人").',
)
NO_LEVEL = Fault("E0472", 'example "{name}": there is no level "{found}".', "Levels: {expected}.")
ZERO_DENOMINATOR = Fault("E0473", 'example "{name}": the calculation divides by zero.', "Give other amounts.")
WRONG_VALUE = Fault("E0404", 'example "{name}": the measure gives {found}, the example says {expected}.')
WRONG_POINTS = Fault("E0405", 'example "{name}": the rule gives {found} points, the example says {expected}.')
WRONG_FAILURE = Fault(
    "E0406", 'example "{name}": failing a required indicator is {found}, the example says {expected}.'
)

UNEXPECTED = Fault(
    "E0449",
    "{field}: the case gives {found}, expected {expected}.",
    "If the change is meant, correct expected.yaml as well.",
)

NO_UNIT, UNFIT_UNIT = "there is no unit {found}", "the unit is {found}, expected {expected}"
STRANGE_NAMES = "{lacking} is not given; there is no {found}"
AT_LEAST = 2
NONE, NOTHING = "—", Word("nothing, as data is missing")
_MORE_DIGITS = 2


class _Amounts:
    """The amounts an example gives; what it does not give is derived by the standard's formulas."""

    def __init__(self, given: Mapping[str, str], standard: Standard, suffix: str = "", row: int | None = None):
        self._given, self._standard, self._suffix, self._row = given, standard, suffix, row
        self._derived = {item.id: item for item in standard.derived if item.formula}

    def value(self, name: str) -> Quantity:
        text = self._given.get(name + self._suffix)
        if text is None:
            if name in self._derived:
                return evaluate(parse(self._derived[name].formula), self)
            raise AbsentError([Missing(name, "data")])
        if self._row is not None and "." in name:
            text = text.split(";")[self._row]
        number, _, unit = text.strip().partition(" ")
        return Quantity(read_number(number), self._standard.units.read(unit or "1"))

    def unit(self, name: str) -> Unit:
        return self.value(name).unit

    def rows(self, table: str) -> Sequence[Amounts]:
        columns = [text for key, text in self._given.items() if key.startswith(table + ".")]
        if not columns:
            raise AbsentError([Missing(table, "data")])
        return [_Amounts(self._given, self._standard, self._suffix, n) for n in range(columns[0].count(";") + 1)]

    def base(self) -> Amounts:
        return _Amounts(self._given, self._standard, "@base", self._row)


def run_example(indicator: Indicator, example: WorkedExample, standard: Standard) -> Score:
    """The score that the engine gives for an example. Raises what a formula can raise."""
    amounts = _Amounts(example.given or {}, standard)
    units = standard.units

    def measure(of: Indicator) -> Figure:
        assert of.measure
        quantity = evaluate(parse(of.measure.formula), amounts).to(units.read(of.measure.unit))
        return Figure(of.id, 0, quantity)

    basis = Basis(
        measure,
        lambda name: amounts.value(name).value,
        {indicator.id: example.benchmark} if example.benchmark else {},
        {},
        conversion(units),
    )
    answer = Answer(level=example.level, met=example.met) if example.level or example.met is not None else None
    result = score(indicator, answer, basis)
    if result.missing:
        raise AbsentError(result.missing)
    return result


def check_example(indicator: Indicator, example: WorkedExample, standard: Standard) -> Iterator[Problem]:
    """An example gives, rounded by the rounding policy, what it says."""
    levels = [x.id for x in indicator.scoring.levels] if isinstance(indicator.scoring, Levels) else []
    if example.level and example.level not in levels:
        mark = example.mark.of("level")
        yield NO_LEVEL.at(mark, name=example.name, found=example.level, expected=", ".join(levels))
        return
    try:
        result = run_example(indicator, example, standard)
    except ZeroDenominatorError:
        yield ZERO_DENOMINATOR.at(example.mark.of("given"), name=example.name)
        return
    except (AbsentError, FormulaError, UnitError, ValueError, IndexError) as error:
        yield NOT_RUNNABLE.at(example.mark, name=example.name, found=_why(error, example, standard))
        return
    rounding = standard.grading.rounding
    if example.value is not None:
        found = result.figure.quantity.value if result.figure else None
        if found is None or rounded(found, _places(example.value)) != example.value:
            yield WRONG_VALUE.at(
                example.mark.of("value"),
                name=example.name,
                found=NOTHING if found is None else _shown(found, _places(example.value)),
                expected=example.value,
            )
    assert result.score is not None
    if rounded(result.score, rounding.points) != example.points:
        yield WRONG_POINTS.at(
            example.mark.of("points"),
            name=example.name,
            found=_shown(result.score, rounding.points),
            expected=example.points,
        )
    if result.fails != example.fails:
        yield WRONG_FAILURE.at(
            example.mark, name=example.name, found=str(result.fails).lower(), expected=str(example.fails).lower()
        )


def _why(error: Exception, example: WorkedExample, standard: Standard) -> str:
    """What an example lacks, or what of it cannot be read."""
    if isinstance(error, UnitError):
        found, expected = (
            error.found,
            error.expected or nearest(error.found, standard.units.names, standard.units.titles),
        )
        return Phrase(UNFIT_UNIT if expected else NO_UNIT, found=found, expected=expected)
    if not isinstance(error, AbsentError):
        return str(error)
    lacking = ", ".join(missing.what for missing in error.missing)
    known = Names(standard).known
    strange = [name for name in example.given or {} if name.partition("@")[0].partition(".")[0] not in known]
    return Phrase(STRANGE_NAMES, lacking=lacking, found=", ".join(strange)) if strange else lacking


def _shown(value: Decimal, places: int) -> str:
    """A value with a few digits more than are compared."""
    return f"{rounded(value, places + _MORE_DIGITS).normalize():f}"


def _places(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return -exponent if isinstance(exponent, int) else 0


def check_examples(standard: Standard) -> Iterator[Problem]:
    """Every indicator has worked examples, and all of them run."""
    for indicator in standard.indicators:
        if len(indicator.examples) < AT_LEAST:
            yield TOO_FEW.at(
                indicator.mark.of("examples"), indicator=indicator.id, found=len(indicator.examples), expected=AT_LEAST
            )
        for example in indicator.examples:
            yield from check_example(indicator, example, standard)


def check_expected(evaluation: Evaluation, expected: Expected, standard: Standard) -> Iterator[Problem]:
    """An example case gives the grade, total, emissions and energy use written down beside it."""
    verdict, card, year = (
        evaluation.verdict,
        evaluation.review or evaluation.self_assessment,
        evaluation.evaluation_year,
    )
    grade = NONE if verdict.withheld else verdict.grade.name if verdict.grade else standard.grading.fail.name
    if grade != expected.grade:
        yield UNEXPECTED.at(expected.mark.of("grade"), field="grade", found=grade, expected=expected.grade)
    wanted = {"total": expected.total, **expected.figures}
    given = {name: figure.quantity.value for (name, of), figure in evaluation.figures.items() if of == year}
    found = {**given, **({"total": card.total} if card.total is not None else {})}
    for name, value in wanted.items():
        places = _places(value)
        if name not in found or rounded(found[name], places) != value:
            shown = f"{rounded(found[name], places):f}" if name in found else NOTHING
            yield UNEXPECTED.at(expected.mark.of(name), field=name, found=shown, expected=value)


CHECKS = (check_examples,)
