"""The engines compared and their installation into a folder of this bench: a venv, and node_modules. Pinned; nobody
else needs them."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

ROOT = Path(__file__).parents[3]
FOLDER = ROOT / "build" / "peers"
PYTHON = FOLDER / "venv" / "bin" / "python"
NODE_FOLDER = FOLDER / "node"

OURS = ("lceval-isal-1", "lceval-zlib-1", "lceval-zlib-6")
REFERENCE = "docxtpl"


@dataclass(frozen=True)
class Engine:
    name: str
    registry: Literal["pip", "npm"]
    packages: tuple[str, ...]


BASE = Engine("this package", "pip", ("-e", str(ROOT), "python-docx==1.2.0"))
ENGINES = (
    Engine("lceval-isal-1", "pip", ("isal==1.9.1",)),
    Engine("lceval-zlib-1", "pip", ()),
    Engine("lceval-zlib-6", "pip", ()),
    Engine(REFERENCE, "pip", ("docxtpl==0.20.2",)),
    Engine("docx-mailmerge2", "pip", ("docx-mailmerge2==1.0.3",)),
    Engine(
        "docxtemplater",
        "npm",
        ("docxtemplater@3.71.0", "pizzip@3.3.0", "docxtemplater-image-module-free@1.1.1"),
    ),
    Engine("carbone", "npm", ("carbone@3.8.2",)),
    Engine("docx-templates", "npm", ("docx-templates@4.15.0",)),
    Engine("easy-template-x", "npm", ("easy-template-x@7.2.8",)),
)


def install() -> Mapping[str, str]:
    """Every engine by name, with why it is missing; '' for those that are there."""
    NODE_FOLDER.mkdir(parents=True, exist_ok=True)
    if not PYTHON.exists():
        subprocess.run([sys.executable, "-m", "venv", str(FOLDER / "venv")], check=True)
    reason = _installed(BASE, hashlib.sha256((ROOT / "pyproject.toml").read_bytes()).hexdigest())
    if reason:
        raise SystemExit(f"Not installed, so nothing can be compared: {' '.join(BASE.packages)}: {reason}")
    return {engine.name: _installed(engine) for engine in ENGINES}


def _installed(engine: Engine, edition: str = "") -> str:
    """Why an engine could not be installed; '' if it is there. What was installed once is written down."""
    note = FOLDER / "installed.json"
    known = json.loads(note.read_text()) if note.exists() else {}
    wanted = [*engine.packages, edition]
    if engine.registry == "npm" and not (shutil.which("node") and shutil.which("npm")):
        return "Node and npm are not there"
    if not engine.packages or known.get(engine.name) == wanted:
        return ""
    if engine.registry == "npm":
        command = ["npm", "install", "--no-audit", "--no-fund", "--save-exact", *engine.packages]
    else:
        command = [str(PYTHON), "-m", "pip", "install", "--quiet", *engine.packages]
    print(f"installing {engine.name} ...", file=sys.stderr)
    try:
        done = subprocess.run(command, cwd=NODE_FOLDER, capture_output=True, text=True, timeout=300)
    except subprocess.TimeoutExpired:
        return f"{engine.registry} gave no answer in five minutes"
    if done.returncode:
        said = [line for line in done.stderr.splitlines() if "rror" in line or "ERR" in line]
        return f"{engine.registry}: {' '.join(said[:2] or ['failed'])[:100]}"
    note.write_text(json.dumps({**known, engine.name: wanted}, indent=1))
    return ""
