"""The edition for programs: whole, exact, described by its schema, a catalogue that OSCAL's tools read, safe tables."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from html import unescape
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from conftest import ROOT, TINY
from markdown_it import MarkdownIt
from trestle.core.validator_factory import validator_factory
from trestle.oscal import OSCAL_VERSION_REGEX
from trestle.oscal.catalog import Catalog

from lceval_docs.build import plan_build, plan_data, plan_site
from lceval_docs.judging import checked_standard
from lceval_docs.model.standard import Standard
from lceval_docs.views.block import Sample
from lceval_docs.views.export.file import CATALOG, FACTORS, INDICATORS, SCHEMA, STANDARD, data_path
from lceval_docs.views.export.table import DataTable, view_factor_table
from lceval_docs.views.site.download import FILES, PYTHON, view_downloads
from lceval_docs.writers.export.table import TEXT_MARK, render_table

HOSTILE = [
    "</script><script>alert(1)</script>",
    "\"quoted\" 'and' `ticked`",
    "{{ insert: param, x }}",
    "[a](javascript:alert(1)) ![b](c) <d@e.f>",
    "# h *b* _i_ ~s~ ^u^ a|b &lt; &amp;",
    "- item",
    "1. item",
    "\\*",
    '=HYPERLINK("http://x")',
    "line\u2028separator",
]


@pytest.fixture(scope="module", params=["standard", "tiny"])
def edition(request: pytest.FixtureRequest) -> Standard:
    """The edition of this checkout, and the invented one."""
    found: Standard = request.getfixturevalue(request.param)
    return found


def exported(standard: Standard, name: str) -> bytes:
    return plan_data(standard)[data_path(standard.identity.edition, name)]


def whole(standard: Standard) -> Any:
    return json.loads(exported(standard, STANDARD))


def rows(content: bytes) -> list[dict[str, str]]:
    """A table as a program reads it."""
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def indicators(data: Any) -> Iterator[Any]:
    return (i for d in data["dimensions"] for t in d["topics"] for i in t["indicators"])


def clauses(nodes: Any) -> Iterator[Any]:
    for node in nodes:
        yield from node["clauses"]
        yield from clauses(node["clauses"])


def with_text(standard: Standard, text: str) -> Standard:
    """The standard with a text in the places that people name freely."""
    first = standard.dimensions[0]
    topic = first.topics[0]
    indicator = replace(topic.indicators[0], name=text, requirement=text, evidence=(text,), basis=text)
    topic = replace(topic, name=text, indicators=(indicator, *topic.indicators[1:]))
    dimension = replace(first, name=text, topics=(topic, *first.topics[1:]))
    return replace(
        standard,
        identity=replace(standard.identity, title=text, owner=text, notice=text),
        dimensions=(dimension, *standard.dimensions[1:]),
    )


def test_everything_is_there_in_order(edition: Standard) -> None:
    """Identity, chapters, terms, references, indicators, data, factors, forms: all of them, as the edition has them."""
    data = whole(edition)
    assert data["identity"]["notice"] == edition.identity.notice
    assert data["fingerprint"]["standard"] == edition.fingerprint.standard != ""
    for key, records in {
        "chapters": edition.chapters,
        "terms": edition.terms,
        "references": edition.references,
        "questions": edition.questions,
        "stages": edition.stages,
        "dimensions": edition.dimensions,
        "profiles": edition.profiles,
        "data_groups": edition.data_groups,
        "derived": edition.derived,
        "forms": edition.forms,
    }.items():
        assert [one["id"] for one in data[key]] == [one.id for one in records], key
    assert [u["id"] for u in data["units"]] == list(edition.units.names)
    every = [i for d in edition.dimensions for t in d.topics for i in t.indicators]
    assert [i["id"] for i in indicators(data)] == [i.id for i in every]
    for told, meant in zip(indicators(data), every, strict=True):
        assert (told["requirement"], told["kind"], told["status"]) == (meant.requirement, meant.kind, meant.status)
        assert told["scoring"]["method"] == meant.scoring.method and told["evidence"] == list(meant.evidence)
        assert (told["measure"] or {}).get("formula") == (meant.measure.formula if meant.measure else None)
        assert [e["name"] for e in told["examples"]] == [e.name for e in meant.examples]
    assert [p["id"] for p in data["grading"]["prerequisites"]] == [p.id for p in edition.grading.prerequisites]
    years = edition.factors.electricity.years
    assert [y["source"] for y in data["factors"]["electricity"]["years"]] == [y.source for y in years]


def test_texts_carry_their_numbers(standard: Standard) -> None:
    """A clause has its printed number and its own words, a table in it is lines of cells."""
    data = whole(standard)
    chapters = {c["id"]: c for c in data["chapters"]}
    assert chapters["principles"]["number"] == "4" and chapters["indicator-tables"]["number"] == "A"
    found = {c["id"]: c for c in clauses(data["chapters"])}
    tailoring = found["grading-tailoring"]
    assert tailoring["number"] == "8.3" and "表7　调整的限度\n项目\t限度\n" in tailoring["text"]
    assert "E_12 = E_范围一 + E_范围二市场　（B.1）\n式中：\n" in found["accounting-total"]["text"]
    tables = "".join(c["text"] for c in clauses([chapters["indicator-tables"]]))
    cells = [line.split("\t") for line in tables.splitlines() if "\t" in line]
    assert all(len(row) == len(cells[0]) and all(row) for row in cells)  # cells that reach down are said again
    named = [(row[0].split()[0], row[1].split()[0]) for row in cells if row != cells[0]]
    assert named == [(t.id, i.id) for d in standard.dimensions for t in d.topics for i in t.indicators if not i.retired]


def test_places_are_on_the_site(standard: Standard) -> None:
    """Every page and anchor is one of the generated site, every file is a download."""
    pages, _, downloads = plan_site(standard, ROOT, [])
    data = whole(standard)
    places = [(one["page"], one["anchor"]) for one in (*data["chapters"], *data["terms"], *indicators(data))]
    places += [(c["page"], one["anchor"]) for c in data["chapters"] for one in clauses([c])]
    assert len(places) > len(standard.indicators) + len(standard.terms)
    for page, anchor in places:
        text = pages[page.replace(".html", ".md")]
        assert f"{{#{anchor}}}" in text or f'id="{anchor}"' in text, (page, anchor)
    assert {f["file"] for f in data["forms"] if f["file"]} == {p for p in downloads if p.startswith("forms/")}


@pytest.mark.parametrize("digits", ["4.10", "1E+2", "1E-8", "0.10000000000000000000000000000000000000001", "-0.5"])
def test_amounts_keep_their_digits(tiny: Standard, digits: str) -> None:
    """A number comes back as it was typed, to the last zero."""
    first = tiny.dimensions[0]
    weight = replace(first.weight, points=Decimal(digits))
    data = whole(replace(tiny, dimensions=(replace(first, weight=weight), *tiny.dimensions[1:])))
    told = data["dimensions"][0]["weight"]["points"]
    assert isinstance(told, str) and "E" not in told and Decimal(told) == Decimal(digits)
    if "E" not in digits:
        assert told == digits


def test_all_amounts_of_the_edition(standard: Standard) -> None:
    """Points and factors are the ones of the records, digit by digit, in JSON and in the tables."""
    data, table = whole(standard), rows(exported(standard, INDICATORS))
    every = [i for d in standard.dimensions for t in d.topics for i in t.indicators]
    for told, row, meant in zip(indicators(data), table, every, strict=True):
        assert told["points"] == row["points"] == str(meant.points) and row["id"] == meant.id
    factors = rows(exported(standard, FACTORS))
    electricity = [(r["year"], r["region"], r["value"]) for r in factors if r["table"] == "electricity"]
    years = standard.factors.electricity.years
    assert electricity == [(str(y.year), region, str(value)) for y in years for region, value in y.values.items()]
    gases = [g for g in standard.factors.warming_potentials.gases if g.gwp]
    potentials = [(r["id"], r["gwp_edition"], r["value"]) for r in factors if r["parameter"] == "gwp"]
    assert potentials == [(g.id, e, str(v)) for g in gases for e, v in (g.gwp or {}).items()]
    fuels = [(r["table"], r["id"], r["value"]) for r in factors if r["parameter"] == "ncv"]
    assert fuels == [(f"fuels/{s.id}", f.id, str(f.ncv)) for s in standard.factors.fuel_sets for f in s.fuels]
    assert all(r["source"] and r["verification"] for r in factors if r["table"] != "uncertainty")


def test_schema_describes_the_edition(edition: Standard) -> None:
    """The schema is a schema, says its edition, and finds the edition right."""
    schema = json.loads(exported(edition, SCHEMA))
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["$schema"].endswith("2020-12/schema")
    assert schema["$id"] == data_path(edition.identity.edition, SCHEMA)
    assert whole(edition)["$schema"] == SCHEMA
    assert all(" " in one["description"] and "(*" not in one["description"] for one in schema["$defs"].values())
    checker = jsonschema.Draft202012Validator.FORMAT_CHECKER
    jsonschema.Draft202012Validator(schema, format_checker=checker).validate(whole(edition))


@pytest.mark.parametrize("spoil", ["number", "missing", "unknown", "choice", "digits"])
def test_schema_refuses(tiny: Standard, spoil: str) -> None:
    """An amount as a number, a missing or unknown key, a word that is no choice, letters for digits."""
    data = whole(tiny)
    indicator = next(indicators(data))
    match spoil:
        case "number":
            indicator["points"] = 4
        case "missing":
            del indicator["basis"]
        case "unknown":
            indicator["weight"] = "4"
        case "choice":
            indicator["status"] = "final"
        case "digits":
            indicator["points"] = "4,0"
    validator = jsonschema.Draft202012Validator(json.loads(exported(tiny, SCHEMA)))
    assert not validator.is_valid(data)


def test_catalogue_is_oscal(edition: Standard, tmp_path: Path) -> None:
    """OSCAL's own tool reads the catalogue, finds nothing wrong with it, and writes the same one."""
    content = exported(edition, CATALOG)
    catalog = read_catalogue(content, tmp_path)
    written = json.loads(catalog.oscal_serialize_json())
    written["catalog"]["metadata"]["last-modified"] = written["catalog"]["metadata"]["last-modified"].replace(
        "+00:00", "Z"
    )
    assert written == json.loads(content)
    assert catalog.metadata.last_modified.date() == edition.identity.date
    assert edition.identity.notice in catalog.metadata.remarks
    assert re.match(OSCAL_VERSION_REGEX, catalog.metadata.oscal_version.root.root)
    assert len(catalog.back_matter.resources if catalog.back_matter else ()) == len(edition.references)


