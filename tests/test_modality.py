"""Kinds of clauses: precision and recall on the half of the labelled sentences that no rule was made for."""

from __future__ import annotations

import pytest
from modality import KINDS, accuracy, sentences

from lceval_docs.checks.gbt.modality import kinds, modals


def test_size_of_the_corpus() -> None:
    """Enough sentences, no sentence twice, both halves alike."""
    held, tune = sentences("held"), sentences("tune")
    assert len(held) + len(tune) >= 800 and abs(len(held) - len(tune)) < 10
    assert len({s["text"] for s in (*held, *tune)}) == len(held) + len(tune)


@pytest.mark.parametrize("kind", KINDS)
def test_accuracy_on_the_held_half(kind: str) -> None:
    """应 and 不应 are told apart from 应用, 响应 … nearly always, the other kinds almost as well."""
    precision, recall, there = accuracy("held")[kind]
    least = (0.98, 0.95) if kind == "requirement" else (0.93, 0.90)
    assert there > 20 and precision >= least[0] and recall >= least[1], (precision, recall)


@pytest.mark.parametrize(
    "sentence",
    [
        "电压与转速相对应。",
        "此处发生电磁感应。",
        "温室效应加剧。",
        "应当顺应趋势的做法见附录。",
        "相关事宜另行通知。",
        "价格便宜。",
    ],
)
def test_traps_that_others_fall_into(sentence: str) -> None:
    """Words that hold the character of a verb; the one 应当 among them is a verb."""
    assert ("requirement" in kinds(sentence)) == ("应当" in sentence)
    assert "recommendation" not in kinds(sentence)


@pytest.mark.parametrize(
    "sentence", ["设备应接地。", "样品应试验三次。", "数据应验证。", "报告应对结果进行说明。", "企业应收集数据。"]
)
def test_requirements_that_others_miss(sentence: str) -> None:
    assert kinds(sentence) == {"requirement"}


def test_places_and_negation() -> None:
    """Each verb with its words, where it stands."""
    found = modals("供应商不应采用淘汰设备，宜采用高效设备。")
    assert [(m.kind, m.words, m.start, m.negative) for m in found] == [
        ("requirement", "不应", 3, True),
        ("recommendation", "宜", 12, False),
    ]
