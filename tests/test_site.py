"""The site: generated pages, and the whole of it in a real browser."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from conftest import ROOT, build_site
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.structure.pages import Page as MkDocsPage

from lceval_docs.build import plan_site
from lceval_docs.judging import Judged
from lceval_docs.model.standard import Standard
from lceval_docs.views.block import Heading, Items, Link, Page, Paragraph, Table
from lceval_docs.writers.pages.markdown import render_page

GOLDEN = Path(__file__).parent / "golden"
# Whether a result of the search shows a text; the theme puts marks between words.
_FOUND = """text => [...document.querySelectorAll(".md-search-result__item")]
    .some(item => item.innerText.replaceAll("\\u200b", "").includes(text))"""


def test_output_is_not_the_source() -> None:
    """site/ is MkDocs' default output, which it empties: both folders are said, and neither lies in the other."""
    text = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    assert "docs_dir: site\n" in text and "site_dir: build/site\n" in text


def test_golden_page(tiny: Standard, tiny_root: Path, request: pytest.FixtureRequest) -> None:
    """The tiny standard's pages are the ones that a person has looked at."""
    pages, _, _ = plan_site(tiny, tiny_root, [])
    found = "".join(pages[name] for name in ("indicators/t.md", "indicators/t1-1.md", "standard/scope.md"))
    path = GOLDEN / "tiny-pages.md"
    if request.config.getoption("--update-golden"):
        path.write_text(found, encoding="utf-8")
    assert found == path.read_text(encoding="utf-8")


def test_every_page_is_in_the_navigation(standard: Standard, examples: list[Judged]) -> None:
    """What is generated can be reached; the pages of indicators from the catalogue."""
    pages, sources, _ = plan_site(standard, ROOT, examples)
    text = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    nav = yaml.safe_load(text[text.index("\nnav:") :])["nav"]
    listed = {leaf for leaf in _leaves(nav) if leaf.endswith(".md")}
    catalogued = {f"indicators/{indicator.id.lower()}.md" for indicator in standard.indicators}
    assert set(pages) <= listed | catalogued and not listed & catalogued
    assert all(f"({name.removeprefix('indicators/')})" in pages[f"indicators/{name[11]}.md"] for name in catalogued)
    assert all((ROOT / source).is_file() for source in sources.values() if source)


def _leaves(node: object) -> Iterator[str]:
    if isinstance(node, str):
        yield node
    elif isinstance(node, dict | list):
        for child in node.values() if isinstance(node, dict) else node:
            yield from _leaves(child)


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        "a|b",
        "*b*",
        "# h",
        "{: onclick=x }",
        "`c`",
        "![x](y)",
        "- item",
        "&lt;",
        "~~~",
    ],
)
def test_data_is_shown_not_obeyed(text: str) -> None:
    """Hostile text in data is text on the page, in every kind of block."""
    import markdown

    page = Page(
        "a/b.md",
        text,
        "f",
        (
            Heading(2, text, "h"),
            Paragraph(text),
            Items((text,)),
            Table(("一",), ((text,),)),
            Paragraph((Link(text, "c/d.md"),)),
        ),
    )
    html = markdown.markdown(render_page(page).split("---\n", 2)[2], extensions=["attr_list", "md_in_html", "tables"])
    import re
    from html import unescape

    visible = unescape(re.sub(r"<[^>]+>", "", html))
    assert visible.count(text) >= 5
    assert not re.search(r"<(script|em|code|img)|onclick=\"", html)