def read_catalogue(content: bytes, folder: Path) -> Catalog:
    """The catalogue as trestle reads it from a file, asked by each of its validators."""
    path = folder / CATALOG
    path.write_bytes(content)
    catalog = Catalog.oscal_read(path)
    assert catalog is not None
    for validator in validator_factory.get_all():
        assert validator.model_is_valid(catalog, True, None), validator
    return catalog


def groups(node: Any) -> Iterator[Any]:
    for group in node.get("groups", ()):
        yield group
        yield from groups(group)


def test_catalogue_holds_every_requirement(edition: Standard) -> None:
    """Groups are dimensions and topics, controls are indicators and basic requirements, with props and parts."""
    catalog = json.loads(exported(edition, CATALOG))["catalog"]
    found = {c["id"]: c for g in groups(catalog) for c in g.get("controls", ())}
    basic = [p.id for p in edition.grading.prerequisites]
    every = [i for d in edition.dimensions for t in d.topics for i in t.indicators]
    assert list(found) == basic + [i.id for i in every]
    titles = [g["title"] for g in groups(catalog) if g["class"] in ("dimension", "topic")]
    assert titles == [x.name for d in edition.dimensions for x in (d, *d.topics)]
    for indicator in every:
        control = found[indicator.id]
        props = {p["name"]: p["value"] for p in control["props"]}
        assert props["kind"] == indicator.kind and props["points"] == str(indicator.points)
        assert props["status"] == indicator.status and props["basis"] == indicator.basis
        parts = {p["name"]: p for p in control["parts"]}
        assert {"statement", "guidance", "assessment-objective", "evidence"} <= set(parts)
        assert [p["prose"] for p in parts["evidence"]["parts"]] == list(indicator.evidence)
    ids = [c["id"] for c in found.values()] + [p for c in found.values() for p in part_ids(c)]
    assert len(ids) == len(set(ids))


