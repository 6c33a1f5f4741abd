"""Editions side by side: the list, the change log and its feed, old addresses, the notice of an old one, reports."""

from __future__ import annotations

import functools
import http.server
import json
import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from conftest import ROOT, build_site
from lxml import etree, html

from lceval_docs.build import plan_site
from lceval_docs.examining import examined
from lceval_docs.model.history import Alias, Change, Edition, Editions, History
from lceval_docs.model.register import Register
from lceval_docs.model.standard import Standard
from lceval_docs.problems import Refused
from lceval_docs.sources.fingerprint import fingerprint_of
from lceval_docs.views.site.moved import view_notice
from lceval_docs.views.site.outlet import NOWHERE_YET, Outlet
from lceval_docs.views.site.publicity import Publicity, view_publicity
from lceval_docs.writers.pages.feed import render_feed
from lceval_docs.writers.pages.markdown import render_page
from lceval_docs.writers.pages.moved import render_redirect
from lceval_docs.writers.pages.publicity import render_publicity

EDITIONS = """editions:
  - {id: tiny-2, title: 第二版, status: current, date: 2021-01-01, path: tiny-2}
  - {id: tiny-1, title: 第一版, status: old, date: 2020-02-29, path: tiny-1}
aliases:
  - {old: T9-1, new: T1-1}
"""
CHANGES = """changes:
  - id: 2020-2
    date: 2020-02-29
    edition: tiny-1
    about: [T1-1, scope]
    what: 杯应洗净
    why: 以前没有说
"""
E, C = "site/editions.yaml", "standard/changes.yaml"
HOSTILE = "<script>alert(1)</script>|`a`*b*{: onclick=x }[x](javascript:y)&lt;\"'"
ATOM = {"a": "http://www.w3.org/2005/Atom"}


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("id: tiny-2", "id: tiny-1", [("E0581", f"{E}:3:10"), ("E0585", f"{E}:2:53")]),
        ("path: tiny-1", "path: TINY-2", [("E0581", f"{E}:3:67"), ("E0582", f"{E}:3:67")]),
        ("path: tiny-2", "path: ../x", [("E0582", f"{E}:2:71")]),
        ("status: old", "status: current", [("E0583", f"{E}:3:38")]),
        ("id: tiny-1", "id: tiny-0", [("E0584", f"{E}:1:1"), ("E0590", f"{C}:4:14")]),
        ("2020-02-29", "2020-02-28", [("E0585", f"{E}:3:49")]),
        ("new: T1-1", "new: T1-9", [("E0586", f"{E}:5:22")]),
        ("old: T9-1", "old: T1-2", [("E0587", f"{E}:5:11")]),
        ("old: T9-1", "old: ../x", [("E0587", f"{E}:5:11")]),
        ("aliases:", "aliases:\n  - {old: t9-1, new: scope}", [("E0591", f"{E}:6:11")]),
        ("about: [T1-1, scope]", "about: [T1-1, scop]", [("E0586", f"{C}:5:12")]),
        ("edition: tiny-1", "edition: tiny-9", [("E0590", f"{C}:4:14")]),
        ("id: 2020-2", "id: 2020/2", [("E0589", f"{C}:2:9")]),
        ("why: 以前没有说", "because: 以前没有说", [("E0201", f"{C}:7:5"), ("E0204", f"{C}:2:5")]),
        (
            "changes:",
            "changes:\n  - {id: 2020-2, date: 2020-03-01, edition: tiny-1, what: 一, why: 二}",
            [("E0588", f"{C}:3:9")],
        ),
    ],
)
def test_mistakes_have_a_place(tiny_root: Path, before: str, after: str, expected: list[tuple[str, str]]) -> None:
    (tiny_root / "site").mkdir()
    found = []
    for name, text in ((E, EDITIONS), (C, CHANGES)):
        (tiny_root / name).write_text(text.replace(before, after, 1), encoding="utf-8")
        found.append(before in text)
    assert any(found)
    problems = [(p.code, str(p.mark)) for p in examined(tiny_root).problems if p.mark.file in (E, C)]
    assert sorted(problems) == sorted(expected)


