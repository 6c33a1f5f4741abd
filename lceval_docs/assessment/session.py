"""One visit to the page: the edition, and what the page asks of it. Text goes in, text comes out."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from lceval_docs.assessment.answered import Answered, Reader
from lceval_docs.assessment.filed import open_file, save_factory, save_workbook
from lceval_docs.assessment.improved import view_details, view_supposed
from lceval_docs.assessment.judged import assess, fit_problems
from lceval_docs.assessment.shown import Shown, view_file_notes, view_notes, view_scored, view_unscored
from lceval_docs.assessment.understood import Typed
from lceval_docs.engine.evaluation import evaluate
from lceval_docs.engine.figures import NO_YEARS_BETWEEN
from lceval_docs.engine.improvement import improvement
from lceval_docs.model.case import Case
from lceval_docs.model.evaluation import Evaluation
from lceval_docs.model.standard import Standard
from lceval_docs.problems import Refused, catalogue
from lceval_docs.sources.case import FACTORY, case_of
from lceval_docs.sources.portable import read_portable
from lceval_docs.views.question import view_questions
from lceval_docs.writers.portable import render_portable

OPENED = "已读入 {count} 项填写。"
LANGUAGE = "zh"


class Session:
    """What the page holds for as long as it is open. `compiled`: the edition as `lceval build` told it."""

    def __init__(self, compiled: bytes | memoryview):
        self.standard = read_portable(bytes(compiled), Standard)
        self.asked = view_questions(self.standard)
        self._reader = Reader(self.standard, self.asked)
        self._translate = catalogue(LANGUAGE)
        self._last: tuple[tuple[Typed, str], Answered, Evaluation | None] | None = None

    def ask(self, what: str, told: str) -> str:
        """An answer of the page as JSON. `what`: assess, details, whatif, save; `told`: what it tells, as JSON."""
        asked: Mapping[str, Callable[[Mapping[str, Any]], Shown]] = {
            "assess": self._assess,
            "details": self._details,
            "whatif": self._whatif,
            "save": self._save,
        }
        return json.dumps(asked[what](json.loads(told)), ensure_ascii=False)

    def open(self, name: str, raw: bytes | memoryview) -> str:
        """What a file says, as JSON."""
        opened = open_file(self.standard, self.asked, name, bytes(raw))
        notes = view_file_notes(self.asked, opened.notes, self._translate)
        says = OPENED.format(count=len(opened.typed)) if opened.typed else ""
        return json.dumps({"answers": opened.typed, "notes": notes, "says": says}, ensure_ascii=False)

    def workbook(self, told: str) -> bytes | str:
        """The data workbook with what was typed; or a sentence that says why not yet."""
        return save_workbook(self.standard, json.loads(told)["answers"])

    def _evaluated(self, told: Mapping[str, Any]) -> tuple[Answered, Evaluation | None]:
        """The answers read and scored; the same ones only once."""
        key = (told["answers"], told.get("industry", ""))
        if self._last is None or self._last[0] != key:
            self._last = (key, *self._scored(*key))
        return self._last[1:]

    def _scored(self, typed: Typed, industry: str) -> tuple[Answered, Evaluation | None]:
        answered = self._reader.read(typed)
        case, built = answered.case, answered.built
        if case is None or built is None:
            return answered, None
        fits = fit_problems(self.standard, case, industry)
        evaluation, found = assess(self.standard, case, "" if fits else industry)
        # What is nobody's field, or a first year, is no mistake: what it lacks is told as missing.
        wrong = tuple(p for p in map(built.moved, found) if p.mark.place and p.fault is not NO_YEARS_BETWEEN)
        return replace(answered, notes=(*answered.notes, *fits, *wrong)), evaluation

    def _assess(self, told: Mapping[str, Any]) -> Shown:
        answered, evaluation = self._evaluated(told)
        if evaluation is None:
            return view_unscored(self.asked, answered, self._translate)
        typed, industry = told["answers"], told.get("industry", "")
        return view_scored(self.standard, self.asked, answered, evaluation, typed, industry, self._translate)

    def _details(self, told: Mapping[str, Any]) -> Shown:
        _, evaluation = self._evaluated(told)
        return view_details(self.standard, evaluation) if evaluation else {}

    def _whatif(self, told: Mapping[str, Any]) -> Shown:
        _, evaluation = self._evaluated(told)
        if evaluation is None:
            return {}
        gains = improvement(self.standard, evaluation).gains
        gain = next((g for g in gains if g.score.indicator.id == told["indicator"]), None)
        return view_supposed(self.standard, evaluation, gain, told["stop"]) if gain else {}

    def _save(self, told: Mapping[str, Any]) -> Shown:
        text, notes = save_factory(self.asked, told["answers"], FACTORY)
        return {"name": FACTORY, "text": text, "notes": view_notes(self.asked, notes, self._translate)}

    def digest(self, told: str) -> str:
        """Of all that is concluded about a case, given by the texts of its files."""
        return digest_of(self.standard, case_of(json.loads(told), frozenset(), "case"))


def digest_of(standard: Standard, case: Case) -> str:
    """SHA-256 of a whole evaluation, every figure unrounded with the lines it came from; or of why there is none."""
    concluded: object
    try:
        concluded = evaluate(standard, case)
    except Refused as refused:
        concluded = refused.problems
    return hashlib.sha256(render_portable(concluded)).hexdigest()
