"""The rule of an indicator as a picture: points over the measured value, or for each answer that can be given.

All points come from the scoring engine: a picture cannot say anything else than a report does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal

from lceval_docs.engine.evaluation import conversion
from lceval_docs.engine.scoring import ALL, ZERO, limits, ready_rule
from lceval_docs.model.indicator import BaseLead, Benchmark, Count, Indicator, Levels, Linear, Threshold, YesNo
from lceval_docs.model.standard import Standard
from lceval_docs.quantities import EXACT
from lceval_docs.records import dataclass
from lceval_docs.views import number
from lceval_docs.views.picture import Bar, BarChart, Corner, CurveChart, Dot, Failing, RuleChart, Tick
from lceval_docs.views.rule import BENCHMARKS_TO_COME, count_in_words, unit_of

TITLE = "{id} {name}：评分规则图"
CURVE_TOLD, BARS_TOLD = "折线图，横轴为{axis}，纵轴为得分：{values}。", "条形图：{values}。"
TOLD, JUST_MISSED = "{place}得 {points} 分", "刚劣于{place}时得 {points} 分"
BETWEEN = "其间按比例"
POINTS_AXIS, POINTS = "得分（分）", "{points} 分"
NONE_AT, ALL_AT, BASE_AT, LEAD_AT, LIMIT_AT, FAIL_AT = "零分", "满分", "基准值", "引领值", "限值", "不满足界限"
MET, NOT_MET, OTHERWISE = "是", "否", "其他情形"
FAILS, ZERO_FAILS = "必选不满足", "得 0 分判必选不满足"
FAILS_BELOW, FAILS_ABOVE = "低于{place}，判必选不满足", "高于{place}，判必选不满足"
LEVEL, COUNTED, N, ALL_COUNTED = "{id} 级", "{name} n", "N", "n = N 时"
# A place that ends with one of these needs no space behind it.
FULL_WIDTH = "\u2e80"
# An axis goes on beyond what it must show by this part of it; so many values counted one by one are marked each.
MARGIN, MOST_COUNTED = Decimal("0.15"), 12
# Nearer to a limit than any value that is printed.
DUST = Decimal("1e-30")

Judge = Callable[[Decimal], Decimal]


@dataclass(frozen=True)
class _Sign:
    """A marked value: its name, how it is printed ("" where only the name is known), how a sentence calls it."""

    value: Decimal
    name: str
    shown: str
    place: str


@dataclass(frozen=True)
class _Edge:
    """A value at which a rule jumps to nothing: `below` it, or above."""

    sign: _Sign
    below: bool


@dataclass(frozen=True)
class _Marked:
    """A rule's signs, its jumps, what it looks at. `symbolic`: the values stand for what is only named."""

    signs: tuple[_Sign, ...]
    edges: tuple[_Edge, ...] = ()
    looked_at: tuple[Decimal, ...] = ()
    symbolic: bool = False


def view_rule_chart(standard: Standard, indicator: Indicator, benchmark: Benchmark | None = None) -> RuleChart:
    """The chart of an indicator's rule. `benchmark`: the base and lead value that apply, in units of the standard."""
    if indicator.measure is None or isinstance(indicator.scoring, YesNo | Levels):
        return _bars(standard, indicator)
    return _curve(standard, indicator, _marked(standard, indicator, benchmark))


def _marked(standard: Standard, indicator: Indicator, benchmark: Benchmark | None) -> _Marked:
    rule = indicator.scoring
    unit = unit_of(standard, indicator.measure.unit) if indicator.measure else ""

    def sign(value: Decimal, name: str, named: str = "") -> _Sign:
        return _Sign(value, name, number.plain(value), " ".join(filter(None, (named, number.plain(value), unit))))

    match rule:
        case Linear():
            return _Marked((sign(rule.zero_at, NONE_AT), sign(rule.full_at, ALL_AT)))
        case Threshold(at_least=least, at_most=most):
            given = [(v, below) for v, below in ((least, True), (most, False)) if v is not None]
            edges = tuple(_Edge(sign(v, LIMIT_AT, LIMIT_AT), below) for v, below in given)
            return _Marked(tuple(e.sign for e in edges), edges)
        case Count(full_at=None):
            return _Marked((sign(ZERO, NONE_AT), _Sign(ALL, ALL_AT, N, ALL_COUNTED)), (), (ALL,), symbolic=True)
        case Count():
            looked_at = limits(indicator, None, lambda _: ZERO, lambda value, *_: value)
            return _Marked((sign(ZERO, NONE_AT), sign(looked_at[0], ALL_AT)), (), looked_at)
        case BaseLead() if benchmark is None and None in (rule.base, rule.lead):
            base, lead = (ALL, ZERO) if rule.better == "lower" else (ZERO, ALL)
            signs = _Sign(base, BASE_AT, "", BASE_AT), _Sign(lead, LEAD_AT, "", LEAD_AT)
            return _base_lead(rule, *signs, symbolic=True)
        case BaseLead():
            base, lead = limits(indicator, benchmark, lambda _: ZERO, conversion(standard.units))
            return _base_lead(rule, sign(base, BASE_AT, BASE_AT), sign(lead, LEAD_AT, LEAD_AT))
    raise TypeError(rule)


