"""The self-assessment: what is typed becomes a case, is scored by the engine, and comes out of a browser the same."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import random
import shutil
import subprocess
import sys
import tarfile
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from answered import opened, session_of, varied
from conftest import ROOT

from lceval_docs.assessment.answered import Reader
from lceval_docs.assessment.filed import open_file
from lceval_docs.assessment.session import Session, digest_of
from lceval_docs.assessment.understood import Parts, answers_of
from lceval_docs.delivery import MANIFEST, RUNTIME_FOLDER, plan_delivery
from lceval_docs.engine.evaluation import evaluate
from lceval_docs.judging import Judged, example_folders
from lceval_docs.model.answer import Address
from lceval_docs.model.standard import Standard
from lceval_docs.sources.answer import understand
from lceval_docs.sources.case import case_of, load_case
from lceval_docs.sources.portable import read_portable
from lceval_docs.sources.runtime import FILES, runtime_in, unpacked
from lceval_docs.writers.portable import render_portable

GENERATED = 200
EXAMPLES = [folder.name for folder in example_folders(ROOT)]


@pytest.fixture(scope="module")
def session(standard: Standard) -> Session:
    return session_of(standard)


def text_of(name: str) -> str:
    return (ROOT / "standard/examples" / name / "factory.yaml").read_text(encoding="utf-8")


def asked(session: Session, what: str, answers: dict[str, str], **more: object) -> dict:  # type: ignore[type-arg]
    return json.loads(session.ask(what, json.dumps({"answers": answers, **more})))


def texts(standard: Standard, session: Session) -> Iterator[dict[str, str]]:
    """The files of all examples, with and without their reviews, and of so many factories made from them."""
    for folder in example_folders(ROOT):
        names = [name for name in ("factory.yaml", "review.yaml") if (folder / name).exists()]
        yield {name: (folder / name).read_text(encoding="utf-8") for name in names}
    answers = [opened(session, text_of(name)) for name in EXAMPLES]
    for number in range(GENERATED):
        saved = asked(session, "save", varied(session, answers[number % len(answers)], number))
        yield {"factory.yaml": saved["text"]}


def test_edition_comes_back_whole(standard: Standard, examples: list[Judged]) -> None:
    """The compiled edition is the edition: told again it is the same bytes, and it gives the same evaluations."""
    raw = render_portable(standard)
    again = read_portable(raw, Standard)
    assert render_portable(again) == raw
    for one in examples:
        assert render_portable(evaluate(again, one.case)) == render_portable(one.evaluation)


@pytest.mark.parametrize(
    "raw",
    [
        b'{"format":2,"classes":[],"whole":1}',
        b'{"format":1,"classes":[["os:system"]],"whole":[0]}',
        b'{"format":1,"classes":[["problems:catalogue","language"]],"whole":[0,"zh"]}',
        b'{"format":1,"classes":[],"whole":1}',
    ],
)
def test_nothing_else_is_made(raw: bytes) -> None:
    """Only records of the edition's own rooms."""
    with pytest.raises(ValueError):
        read_portable(raw, Standard)


@pytest.mark.parametrize("name", EXAMPLES)
def test_page_scores_as_the_engine_does(standard: Standard, session: Session, name: str) -> None:
    """The total on the page is that of the self-assessment in the case's own evaluation."""
    answers = opened(session, text_of(name))
    shown = asked(session, "assess", answers)
    case = case_of({"factory.yaml": text_of(name)}, frozenset(), name)
    own = evaluate(standard, case).self_assessment
    low, _, high = shown["total"].partition("～")
    assert low == f"{own.lowest:.1f}" and (high or low) == f"{own.highest:.1f}"
    assert len(shown["indicators"]) == len(standard.indicators)


@pytest.mark.parametrize("name", EXAMPLES)
def test_files_come_back(standard: Standard, session: Session, name: str) -> None:
    """A file opened and saved gives the same evaluation; the workbook the same answers."""
    answers = opened(session, text_of(name))
    saved = asked(session, "save", answers)
    assert not saved["notes"] and opened(session, saved["text"]) == answers
    case = load_case(ROOT / "standard/examples" / name)
    again = case_of({"factory.yaml": saved["text"]}, case.files, name)
    assert _judged(standard, again) == _judged(standard, case_of({"factory.yaml": text_of(name)}, case.files, name))
    book = json.loads(session.open("数据表.xlsx", session.workbook(json.dumps({"answers": answers}))))
    from_book = asked(session, "save", book["answers"])
    assert opened(session, from_book["text"]) == answers


