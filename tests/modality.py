"""How well kinds of clauses are told, on sentences labelled by hand (tests/cases/modality)."""

from __future__ import annotations

from pathlib import Path

import yaml

from lceval_docs.checks.gbt.modality import kinds

CASES = Path(__file__).parent / "cases" / "modality" / "clause-types.yaml"
KINDS = ("requirement", "recommendation", "permission", "ability", "possibility", "instruction", "statement")


def sentences(part: str) -> list[dict]:
    """The labelled sentences of one half: "tune" is for work on the rules, "held" never."""
    return [s for s in yaml.load(CASES.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader) if s["part"] == part]


def accuracy(part: str) -> dict[str, tuple[float, float, int]]:
    """Precision, recall and number of sentences, by kind."""
    found = {}
    for kind in KINDS:
        pairs = [(kind in s["types"], kind in kinds(s["text"])) for s in sentences(part)]
        right = sum(a and b for a, b in pairs)
        told, there = sum(b for _, b in pairs), sum(a for a, _ in pairs)
        found[kind] = (right / told, right / there, there)
    return found
