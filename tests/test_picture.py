"""Pictures of the site: their numbers are the engine's, their texts are text, their labels keep apart."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from html import unescape
from itertools import combinations, pairwise
from typing import NamedTuple
from xml.etree import ElementTree

import pytest
from conftest import ROOT

from lceval_docs.build import plan_site
from lceval_docs.checks.example import run_example
from lceval_docs.engine.scoring import Outcome, ready_rule
from lceval_docs.judging import Judged
from lceval_docs.model.indicator import BaseLead, Benchmark, Count, Indicator, Levels, Linear, Scoring, Threshold, YesNo
from lceval_docs.model.standard import Standard
from lceval_docs.views.block import Page
from lceval_docs.views.chart import Chart, Series
from lceval_docs.views.charted import view_bars, view_radar
from lceval_docs.views.inventory import view_inventory
from lceval_docs.views.picture import Bar, BarChart, CurveChart, Linked, Picture
from lceval_docs.views.rule_chart import view_rule_chart
from lceval_docs.views.score import view_score
from lceval_docs.views.site.process import view_process
from lceval_docs.views.site.structure import view_structure
from lceval_docs.writers.pages.markdown import render_page
from lceval_docs.writers.pages.svg import render_picture
from lceval_docs.writers.pages.svg.lettering import width, wrap, wrap_linked
from lceval_docs.writers.pages.svg.shape import WIDTH

SVG = "{http://www.w3.org/2000/svg}"
STYLE = (ROOT / "site/assets/style.css").read_text(encoding="utf-8")
HOSTILE = [
    "<script>alert(1)</script>",
    '"><image href="https://example.org/x"/>',
    "a & b ]]> <!-- c",
    "空\n\n行",
    "\x00\x0b\ud800\ufffe",
    "{: onclick=x } *b* [x](javascript:y)",
    "&lt;",
    "长" * 200,
    "W" * 200,
    "",
]


def drawn(picture: Picture) -> ElementTree.Element:
    """The picture's SVG, as an XML reader sees it; links keep their source path."""
    return ElementTree.fromstring(render_picture(picture, lambda path: path))[0]


def pictures(standard: Standard, examples: list[Judged]) -> Iterator[Picture]:
    """Every picture of the edition."""
    yield from (view_rule_chart(standard, i) for i in standard.indicators)
    for indicator in standard.indicators:
        benchmarks = [e.benchmark for e in indicator.examples if e.benchmark]
        yield from (view_rule_chart(standard, indicator, b) for b in benchmarks[:1])
    yield view_structure(standard)
    yield view_process(standard)
    for judged in examples:
        score = view_score(standard, judged.evaluation)
        yield view_radar(score.radar, "radar", "雷达")
        yield view_bars(view_inventory(standard, judged.evaluation).chart, "bars")


# --- numbers


def points_at(chart: CurveChart, value: Decimal) -> set[Decimal]:
    """The points that the drawn line shows at a value: one, or more at a jump."""
    found = set()
    for run in chart.runs:
        for before, after in pairwise(run):
            if before.value <= value <= after.value and before.value != after.value:
                part = (value - before.value) / (after.value - before.value)
                found.add((before.points + part * (after.points - before.points)).quantize(Decimal("1e-12")))
        found |= {c.points.quantize(Decimal("1e-12")) for c in run if c.value == value}
    return found


def ruled(standard: Standard, scoring: Scoring, kind: str = "required", points: str = "4") -> Indicator:
    """The first measured indicator of an edition with another rule."""
    indicator = next(i for i in standard.indicators if i.measure)
    return replace(indicator, scoring=scoring, kind=kind, points=Decimal(points), examples=())  # type: ignore[arg-type]