def _judged(standard: Standard, case: object) -> tuple[object, ...]:
    evaluation = evaluate(standard, case)  # type: ignore[arg-type]
    scores = evaluation.self_assessment.scores
    return (
        evaluation.self_assessment.lowest,
        tuple((s.indicator.id, s.score, s.status) for s in scores),
        {name: figure.quantity for name, figure in evaluation.inventories[evaluation.evaluation_year].totals.items()},
    )


def test_engine_in_a_bare_interpreter(standard: Standard, session: Session, tmp_path: Path) -> None:
    """The wheel is all that is needed: with nothing else installed it gives the same digests."""
    plan = plan_delivery(standard)
    manifest = json.loads(plan[MANIFEST])
    zipfile.ZipFile(_written(tmp_path / "e.whl", plan[manifest["engine"]["path"]])).extractall(tmp_path / "engine")
    edition = _written(tmp_path / "edition.json", plan[manifest["edition"]["path"]])
    cases = list(texts(standard, session))[: len(EXAMPLES) + 10]
    told = _written(tmp_path / "cases.json", json.dumps(cases).encode())
    code = (
        "import sys, json; sys.path.insert(0, sys.argv[1]);"
        "from lceval_docs.assessment.session import Session;"
        "s = Session(open(sys.argv[2], 'rb').read());"
        "print(*(s.digest(json.dumps(c)) for c in json.load(open(sys.argv[3]))))"
    )
    run = [sys.executable, "-S", "-I", "-c", code, str(tmp_path / "engine"), str(edition), str(told)]
    done = subprocess.run(run, capture_output=True, text=True, check=False)
    assert done.stdout.split() == [session.digest(json.dumps(case)) for case in cases], done.stderr


def _written(path: Path, raw: bytes) -> Path:
    path.write_bytes(raw)
    return path


@pytest.mark.browser
def test_browser_gives_the_same_digests(standard: Standard, session: Session, browser, address: str) -> None:  # type: ignore[no-untyped-def]
    """200 generated factories and all examples: Python in the browser concludes what Python here does, to the last digit."""
    cases = list(texts(standard, session))
    assert len(cases) == GENERATED + len(EXAMPLES)
    page = browser.new_page()
    page.goto(f"{address}/404.html")
    found = page.evaluate(_ASK_DIGESTS, [f"{address}/assets/assessment/worker.js", cases])
    page.close()
    here = [digest_of(standard, case_of(case, frozenset(), "case")) for case in cases]
    assert len(set(here)) == len(here)
    assert found == here


_ASK_DIGESTS = """([path, cases]) => new Promise((resolve, reject) => {
    const worker = new Worker(path, {type: "module"});
    const found = [];
    worker.onerror = () => reject(new Error("worker"));
    worker.onmessage = ({data}) => {
        if (data.event === "failed") reject(new Error(data.error));
        if (data.event === "ready") cases.forEach((texts, id) => worker.postMessage({id, ask: "digest", texts}));
        if (data.ok === false) reject(new Error(data.error));
        if (data.ok) {
            found[data.id] = data.value.digest;
            if (found.filter(Boolean).length === cases.length) { worker.terminate(); resolve(found); }
        }
    };
})"""


BEGUN = {
    "factory/base_year/value": "2021",
    "factory/evaluation_year/value": "2023",
    "factory/output_unit/value": "t",
    "factory/fuel_set/value": "set-a",
    "factory/region/value": "广东",
}


def begun(standard: Standard) -> dict[str, str]:
    """The lines without which nothing can be computed."""
    factors = standard.factors
    return {
        **BEGUN,
        "factory/fuel_set/value": factors.fuel_sets[0].id,
        "factory/gwp/value": next(iter(factors.warming_potentials.editions)),
    }


def test_waits_for_what_it_needs(session: Session) -> None:
    """An empty page says what to fill in first, and where."""
    shown = asked(session, "assess", {})
    assert shown["state"] == "waiting" and "评价年" in shown["says"] and "电网地区" in shown["says"]
    assert {m["address"] for m in shown["missing"]} >= {"factory/evaluation_year/value", "factory/region/value"}
    assert asked(session, "details", {}) == {} and not shown["notes"]


