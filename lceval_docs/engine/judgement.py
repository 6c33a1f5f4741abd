"""The judgement on a case made anew for what other amounts touch: points, gates and grade, in bare numbers."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

from lceval_docs.engine.compiled import NO_ROW, Numbers, Step
from lceval_docs.engine.grading import Standing, holds, is_kept, judge, reached, shows
from lceval_docs.engine.influence import Influence, Rules
from lceval_docs.engine.scoring import limits, outcome_of, renormalised, summed
from lceval_docs.model.analysis import Effect
from lceval_docs.model.evaluation import Evaluation, Score, Scorecard, Verdict
from lceval_docs.model.grading import Grading
from lceval_docs.model.indicator import Count, YesNo
from lceval_docs.quantities import EXACT, UnitError, ZeroDenominatorError


class _BeyondWholeError(Exception):
    """A part that would exceed its whole."""


class _Shown(NamedTuple):
    """What an indicator comes to: the value of its measure, the ratio of its points, whether it fails."""

    value: Decimal
    ratio: Decimal
    fails: bool


class _Measured(NamedTuple):
    """An indicator that was scored by its measure, and where in the card. `looked_at`: None where it may change."""

    score: Score
    part: int
    step: Step
    looked_at: tuple[Decimal, ...] | None


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
        self._points = [{s.indicator.id: s.score for s in p.scores if s.score is not None} for p in card.dimensions]
        self._measured: dict[str, _Measured] = {}
        self._conditions = tuple(c for grade in grading.grades for c in grade.any_of)
        self._before = _Signature(
            len(reached(grading, card.lowest)),
            tuple(id for id, s in self._scores.items() if s.fails),
            tuple(g.kept for g in evaluation.gates),
            tuple(holds(c, self._scores) for c in self._conditions),
        )
        self._verdicts = {self._before: evaluation.verdict}
        # Nothing is missing where there is a total, so that its bounds agree with it.
        self.unchanged = Effect(card.lowest, self._before.gates, evaluation.verdict)

    def of(self, depends: Influence, numbers: Numbers) -> Effect | None:
        """The effect of other numbers on what depends on them; None where they are impossible."""
        try:
            shown = {id: self._show(id, numbers) for id in depends.indicators if self._is_measured(id)}
            gates = self._gates(depends, numbers)
        except (_BeyondWholeError, ZeroDenominatorError, UnitError):
            return None
        total = self._total(shown)
        return Effect(total, gates, self._verdict(total, gates, shown))

    def _is_measured(self, id: str) -> bool:
        score = self._scores[id]
        return score.status == "scored" and score.figure is not None

    def _show(self, id: str, numbers: Numbers) -> _Shown:
        """An indicator judged by its measure."""
        measured = self._measured.get(id) or self._prepared(id)
        indicator = measured.score.indicator
        measure, rule = indicator.measure, indicator.scoring
        assert measure and not isinstance(rule, YesNo)
        value = measured.step(numbers, NO_ROW)
        if measure.most is not None and value > measure.most:
            raise _BeyondWholeError
        looked_at = measured.looked_at
        if looked_at is None:
            looked_at = limits(indicator, None, numbers.__getitem__, self._rules.convert)
        outcome = outcome_of(rule, value, looked_at)
        return _Shown(value, outcome.ratio, indicator.is_required and outcome.fails)

    def _prepared(self, id: str) -> _Measured:
        score = self._scores[id]
        indicator = score.indicator
        assert indicator.measure
        step = self._rules.step(indicator.measure.formula, indicator.measure.unit)
        looked_at = (
            None
            if isinstance(indicator.scoring, Count)
            else limits(indicator, score.benchmark, {}.__getitem__, self._rules.convert)
        )
        measured = self._measured[id] = _Measured(score, self._part_of[id], step, looked_at)
        return measured

    def _gates(self, depends: Influence, numbers: Numbers) -> tuple[bool | None, ...]:
        if not depends.gates:
            return self._before.gates
        return tuple(
            is_kept(g.gate, self._rules.step(g.gate.formula, g.gate.unit)(numbers, NO_ROW))
            if g.figure and g.gate.id in depends.gates
            else g.kept
            for g in self._evaluation.gates
        )

    def _total(self, shown: Mapping[str, _Shown]) -> Decimal:
        """The total with other points in the place of some, added up in the order of the card."""
        changed: dict[int, dict[str, Decimal]] = {}
        for id, now in shown.items():
            score, part, _, _ = self._measured[id]
            if now.ratio != score.ratio:
                points = changed.setdefault(part, dict(self._points[part]))
                points[id] = EXACT.multiply(score.points, now.ratio)
        if not changed:
            return self._card.lowest
        return summed(
            renormalised(part.dimension, summed(changed[n].values()), part.applicable_points)
            if n in changed
            else part.lowest
            for n, part in enumerate(self._card.dimensions)
        )

    def _verdict(self, total: Decimal, gates: tuple[bool | None, ...], shown: Mapping[str, _Shown]) -> Verdict:
        """The grade; the same for all that has the same signature."""
        before = self._before
        signature = _Signature(
            before.reached if total == self._card.lowest else len(reached(self._grading, total)),
            self._failed(shown),
            gates,
            tuple(
                shows(c, shown[c.indicator].value, shown[c.indicator].ratio) if c.indicator in shown else held
                for c, held in zip(self._conditions, before.held, strict=True)
            ),
        )
        if signature not in self._verdicts:
            self._verdicts[signature] = self._decided(total, signature)
        return self._verdicts[signature]

    def _failed(self, shown: Mapping[str, _Shown]) -> tuple[str, ...]:
        """The required indicators that fail now."""
        if all(now.fails == self._scores[id].fails for id, now in shown.items()):
            return self._before.failed
        return tuple(id for id, score in self._scores.items() if shown.get(id, score).fails)

    def _decided(self, total: Decimal, signature: _Signature) -> Verdict:
        held = dict(zip(self._conditions, signature.held, strict=True))
        ids = (g.gate.id for g in self._evaluation.gates)
        gates = tuple(zip(ids, signature.gates, strict=True))
        standing = Standing(total, signature.failed, gates, held.__getitem__)
        return judge(self._grading, standing, self._evaluation.prerequisites)