D = Decimal
SHAPES = [
    (Linear(zero_at=D(20), full_at=D(80)), ()),
    (Linear(zero_at=D("1.8"), full_at=D("0.2"), fails_beyond=D("1.9")), ()),
    (Linear(zero_at=D(-5), full_at=D(5), fails_beyond=D(0)), ()),
    (Threshold(at_least=D(95)), ()),
    (Threshold(at_most=D(3)), ()),
    (Threshold(at_least=D(3), at_most=D(7)), ()),
    (Count(full_at=D(8)), (D(8),)),
    (BaseLead(base_ratio=D("0.6"), better="lower", base=D(100), lead=D(50)), (D(100), D(50))),
    (BaseLead(base_ratio=D("0.5"), better="higher", base=D(2), lead=D("2.5")), (D(2), D("2.5"))),
    (BaseLead(base_ratio=D(0), better="higher", base=D(2), lead=D("2.5")), (D(2), D("2.5"))),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "looked_at"), SHAPES)
def test_line_is_the_rule(tiny: Standard, rule, looked_at) -> None:  # type: ignore[no-untyped-def]
    """Along the whole axis the line shows the engine's points, on either side of a jump and on it."""
    indicator, judge = ruled(tiny, rule), ready_rule(rule, looked_at)
    chart = view_rule_chart(tiny, indicator)
    assert isinstance(chart, CurveChart)
    step = (chart.high - chart.low) / 97
    marked = [c.value for run in chart.runs for c in run]
    values = [chart.low + n * step for n in range(98)] + marked + [v + e for v in marked for e in (-step / 9, step / 9)]
    for value in values:
        if chart.low <= value <= chart.high:
            outcome: Outcome = judge(value)
            right = (4 * outcome.ratio).quantize(D("1e-12"))
            shown = points_at(chart, value)
            assert right in shown and (len(shown) == 1 or value in marked), value
    filled = {d.corner for d in chart.dots if not d.is_open}
    assert all(4 * judge(c.value).ratio == c.points for c in filled)
    assert all(
        4 * judge(d.corner.value).ratio != d.corner.points
        for d in chart.dots
        if d.is_open and rule.__dict__.get("base_ratio") != 0
    )


@pytest.mark.parametrize(("rule", "looked_at"), SHAPES)
def test_failing_part_is_where_the_rule_fails(tiny: Standard, rule, looked_at) -> None:  # type: ignore[no-untyped-def]
    """The shaded values are those at which the engine finds a required indicator not met."""
    chart, judge = view_rule_chart(tiny, ruled(tiny, rule)), ready_rule(rule, looked_at)
    assert isinstance(chart, CurveChart)
    step = (chart.high - chart.low) / 97
    for value in (chart.low + n * step for n in range(98)):
        shaded = any(value < f.beyond if f.below else value > f.beyond for f in chart.failing)
        if not isinstance(rule, Count):
            assert shaded == judge(value).fails, value
    optional = view_rule_chart(tiny, ruled(tiny, rule, kind="optional"))
    assert isinstance(optional, CurveChart) and not optional.failing


def test_worked_examples_lie_on_the_picture(standard: Standard) -> None:
    """Every worked example scores what the picture of its rule shows."""
    seen: set[str] = set()
    for indicator in standard.indicators:
        for example in indicator.examples:
            score = run_example(indicator, example, standard)
            chart = view_rule_chart(standard, indicator, example.benchmark)
            assert score.score is not None
            seen.add(indicator.scoring.method)
            if isinstance(chart, CurveChart):
                assert score.figure
                value = score.figure.quantity.value
                if isinstance(indicator.scoring, Count) and indicator.scoring.full_at is None:
                    (full,) = score.limits
                    value /= full
                value = min(max(value, chart.low), chart.high)
                assert score.score.quantize(D("1e-12")) in points_at(chart, value), (indicator.id, example.name)
            else:
                assert (score.score, score.fails) in {(b.value, b.fails) for b in chart.bars}
    assert seen == {"yes_no", "levels", "threshold", "count", "linear", "base_lead"}


