"""What is said, in which language, on which stream. A console that cannot show a character shows another instead."""

from __future__ import annotations

import gettext
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

import click

from lceval_docs.problems import Problem, Translate, catalogue

_LOCALE = Path(__file__).parent.parent / "locale"
translate: Translate = str


def prepare(arguments: Sequence[str]) -> None:
    """Choose the language (`--lang zh|en`, Chinese unless said) for our words and for click's own."""
    global translate
    language = _language(arguments)
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(errors="replace")
    if language == "zh":
        os.environ["LANGUAGE"] = "zh_CN"
        gettext.bindtextdomain("lceval", str(_LOCALE))
        gettext.textdomain("lceval")
    translate = catalogue(language)


def _language(arguments: Sequence[str]) -> str:
    for number, argument in enumerate(arguments):
        if argument.startswith("--lang="):
            return argument.removeprefix("--lang=")
        if argument == "--lang" and number + 1 < len(arguments):
            return arguments[number + 1]
    return "zh"


def cache_folder() -> Path | None:
    """Where copies that spare work are kept: the user's own folder for such things; LCEVAL_CACHE names another, or `off`."""
    said = os.environ.get("LCEVAL_CACHE")
    if said:
        return None if said == "off" else Path(said)
    base = os.environ.get("LOCALAPPDATA" if os.name == "nt" else "XDG_CACHE_HOME")
    try:
        return (Path(base) if base else Path.home() / ".cache") / "lceval"
    except RuntimeError:  # no home
        return None


def say(message: str, **gaps: object) -> None:
    """A sentence on standard output."""
    click.echo(translate(message).format(**gaps))


def tell(message: str, **gaps: object) -> None:
    """A sentence on standard error: which edition, what was found."""
    click.echo(translate(message).format(**gaps), err=True)


def show_text(text: str) -> None:
    """Text that is worded already."""
    click.echo(text)


def show_json(data: Any) -> None:
    """JSON alone on standard output."""
    click.echo(json.dumps(data, ensure_ascii=False, indent=2))


def show_problems(problems: Sequence[Problem], counted: Sequence[Problem] | None = None) -> None:
    """Problems and warnings, by file and line, and how many there are of each (of `counted`, if not all are shown)."""
    coloured = sys.stderr.isatty() and not os.environ.get("NO_COLOR")
    lines = [problem.line(translate) for problem in problems]
    if coloured:
        lines = [
            click.style(line, fg="yellow" if problem.fault.is_warning else None)
            for line, problem in zip(lines, problems, strict=True)
        ]
    click.echo("\n".join(lines), err=True)
    for severity, message in (
        ("error", "{problems} problems in {files} files."),
        ("warning", "{problems} warnings in {files} files."),
        ("info", "{problems} remarks in {files} files."),
    ):
        files = [p.mark.file for p in counted or problems if p.fault.severity == severity]
        if files:
            tell(message, problems=len(files), files=len(set(files)))


def stop(code: int) -> NoReturn:
    raise SystemExit(code)