def test_scores_as_soon_as_it_can(standard: Standard, session: Session) -> None:
    """With years, unit and factors chosen every further answer counts; a year without amounts is missing, not wrong."""
    answers = begun(standard)
    shown = asked(session, "assess", answers)
    assert shown["state"] == "scored" and not shown["complete"] and shown["grade"] == "暂不判定"
    answers |= {
        "sources/1/id": "S01",
        "sources/1/name": "外购电力",
        "sources/1/kind": "electricity",
        "sources/1/supply": "grid",
        "sources/1/unit": "MWh",
        "sources/1/evaluation": "1,234.5 万",
    }
    shown = asked(session, "assess", answers)
    assert shown["state"] == "scored"
    (read,) = [n for n in shown["notes"] if n["address"] == "sources/1/evaluation"]
    assert read["kind"] == "warning" and "12345000" in read["text"]
    assert {m["address"] for m in shown["missing"]} >= {"sources/1/base", "factory/name/value"}


@pytest.mark.parametrize(
    ("address", "text"),
    [
        ("factory/evaluation_year/value", "二〇二三"),
        ("factory/base_year/value", "2024"),
        ("factory/output_unit/value", "箱车"),
        ("sources/1/evaluation", "约一百"),
        ("sources/1/evaluation", "-5"),
        ("sources/1/unit", "尺"),
        ("sources/1/kind", "魔法"),
        ("self_assessment/A1-1/answer", "level:zzz"),
        ("prerequisites/G1/met", "也许"),
        ("data/material_main/evaluation", "1e308"),
        ("data/material_main/evaluation", "NaN"),
        ("profile/established/value", "<img src=x onerror=alert(1)>"),
        ("evidence/1/file", "../../etc/passwd"),
    ],
)
def test_a_bad_value_is_told_at_its_field(standard: Standard, session: Session, address: str, text: str) -> None:
    """What cannot be read or is refused is named where it stands; the rest is scored all the same, if it can be."""
    answers = opened(session, text_of(EXAMPLES[0])) | {address: text}
    shown = asked(session, "assess", answers)
    question = session.asked.question(Address(*address.split("/")))
    is_free = question is None or question.type in ("text", "long_text", "date")
    assert is_free or [n for n in shown["notes"] if n["address"] == address], shown["notes"][:3]
    del shown["notes"]
    assert "NaN" not in json.dumps(shown)
    assert shown["state"] == "scored" or address.startswith("factory/")


def test_what_lacks_evidence_is_told_there(session: Session) -> None:
    """The note stands at the field of the evidence, and speaks of no line in a file."""
    answers = opened(session, text_of(EXAMPLES[0]))
    proven = [name for name in answers if name.endswith("/evidence") and name.startswith(("data/", "sources/"))]
    for name in proven:
        del answers[name]
    notes = [n for n in asked(session, "assess", answers)["notes"] if n["address"].endswith("/evidence")]
    assert {n["address"] for n in notes} & set(proven) and all("`" not in n["text"] for n in notes)


def test_what_a_row_lacks_is_told_where_it_is_asked(standard: Standard, session: Session) -> None:
    """At the empty field, not at the one that is filled in; and the list leads there."""
    begin = {"sources/1/id": "S01", "sources/1/kind": "fuel", "evidence/1/id": "E-01", "parameters/1/source": "S01"}
    shown = asked(session, "assess", begun(standard) | begin)
    lacking = {"sources/1/name", "sources/1/what", "sources/1/unit", "evidence/1/name", "parameters/1/value"}
    notes = {n["address"]: n["text"] for n in shown["notes"]}
    assert lacking <= notes.keys() and notes["sources/1/unit"] == "能源和排放源：没有填写“计量单位”。"
    listed = {m["address"]: m["kind"] for m in shown["missing"]}
    assert {listed[address] for address in lacking} == {"没有填写，所在的一行没有计入"}
    assert shown["total"] == "暂不计"


def test_what_an_industry_gives_is_said(session: Session) -> None:
    """Without one there are no benchmarks: the list says so, and leads to the choice."""
    answers = opened(session, text_of(EXAMPLES[0]))
    kinds = {m["kind"] for m in asked(session, "assess", answers)["missing"] if m["address"] == "industry"}
    assert kinds == {"基准值、引领值，选了行业才有"}


