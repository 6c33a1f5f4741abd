"""The annex of calculations: each measured figure with its formula, the numbers put in, and where they come from."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from functools import lru_cache
from typing import Annotated

from lceval_docs.formulas import Name, names
from lceval_docs.model.evaluation import Evaluation, Figure, Score
from lceval_docs.model.grading import Rounding
from lceval_docs.model.indicator import BaseLead, Count, Levels, Linear
from lceval_docs.model.prose import Equation
from lceval_docs.model.standard import Standard
from lceval_docs.quantities import rounded
from lceval_docs.records import dataclass
from lceval_docs.views import label, number
from lceval_docs.views.equation import (
    MOST_DIGITS_MORE,
    Drawn,
    Piece,
    Typeset,
    numbers_put_in,
    symbol_pieces,
    typeset,
    with_powers,
    with_symbols,
)
from lceval_docs.views.traced import Printed, Traced


@dataclass(frozen=True)
class InputView:
    """An amount that went in: symbol, name, value, and where it was given."""

    id: str
    symbol: Drawn
    name: str
    year: str
    value: Printed
    origin: Drawn
    evidence: str


@dataclass(frozen=True)
class CalculationView:
    id: str
    name: str
    is_formula: bool
    equation: Equation
    formula: str
    substituted: Annotated[Drawn, Traced()]
    rule: Printed
    inputs: tuple[InputView, ...]


FROM_INVENTORY = "清单汇总：{lines}"
FROM_FORMULA = "由 {formula} 计算"
FROM_FILE = "{place}"
FROM_PARAMETER = "标准参数"
NO_SOURCES = "清单汇总：无此类排放源"
ROW = "{table}：{title}，{column}"
POINTS = "{ratio} × {points} 分 = {score} 分"
SHARE = "({value} − {start}) ÷ ({end} − {start}) = {share}"
WITHIN = "{share}，限于 0～1，取 {ratio}"
COUNTED = "{value} ÷ {full} = {share}"
BASED = "{base_ratio} + (1 − {base_ratio}) × {share} = {ratio}"
WORSE = "{value} 劣于基准值 {base}，得分比例 0"
REACHED, NOT_REACHED = "达到界限，得分比例 1", "未达到界限，得分比例 0"
COMMA = "、"
ORIGIN_ROOM = 28
AT_LEVEL = "{id} 级（{when}），得分比例 {ratio}"


def view_calculations(standard: Standard, evaluation: Evaluation) -> tuple[CalculationView, ...]:
    """One calculation for each measured indicator that was scored, and for each gate."""
    card = evaluation.review or evaluation.self_assessment
    measured = [s for s in card.scores if s.figure and s.indicator.measure]
    words, told = _words_of(standard), dict[tuple[str, int], InputView]()
    return tuple(_calculation(words, evaluation, score, told) for score in measured)


class _Words:
    """What calculations say in every case of an edition."""

    def __init__(self, standard: Standard):
        self.standard = standard
        self._worded: dict[tuple[str, bool], tuple[Equation, str]] = {}
        self._origins: dict[str, Typeset] = {}

    def equation(self, score: Score) -> tuple[Equation, str]:
        """The equation of a measure, and the same in one line."""
        assert score.figure and score.indicator.measure
        key = (score.indicator.id, score.figure.quantity.unit.text == "%")
        if key not in self._worded:
            equation = equation_of(self.standard, score.indicator.measure.symbol, score.figure)
            self._worded[key] = (equation, with_symbols(equation))
        return self._worded[key]

    def origin(self, figure: Figure) -> Typeset:
        """What a derived item is computed from: an item has one formula."""
        if figure.id not in self._origins:
            assert figure.formula
            symbols = self.standard.symbols
            self._origins[figure.id] = _from_formula([symbols.get(n, n) for n in names(figure.formula)])
        return self._origins[figure.id]


@lru_cache(maxsize=2)
def _words_of(standard: Standard) -> _Words:
    return _Words(standard)


def equation_of(standard: Standard, symbol: str, figure: Figure) -> Equation:
    assert figure.formula
    return Equation(symbol, figure.formula, standard.symbols, figure.quantity.unit.text == "%")


def _calculation(
    words: _Words, evaluation: Evaluation, score: Score, told: dict[tuple[str, int], InputView]
) -> CalculationView:
    """One calculation; `told` keeps what has been said of an amount, which goes into many."""
    assert score.figure and score.indicator.measure
    rounding = words.standard.grading.rounding
    equation, formula = words.equation(score)
    places = _places(score, rounding)
    points = POINTS.format(
        ratio=number.trimmed(score.ratio, places),  # type: ignore[arg-type]
        points=number.plain(score.points),
        score=number.fixed(score.score, rounding.points),
    )
    return CalculationView(
        id=score.indicator.id,
        name=score.indicator.measure.name,
        is_formula=not isinstance(score.figure.formula, Name),
        equation=equation,
        formula=formula,
        substituted=_substituted(equation, score.figure, evaluation.base_year, rounding),
        rule="；".join((_ratio(score, rounding, places), points)),
        inputs=tuple(_inputs(words, score.figure, told)),
    )


def _substituted(equation: Equation, figure: Figure, base_year: int, rounding: Rounding) -> Typeset:
    numbers = numbers_put_in(equation, figure, base_year, rounding)
    return Typeset((*symbol_pieces(equation.symbol), *with_powers(f" = {numbers}")))


def view_ratio(standard: Standard, score: Score) -> str:
    """How the ratio of the points follows from the measured value, in figures that anyone can recompute."""
    return _ratio(score, standard.grading.rounding, _places(score, standard.grading.rounding))


def _places(score: Score, rounding: Rounding) -> int:
    """The fewest digits with which each step of the ratio, and the points, follow from the steps before as printed."""
    assert score.ratio is not None and score.score is not None
    base_ratio = score.indicator.scoring.base_ratio if isinstance(score.indicator.scoring, BaseLead) else Decimal(0)
    share = (score.ratio - base_ratio) / (1 - base_ratio) if base_ratio != 1 else Decimal(0)
    points = rounded(score.score, rounding.points)
    for places in range(rounding.intensity, rounding.intensity + MOST_DIGITS_MORE):
        ratio = rounded(score.ratio, places)
        if rounded(ratio * score.points, rounding.points) != points:
            continue
        if rounded(base_ratio + (1 - base_ratio) * rounded(share, places), places) == ratio:
            return places
    return rounding.intensity


def _ratio(score: Score, rounding: Rounding, places: int) -> str:
    assert score.figure and score.ratio is not None
    match score.indicator.scoring:
        case Linear(zero_at=zero, full_at=full):
            return _share(score.figure, rounding, places, zero, full)[0]
        case Count():
            return _counted(score.figure, rounding, places, score.limits[0])
        case BaseLead(base_ratio=base_ratio):
            base, lead = score.limits
            if score.ratio == 0:
                return WORSE.format(value=number.figure(score.figure, rounding), base=number.plain(base))
            text, clamped = _share(score.figure, rounding, places, base, lead)
            ratio = number.fixed(score.ratio, places)
            return f"{text}；{BASED.format(base_ratio=base_ratio, share=clamped, ratio=ratio)}"
        case Levels(levels=levels):
            value = score.figure.quantity.value
            level = next(x for x in levels if x.at_least is None or value >= x.at_least)
            return AT_LEVEL.format(id=level.id, when=level.when, ratio=level.ratio)
    return REACHED if score.ratio else NOT_REACHED


def _share(figure: Figure, rounding: Rounding, places: int, start: Decimal, end: Decimal) -> tuple[str, str]:
    """Where between two limits a figure lies, written out; and that share, between 0 and 1."""

    def share_of(value: Decimal) -> Decimal:
        return (value - start) / (end - start)

    exact = share_of(figure.quantity.value)
    value = _enough(figure, rounding, lambda shown: rounded(share_of(shown), places) == rounded(exact, places))
    shown = number.fixed(exact, places)
    text = SHARE.format(value=value, start=number.plain(start), end=number.plain(end), share=shown)
    return _within(text, exact, shown, places)


def _counted(figure: Figure, rounding: Rounding, places: int, full: Decimal) -> str:
    """A number of things as a share of what is asked for."""
    exact = figure.quantity.value / full
    value = _enough(figure, rounding, lambda shown: rounded(shown / full, places) == rounded(exact, places))
    shown = number.fixed(exact, places)
    return _within(COUNTED.format(value=value, full=full, share=shown), exact, shown, places)[0]


def _within(text: str, share: Decimal, shown: str, places: int) -> tuple[str, str]:
    """The text that gives a share, as `shown`, and the share that counts, between 0 and 1."""
    if 0 <= share <= 1:
        return text, shown
    clamped = number.fixed(Decimal(1 if share > 1 else 0), places)
    return (text if clamped == shown else WITHIN.format(share=text, ratio=clamped)), clamped


def _enough(figure: Figure, rounding: Rounding, agrees: Callable[[Decimal], bool]) -> str:
    """The number of a figure, as typed or with the fewest digits that give the result printed behind it."""
    typed = number.as_typed(figure)
    if typed is not None:
        return number.plain(typed.value)
    usual = number.places_for(figure.quantity.unit.text, rounding)
    places = (usual + more for more in range(MOST_DIGITS_MORE))
    return number.fixed(
        figure.quantity.value, next((n for n in places if agrees(rounded(figure.quantity.value, n))), usual)
    )


def _inputs(words: _Words, figure: Figure, told: dict[tuple[str, int], InputView]) -> Iterator[InputView]:
    """What went into a figure, and into what it was made of, down to what was typed or added up."""
    seen: set[tuple[str, int]] = set()
    waiting = deque(figure.inputs)
    while waiting:
        part = waiting.popleft()
        key = (part.id, part.year)
        if key in seen:
            continue
        seen.add(key)
        waiting.extend(part.inputs)
        view = told.get(key)
        if view is None:
            view = told[key] = _input(words, part)
        yield view


def _input(words: _Words, part: Figure) -> InputView:
    standard = words.standard
    return InputView(
        id=f"{part.id}.{part.year}",
        symbol=typeset(standard.symbols.get(part.id, number.NOTHING)),
        name=standard.quantity_names.get(part.id) or _cell(standard, part),
        year=str(part.year),
        value=number.figure(part, standard.grading.rounding),
        origin=_origin(words, part),
        evidence=label.stacked(part.evidence),
    )


def _cell(standard: Standard, figure: Figure) -> str:
    """A cell of a table by its table, the row's own name and the column."""
    table, _, rest = figure.id.partition("#")
    item = standard.data_items.get(table)
    if item is None:
        return figure.id
    column = rest.partition(".")[2]
    name = next((c.name for c in item.columns if c.id == column), column)
    return ROW.format(table=item.name, title=figure.title, column=name)


