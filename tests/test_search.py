"""The search: terms by all their names and by initials of their pinyin, clauses by number, indicators and data by id."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from lceval_docs.model.standard import Standard
from lceval_docs.views.site.sought import Sought, names_of, short_english, view_sought
from lceval_docs.writers.pages.search import render_index

# Of the index without what is added to it, packed as a server packs it.
MOST_GROWTH = 0.15
# The theme's own worker, asked as its page asks it.
_ASK = """async (queries) => {
  const config = JSON.parse(document.getElementById("__config").textContent);
  const index = await (await fetch(new URL("search/search_index.json", new URL(config.base + "/", location.href)))).json();
  const worker = new Worker(new URL(config.search, location.href));
  const ask = (type, data) => new Promise((answer) => {
    worker.onmessage = (event) => answer(event.data.data);
    worker.postMessage({ type, data });
  });
  await ask(0, { config: index.config, docs: index.docs, options: {} });
  const answers = {};
  for (const query of queries) {
    const pages = (await ask(2, query)).items;
    answers[query] = pages.map((sections) => sections.sort((a, b) => b.score - a.score)[0].location);
  }
  return answers;
}"""


def _index(*sections: dict[str, str]) -> str:
    config = {"lang": ["zh"], "fields": {"title": {"boost": 1000.0}, "text": {"boost": 1.0}}}
    return json.dumps({"config": config, "docs": sections})


def _rendered(index: str, *sought: Sought) -> dict[str, Any]:
    """With a segmenter that cuts after two characters, and initials that are the first of each name."""

    def halves(text: str) -> tuple[str, ...]:
        return text[:2], text[2:]

    return json.loads(render_index(index, sought, halves, lambda name: f"<{name[0]}>"))


def test_keys_are_words() -> None:
    """Names go in as words, numbers and ids whole and in parts, and initials; nothing else of a section changes."""
    section = {"location": "a.html#b", "title": "t", "text": "x"}
    whole = _rendered(_index(section), Sought("a.html#b", ("3.1", "排放因子", "K1-2"), ("排放因子",)))
    (found,) = whole["docs"]
    assert found.pop("keys").split("\u200b") == ["3.1", "排放", "因子", "K1-2", "K1", "2", "<排>"]
    assert found == section
    assert whole["config"]["fields"]["keys"]["boost"] > whole["config"]["fields"]["title"]["boost"]


def test_rows_become_sections() -> None:
    """A place within a section is added under its own title; one that is told no title and is nowhere is left out."""
    sought = Sought("d.html#x", ("x_y",), (), "电力", "电网"), Sought("e.html#nowhere", ("e",))
    (found,) = _rendered(_index(), *sought)["docs"]
    assert (found["location"], found["title"], found["text"], found["keys"]) == ("d.html#x", "电力", "电网", "x_y")


def test_names_of_terms(standard: Standard) -> None:
    """Another name is told by a note, a name to be avoided is looked for all the same, English by its initials."""
    known = {name: term for term in standard.terms for name in names_of(term)}
    assert known["排放系数"].name == "排放因子" and known["范围一排放"].name == "直接排放"
    assert short_english("carbon footprint of a product") == ("cfp",) and short_english("electricity") == ()


def test_every_place_is_there(standard: Standard, site: Path) -> None:
    """What is looked for by name has a section of the index, and the index grows little."""
    import gzip

    index = json.loads((site / "search/search_index.json").read_text(encoding="utf-8"))
    keyed = {section["location"]: section for section in index["docs"] if "keys" in section}
    assert [place.location for place in view_sought(standard) if place.location not in keyed] == []
    rows = {f"develop/data.html#d-{id.replace('_', '-')}" for id in standard.data_items}
    before = [
        {k: v for k, v in section.items() if k != "keys"}
        for section in index["docs"]
        if section["location"] not in rows
    ]
    packed = [len(gzip.compress(json.dumps(docs, ensure_ascii=False).encode(), 6)) for docs in (before, index["docs"])]
    assert packed[1] <= packed[0] * (1 + MOST_GROWTH)


@pytest.mark.browser
def test_what_comes_first(browser, address: str, standard: Standard) -> None:  # type: ignore[no-untyped-def]
    """The best place of the first page that the search gives."""
    data = "develop/data.html#d-"
    wanted = {
        "排放因子": "3.5",
        "排放系数": "3.5",  # a word to be avoided
        "pfyz": "3.5",
        "jltgc": "3.27",
        "近零碳工厂": "3.27",
        "范围一排放": "3.13",  # told by a note
        "GWP": "3.7",
        "温室效应气体": "3.1",
        "D2-1": "indicators/d2-1.html",
        "fhsnyxfzb": "indicators/d2-1.html",
        "8.6": "standard/grading.html#c-8.6",
        "A.2": "standard/indicator-tables.html#c-A.2",
        "activity_level": f"{data}activity-level",
        "产品产量": f"{data}activity-level",
        "台账抽样数": f"{data}ledger-sampled",
    }
    page = browser.new_page()
    page.goto(f"{address}/index.html")
    found = page.evaluate(_ASK, list(wanted))
    for query, place in wanted.items():
        where = f"standard/terms.html#c-{place}" if place[0].isdigit() else place
        assert found[query] and found[query][0] == where, (query, found[query][:3])
    page.close()


@pytest.mark.browser
def test_every_term_by_its_name(browser, address: str, standard: Standard) -> None:  # type: ignore[no-untyped-def]
    """The definition of a term comes first, whichever of its names is typed."""
    queries = {name: term.name for term in standard.terms for name in names_of(term)}
    page = browser.new_page()
    page.goto(f"{address}/index.html")
    found = page.evaluate(_ASK, list(queries))
    numbers = {term.name: f"standard/terms.html#c-3.{n}" for n, term in enumerate(standard.terms, 1)}
    wrong = {name: found[name][:2] for name, term in queries.items() if found[name][:1] != [numbers[term]]}
    assert wrong == {}
    page.close()