def test_what_is_not_of_the_page(session: Session) -> None:
    """Names that are no addresses, unknown tables, rows of other editions: not counted, and nothing breaks."""
    answers = opened(session, text_of(EXAMPLES[0]))
    plain = asked(session, "assess", answers)
    foreign = {"__proto__": "1", "constructor/x/y": "1", "a/b/c/d": "1", "data/unheard_of/evaluation": "1", "": "1"}
    shown = asked(session, "assess", answers | foreign)
    assert shown["total"] == plain["total"] and shown["state"] == "scored"


def test_an_industry_that_does_not_fit(standard: Standard, session: Session) -> None:
    """A profile in other units, or an unknown one, is told at its field and not used."""
    answers = opened(session, text_of(EXAMPLES[0]))
    plain = asked(session, "assess", answers)
    for industry in ("unheard-of", "__proto__"):
        shown = asked(session, "assess", answers, industry=industry)
        assert shown["total"] == plain["total"] and {n["address"] for n in shown["notes"]} == {"industry"}
    fitting = [asked(session, "assess", answers, industry=p.id) for p in standard.profiles]
    assert any(f["total"] != plain["total"] for f in fitting)


@pytest.mark.parametrize("name", EXAMPLES)
def test_what_one_improvement_does(standard: Standard, session: Session, name: str) -> None:
    """At 0 nothing changes; at the end the indicator has all its points, and the total rises by what was promised."""
    answers = opened(session, text_of(name))
    for industry in ("", *(p.id for p in standard.profiles)):
        now = asked(session, "assess", answers, industry=industry)
        details = asked(session, "details", answers, industry=industry)
        steps = {s["id"]: s for s in details["steps"]}
        for option in details["options"]:
            first, last = (
                asked(session, "whatif", answers, industry=industry, indicator=option["id"], stop=stop)
                for stop in (0, option["stops"])
            )
            assert first["total"] == now["total"] and first["change"] == "+0.0"
            points = standard.indicators_by_id[option["id"]].points
            is_capped = option["full"].endswith("（受上限限制）")
            assert is_capped == (option["id"] == "F3-2") and (is_capped or last["score"] == f"{points:.2f}")
            if option["id"] in steps:
                assert abs(float(last["change"]) - float(steps[option["id"]]["gain"])) <= 0.06
        assert details["radar"].startswith("<") and "<script" not in details["radar"] + details["inventory"]


@pytest.mark.parametrize(
    ("name", "raw", "code"),
    [
        ("照片.png", b"\x89PNG", "E0985"),
        ("factory.zip", b"PK\x03\x04", "E0985"),
        ("factory.yaml", b"\xff\xfe\x00", "E0988"),
        ("factory.yaml", b"PK\x03\x04 not text", ""),
        ("factory.yaml", b"- a\n- b\n", ""),
        ("factory.yaml", b"a: &a [*a, *a]\n", ""),
        ("factory.yaml", b"[" * 5000, ""),
        ("factory.yaml", b"x" * 1_000_001, "E0985"),
        ("factory.yaml", b"", ""),
        ("review.yaml", b"report_number: 1\nfindings: {}\n", "E0985"),
        ("factory.yaml", b"name: {a: [1, 2]}\n", ""),
        ("a.xlsx", b"PK\x03\x04 broken", ""),
        ("a.xlsx", b"\xd0\xcf\x11\xe0", ""),
    ],
)
def test_a_file_that_is_none_of_ours(session: Session, name: str, raw: bytes, code: str) -> None:
    """Refused in a sentence; nothing is read from it."""
    found = json.loads(session.open(name, raw))
    assert not found["answers"] and found["notes"] and not found["says"]
    assert all(n["text"] for n in found["notes"])
    told = open_file(session.standard, session.asked, name, raw).notes
    assert not code or [p.code for p in told] == [code]


def test_an_unfinished_file_and_another_edition(standard: Standard, session: Session) -> None:
    """A file saved half-way is opened again; one of another edition too, with what is not asked here told."""
    answers = begun(standard) | {"self_assessment/A1-1/note": "刚开始"}
    del answers["factory/region/value"], answers["factory/base_year/value"]
    saved = asked(session, "save", answers)["text"]
    assert json.loads(session.open("factory.yaml", saved.encode()))["answers"] == answers
    other = text_of(EXAMPLES[0]).replace(standard.identity.edition, "1999-draft").replace("  G1:", "  G99:")
    found = json.loads(session.open("factory.yaml", other.encode()))
    assert found["answers"] and len(found["notes"]) == 2 and "prerequisites/G99" in found["notes"][0]["text"]
    told = open_file(standard, session.asked, "factory.yaml", other.encode()).notes
    assert {p.code for p in told} == {"W0986", "W0987"}