def _origin(words: _Words, figure: Figure) -> Typeset:
    """Where a figure comes from, set for a column of a table."""
    if figure.formula is not None:
        return words.origin(figure)
    if figure.lines:
        return Typeset((Piece(in_rows(FROM_INVENTORY.format(lines=""), figure.lines, ORIGIN_ROOM)),))
    return Typeset((Piece(view_origin(words.standard, figure)),))


def _from_formula(symbols: Iterable[str]) -> Typeset:
    before, after = FROM_FORMULA.split("{formula}")
    listed = [piece for symbol in symbols for piece in (Piece(COMMA), *symbol_pieces(symbol))][1:]
    return Typeset((Piece(before), *listed, Piece(after)))


@lru_cache(maxsize=2048)
def in_rows(before: str, words: tuple[str, ...], room: int) -> str:
    """Short words of Latin letters listed in rows of at most `room` letters, a full letter counting as two.

    Left to themselves, office programs take such a list for one word, or break it inside an id.
    """
    rows, used, comma = [before], 2 * len(before), ""
    for word in words:
        if used + 2 * len(comma) + len(word) + 2 * len(COMMA) > room and used:
            rows[-1] += comma
            rows.append("")
            used, comma = 0, ""
        rows[-1] += comma + word
        used += 2 * len(comma) + len(word)
        comma = COMMA
    return "\n".join(rows)


def view_origin(standard: Standard, figure: Figure) -> str:
    """Where a figure comes from: a line of a file, lines of the inventory, or other figures."""
    if figure.mark.file:
        return FROM_FILE.format(place=_short(str(figure.mark)))
    if figure.lines:
        return FROM_INVENTORY.format(lines=label.listed(figure.lines))
    if figure.formula is not None:
        used = [standard.symbols.get(n, n) for n in names(figure.formula)]
        return FROM_FORMULA.format(formula=label.listed(used))
    item = standard.derived_items.get(figure.id)
    return NO_SOURCES if item and item.source == "inventory" else FROM_PARAMETER


def _short(place: str) -> str:
    """A place without the folders above the case."""
    return place.rsplit("/", 1)[-1]