def part_ids(node: Any) -> Iterator[str]:
    for part in node.get("parts", ()):
        yield part["id"]
        yield from part_ids(part)


def test_retired_is_withdrawn(tiny: Standard, tmp_path: Path) -> None:
    """A retired indicator keeps its id everywhere, marked; it has no place in the text."""
    first = tiny.dimensions[0]
    topic = first.topics[0]
    topic = replace(topic, indicators=(replace(topic.indicators[0], retired=True), *topic.indicators[1:]))
    changed = replace(tiny, dimensions=(replace(first, topics=(topic,)), *tiny.dimensions[1:]))
    assert next(indicators(whole(changed)))["retired"] is True
    assert (next(indicators(whole(changed)))["page"], next(indicators(whole(changed)))["anchor"]) == ("", "")
    assert rows(exported(changed, INDICATORS))[0]["retired"] == "true"
    content = exported(changed, CATALOG)
    read_catalogue(content, tmp_path)
    group = next(g for g in groups(json.loads(content)["catalog"]) if g["class"] == "topic")
    assert {"name": "status", "value": "withdrawn"} in group["controls"][0]["props"]


def test_cited_documents_are_linked(tiny: Standard, tmp_path: Path) -> None:
    """A control that names a document links to it; a longer number is another document."""
    first = tiny.dimensions[0]
    topic = first.topics[0]
    document = tiny.references[0]
    said = (f"见 {document.id}。", f"见 {document.id}9。")
    two = tuple(replace(i, requirement=text) for i, text in zip(topic.indicators, said, strict=True))
    changed = replace(tiny, dimensions=(replace(first, topics=(replace(topic, indicators=two),)), *tiny.dimensions[1:]))
    content = exported(changed, CATALOG)
    read_catalogue(content, tmp_path)
    catalog = json.loads(content)["catalog"]
    (uuid,) = [r["uuid"] for r in catalog["back-matter"]["resources"] if r["title"] == document.title]
    naming, other = next(g for g in groups(catalog) if g["class"] == "topic")["controls"]
    assert naming["links"] == [{"href": f"#{uuid}", "rel": "reference"}] and "links" not in other


