"""Batches: each case costs only itself, what is done stays done, the same bytes wherever it was made."""

from __future__ import annotations

import errno
import io
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from conftest import ROOT, TINY
from docx import Document

from lceval_docs.batch import engine, worker
from lceval_docs.batch import run as running
from lceval_docs.batch.journal import NAME, Journal, Made
from lceval_docs.batch.listing import write_index
from lceval_docs.batch.order import Job, Order, Outcome
from lceval_docs.batch.run import Ledger, run
from lceval_docs.disk import UNFINISHED, set_aside
from lceval_docs.judging import checked_standard
from lceval_docs.limits import TookTooLong, time_limit
from lceval_docs.problems import Refused, catalogue
from lceval_docs.sources.case import factory_name
from lceval_docs.sources.fingerprint import case_inputs
from lceval_docs.views.index import view_index, view_refused
from lceval_docs.writers.index import render_index

CASE = TINY / "standard/examples/teahouse"
ENDING = "-评价报告.docx"


def cases_in(folder: Path, count: int, first: int = 0) -> list[Path]:
    """So many cases with names and numbers of their own."""
    made = []
    for number in range(first, first + count):
        case = folder / f"case-{number:03}"
        shutil.copytree(CASE, case)
        path = case / "factory.yaml"
        text = re.sub(r"(?m)^name: .*$", f"name: 茶馆{number:03}（虚构）", path.read_text(encoding="utf-8"))
        path.write_text(text, encoding="utf-8")
        made.append(case)
    return made


def order_for(root: Path, out: Path, **options: object) -> Order:
    return replace(Order(root, out, worker.digest_for(root, None)), **options)  # type: ignore[arg-type]


def run_here(order: Order, folders: list[Path]) -> Ledger:
    """A batch in this process."""
    ledger = Ledger(0)
    run(order, folders, engine.here(order), ledger, lambda _: None)
    return ledger


def contents(folder: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in folder.iterdir() if p.name != NAME}


def command(*arguments: object) -> list[str]:
    return [sys.executable, "-m", "lceval_docs", "report", *map(str, arguments)]


def lceval(*arguments: object) -> subprocess.CompletedProcess[str]:
    """`lceval report` in a process of its own."""
    return subprocess.run(
        command(*arguments),
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
    )


def codes_of(ledger: Ledger) -> dict[str, set[str]]:
    return {Path(p.mark.file).name: {q.code for q in ledger.problems if q.mark == p.mark} for p in ledger.problems}


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"


def test_a_bad_case_costs_only_itself(tiny_root: Path, tmp_path: Path, out: Path) -> None:
    """The good ones are written, all problems of the bad ones are told in order, the exit code is 1."""
    good, bad = cases_in(tmp_path / "good", 3), cases_in(tmp_path / "bad", 2, first=10)
    (bad[0] / "factory.yaml").write_text("name: [\n", encoding="utf-8")
    (bad[1] / "factory.yaml").unlink()
    done = lceval(good[0], bad[1], good[1], bad[0], good[2], "--root", tiny_root, "--out", out, "--jobs", 2)
    assert done.returncode == 1 and "Traceback" not in done.stderr
    assert sorted(re.findall(r"[EW]\d{4}", done.stderr)) == ["E0110", "E0172"]
    assert done.stderr.index("case-010") < done.stderr.index("case-011")
    assert "写出 3 个" in done.stdout and "未写出 2 个" in done.stdout and "\r" not in done.stderr
    assert {n for n in contents(out) if n.endswith(".docx")} == {f"茶馆00{n}（虚构）{ENDING}" for n in range(3)}


def test_one_case_is_no_batch(tiny_root: Path, tmp_path: Path, out: Path) -> None:
    """A single case leaves its report and nothing else."""
    (case,) = cases_in(tmp_path, 1)
    assert lceval(case, "--root", tiny_root, "--out", out).returncode == 0
    assert [p.name for p in out.iterdir()] == [f"茶馆000（虚构）{ENDING}"]


