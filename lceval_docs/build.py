"""View and write: a plan {path: bytes} of all that is published or filled in.

Everything here either gives a whole result or raises `Refused` with every problem; nothing touches the disk.
Writers are imported by the plans that need them: a check of the standard needs none.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from lceval_docs import __version__
from lceval_docs.checks.outlet import check_report_address
from lceval_docs.checks.stage import check_stage
from lceval_docs.examining import faulty
from lceval_docs.judging import Judged, checked_guidance, checked_publicity, checked_standard, judged_examples
from lceval_docs.model.answer import YEARS, Address, Questionnaire
from lceval_docs.model.case import Case
from lceval_docs.model.evaluation import Evaluation
from lceval_docs.model.form import OF_THE_STANDARD, Form
from lceval_docs.model.provenance import Provenance
from lceval_docs.model.standard import Standard
from lceval_docs.problems import Fault, Mark, Refused, catalogue, stop_on
from lceval_docs.sources.template.program import Template
from lceval_docs.template import README, form_template, readme_of
from lceval_docs.views.answer import answered_years, view_answers
from lceval_docs.views.fact import view_dossier
from lceval_docs.views.form import view_filling, view_form
from lceval_docs.views.form.control import Filling
from lceval_docs.views.name import FORM_ENDING, REPORT_TITLE, WORKBOOK_ENDING, file_name, report_ending
from lceval_docs.views.question import view_questions
from lceval_docs.views.report import view_report
from lceval_docs.views.verdict import is_awarded
from lceval_docs.writers.plan import Plan as Plan

if TYPE_CHECKING:
    from lceval_docs.views.site.outlet import Outlet
    from lceval_docs.writers.word.template.filling import Filler

NO_FORM = Fault("E0701", 'there is no form "{found}".', "Forms: {expected}.")
NOT_BLANK = Fault(
    "E0710", "{found} is not made blank.", "It is written for a case: lceval report CASE --document {found}."
)
NO_YEARS = Fault("E0717", '"{found}" is no span of years.', "Write it like 2019-2023, at most {expected} years.")
NO_GRADE = Fault("E0711", '{found} has no grade, so "{form}" is not made.', "Look at: lceval evaluate.")
INCOMPLETE = Fault(
    "E0712", '{found} has not handed in everything, so "{form}" is not made.', "Look at: lceval evaluate."
)
COMPLETE = Fault("E0714", '{found} has handed in everything, so "{form}" is not made.', "Look at: lceval evaluate.")
SAME_NAME = Fault(
    "E0705",
    "gives files of the same name as {other}: {found}.",
    "Give each factory a name of its own, or write what is of another year into another folder.",
)
UNTOLD = Fault(
    "W0725", "what was written cannot be noted here: {found}.", "The same command again will make these reports again."
)
OTHER_FILES = Fault(
    "E0726",
    "a worker of the cluster has another edition, templates or program.",
    "Let all machines use the same folders and the same installation, and start the workers again.",
)
NO_SCHEDULER = Fault("E0727", "no scheduler answers: {found}.", "Start one with: dask scheduler.")
NO_PDF = Fault("E0728", "the office program made no PDF of it.", "Open it in Word or LibreOffice, and look.")

EDITION_NAMES = {"draft": "标准文本", "comment": "征求意见稿", "approved": "报批稿", "published": "标准"}
EXPLANATION_NAME = "编制说明"
PUBLISHED = "published"
# Every document of the process.
ALL = "all"


def plan_report(standard: Standard, judged: Judged, template: Filler) -> Plan:
    """The evaluation report of one case."""
    from lceval_docs.writers.word.properties import Properties
    from lceval_docs.writers.word.report import render_report

    view = view_report(standard, judged.case, judged.evaluation, judged.warnings)
    review = judged.case.review
    properties = Properties(
        title=REPORT_TITLE.format(factory=view.factory_name, standard=standard.identity.title),
        creator=view.organisation,
        date=review.report_date if review else standard.identity.date,
    )
    provenance = _provenance(standard, judged.case, template)
    name = file_name(view.factory_name, report_ending(template.mark.file))
    return {name: render_report(template, view, properties, provenance)}


def _provenance(standard: Standard, case: Case, template: Filler) -> Provenance:
    """What the report of a case is made from."""
    origin = template.origin
    return Provenance(
        version=__version__,
        edition=standard.identity.edition,
        fingerprint=standard.fingerprint,
        template=origin.name if origin else "",
        template_digest=origin.digest if origin else "",
        texts=case.texts,
        evidence=tuple(sorted(case.files)),
    )


def plan_reports(standard: Standard, judged: list[Judged], template: Filler) -> Plan:
    """The reports of several cases, each under a name of its own."""
    return _together((one, plan_report(standard, one, template)) for one in judged)


def _together(plans: Iterable[tuple[Judged, Plan]]) -> Plan:
    """The plans of several cases as one; names that differ in large and small letters only are one file on Windows."""
    whole: dict[str, bytes] = {}
    seen: dict[str, Mark] = {}
    for one, plan in plans:
        mark = one.case.factory.mark.of("name")
        for name, content in plan.items():
            if name.casefold() in seen:
                raise Refused([SAME_NAME.at(mark, other=seen[name.casefold()], found=name)])
            seen[name.casefold()] = mark
            whole[name] = content
    return whole


def plan_form(standard: Standard, root: Path, id: str, years: tuple[str, ...] = ()) -> Plan:
    """One blank form; `years`: its year columns, where base, middle and evaluation year are not enough."""
    form = next((f for f in standard.forms if id in (f.id, f.name, f.title)), None)
    if form is None:
        known = ", ".join(f"{f.id} {f.name}" for f in standard.forms)
        raise Refused([NO_FORM.at(Mark("standard/forms"), found=id, expected=known)])
    if form.kind == "workbook":
        return {
            file_name(form.title, WORKBOOK_ENDING): _workbook(standard, view_questions(standard, years or YEARS), {})
        }
    if not form.is_made_of_sections:
        raise Refused([NOT_BLANK.at(form.mark.of("kind"), found=form.id)])
    name = file_name(form.title, FORM_ENDING)
    return {
        name: _rendered(
            standard, form, form_template(root), view_filling(standard, years=years), standard.identity.date
        )
    }


def _workbook(standard: Standard, asked: Questionnaire, answers: Mapping[Address, str]) -> bytes:
    """The data workbook, blank or filled."""
    from lceval_docs.views.workbook import view_workbook
    from lceval_docs.writers.workbook import render_workbook

    return render_workbook(view_workbook(standard, asked, answers))


def _rendered(standard: Standard, form: Form, shell: Template, filling: Filling, on: date) -> bytes:
    """A form as a Word file. `on`: the day that its properties name."""
    from lceval_docs.writers.word.form import render_form
    from lceval_docs.writers.word.properties import Properties

    factory = filling.facts.get("factory.name", "")
    title = f"{factory}：{form.title}" if factory else form.title
    return render_form(shell, view_form(form, filling), Properties(title, standard.identity.owner, on))


def plan_documents(standard: Standard, shell: Template, judged: list[Judged], template: Filler, which: str) -> Plan:
    """Documents of the process, filled for each case: one form, those of a stage, or `all`, by id or by name.

    `shell` is the template of the forms, `template` that of the evaluation report, which belongs to them. A form may be
    only for cases with a grade, or with or without gaps in what was handed in: others go without it.
    """
    of_cases = [f for f in standard.forms if f.stage != OF_THE_STANDARD]
    stages = [s.id for s in standard.stages if which in (ALL, s.id, s.name)]
    # A stage may be called like a form of it: then the form is meant, as in `lceval form`.
    chosen = [f for f in of_cases if which in (f.id, f.name)] or [f for f in of_cases if f.stage in stages]
    if not chosen:
        known = ", ".join(dict.fromkeys((ALL, *(s.name for s in standard.stages), *(f.id for f in of_cases))))
        raise Refused([NO_FORM.at(Mark("--document"), found=which, expected=known)])
    return _together((one, _documents(standard, shell, one, template, chosen, which)) for one in judged)


def _documents(
    standard: Standard, shell: Template, judged: Judged, template: Filler, forms: list[Form], which: str
) -> Plan:
    """The chosen documents of one case."""
    factory, review = judged.case.factory, judged.case.review
    filling = view_filling(standard, view_dossier(standard, judged.case, judged.evaluation))
    on = review.report_date if review else standard.identity.date
    plan: dict[str, bytes] = {}
    for form in forms:
        if (why := _out_of_place(form, judged.evaluation)) is not None:
            if which in (form.id, form.name):
                raise Refused([why.at(Mark(judged.case.folder), found=factory.name, form=form.name)])
            continue
        if form.kind == "report":
            plan.update(plan_report(standard, judged, template))
            continue
        if form.kind == "workbook":
            asked = view_questions(standard, answered_years(factory))
            name = file_name(factory.name, f"-{form.name}{WORKBOOK_ENDING}")
            plan[name] = _workbook(standard, asked, view_answers(factory))
            continue
        name = file_name(factory.name, f"-{form.name}{FORM_ENDING}")
        plan[name] = _rendered(standard, form, shell, filling, on)
    return plan


def _out_of_place(form: Form, evaluation: Evaluation) -> Fault | None:
    """Why a case is not given this document, if so."""
    kept = {
        "graded": (is_awarded(evaluation), NO_GRADE),
        "complete": (not evaluation.unsubmitted, INCOMPLETE),
        "incomplete": (bool(evaluation.unsubmitted), COMPLETE),
    }
    is_kept, fault = kept.get(form.only_for, (True, None))
    return None if is_kept else fault


def plan_edition(standard: Standard, stage_id: str = "", line_numbers: bool = False) -> Plan:
    """The Word edition of the text, in the form of a stage: the standard's own unless said."""
    from lceval_docs.checks.gbt.lint import check_drafting
    from lceval_docs.views.edition.whole import view_edition
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
    from lceval_docs.views.edition.explanation import view_explanation_text
    from lceval_docs.writers.word.edition.whole import render_explanation
    from lceval_docs.writers.word.properties import Properties

    view = view_explanation_text(standard, standard.explanation)
    properties = Properties(view.title, standard.identity.owner, standard.identity.date)
    return {f"{EXPLANATION_NAME}.docx": render_explanation(view, standard.typesetting, properties)}


