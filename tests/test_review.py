"""Review: what was confirmed and has changed is told; what is not confirmed is not published; silences are listed."""

from __future__ import annotations

from pathlib import Path

import pytest

from lceval_docs.authoring.confirmation import plan_review
from lceval_docs.checks.review import reviewed
from lceval_docs.checks.stage import check_stage
from lceval_docs.disk import write
from lceval_docs.examining import examined
from lceval_docs.problems import Refused
from lceval_docs.sources.standard import load_standard


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def states(root: Path) -> dict[str, str]:
    return {one.id: one.state for one in reviewed(load_standard(root))}


def confirm(root: Path, *ids: str) -> None:
    write(plan_review(load_standard(root), ids, not ids, None, "茶人"), root / "standard")


def test_from_new_to_confirmed_to_changed(plain_root: Path) -> None:
    """A confirmation holds until the text changes, and no longer; another one makes it good."""
    assert set(states(plain_root).values()) == {"new"}
    confirm(plain_root)
    assert set(states(plain_root).values()) == {"confirmed"}
    assert examined(plain_root).problems == ()
    change(plain_root / "standard/text/01-scope.md", "本文件适用于茶馆的评价。", "本文件适用于各种茶馆的评价。")
    change(plain_root / "standard/indicators/t.yaml", "杯应洗净。", "杯应洗得很净。")
    assert {id for id, state in states(plain_root).items() if state == "changed"} == {"scope", "T1-1"}
    assert [p.code for p in examined(plain_root).problems] == ["W0484", "W0484"]
    confirm(plain_root, "scope")
    assert states(plain_root)["scope"] == "confirmed" and states(plain_root)["T1-1"] == "changed"


def test_what_does_not_change_the_text_needs_no_review(plain_root: Path) -> None:
    """Line ends, and where a thing comes from, are no text."""
    confirm(plain_root)
    change(plain_root / "standard/text/01-scope.md", "本文件适用于茶馆的评价。", "本文件适用于\n茶馆的评价。")
    change(plain_root / "standard/text/01-scope.md", "basis: 测试", "basis: 另一次测试")
    assert set(states(plain_root).values()) == {"confirmed"}


def test_nothing_unread_is_published(plain_root: Path) -> None:
    """A published stage refuses what is not confirmed."""
    codes = {p.code for p in check_stage(load_standard(plain_root), "published")}
    assert "E0465" in codes
    confirm(plain_root)
    assert "E0465" not in {p.code for p in check_stage(load_standard(plain_root), "published")}


def test_a_confirmation_of_nothing(plain_root: Path) -> None:
    """What was confirmed and is gone is a problem, as is what never was."""
    confirm(plain_root)
    change(plain_root / "standard/reviewed.yaml", '"T1-1"', '"T9-9"')
    assert "E0485" in {p.code for p in examined(plain_root).problems}
    with pytest.raises(Refused) as refused:
        confirm(plain_root, "T8-8")
    assert [p.code for p in refused.value.problems] == ["E0706"]
    with pytest.raises(Refused) as refused:
        plan_review(load_standard(plain_root), (), True, "gestern", "")
    assert [p.code for p in refused.value.problems] == ["E0707"]


def test_a_silence_is_listed_with_its_reason(plain_root: Path) -> None:
    """In Markdown it covers the block that follows, in YAML the entry; both are listed."""
    change(
        plain_root / "standard/text/04-trial.md",
        "[[tables:indicators]]\n",
        "[[tables:indicators]]\n\n<!-- lint-ignore MV01 法规原文 -->\n茶馆必须有茶。\n",
    )
    change(
        plain_root / "standard/indicators/t.yaml",
        "        requirement: 杯应洗净。",
        "        # lint-ignore MV01 法规原文\n        requirement: 杯必须洗净。",
    )
    found = examined(plain_root)
    assert "MV01" not in {p.code for p in found.problems}
    assert [(p.code, s.reason) for p, s in found.silenced] == [("MV01", "法规原文")] * 2