def test_points_in_print(standard: Standard) -> None:
    """A level's bar says its points, its condition and whether it fails."""
    indicator = next(i for i in standard.indicators if isinstance(i.scoring, Levels) and i.is_required)
    chart = view_rule_chart(standard, indicator)
    assert isinstance(chart, BarChart) and isinstance(indicator.scoring, Levels)
    assert [b.text for b in chart.bars] == [x.when for x in indicator.scoring.levels]
    for bar, level in zip(chart.bars, indicator.scoring.levels, strict=True):
        assert D(re.match(r"[\d.]+", bar.shown)[0]) == level.ratio * indicator.points  # type: ignore[index]
        assert bar.fails == ("必选不满足" in bar.shown) == (level.ratio == 0)


@pytest.mark.parametrize(("rule", "looked_at"), SHAPES)
def test_geometry_is_the_record(tiny: Standard, rule, looked_at) -> None:  # type: ignore[no-untyped-def]
    """Lengths on the paper are in proportion to the numbers, in both directions."""
    chart = view_rule_chart(tiny, ruled(tiny, rule))
    assert isinstance(chart, CurveChart)
    curves = [e.attrib["d"] for e in drawn(chart).iter(f"{SVG}path") if e.attrib["class"] == "curve"]
    paper = [[tuple(map(float, p.split())) for p in d[1:].split("L")] for d in curves]
    corners = [list(run) for run in chart.runs]
    left, right = paper[0][0][0], paper[-1][-1][0]
    heights = {
        c.points: y for run, line in zip(corners, paper, strict=True) for c, (_, y) in zip(run, line, strict=True)
    }
    bottom, top = heights[D(0)], heights[D(4)]
    assert left < right and top < bottom
    for run, line in zip(corners, paper, strict=True):
        for corner, (x, y) in zip(run, line, strict=True):
            assert x == pytest.approx(
                left + float((corner.value - chart.low) / (chart.high - chart.low)) * (right - left), abs=0.11
            )
            assert y == pytest.approx(bottom - float(corner.points) / 4 * (bottom - top), abs=0.11)


def test_bars_are_in_proportion() -> None:
    """Bars go from nothing in both directions; nothing has no bar."""
    bars = tuple(Bar(n, "", D(v), v) for n, v in (("a", "30"), ("b", "-10"), ("c", "0")))
    found = [e for e in drawn(BarChart("x", "x", "x", "", bars)).iter(f"{SVG}rect") if e.attrib["class"] == "bar"]
    (x1, w1), (x2, w2) = [(float(e.attrib["x"]), float(e.attrib["width"])) for e in found]
    assert (w1, x2, w2) == pytest.approx((3 * w2, 0, x1), abs=0.11)


def test_structure_is_to_scale(standard: Standard) -> None:
    """Every dimension and topic has a bar as long as its points, on one scale."""
    found = [
        float(e.attrib["width"])
        for e in drawn(view_structure(standard)).iter(f"{SVG}rect")
        if "bar" in e.attrib["class"]
    ]
    points = [p for d in standard.dimensions for p in (d.weight.points, *(t.points for t in d.topics))]
    assert len(found) == len(points)
    assert all(
        length / found[0] == pytest.approx(float(p / points[0]), abs=0.01)
        for length, p in zip(found, points, strict=True)
    )


def test_radar_shows_both_parties(standard: Standard, examples: list[Judged]) -> None:
    """All values of the chart that the Word report uses are printed and told, the self-assessment's too."""
    chart = view_score(standard, examples[0].evaluation).radar
    assert len(chart.series) == 2
    svg = drawn(view_radar(chart, "r", "雷达"))
    printed = [t.text for t in svg.iter(f"{SVG}text") if "first" in t.attrib["class"] or "second" in t.attrib["class"]]
    told = svg.findtext(f"{SVG}desc") or ""
    for series in chart.series:
        assert all(f"{v} %" in printed and f" {v}" in told for v in series.values)