def test_what_is_done_stays_done(tiny_root: Path, tmp_path: Path, out: Path) -> None:
    """The same again makes nothing; a changed case, template, edition or document is made anew; a damaged file too."""
    folders, order = cases_in(tmp_path, 3), order_for(tiny_root, out)
    assert run_here(order, folders).made == 3
    before = contents(out)
    again = run_here(order, folders)
    assert (again.made, again.there, contents(out)) == (0, 3, before)

    path = folders[0] / "factory.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert run_here(order, folders).made == 1 and contents(out).keys() == before.keys()
    (folders[1] / "evidence").mkdir(exist_ok=True)
    (folders[1] / "evidence/more.pdf").write_bytes(b"x")
    assert run_here(order, folders).made == 1
    before = contents(out)
    assert run_here(replace(order, document="all"), folders).made == 3
    assert run_here(order, folders).made == 0

    (out / f"茶馆002（虚构）{ENDING}").write_bytes(b"changed by hand")
    damaged = run_here(order, folders)
    assert damaged.made == 1 and [p.code for p in damaged.problems] == ["W0724"] and damaged.refused == 0
    assert contents(out).items() >= before.items()
    assert (out / "茶馆002（虚构）-评价报告（改动留存1）.docx").read_bytes() == b"changed by hand"

    text = tiny_root / "standard/terms.yaml"
    text.write_text(text.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert run_here(order_for(tiny_root, out), folders).made == 3


def saved_by_a_program(path: Path) -> bytes:
    """A file as it is after somebody opened it, changed it and saved it."""
    if path.suffix == ".docx":
        word = Document(str(path))
        word.add_paragraph("人工补充的结论")
        word.save(str(path))
    else:
        book = openpyxl.load_workbook(path)
        book.active["A1"] = "人工改动"
        book.save(path)
    return path.read_bytes()


def test_what_people_changed_is_kept(tiny_root: Path, tmp_path: Path, out: Path) -> None:
    """A report, form, workbook or index that was edited stays under another name, of one case and of several."""
    folders = cases_in(tmp_path / "cases", 2)
    for cases in (folders[:1], folders):
        arguments = (*cases, "--root", tiny_root, "--out", out, "--document", "all")
        assert lceval(*arguments).returncode == 0
        edited = {p.name: saved_by_a_program(p) for p in out.iterdir() if p.suffix in (".docx", ".xlsx")}
        assert any(n.endswith(".docx") for n in edited) and (len(cases) == 1 or "清单.xlsx" in edited)
        path = cases[0] / "factory.yaml"
        path.write_text(path.read_text(encoding="utf-8") + "\n", encoding="utf-8")
        done = lceval(*arguments)
        assert done.returncode == 0 and done.stderr.count("W0724") == len(edited) and "改动留存1" in done.stderr
        for name, content in edited.items():
            stem, _, ending = name.rpartition(".")
            assert (out / f"{stem}（改动留存1）.{ending}").read_bytes() == content != (out / name).read_bytes()
        assert "W0724" not in lceval(*arguments).stderr
        saved_by_a_program(out / min(edited))
        assert "改动留存2" in lceval(*arguments).stderr
        shutil.rmtree(out)


def test_a_file_that_cannot_be_kept(
    tiny_root: Path, tmp_path: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that is open elsewhere and cannot be renamed is refused, and stays as it is."""
    (case,) = cases_in(tmp_path, 1)
    order = order_for(tiny_root, out)
    run_here(order, [case])
    content = saved_by_a_program(out / f"茶馆000（虚构）{ENDING}")

    def denied(*_: object) -> None:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    monkeypatch.setattr(os, "link", denied)
    monkeypatch.setattr(Path, "rename", denied)
    assert [p.code for p in run_here(order, [case]).problems] == ["E0703", "W0726"]
    assert (out / f"茶馆000（虚构）{ENDING}").read_bytes() == content


def test_a_kept_file_is_never_written_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The next free name, with and without links in the file system; what another run has moved is no problem."""
    plan, path = {"a.docx": b"new"}, tmp_path / "a.docx"
    for number, has_links in enumerate((True, True, False, False), 1):
        if not has_links:
            monkeypatch.setattr(os, "link", lambda *_: (_ for _ in ()).throw(OSError(errno.ENOTSUP, "")))
        path.write_bytes(b"edit %d" % number)
        (problem,) = set_aside(plan, tmp_path)
        assert problem.code == "W0724" and not path.exists()
    kept = [tmp_path / f"a（改动留存{n}）.docx" for n in (1, 2, 3, 4)]
    assert [k.read_bytes() for k in kept] == [b"edit 1", b"edit 2", b"edit 3", b"edit 4"]

    def gone(*_: object) -> None:
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT))

    monkeypatch.setattr(os, "link", gone)
    path.write_bytes(b"edit")
    assert set_aside(plan, tmp_path) == ()