@pytest.mark.parametrize(
    "row",
    [
        {"sources/20/id": "S20"},
        {"sources/20/id": "S20", "sources/20/name": "锅炉", "sources/20/evaluation": "5"},
        {"sources/20/id": "S20", "sources/20/kind": "fuel", "sources/20/unit": "t"},
        {"sources/20/id": "S20", "sources/20/kind": "electricity", "sources/20/evaluation": "5"},
        {"sources/20/id": "S20", "sources/20/kind": "direct", "sources/20/supply": "emitted"},
        {"sources/20/id": "S20", "sources/20/kind": "process"},
        {"parameters/90/source": "S02", "parameters/90/parameter": "density", "parameters/90/value": "0.8"},
        {"evidence/90/id": "E-90", "evidence/90/note": "待补"},
        {"evidence/90/id": "E-90", "evidence/90/note": "—", "evidence/90/name": "—"},
    ],
)
def test_an_unfinished_row_comes_back(session: Session, row: dict[str, str]) -> None:
    """What the page saves it opens again, whatever a row still lacks; nothing is said that nobody typed."""

    def told(answers: dict[str, str]) -> Counter[tuple[str, str, str]]:
        """Whatever number a row has."""
        return Counter((at.split("/")[0], at.split("/")[2], text) for at, text in answers.items())

    for name in EXAMPLES:
        answers = opened(session, text_of(name)) | row
        saved = asked(session, "save", answers)["text"]
        found = json.loads(session.open("factory.yaml", saved.encode()))
        assert told(found["answers"]) == told(answers)


def test_site_without_npm(tmp_path: Path) -> None:
    """Where the Python for browsers cannot be fetched the site is built, says so, and its page offers the workbook."""
    run = [sys.executable, "-m", "mkdocs", "build", "--strict", "-q", "-f", str(ROOT / "mkdocs.yml")]
    env = {**os.environ, "PATH": "", "XDG_CACHE_HOME": str(tmp_path / "cache"), "NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run(
        [*run, "-d", str(tmp_path / "site")], capture_output=True, text=True, check=False, env=env, encoding="utf-8"
    )
    assert done.returncode == 0 and "W0737" in done.stderr and "没有安装 npm" in done.stderr, done.stderr
    assert json.loads((tmp_path / "site" / MANIFEST).read_bytes())["runtime"] == ""
    assert not (tmp_path / "site" / RUNTIME_FOLDER).exists()


def test_only_the_known_runtime_is_used(site: Path, tmp_path: Path) -> None:
    """A file that is another, or cut, is as good as none."""
    folder = tmp_path / "runtime"
    shutil.copytree(site / RUNTIME_FOLDER, folder)
    assert runtime_in(folder) is not None and set(FILES) == {p.name for p in folder.iterdir()}
    changed = folder / "pyodide.mjs"
    changed.write_bytes(changed.read_bytes() + b"\n// more")
    assert runtime_in(folder) is None
    packed = tmp_path / "package.tgz"
    with tarfile.open(packed, "w:gz") as archive:
        archive.add(folder, "package")
    assert unpacked(packed) is None
    changed.unlink()
    assert runtime_in(folder) is None


def test_wheel_is_one(tmp_path: Path, standard: Standard) -> None:
    """pip takes the wheel; the record names each file by its digest; licences come along; the same bytes each time."""
    plan = plan_delivery(standard)
    path = json.loads(plan[MANIFEST])["engine"]["path"]
    wheel = _written(tmp_path / Path(path).name, plan[path])
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        (record,) = [n for n in names if n.endswith("RECORD")]
        lines = archive.read(record).decode().splitlines()
        assert [line.split(",")[0] for line in lines] == names
        for line in lines[:-1]:
            name, digest, size = line.rsplit(",", 2)
            raw = archive.read(name)
            told = base64.urlsafe_b64encode(hashlib.sha256(raw).digest()).rstrip(b"=").decode()
            assert digest == f"sha256={told}" and int(size) == len(raw)
    assert [n for n in names if "/licenses/pyyaml/" in n] and [n for n in names if "/licenses/xlsxwriter/" in n]
    assert not [n for n in names if n.startswith(("lceval_docs/cli", "lceval_docs/writers/word"))]
    target = tmp_path / "installed"
    pip = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--no-index", "--target", str(target), str(wheel)]
    assert subprocess.run(pip, check=False).returncode == 0 and (target / "lceval_docs/assessment/session.py").is_file()
    assert plan_delivery(standard) == plan