def plan_site(
    standard: Standard, root: Path, judged: list[Judged], outlet: Outlet | None = None, has_runtime: bool = False
) -> tuple[dict[str, str], dict[str, str], Plan]:
    """The generated pages of the site as Markdown, where each came from, and its downloads.

    `has_runtime`: the site serves the Python that its self-assessment page runs.
    """
    from lceval_docs.delivery import plan_delivery
    from lceval_docs.views.site import view_site
    from lceval_docs.views.site.outlet import NOWHERE_YET
    from lceval_docs.views.site.publicity import view_publicity
    from lceval_docs.views.site.standard import EDITION_PATH, EXPLANATION_PATH, pictures
    from lceval_docs.writers.pages.markdown import render_page
    from lceval_docs.writers.pages.publicity import render_publicity

    stop_on(check_report_address(outlet.report if outlet else ""))
    book, (history, register) = checked_guidance(root, standard), checked_publicity(root, standard)
    made = view_site(standard, book, [(j.case, j.evaluation) for j in judged], all_faults(), catalogue("zh"))
    publicity = view_publicity(standard, history, register, outlet or NOWHERE_YET, made)
    plans = {EDITION_PATH: plan_edition(standard), EXPLANATION_PATH: plan_explanation(standard)}
    shell, filling, on = form_template(root), view_filling(standard), standard.identity.date
    downloads = {
        form.blank: _rendered(standard, form, shell, filling, on) for form in standard.forms if form.is_made_of_sections
    }
    asked = view_questions(standard, YEARS)
    downloads |= {form.blank: _workbook(standard, asked, {}) for form in standard.forms if form.kind == "workbook"}
    downloads |= {path: next(iter(plan.values())) for path, plan in plans.items() if plan}
    downloads |= pictures(standard)
    downloads |= {**plan_data(standard), **render_publicity(publicity), **plan_delivery(standard, has_runtime)}
    pages = publicity.pages
    return {p.path: render_page(p) for p in pages}, {p.path: p.source for p in pages}, downloads


