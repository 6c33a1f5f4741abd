"""Review: what was confirmed and has changed is told; what is not confirmed is not published; silences are listed."""

from __future__ import annotations

from pathlib import Path

import pytest

from lceval_docs.build import plan_review, write
from lceval_docs.checks.review import reviewed
from lceval_docs.checks.stage import check_stage
from lceval_docs.judging import examined
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


def test_from_new_to_confirmed_to_changed(tiny_root: Path) -> None:
    """A confirmation holds until the text changes, and no longer; another one makes it good."""
    assert set(states(tiny_root).values()) == {"new"}
    confirm(tiny_root)
    assert set(states(tiny_root).values()) == {"confirmed"}
    assert examined(tiny_root).problems == ()
    change(tiny_root / "standard/text/01-scope.md", "本文件适用于茶馆。", "本文件适用于各种茶馆。")
    change(tiny_root / "standard/indicators/t.yaml", "杯应洗净。", "杯应洗得很净。")
    assert {id for id, state in states(tiny_root).items() if state == "changed"} == {"scope", "T1-1"}
    assert [p.code for p in examined(tiny_root).problems] == ["W0484", "W0484"]
    confirm(tiny_root, "scope")
    assert states(tiny_root)["scope"] == "confirmed" and states(tiny_root)["T1-1"] == "changed"


def test_what_does_not_change_the_text_needs_no_review(tiny_root: Path) -> None:
    """Line ends, and where a thing comes from, are no text."""
    confirm(tiny_root)
    change(tiny_root / "standard/text/01-scope.md", "本文件适用于茶馆。", "本文件适用于\n茶馆。")
    change(tiny_root / "standard/text/01-scope.md", "basis: 测试", "basis: 另一次测试")
    assert set(states(tiny_root).values()) == {"confirmed"}


def test_nothing_unread_is_published(tiny_root: Path) -> None:
    """A published stage refuses what is not confirmed."""
    codes = {p.code for p in check_stage(load_standard(tiny_root), "published")}
    assert "E0465" in codes
    confirm(tiny_root)
    assert "E0465" not in {p.code for p in check_stage(load_standard(tiny_root), "published")}


def test_a_confirmation_of_nothing(tiny_root: Path) -> None:
    """What was confirmed and is gone is a problem, as is what never was."""
    confirm(tiny_root)
    change(tiny_root / "standard/reviewed.yaml", '"T1-1"', '"T9-9"')
    assert "E0485" in {p.code for p in examined(tiny_root).problems}
    with pytest.raises(Refused) as refused:
        confirm(tiny_root, "T8-8")
    assert [p.code for p in refused.value.problems] == ["E0706"]
    with pytest.raises(Refused) as refused:
        plan_review(load_standard(tiny_root), (), True, "gestern", "")
    assert [p.code for p in refused.value.problems] == ["E0707"]


def test_a_silence_is_listed_with_its_reason(tiny_root: Path) -> None:
    """In Markdown it covers the block that follows, in YAML the entry; both are listed."""
    change(
        tiny_root / "standard/text/01-scope.md",
        "[[tables:indicators]]",
        "<!-- lint-ignore MV01 法规原文 -->\n茶馆必须有茶。\n\n[[tables:indicators]]",
    )
    change(
        tiny_root / "standard/indicators/t.yaml",
        "        requirement: 杯应洗净。",
        "        # lint-ignore MV01 法规原文\n        requirement: 杯必须洗净。",
    )
    found = examined(tiny_root)
    assert "MV01" not in {p.code for p in found.problems}
    assert [(p.code, s.reason) for p, s in found.silenced] == [("MV01", "法规原文")] * 2