@pytest.mark.browser
def test_a_visit(standard: Standard, session: Session, browser, address: str) -> None:  # type: ignore[no-untyped-def]
    """A file is opened, a number typed, the page closed and opened again, files saved: the engine's figures all along."""
    context = browser.new_context(viewport={"width": 390, "height": 844})
    said: list[str] = []
    page = context.new_page()
    page.add_init_script("addEventListener('securitypolicyviolation', e => console.error('policy', e.blockedURI))")
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("request", lambda request: said.append(request.url) if not request.url.startswith(address) else None)
    page.goto(f"{address}/assessment/index.html")
    page.wait_for_function(_READY, timeout=60_000)
    page.set_input_files("#file", str(ROOT / "standard/examples" / EXAMPLES[0] / "factory.yaml"))
    page.wait_for_function(_SCORED)
    answers = opened(session, text_of(EXAMPLES[0]))
    assert _total(page) == asked(session, "assess", answers)["total"]
    page.fill('[name="sources/1/evaluation"]', "１，234.5 万")
    answers["sources/1/evaluation"] = "１，234.5 万"
    told = asked(session, "assess", answers)
    page.wait_for_function(
        "expected => document.querySelector('[data-shown=total]').textContent === expected", arg=told["total"]
    )
    notes = {n["text"] for n in told["notes"] if n["address"] == "sources/1/evaluation"}
    assert len(notes) == 2 and notes <= set(page.locator(".note").all_inner_texts()), (
        "how it is read, and that it is doubtful"
    )
    page.close()
    page = context.new_page()
    page.goto(f"{address}/assessment/index.html")
    page.wait_for_function(_READY, timeout=60_000)
    page.wait_for_function(_SCORED)
    assert page.input_value('[name="sources/1/evaluation"]') == "１，234.5 万" and _total(page) == told["total"]
    with page.expect_download() as saved:
        page.click("[data-action=save]")
    text = Path(saved.value.path()).read_text(encoding="utf-8")
    assert opened(session, text) == opened(session, asked(session, "save", answers)["text"])
    case = case_of({"factory.yaml": text}, frozenset(), "case")
    assert f"{evaluate(standard, case).self_assessment.lowest:.1f}" == told["total"].partition("～")[0]
    with page.expect_download() as book:
        page.click("[data-action=workbook]")
    again = json.loads(session.open("数据表.xlsx", Path(book.value.path()).read_bytes()))
    assert asked(session, "assess", again["answers"])["total"] == told["total"]
    assert not said
    context.close()


_READY = "() => document.getElementById('assessment').dataset.engine === 'ready'"
_SCORED = "() => document.getElementById('assessment').dataset.state === 'scored'"


def _total(page) -> str:  # type: ignore[no-untyped-def]
    return str(page.inner_text("[data-shown=total]"))


@pytest.mark.parametrize(
    ("address", "text"),
    [
        ("sources/1/unit", "尺"),
        ("sources/4/id", "S05"),
        ("sources/1/evaluation", "约一百"),
        ("sources/2/evidence", "E-99"),
    ],
)
def test_no_total_without_a_row(session: Session, address: str, text: str) -> None:
    """With an energy source left out a total would say too little: none is told, and the field is listed."""
    answers = opened(session, text_of(EXAMPLES[0]))
    for industry in ("", "metal-products"):
        shown = asked(session, "assess", answers | {address: text}, industry=industry)
        assert shown["total"] == "暂不计" and shown["grade"] == "暂不判定" and not shown["complete"]
        assert shown["missing"][0]["kind"] == "填写有误，没有计入" and "有误" in shown["reasons"][0]
        wrong = [m["address"].split("/")[0] for m in shown["missing"] if m["kind"] == "填写有误，没有计入"]
        assert "sources" in wrong
        assert not [n for n in shown["notes"] if "缺少键" in n["text"]]