def _base_lead(rule: BaseLead, base: _Sign, lead: _Sign, symbolic: bool = False) -> _Marked:
    return _Marked((base, lead), (_Edge(base, rule.better == "higher"),), (base.value, lead.value), symbolic)


def _curve(standard: Standard, indicator: Indicator, marked: _Marked) -> CurveChart:
    rule, measure = indicator.scoring, indicator.measure
    assert measure is not None and not isinstance(rule, YesNo)
    applied, places = ready_rule(rule, marked.looked_at), standard.grading.rounding.points

    def judge(value: Decimal) -> Decimal:
        return EXACT.multiply(indicator.points, applied(value).ratio)

    unit = unit_of(standard, measure.unit)
    failing = _failing_at(indicator, marked, unit)
    low, high = _reach(indicator, marked, failing)
    reached = [Corner(s.value, judge(s.value)) for s in marked.signs]
    missed = [Corner(e.sign.value, judge(_beside(e))) for e in marked.edges]
    levels = sorted({c.points for c in (*reached, *missed)} | {ZERO})
    axis = COUNTED.format(name=measure.name) if isinstance(rule, Count) else measure.name
    axis += f"（{unit}）" if unit else ""
    fails = tuple(_failing(edge) for edge in failing)
    told = [
        *(TOLD.format(place=_spaced(s.place), points=number.trimmed(judge(s.value), places)) for s in marked.signs),
        *(
            JUST_MISSED.format(place=_spaced(e.sign.place), points=number.trimmed(c.points, places))
            for e, c in zip(marked.edges, missed, strict=True)
        ),
        *([BETWEEN] if len(reached) > len(missed) else []),
        *(f.text for f in fails),
    ]
    notes = tuple(_notes(standard, indicator, marked))
    return CurveChart(
        id=_id(indicator),
        title=TITLE.format(id=indicator.id, name=indicator.name),
        alternative=CURVE_TOLD.format(axis=axis, values="；".join((*told, *notes))),
        value_axis=axis,
        points_axis=POINTS_AXIS,
        low=low,
        high=high,
        runs=tuple(_runs(marked, judge, low, high)),
        dots=(*map(Dot, dict.fromkeys((*reached, *_counted(rule, marked, judge)))), *(Dot(c, True) for c in missed)),
        value_ticks=tuple(_ticks((*marked.signs, *(e.sign for e in failing)))),
        points_ticks=tuple(Tick(p, (number.trimmed(p, places),)) for p in levels),
        failing=fails,
        notes=notes,
    )


def _beside(edge: _Edge) -> Decimal:
    """A value that just misses."""
    return EXACT.subtract(edge.sign.value, DUST) if edge.below else EXACT.add(edge.sign.value, DUST)


def _spaced(place: str) -> str:
    """With the space that divides figures and letters from 汉字."""
    return f"{place} " if place[-1] < FULL_WIDTH else place


def _failing_at(indicator: Indicator, marked: _Marked, unit: str) -> tuple[_Edge, ...]:
    """The limits beyond which a required indicator is not met."""
    if not indicator.is_required:
        return ()
    rule = indicator.scoring
    if isinstance(rule, Linear) and rule.fails_beyond is not None:
        shown = number.plain(rule.fails_beyond)
        sign = _Sign(rule.fails_beyond, FAIL_AT, shown, f" {shown} {unit}".rstrip())
        return (_Edge(sign, rule.full_at > rule.zero_at),)
    return marked.edges


def _failing(edge: _Edge) -> Failing:
    text = (FAILS_BELOW if edge.below else FAILS_ABOVE).format(place=edge.sign.place)
    return Failing(edge.sign.value, edge.below, text)