def test_tables_open_in_excel(edition: Standard) -> None:
    """A byte order mark, CRLF, one row an indicator, each with its standing and the notice."""
    for name in (INDICATORS, FACTORS):
        content = exported(edition, name)
        assert content.startswith(b"\xef\xbb\xbf")
        assert content.count(b"\r\n") == content.count(b"\n")
        found = rows(content)
        assert found and all(None not in row and None not in row.values() for row in found)
        assert {row["notice"] for row in found} == {edition.identity.notice}
        assert all(row["status"] and row["basis"] for row in found)
    assert len(rows(exported(edition, FACTORS))) == len(view_factor_table(edition).rows)


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        " =1",
        "\u3000=1",
        "＝1",
        "－1",
        "'=1",
        "'",
        'a"b,c\r\nd',
        "",
        "字",
    ],
)
def test_no_cell_is_a_formula(text: str) -> None:
    """Text that would be computed is marked as text, and comes back whole; numbers are left alone."""
    content = render_table(DataTable(("a", "b", "c"), ((text, Decimal("-0.50"), True),)))
    (row,) = rows(content)
    assert (row["b"], row["c"]) == ("-0.50", "true")
    assert not row["a"].lstrip(" \u3000").startswith(tuple("=+-@＝＋－＠\t\r\n"))
    assert row["a"].removeprefix(TEXT_MARK) == text


def test_same_edition_same_bytes(tmp_path: Path) -> None:
    """Another process, another order of hashes: the same bytes."""
    code = (
        "import hashlib, sys\nfrom pathlib import Path\nfrom lceval_docs.build import plan_data\n"
        "from lceval_docs.judging import checked_standard\n"
        "for name, content in plan_data(checked_standard(Path(sys.argv[1]))).items():\n"
        "    print(name, hashlib.sha256(content).hexdigest())"
    )
    mine = [f"{n} {hashlib.sha256(c).hexdigest()}" for n, c in plan_data(checked_standard(TINY)).items()]
    for seed in ("1", "2"):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT), "TZ": "Asia/Shanghai"}
        command = [sys.executable, "-c", code, str(TINY)]
        done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
        assert done.stdout.splitlines() == mine


