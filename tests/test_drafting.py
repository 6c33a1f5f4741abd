"""The rules of GB/T 1.1: each finds its bad example, with file and line, and leaves its good one alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from drafting import plain_root, put

from lceval_docs.checks.gbt.lint import RULES, check_drafting
from lceval_docs.checks.gbt.rule import Rule
from lceval_docs.problems import Problem
from lceval_docs.sources.standard import load_standard


def found(root: Path) -> list[Problem]:
    return list(check_drafting(load_standard(root)).problems)


def test_the_plain_text_breaks_no_rule(tmp_path: Path) -> None:
    """What the examples are tried on is itself without a finding."""
    assert found(plain_root(tmp_path)) == []


def test_ids_are_unique() -> None:
    """A rule's id is its own."""
    codes = [rule.code for rule in RULES]
    assert len(codes) == len(set(codes))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_bad_example(rule: Rule, tmp_path: Path) -> None:
    """The bad example is found, in an author's file, at a line."""
    root = plain_root(tmp_path)
    put(root, rule.where, rule.bad)
    problems = [p for p in found(root) if p.code == rule.code]
    assert problems, rule.bad
    assert all(p.mark.file.startswith("standard/") and p.mark.line > 0 for p in problems)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_good_example(rule: Rule, tmp_path: Path) -> None:
    """The good example is not found."""
    root = plain_root(tmp_path)
    put(root, rule.where, rule.good)
    assert [p for p in found(root) if p.code == rule.code] == []