def test_rows_in_any_order(standard: Standard, session: Session) -> None:
    """A first row that is no electricity makes shares that cannot be computed yet: missing, and no mistake of anybody's."""
    answers = begun(standard) | {
        "sources/1/id": "S01",
        "sources/1/name": "天然气",
        "sources/1/kind": "fuel",
        "sources/1/what": "natural-gas",
        "sources/1/unit": "万Nm3",
        "sources/1/base": "10",
        "sources/1/evaluation": "12",
    }
    fuels = {f.id: f.name for s in standard.factors.fuel_sets for f in s.fuels}
    answers["sources/1/what"] = next(id for id, name in fuels.items() if name == "天然气")
    shown = asked(session, "assess", answers)
    assert shown["state"] == "scored" and not [n for n in shown["notes"] if n["kind"] == "error"], shown["notes"]
    assert "D2-3" in " ".join(m["what"] for m in shown["missing"])


def test_computed_indicators_answer_themselves(standard: Standard, session: Session) -> None:
    """With data alone the indicators that are computed from them have their points."""
    answers = {k: v for k, v in opened(session, text_of(EXAMPLES[0])).items() if not k.startswith("self_assessment/")}
    shown = asked(session, "assess", answers)
    measured = [i.id for i in standard.indicators if i.measure]
    assert sum(shown["indicators"][id]["status"] == "scored" for id in measured) > len(measured) / 2
    fields = {m["address"] for m in shown["missing"] if m["address"].startswith("self_assessment/")}
    assert all(session.asked.question(Address(*field.split("/"))) for field in fields)


def test_counts_are_tried_piece_by_piece(session: Session) -> None:
    """Of what is counted, one more at a time, and the slider says the number that it stands at."""
    answers = opened(session, text_of(EXAMPLES[0]))
    options = {o["id"]: o for o in asked(session, "details", answers)["options"]}
    (option,) = [options[id] for id in options if id == "B3-3"]
    now, full = (int(option[which].split()[0]) for which in ("now", "full"))
    assert option["stops"] == full - now
    for stop in range(option["stops"] + 1):
        tried = asked(session, "whatif", answers, indicator="B3-3", stop=stop)
        assert int(tried["shown"].split()[0]) == now + stop


def test_files_hold_every_year_or_say_why_not(session: Session) -> None:
    """More years than the page has columns for are saved too; without its years the workbook waits."""
    answers = opened(session, text_of(EXAMPLES[0]))
    more = answers | {"sources/1/2019": "4321", "sources/1/2020": "4322"}
    assert "2019:" in asked(session, "save", more)["text"] and "2020:" in asked(session, "save", more)["text"]
    book = session.workbook(json.dumps({"answers": more}))
    assert isinstance(book, bytes)
    again = json.loads(session.open("a.xlsx", book))["answers"]
    assert again["sources/1/2019"] == "4321" and {k: again.get(k) for k in answers} == answers
    del more["factory/evaluation_year/value"]
    assert session.workbook(json.dumps({"answers": more})) == "数据表按年份分列，请先填写评价年。"


def test_one_year_twice(session: Session) -> None:
    """Said once, at the year; the column counts for nothing."""
    answers = opened(session, text_of(EXAMPLES[0]))
    shown = asked(session, "assess", answers | {"factory/between/value": answers["factory/evaluation_year/value"]})
    errors = [n for n in shown["notes"] if n["kind"] == "error"]
    assert [n["address"] for n in errors] == ["factory/between/value"] and shown["total"] == "暂不计"
    found = Reader(session.standard, session.asked).read(answers | {"factory/between/value": "2023"})
    assert "E0989" in {p.code for p in found.notes}


def test_base_year_is_evaluation_year(session: Session) -> None:
    """One year in two columns is no fault while they agree or one is empty; else the base column is told."""
    answers = opened(session, text_of(EXAMPLES[0]))
    alone = {at: text for at, text in answers.items() if not at.endswith("/base")}
    year = {"factory/base_year/value": "２０２３年", "factory/evaluation_year/value": "2023"}
    assert asked(session, "assess", answers | year)["total"] == "暂不计"
    notes = asked(session, "assess", answers | year)["notes"]
    assert "factory/base_year/value" in {n["address"] for n in notes if n["kind"] == "error"}
    once = asked(session, "assess", alone | year)
    same = {f"{at.removesuffix('evaluation')}base": text for at, text in alone.items() if at.endswith("/evaluation")}
    assert asked(session, "assess", alone | same | year) == once
    moved = {at: text for at, text in alone.items() if not at.endswith("/evaluation")}
    assert asked(session, "assess", moved | same | year)["total"] == once["total"] != "暂不计"