def test_another_content_is_another_document(tiny: Standard) -> None:
    """The catalogue's identifier follows its content; those of its resources do not."""
    changed = replace(tiny, fingerprint=replace(tiny.fingerprint, standard="other"))
    one, two = (json.loads(exported(s, CATALOG))["catalog"] for s in (tiny, changed))
    assert one["uuid"] != two["uuid"] and one["back-matter"] == two["back-matter"]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_data(tiny: Standard, text: str, tmp_path: Path) -> None:
    """Whatever stands in a name comes back as that name: from JSON, from the tables, from the catalogue's Markdown."""
    changed = with_text(tiny, text)
    data = whole(changed)
    jsonschema.Draft202012Validator(json.loads(exported(changed, SCHEMA))).validate(data)
    first = next(indicators(data))
    assert data["identity"]["title"] == first["name"] == first["requirement"] == text
    row = rows(exported(changed, INDICATORS))[0]
    assert row["name"].removeprefix(TEXT_MARK) == row["dimension_name"].removeprefix(TEXT_MARK) == text
    content = exported(changed, CATALOG)
    read_catalogue(content, tmp_path)
    control = next(g for g in groups(json.loads(content)["catalog"]) if g["class"] == "topic")["controls"][0]
    for markup in (control["title"], control["parts"][0]["prose"]):
        html = MarkdownIt("commonmark").render(markup).strip()
        shown = html.removeprefix("<p>").removesuffix("</p>")
        assert "<" not in shown and " ".join(unescape(shown).split()) == " ".join(text.split())
    assert "{{" not in control["title"]


def test_nothing_has_no_name(tiny: Standard, tmp_path: Path) -> None:
    """What an author left without a name goes by its id in the catalogue, where a name is needed."""
    content = exported(with_text(tiny, ""), CATALOG)
    read_catalogue(content, tmp_path)
    group = next(g for g in groups(json.loads(content)["catalog"]) if g["class"] == "topic")
    assert (group["title"], group["controls"][0]["title"]) == (group["id"], group["controls"][0]["id"])


@pytest.mark.parametrize("name", ["../../evil", "a b", "", "..", "CON", "2026/1", "\\\\x", "第1版", "[x](y)#z?"])
def test_the_folder_of_an_edition(tiny: Standard, name: str) -> None:
    """However an edition is called, its files lie in one folder of data/, at an address that needs no escaping."""
    paths = plan_data(replace(tiny, identity=replace(tiny.identity, edition=name)))
    folders = {Path(path).parent for path in paths}
    (folder,) = folders
    assert folder.parent == Path("data") and re.fullmatch(r"[\w.-]+", folder.name) and folder.name not in (".", "..")


def test_downloads_of_the_site(tiny: Standard, tiny_root: Path) -> None:
    """The files are downloads of the site and of a build; the page names each, and says that much is proposed."""
    pages, _, downloads = plan_site(tiny, tiny_root, [])
    built = plan_build(tiny_root)
    assert len(FILES) == 5
    for name in FILES:
        path = data_path(tiny.identity.edition, name)
        assert downloads[path] == built[path]
        assert f"]({path.removeprefix('data/')})" in pages["data/index.md"]
        assert tiny.identity.notice in built[path].decode("utf-8-sig")
    assert tiny.identity.notice in pages["data/index.md"] and "提案" in pages["data/index.md"]


def test_the_page_shows_what_works(standard: Standard, tmp_path: Path) -> None:
    """The example on the page runs on the file, and names required indicators with points and standing."""
    assert PYTHON in [block.text for block in view_downloads(standard).blocks if isinstance(block, Sample)]
    (tmp_path / STANDARD).write_bytes(exported(standard, STANDARD))
    command = [sys.executable, "-X", "utf8", "-c", PYTHON]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=True, cwd=tmp_path)
    first, *others = done.stdout.splitlines()
    assert first == standard.identity.notice
    required = [f"{i.id} {i.name} {i.points} {i.status}" for i in standard.indicators if i.is_required]
    assert others == required