def plan_data(standard: Standard) -> Plan:
    """The edition for programs: the whole of it with its schema, a catalogue, tables."""
    from lceval_docs.views.edition.whole import view_edition
    from lceval_docs.views.export import file
    from lceval_docs.views.export.catalog import view_catalog
    from lceval_docs.views.export.table import view_factor_table, view_indicator_table
    from lceval_docs.views.export.whole import view_published
    from lceval_docs.writers.export.oscal import render_catalog
    from lceval_docs.writers.export.record import render_edition, render_edition_schema
    from lceval_docs.writers.export.table import render_table

    published = view_published(standard, view_edition(standard))
    schema = file.data_path(standard.identity.edition, file.SCHEMA)
    contents = {
        file.STANDARD: render_edition(published, file.SCHEMA),
        file.SCHEMA: render_edition_schema(published, schema),
        file.CATALOG: render_catalog(view_catalog(standard)),
        file.INDICATORS: render_table(view_indicator_table(standard)),
        file.FACTORS: render_table(view_factor_table(standard)),
    }
    return {file.data_path(standard.identity.edition, name): content for name, content in contents.items()}


def all_faults() -> tuple[Fault, ...]:
    """Every kind of problem that this package can report."""
    from lceval_docs import disk, examining, limits, runtime, template
    from lceval_docs.assessment import answered, filed
    from lceval_docs.authoring import beginning, confirmation, factory, imported, importing, review
    from lceval_docs.sources import site
    from lceval_docs.verifying import drawn, figure, mention, origin, whole, wording

    authoring = (imported, factory, review, importing, beginning, confirmation)
    verifying = (drawn, figure, mention, origin, whole, wording)
    others = (template, examining, limits, disk, runtime, answered, filed, site, sys.modules[__name__])
    modules = (*faulty(), *authoring, *verifying, *others)
    return tuple(dict.fromkeys(f for m in modules for f in vars(m).values() if isinstance(f, Fault)))


def plan_names(root: Path) -> Plan:
    """The README of the templates with the table of all names; nothing where an edition has none."""
    from lceval_docs.views.meaning import view_names
    from lceval_docs.writers.pages.names import render_names

    readme = readme_of(root)
    return {README: render_names(readme, view_names()).encode()} if readme else {}


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