def test_no_mistake(tiny_root: Path) -> None:
    """What the other cases change is right as it stands; and no report is made from a change log."""
    before = fingerprint_of(tiny_root)
    (tiny_root / "site").mkdir()
    (tiny_root / E).write_text(EDITIONS, encoding="utf-8")
    (tiny_root / C).write_text(CHANGES, encoding="utf-8")
    assert [p for p in examined(tiny_root).problems if p.mark.file in (E, C)] == []
    assert fingerprint_of(tiny_root) == before


def edition(id: str, **fields: object) -> Edition:
    given = Edition(id=id, title=id, status="old", date=date(2020, 2, 29), path=id)
    return replace(given, **fields)  # type: ignore[arg-type]


def change(id: str, on: date, **fields: object) -> Change:
    given = Change(id=id, date=on, edition="tiny-1", about=("T1-1",), what="杯应洗净", why="说清")
    return replace(given, **fields)  # type: ignore[arg-type]


@pytest.fixture
def told(tiny: Standard) -> Callable[..., Publicity]:
    """What the tiny standard's site tells of its history."""
    return lambda history, outlet=NOWHERE_YET, made=(): view_publicity(tiny, history, Register(), outlet, made)


def as_html(publicity: Publicity, path: str) -> html.HtmlElement:
    import markdown

    text = render_page(next(p for p in publicity.pages if p.path == path)).split("---\n", 2)[2]
    return html.fromstring(markdown.markdown(text, extensions=["attr_list", "md_in_html", "tables"]))


def test_an_edition_alone(told: Callable[..., Publicity]) -> None:
    """Without a list there is the one edition, without a log no change; the feed is empty and whole."""
    alone = told(History())
    assert "tiny-1" in as_html(alone, "editions/index.md").text_content()
    assert "还没有记录的变更" in as_html(alone, "editions/changes.md").text_content()
    files = render_publicity(alone)
    assert json.loads(files["versions.json"]) == []
    assert etree.fromstring(files["changes.xml"]).xpath("string(a:updated)", namespaces=ATOM).startswith("2020-02-29")


def test_feed(told: Callable[..., Publicity]) -> None:
    """The latest first; an id is that of the change whatever becomes of its words; days from the data alone."""
    first, second = change("1", date(2020, 1, 1)), change("2", date(2020, 2, 2))
    files = [render_feed(told(History(None, changes)).feed) for changes in ((first, second), (second, first))]
    assert files[0] == files[1]
    feed = etree.fromstring(files[0])
    ids = feed.xpath("a:entry/a:id/text()", namespaces=ATOM)
    assert feed.xpath("a:entry/a:updated/text()", namespaces=ATOM) == [
        "2020-02-02T00:00:00+08:00",
        "2020-01-01T00:00:00+08:00",
    ]
    assert feed.xpath("string(a:updated)", namespaces=ATOM) == "2020-02-02T00:00:00+08:00"
    assert len({*ids, *feed.xpath("a:id/text()", namespaces=ATOM)}) == 3
    other = told(History(None, (replace(first, what="别的"), second)), Outlet("https://example.org/tea/")).feed
    assert [entry.id for entry in other.entries] == ids
    assert other.address == "https://example.org/tea/changes.xml"
    assert other.entries[1].page == "https://example.org/tea/editions/changes.html#change-1"


def test_old_addresses(told: Callable[..., Publicity]) -> None:
    """An old id leads on from an address of its own and from the page that it had, without scripts; none replaces a page."""
    aliases = (Alias(old="T9-1", new="T1-1"), Alias(old="aim", new="scope"))
    publicity = told(History(Editions(editions=(edition("tiny-1"),), aliases=aliases)))
    files = render_publicity(publicity)
    assert {"editions/aliases/T9-1.html", "indicators/t9-1.html", "standard/aim.html"} <= set(files)
    page = html.fromstring(files["editions/aliases/T9-1.html"])
    assert page.xpath("//link[@rel='canonical']/@href") == ["../../indicators/t1-1.html"]
    assert page.xpath("//meta[@http-equiv='refresh']/@content") == ["0; url=../../indicators/t1-1.html"]
    assert page.xpath("//main//a/@href") == ["../../indicators/t1-1.html"] and "T1-1" in page.text_content()
    assert not page.xpath("//script")
    shown = as_html(publicity, "editions/index.md")
    assert shown.xpath("//a[text()='T9-1']/@href") == ["aliases/T9-1.html"]


