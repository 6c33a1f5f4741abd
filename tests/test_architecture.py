"""The laws of the house, each held by reading the package's own source."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "lceval_docs"

# Each floor may import only from floors above it in this list, or from its own folder in the order stated there.
FLOORS: tuple[tuple[str, ...], ...] = (
    ("records", "memory", "problems", "quantities", "formulas"),
    ("model",),
    ("engine",),
    ("sources",),
    ("checks",),
    ("views",),
    ("writers",),
    ("template",),
    ("judging",),
    ("examining",),
    ("verifying",),
    ("authoring",),
    ("assessment",),
    ("limits",),
    ("disk",),
    ("runtime",),
    ("delivery",),
    ("build",),
    ("batch",),
    ("cli", "plugin", "__main__", "__init__"),
)
INSIDE: dict[str, tuple[str, ...]] = {
    "": ("records", "memory", "problems", "quantities", "formulas"),
    "model": (
        "origin",
        "provenance",
        "report",
        "answer",
        "imported",
        "prose",
        "text",
        "factor",
        "data",
        "indicator",
        "grading",
        "form",
        "typesetting",
        "produced",
        "plausibility",
        "legible",
        "guidance",
        "register",
        "history",
        "standard",
        "case",
        "evaluation",
        "analysis",
        "workbook",
    ),
    "engine": (
        "total",
        "worksheet",
        "inventory",
        "figures",
        "scoring",
        "grading",
        "evaluation",
        "trend",
        "compiled",
        "influence",
        "judgement",
        "trial",
        "sensitivity",
        "improvement",
        "supposition",
        "uncertainty",
    ),
    "sources": (
        "portable",
        "program",
        "runtime",
        "file",
        "document",
        "plain",
        "scalar",
        "record",
        "single",
        "silence",
        "prose",
        "picture",
        "origin",
        "root",
        "standard",
        "guidance",
        "history",
        "register",
        "site",
        "kept",
        "untouched",
        "case",
        "template",
        "fingerprint",
        "produced",
        "legible",
        "answer",
        "form",
        "workbook",
        "report",
    ),
    "sources/report": ("provenance", "chart", "reading"),
    "sources/prose": ("inline", "joining", "chapter"),
    "sources/answer": ("cell", "source", "whole"),
    "sources/form": ("grid", "control", "layout", "reading"),
    "sources/workbook": ("package", "grid", "table", "reading"),
    "sources/template": (
        "program",
        "tag",
        "package",
        "part",
        "place",
        "language",
        "draft",
        "cell",
        "block",
        "marking",
        "reading",
    ),
    "checks": (
        "formula",
        "parameter",
        "example",
        "arithmetic",
        "indicator",
        "factor",
        "grading",
        "text",
        "guidance",
        "history",
        "register",
        "outlet",
        "form",
        "gbt",
        "doubt",
        "standard",
        "review",
        "stage",
        "source",
        "plausibility",
        "share",
        "period",
        "serial",
        "offset",
        "published",
        "mention",
        "data",
        "case",
        "template",
        "printed",
        "typesetting",
        "page",
    ),
    "checks/gbt": (
        "rule",
        "modality",
        "passage",
        "name",
        "quotation",
        "mention",
        "metadata",
        "structure",
        "level",
        "front",
        "scope",
        "citing",
        "reference",
        "citation",
        "term",
        "definition",
        "abbreviation",
        "wording",
        "requirement",
        "permission",
        "listing",
        "object",
        "table",
        "annex",
        "datum",
        "unit",
        "number",
        "character",
        "typography",
        "consistency",
        "naming",
        "lint",
        "kept",
    ),
    "views": (
        "number",
        "label",
        "name",
        "legible",
        "equation",
        "layout",
        "later",
        "rule",
        "question",
        "answer",
        "rich",
        "chart",
        "picture",
        "charted",
        "rule_chart",
        "bookmark",
        "traced",
        "edition",
        "sheet",
        "block",
        "addition",
        "inventory",
        "offset",
        "verdict",
        "skeleton",
        "ledger",
        "score",
        "trend",
        "convention",
        "comparison",
        "sensitivity",
        "improvement",
        "uncertainty",
        "analysis",
        "warning",
        "calculation",
        "report",
        "analysis_meaning",
        "meaning",
        "fact",
        "row",
        "form",
        "listing",
        "step",
        "lineage",
        "explain",
        "derivation",
        "summary",
        "index",
        "workbook",
        "renewal",
        "export",
        "site",
    ),
    "views/workbook": ("grid", "filling", "status", "layout", "table", "summary", "whole"),
    "views/derivation": ("asked", "points", "amount", "told", "whole"),
    "views/edition": (
        "cell",
        "term",
        "document",
        "process",
        "grading",
        "formula",
        "indicator",
        "factor",
        "form",
        "part",
        "numbering",
        "place",
        "citation",
        "whole",
        "explanation",
    ),
    "views/form": ("shape", "control", "asked", "own", "letter", "whole", "known"),
    "views/export": ("file", "text", "record", "whole", "table", "catalog"),
    "views/site": (
        "part",
        "structure",
        "process",
        "term",
        "standard",
        "guidance",
        "catalogue",
        "indicator",
        "factor",
        "search",
        "profile",
        "worked",
        "reference",
        "assessment",
        "download",
        "drafting",
        "outlet",
        "target",
        "moved",
        "history",
        "register",
        "publicity",
        "sought",
        "all",
    ),
    "assessment": ("understood", "built", "answered", "judged", "shown", "improved", "filed", "session"),
    "authoring": ("filled", "imported", "factory", "review", "importing", "beginning", "confirmation"),
    "writers": (
        "plan",
        "portable",
        "confirmation",
        "origin",
        "yaml_text",
        "casefile",
        "pages",
        "json_schema",
        "schema",
        "export",
        "workbook",
        "index",
        "word",
        "archive",
        "wheel",
    ),
    "verifying": ("place", "wording", "figure", "drawn", "mention", "origin", "whole", "tracing"),
    "writers/export": ("record", "oscal", "table"),
    "writers/pages": (
        "escape",
        "policy",
        "mathml",
        "svg",
        "chapter",
        "sheet",
        "assessment",
        "markdown",
        "search",
        "names",
        "moved",
        "feed",
        "publicity",
    ),
    "writers/pages/svg": ("lettering", "shape", "curve", "bar", "tree", "flow", "radar", "whole"),
    "writers/word": (
        "package",
        "text",
        "seam",
        "properties",
        "equation",
        "chart",
        "style",
        "template",
        "provenance",
        "lines",
        "flow",
        "pages",
        "stream",
        "contents",
        "report",
        "form",
        "edition",
    ),
    "writers/word/template": (
        "addition",
        "rich",
        "drawing",
        "subdocument",
        "symbol",
        "hidden",
        "value",
        "needed",
        "tracing",
        "code",
        "compiled",
        "filling",
    ),
    "writers/word/form": ("picture", "glossary", "control", "block", "shell", "whole"),
    "writers/word/edition": ("numbering", "style", "line", "picture", "table", "continued", "block", "frame", "whole"),
    "batch": ("order", "journal", "server", "worker", "engine", "office", "run", "listing"),
    "cli": ("terminal", "format", "command", "batch", "document", "case", "report"),
}
STANDARD_LIBRARY_ONLY = ("problems", "quantities", "formulas", "model", "engine")
IN_A_BROWSER = (
    *("sources.workbook", "sources.answer", "sources.case", "checks.case", "engine.evaluation"),
    *("views.question", "views.answer", "views.workbook", "writers.casefile"),
)
LONGEST_ROOM = 340


def modules() -> list[Path]:
    return sorted(p for p in PACKAGE.rglob("*.py") if "bundle" not in p.parts)


def place(path: Path) -> tuple[str, ...]:
    return path.relative_to(PACKAGE).with_suffix("").parts


def rank(parts: tuple[str, ...]) -> tuple[int, ...]:
    """Where a module stands: floor first, then its place in each folder's stated order."""
    floor = next(n for n, names in enumerate(FLOORS) if parts[0] in names)
    places = [floor]
    for depth, name in enumerate(parts):
        order = INSIDE.get("/".join(parts[:depth]), ())
        places.append(order.index(name) if name in order else -1 if name == "__init__" else 0)
    return tuple(places)