def test_process_holds_every_step(standard: Standard) -> None:
    """Each step stands in its actor's lane with its time limit and its documents, of which blank ones are linked."""
    chart, svg = view_process(standard), drawn(view_process(standard))
    steps = [s for stage in standard.stages for s in stage.steps]
    found = [s for stage in chart.stages for s in stage.steps]
    assert [(s.name, chart.lanes[s.lane], s.limit) for s in found] == [(s.name, s.actor, s.time_limit) for s in steps]
    text = "".join("".join(svg.itertext()).split())
    blank = {f.name: f.blank for f in standard.forms if f.blank}
    links = {e.attrib["href"] for e in svg.iter(f"{SVG}a")}
    assert "forms/data-workbook.xlsx" in links
    assert links == {blank[d] for s in steps for d in s.documents if d in blank}
    assert all("".join(s.time_limit.split()) in text and all(d in text for d in s.documents) for s in steps)


# --- words


def test_every_number_is_told(standard: Standard, examples: list[Judged]) -> None:
    """The text alternative of each picture holds every number that is printed in it."""
    for picture in pictures(standard, examples):
        svg = drawn(picture)
        title, told = svg.find(f"{SVG}title"), svg.find(f"{SVG}desc")
        assert title is not None and title.text and told is not None and told.text
        assert svg.attrib["role"] == ("group" if svg.find(f".//{SVG}a") is not None else "img")
        assert svg.attrib["aria-labelledby"] == title.attrib["id"]
        assert svg.attrib["aria-describedby"] == told.attrib["id"]
        numbers = set(re.findall(r"\d+(?:\.\d+)?", told.text))
        for text in svg.iter(f"{SVG}text"):
            if "halo" not in text.attrib.get("class", ""):  # the rings of a radar
                assert set(re.findall(r"\d+(?:\.\d+)?", "".join(text.itertext()))) <= numbers, picture.id


def hostile_pictures(standard: Standard, text: str) -> Iterator[Picture]:
    levels = next(i for i in standard.indicators if isinstance(i.scoring, Levels))
    measured = next(i for i in standard.indicators if i.measure)
    assert isinstance(levels.scoring, Levels) and measured.measure
    worst = tuple(replace(x, when=text) for x in levels.scoring.levels)
    yield view_rule_chart(standard, replace(levels, name=text, scoring=replace(levels.scoring, levels=worst)))
    yield view_rule_chart(standard, replace(measured, name=text, measure=replace(measured.measure, name=text)))
    yield view_rule_chart(standard, replace(levels, scoring=YesNo(when=text)))
    dimensions = tuple(replace(d, name=text) for d in standard.dimensions)
    yield view_structure(replace(standard, dimensions=dimensions))
    step = standard.stages[0].steps[0]
    worse = replace(step, name=text, actor=text, time_limit=text, documents=(text, text))
    yield view_process(replace(standard, stages=(replace(standard.stages[0], name=text, steps=(worse, step)),)))
    chart = Chart((text, "乙", "丙"), (Series(text, (D(1), D(2), D(3))),), text)
    yield view_radar(chart, text, text)
    yield view_bars(chart, text)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_names_are_text(tiny: Standard, text: str) -> None:
    """Whatever a name holds, the page's SVG is well formed, has no more elements than without it, and shows it."""
    import markdown

    plain = [sorted(e.tag for e in drawn(p).iter() if "tspan" not in e.tag) for p in hostile_pictures(tiny, "名")]
    allowed = {tag for tags in plain for tag in tags} | {f"{SVG}tspan"}
    for picture in hostile_pictures(tiny, text):
        page = render_page(Page("a/b.md", "题", "f", (picture,))).split("---\n", 2)[2]
        html = markdown.markdown(page, extensions=["attr_list", "md_in_html", "tables"])
        figure = re.search(r'<figure class="picture".*</figure>', html, re.DOTALL)
        assert figure and "\n" not in figure[0]
        svg = ElementTree.fromstring(figure[0])[0]
        assert {e.tag for e in svg.iter()} <= allowed
        assert {a for e in svg.iter() for a in e.attrib if a.startswith("on")} == set()
        if text.isprintable() and len(text) < 100:
            squeezed = "".join("".join(svg.itertext()).split())
            assert "".join(unescape(text).split()) in squeezed or "".join(text.split()) in squeezed


