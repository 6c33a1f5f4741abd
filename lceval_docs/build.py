"""View and write: a plan {path: bytes}; then put it down in one go, or compare it.

Everything here either gives a whole result or raises `Refused` with every problem. Only `write` touches the disk.
Writers are imported by the plans that need them: a check of the standard needs none.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from lceval_docs.checks.formula import nearest
from lceval_docs.checks.gbt.lint import check_drafting
from lceval_docs.checks.review import reviewed
from lceval_docs.checks.stage import check_stage
from lceval_docs.judging import (
    FAULTY,
    FORM_TEMPLATE,
    TEMPLATES,
    Judged,
    checked_standard,
    judged_examples,
    template_at,
)
from lceval_docs.model.standard import Standard
from lceval_docs.model.text import Confirmation
from lceval_docs.problems import Fault, Mark, Problem, Refused, catalogue, stop_on
from lceval_docs.sources.document import read_text
from lceval_docs.sources.template.program import Template
from lceval_docs.views.edition.explanation import view_explanation_text
from lceval_docs.views.edition.whole import view_edition
from lceval_docs.views.name import FORM_ENDING, REPORT_ENDING, file_name
from lceval_docs.views.report import view_report
from lceval_docs.views.site.standard import EDITION_PATH, EXPLANATION_PATH
from lceval_docs.views.skeleton import view_indicator_skeleton

NO_FORM = Fault("E0701", 'there is no form "{found}".', "Forms: {expected}.")
NOT_A_FOLDER = Fault("E0702", "this is not a folder.", "Name a folder to write into.")
NOT_WRITABLE = Fault("E0703", "it cannot be written: {found}.", "Close the file in Word, or choose another folder.")
STALE = Fault("E0704", "the file differs from what would be written.", "Run the same command without --check.")
NOTHING_TO_CONFIRM = Fault("E0706", 'there is no clause or indicator "{found}".', "Is it {expected}?")
NO_DAY = Fault("E0707", '"{found}" is no day.', "Write it like 2026-05-31.")
NO_TOPIC = Fault("E0708", '"{found}" is no id of an indicator below a topic.', "Topics: {expected}; write D1-5.")
ID_TAKEN = Fault("E0709", "{found} is taken; ids are never used again.", "The next one is {expected}.")
SAME_NAME = Fault("E0705", "two cases give the same file name.", "Give each factory a name of its own.")

Plan = Mapping[str, bytes]

EDITION_NAMES = {"draft": "标准文本", "comment": "征求意见稿", "approved": "报批稿", "published": "标准"}
EXPLANATION_NAME = "编制说明"
PUBLISHED = "published"


def plan_report(standard: Standard, judged: Judged, template: Template) -> Plan:
    """The evaluation report of one case."""
    from lceval_docs.writers.word.properties import Properties
    from lceval_docs.writers.word.report import render_report

    view = view_report(standard, judged.case, judged.evaluation)
    review = judged.case.review
    properties = Properties(
        title=f"{view.factory_name}：{standard.identity.title}评价报告",
        creator=view.organisation,
        date=review.report_date if review else standard.identity.date,
    )
    return {file_name(view.factory_name, REPORT_ENDING): render_report(template, view, properties)}


def plan_reports(standard: Standard, judged: list[Judged], template: Template) -> Plan:
    """The reports of several cases, each under a name of its own."""
    plan: dict[str, bytes] = {}
    for one in judged:
        for name, content in plan_report(standard, one, template).items():
            if name in plan:
                raise Refused([SAME_NAME.at(Mark(name))])
            plan[name] = content
    return plan


def plan_form(standard: Standard, root: Path, id: str) -> Plan:
    """One blank form."""
    from lceval_docs.views.form import view_form
    from lceval_docs.writers.word.form import render_form
    from lceval_docs.writers.word.properties import Properties

    form = next((f for f in standard.forms if f.id == id), None)
    if form is None:
        known = ", ".join(f.id for f in standard.forms)
        raise Refused([NO_FORM.at(Mark("standard/forms"), found=id, expected=known)])
    shell = template_at(root / TEMPLATES / FORM_TEMPLATE, f"{TEMPLATES}/{FORM_TEMPLATE}", None)
    properties = Properties(form.title, standard.identity.owner, standard.identity.date)
    return {file_name(form.title, FORM_ENDING): render_form(shell, view_form(standard, form), properties)}


def plan_edition(standard: Standard, stage_id: str = "", line_numbers: bool = False) -> Plan:
    """The Word edition of the text, in the form of a stage: the standard's own unless said."""
    from lceval_docs.writers.word.edition.whole import render_edition
    from lceval_docs.writers.word.properties import Properties

    stage_id = stage_id or standard.identity.stage
    found = [*check_stage(standard, stage_id)]
    if stage_id == PUBLISHED:
        found += [p for p in check_drafting(standard).problems if not p.fault.is_warning]
    stop_on(found)
    identity = standard.identity
    view = view_edition(standard, stage_id)
    properties = Properties(identity.title, identity.owner, identity.date)
    name = EDITION_NAMES[stage_id]
    return {f"{name}.docx": render_edition(view, standard.typesetting, properties, line_numbers)}


def plan_explanation(standard: Standard) -> Plan:
    """The drafting explanation, with the questions it leaves open; nothing where the standard has none."""
    if standard.explanation is None:
        return {}
    from lceval_docs.writers.word.edition.whole import render_explanation
    from lceval_docs.writers.word.properties import Properties

    view = view_explanation_text(standard, standard.explanation)
    properties = Properties(view.title, standard.identity.owner, standard.identity.date)
    return {f"{EXPLANATION_NAME}.docx": render_explanation(view, standard.typesetting, properties)}


