"""Word templates opened: read, held against what they are for, made ready to be filled; or ready as they were kept.

What only a new template needs (its XML, the language of its tags, the types it is held against) is imported only for one.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from lceval_docs.problems import Problem, stop_on
from lceval_docs.sources.file import read_bytes
from lceval_docs.sources.kept import Copies, file_digest
from lceval_docs.views.chart import Chart
from lceval_docs.views.rich import Paragraphs
from lceval_docs.writers.word.template.filling import Filler, make_ready

if TYPE_CHECKING:
    from lceval_docs.sources.template.program import Template

TEMPLATES = "report_templates"
REPORT_TEMPLATE, FORM_TEMPLATE = "evaluation_report.docx", "form.docx"
NO_COPIES = Copies()


def template_at(path: Path, shown: str) -> Template:
    """The template in a file."""
    raw, problems = read_bytes(path, shown)
    stop_on(problems)
    return _template(raw, shown)


def report_template(root: Path, path: Path | None = None, copies: Copies = NO_COPIES) -> Filler:
    """The report template in force, or the one at `path`, held against the report's view and made ready to be filled."""
    raw, shown = _report_file(root, path)
    return copies.of(file_digest(raw, shown), Filler, lambda: _ready(raw, shown))


def open_template(path: Path, copies: Copies = NO_COPIES) -> Filler:
    """Any template, made ready to be filled with plain data: mappings, lists, texts, pictures."""
    raw, problems = read_bytes(path, path.as_posix())
    stop_on(problems)
    digest = file_digest(raw, f"{path.as_posix()} item")
    return copies.of(digest, Filler, lambda: make_ready(_template(raw, path.as_posix()), "item"))


def check_report_template(root: Path, copies: Copies) -> tuple[Problem, ...]:
    """Nothing, or `Refused`: the report template can be read, and names what there is. One that is kept did."""
    raw, shown = _report_file(root)
    if not copies.hold(file_digest(raw, shown)):
        report_template(root, copies=copies)
    return ()


def check_form_template(root: Path, copies: Copies) -> tuple[Problem, ...]:
    """Nothing, or `Refused`: the template of forms can be read."""
    template_at(root / TEMPLATES / FORM_TEMPLATE, f"{TEMPLATES}/{FORM_TEMPLATE}")
    return ()


def _report_file(root: Path, path: Path | None = None) -> tuple[bytes, str]:
    """The bytes of the report template, and how problems name it."""
    shown = path.as_posix() if path else f"{TEMPLATES}/{REPORT_TEMPLATE}"
    raw, problems = read_bytes(path or root / TEMPLATES / REPORT_TEMPLATE, shown)
    stop_on(problems)
    return raw, shown


def _ready(raw: bytes, shown: str) -> Filler:
    from lceval_docs.checks.template import check_template
    from lceval_docs.views.report import ReportView

    template = _template(raw, shown)
    stop_on(check_template(template, ReportView, drawn()))
    return make_ready(template)


def drawn() -> Mapping[str, type]:
    """The types of a view's values that stand in a template as runs, as blocks, as charts."""
    from lceval_docs.model.prose import Equation

    return {"run": Equation, "block": Paragraphs, "chart": Chart}


def _template(raw: bytes, shown: str) -> Template:
    from lceval_docs.sources.template.reading import read_template

    template, problems = read_template(raw, shown)
    stop_on(problems)
    assert template is not None
    return template