def test_nothing_from_elsewhere(standard: Standard, examples: list[Judged]) -> None:
    """No script, no address but those of pages of this site, no colour of its own; all classes are in the style."""
    for picture in pictures(standard, examples):
        text = render_picture(picture, lambda path: path)
        assert not re.search(
            r"<(script|style|image|use|foreignObject)|url\(|https?:(?!//www.w3.org/2000/svg\")|#[0-9a-f]{6}", text
        )
        for kind in {k for e in drawn(picture).iter() for k in e.attrib.get("class", "").split()}:
            assert f".{kind}" in STYLE or kind in ("minor", "strong"), kind


def test_same_bytes(standard: Standard, examples: list[Judged]) -> None:
    """The same data gives the same picture."""
    once, again = (["".join(render_picture(p, str) for p in pictures(standard, examples))] for _ in range(2))
    assert once == again


# --- room


class Box(NamedTuple):
    text: str
    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box) -> bool:
        return (
            min(self.right, other.right) - max(self.left, other.left) > 0.5
            and min(self.bottom, other.bottom) - max(self.top, other.top) > 0.5
        )


def boxes(svg: ElementTree.Element) -> Iterator[Box]:
    """About where each line of text stands."""
    for element in svg.iter(f"{SVG}text"):
        size = float(element.attrib.get("font-size", svg.attrib["font-size"]))
        bold = 1.05 if "font-weight" in element.attrib else 1.0
        for line in list(element) or [element]:
            text = "".join(line.itertext())
            wide, x, y = width(text, size) * bold, float(line.attrib["x"]), float(line.attrib["y"])
            left = x - {"end": wide, "middle": wide / 2}.get(element.attrib.get("text-anchor", ""), 0.0)
            yield Box(text, left, y - 0.8 * size, left + wide, y + 0.15 * size)


def test_no_text_meets_another(standard: Standard, tiny: Standard, examples: list[Judged]) -> None:
    """No two labels overlap, none leaves the paper, none is too small to read on a phone."""
    assert WIDTH <= 328  # a phone's column: letters are as large there as they say
    for picture in (*pictures(standard, examples), view_structure(tiny), view_process(tiny)):
        svg = drawn(picture)
        _, top, wide, high = map(float, svg.attrib["viewBox"].split())
        found = list(boxes(svg))
        for box in found:
            assert box.left >= -1 and box.right <= wide + 6 and top <= box.top and box.bottom <= top + high, (
                picture.id,
                box,
            )
        met = [(a.text, b.text) for a, b in combinations(found, 2) if a.meets(b)]
        assert not met, (picture.id, met)
        assert all(float(e.attrib["font-size"]) >= 12 for e in svg.iter() if "font-size" in e.attrib)


@pytest.mark.parametrize(
    ("base", "lead"), [("100", "99.9"), ("1", "100000"), ("0.00001", "0.00002"), ("123456.789", "123456.7")]
)
def test_close_ticks_keep_apart(tiny: Standard, base: str, lead: str) -> None:
    """Values that lie close, or are long, are written one below the other."""
    better = "lower" if D(lead) < D(base) else "higher"
    indicator = ruled(tiny, BaseLead(base_ratio=D("0.98"), better=better))  # type: ignore[arg-type]
    assert indicator.measure
    benchmark = Benchmark(base=D(base), lead=D(lead), unit=indicator.measure.unit, source="")
    found = list(boxes(drawn(view_rule_chart(tiny, indicator, benchmark))))
    assert not [(a, b) for a, b in combinations(found, 2) if a.meets(b)]
    assert base in {b.text for b in found} and lead in {b.text for b in found}