def test_what_lies_in_the_way_may_be_anything(tiny_root: Path, tmp_path: Path, out: Path) -> None:
    """A package whose properties cannot be unpacked, one that is cut, a folder: kept or refused, never a traceback."""
    (case,) = cases_in(tmp_path, 1)
    assert lceval(case, "--root", tiny_root, "--out", out).returncode == 0
    path = out / f"茶馆000（虚构）{ENDING}"
    raw = path.read_bytes()
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        at = archive.getinfo("docProps/core.xml").header_offset + 50 + len("docProps/core.xml")
    for number, bad in enumerate((raw[:at] + b"\xff" * 40 + raw[at + 40 :], raw[: len(raw) // 2], b"\x00" * 99), 1):
        path.write_bytes(bad)
        done = lceval(case, "--root", tiny_root, "--out", out)
        assert done.returncode == 0 and "W0724" in done.stderr and path.read_bytes() == raw
        assert (out / f"茶馆000（虚构）-评价报告（改动留存{number}）.docx").read_bytes() == bad
    path.unlink()
    path.mkdir()
    done = lceval(case, "--root", tiny_root, "--out", out)
    assert done.returncode == 1 and "E0703" in done.stderr and "Traceback" not in done.stderr


def test_check_compares(tiny_root: Path, tmp_path: Path, out: Path) -> None:
    """`--check` writes nothing, not even a journal, and names what differs."""
    folders = cases_in(tmp_path, 2)
    arguments = (*folders, "--root", tiny_root, "--out", out)
    missing = lceval(*arguments, "--check")
    assert missing.returncode == 1 and missing.stderr.count("E0739") == 2 and not out.exists()
    assert lceval(*arguments).returncode == 0 and lceval(*arguments, "--check").returncode == 0


def test_names_that_clash(tiny_root: Path, tmp_path: Path, out: Path) -> None:
    """Two factories whose files would be one are both refused; a folder named twice is one case."""
    folders = cases_in(tmp_path, 4)
    for folder, name in zip(folders, ("Tea House", "tea house", "Tea Room", "其他"), strict=True):
        path = folder / "factory.yaml"
        path.write_text(re.sub(r"(?m)^name: .*$", f"name: {name}", path.read_text(encoding="utf-8")), encoding="utf-8")
    ledger = run_here(order_for(tiny_root, out), [*folders, folders[3]])
    assert codes_of(ledger) == {"case-000": {"E0705"}, "case-001": {"E0705"}}
    told = [(p.mark.file, dict(p.details)["other"]) for p in ledger.problems]
    first, second = (folder.as_posix() for folder in folders[:2])
    assert told == [(first, second), (second, first)]
    assert (ledger.made, ledger.refused, sorted(contents(out))) == (2, 2, [f"Tea Room{ENDING}", f"其他{ENDING}"])


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("edition: x\nname: 甲厂\nprofile: {name: 乙}\n", "甲厂"),
        ("profile:\n  name: 乙\nlist: [name, b]\nname: '甲: 厂'\n", "甲: 厂"),
        ("name: 甲\nbroken: [", "甲"),
        ("broken: [\nname: 甲", ""),
        ("name: {a: b}\n", ""),
        ("- name: 甲\n", ""),
        ("", ""),
        ("\x00", ""),
    ],
)
def test_the_name_is_told_early(text: str, name: str) -> None:
    """The factory's name is read without loading the case."""
    assert factory_name(text) == name


def test_inputs_of_a_case(tmp_path: Path) -> None:
    """Links, missing folders and files that cannot be read have a digest too."""
    (case,) = cases_in(tmp_path, 1)
    before = case_inputs(case)
    assert before == case_inputs(case) and before.name == "茶馆000（虚构）"
    assert case_inputs(tmp_path / "none").name == ""
    (case / "origins.yaml").write_text("x", encoding="utf-8")
    assert case_inputs(case).digest != before.digest


# --- what may befall a case: the functions run in the worker, which finds them by name

TROUBLE = {"case-001": "hang", "case-002": "stuck", "case-003": "die", "case-004": "eat", "case-005": "fail"}


def troubled(order: Order, job: Job) -> Outcome:
    """A case that does what its folder is known for."""
    original = worker._made

    def made(order: Order, job: Job) -> Outcome:
        match TROUBLE.get(job.folder.name):
            case "hang":
                while True:
                    time.sleep(0.01)
            case "stuck":
                time.sleep(60)  # one call that no Python code comes between
            case "die":
                os.kill(os.getpid(), signal.SIGKILL)
            case "eat":
                return Outcome(entry=str(len([bytes(10_000_000) for _ in range(200)])))  # asked for, not written to
            case "fail":
                raise LookupError("no such thing")
        return original(order, job)

    worker._made = made
    try:
        return worker.work(order, job)
    finally:
        worker._made = original


def test_trouble_costs_only_its_case(
    tiny_root: Path, tmp_path: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Hanging, stuck in a library, killed, out of memory, a mistake of ours: each is named, the rest is made."""
    monkeypatch.setattr(running, "work", troubled)
    folders = cases_in(tmp_path, 12)
    order = order_for(tiny_root, out, seconds=2, megabytes=700)
    ledger = Ledger(0)
    run(order, folders, engine.processes(2, order), ledger, lambda _: None)
    assert codes_of(ledger) == {
        "case-001": {"E0720"},
        "case-002": {"E0722"},
        "case-003": {"E0722"},
        "case-004": {"E0721"},
        "case-005": {"E0723"},
    }
    assert (ledger.made, ledger.refused, len(contents(out))) == (7, 5, 7)


def test_trouble_here(tiny_root: Path, tmp_path: Path, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In this process too, as far as it survives it; its own limits come back."""
    import resource

    monkeypatch.setattr(running, "work", troubled)
    monkeypatch.setitem(TROUBLE, "case-002", "")
    monkeypatch.setitem(TROUBLE, "case-003", "")
    before = resource.getrlimit(resource.RLIMIT_DATA)
    ledger = run_here(order_for(tiny_root, out, seconds=4, megabytes=700), cases_in(tmp_path, 7))
    assert codes_of(ledger) == {"case-001": {"E0720"}, "case-004": {"E0721"}, "case-005": {"E0723"}}
    assert ledger.made == 4 and resource.getrlimit(resource.RLIMIT_DATA) == before


def test_time_that_was_enough() -> None:
    """A limit that was not reached leaves nothing behind."""
    for _ in range(50):
        with time_limit(0.01):
            pass
    time.sleep(0.05)
    with pytest.raises(TookTooLong), time_limit(0.05):
        while True:
            time.sleep(0.001)


def test_other_files_in_a_worker(tiny_root: Path, tmp_path: Path, out: Path) -> None:
    """A worker that sees another edition than whoever ordered refuses."""
    order = replace(order_for(tiny_root, out), digest="0" * 64)
    assert codes_of(run_here(order, cases_in(tmp_path, 2))) == {"edition": {"E0726"}}


def test_full_disk(tiny_root: Path, tmp_path: Path, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No room for a file, or for a line of the journal: said, nothing half written, the rest goes on."""
    real = Path.open

    class Full(io.BytesIO):
        def write(self, content: object) -> int:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    begun: list[Path] = []

    def opened(path: Path, mode: str = "r", **more: object) -> object:
        file = real(path, mode, **more)  # type: ignore[call-overload]
        begun.extend([path] if mode == "xb" else [])
        if mode != "xb" or len(begun) != 2:
            return file
        file.close()
        return Full()

    monkeypatch.setattr(Path, "open", opened)
    folders = cases_in(tmp_path, 3)
    ledger = run_here(order_for(tiny_root, out), folders)
    assert ledger.made == 2 and [p.code for p in ledger.problems] == ["E0703"]
    assert "the disk is full" in ledger.problems[0].details[0][1] and len(contents(out)) == 2

    def no_room(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(Journal, "add", no_room)
    again = run_here(order_for(tiny_root, out), folders)
    assert (again.made, again.there, {p.code for p in again.problems}) == (1, 2, {"W0725"})


def test_folders_that_do_not_do(tiny_root: Path, tmp_path: Path, out: Path) -> None:
    """A file in the place of the folder or of the journal, a link there: a message, nothing followed."""
    folders = cases_in(tmp_path, 2)
    out.mkdir()
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_text("mine", encoding="utf-8")
    (out / NAME).symlink_to(elsewhere)
    with pytest.raises(Refused, match="E0703"):
        run_here(order_for(tiny_root, out), folders)
    (out / NAME).unlink()
    os.mkfifo(out / NAME)
    with pytest.raises(Refused, match="E0703"):
        run_here(order_for(tiny_root, out), folders)
    assert elsewhere.read_text(encoding="utf-8") == "mine"
    with pytest.raises(Refused, match="E0702"):
        run_here(order_for(tiny_root, elsewhere), folders)


def test_journal_lines_are_whole_or_ignored(tmp_path: Path) -> None:
    """Lines cut short, of another kind, or with a path in them count for nothing and spoil no other."""
    with Journal(tmp_path) as journal:
        journal.add("a", Made("1", {"x": "0"}, "{}"))
    with (tmp_path / NAME).open("ab") as file:
        file.write(b'{"slot": "a", "key": "2", "files": {"../x": "0"}, "entry": "{}"}\n[]\n\xff\n{"slot": "a", "ke')
    with Journal(tmp_path) as journal:
        journal.add("b", Made("3", {"y": "0"}, ""))
        assert {s: m.key for s, m in journal.last("abc".__contains__).items()} == {"a": "1", "b": "3"}


def test_leftovers_are_swept_by_who_is_alone(tmp_path: Path) -> None:
    """Half files of a killed run go with the next; while another run is there they stay."""
    half = tmp_path / f"{UNFINISHED}abc"
    with Journal(tmp_path):
        half.write_bytes(b"x")
        (tmp_path / "theirs.tmp").write_bytes(b"x")
        with Journal(tmp_path):
            assert half.exists()
        assert half.exists()
    assert not half.exists() and (tmp_path / "theirs.tmp").exists()


def whole_reports(folder: Path) -> int:
    """How many reports there are; each is a whole archive."""
    found = list(folder.glob("*.docx")) if folder.exists() else []
    for path in found:
        with zipfile.ZipFile(path) as archive:
            assert archive.testzip() is None, path
    return len(found)


@pytest.mark.parametrize(("sign", "code"), [(signal.SIGKILL, -9), (signal.SIGINT, 130), (signal.SIGTERM, 130)])
@pytest.mark.parametrize("jobs", [1, 2])
def test_ended_in_the_middle(tiny_root: Path, tmp_path: Path, out: Path, sign: int, code: int, jobs: int) -> None:
    """However a run ends, every file is whole; the same command again gives what an undisturbed run gives."""
    folders = cases_in(tmp_path / "cases", 60)
    arguments = (*folders, "--root", tiny_root, "--jobs", jobs, "--out")
    process = subprocess.Popen(command(*arguments, out), cwd=ROOT, stderr=subprocess.PIPE, text=True)
    while not out.exists() or len(list(out.glob("*.docx"))) < 5:
        time.sleep(0.002)
        assert process.poll() is None
    process.send_signal(sign)
    said = process.communicate(timeout=30)[1]
    assert process.returncode == code and "Traceback" not in said, said
    time.sleep(0.3)
    assert 5 <= whole_reports(out) < 60
    if code > 0:
        assert not list(out.glob(f"{UNFINISHED}*"))

    again = lceval(*arguments, out)
    assert again.returncode == 0 and "原已写好 0 个" not in again.stdout and not list(out.glob(f"{UNFINISHED}*"))
    assert lceval(*arguments, tmp_path / "other").returncode == 0
    assert contents(out) == contents(tmp_path / "other")


@pytest.mark.parametrize("moment", [0.15, 0.3, 0.45])
def test_ended_while_it_begins(tiny_root: Path, tmp_path: Path, out: Path, moment: float) -> None:
    """Ctrl-C reaches all processes of a terminal, also one that is still reading its modules: nobody shows a traceback."""
    folders = cases_in(tmp_path / "cases", 200)
    process = subprocess.Popen(
        command(*folders, "--root", tiny_root, "--jobs", 2, "--out", out),
        cwd=ROOT,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    time.sleep(moment)
    os.killpg(process.pid, signal.SIGINT)
    said = process.communicate(timeout=30)[1]
    assert process.returncode in (1, 130, -signal.SIGINT) and "Traceback" not in said, said
    whole_reports(out)


def test_two_runs_in_one_folder(tiny_root: Path, tmp_path: Path, out: Path) -> None:
    """Two at once do each other no harm."""
    folders = cases_in(tmp_path / "cases", 30)
    both = [
        subprocess.Popen(command(*folders, "--root", tiny_root, "--out", out, "--jobs", n), cwd=ROOT) for n in (1, 2)
    ]
    assert [process.wait(60) for process in both] == [0, 0]
    assert whole_reports(out) == 30 and not list(out.glob(f"{UNFINISHED}*"))
    assert run_here(order_for(tiny_root, out), folders).there == 30


@pytest.fixture(scope="module")
def scheduler() -> Iterator[str]:
    """A cluster of two processes on this machine."""
    from distributed import LocalCluster

    with LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as local:
        yield local.scheduler_address


def test_the_same_bytes_everywhere(tiny_root: Path, tmp_path: Path, scheduler: str) -> None:
    """One process, two, a cluster: the same files, also of bad cases and of the index."""
    folders = cases_in(tmp_path / "cases", 6)
    (folders[4] / "factory.yaml").write_text("name: x\n", encoding="utf-8")
    made = []
    for number, engine_options in enumerate((["--jobs", 1], ["--jobs", 2], ["--scheduler", scheduler])):
        out = tmp_path / f"out{number}"
        done = lceval(*folders, "--root", tiny_root, "--document", "all", "--out", out, *engine_options)
        assert done.returncode == 1 and "Traceback" not in done.stderr, done.stderr
        made.append((contents(out), re.sub(r"out\d", "out", done.stdout), done.stderr))
    assert made[0] == made[1] == made[2] and len(made[0][0]) == 2 + 5 * 5


def test_trouble_in_a_cluster(
    tiny_root: Path, tmp_path: Path, out: Path, scheduler: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A case that hangs, or that kills its worker again and again, is named there too."""
    monkeypatch.setattr(running, "work", troubled)
    order = order_for(tiny_root, out, seconds=2)
    ledger = Ledger(0)
    folders = [f for f in cases_in(tmp_path, 8) if TROUBLE.get(f.name) not in ("stuck", "eat")]
    run(order, folders, engine.cluster(scheduler), ledger, lambda _: None)
    assert codes_of(ledger) == {"case-001": {"E0720"}, "case-003": {"E0722"}, "case-005": {"E0723"}}
    assert ledger.made == 3


def test_no_scheduler(tiny_root: Path, tmp_path: Path, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An address where nobody answers is a problem; without the library the exit code is 3."""
    from click.testing import CliRunner

    from lceval_docs.cli import case, document
    from lceval_docs.cli.command import commands

    assert case and document
    monkeypatch.setattr(engine, "CLUSTER_SECONDS", 1)
    arguments = ["report", *map(str, cases_in(tmp_path, 2)), "--root", str(tiny_root), "--out", str(out)]
    arguments += ["--scheduler", "tcp://127.0.0.1:9"]
    done = CliRunner().invoke(commands, arguments)
    assert done.exit_code == 1 and "E0727" in done.output
    monkeypatch.setitem(sys.modules, "distributed", None)
    done = CliRunner().invoke(commands, arguments)
    assert done.exit_code == 3 and "lceval-docs[cluster]" in done.output and not out.exists()


def test_index(tiny_root: Path, tmp_path: Path, out: Path) -> None:
    """One row for each case, made or not: text stays text, numbers are numbers, links are relative; data beside it."""
    folders = cases_in(tmp_path, 3)
    path = folders[0] / "factory.yaml"
    name = "'=1+2 #甲 100% [b]'"
    path.write_text(re.sub(r"(?m)^name: .*$", f"name: {name}", path.read_text(encoding="utf-8")), encoding="utf-8")
    (folders[1] / "review.yaml").unlink()
    (folders[2] / "factory.yaml").write_text("name: 丙\n", encoding="utf-8")
    standard, order = checked_standard(tiny_root), order_for(tiny_root, out)
    ledger = run_here(order, folders)
    written = write_index(standard, order, ledger)
    first = [p.read_bytes() for p in written]
    ledger = run_here(order, folders)
    assert [p.read_bytes() for p in write_index(standard, order, ledger)] == first and ledger.there == 2

    text = (out / "index.json").read_text(encoding="utf-8")
    data = json.loads(text)
    assert [json.loads(line.removesuffix(",")) for line in text.splitlines()[1:-1]] == data["cases"]  # a case a line
    assert [Path(c["case"]).name for c in data["cases"]] == [f.name for f in folders]
    assert data["cases"][0]["files"] == [f"=1+2 #甲 100% [b]{ENDING}"] and data["cases"][0]["total"] is not None
    assert data["cases"][1]["total"] is None and data["cases"][1]["missing"]
    assert data["cases"][2]["files"] == [] and "E0204" in data["cases"][2]["problems"][0]

    page = openpyxl.load_workbook(out / "清单.xlsx").active
    head, *rows = page.iter_rows()
    assert [c.value for c in head][:6] == ["案例", "工厂", "评价年", "等级", "总分", "自评价总分"]
    assert page.freeze_panes == "C2" and page.auto_filter.ref.startswith("A1:") and len(rows) == 3
    assert rows[0][1].value == "=1+2 #甲 100% [b]" and rows[0][1].data_type == "s"
    assert (
        rows[0][4].data_type == "n"
        and rows[0][4].number_format in ("0.0", "0.00")
        and rows[1][4].value == "暂不计"
        and [c.value for c in rows[2][1:4]] == ["丙", None, "未生成"]
    )
    assert rows[0][-1].hyperlink.target == f"%3d1+2%20%23甲%20100%25%20%5bb%5d{ENDING}".replace("%3d", "=")
    assert rows[2][-2].value.count("\n") >= 2 and rows[2][-1].value is None


def rows_of(out: Path) -> dict[str, list[str]]:
    """The cases of an index with their files."""
    data = json.loads((out / "index.json").read_text(encoding="utf-8"))
    return {Path(c["case"]).name: c["files"] for c in data["cases"]}


def test_an_index_after_a_few_cases(tiny_root: Path, tmp_path: Path, out: Path) -> None:
    """A run for some cases leaves the rows of the others, made or refused, as long as these are there."""
    folders = cases_in(tmp_path, 5)
    good = (folders[3] / "factory.yaml").read_text(encoding="utf-8")
    for folder in folders[3:]:
        (folder / "factory.yaml").write_text("name: 丙\n", encoding="utf-8")
    standard, order = checked_standard(tiny_root), order_for(tiny_root, out)
    write_index(standard, order, run_here(order, folders))
    whole = (out / "index.json").read_bytes()
    write_index(standard, order, run_here(order, folders[:1]))
    assert (out / "index.json").read_bytes() == whole and [len(f) for f in rows_of(out).values()] == [1, 1, 1, 0, 0]

    (folders[3] / "factory.yaml").write_text(good, encoding="utf-8")
    write_index(standard, order, run_here(order, folders[3:4]))
    assert [len(f) for f in rows_of(out).values()] == [1, 1, 1, 1, 0]
    forms = replace(order, document="all")
    write_index(standard, forms, run_here(forms, folders[:1]))
    assert [len(f) for f in rows_of(out).values()] == [6, 1, 1, 1, 0]

    (out / f"茶馆001（虚构）{ENDING}").unlink()
    shutil.rmtree(folders[4])
    folders[2] = folders[2].rename(tmp_path / "renamed")
    write_index(standard, order, run_here(order, [folders[0], folders[2]]))
    assert rows_of(out).keys() == {folders[0].name, "renamed", folders[3].name}


def test_a_row_lists_what_shows_its_result(tiny_root: Path, tmp_path: Path, out: Path) -> None:
    """Documents made when a case came to something else are named and left out, until they are made anew."""
    folders = cases_in(tmp_path, 2)
    standard, order = checked_standard(tiny_root), order_for(tiny_root, out)
    forms = replace(order, document="all")
    write_index(standard, forms, run_here(forms, folders))
    write_index(standard, order, run_here(order, folders))
    assert [len(f) for f in rows_of(out).values()] == [6, 6]

    path = folders[0] / "factory.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("2020: 18}", "2020: 19}"), encoding="utf-8")
    ledger = run_here(order, folders)
    for _ in range(2):  # again with the PDF
        write_index(standard, order, ledger)
    (told,) = ledger.problems
    line = told.line(catalogue("zh"))
    assert "W0742" in line and folders[0].name in line and line.count(".docx") == 5
    assert [len(f) for f in rows_of(out).values()] == [1, 6]
    write_index(standard, order, run_here(order, folders[1:]))  # a run for others
    assert [len(f) for f in rows_of(out).values()] == [1, 6]

    ledger = run_here(forms, folders)
    write_index(standard, forms, ledger)
    assert not ledger.problems and [len(f) for f in rows_of(out).values()] == [6, 6]


def test_a_folder_that_several_runs_share(
    tiny_root: Path, tmp_path: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rows stay wherever a run begins; one case joins the others; names that are taken and files left behind are told."""
    folders = cases_in(tmp_path / "cases", 3)
    options = ("--root", tiny_root, "--out", out)
    assert lceval(*folders, *options).returncode == 0
    standard, order = checked_standard(tiny_root), order_for(tiny_root, out)
    monkeypatch.chdir(tmp_path / "cases")
    write_index(standard, order, run_here(order, [Path("case-000"), Path("case-001")]))
    assert sorted(rows_of(out)) == ["case-000", "case-001", "case-002"]
    monkeypatch.undo()

    path = folders[2] / "factory.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("茶馆002", "新茶馆"), encoding="utf-8")
    done = lceval(folders[2], *options)  # a single one
    assert done.returncode == 0 and f"茶馆002（虚构）{ENDING}: W0726" in done.stderr
    assert rows_of(out)["case-002"] == [f"新茶馆（虚构）{ENDING}"] and len(rows_of(out)) == 3
    assert "W0726" not in lceval(folders[2], *options).stderr

    path.write_text(text.replace("茶馆002", "茶馆001"), encoding="utf-8")
    before = (out / f"茶馆001（虚构）{ENDING}").read_bytes()
    done = lceval(folders[2], *options)
    assert done.returncode == 1 and "E0705" in done.stderr and f"{folders[1]}" in done.stderr
    assert (out / f"茶馆001（虚构）{ENDING}").read_bytes() == before

    done = lceval(*folders[:2], out, *options)  # as with a star, the folder itself among the cases
    assert done.returncode == 0 and out.name not in rows_of(out)
    (out / "清单.xlsx").unlink()
    (out / "清单.xlsx").mkdir()
    done = lceval(*folders[:2], *options)
    assert done.returncode == 1 and "E0703" in done.stderr and "没有写入" not in done.stderr


def test_a_pdf_of_an_earlier_report_is_told(tiny_root: Path, tmp_path: Path, out: Path) -> None:
    """A report that is made anew leaves the PDF beside it behind; one that stands does not, nor does a new PDF."""
    folders = cases_in(tmp_path / "cases", 2)
    options = ("--root", tiny_root, "--out", out)
    assert lceval(*folders, *options).returncode == 0
    for word in sorted(out.glob("*.docx")):
        word.with_suffix(".pdf").write_bytes(b"%PDF-1.7")
    assert "W0741" not in lceval(*folders, *options).stderr
    path = folders[1] / "factory.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "# again\n", encoding="utf-8")
    done = lceval(*folders, *options)
    assert done.returncode == 0 and done.stderr.count("W0741") == 1 and "茶馆001" in done.stderr
    assert "W0741" in lceval(folders[1], "--root", tiny_root, "--out", out).stderr

    alone = tmp_path / "alone"
    assert lceval(folders[0], "--root", tiny_root, "--out", alone).returncode == 0
    pdf = next(alone.glob("*.docx")).with_suffix(".pdf")
    pdf.write_bytes(b"%PDF-1.7")
    os.utime(pdf, (1, 1))
    assert f"{pdf}: W0741" in lceval(folders[0], "--root", tiny_root, "--out", alone).stderr


@pytest.mark.parametrize(
    "entry", ["", "no JSON", "[]", "{}", '{"facts": 1, "cells": []}', '{"facts": {}, "cells": [1]}']
)
def test_a_journal_that_somebody_has_written_into(tiny_root: Path, tmp_path: Path, out: Path, entry: str) -> None:
    """Entries that are none count for nothing, of this case and of others."""
    folders = cases_in(tmp_path, 2)
    standard, order = checked_standard(tiny_root), order_for(tiny_root, out)
    write_index(standard, order, run_here(order, folders))
    with Journal(out) as journal:
        for slot, made in journal.last(lambda _: True).items():
            journal.add(slot, replace(made, entry=entry))
    ledger = run_here(order, folders[:1])
    write_index(standard, order, ledger)
    assert (ledger.made, list(rows_of(out))) == (1, [folders[0].name])


def test_long_cells_are_cut(tiny: object) -> None:
    """A cell holds no more than Excel takes, and many files have columns of their own."""
    from lceval_docs.build import SAME_NAME
    from lceval_docs.model.standard import Standard
    from lceval_docs.problems import Mark

    assert isinstance(tiny, Standard)
    many = [SAME_NAME.at(Mark(f"{n:0900}"), other="y", found=n) for n in range(40)]
    view = view_index(
        tiny, [(view_refused(tiny, "a", "", many), ["a.docx", "b.xlsx"]), (view_refused(tiny, "b", "", []), [])]
    )
    assert max(len(c.text) for row in view.rows for c in row) < 32_767
    assert [c.title for c in view.columns[-2:]] == ["文件 1", "文件 2"] and {len(r) for r in view.rows} == {
        len(view.columns)
    }
    assert render_index(view) == render_index(view)


@pytest.mark.office
def test_pdf(tmp_path: Path, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A PDF beside each report, with as many pages as its contents say; made once, and in the index."""
    examples = ROOT / "standard/examples"
    first = lceval(*sorted(examples.iterdir()), "--out", out, "--pdf")
    assert first.returncode == 0, first.stderr
    made = {p.name: p.stat().st_mtime_ns for p in out.glob("*.pdf")}
    assert len(made) == 3 and not [p for p in out.iterdir() if p.is_dir()]
    for path in out.glob("*.pdf"):
        pages = text_of(path).split("\f")[:-1]
        assert f"共{len(pages)}页" in re.sub(r"\s", "", pages[1])
    case = json.loads((out / "index.json").read_text(encoding="utf-8"))["cases"][0]
    assert [Path(f).suffix for f in case["files"]] == [".docx", ".pdf"]

    one = next(out.glob("*.pdf"))
    signed = one.read_bytes() + b"\n1 0 obj << /Type /Sig >> endobj\n%%EOF\n"
    one.write_bytes(signed)
    done = lceval(*sorted(examples.iterdir()), "--out", out, "--pdf")
    assert done.returncode == 0 and done.stderr.count("W0724") == 1
    (kept,) = out.glob("*（改动留存1）.pdf")
    assert kept.read_bytes() == signed
    kept.unlink()
    again = {p.name: p.stat().st_mtime_ns for p in out.glob("*.pdf")}
    assert [n for n in made if made[n] != again[n]] == [one.name] and one.stat().st_size > 10_000


@pytest.mark.office
def test_faces_in_the_pdf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Faces that are not installed are replaced by those of the table, and by no other."""
    from lceval_docs.batch import office

    installed = office.installed_faces()
    replaced = office.stand_ins(installed)
    assert replaced["宋体"] == "Noto Serif CJK SC" and replaced["SimHei"] == "Noto Sans CJK SC"
    assert office.stand_ins(frozenset({"宋体", "SimSun"})) == {"新宋体": "SimSun", "NSimSun": "SimSun"}
    assert office.stand_ins(frozenset()) == {}

    program = Path(str(shutil.which("soffice")))
    assert lceval(ROOT / "standard/examples/low-carbon-metal", "--out", tmp_path).returncode == 0
    (word,) = tmp_path.glob("*.docx")
    told: list[Path | None] = []
    assert office.convert(program, tmp_path, [word.name], lambda _, made: told.append(made)) == ()
    assert told[0] is not None
    fonts = fonts_of(told[0])
    assert "NotoSerifCJK" in fonts and "NotoSansCJK" in fonts and "Mono" not in fonts
    chinese = {line for line in fonts.splitlines() if re.search("CJK|Droid|WenQuan|UMing|UKai", line)}
    assert all("NotoSerifCJK" in line or "NotoSansCJK" in line for line in chinese)

    faces = tuple(face for some, _ in office.STAND_INS for face in some)
    monkeypatch.setattr(office, "STAND_INS", ((faces, ("Noto Sans CJK SC",)),))
    assert office.convert(program, tmp_path, [word.name], lambda *_: None) == ()
    assert "NotoSerifCJK" not in fonts_of(told[0])


@pytest.mark.office
def test_a_file_that_gives_no_pdf(tmp_path: Path) -> None:
    """One that cannot be read costs only itself; a program that does nothing gives a problem for each."""
    from lceval_docs.batch import office

    program = Path(str(shutil.which("soffice")))
    case = ROOT / "standard/examples/low-carbon-metal"
    assert lceval(case, "--out", tmp_path).returncode == 0
    (good,) = tmp_path.glob("*.docx")
    (tmp_path / "a.docx").write_bytes(b"")
    (tmp_path / "b.docx").write_bytes(b"PK\x03\x04 no archive")
    told: dict[str, Path | None] = {}
    problems = office.convert(program, tmp_path, ["b.docx", good.name], told.__setitem__)
    assert {p.code for p in problems} <= {"E0728"} and told[good.name] == good.with_suffix(".pdf")
    problems = office.convert(Path("/bin/true"), tmp_path, [good.name], told.__setitem__)
    assert [p.code for p in problems] == ["E0728"]


def test_no_office(tiny_root: Path, tmp_path: Path, out: Path) -> None:
    """Without an office program the Word files stay, and the exit code is 3."""
    folders = cases_in(tmp_path, 2)
    arguments = ("--root", tiny_root, "--out", out, "--pdf", "--office", tmp_path / "none")
    for cases in (folders[:1], folders):
        done = lceval(*cases, *arguments)
        assert done.returncode == 3 and "LibreOffice" in done.stderr
    assert len(list(out.glob("*.docx"))) == 2


def text_of(pdf: Path) -> str:
    return subprocess.run(["pdftotext", "-layout", str(pdf), "-"], capture_output=True, text=True, check=True).stdout


def fonts_of(pdf: Path) -> str:
    return subprocess.run(["pdffonts", str(pdf)], capture_output=True, text=True, check=True).stdout