def test_no_page_is_replaced(tiny: Standard, tiny_root: Path) -> None:
    """An old id that is the name of another page now leads on from its own address only."""
    (tiny_root / "site").mkdir()
    text = EDITIONS.replace("{old: T9-1, new: T1-1}", "{old: questions, new: scope}")
    (tiny_root / E).write_text(text, encoding="utf-8")
    pages, _, downloads = plan_site(tiny, tiny_root, [])
    assert "standard/questions.md" in pages and "standard/questions.html" not in downloads
    assert "editions/aliases/questions.html" in downloads


def test_hostile_text_stays_text(told: Callable[..., Publicity]) -> None:
    """What an author types in any field is shown letter for letter: on the pages, in the feed, where a page leads on."""
    listed = Editions(editions=(edition("tiny-1", title=HOSTILE, note=HOSTILE),))
    hostile = change("1", date(2020, 1, 1), what=HOSTILE, why=HOSTILE, edition=HOSTILE, about=(HOSTILE,))
    publicity = told(History(listed, (hostile,)))
    for path, times in (("editions/index.md", 2), ("editions/changes.md", 4)):
        page = as_html(publicity, path)
        assert page.text_content().count(HOSTILE) == times
        assert not page.xpath("//script | //em | //code | //*[@onclick] | //a[contains(@href, 'javascript')]")
    feed = etree.fromstring(render_feed(publicity.feed))
    assert feed.xpath("string(a:entry/a:title)", namespaces=ATOM) == HOSTILE
    assert feed.xpath("string(a:entry/a:content)", namespaces=ATOM).count(HOSTILE) == 3
    redirect = told(History(Editions(editions=(), aliases=(Alias(old="old", new="T1-1"),)))).redirects[0]
    page = html.fromstring(render_redirect(replace(redirect, words=HOSTILE, title=HOSTILE, says=HOSTILE)))
    assert page.text_content().count(HOSTILE) == 4 and not page.xpath("//script")


def test_only_an_old_edition_says_so() -> None:
    """Its pages lead to the same page of the current edition, which lies beside it; where there is none, they only say so."""
    old, current = edition("one", title="第一版"), edition("two", status="current")
    history = History(Editions(editions=(current, old)))
    notice = view_notice(history, "one", "standard/scope.html")
    assert notice and "第一版" in notice.text and notice.address == "../../two/standard/scope.html"
    top = view_notice(history, "one", "index.html")
    assert top and top.address == "../two/index.html"
    assert view_notice(history, "two", "index.html") is None and view_notice(History(), "one", "index.html") is None
    lonely = view_notice(History(Editions(editions=(old,))), "one", "index.html")
    assert lonely and lonely.address == ""


def test_reports_are_begun(tiny: Standard, tiny_root: Path) -> None:
    """Below each chapter and indicator a link to the form with page and edition filled in; nowhere else, and none unless asked."""
    outlet = Outlet("https://example.org/tea/", "https://git.example.org/new?title={title}&body={body}")
    pages, _, _ = plan_site(tiny, tiny_root, [], outlet)
    wanted = {f"standard/{c.id}.md" for c in tiny.chapters} | {f"indicators/{i.id.lower()}.md" for i in tiny.indicators}
    assert {path for path, text in pages.items() if "报告本条问题" in text} == wanted
    link = html.fromstring(pages["indicators/t1-1.md"].rsplit("\n\n", 1)[-1]).xpath("//a/@href")[0]
    asked = parse_qs(urlsplit(link).query)
    assert asked["title"][0].startswith("T1-1 ") and asked["title"][0].endswith("（tiny-1）")
    assert "网页：https://example.org/tea/indicators/t1-1.html\n版次：tiny-1\n" in asked["body"][0]
    assert not any("报告本条问题" in text for text in plan_site(tiny, tiny_root, [])[0].values())
    with pytest.raises(Refused) as refused:
        plan_site(tiny, tiny_root, [], Outlet(report="javascript:alert(1)"))
    assert [p.code for p in refused.value.problems] == ["E0734"]