def test_radar_of_many_axes() -> None:
    """Names at the sides keep apart where axes are many, or few."""
    for count in (1, 2, 3, 5, 8, 10):
        names = tuple(f"第{n}个一级指标的名称" for n in range(count))
        chart = Chart(names, tuple(Series(s, tuple(D(100) for _ in names)) for s in ("甲", "乙")), "")
        found = [
            b for b in boxes(drawn(view_radar(chart, "r", "雷达"))) if b.text not in ("50 %", "100 %") or b.top < 0
        ]
        assert not [(a, b) for a, b in combinations(found, 2) if a.meets(b)], count


def test_lines_break_as_chinese_does() -> None:
    """Lines fit; no closing mark begins one, no opening mark ends one, figures and words stay whole."""
    text = "抽样一致率不低于 95 %（含）且低于 100 %，并持有GB/T 23331认证证书的，按《办法》执行。"
    for room in range(60, 330, 7):
        lines = wrap(text, room, 12)
        assert "".join(lines).replace(" ", "") == text.replace(" ", "")
        assert all(width(x, 12) <= room for x in lines)
        assert not any(x[0] in "，。）》%" or x[-1] in "（《" for x in lines)
        assert any("23331" in x for x in lines)
    assert all(width(x, 12) <= 60 for text in ("W" * 100, "。" * 100) for x in wrap(text, 60, 12))
    parts = (Linked("甲表", "a.docx"), Linked("、"), Linked("乙表格", "b.docx"))
    lines = wrap_linked((*parts, Linked("、"), Linked("丙表和丁表", "c.docx")), 76, 12)
    assert [[(p.text, p.path) for p in line] for line in lines] == [
        [("甲表", "a.docx"), ("、", ""), ("乙", "b.docx")],
        [("表格", "b.docx"), ("、", ""), ("丙", "c.docx")],
        [("表和丁表", "c.docx")],
    ]


# --- pages


def test_pictures_on_their_pages(standard: Standard, examples: list[Judged]) -> None:
    """Each picture stands where it belongs, with ids of its own and links to what exists."""
    pages, _, downloads = plan_site(standard, ROOT, examples)
    count = {path: text.count('<figure class="picture"') for path, text in pages.items()}
    assert count["standard/index.md"] == count["indicators/index.md"] == count["standard/process.md"] == 1
    assert count["examples/index.md"] == 2 * len(examples)
    for path, text in ((path, pages[path]) for path in pages if count[path]):
        ids = re.findall(r'\bid="([^"]+)"|\{#([\w-]+)\}', text)
        assert len(ids) == len(set(ids)), path
        for figure in re.findall(r'<figure class="picture".*?</figure>', text):
            for href in re.findall(r'href="([^"]+)"', figure):
                file, _, anchor = href.partition("#")
                folder = path.split("/")[:-1]
                while file.startswith("../"):
                    file, folder = file[3:], folder[:-1]
                target = "/".join((*folder, file))
                source = target.removesuffix(".html") + ".md"
                assert target in downloads or source in pages, href
                assert not anchor or f"{{#{anchor}}}" in pages[source], href


def contrast(one: str, other: str) -> float:
    """The contrast of two colours as WCAG counts it."""

    def luminance(colour: str) -> float:
        parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize(("place", "paper"), [(0, "#ffffff"), (1, "#1e2129")])
def test_colours_are_strong_enough(place: int, paper: str) -> None:
    """On light and dark paper: text 4.5 : 1, lines 3 : 1."""

    def colour(name: str) -> str:
        return re.findall(rf"--{name}: (#[0-9a-f]{{6}});", STYLE)[place]

    for name in ("picture-main", "picture-fail", "status-draft", "status-proposal"):
        assert contrast(colour(name), paper) >= 4.5, name
    assert contrast(colour("picture-faint"), paper) >= 3
    assert contrast(colour("picture-main"), colour("picture-soft")) >= 3


def test_drawing_is_quick(standard: Standard) -> None:
    """All rule charts in 60 ms, the best of a few tries."""

    def once() -> float:
        start = time.perf_counter()
        for indicator in standard.indicators:
            render_picture(view_rule_chart(standard, indicator), str)
        return time.perf_counter() - start

    assert min(once() for _ in range(5)) < 0.06
