"""The judgement on a case made anew for what other amounts touch: points, gates and grade, in bare numbers."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import NamedTuple

from lceval_docs.engine.compiled import Numbers, Step
from lceval_docs.engine.grading import Standing, holds, is_kept, judge, shows, without_dust
from lceval_docs.engine.influence import Influence, Rules
from lceval_docs.engine.scoring import ZERO, Outcome, full_at, ready_rule, renormalised
from lceval_docs.model.analysis import Effect
from lceval_docs.model.evaluation import Evaluation, Scorecard, Verdict
from lceval_docs.model.grading import Gate, Grading
from lceval_docs.model.indicator import Count, Indicator, YesNo
from lceval_docs.quantities import EXACT, RootError

# Looked up once: a case is tried some seventy times.
_add, _subtract, _multiply = EXACT.add, EXACT.subtract, EXACT.multiply


class _Measured(NamedTuple):
    """An indicator that was scored by its measure, what it came to, and how it is judged.

    `part`: its dimension, by place. `given`: points scored. `rule` is None where the limits of a count may change too.
    """

    indicator: Indicator
    points: Decimal
    given: Decimal
    ratio: Decimal
    fails: bool
    part: int
    step: Step
    most: Decimal | None
    rule: Callable[[Decimal], Outcome] | None


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
        self._watched = frozenset(c.indicator for c in self._conditions)
        self._measured_gates = {
            g.gate.id: (n, g.gate, rules.step(g.gate.formula, g.gate.unit))
            for n, g in enumerate(evaluation.gates)
            if g.figure
        }
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
        gates = [self._measured_gates[id] for id in depends.gates if id in self._measured_gates]
        if not (indicators or gates):
            return None
        return Touched(indicators, gates, not self._watched.isdisjoint(depends.indicators))

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
            indicator=indicator,
            points=score.points,
            given=score.score or ZERO,
            ratio=score.ratio,
            fails=score.fails,
            part=self._part_of[id],
            step=self._rules.step(measure.formula, measure.unit),
            most=measure.most,
            rule=ready,
        )

    def of(self, touched: Touched, numbers: Numbers) -> Effect | None:
        """The effect of other numbers; None where they are impossible."""
        moved: list[tuple[_Measured, Decimal]] = []
        turned: list[str] = []
        shown: dict[str, tuple[Decimal, Decimal]] = {}
        try:
            for measured in touched.indicators:
                value = measured.step(numbers)
                if measured.most is not None and value > measured.most:  # a part would exceed its whole
                    return None
                ratio, fails = (measured.rule or _counting(measured.indicator, numbers))(value)
                if ratio != measured.ratio:
                    moved.append((measured, ratio))
                if (fails and measured.indicator.is_required) != measured.fails:
                    turned.append(measured.indicator.id)
                if touched.conditions:
                    shown[measured.indicator.id] = value, ratio
            gates = self._gates(touched, numbers)
        except (ArithmeticError, RootError):
            return None
        return self._effect(moved, turned, gates, self._held(shown) if shown else self._before.held)

    def _effect(
        self,
        moved: list[tuple[_Measured, Decimal]],
        turned: list[str],
        gates: tuple[bool | None, ...],
        held: tuple[bool, ...],
    ) -> Effect:
        """What other ratios, required indicators that fail now or no longer, gates and conditions come to."""
        before = self._before
        if not (moved or turned) and gates == before.gates and held == before.held:
            return self.unchanged
        total = self._total(moved) if moved else self._card.lowest
        reached = self._reached(total) if moved else before.reached
        signature = _Signature(reached, self._failed(turned) if turned else before.failed, gates, held)
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
        parts = self._card.dimensions
        for measured, ratio in moved:
            place = measured.part
            others = _subtract(raw[place] if place in raw else parts[place].raw, measured.given)
            raw[place] = _add(others, _multiply(measured.points, ratio))
        total = self._card.lowest
        for place, points in raw.items():
            part = parts[place]
            now = renormalised(part.dimension, points, part.applicable_points)
            total = _add(_subtract(total, part.lowest), now)
        return total

    def _failed(self, turned: list[str]) -> tuple[str, ...]:
        """The required indicators that fail, where some have turned."""
        return tuple(id for id, score in self._scores.items() if score.fails != (id in turned))

    def _held(self, shown: Mapping[str, tuple[Decimal, Decimal]]) -> tuple[bool, ...]:
        """Which conditions hold now."""
        return tuple(
            shows(c, *shown[c.indicator]) if c.indicator in shown else held
            for c, held in zip(self._conditions, self._before.held, strict=True)
        )

    def _decided(self, total: Decimal, signature: _Signature) -> Verdict:
        held = dict(zip(self._conditions, signature.held, strict=True))
        ids = (g.gate.id for g in self._evaluation.gates)
        gates = tuple(zip(ids, signature.gates, strict=True))
        standing = Standing(total, signature.failed, gates, held.__getitem__)
        return judge(self._grading, standing, self._evaluation.prerequisites)


def _counting(indicator: Indicator, numbers: Numbers) -> Callable[[Decimal], Outcome]:
    """The rule of a count out of an amount that may change."""
    rule = indicator.scoring
    assert isinstance(rule, Count)
    return ready_rule(rule, (full_at(rule, numbers.__getitem__),))