def imports(path: Path) -> Iterator[str]:
    """Every module named by an import, wherever it stands."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def own_imports(path: Path) -> set[tuple[str, ...]]:
    found = set()
    for name in imports(path):
        parts = tuple(name.split(".")[1:])
        if name.startswith("lceval_docs.") and _is_module(parts):
            found.add(parts)
    return found


def _is_module(parts: tuple[str, ...]) -> bool:
    target = PACKAGE.joinpath(*parts)
    return target.with_suffix(".py").exists() or (target / "__init__.py").exists()


@pytest.mark.parametrize("path", modules(), ids=lambda p: "/".join(place(p)))
def test_imports_go_up(path: Path) -> None:
    """A module imports from higher floors only; inside a folder, from rooms named before it."""
    mine = place(path)
    for theirs in own_imports(path):
        if mine[-1] == "__init__":  # a folder's face hands on what is inside
            assert rank(theirs)[0] <= rank(mine)[0] and theirs[: len(mine) - 1] == mine[:-1]
        elif theirs[0] == mine[0] or rank(theirs)[0] != rank(mine)[0]:
            assert rank(theirs) < rank(mine), f"{mine} imports {theirs}"
        else:
            assert rank(mine)[0] in (0, len(FLOORS) - 1), f"{mine} imports its neighbour {theirs}"


def test_every_module_has_a_room() -> None:
    """A module that is on no list fails."""
    for path in modules():
        parts = place(path)
        rank(parts)
        if len(parts) > 1 and parts[-1] != "__init__":
            assert parts[-1] in INSIDE["/".join(parts[:-1])], path


def test_no_circle() -> None:
    """Imports form no circle."""
    graph = {place(p): own_imports(p) for p in modules()}
    done: set[tuple[str, ...]] = set()

    def visit(node: tuple[str, ...], trail: tuple[tuple[str, ...], ...]) -> None:
        assert node not in trail, trail
        if node in done:
            return
        for target in graph.get(node, ()):
            visit(target, (*trail, node))
        done.add(node)

    for node in graph:
        visit(node, ())


@pytest.mark.parametrize(
    "path", [p for p in modules() if place(p)[0] in STANDARD_LIBRARY_ONLY], ids=lambda p: "/".join(place(p))
)
def test_lower_floors_use_the_standard_library_only(path: Path) -> None:
    """The engine runs in a bare interpreter, and so in a browser."""
    for name in imports(path):
        top = name.split(".")[0]
        assert top == "lceval_docs" or top in sys.stdlib_module_names, name


def test_a_browser_reads_and_judges() -> None:
    """From a filled workbook to the case and its points: the standard library and pure Python, nothing of Word or a terminal."""
    absent = "import sys; sys.modules.update(dict.fromkeys(('lxml', 'click', 'jinja2', 'docxtpl')))"
    wanted = "; ".join(f"import lceval_docs.{name}" for name in IN_A_BROWSER)
    subprocess.run([sys.executable, "-c", f"{absent}; {wanted}"], check=True, cwd=PACKAGE.parent)


def calls(path: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            yield name, node.lineno


READERS = {"read_text", "read_bytes", "open", "glob", "rglob", "iterdir", "stat"}
WRITERS = {"write_text", "write_bytes", "mkdir", "mkstemp", "unlink", "rename", "replace_file", "chmod", "rmtree"}


@pytest.mark.parametrize("path", modules(), ids=lambda p: "/".join(place(p)))
def test_who_reads_and_writes(path: Path) -> None:
    """Only sources read author files, asked by template, judging and examining; only the disk's room writes (and looks at what it would overwrite).

    A batch reads what is made already: its journal, and the PDF that an office program has left in a folder of its own.
    """
    room = place(path)[0]
    made = (("batch", "journal"), ("batch", "office"))
    for name, line in calls(path):
        if name in READERS and place(path) != ("batch", "engine"):  # a lane opens an executor
            assert (
                room in ("sources", "template", "judging", "examining", "authoring", "disk") or place(path) in made
            ), f"{path}:{line} {name}"
        if name in WRITERS:
            assert room == "disk", f"{path}:{line} {name}"


def test_only_the_journal_adds_to_a_file() -> None:
    """Whole files are written by build; lines are added by the journal of a batch, one write each, and by nobody else."""
    adding = {place(p) for p in modules() if "O_APPEND" in p.read_text(encoding="utf-8")}
    assert adding == {("batch", "journal")}


@pytest.mark.parametrize("path", modules(), ids=lambda p: "/".join(place(p)))
def test_who_prints_and_knows_frames(path: Path) -> None:
    """Only the command line prints, exits and knows click; only the plugin knows MkDocs."""
    room = place(path)[0]
    if room != "cli":
        assert "click" not in {n.split(".")[0] for n in imports(path)}
        assert not [line for name, line in calls(path) if name in ("print", "exit")]
    if room != "plugin":
        assert "mkdocs" not in {n.split(".")[0] for n in imports(path)}


@pytest.mark.parametrize(
    "path", [p for p in modules() if place(p)[0] not in ("cli", "plugin")], ids=lambda p: "/".join(place(p))
)
def test_no_clock_environment_or_network(path: Path) -> None:
    """Same input, same bytes: nothing asks what time it is, who is asking, or anybody else; a limit, how long it took."""
    forbidden = {"random", "socket", "urllib", "http", "locale", "secrets"}
    if place(path) != ("limits",):
        forbidden.add("time")
    assert not forbidden & {n.split(".")[0] for n in imports(path)}
    # uuid5 follows from a name; these are drawn, or tell the machine and the time.
    assert not {"uuid1", "uuid4", "uuid6", "uuid7", "getnode"} & {name for name, _ in calls(path)}
    source = path.read_text(encoding="utf-8")
    for word in ("environ", "getenv", ".today(", ".now(", "utcnow"):
        assert word not in source, word


@pytest.mark.parametrize("path", modules(), ids=lambda p: "/".join(place(p)))
def test_one_place_rounds(path: Path) -> None:
    """`quantize` stands in quantities (for print) and grading (dust of divisions); `round` nowhere with money or points."""
    allowed = place(path) in (("quantities",), ("engine", "grading"))
    assert allowed or "quantize" not in {name for name, _ in calls(path)}
    callers = {"views", "checks", "quantities"}
    assert place(path)[0] in callers or "rounded" not in {name for name, _ in calls(path)}


@pytest.mark.parametrize("path", modules(), ids=lambda p: "/".join(place(p)))
def test_no_name_or_number_of_the_standard(path: Path) -> None:
    """No indicator id, dimension name or weight of the real standard stands in the code."""
    import re

    source = path.read_text(encoding="utf-8")
    code = "\n".join(line.split("#")[0] for line in source.splitlines())
    names = ("管理制度", "工厂设施", "企业产品", "能源/资源节约", "环境排放", "碳中和", "近零碳工厂", "低碳工厂")
    body = ast.parse(source)
    strings = [n.value for n in ast.walk(body) if isinstance(n, ast.Constant) and isinstance(n.value, str)]
    docstrings = {
        ast.get_docstring(n, clean=False)
        for n in ast.walk(body)
        if isinstance(n, ast.Module | ast.ClassDef | ast.FunctionDef)
    }
    for text in strings:
        if text not in docstrings:
            assert not re.fullmatch(r"[A-F]\d-\d|[GN]\d", text), text
            assert not any(name in text for name in names), text
    assert "0.4419" not in code


@pytest.mark.parametrize("path", modules(), ids=lambda p: "/".join(place(p)))
def test_rooms_fit_in_one_head(path: Path) -> None:
    """A room that has grown too long splits by subject; none is called utils, helpers, common or manager."""
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_ROOM
    assert path.stem not in ("utils", "helpers", "common", "manager")


@pytest.mark.parametrize("path", modules(), ids=lambda p: "/".join(place(p)))
def test_every_module_says_what_it_is(path: Path) -> None:
    """Each module begins with a docstring."""
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
