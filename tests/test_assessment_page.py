"""The page of the self-assessment in a real browser, with a worker that answers what a test wants to hear."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import unquote

import pytest
from test_access import violations

from lceval_docs.model.standard import Standard
from lceval_docs.views.question import view_questions
from lceval_docs.views.sheet import Assessment, Blank
from lceval_docs.views.site.assessment import view_assessment
from lceval_docs.writers.pages.markdown import render_page

PAGE = "assessment/index.html"
KEY, ASIDE = "lceval.assessment", "lceval.assessment.aside"
NAME = "factory/name/value"
EDITION = "2026-draft"
MOST_BYTES = 350_000
# Scores by the number of answers, so that a test can tell which answers were judged.
WORKER = r"""
const picture = (id, more = "") => `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 99 9" role="img"
  aria-labelledby="${id}"><title id="${id}">图</title><text x="1" y="9">${id}</text>${more}</svg>`;
const indicators = {"A1-1": {score: "1.5", points: "1.5", basis: "a 级", status: "scored"}};
const answered = {
  assess: ({answers, industry}) => {
    const all = Object.entries(answers);
    if (!all.length) return {state: "waiting", says: "请先填写评价范围。", announcement: "", notes: []};
    const odd = all.filter(([, text]) => /约/.test(text)).map(([address]) => ({address, kind: "error", text: "不是一个数 <b>x</b>"}));
    return {state: "scored", says: "", total: `${all.length}.0`, complete: true, grade: industry || "无等级",
      reasons: ["只有自评价"], announcement: `总分 ${all.length}.0`, emissions: "1 tCO₂e", energy: "2 tce",
      dimensions: [{id: "A", name: "甲", score: "1", weight: "2", rate: "50 %"}],
      gates: [{name: "门槛", limit: "≤ 1", value: "2", kept: false}],
      missing: industry ? Array(80).fill({what: "数", kind: "数据项", needed_by: "", year: "", address: ""}) : [{what: "取水量", kind: "数据项", needed_by: "D4-1", year: "2023", address: "data/water_intake/evaluation"}],
      indicators, notes: [...odd, {address: "", kind: "warning", text: "<img src=x onerror='window.hacked=1'>"}],
      prerequisites: [{id: "G1", requirement: "要求", result: "符合", status: "met"}]};
  },
  details: () => ({radar: picture("radar"), inventory: picture("inventory", '<script>window.hacked=1</script>'),
    next: "上一级", needed: "3.2", steps: [1, 2, 3, 4].map((n) => ({id: `A1-${n}`, name: "改进", now: "b 级", target: "a 级",
      gain: "1.0", page: "indicators/a1-1.html"})), path: [], obstacles: [],
    options: [{id: "A1-1", name: "甲", now: "c 级", full: "a 级", stops: 3}, {id: "D2-1", name: "乙", now: "1 %", full: "2 %", stops: 100}]}),
  whatif: ({indicator, stop}) => ({shown: `${indicator} 第 ${stop} 档`, score: "1.0", total: "9.9", grade: "上一级",
    change: "+1.0", announcement: "总分 9.9"}),
  open: ({name, bytes}) => {
    if (name.endsWith(".txt")) throw new Error("这不是本表格的数据文件。");
    return {answers: {"factory/name/value": `${name} ${bytes.length}`, "sources/3/name": "锅炉", "sources/7/name": "电",
      "gone/x/y": "1"}, industry: "", notes: ["一条提示"], says: "已打开。"};
  },
  save: ({answers}) => ({name: "factory.yaml", text: JSON.stringify(answers),
    notes: Object.keys(answers).filter((at) => /约/.test(answers[at])).map((address) => ({address, kind: "error", text: "不是一个数。"}))}),
  workbook: () => ({name: "数据表.xlsx", bytes: new Uint8Array([80, 75])}),
};
onmessage = ({data}) => {
  try { postMessage({id: data.id, ok: true, value: answered[data.ask](data)}); }
  catch (error) { postMessage({id: data.id, ok: false, error: error.message}); }
};
postMessage({event: "ready", engine: "1", edition: "x"});
"""
NEVER_READY = "onmessage = () => {};"
DEAD = "throw new Error('坏了');"
STUCK = 'postMessage({event: "ready", engine: "1", edition: "x"}); onmessage = () => {};'
# Two minutes pass in a moment.
_IMPATIENT = "const real = setTimeout; window.setTimeout = (act, ms) => real(act, ms >= 100_000 ? 300 : ms);"
_COLLECT = """
window.violations = [];
addEventListener("securitypolicyviolation", (e) => window.violations.push(`${e.violatedDirective} ${e.blockedURI} ${e.sample}`));
"""


def _blanks(block: Assessment) -> Iterator[Blank]:
    for section in block.sections:
        for group in section.groups:
            for part in group.parts:
                yield from (*part.blanks.asked, *part.blanks.years, *part.blanks.more)


def _block(standard: Standard) -> Assessment:
    return next(b for b in view_assessment(standard).blocks if isinstance(b, Assessment))


@pytest.mark.parametrize("edition", ["tiny", "standard"])
def test_asks_what_the_edition_asks(edition: str, request: pytest.FixtureRequest) -> None:
    """Every question of the questionnaire stands on the page once, and nothing else."""
    standard: Standard = request.getfixturevalue(edition)
    expected = {
        f"{table.id}/{row}/{column.id}"
        for table in view_questions(standard).tables
        for row in ([r.id for r in table.rows] or ["{row}"])
        for column in table.columns
        if table.question(row, column.id)
    }
    found = [blank.address for blank in _blanks(_block(standard))]
    assert len(found) == len(set(found)) and set(found) == expected


def test_html_is_plain(standard: Standard, site: Path) -> None:
    """On one line, for Markdown; without style, handler or script of its own, for the policy; not too long."""
    text = render_page(view_assessment(standard))
    (line,) = (line for line in text.splitlines() if 'id="assessment"' in line)
    tags = re.findall(r"<[^>]+>", line)
    assert not [tag for tag in tags if re.search(r"\s(style|on\w+)=", tag)]
    assert re.findall(r"<script[^>]*>(.*?)</script>", line) == [""]
    page = (site / PAGE).read_bytes()
    assert len(page) <= MOST_BYTES and line.encode() in page


def test_html_is_valid(site: Path) -> None:
    import html5lib

    parser = html5lib.HTMLParser()
    tree = parser.parse((site / PAGE).read_bytes())
    assert [e for e in parser.errors if "entity" not in e[1]] == []
    assert [
        e.get("type") for e in tree.iter("{http://www.w3.org/1999/xhtml}script") if "assessment" in e.get("src", "")
    ]


def test_the_search_knows_the_page_but_not_the_form(site: Path) -> None:
    index = json.loads((site / "search/search_index.json").read_text(encoding="utf-8"))
    found = [doc for doc in index["docs"] if doc["location"].startswith(PAGE)]
    words = "".join(doc["title"] + doc["text"] for doc in found).replace("\u200b", "")
    assert "自评价" in words and "不发送到任何地方" in words
    assert "统一社会信用代码" not in words


@contextmanager
def opened(browser, address: str, worker: str = WORKER, before: str = "", themed: bool = True, **options):  # type: ignore[no-untyped-def]
    """The page in a browser of its own, with this worker. `before`: a script that runs before all others.

    `themed`: with the theme's own scripts, which take most of the time.
    """
    context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **options})
    if before:
        context.add_init_script(before)
    _answer(context, worker)
    if not themed:
        context.route("**/javascripts/bundle.*.js", lambda r: r.fulfill(body="", content_type="text/javascript"))
    page = context.new_page()
    page.goto(f"{address}/{PAGE}")
    if options.get("java_script_enabled", True):
        page.wait_for_selector("#assessment[data-ready]")
    yield page
    context.close()


def _answer(context, worker: str) -> None:  # type: ignore[no-untyped-def]
    context.route("**/assets/assessment/worker.js", lambda r: r.fulfill(body=worker, content_type="text/javascript"))


def _field(page, name: str):  # type: ignore[no-untyped-def]
    return page.locator(f'[name="{name}"]')


def _kept(page) -> dict[str, object]:  # type: ignore[no-untyped-def]
    page.wait_for_timeout(600)
    return json.loads(page.evaluate(f"localStorage.getItem('{KEY}')") or "{}")


def _shown(page, id: str, text: str) -> None:  # type: ignore[no-untyped-def]
    page.wait_for_function(
        "([id, text]) => document.querySelector(`[data-shown=${id}]`).textContent === text", arg=[id, text]
    )


def _named(page, name: str) -> None:  # type: ignore[no-untyped-def]
    """Waits until the factory is called so."""
    page.wait_for_function("([field, name]) => document.getElementsByName(field)[0].value === name", arg=[NAME, name])


def _state(**changes: object) -> str:
    state = {
        "format": 1,
        "edition": EDITION,
        "saved": "2026-01-01T00:00:00Z",
        "by": "x",
        "industry": "",
        "answers": {NAME: "甲厂"},
    }
    return json.dumps({**state, **changes})


def _answers(**more: object) -> str:
    return _state(answers={NAME: "甲厂", **more})


def _stored(**more: object) -> str:
    """A script that lays answers where the page keeps them, unless there are some."""
    return f"localStorage.getItem('{KEY}') ?? localStorage.setItem('{KEY}', {json.dumps(_answers(**more))});"


DEEP = "[" * 5000 + "]" * 5000
# What is stored; what is said of it; whether it is set aside; what stands in the name of the factory afterwards.
STATES: dict[str, tuple[str, str, bool, str]] = {
    "no JSON": ("tea", "读不出来", True, ""),
    "empty text": ("", "读不出来", True, ""),
    "cut off": (_state()[:-9], "读不出来", True, ""),
    "NaN": ('{"format":1,"answers":{"a/b/c":NaN}}', "读不出来", True, ""),
    "byte order mark": ("\ufeff" + _state(), "", False, "甲厂"),
    "null": ("null", "不是一份答卷", True, ""),
    "number": ("17", "不是一份答卷", True, ""),
    "text": ('"tea"', "不是一份答卷", True, ""),
    "list": ("[1]", "不是一份答卷", True, ""),
    "deep list": (DEEP, "不是一份答卷", True, ""),
    "deep answer": (f'{{"format":1,"answers":{{"{NAME}":"甲厂","data/water_intake/note":{DEEP}}}}}', "1 处", True, "甲厂"),
    "empty record": ("{}", "没有答案", True, ""),
    "answers a list": (_state(answers=["a"]), "没有答案", True, ""),
    "answers null": (_state(answers=None), "没有答案", True, ""),
    "proto key": ('{"format":1,"__proto__":{"x":1},"answers":{"' + NAME + '":"甲厂","__proto__":"x","constructor":"y"}}', "2 处", True, "甲厂"),
    "proto row": (_answers(**{"data/__proto__/base": "1", "constructor/prototype/x": "1"}), "2 个答案是本表格不问的", False, "甲厂"),
    "newer format": (_state(format=2), "更新版本", False, ""),
    "format a text": (_state(format="1"), "没有写明可用的格式", True, ""),
    "older format": (json.dumps({"answers": {NAME: "甲厂"}}), "旧版本", False, "甲厂"),
    "another edition": (_state(edition="2020-old"), "2020-old", True, "甲厂"),
    "unknown address": (_answers(**{"gone/x/y": "1"}), "gone/x/y", False, "甲厂"),
    "a number": (_answers(**{"data/water_intake/base": 12.5}), "写成了数值", True, "甲厂"),
    "huge number": (_answers(**{"data/water_intake/base": 1e308}), "写成了数值", True, "甲厂"),
    "a record": (_answers(**{"data/water_intake/base": {"a": 1}}), "1 处", True, "甲厂"),
    "null answer": (_answers(**{"data/water_intake/base": None}), "1 处", True, "甲厂"),
    "long text": (_answers(**{"data/water_intake/note": "长" * 40_001}), "1 处", True, "甲厂"),
    "markup": (_state(answers={NAME: "<img src=x onerror='window.hacked=1'>", "sources/1/<script>": "javascript:hacked=1"}), "1 个答案", False, "<img src=x onerror='window.hacked=1'>"),
    "script address": (_state(answers={NAME: "javascript:window.hacked=1"}), "", False, "javascript:window.hacked=1"),
    "lone surrogate": ('{"format":1,"answers":{"' + NAME + '":"a\\ud800b"}}', "不能显示的字符", True, "a\ufffdb"),
    "emoji": (_state(answers={NAME: "🏭甲厂"}), "", False, "🏭甲厂"),
    "NUL": (_state(answers={NAME: "甲\x00厂"}), "不能显示的字符", True, "甲厂"),
    "too many": (_answers(**{f"x/{n}/y": "1" for n in range(20_001)}), "多得不像", True, "甲厂"),
    "date garbage": (_state(saved={"a": []}), "", False, "甲厂"),
    "industry garbage": (_state(industry=["<b>"], edition=EDITION), "", False, "甲厂"),
    "row numbers": (_answers(**{"sources/99999999/name": "1", "sources/-1/name": "1", "sources/0/name": "1"}), "3 个答案", False, "甲厂"),
}  # fmt: skip


@pytest.mark.browser
@pytest.mark.parametrize("name", STATES)
def test_bad_states(browser, address: str, name: str) -> None:  # type: ignore[no-untyped-def]
    """The page opens, says what was wrong, keeps what it did not understand, runs nothing of it and goes on saving."""
    text, said, is_aside, shown = STATES[name]
    wrong: list[str] = []
    before = f"localStorage.setItem({json.dumps(KEY)}, {json.dumps(text)}); window.stored = {json.dumps(text)};"
    with opened(browser, address, before=before, themed=False) as page:
        page.on("pageerror", lambda e: wrong.append(str(e)))
        page.on("dialog", lambda d: wrong.append(d.message))
        stored = page.evaluate("window.stored")
        notices = page.locator("#notices")
        assert said in notices.inner_text()
        assert said or not notices.inner_text()
        assert _field(page, NAME).input_value() == shown
        assert page.evaluate(f"localStorage.getItem('{ASIDE}')") == (stored if is_aside else None)
        assert (notices.get_by_text("下载原文").count() == 1) == is_aside
        _field(page, NAME).fill("乙厂")
        kept = _kept(page)
        if name == "newer format":
            assert page.evaluate(f"localStorage.getItem('{KEY}')") == text
            page.get_by_text("不要它，保存现在的").click()
            kept = _kept(page)
        assert kept["format"] == 1 and kept["answers"][NAME] == "乙厂"  # type: ignore[index]
        assert page.evaluate(
            "[window.hacked, {}.x, document.querySelectorAll('#assessment img, .notices script').length]"
        ) == [None, None, 0]
    assert wrong == []


@pytest.mark.browser
def test_what_is_not_asked_is_kept(browser, address: str) -> None:  # type: ignore[no-untyped-def]
    """An address that this edition does not know survives typing and saving, and is not sent to be judged."""
    with opened(browser, address) as page:
        page.evaluate("([key, text]) => localStorage.setItem(key, text)", [KEY, _answers(**{"gone/x/y": "1"})])
        page.reload()
        _shown(page, "total", "1.0")
        _field(page, "factory/base_year/value").fill("2021")
        _shown(page, "total", "2.0")
        assert _kept(page)["answers"] == {NAME: "甲厂", "gone/x/y": "1", "factory/base_year/value": "2021"}


@pytest.mark.browser
@pytest.mark.parametrize("choice", ["载入那边的", "保留这里的"])
def test_two_windows(browser, address: str, choice: str) -> None:  # type: ignore[no-untyped-def]
    """Neither overwrites the other in silence."""
    with opened(browser, address) as first:
        second = first.context.new_page()
        second.goto(f"{address}/{PAGE}")
        second.wait_for_selector("#assessment[data-ready]")
        _field(first, NAME).fill("甲厂")
        second.locator("#notices").get_by_text("另一个窗口").wait_for()
        _field(second, NAME).fill("乙厂")
        assert _kept(second)["answers"] == {NAME: "甲厂"}
        second.get_by_role("button", name=choice).click()
        assert _field(second, NAME).input_value() == ("甲厂" if choice.startswith("载入") else "乙厂")
        assert second.locator("#notices").inner_text() == ""
        assert _kept(second)["answers"][NAME] == _field(second, NAME).input_value()  # type: ignore[index]
        if choice.startswith("保留"):
            first.locator("#notices").get_by_text("另一个窗口").wait_for()


@pytest.mark.browser
def test_a_window_that_was_told_nothing(browser, address: str) -> None:  # type: ignore[no-untyped-def]
    """Even where no event comes the store is looked at before each save."""
    deaf = "addEventListener('storage', (e) => e.stopImmediatePropagation(), true);"
    with opened(browser, address, before=deaf) as page:
        _field(page, NAME).fill("甲厂")
        _kept(page)
        page.evaluate("([key, text]) => localStorage.setItem(key, text)", [KEY, _state(answers={NAME: "丙厂"})])
        _field(page, NAME).fill("乙厂")
        page.locator("#notices").get_by_text("另一个窗口").wait_for()
        assert _kept(page)["answers"] == {NAME: "丙厂"}


OFF = "Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('no', 'SecurityError'); }});"
FULL = "Storage.prototype.setItem = function () { throw new DOMException('full', 'QuotaExceededError'); };"


@pytest.mark.browser
@pytest.mark.parametrize(("before", "said"), [(OFF, "不让本页保存"), (FULL, "存储空间满了")], ids=["off", "full"])
def test_nowhere_to_save(browser, address: str, before: str, said: str) -> None:  # type: ignore[no-untyped-def]
    """It is said, what is filled in can be exported, and the rest goes on."""
    with opened(browser, address, before=before) as page:
        _field(page, NAME).fill("甲厂")
        _shown(page, "total", "1.0")
        page.locator("#notices").get_by_text(said).wait_for()
        with page.expect_download() as waiting:
            page.get_by_role("button", name="导出答案").click()
        exported = Path(waiting.value.path())
        assert json.loads(exported.read_text(encoding="utf-8"))["answers"] == {NAME: "甲厂"}
        _field(page, NAME).fill("")
        page.set_input_files(
            "#file", {"name": "a.json", "mimeType": "application/json", "buffer": exported.read_bytes()}
        )
        _named(page, "甲厂")


@pytest.mark.browser
def test_full_and_nothing_can_be_set_aside(browser, address: str) -> None:  # type: ignore[no-untyped-def]
    """What was not understood is not overwritten where there is no room for a copy."""
    before = f"localStorage.setItem('{KEY}', 'tea'); {FULL}"
    with opened(browser, address, before=before) as page:
        page.locator("#notices").get_by_text("没有空间另存").wait_for()
        _field(page, NAME).fill("甲厂")
        page.wait_for_timeout(600)
        assert page.evaluate(f"localStorage.getItem('{KEY}')") == "tea"


@pytest.mark.browser
def test_closed_while_typing(browser, address: str) -> None:  # type: ignore[no-untyped-def]
    """At most the last second is lost, though typing never paused."""
    with opened(browser, address) as page:
        context = page.context
        _field(page, NAME).focus()
        for n in range(25):
            page.keyboard.type(str(n % 10))
            page.wait_for_timeout(100)
        page.close()
        again = context.new_page()
        again.goto(f"{address}/{PAGE}")
        again.wait_for_selector("#assessment[data-ready]")
        assert len(_field(again, NAME).input_value()) >= 15


@pytest.mark.browser
def test_composing(browser, address: str) -> None:  # type: ignore[no-untyped-def]
    """What an input method has not finished is neither judged nor saved."""
    with opened(browser, address) as page:
        _shown(page, "engine", "计算引擎就绪")
        field = _field(page, NAME)
        field.evaluate("""field => {
          field.dispatchEvent(new CompositionEvent("compositionstart", {bubbles: true}));
          field.value = "jia"; field.dispatchEvent(new InputEvent("input", {bubbles: true}));
        }""")
        assert _kept(page) == {} and page.inner_text("[data-shown=total]") == "—"
        field.evaluate("""field => {
          field.value = "甲"; field.dispatchEvent(new InputEvent("input", {bubbles: true}));
          field.dispatchEvent(new CompositionEvent("compositionend", {bubbles: true}));
        }""")
        _shown(page, "total", "1.0")
        assert _kept(page)["answers"] == {NAME: "甲"}


def _tab_to(page, selector: str, most: int = 900) -> None:  # type: ignore[no-untyped-def]
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("(one) => document.activeElement.matches(one)", selector):
            return
    raise AssertionError(selector)


@pytest.mark.browser
def test_by_keyboard(browser, address: str) -> None:  # type: ignore[no-untyped-def]
    """A field, a row more, a row less, a choice, the slider: the focus is always where one would look for it."""
    focused = "document.activeElement.name || document.activeElement.textContent"
    with opened(browser, address) as page:
        _tab_to(page, f'[name="{NAME}"]')
        page.keyboard.type("甲厂")
        _tab_to(page, "[data-list=sources] .add")
        page.keyboard.press("Enter")
        assert page.evaluate(focused) == "sources/1/id"
        page.keyboard.type("S01")
        _tab_to(page, "[data-list=sources] .add")
        page.keyboard.press("Enter")
        assert page.evaluate(focused) == "sources/2/id"
        assert page.locator("[data-list=sources] legend").all_inner_texts() == ["第 1 行", "第 2 行"]
        page.keyboard.type("S02")
        page.locator('[name="sources/1/id"]').focus()
        _tab_to(page, "[data-list=sources] .delete")
        page.keyboard.press("Space")
        assert page.evaluate(focused) == "sources/2/id"
        assert page.locator("[data-list=sources] legend").all_inner_texts() == ["第 1 行"]
        _tab_to(page, "[data-list=sources] .delete")
        page.keyboard.press("Space")
        assert page.evaluate(focused) == "添加一行"
        page.locator("#result").focus()
        page.locator('[data-result="whatif"]').wait_for()
        _tab_to(page, "#whatif-stop")
        page.keyboard.press("ArrowRight")
        page.wait_for_function("() => document.getElementById('whatif-stop').ariaValueText?.includes('第 1 档')")
        assert "总分 9.9（+1.0），上一级" in page.inner_text("#whatif-shown")


@pytest.mark.browser
def test_what_is_missing_is_a_way_to_its_field(browser, address: str) -> None:  # type: ignore[no-untyped-def]
    with opened(browser, address) as page:
        _field(page, NAME).fill("甲厂")
        page.locator('[data-result="missing"] a').click()
        assert page.evaluate("document.activeElement.name") == "data/water_intake/evaluation"
        top = page.evaluate("document.activeElement.getBoundingClientRect().top")
        assert 0 < top < 900


@pytest.mark.browser
def test_much_is_missing(browser, address: str) -> None:  # type: ignore[no-untyped-def]
    """The first are shown, the others are folded away; on paper they are counted."""
    with opened(browser, address) as page:
        _field(page, NAME).fill("甲厂")
        page.select_option("#industry", index=1)
        _shown(page, "missing", "80 项")
        assert page.locator('[data-result="missing"] li:visible').count() == 12
        page.get_by_text("另有 68 项").click()
        assert page.locator('[data-result="missing"] li:visible').count() == 80
        page.emulate_media(media="print")
        assert page.locator('[data-result="missing"] li:visible').count() == 12
        assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4"))) <= 2


@pytest.mark.browser
def test_notes_stand_at_their_fields(browser, address: str) -> None:  # type: ignore[no-untyped-def]
    """As text, tied to the field, and gone when they no longer hold."""
    with opened(browser, address) as page:
        field = _field(page, "data/water_intake/base")
        field.fill("约100")
        note = page.locator(".note.error")
        note.wait_for()
        assert note.inner_text() == "不是一个数 <b>x</b>"
        assert note.get_attribute("id") in (field.get_attribute("aria-describedby") or "")
        assert field.get_attribute("aria-invalid") == "true"
        field.fill("100")
        note.wait_for(state="detached")
        assert field.get_attribute("aria-invalid") is None and field.get_attribute("aria-describedby") is None


@pytest.mark.browser
def test_changes_are_announced_with_measure(browser, address: str) -> None:  # type: ignore[no-untyped-def]
    """One sentence for many keys, and none for a score that stayed."""
    with opened(browser, address) as page:
        _shown(page, "engine", "计算引擎就绪")
        page.evaluate("""() => {
          window.said = [];
          new MutationObserver(() => window.said.push(document.getElementById("announcement").textContent))
            .observe(document.getElementById("announcement"), {childList: true});
        }""")
        page.evaluate(
            """async (names) => {
          for (const name of names) {
            const field = document.querySelector(`[name="factory/${name}/value"]`);
            field.value = "1";
            field.dispatchEvent(new InputEvent("input", {bubbles: true}));
            await new Promise((done) => setTimeout(done, 100));
          }
        }""",
            ["name", "base_year", "between", "evaluation_year", "output_name"],
        )
        page.wait_for_timeout(1800)
        said = page.evaluate("window.said")
        assert said[-1] == "总分 5.0" and len(said) <= 2
        _field(page, NAME).fill("2")
        page.wait_for_timeout(1800)
        assert page.evaluate("window.said") == said


@pytest.mark.browser
def test_files(browser, address: str, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    """Opened, refused by size and by the engine, saved as both kinds, emptied after a question."""
    with opened(browser, address) as page:
        good, bad, large = tmp_path / "factory.yaml", tmp_path / "a.txt", tmp_path / "b.xlsx"
        good.write_bytes(b"x: 1")
        bad.write_bytes(b"x")
        large.write_bytes(b"\0" * (20 * 1024 * 1024 + 1))
        page.set_input_files("#file", good)
        _named(page, "factory.yaml 4")
        assert [_field(page, f"sources/{n}/name").input_value() for n in (3, 7)] == ["锅炉", "电"]
        assert "gone/x/y" in page.inner_text("#notices") and "一条提示" in page.inner_text("#notices")
        page.set_input_files("#file", large)
        page.locator("#notices").get_by_text("超过 20.0 MB").wait_for()
        page.set_input_files("#file", bad)
        page.locator("#ask").get_by_role("button", name="替换").click()
        page.locator("#notices").get_by_text("这不是本表格的数据文件").wait_for()
        assert _field(page, NAME).input_value() == "factory.yaml 4"
        for action, name in (("save", "factory.yaml"), ("workbook", "数据表.xlsx")):
            with page.expect_download() as waiting:
                page.click(f"[data-action={action}]")
            assert waiting.value.suggested_filename == name
        page.click("[data-action=clear]")
        page.keyboard.press("Escape")
        assert _field(page, NAME).input_value() == "factory.yaml 4"
        page.click("[data-action=clear]")
        page.locator("#ask").get_by_role("button", name="清空").click()
        _named(page, "")
        assert _kept(page)["answers"] == {}


@pytest.mark.browser
def test_a_row_takes_all_of_it_with_it(browser, address: str) -> None:  # type: ignore[no-untyped-def]
    """The numbers of years that are not seen too, and brings them back; a new row has none of them."""
    rows = {"sources/1/name": "锅炉", "sources/1/2020": "9", "sources/2/name": "电", "sources/2/2020": "8"}
    with opened(browser, address, before=_stored(**rows)) as page:
        delete = page.locator("[data-list=sources] .delete")
        delete.first.click()
        assert _kept(page)["answers"] == {NAME: "甲厂", "sources/2/name": "电", "sources/2/2020": "8"}
        page.get_by_role("button", name="撤销").click()
        assert _kept(page)["answers"] == {NAME: "甲厂", **rows}
        assert page.locator("[data-list=sources] legend").all_inner_texts() == ["第 1 行", "第 2 行"]
        delete.last.click()
        page.click("[data-list=sources] .add")
        _field(page, "sources/3/name").fill("油")
        assert _kept(page)["answers"] == {
            NAME: "甲厂",
            "sources/1/name": "锅炉",
            "sources/1/2020": "9",
            "sources/3/name": "油",
            "sources/3/id": "S01",
        }
        page.get_by_role("button", name="撤销").click()
        assert _kept(page)["answers"]["sources/2/2020"] == "8"  # type: ignore[index]
        assert page.locator("[data-list=sources] .row").count() == 3


@pytest.mark.browser
def test_a_column_becomes_another_year(browser, address: str) -> None:  # type: ignore[no-untyped-def]
    """It shows the numbers of that year, and keeps those of the one before."""
    year, column = "factory/between/value", "sources/1/between"
    told = {year: "2021", "sources/1/name": "锅炉", column: "5", "sources/1/2022": "7", "sources/2/2022": "1"}
    with opened(browser, address, before=_stored(**told)) as page:
        assert "另有 2022 年的数" in page.inner_text("#notices")
        _field(page, year).press("End")
        page.keyboard.press("Backspace")
        page.keyboard.type("2")
        assert _field(page, column).input_value() == "7"
        kept = {NAME: "甲厂", "sources/1/name": "锅炉", "sources/2/between": "1"}
        assert _kept(page)["answers"] == {**kept, year: "2022", column: "7", "sources/1/2021": "5"}
        _field(page, year).fill("2021年")
        assert _field(page, column).input_value() == "5"
        _field(page, year).fill("2020")
        assert _field(page, column).input_value() == "5"  # corrected, as there are no numbers of that year


@pytest.mark.browser
def test_a_row_offers_what_is_for_its_kind(browser, address: str) -> None:  # type: ignore[no-untyped-def]
    """Of fuels, substances, gases and supplies; a choice that was made before stays until another is made."""
    rows = {"sources/1/kind": "fuel", "sources/2/kind": "heat", "sources/2/supply": "green_power"}
    with opened(browser, address, before=_stored(**rows)) as page:

        def offered(name: str) -> set[str]:
            shown = "all => all.filter((o) => o.value && !o.disabled).map((o) => o.value)"
            return set(_field(page, name).locator("option").evaluate_all(shown))

        assert "anthracite" in offered("sources/1/what") and "sf6" not in offered("sources/1/what")
        assert not _field(page, "sources/1/supply").is_visible()
        assert offered("sources/2/supply") == {"purchased", "exported", "green_power"}
        assert not _field(page, "sources/2/what").is_visible()
        _field(page, "sources/2/supply").select_option("purchased")
        assert offered("sources/2/supply") == {"purchased", "exported"}
        _field(page, "sources/1/kind").select_option("direct")
        assert "anthracite" not in offered("sources/1/what") and "sf6" in offered("sources/1/what")
        assert offered("sources/1/supply") == {"emitted", "biogenic", "recovered"}
        page.click("[data-list=sources] .add")
        assert {"anthracite", "sf6"} < offered("sources/3/what") and _field(page, "sources/3/supply").is_visible()


@pytest.mark.browser
def test_rows_are_numbered_as_they_are_begun(browser, address: str) -> None:  # type: ignore[no-untyped-def]
    with opened(browser, address, before=_stored(**{"sources/1/id": "K-07", "evidence/1/id": "甲"})) as page:
        for table, expected in (("sources", ["K-07", "K-08"]), ("evidence", ["甲", "E-01"])):
            page.click(f"[data-list={table}] .add")
            assert _field(page, f"{table}/2/id").input_value() == ""
            _field(page, f"{table}/2/name").fill("电")
            assert [_field(page, f"{table}/{n}/id").input_value() for n in (1, 2)] == expected


@pytest.mark.browser
def test_what_a_file_would_lose_is_asked(browser, address: str) -> None:  # type: ignore[no-untyped-def]
    rows = {"sources/1/name": "锅炉", "sources/3/name": "电", "sources/3/base": "约5万"}
    with opened(browser, address, before=_stored(**rows)) as page:
        _shown(page, "engine", "计算引擎就绪")
        page.click("[data-action=save]")
        page.locator("#ask").get_by_text(re.compile("有 1 处读不懂或没有填全.*第 2 行，不是一个数。")).wait_for()
        page.keyboard.press("Escape")
        page.click("[data-action=save]")
        with page.expect_download() as waiting:
            page.locator("#ask").get_by_role("button", name="仍然保存").click()
        assert waiting.value.suggested_filename == "factory.yaml"


@pytest.mark.browser
def test_too_long_a_text_is_said(browser, address: str) -> None:  # type: ignore[no-untyped-def]
    with opened(browser, address) as page:
        _field(page, NAME).fill("长" * 10_001)
        assert len(_field(page, NAME).input_value()) == 10_000
        assert "最多填 10000 字" in page.inner_text("#notices")
        _field(page, "data/water_intake/base").focus()
        page.get_by_role("button", name="知道了").focus()
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.name") == "data/water_intake/base"


@pytest.mark.browser
def test_dropped_file(browser, address: str) -> None:  # type: ignore[no-untyped-def]
    with opened(browser, address) as page:
        page.evaluate("""() => {
          const dataTransfer = new DataTransfer();
          dataTransfer.items.add(new File(["abc"], "drop.yaml"));
          for (const type of ["dragover", "drop"])
            document.body.dispatchEvent(new DragEvent(type, {bubbles: true, cancelable: true, dataTransfer}));
        }""")
        _named(page, "drop.yaml 3")


@pytest.mark.browser
def test_pictures_hold_drawings_only(browser, address: str) -> None:  # type: ignore[no-untyped-def]
    """One with a script in it is left out."""
    with opened(browser, address) as page:
        _field(page, NAME).fill("甲厂")
        page.locator("#result").scroll_into_view_if_needed()
        page.locator('[data-result="radar"] svg').wait_for()
        assert page.locator('[data-result="inventory"] *').count() == 0
        assert page.locator('[data-result="steps"] li').count() == 3
        assert page.locator('[data-result="steps"] a').first.get_attribute("href") == "../indicators/a1-1.html"


@pytest.mark.browser
@pytest.mark.parametrize("worker", [NEVER_READY, DEAD], ids=["slow", "dead"])
def test_without_engine(browser, address: str, worker: str) -> None:  # type: ignore[no-untyped-def]
    """The form is there at once, and saves; that the engine died is said, with what can be done instead."""
    with opened(browser, address, worker) as page:
        _field(page, NAME).fill("甲厂")
        page.click("[data-list=sources] .add")
        assert _kept(page)["answers"] == {NAME: "甲厂"}
        if worker == DEAD:
            page.locator("#fallback").get_by_text("空白数据表").wait_for()
            assert "计算引擎不能用" in page.inner_text("#notices")
        else:
            assert not page.locator("#fallback").is_visible()
            assert "正在准备计算引擎" in page.inner_text(".panel")


@pytest.mark.browser
@pytest.mark.parametrize("worker", [NEVER_READY, STUCK], ids=["starting", "asked"])
def test_engine_that_never_answers(browser, address: str, worker: str) -> None:  # type: ignore[no-untyped-def]
    """Given up after two minutes, and said; what was typed stays."""
    with opened(browser, address, worker, before=_IMPATIENT) as page:
        _field(page, NAME).fill("甲厂")
        page.get_by_text("等了两分钟没有回音").wait_for()
        assert page.locator("#fallback").is_visible()
        assert _kept(page)["answers"] == {NAME: "甲厂"}


@pytest.mark.browser
def test_without_web_assembly(browser, address: str) -> None:  # type: ignore[no-untyped-def]
    with opened(browser, address, before="delete window.WebAssembly;") as page:
        assert page.locator("#fallback").is_visible()
        assert page.locator("#fallback a").count() == 2
        _field(page, NAME).fill("甲厂")
        assert _kept(page)["answers"] == {NAME: "甲厂"}


@pytest.mark.browser
def test_without_scripts(browser, address: str, site: Path) -> None:  # type: ignore[no-untyped-def]
    """Said at once where scripts are off, soon where they cannot be loaded; the links lead somewhere."""
    with opened(browser, address, java_script_enabled=False) as page:
        assert page.locator("#fallback").is_visible() and _field(page, NAME).is_visible()
        for link in page.locator("#fallback a").all():
            target = unquote(link.get_attribute("href") or "")
            assert (site / "assessment" / target).resolve().is_file()
    page = browser.new_page()
    page.goto((site / PAGE).as_uri())
    page.locator("#fallback").get_by_text("从磁盘直接打开").wait_for(timeout=6000)
    assert _field(page, NAME).is_visible()
    page.close()


@pytest.mark.browser
@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_for_everyone(browser, address: str, width: int, scheme: str) -> None:  # type: ignore[no-untyped-def]
    """Nothing that axe objects to, empty and filled; no wider than the screen; nothing from elsewhere; no policy broken."""
    asked: list[str] = []
    wrong: list[str] = []
    viewport = {"width": width, "height": 900}
    with opened(browser, address, before=_COLLECT, viewport=viewport, color_scheme=scheme) as page:
        page.on("request", lambda r: asked.append(r.url))
        page.on("console", lambda m: wrong.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda e: wrong.append(str(e)))
        page.reload()
        page.wait_for_selector("#assessment[data-ready]")
        wrong += violations(page, "empty")
        _field(page, NAME).fill("甲厂")
        _field(page, "data/water_intake/base").fill("约100")
        for list_name in ("sources", "parameters", "evidence"):
            page.click(f"[data-list={list_name}] .add")
        page.evaluate("for (const one of document.querySelectorAll('#e-self_assessment-A1-1 details')) one.open = true")
        page.locator("#result").scroll_into_view_if_needed()
        page.locator('[data-result="whatif"]').wait_for()
        page.wait_for_timeout(300)
        wrong += violations(page, "filled")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.click("[data-action=clear]")
        wrong += violations(page, "dialog")
        assert page.evaluate("[window.violations, window.hacked]") == [[], None]
    assert [url for url in asked if not url.startswith((address, "data:", "blob:"))] == []
    assert wrong == []


@pytest.mark.browser
@pytest.mark.parametrize("what", ["result", "answers"])
def test_print(browser, address: str, tmp_path: Path, what: str) -> None:  # type: ignore[no-untyped-def]
    """The result on at most two pages; of the answers only what is filled in; both say that they are no official result."""
    with opened(browser, address, before="window.print = () => {};") as page:
        _field(page, NAME).fill("甲厂")
        page.click("[data-list=sources] .add")
        _field(page, "sources/1/name").fill("锅炉")
        page.locator("#result").scroll_into_view_if_needed()
        page.locator('[data-result="whatif"]').wait_for()
        page.click(f"[data-action=print-{what}]")
        page.emulate_media(media="print")
        assert not page.locator("#sheet").is_visible()
        shown = page.locator("#result" if what == "result" else "#answers")
        assert shown.is_visible() and "不是评价结论" in shown.inner_text()
        if what == "answers":
            assert shown.locator("dt").all_inner_texts() == ["工厂名称", "能源和排放源 第 1 行"]
            assert shown.locator("dd").all_inner_texts() == ["甲厂", "编号：S01；名称：锅炉"]
            assert not page.locator("#result").is_visible()
        pages = re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4"))
        assert 1 <= len(pages) <= (2 if what == "result" else 1)
