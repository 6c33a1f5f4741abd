"""The judgement on a case made anew for what other amounts touch: points, gates and grade, in bare numbers."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import NamedTuple

from lceval_docs.engine.compiled import Numbers, Step
from lceval_docs.engine.grading import Standing, holds, is_kept, judge, shows, without_dust
from lceval_docs.engine.influence import Influence, Rules
from lceval_docs.engine.scoring import ZERO, Outcome, full_at, ready_rule, renormalised
from lceval_docs.model.analysis import Effect
from lceval_docs.model.evaluation import Evaluation, Score, Scorecard, Verdict
from lceval_docs.model.grading import Gate, Grading
from lceval_docs.model.indicator import Count, Indicator, YesNo
from lceval_docs.quantities import EXACT, RootError


class _BeyondWholeError(Exception):
    """A part that would exceed its whole."""


class _Measured(NamedTuple):
    """An indicator that was scored by its measure, what it came to, and how it is judged.

    `part`: its dimension, by place. `rule` is None where the limits of a count may change too.
    """

    id: str
    score: Score
    ratio: Decimal
    fails: bool
    is_required: bool
    part: int
    step: Step
    most: Decimal | None
    rule: Callable[[Decimal], Outcome] | None


# An indicator judged again: the value of its measure, and what its rule makes of it.
_Shown = tuple[_Measured, Decimal, Outcome]


class Touched(NamedTuple):
    """What of a case is judged again: indicators that were measured, and gates by their place, each with its step.

    `conditions`: whether a condition of a grade looks at one of the indicators.
    """

    indicators: list[_Measured]
    gates: list[tuple[int, Gate, Step]]
    conditions: bool


class _Signature(NamedTuple):
    """All that a grade depends on: how many grades have points enough, what fails, which gates and conditions hold."""

    reached: int
    failed: tuple[str, ...]
    gates: tuple[bool | None, ...]
    held: tuple[bool, ...]


class Judgement:
    """What was judged of a case with a total, and how it is judged again."""

    def __init__(self, grading: Grading, rules: Rules, evaluation: Evaluation, card: Scorecard):
        self._grading, self._rules, self._evaluation, self._card = grading, rules, evaluation, card
        self._scores = {s.indicator.id: s for s in card.scores}
        self._part_of = {s.indicator.id: n for n, part in enumerate(card.dimensions) for s in part.scores}
        self._measured: dict[str, _Measured] = {}
        self._conditions = tuple(c for grade in grading.grades for c in grade.any_of)
        self._limits = sorted(g.at_least for g in grading.grades)
        self._before = _Signature(
            self._reached(card.lowest),
            tuple(id for id, s in self._scores.items() if s.fails),
            tuple(g.kept for g in evaluation.gates),
            tuple(holds(c, self._scores) for c in self._conditions),
        )
        self._verdicts = {self._before: evaluation.verdict}
        # Nothing is missing where there is a total, so that its bounds agree with it.
        self.unchanged = Effect(card.lowest, self._before.gates, evaluation.verdict)

    def touched(self, depends: Influence) -> Touched | None:
        """What depends on something and could be judged before, if anything."""
        indicators = [self._measured_by(id) for id in depends.indicators if self._is_measured(id)]
        gates = [
            (n, g.gate, self._rules.step(g.gate.formula, g.gate.unit))
            for n, g in enumerate(self._evaluation.gates)
            if g.figure and g.gate.id in depends.gates
        ]
        conditions = any(c.indicator in depends.indicators for c in self._conditions)
        return Touched(indicators, gates, conditions) if indicators or gates else None

    def _is_measured(self, id: str) -> bool:
        score = self._scores[id]
        return score.status == "scored" and score.figure is not None

    def _measured_by(self, id: str) -> _Measured:
        found = self._measured.get(id)
        if found is None:
            found = self._measured[id] = self._prepared(id)
        return found

    def _prepared(self, id: str) -> _Measured:
        score = self._scores[id]
        indicator, measure, rule = score.indicator, score.indicator.measure, score.indicator.scoring
        assert measure and score.ratio is not None and not isinstance(rule, YesNo)
        ready = None
        if not (isinstance(rule, Count) and rule.of):
            ready = ready_rule(rule, score.limits)
        return _Measured(
            id=id,
            score=score,
            ratio=score.ratio,
            fails=score.fails,
            is_required=indicator.is_required,
            part=self._part_of[id],
            step=self._rules.step(measure.formula, measure.unit),
            most=measure.most,
            rule=ready,
        )

    def of(self, touched: Touched, numbers: Numbers) -> Effect | None:
        """The effect of other numbers; None where they are impossible."""
        try:
            shown = [_show(m, numbers) for m in touched.indicators]
            gates = self._gates(touched, numbers)
        except (_BeyondWholeError, ArithmeticError, RootError):
            return None
        return self._effect(touched, shown, gates)

    def _effect(self, touched: Touched, shown: list[_Shown], gates: tuple[bool | None, ...]) -> Effect:
        """What indicators and gates come to."""
        moved = [(m, outcome.ratio) for m, _, outcome in shown if outcome.ratio != m.ratio]
        total = self._total(moved) if moved else self._card.lowest
        signature = _Signature(
            self._reached(total) if moved else self._before.reached,
            self._failed(shown),
            gates,
            self._held(shown) if touched.conditions else self._before.held,
        )
        if not moved and signature == self._before:
            return self.unchanged
        verdict = self._verdicts.get(signature)
        if verdict is None:
            verdict = self._verdicts[signature] = self._decided(total, signature)
        return Effect(total, gates, verdict)

    def _gates(self, touched: Touched, numbers: Numbers) -> tuple[bool | None, ...]:
        """Whether each gate is kept."""
        if not touched.gates:
            return self._before.gates
        kept = list(self._before.gates)
        for n, gate, step in touched.gates:
            kept[n] = is_kept(gate, step(numbers))
        return tuple(kept)

    def _reached(self, total: Decimal) -> int:
        """For how many grades there are points enough."""
        return bisect_right(self._limits, without_dust(total))

    def _total(self, moved: Iterable[tuple[_Measured, Decimal]]) -> Decimal:
        """The total with other ratios in the place of some."""
        raw: dict[int, Decimal] = {}
        for measured, ratio in moved:
            part, score = self._card.dimensions[measured.part], measured.score
            others = EXACT.subtract(raw.get(measured.part, part.raw), score.score or ZERO)
            raw[measured.part] = EXACT.add(others, EXACT.multiply(score.points, ratio))
        total = self._card.lowest
        for n, points in raw.items():
            part = self._card.dimensions[n]
            now = renormalised(part.dimension, points, part.applicable_points)
            total = EXACT.add(EXACT.subtract(total, part.lowest), now)
        return total

    def _failed(self, shown: Iterable[_Shown]) -> tuple[str, ...]:
        """The required indicators that fail now."""
        other = [m.id for m, _, outcome in shown if (outcome.fails and m.is_required) != m.fails]
        if not other:
            return self._before.failed
        return tuple(id for id, score in self._scores.items() if score.fails != (id in other))

    def _held(self, shown: Iterable[_Shown]) -> tuple[bool, ...]:
        """Which conditions hold now."""
        now = {m.id: (value, outcome.ratio) for m, value, outcome in shown}
        return tuple(
            shows(c, *now[c.indicator]) if c.indicator in now else held
            for c, held in zip(self._conditions, self._before.held, strict=True)
        )

    def _decided(self, total: Decimal, signature: _Signature) -> Verdict:
        held = dict(zip(self._conditions, signature.held, strict=True))
        ids = (g.gate.id for g in self._evaluation.gates)
        gates = tuple(zip(ids, signature.gates, strict=True))
        standing = Standing(total, signature.failed, gates, held.__getitem__)
        return judge(self._grading, standing, self._evaluation.prerequisites)


def _show(measured: _Measured, numbers: Numbers) -> _Shown:
    """An indicator judged by its measure."""
    value = measured.step(numbers)
    if measured.most is not None and value > measured.most:
        raise _BeyondWholeError
    rule = measured.rule or _counting(measured.score.indicator, numbers)
    return measured, value, rule(value)


def _counting(indicator: Indicator, numbers: Numbers) -> Callable[[Decimal], Outcome]:
    """The rule of a count out of an amount that may change."""
    rule = indicator.scoring
    assert isinstance(rule, Count)
    return ready_rule(rule, (full_at(rule, numbers.__getitem__),))
