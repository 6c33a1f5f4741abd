"""Word templates opened: read, held against what they are for, made ready to be filled; or ready as they were kept.

What only a new template needs (its XML, the language of its tags, the types it is held against) is imported only for one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from lceval_docs.problems import Fault, Mark, Problem, Refused, in_order, stop_on
from lceval_docs.sources.file import is_there, read_bytes, read_text
from lceval_docs.sources.kept import NO_COPIES, Copies, file_digest

if TYPE_CHECKING:
    from lceval_docs.sources.template.program import Template
    from lceval_docs.writers.word.template.filling import Filler

TEMPLATES = "report_templates"
REPORT_TEMPLATE, FORM_TEMPLATE = "evaluation_report.docx", "form.docx"
ENDING, README = ".docx", f"{TEMPLATES}/README.md"
NO_TEMPLATE = Fault("E0731", 'there is no template "{found}".', "Templates: {expected}; or the path of a .docx file.")
NO_PLACES = Fault(
    "E0617",
    "there is no place in it to be filled, so that every report would say the same.",
    "Begin with a copy of one that has places: lceval new template evaluation_report.",
)


def form_template(root: Path, copies: Copies = NO_COPIES) -> Template:
    """The shell of forms, in which only styles and frames stand."""
    from lceval_docs.sources.template.program import Template

    raw, shown = _file(root, FORM_TEMPLATE)
    return copies.of(file_digest(raw, shown), Template, lambda: _template(raw, shown))


def report_template(root: Path, path: Path | None = None, copies: Copies = NO_COPIES) -> Filler:
    """The report template in force, or the one at `path`, held against the report's view and made ready to be filled."""
    from lceval_docs.writers.word.template.filling import Filler

    raw, shown = _read(path, _shown(root, path)) if path else _file(root, REPORT_TEMPLATE)
    return copies.of(file_digest(raw, shown), Filler, lambda: _ready(raw, shown))


def shipped(root: Path) -> Mapping[str, Path]:
    """The edition's templates by name; not what an office program keeps beside an open file."""
    return {path.stem: path for path in sorted((root / TEMPLATES).glob(f"*{ENDING}")) if path.name[0] not in "~."}


def named_template(root: Path, name: str) -> Path:
    """The template of the edition that is called so, or the file at a path. Raises `Refused`."""
    of_edition = shipped(root)
    path = Path(name)
    if name in of_edition:
        return of_edition[name]
    if path.suffix or len(path.parts) > 1 or path.exists():
        return path
    raise Refused([NO_TEMPLATE.at(Mark(name), found=name, expected=", ".join(of_edition))])


def template_of(root: Path, digest: str) -> Path | None:
    """The edition's report template with this digest, or the one in force where none is known; None if it is not here."""
    if not digest:
        return root / TEMPLATES / REPORT_TEMPLATE
    return next((path for path in shipped(root).values() if _digest(_file(root, path.name)[0]) == digest), None)


def template_bytes(root: Path, name: str) -> bytes:
    """The file of one of the edition's templates. Raises `Refused`."""
    of_edition = shipped(root)
    if name not in of_edition:
        raise Refused([NO_TEMPLATE.at(Mark(TEMPLATES), found=name, expected=", ".join(of_edition))])
    return _file(root, of_edition[name].name)[0]


def readme_of(root: Path) -> str:
    """What the README of the edition's templates says; empty where there is none."""
    if not is_there(root / README):
        return ""
    text, problems = read_text(root / README, README)
    stop_on(problems)
    return text


def _shown(root: Path, path: Path) -> str:
    """How problems name a template: within the edition by its place there."""
    return f"{TEMPLATES}/{path.name}" if path.parent == root / TEMPLATES else path.as_posix()


def open_template(path: Path, copies: Copies = NO_COPIES) -> Filler:
    """Any template, made ready to be filled with plain data: mappings, lists, texts, pictures."""
    from lceval_docs.writers.word.template.filling import Filler, make_ready

    raw, shown = _read(path, path.as_posix())
    return copies.of(file_digest(raw, f"{shown} item"), Filler, lambda: make_ready(_template(raw, shown), "item"))


def check_report_templates(root: Path, copies: Copies) -> tuple[Problem, ...]:
    """Nothing, or `Refused`: each report template can be read, and names what there is. One that is kept did."""
    found: list[Problem] = []
    names = {REPORT_TEMPLATE, *(path.name for path in shipped(root).values())} - {FORM_TEMPLATE}
    for name in sorted(names):
        try:
            if not copies.hold(file_digest(*_file(root, name))):
                report_template(root, root / TEMPLATES / name, copies)
        except Refused as refused:
            found += refused.problems
    return stop_on(found)


def check_form_template(root: Path, copies: Copies) -> tuple[Problem, ...]:
    """Nothing, or `Refused`: the template of forms can be read. One that is kept could."""
    if not copies.hold(file_digest(*_file(root, FORM_TEMPLATE))):
        form_template(root, copies)
    return ()


def _file(root: Path, name: str) -> tuple[bytes, str]:
    """The bytes of one of the edition's templates, and how problems name it."""
    return _read(root / TEMPLATES / name, f"{TEMPLATES}/{name}")


def _read(path: Path, shown: str) -> tuple[bytes, str]:
    raw, problems = read_bytes(path, shown)
    stop_on(problems)
    return raw, shown


def _ready(raw: bytes, shown: str) -> Filler:
    from lceval_docs.checks.printed import check_notices
    from lceval_docs.checks.template import check_template
    from lceval_docs.views.report import ReportView
    from lceval_docs.views.traced import shape_of
    from lceval_docs.writers.word.provenance import with_place
    from lceval_docs.writers.word.template.filling import Origin, make_ready

    template = _template(raw, shown)
    if not (template.programs or template.charts):
        raise Refused([NO_PLACES.at(template.mark)])
    stop_on([*check_template(template, ReportView, drawn()), *check_notices(template)])
    parts, part = with_place(template.parts)
    origin = Origin(PurePath(shown).name, _digest(raw), part)
    return replace(make_ready(replace(template, parts=parts), view=shape_of(ReportView)), origin=origin)


def _digest(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()


def holds_places(raw: bytes, shown: str) -> bool:
    """Whether a Word file has tags in it, right or wrong, so that it is meant as a template."""
    from lceval_docs.sources.template.marking import has_tags
    from lceval_docs.sources.template.package import unzip

    members, problems = unzip(raw, Mark(shown))
    return not problems and has_tags(members)


def examine_template(raw: bytes, shown: str) -> tuple[Problem, ...]:
    """Everything there is to say of a report template: what is wrong, what is written in vain, what is never printed."""
    from lceval_docs.checks.printed import check_notices, check_printed
    from lceval_docs.checks.template import check_template
    from lceval_docs.sources.template.reading import read_draft
    from lceval_docs.views.report import ReportView

    template, problems = read_draft(raw, shown)
    if template is None:
        return problems
    unknown = check_template(template, ReportView, drawn())
    gone = () if problems else check_notices(template)
    return in_order((*problems, *unknown, *gone, *check_printed(template, ReportView, not problems)))


def drawn() -> Mapping[str, type]:
    """The types of a view's values that stand in a template as runs, as blocks, as charts."""
    from lceval_docs.model.prose import Equation
    from lceval_docs.views.chart import Chart
    from lceval_docs.views.rich import Paragraphs

    return {"run": Equation, "block": Paragraphs, "chart": Chart}


def _template(raw: bytes, shown: str) -> Template:
    from lceval_docs.sources.template.reading import read_template

    template, problems = read_template(raw, shown)
    stop_on(problems)
    assert template is not None
    return template