def _reach(indicator: Indicator, marked: _Marked, failing: Iterable[_Edge]) -> tuple[Decimal, Decimal]:
    """From where to where the axis goes: all signs and some more, and worked examples that lie near.

    Amounts have no less than nothing and a share no more than all, unless something there is to be shown.
    """
    failing = tuple(failing)
    shown = [s.value for s in (*marked.signs, *(e.sign for e in failing))]
    low, high = min(shown), max(shown)
    span = EXACT.subtract(high, low) or abs(high) or ALL
    if not marked.symbolic:
        near = [e.value for e in indicator.examples if e.value is not None and not e.benchmark]
        near = [v for v in near if low - span <= v <= high + span]
        low, high = min((low, *near)), max((high, *near))
    room = EXACT.multiply(span, MARGIN)
    below, above = EXACT.subtract(low, room), EXACT.add(high, room)
    if low >= 0 and not marked.symbolic and all(e.sign.value > 0 for e in failing if e.below):
        below = max(below, ZERO)
    if isinstance(indicator.scoring, Count):
        below = ZERO
    most = indicator.measure.most if indicator.measure else None
    return below, above if most is None else min(above, max(high, most))


def _runs(marked: _Marked, judge: Judge, low: Decimal, high: Decimal) -> Iterator[tuple[Corner, ...]]:
    """The lines from one end to the other, cut where the rule jumps."""
    edges = {e.sign.value: e for e in marked.edges}
    run: list[Corner] = []
    for value in sorted({low, *(s.value for s in marked.signs), high}):
        edge, corner = edges.get(value), Corner(value, judge(value))
        if edge is None:
            run.append(corner)
            continue
        missed = Corner(value, judge(_beside(edge)))
        before, after = (missed, corner) if edge.below else (corner, missed)
        yield (*run, before)
        run = [after]
    yield tuple(run)


def _counted(rule: object, marked: _Marked, judge: Judge) -> Iterator[Corner]:
    """Each number that can be counted, if they are few."""
    if isinstance(rule, Count) and not marked.symbolic and marked.looked_at[0] <= MOST_COUNTED:
        yield from (Corner(Decimal(n), judge(Decimal(n))) for n in range(int(marked.looked_at[0]) + 1))


def _ticks(signs: Iterable[_Sign]) -> Iterator[Tick]:
    """One a value, with all its names."""
    by_value: dict[Decimal, list[_Sign]] = {}
    for sign in signs:
        by_value.setdefault(sign.value, []).append(sign)
    for value in sorted(by_value):
        first = by_value[value][0]
        names = dict.fromkeys(s.name for s in by_value[value])
        yield Tick(value, tuple(filter(None, (first.shown, *names))))


def _notes(standard: Standard, indicator: Indicator, marked: _Marked) -> Iterator[str]:
    """What a reader must know besides the line."""
    rule = indicator.scoring
    if marked.symbolic:
        yield count_in_words(standard, rule) if isinstance(rule, Count) else BENCHMARKS_TO_COME
    if isinstance(rule, Count) and indicator.is_required:
        yield ZERO_FAILS


def _bars(standard: Standard, indicator: Indicator) -> BarChart:
    """A bar for each answer that can be given, best first."""
    rule, places = indicator.scoring, standard.grading.rounding.points

    def bar(name: str, text: str, ratio: Decimal) -> Bar:
        points = EXACT.multiply(indicator.points, ratio)
        fails = indicator.is_required and ratio == 0
        shown = POINTS.format(points=number.trimmed(points, places))
        return Bar(name, text, points, f"{shown}，{FAILS}" if fails else shown, fails)

    if isinstance(rule, Levels):
        bars = tuple(bar(LEVEL.format(id=x.id), x.when, x.ratio) for x in rule.levels)
    else:
        when = rule.when if isinstance(rule, YesNo) else indicator.requirement
        bars = (bar(MET, when, ALL), bar(NOT_MET, OTHERWISE, ZERO))
    return BarChart(
        id=_id(indicator),
        title=TITLE.format(id=indicator.id, name=indicator.name),
        alternative=BARS_TOLD.format(values="；".join(f"{b.name}（{b.text}）得 {b.shown}" for b in bars)),
        heading="",
        bars=bars,
    )


def _id(indicator: Indicator) -> str:
    return f"rule-{indicator.id.lower()}"
