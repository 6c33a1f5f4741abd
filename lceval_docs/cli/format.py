"""How problems are shown: to people, to programs, as annotations on a pull request, as SARIF for code scanners."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from lceval_docs import __version__
from lceval_docs.cli import terminal
from lceval_docs.cli.terminal import tell
from lceval_docs.problems import Problem

# From so many problems on, only the first of each kind are shown, and the rest are counted.
MANY, EACH = 300, 10
_LEVELS = {"error": "error", "warning": "warning", "info": "note"}
_ANNOTATIONS = {"error": "error", "warning": "warning", "info": "notice"}
_SARIF = "https://json.schemastore.org/sarif-2.1.0.json"


def show_text(problems: Sequence[Problem]) -> None:
    """By file and line; where there are very many, the first of each kind and how many more there are."""
    if len(problems) <= MANY:
        shown, left = list(problems), Counter[str]()
    else:
        seen, left = Counter[str](), Counter[str]()
        shown = []
        for problem in problems:
            seen[problem.code] += 1
            if seen[problem.code] <= EACH:
                shown.append(problem)
            else:
                left[problem.code] += 1
    if shown:
        terminal.show_problems(shown, problems)
    for code, count in sorted(left.items()):
        tell("{code}: {count} more.", code=code, count=count)


def show_json(problems: Sequence[Problem]) -> None:
    terminal.show_json(
        [
            {
                "code": p.code,
                "file": p.mark.file,
                **({"place": p.mark.place} if p.mark.place else {}),
                "line": p.mark.line,
                "column": p.mark.column,
                "severity": p.fault.severity,
                "message": p.worded(terminal.translate),
            }
            for p in problems
        ]
    )


def show_github(problems: Sequence[Problem]) -> None:
    """Annotations on a pull request; percent, line ends and commas are escaped as that format asks."""
    for p in problems:
        message = (
            f"{p.mark.place} {p.worded(terminal.translate)}".lstrip()
            .replace("%", "%25")
            .replace("\r", "%0D")
            .replace("\n", "%0A")
        )
        file = p.mark.file.replace("%", "%25").replace(",", "%2C").replace(":", "%3A")
        place = f"file={file},line={p.mark.line},col={p.mark.column},title={p.code}"
        terminal.show_text(f"::{_ANNOTATIONS[p.fault.severity]} {place}::{message}")


def show_sarif(problems: Sequence[Problem]) -> None:
    """SARIF 2.1.0, one run; a problem of a whole file points to its first line."""
    faults = {p.code: p.fault for p in problems}
    rules = [
        {
            "id": code,
            "shortDescription": {"text": terminal.translate(fault.says)},
            "defaultConfiguration": {"level": _LEVELS[fault.severity]},
        }
        for code, fault in sorted(faults.items())
    ]
    results = [
        {
            "ruleId": p.code,
            "level": _LEVELS[p.fault.severity],
            "message": {"text": p.worded(terminal.translate)},
            "locations": [
                {
                    "physicalLocation": {
                        "artifactLocation": {"uri": p.mark.file},
                        "region": {"startLine": max(p.mark.line, 1), "startColumn": max(p.mark.column, 1)},
                    }
                }
            ],
        }
        for p in problems
    ]
    driver = {"name": "lceval", "version": __version__, "rules": rules}
    terminal.show_json(
        {"$schema": _SARIF, "version": "2.1.0", "runs": [{"tool": {"driver": driver}, "results": results}]}
    )


SHOW: Mapping[str, Callable[[Sequence[Problem]], None]] = {
    "text": show_text,
    "json": show_json,
    "github": show_github,
    "sarif": show_sarif,
}