def test_strict_build_names_the_problem(tmp_path: Path) -> None:
    """A broken standard stops the build with file, line and column."""
    for name in ("standard", "report_templates", "site"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copy(ROOT / "mkdocs.yml", tmp_path)
    path = tmp_path / "standard/grades.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("full_marks: 100", "full_marks: 99"), encoding="utf-8")
    done = build_site(tmp_path, tmp_path / "out")
    assert done.returncode != 0 and "standard/grades.yaml:2:13: E0410" in done.stdout + done.stderr


def test_a_chapter_without_a_menu_is_told(tmp_path: Path) -> None:
    """A page that nobody finds is no page: a strict build fails, any other says so."""
    for name in ("standard", "report_templates", "site"):
        shutil.copytree(ROOT / name, tmp_path / name)
    menu = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    assert "      - standard/report.md\n" in menu
    (tmp_path / "mkdocs.yml").write_text(menu.replace("      - standard/report.md\n", ""), encoding="utf-8")
    done = build_site(tmp_path, tmp_path / "out")
    said = done.stdout + done.stderr
    assert done.returncode != 0 and "W0738" in said and "standard/report.md" in said


def _html(folder: Path) -> dict[str, bytes]:
    """Without the policy, which a server leaves out for the sake of its own script."""
    index = folder / "search/search_index.json"
    policy = re.compile(rb'<meta http-equiv="Content-Security-Policy"[^>]*>')
    paths = (*folder.rglob("*.html"), index)
    return {str(path.relative_to(folder)): policy.sub(b"", path.read_bytes()) for path in paths}


def test_rebuilt_as_built_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a server makes after an edit, or when a page has come, is what a cold build makes."""
    for name in ("standard", "report_templates", "site"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copy(ROOT / "mkdocs.yml", tmp_path)
    monkeypatch.setenv("NO_MKDOCS_2_WARNING", "1")
    rendered, render = [], MkDocsPage.render

    def noted(page: MkDocsPage, *arguments: object) -> None:
        rendered.append(page.file.src_uri)
        render(page, *arguments)  # type: ignore[arg-type]

    def once() -> dict[str, bytes]:
        rendered.clear()
        config = load_config(str(tmp_path / "mkdocs.yml"), site_dir=str(tmp_path / "served"))
        if not (tmp_path / "served").exists():
            config.plugins.on_startup(command="serve", dirty=False)
        build(config)
        return _html(tmp_path / "served")

    monkeypatch.setattr(MkDocsPage, "render", noted)
    once()
    every = len(rendered)
    edited = tmp_path / "standard/indicators/a-management.yaml"
    text = edited.read_text(encoding="utf-8")
    edited.write_text(text.replace("name: 低碳管理机构", "name: 低碳管理机构与新名", 1), encoding="utf-8")
    assert "新名" in once()["indicators/a.html"].decode()
    assert "indicators/a.md" in rendered and len(rendered) < every / 2
    (tmp_path / "site/guides/come.md").write_text("# 新来的\n\n[问题](faq.md)\n", encoding="utf-8")
    found = once()
    assert build_site(tmp_path, tmp_path / "anew").returncode == 0
    assert found == _html(tmp_path / "anew")


def test_edit_links_point_to_the_source(site: Path) -> None:
    """A generated page is edited where it comes from."""
    assert "standard/indicators/d-resources.yaml" in (site / "indicators/d.html").read_text(encoding="utf-8")
    assert "standard/text/04-principles.md" in (site / "standard/principles.html").read_text(encoding="utf-8")


def test_index_is_segmented(site: Path) -> None:
    """The search index holds Chinese words, not only whole sentences."""
    index = json.loads((site / "search/search_index.json").read_text(encoding="utf-8"))
    assert any("\u200b" in doc["text"] for doc in index["docs"])


# Of each kind of page; `test_access` opens them.
PAGES = [
    "index.html",
    "guides/factory.html",
    "standard/index.html",
    "standard/terms.html",
    "standard/grading.html",
    "indicators/index.html",
    "indicators/d.html",
    "indicators/d1-1.html",
    "factors/index.html",
    "method/index.html",
    "forms/index.html",
    "assessment/index.html",
    "examples/index.html",
    "data/index.html",
    "problems/index.html",
    "results/index.html",
    "results/check.html",
    "editions/index.html",
    "editions/changes.html",
    "develop/data.html",
]


@pytest.mark.browser
@pytest.mark.parametrize(("query", "shown"), [("排放", "排放"), ("台账", "台账"), ("D2-1", "D2\u3000能源结构")])
def test_chinese_search(browser, address: str, query: str, shown: str) -> None:  # type: ignore[no-untyped-def]
    """Search finds short Chinese words, and indicators by their ids: the theme shows the section that lists them."""
    page = browser.new_page()
    page.goto(f"{address}/index.html", wait_until="networkidle")
    page.locator(".md-search__input").click()
    page.wait_for_timeout(1500)  # the index is being read; typing is answered once it is there
    page.keyboard.type(query, delay=80)
    page.keyboard.press("Space")  # the page listens for keys; the driver inserts Chinese without any
    page.wait_for_function(_FOUND, arg=shown, timeout=15000)  # results for the first letters come before
    page.close()


@pytest.mark.browser
def test_formulas_are_shown(browser, address: str) -> None:  # type: ignore[no-untyped-def]
    """MathML has a size of its own: the browser draws it without scripts."""
    page = browser.new_page()
    page.goto(f"{address}/indicators/d1-1.html")
    box = page.locator(".formula math").first.bounding_box()
    assert box["width"] > 40 and box["height"] > 20
    page.close()