def test_our_site(site: Path) -> None:
    """One edition: no banner, no list of editions asked for; each page names the feed; no search finds the foot."""
    for name, up in (("index.html", ""), ("standard/process.html", "../")):
        page = html.parse(str(site / name)).getroot()
        assert page.xpath("//link[@type='application/atom+xml']/@href") == [f"{up}changes.xml"]
        assert not page.xpath("//aside[contains(@class, 'md-banner')]")
        assert json.loads(page.xpath("string(//script[@id='__config'])"))["version"] is None
    assert [v["version"] for v in json.loads((site / "versions.json").read_text(encoding="utf-8"))] == ["2026-draft"]
    assert "报告本条问题" in (site / "standard/process.html").read_text(encoding="utf-8")
    assert "报告本条" not in (site / "search/search_index.json").read_text(encoding="utf-8").replace("\\u200b", "")


@pytest.fixture(scope="module")
def editions(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server with our edition as an old one in its folder, and a newer beside it."""
    root = tmp_path_factory.mktemp("old")
    for name in ("standard", "report_templates", "site"):
        shutil.copytree(ROOT / name, root / name)
    shutil.copy(ROOT / "mkdocs.yml", root)
    path = root / E
    text = path.read_text(encoding="utf-8").replace("status: draft", "status: old")
    newer = "editions:\n  - {id: new, title: 新版, status: current, date: 2028-01-01, path: new}\n"
    text = text.replace("editions:\n", newer) + "aliases:\n  - {old: procedure, new: process-steps}\n"
    path.write_text(text, encoding="utf-8")
    served = tmp_path_factory.mktemp("served")
    done = build_site(root, served / "2026-draft")
    assert done.returncode == 0, done.stderr
    (served / "new/standard").mkdir(parents=True)
    (served / "new/standard/process.html").write_text("<meta charset=utf-8><p>新版的流程</p>", encoding="utf-8")
    shutil.copy(served / "2026-draft/versions.json", served)

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *args: object) -> None:
            """Say nothing."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(served)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.mark.browser
def test_an_old_edition_in_the_browser(browser, editions: str) -> None:  # type: ignore[no-untyped-def]
    """It says that it is old on every page, leads to the same page of the new one, and lets the reader choose; nothing fails."""
    context = browser.new_context(viewport={"width": 390, "height": 800})
    page = context.new_page()
    failed: list[str] = []
    page.on("response", lambda r: failed.append(r.url) if r.status >= 400 else None)
    page.goto(f"{editions}/2026-draft/standard/process.html", wait_until="networkidle")
    assert "这是旧版次“2026年工作草案”" in page.locator(".md-banner").inner_text()
    assert page.locator(".md-version__current").inner_text() == "2026年工作草案"
    assert page.locator(".md-version__link").all_text_contents() == ["新版", "2026年工作草案"]
    assert page.evaluate("document.documentElement.scrollWidth") <= 390 and failed == []
    page.locator(".md-banner a").click()
    assert page.url == f"{editions}/new/standard/process.html" and "新版的流程" in page.content()
    context.close()


@pytest.mark.browser
@pytest.mark.parametrize("place", ["editions/aliases/procedure.html", "standard/procedure.html"])
def test_an_old_address_in_the_browser(browser, editions: str, place: str) -> None:  # type: ignore[no-untyped-def]
    """Without scripts an old address leads to the clause that took its place."""
    bare = browser.new_context(java_script_enabled=False).new_page()
    bare.goto(f"{editions}/2026-draft/{place}")
    bare.wait_for_url(f"{editions}/2026-draft/standard/process.html#process-steps")
    bare.close()


def test_pages_say_what_this_edition_changed(standard: Standard) -> None:
    """A chapter one of whose clauses was changed, and an indicator, have a badge that leads to what and why."""
    pages, _, _ = plan_site(standard, ROOT, [])
    for path, id in (("standard/grading.md", "2026-004"), ("indicators/c1-2.md", "2026-002")):
        page = pages[path]
        assert '<span class="status changed">本版有变更</span> [改了什么](#changed-here)' in page
        assert f"changes.md#change-{id}" in page
    assert "本版有变更" not in pages["indicators/a1-1.md"]
