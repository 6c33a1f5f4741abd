"""Editions to try the rules of drafting on: the tiny standard with a plain text that breaks none of them."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from conftest import ROOT, TINY

PLAIN = ROOT / "tests" / "standards" / "plain"
CHAPTERS = {
    "foreword": "00-foreword.md",
    "scope": "01-scope.md",
    "references": "02-references.md",
    "terms": "03-terms.md",
    "chapter": "04-trial.md",
}
MADE = {
    "introduction": ("00-introduction.md", "introduction", "引言", "informative"),
    "annex": ("90-annex.md", "annex", "附加", "normative"),
    "informative annex": ("90-annex.md", "annex", "附加", "informative"),
    "bibliography": ("99-bibliography.md", "bibliography", "参考文献", "informative"),
}


def plain_root(folder: Path) -> Path:
    """The tiny edition with the plain text."""
    root = folder / "edition"
    shutil.copytree(TINY / "standard", root / "standard")
    shutil.rmtree(root / "standard/text")
    shutil.copytree(PLAIN, root / "standard/text")
    shutil.copytree(ROOT / "report_templates", root / "report_templates")
    return root


def put(root: Path, where: str, content: str) -> None:
    """Put an example in its place."""
    text = root / "standard/text"
    if where in CHAPTERS:
        path = text / CHAPTERS[where]
        head = path.read_text(encoding="utf-8").split("\n---\n", 1)[0]
        path.write_text(f"{head}\n---\n{content}\n", encoding="utf-8")
    elif where in MADE:
        name, kind, title, nature = MADE[where]
        front = f"---\nid: made\ntitle: {title}\nkind: {kind}\nnature: {nature}\nstatus: proposal\nbasis: 测试\n---\n"
        (text / name).write_text(front + content + "\n", encoding="utf-8")
    elif where == "text":
        for path in text.glob("*.md"):
            path.unlink()
        put_files(text, content)
    elif where == "edition":
        put_files(root / "standard", content)
    elif where == "indicator":
        path = root / "standard/indicators/t.yaml"
        path.write_text(with_lines(path.read_text(encoding="utf-8"), content.splitlines()), encoding="utf-8")
    elif where == "standard.yaml":
        path = root / "standard/standard.yaml"
        lines = path.read_text(encoding="utf-8").splitlines()
        for line in content.splitlines():
            key = line.split(":", 1)[0] + ":"
            lines = [*(x for x in lines if not x.startswith(key)), line]
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    else:
        (root / "standard" / where).write_text(content + "\n", encoding="utf-8")


def put_files(folder: Path, content: str) -> None:
    """Write each file that follows a line `=== path`."""
    for piece in re.split(r"^=== ", content, flags=re.MULTILINE)[1:]:
        name, body = piece.split("\n", 1)
        (folder / name.strip()).write_text(body, encoding="utf-8")


def with_lines(data: str, lines: list[str]) -> str:
    """The data with the lines of the same key replaced in the first indicator of their kind."""
    given = {line.split(":", 1)[0]: line for line in lines}
    records = re.split(r"(?m)^(?=      - id:)", data)
    at = next(n for n, record in enumerate(records) if given["kind"] in record)
    for key, line in given.items():
        records[at] = re.sub(rf"(?m)^        {key}:.*$", lambda _, line=line: f"        {line}", records[at])
    return "".join(records)
