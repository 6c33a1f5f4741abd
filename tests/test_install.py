"""A fresh machine: the wheel in an empty environment, and the README's commands in an empty clone."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import venv
from pathlib import Path

import pytest
from conftest import ROOT

pytestmark = pytest.mark.install


def run(*command: object, cwd: Path) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [*map(str, command)],
        cwd=cwd,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        timeout=600,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done


def test_wheel_in_an_empty_environment(tmp_path: Path) -> None:
    """The wheel carries the edition, templates and examples: an evaluator needs no checkout."""
    run(sys.executable, "-m", "uv", "build", "--wheel", "--out-dir", tmp_path / "dist", "--quiet", cwd=ROOT)
    (wheel,) = (tmp_path / "dist").glob("*.whl")
    venv.create(tmp_path / "env", with_pip=True)
    folder = tmp_path / "env" / ("Scripts" if os.name == "nt" else "bin")
    run(folder / "python", "-m", "pip", "install", "--quiet", wheel, cwd=tmp_path)
    work = tmp_path / "work"
    work.mkdir()
    done = run(folder / "lceval", "demo", "--out", work / "out", cwd=work)
    assert len(list((work / "out").glob("*.docx"))) == 3 + 4
    assert "bundle" in done.stderr
    checked = run(folder / "lceval", "check", cwd=work)
    assert "bundle" in checked.stderr


def test_readme_commands_in_an_empty_clone(tmp_path: Path) -> None:
    """`make demo` from nothing prints what the README says it prints."""
    clone = tmp_path / "clone"
    run("git", "clone", "--quiet", ROOT, clone, cwd=tmp_path)
    done = run("make", "demo", cwd=clone)
    readme = (clone / "README.md").read_text(encoding="utf-8")
    shown = re.search(r"```text\n\$ make demo\n(.*?)```", readme, re.DOTALL)
    assert shown, "README has no run of make demo"
    printed = [line.strip() for line in done.stdout.splitlines()]
    for line in filter(None, map(str.strip, shown[1].splitlines())):
        if line != "…":
            assert line in printed, line
    assert (clone / "build/site/index.html").exists()
