"""The self-assessment: what is typed becomes a case, is scored by the engine, and comes out of a browser the same."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from answered import opened, session_of, varied
from conftest import ROOT

from lceval_docs.assessment.session import Session, digest_of
from lceval_docs.delivery import MANIFEST, plan_delivery
from lceval_docs.engine.evaluation import evaluate
from lceval_docs.judging import Judged, example_folders
from lceval_docs.model.standard import Standard
from lceval_docs.sources.case import case_of, load_case
from lceval_docs.sources.portable import read_portable
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