def test_years_as_people_write_them(session: Session) -> None:
    """In the form and in its workbook."""
    answers = opened(session, text_of(EXAMPLES[0]))
    spoken = answers | {at: f"{answers[at]}年度" for at in answers if at.endswith("_year/value")}
    assert asked(session, "assess", spoken)["total"] == asked(session, "assess", answers)["total"]
    raw = session.workbook(json.dumps({"answers": spoken}))
    assert isinstance(raw, bytes) and json.loads(session.open("a.xlsx", raw))["answers"] == spoken
    assert "基准年" in str(session.workbook(json.dumps({"answers": answers | {"factory/base_year/value": "abc"}})))


@pytest.mark.parametrize("number", range(0, GENERATED, 10))
def test_built_as_if_written_and_read(session: Session, number: int) -> None:
    """What is built of the answers is what their file says: the same records, whatever a note holds."""
    answers = varied(session, opened(session, text_of(EXAMPLES[number % len(EXAMPLES)])), number)
    answers["self_assessment/A1-1/note"] = 'a: "b" # c\n- {d}\n\u3000“引号”\tnull'
    found = Reader(session.standard, session.asked).read(answers)
    written = case_of({"factory.yaml": asked(session, "save", answers)["text"]}, frozenset(), "case")
    assert found.case is not None and found.case.factory == written.factory


def test_a_problem_comes_back_to_its_field(session: Session) -> None:
    """Of a value, of a cell in a row, of a list of words, and of a whole entry."""
    answers = opened(session, text_of(EXAMPLES[0]))
    for address, text in (
        ("sources/2/evidence", "E-99"),
        ("data/water_intake/evidence", "E-98、E-97"),
        ("self_assessment/A1-1/evidence", "E-96"),
        ("factory/output_unit/value", "箱车"),
    ):
        notes = asked(session, "assess", answers | {address: text})["notes"]
        assert address in {n["address"] for n in notes if n["kind"] == "error"}, (address, notes)


@pytest.mark.parametrize("seed", range(3))
def test_letter_by_letter_as_all_at_once(standard: Standard, seed: int) -> None:
    """A page that remembers what it read answers as one that sees the same answers for the first time."""
    chance = random.Random(seed)
    compiled = render_portable(standard)
    page = Session(compiled)
    files = [opened(page, text_of(name)) for name in EXAMPLES]
    answers = files[seed]
    pool = ["", "约", "12万", "-3", "2019", "E-01、E-99", "未核算", *chance.sample(sorted(answers.values()), 20)]
    for step in range(20):
        if step % 6 == 5:  # another file, perhaps with two rows the other way round
            rows = chance.choice([{}, {"1": "2", "2": "1"}])
            split = ((name.split("/"), text) for name, text in chance.choice(files).items())
            answers = {f"{t}/{rows.get(r, r) if t == 'sources' else r}/{c}": text for (t, r, c), text in split}
        else:
            answers = {**answers, chance.choice(sorted(answers)): chance.choice(pool)}
        told, new = json.dumps({"answers": answers}), Session(compiled)
        assert page.ask("assess", told) == new.ask("assess", told)
        assert page.ask("details", told) == new.ask("details", told)


@pytest.mark.parametrize("number", range(0, GENERATED, 20))
def test_part_by_part_as_whole(session: Session, number: int) -> None:
    """The parts of a page, each understood alone, give what all of it gives."""
    answers = varied(session, opened(session, text_of(EXAMPLES[number % len(EXAMPLES)])), number)
    answers |= {"data/water_intake/base": "约", "sources/1/evaluation": "1,000", "factory/between/value": "20"}
    whole = understand(answers_of(answers, session.asked), session.asked)
    values, notes = Parts(session.asked).understood(answers)
    assert {p: v.content for p, v in values.items()} == {p: v.content for p, v in whole[0].items()}
    assert notes == whole[1] and {"E0961", "W0963", "E0976"} <= {n.code for n in notes}