def plan_review(standard: Standard, ids: tuple[str, ...], everything: bool, on: str | None, by: str) -> Plan:
    """`reviewed.yaml` with clauses and indicators confirmed as they stand; what was confirmed before stays."""
    from lceval_docs.writers.confirmation import render_confirmations

    found = {one.id: one for one in reviewed(standard)}
    unknown = [id for id in ids if id not in found]
    if unknown:
        place = Mark("standard/reviewed.yaml")
        raise Refused([NOTHING_TO_CONFIRM.at(place, found=id, expected=nearest(id, found)) for id in unknown])
    try:
        day = date.fromisoformat(on) if on else standard.identity.date
    except ValueError:
        raise Refused([NO_DAY.at(Mark("--on"), found=on)]) from None
    chosen = tuple(found) if everything else ids
    new = {id: Confirmation(id=id, text=found[id].fingerprint, on=day, by=by) for id in chosen}
    kept = {c.id: c for c in standard.confirmations}
    whole = [(kept | new)[id] for id in found if id in new or id in kept]
    return {"reviewed.yaml": render_confirmations(whole).encode()}


def plan_indicator(standard: Standard, root: Path, id: str, name: str) -> Plan:
    """The file of a dimension with a new indicator at the end of its topic; everything else in it stays as it is."""
    topics = {topic.id: topic for dimension in standard.dimensions for topic in dimension.topics}
    topic = topics.get(id.rpartition("-")[0])
    taken = [i.id for t in topics.values() for i in t.indicators]
    place = Mark("standard/indicators")
    if topic is None or not id.rpartition("-")[2].isdigit():
        raise Refused([NO_TOPIC.at(place, found=id, expected=", ".join(topics))])
    if id in taken:
        raise Refused([ID_TAKEN.at(place, found=id, expected=f"{topic.id}-{len(topic.indicators) + 1}")])
    last = topic.indicators[-1].mark
    text, problems = read_text(root / last.file, last.file)
    stop_on(problems)
    lines = text.splitlines(keepends=True)
    indent = last.column - 3
    end = last.line
    while end < len(lines) and (not lines[end].strip() or len(lines[end]) - len(lines[end].lstrip(" ")) > indent):
        end += 1
    whole = "".join([*lines[:end], view_indicator_skeleton(id, name, indent), *lines[end:]])
    return {last.file: whole.encode()}


def plan_site(standard: Standard, root: Path, judged: list[Judged]) -> tuple[dict[str, str], dict[str, str], Plan]:
    """The generated pages of the site as Markdown, where each came from, and its downloads."""
    from lceval_docs.views.site import view_site
    from lceval_docs.writers.pages.markdown import render_page

    pages = view_site(standard, [(j.case, j.evaluation) for j in judged], all_faults(), catalogue("zh"))
    plans = {f"forms/{form.id}.docx": plan_form(standard, root, form.id) for form in standard.forms}
    plans |= {EDITION_PATH: plan_edition(standard), EXPLANATION_PATH: plan_explanation(standard)}
    downloads = {path: next(iter(plan.values())) for path, plan in plans.items() if plan}
    return {p.path: render_page(p) for p in pages}, {p.path: p.source for p in pages}, downloads


def all_faults() -> tuple[Fault, ...]:
    """Every kind of problem that this package can report."""
    modules = (*FAULTY, sys.modules[__name__])
    return tuple(dict.fromkeys(f for m in modules for f in vars(m).values() if isinstance(f, Fault)))


def plan_build(root: Path) -> Plan:
    """Every published artefact that is not the HTML site itself."""
    from lceval_docs.writers.schema import render_schemas

    standard = checked_standard(root)
    pages, _, downloads = plan_site(standard, root, judged_examples(standard, root))
    plan: dict[str, bytes] = {f"pages/{path}": text.encode() for path, text in pages.items()}
    plan.update(plan_edition(standard))
    plan.update(plan_explanation(standard))
    plan.update(downloads)
    plan.update({f"schema/{name}": text.encode() for name, text in render_schemas().items()})
    return plan


def write(plan: Plan, folder: Path) -> tuple[Path, ...]:
    """Put a plan down: every file under a temporary name first, then all renamed. Raises `Refused`."""
    if folder.exists() and not folder.is_dir():
        raise Refused([NOT_A_FOLDER.at(Mark(folder.as_posix()))])
    import tempfile

    waiting: list[tuple[str, Path]] = []
    target = folder
    try:
        for name, content in plan.items():
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            handle, temporary = tempfile.mkstemp(prefix=".lceval-", dir=target.parent)
            waiting.append((temporary, target))
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            Path(temporary).chmod(0o644)
        for temporary, target in waiting:
            Path(temporary).replace(target)
    except OSError as error:
        raise Refused([NOT_WRITABLE.at(Mark(target.as_posix()), found=error.strerror)]) from None
    finally:
        for temporary, _ in waiting:
            Path(temporary).unlink(missing_ok=True)
    return tuple(target for _, target in waiting)


def compare(plan: Plan, folder: Path) -> tuple[Problem, ...]:
    """What in a folder differs from a plan."""
    return tuple(
        STALE.at(Mark((folder / name).as_posix()))
        for name, content in plan.items()
        if not (folder / name).is_file() or (folder / name).read_bytes() != content
    )
